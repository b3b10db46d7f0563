/*
 * input.h - key codes by name, and the bits of modifiers, as on the wire.
 *
 * Process: browser, renderer.
 */
#ifndef BULKHEAD_INPUT_H
#define BULKHEAD_INPUT_H

/* Bits of modifiers everywhere, also on the wire. */
enum {
    MODIFIER_SHIFT = 1,
    MODIFIER_CTRL = 2,
    MODIFIER_ALT = 4,
    MODIFIER_META = 8
};

/* Key codes as SDL numbers them (checked in browser/window.c by
 * static assertions). */
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

#endif
