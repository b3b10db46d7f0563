/*
 * image_formats.h - the decoders behind image.c, one per library.
 *
 * Process: renderer.  Distrusts: every byte.
 */
#ifndef BULKHEAD_IMAGE_FORMATS_H
#define BULKHEAD_IMAGE_FORMATS_H

#include "paint/image.h"

/* Each fills a fresh image (straight, not premultiplied, alpha unless opaque)
 * and is false for a broken file, with *why set; the caller destroys i either
 * way.  A file that only ends too early is not broken once rows have come. */
bool image_png_decode(struct image *i, struct span file, const char **why);
bool image_jpeg_decode(struct image *i, struct span file, const char **why);

bool image_webp_decode(struct image *i, struct span file, const char **why);
bool image_bmp_decode(struct image *i, struct span file, const char **why);
bool image_ico_decode(struct image *i, struct span file, const char **why);
/* A GIF of several pictures has i->animation: what comes next in its file. */
int image_gif_advance(struct image *i);
void image_gif_end(struct image_animation *a); /* NULL is allowed */
bool image_gif_decode(struct image *i, struct span file, const char **why);

/* Takes memory for a picture of this size, zeroed; false, with *why set, when
 * it is over the limits. */
bool image_take(struct image *i, uint32_t width, uint32_t height,
                const char **why);

#endif
