/*
 * attr.c - attr(): attributes as values of any property (CSS Values 5, 7.7).
 *
 * Process: renderer.  Distrusts: style sheets and attributes: what an attribute
 * stands for is checked against the type that is asked for, and an address is
 * never taken from one.
 */
#include "css/cascade.h"

enum {
    MOST_NAME = 64,   /* bytes of an attribute's name */
    MOST_VALUE = 1024 /* bytes of an attribute with a type */
};

/* ---- what may stand there ------------------------------------------------ */

static bool
is_length(struct css_input *in, bool percent)
{
    struct value v;

    return parse_length_value(
        in, ALLOW_NEGATIVE | (percent ? (unsigned)ALLOW_PERCENT : 0u), &v);
}

static bool
is_token(struct css_input *in, enum token_type type)
{
    if (tokens_type(&in->t) != type)
        return false;
    tokens_next(&in->t);
    return true;
}

/* Takes one value of the syntax component with this name. */
static bool
take_component(struct css_input *in, struct span name)
{
    struct value v;
    float angle;

    tokens_skip_space(&in->t);
    if (span_is(name, "length"))
        return is_length(in, false);
    if (span_is(name, "length-percentage"))
        return is_length(in, true);
    if (span_is(name, "percentage"))
        return is_token(in, TOKEN_PERCENT);
    if (span_is(name, "number"))
        return parse_number_value(in, &v);
    if (span_is(name, "integer"))
        return tokens_type(&in->t) == TOKEN_NUMBER && in->t.at->integer &&
               is_token(in, TOKEN_NUMBER);
    if (span_is(name, "color"))
        return parse_color_value(in, &v);
    if (span_is(name, "angle"))
        return parse_angle(in, &angle);
    if (span_is(name, "string"))
        return is_token(in, TOKEN_STRING);
    return span_is(name, "custom-ident") && is_token(in, TOKEN_IDENT);
}

/* <name>, an identifier, or either with + or #: several of them. */
static bool
fits_component(struct cascade *c, struct tokens syntax, struct tokens value)
{
    struct css_input in = {.t = value, .arena = c->arena, .base_url = ""};
    bool named = tokens_at_delim(&syntax, '<');
    struct span name;
    char many = 0;

    if (named)
        syntax.at++;
    if (tokens_type(&syntax) != TOKEN_IDENT)
        return false;
    name = token_span(syntax.at++);
    if (named && !tokens_at_delim(&syntax, '>'))
        return false;
    syntax.at += named ? 1 : 0;
    if (syntax.at < syntax.end && syntax.at->type == TOKEN_DELIM)
        many = (char)syntax.at++->delim;
    if (syntax.at != syntax.end || (many != 0 && many != '+' && many != '#'))
        return false;
    do {
        if (named ? !take_component(&in, name)
                  : tokens_type(&in.t) != TOKEN_IDENT ||
                        !span_equal(token_span(in.t.at++), name))
            return false;
        tokens_skip_space(&in.t);
        if (in.t.at == in.t.end)
            return true;
    } while (many == '+' || (many == '#' && parse_comma(&in)));
    return false;
}

static bool
names_address(struct tokens t)
{
    for (; t.at < t.end; t.at++)
        if (t.at->type == TOKEN_URL ||
            (t.at->type == TOKEN_FUNCTION &&
             (span_is_nocase(token_span(t.at), "url") ||
              span_is_nocase(token_span(t.at), "src") ||
              span_is_nocase(token_span(t.at), "image-set"))))
            return true;
    return false;
}

/* type(): alternatives with | between them, or * for anything. */
static bool
fits_syntax(struct cascade *c, struct tokens syntax, struct tokens value)
{
    syntax = tokens_trim(syntax);
    if (tokens_at_delim(&syntax, '*') && syntax.end - syntax.at == 1)
        return !names_address(value) && !tokens_have_substitution(value);
    while (syntax.at < syntax.end) {
        struct tokens one = syntax;

        while (syntax.at < syntax.end && !tokens_at_delim(&syntax, '|'))
            syntax.at++;
        one.end = syntax.at;
        if (fits_component(c, tokens_trim(one), value))
            return true;
        if (syntax.at < syntax.end)
            syntax.at++;
    }
    return false;
}

/* ---- attr() -------------------------------------------------------------- */

static const struct span *
find_attribute(const struct node *n, struct span name)
{
    char lower[MOST_NAME + 1];

    if (name.size > MOST_NAME)
        return NULL;
    for (size_t i = 0; i < name.size; i++) {
        char ch = (char)name.data[i];

        if (n->name_space == NAMESPACE_HTML && ch >= 'A' && ch <= 'Z')
            ch = (char)(ch + ('a' - 'A'));
        lower[i] = ch;
    }
    lower[name.size] = 0;
    return node_attribute(n, lower);
}

static struct tokens
one_token(struct cascade *c, struct token t)
{
    struct token *copy = arena_alloc(c->arena, sizeof *copy);

    *copy = t;
    copy->skip = 1;
    return (struct tokens){copy, copy + 1};
}

/* The attribute's value is a number, and a unit, percent or nothing goes with
 * it. */
static bool
with_unit(struct cascade *c, const struct token *unit, struct tokens value,
          struct tokens *out)
{
    struct token made;

    if (value.end - value.at != 1 || value.at->type != TOKEN_NUMBER)
        return false;
    made = *value.at;
    if (unit->type == TOKEN_DELIM) {
        made.type = TOKEN_PERCENT;
    } else if (!span_is_nocase(token_span(unit), "number")) {
        made.type = TOKEN_DIMENSION;
        made.text = unit->text;
        made.size = unit->size;
    }
    *out = one_token(c, made);
    return true;
}

static bool
is_unit(const struct token *t)
{
    static const char *const others[] = {"number", "deg", "grad", "rad",
                                         "turn",   "s",   "ms"};
    enum css_unit unit;
    double factor;

    if (t->type == TOKEN_DELIM)
        return t->delim == '%';
    if (t->type != TOKEN_IDENT)
        return false;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (span_is_nocase(token_span(t), others[i]))
            return true;
    return unit_by_name(token_span(t), &unit, &factor);
}

bool
attr_resolve(struct cascade *c, struct tokens contents, struct tokens *value,
             struct tokens *fallback)
{
    struct tokens type, typed;
    const struct span *text;
    struct span name;

    *fallback = (struct tokens){NULL, NULL};
    tokens_skip_space(&contents);
    if (tokens_type(&contents) != TOKEN_IDENT || c->element == NULL)
        return false;
    name = token_span(contents.at++);
    type = contents;
    while (contents.at < contents.end && tokens_type(&contents) != TOKEN_COMMA)
        tokens_next(&contents);
    type.end = contents.at;
    type = tokens_trim(type);
    if (contents.at < contents.end)
        *fallback = tokens_trim((struct tokens){contents.at + 1, contents.end});
    text = find_attribute(c->element, name);
    if (type.at == type.end || tokens_at_ident(&type, "raw-string")) {
        if (text == NULL && fallback->at != NULL)
            return false;
        *value = one_token(
            c, (struct token){.type = TOKEN_STRING,
                              .text = text != NULL ? text->data : NULL,
                              .size = text != NULL ? (uint32_t)text->size : 0});
        return type.at == type.end || type.end - type.at == 1;
    }
    if (text == NULL || text->size > MOST_VALUE)
        return false;
    typed = tokens_trim(tokens_parse(c->arena, c->arena, *text));
    if (tokens_at_function(&type, "type")) {
        struct tokens syntax = tokens_enter(&type);

        *value = typed;
        return type.at == type.end && fits_syntax(c, syntax, typed);
    }
    return type.end - type.at == 1 && is_unit(type.at) &&
           with_unit(c, type.at, typed, value);
}
