/*
 * positioned.c - relative offsets, and the sizes and places of absolutely
 * positioned boxes (CSS 2.1 9.4.3, 10.3.7, 10.3.8, 10.6.4, 10.6.5).
 *
 * Process: renderer.  Distrusts: the page's numbers, by units.h.
 */
#include "layout/internal.h"

void
positioned_offset(const struct box *b, unit_t *x, unit_t *y)
{
    const struct style *s = b->style;
    const struct box_data *data = data_of(b);
    bool rtl =
        b->parent != NULL && b->parent->style->direction == DIRECTION_RTL;
    unit_t value;

    *x = *y = 0;
    if (s->position != POSITION_RELATIVE)
        return;
    if (length_resolve(&s->inset[rtl ? SIDE_RIGHT : SIDE_LEFT],
                       data->containing_width, &value))
        *x = rtl ? -value : value;
    else if (length_resolve(&s->inset[rtl ? SIDE_LEFT : SIDE_RIGHT],
                            data->containing_width, &value))
        *x = rtl ? value : -value;
    if (length_resolve(&s->inset[SIDE_TOP], data->containing_height, &value))
        *y = value;
    else if (length_resolve(&s->inset[SIDE_BOTTOM], data->containing_height,
                            &value))
        *y = -value;
}

/* One axis of a positioned box. */
struct axis {
    bool has_start, has_end, auto_start, auto_end; /* insets; auto margins */
    unit_t start, end;
    unit_t margin_start, margin_end;
    unit_t size, whole;  /* of the border box, of the containing block */
    unit_t static_start; /* from the containing block's start */
    bool backward;       /* right to left */
};

static struct axis
find_axis(const struct box *b, enum side start, enum side end, unit_t whole,
          unit_t static_start)
{
    const struct box_data *data = data_of(b);
    struct axis a = {.whole = whole, .static_start = static_start};

    a.has_start = length_resolve(&b->style->inset[start], whole, &a.start);
    a.has_end = length_resolve(&b->style->inset[end], whole, &a.end);
    a.auto_start = data->auto_margin[start];
    a.auto_end = data->auto_margin[end];
    a.margin_start = b->margin[start];
    a.margin_end = b->margin[end];
    return a;
}

/* What is left of the containing block between the insets that are given. */
static unit_t
taken(const struct axis *a)
{
    unit_t sum = 0;

    if (a->has_start)
        sum = unit_add(sum, a->start);
    if (a->has_end)
        sum = unit_add(sum, a->end);
    if (!a->has_start && !a->has_end)
        sum =
            a->backward ? unit_sub(a->whole, a->static_start) : a->static_start;
    return sum;
}

/* Where the border box begins, from the containing block's start; sets auto
 * margins. */
static unit_t
place(struct axis *a)
{
    unit_t free =
        unit_sub(unit_sub(a->whole, a->size), unit_add(a->start, a->end));

    if (a->has_start && a->has_end) {
        free = unit_sub(free, unit_add(a->margin_start, a->margin_end));
        if (a->auto_start && a->auto_end) {
            a->margin_start = free > 0 || a->backward ? free / 2 : 0;
            if (free < 0)
                a->margin_start = a->backward ? free : 0;
            a->margin_end = unit_sub(free, a->margin_start);
        } else if (a->auto_start) {
            a->margin_start = free;
        } else if (a->auto_end) {
            a->margin_end = free;
        } else if (a->backward) {
            return unit_sub(unit_sub(a->whole, a->end),
                            unit_add(a->margin_end, a->size));
        }
        return unit_add(a->start, a->margin_start);
    }
    if (a->has_start)
        return unit_add(a->start, a->margin_start);
    if (a->has_end)
        return unit_sub(unit_sub(a->whole, a->end),
                        unit_add(a->margin_end, a->size));
    if (a->backward)
        return unit_sub(a->static_start, unit_add(a->margin_end, a->size));
    return unit_add(a->static_start, a->margin_start);
}

static unit_t
stretched(const struct axis *a)
{
    return unit_max(0, unit_sub(unit_sub(a->whole, unit_add(a->start, a->end)),
                                unit_add(a->margin_start, a->margin_end)));
}

static bool
stretches(const struct box *b)
{
    return b->kind != BOX_REPLACED && b->kind != BOX_TABLE &&
           !data_of(b)->is_table_wrapper;
}

/* Lays b out in its containing rectangle and sets b->x, y. */
void
positioned_place(struct layouter *l, struct box *b, struct area area,
                 unit_t static_x, unit_t static_y, bool rtl)
{
    struct space s = {.width = area.width,
                      .height = area.height,
                      .fixed_width = INDEFINITE,
                      .fixed_height = INDEFINITE,
                      .shrink = true};
    const struct style *style = b->style;
    struct axis x, y;
    bool is_control = data_of(b)->is_control;

    sizes_edges(b, area.width);
    data_of(b)->containing_height = area.height;
    x = find_axis(b, SIDE_LEFT, SIDE_RIGHT, area.width,
                  unit_sub(static_x, area.x));
    y = find_axis(b, SIDE_TOP, SIDE_BOTTOM, area.height,
                  unit_sub(static_y, area.y));
    x.backward = rtl;
    if (stretches(b) && !is_control && x.has_start && x.has_end &&
        style->width.kind == LENGTH_AUTO && style->aspect_ratio == 0)
        s.fixed_width = sizes_clamp_width(l, b, area.width, stretched(&x));
    else
        s.narrowing = taken(&x);
    if (stretches(b) && !is_control && y.has_start && y.has_end &&
        style->height.kind == LENGTH_AUTO)
        s.fixed_height = sizes_clamp_height(b, area.height, stretched(&y));
    box_layout(l, b, &s);
    x.size = b->width;
    y.size = b->height;
    b->x = unit_add(area.x, place(&x));
    b->y = unit_add(area.y, place(&y));
    b->margin[SIDE_LEFT] = x.margin_start;
    b->margin[SIDE_RIGHT] = x.margin_end;
    b->margin[SIDE_TOP] = y.margin_start;
    b->margin[SIDE_BOTTOM] = y.margin_end;
}
