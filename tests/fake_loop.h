/*
 * fake_loop.h - a loop whose time is the test's, in place of loop.c.
 *
 * Process: test.
 *
 * Nothing is watched and nothing sleeps: the test moves the clock, and what was
 * put off until then happens, in order.
 */
#ifndef BULKHEAD_FAKE_LOOP_H
#define BULKHEAD_FAKE_LOOP_H

#include "loop.h"

/* Moves the clock and calls what is due meanwhile. */
void fake_loop_pass(int ms);

/* Calls what was added by loop_before_sleep. */
void fake_loop_turn(void);

/* Tells the one who watches the descriptor; false: nobody does. */
bool fake_loop_tell(int fd, int events);

/* Forgets timers, watches and hooks, for the next test; the clock goes on. */
void fake_loop_reset(void);

#endif
