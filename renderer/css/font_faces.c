/*
 * font_faces.c - the descriptors of @font-face (CSS Fonts 4, section 4).
 *
 * Process: renderer.  Distrusts: style sheets.
 *
 * font-display is read over: a page's text is shown at once by a font that is
 * there, and anew when its own has come (as "swap").
 */
#include "css/font_faces.h"

#include "css/sheet.h"

/* ---- src -----------------------------------------------------------------*/

/* Whether a format() or tech() names something that is read here. */
static bool
is_readable(struct tokens inner)
{
    static const char *const formats[] = {"woff2",
                                          "woff",
                                          "truetype",
                                          "opentype",
                                          "woff2-variations",
                                          "woff-variations",
                                          "truetype-variations",
                                          "opentype-variations",
                                          "variations"};

    tokens_skip_space(&inner);
    if (tokens_type(&inner) != TOKEN_STRING &&
        tokens_type(&inner) != TOKEN_IDENT)
        return false;
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (span_is_nocase(token_span(inner.at), formats[i]))
            return true;
    return false;
}

/* Words up to the end, one space between them; or a string. */
static const char *
read_name(struct arena *a, struct tokens t)
{
    struct buf name = {NULL, 0, 0};
    const char *text = NULL;

    t = tokens_trim(t);
    if (tokens_type(&t) == TOKEN_STRING && t.end - t.at == 1) {
        text = arena_text(a, token_span(t.at));
        return text;
    }
    for (; t.at < t.end; t.at++) {
        if (t.at->type == TOKEN_IDENT)
            buf_add_span(&name, token_span(t.at));
        else if (t.at->type == TOKEN_SPACE)
            buf_add_char(&name, ' ');
        else
            break;
    }
    if (t.at == t.end && name.size > 0)
        text = arena_text(a, buf_span(&name));
    buf_finish(&name);
    return text;
}

static bool
read_source(struct arena *a, const char *base, struct tokens t,
            struct font_source *out)
{
    struct css_input in = {.t = t, .arena = a, .base_url = base};
    struct value url;

    *out = (struct font_source){NULL, NULL};
    if (tokens_at_function(&t, "local")) {
        out->local = read_name(a, tokens_enter(&t));
        return out->local != NULL && out->local[0] != '\0';
    }
    if (!parse_url_value(&in, &url) || url.text[0] == '\0')
        return false;
    out->url = url.text;
    for (tokens_skip_space(&in.t); in.t.at < in.t.end;
         tokens_skip_space(&in.t)) {
        if (tokens_at_function(&in.t, "format") &&
            !is_readable(tokens_enter(&in.t)))
            return false;
        if (tokens_at_function(&in.t, "tech"))
            tokens_next(&in.t);
        else if (tokens_type(&in.t) != TOKEN_SPACE && in.t.at < in.t.end)
            return false;
    }
    return true;
}

static void
read_sources(struct arena *a, const char *base, struct tokens t,
             struct font_face_rule *rule)
{
    struct font_source sources[MAX_FONT_SOURCES], *copy;
    unsigned count = 0;

    while (t.at < t.end && count < MAX_FONT_SOURCES)
        if (read_source(a, base, tokens_until_comma(&t), &sources[count]))
            count++;
    copy = arena_array(a, count, sizeof *copy);
    memcpy(copy, sources, count * sizeof *copy);
    rule->sources = copy;
    rule->source_count = count;
}

/* ---- unicode-range -------------------------------------------------------*/

static int
hex(uint8_t c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* Up to six digits, ? standing for all; false when there is none. */
static bool
read_digits(const uint8_t **at, uint32_t *low, uint32_t *high)
{
    const uint8_t *start = *at;

    *low = *high = 0;
    for (; *at - start < 6; (*at)++) {
        int digit = hex(**at);

        if (digit < 0 && **at != '?')
            break;
        *low = *low * 16 + (digit < 0 ? 0 : (uint32_t)digit);
        *high = *high * 16 + (digit < 0 ? 15 : (uint32_t)digit);
    }
    return *at > start;
}

/* The tokenizer has made numbers and names of "U+0-7F, U+4??": the text behind
 * the U is read instead, which ends with a NUL. */
static bool
read_range(struct tokens t, struct font_range *out)
{
    const uint8_t *at;
    uint32_t unused;

    if (!tokens_at_ident(&t, "u"))
        return false;
    at = t.at->text + 1;
    if (*at++ != '+' || !read_digits(&at, &out->first, &out->last))
        return false;
    if (*at == '-') {
        at++;
        if (!read_digits(&at, &out->last, &unused))
            return false;
    }
    return out->first <= out->last && out->first <= 0x10FFFF;
}

static void
read_ranges(struct arena *a, struct tokens t, struct font_face_rule *rule)
{
    struct font_range *ranges = arena_array(a, MAX_FONT_RANGES, sizeof *ranges);
    unsigned count = 0;

    while (t.at < t.end && count < MAX_FONT_RANGES)
        if (!read_range(tokens_until_comma(&t), &ranges[count++]))
            return; /* invalid as a whole */
    rule->ranges = ranges;
    rule->range_count = count;
}

/* ---- the others ----------------------------------------------------------*/

static bool
read_weight(struct tokens *t, int *out)
{
    tokens_skip_space(t);
    if (tokens_at_ident(t, "normal"))
        *out = 400;
    else if (tokens_at_ident(t, "bold"))
        *out = 700;
    else if (tokens_type(t) == TOKEN_NUMBER && t->at->number >= 1 &&
             t->at->number <= 1000)
        *out = (int)t->at->number;
    else
        return false;
    t->at++;
    return true;
}

static void
read_weights(struct tokens t, struct font_face_rule *rule)
{
    int low, high;

    if (!read_weight(&t, &low))
        return;
    if (!read_weight(&t, &high))
        high = low;
    rule->weight_low = low < high ? low : high;
    rule->weight_high = low < high ? high : low;
}

static void
read_descriptor(struct sheet *s, struct span name, struct tokens value,
                struct font_face_rule *rule)
{
    if (span_is_nocase(name, "font-family"))
        rule->family = read_name(&s->arena, value);
    else if (span_is_nocase(name, "src"))
        read_sources(&s->arena, s->url, value, rule);
    else if (span_is_nocase(name, "unicode-range"))
        read_ranges(&s->arena, value, rule);
    else if (span_is_nocase(name, "font-weight"))
        read_weights(value, rule);
    else if (span_is_nocase(name, "font-style"))
        rule->italic = tokens_at_ident(&value, "italic") ||
                       tokens_at_ident(&value, "oblique");
}

void
font_face_read(struct sheet *s, struct tokens t, const struct media *media)
{
    struct sheet_font_face face = {
        .rule = {.weight_low = 400, .weight_high = 400}, .media = media};

    if (s->font_faces.size / sizeof face >= MAX_FONT_FACES)
        return;
    while (t.at < t.end) {
        struct tokens part = t;
        struct span name;

        while (t.at < t.end && t.at->type != TOKEN_SEMICOLON)
            tokens_next(&t);
        part.end = t.at;
        part = tokens_trim(part);
        if (t.at < t.end)
            t.at++;
        if (tokens_type(&part) != TOKEN_IDENT)
            continue;
        name = token_span(part.at++);
        tokens_skip_space(&part);
        if (tokens_type(&part) != TOKEN_COLON)
            continue;
        part.at++;
        read_descriptor(s, name, tokens_trim(part), &face.rule);
    }
    if (face.rule.family != NULL && face.rule.source_count > 0)
        buf_add(&s->font_faces, &face, sizeof face);
}
