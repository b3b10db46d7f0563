/*
 * test_svg.c - SVG in pages and as pictures, by the pixels.
 *
 * Process: test.
 */
#include "page_bench.h"

#include "paint/image.h"
#include "text/font.h"

#include <stdarg.h>
#include <stdlib.h>
#include <setjmp.h>
#include <cmocka.h>

enum { RED = 0xFF0000, GREEN = 0x008000, BLUE = 0x0000FF, WHITE = 0xFFFFFF };

static void
show(const char *html)
{
    struct buf page = {0};

    bench_open(300, 200, 100, 64);
    buf_printf(&page,
               "<!DOCTYPE html><style>body{margin:0}svg,img{display:"
               "block}</style>%s",
               html);
    bench_load("https://test/", "text/html", buf_span(&page));
    buf_finish(&page);
    assert_true(bench_run());
}

static void
expect(int x, int y, uint32_t color)
{
    uint32_t is = bench_pixel(x, y) & 0xFFFFFF;

    if (is != color)
        fail_msg("%d,%d is #%06X instead of #%06X", x, y, is, color);
}

/* A picture of 100 by 100 px with that inside. */
static void
draw(const char *inside)
{
    struct buf page = {0};

    buf_printf(&page, "<svg width=100 height=100>%s</svg>", inside);
    show(buf_text(&page));
    buf_finish(&page);
}

static void
shapes(void **state)
{
    (void)state;
    draw("<rect x=10 y=10 width=20 height=20 fill=red />"
         "<circle cx=60 cy=60 r=20 fill=green />"
         "<polygon points='0,99 0,80 20,99' fill='blue'/>"
         "<line x1=0 y1=50 x2=30 y2=50 stroke=red stroke-width=6 />"
         "<ellipse cx=80 cy=15 rx=15 ry=5 fill=none stroke=blue "
         "stroke-width=4 />");
    expect(9, 20, WHITE);
    expect(11, 11, RED);
    expect(29, 29, RED);
    expect(60, 60, GREEN);
    expect(43, 43, WHITE);
    expect(60, 42, GREEN);
    expect(3, 95, BLUE);
    expect(15, 50, RED);
    expect(15, 54, WHITE);
    expect(80, 15, WHITE);
    expect(80, 10, BLUE);
    bench_close();
}

/* Each path is the square from 20,20 to 80,80, or contains its middle. */
static void
paths(void **state)
{
    static const char *const squares[] = {
        "M20 20H80V80H20Z",
        "M20,20 80,20 80,80 20,80z",
        "m20 20h60v60h-60z",
        "m20 20 60 0 0 60 -60 0",
        "M20 20C20 20 80 20 80 20S80 80 80 80L20 80",
        "M20 20Q50 20 80 20T80 80L20 80",
        "M20-0M20 20l6e1 0 0 60-60.0.0z",
    };

    (void)state;
    for (size_t i = 0; i < sizeof squares / sizeof *squares; i++) {
        struct buf path = {0};

        buf_printf(&path, "<path fill=red d='%s'/>", squares[i]);
        draw(buf_text(&path));
        buf_finish(&path);
        expect(50, 50, RED);
        expect(22, 78, RED);
        expect(15, 50, WHITE);
        bench_close();
    }
    /* half a disc to the right, flags without spaces */
    draw("<path fill=red d='M50 10a40 40 0 01 0 80z'/>");
    expect(85, 50, RED);
    expect(45, 50, WHITE);
    bench_close();
    /* what is broken is drawn up to there */
    draw("<path fill=red d='M20 20H80V80H20Z M0 0 L x'/>");
    expect(50, 50, RED);
    bench_close();
}

static void
view_boxes(void **state)
{
    (void)state;
    show("<svg width=200 height=100 viewBox='0 0 10 10'>"
         "<rect width=10 height=10 fill=red /></svg>");
    expect(10, 50, WHITE); /* in the middle */
    expect(55, 50, RED);
    expect(145, 95, RED);
    bench_close();
    show("<svg width=200 height=100 viewBox='0 0 10 10' "
         "preserveAspectRatio=none><rect width=10 height=10 fill=red /></svg>");
    expect(2, 50, RED);
    bench_close();
    /* as wide as the block, as high as the ratio says */
    show("<div style='width:120px'><svg viewBox='0 0 4 1'>"
         "<rect width=4 height=1 fill=red /></svg></div>"
         "<div style='height:9px;background:blue'></div>");
    expect(118, 28, RED);
    expect(118, 32, BLUE);
    bench_close();
}

static void
styles(void **state)
{
    (void)state;
    show("<style>.i{fill:currentColor;color:green} :root{--c:blue}"
         "#v{fill:var(--c)}</style><svg class=i width=100 height=100>"
         "<rect width=20 height=20 /><g fill=red><rect x=20 width=20 "
         "height=20 /><rect x=40 width=20 height=20 style='fill:blue'/>"
         "<rect id=v x=60 width=20 height=20 /></g>"
         "<rect x=80 width=20 height=20 fill=red display=none />"
         "<rect y=20 width=20 height=20 fill='red;}' /></svg>");
    expect(10, 10, GREEN);
    expect(30, 10, RED);
    expect(50, 10, BLUE);
    expect(70, 10, BLUE);
    expect(90, 10, WHITE);
    expect(10, 30, GREEN);
    bench_close();
}

static void
groups_and_references(void **state)
{
    (void)state;
    draw("<defs><rect id=r width=20 height=20 /><symbol id=s "
         "viewBox='0 0 1 1'><rect width=1 height=1 /></symbol></defs>"
         "<use href=#r fill=red /><g fill=green transform='translate(30)'>"
         "<use xlink:href=#r /></g>"
         "<use href=#s x=60 width=20 height=20 fill=blue />"
         "<g transform='translate(20 60) rotate(90) scale(2)'>"
         "<rect width=10 height=10 fill=red /></g>"
         "<use href=#nothing /><use href=#loop id=loop />");
    expect(10, 10, RED);
    expect(40, 10, GREEN);
    expect(70, 10, BLUE);
    expect(10, 70, RED);
    expect(25, 70, WHITE);
    bench_close();
    draw("<clipPath id=c><circle cx=50 cy=50 r=30 /></clipPath>"
         "<rect width=100 height=100 fill=red clip-path=url(#c) />");
    expect(50, 50, RED);
    expect(10, 50, WHITE);
    bench_close();
    draw("<g opacity=.5><rect width=50 height=50 fill=red />"
         "<rect width=50 height=50 fill=blue /></g>");
    expect(25, 25, 0x7F7FFF); /* as one */
    bench_close();
}

static void
gradients(void **state)
{
    (void)state;
    draw("<linearGradient id=g><stop offset=.5 stop-color=red />"
         "<stop offset=50% stop-color=blue /></linearGradient>"
         "<linearGradient id=h href=#g gradientTransform='rotate(90)' />"
         "<radialGradient id=k href=#g />"
         "<rect width=50 height=50 fill=url(#g) />"
         "<rect x=50 width=50 height=50 fill=url(#h) />"
         "<rect y=50 width=50 height=50 fill=url(#k) />"
         "<rect x=50 y=50 width=50 height=50 fill='url(#none) green' />");
    expect(20, 25, RED);
    expect(30, 25, BLUE);
    expect(75, 20, RED);
    expect(75, 30, BLUE);
    expect(25, 75, RED);
    expect(2, 52, BLUE);
    expect(75, 75, GREEN);
    bench_close();
}

static int
ink(int from, int to)
{
    int count = 0;

    for (int x = from; x < to; x++)
        for (int y = 0; y < 100; y++)
            count += (bench_pixel(x, y) & 0xFF) < 0x80;
    return count;
}

static void
texts(void **state)
{
    (void)state;
    draw("<text x=50 y=50 font-size=20 text-anchor=end>IIII</text>");
    assert_true(ink(0, 50) > 20);
    assert_int_equal(ink(50, 100), 0);
    bench_close();
    draw("<text x=50 y=50 font-size=20>II<tspan fill=none>II</tspan></text>");
    assert_int_equal(ink(0, 50), 0);
    assert_true(ink(50, 66) > 20);
    assert_int_equal(ink(66, 100), 0);
    bench_close();
}

static void
pictures(void **state)
{
    (void)state;
    show("<img src='data:image/svg+xml,<svg xmlns=\"http://www.w3.org/2000/"
         "svg\" width=\"20\" height=\"10\"><style>rect{fill:red}</style>"
         "<rect width=\"20\" height=\"10\"/></svg>' width=100>"
         "<div style='height:50px;background:url(\"data:image/svg+xml,<?xml "
         "version=%221.0%22?><svg xmlns=%22http://www.w3.org/2000/svg%22 "
         "width=%2210%22 height=%2210%22><path fill=%22blue%22 "
         "d=%22M0 0h5v10H0%22/></svg>\")'></div>");
    expect(98, 48, RED); /* twice as wide as high */
    expect(98, 50, WHITE);
    expect(2, 60, BLUE);
    expect(7, 60, WHITE);
    expect(92, 60, BLUE);
    assert_int_equal(bench.failed, 0);
    bench_close();
    show("<img src='data:image/svg+xml,<html><svg'>");
    assert_int_equal(bench.failed, 1);
    bench_close();
}

/* Ten levels of ten references each: ten thousand million squares. */
static void
bombs_are_bounded(void **state)
{
    struct buf s = {0};

    (void)state;
    buf_add_text(&s, "<g id=u0><rect width=1 height=1 /></g>");
    for (int level = 1; level <= 10; level++) {
        buf_printf(&s, "<g id=u%d>", level);
        for (int n = 0; n < 10; n++)
            buf_printf(&s, "<use href=#u%d x=%d />", level - 1, n);
        buf_add_text(&s, "</g>");
    }
    buf_add_text(&s, "<g transform='scale(0)'><rect width=9 height=9 /></g>"
                     "<rect width=1e300 height=1e-300 stroke=red "
                     "stroke-dasharray='1e-9' transform='matrix(1 1 1 1 0 0)"
                     "scale(1e9)'/>");
    draw(buf_text(&s));
    buf_finish(&s);
    bench_close();
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shapes),
        cmocka_unit_test(paths),
        cmocka_unit_test(view_boxes),
        cmocka_unit_test(styles),
        cmocka_unit_test(groups_and_references),
        cmocka_unit_test(gradients),
        cmocka_unit_test(texts),
        cmocka_unit_test(pictures),
        cmocka_unit_test(bombs_are_bounded),
    };

    font_set_source(bench_find_font);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
