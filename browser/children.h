/*
 * children.h - the table of live children: their launch, their channel, their
 * death.
 *
 * Process: browser.  Distrusts: everything a child sends; endpoint.c checks
 * the stream, dispatch.c the message, children.c counts and kills.
 */
#ifndef BULKHEAD_CHILDREN_H
#define BULKHEAD_CHILDREN_H

#include "log.h"
#include "loop.h"
#include "messages.h"
#include "policy.h"
#include "supervisor.h"
#include "trace.h"

#include <sys/types.h>

enum child_state { CHILD_STARTING, CHILD_LIVE, CHILD_DEAD };

struct death {
    int signal;      /* 0: it exited */
    int status;      /* exit status, if signal is 0 */
    bool by_browser; /* the browser killed it */
    bool denied;     /* a system call was denied by its filter */
    bool dismissed;  /* ... because nobody needs it any more */
    char cause[256]; /* for a person: "killed by signal 9 (SIGKILL)", "sent
                        a malformed tile message", "did not start in 15 s" */
    char where[192]; /* of a crash: "in layout_block+0x1c at address 0x0"; or
                        "" */
    char limit[128]; /* that was reached: "20,000 messages a second"; or "" */
    unsigned record; /* number of its crash record; 0: there is none */
};

struct child;

/* What the owner of a child wants to know.  All are called from the loop. */
struct child_events {
    /* It is locked down and may be spoken to; child_layers() is valid. */
    void (*ready)(struct child *c, void *owner);
    /* Its queue, which had been full, has room again. */
    void (*drained)(struct child *c, void *owner);
    /* It is dead and buried after this call: forget the pointer. */
    void (*gone)(struct child *c, void *owner, const struct death *why);
};

/* Surfaces whose messages may still be on their way. */
enum { GONE_KEPT = 256 };

struct child {
    struct channel *channel; /* for send_x(); valid while not dead */
    uint32_t number;         /* 1, 2, ...: never reused */
    enum role role;
    enum child_state state;
    pid_t pid; /* as the browser sees it; 0 until forked */
    uint32_t layers, landlock_abi, syscalls; /* from ready */
    bool rogue;                              /* runs the hostile binary */
    int64_t started_ms, ready_ms;
    uint64_t messages;              /* both ways, so far */
    struct trace_peer peer;         /* as the trace counts it */
    struct supervision supervision; /* supervisor.c */
    char *site;                     /* whose content it runs, or NULL */
    const struct child_events *events;
    void *owner;
    uint32_t gone[GONE_KEPT]; /* surfaces.c: its last ones, destroyed */
    unsigned gone_count;
    struct intercept_queues *queues; /* intercept.c: what waits, or NULL */
    struct child *next;
};

/* dispatch is given every whole message of a live child.  False kills the
 * child; it has set a reason by child_blame. */
typedef bool children_dispatch_fn(struct child *c, struct span message);

/* Opens the runtime directory (0700, removed at children_close; stale ones of
 * dead browsers are removed now) and starts the renderer and gpu zygotes
 * without waiting for them.  binaries is the folder of the child binaries.
 * no_sandbox is --no-sandbox: layers may be missing, loudly. */
bool children_open(struct loop *l, const char *binaries,
                   children_dispatch_fn *dispatch, bool no_sandbox);

/* Kills and reaps all children and zygotes and removes the directory. */
void children_close(void);

/* Asks for a new child; it becomes usable when ready is called, and messages
 * sent before that are refused.  argument (< 512 bytes) goes to the child's
 * prepare and attach.  NULL after logging when the policy's number is
 * reached or the zygote is gone (it is then started anew). */
struct child *child_start(enum role role, const char *argument,
                          const struct child_events *events, void *owner);

/* As child_start, but runs the hostile binary (tests/rogue) in place of the
 * kind's own, and leaves out further layers of its sandbox.  NULL too when
 * that binary was not built. */
struct child *child_start_rogue(enum role role, const char *argument,
                                uint32_t without,
                                const struct child_events *events, void *owner);

/* The next child_start of this role runs the hostile binary with this argument
 * instead, once (lies.c). */
void children_stand_in(enum role role, const char *argument);

/* For who looks on (lies.c, chaos.c): what happens to children of all owners.
 * Each may be NULL. */
struct children_observer {
    void (*born)(const struct child *c); /* its process is known, not ready */
    /* It is dead; its owner is told after this. */
    void (*gone)(const struct child *c, const struct death *why);
    void (*zygote_gone)(enum role role); /* and it will be started anew */
};
void children_observe(const struct children_observer *o); /* NULL: no more */

/* Leaves layers out of the sandbox of all children to come (--layers). */
void children_leave_out(uint32_t layers);

/* Puts a descriptor on the child's lane (it stays the caller's).  Call it
 * before the message that announces it, or right after child_start for what
 * the child's prepare takes.  False when the child is dead. */
bool child_pass(struct child *c, int fd);

/* Puts what the children say of their messages into the trace; once a turn. */
void children_take_claims(void);

/* Whether the child's queue has room for size more bytes; if not, drained is
 * called once it has. */
bool child_has_room(struct child *c, size_t size);

/* intercept.c: messages that waited, to the child and from it, may go on. */
void child_go_on(struct child *c);

/* Counts an answer that cost the browser far more than reading the question
 * did.  Over MAX_LOOKUPS a second, or fewer when other children have used up
 * MAX_ALL_LOOKUPS, the child is not read until the next. */
void child_charge(struct child *c);

/* Does not read from the child for so long, as if it had said too much.  For
 * chaos.c; false when it is not live or is not read already. */
bool child_starve(struct child *c, int ms);

/* Notes why the child is about to be killed, and kills it; gone follows from
 * the loop.  cause is a printf format for death.cause. */
void child_kill(struct child *c, const char *cause, ...)
    __attribute__((format(printf, 2, 3)));

/* The same for one that is no longer needed: no crash, no record. */
void child_dismiss(struct child *c, const char *cause);

/* Logs what the browser has to say of the child's doings; with its own lines no
 * more than MAX_LOG_RATE a second. */
void child_note(struct child *c, enum log_level level, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Sends it a signal, as its task manager does (SIGSTOP, SIGCONT, SIGKILL);
 * false when there is no such process any more.  Its death is then told like
 * any other. */
bool child_signal(const struct child *c, int signal);

/* Notes whose content it runs ("https://example.org"), for records and the
 * task manager; copied. */
void child_set_site(struct child *c, const char *site);

/* The first live or starting child; follow ->next. */
struct child *children_first(void);

/* Names of the layers that c lacks, as "user-ns, uid", into out; false when
 * it lacks one its policy requires. */
bool child_missing_layers(const struct child *c, struct buf *out);

#endif
