/*
 * canvas.c - the browser's own drawing: shapes, icons' paths, text.
 *
 * Process: browser.  Distrusts: nothing; it is given checked numbers.
 */
#include "canvas.h"
#include "log.h"

#include <cairo.h>

#include <math.h>
#include <stdlib.h>

static const double PI = 3.14159265358979323846;

struct canvas {
    cairo_t *cairo;
};

struct canvas *
canvas_create(struct pixels *pixels)
{
    cairo_surface_t *surface;
    struct canvas *c;

    if (pixels->width <= 0 || pixels->height <= 0 || pixels->data == NULL)
        return NULL;
    surface = cairo_image_surface_create_for_data(
        pixels->data, CAIRO_FORMAT_ARGB32, pixels->width, pixels->height,
        pixels->stride);
    if (cairo_surface_status(surface) != CAIRO_STATUS_SUCCESS) {
        log_error("no picture of %d x %d", pixels->width, pixels->height);
        cairo_surface_destroy(surface);
        return NULL;
    }
    c = calloc(1, sizeof *c);
    if (c == NULL)
        fatal_memory("out of memory for a canvas");
    c->cairo = cairo_create(surface);
    cairo_surface_destroy(surface);
    cairo_set_line_cap(c->cairo, CAIRO_LINE_CAP_ROUND);
    cairo_set_line_join(c->cairo, CAIRO_LINE_JOIN_ROUND);
    return c;
}

void
canvas_destroy(struct canvas *c)
{
    if (c == NULL)
        return;
    cairo_surface_flush(cairo_get_target(c->cairo));
    cairo_destroy(c->cairo);
    free(c);
}

static void
set_colour(struct canvas *c, colour k)
{
    cairo_set_source_rgba(c->cairo, (double)(k >> 16 & 0xFF) / 255.0,
                          (double)(k >> 8 & 0xFF) / 255.0,
                          (double)(k & 0xFF) / 255.0,
                          (double)(k >> 24) / 255.0);
}

void
canvas_clip(struct canvas *c, struct rect r)
{
    cairo_save(c->cairo);
    cairo_rectangle(c->cairo, r.x, r.y, r.width, r.height);
    cairo_clip(c->cairo);
}

void
canvas_unclip(struct canvas *c)
{
    cairo_restore(c->cairo);
}

void
canvas_set(struct canvas *c, struct rect r, colour with)
{
    cairo_set_operator(c->cairo, CAIRO_OPERATOR_SOURCE);
    canvas_rect(c, r, with);
    cairo_set_operator(c->cairo, CAIRO_OPERATOR_OVER);
}

void
canvas_rect(struct canvas *c, struct rect r, colour fill)
{
    if (rect_is_empty(r))
        return;
    set_colour(c, fill);
    cairo_rectangle(c->cairo, r.x, r.y, r.width, r.height);
    cairo_fill(c->cairo);
}

static void
round_path(struct canvas *c, double x, double y, double width, double height,
           double radius)
{
    radius = fmin(radius, fmin(width, height) / 2);
    cairo_new_sub_path(c->cairo);
    cairo_arc(c->cairo, x + width - radius, y + radius, radius, -PI / 2, 0);
    cairo_arc(c->cairo, x + width - radius, y + height - radius, radius, 0,
              PI / 2);
    cairo_arc(c->cairo, x + radius, y + height - radius, radius, PI / 2, PI);
    cairo_arc(c->cairo, x + radius, y + radius, radius, PI, 3 * PI / 2);
    cairo_close_path(c->cairo);
}

void
canvas_round(struct canvas *c, struct rect r, double radius, colour fill)
{
    if (rect_is_empty(r))
        return;
    round_path(c, r.x, r.y, r.width, r.height, radius);
    canvas_fill(c, fill);
}

void
canvas_round_line(struct canvas *c, struct rect r, double radius, double width,
                  colour line)
{
    if (r.width <= width || r.height <= width)
        return;
    round_path(c, r.x + width / 2, r.y + width / 2, r.width - width,
               r.height - width, radius - width / 2);
    canvas_stroke(c, width, line);
}

void
canvas_shadow(struct canvas *c, struct rect r, double radius, int size,
              colour tint)
{
    /* Nested translucent shapes add up to a soft edge. */
    colour alpha = (tint >> 24) / (colour)(size > 0 ? size : 1);
    colour layer = (alpha > 0 ? alpha : 1) << 24 | (tint & 0xFFFFFF);

    for (int i = size; i > 0; i--) {
        struct rect s = {r.x - i, r.y - i + size / 3, r.width + 2 * i,
                         r.height + 2 * i};

        canvas_round(c, s, radius + i, layer);
    }
}

void
canvas_fade(struct canvas *c, struct rect r, colour to, bool leftward)
{
    cairo_pattern_t *p = cairo_pattern_create_linear(r.x, 0, r.x + r.width, 0);
    double red = (double)(to >> 16 & 0xFF) / 255.0,
           green = (double)(to >> 8 & 0xFF) / 255.0,
           blue = (double)(to & 0xFF) / 255.0;

    if (!rect_is_empty(r)) {
        cairo_pattern_add_color_stop_rgba(p, 0, red, green, blue,
                                          leftward ? 1 : 0);
        cairo_pattern_add_color_stop_rgba(p, 1, red, green, blue,
                                          leftward ? 0 : 1);
        cairo_set_source(c->cairo, p);
        cairo_rectangle(c->cairo, r.x, r.y, r.width, r.height);
        cairo_fill(c->cairo);
    }
    cairo_pattern_destroy(p);
}

void
canvas_move(struct canvas *c, double x, double y)
{
    cairo_move_to(c->cairo, x, y);
}

void
canvas_to(struct canvas *c, double x, double y)
{
    cairo_line_to(c->cairo, x, y);
}

void
canvas_curve(struct canvas *c, double x1, double y1, double x2, double y2,
             double x, double y)
{
    cairo_curve_to(c->cairo, x1, y1, x2, y2, x, y);
}

void
canvas_arc(struct canvas *c, double x, double y, double radius, double from,
           double to)
{
    cairo_arc(c->cairo, x, y, radius, from * PI / 180, to * PI / 180);
}

void
canvas_shut(struct canvas *c)
{
    cairo_close_path(c->cairo);
}

void
canvas_fill(struct canvas *c, colour fill)
{
    set_colour(c, fill);
    cairo_fill(c->cairo);
}

void
canvas_stroke(struct canvas *c, double width, colour line)
{
    set_colour(c, line);
    cairo_set_line_width(c->cairo, width);
    cairo_stroke(c->cairo);
}

static void
draw_mask(struct canvas *c, const struct text_mask *m, int x, int y)
{
    cairo_surface_t *s = cairo_image_surface_create_for_data(
        m->pixels, m->colour ? CAIRO_FORMAT_ARGB32 : CAIRO_FORMAT_A8, m->width,
        m->height, m->stride);

    if (m->colour) {
        cairo_set_source_surface(c->cairo, s, x, y);
        cairo_paint(c->cairo);
    } else {
        cairo_mask_surface(c->cairo, s, x, y);
    }
    cairo_surface_destroy(s);
}

void
canvas_line(struct canvas *c, const struct text_line *line, double x,
            int baseline, colour ink)
{
    double left, top, right, bottom;

    cairo_clip_extents(c->cairo, &left, &top, &right, &bottom);
    if (baseline + line->size < top || baseline - 2 * line->size > bottom)
        return;
    set_colour(c, ink);
    for (int i = 0; i < line->glyph_count; i++) {
        const struct text_glyph *g = &line->glyphs[i];
        double at = x + (double)g->x;
        int quarters = (int)floor(at * 4 + 0.5);
        int whole = (int)floor((double)quarters / 4);
        const struct text_mask *m;

        if (at > right || at + 4 * line->size < left)
            continue;
        m = text_mask(g->font, g->index, line->size, quarters - whole * 4);
        if (m->pixels == NULL)
            continue;
        draw_mask(c, m, whole + m->left,
                  baseline + (int)lroundf(g->y) - m->top);
        if (m->colour)
            set_colour(c, ink);
    }
}

float
canvas_text(struct canvas *c, enum text_face face, int size, double x,
            int baseline, struct span text, colour ink)
{
    const struct text_line *line = text_line(face, size, text);

    canvas_line(c, line, x, baseline, ink);
    return line->width;
}

float
canvas_text_cut(struct canvas *c, enum text_face face, int size, double x,
                int baseline, struct span text, double width, colour ink)
{
    const struct text_line *line = text_line(face, size, text);
    float room = (float)width, done;
    size_t fits = 0;

    if (line->width <= room) {
        canvas_line(c, line, x, baseline, ink);
        return line->width;
    }
    room -= text_width(face, size, span_of("\xE2\x80\xA6"));
    line = text_line(face, size, text);
    for (size_t i = text_next(line, 0); i < text.size; i = text_next(line, i)) {
        if (line->carets[i] > room)
            break;
        fits = i;
    }
    done = fits > 0 ? canvas_text(c, face, size, x, baseline,
                                  (struct span){text.data, fits}, ink)
                    : 0;
    return done + canvas_text(c, face, size, x + (double)done, baseline,
                              span_of("\xE2\x80\xA6"), ink);
}

int
canvas_baseline(enum text_face face, int size, int y, int height)
{
    /* Capitals are about 0.71 em high in all common sans fonts. */
    (void)face;
    return y + (height + (int)lround(0.71 * size)) / 2;
}
