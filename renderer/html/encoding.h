/*
 * encoding.h - bytes of a document or style sheet to UTF-8.
 *
 * Process: renderer.  Distrusts: every byte, and the labels.
 */
#ifndef BULKHEAD_ENCODING_H
#define BULKHEAD_ENCODING_H

#include "buf.h"
#include "span.h"

/* Finds the encoding (byte order mark; label of the Content-Type header, or
 * "" for none; <meta> in the first 1024 bytes or @charset; else UTF-8 if that
 * is well-formed, else windows-1252), and appends the text to utf8: always
 * well-formed UTF-8 without NUL and without byte order mark, U+FFFD for what
 * is broken.  False if there is no converter; utf8 then holds the bytes read
 * as UTF-8.  Encoding standard; HTML standard 13.2.3. */
bool encoding_decode(struct buf *utf8, struct span bytes,
                     const char *charset_from_header);

/* The name of the encoding that a label stands for (Encoding standard 4.2),
 * or NULL. */
const char *encoding_by_label(struct span label);

/* The name of the encoding that encoding_decode would take. */
const char *encoding_sniff(struct span bytes, const char *charset_from_header);

/* The encoding that a document of this one sends text in (4.3): never UTF-16
 * or replacement. */
const char *encoding_for_output(const char *name);

/* Appends text in an encoding; what it lacks becomes a decimal character
 * reference ("encode or fail" with html). */
void encoding_encode(struct buf *out, struct span utf8, const char *name);

/* The encoding's name that a <meta> element in the first 1024 bytes tells, or
 * NULL (HTML standard, "prescan a byte stream").  encoding_prescan.c */
const char *encoding_prescan(struct span bytes);

#endif
