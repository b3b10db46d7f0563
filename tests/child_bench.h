/*
 * child_bench.h - starting probe children through the real children.c.
 *
 * Process: browser (in tests).
 */
#ifndef BULKHEAD_TESTS_CHILD_BENCH_H
#define BULKHEAD_TESTS_CHILD_BENCH_H

#include "children.h"

/* What was learnt of the one child under test. */
struct bench {
    struct loop *loop;
    struct child *child; /* NULL once gone */
    bool ready, gone, timeout;
    unsigned drained, messages;
    struct death why;
    pid_t pid;
    uint32_t layers, syscalls;
    char title[256]; /* of its last title message */
    char blame[128];
    /* Called for each message beside what bench does with it. */
    void (*on_message)(struct bench *b, enum message_id id, struct reader *r);
};

/* Opens children.c on a folder where the probe stands under all three names.
 */
void bench_open(struct bench *b);
void bench_close(struct bench *b);

/* Removes the folder of binaries; no zygote can be started after it. */
void bench_remove_binaries(void);

/* Starts a child, and does not wait. */
void bench_begin(struct bench *b, enum role role, const char *argument);

/* Starts a child and runs the loop until it is ready or gone. */
void bench_start(struct bench *b, enum role role, const char *argument);

/* Runs the loop until done(b) or ms have passed; whether done. */
bool bench_run(struct bench *b, bool (*done)(struct bench *b), int ms);

bool bench_is_ready(struct bench *b);
bool bench_is_gone(struct bench *b);
bool bench_has_title(struct bench *b);

#endif
