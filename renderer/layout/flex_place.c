/*
 * flex_place.c - where flex items and lines stand: alignment (CSS Flexbox 1,
 * 9.5, 9.6; CSS Box Alignment 3).
 *
 * Process: renderer.  Distrusts: nothing.
 */
#include "layout/flex.h"

/* -- main axis -- */

static bool *
auto_margins(const struct flex_item *item)
{
    return data_of(item->box)->auto_margin;
}

/* Auto margins take all free space; true if there are any. */
static bool
fill_margins(struct flex *f, const struct flex_line *line, unit_t free)
{
    int start = f->row ? SIDE_LEFT : SIDE_TOP;
    int end = f->row ? SIDE_RIGHT : SIDE_BOTTOM;
    unsigned count = 0;

    for (unsigned i = 0; i < line->count; i++) {
        const bool *is_auto = auto_margins(&f->items[line->first + i]);

        count += (unsigned)is_auto[start] + (unsigned)is_auto[end];
    }
    if (count == 0 || free <= 0)
        return count != 0;
    for (unsigned i = 0; i < line->count; i++) {
        struct flex_item *item = &f->items[line->first + i];
        const bool *is_auto = auto_margins(item);
        unit_t each = free / (unit_t)count;

        if (is_auto[start]) {
            item->box->margin[start] = each;
            item->main_margins = unit_add(item->main_margins, each);
        }
        if (is_auto[end]) {
            item->box->margin[end] = each;
            item->main_margins = unit_add(item->main_margins, each);
        }
    }
    return true;
}

/* Whether the main axis runs from right to left, or from the bottom up. */
static bool
runs_back(const struct flex *f)
{
    return f->reverse != (f->row && f->box->style->direction == DIRECTION_RTL);
}

static void
place_main(struct flex *f, const struct flex_line *line, unit_t main)
{
    const struct box *c = f->box;
    unit_t free = main, at = 0;
    unit_t origin = f->row ? c->border[SIDE_LEFT] + c->padding[SIDE_LEFT]
                           : c->border[SIDE_TOP] + c->padding[SIDE_TOP];
    bool back = runs_back(f);
    struct align_gaps g = {0, 0};

    for (unsigned i = 0; i < line->count; i++) {
        const struct flex_item *item = &f->items[line->first + i];

        free = unit_sub(free, unit_add(item->main, item->main_margins));
        if (i > 0)
            free = unit_sub(free, f->main_gap);
    }
    if (!fill_margins(f, line, free))
        g = align_share(c->style->justify_content, free, line->count,
                        f->reverse);
    at = g.before;
    for (unsigned i = 0; i < line->count; i++) {
        struct flex_item *item = &f->items[line->first + i];
        struct box *b = item->box;
        unit_t start = b->margin[f->row ? SIDE_LEFT : SIDE_TOP];
        unit_t outer = unit_add(item->main, item->main_margins);
        unit_t from = back ? unit_sub(main, unit_add(at, outer)) : at;

        from = unit_add(unit_add(origin, from), start);
        if (f->row)
            b->x = from;
        else
            b->y = from;
        at = unit_add(at, unit_add(outer, unit_add(f->main_gap, g.between)));
    }
}

/* -- cross axis -- */

/* The margin box's place in the line, from the line's cross start. */
static unit_t
cross_offset(const struct flex *f, const struct flex_line *line,
             struct flex_item *item)
{
    struct box *b = item->box;
    const bool *is_auto = auto_margins(item);
    int start = f->row ? SIDE_TOP : SIDE_LEFT;
    int end = f->row ? SIDE_BOTTOM : SIDE_RIGHT;
    bool wrap_back = f->box->style->flex_wrap == FLEX_WRAP_REVERSE;
    bool rtl = !f->row && f->box->style->direction == DIRECTION_RTL;
    unit_t free =
        unit_sub(line->cross, unit_add(item->cross, item->cross_margins));
    unit_t far = rtl ? 0 : free, near = rtl ? free : 0, baseline;

    if (is_auto[start] || is_auto[end]) {
        if (free <= 0)
            return near;
        if (is_auto[start])
            b->margin[start] = is_auto[end] ? free / 2 : free;
        if (is_auto[end])
            b->margin[end] = free - b->margin[start];
        return 0;
    }
    switch (item->align) {
    case ALIGN_CENTER:
        return free / 2;
    case ALIGN_END:
        return far;
    case ALIGN_START:
        return near;
    case ALIGN_FLEX_END:
        return wrap_back ? near : far;
    case ALIGN_BASELINE:
        if (!f->row)
            return near;
        baseline = data_of(b)->first_baseline;
        return unit_sub(line->ascent,
                        unit_add(b->margin[SIDE_TOP], baseline == NO_BASELINE
                                                          ? b->height
                                                          : baseline));
    default:
        return wrap_back ? far : near;
    }
}

static void
place_cross(struct flex *f, const struct flex_line *line, unit_t at)
{
    const struct box *c = f->box;
    unit_t origin = f->row ? c->border[SIDE_TOP] + c->padding[SIDE_TOP]
                           : c->border[SIDE_LEFT] + c->padding[SIDE_LEFT];

    for (unsigned i = 0; i < line->count; i++) {
        struct flex_item *item = &f->items[line->first + i];
        struct box *b = item->box;
        unit_t offset = cross_offset(f, line, item);
        unit_t from = unit_add(unit_add(origin, at), offset);

        if (f->row)
            b->y = unit_add(from, b->margin[SIDE_TOP]);
        else
            b->x = unit_add(from, b->margin[SIDE_LEFT]);
    }
}

/* align-content: where lines stand, and how high they are. */
static void
place_lines(struct flex *f, unit_t main, unit_t cross)
{
    enum alignment how = f->box->style->align_content;
    bool back = f->box->style->flex_wrap == FLEX_WRAP_REVERSE;
    bool mirrored =
        back != (!f->row && f->box->style->direction == DIRECTION_RTL);
    unit_t free = cross, at;
    struct align_gaps g;

    if (f->nowrap && f->line_count == 1)
        f->lines[0].cross = cross;
    for (unsigned i = 0; i < f->line_count; i++)
        free = unit_sub(free,
                        unit_add(f->lines[i].cross, i > 0 ? f->cross_gap : 0));
    if ((how == ALIGN_STRETCH || how == ALIGN_NORMAL || how == ALIGN_AUTO) &&
        free > 0 && f->line_count > 0) {
        for (unsigned i = 0; i < f->line_count; i++)
            f->lines[i].cross =
                unit_add(f->lines[i].cross, free / (unit_t)f->line_count);
        free = 0;
    }
    g = align_share(how, free, f->line_count, back);
    at = g.before;
    for (unsigned i = 0; i < f->line_count; i++) {
        const struct flex_line *line = &f->lines[i];

        flex_stretch(f, line);
        place_main(f, line, main);
        place_cross(f, line,
                    mirrored ? unit_sub(cross, unit_add(at, line->cross)) : at);
        at = unit_add(at,
                      unit_add(line->cross, unit_add(f->cross_gap, g.between)));
    }
}

/* -- the container -- */

static void
set_baselines(struct flex *f)
{
    struct box_data *data = data_of(f->box);
    const struct flex_item *best;

    data->first_baseline = data->last_baseline = NO_BASELINE;
    if (f->count == 0)
        return;
    best = &f->items[0];
    for (unsigned i = 0; f->row && i < f->lines[0].count; i++)
        if (f->items[i].align == ALIGN_BASELINE) {
            best = &f->items[i];
            break;
        }
    data->first_baseline =
        unit_add(best->box->y, data_of(best->box)->first_baseline == NO_BASELINE
                                   ? best->box->height
                                   : data_of(best->box)->first_baseline);
    data->last_baseline = data->first_baseline;
}

/* Positioned children: as if each were the only item (4.1), at the start: its
 * size is not known here. */
static void
set_static(struct flex *f, unit_t main)
{
    const struct box *b = f->box;
    bool back = runs_back(f);
    unit_t left = b->border[SIDE_LEFT] + b->padding[SIDE_LEFT];
    unit_t top = b->border[SIDE_TOP] + b->padding[SIDE_TOP];

    for (struct box *c = b->first; c != NULL; c = c->next)
        if (c->is_positioned) {
            data_of(c)->static_x = f->row && back ? unit_add(left, main) : left;
            data_of(c)->static_y = top;
        }
}

void
flex_place(struct flex *f, unit_t main, unit_t cross)
{
    place_lines(f, main, cross);
    set_baselines(f);
    set_static(f, main);
}
