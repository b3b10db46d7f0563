/*
 * shapes.c - the basic shapes of SVG (SVG 2, 10) as paths of cairo.
 *
 * Process: renderer.  Distrusts: every attribute.
 */
#include "svg/internal.h"

#include <cairo.h>
#include <math.h>

/* Bytes of path data that count as one element. */
enum { SIMPLE_PATH = 1024 };

static double
across(const struct svg_canvas *c)
{
    return sqrt((c->width * c->width + c->height * c->height) / 2);
}

static void
ellipse(cairo_t *cr, double x, double y, double rx, double ry)
{
    if (!(rx > 0) || !(ry > 0))
        return;
    cairo_save(cr);
    cairo_translate(cr, x, y);
    cairo_scale(cr, rx, ry);
    cairo_new_sub_path(cr);
    cairo_arc(cr, 0, 0, 1, 0, 2 * M_PI);
    cairo_close_path(cr);
    cairo_restore(cr);
}

static void
corner(cairo_t *cr, double x, double y, double rx, double ry, int quarter)
{
    cairo_save(cr);
    cairo_translate(cr, x, y);
    cairo_scale(cr, rx, ry);
    cairo_arc(cr, 0, 0, 1, quarter * M_PI / 2, (quarter + 1) * M_PI / 2);
    cairo_restore(cr);
}

static void
rectangle(struct svg_canvas *c, const struct node *n)
{
    double x = svg_length(n, "x", c->width, 0);
    double y = svg_length(n, "y", c->height, 0);
    double w = svg_length(n, "width", c->width, 0);
    double h = svg_length(n, "height", c->height, 0);
    double rx = svg_length(n, "rx", c->width, -1);
    double ry = svg_length(n, "ry", c->height, rx);

    if (!(w > 0) || !(h > 0))
        return;
    if (rx < 0)
        rx = ry;
    rx = fmin(rx, w / 2);
    ry = fmin(ry, h / 2);
    if (!(rx > 0) || !(ry > 0)) {
        cairo_rectangle(c->cr, x, y, w, h);
        return;
    }
    cairo_new_sub_path(c->cr);
    corner(c->cr, x + w - rx, y + h - ry, rx, ry, 0);
    corner(c->cr, x + rx, y + h - ry, rx, ry, 1);
    corner(c->cr, x + rx, y + ry, rx, ry, 2);
    corner(c->cr, x + w - rx, y + ry, rx, ry, 3);
    cairo_close_path(c->cr);
}

static void
polygon(cairo_t *cr, const struct span *points, bool closed)
{
    struct span s;
    double x, y;
    bool any = false;

    if (points == NULL)
        return;
    for (s = *points; svg_number(&s, &x) && svg_number(&s, &y); any = true)
        if (any)
            cairo_line_to(cr, x, y);
        else
            cairo_move_to(cr, x, y);
    if (any && closed)
        cairo_close_path(cr);
}

static void
line(struct svg_canvas *c, const struct node *n)
{
    cairo_move_to(c->cr, svg_length(n, "x1", c->width, 0),
                  svg_length(n, "y1", c->height, 0));
    cairo_line_to(c->cr, svg_length(n, "x2", c->width, 0),
                  svg_length(n, "y2", c->height, 0));
}

bool
svg_shape(struct svg_canvas *c, const struct node *n)
{
    const struct span *d;
    double x, y;

    if (strcmp(n->name, "path") == 0) {
        d = node_attribute(n, "d");
        if (d != NULL) {
            c->drawn += (unsigned)(d->size / SIMPLE_PATH);
            svg_path(c->cr, *d);
        }
    } else if (strcmp(n->name, "rect") == 0) {
        rectangle(c, n);
    } else if (strcmp(n->name, "circle") == 0) {
        double r = svg_length(n, "r", across(c), 0);

        ellipse(c->cr, svg_length(n, "cx", c->width, 0),
                svg_length(n, "cy", c->height, 0), r, r);
    } else if (strcmp(n->name, "ellipse") == 0) {
        x = svg_length(n, "rx", c->width, -1);
        y = svg_length(n, "ry", c->height, x);
        ellipse(c->cr, svg_length(n, "cx", c->width, 0),
                svg_length(n, "cy", c->height, 0), x < 0 ? y : x, y);
    } else if (strcmp(n->name, "line") == 0) {
        line(c, n);
    } else if (strcmp(n->name, "polyline") == 0 ||
               strcmp(n->name, "polygon") == 0) {
        polygon(c->cr, node_attribute(n, "points"), n->name[4] == 'g');
    } else {
        return false;
    }
    return true;
}
