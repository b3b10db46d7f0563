/*
 * test_tooltip.c - when a tooltip is shown and where, and what becomes of a
 * page's words in it.
 *
 * Process: none; it tests the browser's.
 */
#include "fake_loop.h"
#include "limits.h"
#include "overlay.h"
#include "tooltip.h"
#include "utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

static struct tooltip tip;
static unsigned redrawn;
static struct tooltip_spot spot;

static void
redraw(void)
{
    redrawn++;
}

static int
start(void **state)
{
    (void)state;
    redrawn = 0;
    spot = (struct tooltip_spot){7, 3, {0, 84, 800, 500}, 0, 40};
    tooltip_init(&tip, NULL, redraw);
    return 0;
}

static int
stop(void **state)
{
    (void)state;
    tooltip_finish(&tip);
    fake_loop_reset();
    return 0;
}

/* ---- when --------------------------------------------------------------- */

static void
rest_at(int x, int y)
{
    tooltip_point(&tip, x, y, &spot);
    fake_loop_pass(TOOLTIP_REST);
}

static bool
is_shown(const char *words)
{
    return tooltip_look(&tip, &spot, words);
}

static void
show(void)
{
    rest_at(10, 100);
    assert_true(is_shown("words"));
}

static void
shown_after_a_rest(void **state)
{
    (void)state;
    tooltip_point(&tip, 10, 100, &spot);
    fake_loop_pass(TOOLTIP_REST - 1);
    assert_false(is_shown("words"));
    tooltip_point(&tip, 11, 100, &spot);
    fake_loop_pass(TOOLTIP_REST - 1);
    assert_false(is_shown("words"));
    assert_int_equal(redrawn, 0);
    fake_loop_pass(1);
    assert_int_equal(redrawn, 1);
    assert_true(is_shown("words"));
    assert_string_equal(buf_text(&tip.text), "words");
    assert_int_equal(tip.serial, 1);
    assert_true(is_shown("words"));
    assert_int_equal(tip.serial, 1);
}

static void
nothing_to_say(void **state)
{
    (void)state;
    rest_at(10, 100);
    assert_false(is_shown(NULL));
    assert_false(is_shown(""));
}

/* Over the thing itself the pointer may move. */
static void
stays_over_its_thing(void **state)
{
    (void)state;
    show();
    tooltip_point(&tip, 30, 110, &spot);
    assert_true(is_shown("words"));
}

static void
other_words_cost_the_rest(void **state)
{
    (void)state;
    show();
    tooltip_changed(&tip);
    assert_false(is_shown("others"));
    fake_loop_pass(TOOLTIP_REST);
    assert_true(is_shown("others"));
    assert_string_equal(buf_text(&tip.text), "others");
    assert_int_equal(tip.serial, 2);
}

/* Words that come late, from a busy page. */
static void
late_words(void **state)
{
    (void)state;
    rest_at(10, 100);
    assert_false(is_shown(NULL));
    tooltip_changed(&tip);
    fake_loop_pass(TOOLTIP_REST);
    assert_true(is_shown("words"));
}

static void
dropped_until_the_pointer_moves(void **state)
{
    (void)state;
    show();
    redrawn = 0;
    tooltip_drop(&tip);
    assert_int_equal(redrawn, 1);
    tooltip_changed(&tip);
    rest_at(10, 100); /* told again, not moved */
    assert_false(is_shown("words"));
    rest_at(11, 100);
    assert_true(is_shown("words"));
}

/* Each change of what lies under the pointer, before and after the rest. */
static void
goes_with_its_spot(void **state)
{
    const struct tooltip_spot first = spot;
    struct tooltip_spot others[6];

    (void)state;
    for (size_t i = 0; i < 6; i++)
        others[i] = first;
    others[0].surface++;
    others[1].document++;
    others[2].scroll_y++;
    others[3].scroll_x++;
    others[4].area.y++;
    others[5].surface = 0;
    for (size_t i = 0; i < 6; i++) {
        spot = first;
        rest_at(10 + (int)i, 100);
        assert_true(is_shown("words"));
        assert_false(tooltip_look(&tip, &others[i], "words"));
        assert_false(is_shown("words"));

        tooltip_point(&tip, 10 + (int)i, 120, &spot);
        spot = others[i];
        fake_loop_pass(TOOLTIP_REST);
        assert_false(is_shown("words"));
    }
}

static void
other_page_under_the_pointer(void **state)
{
    (void)state;
    show();
    spot.surface = 8;
    tooltip_point(&tip, 12, 100, &spot);
    assert_false(is_shown("others"));
    fake_loop_pass(TOOLTIP_REST);
    assert_true(is_shown("others"));
    spot = (struct tooltip_spot){0};
    rest_at(12, 10);
    assert_false(is_shown("others"));
}

/* ---- where -------------------------------------------------------------- */

static struct rect
place_at(int x, int y, int width, int height)
{
    tip.x = x;
    tip.y = y;
    return tooltip_place(&tip, spot.area, width, height);
}

static void
near_the_pointer(void **state)
{
    struct rect r = place_at(100, 200, 150, 30);

    (void)state;
    assert_int_equal(r.x, 100);
    assert_in_range(r.y, 201, 230);
    r = place_at(790, 580, 150, 30);
    assert_in_range(r.x + r.width, 790, 799); /* not at the very edge */
    assert_true(r.y + r.height < 580);
}

static void
never_outside(void **state)
{
    static const int sizes[][2] = {{10, 10}, {400, 146}, {900, 490}, {9, 600}};

    (void)state;
    for (int x = 0; x < 800; x += 57)
        for (int y = 84; y < 584; y += 31)
            for (int i = 0; i < 4; i++) {
                struct rect r = place_at(x, y, sizes[i][0], sizes[i][1]);

                assert_true(r.x >= 0 && r.x + r.width <= 800);
                assert_true(r.y >= 84 && r.y + r.height <= 584);
                assert_true(r.width > 0 && r.height > 0);
            }
}

/* ---- what --------------------------------------------------------------- */

static void
expect_lines(const char *text, const char *lines)
{
    struct buf out = {0};

    overlay_tooltip_lines(&out, span_of(text), 1000);
    assert_string_equal(buf_text(&out), lines);
    buf_finish(&out);
}

static void
made_safe(void **state)
{
    (void)state;
    expect_lines("two  words", "two words");
    expect_lines("a\r\nb\nc\rd", "a\nb\nc\nd");
    expect_lines("\n\n a \n\n\n\tb\n \n", "a\n\nb");
    expect_lines("\x01\x1b[31mred\x7f", "[31mred");
    expect_lines("\u202Egnp.exe\u202C \u200B\uFEFF.", "gnp.exe .");
    expect_lines("\u200B \n\u2028", "");
    expect_lines("", "");
}

static void
wrapped_and_cut(void **state)
{
    static const int most[] = {1000, 120};
    struct buf text = {0}, lines = {0};
    int width, height, limit;

    (void)state;
    for (int i = 0; i < 600; i++)
        buf_add_text(&text, i % 7 ? "W" : "W ");
    for (int i = 0; i < 2; i++) {
        limit = i == 0 ? TOOLTIP_WIDTH : most[i];
        overlay_tooltip_lines(&lines, buf_span(&text), most[i]);
        overlay_tooltip_size(buf_span(&lines), &width, &height);
        assert_in_range(width, limit / 2, limit + 1);
        assert_in_range(height, 8 * 12, 8 * 20);
        assert_string_equal(buf_text(&lines) + lines.size - 3, "\u2026");
        buf_finish(&lines);
    }
    buf_finish(&text);
}

/* A page's worst: no break anywhere, and only breaks. */
static void
bounded(void **state)
{
    struct buf text = {0}, lines = {0};
    int width, height, breaks = 0;

    (void)state;
    for (int i = 0; i < 4 * MAX_TOOLTIP; i++)
        buf_add_text(&text, "\u00e9");
    overlay_tooltip_lines(&lines, buf_span(&text), 1000);
    assert_true(utf8_is_text(buf_span(&lines)));
    overlay_tooltip_size(buf_span(&lines), &width, &height);
    assert_true(width <= TOOLTIP_WIDTH + 1 && height < 200);
    buf_finish(&text);
    buf_finish(&lines);
    for (int i = 0; i < MAX_TOOLTIP; i++)
        buf_add_text(&text, "a\n");
    overlay_tooltip_lines(&lines, buf_span(&text), 1000);
    for (size_t i = 0; i < lines.size; i++)
        breaks += lines.data[i] == '\n';
    assert_int_equal(breaks, TOOLTIP_LINES - 1);
    buf_finish(&text);
    buf_finish(&lines);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, start, stop)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(shown_after_a_rest),
        CASE(nothing_to_say),
        CASE(stays_over_its_thing),
        CASE(other_words_cost_the_rest),
        CASE(late_words),
        CASE(dropped_until_the_pointer_moves),
        CASE(goes_with_its_spot),
        CASE(other_page_under_the_pointer),
        CASE(near_the_pointer),
        CASE(never_outside),
        CASE(made_safe),
        CASE(wrapped_and_cut),
        CASE(bounded),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
