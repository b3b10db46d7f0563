/*
 * property_parse.c - parsers of the properties whose values are simple.
 *
 * Process: renderer.  Distrusts: style sheets.
 */
#include "css/images.h"

bool
parse_keyword(struct css_input *in, const struct property *p, struct value *out)
{
    struct value url;

    /* cursor: images are skipped, the keyword behind them counts. */
    while (p->keywords == cursor_keywords && parse_url_value(in, &url)) {
        while (parse_number_value(in, &url))
            continue;
        if (!parse_comma(in))
            return false;
    }
    return parse_keyword_of(in, p->keywords, out);
}

/* One keyword, or an outer and an inner one, with or without list-item (CSS
 * Display 3, section 2). */
bool
parse_display(struct css_input *in, const struct property *p, struct value *out)
{
    bool list_item = false, is_inline = false, outer = false;
    struct value v;

    if (!parse_keyword_of(in, p->keywords, out) || parse_at_end(in))
        return out->kind == VALUE_KEYWORD;
    for (v = *out;; parse_keyword_of(in, p->keywords, &v)) {
        if (v.keyword == DISPLAY_INLINE)
            is_inline = outer = true;
        else if (v.keyword == DISPLAY_BLOCK)
            outer = true;
        else if (v.keyword == DISPLAY_LIST_ITEM)
            list_item = true;
        else if (v.keyword == DISPLAY_FLOW_ROOT || v.keyword == DISPLAY_FLEX ||
                 v.keyword == DISPLAY_GRID || v.keyword == DISPLAY_TABLE)
            *out = v;
        else
            return false;
        if (parse_at_end(in))
            break;
        if (tokens_type(&in->t) != TOKEN_IDENT)
            return false;
        v.keyword = -1; /* in case the next is no keyword of ours */
    }
    if (list_item)
        out->keyword = out->keyword == DISPLAY_FLOW_ROOT && !is_inline
                           ? DISPLAY_LIST_ITEM_ROOT
                           : DISPLAY_LIST_ITEM;
    else if (is_inline && out->keyword == DISPLAY_FLOW_ROOT)
        out->keyword = DISPLAY_INLINE_BLOCK;
    else if (is_inline && out->keyword == DISPLAY_FLEX)
        out->keyword = DISPLAY_INLINE_FLEX;
    else if (is_inline && out->keyword == DISPLAY_GRID)
        out->keyword = DISPLAY_INLINE_GRID;
    else if (is_inline && out->keyword == DISPLAY_TABLE)
        out->keyword = DISPLAY_INLINE_TABLE;
    return list_item || outer;
}

bool
parse_length(struct css_input *in, const struct property *p, struct value *out)
{
    return parse_length_value(in, p->allow, out);
}

bool
parse_color(struct css_input *in, const struct property *p, struct value *out)
{
    (void)p;
    return parse_color_value(in, out);
}

bool
parse_outline_color(struct css_input *in, const struct property *p,
                    struct value *out)
{
    if (parse_ident(in, "invert") || parse_ident(in, "auto")) {
        *out = (struct value){.kind = VALUE_CURRENT_COLOR};
        return true;
    }
    return parse_color(in, p, out);
}

bool
parse_border_width(struct css_input *in, const struct property *p,
                   struct value *out)
{
    if (parse_keyword_of(in, p->keywords, out)) {
        *out = value_px((float)out->keyword);
        return true;
    }
    return parse_length_value(in, p->allow, out);
}

bool
parse_two_lengths(struct css_input *in, const struct property *p,
                  struct value *out)
{
    struct value *both = arena_array(in->arena, 2, sizeof *both);

    if (!parse_length_value(in, p->allow, &both[0]))
        return false;
    if (!parse_length_value(in, p->allow, &both[1]))
        both[1] = both[0];
    *out = (struct value){.kind = VALUE_LIST, .keyword = 2, .items = both};
    return true;
}

bool
parse_position(struct css_input *in, const struct property *p,
               struct value *out)
{
    struct value *both = arena_array(in->arena, 2, sizeof *both), z;

    if (!parse_background_position_pair(in, &both[0], &both[1]))
        return false;
    if (p == &properties[PROP_transform_origin])
        parse_length_value(in, ALLOW_NEGATIVE, &z);
    *out = (struct value){.kind = VALUE_LIST, .keyword = 2, .items = both};
    return true;
}

bool
parse_integer(struct css_input *in, const struct property *p, struct value *out)
{
    int number;

    tokens_skip_space(&in->t);
    if (tokens_type(&in->t) == TOKEN_NUMBER && !in->t.at->integer)
        return false;
    if (!parse_number_value(in, out))
        return false;
    double exact = value_to_number(out);
    if (exact > 1e9)
        exact = 1e9;
    if (exact < -1e9)
        exact = -1e9;
    number = (int)exact;
    if (number < 0 && p != NULL && !(p->allow & ALLOW_NEGATIVE))
        return false;
    *out = value_keyword(number);
    return true;
}

bool
parse_z_index(struct css_input *in, const struct property *p, struct value *out)
{
    (void)p;
    if (parse_ident(in, "auto")) {
        *out = (struct value){.kind = VALUE_NONE};
        return true;
    }
    return parse_integer(in, NULL, out);
}

bool
parse_positive(struct css_input *in, const struct property *p,
               struct value *out)
{
    (void)p;
    if (!parse_number_value(in, out))
        return false;
    *out = (struct value){.kind = VALUE_NUMBER,
                          .number = (float)value_to_number(out)};
    return out->number >= 0;
}

bool
parse_opacity(struct css_input *in, const struct property *p, struct value *out)
{
    (void)p;
    tokens_skip_space(&in->t);
    if (tokens_type(&in->t) == TOKEN_PERCENT) {
        *out = (struct value){.kind = VALUE_NUMBER,
                              .number = (float)(in->t.at->number / 100)};
        in->t.at++;
        return true;
    }
    return parse_number_value(in, out);
}

bool
parse_aspect_ratio(struct css_input *in, const struct property *p,
                   struct value *out)
{
    bool is_auto = parse_ident(in, "auto");
    struct value height;

    *out = (struct value){.kind = VALUE_NUMBER};
    if (!parse_positive(in, p, out)) {
        *out = (struct value){.kind = VALUE_NUMBER};
        return is_auto;
    }
    if (parse_slash(in)) {
        if (!parse_positive(in, p, &height))
            return false;
        out->number = height.number > 0 ? out->number / height.number : 0;
    }
    if (parse_ident(in, "auto") || is_auto)
        out->number = 0; /* replaced elements have a ratio of their own */
    return true;
}

bool
parse_clip(struct css_input *in, const struct property *p, struct value *out)
{
    struct value *sides = arena_array(in->arena, 4, sizeof *sides);
    struct css_input inner;

    (void)p;
    if (parse_ident(in, "auto")) {
        *out = (struct value){.kind = VALUE_NONE};
        return true;
    }
    tokens_skip_space(&in->t);
    if (!tokens_at_function(&in->t, "rect"))
        return false;
    inner = parse_enter(in);
    for (int i = 0; i < 4; i++) {
        if (i > 0)
            parse_comma(&inner);
        if (!parse_length_value(
                &inner, ALLOW_AUTO | ALLOW_NEGATIVE | ALLOW_QUIRK, &sides[i]))
            return false;
    }
    in->quirk |= inner.quirk;
    *out = (struct value){.kind = VALUE_LIST, .keyword = 4, .items = sides};
    return parse_at_end(&inner);
}

/* ---- fonts -------------------------------------------------------------- */

static bool
parse_family_name(struct css_input *in, struct buf *list)
{
    bool any = false;

    tokens_skip_space(&in->t);
    if (tokens_type(&in->t) == TOKEN_STRING) {
        buf_add_char(list, '"');
        for (uint32_t i = 0; i < in->t.at->size; i++)
            if (in->t.at->text[i] != '"')
                buf_add_char(list, (char)in->t.at->text[i]);
        buf_add_char(list, '"');
        in->t.at++;
        return true;
    }
    while (tokens_type(&in->t) == TOKEN_IDENT) {
        if (any)
            buf_add_char(list, ' ');
        buf_add_span(list, token_span(in->t.at));
        any = true;
        in->t.at++;
        tokens_skip_space(&in->t);
    }
    return any;
}

bool
parse_font_family(struct css_input *in, const struct property *p,
                  struct value *out)
{
    struct buf list = {0};
    bool ok = true;

    (void)p;
    do {
        if (list.size > 0)
            buf_add_text(&list, ", ");
        ok = parse_family_name(in, &list);
    } while (ok && parse_comma(in));
    *out = (struct value){.kind = VALUE_TEXT};
    out->text = arena_text(in->arena, buf_span(&list));
    buf_finish(&list);
    return ok;
}

bool
parse_font_size(struct css_input *in, const struct property *p,
                struct value *out)
{
    return parse_keyword_of(in, p->keywords, out) ||
           parse_length_value(in, p->allow, out);
}

bool
parse_font_weight(struct css_input *in, const struct property *p,
                  struct value *out)
{
    double weight;

    if (parse_keyword_of(in, p->keywords, out))
        return true;
    if (!parse_number_value(in, out))
        return false;
    weight = value_to_number(out);
    if (!(weight >= 1 && weight <= 1000))
        return false;
    *out = value_keyword((int)weight);
    return true;
}

bool
parse_font_style(struct css_input *in, const struct property *p,
                 struct value *out)
{
    float angle;

    if (!parse_keyword_of(in, p->keywords, out))
        return false;
    parse_angle(in, &angle); /* oblique 14deg */
    return true;
}

bool
parse_line_height(struct css_input *in, const struct property *p,
                  struct value *out)
{
    if (parse_ident(in, "normal")) {
        *out = (struct value){.kind = VALUE_NONE};
        return true;
    }
    if (parse_number_value(in, out)) {
        *out = (struct value){.kind = VALUE_NUMBER,
                              .number = (float)value_to_number(out)};
        return out->number >= 0;
    }
    return parse_length_value(in, p->allow, out);
}

bool
parse_vertical_align(struct css_input *in, const struct property *p,
                     struct value *out)
{
    return parse_keyword_of(in, p->keywords, out) ||
           parse_length_value(in, p->allow, out);
}

bool
parse_decoration_line(struct css_input *in, const struct property *p,
                      struct value *out)
{
    struct value one;

    *out = value_keyword(0);
    if (parse_ident(in, "none"))
        return true;
    if (!parse_keyword_of(in, p->keywords, &one))
        return false;
    do
        out->keyword |= one.keyword;
    while (parse_keyword_of(in, p->keywords, &one));
    return true;
}

bool
parse_thickness(struct css_input *in, const struct property *p,
                struct value *out)
{
    if (parse_ident(in, "from-font")) {
        *out = value_keyword(LENGTH_FIT_CONTENT);
        return true;
    }
    return parse_length(in, p, out);
}

bool
parse_alignment(struct css_input *in, const struct property *p,
                struct value *out)
{
    if (parse_ident(in, "first") || parse_ident(in, "last")) {
        *out = value_keyword(ALIGN_BASELINE);
        return parse_ident(in, "baseline");
    }
    if (!parse_ident(in, "safe"))
        parse_ident(in, "unsafe");
    if (!parse_keyword_of(in, p->keywords, out))
        return false;
    return out->keyword != ALIGN_AUTO || p->allow != 0;
}

bool
parse_flex_basis(struct css_input *in, const struct property *p,
                 struct value *out)
{
    if (parse_ident(in, "content")) {
        *out = value_keyword(LENGTH_MAX_CONTENT);
        return true;
    }
    return parse_length_value(in, p->allow, out);
}

/* normal is nothing between items, but an em between columns. */
bool
parse_gap(struct css_input *in, const struct property *p, struct value *out)
{
    if (parse_ident(in, "normal")) {
        *out = value_keyword(LENGTH_AUTO);
        return true;
    }
    return parse_length_value(in, p->allow, out);
}

bool
parse_column_count(struct css_input *in, const struct property *p,
                   struct value *out)
{
    (void)p;
    if (parse_ident(in, "auto")) {
        *out = value_keyword(0);
        return true;
    }
    if (!parse_integer(in, NULL, out))
        return false;
    if (out->keyword > MAX_COLUMNS)
        out->keyword = MAX_COLUMNS;
    return out->keyword > 0;
}

/* ---- lists and generated content ---------------------------------------- */

bool
parse_url_or_none(struct css_input *in, const struct property *p,
                  struct value *out)
{
    (void)p;
    if (parse_ident(in, "none")) {
        *out = (struct value){.kind = VALUE_NONE};
        return true;
    }
    return parse_url_value(in, out);
}

bool
parse_list_style_type(struct css_input *in, const struct property *p,
                      struct value *out)
{
    if (parse_text_value(in, out) || parse_keyword_of(in, p->keywords, out))
        return true;
    /* A counter style that is not known counts in decimal. */
    tokens_skip_space(&in->t);
    if (tokens_type(&in->t) != TOKEN_IDENT)
        return false;
    *out = value_keyword(LIST_DECIMAL);
    in->t.at++;
    return true;
}

bool
parse_counters(struct css_input *in, const struct property *p,
               struct value *out)
{
    struct buf list = {0};

    if (parse_ident(in, "none")) {
        *out = (struct value){.kind = VALUE_LIST};
        return true;
    }
    while (!parse_at_end(in)) {
        struct value name = {.kind = VALUE_TEXT}, number;
        if (tokens_type(&in->t) != TOKEN_IDENT) {
            buf_finish(&list);
            return false;
        }
        name.text = arena_text(in->arena, token_span(in->t.at));
        in->t.at++;
        name.keyword = (int)p->allow; /* the default: 0, or 1 to increment */
        if (parse_integer(in, NULL, &number))
            name.keyword = number.keyword;
        buf_add(&list, &name, sizeof name);
    }
    *out = value_list(in->arena, &list);
    return out->keyword > 0;
}

/* counter(name, style), counters(name, "separator", style), attr(name) */
static bool
parse_content_function(struct css_input *in, const struct property *p,
                       struct value *out)
{
    struct value *items = arena_array(in->arena, 3, sizeof *items);
    int kind = CONTENT_ATTRIBUTE;
    struct css_input inner;

    if (tokens_at_function(&in->t, "counter"))
        kind = CONTENT_COUNTER;
    else if (tokens_at_function(&in->t, "counters"))
        kind = CONTENT_COUNTERS;
    else if (!tokens_at_function(&in->t, "attr"))
        return false;
    inner = parse_enter(in);
    tokens_skip_space(&inner.t);
    if (tokens_type(&inner.t) != TOKEN_IDENT)
        return false;
    char *name = arena_text(in->arena, token_span(inner.t.at));
    inner.t.at++;
    if (kind == CONTENT_ATTRIBUTE)
        for (char *at = name; *at != '\0'; at++)
            if (*at >= 'A' && *at <= 'Z')
                *at = (char)(*at + 32);
    items[0] = (struct value){.kind = VALUE_TEXT, .text = name};
    items[1] = (struct value){.kind = VALUE_TEXT, .text = ""};
    items[2] = value_keyword(LIST_DECIMAL);
    if (kind == CONTENT_COUNTERS &&
        (!parse_comma(&inner) || !parse_text_value(&inner, &items[1])))
        return false;
    if (kind != CONTENT_ATTRIBUTE && parse_comma(&inner) &&
        !parse_list_style_type(&inner, p, &items[2]))
        return false;
    *out = (struct value){.kind = VALUE_FUNCTION,
                          .unit = (uint8_t)kind,
                          .keyword = 3,
                          .items = items};
    return parse_at_end(&inner);
}

bool
parse_content(struct css_input *in, const struct property *p, struct value *out)
{
    static const struct keyword quotes[] = {
        {"open-quote", CONTENT_OPEN_QUOTE},
        {"close-quote", CONTENT_CLOSE_QUOTE},
        {"no-open-quote", -1},
        {"no-close-quote", -1},
        {NULL, 0}};
    struct buf list = {0};
    bool ok = true;

    if (parse_ident(in, "none") || parse_ident(in, "normal")) {
        *out = (struct value){.kind = VALUE_NONE};
        return true;
    }
    while (ok && !parse_at_end(in)) {
        struct value item;
        if (parse_slash(in)) { /* alternative text follows */
            in->t.at = in->t.end;
            break;
        }
        ok = parse_text_value(in, &item) || parse_url_value(in, &item) ||
             parse_keyword_of(in, quotes, &item) ||
             parse_content_function(in, p, &item) || parse_gradient(in, &item);
        if (ok && (item.kind != VALUE_KEYWORD || item.keyword >= 0))
            buf_add(&list, &item, sizeof item);
    }
    *out = value_list(in->arena, &list);
    return ok;
}

bool
parse_quotes(struct css_input *in, const struct property *p, struct value *out)
{
    struct buf list = {0};
    struct value text;

    (void)p;
    if (parse_ident(in, "auto")) {
        *out = (struct value){.kind = VALUE_NONE};
        return true;
    }
    if (parse_ident(in, "none")) {
        *out = (struct value){.kind = VALUE_LIST};
        return true;
    }
    while (parse_text_value(in, &text))
        buf_add(&list, &text, sizeof text);
    *out = value_list(in->arena, &list);
    return out->keyword > 0 && out->keyword % 2 == 0;
}

/* ---- shadows and transforms --------------------------------------------- */

static bool
parse_one_shadow(struct css_input *in, bool box, struct value *out)
{
    /* x, y, blur, spread, colour, inset */
    struct value *items = arena_array(in->arena, 6, sizeof *items);
    int lengths = 0;
    bool color = false, inset = false;

    for (int i = 0; i < 4; i++)
        items[i] = value_px(0);
    items[4] = (struct value){.kind = VALUE_CURRENT_COLOR};
    for (;;) {
        if (lengths == 0 && parse_length_value(in, ALLOW_NEGATIVE, &items[0])) {
            if (!parse_length_value(in, ALLOW_NEGATIVE, &items[1]))
                return false;
            lengths = 2;
            if (parse_length_value(in, 0, &items[2]))
                lengths = 3;
            if (lengths == 3 && box)
                parse_length_value(in, ALLOW_NEGATIVE, &items[3]);
        } else if (box && !inset && parse_ident(in, "inset")) {
            inset = true;
        } else if (!color && parse_color_value(in, &items[4])) {
            color = true;
        } else {
            break;
        }
    }
    items[5] = value_keyword(inset);
    *out = (struct value){.kind = VALUE_FUNCTION, .keyword = 6, .items = items};
    return lengths > 0;
}

bool
parse_shadow(struct css_input *in, const struct property *p, struct value *out)
{
    struct buf list = {0};
    bool ok = true;

    if (parse_ident(in, "none")) {
        *out = (struct value){.kind = VALUE_LIST};
        return true;
    }
    do {
        struct value one;
        ok = parse_one_shadow(in, p->allow != 0, &one);
        if (ok)
            buf_add(&list, &one, sizeof one);
    } while (ok && parse_comma(in));
    *out = value_list(in->arena, &list);
    return ok;
}

/* One argument: 'l' length, 'a' angle (as a number), 'n' number. */
static bool
parse_transform_argument(struct css_input *in, char kind, struct value *out)
{
    float angle;

    if (kind == 'l')
        return parse_length_value(in, ALLOW_PERCENT | ALLOW_NEGATIVE, out);
    if (kind == 'a') {
        if (!parse_angle(in, &angle))
            return false;
        *out = (struct value){.kind = VALUE_NUMBER, .number = angle};
        return true;
    }
    return parse_number_value(in, out);
}

bool
parse_transform(struct css_input *in, const struct property *p,
                struct value *out)
{
    /* name, number for property_apply.c, kind of arguments, least, most */
    static const struct {
        const char *name;
        char which, kind;
        int least, most;
    } functions[] = {
        {"matrix", 'm', 'n', 6, 6},      {"translate", 't', 'l', 1, 2},
        {"translatex", 'x', 'l', 1, 1},  {"translatey", 'y', 'l', 1, 1},
        {"translate3d", 't', 'l', 3, 3}, {"translatez", '0', 'l', 1, 1},
        {"scale", 's', 'n', 1, 2},       {"scalex", 'X', 'n', 1, 1},
        {"scaley", 'Y', 'n', 1, 1},      {"scale3d", 's', 'n', 3, 3},
        {"rotate", 'r', 'a', 1, 1},      {"rotatez", 'r', 'a', 1, 1},
        {"skew", 'k', 'a', 1, 2},        {"skewx", 'k', 'a', 1, 1},
        {"skewy", 'K', 'a', 1, 1},       {"perspective", '0', 'l', 1, 1},
    };
    struct buf list = {0};

    (void)p;
    if (parse_ident(in, "none")) {
        *out = (struct value){.kind = VALUE_NONE};
        return true;
    }
    while (!parse_at_end(in)) {
        struct value *arguments = arena_array(in->arena, 6, sizeof *arguments);
        struct value function = {.kind = VALUE_FUNCTION, .items = arguments};
        size_t i = 0, count = sizeof functions / sizeof *functions;
        struct css_input inner;

        while (i < count && !tokens_at_function(&in->t, functions[i].name))
            i++;
        if (i == count)
            break;
        function.unit = (uint8_t)functions[i].which;
        inner = parse_enter(in);
        while (function.keyword < functions[i].most &&
               (function.keyword == 0 || parse_comma(&inner)) &&
               parse_transform_argument(&inner, functions[i].kind,
                                        &arguments[function.keyword]))
            function.keyword++;
        if (function.keyword < functions[i].least || !parse_at_end(&inner))
            break;
        buf_add(&list, &function, sizeof function);
    }
    *out = value_list(in->arena, &list);
    return out->keyword > 0 && parse_at_end(in);
}
