/*
 * test_intercept.c - messages held, dropped, delayed, doubled, swapped,
 * changed and made up, to and from a real child.
 *
 * Process: browser (in tests).
 */
#include "child_bench.h"
#include "child_record.h"
#include "intercept.h"
#include "supervisor.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

static struct bench b;
static struct buf heard; /* names of what came from the child, "a b " */
static unsigned held, lost;
static struct intercept_held last;
static char why[200];

static void
on_held(const struct intercept_held *h, void *data)
{
    (void)data;
    held++;
    last = *h;
}

static void
on_lost(unsigned number, void *data)
{
    (void)number;
    (void)data;
    lost++;
}

static const struct intercept_events events = {on_held, on_lost, NULL};

static void
on_message(struct bench *bench, enum message_id id, struct reader *r)
{
    (void)bench;
    (void)r;
    buf_printf(&heard, "%s ", routes[id].name);
}

static int
set_up(void **state)
{
    (void)state;
    bench_open(&b);
    intercept_open(b.loop);
    intercept_listen(&events);
    held = lost = 0;
    heard.size = 0;
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    intercept_close();
    bench_close(&b);
    buf_finish(&heard);
    return 0;
}

static unsigned
rule(enum intercept_action action, const char *argument, const char *filter)
{
    unsigned number =
        intercept_rule_add(action, argument, filter, false, why, sizeof why);

    if (number == 0)
        fail_msg("%s: %s", filter, why);
    return number;
}

static void
start(void)
{
    bench_start(&b, RENDERER, "");
    assert_true(b.ready);
    b.on_message = on_message;
}

static bool
is_held(struct bench *bench)
{
    return bench->gone || held > 0;
}

/* Starts one whose greeting is held. */
static void
start_held(void)
{
    bench_begin(&b, RENDERER, "");
    assert_true(bench_run(&b, is_held, 20000));
    assert_false(b.ready);
}

static const char *
all_heard(void)
{
    return buf_text(&heard);
}

static unsigned
count_heard(const char *name)
{
    const char *at = all_heard();
    unsigned n = 0;

    for (; (at = strstr(at, name)) != NULL; at++)
        n++;
    return n;
}

static bool
has_pong(struct bench *bench)
{
    return bench->gone || count_heard("pong ") > 0;
}

/* All that was sent before has been answered. */
static void
finish(void)
{
    send_ping(b.child->channel, &(struct msg_ping){1});
    assert_true(bench_run(&b, has_pong, 10000));
    assert_false(b.gone);
}

static void
dump(void)
{
    assert_true(send_dump_dom(b.child->channel, &(struct msg_dump_dom){1, 1}));
}

static void
ask_font(void)
{
    assert_true(send_fragment(b.child->channel,
                              &(struct msg_fragment){1, 1, span_of("")}));
}

/* ---- held ----------------------------------------------------------------*/

static void
held_outward_keeps_order(void **state)
{
    (void)state;
    start();
    rule(INTERCEPT_BREAK, "", "message==dump_dom");
    dump();
    assert_int_equal(held, 1);
    assert_false(last.inward);
    send_ping(b.child->channel, &(struct msg_ping){1});
    assert_int_equal(held, 1);
    assert_true(intercept_held_find(last.number, &last));
    assert_int_equal(last.waiting, 1);
    assert_true(intercept_holds(b.child));
    assert_true(intercept_continue(last.number, why, sizeof why));
    assert_true(bench_run(&b, has_pong, 10000));
    assert_string_equal(all_heard(), "title pong ");
    assert_false(intercept_holds(b.child));
    assert_false(intercept_continue(last.number, why, sizeof why));
    assert_non_null(strstr(why, "not held"));
}

static void
held_inward_keeps_order(void **state)
{
    (void)state;
    start();
    rule(INTERCEPT_BREAK, "", "message==title");
    dump();
    send_ping(b.child->channel, &(struct msg_ping){1});
    assert_true(bench_run(&b, is_held, 10000));
    assert_true(last.inward);
    assert_string_equal(all_heard(), "");
    assert_true(intercept_continue(last.number, why, sizeof why));
    assert_true(bench_run(&b, has_pong, 10000));
    assert_string_equal(all_heard(), "title pong ");
}

static void
greeting_can_be_held_and_only_that(void **state)
{
    struct buf text = {0};
    unsigned number;

    (void)state;
    rule(INTERCEPT_BREAK, "", "message==hello");
    start_held();
    number = last.number;
    message_show(&text, last.message);
    assert_non_null(strstr(buf_text(&text), "token=<16 bytes>"));
    assert_false(intercept_edit(number, "child=5", why, sizeof why));
    assert_false(intercept_double(number, why, sizeof why));
    assert_false(intercept_inject(b.child->number, false, "hello child=1", why,
                                  sizeof why));
    assert_int_equal(b.child->state, CHILD_STARTING);
    buf_finish(&text);
}

/* The warm spare may be held before it shows the debugger. */
static void
own_pages_are_let_go(void **state)
{
    (void)state;
    rule(INTERCEPT_BREAK, "", "message==hello || message==dump_dom");
    start_held();
    assert_int_equal(b.child->state, CHILD_STARTING);
    child_set_site(b.child, "about:");
    assert_true(bench_run(&b, bench_is_ready, 20000));
    assert_true(b.ready);
    dump();
    assert_true(bench_run(&b, bench_has_title, 10000));
    assert_int_equal(held, 1);
}

static bool
is_held_twice(struct bench *bench)
{
    return bench->gone || held > 1;
}

static void
step_holds_the_next(void **state)
{
    (void)state;
    start();
    rule(INTERCEPT_BREAK, "", "message==dump_dom");
    dump();
    ask_font();
    assert_int_equal(held, 1);
    assert_true(intercept_step(last.number, why, sizeof why));
    assert_true(bench_run(&b, is_held_twice, 10000));
    assert_int_equal(last.rule, 0);
    assert_true(intercept_continue(last.number, why, sizeof why));
    intercept_continue_all();
}

static void
pause_holds_whatever_comes(void **state)
{
    (void)state;
    start();
    intercept_pause();
    send_ping(b.child->channel, &(struct msg_ping){1});
    assert_int_equal(held, 1);
    intercept_continue_all();
    assert_true(bench_run(&b, has_pong, 10000));
}

static void
death_loses_what_is_held(void **state)
{
    struct intercept_held h;

    (void)state;
    start();
    rule(INTERCEPT_BREAK, "", "message==dump_dom");
    dump();
    ask_font();
    kill(b.pid, SIGKILL);
    assert_true(bench_run(&b, bench_is_gone, 10000));
    assert_int_equal(b.why.signal, SIGKILL);
    assert_int_equal(lost, 1);
    assert_false(intercept_held_at(0, &h));
}

/* ---- the other actions ---------------------------------------------------*/

static void
dropped_both_ways(void **state)
{
    (void)state;
    start();
    rule(INTERCEPT_DROP, "", "message==dump_dom");
    dump();
    finish();
    assert_string_equal(all_heard(), "pong ");
    assert_true(intercept_rule_remove(1));
    assert_false(intercept_rule_remove(1));
    rule(INTERCEPT_DROP, "", "message==title");
    heard.size = 0;
    dump();
    finish();
    assert_string_equal(all_heard(), "pong ");
}

static void
doubled_both_ways(void **state)
{
    (void)state;
    start();
    rule(INTERCEPT_DUPLICATE, "", "message==dump_dom");
    rule(INTERCEPT_DUPLICATE, "", "message==title");
    dump();
    finish();
    assert_string_equal(all_heard(), "title title title title pong ");
}

static bool
has_two_pongs(struct bench *bench)
{
    return bench->gone || count_heard("pong ") > 1;
}

static void
swapped_with_the_next(void **state)
{
    (void)state;
    start();
    rule(INTERCEPT_REORDER, "", "message==dump_dom");
    dump();
    send_ping(b.child->channel, &(struct msg_ping){1});
    send_ping(b.child->channel, &(struct msg_ping){2});
    assert_true(bench_run(&b, has_two_pongs, 10000));
    assert_string_equal(all_heard(), "pong title pong ");
}

static void
one_to_swap_goes_alone_at_last(void **state)
{
    (void)state;
    start();
    rule(INTERCEPT_REORDER, "", "message==dump_dom");
    dump();
    assert_true(bench_run(&b, bench_has_title, 20000));
    assert_string_equal(b.title, "dump");
}

static void
delayed_keeps_order(void **state)
{
    (void)state;
    start();
    rule(INTERCEPT_DELAY, "50", "message==dump_dom");
    dump();
    finish();
    assert_string_equal(all_heard(), "title pong ");
}

static void
edited_by_rule_and_by_hand(void **state)
{
    (void)state;
    start();
    rule(INTERCEPT_EDIT, "title=\"by rule\"", "message==title");
    dump();
    finish();
    assert_string_equal(b.title, "by rule");
    intercept_rule_remove(1);
    rule(INTERCEPT_BREAK, "", "message==title");
    dump();
    assert_true(bench_run(&b, is_held, 10000));
    assert_false(intercept_edit(last.number, "titel=x", why, sizeof why));
    assert_non_null(strstr(why, "it has: surface document title"));
    assert_true(
        intercept_edit(last.number, "title=\"by hand\"", why, sizeof why));
    assert_true(intercept_held_find(last.number, &last));
    b.title[0] = 0;
    intercept_continue(last.number, why, sizeof why);
    assert_true(bench_run(&b, bench_has_title, 10000));
    assert_string_equal(b.title, "by hand");
}

static void
an_edit_that_cannot_be_holds(void **state)
{
    (void)state;
    start();
    rule(INTERCEPT_EDIT, "no_field=1", "message==title");
    dump();
    assert_true(bench_run(&b, is_held, 10000));
    assert_non_null(strstr(last.note, "edit was refused"));
}

static void
rules_are_checked(void **state)
{
    struct intercept_rule r;

    (void)state;
    assert_int_equal(intercept_rule_add(INTERCEPT_DELAY, "x", "message==title",
                                        false, why, sizeof why),
                     0);
    assert_int_equal(intercept_rule_add(INTERCEPT_DELAY, "0", "message==title",
                                        false, why, sizeof why),
                     0);
    assert_int_equal(intercept_rule_add(INTERCEPT_EDIT, "x", "message==title",
                                        false, why, sizeof why),
                     0);
    assert_int_equal(
        intercept_rule_add(INTERCEPT_BREAK, "", "&&", false, why, sizeof why),
        0);
    assert_false(intercept_rule_at(0, &r));
    rule(INTERCEPT_BREAK, "", "message==title");
    assert_true(intercept_rule_at(0, &r));
    assert_string_equal(r.filter, "message==title");
}

/* ---- made up -------------------------------------------------------------*/

static void
injected_outward(void **state)
{
    uint32_t number;

    (void)state;
    start();
    number = b.child->number;
    assert_true(intercept_inject(number, false, "dump_dom surface=1 document=1",
                                 why, sizeof why));
    assert_true(bench_run(&b, bench_has_title, 10000));
    assert_string_equal(b.title, "dump");
    assert_false(
        intercept_inject(number, false, "title title=x", why, sizeof why));
    assert_string_equal(why, "title is no message to a renderer");
    assert_false(intercept_inject(number, false, "surface_create slots=1", why,
                                  sizeof why));
    assert_non_null(strstr(why, "descriptor"));
    assert_false(intercept_inject(9999, false, "ping", why, sizeof why));
}

static void
injected_inward_passes_the_checks(void **state)
{
    (void)state;
    start();
    assert_true(intercept_inject(b.child->number, true,
                                 "title surface=1 document=1 title=forged", why,
                                 sizeof why));
    assert_true(bench_run(&b, bench_has_title, 10000));
    assert_string_equal(b.title, "forged");
    /* A renderer may not say this: it dies as if it had. */
    assert_true(intercept_inject(b.child->number, true, "presented frame=1",
                                 why, sizeof why));
    assert_true(bench_run(&b, bench_is_gone, 10000));
    assert_string_equal(b.why.cause,
                        "sent a presented message, which is not its own");
}

static void
lanes_are_not_broken(void **state)
{
    (void)state;
    start();
    rule(INTERCEPT_DROP, "", "message==surface_create");
    send_surface_create(b.child->channel, &(struct msg_surface_create){1, 1});
    assert_int_equal(held, 1);
    assert_non_null(strstr(last.note, "drop was refused"));
    assert_false(intercept_drop(last.number, why, sizeof why));
    assert_true(intercept_continue(last.number, why, sizeof why));
}

/* ---- bounds --------------------------------------------------------------*/

static void
outward_queue_is_bounded(void **state)
{
    static char text[MAX_TEXT_INPUT + 1];
    unsigned sent = 0;

    (void)state;
    memset(text, 'x', MAX_TEXT_INPUT);
    start();
    rule(INTERCEPT_BREAK, "", "message==text_input");
    while (sent < 100000 &&
           send_text_input(b.child->channel,
                           &(struct msg_text_input){1, span_of(text)}))
        sent++;
    assert_in_range(sent, 100, MAX_QUEUE / MAX_TEXT_INPUT);
    assert_false(child_has_room(b.child, 1));
    intercept_rule_remove(1);
    intercept_continue_all();
    finish();
    assert_int_equal(b.drained, 1);
    assert_true(child_has_room(b.child, 1));
}

static bool
is_full(struct bench *bench)
{
    return bench->gone || intercept_is_full(bench->child, true);
}

static bool
is_late(struct bench *bench)
{
    (void)bench;
    return false;
}

/* A child that floods while it is held is not read; it can still be killed,
 * and afterwards nothing of it is left. */
static void
flood_while_held_is_bounded(void **state)
{
    uint64_t messages;

    (void)state;
    rule(INTERCEPT_BREAK, "", "message==hover");
    bench_start(&b, RENDERER, "flood");
    b.on_message = on_message;
    assert_true(bench_run(&b, is_full, 20000));
    assert_false(b.gone);
    messages = b.child->messages;
    bench_run(&b, is_late, 300);
    assert_int_equal(b.child->messages, messages);
    assert_int_equal(count_heard("hover"), 0);
    assert_int_equal(held, 1);
    child_kill(b.child, "enough");
    assert_true(bench_run(&b, bench_is_gone, 10000));
    assert_int_equal(lost, 1);
}

/* The person takes the time, so nobody else is blamed for it. */
static void
a_held_child_does_not_hang(void **state)
{
    const struct child *c;

    (void)state;
    supervisor_open(b.loop, NULL);
    start();
    c = b.child;
    rule(INTERCEPT_BREAK, "", "message==pong");
    assert_true(send_text_input(b.child->channel,
                                &(struct msg_text_input){1, span_of("x")}));
    assert_true(bench_run(&b, is_held, 10000));
    bench_run(&b, is_late, 2 * PATIENCE_BADGE);
    assert_int_equal(held, 1);
    assert_false(supervisor_is_slow(c));
    intercept_rule_remove(1);
    intercept_continue_all();
    assert_true(bench_run(&b, has_pong, 10000));
    supervisor_close();
}

/* ---- the time to start ---------------------------------------------------*/

static int launch_timeout = LAUNCH_TIMEOUT;
static unsigned deadlines;

struct loop_timer *__real_loop_after(struct loop *l, int ms, loop_timer_fn *fn,
                                     void *data);
struct loop_timer *__wrap_loop_after(struct loop *l, int ms, loop_timer_fn *fn,
                                     void *data);

/* The deadline of a launch comes sooner here (a linker's --wrap). */
struct loop_timer *
__wrap_loop_after(struct loop *l, int ms, loop_timer_fn *fn, void *data)
{
    if (ms == LAUNCH_TIMEOUT) {
        deadlines++;
        ms = launch_timeout;
    }
    return __real_loop_after(l, ms, fn, data);
}

static bool
several_deadlines(struct bench *bench)
{
    return bench->gone || deadlines > 3;
}

static void
a_held_greeting_has_no_deadline(void **state)
{
    const char *messages[] = {"message==hello", "message==ready"};

    (void)state;
    for (size_t i = 0; i < sizeof messages / sizeof *messages; i++) {
        held = deadlines = 0;
        launch_timeout = 50;
        rule(INTERCEPT_BREAK, "", messages[i]);
        start_held();
        assert_true(bench_run(&b, several_deadlines, 20000));
        assert_false(b.gone);
        launch_timeout = LAUNCH_TIMEOUT;
        intercept_rule_remove((unsigned)i + 1);
        intercept_continue_all();
        assert_true(bench_run(&b, bench_is_ready, 20000));
        assert_true(b.ready);
        child_kill(b.child, "enough");
        assert_true(bench_run(&b, bench_is_gone, 10000));
        b.ready = b.gone = false;
    }
}

/* What is not held but gone is waited for as ever. */
static void
a_dropped_greeting_has_one(void **state)
{
    (void)state;
    rule(INTERCEPT_DROP, "", "message==ready");
    launch_timeout = 50;
    bench_begin(&b, RENDERER, "");
    assert_true(bench_run(&b, bench_is_gone, 20000));
    launch_timeout = LAUNCH_TIMEOUT;
    assert_non_null(strstr(b.why.cause, "did not start in"));
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(held_outward_keeps_order),
        TEST(held_inward_keeps_order),
        TEST(greeting_can_be_held_and_only_that),
        TEST(own_pages_are_let_go),
        TEST(step_holds_the_next),
        TEST(pause_holds_whatever_comes),
        TEST(death_loses_what_is_held),
        TEST(dropped_both_ways),
        TEST(doubled_both_ways),
        TEST(swapped_with_the_next),
        TEST(one_to_swap_goes_alone_at_last),
        TEST(delayed_keeps_order),
        TEST(edited_by_rule_and_by_hand),
        TEST(an_edit_that_cannot_be_holds),
        TEST(rules_are_checked),
        TEST(injected_outward),
        TEST(injected_inward_passes_the_checks),
        TEST(lanes_are_not_broken),
        TEST(outward_queue_is_bounded),
        TEST(flood_while_held_is_bounded),
        TEST(a_held_child_does_not_hang),
        TEST(a_held_greeting_has_no_deadline),
        TEST(a_dropped_greeting_has_one),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
