/*
 * table_borders.c - collapsing borders: who wins on each piece of a grid line
 * (CSS 2.1 17.6.2), and the pieces that get painted.
 *
 * Process: renderer.  Distrusts: the size of the grid, by MAX_EDGES.
 *
 * Pieces of vertical lines are vertical[row * (columns + 1) + line], those of
 * horizontal ones horizontal[line * columns + column]; line 0 is the start
 * side (the right one if the table runs from right to left).
 */
#include "layout/table.h"
#include "log.h"

#include <stdlib.h>

enum { NO_CELL = UINT32_MAX };

struct slots {
    struct table *t;
    unsigned *cell; /* by row and column */
    enum side start, end;
};

/* -- conflicts -- */

/* Ranks of styles of equal width. */
static int
style_rank(enum border_style style)
{
    switch (style) {
    case BORDER_DOUBLE:
        return 8;
    case BORDER_SOLID:
        return 7;
    case BORDER_DASHED:
        return 6;
    case BORDER_DOTTED:
        return 5;
    case BORDER_RIDGE:
        return 4;
    case BORDER_OUTSET:
        return 3;
    case BORDER_GROOVE:
        return 2;
    case BORDER_INSET:
        return 1;
    default:
        return 0;
    }
}

static int
compare(const struct table_border *a, const struct table_border *b)
{
    int rank = style_rank(a->style) - style_rank(b->style);

    if (rank == 0 || style_rank(a->style) == 0 || style_rank(b->style) == 0 ||
        a->width != b->width)
        return a->width < b->width ? -1 : a->width > b->width ? 1 : rank;
    return rank;
}

/* Candidates come in the order that decides among equals. */
static void
contend(struct table_border *winner, const struct box *b, enum side side)
{
    struct table_border own;

    if (b == NULL || winner->style == BORDER_HIDDEN)
        return;
    own.width = unit_max(0, unit_clamp(b->style->border[side].width));
    own.style = b->style->border[side].style;
    own.color = b->style->border[side].color;
    if (own.style == BORDER_HIDDEN || compare(&own, winner) > 0)
        *winner = own;
}

static const struct box *
cell_at(const struct slots *s, unsigned row, unsigned column)
{
    unsigned i = s->cell[(size_t)row * s->t->column_count + column];

    return i == NO_CELL ? NULL : s->t->cells[i].box;
}

/* Both sides of a vertical line: before is the column before it. */
static void
resolve_vertical(const struct slots *s, unsigned row, unsigned line,
                 struct table_border *out)
{
    const struct table *t = s->t;
    bool first = line == 0, last = line == t->column_count;
    const struct table_column *before = first ? NULL : &t->columns[line - 1];
    const struct table_column *after = last ? NULL : &t->columns[line];
    const struct box *a = first ? NULL : cell_at(s, row, line - 1);
    const struct box *b = last ? NULL : cell_at(s, row, line);
    const struct table_row *r = &t->rows[row];

    if (a != NULL && a == b)
        return;
    contend(out, a, s->end);
    contend(out, b, s->start);
    if (first || last) {
        contend(out, r->box, first ? s->start : s->end);
        contend(out, r->group, first ? s->start : s->end);
    }
    contend(out, before != NULL ? before->box : NULL, s->end);
    contend(out, after != NULL ? after->box : NULL, s->start);
    if (first || last || before->group != after->group) {
        contend(out, before != NULL ? before->group : NULL, s->end);
        contend(out, after != NULL ? after->group : NULL, s->start);
    }
    if (first || last)
        contend(out, t->box, first ? s->start : s->end);
}

static void
resolve_horizontal(const struct slots *s, unsigned line, unsigned column,
                   struct table_border *out)
{
    const struct table *t = s->t;
    bool first = line == 0, last = line == t->row_count;
    const struct table_row *before = first ? NULL : &t->rows[line - 1];
    const struct table_row *after = last ? NULL : &t->rows[line];
    const struct box *a = first ? NULL : cell_at(s, line - 1, column);
    const struct box *b = last ? NULL : cell_at(s, line, column);
    enum side outer = first ? SIDE_TOP : SIDE_BOTTOM;

    if (a != NULL && a == b)
        return;
    contend(out, a, SIDE_BOTTOM);
    contend(out, b, SIDE_TOP);
    contend(out, before != NULL ? before->box : NULL, SIDE_BOTTOM);
    contend(out, after != NULL ? after->box : NULL, SIDE_TOP);
    if (first || last || before->group != after->group) {
        contend(out, before != NULL ? before->group : NULL, SIDE_BOTTOM);
        contend(out, after != NULL ? after->group : NULL, SIDE_TOP);
    }
    if (first || last) {
        contend(out, t->columns[column].box, outer);
        contend(out, t->columns[column].group, outer);
        contend(out, t->box, outer);
    }
}

static void
fill_slots(struct slots *s)
{
    const struct table *t = s->t;

    for (size_t i = 0; i < (size_t)t->row_count * t->column_count; i++)
        s->cell[i] = NO_CELL;
    for (unsigned i = 0; i < t->cell_count; i++) {
        const struct table_cell *c = &t->cells[i];

        for (unsigned row = c->row; row < c->row + c->rows; row++)
            for (unsigned k = 0; k < c->columns; k++)
                s->cell[(size_t)row * t->column_count + c->column + k] = i;
    }
}

/* -- widths for layout: each side gets half of the widest piece -- */

static struct table_border *
vertical_at(const struct table *t, unsigned row, unsigned line)
{
    return &t->vertical[(size_t)row * (t->column_count + 1) + line];
}

static struct table_border *
horizontal_at(const struct table *t, unsigned line, unsigned column)
{
    return &t->horizontal[(size_t)line * t->column_count + column];
}

static void
set_cell_borders(struct slots *s)
{
    const struct table *t = s->t;

    for (unsigned i = 0; i < t->cell_count; i++) {
        const struct table_cell *c = &t->cells[i];
        unit_t most[4] = {0, 0, 0, 0};

        for (unsigned row = c->row; row < c->row + c->rows; row++) {
            most[s->start] =
                unit_max(most[s->start], vertical_at(t, row, c->column)->width);
            most[s->end] =
                unit_max(most[s->end],
                         vertical_at(t, row, c->column + c->columns)->width);
        }
        for (unsigned k = c->column; k < c->column + c->columns; k++) {
            most[SIDE_TOP] =
                unit_max(most[SIDE_TOP], horizontal_at(t, c->row, k)->width);
            most[SIDE_BOTTOM] =
                unit_max(most[SIDE_BOTTOM],
                         horizontal_at(t, c->row + c->rows, k)->width);
        }
        for (int side = 0; side < 4; side++)
            c->box->border[side] = most[side] / 2;
    }
}

static void
set_table_borders(struct slots *s)
{
    struct table *t = s->t;
    unit_t most[4] = {0, 0, 0, 0};

    for (unsigned row = 0; row < t->row_count; row++) {
        most[s->start] =
            unit_max(most[s->start], vertical_at(t, row, 0)->width);
        most[s->end] =
            unit_max(most[s->end], vertical_at(t, row, t->column_count)->width);
    }
    for (unsigned k = 0; k < t->column_count; k++) {
        most[SIDE_TOP] =
            unit_max(most[SIDE_TOP], horizontal_at(t, 0, k)->width);
        most[SIDE_BOTTOM] = unit_max(most[SIDE_BOTTOM],
                                     horizontal_at(t, t->row_count, k)->width);
    }
    for (int side = 0; side < 4; side++)
        t->border[side] = most[side] / 2;
}

static void
clean(struct table_border *b)
{
    if (b->style == BORDER_HIDDEN || b->style == BORDER_NONE || b->width <= 0)
        *b = (struct table_border){0, BORDER_NONE, 0};
}

bool
table_borders_resolve(struct layouter *l, struct table *t)
{
    struct slots s = {.t = t,
                      .start = t->rtl ? SIDE_RIGHT : SIDE_LEFT,
                      .end = t->rtl ? SIDE_LEFT : SIDE_RIGHT};
    size_t rows = t->row_count, columns = t->column_count;

    if ((rows + 1) * (columns + 1) > MAX_EDGES)
        return false;
    s.cell = calloc(rows * columns + 1, sizeof *s.cell);
    if (s.cell == NULL)
        fatal_memory("out of memory");
    t->vertical =
        arena_array(l->kept, rows * (columns + 1) + 1, sizeof *t->vertical);
    t->horizontal =
        arena_array(l->kept, (rows + 1) * columns + 1, sizeof *t->horizontal);
    fill_slots(&s);
    for (unsigned row = 0; row < t->row_count; row++)
        for (unsigned line = 0; line <= t->column_count; line++) {
            resolve_vertical(&s, row, line, vertical_at(t, row, line));
            clean(vertical_at(t, row, line));
        }
    for (unsigned line = 0; line <= t->row_count && rows > 0; line++)
        for (unsigned k = 0; k < t->column_count; k++) {
            resolve_horizontal(&s, line, k, horizontal_at(t, line, k));
            clean(horizontal_at(t, line, k));
        }
    set_cell_borders(&s);
    set_table_borders(&s);
    free(s.cell);
    return true;
}

/* -- painted pieces -- */

static bool
equal(const struct table_border *a, const struct table_border *b)
{
    return a->width == b->width && a->style == b->style && a->color == b->color;
}

/* Where a line is, relative to the table's border box; the outer ones lie in
 * the middle of the table's border. */
static unit_t
line_x(const struct table *t, unsigned line)
{
    const struct table_column *c;
    unit_t x = 0, inner = unit_sub(t->box->width, sizes_edge_width(t->box));

    if (line > 0) {
        c = &t->columns[line - 1];
        x = unit_add(c->x, c->width);
    }
    return unit_add(t->box->border[SIDE_LEFT], t->rtl ? unit_sub(inner, x) : x);
}

static unit_t
line_y(const struct table *t, unsigned line)
{
    unit_t y = t->box->border[SIDE_TOP];

    if (line == 0)
        return y;
    return unit_add(y, unit_add(t->rows[line - 1].y, t->rows[line - 1].height));
}

/* Half of the widest horizontal piece that ends where lines meet. */
static unit_t
half_horizontal(const struct table *t, unsigned row_line, unsigned line)
{
    unit_t most = 0;

    if (line > 0)
        most = horizontal_at(t, row_line, line - 1)->width;
    if (line < t->column_count)
        most = unit_max(most, horizontal_at(t, row_line, line)->width);
    return most / 2;
}

static unit_t
half_vertical(const struct table *t, unsigned row_line, unsigned line)
{
    unit_t most = 0;

    if (row_line > 0)
        most = vertical_at(t, row_line - 1, line)->width;
    if (row_line < t->row_count)
        most = unit_max(most, vertical_at(t, row_line, line)->width);
    return most / 2;
}

static void
add_edge(struct box *b, const struct table_border *border, bool horizontal,
         unit_t from, unit_t to, unit_t middle)
{
    struct table_edge *e = &b->edges[b->edge_count++];
    unit_t across = unit_sub(middle, border->width / 2);
    unit_t length = unit_max(0, unit_sub(to, from));

    *e = (struct table_edge){.x = horizontal ? from : across,
                             .y = horizontal ? across : from,
                             .width = horizontal ? length : border->width,
                             .height = horizontal ? border->width : length,
                             .horizontal = horizontal,
                             .style = border->style,
                             .color = border->color};
}

static void
add_vertical(struct table *t, unsigned line)
{
    for (unsigned row = 0; row < t->row_count;) {
        const struct table_border *border = vertical_at(t, row, line);
        unsigned end = row + 1;

        while (end < t->row_count && equal(border, vertical_at(t, end, line)))
            end++;
        if (border->width > 0)
            add_edge(t->box, border, false,
                     unit_sub(line_y(t, row), half_horizontal(t, row, line)),
                     unit_add(line_y(t, end), half_horizontal(t, end, line)),
                     line_x(t, line));
        row = end;
    }
}

static void
add_horizontal(struct table *t, unsigned line)
{
    for (unsigned k = 0; k < t->column_count;) {
        const struct table_border *border = horizontal_at(t, line, k);
        unsigned end = k + 1;

        while (end < t->column_count &&
               equal(border, horizontal_at(t, line, end)))
            end++;
        if (border->width > 0) {
            unsigned left = t->rtl ? end : k, right = t->rtl ? k : end;

            add_edge(t->box, border, true,
                     unit_sub(line_x(t, left), half_vertical(t, line, left)),
                     unit_add(line_x(t, right), half_vertical(t, line, right)),
                     line_y(t, line));
        }
        k = end;
    }
}

static int
compare_edges(const void *left, const void *right)
{
    const struct table_edge *a = left, *b = right;
    struct table_border own_a = {a->horizontal ? a->height : a->width, a->style,
                                 a->color};
    struct table_border own_b = {b->horizontal ? b->height : b->width, b->style,
                                 b->color};
    int order = compare(&own_a, &own_b);

    if (order != 0)
        return order;
    if (a->horizontal != b->horizontal)
        return a->horizontal ? 1 : -1;
    /* Of equals the upper, left one wins. */
    if (a->y != b->y)
        return a->y > b->y ? -1 : 1;
    return a->x > b->x ? -1 : a->x < b->x;
}

/* The strongest are painted last: they win where lines meet. */
void
table_borders_place(struct layouter *l, struct table *t)
{
    struct box *b = t->box;
    size_t most = (size_t)t->row_count * (t->column_count + 1) +
                  (size_t)(t->row_count + 1) * t->column_count;

    if (b->edges == NULL)
        b->edges = arena_array(l->kept, most + 1, sizeof *b->edges);
    b->edge_count = 0;
    for (unsigned line = 0; line <= t->column_count; line++)
        add_vertical(t, line);
    for (unsigned line = 0; line <= t->row_count && t->row_count > 0; line++)
        add_horizontal(t, line);
    qsort(b->edges, b->edge_count, sizeof *b->edges, compare_edges);
}
