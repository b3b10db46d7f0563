/*
 * chaos_faults.c - the faults of a plan, committed and followed.
 *
 * Process: browser.  Distrusts: nothing; it is the person's own wish.
 *
 * A fault is noticed when the browser would tell a person: a death when its
 * owner is told, a hang when the supervisor names it.  It is recovered when no
 * page or plugin shows the death any more, and of the gpu with the next
 * picture.
 */
#include "chaos_faults.h"
#include "compositor.h"
#include "hang.h"
#include "launch.h"
#include "tabs.h"

#include "log.h"

#include <signal.h>
#include <stdlib.h>

enum {
    MOST_OPEN = 256,
    STOPPED_BY_HAND = 10000, /* ms: a hang that nobody notices is ended */
    MISSES = 20              /* times the count: then nothing is to be hit */
};

enum stage { FREE, ARMED, UNDER_WAY, DEAD };

/* A fault that is not over. */
struct open {
    enum stage stage;
    struct chaos_fault f;
    uint32_t number; /* the child's; 0: a zygote's, or not yet born */
    pid_t zygote;
    int64_t began_ns, noticed_ns, until_ms;
    bool continued; /* until_ms has come */
    uint32_t frames;
};

static struct {
    struct loop *loop;
    struct chaos_plan plan;
    struct chaos_fault next;
    int64_t next_ms;
    unsigned count, committed, missed, over;
    bool stopped;
    struct open open[MOST_OPEN];
    struct chaos_record *records;
} self;

static const struct child *
find(uint32_t number)
{
    const struct child *c = children_first();

    while (c != NULL && (c->number != number || c->state == CHILD_DEAD))
        c = c->next;
    return c;
}

static void
notice(struct open *o)
{
    if (o->noticed_ns == 0)
        o->noticed_ns = loop_now_ns();
}

static int32_t
since(const struct open *o, int64_t ns)
{
    int64_t us = (ns - o->began_ns) / 1000;

    return ns == 0 ? -1 : us > INT32_MAX ? INT32_MAX : (int32_t)us;
}

static void
finish(struct open *o, bool recovered)
{
    self.records[self.over++] = (struct chaos_record){
        (uint8_t)chaos_fault_row(&o->f), (uint8_t)o->f.role,
        since(o, o->noticed_ns), recovered ? since(o, loop_now_ns()) : -1};
    o->stage = FREE;
}

/* ---- what children do -----------------------------------------------------
 */

static void
on_born(const struct child *c)
{
    for (struct open *o = self.open; o < self.open + MOST_OPEN; o++)
        if (o->stage == ARMED && o->f.role == c->role) {
            o->stage = UNDER_WAY;
            o->number = c->number;
            o->until_ms = loop_now_ms() + o->f.ms;
            return;
        }
}

/* One that waits for something to hit, no longer. */
static void
drop(struct open *o)
{
    o->stage = FREE;
    self.missed++;
    self.committed--;
}

static void
on_gone(const struct child *c, const struct death *why)
{
    (void)why;
    for (struct open *o = self.open; o < self.open + MOST_OPEN; o++) {
        if (o->stage != UNDER_WAY || o->number != c->number)
            continue;
        if (o->began_ns == 0) { /* it did not live long enough */
            o->stage = ARMED;
            o->number = 0;
            if (self.stopped)
                drop(o);
            continue;
        }
        notice(o);
        o->stage = DEAD;
        o->frames = compositor_facts()->frames;
        if (c->role == GPU)
            compositor_damage();
    }
}

static void
on_zygote_gone(enum role role)
{
    for (struct open *o = self.open; o < self.open + MOST_OPEN; o++)
        if (o->stage == UNDER_WAY && o->zygote != 0 && o->f.role == role)
            notice(o);
}

/* ---- committing -----------------------------------------------------------
 */

static const struct child *
pick(const struct chaos_fault *f)
{
    bool young = f->kind == CHAOS_KILL || f->kind == CHAOS_STOP;
    const struct child *c;
    uint32_t count = 0, at;

    for (int pass = 0; pass < 2; pass++) {
        at = count > 0 ? f->pick % count : 0;
        for (c = children_first(); c != NULL; c = c->next) {
            if (c->role != f->role || c->pid == 0 || c->rogue ||
                !(c->state == CHILD_LIVE ||
                  (young && c->state == CHILD_STARTING)))
                continue;
            if (pass == 0)
                count++;
            else if (at-- == 0)
                return c;
        }
    }
    return NULL;
}

static bool
hit_zygote(struct open *o)
{
    o->zygote = launch_zygote_pid(o->f.role);
    return o->zygote != 0 &&
           kill(o->zygote, o->f.kind == CHAOS_ZYGOTE ? SIGKILL : SIGSTOP) == 0;
}

static bool
hit_child(struct open *o)
{
    struct child *c = (struct child *)(uintptr_t)pick(&o->f);

    if (c == NULL)
        return false;
    o->number = c->number;
    switch (o->f.kind) {
    case CHAOS_KILL:
        return child_signal(c, SIGKILL);
    case CHAOS_STOP:
        return child_signal(c, SIGSTOP);
    case CHAOS_STARVE:
        return child_starve(c, o->f.ms);
    default:
        return supervisor_fault(c, o->f.fault);
    }
}

static bool
is_armed(enum role role)
{
    for (struct open *o = self.open; o < self.open + MOST_OPEN; o++)
        if (o->stage == ARMED && o->f.role == role)
            return true;
    return false;
}

static bool
commit(const struct chaos_fault *f)
{
    struct open *o = self.open;
    bool hit;

    while (o < self.open + MOST_OPEN && o->stage != FREE)
        o++;
    if (o == self.open + MOST_OPEN)
        return false;
    *o = (struct open){
        .f = *f, .began_ns = loop_now_ns(), .until_ms = loop_now_ms() + f->ms};
    if (f->kind == CHAOS_LAUNCH) {
        if (is_armed(f->role)) /* else none would ever start */
            return false;
        o->began_ns = 0;
        o->stage = ARMED;
        return true;
    }
    hit = f->kind == CHAOS_ZYGOTE || f->kind == CHAOS_FREEZE ? hit_zygote(o)
                                                             : hit_child(o);
    if (hit) {
        o->stage = UNDER_WAY;
        log_info("chaos: %s, %s#%u", chaos_fault_name(f), role_name(f->role),
                 o->number);
    }
    return hit;
}

static void
plan_next(void)
{
    self.next = chaos_plan_next(&self.plan);
    self.next_ms += self.next.after_ms;
}

static void
commit_due(void)
{
    while (!chaos_faults_are_committed() && self.next_ms <= loop_now_ms()) {
        if (commit(&self.next))
            self.committed++;
        else
            self.missed++;
        if (self.missed > MISSES * self.count + 1000)
            self.stopped = true;
        plan_next();
    }
}

/* ---- following ------------------------------------------------------------
 */

/* In a tab behind, its successor has loaded but need not have painted. */
static bool
is_replaced(const struct page *p)
{
    const struct page *next = p->tab->next;

    return next != NULL && next != p && !next->dead && next->document_done;
}

/* What is inside of a dead page is not seen, nor what is not yet its tab's. */
static bool
is_covered(const struct page *p)
{
    const struct embed *host = p->tab->host;

    if (p->tab->page != p)
        return true;
    return host != NULL && (host->page->dead || is_covered(host->page));
}

static bool
is_shown_dead(const struct open *o)
{
    for (const struct page *p = pages_first(); p != NULL; p = p->next) {
        if (is_covered(p))
            continue;
        if (p->dead && p->autopsy.number == o->number && !is_replaced(p))
            return true;
        for (int i = 0; !p->dead && i < MAX_EMBEDS; i++)
            if (p->embeds[i].in_use && p->embeds[i].dead &&
                p->embeds[i].dead_number == o->number)
                return true;
    }
    return false;
}

static void
follow_death(struct open *o)
{
    if (o->f.role == GPU ? compositor_facts()->frames != o->frames
                         : !is_shown_dead(o))
        finish(o, true);
}

static void
follow_zygote(struct open *o)
{
    pid_t now = launch_zygote_pid(o->f.role);
    bool starting = false;

    if (o->f.kind == CHAOS_ZYGOTE) {
        if (now != 0 && now != o->zygote)
            finish(o, true);
        return;
    }
    if (now != o->zygote) { /* it was killed meanwhile */
        finish(o, false);
        return;
    }
    if (!o->continued && loop_now_ms() >= o->until_ms) {
        kill(o->zygote, SIGCONT);
        o->continued = true;
    }
    for (const struct child *c = children_first(); c != NULL; c = c->next)
        starting = starting || (c->role == o->f.role && c->pid == 0);
    if (o->continued && !starting)
        finish(o, true);
}

/* A person waits for a hang to be named, then ends it. */
static void
follow_hang(struct open *o, struct child *c)
{
    int64_t age_ms = (loop_now_ns() - o->began_ns) / 1000000;

    if (supervisor_state(c) == CONDITION_SPINNING ||
        supervisor_state(c) == CONDITION_BLOCKED)
        notice(o);
    if (o->f.role != GPU && (o->noticed_ns != 0 || age_ms > STOPPED_BY_HAND))
        hang_answer(c, true);
}

static void
follow_child(struct open *o)
{
    struct child *c = (struct child *)(uintptr_t)find(o->number);
    bool due = loop_now_ms() >= o->until_ms;

    if (c == NULL)
        return; /* its end will be told */
    switch (o->f.kind) {
    case CHAOS_LAUNCH:
        if (!due || o->began_ns != 0)
            return;
        o->began_ns = loop_now_ns();
        child_signal(c, SIGKILL);
        return;
    case CHAOS_STOP:
        if (supervisor_state(c) == CONDITION_STOPPED)
            notice(o);
        if (due && !o->continued)
            o->continued = child_signal(c, SIGCONT);
        if (o->continued && supervisor_waited(c) == 0)
            finish(o, true);
        return;
    case CHAOS_STARVE:
        if (due && supervisor_waited(c) == 0)
            finish(o, true);
        return;
    case CHAOS_FAULT:
        if (o->f.fault == FAULT_SPIN || o->f.fault == FAULT_BLOCK)
            follow_hang(o, c);
        return;
    default:
        return;
    }
}

void
chaos_faults_step(void)
{
    commit_due();
    for (struct open *o = self.open; o < self.open + MOST_OPEN; o++)
        if (o->stage == DEAD)
            follow_death(o);
        else if (o->stage == UNDER_WAY && o->zygote != 0)
            follow_zygote(o);
        else if (o->stage == UNDER_WAY)
            follow_child(o);
}

/* ---- the whole ------------------------------------------------------------
 */

bool
chaos_faults_are_committed(void)
{
    return self.stopped || self.committed >= self.count;
}

static void
describe_tab(const struct open *o, struct buf *what)
{
    buf_printf(what, ", which is dead");
    for (const struct page *p = pages_first(); p != NULL; p = p->next)
        if (p->dead && p->autopsy.number == o->number)
            buf_printf(what, " in a %s of %.60s, %s%s",
                       p->tab->host != NULL ? "frame" : "tab", tab_url(p->tab),
                       tab_is_loading(p->tab) ? "loading" : "not loading",
                       p->tab->next != NULL ? ", with a next page" : "");
}

static void
describe(const struct open *o, struct buf *what)
{
    const struct child *c = find(o->number);

    buf_printf(what, "%s of %s#%u", chaos_fault_name(&o->f),
               role_name(o->f.role), o->number);
    if (c != NULL)
        buf_printf(what, ", process %d, which has waited %d ms: %s",
                   (int)c->pid, supervisor_waited(c),
                   condition_clause(supervisor_state(c)));
    else if (o->number != 0)
        describe_tab(o, what);
}

unsigned
chaos_faults_open_count(struct buf *what)
{
    unsigned open = 0;

    for (struct open *o = self.open; o < self.open + MOST_OPEN; o++) {
        /* A zygote is started again at the next need, if there is one. */
        if (o->stage == FREE ||
            (o->f.kind == CHAOS_ZYGOTE && o->noticed_ns != 0))
            continue;
        if (open++ == 0)
            describe(o, what);
    }
    return open;
}

void
chaos_faults_stop(void)
{
    self.stopped = true;
    for (struct open *o = self.open; o < self.open + MOST_OPEN; o++)
        if (o->stage == ARMED)
            drop(o);
}

const struct chaos_record *
chaos_faults_records(unsigned *count, unsigned *missed)
{
    for (struct open *o = self.open; o < self.open + MOST_OPEN; o++)
        if (o->stage != FREE)
            finish(o, false);
    *count = self.over;
    *missed = self.missed;
    return self.records;
}

void
chaos_faults_open(struct loop *l, uint64_t seed, double rate, unsigned count)
{
    static const struct children_observer observer = {on_born, on_gone,
                                                      on_zygote_gone};

    self.loop = l;
    self.count = count;
    self.records = calloc(count, sizeof *self.records);
    if (self.records == NULL)
        fatal_memory("out of memory for the record of %u faults", count);
    chaos_plan_init(&self.plan, seed, rate);
    self.next_ms = loop_now_ms();
    plan_next();
    children_observe(&observer);
}

void
chaos_faults_close(void)
{
    children_observe(NULL);
    free(self.records);
    self.records = NULL;
}
