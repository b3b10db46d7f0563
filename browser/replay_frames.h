/*
 * replay_frames.h - the pictures of a replayed renderer beside the recorded
 * ones.
 *
 * Process: `bulkhead trace replay`.  Distrusts: the recording, and the
 * renderer, whose numbers are checked as the browser does.
 */
#ifndef BULKHEAD_REPLAY_FRAMES_H
#define BULKHEAD_REPLAY_FRAMES_H

#include "messages.h"

#include <stdio.h>

/* Makes a surface's memory: the descriptor, the surface's own; -1 if that
 * cannot be. */
int replay_surface_create(uint32_t surface, uint32_t slots);
void replay_surface_destroy(uint32_t surface);
void replay_frames_close(void);

/* What the recording has. */
void replay_want_gone(const struct msg_tile_gone *m);
/* unasked: nothing was sent to the renderer since its last frame. */
void replay_want_frame(struct span frame, bool unasked);
/* A document begins on the surface: what was wanted before is forgotten. */
void replay_want_document(uint32_t surface, uint32_t document, struct span url);

/* What the renderer sends; false for what a rule-abiding one never does.  Of a
 * surface that was destroyed it may not yet know. */
bool replay_on_tile(const struct msg_tile *m);
bool replay_on_tile_gone(const struct msg_tile_gone *m);
bool replay_on_commit(const struct msg_commit *m);

/* Frames of the surface that the recording and the renderer had so far. */
unsigned replay_frames_wanted(uint32_t surface);
unsigned replay_frames_seen(uint32_t surface);

/* Whether the surface shows all that was recorded of it; 0: all surfaces. */
bool replay_is_equal(uint32_t surface);

/* Prints a line for the surface's document, or for those of all (0); returns
 * how many are not as recorded. */
unsigned replay_report(FILE *out, uint32_t surface);

/* Writes the last committed frame of any surface; false after saying why. */
bool replay_save(const char *path);

#endif
