/*
 * dispatch.c - from a message to its handler.
 *
 * Process: renderer.  The browser's word is taken; a message that does not
 * decode means that the two are not of one build.
 */
#include "dispatch.h"

bool
renderer_dispatch(enum message_id id, struct reader *r)
{
#define HANDLE(name)               \
    case MSG_##name: {             \
        struct msg_##name m;       \
                                   \
        if (!decode_##name(r, &m)) \
            return false;          \
        renderer_on_##name(&m);    \
        return true;               \
    }

    switch (id) {
#define MESSAGE(from, to, name, moment, rate, purpose) TO_##to(HANDLE(name))
#define FIELD(kind, name, limit)
#define END(name)
#include "protocol.def"
    default:
        return false;
    }
}
