/*
 * replaced.c - pictures, and what stands in for those that are not there.
 *
 * Process: renderer.  Distrusts: sizes of pictures (bounded by image.c).
 */
#include "paint/painter.h"

#include "svg/svg.h"

#include <cairo.h>
#include <math.h>

/* The pixels at i, whose rows are that many apart. */
static void
paint_pixels(struct painter *p, const struct image *i, const uint32_t *pixels,
             int row, double x, double y, double width, double height,
             bool pixelated)
{
    double sx = width / i->width, sy = height / i->height;
    cairo_format_t format =
        i->opaque ? CAIRO_FORMAT_RGB24 : CAIRO_FORMAT_ARGB32;
    cairo_surface_t *s = cairo_image_surface_create_for_data(
        (uint8_t *)(uintptr_t)pixels, format, i->width, i->height, row * 4);
    cairo_pattern_t *pattern;

    cairo_save(p->cr);
    cairo_translate(p->cr, x, y);
    cairo_scale(p->cr, sx, sy);
    cairo_set_source_surface(p->cr, s, 0, 0);
    pattern = cairo_get_source(p->cr);
    if ((sx == 1 && sy == 1) || pixelated) {
        cairo_pattern_set_filter(pattern, CAIRO_FILTER_NEAREST);
    } else {
        cairo_pattern_set_filter(pattern, sx < 0.75 || sy < 0.75
                                              ? CAIRO_FILTER_GOOD
                                              : CAIRO_FILTER_BILINEAR);
        cairo_pattern_set_extend(pattern, CAIRO_EXTEND_PAD);
    }
    cairo_rectangle(p->cr, 0, 0, i->width, i->height);
    cairo_fill(p->cr);
    cairo_restore(p->cr);
    cairo_surface_destroy(s);
}

void
paint_image(struct painter *p, const struct image *i, double x, double y,
            double width, double height, bool pixelated)
{
    if (!(width > 0) || !(height > 0))
        return;
    i = image_at(i, width, height);
    paint_pixels(p, i, i->pixels, i->width, x, y, width, height, pixelated);
}

void
paint_image_part(struct painter *p, const struct image *i,
                 const uint32_t *pixels, int row, struct rect r, bool pixelated)
{
    if (!rect_is_empty(r))
        paint_pixels(p, i, pixels, row, r.x, r.y, r.width, r.height, pixelated);
}

/* Where the picture goes in the content box (CSS Images 5.5). */
static void
fit(const struct style *s, struct rect content, double w, double h, double *x,
    double *y, double *width, double *height)
{
    double rx = content.width / w, ry = content.height / h, by = 1;

    *width = content.width;
    *height = content.height;
    switch (s->object_fit) {
    case OBJECT_FIT_FILL:
        break;
    case OBJECT_FIT_CONTAIN:
        by = fmin(rx, ry);
        break;
    case OBJECT_FIT_COVER:
        by = fmax(rx, ry);
        break;
    case OBJECT_FIT_NONE:
        break;
    case OBJECT_FIT_SCALE_DOWN:
        by = fmin(1, fmin(rx, ry));
        break;
    }
    if (s->object_fit != OBJECT_FIT_FILL) {
        *width = w * by;
        *height = h * by;
    }
    *x = content.x + length_of(&s->object_position[0], content.width - *width,
                               (content.width - *width) / 2);
    *y = content.y + length_of(&s->object_position[1], content.height - *height,
                               (content.height - *height) / 2);
}

static void
paint_picture(struct painter *p, const struct decoration *d,
              struct rect content, const struct image *i)
{
    const struct paint_context *c = p->context;
    double x, y, width, height;
    int inset[4];

    fit(d->style, content, i->width * (double)c->zoom,
        i->height * (double)c->zoom, &x, &y, &width, &height);
    cairo_save(p->cr);
    for (int side = 0; side < 4; side++)
        inset[side] = d->border[side] + d->padding[side];
    if (!d->square || d->style->object_fit != OBJECT_FIT_FILL)
        clip_to(p, d, d->outer, inset);
    paint_image(p, i, x, y, width, height, d->style->pixelated);
    cairo_restore(p->cr);
}

static bool
is_svg(const struct node *n)
{
    return n->name_space == NAMESPACE_SVG && strcmp(n->name, "svg") == 0;
}

static void
paint_svg(struct painter *p, const struct decoration *d, struct rect content,
          const struct node *n)
{
    int inset[4];

    cairo_save(p->cr);
    for (int side = 0; side < 4; side++)
        inset[side] = d->border[side] + d->padding[side];
    if (!d->square)
        clip_to(p, d, d->outer, inset);
    cairo_translate(p->cr, content.x, content.y);
    svg_draw(p->cr, n, content.width, content.height, (double)p->context->zoom);
    cairo_restore(p->cr);
}

void
paint_replaced(struct painter *p, const struct box *b)
{
    const struct paint_context *c = p->context;
    const struct image *i = NULL;
    struct decoration d;
    struct rect content;
    const char *text = "";

    decoration_of_box(&d, b);
    content = rect_inset(rect_inset(d.outer, d.border), d.padding);
    if (rect_is_empty(content) || b->node == NULL)
        return;
    if (is_svg(b->node)) {
        paint_svg(p, &d, content, b->node);
        return;
    }
    if (c->image != NULL)
        i = c->image(b->node, NULL, c->data);
    if (i != NULL) {
        paint_picture(p, &d, content, i);
        return;
    }
    if (c->stand_in == NULL ||
        c->stand_in(b->node, &text, c->data) == PAINT_NOTHING)
        return;
    if (content.width >= 4 && content.height >= 4) {
        fill_rect(p, content, 0xFFC0C0C0);
        fill_rect(p, rect_grow(content, -1), 0xFFF2F2F2);
        paint_label(p, b->style, text, rect_grow(content, -1));
    }
}
