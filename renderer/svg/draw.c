/*
 * draw.c - the elements of an SVG picture in document order: groups, <use>,
 * nested <svg>, clipping, opacity.
 *
 * Process: renderer.  Distrusts: the page; see svg.h for the bounds.
 */
#include "svg/internal.h"

#include <cairo.h>
#include <math.h>

static void draw(struct svg_canvas *c, const struct node *n);

static bool
is_called(const struct node *n, const char *name)
{
    return n->type == NODE_ELEMENT && strcmp(n->name, name) == 0;
}

/* ---- painting a path -----------------------------------------------------*/

static double
user_length(const struct svg_canvas *c, float length)
{
    double whole = sqrt((c->width * c->width + c->height * c->height) / 2);

    return length < 0 ? -(double)length / 100 * whole : (double)length;
}

static void
set_stroke(struct svg_canvas *c, const struct style *s)
{
    static const cairo_line_cap_t caps[] = {
        CAIRO_LINE_CAP_BUTT, CAIRO_LINE_CAP_ROUND, CAIRO_LINE_CAP_SQUARE};
    static const cairo_line_join_t joins[] = {
        CAIRO_LINE_JOIN_MITER, CAIRO_LINE_JOIN_ROUND, CAIRO_LINE_JOIN_BEVEL};
    double dashes[SVG_DASHES], sum = 0;

    cairo_set_line_width(c->cr, user_length(c, s->svg.stroke_width));
    cairo_set_line_cap(c->cr, caps[s->svg.cap]);
    cairo_set_line_join(c->cr, joins[s->svg.join]);
    cairo_set_miter_limit(c->cr, fmax(1, (double)s->svg.miter_limit));
    for (unsigned i = 0; i < s->svg.dashes.count; i++)
        sum += dashes[i] = user_length(c, s->svg.dashes.at[i]);
    /* Dashes too fine to be seen would take for ever. */
    if (sum < 0.1)
        cairo_set_dash(c->cr, NULL, 0, 0);
    else
        cairo_set_dash(c->cr, dashes, (int)s->svg.dashes.count,
                       (double)s->svg.dash_offset);
}

void
svg_fill_and_stroke(struct svg_canvas *c, const struct style *s)
{
    const struct svg_style *v = &s->svg;

    if (svg_set_source(c, s, &v->fill, (double)v->fill_opacity)) {
        cairo_set_fill_rule(c->cr, v->fill_evenodd ? CAIRO_FILL_RULE_EVEN_ODD
                                                   : CAIRO_FILL_RULE_WINDING);
        cairo_fill_preserve(c->cr);
    }
    if (v->stroke_width != 0 &&
        svg_set_source(c, s, &v->stroke, (double)v->stroke_opacity)) {
        set_stroke(c, s);
        cairo_stroke_preserve(c->cr);
    }
    cairo_new_path(c->cr);
}

/* ---- clipping ------------------------------------------------------------*/

/* The shapes in a clipPath as one path; use of a shape counts too. */
static void
add_clip_shapes(struct svg_canvas *c, const struct node *from)
{
    for (const struct node *n = from->first; n != NULL; n = n->next) {
        const struct node *shape = n;
        cairo_matrix_t before;

        if (n->type != NODE_ELEMENT || ++c->drawn > MAX_SVG_DRAWN)
            continue;
        cairo_get_matrix(c->cr, &before);
        svg_transform(c->cr, node_attribute(n, "transform"));
        if (is_called(n, "use")) {
            shape = svg_href(c, n);
            cairo_translate(c->cr, svg_length(n, "x", c->width, 0),
                            svg_length(n, "y", c->height, 0));
            if (shape != NULL)
                svg_transform(c->cr, node_attribute(shape, "transform"));
        }
        if (shape != NULL && shape->type == NODE_ELEMENT)
            svg_shape(c, shape);
        cairo_set_matrix(c->cr, &before);
    }
}

static void
clip(struct svg_canvas *c, const struct node *n, const struct node *by)
{
    const struct span *units = node_attribute(by, "clipPathUnits");
    bool evenodd = by->style != NULL && by->style->svg.clip_evenodd;
    cairo_matrix_t before;
    double x1, y1, x2, y2;

    cairo_get_matrix(c->cr, &before);
    cairo_new_path(c->cr);
    if (units != NULL && span_is(*units, "objectBoundingBox")) {
        svg_shape(c, n);
        cairo_path_extents(c->cr, &x1, &y1, &x2, &y2);
        cairo_new_path(c->cr);
        if (x2 > x1 && y2 > y1) {
            cairo_translate(c->cr, x1, y1);
            cairo_scale(c->cr, x2 - x1, y2 - y1);
        }
    }
    svg_transform(c->cr, node_attribute(by, "transform"));
    add_clip_shapes(c, by);
    cairo_set_matrix(c->cr, &before);
    if (by->first != NULL && by->first->style != NULL)
        evenodd |= by->first->style->svg.clip_evenodd;
    cairo_set_fill_rule(c->cr, evenodd ? CAIRO_FILL_RULE_EVEN_ODD
                                       : CAIRO_FILL_RULE_WINDING);
    cairo_clip(c->cr);
}

/* ---- elements ------------------------------------------------------------*/

static void
draw_children(struct svg_canvas *c, const struct node *n)
{
    for (const struct node *i = n->first; i != NULL; i = i->next)
        draw(c, i);
}

/* A new viewport, for <svg> inside and for <symbol>. */
static void
draw_viewport(struct svg_canvas *c, const struct node *n, double width,
              double height)
{
    double before[2] = {c->width, c->height};

    if (!(width > 0) || !(height > 0))
        return;
    if (n->style == NULL || n->style->overflow_x != OVERFLOW_VISIBLE) {
        cairo_new_path(c->cr);
        cairo_rectangle(c->cr, 0, 0, width, height);
        cairo_clip(c->cr);
    }
    svg_map_view_box(c, n, width, height);
    draw_children(c, n);
    c->width = before[0];
    c->height = before[1];
}

static void
draw_use(struct svg_canvas *c, const struct node *n, const struct style *s)
{
    const struct node *what = svg_href(c, n);
    const struct style *before = c->parent;
    struct style room;

    if (what == NULL || what == n)
        return;
    cairo_translate(c->cr, svg_length(n, "x", c->width, 0),
                    svg_length(n, "y", c->height, 0));
    c->parent = s;
    if (is_called(what, "symbol") || is_called(what, "svg")) {
        if (what->style != NULL)
            c->parent = svg_style_of(c, what, &room);
        draw_viewport(c, what, svg_length(n, "width", c->width, c->width),
                      svg_length(n, "height", c->height, c->height));
    } else {
        draw(c, what);
    }
    c->parent = before;
}

static void
draw_switch(struct svg_canvas *c, const struct node *n)
{
    for (const struct node *i = n->first; i != NULL; i = i->next)
        if (i->type == NODE_ELEMENT && !is_called(i, "foreignObject") &&
            node_attribute(i, "requiredExtensions") == NULL) {
            draw(c, i);
            return;
        }
}

static void
draw_element(struct svg_canvas *c, const struct node *n, const struct style *s)
{
    if (is_called(n, "g") || is_called(n, "a")) {
        draw_children(c, n);
    } else if (is_called(n, "use")) {
        draw_use(c, n, s);
    } else if (is_called(n, "svg")) {
        cairo_translate(c->cr, svg_length(n, "x", c->width, 0),
                        svg_length(n, "y", c->height, 0));
        draw_viewport(c, n, svg_length(n, "width", c->width, c->width),
                      svg_length(n, "height", c->height, c->height));
    } else if (is_called(n, "switch")) {
        draw_switch(c, n);
    } else if (is_called(n, "text")) {
        svg_text(c, n, s);
    } else if (s->visibility == VISIBILITY_VISIBLE) {
        cairo_new_path(c->cr);
        if (svg_shape(c, n))
            svg_fill_and_stroke(c, s);
    }
}

static bool
is_drawn(const struct node *n)
{
    return n->type == NODE_ELEMENT && n->name_space == NAMESPACE_SVG &&
           n->style != NULL && n->style->display != DISPLAY_NONE &&
           n->style->opacity > 0;
}

/* A transform property counts from the origin of user space. */
static void
set_transform(struct svg_canvas *c, const struct node *n)
{
    const float *t = n->style->transform;
    cairo_matrix_t m;

    if (!n->style->has_transform) {
        svg_transform(c->cr, node_attribute(n, "transform"));
        return;
    }
    cairo_matrix_init(&m, (double)t[0], (double)t[1], (double)t[2],
                      (double)t[3], (double)t[4] / c->zoom,
                      (double)t[5] / c->zoom);
    if (fabs(m.xx * m.yy - m.xy * m.yx) > 1e-12)
        cairo_transform(c->cr, &m);
}

static void
draw(struct svg_canvas *c, const struct node *n)
{
    const struct style *before = c->parent, *s;
    const struct node *by = NULL;
    struct style room;
    bool group;

    if (!is_drawn(n) || c->depth >= MAX_SVG_DEPTH || ++c->drawn > MAX_SVG_DRAWN)
        return;
    c->depth++;
    cairo_save(c->cr);
    set_transform(c, n);
    if (n->style->svg.clip_path != NULL)
        by = svg_by_id(c, n->style->svg.clip_path);
    if (by != NULL && is_called(by, "clipPath"))
        clip(c, n, by);
    s = svg_style_of(c, n, &room);
    if (c->parent != NULL)
        c->parent = s;
    group = n->style->opacity < 1;
    if (group)
        cairo_push_group(c->cr);
    draw_element(c, n, s);
    c->parent = before;
    if (group) {
        cairo_pop_group_to_source(c->cr);
        cairo_paint_with_alpha(c->cr, (double)n->style->opacity);
    }
    cairo_restore(c->cr);
    c->depth--;
}

void
svg_draw(struct _cairo *cr, const struct node *svg, double width, double height,
         double zoom)
{
    struct svg_canvas c = {.cr = cr, .root = svg, .zoom = zoom};

    while (c.root->parent != NULL)
        c.root = c.root->parent;
    if (!(width > 0) || !(height > 0) || !(zoom > 0))
        return;
    cairo_save(cr);
    cairo_scale(cr, zoom, zoom);
    draw_viewport(&c, svg, width / zoom, height / zoom);
    cairo_restore(cr);
}
