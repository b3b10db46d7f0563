/*
 * life_grid.c - Conway's Game of Life on a torus, and patterns in RLE.
 *
 * Process: plugin.  Distrusts: the pattern's text and all sizes.
 *
 * RLE as at https://conwaylife.com/wiki/Run_Length_Encoded: lines with # are
 * remarks, then "x = W, y = H, rule = B3/S23", then runs: a count and b (dead),
 * o (alive) or $ (end of line), until !.
 */
#include "life_grid.h"

#include <stdlib.h>
#include <string.h>

enum { BIRTH = 1 << 3, SURVIVE = 1 << 2 | 1 << 3, MOST_RUN = 1000000 };

bool
life_grid_init(struct life_grid *g, int columns, int rows)
{
    size_t cells = (size_t)columns * (size_t)rows;

    *g = (struct life_grid){.birth = BIRTH, .survive = SURVIVE, .random = 1};
    if (columns < 1 || rows < 1 || cells > LIFE_MOST_CELLS)
        return false;
    g->alive = calloc(cells, 1);
    g->next = calloc(cells, 1);
    g->age = calloc(cells, 1);
    g->heat = calloc(cells, 1);
    if (!g->alive || !g->next || !g->age || !g->heat) {
        life_grid_finish(g);
        return false;
    }
    g->columns = columns;
    g->rows = rows;
    return true;
}

void
life_grid_finish(struct life_grid *g)
{
    free(g->alive);
    free(g->next);
    free(g->age);
    free(g->heat);
    g->alive = g->next = g->age = g->heat = NULL;
    g->columns = g->rows = 0;
}

void
life_grid_clear(struct life_grid *g)
{
    size_t cells = (size_t)g->columns * (size_t)g->rows;

    if (cells > 0) {
        memset(g->alive, 0, cells);
        memset(g->heat, 0, cells);
    }
    g->generation = g->population = g->quiet = 0;
}

/* xorshift64*: good enough for soup, and the same everywhere. */
static uint32_t
random_number(struct life_grid *g)
{
    g->random ^= g->random >> 12;
    g->random ^= g->random << 25;
    g->random ^= g->random >> 27;
    return (uint32_t)(g->random * UINT64_C(2685821657736338717) >> 32);
}

void
life_grid_set(struct life_grid *g, int column, int row, bool alive)
{
    size_t at = (size_t)row * (size_t)g->columns + (size_t)column;

    if (column < 0 || row < 0 || column >= g->columns || row >= g->rows ||
        g->alive[at] == alive)
        return;
    g->alive[at] = alive;
    g->quiet = 0;
    if (!alive) {
        g->population--;
        return;
    }
    g->population++;
    g->age[at] = 0;
    g->heat[at] = 255;
}

bool
life_grid_get(const struct life_grid *g, int column, int row)
{
    return column >= 0 && row >= 0 && column < g->columns && row < g->rows &&
           g->alive[row * g->columns + column];
}

void
life_grid_seed(struct life_grid *g)
{
    life_grid_clear(g);
    for (int row = 0; row < g->rows; row++)
        for (int column = 0; column < g->columns; column++)
            if (random_number(g) % 100 < 28)
                life_grid_set(g, column, row, true);
}

void
life_grid_spark(struct life_grid *g)
{
    /* The R-pentomino lives for 1,103 generations. */
    static const int cells[][2] = {{1, 0}, {2, 0}, {0, 1}, {1, 1}, {1, 2}};

    if (g->columns == 0)
        return;
    for (int n = 0; n < 3; n++) {
        int x = (int)(random_number(g) % (uint32_t)g->columns);
        int y = (int)(random_number(g) % (uint32_t)g->rows);

        for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
            life_grid_set(g, (x + cells[i][0]) % g->columns,
                          (y + cells[i][1]) % g->rows, true);
    }
}

/* One row's cells into g->next; above and below are its neighbours. */
static void
step_row(struct life_grid *g, int row, const uint8_t *above,
         const uint8_t *below)
{
    size_t start = (size_t)row * (size_t)g->columns;
    const uint8_t *middle = g->alive + start;
    int last = g->columns - 1;

    for (int x = 0; x <= last; x++) {
        int left = x == 0 ? last : x - 1, right = x == last ? 0 : x + 1;
        int around = above[left] + above[x] + above[right] + middle[left] +
                     middle[right] + below[left] + below[x] + below[right];
        size_t at = start + (size_t)x;

        if (middle[x]) {
            g->next[at] = g->survive >> around & 1;
            g->age[at] = (uint8_t)(g->age[at] + (g->age[at] < 255));
        } else {
            g->next[at] = g->birth >> around & 1;
            if (g->next[at]) {
                g->age[at] = 0;
                g->heat[at] = 255;
            }
        }
        g->population += g->next[at];
    }
}

void
life_grid_step(struct life_grid *g)
{
    uint32_t *past = &g->past[g->generation % LIFE_PERIOD];
    uint8_t *swap = g->alive;
    size_t columns = (size_t)g->columns;

    if (g->columns == 0)
        return;
    g->population = 0;
    for (int row = 0; row < g->rows; row++) {
        int above = row == 0 ? g->rows - 1 : row - 1;
        int below = row == g->rows - 1 ? 0 : row + 1;

        step_row(g, row, g->alive + (size_t)above * columns,
                 g->alive + (size_t)below * columns);
    }
    g->alive = g->next;
    g->next = swap;
    g->generation++;
    g->quiet = *past == g->population ? g->quiet + 1 : 0;
    *past = g->population;
}

/* ---- RLE ----------------------------------------------------------------- */

struct text {
    const uint8_t *start, *at, *end;
};

static bool
is_space(int c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* The next byte that is not white space, not taken; -1 at the end. */
static int
peek(struct text *t)
{
    while (t->at < t->end && is_space(*t->at))
        t->at++;
    return t->at < t->end ? *t->at : -1;
}

static void
skip_line(struct text *t)
{
    while (t->at < t->end && *t->at != '\n')
        t->at++;
}

static bool
take(struct text *t, char c)
{
    int next = peek(t);

    if (next != c && next != c - 'a' + 'A')
        return false;
    t->at++;
    return true;
}

/* Digits, at most MOST_RUN; -1 if there are none. */
static int
take_number(struct text *t)
{
    int number = -1;

    for (peek(t); t->at < t->end && *t->at >= '0' && *t->at <= '9'; t->at++) {
        number = (number < 0 ? 0 : number) * 10 + (*t->at - '0');
        if (number > MOST_RUN)
            number = MOST_RUN;
    }
    return number;
}

/* Bits of the digits 0 to 8 that follow. */
static uint16_t
take_counts(struct text *t)
{
    uint16_t bits = 0;

    for (; t->at < t->end && *t->at >= '0' && *t->at <= '8'; t->at++)
        bits = (uint16_t)(bits | 1u << (*t->at - '0'));
    return bits;
}

/* "B3/S23" or the older "23/3". */
static void
take_rule(struct text *t, struct life_grid *g)
{
    uint16_t birth, survive;

    if (take(t, 'b')) {
        birth = take_counts(t);
        if (t->at >= t->end || *t->at != '/' || (t->at++, !take(t, 's')))
            return;
        survive = take_counts(t);
    } else {
        peek(t);
        survive = take_counts(t);
        if (t->at >= t->end || *t->at != '/')
            return;
        t->at++;
        birth = take_counts(t);
    }
    g->birth = birth & 0x1FE; /* B0 would light the whole torus */
    g->survive = survive;
}

/* Remarks and the first line; g may be NULL. */
static bool
take_header(struct text *t, int *columns, int *rows, struct life_grid *g)
{
    while (peek(t) == '#')
        skip_line(t);
    if (!take(t, 'x'))
        return false;
    peek(t);
    if (t->at >= t->end || *t->at++ != '=')
        return false;
    *columns = take_number(t);
    if (peek(t) != ',' || (t->at++, !take(t, 'y')) || peek(t) != '=')
        return false;
    t->at++;
    *rows = take_number(t);
    while (t->at < t->end && *t->at != '=' && *t->at != '\n')
        t->at++;
    if (g != NULL && t->at < t->end && *t->at++ == '=')
        take_rule(t, g);
    if (t->at > t->start && t->at[-1] != '\n')
        skip_line(t);
    return *columns >= 1 && *columns <= 10000 && *rows >= 1 && *rows <= 10000;
}

bool
life_rle_size(const uint8_t *text, size_t size, int *columns, int *rows)
{
    struct text t = {text, text, text + size};

    return take_header(&t, columns, rows, NULL);
}

bool
life_rle_place(struct life_grid *g, const uint8_t *text, size_t size)
{
    struct text t = {text, text, text + size};
    int columns = g->columns, rows = g->rows, x = 0, y = 0, left, top;

    life_grid_clear(g);
    if (!take_header(&t, &columns, &rows, g))
        return false;
    left = (g->columns - columns) / 2;
    top = (g->rows - rows) / 2;
    while (y < MOST_RUN && x < MOST_RUN) {
        int run = take_number(&t), c = peek(&t);

        run = run < 0 ? 1 : run;
        if (c == '#') {
            skip_line(&t);
            continue;
        }
        if (c != 'b' && c != 'o' && c != '$')
            break;
        t.at++;
        if (c == '$') {
            y += run;
            x = 0;
            continue;
        }
        /* Only the part on the grid, or a run of a million costs as much. */
        for (int i = left + x < 0 ? -(left + x) : 0;
             c == 'o' && i < run && left + x + i < g->columns; i++)
            life_grid_set(g, left + x + i, top + y, true);
        x += run;
    }
    return true;
}
