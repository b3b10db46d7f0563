/*
 * child_talk.c - the conversation with one child: greeting, checks, rates.
 *
 * Process: browser.  Distrusts: every message.  Order: size (endpoint.c), id,
 * route, moment, rate, then the handlers' own checks.  What the person holds
 * back (intercept.c) is checked when it goes on.
 */
#include "child_check.h"
#include "child_record.h"
#include "intercept.h"
#include "lane.h"
#include "log.h"
#include "sandbox.h"
#include "trace.h"

#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    RARE_RATE = 100,  /* messages of class RARE a second */
    RARE_BURST = 400, /* as many after a quiet time */
    MOST_SECONDS_OVER = 5,
    GRACE = 500 /* ms between a child's closed end and its death */
};

struct child_settings child_settings;

/* Costly answers of late, to all children. */
static struct {
    int64_t second;
    unsigned count;
} lookups;

static void update_watch(struct child_record *r);

/* ---- outwards ------------------------------------------------------------*/

static enum message_id
sent_id(struct span message)
{
    enum message_id id = MSG_COUNT;
    struct reader r;

    message_open(message, &id, &r);
    return id;
}

static bool
send_now(struct child_record *r, struct span message)
{
    uint64_t at = trace_clock_ns();

    if (!channel_send(endpoint_channel(r->endpoint), message)) {
        if (endpoint_failure(r->endpoint) == NULL)
            r->was_full = true;
        return false;
    }
    r->child.messages++;
    trace_message_at(TRACE_SENT, &r->child.peer, message, at);
    if (r->child.state == CHILD_LIVE)
        supervisor_sent(&r->child, sent_id(message));
    return true;
}

static bool
pass_on(struct child_record *r, struct span message)
{
    switch (intercept_message(&r->child, false, message)) {
    case INTERCEPT_PASS:
        return send_now(r, message);
    case INTERCEPT_FULL:
        r->was_full = true;
        return false;
    case INTERCEPT_TAKEN:
        break;
    }
    return true;
}

static void
send_waiting(struct child_record *r)
{
    struct buf message = {0};

    while (r->child.state != CHILD_DEAD &&
           endpoint_has_room(r->endpoint, MAX_MESSAGE) &&
           intercept_next(&r->child, false, &message))
        send_now(r, buf_span(&message));
    buf_finish(&message);
}

static void
tell_drained(struct child_record *r)
{
    if (!r->was_full || r->child.state != CHILD_LIVE ||
        intercept_is_full(&r->child, false) ||
        endpoint_queued(r->endpoint) >= endpoint_most(r->endpoint) / 2)
        return;
    r->was_full = false;
    if (r->child.events->drained != NULL)
        r->child.events->drained(&r->child, r->child.owner);
}

static bool
send_if_live(struct channel *channel, struct span message)
{
    struct child_record *r =
        (struct child_record *)((char *)channel -
                                offsetof(struct child_record, channel));

    return r->child.state == CHILD_LIVE && pass_on(r, message);
}

static const struct channel_ops talk_ops = {send_if_live};

/* What the child will say of itself goes there; it expects it with hello. */
static bool
pass_ring(struct child_record *r)
{
    bool passed = false;
    int fd;

    if (claim_reader_open(&r->claims, &fd)) {
        passed = child_pass(&r->child, fd);
        close(fd);
    }
    return passed;
}

static void
send_greeting(struct child_record *r)
{
    struct msg_hello hello = {.schema = schema_hash(),
                              .token = {r->token, TOKEN_SIZE},
                              .child = r->child.number};
    uint8_t bytes[64];
    struct writer w = {bytes, bytes + sizeof bytes, true};

    r->greeted = true;
    if (!pass_ring(r) || !encode_hello(&w, &hello) ||
        !pass_on(r, (struct span){bytes, (size_t)(w.at - bytes)}))
        child_kill(&r->child, "could not be greeted");
}

/* ---- ready ---------------------------------------------------------------*/

static void
on_denied(void *data, int events)
{
    struct child_record *r = data;
    char what[200];

    if (events & LOOP_READ &&
        sandbox_denied_call(r->listener, what, sizeof what)) {
        r->why.denied = true;
        child_kill(&r->child, "%s", what);
    } else if (events & LOOP_CLOSED) {
        loop_unwatch(r->denied);
        r->denied = NULL;
    }
}

/* The one thing a child sends on its lane; then that direction is shut. */
static void
take_listener(struct child_record *r)
{
    char byte;

    if (lane_receive(r->lane, &byte, sizeof byte, &r->listener, 1) > 0 &&
        r->listener >= 0)
        r->denied = loop_watch(child_settings.loop, r->listener, LOOP_READ,
                               on_denied, r);
    shutdown(r->lane, SHUT_RD);
}

static void
on_ready(struct child_record *r, struct reader *reader)
{
    struct child *c = &r->child;
    struct msg_ready ready;
    char why[128];

    if (!decode_ready(reader, &ready)) {
        child_kill(c, "sent a malformed ready message");
        return;
    }
    if (ready.schema != schema_hash() ||
        !span_equal(ready.token, (struct span){r->token, TOKEN_SIZE})) {
        child_kill(c, "is of another build");
        return;
    }
    c->layers = ready.layers & LAYERS_ALL;
    c->landlock_abi = ready.landlock_abi;
    c->syscalls = ready.syscalls;
    if (!child_check(c->pid, c->layers, why, sizeof why)) {
        if (!child_settings.no_sandbox) {
            child_kill(c, "its sandbox is not what it says: %s", why);
            return;
        }
        log_warn("%s: the sandbox is not what it says: %s", r->log.name, why);
    }
    take_listener(r);
    loop_cancel(r->deadline);
    r->deadline = NULL;
    c->state = CHILD_LIVE;
    c->ready_ms = loop_now_ms();
    trace_event(TRACE_READY, &c->peer, "");
    c->events->ready(c, c->owner);
}

/* ---- inwards -------------------------------------------------------------*/

static void
refuse(struct child_record *r, const char *what)
{
    trace_event(TRACE_DROPPED, &r->child.peer, what);
    child_kill(&r->child, "%s", what);
}

/* Starts a new second if it is time; false if it ended the child. */
static bool
turn_second(struct child_record *r)
{
    struct child_rates *rates = &r->rates;
    int64_t now = loop_now_ms();

    if (now - rates->second < 1000)
        return true;
    rates->seconds_over = rates->over ? rates->seconds_over + 1 : 0;
    rates->second = now;
    rates->total = 0;
    rates->lookups = 0;
    rates->over = false;
    rates->rare = rates->rare + RARE_RATE < RARE_BURST ? rates->rare + RARE_RATE
                                                       : RARE_BURST;
    if (rates->seconds_over < MOST_SECONDS_OVER)
        return true;
    refuse(r, "sent too many messages for too long");
    return false;
}

static void take_messages(struct child_record *r);

static void
on_resume(void *data)
{
    struct child_record *r = data;

    r->resume = NULL;
    r->paused = false;
    if (!turn_second(r))
        return;
    update_watch(r);
    take_messages(r);
}

static void
pause_reading(struct child_record *r, int64_t ms)
{
    r->paused = true;
    r->resume =
        loop_after(child_settings.loop, ms > 0 ? (int)ms : 0, on_resume, r);
    update_watch(r);
}

static int64_t
left_of_second(const struct child_record *r)
{
    return r->rates.second + 1000 - loop_now_ms();
}

/* Over the limit a child is not read until the next second; its socket fills
 * and it waits. */
static void
count_message(struct child_record *r, enum rate rate)
{
    struct child_rates *rates = &r->rates;

    if (!turn_second(r))
        return;
    rates->total++;
    if (rate == RARE)
        rates->rare--;
    if ((rates->total <= MAX_RATE && rates->rare >= 0) || r->paused)
        return;
    rates->over = true;
    pause_reading(r, left_of_second(r));
}

void
child_charge(struct child *c)
{
    struct child_record *r = (struct child_record *)c;

    if (c->state != CHILD_LIVE)
        return;
    if (loop_now_ms() - lookups.second >= 1000) {
        lookups.second = loop_now_ms();
        lookups.count = 0;
    }
    lookups.count++;
    r->rates.lookups++;
    /* The frames of one page may be as many processes. */
    if (!r->paused &&
        (r->rates.lookups >= MAX_LOOKUPS ||
         (lookups.count >= MAX_ALL_LOOKUPS && r->rates.lookups >= MIN_LOOKUPS)))
        pause_reading(r, left_of_second(r));
}

bool
child_starve(struct child *c, int ms)
{
    struct child_record *r = (struct child_record *)c;

    if (c->state != CHILD_LIVE || r->paused)
        return false;
    pause_reading(r, ms);
    return true;
}

static void
take_message(struct child_record *r, struct span message)
{
    struct child *c = &r->child;
    const struct route *route;
    enum message_id id;
    struct reader reader;
    uint64_t began;
    char what[128];

    if (!message_open(message, &id, &reader)) {
        refuse(r, "sent a message of no known kind");
        return;
    }
    route = &routes[id];
    if (route->to != BROWSER || !role_is(c->role, route->from)) {
        snprintf(what, sizeof what, "sent a %s message, which is not its own",
                 route->name);
        refuse(r, what);
        return;
    }
    if ((route->moment == LIVE) != (c->state == CHILD_LIVE)) {
        snprintf(what, sizeof what, "sent a %s message at the wrong time",
                 route->name);
        refuse(r, what);
        return;
    }
    count_message(r, route->rate);
    if (c->state == CHILD_DEAD)
        return;
    supervisor_heard(c);
    began = trace_clock_ns();
    if (id == MSG_ready) {
        on_ready(r, &reader);
    } else if (!child_settings.dispatch(c, message) && c->state != CHILD_DEAD) {
        snprintf(what, sizeof what, "sent a malformed %s message", route->name);
        refuse(r, what);
    }
    trace_handled(&c->peer, trace_clock_ns() - began);
}

static void
on_turn(void *data)
{
    struct child_record *r = data;

    r->turn = NULL;
    take_messages(r);
}

static void
on_grace(void *data)
{
    struct child_record *r = data;

    r->grace = NULL;
    child_kill(&r->child, "%s", endpoint_failure(r->endpoint));
}

/* An end that closed is mostly the first sign of a death; the pidfd will tell
 * its cause. */
static void
look_for_end(struct child_record *r)
{
    const char *failure = endpoint_failure(r->endpoint);

    if (failure == NULL || r->child.state == CHILD_DEAD || r->grace != NULL)
        return;
    if (endpoint_was_abused(r->endpoint))
        refuse(r, failure);
    else
        r->grace = loop_after(child_settings.loop, GRACE, on_grace, r);
}

static void
receive_message(struct child_record *r, struct span message)
{
    struct child *c = &r->child;

    c->messages++;
    trace_message(TRACE_RECEIVED, &c->peer, message);
    if (intercept_message(c, true, message) == INTERCEPT_PASS)
        take_message(r, message);
}

/* What waited for the person comes first; as long as too much of it waits,
 * nothing is read. */
static bool
take_next(struct child_record *r, struct buf *waited)
{
    struct span message;

    if (intercept_next(&r->child, true, waited)) {
        take_message(r, buf_span(waited));
        return true;
    }
    if (intercept_is_full(&r->child, true))
        return false;
    if (!endpoint_next(r->endpoint, &message)) {
        look_for_end(r);
        return false;
    }
    receive_message(r, message);
    return true;
}

static void
take_messages(struct child_record *r)
{
    struct buf waited = {0};
    int i;

    for (i = 0; i < MAX_TURN; i++)
        if (r->child.state == CHILD_DEAD || r->paused || !take_next(r, &waited))
            break;
    buf_finish(&waited);
    update_watch(r);
    if (i < MAX_TURN)
        return;
    if (r->turn == NULL && r->child.state != CHILD_DEAD)
        r->turn = loop_after(child_settings.loop, 0, on_turn, r);
}

void
child_go_on(struct child *c)
{
    struct child_record *r = (struct child_record *)c;

    if (c->state == CHILD_DEAD)
        return;
    send_waiting(r);
    tell_drained(r);
    take_messages(r);
}

/* ---- the descriptor ------------------------------------------------------*/

/* Not read for a while: it has sent too much, or too much of it is held. */
static bool
is_deaf(const struct child_record *r)
{
    return r->paused || intercept_is_full(&r->child, true);
}

static void
on_channel(void *data, int events)
{
    struct child_record *r = data;

    if (is_deaf(r) && events & LOOP_CLOSED) {
        loop_unwatch(r->watch); /* would be told again and again */
        r->watch = NULL;
        r->watched_fd = -1;
        return;
    }
    if (is_deaf(r))
        events &= ~LOOP_READ;
    endpoint_step(r->endpoint, events);
    if (!r->greeted && endpoint_is_open(r->endpoint))
        send_greeting(r);
    send_waiting(r);
    tell_drained(r);
    take_messages(r);
}

static void
update_watch(struct child_record *r)
{
    bool stopped = r->child.state == CHILD_DEAD;
    int fd = stopped ? -1 : endpoint_fd(r->endpoint);
    int events = endpoint_events(r->endpoint) & ~(is_deaf(r) ? LOOP_READ : 0);

    if (fd != r->watched_fd) {
        loop_unwatch(r->watch);
        r->watch =
            fd < 0 ? NULL
                   : loop_watch(child_settings.loop, fd, events, on_channel, r);
    } else if (events != r->watched_events && r->watch != NULL) {
        loop_rewatch(r->watch, events);
    }
    r->watched_fd = fd;
    r->watched_events = events;
}

static void
on_changed(void *data)
{
    struct child_record *r = data;

    if (r->endpoint != NULL)
        update_watch(r);
}

bool
child_talk_open(struct child_record *r, const char *path)
{
    r->watched_fd = -1;
    r->rates =
        (struct child_rates){.second = loop_now_ms(), .rare = RARE_BURST};
    r->channel.ops = &talk_ops;
    r->child.channel = &r->channel;
    r->endpoint = endpoint_create(path, on_changed, r);
    if (r->endpoint != NULL && r->child.role == GPU)
        endpoint_set_most(r->endpoint, MAX_GPU_QUEUE);
    return r->endpoint != NULL;
}

void
child_talk_expect(struct child_record *r, uint32_t uid)
{
    endpoint_expect(r->endpoint, r->child.pid, uid);
}

void
child_talk_stop(struct child_record *r)
{
    update_watch(r);
    loop_unwatch(r->denied);
    r->denied = NULL;
    loop_cancel(r->turn);
    loop_cancel(r->resume);
    loop_cancel(r->grace);
    loop_cancel(r->deadline);
    r->turn = r->resume = r->grace = r->deadline = NULL;
}

void
child_talk_close(struct child_record *r)
{
    if (r->endpoint == NULL)
        return;
    r->child.state = CHILD_DEAD;
    child_talk_stop(r);
    intercept_forget(&r->child);
    endpoint_destroy(r->endpoint);
    r->endpoint = NULL;
}
