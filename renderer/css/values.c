/*
 * values.c - parsed CSS values: keywords, numbers, lengths, addresses.
 *
 * Process: renderer.  Distrusts: style sheets.
 */
#include "css/values.h"

#include "url.h"

#include <math.h>

static const struct {
    const char *name;
    enum css_unit unit;
    double factor;
} units[] = {
    {"px", CSS_PX, 1},         {"em", CSS_EM, 1},
    {"rem", CSS_REM, 1},       {"pt", CSS_PX, 96.0 / 72},
    {"vw", CSS_VW, 1},         {"vh", CSS_VH, 1},
    {"ex", CSS_EX, 1},         {"ch", CSS_CH, 1},
    {"cm", CSS_PX, 96 / 2.54}, {"mm", CSS_PX, 9.6 / 2.54},
    {"in", CSS_PX, 96},        {"pc", CSS_PX, 16},
    {"q", CSS_PX, 2.4 / 2.54}, {"vmin", CSS_VMIN, 1},
    {"vmax", CSS_VMAX, 1},     {"lh", CSS_LH, 1},
    {"rlh", CSS_RLH, 1},       {"vi", CSS_VW, 1},
    {"vb", CSS_VH, 1},         {"svw", CSS_VW, 1},
    {"svh", CSS_VH, 1},        {"lvw", CSS_VW, 1},
    {"lvh", CSS_VH, 1},        {"dvw", CSS_VW, 1},
    {"dvh", CSS_VH, 1},        {"cap", CSS_EM, 0.7},
    {"ic", CSS_EM, 1},
};

bool
unit_by_name(struct span name, enum css_unit *unit, double *factor)
{
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (span_is_nocase(name, units[i].name)) {
            *unit = units[i].unit;
            *factor = units[i].factor;
            return true;
        }
    return false;
}

static double
font_unit(enum css_unit unit, const struct length_base *base)
{
    double ex, ch;

    if (base->font_units == NULL)
        return base->em / 2;
    base->font_units(base->style, &ex, &ch);
    return unit == CSS_EX ? ex : ch;
}

/* A number of hundredths of the viewport. */
static double
of_viewport(double number, double size, const struct length_base *base)
{
    if (base->sees_viewport != NULL)
        *base->sees_viewport = true;
    return number * size / 100;
}

double
unit_to_px(enum css_unit unit, double number, const struct length_base *base)
{
    double w = base->viewport_width, h = base->viewport_height;

    switch (unit) {
    case CSS_PX:
        return number * base->zoom;
    case CSS_PERCENT:
        return 0;
    case CSS_EM:
        return number * base->em;
    case CSS_REM:
        return number * base->rem;
    case CSS_EX:
    case CSS_CH:
        return number * font_unit(unit, base);
    case CSS_LH:
        return number * base->line_height;
    case CSS_RLH:
        return number * base->root_line_height;
    case CSS_VW:
        return of_viewport(number, w, base);
    case CSS_VH:
        return of_viewport(number, h, base);
    case CSS_VMIN:
        return of_viewport(number, w < h ? w : h, base);
    case CSS_VMAX:
        return of_viewport(number, w < h ? h : w, base);
    }
    return 0;
}

unit_t
to_unit(double px)
{
    double units_of_px = px * UNIT;

    if (!(units_of_px > -LENGTH_LIMIT))
        return -LENGTH_LIMIT;
    if (units_of_px > LENGTH_LIMIT)
        return LENGTH_LIMIT;
    return (unit_t)lround(units_of_px);
}

static float
limited_percent(double percent)
{
    if (!(percent > -1e6))
        return -1e6f;
    return percent > 1e6 ? 1e6f : (float)percent;
}

struct length
value_to_length(const struct value *v, const struct length_base *base)
{
    struct length l = {.kind = LENGTH_VALUE};
    double px = 0, percent = 0;

    if (v->kind == VALUE_KEYWORD) {
        l.kind = (enum length_kind)v->keyword;
        return l;
    }
    if (v->kind == VALUE_FUNCTION) { /* an offset from the end */
        l = value_to_length(&v->items[0], base);
        l.px = -l.px;
        l.percent = 100 - l.percent;
        return l;
    }
    if (v->kind == VALUE_CALC)
        calc_evaluate(v->calc, base, &px, &percent);
    else if (v->kind == VALUE_NUMBER)
        px = v->number * base->zoom;
    else if (v->unit == CSS_PERCENT)
        percent = v->number;
    else
        px = unit_to_px((enum css_unit)v->unit, v->number, base);
    l.px = to_unit(px);
    l.percent = limited_percent(percent);
    return l;
}

double
value_to_px(const struct value *v, const struct length_base *base)
{
    double px = 0, percent = 0;

    if (v->kind == VALUE_CALC) {
        calc_evaluate(v->calc, base, &px, &percent);
        return px;
    }
    if (v->kind == VALUE_NUMBER)
        return v->number * base->zoom;
    if (v->kind != VALUE_LENGTH)
        return 0;
    return unit_to_px((enum css_unit)v->unit, v->number, base);
}

double
value_to_number(const struct value *v)
{
    static const struct length_base base = {.zoom = 1};
    double px = 0, percent = 0;

    if (v->kind != VALUE_CALC)
        return v->number;
    calc_evaluate(v->calc, &base, &px, &percent);
    return px;
}

struct value
value_keyword(int keyword)
{
    return (struct value){.kind = VALUE_KEYWORD, .keyword = keyword};
}

struct value
value_px(float px)
{
    return (struct value){.kind = VALUE_LENGTH, .number = px};
}

struct value
value_percent(float percent)
{
    return (struct value){
        .kind = VALUE_LENGTH, .unit = CSS_PERCENT, .number = percent};
}

struct value
value_list(struct arena *a, struct buf *b)
{
    size_t count = b->size / sizeof(struct value);
    struct value *items = arena_array(a, count, sizeof *items);

    if (count > 0)
        memcpy(items, b->data, b->size);
    buf_finish(b);
    return (struct value){
        .kind = VALUE_LIST, .keyword = (int)count, .items = items};
}

/* ---- parsing ------------------------------------------------------------ */

bool
parse_at_end(struct css_input *in)
{
    tokens_skip_space(&in->t);
    return in->t.at == in->t.end;
}

static enum token_type
next_type(struct css_input *in)
{
    tokens_skip_space(&in->t);
    return tokens_type(&in->t);
}

bool
parse_comma(struct css_input *in)
{
    if (next_type(in) != TOKEN_COMMA)
        return false;
    in->t.at++;
    return true;
}

bool
parse_slash(struct css_input *in)
{
    tokens_skip_space(&in->t);
    if (!tokens_at_delim(&in->t, '/'))
        return false;
    in->t.at++;
    return true;
}

bool
parse_ident(struct css_input *in, const char *name)
{
    tokens_skip_space(&in->t);
    if (!tokens_at_ident(&in->t, name))
        return false;
    in->t.at++;
    return true;
}

struct css_input
parse_enter(struct css_input *in)
{
    struct css_input inner = *in;

    inner.t = tokens_enter(&in->t);
    inner.quirk = false;
    return inner;
}

bool
parse_keyword_of(struct css_input *in, const struct keyword *table,
                 struct value *out)
{
    if (next_type(in) != TOKEN_IDENT)
        return false;
    for (; table->name != NULL; table++)
        if (span_is_nocase(token_span(in->t.at), table->name)) {
            in->t.at++;
            *out = value_keyword(table->value);
            return true;
        }
    return false;
}

bool
parse_number_value(struct css_input *in, struct value *out)
{
    if (next_type(in) == TOKEN_NUMBER) {
        *out = (struct value){.kind = VALUE_NUMBER,
                              .number = (float)in->t.at->number};
        in->t.at++;
        return true;
    }
    if (calc_at(in)) {
        struct css_input copy = *in;
        enum calc_type type;
        const struct calc *c = calc_parse(&copy, &type);
        if (c == NULL || type != CALC_NUMBER)
            return false;
        *in = copy;
        *out = (struct value){.kind = VALUE_CALC, .calc = c};
        return true;
    }
    return false;
}

static bool
parse_length_keyword(struct css_input *in, unsigned allow, struct value *out)
{
    static const struct keyword sizes[] = {
        {"min-content", LENGTH_MIN_CONTENT},
        {"max-content", LENGTH_MAX_CONTENT},
        {"fit-content", LENGTH_FIT_CONTENT},
        {"-webkit-fit-content", LENGTH_FIT_CONTENT},
        {"-moz-fit-content", LENGTH_FIT_CONTENT},
        {"-webkit-min-content", LENGTH_MIN_CONTENT},
        {"-webkit-max-content", LENGTH_MAX_CONTENT},
        {NULL, 0}};

    if (((allow & ALLOW_AUTO) && parse_ident(in, "auto")) ||
        ((allow & ALLOW_NONE) && parse_ident(in, "none"))) {
        *out = value_keyword(LENGTH_AUTO);
        return true;
    }
    if ((allow & ALLOW_NORMAL) && parse_ident(in, "normal")) {
        *out = value_px(0);
        return true;
    }
    return (allow & ALLOW_SIZES) && parse_keyword_of(in, sizes, out);
}

static bool
parse_length_calc(struct css_input *in, unsigned allow, struct value *out)
{
    struct css_input copy = *in;
    enum calc_type type;
    const struct calc *c = calc_parse(&copy, &type);

    if (c == NULL || type == CALC_ANGLE ||
        (type == CALC_NUMBER && !(allow & ALLOW_NUMBER)))
        return false;
    *in = copy;
    *out = (struct value){.kind = VALUE_CALC, .calc = c};
    return true;
}

bool
parse_length_value(struct css_input *in, unsigned allow, struct value *out)
{
    enum css_unit unit = CSS_PX;
    const struct token *t;
    double factor = 1;

    switch (next_type(in)) {
    case TOKEN_IDENT:
        return parse_length_keyword(in, allow, out);
    case TOKEN_FUNCTION:
        return calc_at(in) && parse_length_calc(in, allow, out);
    case TOKEN_PERCENT:
        if (!(allow & ALLOW_PERCENT))
            return false;
        unit = CSS_PERCENT;
        break;
    case TOKEN_DIMENSION:
        if (!unit_by_name(token_span(in->t.at), &unit, &factor))
            return false;
        break;
    case TOKEN_NUMBER:
        if (in->t.at->number == 0 || (allow & ALLOW_NUMBER))
            break;
        if (!(allow & ALLOW_QUIRK))
            return false;
        in->quirk = true;
        break;
    default:
        return false;
    }
    t = in->t.at;
    if (t->number < 0 && !(allow & ALLOW_NEGATIVE))
        return false;
    *out = (struct value){.kind = VALUE_LENGTH,
                          .unit = (uint8_t)unit,
                          .number = (float)(t->number * factor)};
    in->t.at++;
    return true;
}

bool
parse_angle(struct css_input *in, float *radians)
{
    static const struct {
        const char *name;
        double factor;
    } angles[] = {{"deg", M_PI / 180},
                  {"grad", M_PI / 200},
                  {"rad", 1},
                  {"turn", 2 * M_PI}};
    enum token_type type = next_type(in);

    if (type == TOKEN_NUMBER && in->t.at->number == 0) {
        in->t.at++;
        *radians = 0;
        return true;
    }
    for (size_t i = 0; type == TOKEN_DIMENSION && i < 4; i++)
        if (span_is_nocase(token_span(in->t.at), angles[i].name)) {
            *radians = (float)(in->t.at->number * angles[i].factor);
            in->t.at++;
            return true;
        }
    return false;
}

bool
parse_text_value(struct css_input *in, struct value *out)
{
    if (next_type(in) != TOKEN_STRING)
        return false;
    *out = (struct value){.kind = VALUE_TEXT};
    out->text = arena_text(in->arena, token_span(in->t.at));
    in->t.at++;
    return true;
}

bool
parse_url_value(struct css_input *in, struct value *out)
{
    struct css_input copy = *in;
    struct buf url = {0};
    struct span text;

    if (next_type(in) == TOKEN_URL) {
        text = token_span(in->t.at);
        tokens_next(&in->t);
    } else if (tokens_at_function(&in->t, "url") ||
               tokens_at_function(&in->t, "src")) {
        struct css_input inner = parse_enter(in);
        if (next_type(&inner) != TOKEN_STRING) {
            *in = copy;
            return false;
        }
        text = token_span(inner.t.at);
    } else {
        return false;
    }
    *out = (struct value){.kind = VALUE_URL, .text = ""};
    if (url_resolve(&url, in->base_url, text))
        out->text = arena_text(in->arena, buf_span(&url));
    buf_finish(&url);
    return true;
}
