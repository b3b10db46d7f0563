/*
 * child_record.h - all the browser knows of one child; children.c and
 * child_talk.c only.
 *
 * Process: browser.
 */
#ifndef BULKHEAD_CHILD_RECORD_H
#define BULKHEAD_CHILD_RECORD_H

#include "child_log.h"
#include "claim_ring.h"
#include "children.h"
#include "endpoint.h"

/* What a child has sent lately. */
struct child_rates {
    int64_t second;        /* start of the one being counted, ms */
    unsigned total;        /* messages in it */
    unsigned lookups;      /* costly answers in it */
    int rare;              /* messages of class RARE it may still send */
    bool over;             /* it has sent more than it may in this second */
    unsigned seconds_over; /* in a row */
};

struct child_record {
    struct child child;     /* first: children.h gives out this */
    struct channel channel; /* child.channel: gate and trace, then endpoint */
    struct endpoint *endpoint;
    struct loop_watch *watch; /* of the endpoint */
    int watched_fd, watched_events;
    struct loop_timer *turn;   /* goes on with messages already here */
    struct loop_timer *resume; /* reads again after too many messages */
    struct loop_timer *grace;  /* kills a child that only closed its end */
    struct loop_timer *deadline;
    struct loop_watch *death;  /* of pidfd */
    struct loop_watch *denied; /* of listener */
    int pidfd, listener, lane; /* -1: none */
    uint32_t uid;              /* the host user id asked for */
    struct child_log log;
    struct claim_reader claims;
    struct child_rates rates;
    struct death why; /* cause is set once the browser has killed it */
    uint8_t token[TOKEN_SIZE];
    bool greeted;  /* hello was sent */
    bool was_full; /* a message was refused for lack of room */
    bool paused;   /* not read for a while */
    bool lost;     /* its zygote died before it was known */
};

/* Set once by children_open. */
struct child_settings {
    struct loop *loop;
    children_dispatch_fn *dispatch;
    bool no_sandbox;
    uint32_t without; /* layers left out on purpose */
};
extern struct child_settings child_settings;

/* Makes the endpoint at path and the channel; false after logging. */
bool child_talk_open(struct child_record *r, const char *path);

/* The process is known: only it may connect. */
void child_talk_expect(struct child_record *r, uint32_t uid);

/* Stops listening to the child, for good. */
void child_talk_stop(struct child_record *r);

/* Frees what child_talk_open made. */
void child_talk_close(struct child_record *r);

#endif
