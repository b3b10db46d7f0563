/*
 * replay.h - a fresh renderer is fed what a recorded one was fed, each message
 * only after it has said what the recorded one had said before it.
 *
 * Process: `bulkhead trace replay`.  Distrusts: the recording, and the
 * renderer, which runs in its full sandbox.
 */
#ifndef BULKHEAD_REPLAY_H
#define BULKHEAD_REPLAY_H

#include "children.h"
#include "replay_file.h"

struct replay_result {
    unsigned sent, documents; /* that were fed */
    unsigned different;       /* surfaces not as recorded */
    unsigned waived;          /* waits for what never came */
    char first_waived[160];
    char font[200];          /* why a font could not be passed, or "" */
    bool ready;              /* the renderer came to life */
    bool died, should_die;   /* ... again; in the recording */
    bool was_killed;         /* in the recording, from outside */
    bool stuck, should_hang; /* it did not answer any more; in the recording */
    struct death why;        /* if it died */
    char recorded_end[200];  /* what the recording says of its end, or "" */
};

/* Starts the renderer and runs in the loop, which is stopped at the end.
 * ask_step, if not NULL, is asked before each message; when it is false,
 * replay_go_on lets the message go later. */
bool replay_start(struct loop *l, const struct replay_file *f,
                  bool (*ask_step)(const struct child *c, size_t at,
                                   struct span message));
void replay_go_on(void);

const struct replay_result *replay_end(void);

/* For children_open. */
bool replay_dispatch(struct child *c, struct span message);

#endif
