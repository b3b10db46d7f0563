/*
 * diff_pictures.c - whether a page came to the same picture in two recordings.
 *
 * Process: `bulkhead trace`.  Distrusts: the file, every byte.
 *
 * While it records whole messages, the browser keeps a hash of each tile of
 * each frame (frame_picture.h).  How far a renderer paints ahead of the view is
 * a matter of time: only tiles that both recordings have are compared.
 */
#include "frame_picture.h"
#include "trace/diff.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { MOST_TILES = 8192, MOST_DOCUMENTS = 256 };

struct tile {
    uint32_t column, row;
    uint64_t hash;
};

struct document {
    uint32_t surface;
    struct span url;
    struct tile *tiles; /* of its last frame */
    uint32_t count;
    uint32_t width, height;
};

struct documents {
    struct document list[MOST_DOCUMENTS];
    unsigned count;
};

static uint64_t
get(const uint8_t *at, unsigned size)
{
    uint64_t value = 0;

    while (size-- > 0)
        value = value << 8 | at[size];
    return value;
}

/* The document that the surface shows. */
static struct document *
find(struct documents *all, uint32_t surface)
{
    for (unsigned i = all->count; i-- > 0;)
        if (all->list[i].surface == surface)
            return &all->list[i];
    return NULL;
}

static void
take_tile(struct document *d, const struct tile *t)
{
    uint32_t i = 0;

    while (i < d->count &&
           (d->tiles[i].column != t->column || d->tiles[i].row != t->row))
        i++;
    if (i == MOST_TILES)
        return;
    if (i == d->count) {
        d->tiles = realloc(d->tiles, (i + 1) * sizeof *d->tiles);
        if (d->tiles == NULL)
            abort();
        d->count++;
    }
    d->tiles[i] = *t;
}

static void
take_frame(struct documents *all, struct span frame)
{
    struct document *d;

    if (frame.size < FRAME_HEAD ||
        (d = find(all, (uint32_t)get(frame.data, 4))) == NULL)
        return;
    for (size_t at = FRAME_HEAD; at + FRAME_TILE <= frame.size;
         at += FRAME_TILE)
        take_tile(d, &(struct tile){(uint32_t)get(frame.data + at, 4),
                                    (uint32_t)get(frame.data + at + 4, 4),
                                    get(frame.data + at + 8, 8)});
}

/* What says which picture is whose, and how large. */
static void
take_message(struct documents *all, const struct trace_record *r)
{
    struct msg_document_begin begin;
    struct msg_commit commit;
    struct msg_tile_gone gone;
    struct document *d;
    enum message_id id;
    struct reader in;

    if (!trace_is_whole(r) || !message_open(r->payload, &id, &in))
        return;
    if (id == MSG_document_begin && decode_document_begin(&in, &begin) &&
        all->count < MOST_DOCUMENTS) {
        all->list[all->count++] =
            (struct document){.surface = begin.surface, .url = begin.url};
    } else if (id == MSG_tile_gone && decode_tile_gone(&in, &gone) &&
               (d = find(all, gone.surface)) != NULL) {
        for (uint32_t i = 0; i < d->count; i++)
            if (d->tiles[i].column == gone.column &&
                d->tiles[i].row == gone.row)
                d->tiles[i] = d->tiles[--d->count];
    } else if (id == MSG_commit && decode_commit(&in, &commit) &&
               (d = find(all, commit.surface)) != NULL) {
        d->width = commit.width;
        d->height = commit.height;
    }
}

static void
read_documents(struct documents *all, const struct side *s,
               const struct trace_choice *choice, uint32_t number)
{
    all->count = 0;
    for (uint32_t i = 0; i < s->log.count; i++) {
        const struct trace_record *r = &s->log.entries[i].r;

        if (r->number != number)
            continue;
        if (trace_is_message(r))
            take_message(all, r);
        else if (r->phase == TRACE_FRAME &&
                 trace_choice_has(choice, &s->log.in, r))
            take_frame(all, r->payload);
    }
}

static void
free_documents(struct documents *all)
{
    for (unsigned i = 0; i < all->count; i++)
        free(all->list[i].tiles);
    free(all);
}

/* How many tiles both have, and in how many of them they differ. */
static uint32_t
compare(const struct document *a, const struct document *b, uint32_t *common)
{
    uint32_t differ = 0;

    *common = 0;
    for (uint32_t i = 0; i < a->count; i++)
        for (uint32_t k = 0; k < b->count; k++)
            if (a->tiles[i].column == b->tiles[k].column &&
                a->tiles[i].row == b->tiles[k].row) {
                ++*common;
                differ += a->tiles[i].hash != b->tiles[k].hash;
                break;
            }
    return differ;
}

static void
report(struct diff *d, const struct document *a, const struct document *b)
{
    uint32_t common, differ = compare(a, b, &common);

    if (common == 0)
        return;
    if (differ == 0 && a->width == b->width && a->height == b->height) {
        d->same++;
        return;
    }
    d->changed++;
    printf("~ the picture of %.*s", (int)a->url.size,
           (const char *)a->url.data);
    if (!span_equal(a->url, b->url))
        printf(" and %.*s", (int)b->url.size, (const char *)b->url.data);
    fputs(": ", stdout);
    if (a->width != b->width || a->height != b->height)
        printf("%" PRIu32 "x%" PRIu32 " in place of %" PRIu32 "x%" PRIu32 "; ",
               b->width, b->height, a->width, a->height);
    printf("%" PRIu32 " of %" PRIu32 " tiles differ\n", differ, common);
}

void
diff_pictures(struct diff *d, uint32_t a, uint32_t b)
{
    struct documents *of_a = calloc(1, sizeof *of_a);
    struct documents *of_b = calloc(1, sizeof *of_b);

    if (of_a == NULL || of_b == NULL)
        abort();
    if (!d->a.log.in.foreign && !d->b.log.in.foreign) {
        read_documents(of_a, &d->a, d->choice, a);
        read_documents(of_b, &d->b, d->choice, b);
    }
    for (unsigned i = 0; i < of_a->count && i < of_b->count; i++)
        report(d, &of_a->list[i], &of_b->list[i]);
    free_documents(of_a);
    free_documents(of_b);
}
