/*
 * fake_children.h - children without processes, in place of children.c.
 *
 * Process: test.
 *
 * They keep what the browser did to them; what it sent is counted by message
 * and the last one of each kind kept.
 */
#ifndef BULKHEAD_FAKE_CHILDREN_H
#define BULKHEAD_FAKE_CHILDREN_H

#include "children.h"

struct fake_child {
    struct child child;
    struct channel channel;
    unsigned sent[MSG_COUNT];
    struct buf last[MSG_COUNT]; /* whole messages */
    size_t bytes;               /* of all, with their frames */
    unsigned kills, passed, notes;
    bool full; /* takes no messages */
    char cause[256];
};

/* A live child of the role; its number is new. */
void fake_child_init(struct fake_child *f, enum role role);
void fake_child_finish(struct fake_child *f);

/* child_start gives this one, once; else none can be started. */
void fake_child_next(struct fake_child *f);

#endif
