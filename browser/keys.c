/*
 * keys.c - the table of the browser's key bindings (Chromium's on Linux).
 *
 * Process: browser.  Distrusts: nothing.
 */
#include "keys.h"
#include "messages.h"

#include <stddef.h>

enum { C = MODIFIER_CTRL, S = MODIFIER_SHIFT, A = MODIFIER_ALT };

static const struct binding {
    uint32_t code;
    unsigned modifiers;
    enum command command;
    bool page_first;
} bindings[] = {
    {'l', C, COMMAND_ADDRESS, false},
    {'k', C, COMMAND_ADDRESS, false},
    {'e', C, COMMAND_ADDRESS, false},
    {'d', A, COMMAND_ADDRESS, false},
    {KEY_F6, 0, COMMAND_ADDRESS, false},

    {KEY_LEFT, A, COMMAND_BACK, false},
    {'[', C, COMMAND_BACK, false},
    {KEY_RIGHT, A, COMMAND_FORWARD, false},
    {']', C, COMMAND_FORWARD, false},
    {KEY_HOME, A, COMMAND_HOME, false},
    {KEY_F5, 0, COMMAND_RELOAD, false},
    {'r', C, COMMAND_RELOAD, false},
    {'r', C | S, COMMAND_RELOAD_HARD, false},
    {KEY_F5, S, COMMAND_RELOAD_HARD, false},
    {KEY_F5, C, COMMAND_RELOAD_HARD, false},
    {KEY_ESCAPE, 0, COMMAND_STOP, true},

    {'t', C, COMMAND_NEW_TAB, false},
    {'w', C, COMMAND_CLOSE_TAB, false},
    {KEY_F4, C, COMMAND_CLOSE_TAB, false},
    {'t', C | S, COMMAND_REOPEN_TAB, false},
    {KEY_TAB, C, COMMAND_NEXT_TAB, false},
    {KEY_PAGE_DOWN, C, COMMAND_NEXT_TAB, false},
    {KEY_TAB, C | S, COMMAND_PREVIOUS_TAB, false},
    {KEY_PAGE_UP, C, COMMAND_PREVIOUS_TAB, false},
    {'1', C, COMMAND_TAB_1, false},
    {'2', C, COMMAND_TAB_2, false},
    {'3', C, COMMAND_TAB_3, false},
    {'4', C, COMMAND_TAB_4, false},
    {'5', C, COMMAND_TAB_5, false},
    {'6', C, COMMAND_TAB_6, false},
    {'7', C, COMMAND_TAB_7, false},
    {'8', C, COMMAND_TAB_8, false},
    {'9', C, COMMAND_LAST_TAB, false},

    {'d', C, COMMAND_BOOKMARK, false},
    {'h', C, COMMAND_HISTORY, false},
    {'o', C | S, COMMAND_BOOKMARKS, false},
    {'p', C, COMMAND_PRINT, false},
    {'u', C, COMMAND_VIEW_SOURCE, false},
    {'f', C, COMMAND_FIND, false},
    {'g', C, COMMAND_FIND_NEXT, false},
    {'g', C | S, COMMAND_FIND_PREVIOUS, false},
    {KEY_F3, 0, COMMAND_FIND_NEXT, false},
    {KEY_F3, S, COMMAND_FIND_PREVIOUS, false},
    {'c', C, COMMAND_COPY, true},
    {KEY_INSERT, C, COMMAND_COPY, true},
    {'a', C, COMMAND_SELECT_ALL, true},
    {'x', C, COMMAND_CUT, true},
    {KEY_DELETE, S, COMMAND_CUT, true},
    {'v', C, COMMAND_PASTE, true},
    {'v', C | S, COMMAND_PASTE, true},
    {KEY_INSERT, S, COMMAND_PASTE, true},
    {'z', C, COMMAND_UNDO, true},
    {'z', C | S, COMMAND_REDO, true},
    {'y', C, COMMAND_REDO, true},

    {'=', C, COMMAND_ZOOM_IN, false},
    {'=', C | S, COMMAND_ZOOM_IN, false},
    {'+', C, COMMAND_ZOOM_IN, false},
    {'+', C | S, COMMAND_ZOOM_IN, false},
    {KEY_KEYPAD_PLUS, C, COMMAND_ZOOM_IN, false},
    {'-', C, COMMAND_ZOOM_OUT, false},
    {'_', C | S, COMMAND_ZOOM_OUT, false},
    {'-', C | S, COMMAND_ZOOM_OUT, false},
    {KEY_KEYPAD_MINUS, C, COMMAND_ZOOM_OUT, false},
    {'0', C, COMMAND_ZOOM_RESET, false},
    {KEY_KEYPAD_0, C, COMMAND_ZOOM_RESET, false},

    {KEY_UP, 0, COMMAND_SCROLL_UP, true},
    {KEY_DOWN, 0, COMMAND_SCROLL_DOWN, true},
    {KEY_LEFT, 0, COMMAND_SCROLL_LEFT, true},
    {KEY_RIGHT, 0, COMMAND_SCROLL_RIGHT, true},
    {KEY_SPACE, 0, COMMAND_PAGE_DOWN, true},
    {KEY_SPACE, S, COMMAND_PAGE_UP, true},
    {KEY_PAGE_UP, 0, COMMAND_PAGE_UP, true},
    {KEY_PAGE_DOWN, 0, COMMAND_PAGE_DOWN, true},
    {KEY_HOME, 0, COMMAND_TOP, true},
    {KEY_HOME, C, COMMAND_TOP, true},
    {KEY_END, 0, COMMAND_BOTTOM, true},
    {KEY_END, C, COMMAND_BOTTOM, true},

    {'q', C, COMMAND_QUIT, false},
    {'w', C | S, COMMAND_QUIT, false},
};

enum command
key_command(uint32_t code, unsigned modifiers, bool *page_first)
{
    for (size_t i = 0; i < sizeof bindings / sizeof *bindings; i++)
        if (bindings[i].code == code && bindings[i].modifiers == modifiers) {
            *page_first = bindings[i].page_first;
            return bindings[i].command;
        }
    *page_first = false;
    return COMMAND_NONE;
}

/* The clipboard's and other commands are the browser's to carry out. */
static bool
is_command(uint32_t code, unsigned modifiers)
{
    return code == KEY_INSERT || code == KEY_ESCAPE ||
           (code == KEY_DELETE && (modifiers & S) != 0) ||
           (code < KEY_SCANCODE && (modifiers & (C | A)) != 0);
}

bool
key_is_pages(int editing, uint32_t code, unsigned modifiers)
{
    if (editing == EDITING_POPUP && code == KEY_ESCAPE)
        return true;
    if (is_command(code, modifiers))
        return false;
    switch (editing) {
    case EDITING_BUTTON:
        return code == KEY_SPACE;
    case EDITING_LIST:
    case EDITING_POPUP:
    case EDITING_AREA:
        return true;
    case EDITING_SCROLLER:
        return modifiers == 0 && code != KEY_TAB;
    case EDITING_LINE:
        return code != KEY_PAGE_UP && code != KEY_PAGE_DOWN;
    default:
        return false;
    }
}
