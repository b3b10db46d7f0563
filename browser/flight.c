/*
 * flight.c - where a profile's flight recorder is.
 *
 * Process: browser, `bulkhead trace last`.  Distrusts: what was left behind;
 * trace_ring.c checks it.
 */
#include "flight.h"
#include "trace_ring.h"

#include <limits.h>
#include <stdio.h>

static void
live_path(char *out, size_t size, const char *profile)
{
    snprintf(out, size, "%s/flight-recorder", profile);
}

void
flight_last_path(char *out, size_t size, const char *profile)
{
    snprintf(out, size, "%s/flight-recorder.last", profile);
}

bool
flight_save(const char *profile)
{
    char from[PATH_MAX + 32], to[PATH_MAX + 32];

    live_path(from, sizeof from, profile);
    flight_last_path(to, sizeof to, profile);
    return trace_kept_save(from, to);
}

void
flight_keep(const char *profile)
{
    char path[PATH_MAX + 32];

    flight_save(profile);
    live_path(path, sizeof path, profile);
    trace_keep(path);
}
