/*
 * borders.c - borders, outlines and the strokes of text decorations.
 *
 * Process: renderer.
 *
 * A border is the ring between two rounded rectangles.  Where its sides
 * differ, each side paints the ring clipped to its own mitred polygon.
 */
#include "paint/painter.h"
#include "text/units.h"

#include <cairo.h>
#include <math.h>

static rgba_t
multiply(rgba_t c, double by)
{
    return (c & 0xFF000000) | (rgba_t)lround((c >> 16 & 0xFF) * by) << 16 |
           (rgba_t)lround((c >> 8 & 0xFF) * by) << 8 |
           (rgba_t)lround((c & 0xFF) * by);
}

/* The largest part of a colour, 0 to 1. */
static double
value_of(rgba_t c)
{
    return fmax(fmax(c >> 16 & 0xFF, c >> 8 & 0xFF), c & 0xFF) / 255.0;
}

static rgba_t
darker(rgba_t c)
{
    double v = value_of(c);

    return multiply(c, v <= 0 ? 0 : fmax(0, (v - 0.33) / v));
}

static rgba_t
lighter(rgba_t c)
{
    double v = value_of(c);

    if (v <= 0)
        return (c & 0xFF000000) | 0x545454;
    return multiply(c, fmin(1, v + 0.33) / v);
}

static double
luminance(rgba_t c)
{
    return 0.2126 * pow((c >> 16 & 0xFF) / 255.0, 2.2) +
           0.7152 * pow((c >> 8 & 0xFF) / 255.0, 2.2) +
           0.0722 * pow((c & 0xFF) / 255.0, 2.2);
}

/* One half of a 3D border is in its colour and the other darker, as browsers
 * choose it; of a dark colour, one is lighter and the other lighter still. */
static rgba_t
shade(rgba_t color, int side, bool sunken)
{
    bool top_left = side == SIDE_TOP || side == SIDE_LEFT;
    bool is_dark = top_left == sunken;
    double contrast =
        (luminance(color) + 0.05) / (luminance(darker(color)) + 0.05);

    if (contrast >= 1.75)
        return is_dark ? darker(color) : color;
    return is_dark ? lighter(color) : lighter(lighter(color));
}

/* The ring between the fractions from and to of the border's widths. */
static void
ring_path(struct painter *p, const struct decoration *d, double from, double to)
{
    double outer[4], inner[4];

    for (int side = 0; side < 4; side++) {
        int w = d->border[side];

        outer[side] = round(w * from);
        inner[side] = round(w * to);
    }
    if (d->square) {
        int by[4], in[4];

        for (int side = 0; side < 4; side++) {
            by[side] = (int)outer[side];
            in[side] = (int)inner[side];
        }
        rect_path(p, rect_inset(d->outer, by));
        if (!rect_is_empty(rect_inset(d->outer, in)))
            rect_path(p, rect_inset(d->outer, in));
    } else {
        round_path(p, d, d->outer, outer);
        round_path(p, d, d->outer, inner);
    }
    cairo_set_fill_rule(p->cr, CAIRO_FILL_RULE_EVEN_ODD);
}

static void
fill_ring(struct painter *p, const struct decoration *d, double from, double to,
          rgba_t color)
{
    set_color(p, color);
    cairo_new_path(p->cr);
    ring_path(p, d, from, to);
    cairo_fill(p->cr);
    cairo_set_fill_rule(p->cr, CAIRO_FILL_RULE_WINDING);
}

/* ---- dashes --------------------------------------------------------------*/

/* Strokes a straight line of dots or dashes, fitted to its length. */
static void
stroke_dashes(struct painter *p, double x1, double y1, double x2, double y2,
              double width, enum border_style style, rgba_t color)
{
    double length = fabs(x2 - x1) + fabs(y2 - y1);
    bool dots = style == BORDER_DOTTED && width >= 3;
    double dash = style == BORDER_DOTTED ? width : 2 * width, gap = dash;
    double pattern[2], count;

    if (style == BORDER_DASHED && width < 3)
        dash = gap = 3 * width;
    if (length <= 0 || width <= 0)
        return;
    cairo_save(p->cr);
    set_color(p, color);
    cairo_set_line_width(p->cr, width);
    if (dots) {
        /* round dots: strokes of no length with round caps */
        count = floor((length - width) / (2 * width) + 0.5);
        pattern[0] = 0;
        pattern[1] = count > 0 ? (length - width) / count : length;
        cairo_set_line_cap(p->cr, CAIRO_LINE_CAP_ROUND);
        x1 += x2 > x1 ? width / 2 : 0;
        y1 += y2 > y1 ? width / 2 : 0;
    } else {
        /* starts and ends with a dash; the gaps take what is left over */
        count = floor((length - dash) / (dash + gap) + 0.5);
        if (count >= 1)
            gap = (length - dash) / count - dash;
        if (style == BORDER_DOTTED && width < 3)
            gap = width;
        pattern[0] = dash;
        pattern[1] = fmax(gap, 0.5);
    }
    cairo_set_dash(p->cr, pattern, 2, 0);
    cairo_move_to(p->cr, x1, y1);
    cairo_line_to(p->cr, x2, y2);
    cairo_stroke(p->cr);
    cairo_restore(p->cr);
}

/* The part of a long line near the visible one, in whole periods. */
static void
shorten(int *from, int *to, int low, int high, int period)
{
    if (*from < low - period)
        *from += (low - period - *from) / period * period;
    if (*to > high + period)
        *to -= (*to - high - period) / period * period;
}

static void
dashed_side(struct painter *p, const struct decoration *d, int side)
{
    struct rect o = d->outer;
    int w = d->border[side], period = 4 * w > 12 ? 12 * w : 144;
    const struct border *b = &d->style->border[side];
    bool flat = side == SIDE_TOP || side == SIDE_BOTTOM;
    double at = w / 2.0;
    int from = flat ? o.x : o.y, to = from + (flat ? o.width : o.height);
    struct rect v = p->visible;

    /* Beyond what cairo can hold only the visible part is drawn. */
    if (to - from > 30000)
        shorten(&from, &to, flat ? v.x : v.y,
                flat ? v.x + v.width : v.y + v.height, period);
    if (side == SIDE_RIGHT)
        at = o.x + o.width - at;
    else if (side == SIDE_BOTTOM)
        at = o.y + o.height - at;
    else
        at += flat ? o.y : o.x;
    if (flat)
        stroke_dashes(p, from, at, to, at, w, b->style, b->color);
    else
        stroke_dashes(p, at, from, at, to, w, b->style, b->color);
}

/* Uniform dashes around rounded corners: along the middle of the ring. */
static void
dashed_ring(struct painter *p, const struct decoration *d)
{
    double w = d->border[0], half[4] = {w / 2, w / 2, w / 2, w / 2};
    bool dotted = d->style->border[0].style == BORDER_DOTTED;
    double pattern[2] = {dotted ? 0 : 2 * w, 2 * w};

    cairo_save(p->cr);
    set_color(p, d->style->border[0].color);
    cairo_set_line_width(p->cr, w);
    if (dotted)
        cairo_set_line_cap(p->cr, CAIRO_LINE_CAP_ROUND);
    cairo_set_dash(p->cr, pattern, 2, 0);
    cairo_new_path(p->cr);
    round_path(p, d, d->outer, half);
    cairo_stroke(p->cr);
    cairo_restore(p->cr);
}

/* ---- sides ---------------------------------------------------------------*/

static bool
side_shows(const struct decoration *d, int side)
{
    return d->border[side] > 0 && d->style->border[side].style > BORDER_HIDDEN;
}

/* Extends a mitre from the outer corner through the inner one, to where the
 * opposite side's mitre meets it. */
static void
side_path(struct painter *p, const struct decoration *d, int side)
{
    struct rect o = d->outer, i = rect_inset(d->outer, d->border);
    double ox[4] = {o.x, o.x + o.width, o.x + o.width, o.x};
    double oy[4] = {o.y, o.y, o.y + o.height, o.y + o.height};
    double ix[4] = {i.x, i.x + i.width, i.x + i.width, i.x};
    double iy[4] = {i.y, i.y, i.y + i.height, i.y + i.height};
    int a = side, b = (side + 1) % 4; /* corners: clockwise from top left */

    if (!d->square) {
        /* corners of the ring reach further in than the inner box */
        double reach = fmax(fmax(d->radius[a][0], d->radius[a][1]),
                            fmax(d->radius[b][0], d->radius[b][1]));

        for (int c = 0; c < 4; c++) {
            double dx = ix[c] - ox[c], dy = iy[c] - oy[c];
            double most = fmax(fabs(dx), fabs(dy));
            double by = most > 0 ? fmax(1, reach / most) : 1;

            ix[c] = ox[c] + dx * by;
            iy[c] = oy[c] + dy * by;
        }
    }
    cairo_new_path(p->cr);
    cairo_move_to(p->cr, ox[a], oy[a]);
    cairo_line_to(p->cr, ox[b], oy[b]);
    cairo_line_to(p->cr, ix[b], iy[b]);
    cairo_line_to(p->cr, ix[a], iy[a]);
    cairo_close_path(p->cr);
}

/* A side that meets none of another look has straight ends. */
static bool
is_straight(const struct decoration *d, int side)
{
    return d->square && d->border[(side + 1) % 4] == 0 &&
           d->border[(side + 3) % 4] == 0;
}

static struct rect
side_rect(const struct decoration *d, int side)
{
    struct rect r = d->outer;
    int w = d->border[side];

    switch (side) {
    case SIDE_TOP:
        return (struct rect){r.x, r.y, r.width, w};
    case SIDE_BOTTOM:
        return (struct rect){r.x, r.y + r.height - w, r.width, w};
    case SIDE_LEFT:
        return (struct rect){r.x, r.y, w, r.height};
    default:
        return (struct rect){r.x + r.width - w, r.y, w, r.height};
    }
}

/* 3D borders in the text's colour, which is what no colour given means, are
 * made of a light grey, as in browsers; but those of tables are not. */
static rgba_t
base_color(const struct decoration *d, int side)
{
    const struct border *b = &d->style->border[side];
    const struct node *n = d->box->node;
    bool is_table = n != NULL && (node_is(n, TAG_table) || node_is(n, TAG_td) ||
                                  node_is(n, TAG_th));

    return b->color == d->style->color && !is_table ? 0xFFEEEEEE : b->color;
}

static void
side_rings(struct painter *p, const struct decoration *d, int side)
{
    const struct border *b = &d->style->border[side];
    rgba_t color = base_color(d, side);

    switch (b->style) {
    case BORDER_DOUBLE:
        fill_ring(p, d, 0, 1 / 3.0, b->color);
        fill_ring(p, d, 2 / 3.0, 1, b->color);
        break;
    case BORDER_GROOVE:
    case BORDER_RIDGE:
        fill_ring(p, d, 0, 0.5, shade(color, side, b->style == BORDER_GROOVE));
        fill_ring(p, d, 0.5, 1, shade(color, side, b->style == BORDER_RIDGE));
        break;
    case BORDER_INSET:
    case BORDER_OUTSET:
        fill_ring(p, d, 0, 1, shade(color, side, b->style == BORDER_INSET));
        break;
    default:
        fill_ring(p, d, 0, 1, b->color);
    }
}

static void
paint_side(struct painter *p, const struct decoration *d, int side)
{
    const struct border *b = &d->style->border[side];
    int before = (side + 3) % 4, after = (side + 1) % 4;
    rgba_t alphas =
        d->style->border[before].color & d->style->border[after].color;

    if (!rect_touches(d->square ? side_rect(d, side) : d->outer, p->visible))
        return;
    if ((b->style == BORDER_DASHED || b->style == BORDER_DOTTED) && d->square) {
        dashed_side(p, d, side);
        return;
    }
    if (b->style == BORDER_SOLID && is_straight(d, side)) {
        fill_rect(p, side_rect(d, side), b->color);
        return;
    }
    cairo_save(p->cr);
    if (!is_straight(d, side)) {
        /* Opaque neighbours meet without a seam only if no pixel of the
         * mitre is shared; an edge to nothing looks better smooth. */
        if (alphas >> 24 == 0xFF)
            cairo_set_antialias(p->cr, CAIRO_ANTIALIAS_NONE);
        side_path(p, d, side);
        cairo_clip(p->cr);
        cairo_set_antialias(p->cr, CAIRO_ANTIALIAS_DEFAULT);
    } else {
        cairo_new_path(p->cr);
        rect_path(p, side_rect(d, side));
        cairo_clip(p->cr);
    }
    side_rings(p, d, side);
    cairo_restore(p->cr);
}

static bool
all_alike(const struct decoration *d)
{
    const struct border *b = d->style->border;

    for (int side = 1; side < 4; side++)
        if (b[side].style != b[0].style || b[side].color != b[0].color)
            return false;
    return b[0].style == BORDER_SOLID || b[0].style == BORDER_DOUBLE ||
           (!d->square &&
            (b[0].style == BORDER_DASHED || b[0].style == BORDER_DOTTED));
}

void
paint_borders(struct painter *p, const struct decoration *d)
{
    bool any = false;

    if (paint_border_image(p, d) || paint_control_frame(p, d))
        return;
    for (int side = 0; side < 4; side++)
        any |= side_shows(d, side) && d->style->border[side].color >> 24;
    if (!any)
        return;
    if (all_alike(d)) {
        if (d->style->border[0].style == BORDER_SOLID ||
            d->style->border[0].style == BORDER_DOUBLE)
            side_rings(p, d, SIDE_TOP);
        else
            dashed_ring(p, d);
        return;
    }
    for (int side = 0; side < 4; side++)
        if (side_shows(d, side) && d->style->border[side].color >> 24)
            paint_side(p, d, side);
}

void
paint_outline(struct painter *p, const struct decoration *d)
{
    struct style s = *d->style;
    struct decoration o = *d;
    int width = border_px(s.outline_width);
    int by = px(s.outline_offset) + width;

    if (s.outline_style <= BORDER_HIDDEN || width == 0)
        return;
    for (int side = 0; side < 4; side++) {
        s.border[side] =
            (struct border){s.outline_width, s.outline_style, s.outline_color};
        o.border[side] = width;
        for (int axis = 0; axis < 2 && !d->square; axis++)
            if (o.radius[side][axis] > 0)
                o.radius[side][axis] = fmax(0, o.radius[side][axis] + by);
    }
    s.border_image = NULL;
    o.style = &s;
    o.outer = rect_grow(o.outer, by);
    if (!rect_is_empty(o.outer))
        paint_borders(p, &o);
}

/* Waves that go on from piece to piece: they count from the page's left. */
static void
stroke_wave(struct painter *p, struct rect r, rgba_t color)
{
    double thick = r.height, half = 2 * thick + 1, high = thick + 1;
    double y = r.y + thick + 0.5, x = floor(r.x / (2 * half)) * 2 * half;

    cairo_save(p->cr);
    cairo_new_path(p->cr);
    cairo_rectangle(p->cr, r.x, r.y - 2 * high, r.width, 6 * high);
    cairo_clip(p->cr);
    set_color(p, color);
    cairo_set_line_width(p->cr, thick);
    cairo_set_dash(p->cr, NULL, 0, 0);
    cairo_move_to(p->cr, x, y);
    for (; x < r.x + r.width; x += 2 * half) {
        cairo_curve_to(p->cr, x + half / 2, y - 2 * high, x + half / 2,
                       y - 2 * high, x + half, y);
        cairo_curve_to(p->cr, x + 3 * half / 2, y + 2 * high, x + 3 * half / 2,
                       y + 2 * high, x + 2 * half, y);
    }
    cairo_stroke(p->cr);
    cairo_restore(p->cr);
}

void
paint_stroke(struct painter *p, struct rect r, enum border_style style,
             rgba_t color)
{
    double middle = r.y + r.height / 2.0;

    r = rect_intersect(r, rect_grow(p->visible, 4096));
    if (rect_is_empty(r))
        return;
    switch (style) {
    case BORDER_DASHED:
    case BORDER_DOTTED:
        stroke_dashes(p, r.x, middle, r.x + r.width, middle, r.height, style,
                      color);
        break;
    case BORDER_WAVY:
        stroke_wave(p, r, color);
        break;
    case BORDER_DOUBLE:
        fill_rect(p, r, color);
        r.y += 2 * r.height;
        fill_rect(p, r, color);
        break;
    default:
        fill_rect(p, r, color);
    }
}

/* ---- collapsed borders ---------------------------------------------------*/

/* Both halves of a 3D line, or of a double one. */
static void
split_edge(struct painter *p, struct rect r, const struct table_edge *e)
{
    bool sunken = e->style == BORDER_GROOVE || e->style == BORDER_OUTSET;
    rgba_t first = shade(e->color, SIDE_TOP, sunken);
    rgba_t second = shade(e->color, SIDE_BOTTOM, sunken);
    int thick = e->horizontal ? r.height : r.width, part = thick / 2;
    struct rect a = r, b = r;

    if (e->style == BORDER_DOUBLE) {
        first = second = e->color;
        part = (thick + 1) / 3;
    }
    if (e->horizontal) {
        a.height = b.height = part;
        b.y = r.y + r.height - part;
    } else {
        a.width = b.width = part;
        b.x = r.x + r.width - part;
    }
    if (part == 0)
        fill_rect(p, r, e->color);
    fill_rect(p, a, first);
    fill_rect(p, b, second);
}

static void
paint_edge(struct painter *p, const struct table_edge *e)
{
    struct rect r = px_rect(e->x, e->y, e->width, e->height);
    double x, y;

    if (r.width == 0 && e->width > 0)
        r.width = 1;
    if (r.height == 0 && e->height > 0)
        r.height = 1;
    x = r.x + r.width / 2.0;
    y = r.y + r.height / 2.0;
    if (!rect_touches(r, p->visible) || e->color >> 24 == 0)
        return;
    switch (e->style) {
    case BORDER_DASHED:
    case BORDER_DOTTED:
        if (e->horizontal)
            stroke_dashes(p, r.x, y, r.x + r.width, y, r.height, e->style,
                          e->color);
        else
            stroke_dashes(p, x, r.y, x, r.y + r.height, r.width, e->style,
                          e->color);
        break;
    case BORDER_SOLID:
        fill_rect(p, r, e->color);
        break;
    default:
        split_edge(p, r, e);
    }
}

void
paint_edges(struct painter *p, const struct box *table)
{
    for (unsigned i = 0; i < table->edge_count; i++)
        paint_edge(p, &table->edges[i]);
}

/* ---- column rules --------------------------------------------------------*/

static struct table_edge
column_rule_edge(const struct box *b, const struct column_rule *rule)
{
    const struct border *s = &b->style->column_rule;

    return (struct table_edge){.x = unit_add(b->x, rule->x - s->width / 2),
                               .y = unit_add(b->y, rule->y),
                               .width = s->width,
                               .height = rule->height,
                               .style = s->style,
                               .color = s->color};
}

struct rect
column_rules_ink(const struct box *b)
{
    const struct column_rule *rule = layout_column_rules(b);
    struct rect ink = {0, 0, 0, 0};

    for (; rule != NULL; rule = rule->next) {
        struct table_edge e = column_rule_edge(b, rule);
        struct rect r = px_rect(e.x, e.y, e.width, e.height);

        ink = rect_union(ink, rect_grow(r, 1));
    }
    return ink;
}

void
paint_column_rules(struct painter *p, const struct box *b)
{
    const struct column_rule *rule = layout_column_rules(b);

    for (; rule != NULL; rule = rule->next) {
        struct table_edge edge = column_rule_edge(b, rule);

        paint_edge(p, &edge);
    }
}
