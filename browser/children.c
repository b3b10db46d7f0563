/*
 * children.c - the table of live children: their launch and their death.
 *
 * Process: browser.  Distrusts: everything a child sends; child_talk.c checks
 * it.  What a child died of is learnt from the kernel.
 */
#include "children.h"
#include "child_check.h"
#include "child_record.h"
#include "crash_record.h"
#include "intercept.h"
#include "lane.h"
#include "launch.h"
#include "log.h"
#include "runtime.h"
#include "trace.h"

#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { BY_PIDFD = 3 }; /* P_PIDFD, which older headers lack */

static struct {
    struct child *first, **last;
    uint32_t number;
    bool open, closing;
    long oom_kills; /* of the whole machine, when last looked at */
    char *binaries;

    struct { /* the hostile child that takes the next one's place */
        bool wanted;
        enum role role;
        char argument[ZYGOTE_ARGUMENT];
    } stand_in;

    struct children_observer observer;
} self;

static struct child_record *
record_of(struct child *c)
{
    return (struct child_record *)c;
}

struct child *
children_first(void)
{
    return self.first;
}

static struct child_record *
find(uint32_t number)
{
    for (struct child *c = self.first; c != NULL; c = c->next)
        if (c->number == number)
            return record_of(c);
    return NULL;
}

/* ---- death ---------------------------------------------------------------*/

static void
free_record(struct child_record *r)
{
    for (struct child **at = &self.first; *at != NULL; at = &(*at)->next)
        if (*at == &r->child) {
            *at = r->child.next;
            if (*at == NULL)
                self.last = at;
            break;
        }
    child_talk_close(r);
    claim_reader_close(&r->claims);
    child_log_close(&r->log);
    loop_unwatch(r->death);
    if (r->pidfd >= 0)
        close(r->pidfd);
    if (r->listener >= 0)
        close(r->listener);
    if (r->lane >= 0)
        close(r->lane);
    runtime_drop(r->child.number);
    free(r->child.site);
    free(r);
}

/* Whether the kernel has killed for memory since the last look. */
static bool
has_more_oom_kills(void)
{
    long before = self.oom_kills;

    self.oom_kills = child_oom_kills();
    return before >= 0 && self.oom_kills > before;
}

/* Which bound it had come to, if that may be why. */
static void
explain_limit(const struct child_record *r, struct death *why)
{
    if (strncmp(why->cause, "ran out of memory", 17) == 0)
        snprintf(why->limit, sizeof why->limit,
                 "Limit reached: %u MiB of address space",
                 policy_of(r->child.role)->memory_mib);
    else if (r->rates.over || r->rates.seconds_over > 0)
        snprintf(why->limit, sizeof why->limit,
                 "Limit reached: %d messages a second, fewer of the rarer "
                 "kinds",
                 MAX_RATE);
    else if (r->was_full)
        snprintf(why->limit, sizeof why->limit,
                 "Limit reached: %d KiB waited for it, unread",
                 (int)(endpoint_most(r->endpoint) / 1024));
}

/* Puts the kernel's word and the child's own last ones together. */
static void
explain(struct child_record *r)
{
    struct child *c = &r->child;
    struct death *why = &r->why;

    if (why->cause[0] == 0) { /* else the browser killed it and knows why */
        child_describe_end(why->signal, why->status, why->cause,
                           sizeof why->cause);
        if (why->signal == SIGKILL && has_more_oom_kills())
            snprintf(why->cause, sizeof why->cause,
                     "killed by the kernel: the machine or its container ran "
                     "out of memory (SIGKILL)");
        if (c->ready_ms == 0 && why->signal == 0)
            strncat(why->cause, " before it was ready",
                    sizeof why->cause - strlen(why->cause) - 1);
    }
    if (!why->by_browser && !c->rogue)
        fault_report_explain(&r->log.fault, self.binaries,
                             policy_of(c->role)->binary, why);
    explain_limit(r, why);
    if (!why->dismissed && !self.closing && !c->rogue &&
        (why->by_browser || (why->signal | why->status) != 0 || c->pid == 0))
        why->record = crash_record_write(c, why);
}

/* The child is no more, if it ever was: tells the owner and forgets it. */
static void
bury(struct child_record *r)
{
    struct child *c = &r->child;

    c->state = CHILD_DEAD;
    /* Its last words come before the news of its death. */
    child_talk_stop(r);
    child_log_close(&r->log);
    explain(r);
    claim_reader_drain(&r->claims, &c->peer);
    trace_event(TRACE_DEATH, &c->peer, r->why.cause);
    log_info("%s %s", r->log.name, r->why.cause);
    if (!self.closing && self.observer.gone != NULL)
        self.observer.gone(c, &r->why);
    if (!self.closing)
        c->events->gone(c, c->owner, &r->why);
    free_record(r);
}

/* Takes the kernel's word; flags as for waitid.  False when it still lives. */
static bool
reap(struct child_record *r, int flags)
{
    siginfo_t info = {0};
    int result;

    do
        result = waitid((idtype_t)BY_PIDFD, (id_t)r->pidfd, &info,
                        WEXITED | __WALL | flags);
    while (result < 0 && errno == EINTR);
    if (result == 0 && info.si_pid == 0)
        return false;
    if (result == 0 && info.si_code == CLD_EXITED)
        r->why.status = info.si_status;
    else if (result == 0)
        r->why.signal = info.si_status;
    return true;
}

static void
on_death(void *data, int events)
{
    struct child_record *r = data;

    (void)events;
    if (reap(r, WNOHANG))
        bury(r);
}

bool
child_signal(const struct child *c, int signal)
{
    const struct child_record *r = (const struct child_record *)c;

    return r->pidfd >= 0 &&
           syscall(SYS_pidfd_send_signal, r->pidfd, signal, NULL, 0) == 0;
}

void
child_kill(struct child *c, const char *cause, ...)
{
    struct child_record *r = record_of(c);
    va_list arguments;

    if (c->state == CHILD_DEAD)
        return;
    va_start(arguments, cause);
    vsnprintf(r->why.cause, sizeof r->why.cause, cause, arguments);
    va_end(arguments);
    r->why.by_browser = true;
    c->state = CHILD_DEAD;
    child_talk_stop(r);
    child_signal(c, SIGKILL); /* one not yet known is killed when it is */
}

void
child_dismiss(struct child *c, const char *cause)
{
    if (c->state != CHILD_DEAD)
        record_of(c)->why.dismissed = true;
    child_kill(c, "%s", cause);
}

void
child_set_site(struct child *c, const char *site)
{
    free(c->site);
    c->site = strdup(site);
    intercept_reconsider(c);
    log_debug("%s#%u, process %d, is now of %s", role_name(c->role), c->number,
              (int)c->pid, site);
}

/* ---- birth ---------------------------------------------------------------*/

static void
on_deadline(void *data)
{
    struct child_record *r = data;

    r->deadline = NULL;
    if (intercept_holds(&r->child)) /* it is the person who takes the time */
        r->deadline =
            loop_after(child_settings.loop, LAUNCH_TIMEOUT, on_deadline, r);
    else
        child_kill(&r->child, "did not start in %d s", LAUNCH_TIMEOUT / 1000);
}

static void
on_answered(const struct zygote_answer *answer, int pidfd)
{
    struct child_record *r = find(answer->number);
    char text[64];

    if (r == NULL || r->child.pid != 0) {
        if (pidfd >= 0)
            close(pidfd);
        return;
    }
    if (answer->pid <= 0 || pidfd < 0) {
        snprintf(r->why.cause, sizeof r->why.cause, "could not be forked: %s",
                 strerror(answer->error));
        if (pidfd >= 0)
            close(pidfd);
        bury(r);
        return;
    }
    r->child.pid = answer->pid;
    r->pidfd = pidfd;
    r->death = loop_watch(child_settings.loop, pidfd, LOOP_READ, on_death, r);
    snprintf(text, sizeof text, "pid %d", answer->pid);
    trace_event(TRACE_BIRTH, &r->child.peer, text);
    if (r->child.state == CHILD_DEAD)
        child_signal(&r->child, SIGKILL);
    else
        child_talk_expect(r, answer->uid);
    if (self.observer.born != NULL)
        self.observer.born(&r->child);
}

/* Owners may start new children from gone, whose zygote is a new one: first
 * note who is lost, then tell. */
static void
on_lost(enum role role, bool rogue)
{
    struct child *c = self.first;

    if (!rogue && !self.closing && self.observer.zygote_gone != NULL)
        self.observer.zygote_gone(role);
    for (struct child *each = c; each != NULL; each = each->next)
        record_of(each)->lost =
            each->role == role && each->rogue == rogue && each->pid == 0;
    while (c != NULL && !self.closing) {
        struct child_record *r = record_of(c);

        if (!r->lost) {
            c = c->next;
            continue;
        }
        if (r->why.cause[0] == 0)
            snprintf(r->why.cause, sizeof r->why.cause,
                     "its zygote died before it was started");
        bury(r);
        c = self.first;
    }
}

static bool
knows(pid_t pid)
{
    for (struct child *c = self.first; c != NULL; c = c->next)
        if (c->pid == pid)
            return true;
    return false;
}

static const struct launch_events launch_events = {on_answered, on_lost, knows};

static bool
may_start(enum role role, bool rogue)
{
    unsigned same = 0, all = 0;

    for (struct child *c = self.first; c != NULL; c = c->next) {
        all++;
        same += c->role == role && c->rogue == rogue;
    }
    if (same < policy_of(role)->most && all < MAX_CHILDREN)
        return true;
    log_error("no more %s processes: there are %u", role_name(role), same);
    return false;
}

/* A user id no live child has. */
static uint32_t
pick_uid(uint32_t number, uint32_t live_uids[MAX_CHILDREN], unsigned live)
{
    uint32_t uid = CHILD_UID_FIRST + number % CHILD_UIDS;

    for (unsigned i = 0; i < live; i++)
        if (live_uids[i] == uid) {
            uid = CHILD_UID_FIRST + (uid - CHILD_UID_FIRST + 1) % CHILD_UIDS;
            i = (unsigned)-1;
        }
    return uid;
}

static uint32_t
uid_for(uint32_t number, uint32_t without)
{
    uint32_t live_uids[MAX_CHILDREN];
    unsigned live = 0;

    if (!sandbox_can_change_uid() || without & LAYER_UID)
        return geteuid();
    for (struct child *c = self.first; c != NULL && live < MAX_CHILDREN;
         c = c->next)
        live_uids[live++] = record_of(c)->uid;
    return pick_uid(number, live_uids, live);
}

/* Makes all the child needs and asks its zygote for it. */
static bool
ask_zygote(struct child_record *r, const char *argument, uint32_t without)
{
    struct zygote_request request = {.number = r->child.number};
    char path[RUNTIME_PATH];
    int fds[ZYGOTE_FDS] = {-1, -1, -1}, ends[2];
    bool ok = false;

    request.without = without | child_settings.without;
    r->uid = request.uid = uid_for(r->child.number, request.without);
    if (snprintf(request.argument, sizeof request.argument, "%s", argument) >=
        (int)sizeof request.argument) {
        log_error("the argument of a child is too long");
        return false;
    }
    if (getrandom(r->token, sizeof r->token, 0) != sizeof r->token)
        return false;
    fds[0] = runtime_make(r->child.number, path);
    if (fds[0] < 0 || !child_talk_open(r, path))
        goto out;
    if (request.uid != geteuid() && !runtime_give(r->child.number, request.uid))
        goto out;
    if (!lane_create(ends)) {
        log_error("cannot make a socket pair: %s", strerror(errno));
        goto out;
    }
    r->lane = ends[0];
    fds[1] = ends[1];
    fds[2] = child_log_open(&r->log, child_settings.loop,
                            role_name(r->child.role), r->child.number);
    ok = fds[2] >= 0 &&
         launch_request(r->child.role, r->child.rogue, &request, fds);
out:
    for (int i = 0; i < ZYGOTE_FDS; i++)
        if (fds[i] >= 0)
            close(fds[i]);
    return ok;
}

static struct child *
start_child(enum role role, bool rogue, const char *argument, uint32_t without,
            const struct child_events *events, void *owner)
{
    struct child_record *r;

    if (!self.open || !may_start(role, rogue) || !launch_zygote(role, rogue))
        return NULL;
    r = calloc(1, sizeof *r);
    if (r == NULL)
        return NULL;
    r->child = (struct child){.number = ++self.number,
                              .role = role,
                              .rogue = rogue,
                              .state = CHILD_STARTING,
                              .started_ms = loop_now_ms(),
                              .events = events,
                              .owner = owner};
    r->child.peer =
        (struct trace_peer){.role = r->child.role, .number = r->child.number};
    r->pidfd = r->listener = r->lane = r->log.fd = -1;
    if (!ask_zygote(r, argument, without)) {
        free_record(r);
        return NULL;
    }
    r->deadline =
        loop_after(child_settings.loop, LAUNCH_TIMEOUT, on_deadline, r);
    *self.last = &r->child;
    self.last = &r->child.next;
    return &r->child;
}

struct child *
child_start(enum role role, const char *argument,
            const struct child_events *events, void *owner)
{
    bool rogue = self.stand_in.wanted && self.stand_in.role == role;

    if (rogue) {
        self.stand_in.wanted = false;
        argument = self.stand_in.argument;
    }
    return start_child(role, rogue, argument, 0, events, owner);
}

void
children_stand_in(enum role role, const char *argument)
{
    self.stand_in.wanted = true;
    self.stand_in.role = role;
    snprintf(self.stand_in.argument, sizeof self.stand_in.argument, "%s",
             argument);
}

struct child *
child_start_rogue(enum role role, const char *argument, uint32_t without,
                  const struct child_events *events, void *owner)
{
    if (!self.open || launch_rogue() == NULL)
        return NULL;
    return start_child(role, true, argument, without, events, owner);
}

void
children_observe(const struct children_observer *o)
{
    self.observer = o != NULL ? *o : (struct children_observer){0};
}

void
children_leave_out(uint32_t layers)
{
    child_settings.without |= layers;
}

/* ---- the rest of children.h ----------------------------------------------*/

bool
child_pass(struct child *c, int fd)
{
    struct child_record *r = record_of(c);

    if (c->state == CHILD_DEAD)
        return false;
    if (lane_send(r->lane, "d", 1, &fd, 1))
        return true;
    child_kill(c, "does not take its descriptors: %s", strerror(errno));
    return false;
}

void
child_note(struct child *c, enum log_level level, const char *format, ...)
{
    struct buf text = {0};
    va_list arguments;

    va_start(arguments, format);
    buf_vprintf(&text, format, arguments);
    va_end(arguments);
    child_log_add(&record_of(c)->log, level, buf_text(&text));
    buf_finish(&text);
}

void
children_take_claims(void)
{
    for (struct child *c = self.first; c != NULL; c = c->next)
        claim_reader_drain(&record_of(c)->claims, &c->peer);
}

bool
child_has_room(struct child *c, size_t size)
{
    struct child_record *r = record_of(c);

    if (c->state != CHILD_LIVE)
        return false;
    if (endpoint_has_room(r->endpoint, size) && !intercept_is_full(c, false))
        return true;
    r->was_full = true;
    return false;
}

bool
child_missing_layers(const struct child *c, struct buf *out)
{
    uint32_t missing = LAYERS_ALL & ~c->layers;
    const char *comma = "";

    for (unsigned i = 0; i < LAYER_COUNT; i++)
        if (missing >> i & 1) {
            buf_printf(out, "%s%s", comma, layer_name(i));
            comma = ", ";
        }
    return (missing & policy_of(c->role)->required) == 0;
}

bool
children_open(struct loop *l, const char *binaries,
              children_dispatch_fn *dispatch, bool no_sandbox)
{
    /* An ignored SIGCHLD, inherited from whoever started us, would let the
     * kernel throw the causes of death away. */
    signal(SIGCHLD, SIG_DFL);
    child_settings = (struct child_settings){l, dispatch, no_sandbox, 0};
    self.first = NULL;
    self.last = &self.first;
    self.closing = false;
    if (!runtime_open())
        return false;
    self.binaries = strdup(binaries);
    if (self.binaries == NULL) {
        runtime_close();
        return false;
    }
    launch_open(l, self.binaries, &launch_events);
    self.open = true;
    self.oom_kills = child_oom_kills();
    /* A missing binary is logged; starting its first child says so again. */
    launch_zygote(RENDERER, false);
    launch_zygote(GPU, false);
    return true;
}

void
children_close(void)
{
    if (!self.open)
        return;
    self.open = false;
    self.closing = true;
    for (struct child *c = self.first; c != NULL; c = c->next)
        child_dismiss(c, "the browser ended");
    launch_close();
    while (self.first != NULL) {
        struct child_record *r = record_of(self.first);

        if (r->pidfd >= 0)
            reap(r, 0);
        bury(r);
    }
    runtime_close();
    free(self.binaries);
    self.binaries = NULL;
}
