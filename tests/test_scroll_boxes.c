/*
 * test_scroll_boxes.c - boxes that scroll, fixed and sticky ones, in the
 * finished layout.
 *
 * Process: test programs.
 */
#include "layout_bench.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

#define STYLE                                                        \
    "<!doctype html><style>body{margin:0;font:10px/20px sans-serif}" \
    "i{display:block;height:50px}</style>"

static struct page page;

static void
load(const char *html)
{
    page_load(&page, span_of(html), 400, 300);
    assert_true(page.is_same);
}

static struct box *
box(const char *id)
{
    struct box *b = (struct box *)(uintptr_t)page_box(&page, id);

    assert_non_null(b);
    return b;
}

static void
assert_at(const char *id, int x, int y)
{
    const struct box *b = box(id);

    if (b->x != x * UNIT || b->y != y * UNIT)
        print_error("%s: %g,%g instead of %d,%d\n", id, b->x / 64.0,
                    b->y / 64.0, x, y);
    assert_int_equal(b->x, x * UNIT);
    assert_int_equal(b->y, y * UNIT);
}

static const char *
hit(int x, int y)
{
    const struct node *n = layout_hit(page.layout, x * UNIT, y * UNIT);

    while (n != NULL && n->id == NULL)
        n = n->parent;
    return n != NULL ? n->id : "";
}

static void
test_range(void **state)
{
    struct scroll_range r;

    (void)state;
    load(STYLE
         "<div id=a style='overflow:auto;height:100px;width:200px;padding:10px;"
         "border:5px solid'><i></i><i style='width:500px'></i><i></i></div>"
         "<div id=b style='overflow:auto;height:60px'><i></i></div>"
         "<div id=c style='overflow:hidden;height:20px'><i></i></div>"
         "<div id=d style='overflow:auto;height:20px;width:100px'><i style='"
         "position:absolute;height:999px'></i></div>"
         "<div id=e dir=rtl style='overflow:auto;width:100px'><i style='width:"
         "150px'></i></div>");
    assert_true(layout_scroll_range(box("a"), &r));
    assert_int_equal(r.left, 0);
    assert_int_equal(r.right, 290 * UNIT); /* 10 + 500 - 220 */
    assert_int_equal(r.bottom, 50 * UNIT); /* 10 + 150 + 10 - 120 */
    assert_false(layout_scroll_range(box("b"), &r));
    assert_false(layout_scroll_range(box("c"), &r)); /* not by a person */
    assert_false(layout_scroll_range(box("d"), &r)); /* it stands elsewhere */
    assert_true(layout_scroll_range(box("e"), &r));
    assert_int_equal(r.left, -50 * UNIT);
    assert_int_equal(r.right, 0);
    page_finish(&page);
}

static void
test_scroll(void **state)
{
    unit_t x, y;

    (void)state;
    load(STYLE
         "<div id=a style='overflow:auto;height:100px;position:relative'>"
         "<i id=b></i><i id=c></i><i id=d>text</i><i id=e></i>"
         "<u id=f style='position:absolute;top:10px;left:300px'>x</u>"
         "<u id=g style='position:fixed;top:10px;left:350px'>x</u></div>");
    assert_string_equal(hit(5, 5), "b");
    assert_true(layout_scroll_to(page.layout, box("a"), 0, 70 * UNIT));
    assert_at("a", 0, 0);
    assert_at("b", 0, -70);
    assert_at("d", 0, 30);
    assert_at("f", 300, -60);
    assert_at("g", 350, 10);
    assert_int_equal(box("d")->lines->y, 30 * UNIT);
    assert_string_equal(hit(5, 5), "c");
    assert_string_equal(hit(5, 35), "d");
    assert_string_equal(hit(355, 15), "g");
    /* no farther than the end */
    assert_true(layout_scroll_to(page.layout, box("a"), 0, 7000 * UNIT));
    assert_false(layout_scroll_to(page.layout, box("a"), 0, 7000 * UNIT));
    layout_scroll_position(box("a"), &x, &y);
    assert_int_equal(y, 100 * UNIT);
    assert_at("e", 0, 50);
    assert_true(layout_scroll_to(page.layout, box("a"), 0, -5));
    assert_at("b", 0, 0);
    page_finish(&page);
}

static void
test_fixed(void **state)
{
    (void)state;
    load(STYLE "<div id=a style='position:fixed;top:10px;height:20px;width:"
               "100px'><u id=b style='position:absolute;left:50px'>x</u></div>"
               "<div id=c style='height:2000px'></div>");
    assert_string_equal(hit(5, 15), "a");
    assert_true(layout_set_view(page.layout, 0, 500 * UNIT));
    assert_false(layout_set_view(page.layout, 0, 500 * UNIT));
    assert_at("a", 0, 510);
    assert_at("b", 50, 510);
    assert_at("c", 0, 0);
    assert_string_equal(hit(5, 515), "a");
    assert_string_equal(hit(5, 15), "c");
    page_finish(&page);
}

static void
test_sticky(void **state)
{
    (void)state;
    load(STYLE
         "<i></i><div><div id=a style='position:sticky;top:10px;height:20px'>"
         "<b id=in style='display:block'>x</b></div><i style='height:500px'>"
         "</i></div><i style='height:1000px'></i><div id=z style='position:"
         "sticky;bottom:0;height:30px'></div>");
    assert_at("a", 0, 50);
    assert_at("z", 0, 270); /* waits at the view's bottom */
    layout_set_view(page.layout, 0, 30 * UNIT);
    assert_at("a", 0, 50);
    layout_set_view(page.layout, 0, 200 * UNIT);
    assert_at("a", 0, 210);
    assert_at("in", 0, 210);
    assert_at("z", 0, 470);
    layout_set_view(page.layout, 0, 565 * UNIT);
    assert_at("a", 0, 550); /* not out of its container */
    layout_set_view(page.layout, 0, 1300 * UNIT);
    assert_at("z", 0, 1570);
    layout_set_view(page.layout, 0, 0);
    assert_at("a", 0, 50);
    page_finish(&page);
    /* in a box that scrolls, and as a table's head */
    load(STYLE "<div id=s style='overflow:auto;height:100px'><table style='"
               "border-spacing:0'><thead><tr><th id=h style='padding:0;position"
               ":sticky;top:0'>x</thead><tr><td id=d style='padding:0;height:"
               "400px'>y</table></div>");
    assert_at("h", 0, 0);
    layout_scroll_to(page.layout, box("s"), 0, 150 * UNIT);
    layout_set_view(page.layout, 0, 0);
    assert_at("h", 0, 0);
    assert_at("d", 0, -130);
    page_finish(&page);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_range),
        cmocka_unit_test(test_scroll),
        cmocka_unit_test(test_fixed),
        cmocka_unit_test(test_sticky),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
