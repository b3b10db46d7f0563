/*
 * test_web_fonts.c - fonts that a page brings: their files, and which of them
 * a character gets.
 *
 * Process: test.
 *
 * tests/corpus/font has one font in three files: A is a square of an em, 0.8 em
 * high on the baseline, B a ring, C made of two As, x a box, U+4E00 as A.
 */
#include "page_bench.h"

#include "text/font.h"
#include "text/woff.h"

#include <stdarg.h>
#include <stdlib.h>
#include <setjmp.h>
#include <cmocka.h>

#define FONTS SOURCE_DIR "/tests/corpus/font/blocks"

static struct span
read_font(const char *path)
{
    size_t size;
    const uint8_t *data = bench_map(path, &size);

    assert_non_null(data);
    return (struct span){data, size};
}

static struct span
table(struct span font, const char *tag)
{
    unsigned count = (unsigned)font.data[4] << 8 | font.data[5];

    for (unsigned i = 0; i < count; i++) {
        const uint8_t *e = font.data + 12 + 16 * i;
        size_t at = (size_t)e[8] << 24 | (size_t)e[9] << 16 |
                    (size_t)e[10] << 8 | e[11];
        size_t size = (size_t)e[12] << 24 | (size_t)e[13] << 16 |
                      (size_t)e[14] << 8 | e[15];

        if (memcmp(e, tag, 4) == 0) {
            assert_true(at + size <= font.size);
            return (struct span){font.data + at, size};
        }
    }
    fail_msg("no table %s", tag);
    return (struct span){NULL, 0};
}

static void
files_unpack_to_the_same_tables(void **state)
{
    static const char *const same[] = {"cmap", "hhea", "hmtx", "name", "OS/2"};
    struct span plain = read_font(FONTS ".ttf");
    struct buf one = {0}, two = {0};

    (void)state;
    assert_null(woff_decode(&one, read_font(FONTS ".woff")));
    assert_null(woff_decode(&two, read_font(FONTS ".woff2")));
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        assert_true(
            span_equal(table(plain, same[i]), table(buf_span(&one), same[i])));
        assert_true(
            span_equal(table(plain, same[i]), table(buf_span(&two), same[i])));
    }
    assert_true(
        span_equal(table(plain, "glyf"), table(buf_span(&one), "glyf")));
    /* six glyphs and the end, in the long format */
    assert_int_equal(table(buf_span(&two), "loca").size, 28);
    buf_finish(&one);
    buf_finish(&two);
}

static void
what_is_cut_short_is_no_font(void **state)
{
    static const char *const names[] = {FONTS ".woff", FONTS ".woff2"};

    (void)state;
    for (size_t n = 0; n < 2; n++) {
        struct span file = read_font(names[n]);

        for (size_t size = 0; size + 4 < file.size; size++) {
            uint8_t *exact = malloc(size + 1);
            struct buf out = {0};

            memcpy(exact, file.data, size);
            assert_non_null(woff_decode(&out, (struct span){exact, size}));
            buf_finish(&out);
            free(exact);
        }
    }
}

/* ---- pages ---------------------------------------------------------------*/

/* A page of 100 px text; whether the point of its first line is ink. */
static void
load(const char *rules, const char *style, const char *text)
{
    struct buf html = {0};

    bench_open(600, 200, 100, 64);
    buf_printf(&html,
               "<!DOCTYPE html><meta charset=utf-8><style>%s body{margin:0}"
               "p{margin:0;font-size:100px;line-height:100px;%s}</style><p>%s",
               rules, style, text);
    bench_load("file:///page.html", "text/html", buf_span(&html));
    buf_finish(&html);
    assert_true(bench_run());
}

/* Whether the character at that place is the square of A: 80 px of ink from
 * top to baseline, up to both edges. */
static bool
is_square(int place)
{
    int x = place * 100;

    return bench_pixel(x + 3, 40) == 0xFF000000 &&
           bench_pixel(x + 96, 40) == 0xFF000000 &&
           bench_pixel(x + 3, 4) == 0xFF000000 &&
           bench_pixel(x + 96, 76) == 0xFF000000 &&
           bench_pixel(x + 50, 90) == 0xFFFFFFFF;
}

#define FACE(more) "@font-face{font-family:'My F';src:" more "}"
#define URL(ending) "url(file://" FONTS "." ending ")"

static void
expect(bool square, const char *rules, const char *style, const char *text)
{
    load(rules, style, text);
    if (is_square(0) != square)
        fail_msg("%s %s %s: %s", rules, style, text,
                 square ? "not its font" : "its font after all");
    bench_close();
}

static void
a_page_brings_its_font(void **state)
{
    (void)state;
    expect(true, FACE(URL("ttf")), "font-family:My F", "A");
    expect(true, FACE(URL("woff")), "font-family:'my f'", "A");
    expect(true, FACE(URL("woff2")), "font-family:\"My F\"", "\u4E00");
    expect(false, FACE(URL("woff2")), "font-family:Other", "A");
    expect(true, FACE(URL("woff2")), "font-family:'No Such',My F", "A");
    expect(false, FACE(URL("woff2")), "font-family:sans-serif,My F", "A");
}

static void
sources_are_tried_in_turn(void **state)
{
    (void)state;
    expect(true,
           FACE(URL("eot") "format('embedded-opentype')," URL("none") "," URL(
               "woff2") " format(woff2)"),
           "font-family:My F", "A");
    expect(false, FACE(URL("woff2") " format('svg')"), "font-family:My F", "A");
    expect(false, FACE(URL("none")), "font-family:My F", "A");
    expect(false, FACE("local('DejaVu Sans')," URL("woff2")),
           "font-family:My F", "A");
    expect(true, FACE("local('No Such')," URL("woff2")), "font-family:My F",
           "A");
}

static void
rules_are_chosen_by_character_and_style(void **state)
{
    (void)state;
    expect(true, FACE(URL("woff2") ";unicode-range:U+26, u+40-5A"),
           "font-family:My F", "A");
    expect(true, FACE(URL("woff2") ";unicode-range:U+4E??"), "font-family:My F",
           "\u4E00");
    expect(false, FACE(URL("woff2") ";unicode-range:U+4E??"),
           "font-family:My F", "A");
    /* the bold face is another font; a normal one stands for a light one */
    expect(false,
           FACE(URL("woff2")) FACE("local('DejaVu Sans');font-weight:700"),
           "font-family:My F;font-weight:800", "A");
    expect(true,
           FACE(URL("woff2")) FACE("local('DejaVu Sans');font-weight:700"),
           "font-family:My F;font-weight:200", "A");
    expect(true, FACE("local('DejaVu Sans')") FACE(URL("woff2")),
           "font-family:My F", "A");
    expect(true,
           "@media print{" FACE("local('DejaVu Sans')") "}" FACE(URL("woff2")),
           "font-family:My F", "A");
}

static void
text_is_there_before_its_font(void **state)
{
    (void)state;
    bench_open(300, 200, 100, 64);
    bench.hold_fetches = true;
    bench.hurry = true;
    bench_html("<!DOCTYPE html><style>" FACE(
        URL("woff2")) "body{margin:0}p{margin:0;font:100px My F;"
                      "line-height:100px}</style><p>A");
    bench_run();
    assert_true(bench.frames > 0);
    assert_false(bench.complete);
    assert_false(is_square(0));
    bench.hold_fetches = false;
    assert_true(bench_run());
    assert_true(is_square(0));
    bench_close();
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_unpack_to_the_same_tables),
        cmocka_unit_test(what_is_cut_short_is_no_font),
        cmocka_unit_test(a_page_brings_its_font),
        cmocka_unit_test(sources_are_tried_in_turn),
        cmocka_unit_test(rules_are_chosen_by_character_and_style),
        cmocka_unit_test(text_is_there_before_its_font),
    };

    font_set_source(bench_find_font);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
