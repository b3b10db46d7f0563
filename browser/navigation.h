/*
 * navigation.h - one navigation of a tab: from a wish to a document in a
 * renderer.
 *
 * Process: browser.  Distrusts: servers (through fetch.h), renderers' wishes.
 */
#ifndef BULKHEAD_NAVIGATION_H
#define BULKHEAD_NAVIGATION_H

#include "tabs.h"

struct navigation;

struct navigation_request {
    const char *url, *initiator; /* initiator "": the person */
    enum navigation_kind kind;
    int to;                    /* entry, for NAVIGATE_HISTORY */
    bool hard;                 /* past all caches */
    struct request_body *body; /* to be sent by POST, or NULL */
};

/* Begins; the tab's earlier navigation must have been cancelled.  Ends by
 * itself: tab->navigation is NULL then. */
void navigation_start(struct tab *t, const struct navigation_request *r);

/* Ends it without a document; NULL is allowed. */
void navigation_cancel(struct navigation *n);

/* Whether a person began it, not a page. */
bool navigation_is_persons(const struct navigation *n);

/* The bytes of the form that it sends; NULL is allowed. */
uint64_t navigation_held(const struct navigation *n);

/* The page it loads into wants more bytes. */
void navigation_resume(struct navigation *n);

/* The page it loads into died. */
void navigation_page_gone(struct navigation *n, const struct page *p);

/* Puts an error page for url into the tab, as if it had been loaded. */
void navigation_show_error(struct tab *t, const char *url, const char *message,
                           enum navigation_kind kind, int to);

#endif
