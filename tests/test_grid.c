/*
 * test_grid.c - grid layout: tracks, placement, alignment, on box positions.
 *
 * Process: test programs.
 */
#include "layout_bench.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

#define STYLE                                                             \
    "<!doctype html><style>body{margin:0;font:10px/20px sans-serif}"      \
    "div{display:grid;width:400px}i{display:block;height:10px}b{display:" \
    "inline-block;width:40px;height:10px;vertical-align:top}</style>"

static struct page page;

static void
load(const char *style, const char *items)
{
    struct buf html = {0};

    buf_printf(&html, STYLE "<div id=g style='%s'>%s</div>", style, items);
    page_load(&page, buf_span(&html), 400, 300);
    assert_true(page.is_same);
    buf_finish(&html);
}

static void
assert_box(const char *id, int x, int y, int width, int height)
{
    const struct box *b = page_box(&page, id);

    assert_non_null(b);
    if (b->x != x * UNIT || b->y != y * UNIT || b->width != width * UNIT ||
        b->height != height * UNIT)
        print_error("%s: %g,%g %gx%g instead of %d,%d %dx%d\n", id, b->x / 64.0,
                    b->y / 64.0, b->width / 64.0, b->height / 64.0, x, y, width,
                    height);
    assert_int_equal(b->x, x * UNIT);
    assert_int_equal(b->y, y * UNIT);
    assert_int_equal(b->width, width * UNIT);
    assert_int_equal(b->height, height * UNIT);
}

static void
test_tracks(void **state)
{
    (void)state;
    load("grid-template-columns:60px 1fr 2fr auto;gap:5px 10px",
         "<i id=a></i><i id=b></i><i id=c></i><i><b id=d></b></i><i id=e></i>");
    assert_box("a", 0, 0, 60, 10);
    assert_box("b", 70, 0, 90, 10); /* (400 - 60 - 30 - 40) / 3 */
    page_finish(&page);
    load("grid-template-columns:repeat(auto-fill,minmax(90px,1fr))",
         "<i id=a></i><i id=b></i><i></i><i></i><i id=e></i>");
    assert_box("b", 100, 0, 100, 10);
    assert_box("e", 0, 10, 100, 10);
    page_finish(&page);
    load("grid-template-columns:repeat(auto-fit,minmax(90px,1fr))",
         "<i id=a></i><i id=b></i>");
    assert_box("b", 200, 0, 200, 10);
    page_finish(&page);
    load("grid-template-columns:minmax(0,1fr) fit-content(30px) max-content",
         "<i id=a></i><i id=b><b></b></i><i id=c><b></b><b></b></i>");
    assert_box("a", 0, 0, 280, 10);
    assert_box("b", 280, 0, 40, 10);
    assert_box("c", 320, 0, 80, 10);
    page_finish(&page);
    load("grid-template-rows:1fr 3fr auto;height:100px",
         "<i id=a style='height:auto'></i><i id=b style='height:50%'></i>"
         "<i id=c style='height:20px'></i>");
    assert_box("a", 0, 0, 400, 20);
    assert_box("b", 0, 20, 400, 30);
    assert_box("c", 0, 80, 400, 20);
    page_finish(&page);
    /* two columns grow for what spans both, the fixed one does not */
    load("grid-template-columns:auto auto 100px;width:max-content",
         "<i style='grid-column:span 2'><b></b><b></b></i><i></i>"
         "<i id=a></i><i id=b></i><i id=c></i>");
    assert_box("a", 0, 10, 40, 10);
    assert_box("b", 40, 10, 40, 10);
    assert_box("c", 80, 10, 100, 10);
    page_finish(&page);
}

static void
test_lines(void **state)
{
    (void)state;
    load("grid-template:\"h h\" 20px \"n m\" 30px / 100px 1fr",
         "<i id=a style='grid-area:m'></i><i id=b style='grid-area:h'></i>"
         "<i id=c style='grid-column:h-end'></i>");
    assert_box("a", 100, 20, 300, 10);
    assert_box("b", 0, 0, 400, 10);
    assert_box("c", 400, 0, 0, 10);
    page_finish(&page);
    load("grid-template-columns:repeat(4,[x] 40px [y] 60px)",
         "<i id=a style='grid-column:x 2/y 3'></i>"
         "<i id=b style='grid-column:-2/-1'></i>"
         "<i id=c style='grid-column:3/1'></i>"
         "<i id=d style='grid-column:y/span x'></i>"
         "<i id=e style='grid-column:span 2/-1'></i>");
    assert_box("a", 100, 0, 140, 10);
    assert_box("b", 340, 0, 60, 10);
    assert_box("c", 0, 10, 100, 10);
    assert_box("d", 40, 20, 60, 10);
    assert_box("e", 300, 20, 100, 10);
    page_finish(&page);
    /* a line before the explicit grid moves everything */
    load("grid-template-columns:100px;grid-auto-columns:50px",
         "<i id=a style='grid-column:1'></i><i id=b style='grid-column:-4'>"
         "</i>");
    assert_box("a", 100, 0, 100, 10);
    assert_box("b", 0, 10, 50, 10);
    page_finish(&page);
}

static void
test_flow(void **state)
{
    static const char items[] =
        "<i id=a style='grid-column:span 3'></i><i id=b style='grid-column:"
        "span 2'></i><i id=c></i>";

    (void)state;
    load("grid-template-columns:repeat(4,1fr)", items);
    assert_box("b", 0, 10, 200, 10);
    assert_box("c", 200, 10, 100, 10);
    page_finish(&page);
    load("grid-template-columns:repeat(4,1fr);grid-auto-flow:dense", items);
    assert_box("c", 300, 0, 100, 10);
    page_finish(&page);
    load("grid:30px 20px/auto-flow 40px", "<i id=a></i><i id=b></i><i id=c></i>"
                                          "<i id=d style='order:-1'></i>");
    assert_box("d", 0, 0, 40, 10);
    assert_box("a", 0, 30, 40, 10);
    assert_box("b", 40, 0, 40, 10);
    page_finish(&page);
}

static void
test_alignment(void **state)
{
    (void)state;
    load("grid-template-columns:100px 100px;justify-content:space-between;"
         "align-content:center;height:60px;align-items:end",
         "<i id=a></i><i id=b style='height:20px'></i><i id=c style='width:"
         "20px;justify-self:center'></i><i id=d style='width:20px;margin-left:"
         "auto'></i>");
    assert_box("a", 0, 25, 100, 10);
    assert_box("b", 300, 15, 100, 20);
    assert_box("c", 40, 35, 20, 10);
    assert_box("d", 380, 35, 20, 10);
    page_finish(&page);
    load("grid-template-columns:60px 1fr;direction:rtl",
         "<i id=a></i><i id=b></i>");
    assert_box("a", 340, 0, 60, 10);
    assert_box("b", 0, 0, 340, 10);
    page_finish(&page);
}

/* Numbers without end are bounded, not believed. */
static void
test_hostile(void **state)
{
    (void)state;
    load("grid-template-columns:repeat(99999,[a b c] 1px);grid-auto-flow:"
         "dense",
         "<i style='grid-area:2000000000/-2000000000/span 99999/span 99999'>"
         "</i><i style='grid-row:span 1000'></i><i style='grid-column:zz 9999/"
         "span zz 9999'></i><i id=a></i>");
    assert_non_null(page_box(&page, "a"));
    page_finish(&page);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tracks),  cmocka_unit_test(test_lines),
        cmocka_unit_test(test_flow),    cmocka_unit_test(test_alignment),
        cmocka_unit_test(test_hostile),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
