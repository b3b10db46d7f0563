/*
 * image_png.c - PNG by libpng, the only file that includes it.
 *
 * Process: renderer.  Distrusts: every byte.  libpng reports errors by
 * longjmp; nothing that must be freed lives only in decode().
 */
#include "paint/image_formats.h"

#include <png.h>
#include <setjmp.h>

/* A chunk of text or profile may make libpng take this much at most. */
enum { MAX_CHUNK_MEMORY = 8 << 20 };

struct source {
    struct span rest;
    bool ended; /* more was asked for than there is */
    const char **why;
    uint32_t rows; /* decoded in the first pass */
};

static void
read_bytes(png_structp png, png_bytep out, png_size_t size)
{
    struct source *s = png_get_io_ptr(png);

    if (size > s->rest.size) {
        s->ended = true;
        png_error(png, "the file ends too early");
    }
    memcpy(out, s->rest.data, size);
    s->rest.data += size;
    s->rest.size -= size;
}

static void
on_error(png_structp png, png_const_charp message)
{
    (void)message;
    longjmp(png_jmpbuf(png), 1);
}

static void
on_warning(png_structp png, png_const_charp message)
{
    (void)png;
    (void)message;
}

/* Whatever the file has becomes B, G, R, A of 8 bits. */
static void
set_transforms(png_structp png, png_infop info)
{
    png_set_expand(png);
    png_set_scale_16(png);
    png_set_gray_to_rgb(png);
    png_set_bgr(png);
    if (!(png_get_color_type(png, info) & PNG_COLOR_MASK_ALPHA) &&
        !png_get_valid(png, info, PNG_INFO_tRNS))
        png_set_filler(png, 0xFF, PNG_FILLER_AFTER);
}

/* May leave by longjmp. */
static bool
decode(png_structp png, png_infop info, struct image *i, struct source *s)
{
    uint32_t width, height;
    int passes;

    png_read_info(png, info);
    width = png_get_image_width(png, info);
    height = png_get_image_height(png, info);
    if (!image_take(i, width, height, s->why))
        return false;
    set_transforms(png, info);
    passes = png_set_interlace_handling(png);
    png_read_update_info(png, info);
    if (png_get_rowbytes(png, info) != (size_t)width * 4) {
        *s->why = "the PNG file has an unknown layout";
        return false;
    }
    for (int pass = 0; pass < passes; pass++)
        for (uint32_t y = 0; y < height; y++) {
            png_bytep row = (png_bytep)(i->pixels + (size_t)y * width);

            /* With a display row, coarse passes fill the gaps of later ones. */
            png_read_row(png, passes > 1 ? NULL : row, passes > 1 ? row : NULL);
            if (pass == 0)
                s->rows = y + 1;
        }
    return true;
}

/* Chunks that libpng would keep, with time growing by the square of their
 * number. */
static const uint8_t unused[] = "tEXt\0zTXt\0iTXt\0iCCP\0sPLT\0hIST\0pCAL\0"
                                "sCAL\0oFFs\0eXIf";

bool
image_png_decode(struct image *i, struct span file, const char **why)
{
    struct source s = {file, false, why, 0};
    png_structp png =
        png_create_read_struct(PNG_LIBPNG_VER_STRING, &s, on_error, on_warning);
    png_infop info = png == NULL ? NULL : png_create_info_struct(png);
    volatile bool ok = false;

    *why = "the PNG file is broken";
    if (info == NULL) {
        *why = "no memory for the picture";
        png_destroy_read_struct(&png, NULL, NULL);
        return false;
    }
    if (setjmp(png_jmpbuf(png)) == 0) {
        png_set_read_fn(png, &s, read_bytes);
        png_set_user_limits(png, MAX_IMAGE_EDGE, MAX_IMAGE_EDGE);
        png_set_chunk_malloc_max(png, MAX_CHUNK_MEMORY);
        png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, NULL, 0);
        png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, unused,
                                    sizeof unused / 5);
        ok = decode(png, info, i, &s);
    } else if (s.ended && s.rows > 0) {
        ok = true; /* cut short: what has come is shown */
    }
    png_destroy_read_struct(&png, &info, NULL);
    return ok;
}
