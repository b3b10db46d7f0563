/*
 * keys.h - key codes by name, and the table of the browser's bindings.
 *
 * Process: browser.
 */
#ifndef BULKHEAD_KEYS_H
#define BULKHEAD_KEYS_H

#include "input.h"

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
    COMMAND_CUT,
    COMMAND_PASTE,
    COMMAND_UNDO,
    COMMAND_REDO,
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

/* The command bound to a key as in Chromium, or COMMAND_NONE.  Bindings that
 * would take a key from a page's text field (arrows, space, page keys without
 * a modifier) have page_first set: they apply when the page did not want the
 * key. */
enum command key_command(uint32_t code, unsigned modifiers, bool *page_first);

/* Whether the element that has the page's focus (an EDITING_) wants a key whose
 * binding has page_first set. */
bool key_is_pages(int editing, uint32_t code, unsigned modifiers);

#endif
