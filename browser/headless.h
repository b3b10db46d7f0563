/*
 * headless.h - one page without a window: screenshot, DOM, exit status.
 *
 * Process: browser.
 */
#ifndef BULKHEAD_HEADLESS_H
#define BULKHEAD_HEADLESS_H

#include "options.h"

/* Loads the address through the same processes as the window does, and stops
 * the loop with status 0 if it was loaded and painted (and its picture or
 * tree written), 1 otherwise, 124 for the time limit. */
void headless_open(struct loop *l, const struct options *o);
void headless_close(void);

#endif
