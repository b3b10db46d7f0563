/*
 * crash_record.h - one text file for each death that was a fault, kept in the
 * profile.
 *
 * Process: browser; crashes_command.c is a command of its own.
 *
 * PROFILE/crashes/NUMBER.txt, readable by the person alone, the newest
 * CRASHES_KEPT.  "name: value" lines, then the last messages.  Nothing of it
 * ever leaves the machine.
 */
#ifndef BULKHEAD_CRASH_RECORD_H
#define BULKHEAD_CRASH_RECORD_H

#include "children.h"

enum { CRASHES_KEPT = 20, CRASH_MESSAGES = 24, CRASH_SIZE = 64 * 1024 };

/* folder is the profile; NULL: nothing is kept. */
void crash_records_open(const char *folder);
void crash_records_close(void);

/* Writes the record of a child that is dead now.  Its number, 0 when there is
 * none (after logging, if it could not be written). */
unsigned crash_record_write(const struct child *c, const struct death *why);

/* Numbers of the records in profile, newest first; at most CRASHES_KEPT of
 * those there.  Returns how many, -1 when the folder cannot be read. */
int crash_records_list(const char *profile, unsigned numbers[CRASHES_KEPT]);

/* Appends a record's text; path is a file's, or NULL for a number of profile.
 * False with errno. */
bool crash_record_read(struct buf *out, const char *profile, unsigned number,
                       const char *path);

#endif
