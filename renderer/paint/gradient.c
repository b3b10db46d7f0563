/*
 * gradient.c - linear, radial and conic gradients (CSS Images 4).
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

/* A corner's direction is such that the two other corners have the colour of
 * the middle (3.1.2). */
static double
angle_of(const struct gradient *g, struct rect box)
{
    bool down = g->bottom, right = g->right;

    if (!(g->top || g->bottom) || !(g->left || g->right))
        return (double)g->angle;
    return atan2(right ? box.height : -box.height,
                 down ? -box.width : box.width);
}

static cairo_pattern_t *
linear(const struct background *b, struct rect box, const double *at,
       double line)
{
    double angle = angle_of(&b->gradient, box);
    double s = sin(angle), c = -cos(angle);
    double cx = box.x + box.width / 2.0, cy = box.y + box.height / 2.0;
    double first = at[0], last = at[b->gradient.count - 1];
    double from = (first - 0.5) * line, to = (last - 0.5) * line;

    if (to <= from)
        to = from + 1e-3;
    return cairo_pattern_create_linear(cx + s * from, cy + c * from,
                                       cx + s * to, cy + c * to);
}

struct ellipse {
    double x, y, rx, ry;
};

static struct ellipse
centre_of(const struct gradient *g, struct rect box)
{
    return (struct ellipse){
        box.x + length_of(&g->x, box.width, box.width / 2.0),
        box.y + length_of(&g->y, box.height, box.height / 2.0), 0, 0};
}

/* 3.2.1: the ending shape. */
static struct ellipse
ending_shape(const struct gradient *g, struct rect box)
{
    struct ellipse e = centre_of(g, box);
    double left = fabs(e.x - box.x), right = fabs(box.x + box.width - e.x);
    double top = fabs(e.y - box.y), bottom = fabs(box.y + box.height - e.y);
    bool closest = g->extent == GRADIENT_CLOSEST_SIDE ||
                   g->extent == GRADIENT_CLOSEST_CORNER;
    double dx = closest ? fmin(left, right) : fmax(left, right);
    double dy = closest ? fmin(top, bottom) : fmax(top, bottom);
    bool corner = g->extent == GRADIENT_CLOSEST_CORNER ||
                  g->extent == GRADIENT_FARTHEST_CORNER;

    if (g->sized) {
        e.rx = length_of(&g->rx, box.width, 0);
        e.ry = length_of(&g->ry, box.height, 0);
    } else if (g->circle) {
        e.rx = e.ry = corner    ? hypot(dx, dy)
                      : closest ? fmin(dx, dy)
                                : fmax(dx, dy);
    } else {
        e.rx = corner ? dx * M_SQRT2 : dx;
        e.ry = corner ? dy * M_SQRT2 : dy;
    }
    e.rx = fmax(e.rx, 1e-3);
    e.ry = fmax(e.ry, 1e-3);
    return e;
}

/* A circle in a scaled picture. */
static cairo_pattern_t *
radial(const struct background *b, const struct ellipse *e, const double *at,
       double *first, double *last)
{
    cairo_pattern_t *g;
    cairo_matrix_t m;

    *first = fmax(at[0], 0);
    *last = at[b->gradient.count - 1];
    if (*last <= *first)
        *last = *first + 1e-4;
    g = cairo_pattern_create_radial(0, 0, *first * e->rx, 0, 0, *last * e->rx);
    cairo_matrix_init_scale(&m, 1, e->rx / e->ry);
    cairo_matrix_translate(&m, -e->x, -e->y);
    cairo_pattern_set_matrix(g, &m);
    return g;
}

/* ---- conic ---------------------------------------------------------------*/

enum { TURN = 2048 }; /* colours of a whole turn */

/* The colours along one turn, premultiplied: drawn by cairo as a line. */
static void
fill_turn(uint32_t *colors, const struct background *b, const double *at)
{
    cairo_surface_t *s = cairo_image_surface_create_for_data(
        (uint8_t *)colors, CAIRO_FORMAT_ARGB32, TURN, 1, TURN * 4);
    double first = at[0], last = at[b->gradient.count - 1];
    cairo_pattern_t *g;
    cairo_t *cr = cairo_create(s);

    if (last <= first)
        last = first + 1e-4;
    g = cairo_pattern_create_linear(first * TURN, 0, last * TURN, 0);
    add_stops(g, b, at, first, last - first);
    cairo_pattern_set_extend(g, b->gradient.repeating ? CAIRO_EXTEND_REPEAT
                                                      : CAIRO_EXTEND_PAD);
    cairo_set_source(cr, g);
    cairo_paint(cr);
    cairo_pattern_destroy(g);
    cairo_destroy(cr);
    cairo_surface_flush(s);
    cairo_surface_destroy(s);
}

/* Pixel by pixel, what is seen of it: cairo has no such pattern. */
static void
paint_conic(struct painter *p, const struct background *b, struct rect box,
            struct rect area, const double *at)
{
    uint32_t *turn = calloc(TURN, sizeof *turn);
    struct ellipse e = centre_of(&b->gradient, box);
    cairo_surface_t *s;
    uint8_t *pixels;
    int stride;

    if (turn == NULL)
        fatal_memory("out of memory");
    fill_turn(turn, b, at);
    s = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, area.width,
                                   area.height);
    pixels = cairo_image_surface_get_data(s);
    stride = cairo_image_surface_get_stride(s);
    for (int y = 0; pixels != NULL && y < area.height; y++) {
        uint32_t *row =
            (uint32_t *)(void *)(pixels + (size_t)y * (size_t)stride);

        for (int x = 0; x < area.width; x++) {
            double dx = area.x + x + 0.5 - e.x, dy = area.y + y + 0.5 - e.y;
            double part =
                (atan2(dx, -dy) - (double)b->gradient.angle) / (2 * M_PI);

            row[x] = turn[(int)((part - floor(part)) * TURN) % TURN];
        }
    }
    cairo_surface_mark_dirty(s);
    cairo_set_source_surface(p->cr, s, area.x, area.y);
    cairo_rectangle(p->cr, area.x, area.y, area.width, area.height);
    cairo_fill(p->cr);
    cairo_surface_destroy(s);
    free(turn);
}

/* ---- any -----------------------------------------------------------------*/

static void
paint_pattern(struct painter *p, const struct background *b, struct rect box,
              struct rect area, const double *at, double line)
{
    double first = at[0], last = at[b->gradient.count - 1];
    cairo_pattern_t *g;

    if (b->gradient.kind == GRADIENT_RADIAL) {
        struct ellipse e = ending_shape(&b->gradient, box);

        g = radial(b, &e, at, &first, &last);
    } else {
        g = linear(b, box, at, line);
    }
    add_stops(g, b, at, first, last - first);
    cairo_pattern_set_extend(g, b->gradient.repeating ? CAIRO_EXTEND_REPEAT
                                                      : CAIRO_EXTEND_PAD);
    cairo_set_source(p->cr, g);
    cairo_rectangle(p->cr, area.x, area.y, area.width, area.height);
    cairo_fill(p->cr);
    cairo_pattern_destroy(g);
}

/* Of what lengths of stops are a part; px. */
static double
gradient_line(const struct gradient *g, struct rect box)
{
    double angle = angle_of(g, box), line;

    if (g->kind == GRADIENT_CONIC)
        return 1;
    if (g->kind == GRADIENT_RADIAL)
        return ending_shape(g, box).rx;
    line = fabs(box.width * sin(angle)) + fabs(box.height * cos(angle));
    return fmax(line, 1e-3);
}

void
paint_gradient(struct painter *p, const struct background *b, struct rect box,
               struct rect area)
{
    unsigned n = b->gradient.count;
    double *at, line;

    if (n == 0 || rect_is_empty(box) || rect_is_empty(area))
        return;
    at = calloc(n, sizeof *at);
    if (at == NULL)
        fatal_memory("out of memory");
    line = gradient_line(&b->gradient, box);
    place_stops(b, line, at);
    cairo_save(p->cr);
    if (b->gradient.repeating && at[n - 1] <= at[0])
        fill_rect(p, area, b->gradient.stops[n - 1].color); /* 3.4.4 */
    else if (b->gradient.kind == GRADIENT_CONIC)
        paint_conic(p, b, box, rect_intersect(area, p->visible), at);
    else
        paint_pattern(p, b, box, area, at, line);
    cairo_restore(p->cr);
    free(at);
}
