/*
 * document_reading.h - selecting, copying and finding text in a document.
 *
 * Process: renderer.
 */
#ifndef BULKHEAD_DOCUMENT_READING_H
#define BULKHEAD_DOCUMENT_READING_H

#include "document.h"

/* The pointer over the document, after document_pointer's own hit test.  True
 * while it drags a selection: then it follows no link. */
bool document_select(struct document *d, const struct msg_pointer *m);

/* Nothing of the page's text is selected any more. */
void document_reading_clear(struct document *d);

/* Answers the browser's wish for what is selected; empty: nothing. */
void document_send_copied(struct document *d, struct span text);

void document_edit(struct document *d, choice_t command);
void document_find(struct document *d, const struct msg_find *m);

/* The layout is about to go, or has been made anew. */
void document_reading_drop(struct document *d);
void document_reading_renew(struct document *d);
void document_reading_destroy(struct document *d);

/* For paint_context.marks; data is the document. */
unsigned document_marks(const struct text_run *run, struct paint_mark *marks,
                        unsigned most, void *data);

#endif
