/*
 * life_paint.c - the look of the Game of Life.
 *
 * Process: plugin.  Distrusts: sizes.
 */
#include "life_paint.h"
#include "life_font.h"

#include <stdlib.h>
#include <string.h>

struct stop {
    int at;
    uint32_t color;
};

/* Newborn to old: candle light, peach, rose, violet, a calm blue. */
static const struct stop age_stops[] = {
    {0, 0xFFF6DC},  {3, 0xFFDC96},  {8, 0xFFA877},   {18, 0xF0708F},
    {40, 0xB062CC}, {84, 0x7468DE}, {160, 0x5284E6}, {255, 0x58B0E0},
};

/* Cold to hot ground. */
static const struct stop ground_stops[] = {
    {0, 0x0B0E16},   {60, 0x14152F},  {130, 0x2C1D49},
    {200, 0x55305A}, {255, 0x7C4660},
};

/* a and b mixed, part of 256 of b. */
static uint32_t
mix(uint32_t a, uint32_t b, uint32_t part)
{
    uint32_t rb = ((a & 0xFF00FF) * (256 - part) + (b & 0xFF00FF) * part) >> 8;
    uint32_t g = ((a & 0x00FF00) * (256 - part) + (b & 0x00FF00) * part) >> 8;

    return 0xFF000000U | (rb & 0xFF00FF) | (g & 0x00FF00);
}

static void
make_gradient(uint32_t out[256], const struct stop *stops)
{
    for (int i = 0; i < 256; i++) {
        while (i > stops[1].at)
            stops++;
        out[i] = mix(
            stops[0].color, stops[1].color,
            (uint32_t)((i - stops[0].at) * 256 / (stops[1].at - stops[0].at)));
    }
}

/* Whether a point of the cell, in eighths of a pixel, lies in the rounded
 * square drawn for it. */
static bool
inside(int x, int y, int cell)
{
    int size = cell * 8, gap = cell > 3 ? 5 : 0, radius = size / 4;
    int left = gap + radius, right = size - gap - radius;
    int dx = x < left ? left - x : x > right ? x - right : 0;
    int dy = y < left ? left - y : y > right ? y - right : 0;

    return cell < 4 || dx * dx + dy * dy <= radius * radius;
}

static void
make_mask(uint8_t *mask, int cell)
{
    for (int y = 0; y < cell; y++)
        for (int x = 0; x < cell; x++) {
            int hits = 0;

            for (int i = 0; i < 16; i++)
                hits +=
                    inside(x * 8 + i % 4 * 2 + 1, y * 8 + i / 4 * 2 + 1, cell);
            mask[y * cell + x] = (uint8_t)(hits * 255 / 16);
        }
}

bool
life_paint_init(struct life_paint *p, const struct life_grid *g, int cell,
                int width, int height)
{
    size_t cells = (size_t)g->columns * (size_t)g->rows;

    *p = (struct life_paint){.cell = cell};
    make_gradient(p->ages, age_stops);
    make_gradient(p->ground, ground_stops);
    make_mask(p->mask, cell);
    p->left = (width - g->columns * cell) / 2;
    p->top = (height - g->rows * cell) / 2;
    p->shade = calloc(cells + 1, 1);
    p->halo = calloc(cells + 1, 1);
    p->line = calloc((size_t)g->columns + 1, 1);
    if (!p->shade || !p->halo || !p->line) {
        life_paint_finish(p);
        return false;
    }
    p->columns = g->columns;
    p->rows = g->rows;
    return true;
}

void
life_paint_finish(struct life_paint *p)
{
    free(p->shade);
    free(p->halo);
    free(p->line);
    p->shade = p->halo = p->line = NULL;
    p->columns = p->rows = 0;
}

/* The halo of a row: heat of nine cells, the nearer the more. */
static void
spread_row(struct life_paint *p, const struct life_grid *g, int row)
{
    size_t columns = (size_t)p->columns;
    int above = row == 0 ? p->rows - 1 : row - 1;
    int below = row == p->rows - 1 ? 0 : row + 1;
    const uint8_t *a = g->heat + (size_t)above * columns;
    const uint8_t *m = g->heat + (size_t)row * columns;
    const uint8_t *b = g->heat + (size_t)below * columns;
    uint8_t *to = p->halo + (size_t)row * columns;
    int last = p->columns - 1;

    for (int x = 0; x <= last; x++) {
        int l = x == 0 ? last : x - 1, r = x == last ? 0 : x + 1;
        int sum = a[l] + 2 * a[x] + a[r] + 2 * m[l] + 4 * m[x] + 2 * m[r] +
                  b[l] + 2 * b[x] + b[r];

        /* More than the mean: crowds of newborn cells may glow to the full. */
        to[x] = (uint8_t)(sum / 8 > 255 ? 255 : sum / 8);
    }
}

void
life_paint_advance(struct life_paint *p, struct life_grid *g)
{
    size_t cells = (size_t)p->columns * (size_t)p->rows;

    for (size_t i = 0; i < cells; i++) {
        int shade = p->shade[i], wanted = g->alive[i] ? 255 : 0;
        int step = (wanted - shade) * 2 / 5;

        if (step == 0 && wanted != shade)
            step = wanted > shade ? 1 : -1;
        p->shade[i] = (uint8_t)(shade + step);
        g->heat[i] = (uint8_t)(g->heat[i] * 205 / 256);
    }
    for (int row = 0; row < p->rows; row++)
        spread_row(p, g, row);
}

static uint32_t *
row_of(const struct bulkhead_picture *to, int y)
{
    return to->pixels + (size_t)y * (to->stride / sizeof *to->pixels);
}

/* a to b, part of 256. */
static uint8_t
between(int a, int b, int part)
{
    return (uint8_t)(a + (b - a) * part / 256);
}

/* Halo at height y of the grid into p->line; whether there is any. */
static bool
blend_rows(const struct life_paint *p, int y)
{
    int at = y * 256 / p->cell - 128 + p->rows * 256;
    int row = at / 256 % p->rows, part = at % 256;
    const uint8_t *a = p->halo + (size_t)row * (size_t)p->columns;
    const uint8_t *b =
        p->halo + (size_t)((row + 1) % p->rows) * (size_t)p->columns;
    int any = 0;

    for (int x = 0; x < p->columns; x++) {
        p->line[x] = between(a[x], b[x], part);
        any |= p->line[x];
    }
    return any != 0;
}

static void
paint_ground(const struct life_paint *p, const struct bulkhead_picture *to,
             int y)
{
    uint32_t *out = row_of(to, y);
    bool any = p->columns > 0 && y >= p->top &&
               y < p->top + p->rows * p->cell && blend_rows(p, y - p->top);

    for (int x = 0; x < to->width; x++)
        out[x] = p->ground[0];
    if (!any)
        return;
    for (int column = 0; column < p->columns; column++) {
        int before = p->line[column == 0 ? p->columns - 1 : column - 1];
        int here = p->line[column];
        int after = p->line[column == p->columns - 1 ? 0 : column + 1];

        if ((before | here | after) == 0)
            continue;
        for (int i = 0; i < p->cell; i++) {
            int x = p->left + column * p->cell + i;
            int at = (2 * i + 1) * 128 / p->cell - 128;

            if (x >= 0 && x < to->width)
                out[x] = p->ground[at < 0 ? between(here, before, -at)
                                          : between(here, after, at)];
        }
    }
}

static void
paint_cell(const struct life_paint *p, const struct bulkhead_picture *to,
           int left, int top, int height, uint32_t color, int shade)
{
    for (int y = 0; y < p->cell; y++) {
        uint32_t *out;

        if (top + y < 0 || top + y >= height)
            continue;
        out = row_of(to, top + y);
        for (int x = 0; x < p->cell; x++) {
            int part = p->mask[y * p->cell + x] * shade / 254;

            if (left + x >= 0 && left + x < to->width)
                out[left + x] = mix(out[left + x], color, (uint32_t)part);
        }
    }
}

void
life_paint_grid(const struct life_paint *p, const struct life_grid *g,
                const struct bulkhead_picture *to, int height)
{
    for (int y = 0; y < height; y++)
        paint_ground(p, to, y);
    for (int row = 0; row < p->rows; row++)
        for (int column = 0; column < p->columns; column++) {
            size_t at = (size_t)row * (size_t)p->columns + (size_t)column;

            if (p->shade[at] == 0)
                continue;
            paint_cell(p, to, p->left + column * p->cell,
                       p->top + row * p->cell, height,
                       mix(p->ages[g->age[at]], 0xFFFFFF, g->heat[at] / 2u),
                       p->shade[at]);
        }
}

void
life_paint_box(const struct bulkhead_picture *to, int x, int y, int width,
               int height, uint32_t color)
{
    for (int j = y < 0 ? 0 : y; j < y + height && j < to->height; j++)
        for (int i = x < 0 ? 0 : x; i < x + width && i < to->width; i++)
            row_of(to, j)[i] = 0xFF000000U | color;
}

void
life_paint_text(const struct bulkhead_picture *to, int x, int y,
                const char *text, uint32_t color)
{
    for (; *text != 0; text++, x += LIFE_ADVANCE) {
        int glyph = *text - LIFE_FONT_FIRST;

        if (glyph < 0 || glyph >= LIFE_FONT_COUNT)
            continue;
        for (int i = 0; i < 5; i++)
            for (int j = 0; j < 7; j++)
                if (life_font[glyph][i] >> j & 1)
                    life_paint_box(to, x + i, y + j, 1, 1, color);
    }
}
