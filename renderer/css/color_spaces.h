/*
 * color_spaces.h - between sRGB and other colour spaces (CSS Color 4, 5).
 *
 * Process: renderer.
 */
#ifndef BULKHEAD_COLOR_SPACES_H
#define BULKHEAD_COLOR_SPACES_H

#include "css/values.h"

/* ---- color.c: out of sRGB's gamut is cut off; channels and alpha 0 to 1 ---
 */
rgba_t color_pack(double r, double g, double b, double alpha);
double color_gamma_encode(double linear);
rgba_t color_from_oklab(double lightness, double a, double b, double alpha);
rgba_t color_from_lab(double lightness, double a, double b, double alpha);
rgba_t color_from_hsl(double hue, double s, double l, double alpha);

struct component {
    double value;
    bool percent, none;
};

/* Three components (the hue-th is an angle, -1: none) and alpha to the end. */
bool color_components(struct css_input *in, struct component c[4], int hue);

/* ---- color_spaces.c: what stands in color() ---- */
bool color_parse_space(struct css_input *inner, rgba_t *color);

/* ---- color_mix.c: what stands in color-mix() ---- */
bool color_parse_mix(struct css_input *inner, struct value *out);

#endif
