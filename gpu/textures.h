/*
 * textures.h - the surfaces the gpu process knows, their arenas, and a texture
 * for each tile that has been seen.
 *
 * Process: gpu.  Distrusts: pixels.  Any bytes are fine, also while their
 * painter rewrites them: they are copied once, then looked at.
 *
 * A tile is uploaded when a scene first shows it, not when it is announced:
 * its slot stays the tile's until a later frame replaced it and was presented,
 * so the pixels are still there.  Tiles painted ahead cost nothing until they
 * are scrolled to, and a texture can be thrown away at any time.
 */
#ifndef BULKHEAD_GPU_TEXTURES_H
#define BULKHEAD_GPU_TEXTURES_H

#include "rect.h"
#include "tiles.h"

struct SDL_Renderer;
struct SDL_Texture;
struct surface;

struct textures {
    struct SDL_Renderer *renderer;
    uint32_t blend;     /* SDL_BlendMode for tiles with transparency */
    bool premultiplied; /* what that mode wants of the pixels */
    struct surface *first;
    unsigned alive;    /* textures in existence */
    unsigned turn;     /* counts scenes, to know what was not drawn */
    uint32_t *scratch; /* one tile */
};

/* renderer is borrowed and must outlive all textures, see below. */
void textures_init(struct textures *t, struct SDL_Renderer *renderer);
void textures_finish(struct textures *t);

/* Gives up every SDL texture; the surfaces stay and upload anew when drawn.
 * To be called before the renderer is destroyed. */
void textures_forget(struct textures *t);

/* Another renderer for what follows. */
void textures_set_renderer(struct textures *t, struct SDL_Renderer *renderer);

/* A surface with this arena, which is taken.  One of the same number is closed
 * first. */
void textures_open(struct textures *t, uint32_t number, struct tiles arena);

/* Forgets the surface and unmaps its arena; unknown numbers are allowed. */
void textures_close(struct textures *t, uint32_t number);

/* The tile shows this slot from now on; damage (within the tile) is what
 * differs from what it showed before.  False for an unknown surface, numbers
 * out of range or more tiles than slots; nothing has changed then. */
bool textures_tile(struct textures *t, uint32_t number, uint32_t column,
                   uint32_t row, uint32_t slot, struct rect damage);

/* The tile is transparent from now on; unknown ones are allowed. */
void textures_tile_gone(struct textures *t, uint32_t number, uint32_t column,
                        uint32_t row);

/* The surface, or NULL. */
struct surface *textures_find(struct textures *t, uint32_t number);

/* The tile's texture, up to date, its blend mode set; NULL when there is no
 * such tile or it cannot be uploaded.  Valid until the next textures_ call
 * other than this one. */
struct SDL_Texture *textures_take_tile(struct textures *t, struct surface *s,
                                       uint32_t column, uint32_t row);

/* A scene was drawn: if there are too many textures, those it did not show
 * are given up. */
void textures_end_scene(struct textures *t);

#endif
