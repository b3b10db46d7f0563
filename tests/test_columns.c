/*
 * test_columns.c - contents in columns: how many, how high, what is cut.
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
    "div{column-gap:10px}i{display:block;height:20px}</style>"

static struct page page;

static void
load(const char *style, const char *contents)
{
    struct buf html = {0};

    buf_printf(&html, STYLE "<div id=c style='%s'>%s</div>", style, contents);
    page_load(&page, buf_span(&html), 410, 300);
    assert_true(page.is_same);
    buf_finish(&html);
}

static const struct box *
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
    return b;
}

static void
test_boxes(void **state)
{
    static const char items[] = "<i id=a></i><i></i><i id=d></i><i id=e></i>";

    (void)state;
    load("columns:2", items);
    assert_box("c", 0, 0, 410, 40);
    assert_box("a", 0, 0, 200, 20);
    assert_box("d", 210, 0, 200, 20);
    assert_box("e", 210, 20, 200, 20);
    page_finish(&page);
    load("column-width:130px", items); /* three fit */
    assert_box("d", 140, 0, 130, 20);
    assert_box("e", 140, 20, 130, 20); /* as high as they must */
    page_finish(&page);
    load("columns:2;height:20px", items); /* the rest overflows beside */
    assert_box("c", 0, 0, 410, 20);
    assert_box("e", 630, 0, 200, 20);
    page_finish(&page);
    load("columns:2;direction:rtl", items);
    assert_box("a", 210, 0, 200, 20);
    assert_box("d", 0, 0, 200, 20);
    page_finish(&page);
    load("columns:2", "<i></i><i id=a></i><i id=b style='column-span:all'></i>"
                      "<i id=d></i><i id=e></i>");
    assert_box("a", 210, 0, 200, 20);
    assert_box("b", 0, 20, 410, 20);
    assert_box("e", 210, 40, 200, 20);
    page_finish(&page);
}

static void
test_lines(void **state)
{
    const struct line *line;

    (void)state;
    load("columns:2", "<p id=p style='margin:0'>a<br>b<br>c<br>d</p>"
                      "<p id=q style='margin:0'>e<br>f</p>");
    assert_box("c", 0, 0, 410, 60);
    line = assert_box("p", 0, 0, 200, 60)->lines;
    assert_int_equal(line->next->next->y, 40 * UNIT);
    line = line->next->next->next;
    assert_int_equal(line->x, 210 * UNIT);
    assert_int_equal(line->y, 0);
    assert_int_equal(line->runs[0].x, 210 * UNIT);
    assert_box("q", 210, 20, 200, 40);
    page_finish(&page);
    load("columns:2", "a<br>b<br>c");
    line = assert_box("c", 0, 0, 410, 40)->lines->next->next;
    assert_int_equal(line->x, 210 * UNIT);
    page_finish(&page);
    load("columns:2", "<p id=p style='margin:0;break-inside:avoid'>a<br>b<br>c"
                      "<br>d</p><p id=q style='margin:0'>e</p>");
    assert_box("c", 0, 0, 410, 80);
    assert_box("q", 210, 0, 200, 20);
    page_finish(&page);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_boxes),
        cmocka_unit_test(test_lines),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
