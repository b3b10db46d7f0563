/*
 * picture.h - pixels to a PNG file.
 *
 * Process: browser.
 */
#ifndef BULKHEAD_PICTURE_H
#define BULKHEAD_PICTURE_H

#include <stdbool.h>
#include <stdint.h>

/* Writes opaque BGRA pixels (width * 4 bytes a row) as an RGB PNG; false
 * after logging. */
bool picture_write(const char *path, const uint8_t *pixels, int width,
                   int height);

#endif
