/*
 * process_stat.h - what the kernel says a process uses; Linux's /proc.
 *
 * Process: browser.
 */
#ifndef BULKHEAD_PROCESS_STAT_H
#define BULKHEAD_PROCESS_STAT_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct process_stat {
    uint64_t pss, private_bytes; /* bytes; 0: not to be had */
    bool at_most;                /* they are bounds: all that is resident, and
                                    what of it is of no file.  More is not told
                                    of a process that nobody may look into. */
    uint64_t cpu_ms;             /* user and system, since its start */
    unsigned fds;                /* 0: not to be had */
    bool stopped;                /* by a signal */
};

/* Of all its threads since their start. */
struct process_time {
    uint64_t cpu_ns, switches; /* switches: of either kind */
};

/* False when there is no such process. */
bool process_time_read(pid_t pid, struct process_time *out);
bool process_stat_read(pid_t pid, struct process_stat *out);

/* Calls fn for every process, also dead ones that were not reaped, whose parent
 * is this one; group is its process group. */
typedef void process_fn(pid_t pid, pid_t group, void *data);
void process_each_child(process_fn *fn, void *data);

#endif
