/*
 * document_scroll.h - boxes in the page that scroll.
 *
 * Process: renderer.
 */
#ifndef BULKHEAD_DOCUMENT_SCROLL_H
#define BULKHEAD_DOCUMENT_SCROLL_H

#include "document.h"

/* The wheel was turned over a box that scrolls. */
void document_scroll_wheel(struct document *d, const struct msg_wheel *m);

/* The pointer is over n (NULL: nothing): tells the browser whose the wheel
 * is. */
void document_scroll_hover(struct document *d, struct node *n);

/* True if the pointer is at a bar's, and nobody else's. */
bool document_scroll_pointer(struct document *d, struct node *n,
                             const struct msg_pointer *m);

/* Whether a box was clicked in that scrolls by keys; whether it took a key. */
bool document_scroll_has_keys(const struct document *d);
bool document_scroll_key(struct document *d, const struct msg_key *m);

/* The thumbs to paint over the page, in page px; how many. */
unsigned document_scroll_bars(const struct document *d, struct rect bars[2]);

/* The tree is about to go. */
void document_scroll_forget(struct document *d);

#endif
