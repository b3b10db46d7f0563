/*
 * check.h - what must hold of every trace, in five files: check.c (ways,
 * moments, the address bar, claims), check_surfaces.c (owners, tabs, fences),
 * check_requests.c (answers), check_cookies.c and check_person.c.
 *
 * Process: `bulkhead trace`.  Distrusts: the file, every byte.
 */
#ifndef BULKHEAD_TRACE_CHECK_H
#define BULKHEAD_TRACE_CHECK_H

#include "trace/input.h"

enum invariant {
    INVARIANT_ROUTE,
    INVARIANT_MOMENT,
    INVARIANT_REQUESTS,
    INVARIANT_FENCES,
    INVARIANT_OWNERS,
    INVARIANT_TABS,
    INVARIANT_COOKIES,
    INVARIANT_ADDRESS,
    INVARIANT_PERSON,
    INVARIANT_CLAIMS,
    INVARIANT_COUNT
};

/* What is known of a child. */
struct check_child {
    bool ready, dead;
    bool late, cut; /* its first messages are not in the trace; one of the last
                       was not kept whole */
    uint32_t first_sent, first_received; /* seq of its first message; 0 */
};

struct check {
    struct trace_log log;
    bool all; /* print every violation, not the first few of a kind */
    uint64_t checked[INVARIANT_COUNT], violated[INVARIANT_COUNT];
    uint64_t refused; /* wrong messages that the browser refused: as it must */
    uint64_t open;    /* requests without an answer at the trace's end */
    uint64_t cut;     /* messages that were not kept whole */
    bool late; /* what some child said or was told first is not in the trace */
    struct check_child *children; /* by number */
    struct check_surfaces *surfaces;
    struct check_requests *requests;
    struct check_cookies *cookies;
    struct check_person *person;
    uint32_t marks;         /* cookies whose values are looked for */
    uint64_t servers_words; /* times a server said its own to its own */
    uint64_t unseen;        /* messages to children that were not kept whole */
};

/* One violation at an entry; printed.  What a child did and the browser
 * refused at once is counted as refused instead. */
void check_violated(struct check *c, enum invariant which, uint32_t at,
                    const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Each is given every entry in order, then finished once. */
void check_surfaces_take(struct check *c, uint32_t at);
void check_surfaces_finish(struct check *c);
void check_requests_take(struct check *c, uint32_t at);
void check_requests_finish(struct check *c);
void check_cookies_take(struct check *c, uint32_t at);
void check_cookies_finish(struct check *c);
void check_person_take(struct check *c, uint32_t at);
void check_person_finish(struct check *c);

/* Whether something that the child said or was told so far is not known: then
 * what seems to be without a cause may have one. */
bool check_is_half_known(const struct check *c, uint32_t number);

/* What is known of a child; of numbers that no browser gives out, together. */
struct check_child *check_child(const struct check *c, uint32_t number);

/* Whether the child that sent this entry was refused for it. */
bool check_was_refused(const struct check *c, uint32_t at);

#endif
