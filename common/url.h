/*
 * url.h - parsing, resolving and comparing addresses (WHATWG URL standard).
 *
 * Process: browser, renderer.  Distrusts: the address.  IDNA by ICU
 * (UTS #46), in url_host.c.
 */
#ifndef BULKHEAD_URL_H
#define BULKHEAD_URL_H

#include "buf.h"
#include "span.h"

/* Where a part lies in the serialized text. */
struct url_part {
    size_t at, size;
};

/* A parsed URL owns one serialized text; the parts, private to url.c, lie in
 * it without their delimiters. */
struct url {
    struct buf href;
    struct url_part scheme, username, password, host, path, query, fragment;
    bool has_host, has_query, has_fragment, opaque_path;
    int port_number; /* -1: none, or the scheme's default */
};

/* The standard's percent-encode sets, each a superset of the one before but
 * for the first two. */
enum url_set {
    URL_SET_C0,
    URL_SET_FRAGMENT,
    URL_SET_QUERY,
    URL_SET_SPECIAL_QUERY,
    URL_SET_PATH,
    URL_SET_USERINFO,
    URL_SET_COMPONENT /* as JavaScript's encodeURIComponent, nearly */
};

/* Parses text against base (NULL: none).  False: not a URL; u is empty.  u is
 * overwritten: finish an older content before.  u may not be base. */
bool url_parse(struct url *u, struct span text, const struct url *base);
void url_finish(struct url *u);

/* Borrowed parts, without their delimiters; empty when absent. */
struct span url_scheme(const struct url *u);
struct span url_host(const struct url *u); /* serialized: [..] for IPv6 */
struct span url_path(const struct url *u);
struct span url_query(const struct url *u);
struct span url_fragment(const struct url *u);

/* Whether the scheme is this lower-case one. */
bool url_is(const struct url *u, const char *scheme);
bool url_has_credentials(const struct url *u);

/* Equal but for the fragment. */
/* Whether both have a host, and scheme, host and port are equal (HTML standard
 * 7.1.1, a tuple origin). */
bool url_same_origin(const struct url *a, const struct url *b);

bool url_same_document(const struct url *a, const struct url *b);

/* Scheme, host and port, as "https://example.org:8080"; "null" for opaque
 * origins. */
void url_add_origin(struct buf *out, const struct url *u);

/* Appends s percent-decoded. */
void url_add_decoded(struct buf *out, struct span s);

/* Appends s with the bytes of the set percent-encoded; '%' itself is only in
 * URL_SET_COMPONENT. */
void url_add_encoded(struct buf *out, struct span s, enum url_set set);

/* One call for callers with C strings: resolves text against base ("" for
 * none) and appends the href; false when it is not a URL. */
bool url_resolve(struct buf *out, const char *base, struct span text);

#endif
