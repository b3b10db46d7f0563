/*
 * replaced.c - sizes of replaced elements (CSS 2.1 10.3.2, 10.4, 10.6.2).
 *
 * Process: renderer.  Distrusts: natural sizes from pictures, by units.h.
 */
#include "layout/contents.h"
#include "svg/svg.h"

enum { DEFAULT_WIDTH = 300 * UNIT, DEFAULT_HEIGHT = 150 * UNIT };

struct natural {
    unit_t width, height;
    double ratio; /* width / height, or 0 */
    bool fills;   /* an <svg> with nothing but a ratio: as wide as it can be */
};

static struct natural
natural_of(const struct layouter *l, const struct box *b)
{
    struct natural n = {0, 0, 0, false};
    bool framed = false;

    if (b->node != NULL && b->node->name_space == NAMESPACE_SVG) {
        n.width = DEFAULT_WIDTH;
        n.height = DEFAULT_HEIGHT;
        n.ratio = svg_natural_size(b->node).ratio;
        n.fills = n.ratio > 0;
        return n;
    }

    if (b->node != NULL) {
        framed = b->node->tag != TAG_img && b->node->tag != TAG_object;
        if (l->natural(b->node, NULL, &n.width, &n.height, l->data))
            framed = false;
        else
            n.width = n.height = 0;
    }
    n.width = unit_max(0, unit_clamp(n.width));
    n.height = unit_max(0, unit_clamp(n.height));
    if (framed) {
        n.width = DEFAULT_WIDTH;
        n.height = DEFAULT_HEIGHT;
    } else if (b->style->aspect_ratio > 0) {
        n.ratio = (double)b->style->aspect_ratio;
    } else if (n.width > 0 && n.height > 0) {
        n.ratio = (double)n.width / (double)n.height;
    }
    return n;
}

static unit_t
scaled(unit_t value, double factor)
{
    double result = (double)value * factor;

    return result > UNIT_LIMIT ? UNIT_LIMIT : (unit_t)result;
}

/* Bounds of the content box. */
struct bounds {
    unit_t min_width, max_width, min_height, max_height;
};

static struct bounds
find_bounds(struct layouter *l, struct box *b, const struct space *s)
{
    struct bounds r = {0, UNIT_LIMIT, 0, UNIT_LIMIT};
    unit_t wide = sizes_edge_width(b), high = sizes_edge_height(b), value;
    const struct style *style = b->style;

    if (style->max_width.kind == LENGTH_VALUE &&
        sizes_width(l, b, &style->max_width, s->width, &value))
        r.max_width = unit_max(0, value - wide);
    if (style->min_width.kind == LENGTH_VALUE &&
        sizes_width(l, b, &style->min_width, s->width, &value))
        r.min_width = unit_max(0, value - wide);
    if (sizes_height(b, &style->max_height, s->height, &value))
        r.max_height = unit_max(0, value - high);
    if (sizes_height(b, &style->min_height, s->height, &value))
        r.min_height = unit_max(0, value - high);
    r.max_width = unit_max(r.max_width, r.min_width);
    r.max_height = unit_max(r.max_height, r.min_height);
    return r;
}

static unit_t
between(unit_t value, unit_t low, unit_t high)
{
    return unit_max(unit_min(value, high), low);
}

/* The table of 10.4: both sizes auto, a ratio, and some bound violated. */
static void
constrain(const struct bounds *r, double ratio, unit_t *width, unit_t *height)
{
    double w = *width, h = *height, inverse = 1 / ratio;
    bool wide = *width > r->max_width, narrow = *width < r->min_width;
    bool high = *height > r->max_height, low = *height < r->min_height;

    if (wide && high) {
        wide = r->max_width * h <= r->max_height * w;
        high = !wide;
    } else if (narrow && low) {
        narrow = r->min_width * h > r->min_height * w;
        low = !narrow;
    } else if (narrow && high) {
        *width = r->min_width;
        *height = r->max_height;
        return;
    } else if (wide && low) {
        *width = r->max_width;
        *height = r->min_height;
        return;
    }
    if (wide || narrow) {
        *width = wide ? r->max_width : r->min_width;
        *height =
            between(scaled(*width, inverse), r->min_height, r->max_height);
    } else if (high || low) {
        *height = high ? r->max_height : r->min_height;
        *width = between(scaled(*height, ratio), r->min_width, r->max_width);
    }
}

/* The border box, edges set. */
void
replaced_size(struct layouter *l, struct box *b, const struct space *s,
              unit_t *width, unit_t *height)
{
    struct natural n = natural_of(l, b);
    struct bounds r = find_bounds(l, b, s);
    unit_t wide = sizes_edge_width(b), high = sizes_edge_height(b), w, h;
    bool has_width = s->fixed_width != INDEFINITE;
    bool has_height = s->fixed_height != INDEFINITE;

    w = has_width ? s->fixed_width : 0;
    h = has_height ? s->fixed_height : 0;
    if (!has_width && b->style->width.kind == LENGTH_VALUE)
        has_width = sizes_width(l, b, &b->style->width, s->width, &w);
    if (!has_height)
        has_height = sizes_height(b, &b->style->height, s->height, &h);
    w = unit_max(0, unit_sub(w, wide));
    h = unit_max(0, unit_sub(h, high));
    if (!has_width && !has_height) {
        w = n.width;
        h = n.height;
        if (n.fills) {
            if (s->width != INDEFINITE)
                w = unit_max(0, unit_sub(s->width, wide));
            h = scaled(w, 1 / n.ratio);
        }
        if (n.ratio > 0)
            constrain(&r, n.ratio, &w, &h);
    } else if (!has_width) {
        h = s->fixed_height != INDEFINITE
                ? h
                : between(h, r.min_height, r.max_height);
        w = n.ratio > 0 ? scaled(h, n.ratio) : n.width;
    } else if (!has_height) {
        w = s->fixed_width != INDEFINITE ? w
                                         : between(w, r.min_width, r.max_width);
        h = n.ratio > 0 ? scaled(w, 1 / n.ratio) : n.height;
    }
    if (s->fixed_width == INDEFINITE)
        w = between(w, r.min_width, r.max_width);
    if (s->fixed_height == INDEFINITE)
        h = between(h, r.min_height, r.max_height);
    *width = unit_add(w, wide);
    *height = unit_add(h, high);
}

unit_t
replaced_suggestion(struct layouter *l, struct box *b, const struct space *s,
                    bool row)
{
    struct natural n = natural_of(l, b);
    struct bounds r = find_bounds(l, b, s);
    unit_t wide = sizes_edge_width(b), high = sizes_edge_height(b);
    unit_t natural = row ? n.height : n.width, other = 0, size;
    bool known =
        row ? s->fixed_height != INDEFINITE : s->fixed_width != INDEFINITE;

    if (known)
        other = row ? s->fixed_height : s->fixed_width;
    else if (row)
        known = sizes_height(b, &b->style->height, s->height, &other);
    else if (b->style->width.kind == LENGTH_VALUE)
        known = sizes_width(l, b, &b->style->width, s->width, &other);
    other = known ? unit_max(0, unit_sub(other, row ? high : wide)) : natural;
    other = row ? between(other, r.min_height, r.max_height)
                : between(other, r.min_width, r.max_width);
    if (n.ratio > 0 && other != natural)
        size = scaled(other, row ? n.ratio : 1 / n.ratio);
    else
        size = row ? n.width : n.height;
    return unit_add(size, row ? wide : high);
}

/* A replaced element is as wide as it is, but one whose width is a percentage
 * can shrink to nothing (CSS Sizing 3, 5.2.2). */
void
replaced_widths(struct layouter *l, struct box *b, unit_t *min, unit_t *max)
{
    struct space s = {.width = INDEFINITE,
                      .height = sizes_known_height(b->parent),
                      .fixed_width = INDEFINITE,
                      .fixed_height = INDEFINITE};
    const struct style *style = b->style;
    unit_t height;

    replaced_size(l, b, &s, max, &height);
    *min = *max;
    if ((style->width.kind == LENGTH_VALUE && style->width.percent != 0) ||
        (style->max_width.kind == LENGTH_VALUE &&
         style->max_width.percent != 0))
        *min = sizes_edge_width(b);
}
