/*
 * tabs.h - tabs: their history, their navigations, what they show.
 *
 * Process: browser.  Distrusts: renderers' wishes to navigate.
 */
#ifndef BULKHEAD_TABS_H
#define BULKHEAD_TABS_H

#include "page.h"

#include <stdint.h>

struct entry {
    char *url, *title;
    int scroll_x, scroll_y;
    struct request_body *body; /* what the document answers, or NULL */
};

enum { MAX_ENTRIES = 50 }; /* as Chromium keeps */

struct tab {
    unsigned id;
    struct embed *host; /* a frame's (frames.h); NULL: a tab of the window */
    struct entry entries[MAX_ENTRIES];
    int count, current; /* current: -1 before the first commit */
    struct page *page;  /* shown; NULL in a new tab */
    struct page *next;  /* being loaded for another site */
    struct navigation *navigation;
    char *typed;      /* address of the navigation under way, or NULL */
    int scale;        /* zoom, per cent */
    bool asks_resend; /* the person is asked whether a form may be sent again */
    int resend_to;    /* ... for this entry; -1: to reload */
    bool secure, failed;
    int fault;          /* of fault_pages.c, put off until it has loaded; 0 */
    char notice[512];   /* what went wrong with the page, or "" */
    int64_t died_ms;    /* when its renderer died last, or 0 */
    int64_t visited_ms; /* when a visit was stored last, or 0 */
    int64_t titled_ms;  /* when the document's title was stored last, or 0 */
    struct tab *following;
};

/* What the shell (or headless.c) wants to know. */
struct tabs_events {
    void (*changed)(struct tab *t);  /* title, address, loading, buttons */
    void (*damaged)(struct tab *t);  /* the picture or its scroll position */
    void (*shown)(struct tab *t);    /* a new page took the place */
    void (*complete)(struct tab *t); /* document loaded and wholly painted */
    void (*failed)(struct tab *t, const char *message);
    void (*notice)(const char *line); /* of the sandbox; copied */
};

void tabs_open(struct loop *l, const struct tabs_events *events);
void tabs_close_all(void);

/* Size of the content area, for all tabs. */
void tabs_set_view(int width, int height);
void tabs_view(int *width, int *height);

/* after: opened next to it, or NULL for the end.  url may be NULL. */
struct tab *tab_create(const char *url, struct tab *after);
void tab_close(struct tab *t);

/* A tab in an embed's place, and its end; for frames.c. */
struct tab *tab_create_in(struct embed *host, const char *url);
void tab_destroy(struct tab *t);

/* The tab that a frame is in; of a tab itself. */
static inline struct tab *
tab_top(const struct tab *t)
{
    while (t->host != NULL)
        t = t->host->page->tab;
    return (struct tab *)(uintptr_t)t;
}

/* Size of what shows the tab or frame, in pixels. */
void tab_view(const struct tab *t, int *width, int *height);

/* Tells the renderers of the tab and its frames what is seen of them. */
void tab_send_views(struct tab *t);

/* Tells the listener of a tab, or of the one that a frame is in.  A frame's
 * failure is told by its own page only. */
void tab_changed(struct tab *t);
void tab_damaged(struct tab *t);
void tab_failed(struct tab *t, const char *message);

void tab_activate(struct tab *t);
struct tab *tab_active(void);
struct tab *tabs_first(void);
int tabs_count(void);

enum navigation_kind {
    NAVIGATE_NEW,
    NAVIGATE_REPLACE,
    NAVIGATE_RELOAD,
    NAVIGATE_HISTORY
};

/* The person's navigation (initiator "") or a page's. to: index in entries
 * for NAVIGATE_HISTORY, else ignored. */
void tab_navigate(struct tab *t, const char *url, const char *initiator,
                  enum navigation_kind kind, int to);

/* A form of a page, which is its address's initiator. */
void tab_post(struct tab *t, const char *url, const char *initiator,
              struct request_body *body);

/* What answers a form is not loaded again before the person has agreed:
 * asks_resend is set, and tab_resend gives the answer. */
void tab_reload(struct tab *t, bool hard);
void tab_go(struct tab *t, int distance); /* in its history */
void tab_resend(struct tab *t, bool agreed);
void tab_stop(struct tab *t);
void tab_set_scale(struct tab *t, int scale);

/* navigation.c: a new entry behind the current one, which is then current; and
 * an entry's end. */
void tab_push_entry(struct tab *t, const char *url);
void entry_finish(struct entry *e);

/* Forgets the oldest entries until the forms that the others have sent take no
 * more than MAX_POST bytes: a page can send one after the other. */
void tab_bound_bodies(struct tab *t);

bool tab_is_loading(const struct tab *t);
const char *tab_url(const struct tab *t);   /* as committed; "" if none */
const char *tab_title(const struct tab *t); /* never empty */

/* For page.c: what happened to one of the tab's pages. */
void tab_page_committed(struct tab *t, struct page *p);
void tab_page_ready(struct tab *t, struct page *p);
void tab_page_gone(struct tab *t, struct page *p);
void tab_page_wants_more(struct tab *t, struct page *p);
void tab_page_done(struct tab *t, struct page *p);

/* For from_renderer.c. */
void tab_on_title(struct tab *t, struct page *p, struct span title);
void tab_on_navigate(struct tab *t, struct page *p,
                     const struct msg_navigate *m);
void tab_on_post(struct tab *t, struct page *p, const char *url,
                 int disposition, struct span target,
                 struct request_body *body);
void tab_on_scroll_to(struct tab *t, struct page *p, int x, int y);

/* What a person typed into a URL: an address with scheme, a host, a path, or
 * refused.  Appends the href; false when it cannot be one. */
bool tab_address(struct buf *out, const char *typed);

/* The same for an argument of the command line, where a file or folder that
 * exists may be named by its relative path. */
bool tab_argument(struct buf *out, const char *argument);

extern const struct tabs_events *tabs_listener;

#endif
