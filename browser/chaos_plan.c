/*
 * chaos_plan.c - a schedule of faults that follows from a seed alone.
 *
 * Process: browser.  Distrusts: nothing.
 */
#include "chaos_plan.h"

#include <stdbool.h>
#include <stddef.h>

/* How often, of WEIGHTS.  A fault that ends in a kill by the person's hand
 * (spin, block) takes seconds, so it is rare. */
static const struct {
    unsigned weight;
    enum chaos_kind kind;
    enum role role;
    choice_t fault;
    int least_ms, most_ms;
} table[] = {
    {22, CHAOS_KILL, RENDERER, 0, 0, 0},
    {8, CHAOS_KILL, PLUGIN, 0, 0, 0},
    {8, CHAOS_KILL, GPU, 0, 0, 0},
    {9, CHAOS_STOP, RENDERER, 0, 50, 2500},
    {4, CHAOS_STOP, PLUGIN, 0, 50, 2500},
    {2, CHAOS_STOP, GPU, 0, 50, 4500},
    {6, CHAOS_STARVE, RENDERER, 0, 20, 1500},
    {2, CHAOS_STARVE, PLUGIN, 0, 20, 1500},
    {3, CHAOS_STARVE, GPU, 0, 20, 800},
    {6, CHAOS_LAUNCH, RENDERER, 0, 0, 12},
    {2, CHAOS_LAUNCH, PLUGIN, 0, 0, 12},
    {2, CHAOS_LAUNCH, GPU, 0, 0, 12},
    {2, CHAOS_ZYGOTE, RENDERER, 0, 0, 0},
    {1, CHAOS_ZYGOTE, PLUGIN, 0, 0, 0},
    {1, CHAOS_ZYGOTE, GPU, 0, 0, 0},
    {1, CHAOS_FREEZE, RENDERER, 0, 50, 1500},
    {1, CHAOS_FREEZE, GPU, 0, 50, 1500},
    {4, CHAOS_FAULT, RENDERER, FAULT_CRASH, 0, 0},
    {2, CHAOS_FAULT, RENDERER, FAULT_ABORT, 0, 0},
    {2, CHAOS_FAULT, RENDERER, FAULT_STACK, 0, 0},
    {2, CHAOS_FAULT, RENDERER, FAULT_EXIT, 0, 0},
    {2, CHAOS_FAULT, RENDERER, FAULT_CALL, 0, 0},
    {1, CHAOS_FAULT, RENDERER, FAULT_MEMORY, 0, 0},
    {1, CHAOS_FAULT, RENDERER, FAULT_SPIN, 0, 0},
    {1, CHAOS_FAULT, RENDERER, FAULT_BLOCK, 0, 0},
    {1, CHAOS_FAULT, RENDERER, FAULT_FLOOD, 0, 0},
    {2, CHAOS_FAULT, PLUGIN, FAULT_CRASH, 0, 0},
    {1, CHAOS_FAULT, PLUGIN, FAULT_CALL, 0, 0},
    {2, CHAOS_FAULT, GPU, FAULT_CRASH, 0, 0},
    {1, CHAOS_FAULT, GPU, FAULT_SPIN, 0, 0},
};
enum { TABLE = sizeof table / sizeof *table };

/* splitmix64 (Steele, Lea, Flood 2014): any seed is a good one. */
static uint64_t
next(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9E3779B97F4A7C15);

    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}

uint32_t
chaos_random(uint64_t *state, uint32_t below)
{
    return (uint32_t)((next(state) >> 32) * below >> 32);
}

void
chaos_plan_init(struct chaos_plan *p, uint64_t seed, double rate)
{
    p->state = seed;
    p->rate = rate;
}

struct chaos_fault
chaos_plan_next(struct chaos_plan *p)
{
    struct chaos_fault f = {0};
    unsigned weights = 0, at;
    size_t i = 0;

    for (size_t each = 0; each < TABLE; each++)
        weights += table[each].weight;
    at = chaos_random(&p->state, weights);
    while (at >= table[i].weight)
        at -= table[i++].weight;
    f.kind = table[i].kind;
    f.role = table[i].role;
    f.fault = table[i].fault;
    f.ms = table[i].least_ms +
           (int)chaos_random(
               &p->state, (uint32_t)(table[i].most_ms - table[i].least_ms + 1));
    /* Evenly between nothing and twice the mean: bursts and pauses. */
    f.after_ms =
        (int)(chaos_random(&p->state, 2001) / p->rate); /* of 1000 ms */
    f.pick = chaos_random(&p->state, UINT32_MAX);
    return f;
}

/* ---- names ----------------------------------------------------------------*/

static const char *const kinds[] = {"kill",           "stop",
                                    "starve",         "kill at launch",
                                    "kill of zygote", "stop of zygote"};
static const char *const faults[] = {"crash",  "abort",   "stack",
                                     "memory", "spin",    "block",
                                     "exit",   "syscall", "flood"};
_Static_assert(sizeof kinds / sizeof *kinds == CHAOS_KINDS - 1,
               "a kind's name");
_Static_assert(sizeof faults / sizeof *faults == FAULT, "a fault's name");

unsigned
chaos_fault_row(const struct chaos_fault *f)
{
    return f->kind == CHAOS_FAULT ? CHAOS_FAULT + f->fault : f->kind;
}

const char *
chaos_row_name(unsigned row)
{
    if (row >= CHAOS_ROWS)
        return NULL;
    return row < CHAOS_FAULT ? kinds[row] : faults[row - CHAOS_FAULT];
}

const char *
chaos_fault_name(const struct chaos_fault *f)
{
    return chaos_row_name(chaos_fault_row(f));
}
