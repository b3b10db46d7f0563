/*
 * surfaces.c - the browser's record of what is painted where.
 *
 * Process: browser.  Distrusts: every number a painter sends.
 */
#include "surfaces.h"
#include "compositor.h"
#include "frame_picture.h"
#include "trace.h"

#include "log.h"

#include <stdlib.h>
#include <unistd.h>

/* A frame changes each tile of the arena at most once and drops as many. */
enum { MAX_PENDING = 2 * MAX_SLOTS };

static struct surface *first;
static uint32_t last_id;

struct surface *
surface_create(struct child *painter, uint32_t slots,
               const struct surface_events *events, void *owner)
{
    int memory = tiles_create(slots);
    struct surface *s;

    if (memory < 0)
        return NULL;
    s = calloc(1, sizeof *s);
    if (s == NULL || (s->shown = calloc(slots, sizeof *s->shown)) == NULL)
        fatal_memory("out of memory for a surface");
    s->id = ++last_id;
    s->painter = painter;
    s->memory = memory;
    s->slots = slots;
    s->events = events;
    s->owner = owner;
    s->next = first;
    first = s;
    if (painter != NULL && child_pass(painter, memory))
        send_surface_create(painter->channel,
                            &(struct msg_surface_create){s->id, slots});
    return s;
}

void
surface_destroy(struct surface *s)
{
    struct surface **at = &first;

    if (s == NULL)
        return;
    while (*at != s)
        at = &(*at)->next;
    *at = s->next;
    if (s->painter != NULL)
        s->painter->gone[s->painter->gone_count++ % GONE_KEPT] = s->id;
    if (s->painter != NULL && s->painter->state == CHILD_LIVE)
        send_surface_destroy(s->painter->channel,
                             &(struct msg_surface_destroy){s->id});
    compositor_forget(s);
    frame_picture_destroy(s->picture);
    close(s->memory);
    free(s->shown);
    free(s->pending);
    free(s);
}

struct surface *
surface_find(uint32_t id)
{
    for (struct surface *s = first; s != NULL; s = s->next)
        if (s->id == id)
            return s;
    return NULL;
}

struct trace_place
surface_place(uint32_t id)
{
    const struct surface *s = surface_find(id);

    return s != NULL ? (struct trace_place){s->tab, s->own}
                     : (struct trace_place){0};
}

struct surface *
surfaces_first(void)
{
    return first;
}

bool
surface_was_of(uint32_t id, const struct child *painter)
{
    for (unsigned i = 0; i < GONE_KEPT && i < painter->gone_count; i++)
        if (painter->gone[i] == id)
            return true;
    return false;
}

void
surfaces_orphan(const struct child *painter)
{
    for (struct surface *s = first; s != NULL; s = s->next)
        if (s->painter == painter) {
            s->painter = NULL;
            s->pending_count = 0;
        }
}

static bool
add_pending(struct surface *s, const struct msg_tile *m, const char **why)
{
    if (s->pending_count == MAX_PENDING) {
        *why = "more tiles in one frame than the surface has";
        return false;
    }
    if (s->pending_count == s->pending_room) {
        s->pending_room = s->pending_room ? s->pending_room * 2 : 32;
        s->pending = realloc(s->pending, s->pending_room * sizeof *s->pending);
        if (s->pending == NULL)
            fatal_memory("out of memory for tiles");
    }
    s->pending[s->pending_count++] = *m;
    return true;
}

bool
surface_add_tile(struct surface *s, const struct msg_tile *m, const char **why)
{
    if (m->slot >= s->slots) {
        *why = "a slot that the surface does not have";
        return false;
    }
    if (m->width == 0 || m->height == 0 || m->x + m->width > TILE_SIZE ||
        m->y + m->height > TILE_SIZE) {
        *why = "damage outside the tile";
        return false;
    }
    return add_pending(s, m, why);
}

bool
surface_add_gone(struct surface *s, const struct msg_tile_gone *m,
                 const char **why)
{
    struct msg_tile none = {.column = m->column, .row = m->row};

    return add_pending(s, &none, why);
}

/* The slot that shows the tile, or NULL. */
static struct surface_slot *
find_tile(struct surface *s, uint32_t column, uint32_t row)
{
    for (uint32_t i = 0; i < s->slots; i++)
        if (s->shown[i].used && s->shown[i].column == column &&
            s->shown[i].row == row)
            return &s->shown[i];
    return NULL;
}

static bool
is_same_tile(const struct surface_slot *a, const struct surface_slot *b)
{
    return a->used && b->used && a->column == b->column && a->row == b->row;
}

static void
apply(struct surface *s, const struct msg_tile *m)
{
    struct rect damage = {(int)m->x, (int)m->y, (int)m->width, (int)m->height};
    struct surface_slot *old = find_tile(s, m->column, m->row);

    if (old != NULL) {
        old->used = false;
        if (!rect_is_empty(old->damage)) /* told before in this frame */
            damage = (struct rect){0, 0, TILE_SIZE, TILE_SIZE};
    }
    if (m->width > 0)
        s->shown[m->slot] =
            (struct surface_slot){true, m->column, m->row, damage};
}

/* Brings the surface to what the commit makes of it, and tells the gpu what is
 * another than before: not more than its slots and as many dropped tiles,
 * however often the painter has changed its mind. */
static void
apply_pending(struct surface *s)
{
    struct surface_slot *before = malloc(s->slots * sizeof *before);

    if (before == NULL)
        fatal_memory("out of memory for a frame");
    for (uint32_t i = 0; i < s->slots; i++)
        s->shown[i].damage = (struct rect){0, 0, 0, 0};
    memcpy(before, s->shown, s->slots * sizeof *before);
    for (uint32_t i = 0; i < s->pending_count; i++)
        apply(s, &s->pending[i]);
    for (uint32_t i = 0; i < s->slots; i++)
        if (before[i].used && !is_same_tile(&before[i], &s->shown[i]) &&
            find_tile(s, before[i].column, before[i].row) == NULL)
            compositor_tile(s, &(struct msg_tile){.column = before[i].column,
                                                  .row = before[i].row});
    for (uint32_t i = 0; i < s->slots; i++) {
        const struct surface_slot *t = &s->shown[i];

        if (t->used && !rect_is_empty(t->damage))
            compositor_tile(s, &(struct msg_tile){s->id, t->column, t->row, i,
                                                  (uint32_t)t->damage.x,
                                                  (uint32_t)t->damage.y,
                                                  (uint32_t)t->damage.width,
                                                  (uint32_t)t->damage.height});
    }
    free(before);
    s->pending_count = 0;
}

/* Writes the frame's hash into a recording that has payloads: what a replay
 * has to come to. */
static void
record_frame(struct surface *s, const struct msg_commit *m)
{
    struct buf frame = {0};

    /* For replay, which plugins have none of. */
    if (s->painter == NULL || s->painter->role != RENDERER ||
        !trace_keeps_payloads())
        return;
    if (s->picture == NULL)
        s->picture = frame_picture_create(s->memory, s->slots);
    if (s->picture == NULL)
        return;
    for (uint32_t i = 0; i < s->pending_count; i++)
        frame_picture_tile(s->picture, &s->pending[i]);
    frame_picture_commit(s->picture, m, &frame);
    trace_add(&(struct trace_record){.phase = TRACE_FRAME,
                                     .role = s->painter->role,
                                     .number = s->painter->number,
                                     .page = surface_place(s->id).page,
                                     .length = (uint32_t)frame.size,
                                     .payload = buf_span(&frame)});
    buf_finish(&frame);
}

bool
surface_commit(struct surface *s, const struct msg_commit *m, const char **why)
{
    if (m->frame != s->frame + 1) {
        *why = "a frame out of order";
        return false;
    }
    if (s->painter != NULL &&
        m->frame - s->acknowledged > MAX_FRAMES_IN_FLIGHT) {
        *why = "more frames in flight than it may have";
        return false;
    }
    record_frame(s, m);
    apply_pending(s);
    s->frame = m->frame;
    s->document = m->document;
    s->width = m->width;
    s->height = m->height;
    s->background = m->background;
    s->complete = m->complete;
    s->committed = true;
    s->unacknowledged = true;
    s->events->committed(s, s->owner);
    compositor_committed(s);
    return true;
}

void
surface_acknowledge(struct surface *s)
{
    if (!s->unacknowledged)
        return;
    s->unacknowledged = false;
    s->acknowledged = s->frame;
    if (s->painter != NULL && s->painter->state == CHILD_LIVE)
        send_frame_done(s->painter->channel,
                        &(struct msg_frame_done){s->id, s->frame});
}
