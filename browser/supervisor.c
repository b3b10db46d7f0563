/*
 * supervisor.c - does a child get on?  Busy, spinning, blocked, stopped.
 *
 * Process: browser.  Distrusts: the child's pongs and progress, which only
 * ever make it look better than it is: the time since the person's input is
 * counted here, and the last word is the person's.
 */
#include "supervisor.h"
#include "children.h"
#include "intercept.h"

#include "trace_file.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    BEAT = 250,           /* ms between looks while anybody waits */
    WORK_GRACE = 1000,    /* ms until work other than input is asked about */
    WINDOW = 1000,        /* ms over which computing is measured */
    LEAST_COMPUTING = 50, /* ms of it in a window; the wire alone needs 10 */
    STANDING = 2000,      /* ms of computing without progress: spinning */
    LATE = 500            /* ms: the browser itself did not get on */
};

static struct {
    struct loop *loop;
    void (*changed)(struct child *c);
    struct loop_timer *beat;
    int64_t beat_due;
} self;

/* ---- what the kernel says ------------------------------------------------*/

/* State and used processor time, ms, of a process; false when it is gone. */
static bool
read_stat(pid_t pid, char *state, uint64_t *cpu_ms)
{
    char path[40], text[512];
    unsigned long user, system;
    const char *at;
    ssize_t size;
    int fd;

    snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
    fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    size = read(fd, text, sizeof text - 1);
    close(fd);
    if (size <= 0)
        return false;
    text[size] = 0;
    at = strrchr(text, ')'); /* the name before may hold anything */
    if (at == NULL ||
        sscanf(at + 1, " %c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu",
               state, &user, &system) != 3)
        return false;
    *cpu_ms = (uint64_t)(user + system) * 1000 / (uint64_t)sysconf(_SC_CLK_TCK);
    return true;
}

enum condition
supervisor_judge(const struct evidence *e)
{
    if (e->state == 'T' || e->state == 't')
        return CONDITION_STOPPED;
    if (e->standing_ms < WINDOW || !e->measured)
        return CONDITION_BUSY;
    if (!e->computes) /* unless the machine gives it no processor */
        return e->state == 'R' ? CONDITION_BUSY : CONDITION_BLOCKED;
    return e->standing_ms < STANDING ? CONDITION_BUSY : CONDITION_SPINNING;
}

static void
measure(struct supervision *s, int64_t now, uint64_t cpu_ms)
{
    if (s->window_ms == 0) {
        s->window_ms = now;
        s->window_cpu = cpu_ms;
    } else if (now - s->window_ms >= WINDOW) {
        s->computes = cpu_ms - s->window_cpu >= LEAST_COMPUTING;
        s->measured = true;
        s->window_ms = now;
        s->window_cpu = cpu_ms;
    }
}

static void
look(struct child *c, int64_t now)
{
    struct supervision *s = &c->supervision;
    struct evidence e = {0};
    uint64_t cpu_ms = 0;

    if (!read_stat(c->pid, &e.state, &cpu_ms))
        return; /* dead: its pidfd tells */
    if (s->heard)
        s->got_on_ms = now;
    s->heard = false;
    measure(s, now, cpu_ms);
    e.measured = s->measured;
    e.computes = s->computes;
    e.standing_ms = now - s->got_on_ms;
    s->condition = supervisor_judge(&e);
}

/* ---- waiting -------------------------------------------------------------*/

static void on_beat(void *unused);

static void
keep_beating(void)
{
    if (self.beat != NULL || self.loop == NULL)
        return;
    self.beat_due = loop_now_ms() + BEAT;
    self.beat = loop_after(self.loop, BEAT, on_beat, NULL);
}

static void
begin_waiting(struct supervision *s, int64_t since)
{
    s->waiting_ms = since;
    s->got_on_ms = loop_now_ms();
    s->heard = s->measured = s->computes = false;
    s->window_ms = s->asked_ms = 0;
    keep_beating();
}

/* Into the trace: about:ipc shows from when to when it hung. */
static void
note(const struct child *c, int level)
{
    char text[80];

    if (level > 0)
        snprintf(text, sizeof text, TRACE_HANGS "%s",
                 condition_name(c->supervision.condition));
    else
        snprintf(text, sizeof text, TRACE_ANSWERS);
    trace_event(TRACE_NOTE, &c->peer, text);
}

static void
tell(struct child *c, enum condition before)
{
    struct supervision *s = &c->supervision;
    int level = supervisor_should_ask(c) ? 2 : supervisor_is_slow(c);
    bool differs = level != s->level || (level > 0 && before != s->condition);

    if ((level > 0) != (s->level > 0) || (level > 0 && before != s->condition))
        note(c, level);
    s->level = level;
    if (differs && self.changed != NULL)
        self.changed(c);
}

static void
end_waiting(struct child *c)
{
    struct supervision *s = &c->supervision;
    enum condition before = s->condition;

    if (s->pinged || s->expected)
        return;
    s->waiting_ms = 0;
    s->condition = CONDITION_ANSWERS;
    tell(c, before);
}

static void
ping(struct child *c, int64_t since)
{
    struct supervision *s = &c->supervision;

    s->wanted_ms = 0;
    s->pinged = true;
    s->pinged_ms = loop_now_ms();
    if (s->waiting_ms == 0)
        begin_waiting(s, since);
    /* A queue that has no room for it will not have been read either. */
    send_ping(c->channel, &(struct msg_ping){++s->serial});
}

/* Something was sent that wants an answer by due. */
static void
want(struct child *c, int64_t now, int64_t due)
{
    struct supervision *s = &c->supervision;

    if (s->wanted_ms == 0) {
        s->wanted_ms = now;
        s->due_ms = due;
    } else if (due < s->due_ms) {
        s->due_ms = due;
    }
    if (!s->pinged && s->due_ms <= now && now - s->pinged_ms >= BEAT)
        ping(c, s->wanted_ms);
    else
        keep_beating();
}

static bool
is_watched(const struct child *c)
{
    const struct supervision *s = &c->supervision;

    return c->state == CHILD_LIVE && (s->waiting_ms != 0 || s->wanted_ms != 0);
}

static void
attend(struct child *c, int64_t now)
{
    struct supervision *s = &c->supervision;
    enum condition before = s->condition;

    if (!s->pinged && s->wanted_ms != 0 && s->due_ms <= now)
        ping(c, s->due_ms < now - BEAT ? s->due_ms : s->wanted_ms);
    if (s->waiting_ms == 0)
        return;
    look(c, now);
    tell(c, before);
}

static void
excuse(struct supervision *s, int64_t ms)
{
    if (s->waiting_ms != 0) {
        s->waiting_ms += ms;
        s->got_on_ms += ms;
    }
}

/* The children are not to blame for the time in which the browser itself did
 * not get on, or the person held their messages back. */
static void
on_beat(void *unused)
{
    int64_t now = loop_now_ms(), late = now - self.beat_due;
    bool more = false;

    (void)unused;
    self.beat = NULL;
    for (struct child *c = children_first(); c != NULL; c = c->next) {
        struct supervision *s = &c->supervision;

        if (!is_watched(c))
            continue;
        excuse(s, late > LATE ? late : 0);
        if (intercept_holds(c))
            excuse(s, BEAT);
        attend(c, now);
        more = more || is_watched(c);
    }
    if (more)
        keep_beating();
}

/* ---- what was sent, what came --------------------------------------------*/

void
supervisor_sent(struct child *c, enum message_id id)
{
    int64_t now;

    switch (id) {
    case MSG_pointer:
    case MSG_wheel:
    case MSG_key:
    case MSG_text_input:
    case MSG_focus:
        now = loop_now_ms();
        want(c, now, now);
        break;
    case MSG_view:
    case MSG_document_begin:
    case MSG_document_data:
    case MSG_document_end:
    case MSG_fetch_end:
    case MSG_plugin_begin:
    case MSG_stream_end:
    case MSG_fault:
        now = loop_now_ms();
        want(c, now, now + WORK_GRACE);
        break;
    default:
        break;
    }
}

void
supervisor_heard(struct child *c)
{
    c->supervision.heard = true;
}

void
supervisor_expect(struct child *c)
{
    struct supervision *s = &c->supervision;

    s->expected = true;
    if (s->waiting_ms == 0)
        begin_waiting(s, loop_now_ms());
}

void
supervisor_answered(struct child *c)
{
    c->supervision.expected = false;
    end_waiting(c);
}

bool
supervisor_on_pong(struct child *c, uint32_t serial)
{
    struct supervision *s = &c->supervision;

    if (!s->pinged || serial != s->serial)
        return false;
    s->pinged = false;
    end_waiting(c);
    return true;
}

/* ---- for who looks -------------------------------------------------------*/

enum condition
supervisor_state(const struct child *c)
{
    return c->supervision.condition;
}

int
supervisor_waited(const struct child *c)
{
    int64_t since = c->supervision.waiting_ms;

    return since != 0 ? (int)(loop_now_ms() - since) : 0;
}

bool
supervisor_is_slow(const struct child *c)
{
    return c->state == CHILD_LIVE && supervisor_waited(c) >= PATIENCE_BADGE;
}

bool
supervisor_should_ask(const struct child *c)
{
    int64_t asked = c->supervision.asked_ms;

    return c->state == CHILD_LIVE && supervisor_waited(c) >= PATIENCE_ASK &&
           (asked == 0 || loop_now_ms() - asked >= PATIENCE_AGAIN);
}

void
supervisor_wait(struct child *c)
{
    c->supervision.asked_ms = loop_now_ms();
    tell(c, c->supervision.condition);
}

const char *
condition_name(enum condition condition)
{
    static const char *const names[] = {"answers", "busy", "spinning",
                                        "blocked", "stopped"};

    return names[condition];
}

const char *
condition_clause(enum condition condition)
{
    static const char *const clauses[] = {
        "it answers",
        "it is busy and gets on",
        "it computes without getting anywhere",
        "it neither computes nor answers",
        "its process was stopped from outside",
    };

    return clauses[condition];
}

bool
supervisor_fault(struct child *c, choice_t kind)
{
    return c->state == CHILD_LIVE &&
           send_fault(c->channel, &(struct msg_fault){kind});
}

void
supervisor_open(struct loop *l, void (*changed)(struct child *c))
{
    self.loop = l;
    self.changed = changed;
}

void
supervisor_close(void)
{
    loop_cancel(self.beat);
    self.beat = NULL;
    self.loop = NULL;
    self.changed = NULL;
}
