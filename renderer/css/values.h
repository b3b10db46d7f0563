/*
 * values.h - parsed CSS values: keywords, numbers, lengths, colours, lists.
 *
 * Process: renderer.  Distrusts: style sheets.
 *
 * Parsers take values from the front of a css_input and leave it unchanged
 * when they return false.  Values live in the input's arena.
 */
#ifndef BULKHEAD_VALUES_H
#define BULKHEAD_VALUES_H

#include "css/style.h"
#include "css/tokens.h"

enum value_kind {
    VALUE_NONE,
    /* for every property */
    VALUE_INITIAL,
    VALUE_INHERIT,
    VALUE_UNSET,
    VALUE_REVERT,
    VALUE_PENDING, /* contains var(): parsed again for each element */

    VALUE_KEYWORD,
    VALUE_NUMBER,
    VALUE_LENGTH, /* number and unit; percentages too */
    VALUE_CALC,
    VALUE_COLOR,
    VALUE_CURRENT_COLOR,
    VALUE_COLOR_MIX, /* of colours of which one is not known: color_mix.c */
    VALUE_TEXT,
    VALUE_URL,     /* absolute */
    VALUE_LIST,    /* items, count in keyword */
    VALUE_FUNCTION /* the same with unit saying which */
};

enum css_unit {
    CSS_PX,
    CSS_PERCENT,
    CSS_EM,
    CSS_REM,
    CSS_EX,
    CSS_CH,
    CSS_LH,
    CSS_RLH,
    CSS_VW,
    CSS_VH,
    CSS_VMIN,
    CSS_VMAX
};

struct calc;
struct pending;

struct value {
    uint8_t kind;
    uint8_t unit;
    int keyword;  /* KEYWORD; LIST, FUNCTION: count */
    float number; /* NUMBER, LENGTH */
    union {
        rgba_t color;
        const char *text; /* TEXT, URL */
        const struct calc *calc;
        const struct value *items;
        const struct pending *pending;
    };
};

struct css_input {
    struct tokens t;
    struct arena *arena;
    const char *base_url;
    bool quirk; /* out: valid only in quirks mode */
};

/* A table of keywords ends with a NULL name. */
struct keyword {
    const char *name;
    int value;
};

/* What a length may be besides a length. */
enum {
    ALLOW_PERCENT = 1,
    ALLOW_NEGATIVE = 2,
    ALLOW_AUTO = 4,
    ALLOW_NONE = 8,   /* keyword none means LENGTH_AUTO */
    ALLOW_SIZES = 16, /* min-content and so on */
    ALLOW_NORMAL = 32,
    ALLOW_QUIRK = 64, /* unitless in quirks mode */
    ALLOW_NUMBER = 128
};

/* What relative units stand for, in zoomed px. */
struct length_base {
    double em, rem, line_height, root_line_height;
    double viewport_width, viewport_height;
    bool *sees_viewport; /* set when one of them is used; or NULL */
    double zoom;
    /* For ex and ch, asked only when one is used; NULL: half an em. */
    const struct style *style;
    style_font_units_fn *font_units;
};

bool parse_keyword_of(struct css_input *in, const struct keyword *table,
                      struct value *out);
bool parse_number_value(struct css_input *in, struct value *out);
bool parse_length_value(struct css_input *in, unsigned allow,
                        struct value *out);
bool parse_color_value(struct css_input *in, struct value *out);

/* color_mix.c: a COLOR, CURRENT_COLOR or COLOR_MIX. */
rgba_t color_resolve(const struct value *v, rgba_t current);
bool parse_url_value(struct css_input *in, struct value *out);
bool parse_text_value(struct css_input *in, struct value *out);

/* An angle in radians; a unitless 0 is one. */
bool parse_angle(struct css_input *in, float *radians);

bool parse_comma(struct css_input *in);
bool parse_slash(struct css_input *in);
bool parse_ident(struct css_input *in, const char *name);
bool parse_at_end(struct css_input *in);

/* The input of the function's contents, moving past it. */
struct css_input parse_enter(struct css_input *in);

struct value value_keyword(int keyword);
struct value value_px(float px);
struct value value_percent(float percent);

/* Copies the values gathered in b (struct value) to a list; empties b. */
struct value value_list(struct arena *a, struct buf *b);

/* color.c: hex digits without '#'; false unless 3, 4, 6 or 8. */
bool color_from_hex(struct span digits, rgba_t *color);
bool color_from_name(struct span name, rgba_t *color);

/* HTML standard 2.3.6, "rules for parsing a legacy color value". */
bool color_from_legacy(struct span text, rgba_t *color);

/* LENGTH, CALC, KEYWORD (an enum length_kind), NUMBER (px) or FUNCTION (of one
 * item: that far from the end) to a length. */
struct length value_to_length(const struct value *v,
                              const struct length_base *base);

/* The same for lengths without percentages, in px. */
double value_to_px(const struct value *v, const struct length_base *base);

/* NUMBER or CALC of numbers. */
double value_to_number(const struct value *v);

/* px to units, clamped to LENGTH_LIMIT both ways. */
enum { LENGTH_LIMIT = 1 << 27 };
unit_t to_unit(double px);

/* calc.c: at calc(), min(), max() or clamp(); what the result is. */
enum calc_type { CALC_NUMBER, CALC_LENGTH, CALC_ANGLE };
bool calc_at(const struct css_input *in);
const struct calc *calc_parse(struct css_input *in, enum calc_type *type);
void calc_evaluate(const struct calc *c, const struct length_base *base,
                   double *px, double *percent);

/* Factor to px, or a negative number for a unit that is relative. */
bool unit_by_name(struct span name, enum css_unit *unit, double *factor);
double unit_to_px(enum css_unit unit, double number,
                  const struct length_base *base);

#endif
