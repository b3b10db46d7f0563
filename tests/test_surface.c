/*
 * test_surface.c - tiles and frames: what is painted when, and into which
 * slots.  page_bench.c ends the program when a shown slot is painted to.
 *
 * Process: test programs.
 */
#include "page_bench.h"

#include "limits.h"
#include "surface.h"
#include "text/font.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdlib.h>

enum { WIDTH = 500, HEIGHT = 300 };

static void
open_with(uint32_t slots)
{
    font_set_source(bench_find_font);
    bench_open(WIDTH, HEIGHT, 100, slots);
}

static int
teardown(void **state)
{
    (void)state;
    bench_close();
    return 0;
}

/* Stripes of 100 px: stripe n has blue n, red 0xA0. */
static void
load_stripes(int count)
{
    struct buf html = {NULL, 0, 0};

    buf_add_text(&html, "<!DOCTYPE html><body style='margin:0'>");
    for (int n = 0; n < count; n++)
        buf_printf(&html,
                   "<div style='height:100px;background:rgb(160,%d,%d)'></div>",
                   n / 256, n % 256);
    bench_html(buf_text(&html));
    buf_finish(&html);
}

static uint32_t
stripe_at(int y)
{
    uint32_t n = (uint32_t)y / 100;

    return 0xFFA00000 | n / 256 << 8 | n % 256;
}

static void
assert_view(void)
{
    for (int y = bench.scroll_y; y < bench.scroll_y + HEIGHT; y++)
        if (bench_pixel(250, y) != stripe_at(y))
            fail_msg("row %d is %08X", y, bench_pixel(250, y));
}

static void
first_frame(void **state)
{
    (void)state;
    open_with(64);
    load_stripes(10);
    assert_true(bench_run());
    assert_int_equal(bench.page_width, WIDTH);
    assert_int_equal(bench.page_height, 1000);
    assert_true(bench.done);
    assert_view();
}

/* The view and what lies ahead is painted, not the whole page. */
static void
paints_ahead_only(void **state)
{
    (void)state;
    open_with(256);
    load_stripes(3000);
    assert_true(bench_run());
    assert_true(bench.tiles >= 2 * 2);
    assert_true(bench.tiles <= 2 * 5);
}

static void
scrolls(void **state)
{
    (void)state;
    open_with(64);
    load_stripes(3000);
    assert_true(bench_run());
    for (int y = 0; y < 5000; y += 137) {
        bench_scroll(0, y);
        assert_true(bench_run());
        assert_view();
    }
    for (int y = 299700; y > 290000; y -= 411) {
        bench_scroll(0, y);
        assert_true(bench_run());
        assert_view();
    }
}

/* What was painted ahead needs no new tiles when it is scrolled to. */
static void
ahead_is_used(void **state)
{
    uint32_t before;

    (void)state;
    open_with(64);
    load_stripes(100);
    assert_true(bench_run());
    before = bench.tiles;
    bench.hold_frames = true; /* nothing new can be shown now */
    bench_scroll(0, 200);
    for (int n = 0; n < 20; n++)
        bench_step();
    assert_view();
    bench.hold_frames = false;
    assert_true(bench_run());
    assert_true(bench.tiles <= before + 4);
}

/* As many slots as the view has tiles, and few more. */
static void
few_slots(void **state)
{
    (void)state;
    for (uint32_t slots = 4; slots < 12; slots++) {
        open_with(slots);
        load_stripes(60);
        assert_true(bench_run());
        for (int y = 0; y < 3000; y += 450) {
            bench_scroll(0, y);
            assert_true(bench_run());
            assert_view();
        }
        bench_close();
    }
    open_with(64);
}

/* A busy gpu: at most two frames are under way, and the last one is right. */
static void
frames_in_flight(void **state)
{
    (void)state;
    open_with(64);
    load_stripes(100);
    bench.hold_frames = true;
    for (int y = 0; y < 4000; y += 900) {
        bench_scroll(0, y);
        for (int n = 0; n < 50; n++)
            bench_step();
    }
    bench.hold_frames = false;
    assert_true(bench_run());
    assert_view();
}

/* The next document replaces every tile of the one before. */
static void
next_document(void **state)
{
    (void)state;
    open_with(64);
    load_stripes(100);
    assert_true(bench_run());
    bench_html("<!DOCTYPE html><body style='background:green'>");
    assert_true(bench_run());
    assert_int_equal(bench.page_height, HEIGHT);
    for (int y = 0; y < 3000; y += 50)
        assert_int_equal(bench_pixel(10, y), 0xFF008000);
}

/* Pixels that stay are not sent again. */
static void
damage_is_small(void **state)
{
    uint32_t before;

    (void)state;
    open_with(64);
    bench_html("<!DOCTYPE html><style>#a:hover{background:red}</style>"
               "<body style='margin:0'><div id=a style='width:50px;"
               "height:50px'></div>");
    assert_true(bench_run());
    before = bench.tiles;
    bench_pointer(POINTER_MOVE, BUTTON_NONE, 10, 10, 0);
    bench.complete = false;
    for (int n = 0; n < 50; n++)
        bench_step();
    assert_int_equal(bench_pixel(10, 10), 0xFFFF0000);
    assert_int_equal(bench.tiles, before + 1);
}

static void
zoom(void **state)
{
    (void)state;
    font_set_source(bench_find_font);
    bench_open(WIDTH, HEIGHT, 200, 64);
    bench_html("<!DOCTYPE html><body style='margin:0'><div style='width:20px;"
               "height:20px;background:red'></div>");
    assert_true(bench_run());
    assert_int_equal(bench_pixel(39, 39), 0xFFFF0000);
    assert_int_equal(bench_pixel(40, 39), 0xFFFFFFFF);
}

static void
resize(void **state)
{
    (void)state;
    open_with(64);
    bench_html("<!DOCTYPE html><body style='margin:0'><div style='width:50%;"
               "height:20px;background:red'></div>");
    assert_true(bench_run());
    assert_int_equal(bench_pixel(249, 5), 0xFFFF0000);
    assert_int_equal(bench_pixel(250, 5), 0xFFFFFFFF);
    bench.width = 300;
    bench_scroll(0, 0);
    assert_true(bench_run());
    assert_int_equal(bench_pixel(149, 5), 0xFFFF0000);
    assert_int_equal(bench_pixel(150, 5), 0xFFFFFFFF);
    assert_int_equal(bench.page_width, 300);
}

/* Styles that look at the view's size are made anew with it; in each of the
 * ways alone. */
static void
resize_styles(void **state)
{
    static const char *const ways[] = {
        "<div style='width:50vw'>",
        "<div style='width:calc(20vw + 30vmin - 30vmin + 30%)'>",
        "<style>div{width:150px}@media(min-width:400px){div{width:250px}}"
        "</style><div>",
        "<style>div{width:150px}@media(orientation:landscape)and (min-width:"
        "400px){div{width:250px}}</style><div>",
        "<div style='width:min(50vmax,50%)'>"};

    (void)state;
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        struct buf html = {0};

        open_with(64);
        buf_printf(&html,
                   "<!DOCTYPE html><style>div{height:20px;background:red}"
                   "</style><body style='margin:0'>%s</div>",
                   ways[i]);
        bench_html(buf_text(&html));
        assert_true(bench_run());
        assert_int_equal(bench_pixel(249, 5), 0xFFFF0000);
        assert_int_equal(bench_pixel(250, 5), 0xFFFFFFFF);
        bench.width = 300;
        bench_scroll(0, 0);
        assert_true(bench_run());
        assert_int_equal(bench_pixel(149, 5), 0xFFFF0000);
        assert_int_equal(bench_pixel(150, 5), 0xFFFFFFFF);
        bench_close();
        buf_finish(&html);
    }
    open_with(64);
}

int
main(void)
{
#define CASE(name) cmocka_unit_test_teardown(name, teardown)
    const struct CMUnitTest tests[] = {
        CASE(first_frame),   CASE(paints_ahead_only), CASE(scrolls),
        CASE(ahead_is_used), CASE(few_slots),         CASE(frames_in_flight),
        CASE(next_document), CASE(damage_is_small),   CASE(zoom),
        CASE(resize),        CASE(resize_styles),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
