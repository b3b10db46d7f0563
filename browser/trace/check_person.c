/*
 * check_person.c - what is copied from a page was asked for, and by a person.
 *
 * Process: `bulkhead trace`.  Distrusts: the file, every byte.
 *
 * The browser asks a page for its selection after Ctrl+C or Ctrl+X, which it
 * notes, and after the left button was let go over the page, as X has it.  A
 * page may answer once, in pieces.
 */
#include "trace/check.h"

#include <stdlib.h>

enum { BUCKETS = 256 };

struct selection {
    uint32_t surface;
    bool button;   /* was let go, and nothing was asked for since */
    uint32_t open; /* questions without their last answer */
    struct selection *next;
};

struct check_person {
    bool command; /* was given, and nothing was asked for since */
    struct selection *selections[BUCKETS];
};

static struct selection *
find(struct check *c, uint32_t surface)
{
    struct selection **at = &c->person->selections[surface % BUCKETS];

    while (*at != NULL && (*at)->surface != surface)
        at = &(*at)->next;
    if (*at == NULL) {
        *at = calloc(1, sizeof **at);
        if (*at == NULL)
            abort();
        (*at)->surface = surface;
    }
    return *at;
}

static void
ask(struct check *c, uint32_t at, const struct msg_edit *m)
{
    struct selection *s = find(c, m->surface);

    if (m->command != EDIT_COPY && m->command != EDIT_CUT)
        return;
    c->checked[INVARIANT_PERSON]++;
    if (!s->button && !c->person->command && !c->late)
        check_violated(c, INVARIANT_PERSON, at, "no person asked for it");
    if (s->button)
        s->button = false;
    else
        c->person->command = false;
    s->open++;
}

static void
answer(struct check *c, uint32_t at, uint32_t surface, bool last)
{
    struct selection *s = find(c, surface);

    c->checked[INVARIANT_PERSON]++;
    if (s->open == 0 && !check_child(c, c->log.entries[at].r.number)->late)
        check_violated(c, INVARIANT_PERSON, at, "copies what nobody asked for");
    if (last && s->open > 0)
        s->open--;
}

/* A message of which too little was kept excuses what may follow from it. */
static void
take_half(struct check *c, const struct trace_entry *e)
{
    const uint8_t *at = e->r.payload.data + MESSAGE_ID_SIZE;

    if (e->id == MSG_pointer && e->r.payload.size >= MESSAGE_ID_SIZE + 4)
        find(c, at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 |
                    (uint32_t)at[3] << 24)
            ->button = true;
}

static void
take_message(struct check *c, uint32_t at)
{
    const struct trace_entry *e = &c->log.entries[at];
    struct msg_pointer pointer;
    struct msg_copied copied;
    struct msg_edit edit;
    enum message_id id;
    struct reader r;

    if (!trace_is_whole(&e->r)) {
        take_half(c, e);
        return;
    }
    if (!message_open(e->r.payload, &id, &r))
        return;
    if (e->r.phase == TRACE_SENT && id == MSG_pointer &&
        decode_pointer(&r, &pointer) && pointer.button == BUTTON_LEFT &&
        pointer.action == POINTER_UP)
        find(c, pointer.surface)->button = true;
    else if (e->r.phase == TRACE_SENT && id == MSG_edit &&
             decode_edit(&r, &edit))
        ask(c, at, &edit);
    else if (e->r.phase == TRACE_RECEIVED && id == MSG_copied &&
             decode_copied(&r, &copied))
        answer(c, at, copied.surface, copied.last);
}

void
check_person_take(struct check *c, uint32_t at)
{
    const struct trace_record *r = &c->log.entries[at].r;

    if (c->person == NULL && (c->person = calloc(1, sizeof *c->person)) == NULL)
        abort();
    if (trace_is_message(r))
        take_message(c, at);
    else if (r->phase == TRACE_NOTE && r->number == 0 &&
             span_is(r->payload, TRACE_PERSON_COPIES))
        c->person->command = true;
}

void
check_person_finish(struct check *c)
{
    for (int i = 0; c->person != NULL && i < BUCKETS; i++)
        while (c->person->selections[i] != NULL) {
            struct selection *s = c->person->selections[i];

            c->person->selections[i] = s->next;
            free(s);
        }
    free(c->person);
    c->person = NULL;
}
