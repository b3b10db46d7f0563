/*
 * inherit.c - styles below a <use>: what it draws inherits from it, not from
 * where it stands (SVG 2, 5.6).
 *
 * Process: renderer.
 *
 * Styles were computed once, where the elements stand.  A value that equals the
 * parent's there counts as inherited.
 */
#include "svg/internal.h"

/* Takes the field from the new parent if it came from the old one. */
#define INHERIT(field)                                                \
    do {                                                              \
        if (memcmp(&out->field, &old->field, sizeof out->field) == 0) \
            memcpy(&out->field, &now->field, sizeof out->field);      \
    } while (false)

static bool
same_paint(const struct svg_paint *a, const struct svg_paint *b)
{
    bool ids = a->id == b->id ||
               (a->id != NULL && b->id != NULL && strcmp(a->id, b->id) == 0);

    return ids && a->kind == b->kind && a->color == b->color;
}

static void
inherit(struct style *out, const struct style *old, const struct style *now)
{
    if (same_paint(&out->svg.fill, &old->svg.fill))
        out->svg.fill = now->svg.fill;
    if (same_paint(&out->svg.stroke, &old->svg.stroke))
        out->svg.stroke = now->svg.stroke;
    INHERIT(svg.fill_opacity);
    INHERIT(svg.stroke_opacity);
    INHERIT(svg.fill_evenodd);
    INHERIT(svg.clip_evenodd);
    INHERIT(svg.stroke_width);
    INHERIT(svg.miter_limit);
    INHERIT(svg.dash_offset);
    INHERIT(svg.cap);
    INHERIT(svg.join);
    INHERIT(svg.dashes);
    INHERIT(svg.anchor);
    INHERIT(color);
    INHERIT(visibility);
    INHERIT(font_family);
    INHERIT(font_size);
    INHERIT(font_weight);
    INHERIT(italic);
}

const struct style *
svg_style_of(const struct svg_canvas *c, const struct node *n,
             struct style *room)
{
    if (c->parent == NULL || n->parent == NULL || n->parent->style == NULL)
        return n->style;
    *room = *n->style;
    inherit(room, n->parent->style, c->parent);
    return room;
}
