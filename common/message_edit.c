/*
 * message_edit.c - messages made and changed by a person, as text.
 *
 * Process: browser.  Distrusts: the text, and the message that is changed.
 *
 * One function a message follows from protocol.def: it reads the assignments
 * to its fields in turn; one that no field has taken is none of its.
 */
#include "message_edit.h"
#include "wire_text.h"

#include <stdio.h>
#include <stdlib.h>

enum { MOST_FIELDS = 32 };

struct assignment {
    struct span name, value;
    bool taken;
};

struct edit {
    struct assignment all[MOST_FIELDS];
    unsigned count;
    struct arena arena;
    struct wire_text text;
    bool failed;
};

static bool fail(struct edit *e, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static bool
fail(struct edit *e, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    if (!e->failed)
        vsnprintf(e->text.why, e->text.why_size, format, arguments);
    va_end(arguments);
    e->failed = true;
    return false;
}

/* ---- reading assignments -------------------------------------------------*/

static struct span
skip_spaces(struct span s)
{
    while (s.size > 0 && (*s.data == ' ' || *s.data == '\t')) {
        s.data++;
        s.size--;
    }
    return s;
}

static size_t
name_size(struct span s)
{
    size_t n = 0;

    while (n < s.size &&
           (s.data[n] == '_' || (s.data[n] >= 'a' && s.data[n] <= 'z') ||
            (s.data[n] >= '0' && s.data[n] <= '9')))
        n++;
    return n;
}

/* A bare value ends at a space, a quoted one behind its closing quote. */
static size_t
value_size(struct span s)
{
    bool quoted = s.size > 0 && s.data[0] == '"';
    size_t n = quoted;

    while (n < s.size) {
        if (quoted && s.data[n] == '"')
            return n + 1;
        if (!quoted && (s.data[n] == ' ' || s.data[n] == '\t'))
            break;
        n += quoted && s.data[n] == '\\' && n + 1 < s.size ? 2 : 1;
    }
    return n;
}

static bool
split(struct edit *e, struct span s)
{
    for (s = skip_spaces(s); s.size > 0; s = skip_spaces(s)) {
        size_t name = name_size(s), value;
        struct span rest = {s.data + name, s.size - name};

        if (name == 0 || rest.size == 0 || rest.data[0] != '=')
            return fail(e, "at \"%.*s\": field=value is expected",
                        s.size < 30 ? (int)s.size : 30, (const char *)s.data);
        if (e->count == MOST_FIELDS)
            return fail(e, "more than %d fields", MOST_FIELDS);
        rest = (struct span){rest.data + 1, rest.size - 1};
        value = value_size(rest);
        e->all[e->count++] =
            (struct assignment){{s.data, name}, {rest.data, value}, false};
        s = (struct span){rest.data + value, rest.size - value};
    }
    return true;
}

static struct assignment *
find(struct edit *e, const char *name)
{
    for (unsigned i = 0; i < e->count; i++)
        if (!e->all[i].taken && span_is(e->all[i].name, name))
            return &e->all[i];
    return NULL;
}

#define WIRE_KIND(kind)                                                       \
    static void change_##kind(struct edit *e, const char *name,               \
                              kind##_t *value, uint64_t limit,                \
                              const char *list)                               \
    {                                                                         \
        struct assignment *a;                                                 \
                                                                              \
        while (!e->failed && (a = find(e, name)) != NULL) {                   \
            a->taken = true;                                                  \
            e->text.field = name;                                             \
            e->failed = !read_##kind(&e->text, a->value, limit, list, value); \
        }                                                                     \
    }
WIRE_KIND(u32)
WIRE_KIND(u64)
WIRE_KIND(i32)
WIRE_KIND(flag)
WIRE_KIND(choice)
WIRE_KIND(color)
WIRE_KIND(surface)
WIRE_KIND(text)
WIRE_KIND(blob)
#undef WIRE_KIND

/* ---- from the table ------------------------------------------------------*/

static const char *const fields_of[MSG_COUNT] = {
#define MESSAGE(from, to, name, moment, rate, purpose) [MSG_##name] = ""
#define FIELD(kind, name, limit) " " #name
#define END(name) ,
#include "protocol.def"
};

static bool
all_taken(struct edit *e, enum message_id id)
{
    for (unsigned i = 0; i < e->count && !e->failed; i++)
        if (!e->all[i].taken)
            return fail(e, "%s has no field %.*s; it has:%s", routes[id].name,
                        (int)e->all[i].name.size,
                        (const char *)e->all[i].name.data, fields_of[id]);
    return !e->failed;
}

#define MESSAGE(from, to, name, moment, rate, purpose)                       \
    static bool change_msg_##name(struct edit *e, struct reader *from_bytes, \
                                  struct writer *w)                          \
    {                                                                        \
        const enum message_id id = MSG_##name;                               \
        struct msg_##name m;                                                 \
                                                                             \
        memset(&m, 0, sizeof m);                                             \
        if (from_bytes != NULL && !decode_##name(from_bytes, &m))            \
            return fail(e, "this " #name " is malformed");
#define FIELD(kind, name, limit) \
    change_##kind(e, #name, &m.name, limit, #limit);
#define END(name)                                                   \
    return all_taken(e, id) &&                                      \
           (encode_##name(w, &m) ||                                 \
            fail(e, "this " #name " would be larger than %d bytes", \
                 MAX_MESSAGE));                                     \
    }
#include "protocol.def"

static bool
change(struct edit *e, enum message_id id, struct reader *r, struct writer *w)
{
    switch (id) {
#define MESSAGE(from, to, name, moment, rate, purpose) \
    case MSG_##name:                                   \
        return change_msg_##name(e, r, w);
#define FIELD(kind, name, limit)
#define END(name)
#include "protocol.def"
    case MSG_COUNT:
        break;
    }
    return fail(e, "this is no message");
}

static bool
write_out(struct buf *out, struct span changes, enum message_id id,
          struct reader *r, char *why, size_t why_size)
{
    struct edit *e = calloc(1, sizeof *e);
    uint8_t *bytes = buf_reserve(out, MAX_MESSAGE);
    struct writer w = {bytes, bytes + MAX_MESSAGE, true};
    bool ok;

    if (e == NULL) {
        snprintf(why, why_size, "out of memory");
        return false;
    }
    e->text = (struct wire_text){&e->arena, why, why_size, ""};
    ok = split(e, changes) && change(e, id, r, &w);
    if (ok)
        out->size += (size_t)(w.at - bytes);
    arena_finish(&e->arena);
    free(e);
    return ok;
}

bool
message_build(struct buf *out, struct span text, char *why, size_t why_size)
{
    struct span name = skip_spaces(text), rest;

    name.size = name_size(name);
    rest =
        (struct span){name.data + name.size,
                      (size_t)(text.data + text.size - name.data) - name.size};
    for (int id = 0; id < MSG_COUNT; id++)
        if (span_is(name, routes[id].name))
            return write_out(out, rest, (enum message_id)id, NULL, why,
                             why_size);
    snprintf(why, why_size, "no message is called \"%.*s\"",
             name.size < 60 ? (int)name.size : 60, (const char *)name.data);
    return false;
}

bool
message_edit(struct buf *out, struct span message, struct span changes,
             char *why, size_t why_size)
{
    enum message_id id;
    struct reader r;

    if (!message_open(message, &id, &r)) {
        snprintf(why, why_size, "this is no message that can be read");
        return false;
    }
    return write_out(out, changes, id, &r, why, why_size);
}

bool
message_has_lane(enum message_id id)
{
    return strstr(routes[id].purpose, "lane:") != NULL;
}
