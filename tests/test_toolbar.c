/*
 * test_toolbar.c - layout, fields of the toolbar, damage, hostile titles.
 *
 * Process: none; it tests the browser's.
 */
#include "limits.h"
#include "toolbar.h"
#include "utf8.h"
#include "window.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct {
    struct loop *loop;
    enum command command;
    int selected, closed, changed, dismissed, answers[2];
    char entered[256], wanted[256];
    int how, finds;
    bool new_tab;
    const char *completion;
    struct pixels pixels;
} seen;

static void
on_command(void *owner, enum command command)
{
    (void)owner;
    seen.command = command;
}

static void
on_select(void *owner, int index)
{
    (void)owner;
    seen.selected = index;
}

static void
on_close(void *owner, int index)
{
    (void)owner;
    seen.closed = index;
}

static void
on_enter(void *owner, const char *text, bool new_tab)
{
    (void)owner;
    strncpy(seen.entered, text, sizeof seen.entered - 1);
    seen.new_tab = new_tab;
}

static const char *
on_complete(void *owner, const char *text)
{
    (void)owner;
    (void)text;
    return seen.completion;
}

static void
on_find(void *owner, const char *text, int how)
{
    (void)owner;
    snprintf(seen.wanted, sizeof seen.wanted, "%s", text);
    seen.how = how;
    seen.finds++;
}

static void
on_dismiss(void *owner)
{
    (void)owner;
    seen.dismissed++;
}

static void
on_changed(void *owner)
{
    (void)owner;
    seen.changed++;
}

static void
on_answer(void *owner, bool stop)
{
    (void)owner;
    seen.answers[stop]++;
}

static const struct toolbar_events events = {
    on_command, on_select,  on_close,  on_enter,  on_complete,
    on_find,    on_dismiss, on_answer, on_changed};

static const struct toolbar_tab tabs[] = {
    {.title = "One"}, {.title = "Two"}, {.title = "Three"}};

static struct toolbar_state
plain_state(void)
{
    return (struct toolbar_state){
        .tabs = tabs,
        .tab_count = 3,
        .active = 0,
        .url = "https://example.org/a/b",
        .security = SECURITY_SECURE,
        .zoom = 100,
        .progress = -1,
        .notice = "",
    };
}

static struct rect
paint(struct toolbar *t, int width)
{
    struct pixels *p = &seen.pixels;
    int height = toolbar_height(t, width);

    if (p->width != width || p->height != height) {
        free(p->data);
        *p = (struct pixels){calloc((size_t)height, (size_t)width * 4), width,
                             height, width * 4};
    }
    return toolbar_paint(t, p);
}

static int
start(void **state)
{
    struct toolbar_state s = plain_state();

    memset(&seen, 0, sizeof seen);
    seen.loop = loop_create();
    seen.selected = seen.closed = -1;
    *state = toolbar_create(seen.loop, &events, NULL);
    toolbar_show(*state, &s);
    paint(*state, 1000);
    return 0;
}

static int
stop(void **state)
{
    toolbar_destroy(*state);
    loop_destroy(seen.loop);
    free(seen.pixels.data);
    return 0;
}

static void
click(struct toolbar *t, int button, int x, int y)
{
    toolbar_pointer(t, POINTER_MOVE, BUTTON_NONE, x, y, 0, 0);
    toolbar_pointer(t, POINTER_DOWN, button, x, y, 0, 1);
    toolbar_pointer(t, POINTER_UP, button, x, y, 0, 1);
}

/* What Return would open; the address bar loses the focus by it. */
static const char *
entered(struct toolbar *t)
{
    memset(seen.entered, 0, sizeof seen.entered);
    assert_true(toolbar_key(t, KEY_RETURN, 0));
    return seen.entered;
}

static void
test_heights(void **state)
{
    struct toolbar_state s = plain_state();
    int plain = toolbar_height(*state, 1000);

    assert_in_range(plain, 60, 120);
    assert_int_equal(toolbar_height(*state, 320), plain);
    s.notice = "Something is missing on this machine";
    toolbar_show(*state, &s);
    assert_true(toolbar_height(*state, 1000) > plain);
    s.notice = "A long notice that needs more than one line in a narrow "
               "window, since a person should be able to read it";
    toolbar_show(*state, &s);
    assert_true(toolbar_height(*state, 320) > toolbar_height(*state, 1400));
}

/* No click anywhere in any width may do more than one thing, or fail. */
static void
test_widths(void **state)
{
    static const int widths[] = {1, 40, 120, 200, 320, 500, 800, 1920, 8192};
    static struct toolbar_tab many[MAX_TABS];
    struct toolbar_state s = plain_state();

    for (int i = 0; i < MAX_TABS; i++)
        many[i] = (struct toolbar_tab){.title = "Tab", .loading = i % 2 == 0};
    s.tabs = many;
    s.notice = "A notice";
    s.zoom = 500;
    for (int count = 0; count <= MAX_TABS; count = count * 8 + 1) {
        s.tab_count = count;
        s.active = count > 2 ? 2 : 0;
        for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
            toolbar_show(*state, &s);
            paint(*state, widths[i]);
            for (int x = 0; x < widths[i]; x += 13)
                for (int y = 4; y < seen.pixels.height; y += 19)
                    click(*state, BUTTON_LEFT, x, y);
            paint(*state, widths[i]);
            if (seen.closed >= 0)
                assert_in_range(seen.closed, 0, count - 1);
        }
    }
}

static void
test_buttons(void **state)
{
    struct toolbar_state s = plain_state();

    click(*state, BUTTON_LEFT, 20, 62);
    assert_int_equal(seen.command, COMMAND_NONE); /* nothing to go back to */
    s.can_back = true;
    toolbar_show(*state, &s);
    click(*state, BUTTON_LEFT, 20, 62);
    assert_int_equal(seen.command, COMMAND_BACK);
    click(*state, BUTTON_LEFT, 90, 62);
    assert_int_equal(seen.command, COMMAND_RELOAD);
    s.loading = true;
    toolbar_show(*state, &s);
    click(*state, BUTTON_LEFT, 90, 62);
    assert_int_equal(seen.command, COMMAND_STOP);
    click(*state, BUTTON_LEFT, 1000 - 10 - 16, 62);
    assert_int_equal(seen.command, COMMAND_BOOKMARK);
    /* Pressed on one, released elsewhere: nothing. */
    seen.command = COMMAND_NONE;
    toolbar_pointer(*state, POINTER_DOWN, BUTTON_LEFT, 20, 62, 0, 1);
    assert_true(toolbar_pointer(*state, POINTER_MOVE, 0, 500, 400, 0, 0));
    assert_true(
        toolbar_pointer(*state, POINTER_UP, BUTTON_LEFT, 500, 400, 0, 1));
    assert_int_equal(seen.command, COMMAND_NONE);
    assert_false(toolbar_pointer(*state, POINTER_MOVE, 0, 500, 400, 0, 0));
    assert_false(
        toolbar_pointer(*state, POINTER_DOWN, BUTTON_LEFT, 500, 400, 0, 1));
}

static void
test_tabs(void **state)
{
    click(*state, BUTTON_LEFT, 300, 20);
    assert_int_equal(seen.selected, 1);
    assert_int_equal(seen.closed, -1);
    click(*state, BUTTON_MIDDLE, 550, 20);
    assert_int_equal(seen.closed, 2);
    click(*state, BUTTON_LEFT, 8 + 232 - 17, 24);
    assert_int_equal(seen.closed, 0);
    click(*state, BUTTON_LEFT, 8 + 3 * 232 + 20, 20);
    assert_int_equal(seen.command, COMMAND_NEW_TAB);
    /* The active one of many is brought into sight. */
    seen.command = COMMAND_NONE;
}

static void
test_notice(void **state)
{
    struct toolbar_state s = plain_state();

    s.notice = "The gpu process fell back to software";
    toolbar_show(*state, &s);
    paint(*state, 1000);
    click(*state, BUTTON_LEFT, 400, 100);
    assert_int_equal(seen.dismissed, 0);
    click(*state, BUTTON_LEFT, 1000 - 21, 84 + 16);
    assert_int_equal(seen.dismissed, 1);
}

/* A question takes the notice's place; only its buttons answer it. */
static void
test_question(void **state)
{
    struct toolbar_state s = plain_state();

    s.notice = "A notice";
    s.question = "The page does not answer: it computes without end.";
    s.answers[0] = "Wait";
    s.answers[1] = "Stop";
    toolbar_show(*state, &s);
    paint(*state, 1000);
    click(*state, BUTTON_LEFT, 400, 100);
    click(*state, BUTTON_LEFT, 1000 - 130, 105);
    assert_int_equal(seen.answers[0], 1);
    click(*state, BUTTON_LEFT, 1000 - 30, 105);
    assert_int_equal(seen.answers[1], 1);
    assert_int_equal(seen.dismissed, 0);
    paint(*state, 400);
    click(*state, BUTTON_LEFT, 400 - 30, toolbar_height(*state, 400) - 20);
    assert_int_equal(seen.answers[1], 2);
    s.question = NULL;
    toolbar_show(*state, &s);
    paint(*state, 1000);
    click(*state, BUTTON_LEFT, 1000 - 21, 84 + 16);
    assert_int_equal(seen.dismissed, 1);
    assert_int_equal(seen.answers[1], 2);
}

static void
test_typing(void **state)
{
    assert_false(toolbar_has_focus(*state));
    assert_false(toolbar_text(*state, "x"));
    assert_false(toolbar_key(*state, 'x', 0));
    toolbar_focus_address(*state);
    assert_true(toolbar_text(*state, "caf"));
    assert_true(toolbar_text(*state, "\xC3\xA9 \xF0\x9F\x9A\xA2"));
    assert_string_equal(entered(*state), "caf\xC3\xA9 \xF0\x9F\x9A\xA2");
    assert_false(toolbar_has_focus(*state));
    toolbar_focus_address(*state);
    toolbar_text(*state, "x");
    assert_true(toolbar_key(*state, KEY_RETURN, MODIFIER_ALT));
    assert_true(seen.new_tab);
}

static void
test_keys(void **state)
{
    struct toolbar *t = *state;

    toolbar_focus_address(t);
    toolbar_text(t, "one two.three/\xE6\xB8\xAF\xE5\x8F\xA3");
    toolbar_key(t, KEY_BACKSPACE, 0);
    toolbar_key(t, KEY_HOME, 0);
    toolbar_key(t, KEY_DELETE, 0);
    toolbar_key(t, KEY_RIGHT, MODIFIER_CTRL);
    toolbar_text(t, "<");
    toolbar_key(t, KEY_END, 0);
    toolbar_key(t, KEY_LEFT, 0);
    toolbar_text(t, ">");
    toolbar_key(t, KEY_LEFT, 0);
    toolbar_key(t, KEY_BACKSPACE, MODIFIER_CTRL);
    assert_string_equal(entered(t), "ne <two.>\xE6\xB8\xAF");
    toolbar_focus_address(t);
    toolbar_text(t, "abcdef");
    toolbar_key(t, KEY_LEFT, MODIFIER_SHIFT);
    toolbar_key(t, KEY_LEFT, MODIFIER_SHIFT);
    toolbar_key(t, 'c', MODIFIER_CTRL);
    toolbar_key(t, KEY_HOME, 0);
    toolbar_key(t, 'v', MODIFIER_CTRL);
    assert_string_equal(entered(t), "efabcdef");
    toolbar_focus_address(t);
    assert_false(toolbar_key(t, 't', MODIFIER_CTRL));
    assert_false(toolbar_key(t, KEY_F5, 0));
    assert_false(toolbar_key(t, KEY_LEFT, MODIFIER_ALT));
    assert_true(toolbar_key(t, KEY_SPACE, 0));
}

static void
test_clipboard(void **state)
{
    struct toolbar *t = *state;
    char *text;

    toolbar_focus_address(t);
    toolbar_key(t, 'x', MODIFIER_CTRL);
    text = window_clipboard_get();
    assert_string_equal(text, "https://example.org/a/b");
    free(text);
    window_clipboard_set(" https://a.example/\r\n\tb\xE2\x80\xAE"
                         "c\xFF \n");
    toolbar_key(t, 'v', MODIFIER_CTRL);
    assert_string_equal(entered(t), "https://a.example/bc\xEF\xBF\xBD");
}

static void
test_undo(void **state)
{
    struct toolbar *t = *state;

    toolbar_focus_address(t);
    toolbar_text(t, "a");
    toolbar_text(t, "b");
    toolbar_text(t, "c");
    toolbar_key(t, KEY_BACKSPACE, 0);
    toolbar_key(t, 'z', MODIFIER_CTRL);
    assert_string_equal(entered(t), "abc");
    toolbar_focus_address(t);
    toolbar_text(t, "abc");
    toolbar_key(t, 'z', MODIFIER_CTRL);
    assert_string_equal(entered(t), "https://example.org/a/b");
    toolbar_focus_address(t);
    toolbar_text(t, "abc");
    toolbar_key(t, 'z', MODIFIER_CTRL);
    toolbar_key(t, 'z', MODIFIER_CTRL | MODIFIER_SHIFT);
    assert_string_equal(entered(t), "abc");
    for (int i = 0; i < 500; i++) {
        toolbar_focus_address(t);
        toolbar_text(t, i % 3 == 0 ? " " : "x");
        toolbar_key(t, i % 5 == 0 ? 'y' : 'z', MODIFIER_CTRL);
    }
}

static void
test_completion(void **state)
{
    struct toolbar *t = *state;

    seen.completion = "Example.org/harbour";
    toolbar_focus_address(t);
    toolbar_text(t, "exa");
    assert_string_equal(entered(t), "example.org/harbour");
    toolbar_focus_address(t);
    toolbar_text(t, "e");
    toolbar_text(t, "x");
    toolbar_key(t, KEY_BACKSPACE, 0); /* takes the tail away only */
    assert_string_equal(entered(t), "ex");
    toolbar_focus_address(t);
    toolbar_text(t, "other");
    assert_string_equal(entered(t), "other");
    toolbar_focus_address(t);
    toolbar_text(t, "e");
    toolbar_text(t, "q");
    assert_string_equal(entered(t), "eq");
}

static void
test_escape(void **state)
{
    struct toolbar *t = *state;

    toolbar_focus_address(t);
    toolbar_text(t, "half a thou");
    assert_true(toolbar_key(t, KEY_ESCAPE, 0));
    assert_true(toolbar_has_focus(t));
    assert_string_equal(entered(t), "https://example.org/a/b");
    toolbar_focus_address(t);
    assert_true(toolbar_key(t, KEY_ESCAPE, 0));
    assert_false(toolbar_has_focus(t));
}

static void
test_editing_survives(void **state)
{
    struct toolbar_state s = plain_state();

    toolbar_focus_address(*state);
    toolbar_text(*state, "mine");
    s.url = "https://elsewhere.example/";
    toolbar_show(*state, &s);
    assert_string_equal(entered(*state), "mine");
    toolbar_focus_address(*state);
    s.url = "https://third.example/";
    toolbar_show(*state, &s); /* not edited: follows */
    assert_string_equal(entered(*state), "https://third.example/");
}

/* A new tab takes the focus along; an old one gives it to its page. */
/* The field takes a text to find: every change is told, Return steps, and
 * Escape ends it with an empty text. */
static void
test_finding(void **state)
{
    toolbar_find(*state);
    assert_true(toolbar_has_focus(*state));
    assert_true(toolbar_text(*state, "ex"));
    assert_string_equal(seen.wanted, "ex");
    assert_int_equal(seen.how, FIND_START);
    assert_true(toolbar_text(*state, "a")); /* and is not completed */
    assert_string_equal(seen.wanted, "exa");
    seen.finds = 0;
    assert_true(toolbar_key(*state, KEY_LEFT, 0));
    assert_int_equal(seen.finds, 0);
    assert_true(toolbar_key(*state, KEY_RETURN, 0));
    assert_int_equal(seen.how, FIND_NEXT);
    assert_true(toolbar_key(*state, KEY_RETURN, MODIFIER_SHIFT));
    assert_int_equal(seen.how, FIND_PREVIOUS);
    assert_string_equal(seen.wanted, "exa");
    assert_true(toolbar_key(*state, KEY_ESCAPE, 0));
    assert_string_equal(seen.wanted, "");
    assert_false(toolbar_has_focus(*state));
    /* F3 goes on with it, Ctrl+F shows it again. */
    toolbar_find_step(*state, FIND_NEXT);
    assert_string_equal(seen.wanted, "exa");
    assert_false(toolbar_has_focus(*state));
    toolbar_find(*state);
    assert_int_equal(seen.how, FIND_START);
    toolbar_focus_address(*state); /* Ctrl+L ends it too */
    assert_string_equal(seen.wanted, "");
    assert_true(toolbar_has_focus(*state));
}

static void
test_switching_tabs(void **state)
{
    struct toolbar_state s = plain_state();

    toolbar_focus_address(*state);
    toolbar_text(*state, "mine");
    paint(*state, 1000);
    s.active = 1;
    s.url = "about:blank";
    toolbar_focus_address(*state);
    toolbar_show(*state, &s);
    paint(*state, 1000);
    assert_true(toolbar_has_focus(*state));
    toolbar_text(*state, "new");
    assert_string_equal(entered(*state), "new");
    toolbar_focus_address(*state);
    paint(*state, 1000);
    s.active = 0;
    toolbar_show(*state, &s);
    assert_false(toolbar_has_focus(*state));
}

static void
test_mouse_selection(void **state)
{
    struct toolbar *t = *state;

    /* The first click selects all, a double click a word. */
    click(t, BUTTON_LEFT, 400, 62);
    assert_true(toolbar_has_focus(t));
    toolbar_text(t, "alpha beta");
    toolbar_pointer(t, POINTER_DOWN, BUTTON_LEFT, 155, 62, 0, 2);
    toolbar_pointer(t, POINTER_UP, BUTTON_LEFT, 155, 62, 0, 2);
    toolbar_text(t, "x");
    toolbar_pointer(t, POINTER_DOWN, BUTTON_LEFT, 800, 62, 0, 1);
    toolbar_pointer(t, POINTER_UP, BUTTON_LEFT, 800, 62, 0, 1);
    toolbar_text(t, "!");
    assert_string_equal(entered(t), "x beta!");
    toolbar_focus_address(t);
    toolbar_text(t, "gone");
    toolbar_pointer(t, POINTER_DOWN, BUTTON_LEFT, 800, 62, 0, 1);
    toolbar_pointer(t, POINTER_MOVE, BUTTON_NONE, 0, 300, 0, 0);
    toolbar_pointer(t, POINTER_UP, BUTTON_LEFT, 0, 300, 0, 1);
    toolbar_text(t, "all");
    assert_string_equal(entered(t), "all");
}

static void
test_damage(void **state)
{
    struct toolbar *t = *state;
    struct toolbar_state s = plain_state();
    struct rect d;

    assert_true(rect_is_empty(paint(t, 1000)));
    toolbar_show(t, &s);
    assert_true(rect_is_empty(paint(t, 1000)));
    toolbar_pointer(t, POINTER_MOVE, BUTTON_NONE, 20, 62, 0, 0);
    d = paint(t, 1000);
    assert_in_range(d.width, 1, 40);
    assert_in_range(d.height, 1, 40);
    s.bookmarked = true;
    toolbar_show(t, &s);
    assert_false(rect_is_empty(paint(t, 1000)));
    d = paint(t, 900); /* another size: all of it */
    assert_int_equal(d.width, 900);
}

/* Painting only what is damaged gives the same pixels as painting all. */
static void
test_damage_is_enough(void **state)
{
    struct toolbar *t = *state, *fresh;
    struct toolbar_state s = plain_state();
    struct toolbar_tab other[] = {
        {.title = "One"}, {.title = "Two, longer"}, {.title = "Three"}};
    uint8_t *before;
    size_t size;

    s.tabs = other;
    s.can_back = s.can_forward = true;
    s.url = "http://other.example/path";
    s.security = SECURITY_INSECURE;
    s.zoom = 150;
    toolbar_pointer(t, POINTER_MOVE, BUTTON_NONE, 300, 20, 0, 0);
    paint(t, 1000);
    toolbar_show(t, &s);
    toolbar_pointer(t, POINTER_MOVE, BUTTON_NONE, 560, 20, 0, 0);
    paint(t, 1000);
    toolbar_pointer(t, POINTER_LEAVE, BUTTON_NONE, -1, -1, 0, 0);
    paint(t, 1000);
    size = (size_t)seen.pixels.height * (size_t)seen.pixels.stride;
    before = malloc(size);
    memcpy(before, seen.pixels.data, size);
    fresh = toolbar_create(seen.loop, &events, NULL);
    toolbar_show(fresh, &s);
    paint(fresh, 1000);
    assert_memory_equal(before, seen.pixels.data, size);
    free(before);
    toolbar_destroy(fresh);
}

static void
test_hostile_titles(void **state)
{
    struct toolbar_state s = plain_state();
    struct toolbar_tab bad[4] = {{0}};
    char *huge = malloc(1 << 20);
    uint32_t seed = 7;

    memset(huge, 'W', (1 << 20) - 1);
    huge[(1 << 20) - 1] = '\0';
    bad[0].title = huge;
    bad[1].title = "\xE2\x80\xAEgnp.exe\n\t\x1B[31m\xFF\xFE\xC0\x80";
    bad[2].title = "";
    bad[3].title =
        "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA9\xCC\x81\xCC\x81"
        "\xD7\xA9\xD8\xA7\xE0\xA4\x95\xE0\xA5\x8D";
    s.tabs = bad;
    s.tab_count = 4;
    s.url = huge;
    toolbar_show(*state, &s);
    paint(*state, 700);
    toolbar_focus_address(*state);
    paint(*state, 700);
    for (int round = 0; round < 300; round++) {
        for (int i = 0; i < 200; i++) {
            seed = seed * 1103515245u + 12345u;
            huge[i] = (char)(seed >> 16 | 1);
        }
        huge[200] = '\0';
        s.active = round % 4;
        toolbar_show(*state, &s);
        toolbar_text(*state, huge);
        toolbar_key(*state, KEY_LEFT, MODIFIER_CTRL | MODIFIER_SHIFT);
        toolbar_key(*state, KEY_BACKSPACE, 0);
        paint(*state, 100 + round * 3);
    }
    free(huge);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_heights),          TEST(test_widths),
        TEST(test_buttons),          TEST(test_tabs),
        TEST(test_notice),           TEST(test_question),
        TEST(test_typing),           TEST(test_keys),
        TEST(test_clipboard),        TEST(test_undo),
        TEST(test_completion),       TEST(test_escape),
        TEST(test_editing_survives), TEST(test_switching_tabs),
        TEST(test_finding),          TEST(test_mouse_selection),
        TEST(test_damage),           TEST(test_damage_is_enough),
        TEST(test_hostile_titles),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
