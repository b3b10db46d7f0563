/*
 * message_edit.h - messages made and changed by a person, as text.
 *
 * Process: browser.  Distrusts: the text, and the message that is changed.
 * What comes out was written by the encoder of protocol.def and keeps to its
 * bounds.
 */
#ifndef BULKHEAD_MESSAGE_EDIT_H
#define BULKHEAD_MESSAGE_EDIT_H

#include "messages.h"

/* Appends the message that "name field=value ..." means; fields that are not
 * named are zero or empty.  Values are written as wire_text.h says. */
bool message_build(struct buf *out, struct span text, char *why,
                   size_t why_size);

/* Appends the message with the fields of "field=value ..." changed.  Both are
 * false, with the reason in why and nothing appended, for what cannot be. */
bool message_edit(struct buf *out, struct span message, struct span changes,
                  char *why, size_t why_size);

/* Whether a descriptor goes down the lane for this message: then it cannot be
 * made up, left out or doubled. */
bool message_has_lane(enum message_id id);

#endif
