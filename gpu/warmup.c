/*
 * warmup.c - every way of drawing once, before the process is locked down.
 *
 * Process: gpu.  Distrusts: nothing.
 */
#include "warmup.h"
#include "compositor.h"
#include "log.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>

enum {
    WIDTH = 1280,
    HEIGHT = 800,
    COLUMNS = (WIDTH + TILE_SIZE - 1) / TILE_SIZE,
    ROWS = (HEIGHT + TILE_SIZE - 1) / TILE_SIZE,
    TILES = COLUMNS * ROWS,
    USED = 2, /* slots: the first half transparent, one for all others */
    ROUNDS = 3,
    SURFACE = 0,
};

static uint32_t
now_us(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint32_t)((uint64_t)t.tv_sec * 1000000 +
                      (uint64_t)t.tv_nsec / 1000);
}

static void
damage_all(struct textures *t, struct rect damage)
{
    for (uint32_t i = 0; i < TILES; i++)
        textures_tile(t, SURFACE, i % COLUMNS, i / COLUMNS, i > 0, damage);
}

static void
add_solid(struct compositor *c, struct rect area, uint32_t color)
{
    compositor_add(
        c, (struct scene_item){.area = area, .solid = true, .color = color});
}

static void
add_layer(struct compositor *c, struct rect clip, int x, int y)
{
    compositor_add(
        c, (struct scene_item){
               .area = clip, .surface = SURFACE, .origin_x = x, .origin_y = y});
}

/* Draws the scene and waits until it is drawn: a pixel is read. */
static void
draw(struct compositor *c, struct display *d, struct textures *t)
{
    uint32_t pixel;

    compositor_draw(c, d, t);
    display_read(d, &pixel, 1, 1);
}

/* Every kind of item: tiles opaque and not, whole and in part, clipped and
 * not; solids opaque and not. */
static void
draw_all_kinds(struct compositor *c, struct display *d, struct textures *t,
               uint8_t *memory)
{
    const struct rect whole = {0, 0, TILE_SIZE, TILE_SIZE};
    const struct rect part = {3, 5, 100, 7};
    uint32_t *pixels;
    int width, height;

    display_size(d, &width, &height);
    memset(memory, 0x80, TILE_BYTES); /* the first tile lets half through */
    compositor_begin(c, 0, width, height, 0xFF336699);
    add_layer(c, (struct rect){0, 0, width, height}, 0, 0);
    add_layer(c, (struct rect){40, 40, width / 2, height / 2}, -7, -300);
    add_solid(c, (struct rect){10, 10, 30, 30}, 0xFF00FF00);
    add_solid(c, (struct rect){20, 20, 30, 30}, 0x4000FF00);
    compositor_end(c, 0);
    damage_all(t, whole);
    draw(c, d, t);
    damage_all(t, part);
    draw(c, d, t);
    memset(memory, 0xFF, TILE_BYTES);
    if (!d->accelerated)
        return; /* reading is copying */
    pixels = calloc((size_t)width * (size_t)height, 4);
    if (pixels != NULL)
        display_read(d, pixels, width, height);
    free(pixels);
}

uint32_t
warmup_run(struct display *d, struct textures *t)
{
    struct tiles arena = {NULL, TILES};
    struct compositor *c = calloc(1, sizeof *c);
    uint32_t best = UINT32_MAX;
    int width, height, rounds = d->accelerated ? ROUNDS : 1;
    void *memory = mmap(NULL, TILES * TILE_BYTES, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    if (memory == MAP_FAILED || c == NULL)
        fatal_memory("out of memory for the warm-up");
    memset(memory, 0xFF, USED * TILE_BYTES);
    arena.memory = memory;
    textures_open(t, SURFACE, arena);
    draw_all_kinds(c, d, t, memory);

    display_size(d, &width, &height);
    compositor_begin(c, 1, width, height, 0xFF336699);
    add_layer(c, (struct rect){0, 0, WIDTH, HEIGHT}, 0, 0);
    compositor_end(c, 1);
    for (int i = 0; i < rounds; i++) {
        uint32_t start = now_us(), took;

        damage_all(t, (struct rect){0, 0, TILE_SIZE, TILE_SIZE});
        draw(c, d, t);
        took = now_us() - start;
        best = took < best ? took : best;
    }
    textures_close(t, SURFACE);
    free(c);
    return best;
}
