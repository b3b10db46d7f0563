/*
 * slots.c - which tile a slot of the arena shows, and when it is free again.
 *
 * Process: plugin.  Distrusts: nothing.
 */
#include "slots.h"

void
slots_init(struct slots *s, uint32_t count)
{
    *s = (struct slots){.count = count < MAX_SLOTS ? count : MAX_SLOTS};
}

int
slots_take(struct slots *s)
{
    for (uint32_t i = 0; i < s->count; i++)
        if (s->state[i] == SLOT_FREE) {
            s->state[i] = SLOT_SHOWN;
            return (int)i;
        }
    return NO_SLOT;
}

void
slots_leave(struct slots *s, int slot, uint32_t frame)
{
    if (slot == NO_SLOT)
        return;
    s->state[slot] = SLOT_LEAVING;
    s->frame[slot] = frame;
}

void
slots_presented(struct slots *s, uint32_t frame)
{
    for (uint32_t i = 0; i < s->count; i++)
        if (s->state[i] == SLOT_LEAVING && (int32_t)(frame - s->frame[i]) >= 0)
            s->state[i] = SLOT_FREE;
}
