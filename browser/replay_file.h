/*
 * replay_file.h - what a recording has of one process, in memory.
 *
 * Process: `bulkhead trace replay`.  Distrusts: the file, every byte.
 */
#ifndef BULKHEAD_REPLAY_FILE_H
#define BULKHEAD_REPLAY_FILE_H

#include "arena.h"
#include "trace_file.h"

struct replay_step {
    enum trace_phase phase;
    enum message_id id; /* of a message */
    struct span payload;
    uint64_t ns; /* as in the file */
};

struct replay_file {
    struct replay_step *steps; /* of the process alone, as recorded */
    size_t count, room;
    uint32_t number; /* of the process */
    struct arena memory;
    uint64_t kept; /* bytes */
};

/* Reads the records of renderer number, or, for 0, of the only renderer that
 * was given a document.  False after saying on stderr why not. */
bool replay_file_read(struct replay_file *f, const char *path, uint32_t number);

/* Whether the process did not answer its last ping, and was given the time. */
bool replay_file_hangs(const struct replay_file *f);
void replay_file_finish(struct replay_file *f);

#endif
