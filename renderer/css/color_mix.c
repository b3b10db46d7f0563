/*
 * color_mix.c - color-mix() (CSS Color 5, 2), at once where both colours are
 * known, else when currentcolor is.
 *
 * Process: renderer.  Distrusts: style sheets; nesting is bounded.
 */
#include "css/color_spaces.h"

#include <math.h>

enum { MAX_MIX_DEPTH = 8 };

/* In enum css value.unit.  The polar ones have their hue in the last
 * coordinate, but hsl and hwb in the first. */
static const struct keyword spaces[] = {
    {"srgb", 's'},    {"srgb-linear", 'l'}, {"xyz", 'l'}, {"xyz-d65", 'l'},
    {"xyz-d50", 'l'}, {"oklab", 'o'},       {"lab", 'L'}, {"oklch", 'O'},
    {"lch", 'C'},     {"hsl", 'h'},         {"hwb", 'h'}, {NULL, 0}};

/* ---- conversions -------------------------------------------------------- */

static double
linear(double v)
{
    return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
}

static void
to_oklab(const double rgb[3], double out[3])
{
    double l = cbrt(0.4122214708 * rgb[0] + 0.5363325363 * rgb[1] +
                    0.0514459929 * rgb[2]);
    double m = cbrt(0.2119034982 * rgb[0] + 0.6806995451 * rgb[1] +
                    0.1073969566 * rgb[2]);
    double s = cbrt(0.0883024619 * rgb[0] + 0.2817188376 * rgb[1] +
                    0.6299787005 * rgb[2]);

    out[0] = 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s;
    out[1] = 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s;
    out[2] = 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s;
}

static double
lab_curve(double t)
{
    return t > 216.0 / 24389 ? cbrt(t) : (24389.0 / 27 * t + 16) / 116;
}

static void
to_lab(const double rgb[3], double out[3])
{
    double x = lab_curve(
        (0.4360747 * rgb[0] + 0.3850649 * rgb[1] + 0.1430804 * rgb[2]) /
        0.9642956764);
    double y =
        lab_curve(0.2225045 * rgb[0] + 0.7168786 * rgb[1] + 0.0606169 * rgb[2]);
    double z = lab_curve(
        (0.0139322 * rgb[0] + 0.0971045 * rgb[1] + 0.7141733 * rgb[2]) /
        0.8251046025);

    out[0] = 116 * y - 16;
    out[1] = 500 * (x - y);
    out[2] = 200 * (y - z);
}

/* a and b to chroma and hue in degrees, -1 where there is none. */
static void
to_polar(double c[3])
{
    double chroma = hypot(c[1], c[2]), scale = c[0] > 2 ? 100 : 1;
    double hue = atan2(c[2], c[1]) * 180 / M_PI;

    c[1] = chroma;
    c[2] = chroma < 0.0004 * scale ? -1 : hue < 0 ? hue + 360 : hue;
}

static void
to_hsl(const double rgb[3], double out[3])
{
    double high = fmax(rgb[0], fmax(rgb[1], rgb[2]));
    double low = fmin(rgb[0], fmin(rgb[1], rgb[2])), d = high - low;

    out[2] = (high + low) / 2;
    out[1] = d <= 0 ? 0 : d / (1 - fabs(2 * out[2] - 1));
    if (d <= 0)
        out[0] = -1;
    else if (high <= rgb[0])
        out[0] = 60 * fmod((rgb[1] - rgb[2]) / d + 6, 6);
    else if (high <= rgb[1])
        out[0] = 60 * ((rgb[2] - rgb[0]) / d + 2);
    else
        out[0] = 60 * ((rgb[0] - rgb[1]) / d + 4);
}

static void
to_space(int space, rgba_t color, double out[3])
{
    double rgb[3], light[3];

    for (int i = 0; i < 3; i++) {
        rgb[i] = (color >> (16 - 8 * i) & 255) / 255.0;
        light[i] = linear(rgb[i]);
        out[i] = space == 's' ? rgb[i] : light[i];
    }
    if (space == 'o' || space == 'O')
        to_oklab(light, out);
    else if (space == 'L' || space == 'C')
        to_lab(light, out);
    else if (space == 'h')
        to_hsl(rgb, out);
    if (space == 'O' || space == 'C')
        to_polar(out);
}

static rgba_t
from_space(int space, const double c[3], double alpha)
{
    double hue = c[2] * M_PI / 180;

    switch (space) {
    case 's':
        return color_pack(c[0], c[1], c[2], alpha);
    case 'l':
        return color_pack(color_gamma_encode(c[0]), color_gamma_encode(c[1]),
                          color_gamma_encode(c[2]), alpha);
    case 'o':
        return color_from_oklab(c[0], c[1], c[2], alpha);
    case 'O':
        return color_from_oklab(c[0], c[1] * cos(hue), c[1] * sin(hue), alpha);
    case 'L':
        return color_from_lab(c[0], c[1], c[2], alpha);
    case 'C':
        return color_from_lab(c[0], c[1] * cos(hue), c[1] * sin(hue), alpha);
    default:
        return color_from_hsl(c[0], c[1], c[2], alpha);
    }
}

/* ---- mixing ------------------------------------------------------------- */

static double
mix_hue(double a, double b, double part)
{
    if (a < 0 || b < 0)
        return a < 0 ? (b < 0 ? 0 : b) : a;
    if (b - a > 180)
        a += 360;
    else if (a - b > 180)
        b += 360;
    return a + (b - a) * part;
}

/* part of the second colour; alpha multiplies the result's. */
static rgba_t
mix(int space, rgba_t first, rgba_t second, double part, double alpha)
{
    double a[3], b[3], out[3], alpha_a = (first >> 24) / 255.0;
    double alpha_b = (second >> 24) / 255.0;
    double sum = alpha_a * (1 - part) + alpha_b * part;
    int hue = space == 'h' ? 0 : space == 'O' || space == 'C' ? 2 : -1;

    to_space(space, first, a);
    to_space(space, second, b);
    if (hue >= 0 && (alpha_a <= 0 || alpha_b <= 0))
        *(alpha_a <= 0 ? &a[hue] : &b[hue]) = -1;
    for (int i = 0; i < 3; i++)
        out[i] =
            i == hue ? mix_hue(a[i], b[i], part)
            : sum > 0
                ? (a[i] * alpha_a * (1 - part) + b[i] * alpha_b * part) / sum
                : 0;
    return from_space(space, out, sum * alpha);
}

rgba_t
color_resolve(const struct value *v, rgba_t current)
{
    if (v->kind == VALUE_COLOR)
        return v->color;
    if (v->kind != VALUE_COLOR_MIX)
        return current;
    return mix(v->unit, color_resolve(&v->items[0], current),
               color_resolve(&v->items[1], current), (double)v->number,
               (double)v->items[2].number);
}

/* ---- parsing ------------------------------------------------------------ */

static unsigned
depth_of(const struct value *v)
{
    unsigned a, b;

    if (v->kind != VALUE_COLOR_MIX)
        return 0;
    a = depth_of(&v->items[0]);
    b = depth_of(&v->items[1]);
    return 1 + (a > b ? a : b);
}

/* A colour with its percentage before or behind it; -1: none given. */
static bool
parse_part(struct css_input *in, struct value *color, double *percent)
{
    *percent = -1;
    for (int i = 0; i < 2; i++) {
        tokens_skip_space(&in->t);
        if (tokens_type(&in->t) == TOKEN_PERCENT) {
            *percent = in->t.at->number;
            in->t.at++;
            if (!(*percent >= 0 && *percent <= 100))
                return false;
        }
        if (i == 0 && !parse_color_value(in, color))
            return false;
        if (*percent >= 0)
            break;
    }
    return true;
}

bool
color_parse_mix(struct css_input *in, struct value *out)
{
    struct value *items = arena_array(in->arena, 3, sizeof *items), space;
    double p[2];

    space = value_keyword('o');
    if (parse_ident(in, "in")) {
        if (!parse_keyword_of(in, spaces, &space))
            return false;
        if (parse_ident(in, "shorter") && !parse_ident(in, "hue"))
            return false;
        if (!parse_comma(in))
            return false;
    }
    if (!parse_part(in, &items[0], &p[0]) || !parse_comma(in) ||
        !parse_part(in, &items[1], &p[1]) || !parse_at_end(in))
        return false;
    if (p[0] < 0)
        p[0] = p[1] < 0 ? 50 : 100 - p[1];
    if (p[1] < 0)
        p[1] = 100 - p[0];
    if (!(p[0] + p[1] > 0))
        return false;
    items[2].number = p[0] + p[1] < 100 ? (float)((p[0] + p[1]) / 100) : 1;
    *out = (struct value){.kind = VALUE_COLOR_MIX,
                          .unit = (uint8_t)space.keyword,
                          .number = (float)(p[1] / (p[0] + p[1])),
                          .items = items};
    if (items[0].kind == VALUE_COLOR && items[1].kind == VALUE_COLOR) {
        rgba_t color = color_resolve(out, 0);
        *out = (struct value){.kind = VALUE_COLOR, .color = color};
    }
    return depth_of(out) <= MAX_MIX_DEPTH;
}
