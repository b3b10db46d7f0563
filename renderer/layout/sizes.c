/*
 * sizes.c - lengths of the style as used values: edges, widths, heights
 * (CSS 2.1 10.2 to 10.7, CSS Sizing 3).
 *
 * Process: renderer.  Distrusts: the page's lengths, by units.h.
 */
#include "layout/internal.h"

/* False if it is auto, a keyword, or a percentage of INDEFINITE. */
bool
length_resolve(const struct length *length, unit_t whole, unit_t *out)
{
    if (length->kind != LENGTH_VALUE)
        return false;
    if (length->percent != 0) {
        if (whole == INDEFINITE)
            return false;
        *out = unit_add(unit_clamp(length->px),
                        unit_percent(whole, length->percent));
    } else {
        *out = unit_clamp(length->px);
    }
    return true;
}

/* Sets margin, border and padding; auto margins are 0 and marked. */
void
sizes_edges(struct box *b, unit_t containing_width)
{
    const struct style *s = b->style;
    bool collapsed = b->borders_collapsed && b->kind != BOX_TABLE;

    if (containing_width == INDEFINITE)
        containing_width = 0;
    for (int side = 0; side < 4; side++) {
        unit_t padding = 0;

        b->margin[side] = 0;
        data_of(b)->auto_margin[side] = !length_resolve(
            &s->margin[side], containing_width, &b->margin[side]);
        if (b->kind == BOX_CELL)
            b->margin[side] = 0;
        length_resolve(&s->padding[side], containing_width, &padding);
        b->padding[side] = unit_max(padding, 0);
        if (!b->borders_collapsed)
            b->border[side] = unit_max(0, unit_clamp(s->border[side].width));
        else if (!collapsed)
            b->padding[side] = 0; /* of a table (CSS 2.1 17.6.2) */
    }
    if (data_of(b)->frame != NULL)
        b->border[SIDE_TOP] = data_of(b)->frame->edge;
}

unit_t
sizes_edge_width(const struct box *b)
{
    return unit_add(unit_add(b->border[SIDE_LEFT], b->border[SIDE_RIGHT]),
                    unit_add(b->padding[SIDE_LEFT], b->padding[SIDE_RIGHT]));
}

unit_t
sizes_edge_height(const struct box *b)
{
    return unit_add(unit_add(b->border[SIDE_TOP], b->border[SIDE_BOTTOM]),
                    unit_add(b->padding[SIDE_TOP], b->padding[SIDE_BOTTOM]));
}

static unit_t
margins(const struct box *b)
{
    return unit_add(b->margin[SIDE_LEFT], b->margin[SIDE_RIGHT]);
}

/* A width property's value as a border box; false if it is auto. */
bool
sizes_width(struct layouter *l, struct box *b, const struct length *w,
            unit_t containing, unit_t *border_box)
{
    unit_t value, min, max;

    switch (w->kind) {
    case LENGTH_AUTO:
        return false;
    case LENGTH_VALUE:
        if (!length_resolve(w, containing, &value))
            return false;
        value = unit_max(value, 0);
        *border_box = b->style->box_sizing == BOX_SIZING_BORDER
                          ? unit_max(value, sizes_edge_width(b))
                          : unit_add(value, sizes_edge_width(b));
        return true;
    default:
        break;
    }
    intrinsic_widths(l, b, &min, &max);
    if (w->kind == LENGTH_MIN_CONTENT)
        *border_box = min;
    else if (w->kind == LENGTH_MAX_CONTENT || containing == INDEFINITE)
        *border_box = max;
    else
        *border_box =
            unit_min(unit_max(min, unit_sub(containing, margins(b))), max);
    return true;
}

bool
sizes_height(const struct box *b, const struct length *h, unit_t containing,
             unit_t *border_box)
{
    unit_t value;

    if (!length_resolve(h, containing, &value))
        return false;
    value = unit_max(value, 0);
    *border_box = b->style->box_sizing == BOX_SIZING_BORDER
                      ? unit_max(value, sizes_edge_height(b))
                      : unit_add(value, sizes_edge_height(b));
    return true;
}

/* The content box's height of a flex or grid container, or INDEFINITE. */
unit_t
sizes_definite_height(const struct box *b, const struct space *s)
{
    unit_t height;

    if (s->fixed_height != INDEFINITE)
        return unit_max(0, unit_sub(s->fixed_height, sizes_edge_height(b)));
    if (!sizes_height(b, &b->style->height, s->height, &height))
        return INDEFINITE;
    return unit_sub(sizes_clamp_height(b, s->height, height),
                    sizes_edge_height(b));
}

/* max-width, then min-width, which wins. */
unit_t
sizes_clamp_width(struct layouter *l, struct box *b, unit_t containing,
                  unit_t border_box)
{
    unit_t bound;

    if (sizes_width(l, b, &b->style->max_width, containing, &bound))
        border_box = unit_min(border_box, bound);
    if (sizes_width(l, b, &b->style->min_width, containing, &bound))
        border_box = unit_max(border_box, bound);
    return unit_max(border_box, sizes_edge_width(b));
}

unit_t
sizes_clamp_height(const struct box *b, unit_t containing, unit_t border_box)
{
    unit_t bound;

    if (sizes_height(b, &b->style->max_height, containing, &bound))
        border_box = unit_min(border_box, bound);
    if (sizes_height(b, &b->style->min_height, containing, &bound))
        border_box = unit_max(border_box, bound);
    return unit_max(border_box, sizes_edge_height(b));
}

/* The border box's width of a block container or flex container, edges set. */
unit_t
sizes_used_width(struct layouter *l, struct box *b, const struct space *s)
{
    unit_t width, min, max, available, height;
    const struct style *style = b->style;

    if (s->fixed_width != INDEFINITE)
        return s->fixed_width;
    if (sizes_width(l, b, &style->width, s->width, &width))
        return sizes_clamp_width(l, b, s->width, width);
    if (data_of(b)->is_control) {
        width = unit_add(data_of(b)->natural_width, sizes_edge_width(b));
        return sizes_clamp_width(l, b, s->width, width);
    }
    if (style->aspect_ratio > 0 &&
        sizes_height(b, &style->height, s->height, &height)) {
        if (style->box_sizing == BOX_SIZING_CONTENT)
            height = unit_sub(height, sizes_edge_height(b));
        width = unit_clamp((int64_t)((double)height * style->aspect_ratio));
        if (style->box_sizing == BOX_SIZING_CONTENT)
            width = unit_add(width, sizes_edge_width(b));
        return sizes_clamp_width(l, b, s->width, width);
    }
    available = s->width == INDEFINITE
                    ? UNIT_LIMIT
                    : unit_sub(unit_sub(s->width, s->narrowing), margins(b));
    if (!s->shrink)
        return sizes_clamp_width(l, b, s->width,
                                 unit_max(available, sizes_edge_width(b)));
    intrinsic_widths(l, b, &min, &max);
    return sizes_clamp_width(l, b, s->width,
                             unit_min(unit_max(min, available), max));
}

/* The height of b's content box as far as it is known before layout, or
 * INDEFINITE. */
unit_t
sizes_known_height(const struct box *b)
{
    unit_t height, containing;

    if (b == NULL)
        return INDEFINITE;
    if (b->kind == BOX_INLINE || (b->node == NULL && b->kind == BOX_BLOCK))
        return sizes_known_height(b->parent);
    containing = data_of(b)->containing_height;
    if (containing == INDEFINITE && !b->is_positioned &&
        b->style->height.kind == LENGTH_VALUE && b->style->height.percent != 0)
        containing = sizes_known_height(b->parent);
    if (!sizes_height(b, &b->style->height, containing, &height))
        return INDEFINITE;
    return unit_sub(sizes_clamp_height(b, containing, height),
                    sizes_edge_height(b));
}
