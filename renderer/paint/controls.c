/*
 * controls.c - the marks of form controls: checks, dots, arrows, bars.
 *
 * Process: renderer.  Distrusts: the page's attributes.
 */
#include "paint/painter.h"
#include "form/control.h"

#include <cairo.h>
#include <math.h>
#include <stdlib.h>

static const rgba_t edge = 0xFF767676, accent = 0xFF1A66D6, track = 0xFFE6E6E6,
                    faded = 0xFFB8B8B8, row_ground = 0xFFB5D2FC,
                    button_ground = 0xFFEFEFEF;

bool
paint_is_mark(const struct box *b)
{
    enum control_type type =
        b->node != NULL ? control_type(b->node) : CONTROL_NONE;

    return type == CONTROL_CHECKBOX || type == CONTROL_RADIO;
}

bool
paint_is_control(const struct box *b)
{
    const struct node *n = b->node;

    if (n == NULL || n->type != NODE_ELEMENT || b->kind == BOX_INLINE)
        return false;
    switch (n->tag) {
    case TAG_input:
    case TAG_textarea:
        return !control_is_button(control_type(n));
    case TAG_select:
    case TAG_progress:
    case TAG_meter:
        return true;
    default:
        return false;
    }
}

static void
stroke_line(struct painter *p, double width, const double *points, int count)
{
    cairo_set_line_width(p->cr, width);
    cairo_set_line_cap(p->cr, CAIRO_LINE_CAP_ROUND);
    cairo_set_line_join(p->cr, CAIRO_LINE_JOIN_ROUND);
    cairo_new_path(p->cr);
    for (int i = 0; i < count; i++)
        cairo_line_to(p->cr, points[2 * i], points[2 * i + 1]);
    cairo_stroke(p->cr);
}

static void
paint_check(struct painter *p, struct rect r, bool checked, bool off)
{
    double s = r.width / 13.0;
    double mark[] = {r.x + 3 * s,   r.y + 6.5 * s, r.x + 5.5 * s,
                     r.y + 9.5 * s, r.x + 10 * s,  r.y + 3.5 * s};

    fill_rect(p, r, off ? faded : checked ? accent : edge);
    if (!checked) {
        fill_rect(p, rect_grow(r, -1), 0xFFFFFFFF);
        return;
    }
    set_color(p, 0xFFFFFFFF);
    stroke_line(p, 1.8 * s, mark, 3);
}

static void
paint_radio(struct painter *p, struct rect r, bool checked, bool off)
{
    rgba_t color = off ? faded : checked ? accent : edge;
    double x = r.x + r.width / 2.0, y = r.y + r.height / 2.0;
    double radius = (r.width < r.height ? r.width : r.height) / 2.0;

    cairo_new_path(p->cr);
    set_color(p, color);
    cairo_arc(p->cr, x, y, radius, 0, 2 * M_PI);
    cairo_fill(p->cr);
    set_color(p, 0xFFFFFFFF);
    cairo_arc(p->cr, x, y, fmax(radius - 1, 0), 0, 2 * M_PI);
    cairo_fill(p->cr);
    if (checked) {
        set_color(p, color);
        cairo_arc(p->cr, x, y, radius * 0.55, 0, 2 * M_PI);
        cairo_fill(p->cr);
    }
}

/* The outline of buttons and fields, inside r. */
static void
frame_path(struct painter *p, struct rect r, double line)
{
    double radius = 2.5 * (double)p->context->zoom;
    double x = r.x + line / 2, y = r.y + line / 2;
    double right = r.x + r.width - line / 2, bottom = r.y + r.height - line / 2;

    cairo_new_path(p->cr);
    cairo_arc(p->cr, right - radius, y + radius, radius, -M_PI / 2, 0);
    cairo_arc(p->cr, right - radius, bottom - radius, radius, 0, M_PI / 2);
    cairo_arc(p->cr, x + radius, bottom - radius, radius, M_PI / 2, M_PI);
    cairo_arc(p->cr, x + radius, y + radius, radius, M_PI, 3 * M_PI / 2);
    cairo_close_path(p->cr);
}

static void
stroke_frame(struct painter *p, struct rect r, rgba_t color)
{
    double line = fmax(1, floor((double)p->context->zoom));

    frame_path(p, r, line);
    set_color(p, color);
    cairo_set_line_width(p->cr, line);
    cairo_stroke(p->cr);
}

/* Whether the border is still the one that the thin frame stands for. */
static bool
has_frame(const struct painter *p, const struct decoration *d)
{
    const struct node *n = d->box->node;
    const struct border *b = d->style->border;
    int width = (int)fmax(1, floor(2 * (double)p->context->zoom + 0.01));

    if (n == NULL || (!node_is(n, TAG_input) && !node_is(n, TAG_button)) ||
        d->style != d->box->style || !d->square)
        return false;
    for (int side = 0; side < 4; side++)
        if ((b[side].style != BORDER_INSET && b[side].style != BORDER_OUTSET) ||
            d->border[side] != width || b[side].color != edge)
            return false;
    return true;
}

bool
paint_control_frame(struct painter *p, const struct decoration *d)
{
    if (!has_frame(p, d))
        return false;
    stroke_frame(p, d->outer, control_is_disabled(d->box->node) ? faded : edge);
    return true;
}

bool
clip_to_control(struct painter *p, const struct decoration *d)
{
    if (!has_frame(p, d))
        return false;
    cairo_save(p->cr);
    frame_path(p, d->outer, 0);
    cairo_clip(p->cr);
    return true;
}

/* The button in a file field: behind its words, which are text like the file's
 * name, and as far beyond them as before them. */
static void
paint_file_button(struct painter *p, const struct decoration *d)
{
    struct font *f = font_primary(d->style);
    struct span label = span_of(CONTROL_FILE_BUTTON);
    struct buf glyphs = {0};
    size_t count = font_shape(f, label, 0, label.size, 0, &glyphs);
    const struct glyph *g = (const struct glyph *)(const void *)glyphs.data;
    struct rect r = d->outer;
    int64_t width = 0;

    for (size_t i = 0; i < count; i++)
        width += g[i].x_advance;
    buf_finish(&glyphs);
    r.width = (int)(width / UNIT) + 2 * d->padding[SIDE_LEFT];
    r = rect_intersect(r, d->outer);
    frame_path(p, r, 0);
    set_color(p, button_ground);
    cairo_fill(p->cr);
    stroke_frame(p, r, control_is_disabled(d->box->node) ? faded : edge);
}

/* The arrow of a list that is closed. */
static void
paint_arrow(struct painter *p, const struct decoration *d, struct rect r)
{
    double x = r.x + r.width - 9.5, y = r.y + r.height / 2.0;
    double arrow[] = {x - 4, y - 2, x, y + 2, x + 4, y - 2};

    set_color(p, d->style->color);
    stroke_line(p, 1.5, arrow, 3);
}

static double
number(const struct node *n, const char *name, double otherwise)
{
    const struct span *a = node_attribute(n, name);
    double value =
        a != NULL && a->size > 0 ? strtod((const char *)a->data, NULL) : NAN;

    return isfinite(value) ? value : otherwise;
}

/* progress and meter: HTML standard 4.10.13, 4.10.14. */
static void
paint_bar(struct painter *p, const struct node *n, struct rect r)
{
    double low = node_is(n, TAG_meter) ? number(n, "min", 0) : 0;
    double high = number(n, "max", 1);
    double value = number(n, "value", low);
    double part = high > low ? (value - low) / (high - low) : 0;
    rgba_t color = node_is(n, TAG_meter) ? 0xFF107C10 : accent;

    part = part < 0 ? 0 : part > 1 ? 1 : part;
    fill_rect(p, r, track);
    r.width = (int)(r.width * part + 0.5);
    fill_rect(p, r, color);
}

/* The grounds of the rows of a list that are selected. */
static void
paint_rows(struct painter *p, const struct decoration *d)
{
    const struct box *b = d->box;
    const struct line *line = b->lines;
    const struct node *n = b->node->first;
    struct rect inner = rect_inset(d->outer, d->border);

    for (; n != NULL && line != NULL; n = node_walk(n, b->node, false)) {
        if (!node_is(n, TAG_option) && !node_is(n, TAG_optgroup))
            continue;
        if (node_is(n, TAG_option) && control_is_checked(n)) {
            struct rect r = px_rect(b->x, line->y, b->width, line->height);

            fill_rect(p, rect_intersect(r, inner), row_ground);
        }
        line = line->next;
    }
}

static void
paint_range(struct painter *p, const struct node *n, struct rect r)
{
    struct buf value = {0};
    double low = number(n, "min", 0), high = number(n, "max", 100), at, part;
    int knob = r.height < r.width ? r.height : r.width;
    struct rect bar = {r.x, r.y + r.height / 2 - 2, r.width, 4};

    control_add_value(&value, n);
    at = strtod(buf_text(&value), NULL);
    part = high > low && isfinite(at) ? (at - low) / (high - low) : 0;
    part = part < 0 ? 0 : part > 1 ? 1 : part;
    fill_rect(p, bar, faded);
    bar.width = (int)((r.width - knob) * part) + knob / 2;
    fill_rect(p, bar, accent);
    set_color(p, accent);
    cairo_new_path(p->cr);
    cairo_arc(p->cr, bar.x + bar.width, r.y + r.height / 2.0, knob / 2.0, 0,
              2 * M_PI);
    cairo_fill(p->cr);
    buf_finish(&value);
}

static void
paint_caret(struct painter *p, const struct decoration *d)
{
    const struct paint_context *c = p->context;
    struct rect r;

    if (c->caret != NULL && c->caret(d->box, &r, c->data))
        fill_rect(p, rect_intersect(r, rect_inset(d->outer, d->border)),
                  d->style->color);
}

static void
paint_input(struct painter *p, const struct decoration *d, struct rect r)
{
    const struct node *n = d->box->node;
    bool checked = control_is_checked(n), off = control_is_disabled(n);

    switch (control_type(n)) {
    case CONTROL_RADIO:
        paint_radio(p, d->outer, checked, off);
        break;
    case CONTROL_CHECKBOX:
        paint_check(p, d->outer, checked, off);
        break;
    case CONTROL_RANGE:
        paint_range(p, n, r);
        break;
    case CONTROL_FILE:
        paint_file_button(p, d);
        break;
    default:
        paint_caret(p, d);
    }
}

void
paint_control(struct painter *p, const struct box *b)
{
    const struct node *n = b->node;
    struct decoration d;
    struct rect r;

    decoration_of_box(&d, b);
    r = rect_inset(d.outer, d.border);
    if (rect_is_empty(d.outer))
        return;
    if (node_is(n, TAG_input))
        paint_input(p, &d, r);
    else if (node_is(n, TAG_textarea))
        paint_caret(p, &d);
    else if (!node_is(n, TAG_select))
        paint_bar(p, n, r);
    else if (control_is_list(n))
        paint_rows(p, &d);
    else
        paint_arrow(p, &d, r);
}
