/*
 * intercept_queue.h - a list of messages that wait; intercept.c only.
 *
 * Process: browser.  Distrusts: nothing; it moves bytes.
 */
#ifndef BULKHEAD_INTERCEPT_QUEUE_H
#define BULKHEAD_INTERCEPT_QUEUE_H

#include "span.h"

enum held_state {
    UNJUDGED, /* not yet at the front */
    GOES_ON,
    HELD, /* by the person */
    LATE, /* until due_ms */
    SWAPS /* with the next, or until due_ms */
};

struct held_entry {
    struct held_entry *next;
    enum held_state state;
    unsigned number, rule; /* of a held one */
    int64_t due_ms;
    char *note; /* or NULL */
    size_t size;
    uint8_t bytes[];
};

struct held_queue {
    struct held_entry *first, **last; /* last: &first of an empty one */
    size_t bytes;
    unsigned count;
};

/* An entry with a copy of the message; the caller's until it is put in. */
struct held_entry *held_make(struct span message, enum held_state state);
void held_free(struct held_entry *e);
struct span held_span(const struct held_entry *e);

/* Puts an entry behind another, or at the front for NULL; or at the end. */
void held_insert(struct held_queue *q, struct held_entry *before,
                 struct held_entry *e);
void held_append(struct held_queue *q, struct held_entry *e);

/* Takes the first out; there is one. */
struct held_entry *held_take(struct held_queue *q);

#endif
