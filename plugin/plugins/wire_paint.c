/*
 * wire_paint.c - shapes and text for about:ipc's chart.
 *
 * Process: plugin.  Distrusts: positions; everything is clipped.
 */
#include "wire_paint.h"

#include <math.h>
#include <string.h>

void
wire_clip(struct wire_paint *p, int left, int top, int right, int bottom)
{
    p->left = left > 0 ? left : 0;
    p->top = top > 0 ? top : 0;
    p->right = right < p->to->width ? right : p->to->width;
    p->bottom = bottom < p->to->height ? bottom : p->to->height;
}

static uint32_t *
row_of(const struct wire_paint *p, int y)
{
    return p->to->pixels + (size_t)y * (p->to->stride / sizeof *p->to->pixels);
}

/* Puts a colour over a pixel, part of 255. */
static void
blend(uint32_t *pixel, uint32_t color, unsigned part)
{
    uint32_t back = *pixel, take = part + (part >> 7), keep = 256 - take;
    uint32_t rb = (color & 0xFF00FF) * take + (back & 0xFF00FF) * keep;
    uint32_t g = (color & 0xFF00) * take + (back & 0xFF00) * keep;

    *pixel = 0xFF000000U | (rb >> 8 & 0xFF00FF) | (g >> 8 & 0xFF00);
}

/* How much of pixel at lies between low and high, of 255. */
static unsigned
cover(int at, float low, float high)
{
    float a = low > (float)at ? low : (float)at;
    float b = high < (float)(at + 1) ? high : (float)(at + 1);

    return b > a ? (unsigned)((b - a) * 255) : 0;
}

static int
clamp(float at, int low, int high)
{
    return at < (float)low ? low : at > (float)high ? high : (int)at;
}

void
wire_rect(const struct wire_paint *p, float left, float top, float right,
          float bottom, uint32_t color, unsigned alpha)
{
    int x0 = clamp(floorf(left), p->left, p->right);
    int x1 = clamp(ceilf(right), p->left, p->right);
    int y0 = clamp(floorf(top), p->top, p->bottom);
    int y1 = clamp(ceilf(bottom), p->top, p->bottom);

    for (int y = y0; y < y1; y++) {
        unsigned down = cover(y, top, bottom) * alpha / 255;
        uint32_t *row = row_of(p, y);

        for (int x = x0; x < x1; x++) {
            unsigned part = cover(x, left, right) * down / 255;

            if (part >= 254)
                row[x] = 0xFF000000U | color;
            else if (part > 0)
                blend(&row[x], color, part);
        }
    }
}

typedef bool inside_fn(float x, float y, const float *shape);

/* A small shape, sampled 16 times a pixel. */
static void
fill(const struct wire_paint *p, float left, float top, float right,
     float bottom, inside_fn *inside, const float *shape, uint32_t color)
{
    int x0 = clamp(floorf(left), p->left, p->right);
    int x1 = clamp(ceilf(right), p->left, p->right);
    int y0 = clamp(floorf(top), p->top, p->bottom);
    int y1 = clamp(ceilf(bottom), p->top, p->bottom);

    for (int y = y0; y < y1; y++)
        for (int x = x0; x < x1; x++) {
            unsigned hits = 0;

            for (int i = 0; i < 16; i++)
                hits += inside((float)x + (float)(i % 4) / 4 + 0.125f,
                               (float)y + (float)(i / 4) / 4 + 0.125f, shape);
            if (hits > 0)
                blend(row_of(p, y) + x, color, hits * 255 / 16);
        }
}

static bool
in_disc(float x, float y, const float *s)
{
    return (x - s[0]) * (x - s[0]) + (y - s[1]) * (y - s[1]) <= s[2] * s[2];
}

void
wire_disc(const struct wire_paint *p, float x, float y, float radius,
          uint32_t color)
{
    const float shape[] = {x, y, radius};

    fill(p, x - radius, y - radius, x + radius, y + radius, in_disc, shape,
         color);
}

void
wire_round(const struct wire_paint *p, int left, int top, int right, int bottom,
           uint32_t color)
{
    enum { R = 4 };

    wire_rect(p, (float)left + R, (float)top, (float)right - R, (float)bottom,
              color, 255);
    wire_rect(p, (float)left, (float)top + R, (float)right, (float)bottom - R,
              color, 255);
    for (int i = 0; i < 4; i++)
        wire_disc(p, (float)(i % 2 ? right - R : left + R),
                  (float)(i / 2 ? bottom - R : top + R), R, color);
}

/* s: tip, then 1 for down and -1 for up. */
static bool
in_tip(float x, float y, const float *s)
{
    float back = (s[1] - y) * s[2], side = fabsf(x - s[0]);

    return back >= 0 && back <= 6 && side <= back * 0.6f;
}

void
wire_tip(const struct wire_paint *p, float x, float y, bool down,
         uint32_t color)
{
    const float shape[] = {x, y, down ? 1.0f : -1.0f};

    fill(p, x - 4, down ? y - 6 : y, x + 4, down ? y : y + 6, in_tip, shape,
         color);
}

static bool
in_cross(float x, float y, const float *s)
{
    float dx = x - s[0], dy = y - s[1];

    return fabsf(dx) <= s[2] && fabsf(dy) <= s[2] &&
           (fabsf(dx - dy) <= 1.5f || fabsf(dx + dy) <= 1.5f);
}

void
wire_cross(const struct wire_paint *p, float x, float y, float radius,
           uint32_t color)
{
    const float shape[] = {x, y, radius};

    fill(p, x - radius, y - radius, x + radius, y + radius, in_cross, shape,
         color);
}

/* ---- text ---------------------------------------------------------------- */

/* The next character, and how many bytes it takes; wrong ones are U+FFFD. */
static uint32_t
next_code(const char *text, size_t *size)
{
    const unsigned char *at = (const unsigned char *)text;
    unsigned more = at[0] >= 0xF0 ? 3 : at[0] >= 0xE0 ? 2 : at[0] >= 0xC0;
    uint32_t code = more == 0 ? at[0] : at[0] & (0x3Fu >> more);

    *size = 1;
    for (unsigned i = 1; i <= more; i++) {
        if ((at[i] & 0xC0) != 0x80)
            return 0xFFFD;
        code = code << 6 | (at[i] & 0x3F);
        *size = i + 1;
    }
    return code;
}

static const struct wire_glyph *
glyph_of(const struct wire_font *f, uint32_t code)
{
    /* The stream's order: the visible characters of ASCII come first. */
    if (code >= ' ' && code - ' ' < (uint32_t)f->count &&
        f->glyphs[code - ' '].code == code)
        return &f->glyphs[code - ' '];
    for (int i = 0; i < f->count; i++)
        if (f->glyphs[i].code == code)
            return &f->glyphs[i];
    return code == '?' ? NULL : glyph_of(f, '?');
}

static void
put_glyph(const struct wire_paint *p, const struct wire_glyph *g, int x,
          int baseline, uint32_t color)
{
    for (int j = 0; j < g->height; j++) {
        int y = baseline - g->top + j;

        if (y < p->top || y >= p->bottom)
            continue;
        for (int i = 0; i < g->width; i++) {
            int at = x + g->left + i;
            unsigned part = g->mask[j * g->width + i];

            if (part > 0 && at >= p->left && at < p->right)
                blend(row_of(p, y) + at, color, part);
        }
    }
}

size_t
wire_text_fits(const struct wire_model *m, enum wire_face face,
               const char *text, float width)
{
    const struct wire_font *f = &m->fonts[face];
    int left = (int)(width * 64);
    size_t at = 0, size;

    while (text[at] != 0) {
        const struct wire_glyph *g = glyph_of(f, next_code(text + at, &size));

        left -= g != NULL ? g->advance : 0;
        if (left < 0)
            break;
        at += size;
    }
    return at;
}

float
wire_text_width(const struct wire_model *m, enum wire_face face,
                const char *text)
{
    const struct wire_font *f = &m->fonts[face];
    int sum = 0;
    size_t size;

    for (; *text != 0; text += size) {
        const struct wire_glyph *g = glyph_of(f, next_code(text, &size));

        sum += g != NULL ? g->advance : 0;
    }
    return (float)sum / 64;
}

static float
put_text(const struct wire_paint *p, enum wire_face face, float x, int baseline,
         const char *text, size_t length, uint32_t color)
{
    const struct wire_font *f = &p->model->fonts[face];
    int sum = 0;
    size_t size;

    for (size_t at = 0; at < length && text[at] != 0; at += size) {
        const struct wire_glyph *g = glyph_of(f, next_code(text + at, &size));

        if (g == NULL)
            continue;
        put_glyph(p, g, (int)lrintf(x + (float)sum / 64), baseline, color);
        sum += g->advance;
    }
    return (float)sum / 64;
}

float
wire_text(const struct wire_paint *p, enum wire_face face, float x,
          int baseline, const char *text, uint32_t color)
{
    return put_text(p, face, x, baseline, text, strlen(text), color);
}

float
wire_text_cut(const struct wire_paint *p, enum wire_face face, float x,
              int baseline, const char *text, float width, uint32_t color)
{
    static const char ellipsis[] = "\xE2\x80\xA6";
    float room = width - wire_text_width(p->model, face, ellipsis), used;

    if (wire_text_width(p->model, face, text) <= width)
        return wire_text(p, face, x, baseline, text, color);
    if (room <= 0)
        return 0;
    used = put_text(p, face, x, baseline, text,
                    wire_text_fits(p->model, face, text, room), color);
    return used + wire_text(p, face, x + used, baseline, ellipsis, color);
}
