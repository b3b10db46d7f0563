/*
 * intercept.h - a debugger for the wire: messages held, dropped, delayed,
 * doubled, swapped, changed and made up by the person at the browser.
 *
 * Process: browser.  Distrusts: the messages, of which it keeps no more than
 * MAX_QUEUE bytes a child and direction.  Whatever goes on afterwards passes
 * the same checks as any other message.
 *
 * child_talk.c shows each message here, the browser's before it is sent, a
 * child's before it is checked.  While one waits, the later ones of its
 * channel and direction wait behind it in their order.  The browser's own
 * pages are left alone: one of them is the debugger.
 */
#ifndef BULKHEAD_INTERCEPT_H
#define BULKHEAD_INTERCEPT_H

#include "children.h"

/* How the note begins by which the trace tells of a message that the person
 * has made up in a child's name. */
#define INTERCEPT_MADE_UP "intercepted: made up, from the child: "

enum intercept_action {
    INTERCEPT_BREAK,     /* hold it until the person says what to do */
    INTERCEPT_DROP,      /* as if it had never been sent */
    INTERCEPT_DELAY,     /* argument: so many ms */
    INTERCEPT_DUPLICATE, /* let it come twice */
    INTERCEPT_REORDER,   /* let the next one go first */
    INTERCEPT_EDIT,      /* argument: "field=value ..." */
    INTERCEPT_ACTION_COUNT
};

struct intercept_rule {
    unsigned number; /* 1, 2, ... */
    enum intercept_action action;
    const char *argument; /* "" for those that have none */
    const char *filter;   /* as trace_filter.h says */
    bool no_gpu; /* not for the gpu process, which paints the debugger */
    uint64_t hits;
};

/* A message that waits for the person. */
struct intercept_held {
    unsigned number; /* 1, 2, ...: never reused */
    struct child *child;
    bool inward; /* from the child */
    struct span message;
    unsigned rule;    /* that held it; 0: a step */
    unsigned waiting; /* messages behind it */
    size_t bytes;     /* ... and their size */
    const char *note; /* why it was held in place of something else, or "" */
};

/* A front end; called from the loop, at any time a message is shown. */
struct intercept_events {
    void (*held)(const struct intercept_held *h, void *data);
    /* One that was held has gone without it: its child died. */
    void (*lost)(unsigned number, void *data);
    void *data;
};

void intercept_open(struct loop *l);
void intercept_close(void);
void intercept_listen(const struct intercept_events *events);

/* "break", ...; false for no action's name. */
const char *intercept_action_name(enum intercept_action action);
bool intercept_action_find(struct span name, enum intercept_action *action);

/* Adds a rule; its number, or 0 with the reason in why. */
unsigned intercept_rule_add(enum intercept_action action, const char *argument,
                            const char *filter, bool no_gpu, char *why,
                            size_t why_size);
bool intercept_rule_remove(unsigned number);
/* The rule at a place from 0; false behind the last.  Valid until one is added
 * or removed. */
bool intercept_rule_at(unsigned place, struct intercept_rule *out);

/* The held message at a place from 0, in the order they were held; and the one
 * of a number.  Valid until the loop goes on. */
bool intercept_held_at(unsigned place, struct intercept_held *out);
bool intercept_held_find(unsigned number, struct intercept_held *out);

/* What the person does with a held message; false, with why, when it is not
 * there or cannot be. */
bool intercept_continue(unsigned number, char *why, size_t why_size);
/* ... and holds the next one of the same child. */
bool intercept_step(unsigned number, char *why, size_t why_size);
bool intercept_drop(unsigned number, char *why, size_t why_size);
/* Lets it go on and holds another of it. */
bool intercept_double(unsigned number, char *why, size_t why_size);
/* It stays held. */
bool intercept_edit(unsigned number, const char *changes, char *why,
                    size_t why_size);

/* Holds the next message, whosever it is. */
void intercept_pause(void);

/* Lets all that is held go on. */
void intercept_continue_all(void);

/* Sends "name field=value ..." to a child, or takes it as if the child had
 * sent it, before all that waits; false with why. */
bool intercept_inject(uint32_t child, bool inward, const char *text, char *why,
                      size_t why_size);

/* ---- child_talk.c and supervisor.c --------------------------------------- */

enum intercept_verdict {
    INTERCEPT_PASS,  /* nobody minds it */
    INTERCEPT_TAKEN, /* it comes again by intercept_next, or never */
    INTERCEPT_FULL   /* no more wait than MAX_QUEUE: try again later */
};

enum intercept_verdict intercept_message(struct child *c, bool inward,
                                         struct span message);

/* The next one whose turn has come, into out (emptied before). */
bool intercept_next(struct child *c, bool inward, struct buf *out);

/* Whether any waits; whether the sender should stop. */
bool intercept_waits(const struct child *c, bool inward);
bool intercept_is_full(const struct child *c, bool inward);

/* Whether the person keeps it from getting on: no time counts then. */
bool intercept_holds(const struct child *c);

/* Its site is known now: if that is the browser's own, what waits goes on. */
void intercept_reconsider(struct child *c);

/* It is dead: what waits is dropped. */
void intercept_forget(struct child *c);

#endif
