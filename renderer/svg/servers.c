/*
 * servers.c - what fills and strokes: colours and gradients (SVG 2, 13, 14).
 *
 * Process: renderer.  Distrusts: the page: references are followed
 * MAX_TEMPLATES times at most.
 */
#include "svg/internal.h"

#include <cairo.h>
#include <math.h>

enum { MAX_TEMPLATES = 8, MAX_STOPS = 256 };

/* A gradient, and those it takes from what it does not say itself. */
struct server {
    const struct node *chain[MAX_TEMPLATES];
    unsigned count;
};

static bool
is_gradient(const struct node *n)
{
    return n->type == NODE_ELEMENT && (strcmp(n->name, "linearGradient") == 0 ||
                                       strcmp(n->name, "radialGradient") == 0);
}

static bool
find_server(struct svg_canvas *c, const char *id, struct server *s)
{
    const struct node *n = svg_by_id(c, id);

    s->count = 0;
    while (n != NULL && is_gradient(n) && s->count < MAX_TEMPLATES) {
        s->chain[s->count++] = n;
        n = svg_href(c, n);
    }
    return s->count > 0;
}

/* The first of the chain that has the attribute, or the last. */
static const struct node *
who_says(const struct server *s, const char *name)
{
    for (unsigned i = 0; i < s->count; i++)
        if (node_attribute(s->chain[i], name) != NULL)
            return s->chain[i];
    return s->chain[s->count - 1];
}

static double
length(const struct server *s, const char *name, double whole, double other)
{
    return svg_length(who_says(s, name), name, whole, other);
}

static bool
says(const struct server *s, const char *name, const char *value)
{
    const struct span *a = node_attribute(who_says(s, name), name);

    return a != NULL && span_is(*a, value);
}

static rgba_t
paint_color(const struct svg_paint *paint, const struct style *s)
{
    return paint->kind == SVG_CURRENT_COLOR ? s->color : paint->color;
}

static double
stop_offset(const struct node *n)
{
    double at = svg_length(n, "offset", 1, 0);

    return at > 0 ? fmin(at, 1) : 0;
}

static unsigned
add_stops(cairo_pattern_t *pattern, const struct server *s, double opacity)
{
    unsigned count = 0;
    double last = 0;

    for (unsigned i = 0; i < s->count && count == 0; i++)
        for (const struct node *n = s->chain[i]->first;
             n != NULL && count < MAX_STOPS; n = n->next) {
            rgba_t color;

            if (n->type != NODE_ELEMENT || strcmp(n->name, "stop") != 0 ||
                n->style == NULL)
                continue;
            last = fmax(last, stop_offset(n));
            color = paint_color(&n->style->svg.stop_color, n->style);
            cairo_pattern_add_color_stop_rgba(
                pattern, last, (color >> 16 & 0xFF) / 255.0,
                (color >> 8 & 0xFF) / 255.0, (color & 0xFF) / 255.0,
                (color >> 24) / 255.0 * opacity *
                    (double)n->style->svg.stop_opacity);
            count++;
        }
    return count;
}

static cairo_pattern_t *
create_pattern(const struct server *s, double w, double h)
{
    double across = sqrt((w * w + h * h) / 2);
    double cx, cy, r;

    if (strcmp(s->chain[0]->name, "linearGradient") == 0)
        return cairo_pattern_create_linear(
            length(s, "x1", w, 0), length(s, "y1", h, 0), length(s, "x2", w, w),
            length(s, "y2", h, 0));
    cx = length(s, "cx", w, w / 2);
    cy = length(s, "cy", h, h / 2);
    r = length(s, "r", across, across / 2);
    return cairo_pattern_create_radial(
        length(s, "fx", w, cx), length(s, "fy", h, cy),
        fmax(0, length(s, "fr", across, 0)), cx, cy, fmax(r, 1e-6));
}

/* The gradient's space to user space: by the box of what is painted, and its
 * own transform. */
static bool
set_matrix(cairo_pattern_t *pattern, const struct server *s,
           const double box[4], bool by_box)
{
    const struct span *transform =
        node_attribute(who_says(s, "gradientTransform"), "gradientTransform");
    cairo_surface_t *none = cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1);
    cairo_t *cr = cairo_create(none); /* only its matrix is used */
    cairo_matrix_t m;
    bool ok = true;

    if (by_box) {
        cairo_translate(cr, box[0], box[1]);
        cairo_scale(cr, box[2] - box[0], box[3] - box[1]);
    }
    svg_transform(cr, transform);
    cairo_get_matrix(cr, &m);
    ok = cairo_matrix_invert(&m) == CAIRO_STATUS_SUCCESS;
    if (ok)
        cairo_pattern_set_matrix(pattern, &m);
    cairo_destroy(cr);
    cairo_surface_destroy(none);
    return ok;
}

static bool
set_gradient(struct svg_canvas *c, const struct server *s, double opacity)
{
    bool by_box = !says(s, "gradientUnits", "userSpaceOnUse"), ok;
    cairo_pattern_t *pattern;
    double box[4];

    cairo_path_extents(c->cr, &box[0], &box[1], &box[2], &box[3]);
    if (by_box && (!(box[2] > box[0]) || !(box[3] > box[1])))
        return false;
    pattern = by_box ? create_pattern(s, 1, 1)
                     : create_pattern(s, c->width, c->height);
    ok = add_stops(pattern, s, opacity) > 0 &&
         set_matrix(pattern, s, box, by_box);
    if (says(s, "spreadMethod", "reflect"))
        cairo_pattern_set_extend(pattern, CAIRO_EXTEND_REFLECT);
    else if (says(s, "spreadMethod", "repeat"))
        cairo_pattern_set_extend(pattern, CAIRO_EXTEND_REPEAT);
    else
        cairo_pattern_set_extend(pattern, CAIRO_EXTEND_PAD);
    if (ok)
        cairo_set_source(c->cr, pattern);
    cairo_pattern_destroy(pattern);
    return ok;
}

bool
svg_set_source(struct svg_canvas *c, const struct style *s,
               const struct svg_paint *paint, double opacity)
{
    struct server server;
    rgba_t color;

    if (paint->id != NULL && find_server(c, paint->id, &server))
        return set_gradient(c, &server, opacity);
    if (paint->kind == SVG_NONE)
        return false;
    color = paint_color(paint, s);
    cairo_set_source_rgba(c->cr, (color >> 16 & 0xFF) / 255.0,
                          (color >> 8 & 0xFF) / 255.0, (color & 0xFF) / 255.0,
                          (color >> 24) / 255.0 * opacity);
    return color >> 24 != 0 && opacity > 0;
}
