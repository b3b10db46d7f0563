/*
 * image_rgba.c - a picture file (standard input) as "WIDTH HEIGHT\n" and RGBA,
 * not premultiplied; status 1 when it is refused.  With an argument, so many
 * pictures later in its animation.
 *
 * Process: a test tool.
 */
#include "buf.h"
#include "paint/image.h"

#include <stdio.h>
#include <stdlib.h>

static uint8_t
divide(uint32_t channel, uint32_t alpha)
{
    return (uint8_t)(alpha == 0 ? 0 : (channel * 255 + alpha / 2) / alpha);
}

int
main(int argc, char **argv)
{
    struct buf file = {0};
    struct image *i;
    const uint32_t *pixels;
    const char *why;
    size_t got;

    do {
        got = fread(buf_reserve(&file, 65536), 1, 65536, stdin);
        file.size += got;
    } while (got > 0);
    i = image_decode(buf_span(&file), &why);
    if (i == NULL) {
        fprintf(stderr, "%s\n", why);
        return 1;
    }
    for (int n = argc > 1 ? atoi(argv[1]) : 0; n > 0; n--)
        if (image_advance(i) < 0)
            return 1;
    printf("%d %d\n", i->width, i->height);
    pixels = image_at(i, i->width, i->height)->pixels;
    for (size_t n = 0; n < (size_t)i->width * (size_t)i->height; n++) {
        uint32_t c = pixels[n], a = c >> 24;
        uint8_t rgba[4] = {divide(c >> 16 & 0xFF, a), divide(c >> 8 & 0xFF, a),
                           divide(c & 0xFF, a), (uint8_t)a};

        fwrite(rgba, 1, 4, stdout);
    }
    return fflush(stdout) == 0 ? 0 : 1;
}
