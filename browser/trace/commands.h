/*
 * commands.h - the subcommands of `bulkhead trace`.
 *
 * Process: `bulkhead trace`.  Each takes its own name as argv[0] and returns
 * the exit status: 0, 1 for a file that cannot be read or a check that failed,
 * 2 for wrong arguments.
 */
#ifndef BULKHEAD_TRACE_COMMANDS_H
#define BULKHEAD_TRACE_COMMANDS_H

#include "trace/input.h"

int trace_show_command(int argc, char **argv);
int trace_record_command(int argc, char **argv);
int trace_last_command(int argc, char **argv);
int trace_stats_command(int argc, char **argv);
int trace_seq_command(int argc, char **argv);
int trace_export_command(int argc, char **argv);
int trace_check_command(int argc, char **argv);
int trace_diff_command(int argc, char **argv);

/* The three exports: append the whole file to out. */
void trace_export_pcapng(struct buf *out, const struct trace_log *log,
                         const struct trace_choice *choice);
void trace_export_perfetto(struct buf *out, const struct trace_log *log,
                           const struct trace_choice *choice);
void trace_export_json(struct buf *out, const struct trace_log *log,
                       const struct trace_choice *choice);

/* Prints the records of a file, a line each; for show and last. */
int trace_print(const char *path, const struct trace_choice *choice,
                bool follow);

#endif
