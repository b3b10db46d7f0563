/*
 * tiles.h - a surface's pixel memory: one sealed memfd cut into slots.
 *
 * Process: browser (creates), painters (map writable), gpu (maps read-only).
 * A slot holds one tile: TILE_SIZE x TILE_SIZE pixels, BGRA bytes (0xAARRGGBB
 * in a little-endian word), premultiplied, rows TILE_SIZE * 4 bytes apart.
 * Pixels are the only thing in there: numbers travel in messages.  Readers
 * must be right for any bytes, also while they are rewritten.
 */
#ifndef BULKHEAD_TILES_H
#define BULKHEAD_TILES_H

#include "limits.h"
#include "span.h"

enum { TILE_STRIDE = TILE_SIZE * 4, TILE_BYTES = TILE_SIZE * TILE_STRIDE };

struct tiles {
    uint8_t *memory; /* NULL: not mapped */
    uint32_t slots;
};

/* Browser: a new memfd of that many slots, sealed against shrinking, growing
 * and further seals (no SIGBUS for readers); -1 after logging the cause. */
int tiles_create(uint32_t slots);

/* Browser: the same memory through a read-only descriptor, for the gpu. */
int tiles_reopen_read_only(int fd);

/* Maps slots of the descriptor, which stays the caller's; false after logging
 * when it cannot be mapped. */
bool tiles_map(struct tiles *t, int fd, uint32_t slots, bool writable);
void tiles_unmap(struct tiles *t); /* not mapped is allowed */

/* The slot's first pixel; slot < t->slots is required. */
static inline uint8_t *
tiles_slot(const struct tiles *t, uint32_t slot)
{
    return t->memory + (size_t)slot * TILE_BYTES;
}

/* Browser: gives all pages back and so empties every slot. */
void tiles_wipe(int fd, uint32_t slots);

#endif
