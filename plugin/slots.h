/*
 * slots.h - which tile a slot of the arena shows, and when it is free again.
 *
 * Process: plugin.  Distrusts: nothing.
 */
#ifndef BULKHEAD_PLUGIN_SLOTS_H
#define BULKHEAD_PLUGIN_SLOTS_H

#include "limits.h"
#include "span.h"

enum slot_state { SLOT_FREE, SLOT_SHOWN, SLOT_LEAVING };

enum { NO_SLOT = -1 };

struct slots {
    uint32_t count;
    uint8_t state[MAX_SLOTS];
    uint32_t frame[MAX_SLOTS]; /* of a leaving slot: the one without it */
};

void slots_init(struct slots *s, uint32_t count);

/* A free slot, now shown; NO_SLOT if there is none. */
int slots_take(struct slots *s);

/* The slot is not part of this frame any more; NO_SLOT is allowed. */
void slots_leave(struct slots *s, int slot, uint32_t frame);

/* Frees what is not part of this frame, which was presented. */
void slots_presented(struct slots *s, uint32_t frame);

#endif
