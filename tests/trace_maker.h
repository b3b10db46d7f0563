/*
 * trace_maker.h - random traces, and `bulkhead trace` run on them.
 *
 * Process: test.
 */
#ifndef BULKHEAD_TEST_TRACE_MAKER_H
#define BULKHEAD_TEST_TRACE_MAKER_H

#include "trace/commands.h"

enum { MESSAGES = 400 }; /* of trace_make's trace */

/* The folder for files, made and removed by the two cmocka fixtures. */
extern char trace_folder[];
int trace_make_folder(void **state);
int trace_remove_folder(void **state);

/* A path in it; valid for four calls. */
const char *trace_path(const char *name);

/* A repeatable random number below n. */
uint64_t trace_below(uint64_t n);

/* Appends a message of the kind with random fields within their bounds. */
void trace_make_message(struct buf *out, enum message_id id);

/* Appends a record about the message, as the browser would write it, with its
 * handler's time if the browser is the receiver. */
void trace_put_random(struct buf *file, uint64_t ns, struct span message,
                      uint32_t seq);
void trace_put_event(struct buf *file, enum trace_phase phase, enum role role,
                     const char *text);

/* A whole trace of random messages of every kind. */
void trace_make(struct buf *file);

void trace_write_file(const char *path, struct span bytes);
void trace_read_file(const char *path, struct buf *out);

/* Runs `bulkhead trace ...`, a NULL ends the arguments; what it prints goes to
 * out, if not NULL. */
int trace_run(struct buf *out, ...);

#endif
