/*
 * color.c - colours of CSS Color 4 and of HTML's legacy attributes.
 *
 * Process: renderer.  Distrusts: style sheets and attributes.
 */
#include "css/color_spaces.h"

#include "utf8.h"

#include <math.h>

struct named {
    const char *name;
    rgba_t color;
};

static const struct named named_colors[] = {
#define COLOR(name, value) {name, value},
#include "css/colors.def"
};
static const struct named system_colors[] = {
#define SYSTEM(name, value) {name, value},
#include "css/colors.def"
};

static bool
find_color(const struct named *table, size_t count, struct span name,
           rgba_t *color)
{
    size_t low = 0, high = count;
    char text[32];

    if (name.size >= sizeof text)
        return false;
    for (size_t i = 0; i < name.size; i++)
        text[i] = (char)(name.data[i] >= 'A' && name.data[i] <= 'Z'
                             ? name.data[i] + 32
                             : name.data[i]);
    text[name.size] = '\0';
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = strcmp(table[middle].name, text);

        if (order == 0) {
            *color = table[middle].color;
            return true;
        }
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

bool
color_from_name(struct span name, rgba_t *color)
{
    return find_color(named_colors, sizeof named_colors / sizeof *named_colors,
                      name, color);
}

static int
hex_digit(uint8_t c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if ((c | 32) >= 'a' && (c | 32) <= 'f')
        return (c | 32) - 'a' + 10;
    return -1;
}

bool
color_from_hex(struct span digits, rgba_t *color)
{
    uint32_t channel[4] = {0, 0, 0, 255};
    size_t wide = digits.size >= 6 ? 2 : 1, count = digits.size / wide;

    if (digits.size != 3 && digits.size != 4 && digits.size != 6 &&
        digits.size != 8)
        return false;
    for (size_t i = 0; i < count; i++) {
        int high = hex_digit(digits.data[i * wide]);
        int low = hex_digit(digits.data[i * wide + wide - 1]);
        if (high < 0 || low < 0)
            return false;
        channel[i] = (uint32_t)(high * 16 + low);
    }
    *color = channel[3] << 24 | channel[0] << 16 | channel[1] << 8 | channel[2];
    return true;
}

/* ---- legacy colours ----------------------------------------------------- */

enum { MAX_LEGACY = 128 };

/* Steps 9 to 18 of the rules, on a cleaned text. */
static rgba_t
legacy_digits(char *text, size_t size)
{
    uint32_t color = 0xFF;
    size_t length, skip = 0, keep;

    while (size == 0 || size % 3 != 0)
        text[size++] = '0';
    length = size / 3;
    if (length > 8)
        skip = length - 8;
    while (length - skip > 2 && text[skip] == '0' &&
           text[length + skip] == '0' && text[2 * length + skip] == '0')
        skip++;
    keep = length - skip > 2 ? 2 : length - skip;
    for (size_t i = 0; i < 3; i++) {
        uint32_t channel = 0;
        for (size_t k = 0; k < keep; k++)
            channel = channel * 16 +
                      (uint32_t)hex_digit((uint8_t)text[i * length + skip + k]);
        color = color << 8 | channel;
    }
    return color;
}

bool
color_from_legacy(struct span text, rgba_t *color)
{
    char clean[MAX_LEGACY + 4];
    size_t size = 0;
    const uint8_t *at, *end;

    while (text.size > 0 && strchr(" \t\n\f\r", text.data[0]) != NULL)
        text = (struct span){text.data + 1, text.size - 1};
    while (text.size > 0 && strchr(" \t\n\f\r", text.data[text.size - 1]))
        text.size--;
    if (text.size == 0 || span_is_nocase(text, "transparent"))
        return false;
    if (color_from_name(text, color))
        return true;
    if (text.size == 4 && text.data[0] == '#' &&
        color_from_hex((struct span){text.data + 1, 3}, color))
        return true;
    at = text.data;
    end = at + text.size;
    if (*at == '#')
        at++;
    while (at < end && size < MAX_LEGACY) {
        uint32_t code = utf8_next(&at, end);
        clean[size++] =
            code < 0x80 && hex_digit((uint8_t)code) >= 0 ? (char)code : '0';
        if (code > 0xFFFF && size < MAX_LEGACY)
            clean[size++] = '0';
    }
    *color = legacy_digits(clean, size);
    return true;
}

/* ---- functions ---------------------------------------------------------- */

static uint32_t
to_byte(double unit_value)
{
    if (!(unit_value > 0))
        return 0;
    return unit_value >= 1 ? 255 : (uint32_t)lround(unit_value * 255);
}

rgba_t
color_pack(double r, double g, double b, double alpha)
{
    return to_byte(alpha) << 24 | to_byte(r) << 16 | to_byte(g) << 8 |
           to_byte(b);
}

static bool
parse_component(struct css_input *in, struct component *c, bool hue)
{
    struct value v;
    float radians;

    *c = (struct component){0};
    if (parse_ident(in, "none")) {
        c->none = true;
        return true;
    }
    tokens_skip_space(&in->t);
    if (tokens_type(&in->t) == TOKEN_PERCENT) {
        c->value = in->t.at->number;
        c->percent = true;
        in->t.at++;
        return !hue;
    }
    if (parse_number_value(in, &v)) {
        c->value = value_to_number(&v);
        return true;
    }
    if (hue && parse_angle(in, &radians)) {
        c->value = (double)radians * 180 / M_PI;
        return true;
    }
    return false;
}

/* Three components and alpha, by commas (legacy) or by spaces and a slash. */
bool
color_components(struct css_input *in, struct component c[4], int hue)
{
    bool commas = false, has_alpha = false;

    for (int i = 0; i < 3; i++) {
        if (i > 0) {
            bool comma = parse_comma(in);
            if (i == 1)
                commas = comma;
            else if (comma != commas)
                return false;
        }
        if (!parse_component(in, &c[i], i == hue))
            return false;
        if (commas && (c[i].none || (hue < 0 && c[i].percent != c[0].percent)))
            return false;
    }
    c[3] = (struct component){.value = 1};
    has_alpha = commas ? parse_comma(in) : parse_slash(in);
    if (has_alpha && !parse_component(in, &c[3], false))
        return false;
    if (c[3].percent)
        c[3].value /= 100;
    return parse_at_end(in);
}

static double
hue_channel(double hue, double chroma_low, double chroma_high)
{
    hue = fmod(hue, 360);
    if (hue < 0)
        hue += 360;
    if (hue < 60)
        return chroma_low + (chroma_high - chroma_low) * hue / 60;
    if (hue < 180)
        return chroma_high;
    if (hue < 240)
        return chroma_low + (chroma_high - chroma_low) * (240 - hue) / 60;
    return chroma_low;
}

static double
clamp_unit(double v)
{
    if (!(v > 0))
        return 0;
    return v > 1 ? 1 : v;
}

rgba_t
color_from_hsl(double hue, double s, double l, double alpha)
{
    double high = l <= 0.5 ? l * (s + 1) : l + s - l * s;
    double low = l * 2 - high;

    return color_pack(hue_channel(hue + 120, low, high),
                      hue_channel(hue, low, high),
                      hue_channel(hue - 120, low, high), alpha);
}

static rgba_t
from_hsl(const struct component c[4])
{
    return color_from_hsl(c[0].value, clamp_unit(c[1].value / 100),
                          clamp_unit(c[2].value / 100), c[3].value);
}

static rgba_t
from_hwb(const struct component c[4])
{
    double w = clamp_unit(c[1].value / 100), k = clamp_unit(c[2].value / 100);
    double grey = w + k > 1 ? w / (w + k) : 0, scale = 1 - w - k;

    if (w + k > 1)
        return color_pack(grey, grey, grey, c[3].value);
    return color_pack(hue_channel(c[0].value + 120, 0, 1) * scale + w,
                      hue_channel(c[0].value, 0, 1) * scale + w,
                      hue_channel(c[0].value - 120, 0, 1) * scale + w,
                      c[3].value);
}

static rgba_t
from_rgb(const struct component c[4])
{
    double channel[3];

    for (int i = 0; i < 3; i++)
        channel[i] = c[i].value / (c[i].percent ? 100 : 255);
    return color_pack(channel[0], channel[1], channel[2], c[3].value);
}

double
color_gamma_encode(double linear)
{
    if (linear <= 0.0031308)
        return 12.92 * linear;
    return 1.055 * pow(linear, 1 / 2.4) - 0.055;
}

rgba_t
color_from_oklab(double lightness, double a, double b, double alpha)
{
    double l = pow(lightness + 0.3963377774 * a + 0.2158037573 * b, 3);
    double m = pow(lightness - 0.1055613458 * a - 0.0638541728 * b, 3);
    double s = pow(lightness - 0.0894841775 * a - 1.2914855480 * b, 3);

    return color_pack(color_gamma_encode(4.0767416621 * l - 3.3077115913 * m +
                                         0.2309699292 * s),
                      color_gamma_encode(-1.2684380046 * l + 2.6097574011 * m -
                                         0.3413193965 * s),
                      color_gamma_encode(-0.0041960863 * l - 0.7034186147 * m +
                                         1.7076147010 * s),
                      alpha);
}

static double
lab_inverse(double t)
{
    return t > 6.0 / 29 ? t * t * t : (116 * t - 16) * 27 / 24389;
}

/* D50 to sRGB's D65 by the Bradford matrix, in one step. */
rgba_t
color_from_lab(double lightness, double a, double b, double alpha)
{
    double fy = (lightness + 16) / 116;
    double x = lab_inverse(fy + a / 500) * 0.9642956764;
    double y = lab_inverse(fy);
    double z = lab_inverse(fy - b / 200) * 0.8251046025;

    return color_pack(color_gamma_encode(3.1341359569 * x - 1.6173863321 * y -
                                         0.4906619460 * z),
                      color_gamma_encode(-0.9787954765 * x + 1.9162543774 * y +
                                         0.0334427283 * z),
                      color_gamma_encode(0.0719553987 * x - 0.2289767597 * y +
                                         1.4053860252 * z),
                      alpha);
}

/* lab(), lch(), oklab(), oklch() */
static rgba_t
from_perceptual(struct component c[4], bool ok, bool polar)
{
    double whole = ok ? 1 : 100, range = ok ? 0.4 : polar ? 150 : 125;
    double lightness = c[0].percent ? c[0].value / 100 * whole : c[0].value;
    double a = c[1].percent ? c[1].value / 100 * range : c[1].value;
    double b = c[2].percent ? c[2].value / 100 * range : c[2].value;

    if (polar) {
        double chroma = a < 0 ? 0 : a, hue = c[2].value * M_PI / 180;
        a = chroma * cos(hue);
        b = chroma * sin(hue);
    }
    lightness = clamp_unit(lightness / whole) * whole;
    return ok ? color_from_oklab(lightness, a, b, c[3].value)
              : color_from_lab(lightness, a, b, c[3].value);
}

static bool
parse_color_function(struct css_input *in, rgba_t *color)
{
    static const struct keyword names[] = {
        {"rgb", 'r'},  {"rgba", 'r'},  {"hsl", 'h'},
        {"hsla", 'h'}, {"hwb", 'w'},   {"lab", 'l'},
        {"lch", 'c'},  {"oklab", 'L'}, {"oklch", 'C'}};
    struct component c[4];
    struct css_input inner;
    int which = 0;

    if (tokens_at_function(&in->t, "color")) {
        inner = parse_enter(in);
        return color_parse_space(&inner, color);
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (tokens_at_function(&in->t, names[i].name))
            which = names[i].value;
    if (which == 0)
        return false;
    inner = parse_enter(in);
    if (!color_components(&inner, c,
                          which == 'h' || which == 'w'   ? 0
                          : which == 'c' || which == 'C' ? 2
                                                         : -1))
        return false;
    if (which == 'r')
        *color = from_rgb(c);
    else if (which == 'h')
        *color = from_hsl(c);
    else if (which == 'w')
        *color = from_hwb(c);
    else
        *color = from_perceptual(c, which == 'L' || which == 'C',
                                 which == 'c' || which == 'C');
    return true;
}

/* A hashless hex colour, as quirks mode takes it (Quirks standard 3.1). */
static bool
parse_quirk_color(struct css_input *in, rgba_t *color)
{
    const struct token *t = in->t.at;
    struct buf text = {0};
    bool ok;

    if (t->type == TOKEN_NUMBER && t->integer && !t->has_sign &&
        t->number < 1e6) {
        buf_printf(&text, "%06d", (int)t->number);
    } else if (t->type == TOKEN_DIMENSION && t->integer && !t->has_sign &&
               t->number < 1e6) {
        buf_printf(&text, "%d%.*s", (int)t->number, (int)t->size,
                   (const char *)t->text);
        while (text.size < 6) {
            buf_add_char(&text, '0');
            memmove(text.data + 1, text.data, text.size - 1);
            text.data[0] = '0';
        }
    } else if (t->type == TOKEN_IDENT) {
        buf_add_span(&text, token_span(t));
    }
    ok = (text.size == 3 || text.size == 6) &&
         color_from_hex(buf_span(&text), color);
    buf_finish(&text);
    if (ok) {
        in->t.at++;
        in->quirk = true;
    }
    return ok;
}

enum { MAX_COLOR_DEPTH = 8 };

/* color-mix(), and light-dark(): we are light. */
static bool
parse_composed(struct css_input *in, struct value *out)
{
    static unsigned depth;
    bool is_mix = tokens_at_function(&in->t, "color-mix"), ok = false;
    struct css_input inner = parse_enter(in);
    struct value dark;

    if (depth >= MAX_COLOR_DEPTH)
        return false;
    depth++;
    if (is_mix)
        ok = color_parse_mix(&inner, out);
    else
        ok = parse_color_value(&inner, out) && parse_comma(&inner) &&
             parse_color_value(&inner, &dark) && parse_at_end(&inner);
    depth--;
    return ok;
}

bool
parse_color_value(struct css_input *in, struct value *out)
{
    struct css_input start = *in;
    rgba_t color = 0;
    bool ok = false, composed = false;

    *out = (struct value){.kind = VALUE_COLOR};
    tokens_skip_space(&in->t);
    switch (tokens_type(&in->t)) {
    case TOKEN_IDENT:
        if (parse_ident(in, "currentcolor")) {
            out->kind = VALUE_CURRENT_COLOR;
            return true;
        }
        if (parse_ident(in, "transparent"))
            return true;
        ok = color_from_name(token_span(in->t.at), &color) ||
             find_color(system_colors,
                        sizeof system_colors / sizeof *system_colors,
                        token_span(in->t.at), &color);
        if (ok)
            in->t.at++;
        break;
    case TOKEN_HASH:
        ok = color_from_hex(token_span(in->t.at), &color);
        if (ok)
            in->t.at++;
        break;
    case TOKEN_FUNCTION:
        if (tokens_at_function(&in->t, "color-mix") ||
            tokens_at_function(&in->t, "light-dark"))
            ok = composed = parse_composed(in, out);
        else
            ok = parse_color_function(in, &color);
        break;
    default:
        break;
    }
    if (!ok && in->t.at < in->t.end && tokens_type(&in->t) != TOKEN_HASH)
        ok = parse_quirk_color(in, &color);
    if (!ok)
        *in = start;
    if (!composed)
        out->color = color;
    return ok;
}
