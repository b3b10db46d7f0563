/*
 * encoding.h - bytes of a document or style sheet to UTF-8.
 *
 * Process: renderer.  Distrusts: every byte, and the labels.
 */
#ifndef BULKHEAD_ENCODING_H
#define BULKHEAD_ENCODING_H

#include "buf.h"
#include "span.h"

/* The name of the encoding that a label stands for (Encoding standard 4.2),
 * or NULL. */
const char *encoding_by_label(struct span label);

/* The name of a document's encoding: byte order mark; label of the
 * Content-Type header, or "" for none; <meta> in the first 1024 bytes; else
 * UTF-8 if that is well-formed, else windows-1252.  HTML standard 13.2.3. */
const char *encoding_sniff(struct span bytes, const char *charset_from_header);

/* The name of a style sheet's encoding: byte order mark, header, @charset,
 * that of the document ("": none), UTF-8.  CSS Syntax 3, 3.2. */
const char *encoding_of_sheet(struct span bytes,
                              const char *charset_from_header,
                              const char *document);

/* Appends the text of bytes in the encoding of that name, which one of the
 * above gave, to utf8: always well-formed UTF-8 without NUL and without byte
 * order mark, U+FFFD for what is broken.  False if there is no converter; utf8
 * then holds the bytes read as UTF-8. */
bool encoding_decode(struct buf *utf8, struct span bytes, const char *name);

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
