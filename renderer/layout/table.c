/*
 * table.c - tables: their widths, their grid's boxes, and the wrapper with the
 * captions (CSS 2.1 17).
 *
 * Process: renderer.  Distrusts: nothing; its parts do.
 */
#include "layout/table.h"

/* The edges of a table with collapsed borders are the grid's doing. */
static struct table *
prepare(struct layouter *l, struct box *b)
{
    struct table *t = table_grid(l, b);

    if (t->is_collapsed) {
        memcpy(b->border, t->border, sizeof b->border);
        memset(b->padding, 0, sizeof b->padding);
    }
    return t;
}

/* Border box. */
void
table_widths(struct layouter *l, struct box *b, unit_t *min, unit_t *max)
{
    table_columns_measure(l, prepare(l, b), min, max);
}

static unit_t
used_width(struct layouter *l, struct table *t, const struct space *s)
{
    struct space own = *s;
    struct box *b = t->box;
    unit_t min, max, width;

    own.shrink = true;
    intrinsic_widths(l, b, &min, &max); /* b has other edges during that */
    prepare(l, b);
    width = sizes_used_width(l, b, &own);
    prepare(l, b);
    return unit_max(width, table_columns_least(t));
}

static unit_t
wanted_height(const struct box *b, const struct space *s)
{
    unit_t height;

    if (s->fixed_height != INDEFINITE)
        return s->fixed_height;
    if (sizes_height(b, &b->style->height, s->height, &height))
        return sizes_clamp_height(b, s->height, height);
    if (sizes_height(b, &b->style->min_height, s->height, &height) &&
        height > sizes_edge_height(b))
        return height;
    return INDEFINITE;
}

/* -- boxes of the grid's parts -- */

/* Rows and groups are as wide as the grid without the spacing around it. */
static void
place_rows(struct table *t)
{
    struct box *b = t->box;
    unit_t left = b->border[SIDE_LEFT] + b->padding[SIDE_LEFT];
    unit_t top = b->border[SIDE_TOP] + b->padding[SIDE_TOP];
    unit_t width =
        unit_sub(unit_sub(b->width, sizes_edge_width(b)), 2 * t->spacing[0]);

    width = unit_max(0, width);
    for (unsigned i = 0; i < t->row_count; i++) {
        struct table_row *r = &t->rows[i];
        struct box *group = r->group;

        if (r->is_first) {
            group->x = unit_add(left, t->spacing[0]);
            group->y = unit_add(top, r->y);
            group->width = width;
        }
        r->box->x = 0;
        r->box->y = unit_sub(unit_add(top, r->y), group->y);
        r->box->width = width;
        r->box->height = r->height;
        group->height = unit_add(r->box->y, r->height);
        data_of(r->box)->containing_width = b->width;
        data_of(group)->containing_width = b->width;
        data_of(r->box)->containing_height = INDEFINITE;
        data_of(group)->containing_height = INDEFINITE;
    }
}

static void
widen(struct box *b, unit_t x, unit_t width, bool first)
{
    unit_t right = unit_add(x, width);

    if (!first) {
        right = unit_max(right, unit_add(b->x, b->width));
        x = unit_min(x, b->x);
    }
    b->x = x;
    b->width = unit_sub(right, x);
}

/* Boxes of columns and of their groups cover their columns. */
static void
place_columns(struct table *t, unit_t grid_height)
{
    struct box *b = t->box;
    unit_t inner = unit_sub(b->width, sizes_edge_width(b));
    unit_t top =
        unit_add(b->border[SIDE_TOP] + b->padding[SIDE_TOP], t->spacing[1]);
    unit_t height = unit_max(0, unit_sub(grid_height, 2 * t->spacing[1]));

    for (unsigned i = 0; i < t->column_count; i++) {
        struct table_column *c = &t->columns[i];
        unit_t x = t->rtl ? unit_sub(inner, unit_add(c->x, c->width)) : c->x;

        x = unit_add(x, b->border[SIDE_LEFT] + b->padding[SIDE_LEFT]);
        if (c->group != NULL) {
            widen(c->group, x, c->width, i == 0 || c[-1].group != c->group);
            c->group->y = top;
            c->group->height = height;
        }
        if (c->box != NULL) {
            widen(c->box, x, c->width, i == 0 || c[-1].box != c->box);
            c->box->y = c->group != NULL ? 0 : top;
            c->box->height = height;
        }
    }
    /* Columns in a group: relative to it. */
    for (unsigned i = 0; i < t->column_count; i++) {
        struct table_column *c = &t->columns[i];

        if (c->box != NULL && c->group != NULL &&
            (i == 0 || c[-1].box != c->box))
            c->box->x = unit_sub(c->box->x, c->group->x);
    }
}

static void
set_baselines(struct table *t)
{
    struct box_data *data = data_of(t->box);
    unit_t top = t->box->border[SIDE_TOP] + t->box->padding[SIDE_TOP];
    const struct table_row *first = t->rows, *last;

    data->first_baseline = data->last_baseline = NO_BASELINE;
    if (t->row_count == 0)
        return;
    last = &t->rows[t->row_count - 1];
    data->first_baseline =
        unit_add(top, unit_add(first->y, first->baseline > 0 ? first->baseline
                                                             : first->height));
    data->last_baseline =
        unit_add(top, unit_add(last->y, last->baseline > 0 ? last->baseline
                                                           : last->height));
}

void
table_layout(struct layouter *l, struct box *b, const struct space *s)
{
    struct table *t = prepare(l, b);
    unit_t wanted, grid;

    b->width = used_width(l, t, s);
    table_columns_assign(l, t, b->width);
    wanted = wanted_height(b, s);
    grid = table_rows_layout(l, t, wanted);
    b->height = unit_add(grid, sizes_edge_height(b));
    if (wanted != INDEFINITE)
        b->height = unit_max(b->height, wanted);
    place_rows(t);
    place_columns(t, grid);
    set_baselines(t);
    if (t->is_collapsed)
        table_borders_place(l, t);
}

/* -- captions -- */

static unit_t
captions_least(struct layouter *l, struct box *wrapper)
{
    unit_t least = 0, min, max;

    for (struct box *c = wrapper->first; c != NULL; c = c->next)
        if (c->kind != BOX_TABLE && !is_out_of_flow(c)) {
            intrinsic_outer(l, c, &min, &max);
            least = unit_max(least, min);
        }
    return least;
}

/* Lays the table out by itself, but no narrower than its captions. */
static void
layout_grid(struct layouter *l, struct box *wrapper, struct box *table,
            const struct space *s)
{
    unit_t margins =
        unit_add(wrapper->margin[SIDE_LEFT], wrapper->margin[SIDE_RIGHT]);
    unit_t least = captions_least(l, wrapper);
    struct space own = {.width = s->width,
                        .height = s->height,
                        .narrowing = unit_add(s->narrowing, margins),
                        .fixed_width = s->fixed_width,
                        .fixed_height = INDEFINITE,
                        .shrink = true};

    box_layout(l, table, &own);
    if (table->width < least) {
        own.fixed_width = least;
        box_layout(l, table, &own);
    }
}

/* A block of captions and a table, as wide as the table (17.4). */
void
table_wrapper_layout(struct layouter *l, struct box *b, const struct space *s)
{
    struct box_data *data = data_of(b);
    struct box *table = NULL;
    unit_t y = 0;

    for (struct box *c = b->first; c != NULL; c = c->next)
        if (c->kind == BOX_TABLE && !is_out_of_flow(c))
            table = c;
    data->first_baseline = data->last_baseline = NO_BASELINE;
    b->width = 0;
    if (table != NULL) {
        layout_grid(l, b, table, s);
        b->width = table->width;
    }
    for (struct box *c = b->first; c != NULL; c = c->next) {
        if (c->is_positioned) {
            data_of(c)->static_x = 0;
            data_of(c)->static_y = y;
            continue;
        }
        if (c != table)
            box_layout(l, c,
                       &(struct space){.width = b->width,
                                       .height = INDEFINITE,
                                       .fixed_width = INDEFINITE,
                                       .fixed_height = INDEFINITE});
        y = unit_add(y, c->margin[SIDE_TOP]);
        c->x = c->margin[SIDE_LEFT];
        c->y = y;
        y = unit_add(unit_add(y, c->height), c->margin[SIDE_BOTTOM]);
    }
    b->height = y;
    if (table != NULL && data_of(table)->first_baseline != NO_BASELINE) {
        data->first_baseline =
            unit_add(table->y, data_of(table)->first_baseline);
        data->last_baseline = unit_add(table->y, data_of(table)->last_baseline);
    }
}
