/*
 * image.c - decoded pictures: limits, the choice of decoder, premultiplying.
 *
 * Process: renderer.  Distrusts: every byte.
 */
#include "paint/image_formats.h"
#include "svg/image.h"
#include "log.h"

#include <stdlib.h>

bool
image_take(struct image *i, uint32_t width, uint32_t height, const char **why)
{
    if (width == 0 || height == 0) {
        *why = "the picture has no area";
        return false;
    }
    if (width > MAX_IMAGE_EDGE || height > MAX_IMAGE_EDGE ||
        (uint64_t)width * height > MAX_IMAGE_PIXELS) {
        *why = "the picture is too large";
        return false;
    }
    i->pixels = calloc((size_t)width * height, sizeof *i->pixels);
    if (i->pixels == NULL) {
        *why = "no memory for the picture";
        return false;
    }
    i->width = (int)width;
    i->height = (int)height;
    return true;
}

static uint32_t
multiply(uint32_t channel, uint32_t alpha)
{
    uint32_t product = channel * alpha + 128;

    return (product + (product >> 8)) >> 8;
}

static void
premultiply(struct image *i)
{
    size_t count = (size_t)i->width * (size_t)i->height;
    bool opaque = true;

    for (size_t n = 0; n < count; n++) {
        uint32_t c = i->pixels[n], a = c >> 24;

        if (a == 0xFF)
            continue;
        opaque = false;
        i->pixels[n] = a << 24 | multiply(c >> 16 & 0xFF, a) << 16 |
                       multiply(c >> 8 & 0xFF, a) << 8 | multiply(c & 0xFF, a);
    }
    i->opaque = opaque;
}

static bool
starts_with(struct span file, const char *magic, size_t size)
{
    return file.size >= size && memcmp(file.data, magic, size) == 0;
}

struct image *
image_decode(struct span file, const char **why)
{
    struct image *i = calloc(1, sizeof *i);
    bool ok = false;

    *why = "the picture's format is not known";
    if (i == NULL)
        fatal_memory("out of memory");
    if (starts_with(file, "\x89PNG\r\n\x1A\n", 8))
        ok = image_png_decode(i, file, why);
    else if (starts_with(file, "\xFF\xD8\xFF", 3))
        ok = image_jpeg_decode(i, file, why);
    else if (starts_with(file, "GIF87a", 6) || starts_with(file, "GIF89a", 6))
        ok = image_gif_decode(i, file, why);
    else if (starts_with(file, "RIFF", 4) && file.size >= 12 &&
             memcmp(file.data + 8, "WEBP", 4) == 0)
        ok = image_webp_decode(i, file, why);
    else if (starts_with(file, "BM", 2))
        ok = image_bmp_decode(i, file, why);
    else if (starts_with(file, "\0\0\1\0", 4))
        ok = image_ico_decode(i, file, why);
    else if (svg_image_is(file))
        ok = svg_image_open(i, file, why);
    if (!ok) {
        image_destroy(i);
        return NULL;
    }
    if (i->svg != NULL)
        return i;
    premultiply(i);
    i->opaque = i->opaque && i->animation == NULL;
    return i;
}

int
image_advance(struct image *i)
{
    i->delay = i->animation != NULL ? image_gif_advance(i) : -1;
    if (i->delay < 0) {
        image_gif_end(i->animation);
        i->animation = NULL;
    }
    return i->delay;
}

void
image_destroy(struct image *i)
{
    if (i == NULL)
        return;
    image_gif_end(i->animation);
    svg_image_close(i->svg);
    free(i->pixels);
    free(i);
}
