/*
 * endpoint.h - the browser's end of a child's channel.
 *
 * Process: browser.  Distrusts: the peer.  It speaks nanomsg's wire (SP over a
 * Unix stream socket, protocol PAIR) without the library, which aborts its
 * own process on one wrong byte: tests/test_endpoint.c shows it.
 *
 * On the wire each side first sends 00 53 50 00 00 10 00 00, then messages of
 * a byte 01, the body's size as 64 bits big-endian, and the body.
 */
#ifndef BULKHEAD_ENDPOINT_H
#define BULKHEAD_ENDPOINT_H

#include "channel.h"

#include <sys/types.h>

struct endpoint;

/* Told whenever endpoint_fd or endpoint_events may have changed. */
typedef void endpoint_changed_fn(void *data);

/* Listens at path (at most 107 bytes; it must not exist), whose folder only
 * the peer may enter.  NULL after logging. */
struct endpoint *endpoint_create(const char *path, endpoint_changed_fn *changed,
                                 void *data);

/* Says who may connect: exactly one process.  Until then nobody is let in.
 * Others are turned away; once the peer is in, the path is unlinked. */
void endpoint_expect(struct endpoint *e, pid_t pid, uid_t uid);

/* The channel for sending; a message may be sent as soon as the peer is in. */
struct channel *endpoint_channel(struct endpoint *e);

/* What to watch, as LOOP_ flags; the descriptor is another one once the peer
 * is in, and -1 when the endpoint is closed. */
int endpoint_fd(const struct endpoint *e);
int endpoint_events(const struct endpoint *e);

/* Does what the LOOP_ flags allow, without blocking. */
void endpoint_step(struct endpoint *e, int events);

/* The next whole message, valid until the next step or next. */
bool endpoint_next(struct endpoint *e, struct span *message);

/* Whether the peer is in. */
bool endpoint_is_open(const struct endpoint *e);

/* Why the endpoint is closed, for a person; NULL while it is not. */
const char *endpoint_failure(const struct endpoint *e);

/* Whether it was closed for what the peer sent, not because it ended. */
bool endpoint_was_abused(const struct endpoint *e);

/* Bytes waiting for the peer, and whether size more fit. */
size_t endpoint_queued(const struct endpoint *e);
bool endpoint_has_room(const struct endpoint *e, size_t size);

/* How many may wait: MAX_QUEUE, unless said otherwise before any does. */
void endpoint_set_most(struct endpoint *e, size_t size);
size_t endpoint_most(const struct endpoint *e);

/* How many strangers were turned away. */
unsigned endpoint_refused(const struct endpoint *e);

void endpoint_destroy(struct endpoint *e); /* NULL is allowed */

#endif
