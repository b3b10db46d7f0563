/*
 * mime.h - what kind of thing a response is (WHATWG MIME Sniffing).
 *
 * Process: browser.  Distrusts: servers' headers, file names, first bytes.
 */
#ifndef BULKHEAD_MIME_H
#define BULKHEAD_MIME_H

#include "buf.h"
#include "limits.h"
#include "span.h"

/* Bytes that sniffing looks at, at most. */
enum { MIME_SNIFF = 512 };

struct mime {
    char essence[MAX_MIME];    /* "text/html"; "" when unknown */
    char charset[MAX_CHARSET]; /* label as given, lower case, or "" */
};

/* Parses a Content-Type; false, with m empty, when it is none. */
bool mime_parse(struct mime *m, struct span content_type);

/* Whether mime_compute looks at the first bytes for this Content-Type. */
bool mime_wants_bytes(struct span content_type, bool nosniff);

/* The computed type: the Content-Type's, or one sniffed from the first bytes
 * when it is absent, unknown, text/plain by a server's default, or an image.
 * first holds MIME_SNIFF bytes or the whole body. */
void mime_compute(struct mime *m, struct span content_type, struct span first,
                  bool nosniff);

/* The type of the picture that these are the first bytes of, whatever its
 * server calls it (MIME Sniffing, 6.1); "" when they are none. */
const char *mime_picture(struct span first);

/* The type by a file name's extension; NULL when unknown. */
const char *mime_of_name(struct span name);

/* Reads a Content-Disposition (RFC 6266): true for an attachment; appends its
 * filename, made safe: no folders, controls or leading dots. */
bool mime_disposition(struct span header, struct buf *filename);

#endif
