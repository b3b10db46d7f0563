/*
 * fake_trace.c - the trace for tests that do not look at it.
 *
 * Process: browser (in tests).
 */
#include "trace.h"

#include <stdio.h>
#include <stdlib.h>

void
trace_message(enum trace_phase phase, enum role role, uint32_t number,
              struct span message)
{
    struct buf text = {0};

    if (getenv("SHOW_TRACE") == NULL)
        return;
    message_show(&text, message);
    fprintf(stderr, "%s %s#%u %.200s\n", phase == TRACE_SENT ? "to" : "from",
            role_name(role), number, buf_text(&text));
    buf_finish(&text);
}

void
trace_event(enum trace_phase phase, enum role role, uint32_t number,
            const char *text)
{
    if (getenv("SHOW_TRACE") != NULL)
        fprintf(stderr, "event %d %s#%u %s\n", (int)phase, role_name(role),
                number, text);
}

void
trace_last(struct buf *out, uint32_t number, unsigned count)
{
    (void)out;
    (void)number;
    (void)count;
}
