/*
 * autopsy.h - the last messages of a dead child as a small chart, for the sad
 * page.
 *
 * Process: browser.  Distrusts: nothing of the child's but the names of its
 * messages, which are those of protocol.def.
 */
#ifndef BULKHEAD_AUTOPSY_H
#define BULKHEAD_AUTOPSY_H

#include "canvas.h"
#include "children.h"

enum { AUTOPSY_MOST = 8 };

/* One message, or several of the same kind in a row. */
struct autopsy_message {
    int64_t before_ns; /* its death; the last of several */
    const char *name;  /* static */
    bool inward;       /* from the child */
    bool refused;      /* what it died of */
    bool made_up;      /* by the person, in its name */
    unsigned times;
};

struct autopsy {
    struct autopsy_message messages[AUTOPSY_MOST]; /* oldest first */
    unsigned count;
    const char *role; /* "renderer"; static */
    uint32_t number;
};

/* What the flight recorder has of a child that has just died of why. */
void autopsy_take(struct autopsy *a, enum role role, uint32_t number,
                  const struct death *why);

/* The height of a chart of the last count messages. */
int autopsy_height(const struct autopsy *a, unsigned count);

/* Draws it into a box of that height; from 180 pixels of width on. */
void autopsy_draw(struct canvas *c, const struct autopsy *a, unsigned count,
                  struct rect box);

#endif
