/*
 * fake_trace.c - the trace for tests that do not look at it.
 *
 * Process: browser (in tests).
 */
#include "trace.h"

#include <stdio.h>
#include <stdlib.h>

void
trace_message(enum trace_phase phase, struct trace_peer *peer,
              struct span message)
{
    struct buf text = {0};

    if (getenv("SHOW_TRACE") == NULL)
        return;
    message_show(&text, message);
    fprintf(stderr, "%s %s#%u %.200s\n", phase == TRACE_SENT ? "to" : "from",
            role_name(peer->role), peer->number, buf_text(&text));
    buf_finish(&text);
}

void
trace_event(enum trace_phase phase, const struct trace_peer *peer,
            const char *text)
{
    if (getenv("SHOW_TRACE") != NULL)
        fprintf(stderr, "event %d %s#%u %s\n", (int)phase,
                role_name(peer->role), peer->number, text);
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

uint64_t
trace_clock_ns(void)
{
    return 0;
}

void
trace_last(struct buf *out, uint32_t number, unsigned count)
{
    (void)out;
    (void)number;
    (void)count;
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

bool
trace_keeps_payloads(void)
{
    return false;
}

void
trace_add(const struct trace_record *record)
{
    (void)record;
}
