/*
 * channel.h - one conversation with one peer, whatever carries it.
 *
 * Process: all.  Knows nothing of nanomsg: the children's transport is
 * channel_nanomsg.c, the browser's is browser/endpoint.c.
 */
#ifndef BULKHEAD_CHANNEL_H
#define BULKHEAD_CHANNEL_H

#include "span.h"

struct channel;

struct channel_ops {
    /* Queues or sends one whole message without blocking. */
    bool (*send)(struct channel *c, struct span message);
};

/* The first member of every transport's own struct. */
struct channel {
    const struct channel_ops *ops;
};

/* Takes one message of at most MAX_MESSAGE bytes, copying it.  False when the
 * peer is gone or its bounded queue is full; a child that cannot
 * reach the browser ends itself. */
static inline bool
channel_send(struct channel *c, struct span message)
{
    return c->ops->send(c, message);
}

#endif
