/*
 * dispatch.c - from a message's id to its handler, by protocol.def.
 *
 * Process: gpu.  Distrusts: nothing; the decoders check all the same.
 */
#include "gpu.h"

#define CASE_GPU(name)             \
    case MSG_##name: {             \
        struct msg_##name m;       \
                                   \
        if (!decode_##name(r, &m)) \
            return false;          \
        gpu_on_##name(g, &m);      \
        return true;               \
    }
#define CASE_BROWSER(name)
#define CASE_RENDERER(name)
#define CASE_PLUGIN(name)
#define CASE_PAINTER(name)
#define CASE_CHILD(name)

bool
gpu_dispatch(struct gpu *g, enum message_id id, struct reader *r)
{
    switch ((int)id) {
#define MESSAGE(from, to, name, moment, rate, purpose) CASE_##to(name)
#define FIELD(kind, name, limit)
#define END(name)
#include "protocol.def"
    default:
        return false;
    }
}
