/*
 * buf.c - a growable byte buffer.
 *
 * Process: all.  Distrusts: nothing; callers bound sizes from outside.
 */
#include "buf.h"
#include "log.h"

#include <stdio.h>
#include <stdlib.h>

void
buf_finish(struct buf *b)
{
    free(b->data);
    *b = (struct buf){0};
}

uint8_t *
buf_reserve(struct buf *b, size_t size)
{
    if (size > b->capacity - b->size) {
        size_t wanted = b->capacity ? b->capacity : 64;

        if (size > SIZE_MAX / 4 - b->size)
            fatal("buf: %zu more bytes do not fit", size);
        while (wanted < b->size + size)
            wanted *= 2;
        b->data = realloc(b->data, wanted);
        if (b->data == NULL)
            fatal_memory("out of memory for a buffer of %zu bytes", wanted);
        b->capacity = wanted;
    }
    return b->data + b->size;
}

void
buf_add(struct buf *b, const void *data, size_t size)
{
    if (size == 0)
        return;
    memcpy(buf_reserve(b, size), data, size);
    b->size += size;
}

void
buf_add_span(struct buf *b, struct span s)
{
    buf_add(b, s.data, s.size);
}

void
buf_add_text(struct buf *b, const char *text)
{
    buf_add(b, text, strlen(text));
}

void
buf_add_char(struct buf *b, char c)
{
    buf_add(b, &c, 1);
}

void
buf_vprintf(struct buf *b, const char *format, va_list arguments)
{
    va_list again;
    int size;

    va_copy(again, arguments);
    size = vsnprintf(NULL, 0, format, arguments);
    if (size > 0) {
        char *at = (char *)buf_reserve(b, (size_t)size + 1);

        vsnprintf(at, (size_t)size + 1, format, again);
        b->size += (size_t)size;
    }
    va_end(again);
}

void
buf_printf(struct buf *b, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    buf_vprintf(b, format, arguments);
    va_end(arguments);
}

void
buf_add_html(struct buf *b, struct span text)
{
    for (size_t i = 0; i < text.size; i++) {
        char c = (char)text.data[i];

        switch (c) {
        case '&':
            buf_add_text(b, "&amp;");
            break;
        case '<':
            buf_add_text(b, "&lt;");
            break;
        case '>':
            buf_add_text(b, "&gt;");
            break;
        case '"':
            buf_add_text(b, "&quot;");
            break;
        case '\'':
            buf_add_text(b, "&#39;");
            break;
        default:
            buf_add_char(b, c);
        }
    }
}

void
buf_consume(struct buf *b, size_t size)
{
    if (size > b->size)
        size = b->size;
    b->size -= size;
    if (b->size > 0)
        memmove(b->data, b->data + size, b->size);
}

struct span
buf_span(const struct buf *b)
{
    return (struct span){b->data, b->size};
}

const char *
buf_text(struct buf *b)
{
    *buf_reserve(b, 1) = 0;
    return (const char *)b->data;
}
