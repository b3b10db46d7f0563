/*
 * window.h - the browser's window: SDL2 video, input, clipboard, cursor.
 *
 * Process: browser.  The only file of the browser with SDL (and Xlib, for the
 * connection's descriptor) is window.c.  Nothing is ever drawn from here: the
 * gpu process attaches to the window by its number.
 */
#ifndef BULKHEAD_WINDOW_H
#define BULKHEAD_WINDOW_H

#include "input.h"
#include "loop.h"
#include "messages.h"

/* Called from the loop.  Positions are window pixels.  button is a BUTTON_,
 * action a POINTER_; key codes are SDL key codes (SDLK_), named in input.h. */
struct window_events {
    void (*resized)(void *owner, int width, int height);
    void (*exposed)(void *owner);
    void (*closed)(void *owner);
    void (*focused)(void *owner, bool focused);
    void (*pointer)(void *owner, int action, int button, int x, int y,
                    unsigned modifiers, int clicks);
    /* Notches, fractional on fine devices; positive: right, down. */
    void (*wheel)(void *owner, float dx, float dy, int x, int y,
                  unsigned modifiers);
    void (*key)(void *owner, uint32_t code, unsigned modifiers, bool down);
    void (*text)(void *owner, const char *utf8);
};

/* Opens the window and hooks SDL's queue into the loop; false after logging
 * when there is no display. */
bool window_open(struct loop *l, int width, int height,
                 const struct window_events *events, void *owner);
void window_close(void);

uint64_t window_number(void); /* the X11 window id */
void window_size(int *width, int *height);
void window_set_title(const char *title);
void window_set_cursor(int cursor); /* CURSOR_ */

/* UTF-8; the caller frees the result of get with free(). "" if empty. */
char *window_clipboard_get(void);
void window_clipboard_set(const char *text);
void window_primary_set(const char *text);
char *window_primary_get(void); /* the X selection, for middle click */

#endif
