/*
 * channel_nanomsg.h - a child's end of its channel, carried by nanomsg.
 *
 * Process: renderer, plugin, gpu.  The other end is the browser's own
 * endpoint.c, which speaks the same wire (SP over ipc, protocol PAIR).
 */
#ifndef BULKHEAD_CHANNEL_NANOMSG_H
#define BULKHEAD_CHANNEL_NANOMSG_H

#include "channel.h"

struct channel_nanomsg {
    struct channel channel; /* first: this is a channel */
    int socket;
    int receive_fd; /* readable while a message waits: for poll */
    int send_fd;    /* readable while a message can be sent */
};

/* Opens the socket (starts nanomsg's one worker thread) and connects to
 * address, "ipc://s", relative to the working directory.  The connection
 * itself comes up later.  False after logging. */
bool channel_nanomsg_open(struct channel_nanomsg *c, const char *address);

/* Takes the next message if there is one; it then belongs to the caller,
 * who gives it back by channel_nanomsg_release. */
bool channel_nanomsg_receive(struct channel_nanomsg *c, struct span *message);
void channel_nanomsg_release(struct span message);

/* Waits at most ms milliseconds for a message to become receivable. */
bool channel_nanomsg_wait(struct channel_nanomsg *c, int ms);

/* False once the browser's end is gone; nanomsg tells nobody unasked. */
bool channel_nanomsg_connected(const struct channel_nanomsg *c);

#endif
