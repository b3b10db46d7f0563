/*
 * stream.h - writes the content of about:ipc's plugin (trace_stream.h).
 *
 * Process: browser.  Distrusts: nothing; the reader is another's affair.
 */
#ifndef BULKHEAD_IPC_STREAM_H
#define BULKHEAD_IPC_STREAM_H

#include "buf.h"
#include "trace_stream.h"

/* Each appends one whole chunk.  Texts are cut where the reader would. */
struct stream_lane {
    uint32_t number;
    uint8_t role, flags;
    const char *name, *use, *trouble;
};

struct stream_record {
    uint64_t serial, ns;
    uint32_t number, length, took, page;
    uint16_t id;
    uint8_t flags;
};

void stream_begin(struct buf *out, uint64_t start_ns);
/* The letters of a face (enum text_face), as text.c paints them. */
void stream_font(struct buf *out, int face, int size);
void stream_lane(struct buf *out, const struct stream_lane *lane);
/* At most STREAM_BATCH records. */
void stream_records(struct buf *out, const struct stream_record *records,
                    unsigned count, uint64_t left_out);
void stream_event(struct buf *out, uint64_t serial, uint64_t ns,
                  uint32_t number, uint32_t phase, struct span text);
void stream_state(struct buf *out, bool own, unsigned cost, const char *filter,
                  const char *wrong);
/* lines is cut to STREAM_MOST. */
void stream_details(struct buf *out, uint64_t serial, struct span lines);
void stream_clear(struct buf *out);

#endif
