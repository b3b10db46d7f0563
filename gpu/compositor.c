/*
 * compositor.c - from the browser's description of a window to its pixels.
 *
 * Process: gpu.  Distrusts: nothing.
 */
#include "compositor.h"
#include "log.h"

#include <SDL2/SDL.h>

void
compositor_begin(struct compositor *c, uint32_t frame, int width, int height,
                 uint32_t background)
{
    struct scene *s = &c->scenes[!c->shown];

    s->frame = frame;
    s->background = background;
    s->width = width;
    s->height = height;
    s->count = 0;
    c->building = true;
}

void
compositor_add(struct compositor *c, struct scene_item item)
{
    struct scene *s = &c->scenes[!c->shown];

    if (!c->building) {
        log_warn("a layer outside of a scene");
        return;
    }
    if (s->count == MAX_ITEMS) {
        log_warn("scene %u has more than %d items", s->frame, MAX_ITEMS);
        return;
    }
    s->items[s->count++] = item;
}

bool
compositor_end(struct compositor *c, uint32_t frame)
{
    if (!c->building || c->scenes[!c->shown].frame != frame) {
        log_warn("the end of scene %u without its beginning", frame);
        return false;
    }
    c->shown = !c->shown;
    c->building = false;
    c->has_scene = true;
    return true;
}

uint32_t
compositor_frame(const struct compositor *c)
{
    return c->scenes[c->shown].frame;
}

static void
set_color(SDL_Renderer *renderer, uint32_t color)
{
    SDL_SetRenderDrawColor(renderer, (Uint8)(color >> 16), (Uint8)(color >> 8),
                           (Uint8)color, (Uint8)(color >> 24));
}

static void
draw_solid(SDL_Renderer *renderer, struct rect area, uint32_t color)
{
    SDL_Rect r = {area.x, area.y, area.width, area.height};

    SDL_SetRenderDrawBlendMode(renderer, color >> 24 == 255
                                             ? SDL_BLENDMODE_NONE
                                             : SDL_BLENDMODE_BLEND);
    set_color(renderer, color);
    SDL_RenderFillRect(renderer, &r);
}

/* The tile that pixel falls into; pixels before the first give the first. */
static int
tile_at(int pixel)
{
    int index = pixel / TILE_SIZE;

    if (pixel < 0)
        return 0;
    return index < MAX_COLUMN ? index : MAX_COLUMN;
}

/* clip is not empty. */
static void
draw_layer(SDL_Renderer *renderer, struct textures *t,
           const struct scene_item *item, struct rect clip)
{
    SDL_Rect clip_rect = {clip.x, clip.y, clip.width, clip.height};
    struct surface *s = textures_find(t, item->surface);
    int right = clip.x + clip.width - 1 - item->origin_x;
    int bottom = clip.y + clip.height - 1 - item->origin_y;

    if (s == NULL || right < 0 || bottom < 0)
        return;
    SDL_RenderSetClipRect(renderer, &clip_rect);
    for (int row = tile_at(clip.y - item->origin_y); row <= tile_at(bottom);
         row++)
        for (int column = tile_at(clip.x - item->origin_x);
             column <= tile_at(right); column++) {
            SDL_Texture *texture =
                textures_take_tile(t, s, (uint32_t)column, (uint32_t)row);
            SDL_Rect to = {item->origin_x + column * TILE_SIZE,
                           item->origin_y + row * TILE_SIZE, TILE_SIZE,
                           TILE_SIZE};

            if (texture != NULL)
                SDL_RenderCopy(renderer, texture, NULL, &to);
        }
    SDL_RenderSetClipRect(renderer, NULL);
}

/* Headless: as large as the scene. */
static void
fit_display(const struct scene *s, struct display *d, struct textures *t)
{
    if (s->width < 1 || s->height < 1 || display_fits(d, s->width, s->height))
        return;
    textures_forget(t);
    if (display_resize(d, s->width, s->height))
        textures_set_renderer(t, d->renderer);
}

bool
compositor_draw(struct compositor *c, struct display *d, struct textures *t)
{
    const struct scene *s = &c->scenes[c->shown];
    struct rect window = {0, 0, 0, 0};

    if (!c->has_scene)
        return false;
    fit_display(s, d, t);
    display_size(d, &window.width, &window.height);
    set_color(d->renderer, s->background | 0xFF000000U);
    SDL_RenderClear(d->renderer);
    for (unsigned i = 0; i < s->count; i++) {
        const struct scene_item *item = &s->items[i];
        struct rect visible = rect_intersect(item->area, window);

        if (rect_is_empty(visible))
            continue;
        if (item->solid)
            draw_solid(d->renderer, visible, item->color);
        else
            draw_layer(d->renderer, t, item, visible);
    }
    SDL_RenderFlush(d->renderer);
    textures_end_scene(t);
    return true;
}
