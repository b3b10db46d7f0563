/*
 * url_host.h - the host parser of the WHATWG URL standard; for url.c.
 *
 * Process: browser, renderer.  Distrusts: the address.
 */
#ifndef BULKHEAD_URL_HOST_H
#define BULKHEAD_URL_HOST_H

#include "buf.h"
#include "span.h"

/* Appends the serialized host: a domain in ASCII, a dotted IPv4 address, an
 * IPv6 address in brackets or, if opaque (the scheme is not special), the
 * percent-encoded text.  False: not a host; out is then unspecified. */
bool url_host_parse(struct buf *out, struct span text, bool opaque);

/* The value of a hexadecimal digit or -1. */
int url_hex_value(int c);

#endif
