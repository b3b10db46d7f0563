/*
 * trace.h - the browser's record of the wire: a ring in memory, always on, and
 * a file, if asked for.
 *
 * Process: browser.  It is the hub of all messages, so its record alone is
 * complete and true.  The file's format is in trace_file.h.
 *
 * The ring is a sealed memfd with one writer: 64-byte records and, beside
 * them, the payloads of the smaller messages.  Old ones are overwritten.
 * Before trace_open and after trace_close all calls do nothing.
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
    TRACE_PHASE_COUNT
};

/* Opens the flight recorder; path, if not NULL, keeps everything there,
 * payloads included.  False after logging when it cannot be created. */
bool trace_open(const char *path);
void trace_close(void);

/* One message, whole.  role and number name the child. */
void trace_message(enum trace_phase phase, enum role role, uint32_t number,
                   struct span message);

/* One event in a child's life. */
void trace_event(enum trace_phase phase, enum role role, uint32_t number,
                 const char *text);

/* Appends the last messages and events of a child (of all children for number
 * 0), oldest first, a line each, from the flight recorder; at most
 * MAX_TRACE_LAST. */
void trace_last(struct buf *out, uint32_t number, unsigned count);

/* Writes out what is buffered; called once a turn by the loop's owner.  The
 * file is valid up to the last flush whatever then happens. */
void trace_flush(void);

#endif
