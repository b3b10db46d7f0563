/*
 * replay_command.h - `bulkhead trace replay`: a recorded renderer, once more.
 *
 * Process: a command of its own, which starts one renderer.
 */
#ifndef BULKHEAD_REPLAY_COMMAND_H
#define BULKHEAD_REPLAY_COMMAND_H

/* argv[0] is "replay".  The exit status for main: 0 when the renderer did as
 * recorded (equal frames; it died if it had died), 1 if not, 2 for wrong
 * arguments. */
int replay_command(int argc, char **argv);

#endif
