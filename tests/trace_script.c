/*
 * trace_script.c - recordings written by hand, message by message.
 *
 * Process: test.
 */
#include "trace_script.h"

#include <stdlib.h>

void
script_begin(struct script *s)
{
    *s = (struct script){.ns = 1000};
    trace_put_header(&s->file, 1, 1);
    trace_put_event(&s->file, TRACE_BIRTH, RENDERER, "pid 1");
    trace_put_event(&s->file, TRACE_READY, RENDERER, "");
    trace_put_event(&s->file, TRACE_READY, GPU, "");
}

void
script_finish(struct script *s)
{
    buf_finish(&s->file);
    buf_finish(&s->message);
}

/* The number of the message on its way. */
static uint32_t
next_seq(struct script *s)
{
    unsigned id = s->message.data[0] | (unsigned)s->message.data[1] << 8;
    bool down = routes[id].from == BROWSER;
    enum role other = down ? routes[id].to : routes[id].from;

    if (other != GPU && other != PLUGIN)
        other = RENDERER;
    return ++s->seq[other][down];
}

void
script_put(struct script *s)
{
    trace_put_random(&s->file, s->ns += 1000, buf_span(&s->message),
                     next_seq(s));
}

void
script_raw(struct script *s, enum trace_phase phase, uint32_t number,
           uint32_t seq)
{
    trace_put_record(&s->file,
                     &(struct trace_record){.ns = s->ns,
                                            .seq = seq,
                                            .number = number,
                                            .role = RENDERER,
                                            .phase = phase,
                                            .length = (uint32_t)s->message.size,
                                            .payload = buf_span(&s->message)});
}

void
script_note(struct script *s, const char *text)
{
    trace_put_record(&s->file,
                     &(struct trace_record){.ns = ++s->ns,
                                            .phase = TRACE_NOTE,
                                            .length = (uint32_t)strlen(text),
                                            .payload = span_of(text)});
}

void
script_document(struct script *s, uint32_t tab, const char *url)
{
    struct msg_document_begin m = {1, 1, span_of(url), span_of("text/html"),
                                   span_of("")};
    struct writer w;

    s->message.size = 0;
    buf_reserve(&s->message, 4096);
    w = (struct writer){s->message.data, s->message.data + 4096, true};
    if (!encode_document_begin(&w, &m))
        abort();
    s->message.size = (size_t)(w.at - s->message.data);
    trace_put_record(&s->file,
                     &(struct trace_record){.ns = ++s->ns,
                                            .seq = next_seq(s),
                                            .number = 2,
                                            .page = tab,
                                            .role = RENDERER,
                                            .phase = TRACE_SENT,
                                            .length = (uint32_t)s->message.size,
                                            .payload = buf_span(&s->message)});
}
