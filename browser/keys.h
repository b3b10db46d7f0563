/*
 * keys.h - key codes by name, and the table of the browser's bindings.
 *
 * Process: browser.
 */
#ifndef BULKHEAD_KEYS_H
#define BULKHEAD_KEYS_H

#include <stdbool.h>
#include <stdint.h>

enum command {
    COMMAND_NONE,
    COMMAND_BACK,
    COMMAND_FORWARD,
    COMMAND_RELOAD,
    COMMAND_RELOAD_HARD,
    COMMAND_STOP,
    COMMAND_HOME,
    COMMAND_NEW_TAB,
    COMMAND_CLOSE_TAB,
    COMMAND_REOPEN_TAB,
    COMMAND_NEXT_TAB,
    COMMAND_PREVIOUS_TAB,
    COMMAND_LAST_TAB,
    COMMAND_TAB_1,
    COMMAND_TAB_2,
    COMMAND_TAB_3,
    COMMAND_TAB_4,
    COMMAND_TAB_5,
    COMMAND_TAB_6,
    COMMAND_TAB_7,
    COMMAND_TAB_8,
    COMMAND_ADDRESS,
    COMMAND_BOOKMARK,
    COMMAND_HISTORY,
    COMMAND_BOOKMARKS,
    COMMAND_PRINT,
    COMMAND_COPY,
    COMMAND_SELECT_ALL,
    COMMAND_FIND,
    COMMAND_FIND_NEXT,
    COMMAND_FIND_PREVIOUS,
    COMMAND_VIEW_SOURCE,
    COMMAND_ZOOM_IN,
    COMMAND_ZOOM_OUT,
    COMMAND_ZOOM_RESET,
    COMMAND_SCROLL_UP,
    COMMAND_SCROLL_DOWN,
    COMMAND_SCROLL_LEFT,
    COMMAND_SCROLL_RIGHT,
    COMMAND_PAGE_UP,
    COMMAND_PAGE_DOWN,
    COMMAND_TOP,
    COMMAND_BOTTOM,
    COMMAND_QUIT,
    COMMAND_COUNT
};

/* Key codes as SDL numbers them (checked in window.c by static assertions). */
enum {
    KEY_RETURN = 13,
    KEY_ESCAPE = 27,
    KEY_BACKSPACE = 8,
    KEY_TAB = 9,
    KEY_SPACE = 32,
    KEY_DELETE = 127,
    KEY_SCANCODE = 1 << 30,
    KEY_F3 = KEY_SCANCODE | 60,
    KEY_F4 = KEY_SCANCODE | 61,
    KEY_F5 = KEY_SCANCODE | 62,
    KEY_F6 = KEY_SCANCODE | 63,
    KEY_F12 = KEY_SCANCODE | 69,
    KEY_INSERT = KEY_SCANCODE | 73,
    KEY_HOME = KEY_SCANCODE | 74,
    KEY_PAGE_UP = KEY_SCANCODE | 75,
    KEY_END = KEY_SCANCODE | 77,
    KEY_PAGE_DOWN = KEY_SCANCODE | 78,
    KEY_RIGHT = KEY_SCANCODE | 79,
    KEY_LEFT = KEY_SCANCODE | 80,
    KEY_DOWN = KEY_SCANCODE | 81,
    KEY_UP = KEY_SCANCODE | 82,
    KEY_KEYPAD_ENTER = KEY_SCANCODE | 88,
    KEY_KEYPAD_MINUS = KEY_SCANCODE | 86,
    KEY_KEYPAD_PLUS = KEY_SCANCODE | 87,
    KEY_KEYPAD_0 = KEY_SCANCODE | 98
};

/* The command bound to a key as in Chromium, or COMMAND_NONE.  Bindings that
 * would take a key from a page's text field (arrows, space, page keys without
 * a modifier) have page_first set: they apply when the page did not want the
 * key. */
enum command key_command(uint32_t code, unsigned modifiers, bool *page_first);

#endif
