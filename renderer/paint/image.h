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

struct image {
    int width, height; /* pixels */
    uint32_t *pixels;  /* BGRA premultiplied, width * 4 bytes a row */
    bool opaque;
    struct image_animation *animation; /* NULL: it stands still */
    int delay;                         /* ms until the next picture of it */
};

/* Decodes a whole PNG, JPEG, GIF, WebP, BMP or ICO file (the first frame; by
 * its first bytes, not by its MIME type); NULL when it is broken or too large,
 * with *why set to a sentence. */
struct image *image_decode(struct span file, const char **why);
/* Makes the pixels those of the animation's next picture.  Returns the ms for
 * which it is shown; -1 when the last one has been (it stands still then). */
int image_advance(struct image *i);

void image_destroy(struct image *i); /* NULL is allowed */

#endif
