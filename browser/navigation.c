/*
 * navigation.c - one navigation of a tab: from a wish to a document in a
 * renderer.
 *
 * Process: browser.  Distrusts: servers (through fetch.h), renderers' wishes.
 *
 * Waiting for the head, then (committed) feeding a page.  The address bar
 * changes at the commit and at no other time.
 */
#include "navigation.h"
#include "frames.h"
#include "pages.h"
#include "site.h"
#include "store.h"
#include "url.h"

#include "log.h"

#include <stdio.h>
#include <stdlib.h>

enum { VISIT_EVERY = 1000 /* ms */ };

struct navigation {
    struct tab *tab;
    struct fetch *fetch;
    char *url;
    enum navigation_kind kind;
    bool by_person, had_input; /* input: of late, in the page that asks */
    struct request_body *body; /* sent, or NULL */
    bool source;               /* view-source: */
    int to;                    /* entry, for NAVIGATE_HISTORY */
    struct page *page;         /* NULL until the head came */
    int status;
    uint64_t bytes;
};

static void
navigation_finish(struct navigation *n)
{
    n->tab->navigation = NULL;
    free(n->tab->typed);
    n->tab->typed = NULL;
    request_body_drop(n->body);
    free(n->url);
    free(n);
}

void
navigation_cancel(struct navigation *n)
{
    if (n == NULL)
        return;
    fetch_cancel(n->fetch);
    n->fetch = NULL; /* the page's end may ask it for more */
    if (n->page != NULL)
        page_finish(n->page, LOAD_RESULT_ABORTED);
    navigation_finish(n);
}

/* ---- the tab's history -------------------------------------------------- */

void
entry_finish(struct entry *e)
{
    free(e->url);
    free(e->title);
    request_body_drop(e->body);
    *e = (struct entry){0};
}

static void
cut_forward(struct tab *t)
{
    while (t->count > t->current + 1)
        entry_finish(&t->entries[--t->count]);
    if (t->count == MAX_ENTRIES) {
        entry_finish(&t->entries[0]);
        memmove(t->entries, t->entries + 1,
                (MAX_ENTRIES - 1) * sizeof *t->entries);
        t->count--;
        t->current--;
    }
}

/* Enters the address into the tab's history and moves there. */
static struct entry *
commit_entry(struct tab *t, const char *url, enum navigation_kind kind, int to)
{
    struct entry *e;

    if (t->page != NULL && t->current >= 0) {
        t->entries[t->current].scroll_x = t->page->scroll_x;
        t->entries[t->current].scroll_y = t->page->scroll_y;
    }
    if (kind == NAVIGATE_HISTORY && to >= 0 && to < t->count)
        t->current = to;
    else if (kind == NAVIGATE_NEW || t->current < 0) {
        cut_forward(t);
        t->current = t->count++;
        t->entries[t->current] = (struct entry){0};
    }
    e = &t->entries[t->current];
    if (e->url == NULL || strcmp(e->url, url) != 0) {
        char *copy = strdup(url);

        free(e->url);
        free(e->title);
        e->url = copy;
        e->title = NULL;
        if (kind == NAVIGATE_REPLACE)
            e->scroll_x = e->scroll_y = 0;
    }
    return e;
}

void
tab_push_entry(struct tab *t, const char *url)
{
    commit_entry(t, url, NAVIGATE_NEW, 0);
}

static bool
is_remembered(const char *url)
{
    return strncmp(url, "http://", 7) == 0 ||
           strncmp(url, "https://", 8) == 0 || strncmp(url, "file://", 7) == 0;
}

/* The page that may hold a document of this address: the tab's own if it is
 * of the same site and alive, else a new one in a process of its own. */
static struct page *
page_for(struct tab *t, const char *url)
{
    struct buf site = {0};
    struct url parsed = {0};
    struct page *p = t->page;

    /* What is no address only ever gets an error page: a site of its own. */
    if (url_parse(&parsed, span_of(url), NULL))
        site_add(&site, &parsed);
    url_finish(&parsed);
    if (p == NULL || p->dead || strcmp(p->site, buf_text(&site)) != 0) {
        page_destroy(t->next);
        t->next = p = page_create(t, buf_text(&site));
    } else if (t->next != NULL) {
        page_destroy(t->next);
        t->next = NULL;
    }
    buf_finish(&site);
    if (p == NULL) {
        snprintf(t->notice, sizeof t->notice,
                 "The page was not loaded: no renderer process could be "
                 "started.");
        tab_failed(t, "no renderer process could be started");
        tab_changed(t);
    }
    return p;
}

static struct page *
commit(struct tab *t, const char *url, const char *mime, const char *charset,
       enum navigation_kind kind, int to)
{
    struct page *p = page_for(t, url);
    struct entry *e;

    if (p == NULL)
        return NULL;
    e = commit_entry(t, url, kind, to);
    p->restore_x = p->restore_y = -1;
    if (kind == NAVIGATE_RELOAD || kind == NAVIGATE_HISTORY) {
        p->restore_x = e->scroll_x;
        p->restore_y = e->scroll_y;
    }
    if (p == t->page)
        p->scroll_x = p->scroll_y = 0;
    t->failed = false;
    t->secure = false;
    t->notice[0] = 0;
    t->titled_ms = 0;
    page_begin(p, url, mime, charset);
    tab_changed(t);
    return p;
}

void
navigation_show_error(struct tab *t, const char *url, const char *message,
                      enum navigation_kind kind, int to)
{
    struct buf html = {0};
    struct page *p;

    if (strlen(url) > MAX_URL)
        url = "about:blank"; /* more than a message holds */
    p = commit(t, url, "text/html", "utf-8", kind, to);
    if (p == NULL)
        return;
    t->failed = true;
    pages_error(&html, url, message);
    page_feed(p, buf_span(&html));
    page_finish(p, LOAD_RESULT_OK);
    buf_finish(&html);
    tab_failed(t, message);
    tab_changed(t);
}

/* The address's text instead of what it means.  Only a person may ask for
 * that: to a page it is a scheme nobody knows. */
static const char source_scheme[] = "view-source:";

static bool
is_source(const char *url, const char *initiator)
{
    return initiator[0] == 0 &&
           strncmp(url, source_scheme, sizeof source_scheme - 1) == 0;
}

static struct page *
commit_source(struct navigation *n, const struct fetch_head *head)
{
    struct buf url = {0};
    struct page *p;

    buf_printf(&url, "%s%s", source_scheme, head->url);
    p = commit(n->tab, buf_text(&url), "text/plain", head->charset, n->kind,
               n->to);
    buf_finish(&url);
    return p;
}

/* ---- the fetch's events ------------------------------------------------- */

static bool
is_shown(const struct fetch_head *head)
{
    return !head->attachment &&
           (strncmp(head->mime, "text/", 5) == 0 ||
            strncmp(head->mime, "image/", 6) == 0 ||
            strcmp(head->mime, "application/xhtml+xml") == 0 ||
            strcmp(head->mime, "application/json") == 0 ||
            strcmp(head->mime, "application/xml") == 0 ||
            strcmp(head->mime, "application/javascript") == 0);
}

static void
refuse(struct navigation *n, const struct fetch_head *head)
{
    struct tab *t = n->tab;
    struct buf message = {0};

    if (!frame_allows(t, head->framing, head->url))
        buf_printf(&message, "This page does not let itself be shown inside of "
                             "another one.");
    else if (strlen(head->url) > MAX_URL)
        buf_printf(&message, "The address is longer than %d KiB.",
                   MAX_URL / 1024);
    else
        buf_printf(&message,
                   "The address answered with a file of type %s, which "
                   "bulkhead does not show.",
                   head->mime);
    fetch_cancel(n->fetch);
    n->fetch = NULL;
    navigation_show_error(t, head->url, buf_text(&message), n->kind, n->to);
    navigation_finish(n);
    buf_finish(&message);
    tab_changed(t);
}

void
tab_bound_bodies(struct tab *t)
{
    uint64_t size = 0;

    for (int i = 0; i < t->count; i++)
        if (t->entries[i].body != NULL)
            size += request_body_held(t->entries[i].body);
    while (size > MAX_POST && t->current > 0) {
        if (t->entries[0].body != NULL)
            size -= request_body_held(t->entries[0].body);
        entry_finish(&t->entries[0]);
        memmove(t->entries, t->entries + 1,
                (size_t)--t->count * sizeof *t->entries);
        t->current--;
        t->entries[t->count] = (struct entry){0};
    }
}

/* The history keeps what was sent, to send it again; of a frame's, only that
 * something was, since there it never is. */
static void
remember_body(struct navigation *n, bool was_taken)
{
    struct tab *t = n->tab;
    struct entry *e = &t->entries[t->current];

    request_body_drop(e->body);
    if (!was_taken || n->body == NULL)
        e->body = NULL;
    else if (t->host != NULL)
        e->body = request_body_create(span_of(""));
    else
        e->body = request_body_keep(n->body);
    tab_bound_bodies(t);
}

/* A page that sends itself elsewhere again and again does not fill the
 * history: one a second is kept, unless the person has a hand in it. */
static bool
may_be_stored(const struct navigation *n)
{
    struct tab *t = n->tab;
    int64_t now = loop_now_ms();

    if (!n->by_person && !n->had_input && t->visited_ms != 0 &&
        now - t->visited_ms < VISIT_EVERY)
        return false;
    t->visited_ms = now;
    return true;
}

static void
on_head(struct fetch *f, void *owner, const struct fetch_head *head)
{
    struct navigation *n = owner;
    struct tab *t = n->tab;
    bool is_visit = n->kind != NAVIGATE_RELOAD || t->failed; /* the last try */

    n->status = head->status;
    if (!is_shown(head) || !frame_allows(t, head->framing, head->url) ||
        strlen(head->url) + (n->source ? sizeof source_scheme : 0) > MAX_URL) {
        refuse(n, head);
        return;
    }
    free(n->url);
    n->url = strdup(head->url);
    n->page = n->source ? commit_source(n, head)
                        : commit(t, head->url, head->mime, head->charset,
                                 n->kind, n->to);
    if (n->page == NULL) {
        fetch_cancel(f);
        navigation_finish(n);
        tab_changed(t);
        return;
    }
    remember_body(n, head->took_body);
    t->secure = !n->source && fetch_is_secure(f);
    if (!n->source && is_remembered(head->url) && is_visit && t->host == NULL &&
        may_be_stored(n))
        store_visit(head->url, "");
    tab_changed(t);
}

static void on_end(struct fetch *f, void *owner, int result,
                   const char *message);

static size_t
on_data(struct fetch *f, void *owner, struct span bytes)
{
    struct navigation *n = owner;

    (void)f;
    if (n->page->load.paused)
        return 0;
    n->bytes += bytes.size;
    if (n->bytes > MAX_DOCUMENT) {
        fetch_cancel(f);
        on_end(f, n, LOAD_RESULT_TOO_LARGE,
               "The page is larger than 64 MiB: the rest is not shown.");
        return bytes.size;
    }
    page_feed(n->page, bytes);
    return bytes.size;
}

static void
on_end(struct fetch *f, void *owner, int result, const char *message)
{
    struct navigation *n = owner;
    struct tab *t = n->tab;
    char text[64];

    (void)f;
    n->fetch = NULL;
    if (n->page == NULL) {
        navigation_show_error(t, n->url,
                              message != NULL ? message : "It has no content.",
                              n->kind, n->to);
        if (t->current >= 0)
            remember_body(n, n->body != NULL);
    } else if (result == LOAD_RESULT_OK && n->bytes == 0 && n->status >= 400) {
        snprintf(text, sizeof text, "The server answered with status %d.",
                 n->status);
        navigation_show_error(t, n->url, text, NAVIGATE_REPLACE, 0);
    } else {
        if (message != NULL) {
            snprintf(t->notice, sizeof t->notice, "%s", message);
            t->failed = true;
            tab_failed(t, message);
        }
        page_finish(n->page, result);
    }
    navigation_finish(n);
    tab_changed(t);
}

static const struct fetch_events events = {on_head, on_data, on_end};

void
navigation_start(struct tab *t, const struct navigation_request *r)
{
    struct navigation *n = calloc(1, sizeof *n);
    const char *url = r->url;

    if (n == NULL)
        fatal_memory("out of memory for a navigation");
    n->tab = t;
    n->url = strdup(url);
    n->kind = r->kind;
    n->to = r->to;
    n->by_person = r->initiator[0] == 0;
    n->had_input = t->page != NULL && page_had_input(t->page);
    n->body = request_body_keep(r->body);
    t->navigation = n;
    t->asks_resend = false;
    free(t->typed);
    t->typed = strdup(url);
    n->source = is_source(url, r->initiator);
    if (n->source)
        url += sizeof source_scheme - 1;
    n->fetch = fetch_start(&(struct fetch_request){.url = url,
                                                   .initiator = r->initiator,
                                                   .navigation = true,
                                                   .bypass_cache = r->hard,
                                                   .body = r->body},
                           &events, n);
    tab_changed(t);
}

bool
navigation_is_persons(const struct navigation *n)
{
    return n->by_person;
}

uint64_t
navigation_held(const struct navigation *n)
{
    return n != NULL && n->body != NULL ? request_body_held(n->body) : 0;
}

void
navigation_resume(struct navigation *n)
{
    if (n != NULL && n->fetch != NULL)
        fetch_resume(n->fetch);
}

void
navigation_page_gone(struct navigation *n, const struct page *p)
{
    if (n == NULL || n->page != p)
        return;
    fetch_cancel(n->fetch);
    navigation_finish(n);
}
