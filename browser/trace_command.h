/*
 * trace_command.h - `bulkhead trace`, the reader of trace files.
 *
 * Process: none of the running browser's: a command of its own.
 */
#ifndef BULKHEAD_TRACE_COMMAND_H
#define BULKHEAD_TRACE_COMMAND_H

/* `bulkhead trace COMMAND ...`, or FILE for show.  argv[0] is "trace".  The
 * exit status for main: 0, 1 for a file that cannot be read or is no trace or
 * a check that failed, 2 for wrong arguments. */
int trace_command(int argc, char **argv);

#endif
