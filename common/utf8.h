/*
 * utf8.h - decoding and checking UTF-8 (RFC 3629; replacement as the WHATWG
 * Encoding standard's maximal subparts).
 *
 * Process: all.
 */
#ifndef BULKHEAD_UTF8_H
#define BULKHEAD_UTF8_H

#include "buf.h"
#include "span.h"

enum { UTF8_REPLACEMENT = 0xFFFD };

/* The code point at *at, which moves past it; U+FFFD for an ill-formed
 * sequence.  *at < end is required. */
uint32_t utf8_next(const uint8_t **at, const uint8_t *end);

/* Writes the 1 to 4 bytes of a code point and returns their number. */
size_t utf8_put(uint8_t out[4], uint32_t code);

/* Whether all bytes are well-formed UTF-8 without NUL. */
bool utf8_is_text(struct span s);

/* Appends s with ill-formed sequences and NULs replaced by U+FFFD. */
void utf8_add_clean(struct buf *out, struct span s);

/* The longest prefix of at most limit bytes that cuts no sequence. */
struct span utf8_prefix(struct span s, size_t limit);

#endif
