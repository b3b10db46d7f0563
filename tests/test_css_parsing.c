/*
 * test_css_parsing.c - css-parsing-tests by others, if they are there: tokens,
 * rules, declarations, bytes, colours and An+B.
 *
 * Process: test programs.
 *
 * They are of a draft of 2013.  Each test that has another answer today is
 * told by why(), and must have today's: it counts as failed.
 */
#include "css/selectors.h"
#include "css/syntax.h"
#include "css/values.h"
#include "html/encoding.h"
#include "utf8.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <cmocka.h>

#define SUITE "../shared/suites/css-parsing/"

/* cJSON's texts end at a NUL, which therefore becomes this. */
#define NUL_ESCAPE "\\uF8FF"
enum { NUL_CODE = 0xF8FF };

static cJSON *
read_json(const char *name)
{
    struct buf path = {0}, text = {0};
    cJSON *json = NULL;
    char block[4096], *at;
    size_t size;
    FILE *f;

    buf_printf(&path, SOURCE_DIR "/" SUITE "%s.json", name);
    f = fopen(buf_text(&path), "r");
    while (f != NULL && (size = fread(block, 1, sizeof block, f)) > 0)
        buf_add(&text, block, size);
    if (f != NULL) {
        fclose(f);
        at = (char *)(uintptr_t)buf_text(&text);
        while ((at = strstr(at, "\\u0000")) != NULL)
            memcpy(at, NUL_ESCAPE, sizeof NUL_ESCAPE - 1);
        json = cJSON_Parse(buf_text(&text));
        assert_non_null(json);
    }
    buf_finish(&path);
    buf_finish(&text);
    return json;
}

/* The text, or (bytes) what its code points stand for. */
static void
add_input(struct buf *out, const char *text, bool bytes)
{
    const uint8_t *at = (const uint8_t *)text, *end = at + strlen(text);

    while (at < end) {
        uint32_t code = utf8_next(&at, end);
        uint8_t utf8[4];

        if (code == NUL_CODE)
            code = 0;
        if (bytes || code == 0)
            buf_add_char(out, (char)code);
        else
            buf_add(out, utf8, utf8_put(utf8, code));
    }
}

/* ---- component values --------------------------------------------------- */

static bool same_list(struct tokens t, const cJSON *expected);

static bool
is_text(const struct token *t, const cJSON *text)
{
    return cJSON_IsString(text) && span_is(token_span(t), text->valuestring);
}

static bool
same_number(const struct token *t, const cJSON *value)
{
    /* between them stands how it was written */
    const char *type = value->next->valuestring;

    return fabs(t->number - value->valuedouble) <=
               1e-6 * fabs(value->valuedouble) &&
           t->integer == (strcmp(type, "integer") == 0);
}

static bool
same_plain(const struct token *t, const char *text)
{
    switch (t->type) {
    case TOKEN_SPACE:
        return strcmp(text, " ") == 0;
    case TOKEN_COLON:
        return strcmp(text, ":") == 0;
    case TOKEN_SEMICOLON:
        return strcmp(text, ";") == 0;
    case TOKEN_COMMA:
        return strcmp(text, ",") == 0;
    case TOKEN_CDO:
        return strcmp(text, "<!--") == 0;
    case TOKEN_CDC:
        return strcmp(text, "-->") == 0;
    case TOKEN_DELIM:
        return text[0] == (char)t->delim && text[1] == '\0';
    default:
        return false;
    }
}

static bool
same_error(const struct token *t, const char *what)
{
    return (t->type == TOKEN_BAD_STRING && strcmp(what, "bad-string") == 0) ||
           (t->type == TOKEN_BAD_URL && strcmp(what, "bad-url") == 0) ||
           (t->type == TOKEN_CLOSE && strcmp(what, ")") == 0) ||
           (t->type == TOKEN_CLOSE_SQUARE && strcmp(what, "]") == 0) ||
           (t->type == TOKEN_CLOSE_CURLY && strcmp(what, "}") == 0);
}

static bool
same_block(const struct token *t, const char *kind, const cJSON *rest)
{
    struct tokens inner = {t, t + t->skip};
    bool is_it = (t->type == TOKEN_OPEN && strcmp(kind, "()") == 0) ||
                 (t->type == TOKEN_OPEN_SQUARE && strcmp(kind, "[]") == 0) ||
                 (t->type == TOKEN_OPEN_CURLY && strcmp(kind, "{}") == 0);

    /* url("") was a token of its own */
    if (t->type == TOKEN_FUNCTION && strcmp(kind, "url") == 0) {
        inner = tokens_trim(tokens_enter(&inner));
        return tokens_type(&inner) == TOKEN_STRING && is_text(inner.at, rest);
    }
    if (t->type == TOKEN_FUNCTION && strcmp(kind, "function") == 0) {
        is_it = is_text(t, rest);
        rest = rest->next;
    }
    return is_it && same_list(tokens_enter(&inner), rest);
}

static bool
same_value(const struct token *t, const cJSON *e)
{
    const cJSON *rest;
    const char *kind;

    if (cJSON_IsString(e))
        return same_plain(t, e->valuestring);
    kind = e->child->valuestring;
    rest = e->child->next;
    if (strcmp(kind, "error") == 0)
        return same_error(t, rest->valuestring);
    switch (t->type) {
    case TOKEN_IDENT:
        return strcmp(kind, "ident") == 0 && is_text(t, rest);
    case TOKEN_AT:
        return strcmp(kind, "at-keyword") == 0 && is_text(t, rest);
    case TOKEN_STRING:
        return strcmp(kind, "string") == 0 && is_text(t, rest);
    case TOKEN_URL:
        return strcmp(kind, "url") == 0 && is_text(t, rest);
    case TOKEN_HASH:
        return strcmp(kind, "hash") == 0 && is_text(t, rest) &&
               t->is_id == (strcmp(rest->next->valuestring, "id") == 0);
    case TOKEN_NUMBER:
        return strcmp(kind, "number") == 0 && same_number(t, rest->next);
    case TOKEN_PERCENT:
        return strcmp(kind, "percentage") == 0 && same_number(t, rest->next);
    case TOKEN_DIMENSION:
        return strcmp(kind, "dimension") == 0 && same_number(t, rest->next) &&
               is_text(t, rest->next->next->next);
    default:
        return same_block(t, kind, rest);
    }
}

/* ~= and the like were one token. */
static bool
skip_pair(struct tokens *t, const cJSON *e)
{
    const struct token *at = t->at;

    if (!cJSON_IsString(e) || strlen(e->valuestring) != 2 || t->end - at < 2 ||
        at[0].type != TOKEN_DELIM || at[1].type != TOKEN_DELIM ||
        (char)at[0].delim != e->valuestring[0] ||
        (char)at[1].delim != e->valuestring[1])
        return false;
    t->at += 2;
    return true;
}

/* What was open at the end is no error in a value. */
static const cJSON *
past_open_end(const cJSON *e)
{
    return e != NULL && cJSON_IsArray(e) &&
                   strcmp(e->child->valuestring, "error") == 0 &&
                   strncmp(e->child->next->valuestring, "eof", 3) == 0
               ? e->next
               : e;
}

static bool
same_list(struct tokens t, const cJSON *e)
{
    for (e = past_open_end(e); t.at < t.end; e = past_open_end(e->next)) {
        if (e == NULL)
            return false;
        if (skip_pair(&t, e))
            continue;
        if (!same_value(t.at, e))
            return false;
        tokens_next(&t);
    }
    return e == NULL;
}

static bool
check_values(struct arena *a, struct tokens t, const cJSON *expected)
{
    (void)a;
    return same_list(t, expected->child);
}

/* ---- rules and declarations --------------------------------------------- */

static bool
is_array(const cJSON *e, const char *kind)
{
    return cJSON_IsArray(e) && strcmp(e->child->valuestring, kind) == 0;
}

static bool
same_block_of(const struct written_rule *w, const cJSON *e)
{
    return w->has_block ? cJSON_IsArray(e) && same_list(w->block, e->child)
                        : cJSON_IsNull(e);
}

/* t is at a rule, or what is read as one. */
static bool
same_rule(struct tokens *t, const cJSON *e)
{
    struct written_rule w;
    const cJSON *rest = e->child->next;

    if (!syntax_rule(t, &w))
        return is_array(e, "error") &&
               strcmp(rest->valuestring, "invalid") == 0;
    if (!w.is_at)
        return is_array(e, "qualified rule") &&
               same_list(w.prelude, rest->child) &&
               same_block_of(&w, rest->next);
    return is_array(e, "at-rule") && span_is(w.name, rest->valuestring) &&
           same_list(w.prelude, rest->next->child) &&
           same_block_of(&w, rest->next->next);
}

static bool
is_error(const cJSON *e, const char *what)
{
    return is_array(e, "error") &&
           strcmp(e->child->next->valuestring, what) == 0;
}

/* "Parse a rule": nothing may come before or behind. */
static bool
check_rule(struct arena *a, struct tokens t, const cJSON *expected)
{
    struct written_rule w;
    struct tokens after = t;

    (void)a;
    if (!syntax_find_rule(&t, false))
        return is_error(expected, "empty");
    after = t;
    if (syntax_rule(&after, &w) && syntax_find_rule(&after, false))
        return is_error(expected, "extra-input");
    return same_rule(&t, expected);
}

static bool
check_sheet(struct arena *a, struct tokens t, const cJSON *expected)
{
    const cJSON *e = expected->child;

    (void)a;
    for (; syntax_find_rule(&t, true); e = e->next)
        if (e == NULL || !same_rule(&t, e))
            return false;
    return e == NULL;
}

static const cJSON *
past_space(const cJSON *e)
{
    return cJSON_IsString(e) && strcmp(e->valuestring, " ") == 0 ? e->next : e;
}

/* The spaces around a value belonged to it. */
static bool
same_declared(struct tokens value, const cJSON *e)
{
    cJSON *copy = cJSON_Duplicate(e, true);
    int size = cJSON_GetArraySize(copy);
    bool same;

    if (size > 1 && past_space(cJSON_GetArrayItem(copy, size - 1)) == NULL)
        cJSON_DeleteItemFromArray(copy, size - 1);
    same = same_list(value, past_space(copy->child));
    cJSON_Delete(copy);
    return same;
}

static bool
check_declaration(struct arena *a, struct tokens t, const cJSON *expected)
{
    struct written_declaration w;
    const cJSON *rest = expected->child->next;

    (void)a;
    tokens_skip_space(&t);
    if (t.at == t.end)
        return is_error(expected, "empty");
    if (!syntax_declaration(t, &w))
        return is_error(expected, "invalid");
    return is_array(expected, "declaration") &&
           span_is(w.name, rest->valuestring) &&
           same_declared(w.value, rest->next) &&
           w.important == cJSON_IsTrue(rest->next->next);
}

static const char *
text_of(const cJSON *object, const char *name)
{
    const cJSON *text = cJSON_GetObjectItem(object, name);

    return cJSON_IsString(text) ? text->valuestring : "";
}

/* expected: rules, and the encoding's name */
static bool
same_bytes(struct arena *a, const cJSON *input, const cJSON *expected)
{
    struct buf bytes = {0}, text = {0};
    const char *name;
    bool same;

    add_input(&bytes, text_of(input, "css_bytes"), true);
    name =
        encoding_of_sheet(buf_span(&bytes), text_of(input, "protocol_encoding"),
                          text_of(input, "environment_encoding"));
    encoding_decode(&text, buf_span(&bytes), name);
    same = strcasecmp(name, expected->child->next->valuestring) == 0 &&
           check_sheet(a, tokens_parse(a, a, buf_span(&text)), expected->child);
    buf_finish(&bytes);
    buf_finish(&text);
    return same;
}

/* ---- colours and An+B --------------------------------------------------- */

static bool
same_color(struct arena *a, struct tokens t, const cJSON *expected,
           double whole)
{
    struct css_input in = {.t = t, .arena = a, .base_url = ""};
    struct value v = {0};
    bool ok = parse_color_value(&in, &v) && parse_at_end(&in) && !in.quirk;
    const cJSON *c = expected->child;

    if (cJSON_IsNull(expected))
        return !ok;
    if (cJSON_IsString(expected))
        return ok && v.kind == VALUE_CURRENT_COLOR;
    for (int shift = 16; ok && c != NULL; c = c->next, shift -= 8) {
        /* the last is alpha; beyond 0 and 1 nothing can be shown */
        double channel = (v.color >> (shift >= 0 ? shift : 24) & 255) / 255.0;
        double value = c->valuedouble / (shift >= 0 ? whole : 1);

        value = fmin(fmax(value, 0), 1);

        if (fabs(channel - value) > 0.51 / 255)
            ok = false;
    }
    return ok;
}

static bool
check_color(struct arena *a, struct tokens t, const cJSON *expected)
{
    return same_color(a, t, expected, 1);
}

static bool
check_keyword(struct arena *a, struct tokens t, const cJSON *expected)
{
    return same_color(a, t, expected, 255);
}

static bool
check_nth(struct arena *arena, struct tokens t, const cJSON *expected)
{
    int a, b;
    bool ok;

    (void)arena;
    t = tokens_trim(t);
    ok = selector_parse_nth(&t, &a, &b) && t.at == t.end;
    if (cJSON_IsNull(expected))
        return !ok;
    return ok && a == expected->child->valueint &&
           b == expected->child->next->valueint;
}

/* ---- what has changed ---------------------------------------------------- */

/* Why the standards have another answer now than when this was written, and
 * it is given; or NULL. */
static const char *
why(struct arena *a, const char *name, const char *css, const cJSON *expected)
{
    struct css_input in = {
        .t = tokens_parse(a, a, span_of(css)), .arena = a, .base_url = ""};
    struct value v = {0};

    if (strcmp(name, "component_value_list") == 0 && strcasestr(css, "u+"))
        return "unicode-range is no token any more";
    if (strcmp(name, "color3") == 0 && cJSON_IsNull(expected) &&
        in.t.at < in.t.end && in.t.at->type == TOKEN_FUNCTION &&
        parse_color_value(&in, &v) && parse_at_end(&in))
        return "valid since Color 4";
    return NULL;
}

/* ---- running ------------------------------------------------------------ */

typedef bool check_fn(struct arena *a, struct tokens t, const cJSON *expected);

struct score {
    unsigned count, passed, changed;
};

static bool
passes(struct arena *a, check_fn *check, const cJSON *input)
{
    struct buf text = {0};
    bool ok;

    if (cJSON_IsObject(input))
        return same_bytes(a, input, input->next);
    add_input(&text, input->valuestring, false);
    ok = check(a, tokens_parse(a, a, buf_span(&text)), input->next);
    buf_finish(&text);
    return ok;
}

static void
run(const char *name, check_fn *check, struct score *score)
{
    cJSON *json = read_json(name);

    for (cJSON *i = json != NULL ? json->child : NULL; i != NULL;
         i = i->next->next) {
        const char *css =
            cJSON_IsObject(i) ? text_of(i, "css_bytes") : i->valuestring;
        struct arena a = {0};
        const char *reason;

        score->count++;
        if (passes(&a, check, i)) {
            score->passed++;
        } else {
            reason = why(&a, name, css, i->next);
            score->changed += reason != NULL;
            if (reason == NULL || getenv("VERBOSE") != NULL)
                print_message("%s: %s: %s\n", name,
                              reason != NULL ? reason : "FAILED", css);
        }
        arena_finish(&a);
    }
    cJSON_Delete(json);
}

static void
test_suite(void **state)
{
    struct score s = {0};

    (void)state;
    run("component_value_list", check_values, &s);
    run("one_rule", check_rule, &s);
    run("one_declaration", check_declaration, &s);
    run("stylesheet", check_sheet, &s);
    run("stylesheet_bytes", NULL, &s);
    run("color3", check_color, &s);
    run("color3_keywords", check_keyword, &s);
    run("An+B", check_nth, &s);
    if (s.count == 0) {
        print_message("../shared/suites is not here\n");
        skip();
    }
    print_message("css-parsing: %u of %u; %u more have changed since\n",
                  s.passed, s.count, s.changed);
    assert_int_equal(s.passed + s.changed, s.count);
    assert_true(s.passed * 100 >= s.count * 98);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_suite)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
