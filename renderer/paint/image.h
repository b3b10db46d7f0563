/*
 * image.h - decoded pictures.
 *
 * Process: renderer.  Distrusts: every byte; sizes are bounded (MAX_IMAGE_)
 * before memory is taken.
 */
#ifndef BULKHEAD_IMAGE_H
#define BULKHEAD_IMAGE_H

#include "limits.h"
#include "span.h"

struct image_animation;
struct svg_image;

struct image {
    int width, height; /* pixels */
    uint32_t *pixels;  /* BGRA premultiplied, width * 4 bytes a row; NULL if
                          svg is set: see image_at */
    bool opaque;
    struct image_animation *animation; /* NULL: it stands still */
    int delay;                         /* ms until the next picture of it */
    struct svg_image *svg;             /* NULL: it has pixels */
};

/* Decodes a whole PNG, JPEG, GIF, WebP, BMP, ICO or SVG file (the first frame;
 * by its first bytes, not by its MIME type); NULL when it is broken or too
 * large, with *why set to a sentence. */
struct image *image_decode(struct span file, const char **why);

/* The picture with pixels to be shown in about that size: an SVG picture is
 * drawn for it, any other is i itself.  Valid until the next call for i. */
const struct image *image_at(const struct image *i, double width,
                             double height);

/* Makes the pixels those of the animation's next picture.  Returns the ms for
 * which it is shown; -1 when the last one has been (it stands still then). */
int image_advance(struct image *i);

void image_destroy(struct image *i); /* NULL is allowed */

#endif
