/*
 * wire.h - the field kinds on the wire and the cursors that read and write
 * them.
 *
 * Process: all.  A failed read or write clears ok and turns every later call
 * into a no-op, so that a codec is a straight list of fields with one check at
 * the end.  Readers never allocate; text and blob point into the message.
 */
#ifndef BULKHEAD_WIRE_H
#define BULKHEAD_WIRE_H

#include "buf.h"
#include "limits.h"
#include "span.h"

typedef uint32_t u32_t;
typedef uint64_t u64_t;
typedef int32_t i32_t;
typedef bool flag_t;
typedef uint32_t choice_t;  /* a member of a list of enums.def */
typedef uint32_t color_t;   /* 0xAARRGGBB */
typedef uint32_t surface_t; /* a claim when it comes from a child */
typedef struct span text_t; /* UTF-8 without NUL */
typedef struct span blob_t;

struct writer {
    uint8_t *at, *end;
    bool ok;
};

struct reader {
    const uint8_t *at, *end;
    bool ok;
};

/* Each put_ writes one field, each get_ reads one (0 or empty after a
 * failure), each show_ prints one for a person.  limit as in protocol.def;
 * list is the name of a choice's list there. */
#define WIRE_KIND(kind)                                                \
    void put_##kind(struct writer *w, kind##_t value, uint64_t limit); \
    kind##_t get_##kind(struct reader *r, uint64_t limit);             \
    void show_##kind(struct buf *out, kind##_t value, const char *list);
WIRE_KIND(u32)
WIRE_KIND(u64)
WIRE_KIND(i32)
WIRE_KIND(flag)
WIRE_KIND(choice)
WIRE_KIND(color)
WIRE_KIND(surface)
WIRE_KIND(text)
WIRE_KIND(blob)
#undef WIRE_KIND

#endif
