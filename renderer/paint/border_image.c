/*
 * border_image.c - borders that are cut out of a picture (CSS Backgrounds 3,
 * section 5).
 *
 * Process: renderer.  Distrusts: sizes and slices of the page.
 */
#include "paint/painter.h"

#include <cairo.h>
#include <math.h>

/* A gradient is drawn once, whole, and then cut; none larger than this. */
enum { MAX_DRAWN = 2048 };

/* The picture's pixels, and how many of them are one of its own px. */
struct source {
    const uint32_t *pixels;
    cairo_surface_t *drawn; /* a gradient's; NULL: pixels are an image's */
    int width, height, row;
    double scale;
    bool opaque, pixelated;
};

/* A stretch of the source and where it goes, along one axis. */
struct part {
    int from, length; /* pixels */
    int at, room;
};

/* Copies along one axis: number i at at + i * step. */
struct copies {
    double at, step, size;
    int count;
};

int
border_image_outset(const struct style *s, int side)
{
    const struct edge_measure *m;

    if (s->border_image == NULL)
        return 0;
    m = &s->border_image->outset[side];
    if (m->times < 0)
        return px(m->length.px);
    return (int)fmin((double)m->times * border_px(s->border[side].width),
                     MAX_DRAWN);
}

static bool
draw_gradient(struct painter *p, const struct border_image *b,
              const struct rect *area, struct source *out)
{
    struct rect whole = {0, 0, area->width, area->height};
    struct painter one = *p;

    if (area->width > MAX_DRAWN || area->height > MAX_DRAWN)
        return false;
    out->drawn = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, whole.width,
                                            whole.height);
    one.cr = cairo_create(out->drawn);
    one.visible = whole;
    paint_gradient(&one, &b->picture, whole, whole);
    cairo_destroy(one.cr);
    cairo_surface_flush(out->drawn);
    out->pixels = (void *)cairo_image_surface_get_data(out->drawn);
    out->row = cairo_image_surface_get_stride(out->drawn) / 4;
    out->width = whole.width;
    out->height = whole.height;
    out->scale = (double)p->context->zoom;
    return out->pixels != NULL;
}

static bool
open_source(struct painter *p, const struct border_image *b,
            const struct rect *area, struct source *out)
{
    const struct paint_context *c = p->context;
    const struct image *i;
    double natural;

    if (b->picture.url == NULL)
        return b->picture.gradient.is_set && draw_gradient(p, b, area, out);
    i = c->image == NULL ? NULL : c->image(NULL, b->picture.url, c->data);
    if (i == NULL)
        return false;
    natural = i->width;
    i = image_at(i, i->width * (double)c->zoom, i->height * (double)c->zoom);
    out->pixels = i->pixels;
    out->width = out->row = i->width;
    out->height = i->height;
    out->opaque = i->opaque;
    out->scale = natural > 0 ? i->width / natural : 1;
    return i->pixels != NULL;
}

/* ---- measures ------------------------------------------------------------*/

static void
measure_slices(const struct source *s, const struct border_image *b,
               int slice[4])
{
    for (int side = 0; side < 4; side++) {
        bool across = side == SIDE_LEFT || side == SIDE_RIGHT;
        int most = across ? s->width : s->height;
        double cut = b->slice_percent[side]
                         ? (double)b->slice[side] * most / 100
                         : (double)b->slice[side] * s->scale;

        slice[side] = (int)floor(fmin(cut, most) + 0.5);
    }
}

/* Both of a pair are made smaller if there is no room for them. */
static void
measure_widths(const struct decoration *d, const struct rect *area,
               const int slice[4], double slice_to_px, int width[4])
{
    const struct border_image *b = d->style->border_image;
    double w[4], by = 1;

    for (int side = 0; side < 4; side++) {
        const struct edge_measure *m = &b->width[side];
        bool across = side == SIDE_LEFT || side == SIDE_RIGHT;

        w[side] = m->times >= 0 ? (double)m->times * d->border[side]
                                : length_of(&m->length,
                                            across ? area->width : area->height,
                                            slice[side] * slice_to_px);
        w[side] = fmin(fmax(w[side], 0), MAX_CONTENT);
    }
    if (w[SIDE_LEFT] + w[SIDE_RIGHT] > area->width)
        by = area->width / (w[SIDE_LEFT] + w[SIDE_RIGHT]);
    if (w[SIDE_TOP] + w[SIDE_BOTTOM] > area->height)
        by = fmin(by, area->height / (w[SIDE_TOP] + w[SIDE_BOTTOM]));
    for (int side = 0; side < 4; side++)
        width[side] = (int)floor(w[side] * by + 0.5);
}

/* The three parts of an axis; the sides before and after are cut off. */
static void
cut_axis(struct part parts[3], int pixels, int at, int room, int slice_before,
         int slice_after, int before, int after)
{
    parts[0] = (struct part){0, slice_before, at, before};
    parts[1] = (struct part){slice_before, pixels - slice_before - slice_after,
                             at + before, room - before - after};
    parts[2] = (struct part){pixels - slice_after, slice_after,
                             at + room - after, after};
}

/* How large a pixel of the middle parts is: as it is in the sides beside
 * them. */
static double
middle_scale(const struct part *before, const struct part *after)
{
    if (before->length > 0 && before->room > 0)
        return (double)before->room / before->length;
    if (after->length > 0 && after->room > 0)
        return (double)after->room / after->length;
    return 1;
}

/* ---- painting ------------------------------------------------------------*/

static struct copies
spread(const struct part *part, enum edge_repeat repeat, double scale)
{
    struct copies c = {part->at, part->room, part->room, 1};
    double size = fmax(part->length * scale, 1), count;

    switch (repeat) {
    case EDGE_STRETCH:
        break;
    case EDGE_REPEAT: /* one is in the middle */
        count = ceil((part->room - size) / 2 / size);
        count = fmax(count, 0);
        c.size = c.step = size;
        c.at = part->at + (part->room - size) / 2 - count * size;
        c.count = 1 + 2 * (int)count;
        break;
    case EDGE_ROUND:
        count = fmax(1, floor(part->room / size + 0.5));
        c.size = c.step = part->room / count;
        c.count = (int)count;
        break;
    case EDGE_SPACE:
        count = floor(part->room / size);
        c.size = size;
        c.step = size + (part->room - count * size) / (count + 1);
        c.at = part->at + c.step - size;
        c.count = (int)count;
        break;
    }
    return c;
}

static struct rect
copy_of(const struct copies *x, const struct copies *y, int column, int row)
{
    double left = x->at + column * x->step, top = y->at + row * y->step;
    int l = (int)floor(left + 0.5), t = (int)floor(top + 0.5);

    return (struct rect){l, t, (int)floor(left + x->size + 0.5) - l,
                         (int)floor(top + y->size + 0.5) - t};
}

/* The numbers of those that may be seen between low and high. */
static void
seen(const struct copies *c, int low, int high, int *first, int *last)
{
    *first = (int)fmax(0, floor((low - c->at - c->size) / c->step));
    *last = (int)fmin(c->count - 1, ceil((high - c->at) / c->step));
}

static void
paint_part(struct painter *p, const struct source *s, const struct part *xp,
           const struct part *yp, const struct copies *x,
           const struct copies *y)
{
    struct rect area = {xp->at, yp->at, xp->room, yp->room};
    int left, right, top, bottom;
    struct image piece = {
        .width = xp->length, .height = yp->length, .opaque = s->opaque};

    area = rect_intersect(area, p->visible);
    if (rect_is_empty(area) || xp->length <= 0 || yp->length <= 0)
        return;
    seen(x, area.x, area.x + area.width, &left, &right);
    seen(y, area.y, area.y + area.height, &top, &bottom);
    cairo_save(p->cr);
    cairo_rectangle(p->cr, area.x, area.y, area.width, area.height);
    cairo_clip(p->cr);
    for (int row = top; row <= bottom; row++)
        for (int column = left; column <= right; column++)
            paint_image_part(p, &piece,
                             s->pixels + (size_t)yp->from * (size_t)s->row +
                                 xp->from,
                             s->row, copy_of(x, y, column, row), s->pixelated);
    cairo_restore(p->cr);
}

static void
paint_parts(struct painter *p, const struct border_image *b,
            const struct source *s, const struct part xs[3],
            const struct part ys[3])
{
    double scale_x = middle_scale(&ys[0], &ys[2]);
    double scale_y = middle_scale(&xs[0], &xs[2]);

    for (int row = 0; row < 3; row++)
        for (int column = 0; column < 3; column++) {
            /* An edge's pixels are as wide as they are high. */
            double by_x = row != 1 ? middle_scale(&ys[row], &ys[row]) : scale_x;
            double by_y =
                column != 1 ? middle_scale(&xs[column], &xs[column]) : scale_y;
            struct copies x = spread(
                &xs[column], column == 1 ? b->repeat_x : EDGE_STRETCH, by_x);
            struct copies y =
                spread(&ys[row], row == 1 ? b->repeat_y : EDGE_STRETCH, by_y);

            if (row != 1 || column != 1 || b->fill)
                paint_part(p, s, &xs[column], &ys[row], &x, &y);
        }
}

bool
paint_border_image(struct painter *p, const struct decoration *d)
{
    const struct border_image *b = d->style->border_image;
    struct source s = {.pixelated = d->style->pixelated};
    struct rect area = d->outer;
    int slice[4], width[4];
    struct part xs[3], ys[3];
    int out[4];

    if (b == NULL)
        return false;
    for (int side = 0; side < 4; side++)
        out[side] = -border_image_outset(d->style, side);
    area = rect_inset(area, out);
    if (rect_is_empty(area))
        return true;
    if (open_source(p, b, &area, &s)) {
        measure_slices(&s, b, slice);
        measure_widths(d, &area, slice, (double)p->context->zoom / s.scale,
                       width);
        cut_axis(xs, s.width, area.x, area.width, slice[SIDE_LEFT],
                 slice[SIDE_RIGHT], width[SIDE_LEFT], width[SIDE_RIGHT]);
        cut_axis(ys, s.height, area.y, area.height, slice[SIDE_TOP],
                 slice[SIDE_BOTTOM], width[SIDE_TOP], width[SIDE_BOTTOM]);
        paint_parts(p, b, &s, xs, ys);
    }
    if (s.drawn != NULL)
        cairo_surface_destroy(s.drawn);
    return s.pixels != NULL;
}
