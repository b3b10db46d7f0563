/*
 * image.c - SVG files as pictures: parsed once, drawn in the size that is
 * asked for.
 *
 * Process: renderer.  Distrusts: every byte.  A picture loads nothing: no
 * images, no style sheets, no fonts of its own.
 */
#include "svg/image.h"

#include "html/encoding.h"
#include "log.h"
#include "svg/svg.h"
#include "css/style.h"
#include "text/font.h"

#include <cairo.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    DEFAULT_WIDTH = 300, /* CSS 2.1, 10.3.2 */
    DEFAULT_HEIGHT = 150,
    LOOKED_AT = 4096 /* bytes in which <svg must begin */
};

struct svg_image {
    struct dom *dom;
    struct sheets *sheets;
    struct arena styles;
    const struct node *svg;
    struct image *drawn; /* in the size asked for last, or NULL */
};

bool
svg_image_is(struct span file)
{
    size_t i = 0, most = file.size < LOOKED_AT ? file.size : LOOKED_AT;

    if (file.size >= 3 && memcmp(file.data, "\xEF\xBB\xBF", 3) == 0)
        i = 3;
    while (i < most && file.data[i] != 0 &&
           strchr(" \t\r\n", file.data[i]) != NULL)
        i++;
    return i < most && file.data[i] == '<' &&
           memmem(file.data + i, most - i, "<svg", 4) != NULL;
}

static const struct node *
find_svg(const struct dom *d)
{
    const struct node *n = d->document;

    while ((n = node_walk(n, d->document, false)) != NULL)
        if (n->type == NODE_ELEMENT && n->name_space == NAMESPACE_SVG &&
            strcmp(n->name, "svg") == 0)
            return n;
    return NULL;
}

static void
add_sheets(struct svg_image *s)
{
    const struct node *n = s->svg;
    struct buf imports = {NULL, 0, 0}, text = {NULL, 0, 0};
    unsigned place = 1;

    while ((n = node_walk(n, s->svg, false)) != NULL) {
        if (n->type != NODE_ELEMENT || strcmp(n->name, "style") != 0)
            continue;
        text.size = 0;
        node_add_text(&text, n);
        sheets_set(s->sheets, place++, buf_span(&text), "", span_of(""),
                   &imports);
    }
    buf_finish(&imports);
    buf_finish(&text);
}

static void
set_size(struct image *i, const struct svg_image *s)
{
    struct svg_size size = svg_natural_size(s->svg);
    double w = size.width, h = size.height;

    if (w <= 0 && h > 0)
        w = size.ratio > 0 ? h * size.ratio : DEFAULT_WIDTH;
    if (w <= 0)
        w = DEFAULT_WIDTH;
    if (h <= 0)
        h = size.ratio > 0 ? w / size.ratio : DEFAULT_HEIGHT;
    i->width = (int)fmin(fmax(round(w), 1), MAX_IMAGE_EDGE);
    i->height = (int)fmin(fmax(round(h), 1), MAX_IMAGE_EDGE);
}

bool
svg_image_open(struct image *i, struct span file, const char **why)
{
    struct svg_image *s = calloc(1, sizeof *s);
    struct buf text = {NULL, 0, 0};
    struct style_context context = {
        .zoom = 1, .base_url = "", .font_units = font_units};

    if (s == NULL)
        fatal_memory("out of memory for a picture");
    i->svg = s;
    encoding_decode(&text, file, encoding_sniff(file, ""));
    s->dom = dom_parse_html(buf_span(&text));
    buf_finish(&text);
    s->svg = find_svg(s->dom);
    s->sheets = sheets_create();
    if (s->svg == NULL) {
        *why = "the SVG file has no picture in it";
        return false;
    }
    set_size(i, s);
    context.viewport_width = i->width * UNIT;
    context.viewport_height = i->height * UNIT;
    add_sheets(s);
    style_document(s->sheets, s->dom, &context, &s->styles);
    return true;
}

void
svg_image_close(struct svg_image *s)
{
    if (s == NULL)
        return;
    image_destroy(s->drawn);
    arena_finish(&s->styles);
    sheets_destroy(s->sheets);
    dom_destroy(s->dom);
    free(s);
}

static struct image *
draw(const struct svg_image *s, const struct image *i, int width, int height)
{
    struct image *out = calloc(1, sizeof *out);
    cairo_surface_t *surface;
    cairo_t *cr;

    if (out == NULL)
        fatal_memory("out of memory for a picture");
    *out = (struct image){.width = width, .height = height};
    out->pixels = calloc((size_t)width * (size_t)height, 4);
    if (out->pixels == NULL)
        fatal_memory("out of memory for a picture");
    surface = cairo_image_surface_create_for_data(
        (uint8_t *)out->pixels, CAIRO_FORMAT_ARGB32, width, height, width * 4);
    cr = cairo_create(surface);
    cairo_scale(cr, (double)width / i->width, (double)height / i->height);
    svg_draw(cr, s->svg, i->width, i->height, 1);
    cairo_destroy(cr);
    cairo_surface_flush(surface);
    cairo_surface_destroy(surface);
    return out;
}

const struct image *
image_at(const struct image *i, double width, double height)
{
    double fit = fmin(1, MAX_SVG_EDGE / fmax(fmax(width, height), 1));
    int w = (int)ceil(width * fit), h = (int)ceil(height * fit);
    struct svg_image *s = i->svg;

    if (s == NULL || w < 1 || h < 1)
        return i;
    if (s->drawn == NULL || s->drawn->width != w || s->drawn->height != h) {
        image_destroy(s->drawn);
        s->drawn = draw(s, i, w, h);
    }
    return s->drawn;
}
