/*
 * units.h - arithmetic on lengths that cannot overflow.
 *
 * Process: renderer.  Distrusts: lengths of the page: sums of many clamp at
 * +-UNIT_MAX, so that any two results can be added again.
 */
#ifndef BULKHEAD_UNITS_H
#define BULKHEAD_UNITS_H

#include "css/style.h"

/* The largest length layout works with: four of them still add up. */
enum { UNIT_LIMIT = UNIT_MAX / 4 };

static inline unit_t
unit_clamp(int64_t value)
{
    return (unit_t)(value > UNIT_LIMIT    ? UNIT_LIMIT
                    : value < -UNIT_LIMIT ? -UNIT_LIMIT
                                          : value);
}

static inline unit_t
unit_add(unit_t a, unit_t b)
{
    return unit_clamp((int64_t)a + b);
}

static inline unit_t
unit_sub(unit_t a, unit_t b)
{
    return unit_clamp((int64_t)a - b);
}

static inline unit_t
unit_max(unit_t a, unit_t b)
{
    return a > b ? a : b;
}

static inline unit_t
unit_min(unit_t a, unit_t b)
{
    return a < b ? a : b;
}

/* value * part / whole, without overflow between; 0 if whole is 0. */
static inline unit_t
unit_scale(unit_t value, int64_t part, int64_t whole)
{
    double result =
        whole == 0 ? 0 : (double)value * (double)part / (double)whole;

    return unit_clamp(result > UNIT_LIMIT    ? UNIT_LIMIT
                      : result < -UNIT_LIMIT ? -UNIT_LIMIT
                                             : (int64_t)result);
}

/* percent of a length, rounded down to 1/64 px as browsers do. */
static inline unit_t
unit_percent(unit_t whole, float percent)
{
    double result = (double)whole * (double)percent / 100.0;

    if (!(result > -UNIT_LIMIT)) /* also not a number */
        return -UNIT_LIMIT;
    return result > UNIT_LIMIT ? UNIT_LIMIT : (unit_t)result;
}

/* Down to a whole pixel. */
static inline unit_t
unit_floor(unit_t value)
{
    return value >= 0 ? value / UNIT * UNIT
                      : -((-value + UNIT - 1) / UNIT * UNIT);
}

static inline unit_t
unit_round(unit_t value)
{
    return unit_floor(value + UNIT / 2);
}

#endif
