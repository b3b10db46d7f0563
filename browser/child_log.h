/*
 * child_log.h - what a child writes to its descriptor 2.
 *
 * Process: browser.  Distrusts: every byte of it.
 */
#ifndef BULKHEAD_CHILD_LOG_H
#define BULKHEAD_CHILD_LOG_H

#include "buf.h"
#include "fault_report.h"
#include "loop.h"

struct child_log {
    struct loop *loop;
    struct loop_watch *watch;
    struct loop_timer *resume;
    struct buf line; /* an unfinished one */
    char name[32];   /* "renderer#3" */
    int fd;          /* reading end; -1 when closed */
    int64_t second;  /* the one being counted */
    unsigned lines, dropped;
    size_t bytes;
    struct fault_report fault; /* its last line, if it crashed */
};

/* Makes the pipe and starts forwarding its lines, MAX_LOG_RATE a second, to
 * the browser's stderr, each with the child's true name.  Returns the writing
 * end, the caller's; -1 after logging. */
int child_log_open(struct child_log *log, struct loop *l, const char *role,
                   uint32_t number);

/* Forwards what is left and closes; fault stays. */
void child_log_close(struct child_log *log);

#endif
