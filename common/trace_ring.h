/*
 * trace_ring.h - how the flight recorder lies in memory, and in the file that a
 * killed browser leaves.
 *
 * Process: browser.  A file is read with distrust: its writer was killed, or
 * was another build.
 *
 * The file is TRACE_KEPT_HEAD bytes, in which stand 8 bytes "BHFLIGHT", u32
 * sizes of a ring and of what follows, and the header of a trace file
 * (trace_file.h), then the ring.
 */
#ifndef BULKHEAD_TRACE_RING_H
#define BULKHEAD_TRACE_RING_H

#include "trace.h"

enum {
    TRACE_RECORDS = 1 << 15,  /* of 64 bytes: 2 MiB */
    TRACE_PAYLOADS = 1 << 21, /* bytes */
    TRACE_KEPT_HEAD = 128 * 1024
};

/* commit is the record's serial + 1, stored last: whoever finds the memory
 * after the browser's death can tell a record from one half written. */
struct slot {
    uint64_t commit, ns;
    uint64_t payload; /* serial of the first byte in payloads */
    uint32_t number, seq, page, length, arg;
    uint16_t kept;
    uint8_t phase, role;
    uint8_t own;
    uint8_t head[15]; /* the first bytes, also when payload is gone */
};

_Static_assert(sizeof(struct slot) == 64, "a record is a cache line");

struct ring {
    struct slot slots[TRACE_RECORDS];
    uint8_t payloads[TRACE_PAYLOADS];
};

enum { TRACE_KEPT_SIZE = TRACE_KEPT_HEAD + sizeof(struct ring) };

/* The record of a slot; payload has room for TRACE_MOST_PAYLOAD bytes.
 * next_payload: the serial of the next byte to be written. */
void trace_slot_take(const struct ring *ring, uint64_t next_payload,
                     const struct slot *slot, struct trace_record *r,
                     uint8_t *payload);

/* Writes the head of a kept file into its TRACE_KEPT_HEAD bytes. */
void trace_kept_begin(uint8_t *memory, struct span header);

/* Makes a trace of what a killed browser left at from, and removes that.  False
 * when there is nothing, or nothing that can be read (after logging). */
bool trace_kept_save(const char *from, const char *to);

#endif
