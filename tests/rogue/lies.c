/*
 * lies.c - every message of protocol.def, spoilt in every way it can be.
 *
 * Process: renderer, plugin, gpu (as an attacker who has taken one over).
 */
#include "lie.h"

#include "rogue.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { DONE = 0xD0E }; /* the pong that says so: browser/lie_run.c */

struct liar liar = {.arena = -1};

/* ---- spoilt messages ----------------------------------------------------- */

static struct {
    uint8_t bytes[2 * MAX_MESSAGE];
    size_t size;
    const char *over; /* the field that is beyond its limit */
    const char *foreign;
} spoilt;

static void
put(uint64_t value, int width)
{
    for (int i = 0; i < width; i++)
        spoilt.bytes[spoilt.size++] = (uint8_t)(value >> (8 * i));
}

/* A value that the browser's records fit where they must, else a small one. */
static uint64_t
value_of(const char *field)
{
    if (strcmp(field, "document") == 0)
        return liar.document;
    if (strcmp(field, "frame") == 0)
        return 1;
    return strcmp(field, "slot") == 0 ? 0 : 1;
}

static void
put_number_field(const char *field, uint64_t over, int width)
{
    bool is_over = spoilt.over != NULL && strcmp(field, spoilt.over) == 0;

    put(is_over ? over : value_of(field), width);
}

static void
put_text_field(const char *field, uint64_t limit)
{
    bool is_over = spoilt.over != NULL && strcmp(field, spoilt.over) == 0;
    uint64_t size = is_over ? limit + 1 : 1;

    if (strcmp(field, "token") == 0 && !is_over)
        size = limit;
    put(size, 4);
    if (size < MAX_MESSAGE)
        memset(spoilt.bytes + spoilt.size, 'a', size);
    spoilt.size += size < MAX_MESSAGE ? size : 0;
}

static void
put_surface_field(const char *field)
{
    (void)field;
    put(spoilt.foreign != NULL ? 1 : liar.surface, 4);
}

#define SPOIL_u32(name, limit) \
    put_number_field(#name, (uint64_t)(limit) + 1, 4);
#define SPOIL_u64(name, limit) put_number_field(#name, 0, 8);
#define SPOIL_i32(name, limit) \
    put_number_field(#name, (uint64_t)(limit) + 1, 4);
#define SPOIL_flag(name, limit) put_number_field(#name, 2, 1);
#define SPOIL_choice(name, limit) put_number_field(#name, limit, 4);
#define SPOIL_color(name, limit) put_number_field(#name, 0, 4);
#define SPOIL_text(name, limit) put_text_field(#name, limit);
#define SPOIL_blob(name, limit) put_text_field(#name, limit);
#define SPOIL_surface(name, limit) put_surface_field(#name);

#define MESSAGE(from, to, name, moment, rate, purpose) \
    static void spoil_##name(void)                     \
    {                                                  \
        put(MSG_##name, MESSAGE_ID_SIZE);
#define FIELD(kind, name, limit) SPOIL_##kind(name, limit)
#define END(name) }
#include "protocol.def"

static void (*const spoilers[MSG_COUNT])(void) = {
#define MESSAGE(from, to, name, moment, rate, purpose) spoil_##name,
#define FIELD(kind, name, limit)
#define END(name)
#include "protocol.def"
};

static enum message_id
message_named(const char *name, size_t size)
{
    for (int id = 0; id < MSG_COUNT; id++)
        if (strlen(routes[id].name) == size &&
            memcmp(routes[id].name, name, size) == 0)
            return (enum message_id)id;
    return MSG_COUNT;
}

/* "truncated MESSAGE", "trailing MESSAGE", "bound MESSAGE.FIELD", "foreign
 * MESSAGE", "misdirected MESSAGE". */
static bool
tell_spoilt(void)
{
    size_t length = strcspn(liar.name, ".");
    enum message_id id = message_named(liar.name, length);

    if (id == MSG_COUNT)
        return false;
    spoilt.size = 0;
    if (strcmp(liar.kind, "bound") == 0)
        spoilt.over = liar.name + length + 1;
    if (strcmp(liar.kind, "foreign") == 0)
        spoilt.foreign = liar.name;
    spoilers[id]();
    if (strcmp(liar.kind, "truncated") == 0)
        spoilt.size--;
    if (strcmp(liar.kind, "trailing") == 0)
        spoilt.size++;
    say_bytes((const char *)spoilt.bytes, spoilt.size);
    return true;
}

/* ---- telling it ---------------------------------------------------------- */

void
say_bytes(const char *bytes, size_t size)
{
    channel_send(child_browser(), (struct span){(const uint8_t *)bytes, size});
}

_Noreturn void
rest(void)
{
    for (;;)
        poll(NULL, 0, 1000);
}

static bool
tell(void)
{
    struct msg_pong done = {DONE};

    if (liar.told)
        return true;
    liar.told = true;
    if (strcmp(liar.kind, "act") == 0 ? !lie_act() : !tell_spoilt())
        return false;
    send_pong(child_browser(), &done);
    return true;
}

bool
lie_prepare(enum role role, const char *argument)
{
    liar.role = role;
    if (role == PLUGIN)
        close(child_take_descriptor()); /* the plugin itself */
    return sscanf(argument, "lie %31s %95[^\n]", liar.kind, liar.name) == 2;
}

bool
lie_attach(void)
{
    if (strcmp(liar.kind, "act") == 0 && lie_shake())
        _exit(1); /* an act of the handshake has come to its end */
    return true;
}

static bool
on_surface_create(struct reader *r)
{
    struct msg_surface_create m;

    if (!decode_surface_create(r, &m))
        return false;
    liar.surface = m.surface;
    liar.slots = m.slots;
    liar.arena = child_take_descriptor();
    return true;
}

static bool
on_document_begin(struct reader *r)
{
    struct msg_document_begin m;

    if (!decode_document_begin(r, &m))
        return false;
    liar.document = m.document;
    return tell();
}

static bool
on_scene_end(struct reader *r)
{
    struct msg_scene_end m;

    if (!decode_scene_end(r, &m))
        return false;
    liar.frame = m.frame;
    return tell();
}

bool
lie_dispatch(enum message_id id, struct reader *r)
{
    switch (id) {
    case MSG_surface_create:
        return on_surface_create(r);
    case MSG_document_begin:
        return on_document_begin(r);
    case MSG_plugin_begin:
        return tell();
    case MSG_scene_end:
        return on_scene_end(r);
    default:
        return true;
    }
}
