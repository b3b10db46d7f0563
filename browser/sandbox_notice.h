/*
 * sandbox_notice.h - what is missing of the sandbox, said aloud, and the
 * refusal to load the web without what is required.
 *
 * Process: browser.
 */
#ifndef BULKHEAD_SANDBOX_NOTICE_H
#define BULKHEAD_SANDBOX_NOTICE_H

#include "children.h"

/* no_sandbox: the person gave --no-sandbox; without: the layers that --layers
 * leaves out, which are always told of. */
void sandbox_notice_open(bool no_sandbox, uint32_t without);

/* Looks at a child that became ready.  Returns a line for the toolbar the
 * first time a kind of child lacks a layer that it could have, else NULL. */
const char *sandbox_notice(const struct child *c);

/* Why the address may not be loaded into this child, for a person; NULL when
 * it may.  about: pages always may. */
const char *sandbox_refusal(const struct child *c, const char *url);

#endif
