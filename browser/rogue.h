/*
 * rogue.h - the sandbox attacked from inside: probes.def, row by row, in
 * hostile children that went through the launch of the real ones.
 *
 * Process: browser.  Distrusts: the rogue like any child; how an attempt ended
 * is the kernel's word (exit status, denied call, signal).
 */
#ifndef BULKHEAD_ROGUE_H
#define BULKHEAD_ROGUE_H

#include "children.h"

/* What stopped an attempt.  ESCAPED: nothing did. */
enum rogue_stop {
    STOP_NONE_YET,
    STOP_SECCOMP,
    STOP_LANDLOCK,
    STOP_NAMESPACE,
    STOP_CAPABILITY,
    STOP_RLIMIT,
    STOP_WRITE_XOR_EXEC,
    STOP_SEAL,
    STOP_BROWSER, /* its check of what it is sent */
    STOP_KERNEL,  /* would refuse anybody: it has no such thing */
    STOP_ESCAPED,
    STOP_FAILED, /* could not be tried */
    STOP_COUNT
};

/* "seccomp", ... */
const char *rogue_stop_name(enum rogue_stop stop);

struct rogue_probe {
    const char *group, *name, *chromium;
    bool by_browser; /* the kernel must let it through */
};
extern const struct rogue_probe rogue_probes[];
extern const unsigned rogue_probe_count;

struct rogue_result {
    enum rogue_stop stop;
    int error;  /* errno of the refusal, or 0: killed, or not refused */
    int signal; /* killed by it, or 0 */
};

/* One way to launch a rogue: what it stands in for, without which layers. */
struct rogue_column {
    enum role role;
    uint32_t without;
    struct rogue_result *results; /* one for each probe */
    uint32_t syscalls, layers;    /* of its children */
    unsigned done;
};

struct rogue_run;

/* Starts all probes in all columns, a few at a time; changed is called after
 * each, and once more at the end (rogue_run_is_done).  columns are copied.
 * NULL after logging when the hostile binary was not built. */
struct rogue_run *rogue_run_create(struct loop *l,
                                   const struct rogue_column *columns,
                                   unsigned count, void (*changed)(void *data),
                                   void *data);
void rogue_run_destroy(struct rogue_run *run);

bool rogue_run_is_done(const struct rogue_run *run);
unsigned rogue_run_columns(const struct rogue_run *run,
                           const struct rogue_column **columns);

/* How many of a column's attempts were stopped by what; ESCAPED too. */
void rogue_count(const struct rogue_column *column, unsigned out[STOP_COUNT]);

#endif
