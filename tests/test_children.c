/*
 * test_children.c - birth, talk and death of children, through the real zygote
 * and sandbox.
 *
 * Process: browser (in tests).
 */
#include "child_bench.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

static struct bench b;

static int
set_up(void **state)
{
    (void)state;
    bench_open(&b);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    bench_close(&b);
    return 0;
}

static void
child_becomes_ready_and_answers(void **state)
{
    struct msg_dump_dom ask = {1, 1};

    (void)state;
    bench_start(&b, RENDERER, "");
    assert_non_null(b.child);
    assert_true(b.ready);
    assert_int_equal(b.child->state, CHILD_LIVE);
    assert_true(send_dump_dom(b.child->channel, &ask));
    assert_true(bench_run(&b, bench_has_title, 5000));
    assert_string_equal(b.title, "dump");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(child_becomes_ready_and_answers, set_up,
                                        tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
