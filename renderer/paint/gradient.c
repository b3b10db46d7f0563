/*
 * gradient.c - linear and radial gradients (CSS Images 3).
 *
 * Process: renderer.
 */
#include "paint/painter.h"
#include "log.h"

#include <cairo.h>
#include <math.h>
#include <stdlib.h>

/* Positions of all stops along a line of that many px, as fractions; those
 * not given are spread evenly between their neighbours (3.4.3). */
static void
place_stops(const struct background *b, double line, double *at)
{
    unsigned n = b->gradient.count, i = 0;
    double most = -1e9;

    for (unsigned k = 0; k < n; k++) {
        const struct gradient_stop *s = &b->gradient.stops[k];

        at[k] = NAN;
        if (s->placed)
            at[k] = length_of(&s->at, line, 0) / line;
        else if (k == 0)
            at[k] = 0;
        else if (k == n - 1)
            at[k] = 1;
        if (!isnan(at[k])) {
            at[k] = fmax(at[k], most);
            most = at[k];
        }
    }
    while (i < n) {
        unsigned end = i + 1;

        while (end < n && isnan(at[end]))
            end++;
        for (unsigned k = i + 1; k < end && end < n; k++)
            at[k] = at[i] + (at[end] - at[i]) * (k - i) / (end - i);
        i = end;
    }
}

static void
add_stop(cairo_pattern_t *g, double at, rgba_t c, rgba_t hue)
{
    cairo_pattern_add_color_stop_rgba(g, at, (hue >> 16 & 0xFF) / 255.0,
                                      (hue >> 8 & 0xFF) / 255.0,
                                      (hue & 0xFF) / 255.0, (c >> 24) / 255.0);
}

/* CSS mixes premultiplied colours, cairo does not: what is fully transparent
 * takes its neighbours' hues. */
static void
add_stops(cairo_pattern_t *g, const struct background *b, const double *at,
          double first, double span)
{
    unsigned n = b->gradient.count;

    for (unsigned k = 0; k < n; k++) {
        rgba_t c = b->gradient.stops[k].color;
        double where = span > 0 ? (at[k] - first) / span : 0;

        if (c >> 24 != 0) {
            add_stop(g, where, c, c);
            continue;
        }
        if (k > 0)
            add_stop(g, where, c, b->gradient.stops[k - 1].color);
        if (k + 1 < n)
            add_stop(g, where, c, b->gradient.stops[k + 1].color);
    }
}

static cairo_pattern_t *
linear(const struct background *b, struct rect box, const double *at,
       double line)
{
    double s = sin((double)b->gradient.angle);
    double c = -cos((double)b->gradient.angle);
    double cx = box.x + box.width / 2.0, cy = box.y + box.height / 2.0;
    double first = at[0], last = at[b->gradient.count - 1];
    double from = (first - 0.5) * line, to = (last - 0.5) * line;

    if (to <= from)
        to = from + 1e-3;
    return cairo_pattern_create_linear(cx + s * from, cy + c * from,
                                       cx + s * to, cy + c * to);
}

void
paint_gradient(struct painter *p, const struct background *b, struct rect box,
               struct rect area)
{
    double angle = (double)b->gradient.angle, line;
    unsigned n = b->gradient.count;
    cairo_pattern_t *g;
    double *at;

    if (n == 0 || rect_is_empty(box) || rect_is_empty(area))
        return;
    line = fabs(box.width * sin(angle)) + fabs(box.height * cos(angle));
    if (b->gradient.radial)
        line = box.width / 2.0 * M_SQRT2;
    if (line < 1e-3)
        line = 1e-3;
    at = calloc(n, sizeof *at);
    if (at == NULL)
        fatal_memory("out of memory");
    place_stops(b, line, at);
    cairo_save(p->cr);
    if (b->gradient.radial) {
        /* an ellipse through the corners: a circle in a scaled picture */
        double first = fmax(at[0], 0), last = at[n - 1];
        cairo_matrix_t m;

        if (last <= first)
            last = first + 1e-4;
        g = cairo_pattern_create_radial(0, 0, first * line, 0, 0, last * line);
        cairo_matrix_init_scale(&m, 1, (double)box.width / box.height);
        cairo_matrix_translate(&m, -(box.x + box.width / 2.0),
                               -(box.y + box.height / 2.0));
        cairo_pattern_set_matrix(g, &m);
        add_stops(g, b, at, first, last - first);
    } else {
        g = linear(b, box, at, line);
        add_stops(g, b, at, at[0], at[n - 1] - at[0]);
    }
    cairo_pattern_set_extend(g, b->gradient.repeating ? CAIRO_EXTEND_REPEAT
                                                      : CAIRO_EXTEND_PAD);
    cairo_set_source(p->cr, g);
    cairo_rectangle(p->cr, area.x, area.y, area.width, area.height);
    cairo_fill(p->cr);
    cairo_restore(p->cr);
    cairo_pattern_destroy(g);
    free(at);
}
