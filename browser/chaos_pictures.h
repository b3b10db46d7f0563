/*
 * chaos_pictures.h - each tab's picture before the faults and after them.
 *
 * Process: browser.
 */
#ifndef BULKHEAD_CHAOS_PICTURES_H
#define BULKHEAD_CHAOS_PICTURES_H

#include "chaos_person.h"

/* Begins to take them, tab by tab, of the whole area; the first time to keep,
 * the second to compare.  Plugins move, so their places are left out. */
void chaos_pictures_begin(struct rect area);

/* Called every few ms; true when done. */
bool chaos_pictures_step(void);

/* pages: compared; differ: not the same again; move: by themselves. */
void chaos_pictures_result(unsigned *pages, unsigned *differ, unsigned *move);
void chaos_pictures_close(void);

#endif
