/*
 * supervisor.h - does a child get on?  Busy, spinning, blocked, stopped.
 *
 * Process: browser.  Distrusts: the child's pongs and progress, which are its
 * own claims; how much it computes and whether it is stopped is the kernel's
 * word.
 *
 * After a person's input, at once, and after other work, a second later, a
 * ping follows what was sent; its pong says that all before it was dealt with.
 * While a pong is out the child's /proc/PID/stat is looked at four times a
 * second.  A child that nobody waits for costs nothing: no ping, no timer.
 * Nothing here kills a child.
 */
#ifndef BULKHEAD_SUPERVISOR_H
#define BULKHEAD_SUPERVISOR_H

#include "loop.h"
#include "messages.h"

struct child;

enum condition {
    CONDITION_ANSWERS,  /* or nobody has asked it anything */
    CONDITION_BUSY,     /* does not answer yet, but gets on */
    CONDITION_SPINNING, /* computes, and nothing comes of it */
    CONDITION_BLOCKED,  /* neither computes nor answers */
    CONDITION_STOPPED   /* by SIGSTOP or a debugger */
};

enum {
    PATIENCE_BADGE = 1000, /* ms without an answer: the tab shows it */
    PATIENCE_ASK = 5000,   /* ... and the person is asked what to do */
    PATIENCE_AGAIN = 10000 /* ... and asked again, after Wait */
};

/* The supervisor's record of one child, inside struct child. */
struct supervision {
    int64_t waiting_ms; /* since when the child has owed an answer; 0 */
    int64_t wanted_ms;  /* since when something newer is unanswered; 0 */
    int64_t due_ms;     /* when to ping for that */
    int64_t pinged_ms;  /* last ping */
    uint32_t serial;    /* of the last ping */
    bool pinged;        /* its pong is out */
    bool expected;      /* supervisor_expect: an answer other than a pong */
    bool heard;         /* it has said anything since the last beat */
    int64_t asked_ms;   /* the person said Wait then; 0 */
    int64_t got_on_ms;  /* last sign of progress */
    int64_t window_ms;  /* begin of the second being measured */
    uint64_t window_cpu;
    bool measured, computes; /* in the last whole second */
    enum condition condition;
    int level; /* last told: 0, 1 badge, 2 ask */
};

/* changed is called from the loop when a child's condition or patience level
 * changed in a way that a person is shown. */
void supervisor_open(struct loop *l, void (*changed)(struct child *c));
void supervisor_close(void);

/* What the child is doing, as far as anybody waits for it. */
enum condition supervisor_state(const struct child *c);

/* ms it has owed an answer; 0: none. */
int supervisor_waited(const struct child *c);

/* Whether the tab shows that it does not answer; whether the person is to be
 * asked; the person said Wait: not again for PATIENCE_AGAIN. */
bool supervisor_is_slow(const struct child *c);
bool supervisor_should_ask(const struct child *c);
void supervisor_wait(struct child *c);

/* "busy", "spinning", ... */
const char *condition_name(enum condition condition);

/* A clause for a person: "it is busy and gets on", "its process was stopped
 * from outside". */
const char *condition_clause(enum condition condition);

/* Has the child misbehave (FAULT_); false when it is not live. */
bool supervisor_fault(struct child *c, choice_t kind);

/* For who waits for an answer other than a pong (the gpu's presented). */
void supervisor_expect(struct child *c);
void supervisor_answered(struct child *c);

/* child_talk.c: a message went out; any came in. */
void supervisor_sent(struct child *c, enum message_id id);
void supervisor_heard(struct child *c);

/* from_child.c; false: nobody asked. */
bool supervisor_on_pong(struct child *c, uint32_t serial);

/* What the judgement rests on, at one look. */
struct evidence {
    char state;          /* of /proc/PID/stat; 0: not known */
    bool measured;       /* a whole second was looked at */
    bool computes;       /* it used the processor in it */
    int64_t standing_ms; /* since it last showed any progress */
};
enum condition supervisor_judge(const struct evidence *e);

#endif
