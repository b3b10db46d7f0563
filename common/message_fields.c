/*
 * message_fields.c - a message's fields one by one, for whoever shows, filters
 * or exports any message.
 *
 * Process: all.  Distrusts: the message; the decoders say whether it is one.
 */
#include "messages.h"

#define NUMBER_KIND(kind)                                            \
    static void take_##kind(struct message_field *f, kind##_t value) \
    {                                                                \
        f->is_number = true;                                         \
        f->number = (int64_t)value;                                  \
    }
#define BYTES_KIND(kind)                                             \
    static void take_##kind(struct message_field *f, kind##_t value) \
    {                                                                \
        f->bytes = value;                                            \
    }
NUMBER_KIND(u32)
NUMBER_KIND(u64)
NUMBER_KIND(i32)
NUMBER_KIND(flag)
NUMBER_KIND(choice)
NUMBER_KIND(color)
NUMBER_KIND(surface)
BYTES_KIND(text)
BYTES_KIND(blob)

struct walk {
    bool (*fn)(void *data, const struct message_field *f);
    void *data;
    struct buf shown;
};

static bool
give(struct walk *w, struct message_field *f, const char *list)
{
    f->list = strcmp(f->kind, "choice") == 0 ? list : NULL;
    f->shown = buf_text(&w->shown);
    return w->fn(w->data, f);
}

#define MESSAGE(from, to, name, moment, rate, purpose)                     \
    static void each_of_##name(struct walk *w, const struct msg_##name *m) \
    {
#define FIELD(fieldkind, fieldname, fieldlimit)                     \
    {                                                               \
        struct message_field f = {.name = #fieldname,               \
                                  .kind = #fieldkind,               \
                                  .limit = (uint64_t)(fieldlimit)}; \
        take_##fieldkind(&f, m->fieldname);                         \
        w->shown.size = 0;                                          \
        show_##fieldkind(&w->shown, m->fieldname, #fieldlimit);     \
        if (!give(w, &f, #fieldlimit))                              \
            return;                                                 \
    }
#define END(name) }
#include "protocol.def"

bool
message_each_field(struct span message,
                   bool (*fn)(void *data, const struct message_field *f),
                   void *data)
{
    struct walk w = {fn, data, {0}};
    enum message_id id;
    struct reader r;
    bool ok = false;

    if (!message_open(message, &id, &r))
        return false;
    switch (id) {
#define MESSAGE(from, to, name, moment, rate, purpose) \
    case MSG_##name: {                                 \
        struct msg_##name m;                           \
        ok = decode_##name(&r, &m);                    \
        if (ok)                                        \
            each_of_##name(&w, &m);                    \
        break;                                         \
    }
#define FIELD(kind, name, limit)
#define END(name)
#include "protocol.def"
    case MSG_COUNT:
        break;
    }
    buf_finish(&w.shown);
    return ok;
}
