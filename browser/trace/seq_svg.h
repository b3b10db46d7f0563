/*
 * seq_svg.h - the drawing of a sequence diagram; knows nothing of traces.
 *
 * Process: `bulkhead trace`.  Distrusts: every text it is given: each is
 * cleaned and escaped.
 */
#ifndef BULKHEAD_TRACE_SEQ_SVG_H
#define BULKHEAD_TRACE_SEQ_SVG_H

#include "buf.h"

enum { SVG_MOST_LANES = 64 };

enum svg_mark { SVG_BORN, SVG_READY, SVG_DIED, SVG_REFUSED };

struct svg {
    struct buf body, lines; /* lines lie under the body */
    char *title;
    int lanes, y;
    struct svg_lane {
        char name[48];
        int from; /* y of the line's begin; -1: does not live */
    } lane[SVG_MOST_LANES];
};

/* One row: an arrow of a message, or of count equal ones. */
struct svg_arrow {
    int from, to;     /* lanes */
    uint64_t took_ns; /* by its receiver, the longest; 0: not known */
    uint32_t count;
    const char *name, *detail;
    uint64_t ns; /* when, since the start */
};

/* Begins a picture with this many lanes, each to be named. */
void svg_begin(struct svg *s, const char *title, int lanes);
void svg_lane(struct svg *s, int lane, const char *name, bool is_hub);

/* The lane's line begins here. */
void svg_alive(struct svg *s, int lane);

void svg_add_arrow(struct svg *s, const struct svg_arrow *a);

/* Something in the life of a lane; begins or ends its line. */
void svg_add_mark(struct svg *s, int lane, enum svg_mark mark, uint64_t ns,
                  const char *text);

/* A time in which nothing happened. */
void svg_gap(struct svg *s, uint64_t ns);

/* Appends the whole picture, with a note at its end if that is not empty, and
 * frees what it held. */
void svg_end(struct svg *s, struct buf *out, const char *note);

#endif
