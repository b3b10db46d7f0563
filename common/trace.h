/*
 * trace.h - the browser's record of the wire: a ring in memory, always on, and
 * a file, if asked for.
 *
 * Process: browser.  It is the hub of all messages, so its record alone is
 * complete and true.  The file's format is in trace_file.h.
 *
 * The ring has one writer: 64-byte records and, beside them, the payloads of
 * the smaller messages.  Old ones are overwritten.  Before trace_open and
 * after trace_close all calls do nothing.
 */
#ifndef BULKHEAD_TRACE_H
#define BULKHEAD_TRACE_H

#include "messages.h"

enum trace_phase {
    TRACE_SENT,     /* browser to child */
    TRACE_RECEIVED, /* child to browser, before any check */
    TRACE_BIRTH,    /* a child was forked; text says which */
    TRACE_READY,
    TRACE_DEATH,   /* text says why */
    TRACE_DROPPED, /* a message was refused; text says why */
    TRACE_HANDLED, /* the last received one is dealt with; arg: ns it took */
    /* What a child says of itself (claim_ring.h); never believed. */
    TRACE_CLAIM_SENT,
    TRACE_CLAIM_RECEIVED,
    TRACE_CLAIM_HANDLED, /* arg: ns it took */
    TRACE_NOTE,          /* text about the browser itself, or about a child */
    TRACE_FRAME,         /* a commit was accepted; its picture's hash */
    TRACE_PHASE_COUNT
};

enum {
    TRACE_HEAD = 24,          /* bytes of each message kept in a file that is
                                 written without payloads */
    TRACE_MOST_PAYLOAD = 4096 /* larger messages are not kept in the ring */
};

/* One end of the wire as the trace sees it: counts what goes by. */
struct trace_peer {
    enum role role;
    uint32_t number;         /* of the child; 0: the browser itself */
    uint32_t sent, received; /* serial of the last message each way */
    bool own;                /* its traffic is that of about:ipc itself */
};

/* One record, from the ring or a file. */
struct trace_record {
    uint64_t ns;     /* since the start, monotonic */
    uint64_t serial; /* of the record, from 0; ring only */
    uint32_t number; /* of the child */
    uint32_t seq;    /* of the message, per child and direction, from 1;
                        0 for what is no message */
    uint32_t page;   /* the tab it belongs to, as the browser knows; 0 */
    uint32_t length; /* bytes of the whole message or text */
    uint32_t arg;    /* see the phases */
    enum trace_phase phase;
    enum role role;
    bool own;            /* about:ipc's own traffic */
    struct span payload; /* borrowed; shorter than length when not kept */
};

/* Opens the flight recorder; spec, if not NULL, is --trace's value: a file's
 * path, then ",payload" (keep whole messages), ",max=SIZE" (bytes, with k, M
 * or G; 1G unless said), ",rotate" (keep FILE.1 and begin anew in place of
 * stopping there).  False after logging when it cannot be created. */
bool trace_open(const char *spec);
void trace_close(void);

/* Moves the flight recorder into a file, which takes 4 MiB and is left behind
 * only if this process dies without trace_close; trace_kept_save (trace_ring.h)
 * then makes a trace of it.  The file's folder must be this browser's alone.
 * False after logging; the recorder goes on in memory. */
bool trace_keep(const char *path);

/* Whether a file with whole messages is being written. */
bool trace_keeps_payloads(void);

/* Says to which tab a surface belongs, and whether it is about:ipc's own; asked
 * for every message about a surface.  NULL: nobody knows. */
struct trace_place {
    uint32_t page;
    bool own;
};
void trace_set_places(struct trace_place (*find)(uint32_t surface));

/* One message, whole; phase is TRACE_SENT or TRACE_RECEIVED. */
void trace_message(enum trace_phase phase, struct trace_peer *peer,
                   struct span message);

/* The same for one that went at that time of trace_clock_ns: its receiver may
 * have it before it is recorded. */
void trace_message_at(enum trace_phase phase, struct trace_peer *peer,
                      struct span message, uint64_t clock_ns);

/* The last message received from the peer has been dealt with. */
void trace_handled(const struct trace_peer *peer, uint64_t ns);

/* One event in a child's life, or a note.  text may be NULL. */
void trace_event(enum trace_phase phase, const struct trace_peer *peer,
                 const char *text);

/* Any record, with what is not the ring's own (ns 0: now; serial is ignored).
 */
void trace_add(const struct trace_record *record);

/* The clock of all records: CLOCK_MONOTONIC. */
uint64_t trace_clock_ns(void);

/* When the recording began, on that clock. */
uint64_t trace_start_ns(void);

/* The serial the next record will get. */
uint64_t trace_next(void);

/* Reads the record at *cursor and moves on; false at the end.  When it has
 * been overwritten, goes on with the oldest there is and adds to *lost how many
 * were missed.  payload has room for TRACE_MOST_PAYLOAD bytes; r->payload
 * points there. */
bool trace_read(uint64_t *cursor, struct trace_record *r, uint8_t *payload,
                uint64_t *lost);

/* Appends the last messages and events of a child (of all children for number
 * 0), oldest first, a line each, from the flight recorder; at most
 * MAX_TRACE_LAST. */
void trace_last(struct buf *out, uint32_t number, unsigned count);

/* Writes out what is buffered; called once a turn by the loop's owner.  The
 * file is valid up to the last flush whatever then happens. */
void trace_flush(void);

#endif
