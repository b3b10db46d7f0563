/*
 * display.h - where the picture goes: the browser's X11 window, or memory.
 *
 * Process: gpu.  Distrusts: nothing; the launch argument is the browser's.
 *
 * With a window, its X id is all that is known of it: the browser created it
 * and keeps its input; this process only draws and listens for exposure and
 * size.  Headless there is no video system at all, only SDL's software
 * renderer on a picture in memory, as large as the scene.
 */
#ifndef BULKHEAD_GPU_DISPLAY_H
#define BULKHEAD_GPU_DISPLAY_H

#include "limits.h"

#include <stdbool.h>
#include <stdint.h>

struct SDL_Window;
struct SDL_Surface;
struct SDL_Renderer;

struct display {
    struct SDL_Window *window;   /* NULL: headless */
    struct SDL_Surface *picture; /* NULL: there is a window */
    struct SDL_Renderer *renderer;
    bool accelerated;
    int fd;                    /* the X connection, or -1 */
    char name[MAX_DETAIL + 1]; /* for a person: "opengl, llvmpipe (...)" */
};

/* Connects as the launch argument says:
 *   window renderer=software|hardware
 *   headless width=1280 height=800
 * The window's number comes later, in a pipe on the lane, and is waited for
 * when all is done that needs none.  False after logging. Nothing is shown
 * yet. */
bool display_open(struct display *d, const char *argument);
void display_close(struct display *d);

/* Size of what can be drawn on, pixels. */
void display_size(const struct display *d, int *width, int *height);

/* Headless: whether the picture has this size.  True with a window, whose size
 * is not ours to choose. */
bool display_fits(const struct display *d, int width, int height);

/* Headless: a new picture of this size (1 to MAX_WINDOW), with a new renderer;
 * all textures of the old one must have been given up.  False after logging:
 * the old picture stays. */
bool display_resize(struct display *d, int width, int height);

/* Shows what was drawn. */
void display_present(struct display *d);

/* Takes in what the X server sent; true when the picture has to be drawn
 * again.  *lost is set when the textures' contents are gone as well. */
bool display_pump(struct display *d, bool *lost);

/* Copies the top left width x height pixels of what was drawn since the last
 * present, opaque, 0xAARRGGBB, rows width * 4 bytes apart.  What lies outside
 * the display is left alone.  False after logging. */
bool display_read(struct display *d, void *pixels, int width, int height);

#endif
