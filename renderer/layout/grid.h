/*
 * grid.h - what the files of grid layout share.
 *
 * Process: renderer.
 */
#ifndef BULKHEAD_LAYOUT_GRID_H
#define BULKHEAD_LAYOUT_GRID_H

#include "css/grid.h"
#include "layout/contents.h"

/* Rows are axis 0, columns 1, as in struct style. */
enum { GRID_ROWS, GRID_COLUMNS };
enum {
    GRID_MAX_LINES = 10000, /* of an axis, with implicit tracks */
    GRID_MAX_WORK = 20000   /* items laid out a second time, of a document */
};

/* What a track or container is sized for. */
enum grid_constraint { GRID_DEFINITE, GRID_MIN_CONTENT, GRID_MAX_CONTENT };

struct grid_item {
    struct box *box;
    int start[2]; /* track, from 0 once all are placed */
    int span[2];
    bool placed[2];
    enum alignment align[2]; /* align-self, justify-self */
    unit_t least, min, max;  /* outer sizes in the axis that is being sized:
                                automatic minimum, min- and max-content */
    bool spans_flex;
    unit_t baseline_shift; /* align-self: baseline */
};

struct grid_size {
    struct grid_breadth min, max; /* percentages resolved */
    bool fits;
    unit_t fit_limit;
    unit_t base, limit; /* limit: GRID_INFINITE if it has none */
    unit_t planned, add;
    bool frozen, growable; /* growable: infinitely, for the next span */
    bool collapsed;        /* an empty one of auto-fit */
    unit_t at;             /* from the content box's start */
};

enum { GRID_INFINITE = INT32_MAX };

struct grid_axis {
    const struct grid_tracks *template, *implicit;
    int explicit_count; /* tracks */
    int repeats;        /* of the template's auto-fill */
    int before;         /* implicit tracks before the explicit ones */
    int count;          /* all */
    struct grid_size *tracks;
    unit_t gap;
    unit_t available; /* content box, or INDEFINITE */
};

struct grid {
    struct layouter *l;
    struct box *box;
    struct grid_axis axis[2];
    struct grid_item *items; /* in order-modified document order */
    unsigned count;
};

/* grid_place.c: where the items stand, and how many tracks there are. */
void grid_place(struct grid *g);

/* grid_lines.c: the item's line range in an axis, as far as its properties
 * say it: start is relative to the explicit grid. */
void grid_resolve(const struct grid *g, struct grid_item *item, int axis);
/* How many explicit tracks an axis has. */
void grid_count_explicit(struct grid *g, int axis, unit_t available);

/* grid_tracks.c: base sizes of all tracks of an axis; items' contributions
 * are there. */
void grid_init_tracks(struct grid *g, int axis); /* what kinds they are */
void grid_size_tracks(struct grid *g, int axis, enum grid_constraint how);
/* The gap in front of a track. */
unit_t grid_gap(const struct grid_axis *a, int track);
/* All base sizes and gaps of count tracks. */
unit_t grid_extent(const struct grid_axis *a, int start, int count);

/* grid_spread.c: shares what an item needs among tracks it spans. */
void grid_spread(struct grid *g, int axis, struct grid_item **items,
                 unsigned count, bool flex);

#endif
