/*
 * image.h - SVG files as pictures, for paint/image.c.
 *
 * Process: renderer.  Distrusts: every byte.
 */
#ifndef BULKHEAD_SVG_IMAGE_H
#define BULKHEAD_SVG_IMAGE_H

#include "paint/image.h"

/* Whether a file begins as an SVG picture does. */
bool svg_image_is(struct span file);

/* Sets i->svg, and width and height to the natural size; false, with *why set,
 * if it has no picture (i->svg is to be closed all the same). */
bool svg_image_open(struct image *i, struct span file, const char **why);
void svg_image_close(struct svg_image *s); /* NULL is allowed */

#endif
