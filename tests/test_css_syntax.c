/*
 * test_css_syntax.c - tokens, error recovery, values and hostile sheets.
 *
 * Process: test.
 */
#include "css/sheet.h"

#include "css_bench.h"
#include "utf8.h"

#include <stdarg.h>
#include <stdlib.h>
#include <setjmp.h>
#include <cmocka.h>

/* ---- tokens ------------------------------------------------------------- */

/* Prints tokens in a short form. */
static void
show(struct buf *out, struct tokens t)
{
    static const char *const names[] = {
        "EOF", "i", "f", "@", "#", "s", "BADS", "u", "BADU", "d", "n", "%", "D",
        "_",   "<", ">", ":", ";", ",", "[",    "]", "(",    ")", "{", "}"};

    for (; t.at < t.end; t.at++) {
        buf_add_text(out, names[t.at->type]);
        if (t.at->type == TOKEN_DELIM)
            buf_add_char(out, (char)t.at->delim);
        if (t.at->type == TOKEN_NUMBER || t.at->type == TOKEN_PERCENT ||
            t.at->type == TOKEN_DIMENSION)
            buf_printf(out, "%g", t.at->number);
        if (t.at->size > 0)
            buf_printf(out, "'%.*s'", (int)t.at->size,
                       (const char *)t.at->text);
        if (t.at->skip > 1)
            buf_printf(out, "+%u", t.at->skip);
        buf_add_char(out, ' ');
    }
}

static const struct {
    const char *css, *tokens;
} token_cases[] = {
    {"", ""},
    {"a b", "i'a' _ i'b' "},
    {"a/**/b/* x", "i'a' i'b' "},
    {"-a --b -\\31 x -1", "i'-a' _ i'--b' _ i'-1x' _ n-1 "},
    {"#1a #a #", "#'1a' _ #'a' _ d# "},
    {"1e3 1.5px +.5% 1e-1em 1.e", "n1000 _ D1.5'px' _ %0.5 _ D0.1'em' _ n1 d. "
                                  "i'e' "},
    {"'a\\'b' \"c\\\nd\" 'e", "s'a'b' _ s'cd' _ s'e' "},
    {"'a\nb", "BADS'a' _ i'b' "},
    {"url(a b) url( a\\)b ) url('c') x",
     "BADU _ u'a)b' _ f'url'+3 s'c' ) _ i'x' "},
    {"f(a,(b))", "f'f'+7 i'a' , (+3 i'b' ) ) "},
    {"{[}", "{+5 [+3 } ] } "},
    {"a{b:c", "i'a' {+5 i'b' : i'c' } "},
    {"<!-- -->", "< _ > "},
    {"@m x;", "@'m' _ i'x' ; "},
    {"\\61\\000062 c\\\n", "i'abc' d\\ _ "},
    {"\\0 \\D800 \\110000 x", "i'\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBDx' "},
    {"a\r\nb\fc", "i'a' _ i'b' _ i'c' "},
    {"\xC3\xA4\xFF", "i'\xC3\xA4\xEF\xBF\xBD' "},
    {"1e999", "n1e+15 "},
};

static void
test_tokens(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof token_cases / sizeof *token_cases; i++) {
        struct arena a = {0};
        struct buf out = {0};

        show(&out, tokens_parse(&a, &a, span_of(token_cases[i].css)));
        assert_string_equal(buf_text(&out), token_cases[i].tokens);
        buf_finish(&out);
        arena_finish(&a);
    }
}

/* ---- recovery: #t is red if the sheet was read right --------------------- */

static const char *const recovery[] = {
    "#t{color:red",
    "#t{color:red;color:blau}",
    "#t{color:red;;;:;x;y:}",
    "#t{color:green;color:red;width:}",
    "#t{colour:blue;color:red}",
    "#t{color:red;background:url(a b)}",
    "#t{color:red;color:rgb(1,2}",
    "}#t{color:blue}#t{color:red}",
    "@unknown x{y{z}}#t{color:red}",
    "@unknown x;#t{color:red}",
    "@media screen{#t{color:red}",
    "<!-- #t{color:red} -->",
    "a,,b{color:blue}#t{color:red}",
    "#t{color:red}#t:unknown{color:blue}",
    "#t{color:red}#t,::nope{color:blue}",
    "#t{color:red!important;color:blue}",
    "#t{color:red ! /**/ IMPORTANT;color:blue}",
    "#t{color:red;color:blue !wichtig}",
    "#t{color:red;{color:blue}color:blue2}",
    "#t{color:red;@x{color:blue};width:1px}",
    "#t{'a\n;color:blue}#t{color:red}",
    "#t{--x:{a:b};color:red}",
    "#\\74 {color:red}",
    "#t{co\\6c or:RE\\44}",
    "@supports (display:block){#t{color:red}}",
    "@supports not (display:nonsense){#t{color:red}}",
    "@supports (display:nonsense) or (color:red){#t{color:red}}",
    "#t{color:red}@supports (display:nothing) and (color:red){#t{color:blue}}",
    "#t{color:red}@supports (--x:a;b){#t{color:blue}}",
    "@supports selector(a > b){#t{color:red}}",
    "#t{color:red}@supports selector(a:nope){#t{color:blue}}",
    "@layer x{#t{color:red}}",
    "@charset 'x';#t{color:red}",
    /* rules in rules */
    "#t{color:blue;&{color:red}}",
    "#t{&{color:blue}color:red}",
    "body{#t{color:red}}",
    "body{> #t{color:red}}",
    "div,body{& > #t{color:red}}",
    "div,#x{color:blue}#t{color:red;div &{color:blue}}",
    "#t{color:red;&.y,&:hover{color:blue}}",
    "#t{color:red;b{color:blue}}",
    "#t{color:red;b:hover{color:blue};}",
    "html{body{p{&:not(.x){color:red}}}}",
    "#t{color:blue;@media all{color:red}}",
    "#t{color:blue;@media all{&{color:red}}}",
    "#t{color:red;@media print{color:blue}}",
    "#t{color:blue;@supports (color:red){@media all{color:red}}}",
    "p,#x{&{color:red}}p{color:blue}", /* & weighs as much as the most */
    "body{&::before,#t{color:red}}",
    "#t{color:red}#t::before{&{color:blue}}",
    "&{#t{color:red}}",
    /* layers */
    "@layer a{#t{color:blue}}p{color:red}",
    "@layer a,b;@layer b{p{color:red}}@layer a{#t{color:blue}}",
    "@layer a{@layer b{#t{color:blue}}p{color:red}}",
    "@layer a.b{p{color:red}}@layer a{@layer c{p{color:red}}}",
    "@layer a.b{#t{color:blue}}@layer a.c{p{color:red}}",
    "@layer{#t{color:blue}}@layer{p{color:red}}",
    "@layer a{p{color:red!important}}#t{color:blue!important}",
    "@layer a{p{color:red!important}}@layer b{#t{color:blue!important}}",
    "#t{@layer a{color:blue}}p{color:red}",
};

static void
test_recovery(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof recovery / sizeof *recovery; i++) {
        struct styled s;

        styled_init(&s, "<!doctype html><p id=t>", recovery[i]);
        if (styled_style(&s, "t")->color != 0xFFFF0000)
            fail_msg("not red: %s", recovery[i]);
        styled_finish(&s);
    }
}

/* ---- media queries ------------------------------------------------------ */

static const struct {
    const char *query;
    bool holds; /* at 800 x 600, light */
} queries[] = {
    {"", true},
    {"all", true},
    {"screen", true},
    {"print", false},
    {"not print", true},
    {"only screen and (color)", true},
    {"print, screen", true},
    {"(min-width:800px)", true},
    {"(min-width:801px)", false},
    {"(max-width:50em)", true},
    {"(max-width:49em)", false},
    {"(width:800px) and (height:600px)", true},
    {"(width>=800px)", true},
    {"(400px < width <= 800px)", true},
    {"(800px > width)", false},
    {"(width < calc(800px + 1px))", true},
    {"(orientation:landscape)", true},
    {"(orientation:portrait)", false},
    {"(aspect-ratio:4/3)", true},
    {"(min-aspect-ratio:2/1)", false},
    {"(prefers-color-scheme:light)", true},
    {"(prefers-color-scheme:dark)", false},
    {"not (prefers-color-scheme:dark)", true},
    {"(unknown-thing)", false},
    {"not (unknown-thing)", false},
    {"not all and (unknown:1)", false},
    {"(color) or (unknown)", true},
    {"(color) and (unknown)", false},
    {"(width) and ((height) or (monochrome))", true},
    {"(grid:0)", true},
    {"(min-resolution:2dppx)", false},
    {"screen and", false},
    {"and (color)", false},
    {"screen (color)", false},
    {"((((((((((((((((((((((((color))))))))))))))))))))))))", false},
};

static void
test_media(void **state)
{
    struct style_context c = {.viewport_width = 800 * UNIT,
                              .viewport_height = 600 * UNIT,
                              .zoom = 1,
                              .base_url = ""};

    (void)state;
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        struct arena a = {0};
        struct tokens t = tokens_parse(&a, &a, span_of(queries[i].query));

        if (media_query_holds(t, &c) != queries[i].holds)
            fail_msg("wrong: %s", queries[i].query);
        arena_finish(&a);
    }
}

/* ---- hostile sheets ----------------------------------------------------- */

static void
repeat(struct buf *b, const char *text, size_t bytes)
{
    size_t size = strlen(text);

    for (size_t done = 0; done < bytes; done += size)
        buf_add(b, text, size);
}

static void
style_with(const char *start, const char *repeated, const char *end,
           size_t bytes)
{
    struct buf css = {0};
    struct styled s;

    buf_add_text(&css, start);
    repeat(&css, repeated, bytes);
    buf_add_text(&css, end);
    styled_init(&s, "<!doctype html><p id=t>x<b>y</b>", buf_text(&css));
    assert_non_null(styled_style(&s, "t"));
    styled_finish(&s);
    buf_finish(&css);
}

static void
test_hostile(void **state)
{
    static const struct {
        const char *start, *repeated, *end;
    } cases[] = {
        {"", "{", ""},
        {"", "(", ""},
        {"", "}", ""},
        {"", "a{", ""},
        {"", "a,b{color:red;", ""},
        {"", "@layer a{", ""},
        {"@layer a", ".a", ";"},
        {"", "@layer{}", ""},
        {"p{color:", "color-mix(in srgb,red,", ""},
        {"p{color:", "light-dark(", ""},
        {"", "@media all{", ""},
        {"", "@supports (", ""},
        {"", "@supports not ", ""},
        {"@media ", "not ", "{p{color:red}}"},
        {"@media ", "(", ""},
        {"p{width:calc(", "(", ""},
        {"p{width:calc(1px", " + 1px", ")}"},
        {"p{width:calc(1px", " * 2", ")}"},
        {"p{width:calc(1px", " - (1px)", ")}"},
        {"p{width:min(1px", ",1px", ")}"},
        {"p{width:", "min(1px,", ""},
        {"p{width:", "calc(", ""},
        {"", ":not(", ""},
        {"", ":is(", "p"},
        {"", ":has(", ""},
        {"", "p>", "p{color:red}"},
        {"", "p ", "p{color:red}"},
        {"p", ".a", "{color:red}"},
        {"", "p,", "p{color:red}"},
        {"", "@import 'x';", ""},
        {"p{--a:", "var(--a,", ""},
        {"p{", "--a:var(--b);--b:var(--a);", ""},
        {"p{color:", "var(--x,", ""},
        {"p{font-family:", "a,", "a}"},
        {"p{background:", "red,", ""},
        {"p{background-image:", "url(x),", "url(y)}"},
        {"p{background-image:linear-gradient(", "red,", "red)}"},
        {"p{transform:", "scale(2) ", "}"},
        {"p{box-shadow:", "1px 1px red,", "1px 1px}"},
        {"p{counter-reset:", "a 1 ", "}"},
        {"p{quotes:", "'a' 'b' ", "}"},
        {"p{content:", "counter(a) ", "}"},
        {"", "\\", ""},
        {"", "'", ""},
        {"", "/*", ""},
        {"", "url(", ""},
        {"p{width:", "9", "px;height:1e999px;margin:-1e999px}"},
        {"", "\xFF", ""},
        {"", "p:nth-child(99999999999n+99999999999){margin:1px}", ""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        style_with(cases[i].start, cases[i].repeated, cases[i].end, 200000);
}

/* A definition that doubles each time must not double memory each time. */
static void
test_variables_bomb(void **state)
{
    struct buf css = {0};
    struct styled s;

    (void)state;
    buf_add_text(&css, ":root{--v0:x x x x x x x x x x;");
    for (int i = 1; i < 64; i++)
        buf_printf(&css, "--v%d:var(--v%d) var(--v%d);", i, i - 1, i - 1);
    buf_add_text(&css, "}p{width:var(--v63);color:var(--v63,red)}");
    styled_init(&s, "<p id=t>", buf_text(&css));
    assert_int_equal(styled_style(&s, "t")->color, 0xFFFF0000);
    assert_true(arena_used(&s.arena) < 64 << 20);
    styled_finish(&s);
    buf_finish(&css);
}

/* Any bytes as a sheet and as a style attribute. */
static void
test_random(void **state)
{
    static const char *const pieces[] = {
        "{",      "}",       "(",          ")",    "[",         "]",
        ":",      ";",       ",",          "a",    "p",         "#t",
        ".c",     "1px",     "50%",        "'",    "\"",        "\\",
        "@",      "/*",      "*/",         "-",    "--x",       "var(",
        "calc(",  "url(",    "!",          ">",    "~",         "color",
        "red",    "margin",  "::before",   "\n",   " ",         "\xE2",
        "@media", "@import", "background", "font", "important", "0",
        "e9"};
    uint32_t seed = 7;

    (void)state;
    for (int round = 0; round < 300; round++) {
        struct buf css = {0}, html = {0};
        struct styled s;

        for (int i = 0; i < 200; i++) {
            seed = seed * 1103515245 + 12345;
            buf_add_text(
                &css, pieces[(seed >> 16) % (sizeof pieces / sizeof *pieces)]);
        }
        buf_add_text(&html, "<p id=t class=c style=\"");
        buf_add_html(&html, buf_span(&css));
        buf_add_text(&html, "\">x");
        styled_init(&s, buf_text(&html), buf_text(&css));
        assert_non_null(styled_style(&s, "t"));
        styled_finish(&s);
        buf_finish(&css);
        buf_finish(&html);
    }
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tokens),         cmocka_unit_test(test_recovery),
        cmocka_unit_test(test_media),          cmocka_unit_test(test_hostile),
        cmocka_unit_test(test_variables_bomb), cmocka_unit_test(test_random),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
