/*
 * lies_list.c - every lie there is: from protocol.def and lies.def.
 *
 * Process: browser.
 */
#include "lies.h"
#include "log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct list {
    struct lie *lies;
    unsigned count, room;
};

static void
add(struct list *l, enum role role, enum lie_outcome expected, const char *kind,
    const char *name, const char *field)
{
    struct lie *lie;

    if (l->count == l->room) {
        l->room = l->room ? l->room * 2 : 256;
        l->lies = realloc(l->lies, l->room * sizeof *l->lies);
        if (l->lies == NULL)
            fatal_memory("out of memory for lies");
    }
    lie = &l->lies[l->count++];
    *lie = (struct lie){.role = role, .expected = expected, .kind = kind};
    snprintf(lie->name, sizeof lie->name, "%s%s%s", name, field ? "." : "",
             field ? field : "");
}

/* Whether a value one beyond the limit can be written at all. */
#define CAN_u32(limit) ((uint64_t)(limit) < UINT32_MAX)
#define CAN_u64(limit) false
#define CAN_i32(limit) true
#define CAN_flag(limit) true
#define CAN_choice(limit) true
#define CAN_color(limit) false
#define CAN_text(limit) true
#define CAN_blob(limit) true
#define CAN_surface(limit) false

#define MESSAGE(from, to, name, moment, rate, purpose)            \
    static void add_bounds_of_##name(struct list *l, enum role r) \
    {                                                             \
        const char *message = #name;                              \
        (void)message;                                            \
        (void)l;                                                  \
        (void)r;
#define FIELD(kind, name, limit) \
    if (CAN_##kind(limit))       \
        add(l, r, LIE_DEAD, "bound", message, #name);
#define END(name) }
#include "protocol.def"

static void (*const add_bounds[MSG_COUNT])(struct list *l, enum role r) = {
#define MESSAGE(from, to, name, moment, rate, purpose) add_bounds_of_##name,
#define FIELD(kind, name, limit)
#define END(name)
#include "protocol.def"
};

static void
add_spoilt(struct list *l, enum role role)
{
    for (int id = 0; id < MSG_COUNT; id++) {
        const struct route *m = &routes[id];

        if (m->to != BROWSER || !role_is(role, m->from)) {
            add(l, role, LIE_DEAD, "misdirected", m->name, NULL);
        } else if (m->moment == LIVE) {
            add(l, role, LIE_DEAD, "truncated", m->name, NULL);
            add(l, role, LIE_DEAD, "trailing", m->name, NULL);
            if (m->claims_surface)
                add(l, role, LIE_DEAD, "foreign", m->name, NULL);
            add_bounds[id](l, role);
        }
    }
}

struct lie *
lies_list(unsigned *count)
{
    struct list l = {NULL, 0, 0};

    add_spoilt(&l, RENDERER);
    add_spoilt(&l, PLUGIN);
    add_spoilt(&l, GPU);
#define SHAKE(role, name, act) add(&l, role, LIE_DEAD, "act", name, NULL);
#define LIE(role, outcome, name, act) \
    add(&l, role, LIE_##outcome, "act", name, NULL);
#include "lies.def"
    *count = l.count;
    return l.lies;
}
