/*
 * no_trace.c - a browser without its recorder, for tests/bench_trace.sh to
 * compare with: linked in place of common/trace.c.
 *
 * Process: test.
 */
#include "trace.h"

#include <time.h>

bool
trace_open(const char *spec)
{
    (void)spec;
    return true;
}

void
trace_close(void)
{
}

bool
trace_keep(const char *path)
{
    (void)path;
    return false;
}

bool
trace_keeps_payloads(void)
{
    return false;
}

void trace_set_places(struct trace_place (*find)(uint32_t surface))
{
    (void)find;
}

void
trace_message(enum trace_phase phase, struct trace_peer *peer,
              struct span message)
{
    (void)phase;
    (void)peer;
    (void)message;
}

void
trace_message_at(enum trace_phase phase, struct trace_peer *peer,
                 struct span message, uint64_t clock_ns)
{
    (void)clock_ns;
    trace_message(phase, peer, message);
}

void
trace_handled(const struct trace_peer *peer, uint64_t ns)
{
    (void)peer;
    (void)ns;
}

void
trace_event(enum trace_phase phase, const struct trace_peer *peer,
            const char *text)
{
    (void)phase;
    (void)peer;
    (void)text;
}

void
trace_add(const struct trace_record *record)
{
    (void)record;
}

/* Needed by others than the recorder. */
uint64_t
trace_clock_ns(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

uint64_t
trace_start_ns(void)
{
    return 0;
}

uint64_t
trace_next(void)
{
    return 0;
}

bool
trace_read(uint64_t *cursor, struct trace_record *r, uint8_t *payload,
           uint64_t *lost)
{
    (void)cursor;
    (void)r;
    (void)payload;
    (void)lost;
    return false;
}

void
trace_last(struct buf *out, uint32_t number, unsigned count)
{
    (void)out;
    (void)number;
    (void)count;
}

void
trace_flush(void)
{
}
