/*
 * margins.c - which vertical margins adjoin (CSS 2.1 8.3.1), told before the
 * boxes are laid out: a block's place depends on its first descendants'
 * margins, and floats inside it on its place.
 *
 * Process: renderer.  Distrusts: nothing beyond depth.
 */
#include "layout/floats.h"

void
strut_add(struct strut *s, unit_t margin)
{
    if (margin > s->positive)
        s->positive = margin;
    if (margin < s->negative)
        s->negative = margin;
}

void
strut_join(struct strut *s, const struct strut *other)
{
    strut_add(s, other->positive);
    strut_add(s, other->negative);
}

unit_t
strut_sum(const struct strut *s)
{
    return unit_add(s->positive, s->negative);
}

static bool
is_plain_block(const struct box *b)
{
    return b->kind == BOX_BLOCK && !data_of(b)->new_context;
}

static bool
length_is_zero(const struct length *length)
{
    return length->kind != LENGTH_VALUE ||
           (length->px == 0 && length->percent == 0);
}

/* Whether the top margin adjoins those of the first children. */
bool
margins_join_top(const struct box *b)
{
    const struct style *s = b->style;

    return is_plain_block(b) && s->border[SIDE_TOP].width == 0 &&
           length_is_zero(&s->padding[SIDE_TOP]);
}

static bool
find_through(struct layouter *l, struct box *b)
{
    const struct style *s = b->style;

    if (!margins_join_top(b) || s->border[SIDE_BOTTOM].width != 0 ||
        !length_is_zero(&s->padding[SIDE_BOTTOM]) ||
        !length_is_zero(&s->min_height) ||
        (s->height.kind == LENGTH_VALUE && !length_is_zero(&s->height) &&
         s->height.percent == 0) ||
        (s->aspect_ratio > 0) || data_of(b)->is_control ||
        data_of(b)->marker_text != NULL)
        return false;
    if (data_of(b)->inline_content)
        return !inline_paragraph(l, b)->has_content;
    for (struct box *child = b->first; child != NULL; child = child->next)
        if (!is_out_of_flow(child) && !margins_through(l, child))
            return false;
    return true;
}

/* Whether all vertical margins of b adjoin: it is empty. */
bool
margins_through(struct layouter *l, struct box *b)
{
    struct box_data *data = data_of(b);

    if (b->kind != BOX_BLOCK)
        return false;
    if (data->through == 0)
        data->through = find_through(l, b) ? 1 : -1;
    return data->through > 0;
}

/* The width children of a plain block get their percentages from. */
static unit_t
content_width(struct layouter *l, struct box *b, unit_t containing_width)
{
    struct space s = {.width = containing_width,
                      .height = INDEFINITE,
                      .fixed_width = INDEFINITE,
                      .fixed_height = INDEFINITE};

    return unit_max(0,
                    unit_sub(sizes_used_width(l, b, &s), sizes_edge_width(b)));
}

/* Joins all margins that adjoin b's top margin.  If b is empty these are all
 * its margins.  A child that has to clear floats stops it: its clearance
 * separates the margins. */
void
margins_top(struct layouter *l, struct box *b, unit_t containing_width,
            const struct flow *flow, struct strut *out)
{
    unit_t width;
    bool seen_float = flow != NULL && flow->any;

    sizes_edges(b, containing_width);
    strut_add(out, b->margin[SIDE_TOP]);
    if (margins_join_top(b) && !data_of(b)->inline_content) {
        width = b->first != NULL ? content_width(l, b, containing_width) : 0;
        for (struct box *child = b->first; child != NULL; child = child->next) {
            seen_float |= child->is_float;
            if (is_out_of_flow(child))
                continue;
            if (child->style->clear != CLEAR_NONE && seen_float)
                return;
            margins_top(l, child, width, flow, out);
            if (!margins_through(l, child))
                return;
        }
    }
    if (margins_through(l, b))
        strut_add(out, b->margin[SIDE_BOTTOM]);
}
