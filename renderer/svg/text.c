/*
 * text.c - <text> and <tspan> (SVG 2, 11), by the program's own fonts.
 *
 * Process: renderer.  Distrusts: the page.
 *
 * A chunk begins at each x or y; only the first number of these lists counts,
 * and each chunk is written from left to right.
 */
#include "svg/internal.h"

#include "text/font.h"
#include "utf8.h"

#include <cairo.h>
#include <stdlib.h>

/* Bytes of text that count as one element. */
enum { SIMPLE_TEXT = 64 };

/* Text of one style and font within a chunk. */
struct piece {
    const struct style *style;
    struct font *font;
    size_t start, end; /* of text */
    double x, y, width;
};

struct writer {
    struct svg_canvas *c;
    struct buf text, pieces;
    double x, y;  /* where the next piece goes */
    double start; /* of the chunk */
    size_t chunk; /* its first piece */
    bool spaced;  /* the last character was a space, or none was */
    enum svg_anchor anchor;
};

static struct piece *
piece_at(const struct writer *w, size_t i)
{
    return &((struct piece *)(void *)w->pieces.data)[i];
}

static size_t
piece_count(const struct writer *w)
{
    return w->pieces.size / sizeof(struct piece);
}

static size_t
shape(const struct writer *w, const struct piece *p, struct buf *glyphs)
{
    return font_shape(p->font, buf_span(&w->text), p->start, p->end, 0, glyphs);
}

static void
end_chunk(struct writer *w)
{
    double width = w->x - w->start;
    double back = w->anchor == SVG_ANCHOR_MIDDLE ? width / 2
                  : w->anchor == SVG_ANCHOR_END  ? width
                                                 : 0;

    for (size_t i = w->chunk; i < piece_count(w); i++)
        piece_at(w, i)->x -= back;
    w->chunk = piece_count(w);
    w->start = w->x;
}

static void
end_piece(struct writer *w, struct piece *p)
{
    struct buf glyphs = {NULL, 0, 0};
    const struct glyph *g;
    size_t count;

    p->end = w->text.size;
    if (p->font == NULL || p->end == p->start)
        return;
    count = shape(w, p, &glyphs);
    g = (const struct glyph *)(const void *)glyphs.data;
    for (size_t i = 0; i < count; i++)
        p->width += (double)g[i].x_advance / UNIT / w->c->zoom;
    buf_finish(&glyphs);
    p->x = w->x;
    p->y = w->y;
    w->x += p->width;
    buf_add(&w->pieces, p, sizeof *p);
}

/* White space collapses. */
static void
add_text(struct writer *w, const struct style *s, struct span text)
{
    const uint8_t *at = text.data, *end = text.data + text.size;
    struct piece p = {.style = s, .start = w->text.size};

    while (at < end) {
        uint32_t code = utf8_next(&at, end);
        struct font *font;
        uint8_t bytes[4];

        if (code == '\n' || code == '\t' || code == '\r')
            code = ' ';
        if (code == ' ' && w->spaced)
            continue;
        w->spaced = code == ' ';
        font = font_for(s, code);
        if (font != p.font) {
            end_piece(w, &p);
            p = (struct piece){.style = s, .font = font, .start = w->text.size};
        }
        buf_add(&w->text, bytes, utf8_put(bytes, code));
    }
    end_piece(w, &p);
}

static void
place(struct writer *w, const struct node *n, const struct style *s)
{
    const struct svg_canvas *c = w->c;
    bool moves =
        node_attribute(n, "x") != NULL || node_attribute(n, "y") != NULL;

    if (moves)
        end_chunk(w);
    w->x =
        svg_length(n, "x", c->width, w->x) + svg_length(n, "dx", c->width, 0);
    w->y =
        svg_length(n, "y", c->height, w->y) + svg_length(n, "dy", c->height, 0);
    if (moves) {
        w->start = w->x;
        w->anchor = s->svg.anchor;
        w->spaced = true;
    }
}

static void
collect(struct writer *w, const struct node *n, const struct style *s,
        unsigned depth)
{
    if (s == NULL || s->display == DISPLAY_NONE || depth > MAX_SVG_DEPTH)
        return;
    place(w, n, s);
    for (const struct node *i = n->first; i != NULL; i = i->next)
        if (i->type == NODE_TEXT)
            add_text(w, s, i->text);
        else if (i->type == NODE_ELEMENT &&
                 (strcmp(i->name, "tspan") == 0 || strcmp(i->name, "a") == 0))
            collect(w, i, s == n->style ? i->style : s, depth + 1);
}

static void
draw_piece(struct writer *w, const struct piece *p)
{
    cairo_t *cr = w->c->cr;
    struct buf glyphs = {NULL, 0, 0};
    size_t count = shape(w, p, &glyphs);
    const struct glyph *g = (const struct glyph *)(const void *)glyphs.data;
    cairo_glyph_t *out = calloc(count + 1, sizeof *out);
    double x = p->x, scale = UNIT * w->c->zoom;

    for (size_t i = 0; out != NULL && i < count; i++) {
        out[i].index = g[i].index;
        out[i].x = x + (double)g[i].x_offset / scale;
        out[i].y = p->y - (double)g[i].y_offset / scale;
        x += (double)g[i].x_advance / scale;
    }
    font_select(cr, p->font, font_pixel_size(p->font) / w->c->zoom);
    if (out != NULL && p->style->visibility == VISIBILITY_VISIBLE) {
        cairo_new_path(cr);
        cairo_glyph_path(cr, out, (int)count);
        svg_fill_and_stroke(w->c, p->style);
    }
    free(out);
    buf_finish(&glyphs);
}

void
svg_text(struct svg_canvas *c, const struct node *n, const struct style *s)
{
    struct writer w = {.c = c, .spaced = true, .anchor = s->svg.anchor};

    collect(&w, n, s, 0);
    c->drawn += (unsigned)(w.text.size / SIMPLE_TEXT);
    end_chunk(&w);
    for (size_t i = 0; i < piece_count(&w); i++)
        draw_piece(&w, piece_at(&w, i));
    buf_finish(&w.text);
    buf_finish(&w.pieces);
}
