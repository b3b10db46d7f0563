/*
 * url_parts.h - the parts of a URL while it is parsed; between url.c and
 * url_parse.c.
 *
 * Process: browser, renderer.  Distrusts: the address.
 */
#ifndef BULKHEAD_URL_PARTS_H
#define BULKHEAD_URL_PARTS_H

#include "buf.h"
#include "span.h"

/* A path that is a list is kept as "/a/b". */
struct url_parts {
    struct buf scheme, username, password, host, path, query, fragment;
    bool has_host, has_query, has_fragment, opaque_path;
    int port; /* -1: none, or the default */
};

/* The basic URL parser: fills u, which is empty but for port = -1, from text
 * that is well-formed UTF-8, trimmed, without tabs and line ends.  base is
 * NULL for none.  False: not a URL; u then holds rubbish. */
bool url_parts_parse(struct url_parts *u, struct span text,
                     const struct url_parts *base);

/* The default port, 0 for file, -1 for schemes that are not special. */
int url_special_port(struct span scheme);

#endif
