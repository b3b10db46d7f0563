/*
 * lies.h - what a hostile child may tell the browser, and what must come of
 * it.
 *
 * Process: browser.
 */
#ifndef BULKHEAD_LIES_H
#define BULKHEAD_LIES_H

#include "loop.h"
#include "messages.h"

/* DEAD: it ends the liar.  POWERLESS: nothing comes of it.  QUIET: as
 * POWERLESS, from a liar that does not say when it has told it. */
enum lie_outcome { LIE_DEAD, LIE_POWERLESS, LIE_QUIET };

struct lie {
    enum role role;
    enum lie_outcome expected;
    const char *kind;
    char name[96];
};

/* All of them: each message of protocol.def spoilt in every way, then those of
 * lies.def.  The caller frees the list. */
struct lie *lies_list(unsigned *count);

struct lie_result {
    bool ok;         /* as expected, and the rest of the browser works */
    uint32_t number; /* the liar's */
    char what[256];  /* what became of it */
};

/* Tells one lie after the other to a browser that shows two tabs without a
 * window, and calls each_done for each and then ended.  children, fetch and
 * pages must be open, with lies_dispatch for all messages. */
void lies_run(struct loop *l, const struct lie *lies, unsigned count,
              void (*each_done)(const struct lie *lie,
                                const struct lie_result *result),
              void (*ended)(void));
void lies_close(void);

struct child;
bool lies_dispatch(struct child *c, struct span message);

#endif
