/*
 * table_columns.c - widths of a table's columns: the fixed and the automatic
 * way (CSS 2.1 17.5.2, CSS Tables 3 3.9).
 *
 * Process: renderer.  Distrusts: the page's numbers, by units.h.
 */
#include "layout/table.h"

/* A specified width as a border box; false if it is auto or a percentage. */
static bool
specified(struct layouter *l, struct box *b, const struct length *w,
          unit_t *out, float *percent)
{
    if (w->kind == LENGTH_VALUE && w->percent != 0) {
        if (w->percent > *percent)
            *percent = w->percent;
        return false;
    }
    return sizes_width(l, b, w, INDEFINITE, out);
}

static void
measure_cell(struct layouter *l, struct table_cell *c)
{
    struct box *b = c->box;
    const struct style *s = b->style;
    unit_t width;
    float ignored = 0;

    sizes_edges(b, 0);
    intrinsic_widths(l, b, &c->min, &c->max);
    if (specified(l, b, &s->min_width, &width, &ignored)) {
        c->min = unit_max(c->min, width);
        c->max = unit_max(c->max, width);
    }
    if (specified(l, b, &s->width, &width, &c->percent)) {
        c->max = unit_max(c->min, width);
        c->is_fixed = true;
    }
    if (specified(l, b, &s->max_width, &width, &ignored))
        c->max = unit_max(c->min, unit_min(c->max, width));
}

/* What <col> says: a width of 0 is none. */
static void
apply_column_boxes(struct layouter *l, struct table *t)
{
    for (unsigned i = 0; i < t->column_count; i++) {
        struct table_column *col = &t->columns[i];
        struct box *b = col->box;
        unit_t width;

        if (b == NULL ||
            (b->style->width.kind == LENGTH_AUTO && col->group != NULL))
            b = col->group;
        if (b == NULL)
            continue;
        if (specified(l, b, &b->style->width, &width, &col->percent) &&
            width > 0) {
            col->is_fixed = true;
            col->max = unit_max(col->max, width);
        }
        if (sizes_width(l, b, &b->style->min_width, INDEFINITE, &width)) {
            col->min = unit_max(col->min, width);
            col->max = unit_max(col->max, width);
        }
    }
}

/* A width in px decides over the widths that contents would like. */
static void
apply_cell(struct table_column *col, const struct table_cell *c)
{
    col->min = unit_max(col->min, c->min);
    if (c->is_fixed && !col->is_fixed) {
        col->is_fixed = true;
        col->max = unit_max(col->min, c->max);
    } else if (c->is_fixed == col->is_fixed) {
        col->max = unit_max(col->max, c->max);
    }
    col->max = unit_max(col->max, col->min);
    if (c->percent > col->percent)
        col->percent = c->percent;
}

/* -- sharing a width among columns -- */

struct sums {
    unit_t min;       /* everybody at the least */
    unit_t percent;   /* percentages at theirs, others at the least */
    unit_t specified; /* fixed ones at theirs too */
    unit_t max;       /* all at their most */
    unit_t auto_max, fixed_max;
    unsigned auto_count, count;
    double percents;
};

static unit_t
percent_width(const struct table_column *col, unit_t whole)
{
    return unit_max(col->min, unit_percent(whole, col->percent));
}

static struct sums
sum_up(const struct table_column *cols, unsigned count, unit_t whole)
{
    struct sums s = {0};

    for (unsigned i = 0; i < count; i++) {
        const struct table_column *c = &cols[i];
        unit_t wish =
            c->percent > 0 ? percent_width(c, whole) : unit_max(c->max, c->min);

        if (!c->has_cells)
            continue;
        s.count++;
        s.min = unit_add(s.min, c->min);
        s.percent = unit_add(s.percent, c->percent > 0 ? wish : c->min);
        s.specified = unit_add(s.specified,
                               c->percent > 0 || c->is_fixed ? wish : c->min);
        s.max = unit_add(s.max, wish);
        s.percents += (double)c->percent;
        if (c->percent <= 0 && c->is_fixed)
            s.fixed_max = unit_add(s.fixed_max, wish);
        if (c->percent <= 0 && !c->is_fixed) {
            s.auto_max = unit_add(s.auto_max, wish);
            s.auto_count++;
        }
    }
    return s;
}

/* More than everybody wants: automatic columns take it, else fixed ones, else
 * those with percentages. */
static unit_t
with_excess(const struct table_column *c, const struct sums *s, unit_t wish,
            unit_t excess)
{
    bool is_auto = c->percent <= 0 && !c->is_fixed;

    if (s->auto_count > 0) {
        if (!is_auto)
            return wish;
        return unit_add(wish, s->auto_max > 0
                                  ? unit_scale(excess, wish, s->auto_max)
                                  : excess / (unit_t)s->auto_count);
    }
    if (s->fixed_max > 0)
        return c->percent <= 0
                   ? unit_add(wish, unit_scale(excess, wish, s->fixed_max))
                   : wish;
    if (s->percents > 0)
        return unit_add(wish,
                        unit_scale(excess, (int64_t)((double)c->percent * 1024),
                                   (int64_t)(s->percents * 1024)));
    return unit_add(wish, excess / (unit_t)s->count);
}

static unit_t
share_of(const struct table_column *c, const struct sums *s, unit_t target)
{
    bool has_percent = c->percent > 0;
    unit_t wish =
        has_percent ? percent_width(c, target) : unit_max(c->max, c->min);
    unit_t more = unit_sub(wish, c->min);

    if (target <= s->min)
        return c->min;
    if (target < s->percent)
        return has_percent ? c->min + unit_scale(target - s->min, more,
                                                 s->percent - s->min)
                           : c->min;
    if (has_percent && target < s->max)
        return wish;
    if (target < s->specified)
        return c->is_fixed ? c->min + unit_scale(target - s->percent, more,
                                                 s->specified - s->percent)
                           : c->min;
    if (target < s->max)
        return c->is_fixed ? wish
                           : c->min + unit_scale(target - s->specified, more,
                                                 s->max - s->specified);
    return with_excess(c, s, wish, target - s->max);
}

/* Shares target among count columns; what rounding leaves goes to the first
 * ones that are not empty. */
static void
distribute(const struct table_column *cols, unsigned count, unit_t target,
           unit_t *out)
{
    struct sums s = sum_up(cols, count, target);
    int64_t left = target;

    for (unsigned i = 0; i < count; i++) {
        out[i] = cols[i].has_cells ? share_of(&cols[i], &s, target) : 0;
        left -= out[i];
    }
    for (unsigned i = count; i > 0 && left > 0 && left < UNIT * 1024; i--)
        if (cols[i - 1].has_cells && out[i - 1] > cols[i - 1].min) {
            out[i - 1] = unit_add(out[i - 1], (unit_t)left);
            break;
        }
}

/* -- cells that span -- */

static void
spread_percent(struct table_column *cols, unsigned count, float percent)
{
    double open_max = 0;
    unsigned open = 0;

    for (unsigned i = 0; i < count; i++) {
        percent -= cols[i].percent;
        if (cols[i].percent <= 0 && cols[i].has_cells) {
            open++;
            open_max += cols[i].max;
        }
    }
    if (percent <= 0 || open == 0)
        return;
    for (unsigned i = 0; i < count; i++)
        if (cols[i].percent <= 0 && cols[i].has_cells)
            cols[i].percent =
                open_max > 0 ? (float)((double)percent * cols[i].max / open_max)
                             : percent / (float)open;
}

/* The columns under a cell become wide enough for it. */
static void
spread_cell(const struct table *t, const struct table_cell *c, unit_t *scratch)
{
    struct table_column *cols = &t->columns[c->column];
    unit_t spacing = table_spacing(t, c->column, c->columns);
    unit_t min = unit_max(0, unit_sub(c->min, spacing));
    unit_t max = unit_max(0, unit_sub(c->max, spacing)), sum_min = 0;
    unit_t sum_max = 0;

    for (unsigned i = 0; i < c->columns; i++) {
        sum_min = unit_add(sum_min, cols[i].min);
        sum_max = unit_add(sum_max, cols[i].max);
    }
    if (min > sum_min) {
        distribute(cols, c->columns, min, scratch);
        for (unsigned i = 0; i < c->columns; i++) {
            cols[i].min = unit_max(cols[i].min, scratch[i]);
            cols[i].max = unit_max(cols[i].max, cols[i].min);
        }
    }
    if (max > sum_max) {
        distribute(cols, c->columns, max, scratch);
        for (unsigned i = 0; i < c->columns; i++)
            cols[i].max = unit_max(cols[i].max, scratch[i]);
    }
    if (c->percent > 0)
        spread_percent(cols, c->columns, c->percent);
}

/* Percentages add up to 100 at most: the later ones get what is left. */
static void
cap_percents(struct table *t)
{
    float left = 100;

    for (unsigned i = 0; i < t->column_count; i++) {
        if (t->columns[i].percent > left)
            t->columns[i].percent = left;
        left -= t->columns[i].percent;
    }
}

static void
find_minimums(struct layouter *l, struct table *t)
{
    unit_t *scratch =
        arena_array(l->arena, t->column_count + 1, sizeof *scratch);

    t->has_minimums = true;
    apply_column_boxes(l, t);
    for (unsigned i = 0; i < t->cell_count; i++) {
        struct table_cell *c = &t->cells[i];

        measure_cell(l, c);
        if (c->columns == 1)
            apply_cell(&t->columns[c->column], c);
    }
    for (unsigned i = 0; i < t->column_count; i++)
        t->columns[i].max = unit_max(t->columns[i].max, t->columns[i].min);
    for (unsigned i = 0; i < t->spanning_count; i++)
        spread_cell(t, &t->cells[t->by_span[i]], scratch);
    cap_percents(t);
}

/* -- fixed layout -- */

/* The first row decides what <col> leaves open (17.5.2.1). */
static void
find_fixed(struct layouter *l, struct table *t)
{
    t->has_minimums = true;
    apply_column_boxes(l, t);
    for (unsigned i = 0; i < t->column_count; i++)
        t->columns[i].has_cells = true;
    for (unsigned i = 0; i < t->cell_count && t->cells[i].row == 0; i++) {
        struct table_cell *c = &t->cells[i];
        unit_t width;
        float percent = 0;

        sizes_edges(c->box, 0);
        if (!specified(l, c->box, &c->box->style->width, &width, &percent) &&
            percent <= 0)
            continue;
        if (percent <= 0)
            width = unit_max(
                0, unit_sub(width, table_spacing(t, c->column, c->columns)));
        for (unsigned k = 0; k < c->columns; k++) {
            struct table_column *col = &t->columns[c->column + k];

            if (col->is_fixed || col->percent > 0)
                continue;
            if (percent > 0) {
                col->percent = percent / (float)c->columns;
            } else {
                col->is_fixed = true;
                col->max = width / (unit_t)c->columns;
            }
        }
    }
    for (unsigned i = 0; i < t->column_count; i++) {
        if (t->columns[i].is_fixed)
            t->columns[i].min = t->columns[i].max;
        else
            t->columns[i].max = t->columns[i].min = 0;
    }
    cap_percents(t);
}

/* -- the table -- */

/* What the table has beside its columns. */
static unit_t
outside(const struct table *t)
{
    unit_t spacing = table_spacing(t, 0, t->column_count);

    if (t->column_count > 0)
        spacing = unit_add(spacing, unit_add(t->spacing[0], t->spacing[0]));
    return unit_add(spacing, sizes_edge_width(t->box));
}

/* The width at which percentages get what their columns would like. */
static unit_t
percent_wish(const struct table *t, unit_t max)
{
    double left = 100, others = 0, wish = max;

    for (unsigned i = 0; i < t->column_count; i++) {
        const struct table_column *c = &t->columns[i];

        if (c->percent > 0) {
            double at = c->max * 100.0 / (double)c->percent;

            wish = at > wish ? at : wish;
            left -= (double)c->percent;
        } else {
            others += c->max;
        }
    }
    if (others > 0) {
        double at = left > 0.01 ? others * 100 / left : UNIT_LIMIT;

        wish = at > wish ? at : wish;
    }
    return wish >= UNIT_LIMIT ? UNIT_LIMIT : (unit_t)wish;
}

void
table_columns_measure(struct layouter *l, struct table *t, unit_t *min,
                      unit_t *max)
{
    struct sums s;
    bool any = false;
    const struct length *width = &t->box->style->width;
    unit_t specified_width;

    if (!t->has_minimums) {
        if (t->is_fixed)
            find_fixed(l, t);
        else
            find_minimums(l, t);
    }
    s = (struct sums){0};
    for (unsigned i = 0; i < t->column_count; i++) {
        s.min = unit_add(s.min, t->columns[i].min);
        s.max = unit_add(s.max, t->columns[i].max);
        any |= t->columns[i].percent > 0;
    }
    *min = unit_add(s.min, outside(t));
    *max = unit_add(any ? percent_wish(t, s.max) : s.max, outside(t));
    if (width->kind == LENGTH_MIN_CONTENT)
        *max = *min;
    else if (width->kind == LENGTH_MAX_CONTENT)
        *min = *max;
    else if (width->kind == LENGTH_VALUE && width->percent == 0 &&
             sizes_width(l, t->box, width, INDEFINITE, &specified_width))
        *min = *max = unit_max(*min, specified_width);
}

unit_t
table_columns_least(const struct table *t)
{
    unit_t least = outside(t);

    for (unsigned i = 0; i < t->column_count; i++)
        least = unit_add(least, t->columns[i].min);
    return least;
}

void
table_columns_assign(struct layouter *l, struct table *t, unit_t width)
{
    unit_t *widths = arena_array(l->arena, t->column_count + 1, sizeof *widths);
    unit_t x = t->spacing[0];

    distribute(t->columns, t->column_count,
               unit_max(0, unit_sub(width, outside(t))), widths);
    for (unsigned i = 0; i < t->column_count; i++) {
        x = unit_add(x, table_gap(t, i));
        t->columns[i].x = x;
        t->columns[i].width = widths[i];
        x = unit_add(x, widths[i]);
    }
}
