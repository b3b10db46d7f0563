/*
 * pages.h - the browser's own pages, as HTML.
 *
 * Process: browser.  Distrusts: every text it shows; all are escaped.
 */
#ifndef BULKHEAD_PAGES_H
#define BULKHEAD_PAGES_H

#include "buf.h"

/* Registers about:about, about:bookmarks, about:history and about:version. */
void pages_register(void);

/* A page of the house's style: head and <h1>, later the end. */
void pages_begin(struct buf *html, const char *title);
void pages_end(struct buf *html);

/* Appends text with its markup escaped and ill-formed bytes replaced. */
void pages_text(struct buf *html, struct span text);

/* A whole page that says that url did not load: message is a sentence of
 * fetch.h's end, or NULL.  It has a link to try again. */
void pages_error(struct buf *html, const char *url, const char *message);

#endif
