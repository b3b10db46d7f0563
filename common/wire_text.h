/*
 * wire_text.h - field values as a person types them.
 *
 * Process: browser.  Distrusts: the text; what is read is within the bounds of
 * protocol.def, or refused in words.
 *
 * Numbers are decimal or 0x..., a surface may have its #, a colour is
 * #AARRGGBB; a flag is yes or no; a choice one of its list's names; a text
 * stands in "..." with \" \\ \n \t \xHH, or bare up to the next space; a blob
 * is the same, or hex:0123...
 */
#ifndef BULKHEAD_WIRE_TEXT_H
#define BULKHEAD_WIRE_TEXT_H

#include "arena.h"
#include "wire.h"

/* Where the words of a refusal go, and the bytes of texts and blobs. */
struct wire_text {
    struct arena *arena;
    char *why;
    size_t why_size;
    const char *field; /* named in the refusal */
};

/* Each reads one value; limit and list as for put_ and show_ of wire.h.  False
 * with why set. */
#define WIRE_KIND(kind)                                                     \
    bool read_##kind(struct wire_text *t, struct span text, uint64_t limit, \
                     const char *list, kind##_t *value);
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
