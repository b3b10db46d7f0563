/*
 * dispatch.c - from bytes of a child to browser_on_<message>().
 *
 * Process: browser.  Distrusts: every message.
 *
 * All of it follows from protocol.def: a message is handled only if it decodes
 * whole and every surface it names is its sender's.
 */
#include "dispatch.h"
#include "claims.h"

#define CLAIM_u32(value)
#define CLAIM_u64(value)
#define CLAIM_i32(value)
#define CLAIM_flag(value)
#define CLAIM_choice(value)
#define CLAIM_color(value)
#define CLAIM_text(value)
#define CLAIM_blob(value)
#define CLAIM_surface(value)                \
    if (!claim_surface_of(c, value, stale)) \
        return false;

#define MESSAGE(from, to, name, moment, rate, purpose)                  \
    static inline bool claims_of_##name(                                \
        const struct child *c, const struct msg_##name *m, bool *stale) \
    {                                                                   \
        (void)c;                                                        \
        (void)m;                                                        \
        *stale = false;
#define FIELD(kind, name, limit) CLAIM_##kind(m->name)
#define END(name) \
    return true;  \
    }
#include "protocol.def"

#define IF_FROM_BROWSER(...)
#define IF_FROM_RENDERER(...) __VA_ARGS__
#define IF_FROM_PLUGIN(...) __VA_ARGS__
#define IF_FROM_GPU(...) __VA_ARGS__
#define IF_FROM_PAINTER(...) __VA_ARGS__
#define IF_FROM_CHILD(...) __VA_ARGS__
#define IF_GREETING(...)
#define IF_LIVE(...) __VA_ARGS__

bool
browser_dispatch(struct child *c, struct span message)
{
    enum message_id id;
    struct reader r;
    bool stale = false;

    if (!message_open(message, &id, &r)) {
        child_kill(c, "sent bytes that are no message");
        return false;
    }
    switch (id) {
#define MESSAGE(from, to, name, moment, rate, purpose)                       \
    IF_FROM_##from(                                                          \
        IF_##moment(case MSG_##name                                          \
                    : {                                                      \
                        struct msg_##name m;                                 \
                        if (!decode_##name(&r, &m))                          \
                            break;                                           \
                        if (!claims_of_##name(c, &m, &stale)) {              \
                            child_kill(c, "sent a " #name                    \
                                          " for a surface that is not its"); \
                            return false;                                    \
                        }                                                    \
                        if (!stale)                                          \
                            browser_on_##name(c, &m);                        \
                        return c->state != CHILD_DEAD;                       \
                    }))
#define FIELD(kind, name, limit)
#define END(name)
#include "protocol.def"
    default:
        break;
    }
    child_kill(c, "sent a malformed %s", routes[id].name);
    return false;
}
