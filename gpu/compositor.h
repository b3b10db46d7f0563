/*
 * compositor.h - from the browser's description of a window to its pixels.
 *
 * Process: gpu.  Distrusts: nothing; numbers were checked by the browser and
 * are bounded by protocol.def, which is all that is relied on.
 *
 * A scene is a list of items from bottom to top.  It is built beside the one
 * on the screen, which stays drawable until compositor_end.
 */
#ifndef BULKHEAD_GPU_COMPOSITOR_H
#define BULKHEAD_GPU_COMPOSITOR_H

#include "display.h"
#include "textures.h"

struct scene_item {
    struct rect area; /* of the window: the clip, or what is filled */
    bool solid;       /* a colour, else a surface */
    uint32_t color;   /* 0xAARRGGBB, not premultiplied */
    uint32_t surface;
    int origin_x, origin_y; /* where in the window its 0,0 would be */
};

struct scene {
    uint32_t frame, background;
    int width, height;
    unsigned count;
    struct scene_item items[MAX_ITEMS];
};

/* A zeroed compositor has no scene. */
struct compositor {
    struct scene scenes[2];
    unsigned shown; /* index of the scene on the screen */
    bool has_scene, building;
};

/* Starts a scene; an unfinished one is dropped. */
void compositor_begin(struct compositor *c, uint32_t frame, int width,
                      int height, uint32_t background);

/* Adds an item on top; ignored, with a warning, when there is no scene to add
 * to or it is full. */
void compositor_add(struct compositor *c, struct scene_item item);

/* Makes the new scene the one to draw; false, with a warning, when there is
 * none of this frame. */
bool compositor_end(struct compositor *c, uint32_t frame);

/* Draws the scene on the display without presenting it; false when there is
 * none yet.  Headless, the picture takes the scene's size. */
bool compositor_draw(struct compositor *c, struct display *d,
                     struct textures *t);

/* The number of the scene on the screen. */
uint32_t compositor_frame(const struct compositor *c);

#endif
