/*
 * paint.c - paints one rectangle of a page by walking the display list.
 *
 * Process: renderer.
 */
#include "paint/painter.h"

#include <cairo.h>

static void paint_items(struct painter *p, unsigned from, unsigned to,
                        struct rect page);

static void
apply_clips(struct painter *p, const struct clip *c)
{
    for (; c != NULL; c = c->outer) {
        struct decoration d;

        if (!c->rounded) {
            cairo_new_path(p->cr);
            rect_path(p, c->rect);
            cairo_clip(p->cr);
            continue;
        }
        decoration_of_box(&d, c->box);
        clip_to(p, &d, d.outer, d.border);
    }
}

/* The borders, but behind a legend in them. */
static void
paint_frame(struct painter *p, const struct decoration *d)
{
    const struct layout_frame *frame = layout_frame(d->box);
    const struct box *b = d->box;
    struct rect gap;

    if (frame == NULL) {
        paint_borders(p, d);
        return;
    }
    gap = px_rect(b->x + frame->gap_x, b->y, frame->gap_width, frame->edge);
    cairo_save(p->cr);
    cairo_new_path(p->cr);
    rect_path(p, p->visible);
    if (!rect_is_empty(gap))
        rect_path(p, gap);
    cairo_set_fill_rule(p->cr, CAIRO_FILL_RULE_EVEN_ODD);
    cairo_clip(p->cr);
    cairo_set_fill_rule(p->cr, CAIRO_FILL_RULE_WINDING);
    paint_borders(p, d);
    cairo_restore(p->cr);
}

static void
paint_box(struct painter *p, const struct box *b)
{
    struct decoration d;

    decoration_of_box(&d, b);
    paint_box_shadows(p, &d, false);
    paint_background(p, &d);
    paint_box_shadows(p, &d, true);
    if (!b->borders_collapsed)
        paint_frame(p, &d);
    paint_column_rules(p, b);
}

static void
paint_item(struct painter *p, const struct item *i)
{
    struct decoration d;

    switch (i->kind) {
    case ITEM_BOX:
        paint_box(p, i->box);
        break;
    case ITEM_LINE:
        paint_line(p, i->line, i->owner);
        break;
    case ITEM_REPLACED:
        paint_replaced(p, i->box);
        break;
    case ITEM_CONTROL:
        paint_control(p, i->box);
        break;
    case ITEM_EDGES:
        paint_edges(p, i->box);
        break;
    case ITEM_MARKER:
        paint_marker(p, i->box);
        break;
    case ITEM_OUTLINE:
        decoration_of_box(&d, i->box);
        paint_outline(p, &d);
        break;
    case ITEM_GROUP:
    case ITEM_END:
        break;
    }
}

/* Paints the items between a group's ends and puts them into the picture.
 * from is the group's own index. */
static void
paint_group(struct painter *p, unsigned from, struct rect page)
{
    const struct item *i = &p->context->list->items[from];
    const struct style *s = i->box->style;
    struct rect visible = p->visible;
    struct matrix m;

    cairo_save(p->cr);
    if (group_matrix(i->box, &m)) {
        double det = m.a * m.d - m.b * m.c;
        cairo_matrix_t cm = {m.a, m.b, m.c, m.d, m.e, m.f};

        if (!(det > 1e-9 || det < -1e-9))
            goto out; /* squeezed to nothing */
        apply_clips(p, i->clip);
        cairo_transform(p->cr, &cm);
        cairo_matrix_invert(&cm);
        m = (struct matrix){cm.xx, cm.yx, cm.xy, cm.yy, cm.x0, cm.y0};
        p->visible = matrix_bounds(&m, visible);
    }
    if (s->opacity < 1)
        cairo_push_group(p->cr);
    paint_items(p, from + 1, i->end, page);
    if (s->opacity < 1) {
        cairo_pop_group_to_source(p->cr);
        cairo_paint_with_alpha(p->cr, (double)s->opacity);
    }
out:
    p->visible = visible;
    cairo_restore(p->cr);
}

static void
paint_items(struct painter *p, unsigned from, unsigned to, struct rect page)
{
    const struct paint_list *l = p->context->list;

    for (unsigned n = from; n < to; n++) {
        const struct item *i = &l->items[n];

        if (n % SKIP == 0 && !rect_touches(l->skips[n / SKIP], page)) {
            n += SKIP - 1;
            continue;
        }
        if (!rect_touches(i->ink, page)) {
            if (i->kind == ITEM_GROUP)
                n = i->end;
            continue;
        }
        if (i->kind == ITEM_GROUP) {
            paint_group(p, n, page);
            n = i->end;
        } else if (i->clip == NULL) {
            paint_item(p, i);
        } else {
            cairo_save(p->cr);
            apply_clips(p, i->clip);
            paint_item(p, i);
            cairo_restore(p->cr);
        }
    }
}

/* One channel of the canvas over white. */
static uint32_t
over_white(rgba_t color, int shift)
{
    uint32_t alpha = color >> 24, c = color >> shift & 0xFF;

    return (c * alpha + 255 * (255 - alpha) + 127) / 255 << shift;
}

rgba_t
paint_canvas_color(const struct layout *l)
{
    return 0xFF000000 | over_white(l->canvas, 16) | over_white(l->canvas, 8) |
           over_white(l->canvas, 0);
}

void
paint_list_items(struct painter *p, struct rect page)
{
    paint_items(p, 0, p->context->list->count, page);
}

static void
paint_bars(struct painter *p)
{
    const struct paint_context *c = p->context;

    for (unsigned i = 0; i < c->bar_count; i++) {
        cairo_rectangle(p->cr, c->bars[i].x, c->bars[i].y, c->bars[i].width,
                        c->bars[i].height);
        set_color(p, 0x99606060);
        cairo_fill(p->cr);
    }
}

void
paint_rect(const struct paint_context *context, struct rect page,
           uint8_t *pixels, int stride)
{
    cairo_surface_t *surface = cairo_image_surface_create_for_data(
        pixels, CAIRO_FORMAT_ARGB32, page.width, page.height, stride);
    struct painter p = {context, cairo_create(surface), page};

    cairo_set_operator(p.cr, CAIRO_OPERATOR_SOURCE);
    set_color(&p, paint_canvas_color(context->layout));
    cairo_paint(p.cr);
    cairo_set_operator(p.cr, CAIRO_OPERATOR_OVER);
    cairo_translate(p.cr, -page.x, -page.y);
    paint_canvas(&p);
    paint_list_items(&p, page);
    paint_bars(&p);
    if (context->popup != NULL)
        paint_popup(&p, context->popup);
    cairo_destroy(p.cr);
    cairo_surface_finish(surface);
    cairo_surface_destroy(surface);
}

void
paint_warm(void)
{
    static uint32_t pixels[16 * 16];
    cairo_surface_t *surface = cairo_image_surface_create_for_data(
        (uint8_t *)pixels, CAIRO_FORMAT_ARGB32, 16, 16, 16 * 4);
    cairo_t *cr = cairo_create(surface);

    cairo_set_source_rgb(cr, 1, 0, 0);
    cairo_arc(cr, 8, 8, 5, 0, 6);
    cairo_fill(cr);
    cairo_destroy(cr);
    cairo_surface_destroy(surface);
}
