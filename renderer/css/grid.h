/*
 * grid.h - computed values of the grid properties (CSS Grid 1).
 *
 * Process: renderer.
 */
#ifndef BULKHEAD_CSS_GRID_H
#define BULKHEAD_CSS_GRID_H

#include "css/style.h"

/* What a page may ask for; more is cut off. */
enum {
    MAX_GRID_TRACKS = 1000, /* explicit ones of an axis */
    MAX_GRID_LINE = 1000    /* number or span in a placement */
};

enum breadth_kind {
    BREADTH_AUTO,
    BREADTH_LENGTH,
    BREADTH_MIN_CONTENT,
    BREADTH_MAX_CONTENT,
    BREADTH_FR
};

struct grid_breadth {
    enum breadth_kind kind;
    struct length length; /* BREADTH_LENGTH */
    float fr;             /* BREADTH_FR */
};

struct grid_track {
    struct grid_breadth min, max; /* min is never BREADTH_FR */
    bool fits;                    /* fit-content(limit): max is auto */
    struct length limit;
};

/* A named line, 0 being the first; if in_repeat, its place in the tracks
 * that auto-fill repeats, and it is there once for each repetition. */
struct grid_name {
    const char *name;
    unsigned line;
    bool in_repeat;
};

/* grid-template-columns or -rows.  The tracks from repeat_at on, repeat_count
 * of them, are repeated as often as there is room; names of lines behind them
 * are counted as if they stood there once. */
struct grid_tracks {
    const struct grid_track *tracks;
    unsigned count;
    unsigned repeat_at, repeat_count; /* count 0: nothing is repeated */
    bool fits;                        /* auto-fit: empty ones vanish */
    const struct grid_name *names;
    unsigned name_count;
};

/* grid-template-areas: lines from 0, ends exclusive. */
struct grid_area {
    const char *name;
    unsigned top, left, bottom, right;
};

struct grid_areas {
    unsigned rows, columns;
    const struct grid_area *areas;
    unsigned count;
};

#endif
