/*
 * test_ipc.c - about:ipc and about:protocol: what they show of a given record.
 *
 * Process: test.
 */
#include "children.h"
#include "fetch_client.h"
#include "ipc/ipc.h"
#include "page.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

/* ---- instead of the browser ---------------------------------------------- */

static struct child child = {.number = 3,
                             .role = RENDERER,
                             .state = CHILD_LIVE,
                             .site = "https://<b>.example"};
static struct page page = {.renderer = &child};

struct child *
children_first(void)
{
    return &child;
}

struct page *
pages_first(void)
{
    return &page;
}

/* Free it. */
static char *
produce(const char *name, const char *query)
{
    char url[600];

    snprintf(url, sizeof url, "about:%s?%s", name, query);
    return strdup(buf_text(&fetch_whole(url, "", &(struct manner){0})->body));
}

static void
shows(const char *query, const char *wanted, bool yes)
{
    char *text = produce("ipc", query);

    if ((strstr(text, wanted) != NULL) != yes)
        fail_msg("about:ipc?%s shows %s\"%s\":\n%s", query, yes ? "no " : "",
                 wanted, text);
    free(text);
}

/* ---- a record of the wire ------------------------------------------------ */

static struct trace_peer peer = {.role = RENDERER, .number = 3};

static uint64_t
navigates(const char *url)
{
    uint8_t bytes[300];
    struct writer w = {bytes, bytes + sizeof bytes, true};
    struct msg_navigate m = {
        5, 6, span_of(url), DISPOSITION_REPLACE, false, span_of("")};

    assert_true(encode_navigate(&w, &m));
    trace_message(TRACE_RECEIVED, &peer,
                  (struct span){bytes, (size_t)(w.at - bytes)});
    return trace_next() - 1;
}

static uint64_t
pings(uint32_t serial)
{
    uint8_t bytes[16];
    struct writer w = {bytes, bytes + sizeof bytes, true};

    assert_true(encode_ping(&w, &(struct msg_ping){serial}));
    trace_message(TRACE_SENT, &peer,
                  (struct span){bytes, (size_t)(w.at - bytes)});
    return trace_next() - 1;
}

static int
begin(void **state)
{
    (void)state;
    peer = (struct trace_peer){.role = RENDERER, .number = 3};
    return !trace_open(NULL);
}

static int
end(void **state)
{
    (void)state;
    trace_close();
    return 0;
}

/* ---- tests --------------------------------------------------------------- */

static void
nothing_is_said_as_such(void **state)
{
    (void)state;
    shows("list=1", "Nothing yet", true);
    shows("", "type=\"application/x-bulkhead-wire\" own=0 filter=\"\"", true);
    shows("own=1&filter=page%3D%3D1", "own=1 filter=\"page==1\"", true);
    shows("filter=%22", "filter=\"\"", true);
    shows("", "http-equiv=refresh", false);
    shows("part=messages", "0 messages", true);
    shows("part=cost", "No frame has been presented", true);
    shows("show=0", "overwritten", true);
    shows("show=notanumber", "overwritten", true);
}

static void
lanes_and_arrows(void **state)
{
    (void)state;
    trace_event(TRACE_BIRTH, &peer, "pid 77");
    pings(1);
    pings(2);
    navigates("http://example.org/<script>");
    trace_handled(&peer, 20000000);
    trace_event(TRACE_DEATH, &peer, "killed by <signal> 11");
    shows("list=1",
          "ping \xC3\x97"
          "2",
          true);
    shows("list=1", ">navigate<", true);
    shows("list=1", "20.0 ms", true);
    shows("list=1", "killed by &lt;signal&gt; 11", true);
    shows("list=1", "https://&lt;b&gt;.example", true);
    shows("list=1", "http-equiv=refresh", true);
    shows("end=3", "http-equiv=refresh", false);
    shows("end=3", ">navigate<", false);
    shows("list=1&filter=message%3D%3Dping", ">navigate<", false);
    shows("list=1&filter=message%3D%3Dping",
          "ping \xC3\x97"
          "2",
          true);
    shows("list=1&filter=took%3E10ms", ">navigate<", true);
    shows("list=1&filter=took%3E10ms", "ping", false);
    shows("list=1&filter=nonsense+%22%3Cb%3E", "This is no filter", true);
    shows("list=1&filter=nonsense+%22%3Cb%3E", "<b>\"", false);
}

static void
own_messages_are_hidden(void **state)
{
    (void)state;
    peer.own = true;
    pings(1);
    peer.own = false;
    shows("list=1", ">ping<", false);
    shows("own=1&list=1", ">ping<", true);
    shows("part=messages", ">ping<", false);
    shows("part=messages&own=1", ">ping<", true);
}

static void
details_tell_all(void **state)
{
    uint64_t at;
    char query[40];

    (void)state;
    at = navigates("http://example.org/<i>");
    trace_handled(&peer, 1500);
    snprintf(query, sizeof query, "show=%" PRIu64, at);
    shows(query, "http://example.org/&lt;i&gt;", true);
    shows(query, "one of DISPOSITION", true);
    shows(query, "browser/claims.c", true);
    shows(query, "browser_on_navigate", true);
    shows(query, "1.5 \xC2\xB5s", true);
    shows(query, "65 78 61 6d 70 6c 65", true); /* example */

    at = navigates("x:");
    trace_event(TRACE_DROPPED, &peer, "sent a navigate for <another>");
    snprintf(query, sizeof query, "show=%" PRIu64, at);
    shows(query, "Refused: its sender sent a navigate for &lt;another&gt;",
          true);

    trace_message(TRACE_RECEIVED, &peer,
                  (struct span){(const uint8_t *)"\xFF\xFF<", 3});
    snprintf(query, sizeof query, "show=%" PRIu64, trace_next() - 1);
    shows(query, "no known message", true);
    shows(query, "ff ff 3c", true);
}

static void
statistics_are_right(void **state)
{
    (void)state;
    for (uint32_t i = 1; i <= 100; i++) {
        navigates("http://example.org/");
        trace_handled(&peer, i * 1000);
    }
    trace_event(TRACE_DROPPED, &peer, "no");
    shows("part=messages", "<td class=number>100</td>", true);
    shows("part=messages", "51 \xC2\xB5s", true);  /* p50 */
    shows("part=messages", "100 \xC2\xB5s", true); /* p99 and longest */
    shows("part=messages&sort=refused", "Refused \xE2\x96\xBE", true);
    shows("part=messages", "color:#c62828'>1</td>", true);
}

/* Thousands of messages: the page stays small. */
static void
floods_are_folded(void **state)
{
    char *text;

    (void)state;
    for (uint32_t i = 0; i < 100000; i++) {
        navigates("http://example.org/");
        trace_handled(&peer, 1000);
        if (i % 100 == 0)
            pings(i);
    }
    text = produce("ipc", "list=1");
    assert_non_null(strstr(text, "navigate \xC3\x97"
                                 "100"));
    assert_true(strlen(text) < 30000);
    assert_non_null(strstr(text, "have been overwritten"));
    free(text);
}

static void
protocol_lists_all(void **state)
{
    char *text = produce("protocol", "");

    (void)state;
    for (int i = 0; i < MSG_COUNT; i++) {
        char id[80];

        snprintf(id, sizeof id, "<h2 id=\"%s\">", routes[i].name);
        assert_non_null(strstr(text, id));
    }
    assert_non_null(strstr(text, "one of DISPOSITION"));
    free(text);
}

static int
register_pages(void **state)
{
    (void)state;
    ipc_register();
    return 0;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(nothing_is_said_as_such, begin, end),
        cmocka_unit_test_setup_teardown(lanes_and_arrows, begin, end),
        cmocka_unit_test_setup_teardown(own_messages_are_hidden, begin, end),
        cmocka_unit_test_setup_teardown(details_tell_all, begin, end),
        cmocka_unit_test_setup_teardown(statistics_are_right, begin, end),
        cmocka_unit_test_setup_teardown(floods_are_folded, begin, end),
        cmocka_unit_test(protocol_lists_all),
    };

    return cmocka_run_group_tests(tests, register_pages, NULL);
}
