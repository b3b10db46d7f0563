/*
 * messages.c - the code that follows from protocol.def; edit that file, not
 * this one.
 *
 * Process: all.  Distrusts: every message it decodes.
 */
#include "messages.h"
#include "log.h"

static void
put_id(struct writer *w, enum message_id id)
{
    if (!w->ok || w->end - w->at < MESSAGE_ID_SIZE) {
        w->ok = false;
        return;
    }
    w->at[0] = (uint8_t)id;
    w->at[1] = (uint8_t)((unsigned)id >> 8);
    w->at += MESSAGE_ID_SIZE;
}

#define MESSAGE(from, to, name, moment, rate, purpose)               \
    bool encode_##name(struct writer *w, const struct msg_##name *m) \
    {                                                                \
        put_id(w, MSG_##name);
#define FIELD(kind, name, limit) put_##kind(w, m->name, limit);
#define END(name) \
    return w->ok; \
    }
#include "protocol.def"

#define MESSAGE(from, to, name, moment, rate, purpose)         \
    bool decode_##name(struct reader *r, struct msg_##name *m) \
    {
#define FIELD(kind, name, limit) m->name = get_##kind(r, limit);
#define END(name)                    \
    return r->ok && r->at == r->end; \
    }
#include "protocol.def"

#define MESSAGE(from, to, name, moment, rate, purpose)                \
    void show_msg_##name(struct buf *out, const struct msg_##name *m) \
    {
#define FIELD(kind, name, limit)      \
    buf_add_text(out, " " #name "="); \
    show_##kind(out, m->name, #limit);
#define END(name) }
#include "protocol.def"

#define MESSAGE(from, to, name, moment, rate, purpose)                       \
    bool send_##name(struct channel *to_peer, const struct msg_##name *m)    \
    {                                                                        \
        uint8_t bytes[MAX_MESSAGE];                                          \
        struct writer w = {bytes, bytes + sizeof bytes, true};               \
                                                                             \
        if (!encode_##name(&w, m)) {                                         \
            log_error("a " #name " of ours is out of its bounds: not sent"); \
            return false;                                                    \
        }                                                                    \
        return channel_send(to_peer,                                         \
                            (struct span){bytes, (size_t)(w.at - bytes)});   \
    }
#define FIELD(kind, name, limit)
#define END(name)
#include "protocol.def"

/* Two facts about each message that the preprocessor can count: its fields,
 * and whether one of them is a surface. */
enum {
    CLAIM_u32 = 0,
    CLAIM_u64 = 0,
    CLAIM_i32 = 0,
    CLAIM_flag = 0,
    CLAIM_choice = 0,
    CLAIM_color = 0,
    CLAIM_text = 0,
    CLAIM_blob = 0,
    CLAIM_surface = 1
};

#define MESSAGE(from, to, name, moment, rate, purpose) enum { FIELDS_##name = 0
#define FIELD(kind, name, limit) +1
#define END(name) \
    }             \
    ;
#include "protocol.def"

#define MESSAGE(from, to, name, moment, rate, purpose) enum { CLAIMS_##name = 0
#define FIELD(kind, name, limit) | CLAIM_##kind
#define END(name) \
    }             \
    ;
#include "protocol.def"

const struct route routes[MSG_COUNT] = {
#define MESSAGE(from, to, name, moment, rate, purpose)  \
    [MSG_##name] = {#name,  purpose, from,          to, \
                    moment, rate,    FIELDS_##name, CLAIMS_##name},
#define FIELD(kind, name, limit)
#define END(name)
#include "protocol.def"
};

bool
role_is(enum role role, enum role group)
{
    if (group == CHILD)
        return role == RENDERER || role == PLUGIN || role == GPU;
    if (group == PAINTER)
        return role == RENDERER || role == PLUGIN;
    return role == group;
}

const char *
role_name(enum role role)
{
    static const char *const names[] = {"browser", "renderer", "plugin",
                                        "gpu",     "painter",  "child"};

    return (size_t)role < sizeof names / sizeof *names ? names[role] : "?";
}

#define LIST(name) static const char *const names_of_##name[] = {
#define VALUE(name, value) #value,
#define CLOSE(name) \
    }               \
    ;
#include "enums.def"

const char *
choice_name(const char *list, uint32_t value)
{
#define LIST(name)                \
    if (strcmp(list, #name) == 0) \
        return value < name ? names_of_##name[value] : "?";
#define VALUE(name, value)
#define CLOSE(name)
#include "enums.def"
    return "?";
}

bool
message_open(struct span message, enum message_id *id, struct reader *r)
{
    unsigned number;

    if (message.size < MESSAGE_ID_SIZE)
        return false;
    number = message.data[0] | (unsigned)message.data[1] << 8;
    if (number >= MSG_COUNT)
        return false;
    *id = (enum message_id)number;
    *r = (struct reader){message.data + MESSAGE_ID_SIZE,
                         message.data + message.size, true};
    return true;
}

void
message_show(struct buf *out, struct span message)
{
    enum message_id id;
    struct reader r;

    if (!message_open(message, &id, &r)) {
        buf_printf(out, "<no message: %zu bytes>", message.size);
        return;
    }
    buf_add_text(out, routes[id].name);
    switch (id) {
#define MESSAGE(from, to, name, moment, rate, purpose)                \
    case MSG_##name: {                                                \
        struct msg_##name m;                                          \
        if (decode_##name(&r, &m))                                    \
            show_msg_##name(out, &m);                                 \
        else                                                          \
            buf_printf(out, " <malformed: %zu bytes>", message.size); \
        break;                                                        \
    }
#define FIELD(kind, name, limit)
#define END(name)
#include "protocol.def"
    case MSG_COUNT:
        break;
    }
}

static uint64_t
hash_text(uint64_t hash, const char *text)
{
    for (; *text != 0; text++)
        hash = (hash ^ (uint8_t)*text) * UINT64_C(0x100000001B3);
    return (hash ^ 0xFF) * UINT64_C(0x100000001B3);
}

static uint64_t
hash_number(uint64_t hash, uint64_t number)
{
    for (int i = 0; i < 8; i++, number >>= 8)
        hash = (hash ^ (number & 0xFF)) * UINT64_C(0x100000001B3);
    return hash;
}

uint64_t
schema_hash(void)
{
    uint64_t hash = UINT64_C(0xCBF29CE484222325);

#define MESSAGE(from, to, name, moment, rate, purpose) \
    hash = hash_text(hash, #from #to #name #moment #rate);
#define FIELD(kind, name, limit)         \
    hash = hash_text(hash, #kind #name); \
    hash = hash_number(hash, (uint64_t)(limit));
#define END(name)
#include "protocol.def"
#define LIST(name)
#define VALUE(name, value) hash = hash_text(hash, #name #value);
#define CLOSE(name)
#include "enums.def"
    return hash;
}
