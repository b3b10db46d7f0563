/*
 * test_autopsy.c - a dead child's last messages, out of the flight recorder.
 *
 * Process: test.
 */
#include "autopsy.h"
#include "intercept.h"
#include "stage.h"
#include "trace.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static struct trace_peer peer, other;
static struct autopsy a;

static int
set_up(void **state)
{
    (void)state;
    peer = (struct trace_peer){.role = RENDERER, .number = 3};
    other = (struct trace_peer){.role = RENDERER, .number = 4};
    return trace_open(NULL) ? 0 : -1;
}

static int
tear_down(void **state)
{
    (void)state;
    trace_close();
    return 0;
}

static void
message(struct trace_peer *of, enum message_id id)
{
    const uint8_t bytes[] = {(uint8_t)id, (uint8_t)((unsigned)id >> 8)};

    trace_message(routes[id].to == BROWSER ? TRACE_RECEIVED : TRACE_SENT, of,
                  (struct span){bytes, sizeof bytes});
}

static void
die(const char *cause, bool by_browser)
{
    struct death why = {.by_browser = by_browser};

    snprintf(why.cause, sizeof why.cause, "%s", cause);
    trace_event(TRACE_DEATH, &peer, cause);
    autopsy_take(&a, RENDERER, peer.number, &why);
}

static void
expect(unsigned i, const char *name, unsigned times, bool refused)
{
    assert_true(i < a.count);
    assert_string_equal(a.messages[i].name, name);
    assert_int_equal(a.messages[i].times, times);
    assert_int_equal(a.messages[i].refused, refused);
    assert_true(a.messages[i].before_ns >= 0);
}

static void
its_own_messages_are_folded(void **state)
{
    (void)state;
    message(&peer, MSG_view);
    for (int i = 0; i < 5; i++) {
        message(&peer, MSG_tile);
        message(&other, MSG_commit);
    }
    die("killed by signal 9 (SIGKILL)", false);
    assert_int_equal(a.count, 2);
    expect(0, "view", 1, false);
    expect(1, "tile", 5, false);
    assert_false(a.messages[0].inward);
    assert_true(a.messages[1].inward);
    assert_true(a.messages[0].before_ns >= a.messages[1].before_ns);
}

static void
the_refused_one_stands_apart(void **state)
{
    (void)state;
    for (int i = 0; i < 5; i++)
        message(&peer, MSG_tile);
    message(&peer, MSG_ping);
    die("sent a tile with damage outside the tile", true);
    assert_int_equal(a.count, 3);
    expect(0, "tile", 4, false);
    expect(1, "tile", 1, true);
    expect(2, "ping", 1, false);
}

static void
nothing_is_blamed_for_another_death(void **state)
{
    (void)state;
    message(&peer, MSG_tile);
    die("ended by you in about:processes", true);
    expect(0, "tile", 1, false);
    message(&peer, MSG_tile);
    die("sent nothing, and died", false);
    for (unsigned i = 0; i < a.count; i++)
        assert_false(a.messages[i].refused);
}

/* The trace does not say that the child has sent it, but the person. */
static void
what_was_made_up_is_marked(void **state)
{
    (void)state;
    message(&peer, MSG_pong);
    trace_event(TRACE_NOTE, &peer, INTERCEPT_MADE_UP "tile surface=#1 x=0");
    trace_event(TRACE_NOTE, &peer, INTERCEPT_MADE_UP "no_message at all");
    die("sent a tile for a surface that is not its", true);
    assert_int_equal(a.count, 2);
    expect(0, "pong", 1, false);
    expect(1, "tile", 1, true);
    assert_true(a.messages[1].made_up);
    assert_false(a.messages[0].made_up);
}

static void
only_the_last_are_kept(void **state)
{
    (void)state;
    for (int i = 0; i < 100; i++) {
        message(&peer, MSG_ping);
        message(&peer, MSG_pong);
    }
    die("sent a pong that no ping asked for", true);
    assert_int_equal(a.count, AUTOPSY_MOST);
    expect(AUTOPSY_MOST - 1, "pong", 1, true);
    assert_true(autopsy_height(&a, 4) < autopsy_height(&a, 8));
    assert_int_equal(autopsy_height(&a, 0), 0);
}

static void
nothing_known_is_no_chart(void **state)
{
    (void)state;
    die("could not be forked", false);
    assert_int_equal(a.count, 0);
    assert_int_equal(autopsy_height(&a, 8), 0);
}

static void
the_replay_is_a_command_for_a_shell(void **state)
{
    char folder[] = "/tmp/autopsy-XXXXXX";
    struct buf spec = {0}, command = {0}, expected = {0};

    (void)state;
    assert_non_null(mkdtemp(folder));
    stage_set_recording(NULL);
    assert_false(stage_replay_command(&command, 3));
    trace_close();
    buf_printf(&spec, "%s/it's here,payload", folder);
    assert_true(trace_open(buf_text(&spec)));
    stage_set_recording(buf_text(&spec));
    assert_true(stage_replay_command(&command, 3));
    buf_printf(&expected,
               "bulkhead trace replay '%s/it'\\''s here' --process=renderer#3",
               folder);
    assert_string_equal(buf_text(&command), buf_text(&expected));
    spec.size = 0;
    buf_printf(&spec, "%s/it's here", folder);
    unlink(buf_text(&spec));
    rmdir(folder);
    stage_set_recording(NULL);
    buf_finish(&spec);
    buf_finish(&command);
    buf_finish(&expected);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(its_own_messages_are_folded),
        TEST(the_refused_one_stands_apart),
        TEST(nothing_is_blamed_for_another_death),
        TEST(what_was_made_up_is_marked),
        TEST(only_the_last_are_kept),
        TEST(nothing_known_is_no_chart),
        TEST(the_replay_is_a_command_for_a_shell),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
