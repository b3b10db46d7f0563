/*
 * chaos_plan.h - a schedule of faults that follows from a seed alone.
 *
 * Process: browser.
 *
 * Each fault says when, what and to which kind of process; which process of
 * that kind is a number that chaos.c takes modulo those there are.  The same
 * seed and rate give the same faults on every machine.
 */
#ifndef BULKHEAD_CHAOS_PLAN_H
#define BULKHEAD_CHAOS_PLAN_H

#include "policy.h"

enum chaos_kind {
    CHAOS_KILL,   /* SIGKILL */
    CHAOS_STOP,   /* SIGSTOP, and SIGCONT after ms */
    CHAOS_STARVE, /* the browser does not read from it for ms */
    CHAOS_LAUNCH, /* the next one of its kind is killed ms after its fork */
    CHAOS_ZYGOTE, /* SIGKILL to the zygote of its kind */
    CHAOS_FREEZE, /* SIGSTOP to that zygote, and SIGCONT after ms */
    CHAOS_FAULT,  /* it misbehaves: one of FAULT_ */
    CHAOS_KINDS
};

struct chaos_fault {
    enum chaos_kind kind;
    enum role role;
    uint32_t fault; /* FAULT_, of CHAOS_FAULT */
    int after_ms;   /* since the fault before */
    int ms;         /* how long, or how late; 0 where it has no meaning */
    uint32_t pick;  /* any number: which of several */
};

struct chaos_plan {
    uint64_t state;
    double rate;
};

/* rate: faults a second, on average; more than 0. */
void chaos_plan_init(struct chaos_plan *p, uint64_t seed, double rate);
struct chaos_fault chaos_plan_next(struct chaos_plan *p);

/* The same generator, for others who want repeatable choices: 0 to below. */
uint32_t chaos_random(uint64_t *state, uint32_t below);

/* "kill", "stop", "crash", ...: the fault's name in the scorecard. */
const char *chaos_fault_name(const struct chaos_fault *f);

/* All names, numbered from 0; NULL after the last.  chaos_fault_row is a
 * fault's number among them. */
const char *chaos_row_name(unsigned row);
unsigned chaos_fault_row(const struct chaos_fault *f);
enum { CHAOS_ROWS = CHAOS_KINDS - 1 + FAULT };

#endif
