/*
 * test_backgrounds.c - where copies of background and border pictures go; the
 * lines between columns and under blocks, and the edges of bars.
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
#define LIME 0xFF00FF00

/* A 2x2 PNG: red, green / blue, white. */
#define PICTURE                                                            \
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAA" \
    "AAEklEQVR4nGP4z8DAAMIM/4EAAB/uBfsL2WiLAAAAAElFTkSuQmCC"

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

/* ---- border-image --------------------------------------------------------*/

/* Corners are cut out and made as large as the border is. */
static void
border_corners(void **state)
{
    (void)state;
    show("<div style='width:20px;height:20px;border:10px solid transparent;"
         "border-image:url(" PICTURE ") 1'></div>"
         "<div style='width:20px;height:20px;border:10px solid red;"
         "border-image:url(" PICTURE ") 50%/5px 10px 10px auto'></div>");
    assert_filled(0, 0, 10, 10, RED);
    assert_filled(30, 0, 10, 10, LIME);
    assert_filled(0, 30, 10, 10, BLUE);
    assert_filled(10, 0, 20, 40, WHITE); /* the middle has no pixels */
    assert_filled(0, 40, 1, 5, RED);     /* auto: the slice's own size */
    assert_filled(30, 40, 10, 5, LIME);
    assert_filled(0, 70, 1, 10, BLUE);
}

#define THIRDS "linear-gradient(to right,red 10px,blue 0 30px,green 0)"

static void
border_edges(void **state)
{
    (void)state;
    /* a picture of 40x40: 10 red, 20 blue, 10 green */
    show("<div style='width:20px;height:20px;border:10px solid;"
         "border-image:" THIRDS " 10'></div>"
         "<div style='width:20px;height:20px;border:10px solid;"
         "border-image:" THIRDS " 10 fill'></div>"
         "<div style='width:30px;height:20px;border:0 solid;margin:10px;"
         "border-image:" THIRDS " 10/10px/10px'></div>");
    assert_filled(0, 0, 10, 40, RED);
    assert_filled(10, 0, 20, 10, BLUE);
    assert_filled(30, 0, 10, 40, GREEN);
    assert_filled(10, 10, 20, 20, WHITE);
    assert_filled(10, 40, 20, 40, BLUE);
    /* reaches out of its box, whose border has no width */
    assert_filled(0, 80, 10, 40, RED);
    assert_filled(10, 80, 20, 10, BLUE);
    assert_filled(10, 90, 30, 20, WHITE);
}

/* The edge's part of the picture is 20 px: half red, half blue. */
static void
border_repeats(void **state)
{
    static const char *const modes[] = {"repeat", "round", "space"};
    struct buf html = {0};

    (void)state;
    for (int i = 0; i < 3; i++)
        buf_printf(
            &html,
            "<div style='position:absolute;left:0;top:%dpx;width:50px;"
            "height:20px;border:10px solid;border-image:%s 10 %s;"
            "background:white'></div>",
            i * 40,
            "url(\"data:image/svg+xml,"
            "<svg xmlns=%27http://www.w3.org/2000/svg%27 width=%2740%27 "
            "height=%2740%27><rect x=%2710%27 width=%2710%27 height=%2740"
            "%27 fill=%27red%27/><rect x=%2720%27 width=%2710%27 height="
            "%2740%27 fill=%27blue%27/></svg>\")",
            modes[i]);
    show(buf_text(&html));
    buf_finish(&html);
    /* repeat: one in the middle, cut at both ends */
    assert_filled(10, 0, 5, 10, RED);
    assert_filled(15, 0, 10, 10, BLUE);
    assert_filled(25, 0, 10, 10, RED);
    assert_filled(35, 0, 10, 10, BLUE);
    assert_filled(55, 0, 5, 10, BLUE);
    /* round: three of 50/3 px */
    assert_pixel(11, 40, RED);
    assert_pixel(24, 40, BLUE);
    assert_pixel(28, 40, RED);
    assert_pixel(58, 40, BLUE);
    /* space: two, and three gaps */
    assert_filled(10, 80, 3, 10, WHITE);
    assert_pixel(18, 80, RED);
    assert_pixel(28, 80, BLUE);
    assert_pixel(35, 80, WHITE);
    assert_filled(57, 80, 3, 10, WHITE);
}

/* Without the picture the borders are those of their style; border resets. */
static void
border_picture_missing(void **state)
{
    (void)state;
    show("<div style='width:20px;height:20px;border:10px solid red;"
         "border-image:url(https://no/x.png) 1'></div>"
         "<div style='width:20px;height:20px;border-image:" TILE " 1;"
         "border:10px solid blue'></div>");
    assert_filled(0, 0, 40, 10, RED);
    assert_filled(0, 40, 40, 10, BLUE);
}

/* Between columns with contents, above the ground and beside what spans all. */
static void
column_rules(void **state)
{
    (void)state;
    show("<style>div{columns:3;column-gap:20px;column-rule:4px solid red;width:"
         "200px;background:lime}i{display:block;height:20px}b{display:block;"
         "column-span:all;height:10px}</style>"
         "<div><i></i><i></i><i></i><b></b><i></i><i></i></div>");
    assert_filled(0, 0, 61, 50, LIME);
    assert_filled(61, 0, 4, 20, RED);
    assert_filled(65, 0, 70, 20, LIME);
    assert_filled(135, 0, 4, 20, RED);
    assert_filled(0, 20, 200, 10, LIME);
    assert_filled(61, 30, 4, 20, RED);
    assert_filled(65, 30, 135, 20, LIME); /* the third is empty */
    /* beside the box, where its columns are */
    show("<div style='columns:2;column-gap:20px;column-rule:2px red double;"
         "width:100px;height:20px;direction:rtl;margin-left:150px'>"
         "<p style='margin:0;height:20px'><p style='margin:0;height:20px'>"
         "<p style='margin:0;height:20px'></div>");
    assert_pixel(199, 10, RED);
    assert_pixel(139, 10, RED);
    assert_filled(142, 0, 57, 40, WHITE);
}

/* The one border of a bar is its style's. */
static void
bar_edges(void **state)
{
    (void)state;
    show("<progress value=.5 style='display:block;border:2px solid blue;"
         "width:104px;height:20px'></progress>");
    assert_filled(0, 0, 104, 2, BLUE);
    assert_filled(2, 2, 50, 16, bench_pixel(10, 10));
    assert_filled(52, 2, 50, 16, bench_pixel(90, 10));
    assert_true(bench_pixel(10, 10) != bench_pixel(90, 10));
}

/* A block in a link is underlined like the rest of it. */
static void
split_decoration(void **state)
{
    (void)state;
    show("<style>u{color:transparent;text-decoration:underline 2px red;font:"
         "16px/20px DejaVu Sans;text-decoration-skip-ink:none}</style>"
         "<u>x<div>x<p style='margin:0'>x</div><div style='float:left'>x</div>"
         "</u>");
    for (int line = 0; line < 3; line++)
        assert_int_equal(20 - count_other(4, 20 * line, 1, 20, RED), 2);
    assert_int_equal(20 - count_other(4, 60, 1, 20, RED), 0); /* the float */
}

int
main(void)
{
#define PAGE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        PAGE(color_is_clipped), PAGE(spaced),
        PAGE(rounded_sizes),    PAGE(repeated_in_no_room),
        PAGE(border_corners),   PAGE(border_edges),
        PAGE(border_repeats),   PAGE(border_picture_missing),
        PAGE(column_rules),     PAGE(split_decoration),
        PAGE(bar_edges),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
