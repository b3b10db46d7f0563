/*
 * shell.h - the window as a whole: toolbar, page, scrollbars, sad pages,
 * input.
 *
 * Process: browser.
 */
#ifndef BULKHEAD_SHELL_H
#define BULKHEAD_SHELL_H

#include "compositor.h"
#include "tabs.h"

struct shell_options {
    int width, height;
    enum gpu_mode gpu;
    bool hide_scrollbars;
    const char *home;   /* address of the tour; borrowed for ever */
    const char *shared; /* what to say if another browser has the profile, and
                           so the session; else "" */
};

/* Opens the window and one tab per address; false without a display. */
bool shell_open(struct loop *l, const struct shell_options *options,
                char *const urls[], int count);
void shell_close(void);

/* A line that stays below the toolbar until dismissed, behind what stands
 * there already: what is missing of the sandbox.  Copied. */
void shell_set_notice(const char *text);

/* For from_*.c; do nothing while there is no window. */
void shell_cursor_changed(const struct page *p);
void shell_hover_changed(const struct page *p);
void shell_tooltip_changed(const struct page *p);

#endif
