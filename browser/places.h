/*
 * places.h - where things are: binaries, plugins, assets, the profile.
 *
 * Process: browser.
 */
#ifndef BULKHEAD_PLACES_H
#define BULKHEAD_PLACES_H

#include <limits.h>
#include <stdbool.h>

struct places {
    char binaries[PATH_MAX]; /* the folder of this program's own file */
    char plugins[PATH_MAX];
    char tour[PATH_MAX + 16]; /* a file: address */
    char profile_path[PATH_MAX];
    const char *profile; /* NULL: nothing is kept */
};

/* user_data_dir: the person's wish, or NULL; a headless run without one keeps
 * nothing.  Creates the profile's folder (0700); false after logging. */
bool places_find(struct places *p, const char *user_data_dir, bool headless);

#endif
