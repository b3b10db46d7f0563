/*
 * check_surfaces.c - surfaces are used by their owners only, and their slots
 * only when nobody looks.
 *
 * Process: `bulkhead trace`.  Distrusts: the file, every byte.
 *
 * The rules are those of browser/surfaces.c, read again from what was said:
 * a painter may have MAX_FRAMES_IN_FLIGHT frames that it was not told to be
 * done, frames count up by one, and a slot that left the picture with frame n
 * is painted again only after frame_done n.
 */
#include "trace/check.h"

#include <stdlib.h>

struct slot {
    bool used, committed;
    bool leaves; /* the picture, with frame leaves_at */
    uint32_t column, row, leaves_at;
};

struct place {
    uint32_t id, painter, page;
    bool destroyed;
    bool blind; /* not all that was painted is known */
    uint32_t frame, done, slots;
    struct slot *slot;
    struct place *next;
};

enum { BUCKETS = 1024 };

struct check_surfaces {
    struct place *places[BUCKETS];
};

static struct place *
find(struct check *c, uint32_t id)
{
    struct place *p;

    if (c->surfaces == NULL &&
        (c->surfaces = calloc(1, sizeof *c->surfaces)) == NULL)
        abort();
    p = c->surfaces->places[id % BUCKETS];
    while (p != NULL && p->id != id)
        p = p->next;
    return p;
}

static struct place *
add(struct check *c, const struct trace_record *r, uint32_t id)
{
    struct place *p = calloc(1, sizeof *p);

    if (p == NULL)
        abort();
    p->id = id;
    p->painter = r->number;
    p->page = r->page;
    p->next = c->surfaces->places[id % BUCKETS];
    c->surfaces->places[id % BUCKETS] = p;
    return p;
}

static void
create(struct check *c, const struct trace_record *r,
       const struct msg_surface_create *m)
{
    struct place *p = find(c, m->surface);

    if (p == NULL)
        p = add(c, r, m->surface);
    free(p->slot);
    p->slot = calloc(m->slots + 1, sizeof *p->slot);
    if (p->slot == NULL)
        abort();
    p->slots = m->slots;
    p->painter = r->number;
    p->page = r->page;
    p->destroyed = p->blind = false;
    p->frame = p->done = 0;
}

static void
leave(const struct place *p, uint32_t column, uint32_t row)
{
    for (uint32_t i = 0; i < p->slots; i++) {
        struct slot *s = &p->slot[i];

        if (!s->used || s->leaves || s->column != column || s->row != row)
            continue;
        s->leaves = true;
        s->leaves_at = p->frame + 1;
        if (!s->committed) /* nobody has seen it */
            s->used = false;
    }
}

static void
on_tile(struct check *c, uint32_t at, struct place *p, const struct msg_tile *m)
{
    struct slot *s;

    c->checked[INVARIANT_FENCES]++;
    if (m->slot >= p->slots) {
        check_violated(c, INVARIANT_FENCES, at, "the surface has %u slots",
                       p->slots);
        return;
    }
    s = &p->slot[m->slot];
    leave(p, m->column, m->row);
    if (s->used && !s->leaves)
        check_violated(c, INVARIANT_FENCES, at,
                       "slot %u is painted while it shows tile %u,%u", m->slot,
                       s->column, s->row);
    else if (s->used && s->leaves_at > p->done)
        check_violated(c, INVARIANT_FENCES, at,
                       "slot %u is painted before frame_done %u", m->slot,
                       s->leaves_at);
    *s = (struct slot){.used = true, .column = m->column, .row = m->row};
}

static void
on_commit(struct check *c, uint32_t at, struct place *p,
          const struct msg_commit *m)
{
    c->checked[INVARIANT_FENCES]++;
    if (m->frame != p->frame + 1)
        check_violated(c, INVARIANT_FENCES, at, "frame %u comes after %u",
                       m->frame, p->frame);
    else if (m->frame - p->done > MAX_FRAMES_IN_FLIGHT)
        check_violated(c, INVARIANT_FENCES, at,
                       "%u frames are in flight, at most %d may be",
                       m->frame - p->done, MAX_FRAMES_IN_FLIGHT);
    p->frame = m->frame;
    for (uint32_t i = 0; i < p->slots; i++)
        p->slot[i].committed = true;
}

static void
on_message(struct check *c, uint32_t at, struct place *p)
{
    const struct trace_entry *e = &c->log.entries[at];
    enum message_id id;
    struct reader r;
    struct msg_tile tile;
    struct msg_tile_gone gone;
    struct msg_commit commit;
    struct msg_frame_done done;

    if (!trace_is_whole(&e->r))
        p->blind = p->blind || e->id == MSG_tile || e->id == MSG_tile_gone ||
                   e->id == MSG_commit;
    if (!trace_is_whole(&e->r) || !message_open(e->r.payload, &id, &r))
        return;
    if (id == MSG_surface_destroy) {
        p->destroyed = true;
    } else if (p->blind) {
        return;
    } else if (id == MSG_tile && decode_tile(&r, &tile)) {
        on_tile(c, at, p, &tile);
    } else if (id == MSG_tile_gone && decode_tile_gone(&r, &gone)) {
        leave(p, gone.column, gone.row);
    } else if (id == MSG_commit && decode_commit(&r, &commit)) {
        on_commit(c, at, p, &commit);
    } else if (id == MSG_frame_done && decode_frame_done(&r, &done)) {
        c->checked[INVARIANT_FENCES]++;
        if (done.frame > p->frame || done.frame <= p->done)
            check_violated(c, INVARIANT_FENCES, at,
                           "frame %u is done, but committed were %u, done %u",
                           done.frame, p->frame, p->done);
        p->done = done.frame;
    }
}

/* Messages of or to the gpu name surfaces of all: it shows them. */
static void
check_owner(struct check *c, uint32_t at, const struct place *p, uint32_t id)
{
    const struct trace_entry *e = &c->log.entries[at];
    bool up = e->r.phase == TRACE_RECEIVED;

    c->checked[INVARIANT_OWNERS]++;
    if (p == NULL)
        check_violated(c, INVARIANT_OWNERS, at, "nobody was given surface %u",
                       id);
    else if (p->painter != e->r.number)
        check_violated(c, up ? INVARIANT_OWNERS : INVARIANT_TABS, at,
                       "surface %u belongs to process %u of tab %u", id,
                       p->painter, p->page);
    c->checked[INVARIANT_TABS]++;
    if (p != NULL && p->page != 0 && e->r.page != 0 && p->page != e->r.page)
        check_violated(c, INVARIANT_TABS, at,
                       "surface %u was of tab %u and is of tab %u", id, p->page,
                       e->r.page);
}

static uint32_t
surface_of(struct span message)
{
    const uint8_t *at = message.data + MESSAGE_ID_SIZE;

    return at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 |
           (uint32_t)at[3] << 24;
}

void
check_surfaces_take(struct check *c, uint32_t at)
{
    const struct trace_entry *e = &c->log.entries[at];
    struct msg_surface_create m;
    enum message_id id;
    struct reader r;
    struct place *p;

    if (!trace_is_message(&e->r) || e->id == MSG_COUNT ||
        !routes[e->id].claims_surface || e->r.role == GPU ||
        e->r.payload.size < MESSAGE_ID_SIZE + 4)
        return;
    if (e->id == MSG_surface_create && e->r.phase == TRACE_SENT &&
        message_open(e->r.payload, &id, &r) && decode_surface_create(&r, &m))
        create(c, &e->r, &m);
    p = find(c, surface_of(e->r.payload));
    if (p == NULL && check_child(c, e->r.number)->late) {
        p = add(c, &e->r, surface_of(e->r.payload));
        p->blind = true;
    }
    check_owner(c, at, p, surface_of(e->r.payload));
    if (p != NULL && p->page == 0)
        p->page = e->r.page; /* not yet known when it was made */
    if (p != NULL && p->painter == e->r.number && !p->destroyed)
        on_message(c, at, p);
}

void
check_surfaces_finish(struct check *c)
{
    for (int i = 0; c->surfaces != NULL && i < BUCKETS; i++)
        while (c->surfaces->places[i] != NULL) {
            struct place *p = c->surfaces->places[i];

            c->surfaces->places[i] = p->next;
            free(p->slot);
            free(p);
        }
    free(c->surfaces);
    c->surfaces = NULL;
}
