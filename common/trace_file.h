/*
 * trace_file.h - the format of a trace file: its writer and its reader.
 *
 * Process: browser (writes), `bulkhead trace` (reads).  The reader distrusts
 * the whole file.
 *
 * All numbers are little-endian.
 *   header   8 bytes "BHTRACE\n", u32 version (2), u32 size of the names,
 *            u64 schema_hash(), u64 monotonic clock at the start (ns),
 *            u64 wall clock at the start (ns since 1970, UTC)
 *   names    the message names of the build that wrote it, in the order of
 *            their ids, a newline behind each
 *   records  until the end of the file: the fields of struct trace_record in
 *            40 bytes (u64 ns; u32 number, seq, page, length, arg, size of the
 *            payload; u8 phase, role, own, zero; u32 mark 0x32724842), then
 *            the payload: the whole message or its first TRACE_HEAD bytes, or
 *            an event's text
 * A file that ends inside a record was cut there: its writer was killed.
 */
#ifndef BULKHEAD_TRACE_FILE_H
#define BULKHEAD_TRACE_FILE_H

#include "trace.h"

/* Notes about a child that keeps a person waiting: from when on, how; and when
 * it answered. */
#define TRACE_HANGS "does not answer: "
#define TRACE_ANSWERS "answers again"

/* The browser's note that a person gave the command to copy or cut. */
#define TRACE_PERSON_COPIES "the person copies"

enum { TRACE_HEADER_SIZE = 40, TRACE_RECORD_SIZE = 40 };

struct trace_header {
    uint64_t schema, start_ns, wall_ns;
    struct span names; /* borrowed from the bytes read */
};

enum trace_read {
    TRACE_READ_OK,
    TRACE_READ_MORE, /* the bytes end inside: more are needed */
    TRACE_READ_OLD,  /* a trace of another version of the format */
    TRACE_READ_BAD   /* these bytes are not a trace */
};

/* Appends the header of this build; names is filled in by it. */
void trace_put_header(struct buf *out, uint64_t start_ns, uint64_t wall_ns);

/* Appends one record; the payload is at most MAX_MESSAGE bytes. */
void trace_put_record(struct buf *out, const struct trace_record *record);

/* Reads one from the front of the bytes and moves the span behind it. */
enum trace_read trace_get_header(struct span *bytes,
                                 struct trace_header *header);
enum trace_read trace_get_record(struct span *bytes,
                                 struct trace_record *record);

/* The name of message id in the header's names; empty if it has none. */
struct span trace_name(struct span names, unsigned id);

/* The message's id, or MSG_COUNT for what is no message of this build's. */
enum message_id trace_message_id(const struct trace_record *record);

/* Whether the record is a whole message. */
bool trace_is_whole(const struct trace_record *record);

/* Prints "browser -> renderer#3 tile surface=#5 ..." or "renderer#3 died:
 * ...", without a newline.  names: those of a foreign schema, of whose
 * messages only the names can be told; or empty for this build's. */
void trace_show(struct buf *out, const struct trace_record *record,
                struct span names);

#endif
