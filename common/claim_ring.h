/*
 * claim_ring.h - what a child says of its own messages: when it sent, took up
 * and was done with each.
 *
 * Process: children write, the browser reads.  The reader distrusts every bit:
 * the writer can change any of it at any time, also while it is read.
 *
 * One ring a child, a sealed memfd that comes on the lane before hello.  The
 * browser's own record (trace.h) is the truth; these are claims, joined to it
 * by direction and serial, and never used for anything but to be shown.
 */
#ifndef BULKHEAD_CLAIM_RING_H
#define BULKHEAD_CLAIM_RING_H

#include "trace.h"

enum { CLAIMS = 2048 /* records of 32 bytes: 64 KiB */ };

enum claim_kind { CLAIM_SENT_IT, CLAIM_TOOK_IT, CLAIM_DONE, CLAIM_KINDS };

struct claim {
    uint64_t commit; /* the record's serial + 1, stored last */
    uint64_t ns;     /* CLOCK_MONOTONIC */
    uint32_t seq;    /* of the message, per direction, from 1 */
    uint32_t value;  /* its size; of CLAIM_DONE: ns it took */
    uint16_t id;     /* of protocol.def */
    uint8_t kind, zero;
    uint32_t spare;
};

/* ---- the child's end: one a process ---- */

/* Maps the ring; the descriptor is closed.  Without one, claims go nowhere. */
void claim_ring_open(int fd);

/* One claim about a message; bytes begin with its id. */
void claim_ring_add(enum claim_kind kind, uint32_t seq, struct span message,
                    uint32_t value);

/* The ring's memory, for those who test what a liar can do to it; NULL before
 * claim_ring_open. */
struct claim *claim_ring_memory(void);

/* ---- the browser's end ---- */

struct claim_reader {
    const struct claim *ring; /* NULL: there is none */
    uint64_t cursor;
    bool lied; /* it is no longer read */
};

/* Makes a ring and maps it read-only; *fd is for the lane, the caller's.  False
 * after logging, and then there is none. */
bool claim_reader_open(struct claim_reader *reader, int *fd);
void claim_reader_close(struct claim_reader *reader);

/* Puts new claims into the trace, at most some hundred; what makes no sense
 * ends the reading, with a note. */
void claim_reader_drain(struct claim_reader *reader,
                        const struct trace_peer *peer);

#endif
