/*
 * chaos.h - --chaos: faults of a seeded schedule while pages load and scroll,
 * and a scorecard at the end.
 *
 * Process: browser.
 *
 * Headless it is also the person: opens the addresses in tabs, scrolls, goes
 * elsewhere, changes tabs, reloads what died, and compares the pictures at the
 * end with those of before the first fault.  In the window it acts beside the
 * person, who reloads; at the end it does.
 */
#ifndef BULKHEAD_CHAOS_H
#define BULKHEAD_CHAOS_H

#include "loop.h"

struct chaos_options {
    bool wanted;
    uint64_t seed;
    double rate;    /* faults a second */
    unsigned count; /* faults */
};

/* Reads "SEED,RATE" or "SEED,RATE,COUNT"; false when it is not that. */
bool chaos_read(struct chaos_options *o, const char *text);

/* Drives itself without a window until the scorecard is printed, and stops the
 * loop: status 0 if all was well, 1 if not. */
void chaos_open_headless(struct loop *l, const struct chaos_options *o,
                         int width, int height, char *const urls[], int count);
void chaos_close_headless(void);

/* Beside a person at the window, who ends the browser.  chaos_end_window
 * returns the status: 0, or 1 when the scorecard said that something is wrong;
 * one that is not printed yet is printed. */
void chaos_open_window(struct loop *l, const struct chaos_options *o);
int chaos_end_window(void);

#endif
