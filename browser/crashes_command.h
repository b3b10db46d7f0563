/*
 * crashes_command.h - `bulkhead crashes`: lists and prints crash records.
 *
 * Process: a command of its own.
 */
#ifndef BULKHEAD_CRASHES_COMMAND_H
#define BULKHEAD_CRASHES_COMMAND_H

/* argv[0] is "crashes".  Returns the exit status. */
int crashes_command(int argc, char **argv);

#endif
