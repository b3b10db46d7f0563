/*
 * grid_place.c - auto-placement of grid items (CSS Grid 1, 8.5).
 *
 * Process: renderer.  Distrusts: the page's numbers: lines are bounded by
 * GRID_MAX_LINES, looking for room by a budget.
 *
 * The major axis is the one that the flow fills track by track: rows, unless
 * grid-auto-flow says column.
 */
#include "layout/grid.h"

enum { MAX_LOOKS = 4000000 /* places tried in one grid */ };

/* Which cells of a major track are taken. */
struct taken {
    uint64_t *words;
    int count; /* of words */
    int next;  /* where the last locked item ended */
};

struct placer {
    struct grid *g;
    int major, minor; /* axes */
    struct taken *rows;
    int row_count;
    int minor_count;
    unsigned long looks;
};

/* ---- cells -------------------------------------------------------------- */

static struct taken *
row_at(struct placer *p, int row)
{
    if (row >= p->row_count) {
        int count = row * 2 + 16;
        struct taken *rows =
            arena_array(p->g->l->arena, (size_t)count, sizeof *rows);

        if (p->row_count > 0)
            memcpy(rows, p->rows, (size_t)p->row_count * sizeof *rows);
        p->rows = rows;
        p->row_count = count;
    }
    return &p->rows[row];
}

static void
take_cells(struct placer *p, int row, int from, int to)
{
    struct taken *t = row_at(p, row);
    int words = to / 64 + 1;

    if (words > t->count) {
        uint64_t *grown =
            arena_array(p->g->l->arena, (size_t)words * 2, sizeof *grown);

        if (t->count > 0)
            memcpy(grown, t->words, (size_t)t->count * sizeof *grown);
        t->words = grown;
        t->count = words * 2;
    }
    for (int i = from; i < to; i++)
        t->words[i / 64] |= UINT64_C(1) << (i % 64);
}

/* The last taken cell of the range in the item's rows, or -1. */
static int
last_taken(struct placer *p, const struct grid_item *item, int row, int from)
{
    int last = -1;

    for (int r = row; r < row + item->span[p->major]; r++) {
        const struct taken *t = r < p->row_count ? &p->rows[r] : NULL;

        for (int i = from + item->span[p->minor] - 1; t != NULL && i > last;
             i--) {
            p->looks++;
            if (i < from)
                break;
            if (i / 64 < t->count && (t->words[i / 64] >> (i % 64) & 1))
                last = i;
        }
    }
    return last;
}

static void
settle(struct placer *p, struct grid_item *item, int row, int column)
{
    int end;

    if (row + item->span[p->major] > GRID_MAX_LINES * 10)
        row = GRID_MAX_LINES * 10 - item->span[p->major];
    if (column + item->span[p->minor] > GRID_MAX_LINES)
        column = GRID_MAX_LINES - item->span[p->minor];
    end = column + item->span[p->minor];
    item->start[p->major] = row;
    item->start[p->minor] = column;
    item->placed[0] = item->placed[1] = true;
    for (int r = row; r < row + item->span[p->major]; r++)
        take_cells(p, r, column, end);
    if (end > p->minor_count)
        p->minor_count = end;
}

/* ---- the steps ---------------------------------------------------------- */

/* Lines before the explicit grid move everything. */
static void
make_positive(struct grid *g, int axis)
{
    int least = 0, most = g->axis[axis].explicit_count;

    for (unsigned i = 0; i < g->count; i++) {
        struct grid_item *item = &g->items[i];

        grid_resolve(g, item, axis);
        if (item->placed[axis] && item->start[axis] < least)
            least = item->start[axis];
    }
    for (unsigned i = 0; i < g->count; i++) {
        struct grid_item *item = &g->items[i];

        if (item->placed[axis])
            item->start[axis] -= least;
        if (item->placed[axis] && item->start[axis] + item->span[axis] > most)
            most = item->start[axis] + item->span[axis];
        else if (item->span[axis] > most)
            most = item->span[axis];
    }
    g->axis[axis].before = -least;
    g->axis[axis].count = most > g->axis[axis].explicit_count - least
                              ? most
                              : g->axis[axis].explicit_count - least;
}

/* Items whose major track is given. */
static void
place_locked(struct placer *p)
{
    bool dense = p->g->box->style->grid_dense;

    for (unsigned i = 0; i < p->g->count; i++) {
        struct grid_item *item = &p->g->items[i];
        int row = item->start[p->major], at = 0, blocked;

        if (!item->placed[p->major] || item->placed[p->minor])
            continue;
        if (!dense)
            at = row_at(p, row)->next;
        while (p->looks < MAX_LOOKS &&
               (blocked = last_taken(p, item, row, at)) >= 0)
            at = blocked + 1;
        settle(p, item, row, at);
        row_at(p, row)->next = at + item->span[p->minor];
    }
}

/* An item whose minor track is given, from a row on. */
static int
find_row(struct placer *p, const struct grid_item *item, int row)
{
    while (p->looks < MAX_LOOKS &&
           last_taken(p, item, row, item->start[p->minor]) >= 0)
        row++;
    return row;
}

static void
find_cell(struct placer *p, const struct grid_item *item, int *row, int *column)
{
    int blocked;

    for (;;) {
        if (*column + item->span[p->minor] > p->minor_count) {
            ++*row;
            *column = 0;
        }
        blocked = last_taken(p, item, *row, *column);
        if (blocked < 0)
            return;
        if (p->looks >= MAX_LOOKS) { /* a fresh track always has room */
            *row = p->row_count;
            *column = 0;
            return;
        }
        *column = blocked + 1;
    }
}

static void
place_rest(struct placer *p)
{
    bool dense = p->g->box->style->grid_dense;
    const struct grid_item *last = NULL;
    int row = 0, column = 0;

    for (unsigned i = 0; i < p->g->count; i++) {
        struct grid_item *item = &p->g->items[i];

        if (item->placed[p->major])
            continue;
        /* Dense: from the start, but not where one like it found no room. */
        if (dense && (last == NULL || last->span[0] != item->span[0] ||
                      last->span[1] != item->span[1] || item->placed[p->minor]))
            row = column = 0;
        if (item->placed[p->minor]) {
            if (!dense && item->start[p->minor] < column)
                row++;
            row = find_row(p, item, row);
            column = item->start[p->minor];
            last = NULL;
        } else {
            find_cell(p, item, &row, &column);
            last = item;
        }
        settle(p, item, row, column);
        row = item->start[p->major];
        column = item->start[p->minor];
    }
}

void
grid_place(struct grid *g)
{
    struct placer p = {.g = g};
    struct grid_axis *major, *minor;

    p.major = g->box->style->grid_by_column ? GRID_COLUMNS : GRID_ROWS;
    p.minor = 1 - p.major;
    make_positive(g, 0);
    make_positive(g, 1);
    major = &g->axis[p.major];
    minor = &g->axis[p.minor];
    p.minor_count = minor->count > 0 ? minor->count : 1;
    for (unsigned i = 0; i < g->count; i++)
        if (g->items[i].placed[0] && g->items[i].placed[1])
            settle(&p, &g->items[i], g->items[i].start[p.major],
                   g->items[i].start[p.minor]);
    place_locked(&p);
    place_rest(&p);
    for (unsigned i = 0; i < g->count; i++) {
        int end = g->items[i].start[p.major] + g->items[i].span[p.major];

        if (end > major->count)
            major->count = end;
    }
    if (g->count > 0 && p.minor_count > minor->count)
        minor->count = p.minor_count;
}
