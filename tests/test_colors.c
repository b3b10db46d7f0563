/*
 * test_colors.c - color(), color-mix() and light-dark().
 *
 * Process: test programs.
 */
#include "css_bench.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

/* The background of #t, whose own colour is red and its parent's lime. */
static const struct {
    const char *value;
    rgba_t color; /* 0: not valid */
} colors[] = {
    {"color(srgb 1 50% 0 / .5)", 0x80FF8000},
    {"color(srgb-linear 0 1 0)", 0xFF00FF00},
    {"color(display-p3 1 0 0)", 0xFFFF0000},
    {"color(rec2020 1 1 1)", 0xFFFFFFFF},
    {"color(a98-rgb 1 1 1)", 0xFFFFFFFF},
    {"color(prophoto-rgb 1 1 1)", 0xFFFFFFFF},
    {"color(xyz-d65 .9505 1 1.089)", 0xFFFFFFFF},
    {"color(nowhere 1 0 0)", 0},
    {"color(srgb 1 0)", 0},
    {"color-mix(in srgb, red, blue)", 0xFF800080},
    {"color-mix(in srgb, red 25%, blue)", 0xFF4000BF},
    {"color-mix(in srgb, red, 75% blue)", 0xFF4000BF},
    {"color-mix(in srgb, #fff 40%, #fff 40%)", 0xCCFFFFFF},
    {"color-mix(in srgb, white, transparent)", 0x80FFFFFF},
    {"color-mix(in oklab, white, black)", 0xFF636363},
    {"color-mix(in lab, white, black)", 0xFF777777},
    {"color-mix(in hsl, red, lime)", 0xFFFFFF00},
    {"color-mix(in hsl shorter hue, red, blue)", 0xFFFF00FF},
    {"color-mix(in oklch, red, red)", 0xFFFF0000},
    {"color-mix(in srgb, currentcolor, transparent)", 0x80FF0000},
    {"color-mix(in srgb, color-mix(in srgb, red, red), red)", 0xFFFF0000},
    {"color-mix(in nowhere, red, lime)", 0},
    {"color-mix(in srgb, red 0%, lime 0%)", 0},
    {"color-mix(in srgb, red)", 0},
    {"light-dark(red, blue)", 0xFFFF0000},
    {"light-dark(red)", 0},
};

static void
test_functions(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof colors / sizeof *colors; i++) {
        struct buf css = {0};
        struct styled s;
        rgba_t found;

        buf_printf(&css, "body{color:lime}#t{color:red;background-color:%s}",
                   colors[i].value);
        styled_init(&s, "<!doctype html><p id=t>", buf_text(&css));
        found = styled_style(&s, "t")->background_color;
        if (found != colors[i].color)
            fail_msg("%s is %08X", colors[i].value, (unsigned)found);
        styled_finish(&s);
        buf_finish(&css);
    }
}

/* As a text's colour, currentcolor is the parent's. */
static void
test_foreground(void **state)
{
    struct styled s;

    (void)state;
    styled_init(&s, "<!doctype html><p id=t>",
                "body{color:lime}#t{color:color-mix(in srgb,currentcolor,"
                "transparent);border:1px solid}");
    assert_int_equal(styled_style(&s, "t")->color, 0x8000FF00);
    assert_int_equal(styled_style(&s, "t")->border[0].color, 0x8000FF00);
    styled_finish(&s);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_functions),
        cmocka_unit_test(test_foreground),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
