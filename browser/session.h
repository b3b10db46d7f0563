/*
 * session.h - the open tabs, kept in the profile and offered again.
 *
 * Process: browser.
 */
#ifndef BULKHEAD_SESSION_H
#define BULKHEAD_SESSION_H

#include "loop.h"

#include <stdbool.h>

/* Takes what the last run left behind for about:session (which status_pages.c
 * registers) and marks this run as not ended.  The store must be open. */
void session_open(struct loop *l);

/* Whether the last run did not end in order and had tabs worth going back to.
 * session_was_cut is false also when there was no last run. */
bool session_was_cut(void);

/* Tabs changed: they are saved a second later, all at once. */
void session_changed(void);

/* The orderly end: saves the tabs as they are and marks the end.  Call it
 * while they are open. */
void session_close(void);

struct buf;

/* about:session as HTML. */
void session_page(struct buf *html, const char *query, void *data);

#endif
