/*
 * painting.h - what painting asks of the finished layout beside its boxes.
 *
 * Process: renderer.
 */
#ifndef BULKHEAD_PAINTING_H
#define BULKHEAD_PAINTING_H

#include "layout/box.h"

/* A line between columns (CSS Multi-column Layout 1, 4): the top of its middle,
 * from the box's corner. */
struct column_rule {
    const struct column_rule *next;
    unit_t x, y, height;
};

/* columns.c: the first of a box that has any, or NULL. */
const struct column_rule *layout_column_rules(const struct box *b);

/* anonymous.c: the box that b is in by the document: its parent, or the inline
 * box that it split. */
const struct box *layout_outer(const struct box *b);

#endif
