/*
 * image_gif.c - GIF (87a, 89a): the first picture of the file.
 *
 * Process: renderer.  Distrusts: every byte.  Own code: the format is a page
 * of tables and one LZW decoder, and reads from memory without callbacks.
 */
#include "paint/image_formats.h"

enum { MAX_CODE = 4096 }; /* LZW codes have at most 12 bits */

struct gif {
    const uint8_t *at, *end;
    const uint8_t *palette; /* 3 bytes a colour */
    unsigned colors;
    int transparent; /* index, or -1 */
};

/* The place of one picture on the screen. */
struct frame {
    unsigned x, y, width, height;
    bool interlaced;
};

/* Reads codes from the sub-blocks of picture data. */
struct bits {
    struct gif *g;
    const uint8_t *at, *end; /* of the sub-block */
    uint32_t value;
    unsigned count;
};

static bool
has(const struct gif *g, size_t size)
{
    return (size_t)(g->end - g->at) >= size;
}

static unsigned
u16(const uint8_t *at)
{
    return at[0] | (unsigned)at[1] << 8;
}

static bool
take_palette(struct gif *g, uint8_t flags)
{
    unsigned colors = 2U << (flags & 7);

    if (!(flags & 0x80))
        return true;
    if (!has(g, (size_t)colors * 3))
        return false;
    g->palette = g->at;
    g->colors = colors;
    g->at += (size_t)colors * 3;
    return true;
}

static void
skip_blocks(struct gif *g)
{
    while (has(g, 1)) {
        unsigned size = *g->at++;

        if (size == 0 || !has(g, size))
            return;
        g->at += size;
    }
}

static void
take_extension(struct gif *g)
{
    if (!has(g, 1))
        return;
    /* graphic control: size 4, flags, delay, delay, transparent index */
    if (*g->at++ == 0xF9 && has(g, 5) && g->at[0] == 4)
        g->transparent = g->at[1] & 1 ? g->at[4] : -1;
    skip_blocks(g);
}

/* ---- LZW -----------------------------------------------------------------*/

/* The next code of that many bits, or -1 at the end of the data. */
static int
next_code(struct bits *b, unsigned size)
{
    int code;

    while (b->count < size) {
        if (b->at == b->end) {
            unsigned block;

            if (!has(b->g, 1) || (block = *b->g->at) == 0 ||
                !has(b->g, (size_t)block + 1))
                return -1;
            b->at = b->g->at + 1;
            b->end = b->at + block;
            b->g->at = b->end;
        }
        b->value |= (uint32_t)*b->at++ << b->count;
        b->count += 8;
    }
    code = (int)(b->value & ((1U << size) - 1));
    b->value >>= size;
    b->count -= size;
    return code;
}

/* The row that the n-th coded row goes to. */
static unsigned
row_of(const struct frame *f, unsigned n)
{
    static const unsigned starts[] = {0, 4, 2, 1}, steps[] = {8, 8, 4, 2};

    if (!f->interlaced)
        return n;
    for (int pass = 0; pass < 4; pass++) {
        unsigned rows =
            f->height <= starts[pass]
                ? 0
                : (f->height - starts[pass] + steps[pass] - 1) / steps[pass];

        if (n < rows)
            return starts[pass] + n * steps[pass];
        n -= rows;
    }
    return f->height;
}

static void
put_pixel(struct image *i, const struct gif *g, const struct frame *f, size_t n,
          unsigned index)
{
    unsigned x = f->x + (unsigned)(n % f->width);
    unsigned y = f->y + row_of(f, (unsigned)(n / f->width));
    const uint8_t *c = g->palette + (size_t)index * 3;

    if (x >= (unsigned)i->width || y >= (unsigned)i->height ||
        index >= g->colors || (int)index == g->transparent)
        return;
    i->pixels[(size_t)y * (size_t)i->width + x] =
        0xFF000000 | (uint32_t)c[0] << 16 | (uint32_t)c[1] << 8 | c[2];
}

/* How many pixels came; fewer than the frame's if the data ends or breaks. */
static size_t
decode_pixels(struct image *i, struct gif *g, const struct frame *f,
              unsigned minimum)
{
    uint16_t prefix[MAX_CODE];
    uint8_t suffix[MAX_CODE], stack[MAX_CODE];
    struct bits bits = {.g = g};
    const int clear = 1 << minimum;
    int next = clear + 2, last = -1, code;
    unsigned size = minimum + 1;
    size_t done = 0, all = (size_t)f->width * f->height;
    uint8_t first = 0;

    while (done < all && (code = next_code(&bits, size)) >= 0) {
        int depth = 0, at = code;

        if (code == clear) {
            size = minimum + 1;
            next = clear + 2;
            last = -1;
            continue;
        }
        if (code == clear + 1 || code > next || (code == next && last < 0))
            break;
        if (code == next) { /* the string that is just being made */
            stack[depth++] = first;
            at = last;
        }
        while (at > clear && depth < MAX_CODE - 1) {
            stack[depth++] = suffix[at];
            at = prefix[at];
        }
        first = (uint8_t)at;
        stack[depth++] = first;
        if (last >= 0 && next < MAX_CODE) {
            prefix[next] = (uint16_t)last;
            suffix[next++] = first;
            if (next == 1 << size && size < 12)
                size++;
        }
        last = code;
        while (depth > 0 && done < all)
            put_pixel(i, g, f, done++, stack[--depth]);
    }
    return done;
}

/* ---- the file ------------------------------------------------------------*/

static bool
take_picture(struct image *i, struct gif *g)
{
    struct frame f;
    unsigned minimum;

    if (!has(g, 9))
        return false;
    f = (struct frame){u16(g->at), u16(g->at + 2), u16(g->at + 4),
                       u16(g->at + 6), (g->at[8] & 0x40) != 0};
    g->at += 9;
    if (!take_palette(g, g->at[-1]) || g->palette == NULL || !has(g, 1))
        return false;
    minimum = *g->at++;
    if (minimum < 1 || minimum > 11 || f.width == 0 || f.height == 0)
        return false;
    return decode_pixels(i, g, &f, minimum) > 0;
}

bool
image_gif_decode(struct image *i, struct span file, const char **why)
{
    struct gif g = {file.data, file.data + file.size, NULL, 0, -1};
    uint8_t flags;

    *why = "the GIF file is broken";
    if (!has(&g, 13))
        return false;
    flags = g.at[10];
    if (!image_take(i, u16(g.at + 6), u16(g.at + 8), why))
        return false;
    g.at += 13;
    if (!take_palette(&g, flags))
        return false;
    while (has(&g, 1))
        switch (*g.at++) {
        case 0x21:
            take_extension(&g);
            break;
        case 0x2C:
            return take_picture(i, &g);
        case 0: /* padding of careless writers */
            break;
        default:
            return false;
        }
    return false;
}
