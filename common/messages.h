/*
 * messages.h - what protocol.def means in C: ids, structs, encoders, decoders,
 * printers, senders and the route table.
 *
 * Process: all.  Everything here comes from protocol.def by inclusion.
 *
 * A message on the wire is its id (u16, little-endian) and its fields in the
 * order of protocol.def, nothing else.
 */
#ifndef BULKHEAD_MESSAGES_H
#define BULKHEAD_MESSAGES_H

#include "channel.h"
#include "wire.h"

/* Who speaks; the groups stand for several and are never a process's role. */
enum role {
    BROWSER,
    RENDERER,
    PLUGIN,
    GPU,
    ROLE_COUNT,
    PAINTER = ROLE_COUNT, /* RENDERER or PLUGIN */
    CHILD                 /* RENDERER, PLUGIN or GPU */
};

enum moment { GREETING, LIVE };
enum rate { RARE, OFTEN };

#define LIST(name) enum {
#define VALUE(name, value) name##_##value,
#define CLOSE(name) \
    name            \
    }               \
    ;
#include "enums.def"

enum message_id {
#define MESSAGE(from, to, name, moment, rate, purpose) MSG_##name,
#define FIELD(kind, name, limit)
#define END(name)
#include "protocol.def"
    MSG_COUNT
};

enum { MESSAGE_ID_SIZE = 2 };

#define MESSAGE(from, to, name, moment, rate, purpose) struct msg_##name {
#define FIELD(kind, name, limit) kind##_t name;
#define END(name) \
    }             \
    ;
#include "protocol.def"

/* encode_x writes id and fields; decode_x reads the fields behind the id and
 * is false for anything out of bounds or left over; show_msg_x prints
 * " name=value" for each field; send_x encodes and sends, false as
 * channel_send. */
#define MESSAGE(from, to, name, moment, rate, purpose)                 \
    bool encode_##name(struct writer *w, const struct msg_##name *m);  \
    bool decode_##name(struct reader *r, struct msg_##name *m);        \
    void show_msg_##name(struct buf *out, const struct msg_##name *m); \
    bool send_##name(struct channel *to_peer, const struct msg_##name *m);
#define FIELD(kind, name, limit)
#define END(name)
#include "protocol.def"

/* One row of protocol.def. */
struct route {
    const char *name, *purpose;
    enum role from, to;
    enum moment moment;
    enum rate rate;
    uint32_t fields;
    bool claims_surface; /* its first field is a surface */
};

extern const struct route routes[MSG_COUNT];

/* Whether a role is the group or one of it. */
bool role_is(enum role role, enum role group);

/* "browser", "renderer", ... */
const char *role_name(enum role role);

/* The name of a list's value, or "?"; list as in protocol.def. */
const char *choice_name(const char *list, uint32_t value);

/* Splits a message; false unless its id is one of protocol.def. */
bool message_open(struct span message, enum message_id *id, struct reader *r);

/* Prints "name field=value ..." of any message, or why it cannot be read. */
void message_show(struct buf *out, struct span message);

/* One field of a message, as protocol.def describes it and as it came. */
struct message_field {
    const char *name, *kind; /* "surface", "u32" */
    const char *list;        /* of a choice: its list; else NULL */
    uint64_t limit;          /* a choice's: how many values its list has */
    bool is_number;          /* all kinds but text and blob */
    int64_t number;          /* of a number; u64 above INT64_MAX wraps */
    struct span bytes;       /* of text and blob; borrowed */
    const char *shown;       /* as message_show prints it; borrowed */
};

/* Calls fn with each field in order until it returns false.  False when the
 * message cannot be decoded; fn is then not called. */
bool message_each_field(struct span message,
                        bool (*fn)(void *data, const struct message_field *f),
                        void *data);

/* FNV-1a of protocol.def's and enums.def's rows: equal only between equal
 * builds. */
uint64_t schema_hash(void);

#endif
