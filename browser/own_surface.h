/*
 * own_surface.h - a surface that the browser itself paints.
 *
 * Process: browser.
 */
#ifndef BULKHEAD_OWN_SURFACE_H
#define BULKHEAD_OWN_SURFACE_H

#include "pixels.h"
#include "surfaces.h"

/* Plain memory to draw into, and the surface that shows it. */
struct own_surface {
    struct pixels pixels;
    struct surface *surface;
    struct tiles tiles;
};

/* Gives it a size; true if that was a change, and all is to be drawn anew. */
bool own_surface_resize(struct own_surface *o, int width, int height);
void own_surface_finish(struct own_surface *o);

/* Brings the damaged part to the surface. */
void own_surface_commit(struct own_surface *o, struct rect damage);

#endif
