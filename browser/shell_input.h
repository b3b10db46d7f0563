/*
 * shell_input.h - what the files of the shell share: the window's state.
 *
 * Process: browser.
 */
#ifndef BULKHEAD_SHELL_INPUT_H
#define BULKHEAD_SHELL_INPUT_H

#include "keys.h"
#include "own_surface.h"
#include "shell.h"
#include "toolbar.h"
#include "window.h"

enum { CLOSED_TABS = 16, SPARE_AFTER = 150 /* ms */ };

/* Who gets the pointer until the button is released. */
enum grab { GRAB_NONE, GRAB_TOOLBAR, GRAB_PAGE, GRAB_EMBED, GRAB_THUMB };

struct shell {
    struct loop *loop;
    int width, height;
    struct rect content;
    bool hide_scrollbars;
    const char *home;

    struct toolbar *toolbar;
    struct own_surface bar;
    bool toolbar_dirty;  /* tabs or addresses changed */
    unsigned gpu_notice; /* serial of the compositor's, as shown */
    bool bar_dirty;      /* only its picture */
    bool cursor_dirty;   /* the page under the pointer wants another */
    char notice[512];
    char *closed[CLOSED_TABS];
    struct loop_timer *spare; /* a spare renderer is to be started */

    bool focused; /* the window has the keyboard */
    enum grab grab;
    uint32_t grabbed_surface; /* of the plugin or page, while grabbed */
    bool thumb_vertical;
    int thumb_offset;
    uint32_t focused_surface; /* of the plugin or frame that gets the keys; 0:
                                 the tab's page */
    uint32_t hovered_surface; /* told last that the pointer is over it */
    float wheel_x, wheel_y;   /* fractions of a pixel left over */
};

extern struct shell shell;
extern const struct window_events shell_window_events;

void shell_layout(void);
void shell_run(enum command command);
void shell_scroll_command(enum command command);
void shell_close_tab(struct tab *t);

/* The page or frame that gets the keys; NULL: there is none. */
struct page *shell_focused_page(void);

/* Shows the pointer that the page under it wants by now: once a turn, however
 * often it has changed its mind. */
void shell_show_cursor(void);

/* Tells each page whether it gets the keys. */
void shell_tell_keyboard(void);

/* shell_bubbles.c: the status line and the tooltip.  The stage functions are
 * part of the compositor's stage. */
void shell_open_bubbles(void);
void shell_close_bubbles(void);
void shell_stage_status(const struct tab *t);
void shell_stage_tooltip(void);
/* The pointer moved; the person did something else. */
void shell_tooltip_point(int x, int y);
void shell_tooltip_drop(void);

/* shell_page.c */
void shell_page_open(void);
bool shell_page_command(struct tab *t, enum command command);
void shell_find(void *owner, const char *text, int how); /* toolbar_events */

enum security shell_security(const struct tab *t);

#endif
