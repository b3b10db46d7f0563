/*
 * text.c - glyph runs, their decorations and shadows, list markers.
 *
 * Process: renderer.  Glyph ids and positions come from layout's shaping.
 */
#include "paint/painter.h"

#include <cairo.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { GLYPHS_AT_ONCE = 512, MAX_TEXT_SHADOWS = 16, MARKS_AT_ONCE = 256 };

/* Draws a run's glyphs in the current source; dx, dy move them. */
static void
show_glyphs(struct painter *p, const struct text_run *r, double dx, double dy)
{
    cairo_glyph_t glyphs[GLYPHS_AT_ONCE];
    int count = 0;
    unit_t pen = r->x;
    double margin = 2 * font_pixel_size(r->font) + 8;
    double left = p->visible.x - margin - dx;
    double right = p->visible.x + p->visible.width + margin - dx;
    double baseline = px(r->baseline) + dy;

    font_select(p->cr, r->font, font_pixel_size(r->font));
    for (unsigned i = 0; i < r->glyph_count; i++) {
        const struct glyph *g = &r->glyphs[i];
        double x = (double)(pen + g->x_offset) / UNIT;

        pen += g->x_advance;
        if (x < left || x > right)
            continue;
        glyphs[count].index = g->index;
        glyphs[count].x = x + dx;
        glyphs[count].y = baseline - (double)g->y_offset / UNIT;
        if (++count == GLYPHS_AT_ONCE) {
            cairo_show_glyphs(p->cr, glyphs, count);
            count = 0;
        }
    }
    if (count > 0)
        cairo_show_glyphs(p->cr, glyphs, count);
}

void
paint_glyphs(struct painter *p, const struct text_run *r)
{
    show_glyphs(p, r, 0, 0);
}

static void
paint_shadow(struct painter *p, const struct text_run *r,
             const struct shadow *s)
{
    const struct font_metrics *m = font_metrics(r->font);
    double dx = (double)s->x / UNIT, dy = (double)s->y / UNIT;
    struct shadow_group *g;
    struct rect area;

    if (s->color >> 24 == 0)
        return;
    if (px(s->blur) == 0) {
        set_color(p, s->color);
        show_glyphs(p, r, dx, dy);
        return;
    }
    area = px_rect(r->x + s->x, r->baseline - m->ascent + s->y, r->width,
                   m->ascent + m->descent);
    area = rect_grow(area, px(r->style->font_size) / 2 + 2);
    g = shadow_begin(p, area, px(s->blur));
    if (g != NULL) {
        cairo_set_source_rgb(p->cr, 0, 0, 0);
        show_glyphs(p, r, dx, dy);
        shadow_end(p, g, s->color);
    }
}

static void
paint_shadows(struct painter *p, const struct text_run *r)
{
    const struct shadow *all[MAX_TEXT_SHADOWS];
    int count = 0;

    for (const struct shadow *s = r->style->text_shadow;
         s != NULL && count < MAX_TEXT_SHADOWS; s = s->next)
        all[count++] = s;
    while (count-- > 0)
        paint_shadow(p, r, all[count]);
}

/* ---- decorations ---------------------------------------------------------*/

/* Where the text of the decorating box itself stands: lines go straight on
 * under raised or lowered parts (CSS Text Decoration 2.1). */
static unit_t
decorated_baseline(const struct line *l, const struct text_run *r,
                   const struct box *b)
{
    if (l == NULL)
        return r->baseline;
    if (b->kind != BOX_INLINE)
        return l->baseline;
    for (unsigned i = 0; i < l->run_count; i++)
        if (l->runs[i].box->parent == b)
            return l->runs[i].baseline;
    return r->baseline;
}

/* Where the run's glyphs have ink in a band, made wider by the gap, is clipped
 * away (CSS Text Decoration 4, 2.8). */
static void
skip_ink(struct painter *p, const struct text_run *r, struct rect band, int gap)
{
    struct painter one = *p;
    cairo_surface_t *mask;
    const uint8_t *ink;
    int stride, free_from = 0;

    band = rect_intersect(band, rect_grow(p->visible, gap + 1));
    if (rect_is_empty(band))
        return;
    mask = cairo_image_surface_create(CAIRO_FORMAT_A8, band.width, band.height);
    one.cr = cairo_create(mask);
    cairo_translate(one.cr, -band.x, -band.y);
    cairo_set_source_rgba(one.cr, 0, 0, 0, 1);
    show_glyphs(&one, r, 0, 0);
    cairo_destroy(one.cr);
    cairo_surface_flush(mask);
    ink = cairo_image_surface_get_data(mask);
    stride = cairo_image_surface_get_stride(mask);
    cairo_new_path(p->cr);
    for (int x = 0; ink != NULL && x <= band.width; x++) {
        bool hit = x == band.width;

        for (int y = 0; y < band.height && !hit; y++)
            hit = ink[(size_t)y * (size_t)stride + (size_t)x] > 0x40;
        if (!hit)
            continue;
        if (x - gap > free_from || (x == band.width && x > free_from))
            cairo_rectangle(p->cr, band.x + free_from, p->visible.y,
                            (x == band.width ? x : x - gap) - free_from,
                            p->visible.height);
        free_from = x + gap + 1;
    }
    cairo_clip(p->cr);
    cairo_surface_destroy(mask);
}

static void
paint_underline(struct painter *p, const struct text_run *r,
                const struct style *s, struct rect line)
{
    bool skips = !r->style->no_skip_ink && s->decoration_style != BORDER_WAVY;

    cairo_save(p->cr);
    if (skips)
        skip_ink(p, r, rect_grow(line, 1), line.height);
    paint_stroke(p, line, s->decoration_style, s->decoration_color);
    cairo_restore(p->cr);
}

/* A thickness or offset, of which 100 % is the font's size; px. */
static int
decoration_px(const struct length *l, const struct style *s, unit_t automatic)
{
    double em = (double)s->font_size / UNIT;

    return (int)lround(length_of(l, em, (double)automatic / UNIT));
}

/* A tenth of the em if nothing is said, as in browsers; px. */
static int
decoration_thickness(const struct style *s, const struct font_metrics *m)
{
    const struct length *l = &s->decoration_thickness;
    int thick = l->kind == LENGTH_AUTO
                    ? s->font_size / (10 * UNIT)
                    : decoration_px(l, s, m->underline_thickness);

    return thick < 1 ? 1 : thick;
}

/* Draws the lines of which that b asks for, over the run's width. */
static void
paint_decoration(struct painter *p, const struct line *l,
                 const struct text_run *r, const struct box *b, unsigned which)
{
    const struct style *s = b->style;
    const struct font_metrics *m = font_metrics(font_primary(s));
    int thick = decoration_thickness(s, m);
    int baseline = px(decorated_baseline(l, r, b));
    struct rect line = px_rect(r->x, 0, r->width, 0);

    line.height = thick;
    if (s->decoration & which & DECORATION_UNDERLINE) {
        /* half its thickness below the baseline */
        unit_t gap = (thick + 1) / 2 * UNIT;
        int below = decoration_px(&s->underline_offset, s, gap);

        line.y = baseline + below;
        paint_underline(p, r, s, line);
    }
    if (s->decoration & which & DECORATION_OVERLINE) {
        line.y = baseline - px(m->ascent);
        paint_stroke(p, line, s->decoration_style, s->decoration_color);
    }
    if (s->decoration & which & DECORATION_LINE_THROUGH) {
        line.y = baseline - px(m->x_height / 2) - thick / 2;
        paint_stroke(p, line, s->decoration_style, s->decoration_color);
    }
}

/* A box whose text is not decorated by its ancestors (CSS 2.1, 16.3.1). */
static bool
stops_decorations(const struct box *b)
{
    enum display d = b->style->display;

    return b->is_float || d == DISPLAY_INLINE_BLOCK ||
           d == DISPLAY_INLINE_TABLE || d == DISPLAY_INLINE_FLEX ||
           d == DISPLAY_INLINE_GRID ||
           b->style->position == POSITION_ABSOLUTE ||
           b->style->position == POSITION_FIXED;
}

static void
paint_decorations(struct painter *p, const struct line *l,
                  const struct text_run *r, unsigned which)
{
    const struct box *b = r->box;
    const struct style *last = NULL;

    for (; b != NULL; b = layout_outer(b)) {
        /* Text and anonymous boxes repeat their element's style. */
        if (b->kind != BOX_TEXT && b->style != last && b->style->decoration) {
            paint_decoration(p, l, r, b, which);
            last = b->style;
        }
        if (b->kind != BOX_TEXT && stops_decorations(b))
            break;
    }
}

/* ---- lines ---------------------------------------------------------------*/

static void
paint_marks(struct painter *p, const struct text_run *r)
{
    const struct font_metrics *f = font_metrics(r->font);
    struct paint_mark marks[MARKS_AT_ONCE];
    unsigned count =
        p->context->marks(r, marks, MARKS_AT_ONCE, p->context->data);

    for (unsigned i = 0; i < count; i++) {
        const struct paint_mark *m = &marks[i];
        struct rect area = px_rect(m->x, r->baseline - f->ascent, m->width,
                                   f->ascent + f->descent);

        cairo_save(p->cr);
        rect_path(p, area);
        cairo_clip(p->cr);
        fill_rect(p, area, m->ground);
        set_color(p, m->ink);
        show_glyphs(p, r, 0, 0);
        cairo_restore(p->cr);
    }
}

static void
paint_run(struct painter *p, const struct line *l, const struct text_run *r)
{
    const struct style *s = r->style;
    int far = px(s->font_size) * 2 + 16;
    struct rect around = px_rect(r->x, r->baseline, r->width, 0);

    if (s->visibility != VISIBILITY_VISIBLE)
        return;
    if (s->text_shadow == NULL &&
        !rect_touches(rect_grow(around, far), p->visible))
        return;
    paint_shadows(p, r);
    paint_decorations(p, l, r, DECORATION_UNDERLINE | DECORATION_OVERLINE);
    if (s->color >> 24 != 0) {
        set_color(p, s->color);
        show_glyphs(p, r, 0, 0);
    }
    paint_decorations(p, l, r, DECORATION_LINE_THROUGH);
    if (l != NULL && p->context->marks != NULL)
        paint_marks(p, r);
}

static void
paint_fragment(struct painter *p, const struct inline_fragment *f)
{
    struct decoration d;

    if (f->box->style->visibility != VISIBILITY_VISIBLE)
        return;
    decoration_of_fragment(&d, f);
    paint_box_shadows(p, &d, false);
    paint_background(p, &d);
    paint_box_shadows(p, &d, true);
    paint_borders(p, &d);
}

void
paint_line(struct painter *p, const struct line *l, const struct box *owner)
{
    for (unsigned i = 0; i < l->fragment_count; i++)
        if (box_layer_owner(l->fragments[i].box) == owner)
            paint_fragment(p, &l->fragments[i]);
    for (unsigned i = 0; i < l->run_count; i++)
        if (box_layer_owner(l->runs[i].box) == owner)
            paint_run(p, l, &l->runs[i]);
    for (unsigned i = 0; i < l->fragment_count; i++) {
        const struct inline_fragment *f = &l->fragments[i];
        struct decoration d;

        if (f->box->style->outline_style > BORDER_HIDDEN &&
            box_layer_owner(f->box) == owner) {
            decoration_of_fragment(&d, f);
            paint_outline(p, &d);
        }
    }
}

/* Discs, circles and squares are drawn, as browsers do: few fonts have all
 * of them, and no two at one size. */
static bool
paint_bullet(struct painter *p, const struct text_run *r, enum list_style which)
{
    int ascent = px(font_metrics(r->font)->ascent);
    int edge = (ascent * 2 / 3 + 1) / 2;
    int x, y = px(r->baseline) - ascent + 3 * (ascent - ascent * 2 / 3) / 2;

    if (which != LIST_DISC && which != LIST_CIRCLE && which != LIST_SQUARE)
        return false;
    x = r->rtl ? px(r->x + r->width) - edge : px(r->x);
    if (which == LIST_SQUARE) {
        fill_rect(p, (struct rect){x, y, edge, edge}, r->style->color);
        return true;
    }
    set_color(p, r->style->color);
    cairo_new_path(p->cr);
    cairo_arc(p->cr, x + edge / 2.0, y + edge / 2.0,
              which == LIST_DISC ? edge / 2.0 : edge / 2.0 - 0.5, 0, 2 * M_PI);
    if (which == LIST_DISC) {
        cairo_fill(p->cr);
    } else {
        cairo_set_line_width(p->cr, 1);
        cairo_stroke(p->cr);
    }
    return true;
}

void
paint_marker(struct painter *p, const struct box *b)
{
    const struct style *s = b->style;
    const struct paint_context *c = p->context;
    const struct image *i = NULL;

    if (s->list_image != NULL && c->image != NULL)
        i = c->image(NULL, s->list_image, c->data);
    if (i != NULL) {
        double w = i->width * (double)c->zoom, h = i->height * (double)c->zoom;
        double x = (double)(b->marker->x + b->marker->width) / UNIT - w;
        double y = (double)b->marker->baseline / UNIT - h;

        paint_image(p, i, (int)x, (int)y, w, h, s->pixelated);
        return;
    }
    if (!paint_bullet(p, b->marker, s->list_style))
        paint_run(p, NULL, b->marker);
}

void
paint_label(struct painter *p, const struct style *style, const char *text,
            struct rect r)
{
    struct font *f = font_primary(style);
    const struct font_metrics *m;
    struct buf glyphs = {NULL, 0, 0};
    struct text_run run = {.font = f, .style = style};

    if (f == NULL || text[0] == 0)
        return;
    m = font_metrics(f);
    run.glyph_count =
        (unsigned)font_shape(f, span_of(text), 0, strlen(text), 0, &glyphs);
    run.glyphs = (const struct glyph *)(void *)glyphs.data;
    for (unsigned i = 0; i < run.glyph_count; i++)
        run.width += run.glyphs[i].x_advance;
    run.x = r.x * UNIT + (r.width * UNIT - run.width) / 2;
    if (run.x < (r.x + 4) * UNIT)
        run.x = (r.x + 4) * UNIT;
    run.baseline =
        r.y * UNIT + (r.height * UNIT - m->ascent - m->descent) / 2 + m->ascent;
    cairo_save(p->cr);
    cairo_new_path(p->cr);
    rect_path(p, r);
    cairo_clip(p->cr);
    cairo_set_source_rgb(p->cr, 0.25, 0.25, 0.25);
    show_glyphs(p, &run, 0, 0);
    cairo_restore(p->cr);
    buf_finish(&glyphs);
}
