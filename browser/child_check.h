/*
 * child_check.h - what /proc says about a child, without asking it.
 *
 * Process: browser.
 */
#ifndef BULKHEAD_CHILD_CHECK_H
#define BULKHEAD_CHILD_CHECK_H

#include "policy.h"

#include <sys/types.h>

/* Compares the layers a child claims with the state of each of its threads.
 * False, with the difference in why, when the kernel says otherwise or
 * cannot be asked. */
bool child_check(pid_t pid, uint32_t layers, char *why, size_t size);

/* How many processes the kernel has killed for lack of memory since it was
 * started, -1 if it does not say. */
long child_oom_kills(void);

/* What became of a child, for a person, from its wait status: "killed by
 * signal 9 (SIGKILL)", "ended with status 3". */
void child_describe_end(int signal, int status, char *out, size_t size);

#endif
