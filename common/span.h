/*
 * span.h - a borrowed range of bytes: never owned, never freed.
 *
 * Process: all.
 */
#ifndef BULKHEAD_SPAN_H
#define BULKHEAD_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Whoever hands out a span says how long it lives; keeping one is copying. */
struct span {
    const uint8_t *data;
    size_t size;
};

static inline struct span
span_of(const char *text)
{
    return (struct span){(const uint8_t *)text, text ? strlen(text) : 0};
}

static inline bool
span_equal(struct span a, struct span b)
{
    return a.size == b.size &&
           (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

static inline bool
span_is(struct span a, const char *text)
{
    return span_equal(a, span_of(text));
}

#endif
