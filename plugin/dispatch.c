/*
 * dispatch.c - from a message's id to its handler, by protocol.def.
 *
 * Process: plugin.  Distrusts: nothing; the decoders check all the same.
 */
#include "plugin.h"

#define CASE_PLUGIN(name)          \
    case MSG_##name: {             \
        struct msg_##name m;       \
                                   \
        if (!decode_##name(r, &m)) \
            return false;          \
        plugin_on_##name(all, &m); \
        return true;               \
    }
#define CASE_PAINTER(name) CASE_PLUGIN(name)
#define CASE_BROWSER(name)
#define CASE_RENDERER(name)
#define CASE_GPU(name)
#define CASE_CHILD(name)

bool
plugin_dispatch(struct instances *all, enum message_id id, struct reader *r)
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
