/*
 * shape.c - rectangles, rounded paths and transforms in whole pixels.
 *
 * Process: renderer.  Sizes come from layout, which clamped them.
 *
 * Box edges are rounded, both of them, so that neighbours neither overlap nor
 * leave a gap, as browsers do.
 */
#include "paint/painter.h"

#include <cairo.h>
#include <math.h>

/* How far outside the visible part a path may reach; cairo's fixed point
 * cannot hold a page's sizes. */
enum { FAR = 8192 };

int
px(unit_t u)
{
    return (int)(((int64_t)u + UNIT / 2) >> 6);
}

struct rect
px_rect(unit_t x, unit_t y, unit_t width, unit_t height)
{
    int left = px(x), top = px(y);
    int right = (int)(((int64_t)x + width + UNIT / 2) >> 6);
    int bottom = (int)(((int64_t)y + height + UNIT / 2) >> 6);

    return (struct rect){left, top, right - left, bottom - top};
}

double
length_of(const struct length *l, double whole, double automatic)
{
    if (l->kind != LENGTH_VALUE)
        return automatic;
    return (double)l->px / UNIT + (double)l->percent * whole / 100;
}

struct rect
rect_inset(struct rect r, const int by[4])
{
    r.x += by[SIDE_LEFT];
    r.y += by[SIDE_TOP];
    r.width -= by[SIDE_LEFT] + by[SIDE_RIGHT];
    r.height -= by[SIDE_TOP] + by[SIDE_BOTTOM];
    return r;
}

struct rect
rect_grow(struct rect r, int by)
{
    return (struct rect){r.x - by, r.y - by, r.width + 2 * by,
                         r.height + 2 * by};
}

bool
rect_touches(struct rect a, struct rect b)
{
    return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height &&
           b.y < a.y + a.height;
}

int
border_px(unit_t width)
{
    if (width <= 0)
        return 0;
    return width < UNIT ? 1 : width / UNIT;
}

/* Radii, shrunk together where they would overlap (CSS Backgrounds 5.5). */
static void
set_radii(struct decoration *d)
{
    const struct style *s = d->style;
    double w = d->outer.width, h = d->outer.height, shrink = 1;

    d->square = true;
    for (int c = 0; c < 4; c++) {
        d->radius[c][0] = length_of(&s->radius[c][0], w, 0);
        d->radius[c][1] = length_of(&s->radius[c][1], h, 0);
        if (d->radius[c][0] <= 0 || d->radius[c][1] <= 0)
            d->radius[c][0] = d->radius[c][1] = 0;
        else
            d->square = false;
    }
    if (d->square)
        return;
    for (int c = 0; c < 4; c++) {
        /* corner c and the next one share the side c */
        int next = (c + 1) % 4, axis = c % 2;
        double sum = d->radius[c][axis] + d->radius[next][axis];
        double side = axis == 0 ? w : h;

        if (sum > side && side / sum < shrink)
            shrink = side / sum;
    }
    for (int c = 0; c < 4; c++)
        for (int axis = 0; axis < 2; axis++)
            d->radius[c][axis] *= shrink;
}

void
decoration_of_box(struct decoration *d, const struct box *b)
{
    const struct layout_frame *frame = layout_frame(b);

    *d = (struct decoration){.box = b,
                             .style = b->style,
                             .outer = px_rect(b->x, b->y, b->width, b->height)};
    for (int side = 0; side < 4; side++) {
        d->border[side] = border_px(b->border[side]);
        d->padding[side] = px(b->padding[side]);
    }
    if (frame != NULL) {
        d->outer.y = px(b->y + frame->top);
        d->outer.height -= d->outer.y - px(b->y);
        d->border[SIDE_TOP] = border_px(b->style->border[SIDE_TOP].width);
    }
    set_radii(d);
}

void
decoration_of_fragment(struct decoration *d, const struct inline_fragment *f)
{
    const struct box *b = f->box;
    bool rtl = b->style->direction == DIRECTION_RTL;
    bool left = rtl ? f->last : f->first, right = rtl ? f->first : f->last;

    *d = (struct decoration){.box = b,
                             .style = b->style,
                             .outer = px_rect(f->x, f->y, f->width, f->height)};
    for (int side = 0; side < 4; side++) {
        if ((side == SIDE_LEFT && !left) || (side == SIDE_RIGHT && !right))
            continue;
        d->border[side] = border_px(b->border[side]);
        d->padding[side] = px(b->padding[side]);
    }
    set_radii(d);
    if (!left)
        for (int axis = 0; axis < 2; axis++)
            d->radius[0][axis] = d->radius[3][axis] = 0;
    if (!right)
        for (int axis = 0; axis < 2; axis++)
            d->radius[1][axis] = d->radius[2][axis] = 0;
}

void
set_color(struct painter *p, rgba_t color)
{
    cairo_set_source_rgba(p->cr, (color >> 16 & 0xFF) / 255.0,
                          (color >> 8 & 0xFF) / 255.0, (color & 0xFF) / 255.0,
                          (color >> 24) / 255.0);
}

void
rect_path(struct painter *p, struct rect r)
{
    r = rect_intersect(r, rect_grow(p->visible, FAR));
    cairo_rectangle(p->cr, r.x, r.y, r.width, r.height);
}

void
fill_rect(struct painter *p, struct rect r, rgba_t color)
{
    if (color >> 24 == 0 || rect_is_empty(r))
        return;
    set_color(p, color);
    rect_path(p, r);
    cairo_fill(p->cr);
}

/* One quarter of an ellipse, ending where the next side starts. */
static void
corner(cairo_t *cr, double cx, double cy, double rx, double ry, int quarter)
{
    double start = M_PI + quarter * M_PI / 2;

    if (rx <= 0 || ry <= 0) {
        /* sharp: the corner point itself */
        cairo_line_to(cr, cx, cy);
        return;
    }
    cairo_save(cr);
    cairo_translate(cr, cx, cy);
    cairo_scale(cr, rx, ry);
    cairo_arc(cr, 0, 0, 1, start, start + M_PI / 2);
    cairo_restore(cr);
}

void
round_path(struct painter *p, const struct decoration *d, struct rect r,
           const double inset[4])
{
    double left = r.x + inset[SIDE_LEFT], top = r.y + inset[SIDE_TOP];
    double right = r.x + r.width - inset[SIDE_RIGHT];
    double bottom = r.y + r.height - inset[SIDE_BOTTOM];
    double rx[4], ry[4];
    static const int side_x[4] = {SIDE_LEFT, SIDE_RIGHT, SIDE_RIGHT, SIDE_LEFT};
    static const int side_y[4] = {SIDE_TOP, SIDE_TOP, SIDE_BOTTOM, SIDE_BOTTOM};

    if (right <= left || bottom <= top)
        return;
    for (int c = 0; c < 4; c++) {
        rx[c] = fmax(d->radius[c][0] - inset[side_x[c]], 0);
        ry[c] = fmax(d->radius[c][1] - inset[side_y[c]], 0);
        if (rx[c] <= 0 || ry[c] <= 0)
            rx[c] = ry[c] = 0;
    }
    cairo_new_sub_path(p->cr);
    corner(p->cr, left + rx[0], top + ry[0], rx[0], ry[0], 0);
    corner(p->cr, right - rx[1], top + ry[1], rx[1], ry[1], 1);
    corner(p->cr, right - rx[2], bottom - ry[2], rx[2], ry[2], 2);
    corner(p->cr, left + rx[3], bottom - ry[3], rx[3], ry[3], 3);
    cairo_close_path(p->cr);
}

void
clip_to(struct painter *p, const struct decoration *d, struct rect r,
        const int inset[4])
{
    double by[4] = {inset[0], inset[1], inset[2], inset[3]};

    cairo_new_path(p->cr);
    if (d->square)
        rect_path(p, rect_inset(r, inset));
    else
        round_path(p, d, r, by);
    cairo_clip(p->cr);
}

/* ---- transforms ----------------------------------------------------------*/

struct matrix
box_transform(const struct box *b)
{
    const struct style *s = b->style;
    double w = (double)b->width / UNIT, h = (double)b->height / UNIT;
    double x = (double)b->x / UNIT + length_of(&s->transform_origin[0], w, 0);
    double y = (double)b->y / UNIT + length_of(&s->transform_origin[1], h, 0);
    double dx = length_of(&s->transform_percent[0], w, 0);
    double dy = length_of(&s->transform_percent[1], h, 0);
    const float *t = s->transform;
    struct matrix m = {t[0], t[1], t[2], t[3], t[4], t[5]};

    /* move the origin to 0, transform, move back, then the percentages */
    m.e += x + dx - (m.a * x + m.c * y);
    m.f += y + dy - (m.b * x + m.d * y);
    return m;
}

static int
clamp_px(double v)
{
    if (!(v > -MAX_COORDINATE))
        return -MAX_COORDINATE;
    return v < MAX_COORDINATE ? (int)v : MAX_COORDINATE;
}

struct rect
matrix_bounds(const struct matrix *m, struct rect r)
{
    double left = 1e9, top = 1e9, right = -1e9, bottom = -1e9;

    if (rect_is_empty(r))
        return (struct rect){0, 0, 0, 0};
    for (int i = 0; i < 4; i++) {
        double x = r.x + (i & 1 ? r.width : 0);
        double y = r.y + (i & 2 ? r.height : 0);
        double tx = m->a * x + m->c * y + m->e;
        double ty = m->b * x + m->d * y + m->f;

        left = fmin(left, tx);
        right = fmax(right, tx);
        top = fmin(top, ty);
        bottom = fmax(bottom, ty);
    }
    left = floor(left) - 1;
    top = floor(top) - 1;
    return (struct rect){clamp_px(left), clamp_px(top),
                         clamp_px(ceil(right) + 1 - left),
                         clamp_px(ceil(bottom) + 1 - top)};
}
