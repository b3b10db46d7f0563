/*
 * floats.h - the floats of one block formatting context (CSS 2.1 9.5).
 *
 * Process: renderer.  All positions are relative to the border box of the box
 * that establishes the context.
 */
#ifndef BULKHEAD_FLOATS_H
#define BULKHEAD_FLOATS_H

#include "layout/internal.h"

struct float_box {
    unit_t left, top, right, bottom; /* margin box */
};

struct float_side {
    struct float_box *boxes; /* by placement: tops never decrease */
    unsigned count, capacity;
    unsigned first; /* all before end above the last float's top */
    unit_t bottom;  /* the lowest */
};

struct flow {
    struct float_side sides[2]; /* left, right */
    unit_t last_top;
    bool any;
};

/* Narrows *left, *right to what floats leave free anywhere between top and
 * top + height (at least 1 unit). Returns whether a float did. */
bool floats_band(const struct flow *f, unit_t top, unit_t height, unit_t *left,
                 unit_t *right);

/* The lowest place below top where some float ends; top itself if none. */
unit_t floats_next(const struct flow *f, unit_t top, unit_t height);

/* Finds the place for a float's margin box, not above top, between left and
 * right, and remembers it. */
void floats_place(struct flow *f, struct arena *a, bool to_right, unit_t width,
                  unit_t height, unit_t top, unit_t left, unit_t right,
                  unit_t *x, unit_t *y);

/* The bottom of the floats that clear clears, or -UNIT_LIMIT. */
unit_t floats_clear(const struct flow *f, enum clear clear);

/* block.c: lays a float out and places it in flow, not above top; container is
 * the block whose border box stands at flow_x, flow_y, with content between
 * left and left + width. */
struct float_job {
    struct layouter *l;
    struct flow *flow;
    unit_t flow_x, flow_y; /* of the container's border box */
    unit_t left, width;    /* content, relative to the border box */
    unit_t height;         /* content height for percentages */
};
void float_measure(const struct float_job *job, struct box *b);
void float_put(const struct float_job *job, struct box *b, unit_t top);
unit_t margin_box_width(const struct box *b);

/* margins.c */
struct margin_walk {
    struct layouter *l;
    const struct flow *flow;
    unit_t base;
    bool left, right;   /* floats were met on the way */
    struct strut above; /* result: out without b's own bottom margin */
};
void margins_top(struct margin_walk *w, struct box *b, unit_t containing_width,
                 struct strut *out);

/* inline.c: makes the lines of b; top is where they begin. Sets b->lines and
 * baselines, returns the bottom of the last line. */
unit_t inline_layout(const struct float_job *job, struct box *b, unit_t top);

#endif
