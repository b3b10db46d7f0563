/*
 * test_navigation.c - which navigations are written into the history.
 *
 * Process: test.  Distrusts: nothing.
 */
#include "navigation.h"
#include "fake_loop.h"
#include "fetch.h"
#include "frames.h"
#include "pages.h"
#include "store.h"

#include <stdarg.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static const char person[] = "", script[] = "http://a.example/";

/* ---- in place of fetch.c, page.c, tabs.c, store.c, pages.c, frames.c ------
 */

static const struct fetch_events *events;
static void *owner;
static unsigned visits;
static char visited[64];
static struct page page;
static struct tab tab;
static bool has_input;

struct fetch *
fetch_start(const struct fetch_request *request, const struct fetch_events *e,
            void *o)
{
    static int fetch;

    (void)request;
    events = e;
    owner = o;
    return (struct fetch *)&fetch;
}

void
fetch_cancel(struct fetch *f)
{
    (void)f;
}

void
fetch_resume(struct fetch *f)
{
    (void)f;
}

bool
fetch_is_secure(const struct fetch *f)
{
    (void)f;
    return false;
}

void
store_visit(const char *url, const char *title)
{
    (void)title;
    visits++;
    snprintf(visited, sizeof visited, "%s", url);
}

bool
page_had_input(const struct page *p)
{
    (void)p;
    return has_input;
}

void
page_begin(struct page *p, const char *url, const char *mime,
           const char *charset)
{
    (void)p;
    (void)url;
    (void)mime;
    (void)charset;
}

bool
page_feed(struct page *p, struct span bytes)
{
    (void)p;
    (void)bytes;
    return true;
}

void
page_finish(struct page *p, int result)
{
    (void)p;
    (void)result;
}

struct page *
page_create(struct tab *t, const char *site)
{
    (void)t;
    (void)site;
    return NULL;
}

void
page_destroy(struct page *p)
{
    assert_null(p);
}

void
pages_error(struct buf *out, const char *url, const char *message)
{
    (void)out;
    (void)url;
    (void)message;
}

bool
frame_allows(const struct tab *t, enum framing framing, const char *url)
{
    (void)t;
    (void)framing;
    (void)url;
    return true;
}

void
tab_changed(struct tab *t)
{
    (void)t;
}

void
tab_failed(struct tab *t, const char *message)
{
    (void)t;
    (void)message;
}

/* ---- the tests ------------------------------------------------------------
 */

static int
setup(void **state)
{
    (void)state;
    page = (struct page){.tab = &tab,
                         .site = (char *)(uintptr_t) "http://a."
                                                     "example"};
    tab = (struct tab){.page = &page, .current = -1};
    visits = 0;
    has_input = false;
    return 0;
}

static int
teardown(void **state)
{
    (void)state;
    for (int i = 0; i < tab.count; i++)
        entry_finish(&tab.entries[i]);
    return 0;
}

static void
start(const char *url, const char *initiator, enum navigation_kind kind)
{
    navigation_start(&tab, &(struct navigation_request){.url = url,
                                                        .initiator = initiator,
                                                        .kind = kind});
}

/* A whole navigation to a page that is there. */
static void
load(const char *url, const char *initiator, enum navigation_kind kind)
{
    start(url, initiator, kind);
    events->head(NULL, owner,
                 &(struct fetch_head){.status = 200,
                                      .url = url,
                                      .mime = "text/html",
                                      .charset = "",
                                      .length = -1});
    events->end(NULL, owner, LOAD_RESULT_OK, NULL);
    assert_null(tab.navigation);
}

/* ... to one that does not answer. */
static void
fail_to_load(const char *url, enum navigation_kind kind)
{
    start(url, person, kind);
    events->end(NULL, owner, LOAD_RESULT_FAILED, "It does not answer.");
    assert_null(tab.navigation);
    assert_true(tab.failed);
}

/* Ten seconds of a page that moves itself a hundred times a second. */
static void
restless_pages_do_not_fill_the_history(void **state)
{
    char url[64];

    (void)state;
    load("http://a.example/", person, NAVIGATE_NEW);
    assert_int_equal(visits, 1);
    for (int i = 0; i < 1000; i++) {
        snprintf(url, sizeof url, "http://a.example/%d", i);
        load(url, script, i % 2 ? NAVIGATE_NEW : NAVIGATE_REPLACE);
        fake_loop_pass(10);
    }
    assert_int_equal(visits, 1 + 9);
}

/* What a person does counts, however fast. */
static void
persons_visits_are_all_stored(void **state)
{
    (void)state;
    for (int i = 0; i < 20; i++)
        load("http://a.example/typed", person, NAVIGATE_NEW);
    assert_int_equal(visits, 20);
    has_input = true; /* a click on a link of the page */
    for (int i = 0; i < 20; i++)
        load("http://a.example/link", script, NAVIGATE_NEW);
    assert_int_equal(visits, 40);
    has_input = false;
    load("http://a.example/moved", script, NAVIGATE_NEW);
    assert_int_equal(visits, 40);
}

/* A page that sends the person on is stored with where it leads, when it takes
 * its time. */
static void
slow_moves_are_stored(void **state)
{
    (void)state;
    load("http://a.example/", person, NAVIGATE_NEW);
    fake_loop_pass(1000);
    load("http://a.example/next", script, NAVIGATE_REPLACE);
    assert_int_equal(visits, 2);
    assert_string_equal(visited, "http://a.example/next");
}

static void
second_try_is_a_visit(void **state)
{
    (void)state;
    fail_to_load("http://a.example/late", NAVIGATE_NEW);
    fail_to_load("http://a.example/late", NAVIGATE_RELOAD);
    assert_int_equal(visits, 0);
    load("http://a.example/late", person, NAVIGATE_RELOAD);
    assert_int_equal(visits, 1);
    assert_string_equal(visited, "http://a.example/late");
    load("http://a.example/late", person, NAVIGATE_RELOAD);
    assert_int_equal(visits, 1); /* now it was there before */
}

/* Sends a form, which is answered. */
static const struct request_body *
post(const char *text)
{
    struct request_body *body = request_body_create(span_of("text/plain"));

    request_body_add(body, span_of(text));
    navigation_start(&tab,
                     &(struct navigation_request){.url = "http://a.example/",
                                                  .initiator = script,
                                                  .kind = NAVIGATE_NEW,
                                                  .body = body});
    assert_int_equal(navigation_held(tab.navigation), strlen(text));
    request_body_drop(body);
    events->head(NULL, owner,
                 &(struct fetch_head){.status = 200,
                                      .url = "http://a.example/",
                                      .mime = "text/html",
                                      .charset = "",
                                      .length = -1,
                                      .took_body = true});
    events->end(NULL, owner, LOAD_RESULT_OK, NULL);
    return tab.entries[tab.current].body;
}

/* A page may have 32 frames, each of which may send the largest form. */
static void
frames_keep_no_forms(void **state)
{
    static struct embed host;

    (void)state;
    assert_int_equal(request_body_held(post("a form")), 6);
    tab.host = &host;
    assert_non_null(post("a form")); /* it will not be loaded again by itself */
    assert_int_equal(request_body_held(tab.entries[tab.current].body), 0);
    assert_int_equal(navigation_held(NULL), 0);
}

#define WITH_TAB(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_TAB(restless_pages_do_not_fill_the_history),
        WITH_TAB(persons_visits_are_all_stored),
        WITH_TAB(slow_moves_are_stored),
        WITH_TAB(second_try_is_a_visit),
        WITH_TAB(frames_keep_no_forms),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
