/*
 * picture_maker.h - small encoded pictures for tests.
 *
 * Process: test programs.
 */
#ifndef BULKHEAD_PICTURE_MAKER_H
#define BULKHEAD_PICTURE_MAKER_H

#include "buf.h"

enum png_kind { PNG_RGB, PNG_RGBA, PNG_GRAY, PNG_GRAY_16, PNG_PALETTE_TRNS };

/* Pixel x, y is red x * 16, green y * 16, blue 128; alpha, where the kind has
 * it, 255 - x * 8 (palette: index x % 4, of which 1 is transparent). */
void make_png(struct buf *out, enum png_kind kind, int width, int height,
              bool interlaced);

/* Left half 0xE02020, right half 0x2020E0 (gray: 0x40, 0xC0).  orientation 0
 * writes no EXIF. */
enum jpeg_kind { JPEG_RGB, JPEG_GRAY, JPEG_CMYK };
void make_jpeg(struct buf *out, enum jpeg_kind kind, int width, int height,
               bool progressive, unsigned orientation);

#endif
