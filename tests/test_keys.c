/*
 * test_keys.c - the bindings are Chromium's, and unambiguous.
 *
 * Process: none; it tests the browser's.
 */
#include "keys.h"
#include "window.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void
check(uint32_t code, unsigned modifiers, enum command command, bool page_first)
{
    bool first = !page_first;

    assert_int_equal(key_command(code, modifiers, &first), command);
    assert_int_equal(first, page_first);
}

static void
test_bindings(void **state)
{
    (void)state;
    check('l', MODIFIER_CTRL, COMMAND_ADDRESS, false);
    check(KEY_F6, 0, COMMAND_ADDRESS, false);
    check('d', MODIFIER_ALT, COMMAND_ADDRESS, false);
    check(KEY_LEFT, MODIFIER_ALT, COMMAND_BACK, false);
    check(']', MODIFIER_CTRL, COMMAND_FORWARD, false);
    check(KEY_F5, 0, COMMAND_RELOAD, false);
    check('r', MODIFIER_CTRL | MODIFIER_SHIFT, COMMAND_RELOAD_HARD, false);
    check(KEY_F5, MODIFIER_SHIFT, COMMAND_RELOAD_HARD, false);
    check(KEY_F5, MODIFIER_CTRL, COMMAND_RELOAD_HARD, false);
    check('t', MODIFIER_CTRL, COMMAND_NEW_TAB, false);
    check('w', MODIFIER_CTRL, COMMAND_CLOSE_TAB, false);
    check(KEY_F4, MODIFIER_CTRL, COMMAND_CLOSE_TAB, false);
    check('t', MODIFIER_CTRL | MODIFIER_SHIFT, COMMAND_REOPEN_TAB, false);
    check(KEY_TAB, MODIFIER_CTRL, COMMAND_NEXT_TAB, false);
    check(KEY_PAGE_UP, MODIFIER_CTRL, COMMAND_PREVIOUS_TAB, false);
    check('9', MODIFIER_CTRL, COMMAND_LAST_TAB, false);
    check('o', MODIFIER_CTRL | MODIFIER_SHIFT, COMMAND_BOOKMARKS, false);
    check(KEY_KEYPAD_PLUS, MODIFIER_CTRL, COMMAND_ZOOM_IN, false);
    check('0', MODIFIER_CTRL, COMMAND_ZOOM_RESET, false);
    check('q', MODIFIER_CTRL, COMMAND_QUIT, false);
}

static void
test_tabs_by_number(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < 8; i++)
        check('1' + i, MODIFIER_CTRL, (enum command)(COMMAND_TAB_1 + (int)i),
              false);
}

static void
test_page_first(void **state)
{
    (void)state;
    check(KEY_DOWN, 0, COMMAND_SCROLL_DOWN, true);
    check(KEY_SPACE, 0, COMMAND_PAGE_DOWN, true);
    check(KEY_SPACE, MODIFIER_SHIFT, COMMAND_PAGE_UP, true);
    check(KEY_HOME, 0, COMMAND_TOP, true);
    check(KEY_END, 0, COMMAND_BOTTOM, true);
}

static void
test_others_are_free(void **state)
{
    (void)state;
    check('a', 0, COMMAND_NONE, false);
    check('t', 0, COMMAND_NONE, false);
    check('t', MODIFIER_CTRL | MODIFIER_ALT, COMMAND_NONE, false);
    check(KEY_LEFT, MODIFIER_CTRL, COMMAND_NONE, false);
    check(0, 0, COMMAND_NONE, false);
    check(UINT32_MAX, UINT32_MAX, COMMAND_NONE, false);
}

static void
test_every_command_has_a_key(void **state)
{
    (void)state;
    for (int wanted = COMMAND_NONE + 1; wanted < COMMAND_COUNT; wanted++) {
        bool found = false, first;

        for (uint32_t code = 0; code < 256 && !found; code++)
            for (unsigned m = 0; m < 16 && !found; m++)
                found =
                    (int)key_command(code, m, &first) == wanted ||
                    (int)key_command(KEY_SCANCODE | code, m, &first) == wanted;
        if (!found)
            fail_msg("command %d has no key", wanted);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bindings),
        cmocka_unit_test(test_tabs_by_number),
        cmocka_unit_test(test_page_first),
        cmocka_unit_test(test_others_are_free),
        cmocka_unit_test(test_every_command_has_a_key),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
