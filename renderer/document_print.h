/*
 * document_print.h - a document on paper: laid out anew for it, cut into pages,
 * sent as PDF.
 *
 * Process: renderer.
 */
#ifndef BULKHEAD_DOCUMENT_PRINT_H
#define BULKHEAD_DOCUMENT_PRINT_H

#include "document.h"

/* Begins; one that is under way goes on and the new wish is answered with no
 * pages. */
void document_print(struct document *d, const struct msg_print *m);

/* One page, or the end, once the document is styled and laid out for paper.
 * Then the screen's styles have to be made again. */
void document_print_step(struct document *d);

/* The paper's inner size in px at 100 %. */
void document_print_area(const struct document *d, int *width, int *height);

/* Gives up without a word: the document goes. */
void document_print_drop(struct document *d);

/* Where the page that begins at from should end, at most at from + height: not
 * inside a line, a picture or a row, unless that is higher than a page; at a
 * forced break before.  px. */
int document_print_break(const struct layout *l, int from, int height);

#endif
