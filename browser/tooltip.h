/*
 * tooltip.h - when a page's words about the thing under the pointer are shown:
 * once it rests, until anything happens.
 *
 * Process: browser.  Distrusts: the page, which may change its words at any
 * time; each change costs it the rest.
 *
 * It knows nothing of pages and surfaces: whoever owns it says where the
 * pointer is and paints the bubble.
 */
#ifndef BULKHEAD_TOOLTIP_H
#define BULKHEAD_TOOLTIP_H

#include "buf.h"
#include "loop.h"
#include "rect.h"

enum { TOOLTIP_REST = 500 /* ms */ };

/* What lies under the pointer.  A bubble lives as long as this stays. */
struct tooltip_spot {
    uint32_t surface; /* 0: nothing that has words */
    uint32_t document;
    struct rect area; /* of the page, in the window */
    int scroll_x, scroll_y;
};

struct tooltip {
    struct loop *loop;
    void (*redraw)(void); /* the bubble comes or goes: call tooltip_look */
    struct loop_timer *timer;
    enum { TOOLTIP_AWAY, TOOLTIP_WAITS, TOOLTIP_RESTED } phase;
    struct tooltip_spot spot;
    int x, y;        /* of the pointer */
    struct buf text; /* shown; empty: there is no bubble */
    unsigned serial; /* counts bubbles */
};

void tooltip_init(struct tooltip *t, struct loop *l, void (*redraw)(void));
void tooltip_finish(struct tooltip *t);

/* The pointer moved, in window pixels. */
void tooltip_point(struct tooltip *t, int x, int y,
                   const struct tooltip_spot *spot);

/* The person did something else: no bubble before the pointer moves again. */
void tooltip_drop(struct tooltip *t);

/* The page under the pointer has other words. */
void tooltip_changed(struct tooltip *t);

/* While a picture is made: whether there is a bubble by now, for what lies
 * under the pointer and its words (NULL: none).  Its text is t->text. */
bool tooltip_look(struct tooltip *t, const struct tooltip_spot *spot,
                  const char *words);

/* Where in the area a bubble of this size stands: below the pointer, or above
 * where there is no room, and never outside. */
struct rect tooltip_place(const struct tooltip *t, struct rect area, int width,
                          int height);

#endif
