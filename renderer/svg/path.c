/*
 * path.c - the d attribute (SVG 2, 9.3) to a path of cairo.
 *
 * Process: renderer.  Distrusts: the data; what is broken ends the path there.
 */
#include "svg/internal.h"

#include <cairo.h>
#include <math.h>

struct state {
    cairo_t *cr;
    double x, y;   /* where the pen is */
    double cx, cy; /* the last control point, for S and T */
    char last;     /* the command before, in upper case */
};

/* Numbers of a command; -1: not one. */
static int
arguments_of(char command)
{
    switch (command) {
    case 'M':
    case 'L':
    case 'T':
        return 2;
    case 'H':
    case 'V':
        return 1;
    case 'C':
        return 6;
    case 'S':
    case 'Q':
        return 4;
    case 'A':
        return 7;
    case 'Z':
        return 0;
    default:
        return -1;
    }
}

static void
cubic(struct state *s, double x1, double y1, double x2, double y2, double x,
      double y)
{
    cairo_curve_to(s->cr, x1, y1, x2, y2, x, y);
    s->cx = x2;
    s->cy = y2;
    s->x = x;
    s->y = y;
}

static void
quadratic(struct state *s, double qx, double qy, double x, double y)
{
    cairo_curve_to(s->cr, s->x + (qx - s->x) * 2 / 3,
                   s->y + (qy - s->y) * 2 / 3, x + (qx - x) * 2 / 3,
                   y + (qy - y) * 2 / 3, x, y);
    s->cx = qx;
    s->cy = qy;
    s->x = x;
    s->y = y;
}

/* The arc as seen from its centre (SVG 2, B.2.4); false: a line. */
static bool
find_centre(const struct state *s, const double a[7], double *rx, double *ry,
            double *mx, double *my)
{
    double angle = a[2] * M_PI / 180, co = cos(angle), si = sin(angle);
    double hx = (s->x - a[5]) / 2, hy = (s->y - a[6]) / 2;
    double x = co * hx + si * hy, y = co * hy - si * hx, fit, root;

    *rx = fabs(a[0]);
    *ry = fabs(a[1]);
    if (*rx < 1e-9 || *ry < 1e-9)
        return false;
    fit = x * x / (*rx * *rx) + y * y / (*ry * *ry);
    if (!(fit > 0))
        return false;
    if (fit > 1) {
        *rx *= sqrt(fit);
        *ry *= sqrt(fit);
        fit = 1;
    }
    root = sqrt((1 - fit) / fit) * ((a[3] != 0) == (a[4] != 0) ? -1 : 1);
    x = root * *rx * y / *ry;
    y = -root * *ry * (co * hx + si * hy) / *rx;
    *mx = co * x - si * y + (s->x + a[5]) / 2;
    *my = si * x + co * y + (s->y + a[6]) / 2;
    return true;
}

static void
arc(struct state *s, const double a[7])
{
    double rx, ry, mx, my, angle = a[2] * M_PI / 180, from, to;
    double x = s->x, y = s->y;

    if (!find_centre(s, a, &rx, &ry, &mx, &my)) {
        cairo_line_to(s->cr, a[5], a[6]);
    } else {
        double co = cos(angle), si = sin(angle);

        from = atan2((co * (y - my) - si * (x - mx)) / ry,
                     (co * (x - mx) + si * (y - my)) / rx);
        to = atan2((co * (a[6] - my) - si * (a[5] - mx)) / ry,
                   (co * (a[5] - mx) + si * (a[6] - my)) / rx);
        cairo_save(s->cr);
        cairo_translate(s->cr, mx, my);
        cairo_rotate(s->cr, angle);
        cairo_scale(s->cr, rx, ry);
        if (a[4] != 0)
            cairo_arc(s->cr, 0, 0, 1, from, to);
        else
            cairo_arc_negative(s->cr, 0, 0, 1, from, to);
        cairo_restore(s->cr);
    }
    s->x = s->cx = a[5];
    s->y = s->cy = a[6];
}

/* The mirror image of the last control point, if the last command had one. */
static void
reflect(const struct state *s, const char *commands, double *x, double *y)
{
    bool had = s->last != 0 && strchr(commands, s->last) != NULL;

    *x = had ? 2 * s->x - s->cx : s->x;
    *y = had ? 2 * s->y - s->cy : s->y;
}

static void
line(struct state *s, double x, double y)
{
    cairo_line_to(s->cr, x, y);
    s->x = s->cx = x;
    s->y = s->cy = y;
}

static void
close_path(struct state *s)
{
    cairo_close_path(s->cr);
    if (cairo_has_current_point(s->cr))
        cairo_get_current_point(s->cr, &s->x, &s->y);
}

static void
run(struct state *s, char command, const double a[7])
{
    double x, y;

    switch (command) {
    case 'M':
        cairo_move_to(s->cr, a[0], a[1]);
        s->x = a[0];
        s->y = a[1];
        break;
    case 'L':
        line(s, a[0], a[1]);
        break;
    case 'H':
        line(s, a[0], s->y);
        break;
    case 'V':
        line(s, s->x, a[0]);
        break;
    case 'C':
        cubic(s, a[0], a[1], a[2], a[3], a[4], a[5]);
        break;
    case 'S':
        reflect(s, "CS", &x, &y);
        cubic(s, x, y, a[0], a[1], a[2], a[3]);
        break;
    case 'Q':
        quadratic(s, a[0], a[1], a[2], a[3]);
        break;
    case 'T':
        reflect(s, "QT", &x, &y);
        quadratic(s, x, y, a[0], a[1]);
        break;
    case 'A':
        arc(s, a);
        break;
    default:
        close_path(s);
    }
    s->last = command;
}

/* Makes the points of a relative command absolute. */
static void
add_pen(const struct state *s, char command, double a[7], int count)
{
    if (command == 'V')
        a[0] += s->y;
    else if (command == 'H')
        a[0] += s->x;
    else
        for (int i = command == 'A' ? 5 : 0; i + 1 < count; i += 2) {
            a[i] += s->x;
            a[i + 1] += s->y;
        }
}

/* The flags of an arc may stand without a space behind them. */
static bool
read_flag(struct span *s, double *out)
{
    while (s->size > 0 && s->data[0] != 0 &&
           strchr(" ,\t\r\n", s->data[0]) != NULL)
        *s = (struct span){s->data + 1, s->size - 1};
    if (s->size == 0 || (s->data[0] != '0' && s->data[0] != '1'))
        return false;
    *out = s->data[0] - '0';
    *s = (struct span){s->data + 1, s->size - 1};
    return true;
}

static bool
read_all(struct span *s, char command, double a[7], int count)
{
    for (int i = 0; i < count; i++)
        if (command == 'A' && (i == 3 || i == 4) ? !read_flag(s, &a[i])
                                                 : !svg_number(s, &a[i]))
            return false;
    return true;
}

void
svg_path(struct _cairo *cr, struct span data)
{
    struct state s = {.cr = cr};
    char command = 0;
    bool relative = false;
    double a[7];

    while (data.size > 0) {
        char c = (char)data.data[0];
        int count;

        if (c != 0 && strchr(" \t\r\n\f,", c) != NULL) {
            data = (struct span){data.data + 1, data.size - 1};
            continue;
        }
        if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')) {
            relative = c >= 'a';
            command = relative ? (char)(c - 32) : c;
            data = (struct span){data.data + 1, data.size - 1};
        } else if (command == 'Z') {
            return;
        }
        count = arguments_of(command);
        if (count < 0 || (s.last == 0 && command != 'M') ||
            !read_all(&data, command, a, count))
            return;
        if (relative)
            add_pen(&s, command, a, count);
        run(&s, command, a);
        if (command == 'M')
            command = 'L'; /* what follows without a letter */
    }
}
