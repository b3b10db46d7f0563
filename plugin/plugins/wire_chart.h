/*
 * wire_chart.h - lanes and arrows: what about:ipc's plugin shows of the wire.
 *
 * Process: plugin.  Distrusts: nothing new; the model was checked.
 *
 * Each process has a lane of two rails: the upper is the browser, the lower is
 * the process.  An arrow down is a message to it, one up a message from it.
 * Where there are more than can be told apart, bars say how many.
 */
#ifndef WIRE_CHART_H
#define WIRE_CHART_H

#include "wire_paint.h"

enum {
    WIRE_RULER = 24, /* height of the time's ruler */
    WIRE_LANE = 46,  /* height of a lane */
    WIRE_TOOLBAR = 36,
    WIRE_LEGEND = 24,

    WIRE_INK = 0x22262B,
    WIRE_QUIET = 0x6B7580,
    WIRE_LINE = 0xE2E5E9,
    WIRE_RAIL = 0xB4BCC5,
    WIRE_LINK = 0x1A5FB4,
    WIRE_PAPER = 0xFFFFFF,
    WIRE_SHADE = 0xF4F6F8,
    WIRE_RED = 0xC62828,
    WIRE_GREEN = 0x18794E,
    WIRE_AMBER = 0xB26A00
};

/* Where the chart stands and what part of time it shows. */
struct wire_chart {
    int left, top, right, bottom; /* in the picture */
    int names;                    /* width of the names' column */
    int scroll;                   /* pixels that the lanes are moved up */
    uint64_t now;                 /* ns; the right edge */
    uint64_t span;                /* ns from edge to edge */
    bool live;                    /* new arrows fly */
    int pointer_x, pointer_y;     /* -1: not over the picture */
    uint64_t selected;            /* serial; UINT64_MAX: none */

    /* Found while painting. */
    struct wire_record hit; /* under the pointer */
    bool has_hit;
    unsigned hit_here; /* messages as near as the hit */
    int height;        /* of all lanes, pixels */
};

void wire_chart_paint(struct wire_chart *c, const struct wire_paint *p,
                      struct wire_model *m);

/* The number of the process whose name is at a height; 0: none. */
uint32_t wire_chart_lane_at(const struct wire_chart *c, struct wire_model *m,
                            int y);

/* The colour of a message, and of the time a handler took. */
uint32_t wire_chart_color(const struct wire_record *r);

/* "1.3 ms", "42 B". */
void wire_chart_time(char *out, size_t room, uint64_t ns);
void wire_chart_size(char *out, size_t room, uint64_t bytes);

#endif
