/*
 * image_jpeg.c - JPEG by libjpeg-turbo, the only file that includes it.
 *
 * Process: renderer.  Distrusts: every byte.  libjpeg reports errors by
 * longjmp; nothing that must be freed lives only in decode().
 */
#include "paint/image_formats.h"
#include "log.h"

#include <setjmp.h>
#include <stddef.h>
#include <stdio.h>
#include <jpeglib.h>
#include <stdlib.h>

enum {
    MAX_SCANS = 200,            /* of a progressive file; more is an attack */
    MAX_JPEG_MEMORY = 640 << 20 /* libjpeg's own, bytes */
};

struct decoder {
    struct jpeg_decompress_struct jpeg;
    struct jpeg_error_mgr error;
    struct jpeg_source_mgr source;
    struct jpeg_progress_mgr progress;
    jmp_buf escape;
    bool ended;    /* an end was made up behind the last byte */
    uint32_t rows; /* decoded */
    uint8_t *inks; /* one row of CMYK, freed by the caller */
    const char **why;
};

static void
on_error(j_common_ptr jpeg)
{
    struct decoder *d = jpeg->client_data;

    longjmp(d->escape, 1);
}

static void
on_message(j_common_ptr jpeg)
{
    (void)jpeg;
}

static void
on_warning(j_common_ptr jpeg, int level)
{
    if (level < 0)
        jpeg->err->num_warnings++;
}

static void
on_progress(j_common_ptr jpeg)
{
    struct decoder *d = jpeg->client_data;

    if (d->jpeg.input_scan_number > MAX_SCANS) {
        *d->why = "the JPEG file has too many scans";
        longjmp(d->escape, 1);
    }
}

/* ---- source --------------------------------------------------------------*/

static void
source_nothing(j_decompress_ptr jpeg)
{
    (void)jpeg;
}

static boolean
source_fill(j_decompress_ptr jpeg)
{
    static const JOCTET end[2] = {0xFF, JPEG_EOI};
    struct decoder *d = jpeg->client_data;

    d->ended = true;
    jpeg->src->next_input_byte = end;
    jpeg->src->bytes_in_buffer = sizeof end;
    return TRUE;
}

static void
source_skip(j_decompress_ptr jpeg, long count)
{
    struct jpeg_source_mgr *s = jpeg->src;

    if (count <= 0)
        return;
    if ((size_t)count >= s->bytes_in_buffer) {
        source_fill(jpeg);
        return;
    }
    s->next_input_byte += count;
    s->bytes_in_buffer -= (size_t)count;
}

/* ---- orientation ---------------------------------------------------------*/

static unsigned
number(const uint8_t *at, int size, bool big)
{
    unsigned value = 0;

    for (int n = 0; n < size; n++)
        value |= (unsigned)at[n] << 8 * (big ? size - 1 - n : n);
    return value;
}

/* The orientation tag (Exif 2.32, 4.6.4: 1 to 8) of an APP1 segment; 1 if
 * there is none. */
static unsigned
exif_orientation(const uint8_t *data, size_t size)
{
    size_t ifd;
    unsigned count;
    bool big;

    if (size < 14 || memcmp(data, "Exif\0\0", 6) != 0)
        return 1;
    data += 6;
    size -= 6;
    big = data[0] == 'M';
    ifd = number(data + 4, 4, big);
    if (ifd > size || size - ifd < 2)
        return 1;
    count = number(data + ifd, 2, big);
    for (unsigned n = 0; n < count; n++) {
        size_t at = ifd + 2 + (size_t)n * 12;

        if (at + 12 > size)
            return 1;
        if (number(data + at, 2, big) == 0x0112) {
            unsigned value = number(data + at + 8, 2, big);

            return value >= 1 && value <= 8 ? value : 1;
        }
    }
    return 1;
}

/* Turns the picture so that it is seen as the camera was held. */
static void
orient(struct image *i, unsigned orientation)
{
    bool turned = orientation >= 5;
    int w = turned ? i->height : i->width, h = turned ? i->width : i->height;
    uint32_t *out;

    if (orientation == 1)
        return;
    out = calloc((size_t)w * (size_t)h, sizeof *out);
    if (out == NULL)
        return;
    for (int y = 0; y < h; y++)
        for (int x = 0; x < w; x++) {
            int sx = turned ? y : x, sy = turned ? x : y;

            if (orientation == 2 || orientation == 3 || orientation == 7 ||
                orientation == 8)
                sx = i->width - 1 - sx;
            if (orientation == 3 || orientation == 4 || orientation == 6 ||
                orientation == 7)
                sy = i->height - 1 - sy;
            out[(size_t)y * (size_t)w + (size_t)x] =
                i->pixels[(size_t)sy * (size_t)i->width + (size_t)sx];
        }
    free(i->pixels);
    i->pixels = out;
    i->width = w;
    i->height = h;
}

/* ---- decoding ------------------------------------------------------------*/

/* Inks to light; Adobe's files hold them inverted. */
static void
convert_inks(uint32_t *out, const uint8_t *inks, int width, bool inverted)
{
    for (int x = 0; x < width; x++, inks += 4) {
        unsigned c[4];

        for (int n = 0; n < 4; n++)
            c[n] = inverted ? inks[n] : 255U - inks[n];
        out[x] = 0xFF000000 | c[0] * c[3] / 255 << 16 | c[1] * c[3] / 255 << 8 |
                 c[2] * c[3] / 255;
    }
}

/* May leave by longjmp. */
static bool
decode(struct decoder *d, struct image *i)
{
    struct jpeg_decompress_struct *j = &d->jpeg;
    bool inks;

    jpeg_save_markers(j, JPEG_APP0 + 1, 0xFFFF);
    if (jpeg_read_header(j, TRUE) != JPEG_HEADER_OK ||
        !image_take(i, j->image_width, j->image_height, d->why))
        return false;
    j->mem->max_memory_to_use = MAX_JPEG_MEMORY;
    inks = j->jpeg_color_space == JCS_CMYK || j->jpeg_color_space == JCS_YCCK;
    j->out_color_space = inks ? JCS_CMYK : JCS_EXT_BGRA;
    if (inks) {
        d->inks = malloc((size_t)i->width * 4);
        if (d->inks == NULL)
            return false;
    }
    j->progress = &d->progress;
    jpeg_start_decompress(j);
    while (j->output_scanline < j->output_height) {
        uint32_t *row =
            i->pixels + (size_t)j->output_scanline * (size_t)i->width;
        JSAMPROW line = inks ? d->inks : (JSAMPROW)row;

        jpeg_read_scanlines(j, &line, 1);
        if (inks)
            convert_inks(row, d->inks, i->width, j->saw_Adobe_marker);
        d->rows++;
        if (d->ended && !j->progressive_mode)
            break;
    }
    return true;
}

bool
image_jpeg_decode(struct image *i, struct span file, const char **why)
{
    struct decoder *d = calloc(1, sizeof *d);
    struct jpeg_marker_struct *m;
    volatile bool ok = false;

    if (d == NULL)
        fatal_memory("out of memory");
    *why = "the JPEG file is broken";
    d->why = why;
    d->jpeg.err = jpeg_std_error(&d->error);
    d->error.error_exit = on_error;
    d->error.output_message = on_message;
    d->error.emit_message = on_warning;
    d->jpeg.client_data = d;
    d->progress.progress_monitor = on_progress;
    if (setjmp(d->escape) == 0) {
        jpeg_create_decompress(&d->jpeg);
        d->jpeg.client_data = d;
        d->source = (struct jpeg_source_mgr){
            file.data,     file.size,   source_nothing,
            source_fill,   source_skip, jpeg_resync_to_restart,
            source_nothing};
        d->jpeg.src = &d->source;
        ok = decode(d, i);
        for (m = d->jpeg.marker_list; ok && m != NULL; m = m->next)
            if (m->marker == JPEG_APP0 + 1) {
                orient(i, exif_orientation(m->data, m->data_length));
                break;
            }
    } else {
        ok = d->rows > 0 && d->ended;
    }
    jpeg_destroy_decompress(&d->jpeg);
    free(d->inks);
    free(d);
    return ok;
}
