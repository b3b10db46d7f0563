/*
 * wire_panel.h - the details of one message, beside or below the chart.
 *
 * Process: plugin.  Distrusts: nothing new.
 */
#ifndef WIRE_PANEL_H
#define WIRE_PANEL_H

#include "wire_paint.h"

enum { WIRE_PANEL_LINKS = 8 };

struct wire_panel {
    int left, top, right, bottom; /* in the picture */
    int scroll;                   /* pixels the text is moved up */
    int pointer_x, pointer_y;

    /* Found while painting. */
    int height; /* of the text */
    struct {
        int left, top, right, bottom;
        char action[200]; /* what to post */
    } links[WIRE_PANEL_LINKS];
    int link_count;
    int close_left, close_top; /* of the button that closes it, 24 pixels */
};

void wire_panel_paint(struct wire_panel *panel, const struct wire_paint *p,
                      const struct wire_model *m);

/* What a click asks to be posted; "" for the button that closes it; NULL for
 * nothing. */
const char *wire_panel_click(const struct wire_panel *panel, int x, int y);

#endif
