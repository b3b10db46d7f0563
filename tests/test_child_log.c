/*
 * test_child_log.c - how much a child can have written into the log.
 *
 * Process: test.  Distrusts: nothing.
 */
#include "child_log.h"
#include "fake_loop.h"
#include "limits.h"

#include <stdarg.h>
#include <setjmp.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <cmocka.h>

static struct child_log child;
static int writer;   /* the child's end */
static int captured; /* what is written to descriptor 2 */

static int
setup(void **state)
{
    (void)state;
    captured = memfd_create("log", MFD_CLOEXEC);
    writer = child_log_open(&child, NULL, "renderer", 3);
    return captured < 0 || writer < 0;
}

static int
teardown(void **state)
{
    (void)state;
    child_log_close(&child);
    close(writer);
    close(captured);
    fake_loop_reset();
    return 0;
}

/* What fn logs, as text; valid until the next call. */
static const char *
log_of(void (*fn)(void))
{
    static char text[256 * 1024];
    int real = dup(2);
    ssize_t got;

    assert_int_equal(ftruncate(captured, 0), 0);
    lseek(captured, 0, SEEK_SET);
    fflush(stderr);
    dup2(captured, 2);
    fn();
    dup2(real, 2);
    close(real);
    got = pread(captured, text, sizeof text - 1, 0);
    text[got > 0 ? got : 0] = 0;
    return text;
}

static unsigned
lines(const char *text)
{
    unsigned count = 0;

    for (; *text != 0; text++)
        count += *text == '\n';
    return count;
}

static void
complain_often(void)
{
    for (int i = 0; i < 1000; i++)
        child_log_add(&child, LOG_WARN, "wants what is not its");
}

static void
complain_quietly(void)
{
    for (int i = 0; i < 1000; i++)
        child_log_add(&child, LOG_INFO, "nobody asked for this level");
}

static void
write_lines(void)
{
    for (int i = 0; i < 100; i++)
        assert_int_equal(write(writer, "mine\n", 5), 5);
    assert_true(fake_loop_tell(child.fd, LOOP_READ));
}

static void
wait_a_second(void)
{
    fake_loop_pass(1000);
}

static void
end(void)
{
    child_log_close(&child);
}

/* However often the browser has to refuse a child something. */
static void
complaints_are_counted(void **state)
{
    const char *text;

    (void)state;
    text = log_of(complain_often);
    assert_int_equal(lines(text), MAX_LOG_RATE);
    assert_non_null(strstr(text, "warning: renderer#3: wants what"));
    assert_string_equal(log_of(wait_a_second),
                        "renderer#3 (980 more lines dropped)\n");
    assert_string_equal(log_of(wait_a_second), "");
    assert_int_equal(lines(log_of(complain_often)), MAX_LOG_RATE);
    assert_string_equal(log_of(end), "renderer#3 (980 more lines dropped)\n");
}

/* The browser's lines and the child's own share what there is. */
static void
child_has_no_second_share(void **state)
{
    (void)state;
    assert_int_equal(lines(log_of(complain_often)), MAX_LOG_RATE);
    assert_string_equal(log_of(write_lines), "");
    assert_string_equal(log_of(wait_a_second),
                        "renderer#3 (1080 more lines dropped)\n");
    /* It is read again. */
    assert_int_equal(lines(log_of(write_lines)), MAX_LOG_RATE);
    assert_string_equal(log_of(wait_a_second),
                        "renderer#3 (80 more lines dropped)\n");
    assert_int_equal(lines(log_of(write_lines)), MAX_LOG_RATE);
}

static void
what_is_not_shown_is_not_counted(void **state)
{
    (void)state;
    assert_string_equal(log_of(complain_quietly), "");
    assert_int_equal(lines(log_of(complain_often)), MAX_LOG_RATE);
    assert_string_equal(log_of(wait_a_second),
                        "renderer#3 (980 more lines dropped)\n");
}

#define WITH_LOG(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_LOG(complaints_are_counted),
        WITH_LOG(child_has_no_second_share),
        WITH_LOG(what_is_not_shown_is_not_counted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
