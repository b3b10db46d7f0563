/*
 * utf8.c - decoding and checking UTF-8.
 *
 * Process: all.  Distrusts: every byte.
 */
#include "utf8.h"

uint32_t
utf8_next(const uint8_t **at, const uint8_t *end)
{
    uint8_t first = *(*at)++;
    uint8_t low = 0x80, high = 0xBF; /* bounds of the second byte */
    uint32_t code;
    int more;

    if (first < 0x80)
        return first;
    if (first >= 0xC2 && first <= 0xDF) {
        more = 1;
        code = first & 0x1Fu;
    } else if (first >= 0xE0 && first <= 0xEF) {
        more = 2;
        code = first & 0x0Fu;
        if (first == 0xE0)
            low = 0xA0; /* overlong */
        if (first == 0xED)
            high = 0x9F; /* surrogates */
    } else if (first >= 0xF0 && first <= 0xF4) {
        more = 3;
        code = first & 0x07u;
        if (first == 0xF0)
            low = 0x90;
        if (first == 0xF4)
            high = 0x8F; /* above U+10FFFF */
    } else {
        return UTF8_REPLACEMENT;
    }
    for (; more > 0; more--) {
        if (*at == end || **at < low || **at > high)
            return UTF8_REPLACEMENT;
        code = code << 6 | (*(*at)++ & 0x3Fu);
        low = 0x80;
        high = 0xBF;
    }
    return code;
}

size_t
utf8_put(uint8_t out[4], uint32_t code)
{
    if (code < 0x80) {
        out[0] = (uint8_t)code;
        return 1;
    }
    if (code < 0x800) {
        out[0] = (uint8_t)(0xC0 | code >> 6);
        out[1] = (uint8_t)(0x80 | (code & 0x3F));
        return 2;
    }
    if ((code >= 0xD800 && code <= 0xDFFF) || code > 0x10FFFF)
        code = UTF8_REPLACEMENT;
    if (code < 0x10000) {
        out[0] = (uint8_t)(0xE0 | code >> 12);
        out[1] = (uint8_t)(0x80 | (code >> 6 & 0x3F));
        out[2] = (uint8_t)(0x80 | (code & 0x3F));
        return 3;
    }
    out[0] = (uint8_t)(0xF0 | code >> 18);
    out[1] = (uint8_t)(0x80 | (code >> 12 & 0x3F));
    out[2] = (uint8_t)(0x80 | (code >> 6 & 0x3F));
    out[3] = (uint8_t)(0x80 | (code & 0x3F));
    return 4;
}

bool
utf8_is_text(struct span s)
{
    const uint8_t *at = s.data, *end = s.data + s.size;

    while (at < end) {
        const uint8_t *start = at;
        uint32_t code;

        if (*at != 0 && *at < 0x80) {
            at++;
            continue;
        }
        code = utf8_next(&at, end);
        if (code == 0)
            return false;
        /* U+FFFD itself is three bytes; anything else was ill-formed */
        if (code == UTF8_REPLACEMENT && !(at - start == 3 && start[0] == 0xEF &&
                                          start[1] == 0xBF && start[2] == 0xBD))
            return false;
    }
    return true;
}

void
utf8_add_clean(struct buf *out, struct span s)
{
    const uint8_t *at = s.data, *end = s.data + s.size;

    while (at < end) {
        uint32_t code = utf8_next(&at, end);

        uint8_t bytes[4];
        buf_add(out, bytes, utf8_put(bytes, code ? code : UTF8_REPLACEMENT));
    }
}

struct span
utf8_prefix(struct span s, size_t limit)
{
    if (s.size <= limit)
        return s;
    while (limit > 0 && (s.data[limit] & 0xC0) == 0x80)
        limit--;
    return (struct span){s.data, limit};
}
