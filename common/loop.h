/*
 * loop.h - the browser's event loop: descriptors, timers, a hook before sleep.
 *
 * Process: browser.  One thread; no callback may block.
 */
#ifndef BULKHEAD_LOOP_H
#define BULKHEAD_LOOP_H

#include <stdbool.h>
#include <stdint.h>

enum { LOOP_READ = 1, LOOP_WRITE = 2, LOOP_CLOSED = 4 };

struct loop;
struct loop_watch;
struct loop_timer;

/* events: the LOOP_ flags that hold; LOOP_CLOSED is told unasked. */
typedef void loop_watch_fn(void *data, int events);
typedef void loop_timer_fn(void *data);

struct loop *loop_create(void);
void loop_destroy(struct loop *l);

/* Watches a descriptor (level-triggered) until loop_unwatch; the descriptor
 * stays the caller's.  A watch may be removed inside any callback. */
struct loop_watch *loop_watch(struct loop *l, int fd, int events,
                              loop_watch_fn *fn, void *data);
void loop_rewatch(struct loop_watch *w, int events);
void loop_unwatch(struct loop_watch *w); /* NULL is allowed */

/* Calls fn once after ms milliseconds; the timer then is gone.  Keep the
 * handle only while it is pending. */
struct loop_timer *loop_after(struct loop *l, int ms, loop_timer_fn *fn,
                              void *data);
void loop_cancel(struct loop_timer *t); /* NULL is allowed */

/* fn is called before each sleep, in the order added; it may do work and
 * start timers.  For libraries with queues of their own (SDL). */
void loop_before_sleep(struct loop *l, loop_timer_fn *fn, void *data);

/* From such a fn: what it did is the business of those before it, too, so that
 * the loop goes round once more before it sleeps. */
void loop_go_round(struct loop *l);

/* Runs until loop_stop; returns its status. */
int loop_run(struct loop *l);
void loop_stop(struct loop *l, int status);

/* Monotonic time: milliseconds, nanoseconds. */
int64_t loop_now_ms(void);
int64_t loop_now_ns(void);

#endif
