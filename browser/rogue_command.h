/*
 * rogue_command.h - `bulkhead rogue`, the attacks on this machine's sandbox.
 *
 * Process: browser, without a window or pages.
 */
#ifndef BULKHEAD_ROGUE_COMMAND_H
#define BULKHEAD_ROGUE_COMMAND_H

/* `bulkhead rogue [--layers=-NAME,...] [--process=KIND] [--peel] [--lies]`:
 * prints attack x layer and a summary; --lies: what hostile children told a
 * browser of two tabs, and what came of it.  argv[0] is "rogue".  The exit
 * status for main: 0 when every attack was stopped, 1 when one got out, 2 for
 * wrong arguments, 77 when the hostile binary was not built. */
int rogue_command(int argc, char **argv);

#endif
