/*
 * table_grid.c - which cell stands in which row and column (CSS 2.1 17.5,
 * HTML standard 4.9.12.1).
 *
 * Process: renderer.  Distrusts: spans of the page, by MAX_COLUMNS.
 */
#include "layout/table.h"
#include "log.h"

#include <stdlib.h>

struct placing {
    struct layouter *l;
    struct table *t;
    unsigned *busy; /* by column: the first row that is free there */
    unsigned row, group_end;
};

static void
count_parts(const struct box *table, unsigned *rows, unsigned *cells)
{
    for (const struct box *g = table->first; g != NULL; g = g->next) {
        if (g->kind != BOX_ROW_GROUP)
            continue;
        for (const struct box *r = g->first; r != NULL; r = r->next) {
            if (r->kind != BOX_ROW)
                continue;
            ++*rows;
            for (const struct box *c = r->first; c != NULL; c = c->next)
                *cells += c->kind == BOX_CELL;
        }
    }
}

static void
note_column(struct table *t, struct box *column, struct box *group)
{
    const struct box *b = column != NULL ? column : group;

    for (unsigned i = 0; i < b->column_span || i == 0; i++) {
        if (t->column_count >= MAX_COLUMNS)
            return;
        t->columns[t->column_count].box = column;
        t->columns[t->column_count].group = group;
        t->columns[t->column_count].has_cells = true;
        t->column_count++;
    }
}

static void
note_columns(struct table *t)
{
    for (struct box *b = t->box->first; b != NULL; b = b->next) {
        bool any = false;

        if (b->kind == BOX_COLUMN)
            note_column(t, b, NULL);
        if (b->kind != BOX_COLUMN_GROUP)
            continue;
        for (struct box *c = b->first; c != NULL; c = c->next)
            if (c->kind == BOX_COLUMN) {
                note_column(t, c, b);
                any = true;
            }
        if (!any)
            note_column(t, NULL, b);
    }
}

/* A cell's height is a minimum that the row sees to: its box gets a style
 * without one, so that box_layout tells the height of its contents. */
static void
take_height(struct layouter *l, struct table_cell *cell)
{
    const struct style *s = cell->box->style;
    struct style *copy;

    cell->height = s->height;
    if (cell->height.kind == LENGTH_AUTO && s->min_height.kind == LENGTH_VALUE)
        cell->height = s->min_height;
    if (s->height.kind == LENGTH_AUTO && s->min_height.kind == LENGTH_AUTO &&
        s->max_height.kind == LENGTH_AUTO)
        return;
    copy = arena_alloc(l->kept, sizeof *copy);
    *copy = *s;
    copy->height = copy->min_height = copy->max_height =
        (struct length){.kind = LENGTH_AUTO};
    cell->box->style = copy;
}

static void
place_cell(struct placing *p, struct box *box, unsigned *column)
{
    struct table *t = p->t;
    struct table_cell *cell = &t->cells[t->cell_count++];
    unsigned rows = box->row_span > 0 ? box->row_span : 1;
    unsigned columns = box->column_span > 0 ? box->column_span : 1;

    while (*column < MAX_COLUMNS - 1 && p->busy[*column] > p->row)
        ++*column;
    if (columns > MAX_COLUMNS - *column)
        columns = MAX_COLUMNS - *column;
    if (rows > p->group_end - p->row)
        rows = p->group_end - p->row;
    *cell = (struct table_cell){.box = box,
                                .row = p->row,
                                .column = *column,
                                .rows = rows,
                                .columns = columns};
    take_height(p->l, cell);
    t->columns[*column].has_cells = true;
    if (t->column_count < *column + columns)
        t->column_count = *column + columns;
    for (unsigned i = 0; i < columns; i++)
        if (p->busy[*column + i] < p->row + rows)
            p->busy[*column + i] = p->row + rows;
    if (*column + columns < MAX_COLUMNS)
        *column += columns;
    else
        *column = MAX_COLUMNS - 1;
    box->hides_empty = box->first == NULL && !t->is_collapsed &&
                       box->style->empty_cells == EMPTY_CELLS_HIDE;
}

static void
place_group(struct placing *p, struct box *group)
{
    struct table *t = p->t;
    unsigned first = p->row, count = 0;

    for (const struct box *r = group->first; r != NULL; r = r->next)
        count += r->kind == BOX_ROW;
    p->group_end = first + count;
    for (struct box *r = group->first; r != NULL; r = r->next) {
        unsigned column = 0;

        if (r->kind != BOX_ROW)
            continue;
        t->rows[p->row] = (struct table_row){
            .box = r,
            .group = group,
            .is_first = p->row == first,
            .is_last = p->row + 1 == p->group_end,
            .is_collapsed = r->style->visibility == VISIBILITY_COLLAPSE};
        for (struct box *c = r->first; c != NULL; c = c->next)
            if (c->kind == BOX_CELL)
                place_cell(p, c, &column);
        p->row++;
    }
}

/* The first header group stands on top, the first footer group at the end. */
static void
place_groups(struct placing *p)
{
    struct box *header = NULL, *footer = NULL;
    struct box *first = p->t->box->first;

    for (struct box *b = first; b != NULL; b = b->next) {
        if (b->kind != BOX_ROW_GROUP)
            continue;
        if (header == NULL && b->style->display == DISPLAY_TABLE_HEADER_GROUP)
            header = b;
        if (footer == NULL && b->style->display == DISPLAY_TABLE_FOOTER_GROUP)
            footer = b;
    }
    if (header != NULL)
        place_group(p, header);
    for (struct box *b = first; b != NULL; b = b->next)
        if (b->kind == BOX_ROW_GROUP && b != header && b != footer)
            place_group(p, b);
    if (footer != NULL)
        place_group(p, footer);
}

/* Cells that span columns, ordered by how many: a counting sort, since the
 * spans are bounded. */
static void
sort_spanning(struct layouter *l, struct table *t)
{
    static unsigned at[MAX_COLUMNS + 2]; /* large; layout has one thread */
    uint64_t spanned = 0;

    memset(at, 0, sizeof at);
    for (unsigned i = 0; i < t->cell_count; i++) {
        const struct table_cell *c = &t->cells[i];

        if (c->columns > 1 && (spanned += c->columns) <= MAX_SPANNED) {
            at[c->columns + 1]++;
            t->spanning_count++;
        }
    }
    for (unsigned i = 1; i < MAX_COLUMNS + 2; i++)
        at[i] += at[i - 1];
    t->by_span =
        arena_array(l->kept, t->spanning_count + 1, sizeof *t->by_span);
    spanned = 0;
    for (unsigned i = 0; i < t->cell_count; i++) {
        const struct table_cell *c = &t->cells[i];

        if (c->columns > 1 && (spanned += c->columns) <= MAX_SPANNED)
            t->by_span[at[c->columns]++] = i;
    }
}

static void
mark_collapsed(struct table *t)
{
    t->box->borders_collapsed = true;
    for (unsigned i = 0; i < t->row_count; i++)
        t->rows[i].box->borders_collapsed =
            t->rows[i].group->borders_collapsed = true;
    for (unsigned i = 0; i < t->cell_count; i++)
        t->cells[i].box->borders_collapsed = true;
}

static void
set_spacing(struct layouter *l, struct table *t)
{
    const struct style *s = t->box->style;

    t->spacing[0] = t->is_collapsed ? 0 : unit_max(0, s->border_spacing[0]);
    t->spacing[1] = t->is_collapsed ? 0 : unit_max(0, s->border_spacing[1]);
    if (!t->is_collapsed)
        return;
    if (table_borders_resolve(l, t))
        mark_collapsed(t);
    else
        t->is_collapsed = false;
}

unit_t
table_spacing(const struct table *t, unsigned first, unsigned count)
{
    unit_t sum = 0;

    for (unsigned i = 1; i < count; i++)
        sum = unit_add(sum, table_gap(t, first + i));
    return sum;
}

struct table *
table_grid(struct layouter *l, struct box *b)
{
    struct table *t = data_of(b)->table;
    struct placing p = {.l = l};
    struct table_column *columns;
    unsigned cells = 0;

    if (t != NULL)
        return t;
    p.t = t = arena_alloc(l->kept, sizeof *t);
    data_of(b)->table = t;
    t->box = b;
    t->is_collapsed = b->style->border_collapse == BORDER_COLLAPSE;
    t->is_fixed = b->style->table_layout == TABLE_LAYOUT_FIXED &&
                  b->style->width.kind == LENGTH_VALUE;
    t->rtl = b->style->direction == DIRECTION_RTL;
    count_parts(b, &t->row_count, &cells);
    t->rows = arena_array(l->kept, t->row_count + 1, sizeof *t->rows);
    t->cells = arena_array(l->kept, cells + 1, sizeof *t->cells);
    /* Room for all there may be; only those there are stay. */
    columns = t->columns = calloc(MAX_COLUMNS, sizeof *columns);
    p.busy = calloc(MAX_COLUMNS, sizeof *p.busy);
    if (columns == NULL || p.busy == NULL)
        fatal_memory("out of memory");
    note_columns(t);
    place_groups(&p);
    t->columns = arena_array(l->kept, t->column_count + 1, sizeof *t->columns);
    memcpy(t->columns, columns, t->column_count * sizeof *columns);
    free(columns);
    free(p.busy);
    sort_spanning(l, t);
    set_spacing(l, t);
    return t;
}
