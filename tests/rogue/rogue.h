/*
 * rogue.h - the parts of the hostile child.
 *
 * Process: renderer, plugin, gpu (as an attacker who has taken one over).
 */
#ifndef BULKHEAD_ROGUE_H
#define BULKHEAD_ROGUE_H

#include "child.h"

/* What a rogue knows of the world it wants to reach. */
struct target {
    int victim, browser; /* pids in the browser's namespace */
    char folder[256];    /* the victim's: "file" and "socket" are in it */
    int tile;            /* a sealed memfd like an arena */
    int socket, epoll;   /* nanomsg's own, seen as they were made; -1 */
};
extern struct target target;

/* How a probe ended, as exit status; else the errno of its refusal. */
enum { PROBE_ALLOWED = 200, PROBE_UNKNOWN = 201 };

/* Makes the one attempt of probes.def and ends the process. */
_Noreturn void probe_run(unsigned index);

/* Before the lock-down: makes the memfd. */
bool probe_prepare(void);

/* main() of the victim: a process of the outside with a file, a socket in
 * folder and an abstract one, until descriptor 0 ends; then it removes them. */
int victim_main(const char *folder);

#endif
