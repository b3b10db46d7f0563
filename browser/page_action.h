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

/* The same as a hidden field, the first of a form of method GET; what
 * page_action_take gives is then the form's other fields. */
bool page_action_add_field(struct buf *html);

/* The decoded value of a field in such a WHAT, into out (emptied before);
 * false if it is not there. */
bool page_action_field(const char *what, const char *name, struct buf *out);

/* Whether the query is such a link's, followed for the first time; *what is
 * then the WHAT in it. */
bool page_action_take(const char *query, const char **what);

#endif
