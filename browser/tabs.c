/*
 * tabs.c - tabs: their history, their pages, what they show.
 *
 * Process: browser.  Distrusts: renderers' wishes to navigate.
 */
#include "tabs.h"
#include "compositor.h"
#include "fault_pages.h"
#include "navigation.h"
#include "sandbox_notice.h"
#include "store.h"
#include "url.h"

#include "log.h"
#include "utf8.h"

#include <ctype.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    LOOP_WINDOW = 10000, /* ms: died again so soon: a reload loop */
    TITLE_EVERY = 1000   /* ms between titles of a document that are stored */
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

static void
send_views(struct tab *t)
{
    bool visible = t == tabs.active;

    if (t->page != NULL)
        page_send_view(t->page, tabs.width, tabs.height, t->scale, visible);
    if (t->next != NULL)
        page_send_view(t->next, tabs.width, tabs.height, t->scale, visible);
}

void
tabs_set_view(int width, int height)
{
    tabs.width = width;
    tabs.height = height;
    for (struct tab *t = tabs.first; t != NULL; t = t->following)
        send_views(t);
}

void
tabs_view(int *width, int *height)
{
    *width = tabs.width;
    *height = tabs.height;
}

struct tab *
tab_create(const char *url, struct tab *after)
{
    struct tab *t, **at = &tabs.first;

    if (tabs.count == MAX_TABS) {
        log_warn("%d tabs are open already", MAX_TABS);
        return NULL;
    }
    t = calloc(1, sizeof *t);
    if (t == NULL)
        fatal_memory("out of memory for a tab");
    t->id = ++tabs.last_id;
    t->current = -1;
    t->scale = 100;
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
    navigation_cancel(t->navigation);
    page_destroy(t->page);
    page_destroy(t->next);
    for (int i = 0; i < t->count; i++) {
        free(t->entries[i].url);
        free(t->entries[i].title);
    }
    free(t->typed);
    free(t);
}

void
tab_activate(struct tab *t)
{
    tabs.active = t;
    for (struct tab *each = tabs.first; each != NULL; each = each->following)
        send_views(each);
    tabs_listener->changed(t);
    tabs_listener->damaged(t);
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

/* ---- addresses ---------------------------------------------------------- */

static bool
is_known_scheme(const struct url *u)
{
    return url_is(u, "http") || url_is(u, "https") || url_is(u, "file") ||
           url_is(u, "data") || url_is(u, "about");
}

/* localhost, an IPv4 or bracketed address: what is reached without TLS. */
static bool
is_local_host(const char *typed)
{
    size_t host = strcspn(typed, "/:?#");

    if (typed[0] == '[')
        return true;
    if (host == 9 && strncasecmp(typed, "localhost", 9) == 0)
        return true;
    return host > 0 && strspn(typed, "0123456789.") == host;
}

/* "example.org:8080/x" parses as an address of the scheme "example.org", and
 * "mailto:me@example.org" as a host could; only a port makes it a host. */
static bool
is_host_and_port(const char *typed)
{
    const char *port = typed + strcspn(typed, ":/?#");
    size_t digits = *port == ':' ? strspn(port + 1, "0123456789") : 0;

    return digits > 0 && strchr("/?#", port[1 + digits]) != NULL &&
           memchr(typed, '.', (size_t)(port - typed)) != NULL;
}

static bool
is_host(const char *typed)
{
    size_t host = strcspn(typed, "/?#");

    return memchr(typed, '.', host) != NULL && strcspn(typed, " \t") >= host;
}

bool
tab_address(struct buf *out, const char *typed)
{
    struct buf text = {0};
    struct url u = {0};
    const char *end;
    bool ok = false;

    while (isspace((unsigned char)*typed))
        typed++;
    end = typed + strlen(typed);
    while (end > typed && isspace((unsigned char)end[-1]))
        end--;
    if (end == typed)
        return false;
    buf_add(&text, typed, (size_t)(end - typed));
    if (buf_text(&text)[0] == '/') {
        struct buf path = {0};

        buf_add_text(&path, "file://");
        buf_add_span(&path, buf_span(&text));
        buf_finish(&text);
        text = path;
    } else if (is_local_host(buf_text(&text)) ||
               !url_parse(&u, buf_span(&text), NULL) ||
               (!is_known_scheme(&u) && is_host_and_port(buf_text(&text)))) {
        struct buf full = {0};
        bool is_local = is_local_host(buf_text(&text));

        if (!is_local && !is_host(buf_text(&text)))
            goto out;
        buf_add_text(&full, is_local ? "http://" : "https://");
        buf_add_span(&full, buf_span(&text));
        buf_finish(&text);
        text = full;
    }
    ok = url_resolve(out, "", buf_span(&text));
out:
    url_finish(&u);
    buf_finish(&text);
    return ok;
}

bool
tab_argument(struct buf *out, const char *argument)
{
    char path[PATH_MAX];

    if (strstr(argument, "://") == NULL && realpath(argument, path) != NULL) {
        buf_add_text(out, "file://");
        url_add_encoded(out, span_of(path), URL_SET_PATH);
        return true;
    }
    return tab_address(out, argument);
}

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
        const char *title = t->entries[t->current].title;
        char *copy = title != NULL ? strdup(title) : NULL;

        tab_push_entry(t, url); /* keeps the scroll position of the old one */
        t->entries[t->current].title = copy;
    }
    free(p->url);
    p->url = strdup(url);
    send_fragment(
        p->renderer->channel,
        &(struct msg_fragment){p->surface->id, p->document, span_of(url)});
    tabs_listener->changed(t);
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
    navigation_start(t, url, initiator, kind, to, false);
}

void
tab_reload(struct tab *t, bool hard)
{
    char *url;

    if (t->current < 0)
        return;
    url = strdup(t->entries[t->current].url);
    navigation_cancel(t->navigation);
    navigation_start(t, url, "", NAVIGATE_RELOAD, 0, hard);
    free(url);
}

void
tab_go(struct tab *t, int distance)
{
    int to = t->current + distance;
    char *url;

    if (to < 0 || to >= t->count)
        return;
    url = strdup(t->entries[to].url);
    tab_navigate(t, url, "", NAVIGATE_HISTORY, to);
    free(url);
}

void
tab_stop(struct tab *t)
{
    navigation_cancel(t->navigation);
    if (t->page != NULL)
        page_stop(t->page);
    if (t->next != NULL)
        page_stop(t->next);
    tabs_listener->changed(t);
}

void
tab_set_scale(struct tab *t, int scale)
{
    t->scale = scale < 25 ? 25 : scale > MAX_SCALE ? MAX_SCALE : scale;
    send_views(t);
    tabs_listener->changed(t);
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
    page_send_view(p, tabs.width, tabs.height, t->scale, t == tabs.active);
}

static void
show_next(struct tab *t)
{
    struct page *old = t->page;

    t->page = t->next;
    t->next = NULL;
    page_destroy(old);
    tabs_listener->shown(t);
}

/* Brings the page where it was left, as soon as it is tall enough. */
static void
restore_scroll(struct page *p)
{
    int below = p->restore_y + tabs.height;

    if (p->restore_y < 0 ||
        (!p->document_done && (int)p->surface->height < below))
        return;
    page_scroll_to(p, p->restore_x, p->restore_y, tabs.width, tabs.height);
    p->restore_x = p->restore_y = -1;
}

void
tab_page_committed(struct tab *t, struct page *p)
{
    if (p == t->next)
        show_next(t);
    restore_scroll(p);
    page_scroll_to(p, p->scroll_x, p->scroll_y, tabs.width, tabs.height);
    send_views(t);
    tabs_listener->damaged(t);
    if (p->complete && p->document_done)
        tabs_listener->complete(t);
}

static void
store_title(struct tab *t)
{
    const struct entry *e = &t->entries[t->current];

    if (t->failed || e->title == NULL)
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
        restore_scroll(p);
    send_views(t);
    tabs_listener->changed(t);
    fault_page_loaded(t, p);
    if (p->complete && p->document_done)
        tabs_listener->complete(t);
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
    tabs_listener->failed(t, p->why.cause);
    tabs_listener->changed(t);
    tabs_listener->damaged(t);
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
    tabs_listener->changed(t);
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

void
tab_on_navigate(struct tab *t, struct page *p, struct span url, int disposition,
                bool by_person)
{
    char *text;

    if (!may_navigate(t, p, disposition))
        return;
    text = strndup((const char *)url.data, url.size);
    if (disposition == DISPOSITION_NEW_TAB ||
        disposition == DISPOSITION_NEW_BACKGROUND_TAB) {
        struct tab *fresh = by_person ? tab_create(NULL, t) : NULL;

        if (fresh != NULL) {
            tab_navigate(fresh, text, p->url, NAVIGATE_NEW, 0);
            if (disposition == DISPOSITION_NEW_TAB)
                tab_activate(fresh);
        }
    } else {
        tab_navigate(t, text, p->url,
                     disposition == DISPOSITION_REPLACE ? NAVIGATE_REPLACE
                                                        : NAVIGATE_NEW,
                     0);
    }
    free(text);
}

void
tab_on_scroll_to(struct tab *t, struct page *p, int x, int y)
{
    if (p->restore_y >= 0)
        return; /* the person had been elsewhere on it */
    page_scroll_to(p, x, y, tabs.width, tabs.height);
    send_views(t);
    tabs_listener->damaged(t);
}
