/*
 * controls.c - the marks of form controls: checks, dots, arrows, bars.
 *
 * Process: renderer.  Distrusts: the page's attributes.
 */
#include "paint/painter.h"

#include <cairo.h>
#include <math.h>
#include <stdlib.h>
#include <strings.h>

static const rgba_t edge = 0xFF767676, accent = 0xFF1A66D6, track = 0xFFE6E6E6;

static bool
type_is(const struct node *n, const char *type)
{
    const struct span *a = node_attribute(n, "type");

    return a != NULL && a->size == strlen(type) &&
           strncasecmp((const char *)a->data, type, a->size) == 0;
}

bool
paint_is_mark(const struct box *b)
{
    return b->node != NULL && node_is(b->node, TAG_input) &&
           (type_is(b->node, "checkbox") || type_is(b->node, "radio"));
}

bool
paint_is_control(const struct box *b)
{
    const struct node *n = b->node;

    if (n == NULL || n->type != NODE_ELEMENT || b->kind == BOX_INLINE)
        return false;
    switch (n->tag) {
    case TAG_input:
        return paint_is_mark(b);
    case TAG_select:
    case TAG_progress:
    case TAG_meter:
        return true;
    default:
        return false;
    }
}

static void
stroke_line(struct painter *p, double width, const double *points, int count)
{
    cairo_set_line_width(p->cr, width);
    cairo_set_line_cap(p->cr, CAIRO_LINE_CAP_ROUND);
    cairo_set_line_join(p->cr, CAIRO_LINE_JOIN_ROUND);
    cairo_new_path(p->cr);
    for (int i = 0; i < count; i++)
        cairo_line_to(p->cr, points[2 * i], points[2 * i + 1]);
    cairo_stroke(p->cr);
}

static void
paint_check(struct painter *p, struct rect r, bool checked)
{
    double s = r.width / 13.0;
    double mark[] = {r.x + 3 * s,   r.y + 6.5 * s, r.x + 5.5 * s,
                     r.y + 9.5 * s, r.x + 10 * s,  r.y + 3.5 * s};

    fill_rect(p, r, checked ? accent : edge);
    if (!checked) {
        fill_rect(p, rect_grow(r, -1), 0xFFFFFFFF);
        return;
    }
    set_color(p, 0xFFFFFFFF);
    stroke_line(p, 1.8 * s, mark, 3);
}

static void
paint_radio(struct painter *p, struct rect r, bool checked)
{
    double x = r.x + r.width / 2.0, y = r.y + r.height / 2.0;
    double radius = (r.width < r.height ? r.width : r.height) / 2.0;

    cairo_new_path(p->cr);
    set_color(p, checked ? accent : edge);
    cairo_arc(p->cr, x, y, radius, 0, 2 * M_PI);
    cairo_fill(p->cr);
    set_color(p, 0xFFFFFFFF);
    cairo_arc(p->cr, x, y, fmax(radius - 1, 0), 0, 2 * M_PI);
    cairo_fill(p->cr);
    if (checked) {
        set_color(p, accent);
        cairo_arc(p->cr, x, y, radius * 0.55, 0, 2 * M_PI);
        cairo_fill(p->cr);
    }
}

/* The arrow of a list that is closed. */
static void
paint_arrow(struct painter *p, const struct decoration *d, struct rect r)
{
    const struct node *n = d->box->node;
    const struct span *size = node_attribute(n, "size");
    double x = r.x + r.width - 9.5, y = r.y + r.height / 2.0;
    double arrow[] = {x - 4, y - 2, x, y + 2, x + 4, y - 2};

    if (node_attribute(n, "multiple") != NULL ||
        (size != NULL && size->size > 0 &&
         strtol((const char *)size->data, NULL, 10) > 1))
        return;
    set_color(p, d->style->color);
    stroke_line(p, 1.5, arrow, 3);
}

static double
number(const struct node *n, const char *name, double otherwise)
{
    const struct span *a = node_attribute(n, name);
    double value =
        a != NULL && a->size > 0 ? strtod((const char *)a->data, NULL) : NAN;

    return isfinite(value) ? value : otherwise;
}

/* progress and meter: HTML standard 4.10.13, 4.10.14. */
static void
paint_bar(struct painter *p, const struct node *n, struct rect r)
{
    double low = node_is(n, TAG_meter) ? number(n, "min", 0) : 0;
    double high = number(n, "max", 1);
    double value = number(n, "value", low);
    double part = high > low ? (value - low) / (high - low) : 0;
    rgba_t color = node_is(n, TAG_meter) ? 0xFF107C10 : accent;

    part = part < 0 ? 0 : part > 1 ? 1 : part;
    fill_rect(p, r, edge);
    fill_rect(p, rect_grow(r, -1), track);
    r = rect_grow(r, -1);
    r.width = (int)(r.width * part + 0.5);
    fill_rect(p, r, color);
}

void
paint_control(struct painter *p, const struct box *b)
{
    const struct node *n = b->node;
    bool checked = node_attribute(n, "checked") != NULL;
    struct decoration d;
    struct rect r;

    decoration_of_box(&d, b);
    r = paint_is_mark(b) ? d.outer : rect_inset(d.outer, d.border);
    if (rect_is_empty(r))
        return;
    if (node_is(n, TAG_select))
        paint_arrow(p, &d, r);
    else if (!node_is(n, TAG_input))
        paint_bar(p, n, r);
    else if (type_is(n, "radio"))
        paint_radio(p, r, checked);
    else
        paint_check(p, r, checked);
}
