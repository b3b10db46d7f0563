/*
 * flex.h - what the two files of flex layout share.
 *
 * Process: renderer.
 */
#ifndef BULKHEAD_FLEX_H
#define BULKHEAD_FLEX_H

#include "layout/contents.h"

#include <stdlib.h>

enum { FLEX_MAX_WORK = 20000 /* items stretched by a second layout */ };

struct flex_item {
    struct box *box;
    enum alignment align;
    unit_t base, min, max; /* border box, in the main axis */
    unit_t main, cross;    /* used border box */
    unit_t main_margins, cross_margins;
    unit_t violation;
    bool frozen;
};

struct flex_line {
    unsigned first, count; /* of the items */
    unit_t cross, ascent;
};

struct flex {
    struct layouter *l;
    struct box *box;
    bool row, reverse, nowrap;
    unit_t inner_width, inner_height; /* content box; height: INDEFINITE */
    unit_t inner_main;                /* INDEFINITE: as high as it gets */
    unit_t limit; /* of a line; INDEFINITE: there is one line */
    unit_t main_gap, cross_gap;
    struct flex_item *items;
    struct flex_line *lines;
    unsigned count, line_count;
};

/* flex.c: gives the stretched items of a line its cross size. */
void flex_stretch(struct flex *f, const struct flex_line *line);

/* flex_place.c: aligns lines and items in a content box of these sizes, and
 * sets the baselines of the container. */
void flex_place(struct flex *f, unit_t main, unit_t cross);

#endif
