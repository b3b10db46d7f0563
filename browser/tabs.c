/*
 * tabs.c - tabs: their history, their pages, what they show.
 *
 * Process: browser.  Distrusts: renderers' wishes to navigate.
 */
#include "tabs.h"
#include "compositor.h"
#include "fault_pages.h"
#include "frames.h"
#include "navigation.h"
#include "sandbox_notice.h"
#include "store.h"
#include "url.h"

#include "log.h"
#include "utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    LOOP_WINDOW = 10000, /* ms: died again so soon: a reload loop */
    TITLE_EVERY = 1000,  /* ms between titles of a document that are stored */
    FRAME_WIDTH = 300,   /* of one that has no place yet: CSS 2.1, 10.3.2 */
    FRAME_HEIGHT = 150
};

const struct tabs_events *tabs_listener;

static struct {
    struct loop *loop;
    struct tab *first, *active;
    unsigned last_id;
    int count, width, height;
} tabs;

void
tabs_open(struct loop *l, const struct tabs_events *events)
{
    tabs.loop = l;
    tabs_listener = events;
}

void
tabs_close_all(void)
{
    tabs.active = NULL; /* none is to be shown in place of another */
    while (tabs.first != NULL)
        tab_close(tabs.first);
}

void
tab_view(const struct tab *t, int *width, int *height)
{
    *width = t->host != NULL ? t->host->place.width : tabs.width;
    *height = t->host != NULL ? t->host->place.height : tabs.height;
}

static void
send_view_of(const struct tab *t, struct page *p)
{
    const struct tab *top = tab_top(t);
    int width, height;

    tab_view(t, &width, &height);
    if (t->host != NULL && (width <= 0 || height <= 0)) {
        /* A page in front says the place of its frame in a moment; one behind
         * is not laid out for the eye, and its frames load all the same. */
        if (top == tabs.active)
            return;
        width = FRAME_WIDTH;
        height = FRAME_HEIGHT;
    }
    page_send_view(p, width, height, top->scale, top == tabs.active);
}

void
tab_send_views(struct tab *t)
{
    if (t->next != NULL)
        send_view_of(t, t->next);
    if (t->page == NULL)
        return;
    send_view_of(t, t->page);
    embeds_send_views(t->page);
}

void
tab_changed(struct tab *t)
{
    tabs_listener->changed(tab_top(t));
}

void
tab_damaged(struct tab *t)
{
    tabs_listener->damaged(tab_top(t));
}

void
tab_failed(struct tab *t, const char *message)
{
    if (t->host == NULL)
        tabs_listener->failed(t, message);
}

void
tabs_set_view(int width, int height)
{
    tabs.width = width;
    tabs.height = height;
    for (struct tab *t = tabs.first; t != NULL; t = t->following)
        tab_send_views(t);
}

void
tabs_view(int *width, int *height)
{
    *width = tabs.width;
    *height = tabs.height;
}

static struct tab *
new_tab(void)
{
    struct tab *t = calloc(1, sizeof *t);

    if (t == NULL)
        fatal_memory("out of memory for a tab");
    t->id = ++tabs.last_id;
    t->current = -1;
    t->scale = 100;
    return t;
}

struct tab *
tab_create_in(struct embed *host, const char *url)
{
    struct tab *t = new_tab();

    t->host = host;
    host->frame = t; /* its first page looks for it */
    tab_navigate(t, url, host->page->url, NAVIGATE_NEW, 0);
    return t;
}

struct tab *
tab_create(const char *url, struct tab *after)
{
    struct tab *t, **at = &tabs.first;

    if (tabs.count == MAX_TABS) {
        log_warn("%d tabs are open already", MAX_TABS);
        return NULL;
    }
    t = new_tab();
    if (after != NULL)
        at = &after->following;
    else
        while (*at != NULL)
            at = &(*at)->following;
    t->following = *at;
    *at = t;
    tabs.count++;
    if (tabs.active == NULL)
        tabs.active = t;
    if (url != NULL)
        tab_navigate(t, url, "", NAVIGATE_NEW, 0);
    return t;
}

void
tab_close(struct tab *t)
{
    struct tab **at = &tabs.first, *before = NULL;

    while (*at != t) {
        before = *at;
        at = &(*at)->following;
    }
    *at = t->following;
    tabs.count--;
    if (tabs.active == t) {
        tabs.active = t->following != NULL ? t->following : before;
        if (tabs.active != NULL)
            tab_activate(tabs.active);
    }
    tab_destroy(t);
}

void
tab_destroy(struct tab *t)
{
    navigation_cancel(t->navigation);
    page_destroy(t->page);
    page_destroy(t->next);
    for (int i = 0; i < t->count; i++)
        entry_finish(&t->entries[i]);
    free(t->typed);
    free(t);
}

void
tab_activate(struct tab *t)
{
    tabs.active = t;
    for (struct tab *each = tabs.first; each != NULL; each = each->following)
        tab_send_views(each);
    tab_changed(t);
    tab_damaged(t);
}

struct tab *
tab_active(void)
{
    return tabs.active;
}

struct tab *
tabs_first(void)
{
    return tabs.first;
}

int
tabs_count(void)
{
    return tabs.count;
}

/* ---- navigations -------------------------------------------------------- */

/* Another fragment of the document that is shown: no load. */
static bool
is_same_document(const struct tab *t, const char *url,
                 enum navigation_kind kind)
{
    struct url now = {0}, then = {0};
    bool same;

    if (kind == NAVIGATE_RELOAD || t->page == NULL || t->page->dead ||
        t->failed || t->next != NULL || t->page->surface == NULL)
        return false;
    same = url_parse(&now, span_of(t->page->url), NULL) &&
           url_parse(&then, span_of(url), NULL) &&
           url_same_document(&now, &then) && then.has_fragment;
    url_finish(&now);
    url_finish(&then);
    return same;
}

static void
go_to_fragment(struct tab *t, const char *url, enum navigation_kind kind,
               int to)
{
    struct page *p = t->page;

    if (kind == NAVIGATE_HISTORY) {
        t->entries[t->current].scroll_y = p->scroll_y;
        t->current = to;
    } else if (t->count > 0 && strcmp(t->entries[t->current].url, url) != 0) {
        const struct entry *old = &t->entries[t->current];
        char *copy = old->title != NULL ? strdup(old->title) : NULL;
        struct request_body *body = request_body_keep(old->body);

        tab_push_entry(t, url); /* keeps the scroll position of the old one */
        t->entries[t->current].title = copy;
        t->entries[t->current].body = body;
    }
    free(p->url);
    p->url = strdup(url);
    send_fragment(
        p->renderer->channel,
        &(struct msg_fragment){p->surface->id, p->document, span_of(url)});
    tab_changed(t);
}

void
tab_navigate(struct tab *t, const char *url, const char *initiator,
             enum navigation_kind kind, int to)
{
    if (is_same_document(t, url, kind)) {
        go_to_fragment(t, url, kind, to);
        return;
    }
    if (initiator[0] == 0 && kind == NAVIGATE_NEW && fault_page_take(t, url))
        return;
    navigation_cancel(t->navigation);
    navigation_start(
        t, &(struct navigation_request){
               .url = url, .initiator = initiator, .kind = kind, .to = to});
}

void
tab_post(struct tab *t, const char *url, const char *initiator,
         struct request_body *body)
{
    navigation_cancel(t->navigation);
    navigation_start(t, &(struct navigation_request){.url = url,
                                                     .initiator = initiator,
                                                     .kind = NAVIGATE_NEW,
                                                     .body = body});
}

/* Loads what stands in the history. */
static void
load_entry(struct tab *t, enum navigation_kind kind, int to, bool hard)
{
    const struct entry *e = &t->entries[to];
    char *url = strdup(e->url);
    struct request_body *body = request_body_keep(e->body);

    navigation_cancel(t->navigation);
    navigation_start(
        t, &(struct navigation_request){url, "", kind, to, hard, body});
    request_body_drop(body);
    free(url);
}

/* Whether a form would be sent again: then the person is asked.  In a frame
 * nothing is asked, and nothing sent. */
static bool
asks(struct tab *t, int entry, int to)
{
    if (t->entries[entry].body == NULL)
        return false;
    t->asks_resend = t->host == NULL;
    t->resend_to = to;
    tab_changed(t);
    return true;
}

void
tab_resend(struct tab *t, bool agreed)
{
    int to = t->resend_to;

    t->asks_resend = false;
    tab_changed(t);
    if (!agreed || t->current < 0 || to >= t->count)
        return;
    if (to < 0)
        load_entry(t, NAVIGATE_RELOAD, t->current, false);
    else
        load_entry(t, NAVIGATE_HISTORY, to, false);
}

void
tab_reload(struct tab *t, bool hard)
{
    if (t->current >= 0 && !asks(t, t->current, -1))
        load_entry(t, NAVIGATE_RELOAD, t->current, hard);
}

void
tab_go(struct tab *t, int distance)
{
    int to = t->current + distance;

    if (to < 0 || to >= t->count)
        return;
    if (is_same_document(t, t->entries[to].url, NAVIGATE_HISTORY))
        go_to_fragment(t, t->entries[to].url, NAVIGATE_HISTORY, to);
    else if (!asks(t, to, to))
        load_entry(t, NAVIGATE_HISTORY, to, false);
}

void
tab_stop(struct tab *t)
{
    t->asks_resend = false;
    navigation_cancel(t->navigation);
    if (t->page != NULL)
        page_stop(t->page);
    if (t->next != NULL)
        page_stop(t->next);
    tab_changed(t);
}

void
tab_set_scale(struct tab *t, int scale)
{
    t->scale = scale < 25 ? 25 : scale > MAX_SCALE ? MAX_SCALE : scale;
    tab_send_views(t);
    tab_changed(t);
}

bool
tab_is_loading(const struct tab *t)
{
    const struct page *p = t->next != NULL ? t->next : t->page;

    return t->navigation != NULL ||
           (p != NULL && !p->dead && !p->document_done);
}

const char *
tab_url(const struct tab *t)
{
    if (t->current >= 0)
        return t->entries[t->current].url;
    return t->typed != NULL ? t->typed : "";
}

const char *
tab_title(const struct tab *t)
{
    const char *title = t->current >= 0 ? t->entries[t->current].title : NULL;

    if (title != NULL && title[0] != 0)
        return title;
    if (tab_url(t)[0] == 0 || strcmp(tab_url(t), "about:blank") == 0)
        return "New tab";
    return tab_url(t);
}

/* ---- what pages do ------------------------------------------------------ */

void
tab_page_ready(struct tab *t, struct page *p)
{
    const char *notice = sandbox_notice(p->renderer);

    if (notice != NULL)
        tabs_listener->notice(notice);
    send_view_of(t, p); /* it is not yet the tab's */
}

static void
show_next(struct tab *t)
{
    struct page *old = t->page;

    t->page = t->next;
    t->next = NULL;
    page_destroy(old);
    if (t->host != NULL) {
        t->host->dead = t->page->dead;
        tab_damaged(t);
    } else {
        tabs_listener->shown(t);
    }
}

/* Frames count with the page they are in. */
static void
tell_complete(struct tab *t, struct page *p)
{
    if (t->host != NULL)
        tab_damaged(t);
    else if (p->complete && p->document_done)
        tabs_listener->complete(t);
}

/* Brings the page where it was left, as soon as it is tall enough. */
static void
restore_scroll(const struct tab *t, struct page *p)
{
    int width, height;

    tab_view(t, &width, &height);
    if (p->restore_y < 0 ||
        (!p->document_done && (int)p->surface->height < p->restore_y + height))
        return;
    page_scroll_to(p, p->restore_x, p->restore_y, width, height);
    p->restore_x = p->restore_y = -1;
}

void
tab_page_committed(struct tab *t, struct page *p)
{
    int width, height;

    if (p == t->next)
        show_next(t);
    tab_view(t, &width, &height);
    restore_scroll(t, p);
    page_scroll_to(p, p->scroll_x, p->scroll_y, width, height);
    tab_send_views(t);
    tab_damaged(t);
    tell_complete(t, p);
}

static void
store_title(struct tab *t)
{
    const struct entry *e = &t->entries[t->current];

    if (t->failed || e->title == NULL || t->host != NULL)
        return; /* an error page's title is not the address's */
    t->titled_ms = loop_now_ms();
    store_set_title(e->url, e->title);
}

void
tab_page_done(struct tab *t, struct page *p)
{
    if (t->current >= 0 && p == (t->next != NULL ? t->next : t->page))
        store_title(t);
    if (p->surface->committed && p->surface->document == p->document)
        restore_scroll(t, p);
    /* Who is not looked at paints nothing that could take its place. */
    if (p == t->next && tab_top(t) != tab_active())
        show_next(t);
    tab_send_views(t);
    tab_changed(t);
    fault_page_loaded(t, p);
    tell_complete(t, p);
}

void
tab_page_gone(struct tab *t, struct page *p)
{
    int64_t now = loop_now_ms();

    p->looping = t->died_ms != 0 && now - t->died_ms < LOOP_WINDOW;
    t->died_ms = now;
    navigation_page_gone(t->navigation, p);
    if (p == t->next)
        show_next(t);
    if (t->host != NULL && p == t->page) {
        t->host->dead = true;
        t->host->why = p->why;
    }
    tab_failed(t, p->why.cause);
    tab_changed(t);
    tab_damaged(t);
}

void
tab_page_wants_more(struct tab *t, struct page *p)
{
    (void)p;
    navigation_resume(t->navigation);
}

void
tab_on_title(struct tab *t, struct page *p, struct span title)
{
    struct entry *e;

    if (t->current < 0 || (t->next != NULL && p != t->next))
        return;
    e = &t->entries[t->current];
    free(e->title);
    e->title = strndup((const char *)title.data, title.size);
    if (t->titled_ms == 0 || loop_now_ms() - t->titled_ms >= TITLE_EVERY)
        store_title(t);
    tab_changed(t);
}

/* A page may send its tab elsewhere, but not out of the person's hands: what a
 * person began it can only replace after a click or key of its own, and so it
 * is with new tabs. */
static bool
may_navigate(const struct tab *t, struct page *p, int disposition)
{
    if (disposition == DISPOSITION_NEW_TAB ||
        disposition == DISPOSITION_NEW_BACKGROUND_TAB)
        return page_take_input(p);
    if (p != t->page ||
        (t->next == NULL &&
         (t->navigation == NULL || !navigation_is_persons(t->navigation))))
        return true;
    return page_take_input(p);
}

/* The tab that a page's wish to go elsewhere is about: its own, a frame, a new
 * one; NULL: it may not. */
static struct tab *
tab_for(struct tab *t, struct page *p, struct span name, int disposition,
        bool by_person)
{
    struct tab *target = frame_by_name(t, name), *fresh;

    if (target == NULL && disposition == DISPOSITION_CURRENT_TAB)
        disposition = DISPOSITION_NEW_TAB;
    /* A frame moves what is around it only by a person's hand. */
    if (target == t || target == NULL ? !may_navigate(t, p, disposition)
                                      : !page_take_input(p))
        return NULL;
    if (disposition != DISPOSITION_NEW_TAB &&
        disposition != DISPOSITION_NEW_BACKGROUND_TAB)
        return target != NULL ? target : t;
    fresh = by_person ? tab_create(NULL, tab_top(t)) : NULL;
    if (fresh != NULL && disposition == DISPOSITION_NEW_TAB)
        tab_activate(fresh);
    return fresh;
}

void
tab_on_navigate(struct tab *t, struct page *p, const struct msg_navigate *m)
{
    struct tab *to =
        tab_for(t, p, m->target, (int)m->disposition, m->by_person);
    char *url;

    if (to == NULL)
        return;
    /* Or a page that goes on for ever would hold the person: neither what is
     * asked for nor what has come and is not yet seen gives way. */
    if (!m->by_person &&
        ((to->navigation != NULL && navigation_is_persons(to->navigation)) ||
         (to == t && to->next != NULL && p == t->page)))
        return;
    url = strndup((const char *)m->url.data, m->url.size);
    tab_navigate(to, url, p->url,
                 m->disposition != DISPOSITION_REPLACE ? NAVIGATE_NEW
                 : strcmp(url, p->url) == 0            ? NAVIGATE_RELOAD
                                                       : NAVIGATE_REPLACE,
                 0);
    free(url);
}

void
tab_on_post(struct tab *t, struct page *p, const char *url, int disposition,
            struct span target, struct request_body *body)
{
    struct tab *to = tab_for(t, p, target, disposition, true);

    if (to != NULL)
        tab_post(to, url, p->url, body);
}

void
tab_on_scroll_to(struct tab *t, struct page *p, int x, int y)
{
    int width, height;

    if (p->restore_y >= 0)
        return; /* the person had been elsewhere on it */
    tab_view(t, &width, &height);
    page_scroll_to(p, x, y, width, height);
    tab_send_views(t);
    tab_damaged(t);
}
