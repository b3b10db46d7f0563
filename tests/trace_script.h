/*
 * trace_script.h - recordings written by hand, message by message.
 *
 * Process: test.
 */
#ifndef TRACE_SCRIPT_H
#define TRACE_SCRIPT_H

#include "trace_maker.h"

struct script {
    struct buf file, message;
    uint64_t ns;
    uint32_t seq[ROLE_COUNT][2]; /* received, sent */
};

/* A recording in which a renderer and a gpu process have come to life. */
void script_begin(struct script *s);
void script_finish(struct script *s);

/* Appends s->message as the browser would write it. */
void script_put(struct script *s);

/* The same as any record. */
void script_raw(struct script *s, enum trace_phase phase, uint32_t number,
                uint32_t seq);

/* A note of the browser about itself. */
void script_note(struct script *s, const char *text);

/* A document for a tab's surface 1. */
void script_document(struct script *s, uint32_t tab, const char *url);

/* SAY(&s, title, 1, 1, span_of("x")): a message with these fields. */
#define SAY(s, name, ...)                                   \
    do {                                                    \
        struct msg_##name say_m = {__VA_ARGS__};            \
        uint8_t *say_b;                                     \
        struct writer say_w;                                \
        (s)->message.size = 0;                              \
        say_b = buf_reserve(&(s)->message, 4096);           \
        say_w = (struct writer){say_b, say_b + 4096, true}; \
        if (!encode_##name(&say_w, &say_m))                 \
            abort();                                        \
        (s)->message.size = (size_t)(say_w.at - say_b);     \
        script_put(s);                                      \
    } while (0)

#endif
