/*
 * arena.h - memory that dies together: one arena per document or request.
 *
 * Process: all.  Never returns NULL: running out of memory ends the process,
 * and what a page may ask for is bounded by its caller (arena_used).
 */
#ifndef BULKHEAD_ARENA_H
#define BULKHEAD_ARENA_H

#include "span.h"

struct arena_block;

/* A zeroed struct arena is an empty arena. */
struct arena {
    struct arena_block *block;
    size_t used;
};

/* size zeroed bytes, aligned for any type, valid until arena_finish. */
void *arena_alloc(struct arena *a, size_t size);

/* count zeroed elements of size bytes each; the product is checked. */
void *arena_array(struct arena *a, size_t count, size_t size);

/* A NUL-terminated copy of the bytes. */
char *arena_text(struct arena *a, struct span s);

/* Frees everything at once; the arena is empty and usable again. */
void arena_finish(struct arena *a);

/* Bytes handed out so far. */
size_t arena_used(const struct arena *a);

#endif
