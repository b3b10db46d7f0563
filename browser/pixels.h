/*
 * pixels.h - a picture in memory.
 *
 * Process: browser.  BGRA premultiplied as in tiles.h.
 */
#ifndef BULKHEAD_PIXELS_H
#define BULKHEAD_PIXELS_H

#include <stdint.h>

struct pixels {
    uint8_t *data;
    int width, height, stride; /* stride in bytes */
};

#endif
