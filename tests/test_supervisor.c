/*
 * test_supervisor.c - busy, spinning, blocked, stopped: judged from evidence,
 * and told of real children.
 *
 * Process: browser (in tests).
 */
#include "child_bench.h"
#include "supervisor.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <signal.h>

static struct bench b;
static enum condition awaited;

static int
set_up(void **state)
{
    (void)state;
    bench_open(&b);
    supervisor_open(b.loop, NULL);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    supervisor_close();
    bench_close(&b);
    return 0;
}

static void
evidence_is_judged(void **state)
{
    static const struct {
        struct evidence e;
        enum condition is;
    } cases[] = {
        {{.state = 'T', .standing_ms = 10}, CONDITION_STOPPED},
        {{'t', true, true, 9000}, CONDITION_STOPPED},
        {{.state = 'S', .standing_ms = 300}, CONDITION_BUSY},
        {{'S', true, false, 300}, CONDITION_BUSY},
        {{'S', true, false, 1500}, CONDITION_BLOCKED},
        {{'D', true, false, 1500}, CONDITION_BLOCKED},
        {{'R', true, false, 1500}, CONDITION_BUSY}, /* gets no processor */
        {{'R', true, true, 1500}, CONDITION_BUSY},
        {{'R', true, true, 2500}, CONDITION_SPINNING},
        {{'S', true, true, 2500}, CONDITION_SPINNING},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (supervisor_judge(&cases[i].e) != cases[i].is)
            fail_msg("case %zu is %s", i,
                     condition_name(supervisor_judge(&cases[i].e)));
}

/* The bench has a dispatch of its own: pongs are handed on. */
static void
on_message(struct bench *bench, enum message_id id, struct reader *r)
{
    struct msg_pong pong;

    if (id == MSG_pong && decode_pong(r, &pong))
        assert_true(supervisor_on_pong(bench->child, pong.serial));
}

static bool
is_awaited(struct bench *bench)
{
    return bench->gone ||
           (supervisor_state(bench->child) == awaited &&
            (awaited == CONDITION_ANSWERS || supervisor_is_slow(bench->child)));
}

static void
expect_condition(enum condition condition)
{
    awaited = condition;
    if (!bench_run(&b, is_awaited, 20000) || b.gone)
        fail_msg("it is %s instead of %s",
                 b.gone ? "dead" : condition_name(supervisor_state(b.child)),
                 condition_name(condition));
}

static void
touch(void)
{
    assert_true(
        send_pointer(b.child->channel, &(struct msg_pointer){.surface = 1}));
}

static void
start(void)
{
    bench_start(&b, RENDERER, "");
    assert_true(b.ready);
    b.on_message = on_message;
}

static void
nobody_waits_for_an_idle_child(void **state)
{
    (void)state;
    start();
    assert_int_equal(supervisor_waited(b.child), 0);
    touch();
    assert_int_equal(b.child->supervision.serial, 1);
    expect_condition(CONDITION_ANSWERS);
    assert_int_equal(supervisor_waited(b.child), 0);
    assert_false(supervisor_should_ask(b.child));
}

static void
a_stopped_child_is_told(void **state)
{
    (void)state;
    start();
    assert_true(child_signal(b.child, SIGSTOP));
    touch();
    expect_condition(CONDITION_STOPPED);
    assert_true(child_signal(b.child, SIGCONT));
    expect_condition(CONDITION_ANSWERS);
    assert_false(supervisor_is_slow(b.child));
}

static void
a_spinning_child_is_told(void **state)
{
    (void)state;
    start();
    assert_true(supervisor_fault(b.child, FAULT_SPIN));
    touch();
    expect_condition(CONDITION_SPINNING);
}

static void
a_blocked_child_is_told(void **state)
{
    (void)state;
    start();
    assert_true(supervisor_fault(b.child, FAULT_BLOCK));
    touch();
    expect_condition(CONDITION_BLOCKED);
}

static void
an_unasked_pong_is_refused(void **state)
{
    (void)state;
    start();
    assert_false(supervisor_on_pong(b.child, 0));
    assert_false(supervisor_on_pong(b.child, 1));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(evidence_is_judged),
        TEST(nobody_waits_for_an_idle_child),
        TEST(a_stopped_child_is_told),
        TEST(a_spinning_child_is_told),
        TEST(a_blocked_child_is_told),
        TEST(an_unasked_pong_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
