/*
 * test_child_rates.c - how much of the browser's time children may use up.
 *
 * Process: test.  Distrusts: nothing.
 */
#include "child_record.h"
#include "fake_loop.h"
#include "limits.h"

#include <stdarg.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

enum { CHILDREN = 60 };

static struct child_record *children;
static char folder[] = "/tmp/bulkhead-rates-XXXXXX";

static int
setup(void **state)
{
    (void)state;
    fake_loop_pass(1000); /* a new second */
    snprintf(folder + strlen(folder) - 6, 7, "XXXXXX");
    children = calloc(CHILDREN, sizeof *children);
    if (children == NULL || mkdtemp(folder) == NULL)
        return -1;
    for (unsigned i = 0; i < CHILDREN; i++) {
        char path[64];

        snprintf(path, sizeof path, "%s/%u", folder, i);
        children[i].child.role = RENDERER;
        if (!child_talk_open(&children[i], path))
            return -1;
        children[i].child.state = CHILD_LIVE;
    }
    return 0;
}

static int
teardown(void **state)
{
    (void)state;
    for (unsigned i = 0; i < CHILDREN; i++)
        child_talk_close(&children[i]);
    free(children);
    fake_loop_reset();
    return rmdir(folder);
}

/* As many costly questions as it may ask before it is made to wait. */
static unsigned
ask(struct child_record *r, unsigned most)
{
    unsigned asked = 0;

    while (!r->paused && asked < most) {
        child_charge(&r->child);
        asked++;
    }
    return asked;
}

static void
one_child_has_its_share(void **state)
{
    (void)state;
    assert_int_equal(ask(&children[0], UINT32_MAX), MAX_LOOKUPS);
    assert_int_equal(ask(&children[0], UINT32_MAX), 0);
    fake_loop_pass(1000);
    assert_false(children[0].paused);
    assert_int_equal(ask(&children[0], UINT32_MAX), MAX_LOOKUPS);
}

/* Each frame of a page may be a process, and all of them hostile. */
static void
many_have_no_more_than_two(void **state)
{
    unsigned all = 0;

    (void)state;
    for (unsigned i = 0; i < CHILDREN; i++)
        all += ask(&children[i], UINT32_MAX);
    assert_in_range(all, MAX_ALL_LOOKUPS,
                    MAX_ALL_LOOKUPS + CHILDREN * MIN_LOOKUPS);
}

/* And yet nobody else has to wait for ever. */
static void
others_get_some(void **state)
{
    (void)state;
    for (int second = 0; second < 10; second++) {
        for (unsigned i = 1; i < CHILDREN; i++)
            ask(&children[i], UINT32_MAX);
        assert_int_equal(ask(&children[0], UINT32_MAX), MIN_LOOKUPS);
        fake_loop_pass(1000);
    }
    assert_int_equal(ask(&children[0], MAX_LOOKUPS - 1), MAX_LOOKUPS - 1);
}

#define WITH_CHILDREN(test) \
    cmocka_unit_test_setup_teardown(test, setup, teardown)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_CHILDREN(one_child_has_its_share),
        WITH_CHILDREN(many_have_no_more_than_two),
        WITH_CHILDREN(others_get_some),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
