/*
 * profile_lock.h - which browser a profile belongs to, while it runs.
 *
 * Process: browser.
 *
 * A second browser on the same profile is allowed: SQLite lets both write
 * history and bookmarks.  But it keeps no session and its cookies only in
 * memory, and it does not take the first one's session for one that was cut.
 */
#ifndef BULKHEAD_PROFILE_LOCK_H
#define BULKHEAD_PROFILE_LOCK_H

#include <stdbool.h>
#include <sys/types.h>

/* Takes the profile for this process until profile_lock_drop or its death,
 * whatever that is.  False when another has it; *owner is its pid then, or 0
 * if that is not known.  NULL, no profile, is always free. */
bool profile_lock_take(const char *folder, pid_t *owner);
void profile_lock_drop(void);

#endif
