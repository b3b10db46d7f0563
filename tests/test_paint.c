/*
 * test_paint.c - pixels of small pages through the whole renderer.
 *
 * Process: test programs.
 */
#include "page_bench.h"

#include "paint/paint.h"
#include "surface.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdlib.h>

enum { WIDTH = 300, HEIGHT = 200 };

#define WHITE 0xFFFFFFFF
#define RED 0xFFFF0000
#define GREEN 0xFF008000
#define BLUE 0xFF0000FF
#define BLACK 0xFF000000
#define FIELD_EDGE 0xFF767676    /* of fields */
#define BUTTON_GROUND 0xFFEFEFEF /* of buttons */

/* A 2x2 PNG: red, green / blue, white. */
#define PICTURE                                                            \
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAA" \
    "AAEklEQVR4nGP4z8DAAMIM/4EAAB/uBfsL2WiLAAAAAElFTkSuQmCC"

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

static void
assert_near(int x, int y, uint32_t color, int most)
{
    uint32_t is = bench_pixel(x, y);

    for (int shift = 0; shift < 24; shift += 8) {
        int d = (int)(is >> shift & 0xFF) - (int)(color >> shift & 0xFF);

        if (d < -most || d > most)
            fail_msg("%d,%d is %08X, not about %08X", x, y, is, color);
    }
}

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

/* ---- boxes ---------------------------------------------------------------*/

static void
edges_are_exact(void **state)
{
    (void)state;
    show("<div style='position:absolute;left:10px;top:20px;width:50px;"
         "height:30px;background:red'></div>");
    assert_filled(10, 20, 50, 30, RED);
    assert_filled(0, 0, 300, 20, WHITE);
    assert_filled(0, 20, 10, 30, WHITE);
    assert_filled(60, 20, 100, 30, WHITE);
    assert_filled(0, 50, 300, 100, WHITE);
}

static void
fractions_snap(void **state)
{
    (void)state;
    show("<div style='position:absolute;left:10.4px;top:5px;width:10.2px;"
         "height:10px;background:red'></div>"
         "<div style='position:absolute;left:20.6px;top:5px;width:10px;"
         "height:10px;background:blue'></div>");
    assert_filled(10, 5, 11, 10, RED);
    assert_filled(21, 5, 10, 10, BLUE);
    assert_pixel(9, 5, WHITE);
    assert_pixel(31, 5, WHITE);
}

static void
borders(void **state)
{
    (void)state;
    show("<div style='width:40px;height:40px;border:10px solid;border-color:"
         "red green blue black'></div>"
         "<div style='width:20px;height:20px;border:2px solid red'></div>"
         "<div style='width:30px;border-bottom:3px double green'></div>");
    assert_pixel(30, 5, RED);
    assert_pixel(55, 30, GREEN);
    assert_pixel(30, 55, BLUE);
    assert_pixel(5, 30, BLACK);
    assert_filled(10, 10, 40, 40, WHITE);
    assert_filled(0, 60, 24, 2, RED);
    assert_filled(0, 60, 2, 24, RED);
    assert_filled(2, 62, 20, 20, WHITE);
    assert_filled(22, 60, 2, 24, RED);
    assert_filled(0, 84, 30, 1, GREEN);
    assert_filled(0, 85, 30, 1, WHITE);
    assert_filled(0, 86, 30, 1, GREEN);
}

/* The frame begins in the middle of the legend and leaves it free. */
static void
legend_gap(void **state)
{
    (void)state;
    show("<fieldset style='margin:0;padding:0;border:10px solid red;"
         "background:blue;width:100px'><legend style='margin-left:20px;"
         "padding:0;width:30px;height:30px;position:relative;left:200px'>"
         "</legend><div style='height:20px'></div></fieldset>"
         "<fieldset style='margin:0;padding:0;border:10px solid red;"
         "overflow:hidden'><legend style='padding:0;width:10px;height:30px;"
         "background:green'></legend></fieldset>");
    assert_filled(0, 0, 120, 10, WHITE);
    assert_filled(0, 10, 30, 10, RED);
    assert_filled(30, 10, 30, 20, BLUE); /* behind the legend: no border */
    assert_filled(60, 10, 60, 10, RED);
    assert_filled(10, 20, 100, 30, BLUE);
    assert_filled(0, 50, 120, 10, RED);
    assert_filled(10, 60, 10, 30, GREEN); /* not cut off */
}

/* Borders of relief: of a table in the text's colour, of a rule in grey. */
static void
reliefs_have_two_shades(void **state)
{
    (void)state;
    show("<table border=4 cellspacing=0 style='width:50px;height:40px'><td>"
         "</table><hr style='width:50px;height:20px;margin:0'>"
         "<div style='width:40px;height:30px;border:4px outset lime'></div>");
    assert_pixel(20, 1, 0xFFA8A8A8); /* black has nothing darker */
    assert_pixel(20, 38, 0xFF545454);
    assert_pixel(20, 4, 0xFF545454); /* the cell is sunken */
    assert_pixel(20, 35, 0xFFA8A8A8);
    assert_pixel(20, 40, 0xFF9A9A9A);
    assert_pixel(20, 61, 0xFFEEEEEE);
    assert_pixel(20, 63, 0xFF00FF00);
    assert_pixel(20, 98, 0xFF00AB00);
}

/* A thin line at every zoom in place of the old inset border; a file field's
 * button looks like one. */
static void
fields(void **state)
{
    static const char form[] =
        "<input style='margin:0;padding:0;width:50px;height:20px;"
        "display:block'><input type=file style='margin:0;display:block'>";

    (void)state;
    show("<body bgcolor=red><input style='margin:0;display:block'>");
    assert_near(0, 0, RED, 40); /* a round corner, with no ground around it */
    show(form);
    assert_filled(10, 0, 30, 1, FIELD_EDGE);
    assert_filled(10, 1, 30, 22, WHITE);
    assert_filled(2, 30, 4, 8, BUTTON_GROUND);
    bench_close();
    bench_open(WIDTH, HEIGHT, 150, 64);
    show(form);
    assert_filled(10, 0, 60, 1, FIELD_EDGE);
    assert_filled(10, 1, 60, 33, WHITE);
    assert_filled(3, 45, 6, 12, BUTTON_GROUND);
}

static void
border_triangle(void **state)
{
    (void)state;
    show("<div style='width:0;height:0;border:20px solid transparent;"
         "border-top-color:red'></div>");
    assert_pixel(20, 2, RED);
    assert_pixel(20, 10, RED);
    assert_pixel(2, 15, WHITE);
    assert_pixel(20, 30, WHITE);
}

static void
dashes(void **state)
{
    int others;

    (void)state;
    show("<div style='width:100px;border-top:1px dotted red'></div>"
         "<div style='margin-top:9px;width:100px;border-top:4px dashed blue'>"
         "</div>");
    others = count_other(0, 0, 100, 1, RED);
    assert_in_range(others, 40, 60);
    assert_pixel(0, 0, RED);
    others = count_other(0, 10, 100, 4, BLUE);
    assert_in_range(others, 140, 260);
    assert_pixel(1, 11, BLUE);
    assert_pixel(98, 11, BLUE);
}

static void
rounded(void **state)
{
    (void)state;
    show("<div style='width:60px;height:60px;background:red;border-radius:50%'>"
         "</div>");
    assert_pixel(30, 30, RED);
    assert_pixel(30, 1, RED);
    assert_pixel(1, 1, WHITE);
    assert_pixel(58, 58, WHITE);
}

static void
collapsed_table(void **state)
{
    (void)state;
    show("<table style='border-collapse:collapse'><tr>"
         "<td style='border:2px solid red;padding:0;width:20px;height:20px'>"
         "<td style='border:2px solid red;padding:0;width:20px'></table>");
    assert_filled(0, 0, 46, 1, RED);
    assert_filled(2, 2, 20, 20, WHITE);
    assert_filled(22, 2, 2, 20, RED);
    assert_filled(24, 2, 20, 20, WHITE);
}

/* ---- order ---------------------------------------------------------------*/

static void
stacking(void **state)
{
    (void)state;
    show("<div style='position:absolute;z-index:2;left:0;top:0;width:30px;"
         "height:30px;background:red'></div>"
         "<div style='position:absolute;z-index:1;left:10px;top:10px;"
         "width:30px;height:30px;background:blue'></div>"
         "<div style='position:absolute;z-index:-1;left:30px;top:30px;"
         "width:30px;height:30px;background:green'></div>");
    assert_pixel(15, 15, RED);
    assert_pixel(35, 35, BLUE);
    assert_pixel(50, 50, GREEN);
}

/* A negative layer lies over its own context's background, under blocks. */
static void
negative_layers(void **state)
{
    (void)state;
    show("<div style='position:relative;z-index:0;width:60px;height:60px;"
         "background:red'>"
         "<div style='position:absolute;z-index:-1;left:10px;top:0;width:40px;"
         "height:40px;background:blue'></div>"
         "<div style='height:20px;width:30px;background:green'></div></div>");
    assert_pixel(5, 5, GREEN);
    assert_pixel(20, 10, GREEN);
    assert_pixel(40, 10, BLUE);
    assert_pixel(5, 30, RED);
}

static void
floats_over_blocks(void **state)
{
    (void)state;
    show("<div style='float:left;width:30px;height:30px;background:red'></div>"
         "<div style='height:20px;background:blue'></div>");
    assert_pixel(10, 10, RED);
    assert_pixel(50, 10, BLUE);
}

static void
positioned_over_later(void **state)
{
    (void)state;
    show("<div style='position:relative;top:10px;height:20px;background:red'>"
         "</div><div style='height:20px;background:blue'></div>");
    assert_pixel(5, 25, RED);
    assert_pixel(5, 35, BLUE);
    assert_pixel(5, 5, WHITE);
}

/* ---- clips and groups ----------------------------------------------------*/

static void
overflow(void **state)
{
    (void)state;
    show("<div style='overflow:hidden;width:30px;height:30px;border:5px solid "
         "black'><div style='width:100px;height:100px;background:red'></div>"
         "<div style='position:absolute;left:100px;top:0;width:20px;"
         "height:20px;background:blue'></div></div>");
    assert_filled(5, 5, 30, 30, RED);
    assert_pixel(37, 20, BLACK);
    assert_pixel(45, 20, WHITE);
    assert_pixel(110, 10, BLUE); /* its containing block is outside */
}

static void
opacity(void **state)
{
    (void)state;
    show("<div style='opacity:.5;background:red;width:40px;height:40px'>"
         "<div style='background:blue;width:20px;height:20px'></div></div>");
    assert_near(30, 30, 0xFFFF8080, 1);
    assert_near(10, 10, 0xFF8080FF, 1); /* as a group: no red shines through */
}

static void
transforms(void **state)
{
    (void)state;
    show("<div style='position:absolute;left:100px;top:50px;width:20px;"
         "height:20px;background:red;transform:translate(50%,10px) scale(2)'>"
         "</div>");
    assert_pixel(105, 75, RED);
    assert_pixel(135, 75, RED);
    assert_pixel(97, 75, WHITE);
    assert_pixel(120, 53, RED);
    assert_pixel(120, 48, WHITE);
}

static void
shadows(void **state)
{
    (void)state;
    show("<div style='margin:20px;width:40px;height:40px;background:red;"
         "box-shadow:10px 10px 0 blue'></div>"
         "<div style='margin:20px;width:40px;height:40px;background:white;"
         "box-shadow:0 0 12px black'></div>");
    assert_pixel(40, 40, RED);
    assert_pixel(65, 50, BLUE);
    assert_pixel(50, 65, BLUE);
    assert_pixel(25, 65, WHITE);
    assert_true((bench_pixel(64, 100) & 0xFF) < 0xF0);
    assert_true((bench_pixel(64, 100) & 0xFF) > (bench_pixel(61, 100) & 0xFF));
    assert_pixel(40, 100, WHITE);
}

/* ---- backgrounds and pictures --------------------------------------------*/

static void
gradients(void **state)
{
    (void)state;
    show("<div style='width:100px;height:50px;background:linear-gradient(to "
         "right,red,blue)'></div>");
    assert_near(1, 20, RED, 6);
    assert_near(50, 20, 0xFF800080, 6);
    assert_near(98, 20, BLUE, 6);
}

#define BOX(height, image) \
    "<div style='width:100px;height:" height "px;background:" image "'></div>"

static void
gradient_shapes(void **state)
{
    (void)state;
    /* a hard edge shows where the shape ends */
    show(BOX("50", "radial-gradient(circle 20px at 30px 50%,red 100%,blue 0)")
             BOX("50", "radial-gradient(closest-side,red 99%,blue 0)")
                 BOX("50", "radial-gradient(10px 40px at 0 0,red 99%,blue 0)"));
    assert_pixel(30, 25, RED);
    assert_pixel(47, 25, RED);
    assert_pixel(53, 25, BLUE);
    assert_pixel(4, 75, RED);
    assert_pixel(4, 55, BLUE);
    assert_pixel(96, 75, RED);
    assert_pixel(2, 130, RED);
    assert_pixel(20, 102, BLUE);
    show(BOX("50", "conic-gradient(red 25%,blue 0 180deg,lime 0)")
             BOX("50", "conic-gradient(from 90deg at 0 0,red 45deg,blue 0)")
                 BOX("50", "linear-gradient(to top right,red 49%,blue 51%)"));
    assert_pixel(70, 10, RED);
    assert_pixel(70, 40, BLUE);
    assert_pixel(30, 25, 0xFF00FF00);
    assert_pixel(40, 60, RED);
    assert_pixel(10, 90, BLUE);
    /* the corners beside the aim have the middle's colour */
    assert_pixel(10, 110, RED);
    assert_pixel(16, 104, BLUE);
}

static void
background_pictures(void **state)
{
    (void)state;
    show("<div style=\"width:20px;height:20px;background:url(" PICTURE
         ")\"></div>"
         "<div style=\"width:20px;height:20px;background:blue url(" PICTURE
         ") no-repeat 4px 6px\"></div>"
         "<div style=\"width:20px;height:20px;background:url(" PICTURE
         ") 0 0/10px 10px\"></div>");
    assert_pixel(0, 0, RED);
    assert_pixel(18, 18, RED);
    assert_pixel(19, 0, 0xFF00FF00);
    assert_pixel(0, 19, BLUE);
    assert_pixel(4, 26, RED);
    assert_pixel(5, 27, WHITE);
    assert_pixel(3, 26, BLUE);
    assert_pixel(6, 26, BLUE);
    assert_near(1, 41, RED, 40);
    assert_near(11, 51, RED, 40);
}

static void
pictures(void **state)
{
    (void)state;
    show("<img style='display:block' src='" PICTURE "'>"
         "<img style='display:block;width:40px;height:40px' src='" PICTURE "'>"
         "<img style='display:block;width:40px;height:20px;object-fit:contain'"
         " src='" PICTURE "'>");
    assert_pixel(0, 0, RED);
    assert_pixel(1, 0, 0xFF00FF00);
    assert_pixel(0, 1, BLUE);
    assert_near(3, 5, RED, 8);
    assert_near(36, 5, 0xFF00FF00, 8);
    assert_pixel(4, 52, WHITE); /* letterboxed */
    assert_near(12, 44, RED, 8);
    assert_int_equal(bench.failed, 0);
}

static void
pixelated_pictures(void **state)
{
    (void)state;
    show("<img style='display:block;image-rendering:pixelated' width=100 "
         "height=100 src=" PICTURE ">");
    assert_int_equal(count_other(0, 0, 50, 50, bench_pixel(1, 1)), 0);
    assert_int_equal(count_other(50, 0, 50, 50, bench_pixel(98, 1)), 0);
    assert_true(bench_pixel(48, 1) != bench_pixel(52, 1));
}

static void
canvas(void **state)
{
    (void)state;
    bench_html("<!DOCTYPE html><body style='background:green'>x");
    assert_true(bench_run());
    assert_pixel(299, 199, GREEN);
    assert_pixel(0, 150, GREEN);
}

/* ---- text ----------------------------------------------------------------*/

static void
text(void **state)
{
    (void)state;
    show("<div style='font:20px DejaVu Sans;line-height:30px;color:blue'>"
         "<u>Hello</u></div>");
    assert_in_range(count_other(0, 0, 60, 30, WHITE), 150, 900);
    assert_filled(0, 30, 300, 100, WHITE);
    /* the underline: one row of pure blue under the baseline */
    for (int y = 20; y < 30; y++)
        if (count_other(2, y, 40, 1, BLUE) == 0)
            return;
    fail_msg("no underline");
}

/* The pixels of the colour in a column. */
static int
column_of(int x, int from, int to, uint32_t color)
{
    int count = 0;

    for (int y = from; y < to; y++)
        count += bench_pixel(x, y) == color;
    return count;
}

static void
text_decorations(void **state)
{
    (void)state;
    show("<style>p{margin:0;font:20px/40px DejaVu Sans;color:transparent;"
         "text-decoration:underline red}</style><p>xxxx"
         "<p style='text-decoration-thickness:5px'>xxxx"
         "<p style='text-underline-offset:9px'>xxxx"
         "<p style='text-decoration:line-through blue 3px'>xxxx"
         "<p style='text-decoration-thickness:from-font'>xxxx");
    assert_int_equal(column_of(20, 0, 40, RED), 2); /* a tenth of the em */
    assert_int_equal(column_of(20, 40, 80, RED), 5);
    assert_int_equal(column_of(20, 80, 120, RED), 2);
    assert_int_equal(column_of(20, 80, 113, RED), 0);
    assert_int_equal(column_of(20, 120, 160, BLUE), 3);
    assert_int_equal(column_of(20, 160, 200, RED), 1);
}

/* The line makes room for descenders, unless it may not. */
static void
lines_skip_ink(void **state)
{
    int whole = 0, skipped = 0;

    (void)state;
    show("<style>p{margin:0;font:40px/60px DejaVu Sans;color:#010101;"
         "text-decoration:underline red 2px;text-underline-offset:4px}</style>"
         "<p>ggg<p style='text-decoration-skip-ink:none'>ggg");
    for (int x = 0; x < 70; x++) {
        skipped += column_of(x, 0, 60, RED) > 0;
        whole += column_of(x, 60, 120, RED) > 0;
    }
    assert_in_range(skipped, 5, 55);
    assert_true(whole > skipped);
}

/* The column behind the last ink of a row. */
static int
ink_end(int row)
{
    int x = WIDTH;

    while (x > 0 && bench_pixel(x - 1, row) == WHITE)
        x--;
    return x;
}

/* A slant that the font does not have leans out of the upright glyphs; so it
 * does where a tile ends in the text. */
static void
imitated_slants_are_whole(void **state)
{
    (void)state;
    show("<style>@font-face{font-family:up;src:local(DejaVu Sans)}</style>"
         "<p style='margin:0 0 0 145px;font:italic 32px/40px up'>1 Manual");
    assert_in_range(ink_end(8) - ink_end(28), 5, 7);
}

static void
markers(void **state)
{
    (void)state;
    show("<ul style='margin:0;padding:0 0 0 40px'><li>x</ul>");
    assert_in_range(count_other(10, 0, 30, 24, WHITE), 8, 200);
    /* 17 px from the text, however wide the font's own bullet is */
    show("<style>ul{margin:0;padding:0 40px;list-style:square;color:red;"
         "font:16px/20px DejaVu Sans}</style><ul><li>&nbsp;</ul>"
         "<ul dir=rtl><li>&nbsp;</ul>");
    assert_filled(23, 7, 5, 5, RED);
    assert_filled(0, 0, 23, 40, WHITE);
    assert_filled(28, 0, 20, 40, WHITE);
    assert_filled(WIDTH - 28, 27, 5, 5, RED);
    assert_filled(WIDTH - 23, 0, 23, 40, WHITE);
}

/* ---- tiles ---------------------------------------------------------------*/

/* A page looks the same painted whole or in any tiles. */
static void
tiles_meet(void **state)
{
    enum { EDGE = 200, PART = 50 };
    static uint32_t whole[EDGE * EDGE], part[PART * PART];
    struct paint_context c;
    struct document *d;

    (void)state;
    show("<div style='font:17px DejaVu Sans'>The quick <b>brown</b> fox <i>"
         "jumps</i> over the <u>lazy dog</u></div><div style='margin:11px;"
         "border:5px dashed red;border-radius:20px;height:60px;box-shadow:3px "
         "3px 9px gray;background:linear-gradient(30deg,blue,white)'></div>"
         "<div style='border:7px groove #88c;height:20px;transform:rotate("
         "3deg)'></div><div style='background:url(" PICTURE ") 1px 1px/13px;"
         "height:20px;opacity:.7'></div>");
    d = surface_current(7);
    assert_non_null(d);
    document_paint_context(d, &c);
    paint_rect(&c, (struct rect){0, 0, EDGE, EDGE}, (uint8_t *)whole, EDGE * 4);
    for (int y = 0; y < EDGE; y += PART)
        for (int x = 0; x < EDGE; x += PART) {
            int different = 0;

            paint_rect(&c, (struct rect){x, y, PART, PART}, (uint8_t *)part,
                       PART * 4);
            for (int n = 0; n < PART * PART; n++) {
                uint32_t a = part[n];
                uint32_t b = whole[(y + n / PART) * EDGE + x + n % PART];

                for (int shift = 0; shift < 24; shift += 8) {
                    int e = (int)(a >> shift & 0xFF) - (int)(b >> shift & 0xFF);

                    different += e < -24 || e > 24;
                }
            }
            if (different != 0)
                fail_msg("tile %d,%d: %d channels differ", x, y, different);
        }
}

int
main(void)
{
#define PAGE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        PAGE(edges_are_exact),
        PAGE(reliefs_have_two_shades),
        PAGE(fractions_snap),
        PAGE(borders),
        PAGE(legend_gap),
        PAGE(fields),
        PAGE(border_triangle),
        PAGE(dashes),
        PAGE(rounded),
        PAGE(collapsed_table),
        PAGE(stacking),
        PAGE(negative_layers),
        PAGE(floats_over_blocks),
        PAGE(positioned_over_later),
        PAGE(overflow),
        PAGE(opacity),
        PAGE(transforms),
        PAGE(shadows),
        PAGE(gradients),
        PAGE(gradient_shapes),
        PAGE(background_pictures),
        PAGE(pictures),
        PAGE(pixelated_pictures),
        PAGE(canvas),
        PAGE(text),
        PAGE(text_decorations),
        PAGE(lines_skip_ink),
        PAGE(markers),
        PAGE(imitated_slants_are_whole),
        PAGE(tiles_meet),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
