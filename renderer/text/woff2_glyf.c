/*
 * woff2_glyf.c - outlines as WOFF 2 stores them, to those of TrueType (WOFF2
 * 5.1 to 5.3).
 *
 * Process: renderer.  Distrusts: every byte.  The table that comes out is at
 * most some ten times as large as what came in: a stored point has two bytes at
 * least, a written one five at most.
 */
#include "text/woff.h"

#include <string.h>

enum {
    MAX_POINTS = 65535, /* of one glyph: their numbers have 16 bits */

    /* flags of a point */
    ON_CURVE = 1,
    X_SHORT = 2,
    Y_SHORT = 4,
    X_SAME = 16, /* or positive, if short */
    Y_SAME = 32,
    OVERLAP = 64,

    /* flags of a component */
    WORDS = 1,
    SCALE = 8,
    MORE = 0x20,
    SCALES = 0x40,
    MATRIX = 0x80,
    INSTRUCTIONS = 0x100
};

struct streams {
    struct woff_reader contours, counts, flags, glyphs, composites, boxes,
        instructions, overlaps;
    struct span has_box;     /* a bit each glyph */
    struct buf x, y, points; /* of the glyph under way */
    struct buf ends;         /* last points of contours, 16 bits */
};

/* 255UInt16. */
static uint32_t
packed16(struct woff_reader *r)
{
    uint32_t code = woff_u8(r);

    switch (code) {
    case 253:
        return woff_u16(r);
    case 254:
        return 506 + woff_u8(r);
    case 255:
        return 253 + woff_u8(r);
    default:
        return code;
    }
}

static int
signed_by(uint32_t flag, uint32_t value)
{
    return flag & 1 ? (int)value : -(int)value;
}

/* 5.2: one point's distance to the one before. */
static void
triplet(struct woff_reader *r, uint32_t flag, int *dx, int *dy)
{
    uint32_t a = woff_u8(r), b, c;

    if (flag < 10) {
        *dx = 0;
        *dy = signed_by(flag, ((flag & 14) << 7) + a);
    } else if (flag < 20) {
        *dx = signed_by(flag, (((flag - 10) & 14) << 7) + a);
        *dy = 0;
    } else if (flag < 84) {
        uint32_t n = flag - 20;

        *dx = signed_by(flag, 1 + (n & 0x30) + (a >> 4));
        *dy = signed_by(flag >> 1, 1 + ((n & 0x0C) << 2) + (a & 0x0F));
    } else if (flag < 120) {
        uint32_t n = flag - 84;

        b = woff_u8(r);
        *dx = signed_by(flag, 1 + ((n / 12) << 8) + a);
        *dy = signed_by(flag >> 1, 1 + (((n % 12) >> 2) << 8) + b);
    } else if (flag < 124) {
        b = woff_u8(r);
        c = woff_u8(r);
        *dx = signed_by(flag, (a << 4) + (b >> 4));
        *dy = signed_by(flag >> 1, ((b & 0x0F) << 8) + c);
    } else {
        b = woff_u8(r);
        c = woff_u8(r);
        *dx = signed_by(flag, (a << 8) + b);
        *dy = signed_by(flag >> 1, (c << 8) + woff_u8(r));
    }
}

/* A coordinate, and what its point's flags say of it. */
static uint8_t
put_delta(struct buf *out, int delta, uint8_t is_short, uint8_t same)
{
    if (delta == 0)
        return same;
    if (delta > -256 && delta < 256) {
        buf_add_char(out, (char)(delta < 0 ? -delta : delta));
        return (uint8_t)(is_short | (delta > 0 ? same : 0));
    }
    woff_put16(out, (uint32_t)delta & 0xFFFF);
    return 0;
}

struct bounds {
    int left, top, right, bottom;
};

static void
widen(struct bounds *b, int x, int y, bool first)
{
    if (first)
        *b = (struct bounds){x, y, x, y};
    b->left = x < b->left ? x : b->left;
    b->right = x > b->right ? x : b->right;
    b->top = y < b->top ? y : b->top;
    b->bottom = y > b->bottom ? y : b->bottom;
}

/* Positions have 16 bits, as in the table. */
static int
wrap(int v)
{
    return (int16_t)(uint16_t)((unsigned)v & 0xFFFF);
}

static bool
read_points(struct streams *s, uint32_t count, bool overlaps, struct bounds *b)
{
    int x = 0, y = 0;

    s->x.size = s->y.size = s->points.size = 0;
    *b = (struct bounds){0, 0, 0, 0};
    for (uint32_t i = 0; i < count; i++) {
        uint32_t flag = woff_u8(&s->flags);
        uint8_t bits = flag & 0x80 ? 0 : ON_CURVE;
        int dx, dy;

        triplet(&s->glyphs, flag & 0x7F, &dx, &dy);
        if (s->flags.failed || s->glyphs.failed)
            return false;
        x = wrap(x + dx);
        y = wrap(y + dy);
        widen(b, x, y, i == 0);
        bits |= put_delta(&s->x, dx, X_SHORT, X_SAME);
        bits |= put_delta(&s->y, dy, Y_SHORT, Y_SAME);
        if (i == 0 && overlaps)
            bits |= OVERLAP;
        buf_add_char(&s->points, (char)bits);
    }
    return true;
}

static void
put_bounds(struct buf *out, const struct bounds *b)
{
    woff_put16(out, (uint32_t)b->left & 0xFFFF);
    woff_put16(out, (uint32_t)b->top & 0xFFFF);
    woff_put16(out, (uint32_t)b->right & 0xFFFF);
    woff_put16(out, (uint32_t)b->bottom & 0xFFFF);
}

static struct bounds
read_bounds(struct woff_reader *r)
{
    struct bounds b;

    b.left = wrap((int)woff_u16(r));
    b.top = wrap((int)woff_u16(r));
    b.right = wrap((int)woff_u16(r));
    b.bottom = wrap((int)woff_u16(r));
    return b;
}

static bool
put_instructions(struct streams *s, struct buf *out)
{
    uint32_t size = packed16(&s->glyphs);

    woff_put16(out, size);
    buf_add_span(out, woff_bytes(&s->instructions, size));
    return !s->glyphs.failed && !s->instructions.failed;
}

static bool
put_simple(struct streams *s, struct buf *out, uint32_t contours,
           const struct bounds *box, bool overlaps, int *left)
{
    struct bounds b;
    uint32_t total = 0;

    s->ends.size = 0;
    for (uint32_t i = 0; i < contours; i++) {
        total += packed16(&s->counts);
        if (s->counts.failed || total == 0 || total > MAX_POINTS)
            return false;
        woff_put16(&s->ends, total - 1);
    }
    if (!read_points(s, total, overlaps, &b))
        return false;
    if (box != NULL)
        b = *box;
    *left = b.left;
    woff_put16(out, contours);
    put_bounds(out, &b);
    buf_add_span(out, buf_span(&s->ends));
    if (!put_instructions(s, out))
        return false;
    buf_add_span(out, buf_span(&s->points));
    buf_add_span(out, buf_span(&s->x));
    buf_add_span(out, buf_span(&s->y));
    return true;
}

static bool
put_composite(struct streams *s, struct buf *out, const struct bounds *box,
              int *left)
{
    uint32_t flags = MORE;
    bool instructions = false;

    if (box == NULL)
        return false;
    *left = box->left;
    woff_put16(out, 0xFFFF);
    put_bounds(out, box);
    while (flags & MORE) {
        size_t size = 2; /* the glyph */

        flags = woff_u16(&s->composites);
        size += flags & WORDS ? 4 : 2;
        size += flags & SCALE ? 2 : flags & SCALES ? 4 : flags & MATRIX ? 8 : 0;
        woff_put16(out, flags);
        buf_add_span(out, woff_bytes(&s->composites, size));
        instructions |= (flags & INSTRUCTIONS) != 0;
        if (s->composites.failed)
            return false;
    }
    return !instructions || put_instructions(s, out);
}

static bool
has_bit(struct span bits, unsigned n)
{
    return n / 8 < bits.size && (bits.data[n / 8] & 0x80 >> n % 8) != 0;
}

static bool
put_glyph(struct streams *s, struct woff2_glyf *g, unsigned n)
{
    uint32_t contours = woff_u16(&s->contours);
    bool boxed = has_bit(s->has_box, n), ok = true;
    struct bounds box = {0, 0, 0, 0};
    struct span overlaps = {s->overlaps.at,
                            (size_t)(s->overlaps.end - s->overlaps.at)};
    int left = 0;
    int16_t kept;

    if (boxed)
        box = read_bounds(&s->boxes);
    if (s->contours.failed || s->boxes.failed || g->glyf.size > MAX_WEB_FONT)
        return false;
    if (contours == 0xFFFF)
        ok = put_composite(s, &g->glyf, boxed ? &box : NULL, &left);
    else if (contours != 0)
        ok = put_simple(s, &g->glyf, contours, boxed ? &box : NULL,
                        has_bit(overlaps, n), &left);
    while (g->glyf.size % 4 != 0)
        buf_add_char(&g->glyf, 0);
    woff_put32(&g->loca, (uint32_t)g->glyf.size);
    kept = (int16_t)left;
    buf_add(&g->lefts, &kept, sizeof kept);
    return ok;
}

static struct woff_reader
stream(struct woff_reader *r, uint32_t size)
{
    struct span s = woff_bytes(r, size);

    return (struct woff_reader){s.data, s.data + s.size, false};
}

static void
open_streams(struct streams *s, struct woff2_glyf *g, struct span in)
{
    struct woff_reader r = {in.data, in.data + in.size, false};
    uint32_t options, sizes[7];

    woff_u16(&r);
    options = woff_u16(&r);
    g->glyphs = woff_u16(&r);
    woff_u16(&r); /* the format of loca; ours is the long one */
    for (int i = 0; i < 7; i++)
        sizes[i] = woff_u32(&r);
    s->contours = stream(&r, sizes[0]);
    s->counts = stream(&r, sizes[1]);
    s->flags = stream(&r, sizes[2]);
    s->glyphs = stream(&r, sizes[3]);
    s->composites = stream(&r, sizes[4]);
    s->boxes = stream(&r, sizes[5]);
    s->has_box = woff_bytes(&s->boxes, (g->glyphs + 31) / 32 * 4);
    s->instructions = stream(&r, sizes[6]);
    if (options & 1)
        s->overlaps = r;
    s->contours.failed |= r.failed || s->boxes.failed;
}

bool
woff2_glyf(struct woff2_glyf *g, struct span transformed)
{
    struct streams s = {.x = {NULL, 0, 0}};
    bool ok = true;

    open_streams(&s, g, transformed);
    woff_put32(&g->loca, 0);
    for (unsigned i = 0; i < g->glyphs && ok; i++)
        ok = put_glyph(&s, g, i);
    buf_finish(&s.x);
    buf_finish(&s.y);
    buf_finish(&s.points);
    buf_finish(&s.ends);
    return ok;
}
