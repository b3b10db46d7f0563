/*
 * chaos_faults.h - the faults of a plan, committed and followed until the
 * browser has noticed each and shows again what it showed.
 *
 * Process: browser.
 */
#ifndef BULKHEAD_CHAOS_FAULTS_H
#define BULKHEAD_CHAOS_FAULTS_H

#include "chaos_plan.h"
#include "buf.h"
#include "loop.h"

enum { CHAOS_MOST = 1000000 }; /* faults of one run */

/* A fault that is over. */
struct chaos_record {
    uint8_t row;                      /* chaos_row_name */
    uint8_t role;                     /* enum role */
    int32_t noticed_us, recovered_us; /* since the fault; -1: was not, or need
                                         not be */
};

/* Starts committing count (at most CHAOS_MOST) faults. */
void chaos_faults_open(struct loop *l, uint64_t seed, double rate,
                       unsigned count);
void chaos_faults_close(void);

/* Called every few ms: commits what is due, follows what is under way. */
void chaos_faults_step(void);

/* All are committed, or no more will be. */
bool chaos_faults_are_committed(void);

/* How many are under way, and says of the first which. */
unsigned chaos_faults_open_count(struct buf *what);

/* No more: those that wait for something to hit are dropped. */
void chaos_faults_stop(void);

/* The faults that are over; those for which there was nobody to hit. */
const struct chaos_record *chaos_faults_records(unsigned *count,
                                                unsigned *missed);

#endif
