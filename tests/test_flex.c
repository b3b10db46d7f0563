/*
 * test_flex.c - flexible boxes: how small pictures may get, where lines end,
 * and a body that fills the window.
 *
 * Process: test programs.
 */
#include "layout_bench.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

#define STYLE "<!doctype html><style>body{margin:0}</style>"
#define PICTURE "<img id=t natural=60x30 style='"

static struct page page;

static void
assert_size(const char *html, int width, int height)
{
    const struct box *b;

    page_load(&page, span_of(html), 400, 300);
    assert_true(page.is_same);
    b = page_box(&page, "t");
    assert_non_null(b);
    if (b->width != width * UNIT || b->height != height * UNIT)
        print_error("%gx%g instead of %dx%d: %s\n", b->width / 64.0,
                    b->height / 64.0, width, height, html);
    assert_int_equal(b->width, width * UNIT);
    assert_int_equal(b->height, height * UNIT);
    page_finish(&page);
}

/* The least of what is said of a picture's size in the direction of the line,
 * and what its other size makes of it. */
static void
test_least_pictures(void **state)
{
    (void)state;
#define ROW STYLE "<div style='display:flex;width:1px;align-items:start'>"
    assert_size(ROW PICTURE "width:200px;height:20px'>", 40, 20);
    assert_size(ROW PICTURE "width:30px;height:20px'>", 30, 20);
    assert_size(ROW PICTURE "width:200px'>", 60, 30);
    assert_size(ROW PICTURE "height:20px'>", 40, 20);
    assert_size(ROW PICTURE "width:200px;max-height:10px'>", 20, 10);
    assert_size(ROW PICTURE "width:200px;min-width:4px'>", 4, 2);
#define COLUMN                                                         \
    STYLE "<div style='display:flex;flex-direction:column;height:1px;" \
          "align-items:start'>"
    assert_size(COLUMN PICTURE "height:200px;width:20px'>", 20, 10);
    assert_size(COLUMN PICTURE "height:5px;width:20px'>", 20, 5);
    assert_size(COLUMN PICTURE "flex-basis:100px;width:20px'>", 20, 10);
    assert_size(COLUMN PICTURE "height:200px'>", 60, 30);
    assert_size(COLUMN PICTURE "height:200px;max-width:20px'>", 20, 10);
}

/* A column that may grow to 120 px ends there, and the next begins. */
static void
test_columns_end(void **state)
{
#define ITEMS "<p></p><p></p><p></p><p id=e></p>"
#define WRAPS                                                           \
    STYLE "<style>p{margin:0;width:10px;height:50px}</style><div id=t " \
          "style='display:flex;flex-flow:column wrap;width:100px;"      \
          "align-content:start;"

    (void)state;
    assert_size(WRAPS "max-height:120px'>" ITEMS, 100, 100);
    assert_size(WRAPS "max-height:120px;min-height:110px'>" ITEMS, 100, 110);
    assert_size(WRAPS "max-height:120px;min-height:170px'>" ITEMS, 100, 170);
    assert_size(WRAPS "min-height:120px'>" ITEMS, 100, 200);
    assert_size(WRAPS "max-height:120px;padding:10px'>" ITEMS, 120, 120);
    page_load(&page, span_of(WRAPS "max-height:120px'>" ITEMS), 400, 300);
    assert_int_equal(page_box(&page, "e")->x, 10 * UNIT);
    assert_int_equal(page_box(&page, "e")->y, 50 * UNIT);
    page_finish(&page);
}

static void
test_body_fills(void **state)
{
    (void)state;
    assert_size("<body id=t style='margin:10px 20px;display:flex'>x", 360, 280);
    assert_size("<body id=t style='margin:10px 20px;display:grid'>x", 360, 280);
    assert_size("<body id=t style='margin:0;display:flex;height:50px'>x", 400,
                50);
    assert_size("<!doctype html><body id=t style='margin:0;display:flex;"
                "min-height:9px'>",
                400, 9);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_least_pictures),
        cmocka_unit_test(test_columns_end),
        cmocka_unit_test(test_body_fills),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
