/*
 * surfaces.h - the browser's record of what is painted where.
 *
 * Process: browser.  Distrusts: painters; a tile or commit that breaks the
 * rules here is refused, and its sender killed by the caller.
 *
 * A surface is what one process paints.  The browser owns its memory (one
 * sealed memfd of slots), knows which slot shows which tile in the last
 * committed frame, and can thereby give it to any gpu process at any time,
 * also when its painter is dead.
 */
#ifndef BULKHEAD_SURFACES_H
#define BULKHEAD_SURFACES_H

#include "children.h"
#include "rect.h"
#include "tiles.h"

struct surface;

struct surface_events {
    /* A frame was committed: s->width, height, complete are new. */
    void (*committed)(struct surface *s, void *owner);
};

struct surface_slot {
    bool used;
    uint32_t column, row;
    struct rect damage; /* by the commit under way; empty: none */
};

struct surface {
    uint32_t id;
    struct child *painter; /* NULL: the browser itself, or dead */
    int memory;            /* the memfd */
    uint32_t slots;
    struct surface_slot *shown; /* by slot: the last committed frame */
    struct msg_tile *pending;   /* of the next commit; width 0: tile gone */
    uint32_t pending_count, pending_room;

    uint32_t document, frame, width, height;
    uint32_t acknowledged; /* the last frame its painter was told is done */
    color_t background;
    bool committed, complete;

    struct frame_picture *picture; /* while frames are recorded, or NULL */

    /* Kept by compositor.c. */
    uint32_t gpu;   /* number of the gpu child it is open in, or 0 */
    uint32_t scene; /* the scene its newest frame went into */
    bool staged, unacknowledged;

    unsigned tab; /* the id of the tab that shows it; 0: the browser's own */
    bool own;     /* part of about:ipc */

    const struct surface_events *events;
    void *owner;
    struct surface *next;
};

/* A new surface; painter must be live (it gets surface_create), or NULL for
 * the browser's own.  NULL after logging when there is no memory. */
struct surface *surface_create(struct child *painter, uint32_t slots,
                               const struct surface_events *events,
                               void *owner);

/* Tells painter and gpu; NULL is allowed. */
void surface_destroy(struct surface *s);

struct surface *surface_find(uint32_t id);

/* Where the trace puts a message about the surface. */
struct trace_place surface_place(uint32_t id);
struct surface *surfaces_first(void);

/* Whether the surface, now destroyed, was this child's a short while ago. */
bool surface_was_of(uint32_t id, const struct child *painter);

/* The painter died: its surfaces stay as they are, without a painter. */
void surfaces_orphan(const struct child *painter);

/* What a painter says.  False, with *why, for what a rule-abiding painter
 * never sends. */
bool surface_add_tile(struct surface *s, const struct msg_tile *m,
                      const char **why);
bool surface_add_gone(struct surface *s, const struct msg_tile_gone *m,
                      const char **why);
bool surface_commit(struct surface *s, const struct msg_commit *m,
                    const char **why);

/* The newest frame reached the screen, or never will be needed there. */
void surface_acknowledge(struct surface *s);

#endif
