/*
 * diff.h - two recordings side by side, in three files: diff.c (which process
 * is which, and what is printed), diff_items.c (what was said, in the order
 * that is compared, and its alignment) and diff_pictures.c.
 *
 * Process: `bulkhead trace`.  Distrusts: both files, every byte.
 */
#ifndef BULKHEAD_TRACE_DIFF_H
#define BULKHEAD_TRACE_DIFF_H

#include "trace/input.h"

enum mate { MATE_NONE, MATE_SAME, MATE_MOVED, MATE_CHANGED };

/* A message; or the pieces of one body; or an event in a child's life. */
struct item {
    uint32_t at;   /* entry of the (first) message */
    uint32_t kind; /* its id; of an event more than any id */
    uint64_t body; /* of a piece: whose; else 0 */
    uint64_t hash; /* of all that does not differ from run to run */
    enum mate mate;
    uint32_t other; /* the item on the other side, if it has a mate */
};

struct side {
    struct trace_log log;
    struct item *items; /* of one channel and direction */
    uint32_t count, room;
};

struct diff {
    struct side a, b;
    const struct trace_choice *choice;
    bool all; /* also what time decides */
    uint64_t missing, extra, changed, moved, same;
};

/* Collects what a child said (TRACE_RECEIVED) or was told (TRACE_SENT). */
void diff_collect(const struct diff *d, struct side *s, uint32_t number,
                  enum trace_phase phase);

/* Finds the mates of all items on both sides. */
void diff_align(struct side *a, struct side *b);

/* Compares the last pictures of two children's documents, prints those that
 * differ and counts them as changed. */
void diff_pictures(struct diff *d, uint32_t a, uint32_t b);

#endif
