/*
 * test_runtime.c - folders of browsers that start and end at the same time.
 *
 * Process: test programs.
 */
#include "runtime.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { BROWSERS = 4, STARTS = 800 };

/* Its exit status: 1 if its folder was taken away under it. */
static int
start_often(void)
{
    char path[RUNTIME_PATH];

    for (int i = 0; i < STARTS; i++) {
        int folder;

        if (!runtime_open())
            return 1;
        folder = runtime_make(1, path);
        if (folder < 0)
            return 1;
        close(folder);
        runtime_drop(1);
        runtime_close();
    }
    return 0;
}

static void
test_starts(void **state)
{
    char base[] = "/tmp/test-runtime-XXXXXX";
    int failed = 0;

    (void)state;
    assert_non_null(mkdtemp(base));
    setenv("XDG_RUNTIME_DIR", base, 1);
    for (int i = 0; i < BROWSERS; i++)
        if (fork() == 0)
            _exit(start_often());
    for (int i = 0; i < BROWSERS; i++) {
        int status = 1;

        wait(&status);
        failed += status != 0;
    }
    assert_int_equal(failed, 0);
    assert_int_equal(rmdir(base), 0); /* nothing is left */
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_starts)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
