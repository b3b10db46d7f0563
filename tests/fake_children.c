/*
 * fake_children.c - children without processes, in place of children.c.
 *
 * Process: test.
 */
#include "fake_children.h"

#include <stdarg.h>
#include <stdio.h>

enum { FRAME = 9 /* bytes before a message in its stream */ };

static bool
take(struct channel *channel, struct span message)
{
    struct fake_child *f =
        (struct fake_child *)((char *)channel -
                              offsetof(struct fake_child, channel));
    enum message_id id;
    struct reader r;

    if (f->full || f->child.state != CHILD_LIVE ||
        !message_open(message, &id, &r))
        return false;
    f->bytes += message.size + FRAME;
    f->sent[id]++;
    f->last[id].size = 0;
    buf_add_span(&f->last[id], message);
    return true;
}

static const struct channel_ops ops = {take};
static struct fake_child *next;

void
fake_child_init(struct fake_child *f, enum role role)
{
    static uint32_t number;

    *f = (struct fake_child){
        .child = {.number = ++number, .role = role, .state = CHILD_LIVE},
        .channel = {&ops}};
    f->child.channel = &f->channel;
}

void
fake_child_next(struct fake_child *f)
{
    next = f;
}

void
fake_child_finish(struct fake_child *f)
{
    for (int i = 0; i < MSG_COUNT; i++)
        buf_finish(&f->last[i]);
}

void
child_kill(struct child *c, const char *cause, ...)
{
    struct fake_child *f = (struct fake_child *)c;
    va_list arguments;

    if (c->state == CHILD_DEAD)
        return;
    va_start(arguments, cause);
    vsnprintf(f->cause, sizeof f->cause, cause, arguments);
    va_end(arguments);
    f->kills++;
    c->state = CHILD_DEAD;
}

void
child_dismiss(struct child *c, const char *cause)
{
    child_kill(c, "%s", cause);
}

bool
child_signal(const struct child *c, int signal)
{
    (void)signal;
    return c->state != CHILD_DEAD;
}

void
child_set_site(struct child *c, const char *site)
{
    (void)c;
    (void)site;
}

void
child_note(struct child *c, enum log_level level, const char *format, ...)
{
    (void)level;
    (void)format;
    ((struct fake_child *)c)->notes++;
}

bool
child_pass(struct child *c, int fd)
{
    struct fake_child *f = (struct fake_child *)c;

    if (c->state == CHILD_DEAD || fd < 0)
        return false;
    f->passed++;
    return true;
}

bool
child_has_room(struct child *c, size_t size)
{
    (void)size;
    return c->state == CHILD_LIVE && !((struct fake_child *)c)->full;
}

void
child_go_on(struct child *c)
{
    (void)c;
}

struct child *
child_start(enum role role, const char *argument,
            const struct child_events *events, void *owner)
{
    struct fake_child *f = next;

    (void)role;
    (void)argument;
    next = NULL;
    if (f == NULL)
        return NULL;
    f->child.events = events;
    f->child.owner = owner;
    return &f->child;
}

struct child *
children_first(void)
{
    return NULL;
}

bool
child_missing_layers(const struct child *c, struct buf *out)
{
    (void)c;
    (void)out;
    return true;
}
