/*
 * replay_answers.h - fonts and subresources of a replay: what the renderer
 * asks for, matched with what it asked for in the recording.
 *
 * Process: `bulkhead trace replay`.  Distrusts: the recording and the renderer.
 */
#ifndef BULKHEAD_REPLAY_ANSWERS_H
#define BULKHEAD_REPLAY_ANSWERS_H

#include "children.h"
#include "replay_file.h"

/* Learns the recording's fonts. */
void replay_answers_open(const struct replay_file *f);
void replay_answers_close(void);

/* Answers a font_request: from the recording by its words, or, if the
 * recording has no such answer, as the browser would.  Returns false, with
 * why, when the recorded file cannot be had. */
bool replay_answer_font(struct child *c, const struct msg_font_request *m,
                        char *why, size_t why_size);

/* The recording, and the renderer, asked for a subresource. */
void replay_fetch_wanted(const struct msg_fetch_start *m);
void replay_fetch_seen(const struct msg_fetch_start *m);

/* The renderer's number for the subresource that has this number in the
 * recording; false if it has not asked for it (yet). */
bool replay_fetch_number(uint32_t recorded, uint32_t *number);

#endif
