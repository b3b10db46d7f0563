/*
 * page_action.h - links on the browser's own pages that do something.
 *
 * Process: browser.  Distrusts: whoever else writes such a link: it has a
 * secret that only stands on those pages, whose renderer no other document
 * shares, and counts once, so that going back in history does nothing.
 */
#ifndef BULKHEAD_PAGE_ACTION_H
#define BULKHEAD_PAGE_ACTION_H

#include "buf.h"

#include <stdbool.h>

/* Appends "about:PAGE?act=SECRET&WHAT", as it may stand in an attribute; what
 * is text of the caller's own.  False, with nothing appended, when there is no
 * randomness to make a secret of. */
bool page_action_add(struct buf *html, const char *page, const char *what);

/* Whether the query is such a link's, followed for the first time; *what is
 * then the WHAT in it. */
bool page_action_take(const char *query, const char **what);

#endif
