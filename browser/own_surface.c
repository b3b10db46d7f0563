/*
 * own_surface.c - a surface that the browser itself paints.
 *
 * Process: browser.  Distrusts: nothing.
 *
 * Tile and slot have the same number here: the browser is never two frames
 * ahead of itself, and a picture caught half way is drawn again at once.
 */
#include "own_surface.h"

#include "log.h"

#include <stdlib.h>

static void
on_committed(struct surface *s, void *owner)
{
    (void)s;
    (void)owner;
}

static const struct surface_events events = {on_committed};

static int
tiles_for(int size)
{
    return (size + TILE_SIZE - 1) / TILE_SIZE;
}

bool
own_surface_resize(struct own_surface *o, int width, int height)
{
    uint32_t slots = (uint32_t)(tiles_for(width) * tiles_for(height));

    if (o->surface != NULL && o->pixels.width == width &&
        o->pixels.height == height)
        return false;
    own_surface_finish(o);
    o->pixels = (struct pixels){calloc((size_t)width * (size_t)height, 4),
                                width, height, width * 4};
    if (o->pixels.data == NULL)
        fatal_memory("out of memory for %d x %d pixels", width, height);
    o->surface = surface_create(NULL, slots, &events, o);
    if (o->surface != NULL)
        tiles_map(&o->tiles, o->surface->memory, slots, true);
    return true;
}

void
own_surface_finish(struct own_surface *o)
{
    tiles_unmap(&o->tiles);
    surface_destroy(o->surface);
    free(o->pixels.data);
    *o = (struct own_surface){0};
}

static void
copy_tile(struct own_surface *o, int column, int row, struct rect part)
{
    int columns = tiles_for(o->pixels.width);
    uint32_t slot = (uint32_t)(row * columns + column);
    struct msg_tile m = {.column = (uint32_t)column,
                         .row = (uint32_t)row,
                         .slot = slot,
                         .x = (uint32_t)(part.x - column * TILE_SIZE),
                         .y = (uint32_t)(part.y - row * TILE_SIZE),
                         .width = (uint32_t)part.width,
                         .height = (uint32_t)part.height};
    const char *why;

    for (int y = 0; y < part.height; y++)
        memcpy(tiles_slot(&o->tiles, slot) +
                   ((size_t)m.y + (size_t)y) * TILE_STRIDE + (size_t)m.x * 4,
               o->pixels.data +
                   (size_t)(part.y + y) * (size_t)o->pixels.stride +
                   (size_t)part.x * 4,
               (size_t)part.width * 4);
    surface_add_tile(o->surface, &m, &why);
}

void
own_surface_commit(struct own_surface *o, struct rect damage)
{
    struct rect whole = {0, 0, o->pixels.width, o->pixels.height};
    const char *why;

    damage = rect_intersect(damage, whole);
    if (o->tiles.memory == NULL || rect_is_empty(damage))
        return;
    for (int row = damage.y / TILE_SIZE;
         row * TILE_SIZE < damage.y + damage.height; row++)
        for (int column = damage.x / TILE_SIZE;
             column * TILE_SIZE < damage.x + damage.width; column++) {
            struct rect tile = {column * TILE_SIZE, row * TILE_SIZE, TILE_SIZE,
                                TILE_SIZE};

            copy_tile(o, column, row, rect_intersect(damage, tile));
        }
    surface_commit(o->surface,
                   &(struct msg_commit){.frame = o->surface->frame + 1,
                                        .width = (uint32_t)o->pixels.width,
                                        .height = (uint32_t)o->pixels.height},
                   &why);
}
