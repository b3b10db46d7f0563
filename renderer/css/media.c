/*
 * media.c - media queries (Media Queries 4) and @supports conditions (CSS
 * Conditional 3), evaluated from their tokens.
 *
 * Process: renderer.  Distrusts: style sheets; nesting is bounded.
 */
#include "css/sheet.h"

enum { MAX_CONDITION_DEPTH = 16 };
enum truth { NO, YES, UNKNOWN };

static enum truth
negate(enum truth t)
{
    return t == UNKNOWN ? UNKNOWN : t == YES ? NO : YES;
}

/* Evaluates what stands in parentheses. */
typedef enum truth inner_fn(struct tokens t, const void *data, unsigned depth);

/* not X, X and Y and ..., X or Y or ...: X is a parenthesis or function given
 * to inner. */
static enum truth
evaluate(struct tokens t, inner_fn *inner, const void *data, unsigned depth)
{
    enum truth result;
    bool is_and = false, is_or = false;

    t = tokens_trim(t);
    if (depth > MAX_CONDITION_DEPTH)
        return UNKNOWN;
    if (tokens_at_ident(&t, "not")) {
        t.at++;
        return negate(evaluate(t, inner, data, depth + 1));
    }
    result = UNKNOWN;
    for (bool first = true; t.at < t.end; first = false) {
        struct tokens one = t;
        enum truth truth;

        if (!first) {
            if (tokens_at_ident(&t, "and"))
                is_and = true;
            else if (tokens_at_ident(&t, "or"))
                is_or = true;
            else
                return UNKNOWN;
            t.at++;
            tokens_skip_space(&t);
            one = t;
        }
        if (tokens_type(&t) != TOKEN_OPEN && tokens_type(&t) != TOKEN_FUNCTION)
            return UNKNOWN;
        tokens_next(&t);
        one.end = t.at;
        tokens_skip_space(&t);
        truth = inner(one, data, depth + 1);
        if (first)
            result = truth;
        else if (is_and)
            result = result == NO || truth == NO ? NO
                     : result == UNKNOWN         ? UNKNOWN
                                                 : truth;
        else
            result = result == YES || truth == YES ? YES
                     : result == UNKNOWN           ? UNKNOWN
                                                   : truth;
    }
    return is_and && is_or ? UNKNOWN : result;
}

/* ---- media features ----------------------------------------------------- */

struct feature {
    const char *name;
    enum { F_LENGTH, F_NUMBER, F_RATIO, F_KEYWORD } kind;
    double value;        /* px, or a number */
    const char *keyword; /* the one that holds */
    const char *others;  /* keywords that do not, space separated */
};

enum { OF_VIEWPORT = 7 }; /* the first features are of the viewport's size */

static bool
find_feature(struct span name, const struct style_context *c,
             struct feature *out)
{
    double w = (double)c->viewport_width / UNIT;
    double h = (double)c->viewport_height / UNIT;
    const struct feature features[] = {
        {"width", F_LENGTH, w, NULL, NULL},
        {"height", F_LENGTH, h, NULL, NULL},
        {"device-width", F_LENGTH, w, NULL, NULL},
        {"device-height", F_LENGTH, h, NULL, NULL},
        {"aspect-ratio", F_RATIO, h > 0 ? w / h : 0, NULL, NULL},
        {"device-aspect-ratio", F_RATIO, h > 0 ? w / h : 0, NULL, NULL},
        {"orientation", F_KEYWORD, 1, h >= w ? "portrait" : "landscape",
         "portrait landscape"},
        {"prefers-color-scheme", F_KEYWORD, 1,
         c->prefers_dark ? "dark" : "light", "light dark"},
        {"prefers-reduced-motion", F_KEYWORD, 0, "no-preference", "reduce"},
        {"prefers-reduced-transparency", F_KEYWORD, 0, "no-preference",
         "reduce"},
        {"prefers-contrast", F_KEYWORD, 0, "no-preference", "more less custom"},
        {"forced-colors", F_KEYWORD, 0, "none", "active"},
        {"inverted-colors", F_KEYWORD, 0, "none", "inverted"},
        {"hover", F_KEYWORD, 1, "hover", "none"},
        {"any-hover", F_KEYWORD, 1, "hover", "none"},
        {"pointer", F_KEYWORD, 1, "fine", "none coarse"},
        {"any-pointer", F_KEYWORD, 1, "fine", "none coarse"},
        {"scripting", F_KEYWORD, 0, "none", "initial-only enabled"},
        {"update", F_KEYWORD, 1, "fast", "none slow"},
        {"overflow-block", F_KEYWORD, 1, "scroll", "none paged"},
        {"overflow-inline", F_KEYWORD, 1, "scroll", "none"},
        {"scan", F_KEYWORD, 1, "progressive", "interlace"},
        {"display-mode", F_KEYWORD, 1, "browser",
         "fullscreen standalone minimal-ui"},
        {"color-gamut", F_KEYWORD, 1, "srgb", "p3 rec2020"},
        {"dynamic-range", F_KEYWORD, 1, "standard", "high"},
        {"color", F_NUMBER, 8, NULL, NULL},
        {"color-index", F_NUMBER, 0, NULL, NULL},
        {"monochrome", F_NUMBER, 0, NULL, NULL},
        {"grid", F_NUMBER, 0, NULL, NULL},
        {"resolution", F_NUMBER, (double)c->zoom, NULL, NULL},
        {"-webkit-device-pixel-ratio", F_NUMBER, (double)c->zoom, NULL, NULL},
    };

    for (size_t i = 0; i < sizeof features / sizeof *features; i++)
        if (span_is_nocase(name, features[i].name)) {
            *out = features[i];
            if (i < OF_VIEWPORT && c->sees_viewport != NULL)
                *c->sees_viewport = true;
            return true;
        }
    return false;
}

static bool
parse_resolution(struct css_input *in, double *value)
{
    static const struct {
        const char *unit;
        double factor;
    } units[] = {{"dppx", 1}, {"x", 1}, {"dpi", 1 / 96.0}, {"dpcm", 2.54 / 96}};

    tokens_skip_space(&in->t);
    for (size_t i = 0; tokens_type(&in->t) == TOKEN_DIMENSION && i < 4; i++)
        if (span_is_nocase(token_span(in->t.at), units[i].unit)) {
            *value = in->t.at->number * units[i].factor;
            in->t.at++;
            return true;
        }
    return false;
}

static bool
parse_feature_value(struct css_input *in, const struct feature *f,
                    const struct style_context *c, double *value)
{
    struct length_base base = {
        .em = 16,
        .rem = 16,
        .line_height = 19.2,
        .root_line_height = 19.2,
        .viewport_width = (double)c->viewport_width / UNIT,
        .viewport_height = (double)c->viewport_height / UNIT,
        .zoom = 1};
    struct value v, second;

    if (f->kind == F_LENGTH) {
        if (!parse_length_value(in, ALLOW_NEGATIVE, &v))
            return false;
        *value = value_to_px(&v, &base);
        return true;
    }
    if (f->kind == F_NUMBER && parse_resolution(in, value))
        return true;
    if (!parse_number_value(in, &v))
        return false;
    *value = value_to_number(&v);
    if (f->kind == F_RATIO && parse_slash(in)) {
        if (!parse_number_value(in, &second))
            return false;
        double below = value_to_number(&second);
        *value = below > 0 ? *value / below : 1e9;
    }
    return true;
}

/* '<', '>', '=', 'l' for <=, 'g' for >=; 0 for none. */
static char
parse_comparison(struct css_input *in)
{
    char c;

    tokens_skip_space(&in->t);
    if (tokens_type(&in->t) != TOKEN_DELIM ||
        strchr("<>=", in->t.at->delim) == NULL)
        return 0;
    c = (char)in->t.at->delim;
    in->t.at++;
    if (c != '=' && tokens_at_delim(&in->t, '=')) {
        in->t.at++;
        c = c == '<' ? 'l' : 'g';
    }
    return c;
}

static enum truth
compare(double left, char comparison, double right)
{
    switch (comparison) {
    case '<':
        return left < right ? YES : NO;
    case '>':
        return left > right ? YES : NO;
    case 'l':
        return left <= right ? YES : NO;
    case 'g':
        return left >= right ? YES : NO;
    default:
        return left > right - 1e-4 && left < right + 1e-4 ? YES : NO;
    }
}

static bool
take_name(struct css_input *in, struct span *name)
{
    tokens_skip_space(&in->t);
    if (tokens_type(&in->t) != TOKEN_IDENT)
        return false;
    *name = token_span(in->t.at);
    in->t.at++;
    return true;
}

static bool
is_one_of(struct span keyword, const char *list)
{
    while (*list != '\0') {
        size_t size = strcspn(list, " ");
        if (spans_equal_nocase(keyword,
                               (struct span){(const uint8_t *)list, size}))
            return true;
        list += size + (list[size] == ' ');
    }
    return false;
}

/* name: value, min-name: value, max-name: value, name */
static enum truth
plain_feature(struct css_input *in, struct span name,
              const struct style_context *c)
{
    char comparison = '=';
    struct feature f;
    double value;

    if (name.size > 4 &&
        spans_equal_nocase((struct span){name.data, 4}, span_of("min-")))
        comparison = 'g';
    else if (name.size > 4 &&
             spans_equal_nocase((struct span){name.data, 4}, span_of("max-")))
        comparison = 'l';
    if (comparison != '=')
        name = (struct span){name.data + 4, name.size - 4};
    else if (span_is_nocase(name, "-webkit-min-device-pixel-ratio"))
        name = span_of("-webkit-device-pixel-ratio"), comparison = 'g';
    else if (span_is_nocase(name, "-webkit-max-device-pixel-ratio"))
        name = span_of("-webkit-device-pixel-ratio"), comparison = 'l';
    if (!find_feature(name, c, &f) ||
        (f.kind == F_KEYWORD && comparison != '='))
        return UNKNOWN;
    if (parse_at_end(in))
        return comparison == '=' && f.value > 0 ? YES : NO;
    if (tokens_type(&in->t) != TOKEN_COLON)
        return UNKNOWN;
    in->t.at++;
    if (f.kind == F_KEYWORD) {
        struct span keyword;
        if (!take_name(in, &keyword) || !parse_at_end(in))
            return UNKNOWN;
        if (span_is_nocase(keyword, f.keyword))
            return YES;
        return is_one_of(keyword, f.others) ? NO : UNKNOWN;
    }
    if (!parse_feature_value(in, &f, c, &value) || !parse_at_end(in))
        return UNKNOWN;
    return compare(f.value, comparison, value);
}

/* name < value, value < name, value < name < value */
static enum truth
range_feature(struct css_input in, const struct style_context *c)
{
    struct css_input value_first = in;
    struct feature f;
    struct span name;
    enum truth result = YES;
    double value;
    char comparison;

    if (!take_name(&in, &name) || !find_feature(name, c, &f)) {
        /* The value comes first; find the name to know its kind. */
        struct css_input look = value_first;
        while (look.t.at < look.t.end && !(tokens_type(&look.t) == TOKEN_IDENT))
            tokens_next(&look.t);
        if (!take_name(&look, &name) || !find_feature(name, c, &f) ||
            !parse_feature_value(&value_first, &f, c, &value))
            return UNKNOWN;
        comparison = parse_comparison(&value_first);
        if (comparison == 0 || !take_name(&value_first, &name))
            return UNKNOWN;
        result = compare(value, comparison, f.value);
        in = value_first;
        if (parse_at_end(&in))
            return result;
    }
    if (f.kind == F_KEYWORD)
        return UNKNOWN;
    comparison = parse_comparison(&in);
    if (comparison == 0 || !parse_feature_value(&in, &f, c, &value) ||
        !parse_at_end(&in))
        return UNKNOWN;
    return result == YES ? compare(f.value, comparison, value) : result;
}

static enum truth
media_inner(struct tokens t, const void *data, unsigned depth)
{
    const struct style_context *c = data;
    struct arena scratch = {0};
    struct css_input in = {.arena = &scratch, .base_url = ""};
    struct css_input copy;
    struct span name;
    enum truth result;

    if (tokens_type(&t) != TOKEN_OPEN)
        return UNKNOWN;
    t = tokens_trim(tokens_enter(&t));
    if (tokens_type(&t) == TOKEN_OPEN || tokens_at_ident(&t, "not"))
        return evaluate(t, media_inner, data, depth);
    in.t = t;
    copy = in;
    if (take_name(&copy, &name) &&
        (parse_at_end(&copy) || tokens_type(&copy.t) == TOKEN_COLON))
        result = plain_feature(&copy, name, c);
    else
        result = range_feature(in, c);
    arena_finish(&scratch);
    return result;
}

/* [not|only]? type [and condition]?, or a condition */
static bool
one_query_holds(struct tokens t, const struct style_context *c)
{
    bool negative = false, type_holds;
    enum truth rest = YES;

    t = tokens_trim(t);
    if (t.at == t.end)
        return false;
    if (tokens_at_ident(&t, "only")) {
        t.at++;
    } else if (tokens_at_ident(&t, "not")) {
        struct tokens behind = {t.at + 1, t.end};
        tokens_skip_space(&behind);
        if (tokens_type(&behind) != TOKEN_IDENT)
            return evaluate(t, media_inner, c, 0) == YES;
        negative = true;
        t.at++;
    }
    tokens_skip_space(&t);
    if (tokens_type(&t) != TOKEN_IDENT)
        return evaluate(t, media_inner, c, 0) == YES;
    type_holds = tokens_at_ident(&t, "all") ||
                 tokens_at_ident(&t, c->print ? "print" : "screen");
    if (tokens_at_ident(&t, "and") || tokens_at_ident(&t, "or"))
        return false;
    t.at++;
    tokens_skip_space(&t);
    if (t.at < t.end) {
        if (!tokens_at_ident(&t, "and"))
            return false;
        t.at++;
        rest = evaluate(t, media_inner, c, 0);
    }
    if (rest == UNKNOWN)
        return false;
    return (type_holds && rest == YES) != negative;
}

bool
media_query_holds(struct tokens query, const struct style_context *c)
{
    query = tokens_trim(query);
    if (query.at == query.end)
        return true;
    while (query.at < query.end)
        if (one_query_holds(tokens_until_comma(&query), c))
            return true;
    return false;
}

bool
style_media_holds(struct span query, const struct style_context *c)
{
    struct arena scratch = {0};
    bool holds = media_query_holds(tokens_parse(&scratch, &scratch, query), c);

    arena_finish(&scratch);
    return holds;
}

void
media_update(struct sheet *s, const struct style_context *c)
{
    for (struct media *m = s->medias; m != NULL; m = m->next)
        m->holds = media_query_holds(m->query, c);
}

/* ---- @supports ---------------------------------------------------------- */

static enum truth
supports_inner(struct tokens t, const void *data, unsigned depth)
{
    struct arena *a = (struct arena *)(uintptr_t)data;
    struct selector_list list;

    if (tokens_at_function(&t, "selector")) {
        t = tokens_trim(tokens_enter(&t));
        return selectors_parse(a, t, &list) ? YES : NO;
    }
    if (tokens_type(&t) != TOKEN_OPEN)
        return NO;
    t = tokens_trim(tokens_enter(&t));
    if (tokens_type(&t) != TOKEN_IDENT || tokens_at_ident(&t, "not"))
        return evaluate(t, supports_inner, data, depth);
    return declaration_is_supported(a, t) ? YES : NO;
}

bool
supports_holds(struct arena *a, struct tokens condition)
{
    struct tokens t = tokens_trim(condition);

    /* @import's supports() may hold a bare declaration. */
    if (tokens_type(&t) == TOKEN_IDENT && !tokens_at_ident(&t, "not"))
        return declaration_is_supported(a, t);
    return evaluate(condition, supports_inner, a, 0) == YES;
}
