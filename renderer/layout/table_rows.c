/*
 * table_rows.c - heights of rows, and what stands in cells: baselines and
 * vertical alignment (CSS 2.1 17.5.3).
 *
 * Process: renderer.  Distrusts: the page's numbers, by units.h.
 */
#include "layout/table.h"

/* -- contents of a cell -- */

static void
move_children(struct box *b, unit_t by)
{
    for (struct box *child = b->first; child != NULL; child = child->next) {
        if (child->kind == BOX_TEXT)
            continue;
        child->y = unit_add(child->y, by);
        data_of(child)->static_y = unit_add(data_of(child)->static_y, by);
        if (child->kind == BOX_INLINE)
            move_children(child, by);
    }
}

static void
move_contents(struct box *b, unit_t by)
{
    struct box_data *data = data_of(b);

    if (by == 0)
        return;
    move_children(b, by);
    for (struct line *line = b->lines; line != NULL; line = line->next) {
        line->y = unit_add(line->y, by);
        line->baseline = unit_add(line->baseline, by);
        for (unsigned i = 0; i < line->run_count; i++)
            line->runs[i].baseline = unit_add(line->runs[i].baseline, by);
        for (unsigned i = 0; i < line->fragment_count; i++) {
            struct inline_fragment *f = &line->fragments[i];

            f->y = unit_add(f->y, by);
            f->baseline = unit_add(f->baseline, by);
        }
    }
    if (data->first_baseline != NO_BASELINE) {
        data->first_baseline = unit_add(data->first_baseline, by);
        data->last_baseline = unit_add(data->last_baseline, by);
    }
}

/* Whether something in it takes a percentage of the cell's height. */
static bool
wants_height(const struct box *b)
{
    for (const struct box *c = b->first; c != NULL; c = c->next) {
        if (c->kind == BOX_TEXT || c->is_positioned)
            continue;
        if (c->style->height.percent != 0 ||
            c->style->min_height.percent != 0 ||
            c->style->max_height.percent != 0)
            return true;
        if ((c->kind == BOX_INLINE ||
             (c->kind == BOX_BLOCK && c->node == NULL)) &&
            wants_height(c))
            return true;
    }
    return false;
}

static unit_t
contents_bottom(const struct box *b)
{
    unit_t bottom = b->border[SIDE_TOP] + b->padding[SIDE_TOP];

    for (const struct line *line = b->lines; line != NULL; line = line->next)
        bottom = unit_max(bottom, unit_add(line->y, line->height));
    if (!data_of(b)->inline_content)
        for (const struct box *c = b->first; c != NULL; c = c->next)
            if (!c->is_positioned && c->kind != BOX_TEXT)
                bottom = unit_max(bottom, unit_add(unit_add(c->y, c->height),
                                                   c->margin[SIDE_BOTTOM]));
    return unit_add(bottom, b->border[SIDE_BOTTOM] + b->padding[SIDE_BOTTOM]);
}

static unit_t
cell_width(const struct table *t, const struct table_cell *c)
{
    unit_t width = table_spacing(t, c->column, c->columns);

    for (unsigned i = 0; i < c->columns; i++)
        width = unit_add(width, t->columns[c->column + i].width);
    return width;
}

static void
layout_cell(struct layouter *l, const struct table *t, struct table_cell *c,
            unit_t fixed_height)
{
    struct box *b = c->box;

    /* Undone first: box_layout may find that nothing has to be done. */
    move_contents(b, -c->shift);
    c->shift = 0;
    if (c->natural != 0)
        b->height = c->natural;
    box_layout(l, b,
               &(struct space){.width = t->box->width,
                               .height = INDEFINITE,
                               .fixed_width = cell_width(t, c),
                               .fixed_height = fixed_height});
    c->natural = b->height;
}

static bool
is_baseline_aligned(const struct table_cell *c)
{
    enum vertical_align align = c->box->style->vertical_align;

    return align != VERTICAL_ALIGN_TOP && align != VERTICAL_ALIGN_MIDDLE &&
           align != VERTICAL_ALIGN_BOTTOM;
}

/* Of a cell without lines: the bottom of its content box. */
static unit_t
cell_baseline(const struct table_cell *c)
{
    const struct box *b = c->box;

    if (data_of(b)->first_baseline != NO_BASELINE)
        return data_of(b)->first_baseline;
    return unit_sub(c->natural,
                    b->border[SIDE_BOTTOM] + b->padding[SIDE_BOTTOM]);
}

/* The least height of a cell, as a border box. */
static unit_t
cell_height(const struct table_cell *c)
{
    unit_t height;

    if (c->height.kind == LENGTH_VALUE && c->height.percent == 0 &&
        sizes_height(c->box, &c->height, INDEFINITE, &height))
        return unit_max(height, c->natural);
    return c->natural;
}

/* -- heights of rows -- */

static void
start_rows(struct table *t)
{
    for (unsigned i = 0; i < t->row_count; i++) {
        struct table_row *r = &t->rows[i];

        r->height = r->baseline = 0;
        r->is_fixed = false;
        if (r->box->style->height.percent == 0 &&
            length_resolve(&r->box->style->height, INDEFINITE, &r->height)) {
            r->height = unit_max(0, r->height);
            r->is_fixed = true;
        }
    }
}

static void
grow_for_cells(struct layouter *l, struct table *t)
{
    for (unsigned i = 0; i < t->cell_count; i++) {
        struct table_cell *c = &t->cells[i];

        layout_cell(l, t, c, INDEFINITE);
        if (is_baseline_aligned(c))
            t->rows[c->row].baseline =
                unit_max(t->rows[c->row].baseline, cell_baseline(c));
    }
    for (unsigned i = 0; i < t->cell_count; i++) {
        const struct table_cell *c = &t->cells[i];
        struct table_row *r = &t->rows[c->row];
        unit_t height = cell_height(c);

        if (c->rows > 1)
            continue;
        if (is_baseline_aligned(c))
            height = unit_max(
                height,
                unit_add(c->natural, unit_sub(r->baseline, cell_baseline(c))));
        r->height = unit_max(r->height, height);
        if (c->height.kind == LENGTH_VALUE && c->height.percent == 0)
            r->is_fixed = true;
    }
}

static unit_t
row_gap(const struct table *t, unsigned row)
{
    return row > 0 && !t->rows[row].is_collapsed ? t->spacing[1] : 0;
}

static unit_t
rows_height(const struct table *t, unsigned first, unsigned count)
{
    unit_t sum = 0;

    for (unsigned i = first; i < first + count; i++) {
        if (!t->rows[i].is_collapsed)
            sum = unit_add(sum, t->rows[i].height);
        if (i > first)
            sum = unit_add(sum, row_gap(t, i));
    }
    return sum;
}

/* Makes rows higher, by extra together: those without a height of their own
 * if there are any, each by as much as it has. */
static void
grow_rows(struct table *t, unsigned first, unsigned count, unit_t extra)
{
    unit_t open = 0, left = extra, whole;
    unsigned open_count = 0, done = 0;
    bool fixed_too;

    for (unsigned i = first; i < first + count; i++)
        if (!t->rows[i].is_fixed && !t->rows[i].is_collapsed) {
            open = unit_add(open, t->rows[i].height);
            open_count++;
        }
    fixed_too = open_count == 0;
    whole = fixed_too ? 0 : open;
    for (unsigned i = first; fixed_too && i < first + count; i++)
        if (!t->rows[i].is_collapsed) {
            whole = unit_add(whole, t->rows[i].height);
            open_count++;
        }
    for (unsigned i = first; i < first + count; i++) {
        struct table_row *r = &t->rows[i];
        unit_t more;

        if (r->is_collapsed || (r->is_fixed && !fixed_too))
            continue;
        done++;
        more = whole > 0 ? unit_scale(extra, r->height, whole)
                         : extra / (unit_t)open_count;
        if (done == open_count)
            more = unit_max(left, 0);
        r->height = unit_add(r->height, more);
        left -= more;
    }
}

/* Shorter spans first would need a sort; spans that overlap are rare, and a
 * longer one only finds its rows high enough already. */
static void
grow_for_spans(struct table *t)
{
    for (unsigned i = 0; i < t->cell_count; i++) {
        const struct table_cell *c = &t->cells[i];
        unit_t has, wants = cell_height(c);

        if (c->rows < 2)
            continue;
        if (is_baseline_aligned(c))
            wants = unit_max(
                wants, unit_add(c->natural, unit_sub(t->rows[c->row].baseline,
                                                     cell_baseline(c))));
        has = rows_height(t, c->row, c->rows);
        if (wants > has)
            grow_rows(t, c->row, c->rows, wants - has);
    }
}

static void
grow_for_groups(struct table *t)
{
    for (unsigned i = 0; i < t->row_count; i++) {
        const struct length *h = &t->rows[i].group->style->height;
        unsigned count = 1;
        unit_t wants, has;

        if (!t->rows[i].is_first || h->percent != 0 ||
            !length_resolve(h, INDEFINITE, &wants))
            continue;
        while (!t->rows[i + count - 1].is_last)
            count++;
        has = rows_height(t, i, count);
        if (wants > has)
            grow_rows(t, i, count, wants - has);
    }
}

/* Percentages of the table's height, of rows and of cells. */
static void
grow_percents(struct table *t, unit_t height, unit_t extra)
{
    for (unsigned i = 0; i < t->cell_count + t->row_count; i++) {
        const struct table_cell *c = i < t->cell_count ? &t->cells[i] : NULL;
        unsigned row = c != NULL ? c->row : i - t->cell_count;
        const struct length *h =
            c != NULL ? &c->height : &t->rows[row].box->style->height;
        struct table_row *r = &t->rows[row];
        unit_t wants, more;

        if (h->percent <= 0 || (c != NULL && c->rows > 1) ||
            !length_resolve(h, height, &wants))
            continue;
        more = unit_min(extra, unit_max(0, unit_sub(wants, r->height)));
        r->height = unit_add(r->height, more);
        r->is_fixed = true;
        extra -= more;
    }
}

static void
fill_height(struct table *t, unit_t inner)
{
    unit_t has;

    if (t->row_count == 0)
        return;
    has = rows_height(t, 0, t->row_count);
    inner = unit_sub(inner, 2 * t->spacing[1]);
    if (inner <= has)
        return;
    grow_percents(t, inner, inner - has);
    has = rows_height(t, 0, t->row_count);
    if (inner > has)
        grow_rows(t, 0, t->row_count, inner - has);
}

/* -- places in rows -- */

static void
align_cell(struct layouter *l, const struct table *t, struct table_cell *c,
           bool definite)
{
    const struct table_row *r = &t->rows[c->row];
    struct box *b = c->box;
    unit_t height = rows_height(t, c->row, c->rows), natural, by = 0;

    if (wants_height(b) &&
        (definite || r->is_fixed || c->height.kind == LENGTH_VALUE)) {
        layout_cell(l, t, c, height);
        natural = unit_min(contents_bottom(b), height);
    } else {
        natural = c->natural;
    }
    switch (b->style->vertical_align) {
    case VERTICAL_ALIGN_TOP:
        break;
    case VERTICAL_ALIGN_MIDDLE:
        by = unit_sub(height, natural) / 2;
        break;
    case VERTICAL_ALIGN_BOTTOM:
        by = unit_sub(height, natural);
        break;
    default:
        by = unit_sub(r->baseline, cell_baseline(c));
    }
    if (r->is_collapsed)
        by = 0;
    c->shift = unit_max(0, by);
    move_contents(b, c->shift);
    b->height = height;
    b->y = 0;
    b->x = t->columns[c->column].x - t->spacing[0];
}

static void
mirror_cell(const struct table *t, struct box *b)
{
    unit_t inner = unit_sub(unit_sub(t->box->width, sizes_edge_width(t->box)),
                            2 * t->spacing[0]);

    b->x = unit_sub(inner, unit_add(b->x, b->width));
}

unit_t
table_rows_layout(struct layouter *l, struct table *t, unit_t height)
{
    unit_t y = t->row_count > 0 ? t->spacing[1] : 0;

    start_rows(t);
    grow_for_cells(l, t);
    grow_for_spans(t);
    grow_for_groups(t);
    if (height != INDEFINITE)
        fill_height(t, unit_sub(height, sizes_edge_height(t->box)));
    for (unsigned i = 0; i < t->row_count; i++) {
        y = unit_add(y, row_gap(t, i));
        t->rows[i].y = y;
        if (t->rows[i].is_collapsed)
            t->rows[i].height = 0;
        y = unit_add(y, t->rows[i].height);
    }
    for (unsigned i = 0; i < t->cell_count; i++) {
        align_cell(l, t, &t->cells[i], height != INDEFINITE);
        if (t->rtl)
            mirror_cell(t, t->cells[i].box);
    }
    return t->row_count > 0 ? unit_add(y, t->spacing[1]) : 0;
}
