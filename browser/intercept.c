/*
 * intercept.c - a debugger for the wire: the queues of what waits.
 *
 * Process: browser.  Distrusts: the messages: a queue is bounded in bytes and
 * number, and a child whose queue is full is not read.
 *
 * A child has a queue for each direction as long as anything waits in it.  A
 * message is judged once, when it has come to the front; from then on it is
 * held, late or let go.
 */
#include "intercept.h"
#include "child_record.h"
#include "intercept_queue.h"
#include "intercept_rules.h"
#include "message_edit.h"
#include "trace.h"

#include "log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct intercept_queues {
    struct held_queue ways[2]; /* to the child, from it */
};

enum {
    MOST_WAITING = 4096, /* messages in one queue */
    SWAP_WITHIN = 2000   /* ms until one to be swapped goes on alone */
};

static struct {
    struct loop *loop;
    struct loop_timer *wake;
    int64_t wake_ms;
    unsigned number; /* of the last one held */
    bool pause;      /* hold the next one, whosever it is */
    uint32_t step;   /* hold the next one of this child; 0: none */
    const struct intercept_events *events;
} self;

/* ---- queues --------------------------------------------------------------*/

static struct held_queue *
queue_of(const struct child *c, bool inward)
{
    return c->queues != NULL ? &c->queues->ways[inward] : NULL;
}

static struct held_queue *
make_queue(struct child *c, bool inward)
{
    if (c->queues == NULL) {
        c->queues = calloc(1, sizeof *c->queues);
        if (c->queues == NULL)
            fatal_memory("out of memory for held messages");
        for (int i = 0; i < 2; i++)
            c->queues->ways[i].last = &c->queues->ways[i].first;
    }
    return &c->queues->ways[inward];
}

/* Forgets a child's queues once nothing is in them. */
static void
tidy(struct child *c)
{
    if (c->queues != NULL && c->queues->ways[0].first == NULL &&
        c->queues->ways[1].first == NULL) {
        free(c->queues);
        c->queues = NULL;
    }
}

/* ---- notes in the trace --------------------------------------------------*/

static void
note(const struct child *c, bool inward, const char *what, struct span message)
{
    struct buf text = {0};

    buf_printf(&text, "intercepted: %s, %s: ", what,
               inward ? "from the child" : "to the child");
    message_show(&text, message);
    trace_event(TRACE_NOTE, &c->peer, buf_text(&text));
    buf_finish(&text);
}

/* ---- time ----------------------------------------------------------------*/

static void on_wake(void *unused);

/* Lets things move on in ms, from the loop and never from inside a call. */
static void
wake(int64_t ms)
{
    int64_t due = loop_now_ms() + ms;

    if (self.loop == NULL || (self.wake != NULL && self.wake_ms <= due))
        return;
    loop_cancel(self.wake);
    self.wake_ms = due;
    self.wake = loop_after(self.loop, (int)ms, on_wake, NULL);
}

static void
on_wake(void *unused)
{
    (void)unused;
    self.wake = NULL;
    for (struct child *c = children_first(); c != NULL; c = c->next)
        if (c->queues != NULL)
            child_go_on(c);
}

/* ---- judging -------------------------------------------------------------*/

static bool
is_own_page(const struct child *c)
{
    return c->peer.own || (c->role == RENDERER && c->site != NULL &&
                           strcmp(c->site, "about:") == 0);
}

static bool
steps_here(const struct child *c)
{
    return self.pause || (self.step != 0 && self.step == c->number);
}

static struct intercept_held
describe(struct child *c, bool inward, const struct held_queue *q)
{
    const struct held_entry *e = q->first;

    return (struct intercept_held){.number = e->number,
                                   .child = c,
                                   .inward = inward,
                                   .message = held_span(e),
                                   .rule = e->rule,
                                   .waiting = q->count - 1,
                                   .bytes = q->bytes - e->size,
                                   .note = e->note != NULL ? e->note : ""};
}

static void
hold(struct child *c, bool inward, struct held_queue *q, unsigned rule,
     const char *why)
{
    struct held_entry *e = q->first;
    struct intercept_held h;

    e->state = HELD;
    e->number = ++self.number;
    e->rule = rule;
    e->note = why[0] != 0 ? strdup(why) : NULL;
    note(c, inward, "held", held_span(e));
    h = describe(c, inward, q);
    if (self.events != NULL)
        self.events->held(&h, self.events->data);
}

static void
make_late(struct held_entry *e, enum held_state state, int ms)
{
    e->state = state;
    e->due_ms = loop_now_ms() + ms;
    wake(ms);
}

/* Does to the first entry what was judged. */
static void
apply(struct child *c, bool inward, struct held_queue *q,
      const struct intercept_judgement *j)
{
    struct held_entry *e = q->first;

    e->state = GOES_ON;
    if (!j->matched)
        return;
    switch (j->action) {
    case INTERCEPT_BREAK:
        hold(c, inward, q, j->rule, j->note);
        break;
    case INTERCEPT_DROP:
        note(c, inward, "dropped", held_span(e));
        held_free(held_take(q));
        break;
    case INTERCEPT_DELAY:
        note(c, inward, "delayed", held_span(e));
        make_late(e, LATE, j->delay_ms);
        break;
    case INTERCEPT_DUPLICATE:
        note(c, inward, "doubled", held_span(e));
        held_insert(q, e, held_make(held_span(e), GOES_ON));
        break;
    case INTERCEPT_REORDER:
        note(c, inward, "to be swapped with the next", held_span(e));
        make_late(e, SWAPS, SWAP_WITHIN);
        break;
    case INTERCEPT_EDIT:
    case INTERCEPT_ACTION_COUNT:
        break;
    }
}

static void
replace_first(struct child *c, bool inward, struct held_queue *q,
              struct buf *with)
{
    struct held_entry *old = q->first,
                      *e = held_make(buf_span(with), old->state);

    note(c, inward, "changed; it was", held_span(old));
    note(c, inward, "changed; it is", held_span(e));
    e->number = old->number;
    e->rule = old->rule;
    e->note = old->note;
    old->note = NULL;
    held_free(held_take(q));
    held_insert(q, NULL, e);
}

static void
judge_first(struct child *c, bool inward, struct held_queue *q)
{
    struct intercept_judgement j = {0};
    struct buf edited = {0};

    if (steps_here(c)) {
        self.pause = false;
        self.step = 0;
        hold(c, inward, q, 0, "");
        return;
    }
    intercept_judge(c, inward, held_span(q->first), &edited, &j);
    if (j.edited)
        replace_first(c, inward, q, &edited);
    buf_finish(&edited);
    apply(c, inward, q, &j);
}

/* ---- child_talk.c --------------------------------------------------------*/

bool
intercept_waits(const struct child *c, bool inward)
{
    const struct held_queue *q = queue_of(c, inward);

    return q != NULL && q->first != NULL;
}

bool
intercept_is_full(const struct child *c, bool inward)
{
    const struct held_queue *q = queue_of(c, inward);

    return q != NULL &&
           (q->bytes + MAX_MESSAGE > MAX_QUEUE || q->count >= MOST_WAITING);
}

bool
intercept_holds(const struct child *c)
{
    return c->queues != NULL;
}

/* Whether the first has a reason to stay; swaps it if it is its time. */
static bool
stays(struct held_queue *q)
{
    struct held_entry *e = q->first;
    int64_t left = e->due_ms - loop_now_ms();

    if (e->state == SWAPS && e->next != NULL) {
        held_take(q);
        held_insert(q, q->first, e);
        e->state = GOES_ON;
        return false;
    }
    if ((e->state == LATE || e->state == SWAPS) && left > 0) {
        wake(left);
        return true;
    }
    if (e->state == LATE || e->state == SWAPS)
        e->state = GOES_ON;
    return e->state == HELD;
}

bool
intercept_next(struct child *c, bool inward, struct buf *out)
{
    struct held_queue *q = queue_of(c, inward);
    struct held_entry *e;

    out->size = 0;
    while (q != NULL && q->first != NULL) {
        /* The gpu's traffic is about:ipc's own from one message to the next:
         * what of it is held stays so. */
        if (c->role != GPU && is_own_page(c)) {
            q->first->state = GOES_ON;
        } else if (q->first->state == UNJUDGED) {
            judge_first(c, inward, q);
            continue;
        }
        if (stays(q))
            return false;
        if (q->first->state != GOES_ON)
            continue;
        e = held_take(q);
        buf_add_span(out, held_span(e));
        held_free(e);
        tidy(c);
        return true;
    }
    tidy(c);
    return false;
}

enum intercept_verdict
intercept_message(struct child *c, bool inward, struct span message)
{
    struct held_queue *q = queue_of(c, inward);

    if (q == NULL && !intercept_has_rules() && !steps_here(c))
        return INTERCEPT_PASS;
    if (is_own_page(c) && !intercept_waits(c, inward))
        return INTERCEPT_PASS;
    if (intercept_is_full(c, inward))
        return INTERCEPT_FULL;
    q = make_queue(c, inward);
    held_append(q, held_make(message, UNJUDGED));
    if (q->count > 1)
        return INTERCEPT_TAKEN;
    judge_first(c, inward, q);
    if (q->first != NULL && q->first->state == GOES_ON && q->count == 1 &&
        span_equal(held_span(q->first), message)) {
        held_free(held_take(q)); /* nobody minds it after all */
        tidy(c);
        return INTERCEPT_PASS;
    }
    wake(0);
    return INTERCEPT_TAKEN;
}

void
intercept_reconsider(struct child *c)
{
    if (c->queues != NULL)
        wake(0);
}

void
intercept_forget(struct child *c)
{
    for (int way = 0; way < 2 && c->queues != NULL; way++) {
        struct held_queue *q = &c->queues->ways[way];

        while (q->first != NULL) {
            struct held_entry *e = held_take(q);

            if (e->state == HELD && self.events != NULL)
                self.events->lost(e->number, self.events->data);
            held_free(e);
        }
    }
    tidy(c);
    if (self.step == c->number)
        self.step = 0;
}

/* ---- the person ----------------------------------------------------------*/

/* The child and direction of a held number; NULL if it is not there. */
static struct child *
find(unsigned number, bool *inward)
{
    for (struct child *c = children_first(); c != NULL; c = c->next)
        for (int way = 0; way < 2; way++) {
            const struct held_queue *q = queue_of(c, way);

            if (q != NULL && q->first != NULL && q->first->state == HELD &&
                q->first->number == number) {
                *inward = way;
                return c;
            }
        }
    return NULL;
}

static struct child *
find_or_say(unsigned number, bool *inward, char *why, size_t size)
{
    struct child *c = find(number, inward);

    if (c == NULL)
        snprintf(why, size, "message %u is not held (any more)", number);
    return c;
}

bool
intercept_held_find(unsigned number, struct intercept_held *out)
{
    bool inward;
    struct child *c = find(number, &inward);

    if (c != NULL)
        *out = describe(c, inward, queue_of(c, inward));
    return c != NULL;
}

/* The lowest number above another, 0 if there is none. */
static unsigned
next_number(unsigned above)
{
    unsigned found = 0;

    for (struct child *c = children_first(); c != NULL; c = c->next)
        for (int way = 0; way < 2; way++) {
            const struct held_queue *q = queue_of(c, way);
            unsigned number =
                q != NULL && q->first != NULL && q->first->state == HELD
                    ? q->first->number
                    : 0;

            if (number > above && (found == 0 || number < found))
                found = number;
        }
    return found;
}

bool
intercept_held_at(unsigned place, struct intercept_held *out)
{
    unsigned number = next_number(0);

    for (; place > 0 && number != 0; place--)
        number = next_number(number);
    return number != 0 && intercept_held_find(number, out);
}

bool
intercept_continue(unsigned number, char *why, size_t why_size)
{
    bool inward;
    struct child *c = find_or_say(number, &inward, why, why_size);

    if (c == NULL)
        return false;
    queue_of(c, inward)->first->state = GOES_ON;
    note(c, inward, "let go", held_span(queue_of(c, inward)->first));
    wake(0);
    return true;
}

bool
intercept_step(unsigned number, char *why, size_t why_size)
{
    bool inward;
    struct child *c = find_or_say(number, &inward, why, why_size);

    if (c == NULL)
        return false;
    self.step = c->number;
    return intercept_continue(number, why, why_size);
}

static bool
refuse(enum intercept_action action, bool inward, const struct held_entry *e,
       char *why, size_t size)
{
    const char *refusal = intercept_refusal(action, inward, held_span(e));

    if (refusal != NULL)
        snprintf(why, size, "%s", refusal);
    return refusal != NULL;
}

bool
intercept_drop(unsigned number, char *why, size_t why_size)
{
    bool inward;
    struct child *c = find_or_say(number, &inward, why, why_size);
    struct held_queue *q;

    if (c == NULL)
        return false;
    q = queue_of(c, inward);
    if (refuse(INTERCEPT_DROP, inward, q->first, why, why_size))
        return false;
    note(c, inward, "dropped", held_span(q->first));
    held_free(held_take(q));
    wake(0);
    return true;
}

bool
intercept_double(unsigned number, char *why, size_t why_size)
{
    bool inward;
    struct child *c = find_or_say(number, &inward, why, why_size);
    struct held_queue *q;

    if (c == NULL)
        return false;
    q = queue_of(c, inward);
    if (refuse(INTERCEPT_DUPLICATE, inward, q->first, why, why_size))
        return false;
    note(c, inward, "doubled", held_span(q->first));
    held_insert(q, NULL, held_make(held_span(q->first), GOES_ON));
    wake(0);
    return true;
}

bool
intercept_edit(unsigned number, const char *changes, char *why, size_t why_size)
{
    bool inward, ok;
    struct child *c = find_or_say(number, &inward, why, why_size);
    struct buf edited = {0};
    struct held_queue *q;

    if (c == NULL)
        return false;
    q = queue_of(c, inward);
    ok = intercept_change(&edited, inward, held_span(q->first), changes, why,
                          why_size);
    if (ok)
        replace_first(c, inward, q, &edited);
    buf_finish(&edited);
    return ok;
}

void
intercept_pause(void)
{
    self.pause = true;
}

void
intercept_continue_all(void)
{
    char why[64];
    unsigned number;

    self.pause = false;
    self.step = 0;
    while ((number = next_number(0)) != 0)
        intercept_continue(number, why, sizeof why);
}

static bool
may_inject(const struct child *c, bool inward, struct span message, char *why,
           size_t size)
{
    enum message_id id = MSG_COUNT;
    struct reader r;

    message_open(message, &id, &r);
    if (routes[id].moment == GREETING)
        snprintf(why, size, "%s proves who was launched: it cannot be made up",
                 routes[id].name);
    else if (!inward && message_has_lane(id))
        snprintf(why, size,
                 "%s comes with a descriptor, which cannot be made up",
                 routes[id].name);
    else if (!inward &&
             !(routes[id].from == BROWSER && role_is(c->role, routes[id].to)))
        snprintf(why, size, "%s is no message to a %s", routes[id].name,
                 role_name(c->role));
    else if (c->state != CHILD_LIVE)
        snprintf(why, size, "%s#%u is not live", role_name(c->role), c->number);
    else
        return true;
    return false;
}

bool
intercept_inject(uint32_t child, bool inward, const char *text, char *why,
                 size_t why_size)
{
    struct child *c = children_first();
    struct buf message = {0};
    bool ok;

    while (c != NULL && c->number != child)
        c = c->next;
    if (c == NULL || is_own_page(c)) {
        snprintf(why, why_size,
                 c == NULL ? "there is no process #%u"
                           : "#%u shows a page of the browser's own",
                 child);
        return false;
    }
    ok = message_build(&message, span_of(text), why, why_size) &&
         may_inject(c, inward, buf_span(&message), why, why_size);
    if (ok) {
        note(c, inward, "made up", buf_span(&message));
        held_insert(make_queue(c, inward), NULL,
                    held_make(buf_span(&message), GOES_ON));
        wake(0);
    }
    buf_finish(&message);
    return ok;
}

void
intercept_listen(const struct intercept_events *events)
{
    self.events = events;
}

void
intercept_open(struct loop *l)
{
    self.loop = l;
}

void
intercept_close(void)
{
    loop_cancel(self.wake);
    intercept_rules_close();
    memset(&self, 0, sizeof self);
}
