/*
 * claims.h - may this child speak for this surface?
 *
 * Process: browser.  The answers come from the browser's own records only.
 */
#ifndef BULKHEAD_CLAIMS_H
#define BULKHEAD_CLAIMS_H

#include "children.h"

/* Whether the surface exists and this child is its painter.  A surface that
 * was destroyed a moment ago is not a lie: *stale is set then, and the message
 * is to be dropped without blame. */
bool claim_surface_of(const struct child *c, uint32_t surface, bool *stale);

#endif
