/*
 * test_page_fetches.c - what the fetches of a renderer may make the browser
 * hold.
 *
 * Process: test.  Distrusts: nothing.
 */
#include "fake_children.h"
#include "page.h"
#include "page_form.h"
#include "pages.h"
#include "print.h"
#include "process_policy.h"
#include "sandbox_notice.h"
#include "tabs.h"

#include <stdarg.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static struct fake_child renderer, other, *next_renderer;
static struct tab tab;
static unsigned started; /* fetches that run */
static const struct fetch_events *last_events;
static void *last_owner;

/* ---- in place of what page.c works with -----------------------------------
 */

struct child *
process_policy_share(const struct tab *t, const char *site)
{
    (void)t;
    (void)site;
    return &next_renderer->child;
}

struct surface *
surface_create(struct child *painter, uint32_t slots,
               const struct surface_events *events, void *owner)
{
    static uint32_t id;
    struct surface *s = calloc(1, sizeof *s);

    (void)slots;
    s->id = ++id;
    s->painter = painter;
    s->events = events;
    s->owner = owner;
    return s;
}

void
surface_destroy(struct surface *s)
{
    free(s);
}

void
surfaces_orphan(const struct child *painter)
{
    (void)painter;
}

void
own_surface_finish(struct own_surface *o)
{
    (void)o;
}

struct fetch *
fetch_start(const struct fetch_request *request,
            const struct fetch_events *events, void *owner)
{
    (void)request;
    started++;
    last_events = events;
    last_owner = owner;
    return owner; /* any address will do */
}

void
fetch_cancel(struct fetch *f)
{
    if (f != NULL)
        started--;
}

void
fetch_resume(struct fetch *f)
{
    (void)f;
}

void
tab_page_committed(struct tab *t, struct page *p)
{
    (void)t;
    (void)p;
}

void
tab_page_ready(struct tab *t, struct page *p)
{
    (void)t;
    (void)p;
}

void
tab_page_gone(struct tab *t, struct page *p)
{
    (void)t;
    (void)p;
}

void
tab_page_wants_more(struct tab *t, struct page *p)
{
    (void)t;
    (void)p;
}

const char *
sandbox_refusal(const struct child *c, const char *url)
{
    (void)c;
    (void)url;
    return NULL;
}

void
embeds_destroy(struct page *p)
{
    (void)p;
}

void
embeds_commit(struct page *p)
{
    (void)p;
}

void
embeds_send_views(struct page *p)
{
    (void)p;
}

void
print_cancel(struct page *p, const char *why)
{
    (void)p;
    (void)why;
}

void
page_form_drop(struct page *p)
{
    (void)p;
}

void
pages_error(struct buf *html, const char *url, const char *message)
{
    (void)html;
    (void)url;
    (void)message;
}

void
autopsy_take(struct autopsy *a, enum role role, uint32_t number,
             const struct death *why)
{
    (void)a;
    (void)role;
    (void)number;
    (void)why;
}

/* ---- the tests ------------------------------------------------------------
 */

static struct page *
open_page(struct fake_child *in)
{
    struct page *p;

    next_renderer = in;
    p = page_create(&tab, "http://a.example");
    page_begin(p, "http://a.example/", "text/html", "utf-8");
    return p;
}

/* Asks for addresses of this size until one is refused, at most so many;
 * returns how many were taken. */
static unsigned
ask(struct page *p, size_t size, unsigned most)
{
    static char url[MAX_URL];
    struct fake_child *f = (struct fake_child *)p->renderer;
    unsigned refused = f->sent[MSG_fetch_end], taken = 0;

    memset(url, 'x', sizeof url);
    while (taken < most) {
        page_on_fetch_start(
            p, &(struct msg_fetch_start){.surface = p->surface->id,
                                         .document = p->document,
                                         .fetch = taken,
                                         .resource = RESOURCE_IMAGE,
                                         .url = {(uint8_t *)url, size}});
        if (f->sent[MSG_fetch_end] != refused)
            break;
        taken++;
    }
    return taken;
}

static int
setup(void **state)
{
    (void)state;
    fake_child_init(&renderer, RENDERER);
    fake_child_init(&other, RENDERER);
    started = 0;
    return 0;
}

static int
teardown(void **state)
{
    (void)state;
    while (pages_first() != NULL)
        page_destroy(pages_first());
    assert_int_equal(started, 0);
    fake_child_finish(&renderer);
    fake_child_finish(&other);
    return 0;
}

static void
one_document_has_so_many(void **state)
{
    struct page *p = open_page(&renderer);

    (void)state;
    assert_int_equal(ask(p, 10, UINT32_MAX), MAX_FETCHES);
    assert_int_equal(started, MAX_FETCHES_AT_ONCE);
    assert_int_equal(renderer.kills, 0);
}

/* The addresses count for the renderer, whatever the number of its pages and
 * frames; another renderer has room of its own. */
static void
addresses_are_counted_by_renderer(void **state)
{
    struct page *p = open_page(&renderer), *frame = open_page(&renderer),
                *foreign = open_page(&other);
    unsigned fit = MAX_FETCH_BYTES / MAX_URL;

    (void)state;
    assert_true(fit < MAX_FETCHES);
    assert_int_equal(ask(p, MAX_URL, fit / 2), fit / 2);
    assert_int_equal(ask(frame, MAX_URL, UINT32_MAX), fit - fit / 2);
    assert_int_equal(ask(p, 1, UINT32_MAX), 0);
    assert_int_equal(ask(foreign, MAX_URL, UINT32_MAX), fit);
    page_stop(frame);
    assert_int_equal(ask(p, MAX_URL, UINT32_MAX), fit - fit / 2);
}

/* What was given back is counted back. */
static void
cancelled_ones_make_room(void **state)
{
    struct page *p = open_page(&renderer);
    unsigned fit = MAX_FETCH_BYTES / MAX_URL;

    (void)state;
    for (int round = 0; round < 3; round++) {
        assert_int_equal(ask(p, MAX_URL, UINT32_MAX), fit);
        for (unsigned i = 0; i < fit; i++)
            page_on_fetch_cancel(p,
                                 &(struct msg_fetch_cancel){p->surface->id, i});
    }
}

/* What the browser says of a refusal counts as said by the renderer. */
static void
refusals_are_logged_as_the_renderers(void **state)
{
    struct page *p = open_page(&renderer);

    (void)state;
    for (unsigned i = 1; i <= 100; i++) {
        assert_int_equal(ask(p, 10, 1), 1);
        last_events->head((struct fetch *)last_owner, last_owner,
                          &(struct fetch_head){.status = 200,
                                               .url = "http://b.example/",
                                               .mime = "text/html",
                                               .charset = "",
                                               .picture = ""});
        assert_int_equal(renderer.sent[MSG_fetch_end], i);
        assert_int_equal(renderer.notes, i);
    }
    assert_int_equal(renderer.sent[MSG_fetch_head], 0);
    assert_int_equal(started, 0);
}

#define WITH_CHILDREN(test) \
    cmocka_unit_test_setup_teardown(test, setup, teardown)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_CHILDREN(one_document_has_so_many),
        WITH_CHILDREN(addresses_are_counted_by_renderer),
        WITH_CHILDREN(cancelled_ones_make_room),
        WITH_CHILDREN(refusals_are_logged_as_the_renderers),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
