/*
 * args.h - the arguments of `bulkhead trace`'s subcommands.
 *
 * Process: `bulkhead trace`.
 */
#ifndef BULKHEAD_TRACE_ARGS_H
#define BULKHEAD_TRACE_ARGS_H

#include "trace/input.h"

/* What a subcommand takes beside FILE. */
enum {
    TAKES_FILTER = 1, /* [EXPRESSION], --process, --message, --from, --to */
    TAKES_FOLLOW = 2,
    TAKES_OUT = 4, /* -o OUT */
    TAKES_FORMAT = 8,
    TAKES_TWO = 16,     /* a second file */
    TAKES_PROFILE = 32, /* --user-data-dir=DIR in place of FILE */
    TAKES_ALL = 64      /* --all */
};

struct trace_args {
    const char *file, *other, *out, *profile;
    const char *format; /* "pcapng", "perfetto", "json" */
    bool follow, all;
    struct trace_choice choice;
};

/* Reads argv[1...]; help is printed for --help and its first line after a
 * mistake.  False with the exit status when there is nothing more to do. */
bool trace_args_read(struct trace_args *a, int argc, char **argv,
                     unsigned takes, const char *help, int *status);
void trace_args_finish(struct trace_args *a);

/* Writes everything to path ("-" or NULL: standard output); the exit status.
 */
int trace_write(const char *path, const struct buf *bytes);

#endif
