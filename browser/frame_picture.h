/*
 * frame_picture.h - a number for the picture that a painter's frame shows, so
 * that a recording can be compared with its replay.
 *
 * Process: browser; `bulkhead trace replay`.  Distrusts: the pixels, which may
 * be any bytes, and change while they are read.
 */
#ifndef BULKHEAD_FRAME_PICTURE_H
#define BULKHEAD_FRAME_PICTURE_H

#include "messages.h"
#include "tiles.h"

struct frame_picture;

/* Maps the arena's memory, read-only; NULL after logging.  The descriptor
 * stays the caller's. */
struct frame_picture *frame_picture_create(int memory, uint32_t slots);
void frame_picture_destroy(struct frame_picture *p); /* NULL is allowed */

/* Of the next frame; width 0: the tile is gone.  The slot was checked. */
void frame_picture_tile(struct frame_picture *p, const struct msg_tile *m);

/* The frame is complete: appends what the trace keeps of it (TRACE_FRAME), all
 * little-endian: u32 surface, document, frame; u64 hash of the picture; then
 * of each tile that changed u32 column, row, u64 hash.  Hashes are of the
 * pixels inside the page; slots do not count.  Only new tiles are read. */
void frame_picture_commit(struct frame_picture *p, const struct msg_commit *m,
                          struct buf *out);

enum { FRAME_HEAD = 20, FRAME_TILE = 16 };

/* The hash of a tile of the last frame; false if it has none there. */
bool frame_picture_find(const struct frame_picture *p, uint32_t column,
                        uint32_t row, uint64_t *hash);

/* Copies the last frame, as BGRA over its background, into width x height
 * pixels of the caller's, from the page's top left. */
void frame_picture_copy(const struct frame_picture *p, uint8_t *pixels,
                        int width, int height);

#endif
