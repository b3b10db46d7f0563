/*
 * chaos_person.h - a person at a browser without a window, for --chaos.
 *
 * Process: browser.
 */
#ifndef BULKHEAD_CHAOS_PERSON_H
#define BULKHEAD_CHAOS_PERSON_H

#include "chaos_score.h"
#include "tabs.h"

enum { CHAOS_TABS = 16 };

/* Opens a tab for each address, at most CHAOS_TABS. */
void chaos_person_open(uint64_t seed, char *const urls[], int count);
void chaos_person_close(void);

/* Tabs of the addresses, in their order. */
int chaos_person_tabs(struct tab *tabs[CHAOS_TABS]);

/* Called every few ms: scrolls, moves the pointer, goes elsewhere and back,
 * changes, closes and opens tabs; whatever is due. */
void chaos_person_step(void);

/* Reloads what is dead or did not load, if the last time is long enough ago;
 * also at a real person's window. */
void chaos_person_mend(void);
unsigned chaos_person_reloads(void);
unsigned chaos_person_loads(void);

/* Goes back to the addresses it began with. */
void chaos_person_go_home(void);

/* How many tabs are not loaded. */
unsigned chaos_person_waits_for(void);

/* Whether all of a page in front is there, frames and plugins included. */
bool chaos_is_whole(const struct tab *t);

/* What it has put into the profile, and what is missing there. */
void chaos_person_check(struct chaos_data *d);

#endif
