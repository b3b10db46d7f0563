/*
 * launch.h - the zygotes: one process per kind of child, which forks them.
 *
 * Process: browser.
 */
#ifndef BULKHEAD_LAUNCH_H
#define BULKHEAD_LAUNCH_H

#include "loop.h"
#include "zygote.h"

struct launch_events {
    /* A zygote has answered a request; pidfd is the receiver's, -1 if there
     * is no child. */
    void (*answered)(const struct zygote_answer *answer, int pidfd);
    /* A zygote has died: its unanswered requests will never be.  Another is
     * started at the next request. */
    void (*lost)(enum role role, bool rogue);
    /* Whether a zygote has told of this process. */
    bool (*knows)(pid_t pid);
};

/* binaries is the folder of the child binaries; both pointers must stay. */
void launch_open(struct loop *l, const char *binaries,
                 const struct launch_events *events);

/* Starts the kind's zygote if it does not run; rogue: the hostile one that
 * stands in for it (tests/rogue).  False after logging. */
bool launch_zygote(enum role role, bool rogue);

/* Its process, or 0. */
pid_t launch_zygote_pid(enum role role);

/* The path of the hostile binary; NULL when it was not built.  Valid until the
 * next call. */
const char *launch_rogue(void);

/* Ends the zygotes of hostile binaries. */
void launch_end_rogues(void);

/* Hands a request with its descriptors (which stay the caller's) to the
 * kind's zygote.  False after logging. */
bool launch_request(enum role role, bool rogue,
                    const struct zygote_request *request,
                    const int fds[ZYGOTE_FDS]);

/* Kills and reaps the zygotes. */
void launch_close(void);

#endif
