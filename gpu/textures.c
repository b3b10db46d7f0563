/*
 * textures.c - the surfaces the gpu process knows, their arenas, and a texture
 * for each tile that has been seen.
 *
 * Process: gpu.  Distrusts: pixels.
 */
#include "textures.h"
#include "log.h"

#include <SDL2/SDL.h>

#include <stdlib.h>

enum {
    BUCKETS = 256,
    TEXTURES_KEPT = 1024, /* 256 MiB; what one scene shows may be more */
};

struct tile {
    struct tile *next;
    uint32_t column, row, slot;
    SDL_Texture *texture; /* NULL: not uploaded */
    struct rect damage;   /* of the texture; empty: up to date */
    bool opaque;          /* every pixel of the texture is */
    unsigned turn;        /* when it was drawn last */
};

struct surface {
    struct surface *next;
    uint32_t number;
    struct tiles arena;
    uint32_t count; /* tiles; at most one per slot */
    struct tile *buckets[BUCKETS];
};

static const struct rect whole_tile = {0, 0, TILE_SIZE, TILE_SIZE};

static struct tile **
bucket_of(struct surface *s, uint32_t column, uint32_t row)
{
    return &s->buckets[(column * 7 + row * 31) % BUCKETS];
}

static struct tile *
find_tile(struct surface *s, uint32_t column, uint32_t row)
{
    struct tile *tile = *bucket_of(s, column, row);

    while (tile != NULL && (tile->column != column || tile->row != row))
        tile = tile->next;
    return tile;
}

static void
drop_texture(struct textures *t, struct tile *tile)
{
    if (tile->texture == NULL)
        return;
    SDL_DestroyTexture(tile->texture);
    tile->texture = NULL;
    t->alive--;
}

void
textures_init(struct textures *t, struct SDL_Renderer *renderer)
{
    *t = (struct textures){0};
    t->scratch = malloc(TILE_BYTES);
    if (t->scratch == NULL)
        fatal_memory("out of memory for a tile");
    textures_set_renderer(t, renderer);
}

void
textures_finish(struct textures *t)
{
    while (t->first != NULL)
        textures_close(t, t->first->number);
    free(t->scratch);
    *t = (struct textures){0};
}

void
textures_forget(struct textures *t)
{
    for (struct surface *s = t->first; s != NULL; s = s->next)
        for (int i = 0; i < BUCKETS; i++)
            for (struct tile *tile = s->buckets[i]; tile; tile = tile->next)
                drop_texture(t, tile);
}

void
textures_set_renderer(struct textures *t, struct SDL_Renderer *renderer)
{
    SDL_BlendMode premultiplied = SDL_ComposeCustomBlendMode(
        SDL_BLENDFACTOR_ONE, SDL_BLENDFACTOR_ONE_MINUS_SRC_ALPHA,
        SDL_BLENDOPERATION_ADD, SDL_BLENDFACTOR_ONE,
        SDL_BLENDFACTOR_ONE_MINUS_SRC_ALPHA, SDL_BLENDOPERATION_ADD);
    SDL_Texture *probe =
        SDL_CreateTexture(renderer, SDL_PIXELFORMAT_ARGB8888,
                          SDL_TEXTUREACCESS_STATIC, TILE_SIZE, TILE_SIZE);

    t->renderer = renderer;
    t->premultiplied =
        probe != NULL && SDL_SetTextureBlendMode(probe, premultiplied) == 0;
    t->blend = t->premultiplied ? premultiplied : SDL_BLENDMODE_BLEND;
    if (probe != NULL)
        SDL_DestroyTexture(probe);
}

struct surface *
textures_find(struct textures *t, uint32_t number)
{
    struct surface *s = t->first;

    while (s != NULL && s->number != number)
        s = s->next;
    return s;
}

void
textures_open(struct textures *t, uint32_t number, struct tiles arena)
{
    struct surface *s = calloc(1, sizeof *s);

    if (s == NULL)
        fatal_memory("out of memory for a surface");
    textures_close(t, number);
    s->number = number;
    s->arena = arena;
    s->next = t->first;
    t->first = s;
}

void
textures_close(struct textures *t, uint32_t number)
{
    struct surface **link = &t->first, *s;

    while (*link != NULL && (*link)->number != number)
        link = &(*link)->next;
    s = *link;
    if (s == NULL)
        return;
    *link = s->next;
    for (int i = 0; i < BUCKETS; i++)
        for (struct tile *tile = s->buckets[i], *next; tile; tile = next) {
            next = tile->next;
            drop_texture(t, tile);
            free(tile);
        }
    tiles_unmap(&s->arena);
    free(s);
}

static struct tile *
add_tile(struct surface *s, uint32_t column, uint32_t row)
{
    struct tile **bucket = bucket_of(s, column, row);
    struct tile *tile = calloc(1, sizeof *tile);

    if (tile == NULL)
        fatal_memory("out of memory for a tile");
    tile->column = column;
    tile->row = row;
    tile->next = *bucket;
    *bucket = tile;
    s->count++;
    return tile;
}

bool
textures_tile(struct textures *t, uint32_t number, uint32_t column,
              uint32_t row, uint32_t slot, struct rect damage)
{
    struct surface *s = textures_find(t, number);
    struct tile *tile;

    if (s == NULL || slot >= s->arena.slots || column > MAX_COLUMN ||
        row > MAX_COLUMN)
        return false;
    if (damage.x < 0 || damage.y < 0 || damage.width < 0 || damage.height < 0 ||
        damage.x > TILE_SIZE - damage.width ||
        damage.y > TILE_SIZE - damage.height)
        return false;
    tile = find_tile(s, column, row);
    if (tile == NULL) {
        if (s->count >= s->arena.slots)
            return false;
        tile = add_tile(s, column, row);
    }
    tile->slot = slot;
    tile->damage = rect_union(tile->damage, damage);
    return true;
}

void
textures_tile_gone(struct textures *t, uint32_t number, uint32_t column,
                   uint32_t row)
{
    struct surface *s = textures_find(t, number);
    struct tile *tile = s == NULL ? NULL : find_tile(s, column, row);
    struct tile **link;

    if (tile == NULL)
        return;
    link = bucket_of(s, column, row);
    while (*link != tile)
        link = &(*link)->next;
    *link = tile->next;
    s->count--;
    drop_texture(t, tile);
    free(tile);
}

/* Colour c of a premultiplied pixel with alpha a, as it was before; any values
 * are fine. */
static uint32_t
undo(uint32_t c, uint32_t a)
{
    c = (c * 255 + a / 2) / a;
    return c > 255 ? 255 : c;
}

static void
unpremultiply(uint32_t *pixels, int count)
{
    for (int i = 0; i < count; i++) {
        uint32_t p = pixels[i], a = p >> 24;

        if (a == 255)
            continue;
        pixels[i] = a == 0 ? 0
                           : a << 24 | undo(p >> 16 & 255, a) << 16 |
                                 undo(p >> 8 & 255, a) << 8 | undo(p & 255, a);
    }
}

/* Copies the rectangle of a slot to the front of scratch, rows TILE_STRIDE
 * apart; whether all of it is opaque. */
static bool
copy_pixels(struct textures *t, const uint8_t *slot, struct rect r)
{
    uint32_t all = 0xFF000000U;

    for (int y = 0; y < r.height; y++) {
        uint32_t *to = t->scratch + y * TILE_SIZE;

        memcpy(to, slot + (r.y + y) * TILE_STRIDE + r.x * 4,
               (size_t)r.width * 4);
        for (int x = 0; x < r.width; x++)
            all &= to[x];
    }
    return all == 0xFF000000U;
}

static bool
upload(struct textures *t, const struct surface *s, struct tile *tile)
{
    struct rect r = tile->damage;
    SDL_Rect area = {r.x, r.y, r.width, r.height};
    bool opaque = copy_pixels(t, tiles_slot(&s->arena, tile->slot), r);
    bool whole = r.width == TILE_SIZE && r.height == TILE_SIZE;

    if (!opaque && !t->premultiplied)
        for (int y = 0; y < r.height; y++)
            unpremultiply(t->scratch + y * TILE_SIZE, r.width);
    if (SDL_UpdateTexture(tile->texture, &area, t->scratch, TILE_STRIDE) < 0) {
        log_warn("cannot upload a tile: %s", SDL_GetError());
        return false;
    }
    tile->opaque = opaque && (whole || tile->opaque);
    SDL_SetTextureBlendMode(tile->texture, tile->opaque
                                               ? SDL_BLENDMODE_NONE
                                               : (SDL_BlendMode)t->blend);
    tile->damage = (struct rect){0, 0, 0, 0};
    return true;
}

struct SDL_Texture *
textures_take_tile(struct textures *t, struct surface *s, uint32_t column,
                   uint32_t row)
{
    struct tile *tile = find_tile(s, column, row);

    if (tile == NULL)
        return NULL;
    tile->turn = t->turn;
    if (tile->texture == NULL) {
        tile->texture =
            SDL_CreateTexture(t->renderer, SDL_PIXELFORMAT_ARGB8888,
                              SDL_TEXTUREACCESS_STATIC, TILE_SIZE, TILE_SIZE);
        if (tile->texture == NULL) {
            log_warn("no texture for a tile: %s", SDL_GetError());
            return NULL;
        }
        t->alive++;
        tile->damage = whole_tile;
    }
    if (!rect_is_empty(tile->damage) && !upload(t, s, tile))
        return NULL;
    return tile->texture;
}

void
textures_end_scene(struct textures *t)
{
    if (t->alive > TEXTURES_KEPT)
        for (struct surface *s = t->first; s != NULL; s = s->next)
            for (int i = 0; i < BUCKETS; i++)
                for (struct tile *tile = s->buckets[i]; tile; tile = tile->next)
                    if (tile->turn != t->turn)
                        drop_texture(t, tile);
    t->turn++;
}
