/*
 * export_perfetto.c - a trace as Perfetto's protobuf (perfetto/trace/): tracks
 * for processes, slices for handlers, flows for messages.
 *
 * Process: `bulkhead trace`.  Distrusts: the file, every byte; what children
 * claim of their times is bent until slices of a track do not overlap.
 *
 * The few fields used are encoded by hand: their numbers stand below, as in
 * Perfetto's trace_packet.proto, track_event.proto and track_descriptor.proto.
 */
#include "trace/commands.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    TRACE_PACKET = 1,
    PACKET_TIMESTAMP = 8,
    PACKET_SEQUENCE = 10,
    PACKET_EVENT = 11,
    PACKET_TRACK = 60,
    TRACK_UUID = 1,
    TRACK_PROCESS = 3,
    TRACK_THREAD = 4,
    PROCESS_PID = 1,
    PROCESS_NAME = 6,
    THREAD_PID = 1,
    THREAD_TID = 2,
    THREAD_NAME = 5,
    EVENT_ANNOTATION = 4,
    EVENT_TYPE = 9,
    EVENT_TRACK = 11,
    EVENT_CATEGORY = 22,
    EVENT_NAME = 23,
    EVENT_FLOW = 47,     /* fixed64 */
    EVENT_FLOW_END = 48, /* fixed64 */
    ANNOTATION_NUMBER = 3,
    ANNOTATION_TEXT = 6,
    ANNOTATION_NAME = 10,
    SLICE_BEGIN = 1,
    SLICE_END = 2,
    INSTANT = 3,
    SEQUENCE = 1,
    BROWSER_PID = 1,
    FIRST_PID = 1000000 /* of children whose real one is not known */
};

enum { VARINT = 0, FIXED64 = 1, BYTES = 2 };

static void
add_varint(struct buf *out, uint64_t value)
{
    while (value >= 0x80) {
        buf_add_char(out, (char)(value | 0x80));
        value >>= 7;
    }
    buf_add_char(out, (char)value);
}

static void
add_number(struct buf *out, unsigned field, uint64_t value)
{
    add_varint(out, (uint64_t)field << 3 | VARINT);
    add_varint(out, value);
}

static void
add_fixed(struct buf *out, unsigned field, uint64_t value)
{
    add_varint(out, (uint64_t)field << 3 | FIXED64);
    for (int i = 0; i < 8; i++)
        buf_add_char(out, (char)(value >> (8 * i)));
}

static void
add_bytes(struct buf *out, unsigned field, struct span bytes)
{
    add_varint(out, (uint64_t)field << 3 | BYTES);
    add_varint(out, bytes.size);
    buf_add_span(out, bytes);
}

/* ---- tracks --------------------------------------------------------------*/

struct lane {
    uint32_t number;
    enum role role;
    uint32_t pid;
    bool described;
    uint64_t end; /* of the last slice, ns */
    struct lane *next;
};

struct perfetto {
    struct buf *out;
    const struct trace_log *log;
    struct lane *lanes;
};

static uint64_t
process_uuid(const struct lane *l)
{
    return (uint64_t)l->number * 2 + 1000;
}

static uint64_t
thread_uuid(const struct lane *l)
{
    return process_uuid(l) + 1;
}

static void
add_packet(struct perfetto *p, struct buf *packet)
{
    add_number(packet, PACKET_SEQUENCE, SEQUENCE);
    add_bytes(p->out, TRACE_PACKET, buf_span(packet));
    packet->size = 0;
}

/* A process and its one thread of interest. */
static void
describe(struct perfetto *p, const struct lane *l)
{
    struct buf name = {0}, inner = {0}, track = {0}, packet = {0};
    struct trace_record r = {.number = l->number, .role = l->role};

    trace_add_process(&name, &r);
    add_number(&track, TRACK_UUID, process_uuid(l));
    add_number(&inner, PROCESS_PID, l->pid);
    add_bytes(&inner, PROCESS_NAME, buf_span(&name));
    add_bytes(&track, TRACK_PROCESS, buf_span(&inner));
    add_bytes(&packet, PACKET_TRACK, buf_span(&track));
    add_packet(p, &packet);

    inner.size = track.size = 0;
    add_number(&track, TRACK_UUID, thread_uuid(l));
    add_number(&inner, THREAD_PID, l->pid);
    add_number(&inner, THREAD_TID, l->pid);
    add_bytes(&inner, THREAD_NAME, buf_span(&name));
    add_bytes(&track, TRACK_THREAD, buf_span(&inner));
    add_bytes(&packet, PACKET_TRACK, buf_span(&track));
    add_packet(p, &packet);
    buf_finish(&name);
    buf_finish(&inner);
    buf_finish(&track);
    buf_finish(&packet);
}

static struct lane *
lane_of(struct perfetto *p, const struct trace_record *r)
{
    struct lane *l = p->lanes;

    while (l != NULL && l->number != r->number)
        l = l->next;
    if (l != NULL)
        return l;
    l = calloc(1, sizeof *l);
    if (l == NULL)
        abort();
    l->number = r->number;
    l->role = r->role;
    l->pid = r->number == 0 ? BROWSER_PID : FIRST_PID + r->number % FIRST_PID;
    l->next = p->lanes;
    p->lanes = l;
    return l;
}

/* A birth says "pid 77". */
static void
note_pid(struct perfetto *p, const struct trace_record *r)
{
    unsigned pid;
    char text[32];

    snprintf(text, sizeof text, "%.*s",
             (int)(r->payload.size < 31 ? r->payload.size : 31),
             (const char *)r->payload.data);
    if (sscanf(text, "pid %u", &pid) == 1 && pid > BROWSER_PID &&
        pid < INT32_MAX)
        lane_of(p, r)->pid = pid;
}

/* ---- events --------------------------------------------------------------*/

struct event {
    uint64_t ns;
    int type;
    const struct lane *lane;
    struct span name;
    uint64_t flow, flow_end; /* 0: none */
    const struct trace_record *about;
};

static void
add_annotation(struct buf *event, const char *name, const char *text,
               uint64_t number)
{
    struct buf a = {0};

    add_bytes(&a, ANNOTATION_NAME, span_of(name));
    if (text != NULL)
        add_bytes(&a, ANNOTATION_TEXT, span_of(text));
    else
        add_number(&a, ANNOTATION_NUMBER, number);
    add_bytes(event, EVENT_ANNOTATION, buf_span(&a));
    buf_finish(&a);
}

static void
add_event(struct perfetto *p, const struct event *e)
{
    struct buf event = {0}, packet = {0}, text = {0};

    add_number(&event, EVENT_TYPE, (uint64_t)e->type);
    add_number(&event, EVENT_TRACK, thread_uuid(e->lane));
    if (e->name.size > 0) {
        add_bytes(&event, EVENT_CATEGORY, span_of("message"));
        add_bytes(&event, EVENT_NAME, e->name);
    }
    if (e->flow != 0)
        add_fixed(&event, EVENT_FLOW, e->flow);
    if (e->flow_end != 0)
        add_fixed(&event, EVENT_FLOW_END, e->flow_end);
    if (e->about != NULL) {
        trace_show(&text, e->about, trace_input_names(&p->log->in));
        add_annotation(&event, "message", buf_text(&text), 0);
        add_annotation(&event, "bytes", NULL, e->about->length);
        add_annotation(&event, "serial", NULL, e->about->seq);
        if (e->about->page != 0)
            add_annotation(&event, "page", NULL, e->about->page);
    }
    add_number(&packet, PACKET_TIMESTAMP, e->ns);
    add_bytes(&packet, PACKET_EVENT, buf_span(&event));
    add_packet(p, &packet);
    buf_finish(&event);
    buf_finish(&packet);
    buf_finish(&text);
}

/* The sender's end of an arrow, then the receiver's: a slice as long as its
 * handler took. */
static void
add_message(struct perfetto *p, const struct trace_entry *e)
{
    const struct trace_record browser = {.number = 0};
    bool down = e->r.phase == TRACE_SENT;
    struct lane *child = lane_of(p, &e->r), *hub = lane_of(p, &browser);
    struct lane *from = down ? hub : child, *to = down ? child : hub;
    uint64_t start = p->log->in.header.start_ns;
    uint64_t sent = e->r.ns, received = e->r.ns, queue;
    uint64_t flow = e->r.serial + 1;
    struct buf name = {0};

    if (trace_queue_ns(p->log, e, &queue)) {
        if (down)
            received += queue;
        else
            sent -= queue < sent ? queue : sent;
    }
    if (received < to->end)
        received = to->end;
    to->end = received + e->r.arg;
    trace_add_name(&name, &p->log->in, &e->r);
    add_event(p, &(struct event){start + sent, INSTANT, from, buf_span(&name),
                                 flow, 0, NULL});
    add_event(p, &(struct event){start + received, SLICE_BEGIN, to,
                                 buf_span(&name), 0, flow, &e->r});
    add_event(p, &(struct event){.ns = start + to->end, SLICE_END, .lane = to});
    buf_finish(&name);
}

static void
add_life(struct perfetto *p, const struct trace_record *r)
{
    static const char *const names[TRACE_PHASE_COUNT] = {
        [TRACE_BIRTH] = "born", [TRACE_READY] = "ready",
        [TRACE_DEATH] = "died", [TRACE_DROPPED] = "message refused",
        [TRACE_NOTE] = "note",  [TRACE_FRAME] = "frame"};

    if (names[r->phase] != NULL)
        add_event(p, &(struct event){p->log->in.header.start_ns + r->ns,
                                     INSTANT, lane_of(p, r),
                                     span_of(names[r->phase]), 0, 0, r});
}

void
trace_export_perfetto(struct buf *out, const struct trace_log *log,
                      const struct trace_choice *choice)
{
    struct perfetto p = {out, log, NULL};

    for (uint32_t i = 0; i < log->count; i++)
        if (log->entries[i].r.phase == TRACE_BIRTH)
            note_pid(&p, &log->entries[i].r);
    for (uint32_t i = 0; i < log->count; i++) {
        const struct trace_entry *e = &log->entries[i];
        const struct trace_record browser = {.number = 0};
        struct lane *l = lane_of(&p, &e->r), *hub = lane_of(&p, &browser);

        if (!trace_choice_has(choice, &log->in, &e->r))
            continue;
        if (!hub->described)
            describe(&p, hub);
        hub->described = true;
        if (!l->described)
            describe(&p, l);
        l->described = true;
        if (trace_is_message(&e->r))
            add_message(&p, e);
        else
            add_life(&p, &e->r);
    }
    while (p.lanes != NULL) {
        struct lane *l = p.lanes;

        p.lanes = l->next;
        free(l);
    }
}
