/*
 * image_gif.c - GIF (87a, 89a), and how its pictures follow one another.
 *
 * Process: renderer.  Distrusts: every byte.  Own code: the format is a page
 * of tables and one LZW decoder, and reads from memory without callbacks.
 */
#include "paint/image_formats.h"
#include "log.h"

#include <stdlib.h>

enum {
    MAX_CODE = 4096,  /* LZW codes have at most 12 bits */
    LEAST_DELAY = 20, /* ms; what wants less gets USUAL, as in browsers */
    USUAL_DELAY = 100,
    STILL_FRAMES = 1000, /* put together for one still picture at most */
};

/* What is done with a picture before the next one (89a, 23). */
enum disposal { DISPOSE_NOTHING, DISPOSE_KEEP, DISPOSE_CLEAR, DISPOSE_RESTORE };

struct gif {
    const uint8_t *at, *end;
    const uint8_t *palette; /* 3 bytes a colour */
    unsigned colors;
    int transparent; /* index, or -1 */
    unsigned delay;  /* of the next picture, 1/100 s */
    enum disposal disposal;
    bool loops;     /* it says how often */
    unsigned turns; /* ... 0: for ever */
};

/* The place of one picture on the screen. */
struct frame {
    unsigned x, y, width, height;
    bool interlaced;
};

struct image_animation {
    uint8_t *file;
    struct gif g, start; /* start: behind the screen's palette */
    struct frame last;   /* the picture shown last, and what becomes of it */
    enum disposal disposal;
    uint32_t *before; /* pixels before it, for DISPOSE_RESTORE; or NULL */
    unsigned turns;
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

/* 89a, 23 and 26; the loop count is Netscape's own. */
static void
take_extension(struct gif *g)
{
    uint8_t label;

    if (!has(g, 1))
        return;
    label = *g->at++;
    if (label == 0xF9 && has(g, 5) && g->at[0] == 4) {
        g->transparent = g->at[1] & 1 ? g->at[4] : -1;
        g->delay = u16(g->at + 2);
        g->disposal = (g->at[1] >> 2 & 7) <= DISPOSE_RESTORE
                          ? (enum disposal)(g->at[1] >> 2 & 7)
                          : DISPOSE_RESTORE;
    } else if (label == 0xFF && has(g, 16) && g->at[0] == 11 &&
               (memcmp(g->at + 1, "NETSCAPE2.0", 11) == 0 ||
                memcmp(g->at + 1, "ANIMEXTS1.0", 11) == 0) &&
               g->at[12] == 3 && g->at[13] == 1) {
        g->loops = true;
        g->turns = u16(g->at + 14);
    }
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
take_picture(struct image *i, struct gif *g, struct frame *f)
{
    struct gif screen = *g;
    unsigned minimum;
    bool ok;

    if (!has(g, 9))
        return false;
    *f = (struct frame){u16(g->at), u16(g->at + 2), u16(g->at + 4),
                        u16(g->at + 6), (g->at[8] & 0x40) != 0};
    g->at += 9;
    ok = f->width == 0 || f->height == 0; /* nothing to draw */
    if (!take_palette(g, g->at[-1]) || g->palette == NULL || !has(g, 1))
        return ok;
    minimum = *g->at++;
    if (!ok && (minimum < 1 || minimum > 11))
        return false;
    if (!ok)
        ok = decode_pixels(i, g, f, minimum) > 0;
    skip_blocks(g);
    /* A palette of its own and its graphic control are for it alone. */
    g->palette = screen.palette;
    g->colors = screen.colors;
    g->transparent = -1;
    g->delay = 0;
    g->disposal = DISPOSE_NOTHING;
    return ok;
}

/* Moves to the next picture's descriptor; false at the end. */
static bool
find_picture(struct gif *g)
{
    while (has(g, 1))
        switch (*g->at++) {
        case 0x21:
            take_extension(g);
            break;
        case 0x2C:
            return true;
        case 0: /* padding of careless writers */
            break;
        default:
            return false;
        }
    return false;
}

/* ---- one after the other -------------------------------------------------*/

static void
clear_frame(struct image *i, const struct frame *f)
{
    for (unsigned y = f->y; y < f->y + f->height && y < (unsigned)i->height;
         y++)
        for (unsigned x = f->x; x < f->x + f->width && x < (unsigned)i->width;
             x++)
            i->pixels[(size_t)y * (size_t)i->width + x] = 0;
}

static void
dispose(struct image *i, struct image_animation *a)
{
    size_t size = (size_t)i->width * (size_t)i->height * sizeof *i->pixels;

    if (a->disposal == DISPOSE_CLEAR)
        clear_frame(i, &a->last);
    else if (a->disposal == DISPOSE_RESTORE && a->before != NULL)
        memcpy(i->pixels, a->before, size);
    a->disposal = DISPOSE_NOTHING;
}

/* Draws the picture whose descriptor comes next. */
static bool
draw(struct image *i, struct image_animation *a, int *delay)
{
    size_t size = (size_t)i->width * (size_t)i->height * sizeof *i->pixels;

    dispose(i, a);
    a->disposal = a->g.disposal;
    *delay = (int)a->g.delay * 10;
    if (a->disposal == DISPOSE_RESTORE) {
        if (a->before == NULL)
            a->before = malloc(size);
        if (a->before != NULL)
            memcpy(a->before, i->pixels, size);
    }
    return take_picture(i, &a->g, &a->last);
}

/* Back to the beginning, if it is to be shown once more. */
static bool
start_again(struct image *i, struct image_animation *a)
{
    if (!a->g.loops || (a->g.turns != 0 && ++a->turns >= a->g.turns))
        return false;
    a->start.loops = a->g.loops;
    a->start.turns = a->g.turns;
    a->g = a->start;
    a->disposal = DISPOSE_NOTHING;
    memset(i->pixels, 0,
           (size_t)i->width * (size_t)i->height * sizeof *i->pixels);
    return find_picture(&a->g);
}

int
image_gif_advance(struct image *i)
{
    struct image_animation *a = i->animation;
    int delay;

    if (!find_picture(&a->g) && !start_again(i, a))
        return -1;
    if (!draw(i, a, &delay))
        return -1;
    return delay < LEAST_DELAY ? USUAL_DELAY : delay;
}

void
image_gif_end(struct image_animation *a)
{
    if (a == NULL)
        return;
    free(a->before);
    free(a->file);
    free(a);
}

/* Whether another picture follows; g is a copy. */
static bool
has_more(struct gif g)
{
    return find_picture(&g);
}

static bool
begin(struct image *i, struct image_animation *a, struct span file,
      const char **why)
{
    uint8_t flags = file.data[10];

    a->g = (struct gif){
        .at = a->file, .end = a->file + file.size, .transparent = -1};
    if (!image_take(i, u16(a->g.at + 6), u16(a->g.at + 8), why))
        return false;
    a->g.at += 13;
    *why = "the GIF file is broken";
    if (!take_palette(&a->g, flags))
        return false;
    a->start = a->g;
    return find_picture(&a->g) && draw(i, a, &i->delay);
}

bool
image_gif_decode(struct image *i, struct span file, const char **why)
{
    struct image_animation *a = calloc(1, sizeof *a);
    bool ok;

    *why = "the GIF file is broken";
    if (a == NULL || file.size < 13 || (a->file = malloc(file.size)) == NULL) {
        image_gif_end(a);
        return false;
    }
    memcpy(a->file, file.data, file.size);
    ok = begin(i, a, file, why);
    /* Pictures without a pause are parts of one. */
    for (int n = 0; ok && !a->g.loops && i->delay == 0 && n < STILL_FRAMES &&
                    has_more(a->g);
         n++)
        if (!find_picture(&a->g) || !draw(i, a, &i->delay))
            break;
    if (ok && has_more(a->g)) {
        i->animation = a;
        if (i->delay < LEAST_DELAY)
            i->delay = USUAL_DELAY;
    }
    if (i->animation == NULL)
        image_gif_end(a);
    return ok;
}
