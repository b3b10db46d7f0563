/*
 * random.h - repeatable random numbers for tests (xorshift64*).
 *
 * Process: test.
 */
#ifndef BULKHEAD_TEST_RANDOM_H
#define BULKHEAD_TEST_RANDOM_H

#include <stdint.h>

/* Any value but 0 is a seed. */
static inline uint64_t
random_next(uint64_t *seed)
{
    *seed ^= *seed >> 12;
    *seed ^= *seed << 25;
    *seed ^= *seed >> 27;
    return *seed * UINT64_C(0x2545F4914F6CDD1D);
}

/* 0 to most; both ends, and their neighbours, come up often. */
static inline uint64_t
random_up_to(uint64_t *seed, uint64_t most)
{
    uint64_t r = random_next(seed);

    switch (random_next(seed) % 8) {
    case 0:
        return most;
    case 1:
        return 0;
    case 2:
        return most > 0 ? most - 1 : 0;
    default:
        return most == UINT64_MAX ? r : r % (most + 1);
    }
}

#endif
