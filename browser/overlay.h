/*
 * overlay.h - what the browser itself draws over a page: the sad page, the
 * placeholder of a dead plugin or frame, the status line, the tooltip, the hang
 * bar.
 *
 * Process: browser.  The text may come from a page or a child: it is only
 * drawn.
 */
#ifndef BULKHEAD_OVERLAY_H
#define BULKHEAD_OVERLAY_H

#include "autopsy.h"
#include "buf.h"
#include "pixels.h"
#include "rect.h"

#include <stdbool.h>

struct sad_page {
    const char *title; /* of the page that died */
    const char *url;
    const char *cause;             /* death.cause */
    const char *where;             /* death.where, or "" */
    unsigned record;               /* number of its crash record, or 0 */
    const char *limit;             /* that was reached, or "" */
    const char *process;           /* "renderer #3" */
    const char *replay;            /* how to see it again */
    const struct autopsy *autopsy; /* its last messages */
    bool looping;                  /* it died again right after reload */
    struct rect *copy; /* set to the place of "Copy the command", a quiet button
                          beside Reload; NULL: there is none */
    bool copy_hover;
};

/* Dims the area (transparent dark over the last frame) and draws a card with
 * what happened and a Reload button; must be readable from 320 x 200 up.
 * button is set to the button's rectangle in the area. */
void overlay_sad_page(struct pixels *area, const struct sad_page *what,
                      bool button_hover, struct rect *button);

/* The same in small, for the place of a plugin or a frame (from 48 x 48 up):
 * head says who died; autopsy may be NULL. */
void overlay_dead_embed(struct pixels *area, const char *head,
                        const char *cause, const struct autopsy *autopsy,
                        bool button_hover, struct rect *button);

/* The status line at the bottom left: its size for a text, then its pixels. */
void overlay_status_size(const char *text, int most, int *width, int *height);
void overlay_status(struct pixels *area, const char *text);

/* The tooltip.  First its lines for a page's text, appended with '\n' between
 * them: the text's own, wrapped to a bubble of at most TOOLTIP_WIDTH and most
 * pixels, at most TOOLTIP_LINES, without what could disguise it; nothing if
 * nothing can be seen.  Then the size for them, and the pixels. */
enum { TOOLTIP_WIDTH = 400, TOOLTIP_LINES = 8 };
void overlay_tooltip_lines(struct buf *out, struct span text, int most);
void overlay_tooltip_size(struct span lines, int *width, int *height);
void overlay_tooltip(struct pixels *area, struct span lines);

#endif
