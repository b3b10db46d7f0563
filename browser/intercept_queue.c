/*
 * intercept_queue.c - a list of messages that wait.
 *
 * Process: browser.  Distrusts: nothing; it moves bytes.
 */
#include "intercept_queue.h"

#include "log.h"

#include <stdlib.h>

struct held_entry *
held_make(struct span message, enum held_state state)
{
    struct held_entry *e = malloc(sizeof *e + message.size);

    if (e == NULL)
        fatal_memory("out of memory for a held message");
    *e = (struct held_entry){.state = state, .size = message.size};
    if (message.size > 0)
        memcpy(e->bytes, message.data, message.size);
    return e;
}

void
held_free(struct held_entry *e)
{
    free(e->note);
    free(e);
}

struct span
held_span(const struct held_entry *e)
{
    return (struct span){e->bytes, e->size};
}

void
held_insert(struct held_queue *q, struct held_entry *before,
            struct held_entry *e)
{
    struct held_entry **at = before != NULL ? &before->next : &q->first;

    e->next = *at;
    *at = e;
    if (e->next == NULL)
        q->last = &e->next;
    q->bytes += e->size;
    q->count++;
}

void
held_append(struct held_queue *q, struct held_entry *e)
{
    *q->last = e;
    q->last = &e->next;
    q->bytes += e->size;
    q->count++;
}

struct held_entry *
held_take(struct held_queue *q)
{
    struct held_entry *e = q->first;

    q->first = e->next;
    if (q->first == NULL)
        q->last = &q->first;
    q->bytes -= e->size;
    q->count--;
    return e;
}
