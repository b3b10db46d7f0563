/*
 * picture.c - pixels to a PNG file; the browser's only file with libpng.
 *
 * Process: browser.  Distrusts: nothing; pixels are any bytes.
 */
#include "picture.h"

#include "log.h"

#include <png.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool
picture_write(const char *path, const uint8_t *pixels, int width, int height)
{
    png_image image = {.version = PNG_IMAGE_VERSION,
                       .width = (png_uint_32)width,
                       .height = (png_uint_32)height,
                       .format = PNG_FORMAT_RGB,
                       .flags = PNG_IMAGE_FLAG_FAST};
    size_t count = (size_t)width * (size_t)height;
    uint8_t *rgb = malloc(count * 3);
    bool ok = false;

    if (rgb == NULL) {
        log_error("no memory for a picture of %d x %d", width, height);
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        rgb[i * 3] = pixels[i * 4 + 2];
        rgb[i * 3 + 1] = pixels[i * 4 + 1];
        rgb[i * 3 + 2] = pixels[i * 4];
    }
    errno = 0;
    ok = png_image_write_to_file(&image, path, 0, rgb, 0, NULL);
    if (!ok)
        log_error("cannot write the picture %s: %s", path,
                  errno ? strerror(errno) : image.message);
    free(rgb);
    return ok;
}
