/*
 * chaos_score.h - what the browser holds, before and after the faults, and the
 * scorecard.
 *
 * Process: browser.
 */
#ifndef BULKHEAD_CHAOS_SCORE_H
#define BULKHEAD_CHAOS_SCORE_H

#include "chaos_faults.h"

/* What there is when everything is quiet. */
struct chaos_holdings {
    unsigned children, strangers; /* strangers: processes nobody knows */
    unsigned fds; /* but for those of web connections and zygotes */
    unsigned maps, shared_maps;       /* shared: of memfds */
    unsigned folders;                 /* in the runtime folder */
    uint64_t private_bytes, requests; /* requests: begun and not over */
};

void chaos_score_look(struct chaos_holdings *h);

/* Whether the children are all there, ready and not busy being born. */
bool chaos_score_is_quiet(void);

/* What was written to the profile and must be found in it. */
struct chaos_data {
    unsigned history, history_lost, bookmarks, bookmarks_lost, tabs, tabs_lost,
        cookies, cookies_lost;
};

struct chaos_score {
    uint64_t seed;
    double rate;
    int64_t ms; /* that the faults took */
    struct chaos_holdings before, after;
    struct chaos_data data;
    unsigned frames, late;
    unsigned pictures, pictures_differ, pictures_move;
    unsigned reloads, loads, not_loaded;
    uint64_t requests;
    const char *stuck; /* what never ended, or NULL */
};

/* Prints the scorecard to stdout; true when nothing is wrong. */
bool chaos_score_print(const struct chaos_score *s);

#endif
