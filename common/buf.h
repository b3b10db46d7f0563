/*
 * buf.h - a growable byte buffer.
 *
 * Process: all.  Sizes from outside are bounded before they get here; running
 * out of memory ends the process.
 */
#ifndef BULKHEAD_BUF_H
#define BULKHEAD_BUF_H

#include "span.h"

#include <stdarg.h>

/* A zeroed struct buf is an empty buffer. */
struct buf {
    uint8_t *data;
    size_t size, capacity;
};

/* Frees the bytes; the buffer is empty and usable again. */
void buf_finish(struct buf *b);

/* Makes room for size more bytes and returns where they go; the caller then
 * adds to b->size. */
uint8_t *buf_reserve(struct buf *b, size_t size);

void buf_add(struct buf *b, const void *data, size_t size);
void buf_add_span(struct buf *b, struct span s);
void buf_add_text(struct buf *b, const char *text);
void buf_add_char(struct buf *b, char c);
void buf_printf(struct buf *b, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void buf_vprintf(struct buf *b, const char *format, va_list arguments);

/* The text with its markup characters as HTML entities (& < > " '). */
void buf_add_html(struct buf *b, struct span text);

/* Removes size bytes from the front. */
void buf_consume(struct buf *b, size_t size);

/* The contents, valid until the next change. */
struct span buf_span(const struct buf *b);

/* The contents followed by a NUL that does not count in size. */
const char *buf_text(struct buf *b);

#endif
