/*
 * input.c - reading a trace file, streaming or whole.
 *
 * Process: `bulkhead trace`.  Distrusts: the file, every byte.
 */
#include "trace/input.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { READ_SIZE = 256 * 1024 };

/* Reads more bytes; false at the end of the file. */
static bool
read_more(struct trace_input *in)
{
    ssize_t n;

    if (in->at > in->bytes.size / 2) {
        buf_consume(&in->bytes, in->at);
        in->at = 0;
    }
    do
        n = read(in->fd, buf_reserve(&in->bytes, READ_SIZE), READ_SIZE);
    while (n == -1 && errno == EINTR);
    if (n == -1)
        fprintf(stderr, "bulkhead trace: %s: %s\n", in->path, strerror(errno));
    if (n <= 0)
        return false;
    in->bytes.size += (size_t)n;
    return true;
}

static struct span
rest_of(const struct trace_input *in)
{
    return (struct span){in->bytes.data + in->at, in->bytes.size - in->at};
}

static bool
read_header(struct trace_input *in)
{
    enum trace_read state;
    struct span rest;

    do {
        rest = rest_of(in);
        state = trace_get_header(&rest, &in->header);
    } while (state == TRACE_READ_MORE && read_more(in));
    if (state != TRACE_READ_OK) {
        fprintf(stderr, "bulkhead trace: %s: %s\n", in->path,
                in->bytes.size == 0 ? "this is empty: nothing was recorded"
                : state == TRACE_READ_MORE
                    ? "this is not a bulkhead trace: it ends in its header"
                : state == TRACE_READ_OLD
                    ? "written by another version of bulkhead, in a format "
                      "that this one does not read"
                    : "this is not a bulkhead trace");
        return false;
    }
    in->at = in->bytes.size - rest.size;
    buf_add_span(&in->names, in->header.names);
    in->header.names = buf_span(&in->names);
    in->foreign = in->header.schema != schema_hash();
    if (in->foreign)
        fprintf(stderr,
                "bulkhead trace: %s: written by another build (schema "
                "%016" PRIx64 ", ours is %016" PRIx64
                "): only names are shown\n",
                in->path, in->header.schema, schema_hash());
    return true;
}

bool
trace_input_open(struct trace_input *in, const char *path)
{
    *in = (struct trace_input){.path = path};
    in->fd = strcmp(path, "-") == 0 ? dup(STDIN_FILENO)
                                    : open(path, O_RDONLY | O_CLOEXEC);
    if (in->fd == -1) {
        fprintf(stderr, "bulkhead trace: %s: %s\n", path, strerror(errno));
        return false;
    }
    if (read_header(in))
        return true;
    trace_input_close(in);
    return false;
}

void
trace_input_close(struct trace_input *in)
{
    if (in->fd >= 0)
        close(in->fd);
    in->fd = -1;
    buf_finish(&in->bytes);
    buf_finish(&in->names);
}

enum trace_read
trace_input_next(struct trace_input *in, struct trace_record *r)
{
    enum trace_read state;
    struct span rest;

    do {
        rest = rest_of(in);
        state = trace_get_record(&rest, r);
    } while (state == TRACE_READ_MORE && read_more(in));
    if (state != TRACE_READ_OK)
        return state;
    in->at = in->bytes.size - rest.size;
    in->records++;
    return state;
}

bool
trace_input_is_cut(const struct trace_input *in)
{
    return in->at < in->bytes.size;
}

void
trace_input_damaged(const struct trace_input *in)
{
    fflush(stdout);
    fprintf(stderr, "bulkhead trace: %s: damaged after record %" PRIu64 "\n",
            in->path, in->records);
}

struct span
trace_input_names(const struct trace_input *in)
{
    return in->foreign ? in->header.names : (struct span){NULL, 0};
}

/* The id as the file has it, or UINT_MAX. */
static unsigned
raw_id(const struct trace_record *r)
{
    if (r->seq == 0 || r->phase == TRACE_HANDLED ||
        r->phase == TRACE_CLAIM_HANDLED || r->payload.size < MESSAGE_ID_SIZE)
        return UINT_MAX;
    return r->payload.data[0] | (unsigned)r->payload.data[1] << 8;
}

enum message_id
trace_input_id(const struct trace_input *in, const struct trace_record *r)
{
    struct span name;

    if (!in->foreign)
        return trace_message_id(r);
    if (raw_id(r) == UINT_MAX)
        return MSG_COUNT;
    name = trace_name(in->header.names, raw_id(r));
    for (int id = 0; id < MSG_COUNT; id++)
        if (span_is(name, routes[id].name))
            return (enum message_id)id;
    return MSG_COUNT;
}

bool
trace_input_match(const struct trace_input *in, const struct trace_filter *f,
                  const struct trace_record *r)
{
    struct trace_record named = *r;
    uint8_t id[MESSAGE_ID_SIZE];
    unsigned mine;

    if (!in->foreign || raw_id(r) == UINT_MAX)
        return trace_filter_match(f, r);
    mine = trace_input_id(in, r);
    if (mine == MSG_COUNT)
        mine = UINT16_MAX;
    id[0] = (uint8_t)mine;
    id[1] = (uint8_t)(mine >> 8);
    named.payload = (struct span){id, sizeof id};
    if (named.length <= sizeof id) /* may not pass for a whole one */
        named.length = sizeof id + 1;
    return trace_filter_match(f, &named);
}

bool
trace_choice_has(const struct trace_choice *c, const struct trace_input *in,
                 const struct trace_record *r)
{
    return r->ns >= c->from_ns && (c->to_ns == 0 || r->ns <= c->to_ns) &&
           trace_input_match(in, c->filter, r);
}

bool
trace_is_message(const struct trace_record *r)
{
    return r->phase == TRACE_SENT || r->phase == TRACE_RECEIVED;
}

void
trace_add_name(struct buf *out, const struct trace_input *in,
               const struct trace_record *r)
{
    unsigned id = raw_id(r);
    struct span name = {NULL, 0};

    if (id != UINT_MAX)
        name = trace_name(in->header.names, id);
    if (name.size == 0) {
        buf_printf(out, "message %u", id);
        return;
    }
    for (size_t i = 0; i < name.size && i < 64; i++)
        buf_add_char(out, name.data[i] > 0x20 && name.data[i] < 0x7F
                              ? (char)name.data[i]
                              : '?');
}

void
trace_add_process(struct buf *out, const struct trace_record *r)
{
    if (r->number == 0)
        buf_add_text(out, role_name(BROWSER));
    else
        buf_printf(out, "%s#%" PRIu32, role_name(r->role), r->number);
}

/* ---- the whole file ------------------------------------------------------*/

/* Joins records by child, direction and serial: an open hash table of indices
 * + 1 into the entries. */
struct join {
    const struct trace_entry *entries;
    uint32_t *slots;
    size_t mask;
};

static bool
goes_down(enum trace_phase phase)
{
    return phase == TRACE_SENT || phase == TRACE_CLAIM_RECEIVED;
}

static uint32_t *
join_at(const struct join *j, uint32_t number, bool down, uint32_t seq)
{
    uint64_t hash = (((uint64_t)number << 32 | seq) * 2 + down) *
                    UINT64_C(0x9E3779B97F4A7C15);
    size_t at = (size_t)(hash >> 20) & j->mask;

    while (j->slots[at] != 0) {
        const struct trace_record *r = &j->entries[j->slots[at] - 1].r;

        if (r->number == number && r->seq == seq && goes_down(r->phase) == down)
            break;
        at = (at + 1) & j->mask;
    }
    return &j->slots[at];
}

static void
join_one(struct trace_log *log, const struct join *truth, uint32_t i)
{
    struct trace_entry *e = &log->entries[i];
    enum trace_phase phase = e->r.phase;
    bool is_claim = phase == TRACE_CLAIM_SENT || phase == TRACE_CLAIM_RECEIVED;
    bool down = phase == TRACE_CLAIM_HANDLED || goes_down(phase);
    uint32_t *found;

    if (!is_claim && phase != TRACE_HANDLED && phase != TRACE_CLAIM_HANDLED)
        return;
    found = join_at(truth, e->r.number, down, e->r.seq);
    if (*found == 0)
        return;
    e->truth = *found;
    if (is_claim)
        log->entries[*found - 1].claim = i + 1;
    else
        log->entries[*found - 1].r.arg = e->r.arg;
}

static void
join(struct trace_log *log)
{
    struct join truth = {.entries = log->entries, .mask = 1};

    while (truth.mask < (size_t)log->count * 2)
        truth.mask *= 2;
    truth.slots = calloc(truth.mask, sizeof *truth.slots);
    if (truth.slots == NULL)
        abort();
    truth.mask--;
    for (uint32_t i = 0; i < log->count; i++) {
        const struct trace_record *r = &log->entries[i].r;

        if (trace_is_message(r))
            *join_at(&truth, r->number, goes_down(r->phase), r->seq) = i + 1;
    }
    for (uint32_t i = 0; i < log->count; i++)
        join_one(log, &truth, i);
    free(truth.slots);
}

static void
add_entry(struct trace_log *log, const struct trace_record *r, size_t *room)
{
    struct trace_entry *e;

    if (log->count == *room) {
        *room = *room == 0 ? 4096 : *room * 2;
        log->entries = realloc(log->entries, *room * sizeof *log->entries);
        if (log->entries == NULL)
            abort();
    }
    e = &log->entries[log->count];
    *e = (struct trace_entry){.r = *r};
    e->id = trace_input_id(&log->in, r);
    e->r.serial = log->count++;
    if (trace_is_message(r))
        e->r.arg = 0;
}

bool
trace_log_open(struct trace_log *log, const char *path)
{
    enum trace_read state = TRACE_READ_OK;
    struct trace_record r;
    struct span rest;
    size_t room = 0;

    *log = (struct trace_log){.entries = NULL};
    if (!trace_input_open(&log->in, path))
        return false;
    buf_consume(&log->in.bytes, log->in.at);
    log->in.at = 0;
    while (read_more(&log->in))
        continue;
    rest = rest_of(&log->in);
    while (log->count < UINT32_MAX - 1 &&
           (state = trace_get_record(&rest, &r)) == TRACE_READ_OK) {
        log->in.records++;
        add_entry(log, &r, &room);
    }
    log->in.at = log->in.bytes.size - rest.size;
    log->damaged = state == TRACE_READ_BAD;
    if (log->damaged)
        trace_input_damaged(&log->in);
    join(log);
    return true;
}

void
trace_log_close(struct trace_log *log)
{
    trace_input_close(&log->in);
    free(log->entries);
    log->entries = NULL;
    log->count = 0;
}

bool
trace_queue_ns(const struct trace_log *log, const struct trace_entry *e,
               uint64_t *ns)
{
    uint64_t sent, received;

    if (e->claim == 0)
        return false;
    sent = received = log->entries[e->claim - 1].r.ns;
    if (e->r.phase == TRACE_SENT)
        sent = e->r.ns;
    else
        received = e->r.ns;
    *ns = received - sent;
    return received >= sent;
}
