/*
 * victim.h - an outside process for the rogue to reach at.
 *
 * Process: browser.
 */
#ifndef BULKHEAD_VICTIM_H
#define BULKHEAD_VICTIM_H

#include "loop.h"

struct victim;

/* Starts "BINARY --victim FOLDER" and calls ready from the loop once its file
 * and sockets are there.  NULL after logging. */
struct victim *victim_create(struct loop *l, const char *binary,
                             void (*ready)(void *data), void *data);

/* Ends it; it removes its folder itself, also when the browser just dies. */
void victim_destroy(struct victim *v);

int victim_pid(const struct victim *v);
const char *victim_folder(const struct victim *v);

#endif
