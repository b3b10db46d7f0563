/*
 * site.h - the site of an address: what may share a renderer.
 *
 * Process: browser.  Distrusts: the address.
 */
#ifndef BULKHEAD_SITE_H
#define BULKHEAD_SITE_H

#include "buf.h"
#include "url.h"

/* Appends the site: scheme and registrable domain by the public suffix list,
 * as "https://example.org"; an IP address, a single label or a public suffix
 * itself counts whole.  The files of one folder are a site, "file:///tmp/",
 * so that reading one page gives no power over others.  The privileged
 * about: pages are one, "about:"; about:blank, data: and unknown schemes are
 * opaque: "opaque:N", with a new N at every call.  Ports do not count. */
void site_add(struct buf *out, const struct url *u);

/* The registrable domain of u's host in it, or the whole host; borrowed from
 * u.  For the address bar's emphasis. */
struct span site_domain(const struct url *u);

/* libpsl's version and the date of its list. */
const char *site_version(void);

#endif
