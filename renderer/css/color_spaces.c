/*
 * color_spaces.c - color() with its predefined spaces (CSS Color 4, 10).
 *
 * Process: renderer.  Distrusts: style sheets.
 */
#include "css/color_spaces.h"

#include <math.h>

enum transfer { LINEAR, SRGB, A98, PROPHOTO, REC2020 };

/* To linear sRGB. */
static const struct space_row {
    const char *name;
    enum transfer transfer;
    double m[9];
} spaces[] = {
    {"srgb", SRGB, {1, 0, 0, 0, 1, 0, 0, 0, 1}},
    {"srgb-linear", LINEAR, {1, 0, 0, 0, 1, 0, 0, 0, 1}},
    {"display-p3",
     SRGB,
     {1.2249401763, -0.2249401763, 0, -0.0420569547, 1.0420569547, 0,
      -0.0196375546, -0.0786360456, 1.0982736001}},
    {"a98-rgb",
     A98,
     {1.3983557440, -0.3983557440, 0, 0, 1, 0, 0, -0.0429289893, 1.0429289893}},
    {"prophoto-rgb",
     PROPHOTO,
     {2.0341926050, -0.7274207698, -0.3067718353, -0.2288107810, 1.2317293400,
      -0.0029185590, -0.0085697978, -0.1532865720, 1.1618563698}},
    {"rec2020",
     REC2020,
     {1.6604910021, -0.5876411388, -0.0728498633, -0.1245504745, 1.1328998971,
      -0.0083494226, -0.0181507634, -0.1005788980, 1.1187296614}},
    {"xyz",
     LINEAR,
     {3.2409699419, -1.5373831776, -0.4986107603, -0.9692436363, 1.8759675015,
      0.0415550574, 0.0556300797, -0.2039769589, 1.0569715142}},
    {"xyz-d65",
     LINEAR,
     {3.2409699419, -1.5373831776, -0.4986107603, -0.9692436363, 1.8759675015,
      0.0415550574, 0.0556300797, -0.2039769589, 1.0569715142}},
    {"xyz-d50",
     LINEAR,
     {3.1341359569, -1.6173863321, -0.4906619460, -0.9787954765, 1.9162543774,
      0.0334427283, 0.0719553987, -0.2289767597, 1.4053860252}},
};

static double
decode(enum transfer how, double v)
{
    double a = fabs(v);

    switch (how) {
    case SRGB:
        a = a <= 0.04045 ? a / 12.92 : pow((a + 0.055) / 1.055, 2.4);
        break;
    case A98:
        a = pow(a, 563.0 / 256);
        break;
    case PROPHOTO:
        a = a <= 16.0 / 512 ? a / 16 : pow(a, 1.8);
        break;
    case REC2020:
        a = a < 0.08124285829863
                ? a / 4.5
                : pow((a + 0.09929682680944) / 1.09929682680944, 1 / 0.45);
        break;
    default:
        break;
    }
    return v < 0 ? -a : a;
}

static rgba_t
convert(const struct space_row *s, const struct component c[4])
{
    double in[3], out[3];

    for (int i = 0; i < 3; i++)
        in[i] = decode(s->transfer, c[i].value / (c[i].percent ? 100 : 1));
    for (int i = 0; i < 3; i++)
        out[i] =
            color_gamma_encode(s->m[3 * i] * in[0] + s->m[3 * i + 1] * in[1] +
                               s->m[3 * i + 2] * in[2]);
    return color_pack(out[0], out[1], out[2], c[3].value);
}

bool
color_parse_space(struct css_input *inner, rgba_t *color)
{
    const struct space_row *found = NULL;
    struct component c[4];

    for (size_t i = 0; i < sizeof spaces / sizeof *spaces && found == NULL; i++)
        if (parse_ident(inner, spaces[i].name))
            found = &spaces[i];
    if (found == NULL || !color_components(inner, c, -1))
        return false;
    *color = convert(found, c);
    return true;
}
