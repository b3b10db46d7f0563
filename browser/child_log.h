/*
 * child_log.h - what a child writes to its descriptor 2.
 *
 * Process: browser.  Distrusts: every byte of it.
 *
 * What the browser itself has to say of a child's doings is counted with it:
 * else a child could fill the log by having the browser complain.
 */
#ifndef BULKHEAD_CHILD_LOG_H
#define BULKHEAD_CHILD_LOG_H

#include "buf.h"
#include "fault_report.h"
#include "log.h"
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

/* The browser's own line about the child, info or warning, or one more that is
 * dropped. */
void child_log_add(struct child_log *log, enum log_level level,
                   const char *text);

/* Forwards what is left and closes; fault stays. */
void child_log_close(struct child_log *log);

#endif
