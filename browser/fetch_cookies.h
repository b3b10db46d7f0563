/*
 * fetch_cookies.h - the cookies of all fetches: kept by curl, saved by us.
 *
 * Process: browser.
 */
#ifndef BULKHEAD_FETCH_COOKIES_H
#define BULKHEAD_FETCH_COOKIES_H

#include "loop.h"
#include "span.h"

/* The cookies of a profile's folder; NULL: they are kept in memory only. */
void fetch_cookies_open(struct loop *l, const char *profile);
void fetch_cookies_close(void); /* saves what is new */

/* One was set by this address, with this header: the file is written soon. */
void fetch_cookies_changed(const char *url, struct span set_cookie);

/* How many there are. */
unsigned fetch_cookies_count(void);

/* The CURLSH that every transfer uses. */
void *fetch_cookies_share(void);

#endif
