/*
 * pcapng.h - how a trace lies in a pcapng file; what the Wireshark dissector
 * is generated for.
 *
 * Process: `bulkhead trace`, and the generator of bulkhead.lua.
 *
 * Link type 147 (USER0), nanosecond times, one interface per process, in whose
 * name it is called.  A packet is, little-endian: u8 PCAPNG_VERSION, u8 phase,
 * u8 role, u8 own; u32 number of the child; u32 seq; u32 page; u32 length of
 * the whole message; u32 ns of its handler, 0 if not known; then the payload.
 */
#ifndef BULKHEAD_TRACE_PCAPNG_H
#define BULKHEAD_TRACE_PCAPNG_H

enum {
    PCAPNG_VERSION = 1,
    PCAPNG_LINK = 147,
    PCAPNG_HEAD = 24, /* bytes before the payload */
    /* where in them */
    PCAPNG_PHASE = 1,
    PCAPNG_ROLE = 2,
    PCAPNG_OWN = 3,
    PCAPNG_NUMBER = 4,
    PCAPNG_SEQ = 8,
    PCAPNG_PAGE = 12,
    PCAPNG_LENGTH = 16,
    PCAPNG_TOOK = 20
};

#endif
