/*
 * flex.c - flexible boxes (CSS Flexbox 1, section 9).
 *
 * Process: renderer.  Distrusts: the page's numbers, by units.h; how often a
 * box may be laid out again, by layouter.work.
 *
 * Main and cross are told apart by struct flex.row; start and end only when
 * the items are placed.
 */
#include "layout/flex.h"

/* -- intrinsic widths -- */

void
flex_widths(struct layouter *l, struct box *b, unit_t *min, unit_t *max)
{
    enum flex_direction d = b->style->flex_direction;
    bool row = d == FLEX_ROW || d == FLEX_ROW_REVERSE;
    bool wraps = b->style->flex_wrap != FLEX_NOWRAP;
    unit_t gap = 0, edges = sizes_edge_width(b);
    bool any = false;

    length_resolve(&b->style->gap[1], 0, &gap);
    *min = *max = 0;
    for (struct box *c = b->first; c != NULL; c = c->next) {
        unit_t least, most;

        if (c->is_positioned || c->kind == BOX_TEXT)
            continue;
        intrinsic_outer(l, c, &least, &most);
        if (!row) {
            *min = unit_max(*min, least);
            *max = unit_max(*max, most);
            continue;
        }
        *min = wraps ? unit_max(*min, least)
                     : unit_add(unit_add(*min, least), any ? gap : 0);
        *max = unit_add(unit_add(*max, most), any ? gap : 0);
        any = true;
    }
    *max = unit_max(*min, *max);
    *min = unit_add(*min, edges);
    *max = unit_add(*max, edges);
}

/* -- items -- */

static bool
is_stretched(const struct flex *f, const struct flex_item *item)
{
    const struct box *b = item->box;
    const struct box_data *data = data_of(b);
    enum length_kind kind =
        f->row ? b->style->height.kind : b->style->width.kind;
    bool margins =
        f->row ? data->auto_margin[SIDE_TOP] || data->auto_margin[SIDE_BOTTOM]
               : data->auto_margin[SIDE_LEFT] || data->auto_margin[SIDE_RIGHT];
    bool indefinite = f->row && b->style->height.percent != 0 &&
                      f->inner_height == INDEFINITE;

    return (item->align == ALIGN_STRETCH || item->align == ALIGN_NORMAL) &&
           (kind == LENGTH_AUTO || indefinite) && !margins &&
           !(b->kind == BOX_REPLACED && item->align == ALIGN_NORMAL &&
             b->style->aspect_ratio > 0);
}

/* The space an item is laid out in, its cross size as far as it is known. */
static struct space
item_space(const struct flex *f, const struct flex_item *item)
{
    const struct box *b = item->box;
    struct space s = {.width = f->inner_width,
                      .height = f->inner_height,
                      .fixed_width = INDEFINITE,
                      .fixed_height = INDEFINITE,
                      .shrink = true};

    if (!f->row && f->nowrap && is_stretched(f, item))
        s.fixed_width = sizes_clamp_width(
            f->l, item->box, f->inner_width,
            unit_max(
                0, unit_sub(f->inner_width, unit_add(b->margin[SIDE_LEFT],
                                                     b->margin[SIDE_RIGHT]))));
    if (f->row && f->nowrap && f->inner_height != INDEFINITE &&
        is_stretched(f, item))
        s.fixed_height = sizes_clamp_height(
            b, f->inner_height,
            unit_max(0, unit_sub(f->inner_height,
                                 unit_add(b->margin[SIDE_TOP],
                                          b->margin[SIDE_BOTTOM]))));
    return s;
}

static unit_t
content_main(const struct flex *f, struct flex_item *item)
{
    struct box *b = item->box;
    struct space s = item_space(f, item);
    unit_t min, max, height;

    if (b->kind == BOX_REPLACED) {
        replaced_size(f->l, b, &s, &max, &height);
        return f->row ? max : height;
    }
    if (f->row) {
        intrinsic_widths(f->l, b, &min, &max);
        return max;
    }
    box_layout(f->l, b, &s);
    return b->height;
}

/* A size in the main axis as a border box; false if it is not definite. */
static bool
main_length(const struct flex *f, struct box *b, const struct length *w,
            unit_t *out)
{
    if (f->row) {
        if (w->kind == LENGTH_AUTO)
            return false;
        return sizes_width(f->l, b, w, f->inner_width, out);
    }
    return sizes_height(b, w, f->inner_height, out);
}

/* The automatic minimum (4.5). */
static unit_t
auto_minimum(const struct flex *f, struct flex_item *item, bool has_size,
             unit_t size, unit_t content)
{
    struct box *b = item->box;
    unit_t least = content, most;

    if (f->row ? b->style->overflow_x != OVERFLOW_VISIBLE
               : b->style->overflow_y != OVERFLOW_VISIBLE)
        return f->row ? sizes_edge_width(b) : sizes_edge_height(b);
    if (f->row && b->kind == BOX_REPLACED)
        replaced_widths(f->l, b, &least, &most);
    if (b->kind == BOX_REPLACED && (!f->row || least == most)) {
        struct space s = item_space(f, item);

        least = replaced_suggestion(f->l, b, &s, f->row);
    } else if (f->row && b->kind != BOX_REPLACED) {
        intrinsic_widths(f->l, b, &least, &most);
    }
    if (has_size)
        least = unit_min(least, size);
    return unit_min(least, item->max);
}

static void
measure_item(const struct flex *f, struct flex_item *item)
{
    struct box *b = item->box;
    const struct style *s = b->style;
    const struct length *size = f->row ? &s->width : &s->height;
    unit_t specified = 0, content = INDEFINITE;
    bool has_size, has_basis;

    has_size = main_length(f, b, size, &specified);
    has_basis = main_length(f, b, &s->flex_basis, &item->base);
    if (!has_basis && has_size && s->flex_basis.kind == LENGTH_AUTO) {
        item->base = specified;
    } else if (!has_basis) {
        content = content_main(f, item);
        item->base = content;
    }
    item->max = UNIT_LIMIT;
    main_length(f, b, f->row ? &s->max_width : &s->max_height, &item->max);
    if (!main_length(f, b, f->row ? &s->min_width : &s->min_height,
                     &item->min)) {
        bool scrolls = f->row ? s->overflow_x != OVERFLOW_VISIBLE
                              : s->overflow_y != OVERFLOW_VISIBLE;

        if (!f->row && content == INDEFINITE && !scrolls)
            content = content_main(f, item);
        item->min = auto_minimum(f, item, has_size, specified, content);
    }
    item->max = unit_max(item->max, item->min);
    item->main = unit_max(item->min, unit_min(item->base, item->max));
}

static int
compare_order(const struct flex_item *a, const struct flex_item *b)
{
    return a->box->style->order < b->box->style->order   ? -1
           : a->box->style->order > b->box->style->order ? 1
                                                         : 0;
}

/* Stable; a merge sort, since a page may have very many items. */
static void
sort_items(struct flex_item *items, struct flex_item *other, unsigned count)
{
    unsigned half = count / 2, i = 0, j = half, k = 0;

    if (count < 2)
        return;
    sort_items(items, other, half);
    sort_items(items + half, other, count - half);
    while (i < half || j < count)
        other[k++] =
            j == count || (i < half && compare_order(&items[i], &items[j]) <= 0)
                ? items[i++]
                : items[j++];
    memcpy(items, other, count * sizeof *items);
}

static void
collect_items(struct flex *f)
{
    struct box *b = f->box;
    unsigned count = 0;
    bool ordered = false;

    for (const struct box *c = b->first; c != NULL; c = c->next)
        count++;
    f->items = arena_array(f->l->arena, count + 1, sizeof *f->items);
    for (struct box *c = b->first; c != NULL; c = c->next) {
        struct flex_item *item = &f->items[f->count];

        if (c->is_positioned || c->kind == BOX_TEXT)
            continue;
        item->box = c;
        item->align = c->style->align_self != ALIGN_AUTO
                          ? c->style->align_self
                          : b->style->align_items;
        sizes_edges(c, f->inner_width);
        ordered |= c->style->order != 0;
        f->count++;
    }
    if (ordered)
        sort_items(f->items,
                   arena_array(f->l->arena, f->count + 1, sizeof *f->items),
                   f->count);
    for (unsigned i = 0; i < f->count; i++) {
        struct flex_item *item = &f->items[i];
        const unit_t *m = item->box->margin;

        measure_item(f, item);
        /* measuring may have laid it out: margins are what they were */
        item->main_margins = f->row ? unit_add(m[SIDE_LEFT], m[SIDE_RIGHT])
                                    : unit_add(m[SIDE_TOP], m[SIDE_BOTTOM]);
        item->cross_margins = f->row ? unit_add(m[SIDE_TOP], m[SIDE_BOTTOM])
                                     : unit_add(m[SIDE_LEFT], m[SIDE_RIGHT]);
    }
}

/* -- lines -- */

static void
collect_lines(struct flex *f)
{
    unit_t sum = 0, outer;
    struct flex_line *line = NULL;

    f->lines = arena_array(f->l->arena, f->count + 1, sizeof *f->lines);
    for (unsigned i = 0; i < f->count; i++) {
        outer = unit_add(f->items[i].main, f->items[i].main_margins);
        if (line == NULL ||
            (!f->nowrap && f->limit != INDEFINITE &&
             unit_add(unit_add(sum, outer), f->main_gap) > f->limit)) {
            line = &f->lines[f->line_count++];
            line->first = i;
            sum = 0;
        } else {
            sum = unit_add(sum, f->main_gap);
        }
        sum = unit_add(sum, outer);
        line->count++;
    }
}

static unit_t
line_gaps(const struct flex *f, const struct flex_line *line)
{
    return unit_scale(f->main_gap, (int64_t)line->count - 1, 1);
}

/* What the line leaves free, frozen items at their size, others at base. */
static int64_t
free_space(const struct flex *f, const struct flex_line *line, unit_t main)
{
    int64_t free = (int64_t)main - line_gaps(f, line);

    for (unsigned i = 0; i < line->count; i++) {
        const struct flex_item *item = &f->items[line->first + i];

        free -= (int64_t)item->main_margins +
                (item->frozen ? item->main : item->base);
    }
    return free;
}

static double
factor(const struct flex_item *item, bool grows)
{
    const struct style *s = item->box->style;

    return grows ? (double)s->flex_grow
                 : (double)s->flex_shrink * (double)item->base;
}

/* One round of 9.7.4: shares free space, then freezes what hit a bound. True
 * while something was frozen. */
static bool
flex_round(struct flex *f, const struct flex_line *line, bool grows,
           int64_t initial, unit_t main)
{
    int64_t free = free_space(f, line, main), violation = 0;
    double sum = 0, factors = 0;
    unsigned open = 0;

    for (unsigned i = 0; i < line->count; i++) {
        struct flex_item *item = &f->items[line->first + i];

        if (item->frozen)
            continue;
        open++;
        sum += factor(item, grows);
        factors += grows ? (double)item->box->style->flex_grow
                         : (double)item->box->style->flex_shrink;
    }
    if (open == 0)
        return false;
    if (factors < 1 && (double)llabs(initial) * factors < (double)llabs(free))
        free = (int64_t)((double)initial * factors);
    for (unsigned i = 0; i < line->count; i++) {
        struct flex_item *item = &f->items[line->first + i];
        unit_t wish, used;

        if (item->frozen)
            continue;
        wish = unit_clamp(
            item->base +
            (sum > 0 ? (int64_t)((double)free * factor(item, grows) / sum)
                     : 0));
        used = unit_max(item->min, unit_min(wish, item->max));
        item->main = used;
        item->violation = used - wish;
        violation += item->violation;
    }
    for (unsigned i = 0; i < line->count; i++) {
        struct flex_item *item = &f->items[line->first + i];

        if (violation == 0 || (violation > 0 && item->violation > 0) ||
            (violation < 0 && item->violation < 0))
            item->frozen = true;
    }
    return violation != 0;
}

/* Flexible lengths of a line (9.7). */
static void
flex_line(struct flex *f, const struct flex_line *line, unit_t main)
{
    int64_t sum = line_gaps(f, line), initial;
    bool grows;

    for (unsigned i = 0; i < line->count; i++)
        sum += (int64_t)f->items[line->first + i].main +
               f->items[line->first + i].main_margins;
    grows = sum < main;
    for (unsigned i = 0; i < line->count; i++) {
        struct flex_item *item = &f->items[line->first + i];

        item->violation = 0;
        item->frozen =
            factor(item, grows) <= 0 ||
            (grows ? item->base > item->main : item->base < item->main);
    }
    initial = free_space(f, line, main);
    /* Each round freezes an item; many rounds are a page's mischief. */
    for (unsigned round = 0; round < 64; round++)
        if (!flex_round(f, line, grows, initial, main))
            break;
}

/* -- cross sizes -- */

static void
layout_item(struct flex *f, struct flex_item *item, unit_t cross)
{
    struct space s = item_space(f, item);
    struct box *b = item->box;

    if (f->row) {
        s.fixed_width = item->main;
        if (cross != INDEFINITE)
            s.fixed_height = cross;
    } else {
        s.fixed_height = item->main;
        if (cross != INDEFINITE)
            s.fixed_width = cross;
        /* As content made it: percentages inside stay without a base. */
        if (b->height == item->main && f->inner_height == INDEFINITE &&
            item->base == item->main && cross == INDEFINITE &&
            data_of(b)->is_laid)
            s.fixed_height = data_of(b)->laid.fixed_height;
    }
    box_layout(f->l, b, &s);
    item->cross = f->row ? b->height : b->width;
}

static bool
is_baseline(const struct flex *f, const struct flex_item *item)
{
    return f->row && item->align == ALIGN_BASELINE &&
           !data_of(item->box)->auto_margin[SIDE_TOP] &&
           !data_of(item->box)->auto_margin[SIDE_BOTTOM];
}

static unit_t
item_ascent(const struct flex_item *item)
{
    const struct box *b = item->box;
    unit_t baseline = data_of(b)->first_baseline;

    return unit_add(b->margin[SIDE_TOP],
                    baseline == NO_BASELINE ? b->height : baseline);
}

static void
measure_line(struct flex *f, struct flex_line *line)
{
    unit_t below = 0;

    for (unsigned i = 0; i < line->count; i++) {
        struct flex_item *item = &f->items[line->first + i];
        unit_t outer;

        layout_item(f, item, INDEFINITE);
        outer = unit_add(item->cross, item->cross_margins);
        if (is_baseline(f, item)) {
            line->ascent = unit_max(line->ascent, item_ascent(item));
            below = unit_max(below, unit_sub(outer, item_ascent(item)));
        } else {
            line->cross = unit_max(line->cross, outer);
        }
    }
    line->cross = unit_max(line->cross, unit_add(line->ascent, below));
}

/* Whether b's contents ask how high it is; inline boxes and those without an
 * element hand the question on. */
static bool
asks_height(const struct box *b)
{
    for (const struct box *c = b->first; c != NULL; c = c->next) {
        if (c->kind == BOX_TEXT)
            continue;
        if (c->style->height.percent != 0 || c->style->min_height.percent != 0)
            return true;
        if ((c->node == NULL || c->kind == BOX_INLINE) && asks_height(c))
            return true;
    }
    return false;
}

/* Gives stretched items the line's cross size, which is definite then: what
 * was laid out at that size without knowing it may have to be again. */
void
flex_stretch(struct flex *f, const struct flex_line *line)
{
    /* as item_space has it */
    bool knew = !f->row || (f->nowrap && f->inner_height != INDEFINITE);

    for (unsigned i = 0; i < line->count; i++) {
        struct flex_item *item = &f->items[line->first + i];
        struct box *b = item->box;
        unit_t cross = unit_max(0, unit_sub(line->cross, item->cross_margins));

        if (!is_stretched(f, item))
            continue;
        cross = f->row ? sizes_clamp_height(b, f->inner_height, cross)
                       : sizes_clamp_width(f->l, b, f->inner_width, cross);
        if (cross == item->cross && (knew || !asks_height(b)))
            continue;
        if (f->l->work++ < FLEX_MAX_WORK)
            layout_item(f, item, cross);
        else if (f->row)
            b->height = cross;
        item->cross = cross;
    }
}

/* -- the container -- */

/* An automatic height, given its contents' one. */
static unit_t
content_height(const struct layouter *l, struct box *b, const struct space *s,
               unit_t content)
{
    unit_t edges = sizes_edge_height(b);

    return unit_max(
        0, unit_sub(sizes_clamp_height(
                        b, s->height,
                        block_fill_viewport(l, b, unit_add(content, edges))),
                    edges));
}

static void
set_up(struct flex *f, const struct space *s)
{
    struct box *b = f->box;
    const struct style *style = b->style;
    enum flex_direction d = style->flex_direction;
    unit_t most;

    f->row = d == FLEX_ROW || d == FLEX_ROW_REVERSE;
    f->reverse = d == FLEX_ROW_REVERSE || d == FLEX_COLUMN_REVERSE;
    f->nowrap = style->flex_wrap == FLEX_NOWRAP;
    b->width = sizes_used_width(f->l, b, s);
    f->inner_width = unit_max(0, unit_sub(b->width, sizes_edge_width(b)));
    f->inner_height = sizes_definite_height(b, s);
    f->inner_main = f->row ? f->inner_width : f->inner_height;
    f->limit = f->inner_main;
    if (f->limit == INDEFINITE &&
        sizes_height(b, &style->max_height, s->height, &most))
        f->limit = unit_max(0, unit_sub(sizes_clamp_height(b, s->height, most),
                                        sizes_edge_height(b)));
    f->main_gap = f->cross_gap = 0;
    length_resolve(&style->gap[f->row ? 1 : 0], f->inner_main, &f->main_gap);
    length_resolve(&style->gap[f->row ? 0 : 1],
                   f->row ? f->inner_height : f->inner_width, &f->cross_gap);
}

static unit_t
longest_line(const struct flex *f)
{
    unit_t longest = 0;

    for (unsigned i = 0; i < f->line_count; i++) {
        unit_t sum = line_gaps(f, &f->lines[i]);

        for (unsigned k = 0; k < f->lines[i].count; k++) {
            const struct flex_item *item = &f->items[f->lines[i].first + k];

            sum = unit_add(sum, unit_add(item->main, item->main_margins));
        }
        longest = unit_max(longest, sum);
    }
    return longest;
}

void
flex_layout(struct layouter *l, struct box *b, const struct space *s)
{
    struct flex f = {.l = l, .box = b};
    unit_t main, cross, sum = 0;

    set_up(&f, s);
    collect_items(&f);
    collect_lines(&f);
    main = f.inner_main != INDEFINITE
               ? f.inner_main
               : content_height(l, b, s, longest_line(&f));
    for (unsigned i = 0; i < f.line_count; i++) {
        flex_line(&f, &f.lines[i], main);
        measure_line(&f, &f.lines[i]);
        sum = unit_add(sum, unit_add(f.lines[i].cross, i ? f.cross_gap : 0));
    }
    cross = f.row ? f.inner_height : f.inner_width;
    if (cross == INDEFINITE)
        cross = content_height(l, b, s, sum);
    b->height = unit_add(f.row ? cross : main, sizes_edge_height(b));
    flex_place(&f, main, cross);
}
