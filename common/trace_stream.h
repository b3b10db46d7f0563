/*
 * trace_stream.h - what about:ipc's plugin is sent by the browser, as the
 * content of its embed.
 *
 * Process: browser (writes), plugin (reads; it expects anything).
 *
 * A sequence of chunks, cut into pieces anywhere.  Numbers are little-endian,
 * a text is a u16 length and so many bytes of UTF-8.
 *   chunk    u32 kind, u32 size of what follows
 *   BEGIN    u64 monotonic clock at the record's start (ns), u16 count, then
 *            so many texts: the messages' names by id
 *   FONT     u8 face, ascent, descent, u8 0, u16 count; a glyph: u32 code, u16
 *            advance (1/64 pixel), i8 left, i8 top, u8 width, u8 height, then
 *            width * height bytes of coverage
 *   LANE     u32 number, u8 role, u8 flags (LANE_), u16 0; texts: its name,
 *            what it is for, what is wrong with it
 *   RECORDS  u64 messages left out so far, then records
 *   EVENT    u64 serial, u64 ns, u32 number, u32 phase, text
 *   STATE    u8 1 when about:ipc's own traffic is shown, u8 0, u16 how much of
 *            its time the browser spends on this (per mille); texts: the
 *            expression that chooses, what is wrong with it
 *   DETAILS  u64 serial, then lines: a letter (DETAIL_) and columns between
 *            tabs
 *   CLEAR    nothing: forget all records and events
 * A record: u64 serial, u64 ns, u32 number, u32 length, u32 ns its handler
 * took, u16 message id, u8 flags (RECORD_), u8 page (255: that or more).
 */
#ifndef BULKHEAD_TRACE_STREAM_H
#define BULKHEAD_TRACE_STREAM_H

#include <stdint.h>

enum {
    STREAM_BEGIN = 1,
    STREAM_FONT,
    STREAM_LANE,
    STREAM_RECORDS,
    STREAM_EVENT,
    STREAM_STATE,
    STREAM_DETAILS,
    STREAM_CLEAR,

    STREAM_HEAD = 8,         /* bytes of a chunk's kind and size */
    STREAM_RECORD = 32,      /* bytes of one record */
    STREAM_MOST = 56 * 1024, /* bytes behind one head */
    STREAM_BATCH = 1500,     /* records in one chunk */

    LANE_READY = 1,
    LANE_DEAD = 2,
    LANE_OWN = 4,  /* of about:ipc itself */
    LANE_SLOW = 8, /* keeps a person waiting */

    RECORD_IN = 1,      /* child to browser */
    RECORD_OWN = 2,     /* of about:ipc itself */
    RECORD_REFUSED = 4, /* its sender was killed for it */
    RECORD_HANDLED = 8, /* the handler's time is known */

    /* Phases of an EVENT. */
    EVENT_BIRTH = 0,
    EVENT_READY,
    EVENT_DEATH,
    EVENT_REFUSED,
    EVENT_NOTE,
    EVENT_HANGS, /* text: in which way it keeps a person waiting */
    EVENT_ANSWERS,

    DETAIL_TITLE = 'T', /* one column */
    DETAIL_HEAD = 'H',  /* one column: what the next lines are */
    DETAIL_ROW = 'R',   /* name, value, note */
    DETAIL_CHECK = 'C', /* +, - or blank; who checks; what */
    DETAIL_HEX = 'X',   /* one column, to be set in equal widths */
    DETAIL_LINK = 'L'   /* words, expression to choose by */
};

#endif
