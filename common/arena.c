/*
 * arena.c - memory that dies together; arena_finish() is the only release.
 *
 * Process: all.  Distrusts: nothing; callers bound sizes from outside.
 */
#include "arena.h"
#include "log.h"

#include <stdlib.h>

enum { BLOCK_SIZE = 64 * 1024, ALIGNMENT = 16 };

struct arena_block {
    struct arena_block *next;
    size_t size, used;
    _Alignas(16) uint8_t bytes[];
};

static struct arena_block *
add_block(struct arena *a, size_t size)
{
    size_t room = size > BLOCK_SIZE ? size : BLOCK_SIZE;
    struct arena_block *b = calloc(1, sizeof *b + room);

    if (b == NULL)
        fatal_memory("out of memory for %zu bytes", room);
    b->size = room;
    /* A large block goes behind the current one, which still has room. */
    if (size > BLOCK_SIZE / 4 && a->block != NULL) {
        b->next = a->block->next;
        a->block->next = b;
    } else {
        b->next = a->block;
        a->block = b;
    }
    return b;
}

void *
arena_alloc(struct arena *a, size_t size)
{
    struct arena_block *b = a->block;
    void *at;

    if (size > SIZE_MAX / 4)
        fatal("arena: %zu bytes do not fit", size);
    size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (b == NULL || b->size - b->used < size)
        b = add_block(a, size);
    at = b->bytes + b->used;
    b->used += size;
    a->used += size;
    return at;
}

void *
arena_array(struct arena *a, size_t count, size_t size)
{
    size_t total;

    if (__builtin_mul_overflow(count, size, &total))
        fatal("arena: %zu elements of %zu bytes do not fit", count, size);
    return arena_alloc(a, total);
}

char *
arena_text(struct arena *a, struct span s)
{
    char *copy = arena_alloc(a, s.size + 1);

    if (s.size > 0)
        memcpy(copy, s.data, s.size);
    return copy;
}

void
arena_finish(struct arena *a)
{
    for (struct arena_block *b = a->block, *next; b != NULL; b = next) {
        next = b->next;
        free(b);
    }
    *a = (struct arena){0};
}

size_t
arena_used(const struct arena *a)
{
    return a->used;
}
