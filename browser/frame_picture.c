/*
 * frame_picture.c - a number for the picture that a painter's frame shows.
 *
 * Process: browser; `bulkhead trace replay`.  Distrusts: the pixels.
 */
#include "frame_picture.h"

#include "log.h"

#include <stdlib.h>
#include <string.h>

struct slot {
    bool used, fresh; /* fresh: to be read */
    uint32_t column, row;
    uint32_t width, height; /* that were read */
    uint64_t hash;
};

struct frame_picture {
    struct tiles tiles;
    struct slot *slots;
    struct msg_commit last;
};

struct frame_picture *
frame_picture_create(int memory, uint32_t slots)
{
    struct frame_picture *p = calloc(1, sizeof *p);

    if (p == NULL || (p->slots = calloc(slots, sizeof *p->slots)) == NULL)
        fatal_memory("out of memory for a picture's hash");
    if (tiles_map(&p->tiles, memory, slots, false))
        return p;
    frame_picture_destroy(p);
    return NULL;
}

void
frame_picture_destroy(struct frame_picture *p)
{
    if (p == NULL)
        return;
    tiles_unmap(&p->tiles);
    free(p->slots);
    free(p);
}

void
frame_picture_tile(struct frame_picture *p, const struct msg_tile *m)
{
    struct slot *s;

    for (uint32_t i = 0; i < p->tiles.slots; i++)
        if (p->slots[i].used && p->slots[i].column == m->column &&
            p->slots[i].row == m->row)
            p->slots[i].used = false;
    if (m->width == 0)
        return;
    s = &p->slots[m->slot];
    *s = (struct slot){
        .used = true, .fresh = true, .column = m->column, .row = m->row};
}

static uint64_t
mix(uint64_t hash, uint64_t value)
{
    hash = (hash ^ value) * UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ hash >> 29;
}

/* Four chains at once, which the processor works on side by side. */
static uint64_t
hash_row(const uint8_t *pixels, uint32_t width, uint64_t seed)
{
    uint64_t lanes[4] = {seed, seed + 1, seed + 2, seed + 3}, word;
    size_t size = (size_t)width * 4, at = 0;

    for (; at + 32 <= size; at += 32)
        for (int i = 0; i < 4; i++) {
            memcpy(&word, pixels + at + 8 * i, 8);
            lanes[i] = mix(lanes[i], word);
        }
    for (; at < size; at += 4) {
        uint32_t pixel;

        memcpy(&pixel, pixels + at, 4);
        lanes[0] = mix(lanes[0], pixel);
    }
    return mix(mix(mix(lanes[0], lanes[1]), lanes[2]), lanes[3]);
}

/* How much of a tile's edge lies inside the page. */
static uint32_t
inside(uint32_t place, uint32_t page)
{
    uint32_t start = place * TILE_SIZE;

    if (page <= start)
        return 0;
    return page - start < TILE_SIZE ? page - start : TILE_SIZE;
}

static void
read_slot(const struct frame_picture *p, uint32_t index, uint32_t width,
          uint32_t height)
{
    struct slot *s = &p->slots[index];
    const uint8_t *pixels = tiles_slot(&p->tiles, index);

    s->fresh = false;
    s->width = width;
    s->height = height;
    s->hash = (uint64_t)s->column << 32 | s->row;
    for (uint32_t y = 0; y < height; y++)
        s->hash = hash_row(pixels + (size_t)y * TILE_STRIDE, width, s->hash);
}

static void
put(struct buf *out, uint64_t value, size_t width)
{
    for (size_t i = 0; i < width; i++)
        buf_add_char(out, (char)(uint8_t)(value >> (8 * i)));
}

static void
put_tile(struct buf *out, const struct slot *s)
{
    put(out, s->column, 4);
    put(out, s->row, 4);
    put(out, s->hash, 8);
}

void
frame_picture_commit(struct frame_picture *p, const struct msg_commit *m,
                     struct buf *out)
{
    uint64_t sum = 0; /* the order of slots does not count */
    size_t start = out->size;

    p->last = *m;
    put(out, m->surface, 4);
    put(out, m->document, 4);
    put(out, m->frame, 4);
    put(out, 0, 8);
    for (uint32_t i = 0; i < p->tiles.slots; i++) {
        struct slot *s = &p->slots[i];
        uint32_t width = inside(s->column, m->width);
        uint32_t height = inside(s->row, m->height);

        if (!s->used || width == 0 || height == 0)
            continue;
        if (s->fresh || s->width != width || s->height != height) {
            read_slot(p, i, width, height);
            put_tile(out, s);
        }
        sum += s->hash;
    }
    sum = mix(mix(mix(sum, m->width), m->height), m->background);
    for (size_t i = 0; i < 8; i++)
        out->data[start + 12 + i] = (uint8_t)(sum >> (8 * i));
}

bool
frame_picture_find(const struct frame_picture *p, uint32_t column, uint32_t row,
                   uint64_t *hash)
{
    for (uint32_t i = 0; i < p->tiles.slots; i++) {
        const struct slot *s = &p->slots[i];

        if (s->used && !s->fresh && s->column == column && s->row == row) {
            *hash = s->hash;
            return true;
        }
    }
    return false;
}

static void
copy_tile(const struct frame_picture *p, uint32_t index, uint8_t *pixels,
          int width, int height)
{
    const struct slot *s = &p->slots[index];
    int left = (int)s->column * TILE_SIZE, top = (int)s->row * TILE_SIZE;
    int columns = width - left < TILE_SIZE ? width - left : TILE_SIZE;

    for (int y = 0; y < TILE_SIZE && top + y < height && columns > 0; y++) {
        const uint8_t *from = tiles_slot(&p->tiles, index) + y * TILE_STRIDE;
        uint8_t *to =
            pixels + ((size_t)(top + y) * (size_t)width + (size_t)left) * 4;

        for (int i = 0; i < columns * 4; i++) {
            unsigned over = 255u - from[i | 3];

            to[i] = (uint8_t)(from[i] + to[i] * over / 255);
        }
    }
}

void
frame_picture_copy(const struct frame_picture *p, uint8_t *pixels, int width,
                   int height)
{
    for (int i = 0; i < width * height; i++) {
        uint32_t background = p->last.background | 0xFF000000;

        memcpy(pixels + (size_t)i * 4, &background, 4);
    }
    for (uint32_t i = 0; i < p->tiles.slots; i++)
        if (p->slots[i].used && p->slots[i].column <= MAX_COLUMN &&
            p->slots[i].row <= MAX_COLUMN)
            copy_tile(p, i, pixels, width, height);
}
