/*
 * flight.h - where a profile's flight recorder is, while its browser runs and
 * after that was killed.
 *
 * Process: browser, `bulkhead trace last`.
 */
#ifndef BULKHEAD_FLIGHT_H
#define BULKHEAD_FLIGHT_H

#include <stdbool.h>
#include <stddef.h>

/* The trace of the last browser of the profile that did not end in order. */
void flight_last_path(char *out, size_t size, const char *profile);

/* Makes that trace of what was left, if anything was.  The caller has the
 * profile's lock.  Whether there was. */
bool flight_save(const char *profile);

/* Keeps this browser's recorder in the profile from now on; the same. */
void flight_keep(const char *profile);

#endif
