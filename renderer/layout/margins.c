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

/* A percentage of a height that is auto is auto too. */
static bool
has_height(const struct layouter *l, const struct box *b)
{
    const struct length *height = &b->style->height;

    if (height->kind != LENGTH_VALUE || length_is_zero(height))
        return false;
    return height->percent == 0 || l->quirks || b->parent == NULL ||
           b->parent->style->height.kind == LENGTH_VALUE;
}

/* 1: yes; -1: no; 2: unless a child inside has to clear floats. */
static signed char
find_through(struct layouter *l, struct box *b)
{
    const struct style *s = b->style;
    signed char result = 1;

    if (!margins_join_top(b) || s->border[SIDE_BOTTOM].width != 0 ||
        !length_is_zero(&s->padding[SIDE_BOTTOM]) ||
        !length_is_zero(&s->min_height) || has_height(l, b) ||
        s->aspect_ratio > 0 || data_of(b)->is_control ||
        data_of(b)->marker_text != NULL)
        return -1;
    if (data_of(b)->inline_content)
        return inline_paragraph(l, b)->has_content ? -1 : 1;
    for (struct box *child = b->first; child != NULL; child = child->next) {
        if (is_out_of_flow(child))
            continue;
        if (!margins_through(l, child) && data_of(child)->through != 2)
            return -1;
        if (data_of(child)->through == 2 || child->style->clear != CLEAR_NONE)
            result = 2;
    }
    return result;
}

static bool
has_cleared(const struct box *b)
{
    for (const struct box *child = b->first; child != NULL; child = child->next)
        if (!is_out_of_flow(child) &&
            (data_of(child)->is_cleared ||
             (data_of(child)->through == 2 && has_cleared(child))))
            return true;
    return false;
}

/* Whether all vertical margins of b adjoin: it is empty. */
bool
margins_through(struct layouter *l, struct box *b)
{
    struct box_data *data = data_of(b);

    if (b->kind != BOX_BLOCK)
        return false;
    if (data->through == 0)
        data->through = find_through(l, b);
    return data->through == 1 || (data->through == 2 && !has_cleared(b));
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

static void join(struct margin_walk *w, struct box *b, unit_t containing_width,
                 struct strut *out, struct strut *above);

static bool
meets_float(const struct margin_walk *w, enum clear clear)
{
    return (w->left && clear != CLEAR_RIGHT) ||
           (w->right && clear != CLEAR_LEFT);
}

/* Joins the margins of a child; false if clearance separates them. */
static bool
join_child(struct margin_walk *w, struct box *child, unit_t width,
           struct strut *out)
{
    enum clear clear = child->style->clear;
    bool meets = meets_float(w, clear); /* those before it, not in it */
    struct strut joined = *out, above;

    data_of(child)->is_cleared = false;
    join(w, child, width, &joined, &above);
    if (clear != CLEAR_NONE &&
        (meets ||
         floats_clear(w->flow, clear) > unit_add(w->base, strut_sum(&above)))) {
        data_of(child)->is_cleared = true;
        return false;
    }
    *out = joined;
    return true;
}

/* above: out without b's own bottom margin, which does not count for where its
 * top would be without clearance (9.5.2). */
static void
join(struct margin_walk *w, struct box *b, unit_t containing_width,
     struct strut *out, struct strut *above)
{
    unit_t width;

    sizes_edges(b, containing_width);
    strut_add(out, b->margin[SIDE_TOP]);
    if (margins_join_top(b) && !data_of(b)->inline_content &&
        b->first != NULL) {
        width = content_width(w->l, b, containing_width);
        for (struct box *child = b->first; child != NULL; child = child->next) {
            if (child->is_float) {
                /* It will stand where b does, above what follows. */
                w->left |= child->style->floating == FLOAT_LEFT;
                w->right |= child->style->floating == FLOAT_RIGHT;
            }
            if (is_out_of_flow(child))
                continue;
            if (!join_child(w, child, width, out) ||
                !margins_through(w->l, child)) {
                *above = *out;
                return;
            }
        }
    }
    *above = *out;
    if (margins_through(w->l, b))
        strut_add(out, b->margin[SIDE_BOTTOM]);
}

/* Joins all margins that adjoin b's top margin to out.  If b is empty these
 * are all its margins.  w->base is where b's border box would stand, in flow's
 * coordinates, were out nothing: a descendant that has to clear floats there
 * is marked, and its margins are not joined. */
void
margins_top(struct margin_walk *w, struct box *b, unit_t containing_width,
            struct strut *out)
{
    join(w, b, containing_width, out, &w->above);
}
