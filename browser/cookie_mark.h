/*
 * cookie_mark.h - marks of the browser's cookies in a recording: by them
 * `bulkhead trace check` finds a cookie's value in a message, though the
 * recording does not have the value.
 *
 * Process: browser (writes); `bulkhead trace check` (reads).  Distrusts:
 * servers; a recording.
 *
 * A mark is 48 bits of a hash over the value's first COOKIE_MARK_MOST bytes.
 * There is none of a value below COOKIE_MARK_LEAST bytes: it could be guessed
 * from its mark, and would be found by chance.
 */
#ifndef BULKHEAD_COOKIE_MARK_H
#define BULKHEAD_COOKIE_MARK_H

#include "span.h"

enum { COOKIE_MARK_LEAST = 16, COOKIE_MARK_MOST = 64 };

struct cookie_mark {
    struct span domain; /* registrable; borrowed */
    bool http_only;
    uint32_t length; /* of what was hashed */
    uint64_t mark;
};

/* Notes a cookie in the trace, if that keeps whole messages: url is where it
 * came from, set_cookie the value of its Set-Cookie header. */
void cookie_mark_header(const char *url, struct span set_cookie);

/* The same for a line of curl's list of cookies. */
void cookie_mark_line(const char *line);

/* Reads a note; false when it is another. */
bool cookie_mark_read(struct span note, struct cookie_mark *m);

/* Calls fn for every run of length bytes until it returns false. */
void cookie_mark_each(struct span bytes, uint32_t length,
                      bool (*fn)(void *data, uint64_t mark), void *data);

#endif
