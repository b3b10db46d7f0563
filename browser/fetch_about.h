/*
 * fetch_about.h - the table of about: pages.
 *
 * Process: browser.  Distrusts: the query, which a link may carry.
 */
#ifndef BULKHEAD_FETCH_ABOUT_H
#define BULKHEAD_FETCH_ABOUT_H

#include "buf.h"

/* Appends the page's HTML in UTF-8.  query is what follows '?', encoded as in
 * the address, or "". */
typedef void fetch_about_fn(struct buf *html, const char *query, void *data);

/* Registers about:name; name is borrowed for ever.  about:blank exists. */
void fetch_about_add(const char *name, fetch_about_fn *produce, void *data);

/* The index'th name in the order added, NULL after the last. */
const char *fetch_about_name(size_t index);

#endif
