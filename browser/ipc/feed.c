/*
 * feed.c - feeds about:ipc's plugin with what happens on the wire.
 *
 * Process: browser.  Distrusts: the plugin's wishes.
 */
#include "ipc/feed.h"
#include "ipc/stream.h"
#include "tabs.h"
#include "trace_file.h"
#include "trace_filter.h"
#include "utf8.h"

#include "log.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    EVERY = 33,        /* ms */
    CHUNKS = 3,        /* of records in one turn */
    READ_MOST = 12000, /* records looked at in one turn */
    LOOK_BACK = 64,    /* records between a message and its end */
    LANES_EVERY = 300, /* ms */
    KNOWN = 256,       /* processes whose lanes are kept in mind */
    UI_SIZE = 12,      /* pixels */
    MONO_SIZE = 11
};

struct known {
    uint32_t number, hash; /* of what was told last */
};

struct ipc_feed {
    const struct embed *embed;
    struct loop_timer *timer;
    uint64_t cursor, left_out;
    struct trace_filter *filter;
    char expression[512], wrong[200];
    bool own, state_told;
    struct known known[KNOWN]; /* a ring by number */
    int64_t lanes_ms, cost_ms;
    uint64_t cost_ns; /* spent here since cost_ms */
    unsigned cost;    /* per mille, of the last second */

    struct stream_record batch[STREAM_BATCH];
    bool wanted[STREAM_BATCH];
    unsigned count;
};

static struct loop *loop;

void
ipc_feed_open(struct loop *l)
{
    loop = l;
}

/* ---- to the plugin ------------------------------------------------------- */

static bool
is_live(const struct ipc_feed *f)
{
    return f->embed->child != NULL && f->embed->child->state == CHILD_LIVE &&
           f->embed->surface != NULL;
}

/* Sends whole chunks, several to a message. */
static void
send_bytes(const struct ipc_feed *f, const struct buf *bytes)
{
    for (size_t at = 0; at < bytes->size && is_live(f); at += MAX_CHUNK) {
        size_t left = bytes->size - at;

        send_stream_data(
            f->embed->child->channel,
            &(struct msg_stream_data){
                f->embed->surface->id,
                {bytes->data + at, left < MAX_CHUNK ? left : MAX_CHUNK}});
    }
}

static void
tell_state(struct ipc_feed *f, struct buf *out)
{
    stream_state(out, f->own, f->cost, f->expression, f->wrong);
    f->state_told = true;
}

/* ---- lanes --------------------------------------------------------------- */

static const struct child *
child_of(uint32_t number)
{
    const struct child *c = children_first();

    while (c != NULL && c->number != number)
        c = c->next;
    return c;
}

static uint32_t
hash_of(uint32_t hash, const char *text)
{
    for (; *text != 0; text++)
        hash = (hash ^ (uint8_t)*text) * 16777619;
    return (hash ^ 0xFF) * 16777619;
}

static const char *
use_of(const struct child *c)
{
    if (c->role == GPU)
        return "paints the window";
    if (c->site != NULL)
        return c->site;
    return c->role == RENDERER ? "spare, kept warm" : "";
}

/* Tells of a lane unless it was told so before.  c: NULL for one that is dead;
 * its death comes as an event. */
static void
tell_lane(struct ipc_feed *f, struct buf *out, const struct child *c,
          uint32_t number, enum role role, bool own)
{
    struct known *known = &f->known[number % KNOWN];
    char name[32];
    struct stream_lane lane = {number, (uint8_t)role, 0, name, "", ""};
    uint32_t hash;

    snprintf(name, sizeof name, "%s#%" PRIu32, role_name(role), number);
    if (c != NULL) {
        lane.use = use_of(c);
        if (c->state == CHILD_LIVE)
            lane.flags |= LANE_READY;
        if (supervisor_is_slow(c)) {
            lane.flags |= LANE_SLOW;
            lane.trouble = condition_name(supervisor_state(c));
        }
    }
    if (own)
        lane.flags |= LANE_OWN;
    hash = hash_of(hash_of(2166136261u + lane.flags, lane.use), lane.trouble);
    if (known->number == number && (known->hash == hash || c == NULL))
        return;
    *known = (struct known){number, hash};
    stream_lane(out, &lane);
}

static bool
is_own(const struct child *c)
{
    return c->peer.own && c->role != GPU;
}

static void
tell_lanes(struct ipc_feed *f, struct buf *out)
{
    int64_t now = loop_now_ms();

    if (now - f->lanes_ms < LANES_EVERY)
        return;
    f->lanes_ms = now;
    for (const struct child *c = children_first(); c != NULL; c = c->next)
        if (c->state != CHILD_DEAD)
            tell_lane(f, out, c, c->number, c->role, is_own(c));
}

/* ---- records ------------------------------------------------------------- */

static void
flush_batch(struct ipc_feed *f, struct buf *out)
{
    unsigned kept = 0;

    for (unsigned i = 0; i < f->count; i++)
        if (f->wanted[i])
            f->batch[kept++] = f->batch[i];
    if (kept > 0)
        stream_records(out, f->batch, kept, f->left_out);
    f->count = 0;
}

/* What became of the last message of that process. */
static void
join(struct ipc_feed *f, const struct trace_record *r, bool matches)
{
    for (unsigned i = f->count; i > 0 && f->count - i < LOOK_BACK; i--) {
        struct stream_record *of = &f->batch[i - 1];

        if (of->number != r->number || !(of->flags & RECORD_IN))
            continue;
        if (r->phase == TRACE_DROPPED) {
            of->flags |= RECORD_REFUSED;
        } else {
            of->flags |= RECORD_HANDLED;
            of->took = r->arg;
            f->wanted[i - 1] = f->wanted[i - 1] || matches;
        }
        return;
    }
}

static void
take_message(struct ipc_feed *f, const struct trace_record *r, bool matches)
{
    f->wanted[f->count] = matches;
    f->batch[f->count++] = (struct stream_record){
        .serial = r->serial,
        .ns = r->ns,
        .number = r->number,
        .length = r->length,
        .page = r->page,
        .id = (uint16_t)trace_message_id(r),
        .flags = (uint8_t)((r->phase == TRACE_RECEIVED ? RECORD_IN : 0) |
                           (r->own ? RECORD_OWN : 0))};
}

static void
take_event(struct buf *out, const struct trace_record *r)
{
    static const uint32_t phases[TRACE_PHASE_COUNT] = {
        [TRACE_BIRTH] = EVENT_BIRTH,
        [TRACE_READY] = EVENT_READY,
        [TRACE_DEATH] = EVENT_DEATH,
        [TRACE_DROPPED] = EVENT_REFUSED,
        [TRACE_NOTE] = EVENT_NOTE};

    const size_t hangs = sizeof TRACE_HANGS - 1;
    struct span text = r->payload;
    uint32_t phase = phases[r->phase];

    if (phase == EVENT_NOTE && text.size > hangs &&
        memcmp(text.data, TRACE_HANGS, hangs) == 0) {
        phase = EVENT_HANGS;
        text = (struct span){text.data + hangs, text.size - hangs};
    } else if (phase == EVENT_NOTE && span_is(text, TRACE_ANSWERS)) {
        phase = EVENT_ANSWERS;
    }
    stream_event(out, r->serial, r->ns, r->number, phase, text);
}

static bool
is_message(const struct trace_record *r)
{
    return r->phase == TRACE_SENT || r->phase == TRACE_RECEIVED ||
           r->phase == TRACE_HANDLED;
}

static void
take(struct ipc_feed *f, struct buf *out, const struct trace_record *r)
{
    const struct child *c;
    bool matches;

    if (r->own && !f->own && (r->role != GPU || is_message(r)))
        return;
    if (r->number != 0 && f->known[r->number % KNOWN].number != r->number) {
        c = child_of(r->number);
        tell_lane(f, out, c, r->number, r->role,
                  c != NULL ? is_own(c) : r->own && r->role != GPU);
    }
    matches = trace_filter_match(f->filter, r);
    switch (r->phase) {
    case TRACE_SENT:
    case TRACE_RECEIVED:
        take_message(f, r, matches);
        break;
    case TRACE_HANDLED:
        join(f, r, matches && f->filter != NULL);
        break;
    case TRACE_DROPPED:
        join(f, r, false);
        take_event(out, r);
        break;
    case TRACE_BIRTH:
    case TRACE_READY:
    case TRACE_DEATH:
    case TRACE_NOTE:
        take_event(out, r);
        break;
    default:
        break;
    }
}

/* One turn's worth of the trace.  A message and what became of it stay
 * together where they can. */
static void
read_trace(struct ipc_feed *f, struct buf *out)
{
    static uint8_t payload[TRACE_MOST_PAYLOAD];
    unsigned chunks = 0, read = 0;
    struct trace_record r;

    f->count = 0;
    while (chunks < CHUNKS && read++ < READ_MOST &&
           trace_read(&f->cursor, &r, payload, &f->left_out)) {
        if (f->count == STREAM_BATCH && r.phase != TRACE_HANDLED) {
            flush_batch(f, out);
            chunks++;
        }
        take(f, out, &r);
    }
    flush_batch(f, out);
}

static void
count_cost(struct ipc_feed *f, uint64_t began)
{
    int64_t now = loop_now_ms();

    f->cost_ns += trace_clock_ns() - began;
    if (now - f->cost_ms < 1000)
        return;
    f->cost = (unsigned)(f->cost_ns / 1000 / (uint64_t)(now - f->cost_ms));
    f->cost_ns = 0;
    f->cost_ms = now;
    f->state_told = false;
}

static void
on_turn(void *data)
{
    struct ipc_feed *f = data;
    uint64_t began = trace_clock_ns();
    struct buf out = {0};

    f->timer = loop_after(loop, EVERY, on_turn, f);
    if (!is_live(f) || !f->embed->page->sent_visible ||
        !child_has_room(f->embed->child, (CHUNKS + 1) * MAX_CHUNK))
        return;
    tell_lanes(f, &out);
    read_trace(f, &out);
    if (!f->state_told)
        tell_state(f, &out);
    send_bytes(f, &out);
    buf_finish(&out);
    count_cost(f, began);
}

/* ---- wishes -------------------------------------------------------------- */

static void
set_filter(struct ipc_feed *f, struct span text)
{
    struct span cut = utf8_prefix(text, sizeof f->expression - 1);

    trace_filter_destroy(f->filter);
    f->filter = NULL;
    f->wrong[0] = 0;
    if (cut.size > 0)
        memcpy(f->expression, cut.data, cut.size);
    f->expression[cut.size] = 0;
    if (f->expression[0] != 0)
        f->filter =
            trace_filter_create(f->expression, f->wrong, sizeof f->wrong);
    if (f->wrong[0] == 0 && f->expression[0] != 0 && f->filter == NULL)
        snprintf(f->wrong, sizeof f->wrong, "this is no filter");
}

/* All over again, by what is now chosen. */
static void
begin_anew(struct ipc_feed *f)
{
    struct buf out = {0};

    f->cursor = f->left_out = 0;
    f->state_told = false;
    memset(f->known, 0, sizeof f->known);
    stream_clear(&out);
    send_bytes(f, &out);
    buf_finish(&out);
}

static void
send_details(const struct ipc_feed *f, uint64_t serial)
{
    struct buf lines = {0}, out = {0};

    ipc_feed_details(&lines, serial);
    stream_details(&out, serial, buf_span(&lines));
    send_bytes(f, &out);
    buf_finish(&lines);
    buf_finish(&out);
}

static void
show_page(const struct ipc_feed *f, uint64_t serial)
{
    char url[80];

    snprintf(url, sizeof url,
             "about:ipc?part=live&end=%" PRIu64 "&show=%" PRIu64, trace_next(),
             serial);
    tab_navigate(f->embed->page->tab, url, "", NAVIGATE_NEW, 0);
}

/* The digits behind the verb, and nothing else. */
static bool
take_number(struct span text, uint64_t *number)
{
    *number = 0;
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] < '0' || text.data[i] > '9')
            return false;
        *number = *number * 10 + (uint64_t)(text.data[i] - '0');
    }
    return text.size > 0 && text.size < 20;
}

bool
ipc_feed_post(struct ipc_feed *f, struct span text)
{
    size_t verb = 0;
    struct span rest;
    uint64_t number = 0;
    bool numbered;

    while (verb < text.size && text.data[verb] != ' ')
        verb++;
    if (verb == text.size)
        return false;
    rest = (struct span){text.data + verb + 1, text.size - verb - 1};
    text.size = verb;
    numbered = take_number(rest, &number);
    if (span_is(text, "filter")) {
        set_filter(f, rest);
        begin_anew(f);
    } else if (span_is(text, "own") && numbered && number <= 1) {
        f->own = number == 1;
        begin_anew(f);
    } else if (span_is(text, "select") && numbered) {
        send_details(f, number);
    } else if (span_is(text, "show") && numbered) {
        show_page(f, number);
    } else {
        return false;
    }
    return true;
}

/* ---- begin and end ------------------------------------------------------- */

/* The value of a line "name=..." of the embed's attributes. */
static struct span
param_of(const char *params, const char *name)
{
    size_t size = strlen(name);
    const char *at = params;

    while (at != NULL && (strncmp(at, name, size) != 0 || at[size] != '=')) {
        at = strchr(at, '\n');
        at = at != NULL ? at + 1 : NULL;
    }
    return at == NULL ? (struct span){NULL, 0}
                      : (struct span){(const uint8_t *)at + size + 1,
                                      strcspn(at + size + 1, "\n")};
}

struct ipc_feed *
ipc_feed_create(const struct embed *e)
{
    struct ipc_feed *f = calloc(1, sizeof *f);
    struct buf out = {0};

    if (f == NULL)
        fatal_memory("out of memory for about:ipc");
    f->embed = e;
    f->own = span_is(param_of(e->params, "own"), "1");
    f->cost_ms = loop_now_ms();
    set_filter(f, param_of(e->params, "filter"));
    stream_begin(&out, trace_start_ns());
    stream_font(&out, TEXT_UI, UI_SIZE);
    stream_font(&out, TEXT_BOLD, UI_SIZE);
    stream_font(&out, TEXT_MONO, MONO_SIZE);
    tell_state(f, &out);
    send_bytes(f, &out);
    buf_finish(&out);
    f->timer = loop_after(loop, 0, on_turn, f);
    return f;
}

void
ipc_feed_destroy(struct ipc_feed *f)
{
    if (f == NULL)
        return;
    loop_cancel(f->timer);
    trace_filter_destroy(f->filter);
    free(f);
}
