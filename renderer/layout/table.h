/*
 * table.h - what the files of table layout share (CSS 2.1 17, CSS Tables 3).
 *
 * Process: renderer.  Distrusts: spans and sizes of the page: columns are
 * bounded by MAX_COLUMNS, spans clipped to what exists.
 */
#ifndef BULKHEAD_TABLE_H
#define BULKHEAD_TABLE_H

#include "layout/contents.h"

enum {
    MAX_COLUMNS = 8192,    /* more share the last one */
    MAX_EDGES = 500000,    /* slots of a table whose borders may collapse */
    MAX_SPANNED = 20000000 /* columns under spanning cells, all together */
};

struct table_cell {
    struct box *box;
    unsigned row, column, rows, columns;
    struct length height; /* as specified: a minimum */
    unit_t min, max;      /* border box, with the width property in it */
    bool is_fixed;        /* has a width in px */
    float percent;
    unit_t natural; /* height of the contents' layout */
    unit_t shift;   /* its contents were moved down by vertical-align */
};

struct table_column {
    struct box *box, *group; /* BOX_COLUMN, BOX_COLUMN_GROUP, or NULL */
    bool has_cells;          /* a cell begins here, or a box asks for it */
    bool is_fixed;
    unit_t min, max;
    float percent;
    unit_t x, width; /* x from the start side of the grid */
};

struct table_row {
    struct box *box, *group;
    unit_t y, height, baseline; /* y from the top of the grid */
    bool is_fixed, is_collapsed;
    bool is_first, is_last; /* of its group */
};

struct table {
    struct box *box;
    struct table_cell *cells;
    struct table_column *columns;
    struct table_row *rows;
    unsigned cell_count, column_count, row_count;
    unsigned *by_span; /* cells that span columns, short spans first */
    unsigned spanning_count;
    bool is_collapsed, is_fixed, rtl;
    bool has_minimums;
    unit_t spacing[2]; /* horizontal, vertical */
    unit_t border[4];  /* of the table when borders collapse */
    struct table_border *vertical, *horizontal; /* winners, by slot */
};

/* One winner of a conflict (17.6.2.1). */
struct table_border {
    unit_t width;
    enum border_style style;
    rgba_t color;
};

/* table_grid.c: the grid of a table's box, made at the first call. */
struct table *table_grid(struct layouter *l, struct box *b);

/* The spacing before a column: none before one without cells. */
static inline unit_t
table_gap(const struct table *t, unsigned column)
{
    return column > 0 && t->columns[column].has_cells ? t->spacing[0] : 0;
}

/* Spacing inside the grid that count columns from first on do not share. */
unit_t table_spacing(const struct table *t, unsigned first, unsigned count);

/* table_columns.c: the narrowest and the widest the table's border box wants
 * to be; and the columns' used widths in a border box of this width. */
void table_columns_measure(struct layouter *l, struct table *t, unit_t *min,
                           unit_t *max);
void table_columns_assign(struct layouter *l, struct table *t, unit_t width);

/* The narrowest the columns can be, as the table's border box; measured. */
unit_t table_columns_least(const struct table *t);

/* table_rows.c: lays cells out and finds the rows' places; height is the
 * border box's height to fill, or INDEFINITE. Returns the grid's height. */
unit_t table_rows_layout(struct layouter *l, struct table *t, unit_t height);

/* table_borders.c: resolves collapsing borders, sets those of the cells and
 * t->border; false if the grid is too large for it.  After layout: makes the
 * segments, relative to the table's border box. */
bool table_borders_resolve(struct layouter *l, struct table *t);
void table_borders_place(struct layouter *l, struct table *t);

#endif
