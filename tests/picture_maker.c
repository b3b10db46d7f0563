/*
 * picture_maker.c - small encoded pictures for tests.
 *
 * Process: test programs.
 */
#include "picture_maker.h"

#include <png.h>
#include <stdio.h>
#include <jpeglib.h>
#include <stdlib.h>

static void
png_out(png_structp png, png_bytep data, png_size_t size)
{
    buf_add(png_get_io_ptr(png), data, size);
}

static void
png_pixel(uint8_t *at, enum png_kind kind, int x, int y)
{
    uint8_t r = (uint8_t)(x * 16), g = (uint8_t)(y * 16);

    switch (kind) {
    case PNG_RGBA:
        at += x * 4;
        at[3] = (uint8_t)(255 - x * 8);
        break;
    case PNG_RGB:
        at += x * 3;
        break;
    case PNG_GRAY:
        at[x] = r;
        return;
    case PNG_GRAY_16:
        at[2 * x] = r;
        at[2 * x + 1] = r;
        return;
    case PNG_PALETTE_TRNS:
        at[x] = (uint8_t)(x % 4);
        return;
    }
    at[0] = r;
    at[1] = g;
    at[2] = 128;
}

void
make_png(struct buf *out, enum png_kind kind, int width, int height,
         bool interlaced)
{
    static const int types[] = {PNG_COLOR_TYPE_RGB, PNG_COLOR_TYPE_RGBA,
                                PNG_COLOR_TYPE_GRAY, PNG_COLOR_TYPE_GRAY,
                                PNG_COLOR_TYPE_PALETTE};
    static const png_color palette[4] = {
        {255, 0, 0}, {0, 255, 0}, {0, 0, 255}, {9, 8, 7}};
    static const uint8_t alphas[2] = {255, 0};
    png_structp png =
        png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png_create_info_struct(png);
    png_bytep *rows = calloc((size_t)height, sizeof *rows);

    png_set_write_fn(png, out, png_out, NULL);
    png_set_IHDR(png, info, (png_uint_32)width, (png_uint_32)height,
                 kind == PNG_GRAY_16 ? 16 : 8, types[kind],
                 interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    if (kind == PNG_PALETTE_TRNS) {
        png_set_PLTE(png, info, palette, 4);
        png_set_tRNS(png, info, alphas, 2, NULL);
    }
    for (int y = 0; y < height; y++) {
        rows[y] = calloc((size_t)width, 4);
        for (int x = 0; x < width; x++)
            png_pixel(rows[y], kind, x, y);
    }
    png_set_rows(png, info, rows);
    png_write_png(png, info, PNG_TRANSFORM_IDENTITY, NULL);
    png_destroy_write_struct(&png, &info);
    for (int y = 0; y < height; y++)
        free(rows[y]);
    free(rows);
}

static void
jpeg_row(uint8_t *row, enum jpeg_kind kind, int width)
{
    static const uint8_t colors[3][2][4] = {
        {{0xE0, 0x20, 0x20}, {0x20, 0x20, 0xE0}},
        {{0x40}, {0xC0}},
        /* inks, inverted as Adobe does */
        {{0xFF, 0x00, 0x00, 0xFF}, {0x00, 0x00, 0xFF, 0xFF}}};
    static const int sizes[] = {3, 1, 4};

    for (int x = 0; x < width; x++)
        memcpy(row + x * sizes[kind], colors[kind][x >= width / 2],
               (size_t)sizes[kind]);
}

static void
write_orientation(j_compress_ptr jpeg, unsigned orientation)
{
    uint8_t exif[] = {'E', 'x',
                      'i', 'f',
                      0,   0,
                      'M', 'M',
                      0,   42,
                      0,   0,
                      0,   8,
                      0,   1,
                      1,   0x12,
                      0,   3,
                      0,   0,
                      0,   1,
                      0,   (uint8_t)orientation,
                      0,   0,
                      0,   0,
                      0,   0};

    jpeg_write_marker(jpeg, JPEG_APP0 + 1, exif, sizeof exif);
}

void
make_jpeg(struct buf *out, enum jpeg_kind kind, int width, int height,
          bool progressive, unsigned orientation)
{
    static const J_COLOR_SPACE spaces[] = {JCS_RGB, JCS_GRAYSCALE, JCS_CMYK};
    struct jpeg_compress_struct jpeg;
    struct jpeg_error_mgr error;
    unsigned char *data = NULL;
    unsigned long size = 0;
    uint8_t *row = calloc((size_t)width, 4);

    jpeg.err = jpeg_std_error(&error);
    jpeg_create_compress(&jpeg);
    jpeg_mem_dest(&jpeg, &data, &size);
    jpeg.image_width = (JDIMENSION)width;
    jpeg.image_height = (JDIMENSION)height;
    jpeg.input_components = kind == JPEG_RGB ? 3 : kind == JPEG_GRAY ? 1 : 4;
    jpeg.in_color_space = spaces[kind];
    jpeg_set_defaults(&jpeg);
    jpeg_set_quality(&jpeg, 95, TRUE);
    if (progressive)
        jpeg_simple_progression(&jpeg);
    jpeg_start_compress(&jpeg, TRUE);
    if (orientation > 0)
        write_orientation(&jpeg, orientation);
    jpeg_row(row, kind, width);
    while (jpeg.next_scanline < jpeg.image_height)
        jpeg_write_scanlines(&jpeg, &row, 1);
    jpeg_finish_compress(&jpeg);
    jpeg_destroy_compress(&jpeg);
    buf_add(out, data, size);
    free(data);
    free(row);
}
