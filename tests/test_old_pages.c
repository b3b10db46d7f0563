/*
 * test_old_pages.c - what pages count on that were written for the browsers of
 * their day.
 *
 * Process: test programs.
 */
#include "layout_bench.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

static struct page page;

static void
load(const char *html)
{
    page_load(&page, span_of(html), 400, 300);
    assert_true(page.is_same);
}

static const struct box *
box(const char *id)
{
    const struct box *b = page_box(&page, id);

    assert_non_null(b);
    return b;
}

/* In limited-quirks mode lines are no higher than what is in them; all else is
 * as in standards mode. */
static void
test_limited_quirks(void **state)
{
    (void)state;
    load("<!DOCTYPE HTML PUBLIC '-//W3C//DTD HTML 4.01 Transitional//EN' "
         "'http://www.w3.org/TR/html4/loose.dtd'><style>body{margin:0;font:"
         "10px/20px sans-serif}code{font-size:5px;line-height:8px}</style>"
         "<p id=a><code>x</code><p id=b>x<code>x</code>");
    assert_int_equal(box("a")->y, 10 * UNIT); /* no margin is lost */
    assert_int_equal(box("a")->height, 8 * UNIT);
    assert_int_equal(box("b")->height, 20 * UNIT);
    page_finish(&page);
}

static void
assert_font_size(const char *html, int px)
{
    load(html);
    assert_int_equal(box("t")->style->font_size, px * UNIT);
    page_finish(&page);
}

/* Small print in monospace, which is small already. */
static void
test_monospace_sizes(void **state)
{
    (void)state;
    assert_font_size("<!doctype html><pre id=t style='font-size:small'>", 12);
    assert_font_size("<!doctype html><pre id=t style='font-size:large'>", 16);
    assert_font_size("<!doctype html><pre style='font-size:2em' id=t>", 26);
    assert_font_size("<pre><font id=t size=-1>x", 10);
    assert_font_size("<pre><font id=t size=+1>x", 16);
    assert_font_size("<font id=t size=-1>x", 13);
}

/* Fields are as wide as the font's averages say, and then a little. */
static void
test_field_width(void **state)
{
    (void)state;
    load("<!doctype html><style>input{padding:0;border:0}</style>"
         "<input id=a><input id=b size=42>");
    assert_int_equal(box("a")->width, (19 * 7 + 38) * UNIT);
    assert_int_equal(box("b")->width, (41 * 7 + 38) * UNIT);
    page_finish(&page);
}

/* DejaVu does not say how high an x is: 8.75 px at this size, but no letter is
 * drawn so. */
static void
test_measured_ex(void **state)
{
    (void)state;
    load("<!doctype html><p id=a style='font:16px sans-serif;width:10ex'>");
    assert_int_equal(box("a")->width, 90 * UNIT);
    page_finish(&page);
}

/* Without script a <canvas> is what is in it (HTML standard 4.12.5). */
static void
test_canvas(void **state)
{
    (void)state;
    load("<!doctype html><style>body{margin:0}i{display:inline-block;width:"
         "20px;height:10px}</style><canvas id=a width=100 height=100><i id=b>"
         "</i></canvas><i id=c></i>");
    assert_int_equal(box("a")->kind, BOX_INLINE);
    assert_int_equal(box("b")->x, 0);
    assert_int_equal(box("c")->x, 20 * UNIT);
    page_finish(&page);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_limited_quirks),
        cmocka_unit_test(test_monospace_sizes),
        cmocka_unit_test(test_field_width),
        cmocka_unit_test(test_measured_ex),
        cmocka_unit_test(test_canvas),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
