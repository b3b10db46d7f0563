/*
 * grid.c - grid containers (CSS Grid 1).
 *
 * Process: renderer.  Distrusts: the page's numbers, by units.h; how often a
 * box may be laid out again, by layouter.work.
 *
 * Not here: subgrids, and positioned children in an area of their own.
 */
#include "layout/grid.h"

#include "child.h"

#include <stdlib.h>

/* ---- items -------------------------------------------------------------- */

static int
compare_order(const void *x, const void *y)
{
    const struct grid_item *a = x, *b = y;
    int left = a->box->style->order, right = b->box->style->order;

    if (left != right)
        return left < right ? -1 : 1;
    return a->start[0] < b->start[0] ? -1 : a->start[0] > b->start[0];
}

static void
collect_items(struct grid *g)
{
    const struct style *s = g->box->style;
    unsigned count = 0;
    bool ordered = false;

    for (const struct box *c = g->box->first; c != NULL; c = c->next)
        count++;
    g->items = arena_array(g->l->arena, count + 1, sizeof *g->items);
    for (struct box *c = g->box->first; c != NULL; c = c->next) {
        struct grid_item *item = &g->items[g->count];

        if (c->is_positioned || c->kind == BOX_TEXT)
            continue;
        item->box = c;
        item->align[GRID_ROWS] = c->style->align_self != ALIGN_AUTO
                                     ? c->style->align_self
                                     : s->align_items;
        item->align[GRID_COLUMNS] = c->style->justify_self != ALIGN_AUTO
                                        ? c->style->justify_self
                                        : s->justify_items;
        item->start[0] = (int)g->count++; /* for a stable order */
        ordered |= c->style->order != 0;
    }
    if (ordered)
        qsort(g->items, g->count, sizeof *g->items, compare_order);
}

/* Auto margins, sizes and natural proportions are left alone. */
static bool
is_stretched(const struct grid_item *item, int axis)
{
    const struct box *b = item->box;
    const struct style *s = b->style;
    const bool *margin = data_of(b)->auto_margin;
    enum alignment align = item->align[axis];
    const struct length *size = axis == GRID_ROWS ? &s->height : &s->width;
    bool has_ratio =
        b->kind == BOX_REPLACED || (axis == GRID_ROWS && s->aspect_ratio > 0);
    bool margins = axis == GRID_ROWS ? margin[SIDE_TOP] || margin[SIDE_BOTTOM]
                                     : margin[SIDE_LEFT] || margin[SIDE_RIGHT];

    return size->kind == LENGTH_AUTO && !margins &&
           (align == ALIGN_STRETCH ||
            ((align == ALIGN_NORMAL || align == ALIGN_AUTO) && !has_ratio));
}

/* Lays an item out in its area; a height of INDEFINITE is not known yet. */
static void
layout_item(struct grid *g, struct grid_item *item, unit_t width, unit_t height)
{
    struct box *b = item->box;
    struct space s = {.width = width,
                      .height = height,
                      .fixed_width = INDEFINITE,
                      .fixed_height = INDEFINITE,
                      .shrink = true};

    child_progress();
    sizes_edges(b, width);
    if (is_stretched(item, GRID_COLUMNS))
        s.fixed_width = sizes_clamp_width(
            g->l, b, width,
            unit_max(0, unit_sub(width, unit_add(b->margin[SIDE_LEFT],
                                                 b->margin[SIDE_RIGHT]))));
    if (height != INDEFINITE && is_stretched(item, GRID_ROWS))
        s.fixed_height = sizes_clamp_height(
            b, height,
            unit_max(0, unit_sub(height, unit_add(b->margin[SIDE_TOP],
                                                  b->margin[SIDE_BOTTOM]))));
    box_layout(g->l, b, &s);
}

static unit_t
outer_height(const struct box *b)
{
    return unit_max(0, unit_add(b->height, unit_add(b->margin[SIDE_TOP],
                                                    b->margin[SIDE_BOTTOM])));
}

/* ---- contributions ------------------------------------------------------ */

/* Whether the automatic minimum size holds (6.6): the item spans an automatic
 * track, and no flexible one unless it is alone. */
static bool
has_auto_minimum(const struct grid *g, const struct grid_item *item, int axis)
{
    const struct grid_axis *a = &g->axis[axis];
    const struct style *s = item->box->style;
    bool any = false, flex = false;

    if ((axis == GRID_ROWS ? s->overflow_y : s->overflow_x) != OVERFLOW_VISIBLE)
        return false;
    for (int i = 0; i < item->span[axis]; i++) {
        const struct grid_size *t = &a->tracks[item->start[axis] + i];

        any |= t->min.kind == BREADTH_AUTO;
        flex |= t->max.kind == BREADTH_FR;
    }
    return any && (!flex || item->span[axis] == 1);
}

/* The sum of fixed maximums an item spans, which bounds its automatic
 * minimum; INDEFINITE if one is not fixed. */
static unit_t
fixed_limit(const struct grid *g, const struct grid_item *item, int axis)
{
    const struct grid_axis *a = &g->axis[axis];
    unit_t sum = 0;

    for (int i = 0; i < item->span[axis]; i++) {
        const struct grid_size *t = &a->tracks[item->start[axis] + i];

        if (t->max.kind != BREADTH_LENGTH)
            return INDEFINITE;
        sum = unit_add(sum, t->max.length.px);
    }
    return sum;
}

/* The minimum contribution, given the content's. */
static void
set_least(struct grid *g, struct grid_item *item, int axis)
{
    struct box *b = item->box;
    const struct style *s = b->style;
    const struct length *size = axis == GRID_ROWS ? &s->height : &s->width;
    const struct length *least =
        axis == GRID_ROWS ? &s->min_height : &s->min_width;
    unit_t edges, bound = 0, limit = fixed_limit(g, item, axis);

    item->least = item->min;
    if (size->kind != LENGTH_AUTO &&
        (size->kind != LENGTH_VALUE || size->percent == 0))
        return;
    if (least->kind == LENGTH_AUTO && has_auto_minimum(g, item, axis)) {
        if (limit != INDEFINITE)
            item->least = unit_min(item->least, limit);
        return;
    }
    edges =
        axis == GRID_ROWS
            ? unit_add(sizes_edge_height(b),
                       unit_add(b->margin[SIDE_TOP], b->margin[SIDE_BOTTOM]))
            : unit_add(sizes_edge_width(b),
                       unit_add(b->margin[SIDE_LEFT], b->margin[SIDE_RIGHT]));
    if (least->kind != LENGTH_AUTO)
        length_resolve(least, 0, &bound);
    item->least = unit_min(item->min, unit_add(edges, unit_max(bound, 0)));
}

static void
measure_columns(struct grid *g)
{
    for (unsigned i = 0; i < g->count; i++) {
        struct grid_item *item = &g->items[i];

        intrinsic_outer(g->l, item->box, &item->min, &item->max);
    }
}

/* Moves what stands on one baseline down, and counts that to its height. */
static void
align_baselines(struct grid *g)
{
    unit_t *ascent = arena_array(
        g->l->arena, (size_t)g->axis[GRID_ROWS].count + 1, sizeof *ascent);

    for (int pass = 0; pass < 2; pass++)
        for (unsigned i = 0; i < g->count; i++) {
            struct grid_item *item = &g->items[i];
            unit_t own = data_of(item->box)->first_baseline;
            unit_t *most = &ascent[item->start[GRID_ROWS]];

            if (item->align[GRID_ROWS] != ALIGN_BASELINE)
                continue;
            own = unit_add(item->box->margin[SIDE_TOP],
                           own == NO_BASELINE ? item->box->height : own);
            if (pass == 0)
                *most = unit_max(*most, own);
            else
                item->baseline_shift = unit_sub(*most, own);
        }
}

static void
measure_rows(struct grid *g)
{
    const struct grid_axis *columns = &g->axis[GRID_COLUMNS];

    for (unsigned i = 0; i < g->count; i++) {
        struct grid_item *item = &g->items[i];

        layout_item(g, item,
                    grid_extent(columns, item->start[GRID_COLUMNS],
                                item->span[GRID_COLUMNS]),
                    INDEFINITE);
    }
    align_baselines(g);
    for (unsigned i = 0; i < g->count; i++) {
        struct grid_item *item = &g->items[i];

        item->min = item->max =
            unit_add(outer_height(item->box), item->baseline_shift);
    }
}

/* ---- the tracks --------------------------------------------------------- */

/* Empty tracks of auto-fit vanish, once it is known which are empty. */
static void
collapse_empty(struct grid *g, int axis)
{
    struct grid_axis *a = &g->axis[axis];
    const struct grid_tracks *t = a->template;
    int from, to;

    if (t == NULL || t->repeat_count == 0 || !t->fits)
        return;
    from = a->before + (int)t->repeat_at;
    to = from + a->repeats * (int)t->repeat_count;
    for (int i = from; i < to; i++)
        a->tracks[i].collapsed = true;
    for (unsigned i = 0; i < g->count; i++)
        for (int k = 0; k < g->items[i].span[axis]; k++)
            a->tracks[g->items[i].start[axis] + k].collapsed = false;
}

static void
size_axis(struct grid *g, int axis, enum grid_constraint how)
{
    /* The kinds of tracks say which minimum an item has. */
    grid_init_tracks(g, axis);
    for (unsigned i = 0; i < g->count; i++)
        set_least(g, &g->items[i], axis);
    grid_size_tracks(g, axis, how);
}

static void
set_up(struct grid *g, unit_t width, unit_t height)
{
    const struct style *s = g->box->style;

    g->axis[GRID_COLUMNS].available = width;
    g->axis[GRID_ROWS].available = height;
    for (int axis = 0; axis < 2; axis++) {
        struct grid_axis *a = &g->axis[axis];

        length_resolve(&s->gap[axis], a->available, &a->gap);
        grid_count_explicit(g, axis, a->available);
    }
    collect_items(g);
    grid_place(g);
    for (int axis = 0; axis < 2; axis++) {
        struct grid_axis *a = &g->axis[axis];

        a->tracks =
            arena_array(g->l->arena, (size_t)a->count + 1, sizeof *a->tracks);
        collapse_empty(g, axis);
    }
}

void
grid_widths(struct layouter *l, struct box *b, unit_t *min, unit_t *max)
{
    struct grid g = {.l = l, .box = b};
    unit_t edges = sizes_edge_width(b);

    set_up(&g, INDEFINITE, INDEFINITE);
    measure_columns(&g);
    size_axis(&g, GRID_COLUMNS, GRID_MIN_CONTENT);
    *min = unit_add(
        grid_extent(&g.axis[GRID_COLUMNS], 0, g.axis[GRID_COLUMNS].count),
        edges);
    size_axis(&g, GRID_COLUMNS, GRID_MAX_CONTENT);
    *max = unit_add(
        grid_extent(&g.axis[GRID_COLUMNS], 0, g.axis[GRID_COLUMNS].count),
        edges);
}

/* ---- places ------------------------------------------------------------- */

/* Where each track starts: align-content, justify-content. */
static void
place_tracks(struct grid *g, int axis)
{
    struct grid_axis *a = &g->axis[axis];
    const struct style *s = g->box->style;
    enum alignment how =
        axis == GRID_ROWS ? s->align_content : s->justify_content;
    unit_t free = unit_sub(a->available, grid_extent(a, 0, a->count)), at;
    unsigned shown = 0;
    struct align_gaps gaps;

    for (int i = 0; i < a->count; i++)
        shown += !a->tracks[i].collapsed;
    gaps = align_share(how, free, shown, false);
    at = gaps.before;
    for (int i = 0; i < a->count; i++) {
        if (i > 0 && grid_gap(a, i) + 1 > 0 && !a->tracks[i].collapsed)
            at = unit_add(at, grid_gap(a, i));
        a->tracks[i].at = at;
        at = unit_add(at, a->tracks[i].base);
        if (!a->tracks[i].collapsed)
            at = unit_add(at, gaps.between);
    }
}

/* From the start of an item's area to its end, space-between included. */
static struct area
area_of(const struct grid *g, const struct grid_item *item)
{
    const struct grid_axis *rows = &g->axis[GRID_ROWS];
    const struct grid_axis *columns = &g->axis[GRID_COLUMNS];
    int top = item->start[GRID_ROWS], left = item->start[GRID_COLUMNS];
    int bottom = top + item->span[GRID_ROWS] - 1;
    int right = left + item->span[GRID_COLUMNS] - 1;
    struct area a = {columns->tracks[left].at, rows->tracks[top].at, 0, 0};

    a.width = unit_sub(
        unit_add(columns->tracks[right].at, columns->tracks[right].base), a.x);
    a.height = unit_sub(
        unit_add(rows->tracks[bottom].at, rows->tracks[bottom].base), a.y);
    return a;
}

/* The offset of a margin box in a free space; auto margins take all of it. */
static unit_t
offset_in(struct box *b, enum alignment how, unit_t free, int start, int end,
          bool rtl)
{
    const bool *is_auto = data_of(b)->auto_margin;

    if (is_auto[start] || is_auto[end]) {
        unit_t room = unit_max(free, 0);

        if (is_auto[start])
            b->margin[start] = is_auto[end] ? room / 2 : room;
        if (is_auto[end])
            b->margin[end] = room - (is_auto[start] ? b->margin[start] : 0);
        return 0;
    }
    if (how == ALIGN_CENTER)
        return free / 2;
    if (how == ALIGN_END || how == ALIGN_FLEX_END)
        return rtl ? 0 : free;
    return rtl ? free : 0;
}

/* Whether an item has to be laid out again now that its area's height is
 * known. */
static bool
needs_height(const struct grid_item *item, unit_t height)
{
    const struct box *b = item->box;
    const struct style *s = b->style;
    unit_t margins = unit_add(b->margin[SIDE_TOP], b->margin[SIDE_BOTTOM]);

    if (s->height.percent != 0 || s->min_height.percent != 0 ||
        s->max_height.percent != 0)
        return true;
    return is_stretched(item, GRID_ROWS) &&
           b->height != unit_max(0, unit_sub(height, margins));
}

static void
place_item(struct grid *g, struct grid_item *item)
{
    struct box *b = item->box;
    const struct box *c = g->box;
    bool rtl = c->style->direction == DIRECTION_RTL;
    struct area area = area_of(g, item);
    unit_t free, width = g->axis[GRID_COLUMNS].available;

    if (needs_height(item, area.height) && g->l->work++ < GRID_MAX_WORK)
        layout_item(g, item, area.width, area.height);
    if (rtl)
        area.x = unit_sub(width, unit_add(area.x, area.width));
    free = unit_sub(area.width,
                    unit_add(b->width, unit_add(b->margin[SIDE_LEFT],
                                                b->margin[SIDE_RIGHT])));
    area.x = unit_add(area.x, offset_in(b, item->align[GRID_COLUMNS], free,
                                        SIDE_LEFT, SIDE_RIGHT, rtl));
    free = unit_sub(area.height, outer_height(b));
    area.y = unit_add(area.y, item->align[GRID_ROWS] == ALIGN_BASELINE
                                  ? item->baseline_shift
                                  : offset_in(b, item->align[GRID_ROWS], free,
                                              SIDE_TOP, SIDE_BOTTOM, false));
    b->x = unit_add(unit_add(area.x, b->margin[SIDE_LEFT]),
                    c->border[SIDE_LEFT] + c->padding[SIDE_LEFT]);
    b->y = unit_add(unit_add(area.y, b->margin[SIDE_TOP]),
                    c->border[SIDE_TOP] + c->padding[SIDE_TOP]);
}

static void
place_items(struct grid *g)
{
    struct box_data *data = data_of(g->box);
    const struct box *b = g->box;
    unit_t left = b->border[SIDE_LEFT] + b->padding[SIDE_LEFT];

    data->first_baseline = data->last_baseline = NO_BASELINE;
    for (unsigned i = 0; i < g->count; i++) {
        struct grid_item *item = &g->items[i];
        unit_t inner = data_of(item->box)->first_baseline;

        place_item(g, item);
        if (item->start[GRID_ROWS] == 0 && data->first_baseline == NO_BASELINE)
            data->first_baseline = data->last_baseline = unit_add(
                item->box->y, inner == NO_BASELINE ? item->box->height : inner);
    }
    for (struct box *c = b->first; c != NULL; c = c->next)
        if (c->is_positioned) {
            data_of(c)->static_x =
                b->style->direction == DIRECTION_RTL
                    ? unit_add(left, g->axis[GRID_COLUMNS].available)
                    : left;
            data_of(c)->static_y = b->border[SIDE_TOP] + b->padding[SIDE_TOP];
        }
}

/* ---- the container ------------------------------------------------------ */

/* Its own height from the rows'; they are sized again for it where they depend
 * on it. */
static void
finish_height(struct grid *g, const struct space *s)
{
    struct grid_axis *rows = &g->axis[GRID_ROWS];
    struct box *b = g->box;
    unit_t edges = sizes_edge_height(b);
    bool definite = rows->available != INDEFINITE;

    if (!definite) {
        unit_t content = grid_extent(rows, 0, rows->count);

        content = block_fill_viewport(g->l, b, unit_add(content, edges));
        rows->available = unit_max(
            0, unit_sub(sizes_clamp_height(b, s->height, content), edges));
        length_resolve(&b->style->gap[0], rows->available, &rows->gap);
        grid_size_tracks(g, GRID_ROWS, GRID_DEFINITE);
    }
    b->height = unit_add(rows->available, edges);
}

void
grid_layout(struct layouter *l, struct box *b, const struct space *s)
{
    struct grid g = {.l = l, .box = b};

    b->width = sizes_used_width(l, b, s);
    set_up(&g, unit_max(0, unit_sub(b->width, sizes_edge_width(b))),
           sizes_definite_height(b, s));
    measure_columns(&g);
    size_axis(&g, GRID_COLUMNS, GRID_DEFINITE);
    place_tracks(&g, GRID_COLUMNS);
    measure_rows(&g);
    size_axis(&g, GRID_ROWS, GRID_DEFINITE);
    finish_height(&g, s);
    place_tracks(&g, GRID_ROWS);
    place_items(&g);
}
