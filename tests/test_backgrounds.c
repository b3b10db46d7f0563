/*
 * test_backgrounds.c - where copies of background and border pictures go.
 *
 * Process: test programs.
 */
#include "page_bench.h"

#include "text/font.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

enum { WIDTH = 300, HEIGHT = 200 };

#define WHITE 0xFFFFFFFF
#define RED 0xFFFF0000
#define GREEN 0xFF008000
#define BLUE 0xFF0000FF

#define TILE "linear-gradient(red,red)"

static int
setup(void **state)
{
    (void)state;
    font_set_source(bench_find_font);
    bench_open(WIDTH, HEIGHT, 100, 64);
    return 0;
}

static int
teardown(void **state)
{
    (void)state;
    bench_close();
    return 0;
}

/* Loads a body of no margin. */
static void
show(const char *body)
{
    struct buf html = {NULL, 0, 0};

    buf_printf(&html, "<!DOCTYPE html><body style='margin:0'>%s", body);
    bench_html(buf_text(&html));
    assert_true(bench_run());
    buf_finish(&html);
}

#define assert_pixel(x, y, color)                                              \
    do {                                                                       \
        uint32_t is_ = bench_pixel(x, y);                                      \
        if (is_ != (uint32_t)(color))                                          \
            fail_msg("%d,%d is %08X, not %08X", x, y, is_, (uint32_t)(color)); \
    } while (0)

/* How many pixels of a rectangle are not of this colour. */
static int
count_other(int x, int y, int width, int height, uint32_t color)
{
    int count = 0;

    for (int row = y; row < y + height; row++)
        for (int column = x; column < x + width; column++)
            count += bench_pixel(column, row) != color;
    return count;
}

static void
assert_filled(int x, int y, int width, int height, uint32_t color)
{
    int others = count_other(x, y, width, height, color);

    if (others != 0)
        fail_msg("%d pixels of %d,%d %dx%d are not %08X", others, x, y, width,
                 height, color);
}

/* ---- backgrounds ---------------------------------------------------------*/

/* Where there is no picture the colour has a clip of its own, too. */
static void
color_is_clipped(void **state)
{
    (void)state;
    show(
        "<div style='width:20px;height:20px;padding:10px;border:5px solid blue;"
        "background:red content-box'></div>"
        "<div style='width:20px;height:20px;padding:10px;background:red;"
        "background-clip:content-box,padding-box'></div>");
    assert_filled(15, 15, 20, 20, RED);
    assert_filled(5, 5, 40, 10, WHITE);
    assert_filled(35, 15, 10, 20, WHITE);
    assert_filled(10, 60, 20, 20, RED);
    assert_filled(0, 50, 40, 10, WHITE);
}

/* As many as fit, the first and last at the edges. */
static void
spaced(void **state)
{
    (void)state;
    show("<div style='width:50px;height:26px;background:" TILE
         " 3px 2px/20px 10px space'></div>"
         "<div style='width:50px;height:26px;background:" TILE
         " 100% 2px/30px 10px space no-repeat'></div>");
    assert_filled(0, 0, 20, 10, RED);
    assert_filled(30, 0, 20, 10, RED);
    assert_filled(0, 16, 20, 10, RED);
    assert_filled(30, 16, 20, 10, RED);
    assert_filled(20, 0, 10, 26, WHITE);
    assert_filled(0, 10, 50, 6, WHITE);
    /* one only: by its position */
    assert_filled(20, 28, 30, 10, RED);
    assert_filled(0, 26, 20, 26, WHITE);
    assert_filled(20, 38, 30, 14, WHITE);
}

#define HALVES "linear-gradient(to right,red 50%,blue 50%)"

/* A whole number of copies, made larger or smaller. */
static void
rounded_sizes(void **state)
{
    (void)state;
    show("<div style='width:60px;height:20px;background:" HALVES
         " 0 0/22px 20px round'></div>"
         "<div style='width:60px;height:20px;background:" HALVES
         " 0 0/50px 20px round'></div>");
    for (int x = 0; x < 60; x += 20) {
        assert_filled(x, 0, 10, 20, RED);
        assert_filled(x + 10, 0, 10, 20, BLUE);
    }
    assert_filled(0, 20, 30, 20, RED);
    assert_filled(30, 20, 30, 20, BLUE);
}

/* All stops in one place: the last colour. */
static void
repeated_in_no_room(void **state)
{
    (void)state;
    show("<div style='width:50px;height:20px;background:"
         "repeating-linear-gradient(red 50%,blue 50%)'></div>"
         "<div style='width:50px;height:20px;background:"
         "repeating-radial-gradient(red 9px,blue 9px)'></div>"
         "<div style='width:50px;height:20px;background:"
         "repeating-conic-gradient(red 9deg,blue 9deg)'></div>");
    assert_filled(0, 0, 50, 60, BLUE);
}

int
main(void)
{
#define PAGE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        PAGE(color_is_clipped),
        PAGE(spaced),
        PAGE(rounded_sizes),
        PAGE(repeated_in_no_room),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
