/*
 * image_bmp.c - BMP (Windows and OS/2 headers, all depths, RLE) and ICO.
 *
 * Process: renderer.  Distrusts: every byte.  Own code: the formats are two
 * tables and three ways to read a row, and no kept library has both.
 *
 * An ICO holds PNG files or BMPs without a file header, of double height: the
 * second half is a mask of what is transparent.
 */
#include "paint/image_formats.h"

enum {
    FILE_HEADER = 14,
    CORE_HEADER = 12, /* OS/2 1; all others begin like BITMAPINFOHEADER */
    INFO_HEADER = 40,
    NO_COMPRESSION = 0,
    RLE8 = 1,
    RLE4 = 2,
    BITFIELDS = 3,
    RLE24 = 4,          /* of OS/2 2 only */
    ALPHA_BITFIELDS = 6 /* Windows CE */
};

struct bmp {
    struct span file;
    uint32_t pixels; /* offset of the rows */
    uint32_t header; /* its size */
    uint32_t width, height, depth, compression, colors;
    bool top_down, is_os2, in_icon;
    uint32_t mask[4]; /* red, green, blue, alpha; 16 and 32 bits */
    uint32_t palette[256];
};

static uint32_t
u16(struct span s, size_t at)
{
    return at + 2 <= s.size ? s.data[at] | (uint32_t)s.data[at + 1] << 8 : 0;
}

static uint32_t
u32(struct span s, size_t at)
{
    return u16(s, at) | u16(s, at + 2) << 16;
}

/* ---- headers -------------------------------------------------------------*/

static bool
read_core(struct bmp *b, struct span h)
{
    b->width = u16(h, 4);
    b->height = u16(h, 6);
    b->depth = u16(h, 10);
    b->is_os2 = true;
    return u16(h, 8) == 1;
}

/* OS/2 2 has headers of 16 to 64 bytes, whose end may be cut off. */
static bool
read_info(struct bmp *b, struct span h)
{
    int64_t height = (int32_t)u32(h, 8);

    b->is_os2 = b->header == 64 || b->header < INFO_HEADER;
    b->width = u32(h, 4);
    b->top_down = height < 0;
    b->height = (uint32_t)(height < 0 ? -height : height);
    b->depth = u16(h, 14);
    b->compression = b->header > 16 ? u32(h, 16) : 0;
    b->colors = b->header >= 36 ? u32(h, 32) : 0;
    if (b->header >= 52)
        for (size_t i = 0; i < (b->header >= 56 ? 4U : 3U); i++)
            b->mask[i] = u32(h, 40 + 4 * i);
    return u16(h, 12) == 1 || b->in_icon;
}

static bool
is_possible(const struct bmp *b)
{
    switch (b->compression) {
    case NO_COMPRESSION:
        return b->depth == 1 || b->depth == 2 || b->depth == 4 ||
               b->depth == 8 || b->depth == 16 || b->depth == 24 ||
               b->depth == 32;
    case RLE8:
        return b->depth == 8 && !b->top_down;
    case RLE4:
        return b->depth == 4 && !b->top_down;
    case BITFIELDS:
    case ALPHA_BITFIELDS:
        return !b->is_os2 && (b->depth == 16 || b->depth == 32);
    case RLE24:
        return b->is_os2 && b->depth == 24 && !b->top_down;
    default:
        return false;
    }
}

/* The masks stand in the header, behind it, or are the usual ones. */
static size_t
read_masks(struct bmp *b, struct span h)
{
    size_t count = b->compression == ALPHA_BITFIELDS ? 4 : 3;

    if (b->compression != BITFIELDS && b->compression != ALPHA_BITFIELDS) {
        bool sixteen = b->depth == 16;

        b->mask[0] = sixteen ? 0x7C00 : 0xFF0000;
        b->mask[1] = sixteen ? 0x3E0 : 0xFF00;
        b->mask[2] = sixteen ? 0x1F : 0xFF;
        if (b->header < 56)
            b->mask[3] = b->in_icon ? 0xFF000000 : 0;
        if (sixteen)
            b->mask[3] = 0;
        return 0;
    }
    if (b->header >= 52)
        return 0;
    for (size_t i = 0; i < count; i++)
        b->mask[i] = u32(h, b->header + 4 * i);
    return 4 * count;
}

static bool
read_header(struct bmp *b, struct span h)
{
    size_t entry, at, most;

    b->header = u32(h, 0);
    if (b->header < CORE_HEADER || b->header > h.size || b->header > 4096 ||
        !(b->header == CORE_HEADER ? read_core(b, h) : read_info(b, h)))
        return false;
    if (b->in_icon)
        b->height /= 2;
    if (!is_possible(b))
        return false;
    at = b->header + read_masks(b, h);
    entry = b->header == CORE_HEADER ? 3 : 4;
    most = b->depth <= 8 ? 1U << b->depth : 0;
    if (most == 0)
        b->colors = 0; /* a hint for poor screens */
    else if (b->colors > most)
        return false;
    else if (b->colors == 0)
        b->colors = (uint32_t)most;
    for (size_t i = 0; i < b->colors; i++, at += entry)
        if (at + 3 <= h.size)
            b->palette[i] = 0xFF000000 | (uint32_t)h.data[at + 2] << 16 |
                            (uint32_t)h.data[at + 1] << 8 | h.data[at];
    for (size_t i = b->colors; i < 256; i++)
        b->palette[i] = 0xFF000000;
    if (b->in_icon)
        b->pixels = (uint32_t)at;
    return true;
}

/* ---- rows ----------------------------------------------------------------*/

/* The bits of a mask, stretched to 8. */
static uint32_t
field(uint32_t value, uint32_t mask)
{
    unsigned shift = 0, bits = 0;

    if (mask == 0)
        return 0;
    while (!(mask >> shift & 1))
        shift++;
    while (shift + bits < 32 && mask >> (shift + bits) & 1)
        bits++;
    value = (value & mask) >> shift;
    if (bits >= 8)
        return value >> (bits - 8) & 0xFF;
    return (value * 255 + ((1U << bits) - 1) / 2) / ((1U << bits) - 1);
}

static uint32_t
masked(const struct bmp *b, uint32_t value)
{
    uint32_t alpha = b->mask[3] != 0 ? field(value, b->mask[3]) : 0xFF;

    return alpha << 24 | field(value, b->mask[0]) << 16 |
           field(value, b->mask[1]) << 8 | field(value, b->mask[2]);
}

static uint32_t
pixel_of(const struct bmp *b, struct span row, uint32_t x)
{
    unsigned shift;

    switch (b->depth) {
    case 16:
        return masked(b, u16(row, 2 * (size_t)x));
    case 24:
        return 0xFF000000 | u16(row, 3 * (size_t)x) |
               (uint32_t)row.data[3 * (size_t)x + 2] << 16;
    case 32:
        return masked(b, u32(row, 4 * (size_t)x));
    default:
        shift = 8 - b->depth - x * b->depth % 8;
        return b
            ->palette[(unsigned)row.data[(size_t)x * b->depth / 8] >> shift &
                      ((1U << b->depth) - 1)];
    }
}

static uint32_t *
row_at(const struct bmp *b, const struct image *i, uint32_t row)
{
    return i->pixels +
           (size_t)(b->top_down ? row : b->height - 1 - row) * b->width;
}

/* False when not even one row is there. */
static bool
read_rows(const struct bmp *b, struct image *i)
{
    size_t stride = ((size_t)b->width * b->depth + 31) / 32 * 4;
    size_t at = b->pixels, least = ((size_t)b->width * b->depth + 7) / 8;

    for (uint32_t y = 0; y < b->height; y++, at += stride) {
        struct span row;
        uint32_t *to = row_at(b, i, y);

        if (at > b->file.size || b->file.size - at < least)
            return y > 0;
        row = (struct span){b->file.data + at, b->file.size - at};
        for (uint32_t x = 0; x < b->width; x++)
            to[x] = pixel_of(b, row, x);
    }
    return true;
}

/* ---- run lengths ---------------------------------------------------------*/

struct run {
    const struct bmp *b;
    struct image *i;
    size_t at;
    uint32_t x, y;
};

static void
put(struct run *r, uint32_t color)
{
    if (r->x < r->b->width && r->y < r->b->height)
        row_at(r->b, r->i, r->y)[r->x] = color;
    r->x++;
}

static uint32_t
color_at(const struct run *r, size_t at, unsigned nibble)
{
    const uint8_t *p = r->b->file.data + at;

    if (r->b->depth == 24)
        return 0xFF000000 | (uint32_t)p[2] << 16 | (uint32_t)p[1] << 8 | p[0];
    if (r->b->depth == 8)
        return r->b->palette[p[0]];
    return r->b->palette[nibble & 1 ? p[0] & 15 : p[0] >> 4];
}

/* A literal run of count pixels, padded to 16 bits; false past the end. */
static bool
take_literal(struct run *r, unsigned count)
{
    unsigned depth = r->b->depth;
    size_t size = ((size_t)count * depth + 7) / 8;

    if (r->b->file.size - r->at < size)
        return false;
    for (unsigned n = 0; n < count; n++)
        put(r, color_at(r, r->at + (size_t)n * depth / 8, n));
    r->at += size + (size & 1);
    return true;
}

static bool
take_repeat(struct run *r, unsigned count)
{
    size_t size = r->b->depth == 24 ? 3 : 1;

    if (r->b->file.size - r->at < size)
        return false;
    for (unsigned n = 0; n < count; n++)
        put(r, color_at(r, r->at, n));
    r->at += size;
    return true;
}

/* What the runs leave out is black.  False when there are none. */
static bool
read_runs(const struct bmp *b, struct image *i)
{
    struct run r = {b, i, b->pixels, 0, 0};
    bool any = false;

    for (size_t n = 0; n < (size_t)b->width * b->height; n++)
        i->pixels[n] = 0xFF000000;
    while (r.at < b->file.size && b->file.size - r.at >= 2 && r.y < b->height) {
        unsigned count = b->file.data[r.at], what = b->file.data[r.at + 1];

        r.at += count != 0 ? 1 : 2;
        if (count != 0) {
            if (!take_repeat(&r, count))
                return any;
        } else if (what == 0) {
            r.x = 0;
            r.y++;
        } else if (what == 1) {
            return true;
        } else if (what == 2) {
            if (b->file.size - r.at < 2)
                return any;
            r.x += b->file.data[r.at];
            r.y += b->file.data[r.at + 1];
            r.at += 2;
        } else if (!take_literal(&r, what)) {
            return any;
        }
        any = true;
    }
    return any;
}

/* ---- files ---------------------------------------------------------------*/

static bool
read_pixels(struct bmp *b, struct image *i, const char **why)
{
    if (!image_take(i, b->width, b->height, why))
        return false;
    *why = "the BMP file ends before its picture";
    return b->compression == RLE8 || b->compression == RLE4 ||
                   b->compression == RLE24
               ? read_runs(b, i)
               : read_rows(b, i);
}

bool
image_bmp_decode(struct image *i, struct span file, const char **why)
{
    struct bmp b = {.file = file, .pixels = u32(file, 10)};

    *why = "the BMP file is broken";
    if (file.size < FILE_HEADER + CORE_HEADER ||
        !read_header(&b, (struct span){file.data + FILE_HEADER,
                                       file.size - FILE_HEADER}))
        return false;
    return read_pixels(&b, i, why);
}

/* ---- icons ---------------------------------------------------------------*/

/* The mask follows the rows, one bit a pixel: 1 is transparent. */
static void
apply_mask(const struct bmp *b, struct image *i)
{
    size_t stride = ((size_t)b->width * b->depth + 31) / 32 * 4;
    size_t mask_stride = ((size_t)b->width + 31) / 32 * 4;
    size_t at = b->pixels + stride * b->height;

    for (uint32_t y = 0; y < b->height; y++, at += mask_stride) {
        if (at > b->file.size || b->file.size - at < (b->width + 7) / 8)
            return;
        for (uint32_t x = 0; x < b->width; x++)
            if (b->file.data[at + x / 8] >> (7 - x % 8) & 1)
                row_at(b, i, y)[x] = 0;
    }
}

static bool
has_alpha(const struct image *i)
{
    size_t count = (size_t)i->width * (size_t)i->height;

    for (size_t n = 0; n < count; n++)
        if (i->pixels[n] >> 24 != 0)
            return true;
    return false;
}

static bool
decode_entry(struct image *i, struct span file, const char **why)
{
    struct bmp b = {.file = file, .in_icon = true};

    if (file.size >= 8 && memcmp(file.data, "\x89PNG\r\n\x1A\n", 8) == 0)
        return image_png_decode(i, file, why);
    *why = "the icon is broken";
    if (file.size < INFO_HEADER || !read_header(&b, file) ||
        !read_pixels(&b, i, why))
        return false;
    if (b.depth == 32 && has_alpha(i))
        return true;
    for (size_t n = 0; n < (size_t)i->width * (size_t)i->height; n++)
        i->pixels[n] |= 0xFF000000;
    apply_mask(&b, i);
    return true;
}

bool
image_ico_decode(struct image *i, struct span file, const char **why)
{
    uint32_t count = u16(file, 4), best = 0, most = 0;

    *why = "the icon is broken";
    /* The largest picture, and of equals the one with most colours. */
    for (uint32_t n = 0; n < count && 6 + 16 * (size_t)n + 16 <= file.size;
         n++) {
        size_t at = 6 + 16 * (size_t)n;
        uint32_t w = file.data[at] == 0 ? 256 : file.data[at];
        uint32_t h = file.data[at + 1] == 0 ? 256 : file.data[at + 1];
        uint32_t worth = w * h * 64 + (u16(file, at + 6) & 63);
        uint32_t offset = u32(file, at + 12);

        if (worth > most && offset < file.size) {
            most = worth;
            best = n + 1;
        }
    }
    if (best > 0) {
        size_t at = 6 + 16 * (size_t)(best - 1);
        uint32_t size = u32(file, at + 8), offset = u32(file, at + 12);
        size_t rest = file.size - offset;

        return decode_entry(
            i, (struct span){file.data + offset, size < rest ? size : rest},
            why);
    }
    return false;
}
