/*
 * lane.h - descriptors beside messages: a SOCK_SEQPACKET pair per child.
 *
 * Process: all.  nanomsg carries no descriptors, so each child inherits one
 * end of a pair on which the browser sends them.  A child's end may receive;
 * it sends exactly once, the listener of its own seccomp filter just before
 * ready, and then the browser shuts that direction.  The zygotes' control
 * sockets are built from the same two calls.
 */
#ifndef BULKHEAD_LANE_H
#define BULKHEAD_LANE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum { LANE_MOST = 4 }; /* descriptors in one packet */

/* Makes a pair, both close-on-exec; ends[0] (the browser's) does not block. */
bool lane_create(int ends[2]);

/* Sends one packet of size > 0 bytes with count <= LANE_MOST descriptors,
 * which stay the caller's.  False with errno. */
bool lane_send(int socket, const void *data, size_t size, const int *fds,
               size_t count);

/* Receives one packet: its size, 0 when the peer is gone, -1 with errno.
 * fds gets count entries, the caller's to close, -1 for those that did not
 * come; more than count in a packet are closed by the kernel. */
ssize_t lane_receive(int socket, void *data, size_t size, int *fds,
                     size_t count);

#endif
