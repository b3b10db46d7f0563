/*
 * surface.h - a surface's tiles: which slot shows what, frames, commits.
 *
 * Process: renderer.  The browser's word is taken.
 *
 * The rules of frames (house.md 3): a slot of the last committed frame is
 * never painted to; what a frame replaced is free once frame_done for it has
 * come; at most MAX_FRAMES_IN_FLIGHT frames are under way.
 */
#ifndef BULKHEAD_SURFACE_H
#define BULKHEAD_SURFACE_H

#include "document.h"

/* Takes the arena's descriptor from the lane. */
void surface_create(const struct msg_surface_create *m);
void surface_destroy(uint32_t id); /* an unknown one is allowed */

/* The surface's document with this number, or NULL: messages cross. */
struct document *surface_document(uint32_t id, uint32_t number);

/* The surface's current document, or NULL. */
struct document *surface_current(uint32_t id);

void surface_begin_document(const struct msg_document_begin *m);
void surface_set_view(const struct msg_view *m);
/* The surface got or lost the keyboard. */
void surface_set_keyboard(uint32_t id, bool has);
void surface_frame_done(const struct msg_frame_done *m);

/* A slice of work of every surface; as child_ops.work. */
int surfaces_work(void);

#endif
