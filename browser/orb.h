/*
 * orb.h - which answers of other origins may enter a renderer (Opaque
 * Response Blocking, https://github.com/annevk/orb).
 *
 * Process: browser.  Distrusts: the page, which names as a picture what it
 * wants to read.
 *
 * There is no script and no media here, so the rule is shorter than the
 * standard's and closed: what is not known as a picture or a style sheet
 * stays outside.  A picture is known by its first bytes, since a server that
 * calls something application/octet-stream, or a picture, may be wrong.  Fonts
 * come by CORS (fetch.h) instead.
 */
#ifndef BULKHEAD_ORB_H
#define BULKHEAD_ORB_H

#include "fetch.h"

/* initiator: address of the document that asks; resource: RESOURCE_, as what;
 * head: of the answer.  Files have rules of their own (fetch_file.c), data:
 * holds only what the page has already. */
bool orb_allows(const char *initiator, choice_t resource,
                const struct fetch_head *head);

#endif
