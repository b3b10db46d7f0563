/*
 * values.c - numbers, lengths, transforms and viewBoxes in SVG's attributes
 * (SVG 2, 4.2, 7 and 8).
 *
 * Process: renderer.  Distrusts: every attribute; numbers are clamped.
 */
#include "svg/internal.h"

#include <cairo.h>
#include <math.h>
#include <stdlib.h>
#include <strings.h>

enum { MAX_NUMBER = 1000000, MAX_DIGITS = 63 };

static void
skip(struct span *s, size_t size)
{
    *s = (struct span){s->data + size, s->size - size};
}

static void
skip_space(struct span *s)
{
    while (s->size > 0 && strchr(" \t\r\n\f", s->data[0]) != NULL &&
           s->data[0] != 0)
        skip(s, 1);
}

/* How many bytes the number at the front has; 0: there is none. */
static size_t
number_size(struct span s)
{
    size_t i = 0, digits = 0, before;

    if (i < s.size && (s.data[i] == '+' || s.data[i] == '-'))
        i++;
    for (; i < s.size && s.data[i] >= '0' && s.data[i] <= '9'; i++)
        digits++;
    if (i < s.size && s.data[i] == '.')
        for (i++; i < s.size && s.data[i] >= '0' && s.data[i] <= '9'; i++)
            digits++;
    if (digits == 0)
        return 0;
    before = i;
    if (i < s.size && (s.data[i] == 'e' || s.data[i] == 'E')) {
        i++;
        if (i < s.size && (s.data[i] == '+' || s.data[i] == '-'))
            i++;
        if (i == s.size || s.data[i] < '0' || s.data[i] > '9')
            return before; /* an "em", say */
        while (i < s.size && s.data[i] >= '0' && s.data[i] <= '9')
            i++;
    }
    return i;
}

bool
svg_number(struct span *s, double *out)
{
    char digits[MAX_DIGITS + 1];
    size_t size;

    skip_space(s);
    if (s->size > 0 && s->data[0] == ',') {
        skip(s, 1);
        skip_space(s);
    }
    size = number_size(*s);
    if (size == 0)
        return false;
    memcpy(digits, s->data, size < MAX_DIGITS ? size : MAX_DIGITS);
    digits[size < MAX_DIGITS ? size : MAX_DIGITS] = 0;
    skip(s, size);
    *out = strtod(digits, NULL);
    if (!(*out > -MAX_NUMBER))
        *out = -MAX_NUMBER;
    if (*out > MAX_NUMBER)
        *out = MAX_NUMBER;
    return true;
}

double
svg_length(const struct node *n, const char *name, double whole, double other)
{
    static const struct {
        const char *name;
        double px;
    } units[] = {{"px", 1},         {"pt", 96 / 72.0}, {"pc", 16},
                 {"mm", 96 / 25.4}, {"cm", 96 / 2.54}, {"in", 96},
                 {"em", 16},        {"rem", 16},       {"ex", 8}};
    const struct span *value = node_attribute(n, name);
    double number, em = 1;
    struct span s;

    if (value == NULL)
        return other;
    s = *value;
    if (!svg_number(&s, &number))
        return other;
    if (s.size > 0 && s.data[0] == '%')
        return number / 100 * whole;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (s.size >= strlen(units[i].name) &&
            strncasecmp((const char *)s.data, units[i].name,
                        strlen(units[i].name)) == 0)
            em = units[i].px;
    return number * em;
}

bool
svg_view_box(const struct node *n, double box[4])
{
    const struct span *value = node_attribute(n, "viewBox");
    struct span s;

    if (value == NULL)
        return false;
    s = *value;
    for (int i = 0; i < 4; i++)
        if (!svg_number(&s, &box[i]))
            return false;
    return box[2] > 0 && box[3] > 0;
}

struct svg_size
svg_natural_size(const struct node *svg)
{
    struct svg_size size = {0, 0, 0};
    double box[4];

    size.width = fmax(0, svg_length(svg, "width", 0, 0));
    size.height = fmax(0, svg_length(svg, "height", 0, 0));
    if (size.width > 0 && size.height > 0)
        size.ratio = size.width / size.height;
    else if (svg_view_box(svg, box))
        size.ratio = box[2] / box[3];
    return size;
}

/* ---- transforms ----------------------------------------------------------*/

/* Reads "(a, b, ...)"; returns how many there were. */
static int
read_arguments(struct span *s, double a[6])
{
    int count = 0;

    skip_space(s);
    if (s->size == 0 || s->data[0] != '(')
        return -1;
    skip(s, 1);
    while (count < 6 && svg_number(s, &a[count]))
        count++;
    skip_space(s);
    if (s->size == 0 || s->data[0] != ')')
        return -1;
    skip(s, 1);
    return count;
}

static void
multiply(cairo_t *cr, double a, double b, double c, double d, double e,
         double f)
{
    cairo_matrix_t m, now;

    cairo_matrix_init(&m, a, b, c, d, e, f);
    cairo_get_matrix(cr, &now);
    cairo_matrix_multiply(&m, &m, &now);
    /* cairo stops for good at a matrix it cannot invert. */
    if (fabs(m.xx * m.yy - m.xy * m.yx) > 1e-12)
        cairo_set_matrix(cr, &m);
    else
        cairo_scale(cr, 1e-6, 1e-6);
}

static bool
apply_function(cairo_t *cr, struct span name, const double a[6], int count)
{
    if (span_is(name, "matrix") && count == 6) {
        multiply(cr, a[0], a[1], a[2], a[3], a[4], a[5]);
    } else if (span_is(name, "translate") && count >= 1) {
        cairo_translate(cr, a[0], count > 1 ? a[1] : 0);
    } else if (span_is(name, "scale") && count >= 1) {
        multiply(cr, a[0], 0, 0, count > 1 ? a[1] : a[0], 0, 0);
    } else if (span_is(name, "rotate") && count >= 1) {
        double x = count == 3 ? a[1] : 0, y = count == 3 ? a[2] : 0;

        cairo_translate(cr, x, y);
        cairo_rotate(cr, a[0] * M_PI / 180);
        cairo_translate(cr, -x, -y);
    } else if (span_is(name, "skewX") && count == 1) {
        multiply(cr, 1, 0, tan(a[0] * M_PI / 180), 1, 0, 0);
    } else if (span_is(name, "skewY") && count == 1) {
        multiply(cr, 1, tan(a[0] * M_PI / 180), 0, 1, 0, 0);
    } else {
        return false;
    }
    return true;
}

bool
svg_transform(struct _cairo *cr, const struct span *text)
{
    struct span s, name;
    double a[6];

    if (text == NULL)
        return true;
    for (s = *text;;) {
        skip_space(&s);
        if (s.size > 0 && s.data[0] == ',')
            skip(&s, 1);
        skip_space(&s);
        if (s.size == 0)
            return true;
        name = (struct span){s.data, 0};
        while (s.size > 0 && s.data[0] != '(' && s.data[0] != ' ') {
            skip(&s, 1);
            name.size++;
        }
        if (!apply_function(cr, name, a, read_arguments(&s, a)))
            return false;
    }
}

static bool
has(const struct span *s, const char *word)
{
    return s != NULL && s->size > 0 &&
           memmem(s->data, s->size, word, strlen(word)) != NULL;
}

static double
align(const struct span *s, const char *min, const char *max, double free)
{
    return has(s, min) ? 0 : has(s, max) ? free : free / 2;
}

void
svg_map_view_box(struct svg_canvas *c, const struct node *n, double width,
                 double height)
{
    const struct span *how = node_attribute(n, "preserveAspectRatio");
    double box[4], sx, sy;

    c->width = width;
    c->height = height;
    if (!svg_view_box(n, box))
        return;
    sx = width / box[2];
    sy = height / box[3];
    if (!has(how, "none")) {
        sx = sy = has(how, "slice") ? fmax(sx, sy) : fmin(sx, sy);
        cairo_translate(c->cr, align(how, "xMin", "xMax", width - box[2] * sx),
                        align(how, "YMin", "YMax", height - box[3] * sy));
    }
    multiply(c->cr, sx, 0, 0, sy, -box[0] * sx, -box[1] * sy);
    c->width = box[2];
    c->height = box[3];
}

/* ---- references ----------------------------------------------------------*/

const struct node *
svg_by_id(struct svg_canvas *c, const char *id)
{
    const struct node *n = c->root;

    while (id[0] != 0 && c->searched < MAX_SVG_SEARCHED &&
           (n = node_walk(n, c->root, false)) != NULL) {
        c->searched++;
        if (n->id != NULL && strcmp(n->id, id) == 0)
            return n;
    }
    return NULL;
}

const struct node *
svg_href(struct svg_canvas *c, const struct node *n)
{
    const struct span *href = node_attribute(n, "href");

    if (href == NULL)
        href = node_attribute(n, "xlink:href");
    if (href == NULL || href->size < 2 || href->data[0] != '#')
        return NULL;
    return svg_by_id(c, (const char *)href->data + 1);
}
