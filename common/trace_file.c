/*
 * trace_file.c - writes and reads trace files.
 *
 * Process: browser.  Distrusts: every byte of a file it reads.
 */
#include "trace_file.h"
#include "utf8.h"

#include <inttypes.h>

static const char trace_magic[8] = {'B', 'H', 'T', 'R', 'A', 'C', 'E', '\n'};

enum { TRACE_VERSION = 2, TRACE_MARK = 0x32724842 };

static void
put(uint8_t **at, uint64_t value, size_t width)
{
    for (size_t i = 0; i < width; i++)
        *(*at)++ = (uint8_t)(value >> (8 * i));
}

static uint64_t
get(const uint8_t **at, size_t width)
{
    uint64_t value = 0;

    for (size_t i = 0; i < width; i++)
        value |= (uint64_t) * (*at)++ << (8 * i);
    return value;
}

void
trace_put_header(struct buf *out, uint64_t start_ns, uint64_t wall_ns)
{
    size_t names = 0;
    uint8_t *at;

    for (int i = 0; i < MSG_COUNT; i++)
        names += strlen(routes[i].name) + 1;
    at = buf_reserve(out, TRACE_HEADER_SIZE);
    memcpy(at, trace_magic, sizeof trace_magic);
    at += sizeof trace_magic;
    put(&at, TRACE_VERSION, 4);
    put(&at, names, 4);
    put(&at, schema_hash(), 8);
    put(&at, start_ns, 8);
    put(&at, wall_ns, 8);
    out->size += TRACE_HEADER_SIZE;
    for (int i = 0; i < MSG_COUNT; i++) {
        buf_add_text(out, routes[i].name);
        buf_add_char(out, '\n');
    }
}

void
trace_put_record(struct buf *out, const struct trace_record *record)
{
    uint8_t *at = buf_reserve(out, TRACE_RECORD_SIZE);

    put(&at, record->ns, 8);
    put(&at, record->number, 4);
    put(&at, record->seq, 4);
    put(&at, record->page, 4);
    put(&at, record->length, 4);
    put(&at, record->arg, 4);
    put(&at, record->payload.size, 4);
    put(&at, record->phase, 1);
    put(&at, record->role, 1);
    put(&at, record->own, 1);
    put(&at, 0, 1);
    put(&at, TRACE_MARK, 4);
    out->size += TRACE_RECORD_SIZE;
    buf_add_span(out, record->payload);
}

enum trace_read
trace_get_header(struct span *bytes, struct trace_header *header)
{
    const uint8_t *at = bytes->data;
    size_t same =
        bytes->size < sizeof trace_magic ? bytes->size : sizeof trace_magic;
    size_t names;

    if (same > 0 && memcmp(at, trace_magic, same) != 0)
        return TRACE_READ_BAD;
    if (bytes->size < TRACE_HEADER_SIZE)
        return TRACE_READ_MORE;
    at += sizeof trace_magic;
    if (get(&at, 4) != TRACE_VERSION)
        return TRACE_READ_OLD;
    names = (size_t)get(&at, 4);
    if (names > MAX_TRACE_NAMES)
        return TRACE_READ_BAD;
    header->schema = get(&at, 8);
    header->start_ns = get(&at, 8);
    header->wall_ns = get(&at, 8);
    if (bytes->size - TRACE_HEADER_SIZE < names)
        return TRACE_READ_MORE;
    header->names = (struct span){at, names};
    if (!utf8_is_text(header->names))
        return TRACE_READ_BAD;
    *bytes = (struct span){at + names, bytes->size - TRACE_HEADER_SIZE - names};
    return TRACE_READ_OK;
}

enum trace_read
trace_get_record(struct span *bytes, struct trace_record *record)
{
    const uint8_t *at = bytes->data;
    uint64_t size, phase, role, own;

    if (bytes->size < TRACE_RECORD_SIZE)
        return TRACE_READ_MORE;
    record->ns = get(&at, 8);
    record->serial = 0;
    record->number = (uint32_t)get(&at, 4);
    record->seq = (uint32_t)get(&at, 4);
    record->page = (uint32_t)get(&at, 4);
    record->length = (uint32_t)get(&at, 4);
    record->arg = (uint32_t)get(&at, 4);
    size = get(&at, 4);
    phase = get(&at, 1);
    role = get(&at, 1);
    own = get(&at, 2);
    if (get(&at, 4) != TRACE_MARK || own > 1 || size > MAX_MESSAGE ||
        record->length > MAX_MESSAGE || size > record->length ||
        phase >= TRACE_PHASE_COUNT || role >= ROLE_COUNT)
        return TRACE_READ_BAD;
    if (bytes->size - TRACE_RECORD_SIZE < size)
        return TRACE_READ_MORE;
    record->phase = (enum trace_phase)phase;
    record->role = (enum role)role;
    record->own = own == 1;
    record->payload = (struct span){at, (size_t)size};
    *bytes = (struct span){at + size,
                           bytes->size - TRACE_RECORD_SIZE - (size_t)size};
    return TRACE_READ_OK;
}

struct span
trace_name(struct span names, unsigned id)
{
    const uint8_t *at = names.data, *end = names.data + names.size;

    for (; at < end; id--) {
        const uint8_t *line = memchr(at, '\n', (size_t)(end - at));

        if (line == NULL)
            line = end;
        if (id == 0)
            return (struct span){at, (size_t)(line - at)};
        at = line < end ? line + 1 : end;
    }
    return (struct span){NULL, 0};
}

static bool
is_message(enum trace_phase phase)
{
    return phase == TRACE_SENT || phase == TRACE_RECEIVED ||
           phase == TRACE_CLAIM_SENT || phase == TRACE_CLAIM_RECEIVED;
}

enum message_id
trace_message_id(const struct trace_record *record)
{
    unsigned id;

    if (!is_message(record->phase) || record->payload.size < MESSAGE_ID_SIZE)
        return MSG_COUNT;
    id = record->payload.data[0] | (unsigned)record->payload.data[1] << 8;
    return id < MSG_COUNT ? (enum message_id)id : MSG_COUNT;
}

bool
trace_is_whole(const struct trace_record *record)
{
    return is_message(record->phase) && record->payload.size == record->length;
}

/* Only the name and the size: of a message that was not kept whole, or of
 * another build's. */
static void
show_name(struct buf *out, const struct trace_record *record, struct span names)
{
    struct span message = record->payload, name = {NULL, 0};
    enum message_id id = trace_message_id(record);

    if (names.size > 0 && message.size >= MESSAGE_ID_SIZE)
        name =
            trace_name(names, message.data[0] | (unsigned)message.data[1] << 8);
    else if (names.size == 0 && id < MSG_COUNT)
        name = span_of(routes[id].name);
    if (name.size == 0)
        buf_add_text(out, "<no message>");
    for (size_t i = 0; i < name.size; i++)
        buf_add_char(out, name.data[i] < 0x20 || name.data[i] > 0x7E
                              ? '?'
                              : (char)name.data[i]);
    buf_printf(out, " <%" PRIu32 " bytes>", record->length);
}

static void
show_child(struct buf *out, const struct trace_record *record)
{
    buf_printf(out, "%s#%" PRIu32, role_name(record->role), record->number);
}

static void
show_event(struct buf *out, const struct trace_record *record, const char *verb)
{
    show_child(out, record);
    buf_printf(out, " %s", verb);
    if (record->payload.size == 0)
        return;
    buf_add_text(out, ": ");
    if (utf8_is_text(record->payload))
        show_text(out, record->payload, NULL);
    else
        show_blob(out, record->payload, NULL);
}

static void
show_direction(struct buf *out, const struct trace_record *record)
{
    bool down =
        record->phase == TRACE_SENT || record->phase == TRACE_CLAIM_RECEIVED;

    if (down)
        buf_add_text(out, "browser -> ");
    show_child(out, record);
    if (!down)
        buf_add_text(out, " -> browser");
    if (record->phase == TRACE_CLAIM_SENT ||
        record->phase == TRACE_CLAIM_RECEIVED)
        buf_add_text(out, " (claimed)");
    buf_add_char(out, ' ');
}

static void
show_time(struct buf *out, const struct trace_record *record, const char *what)
{
    show_child(out, record);
    buf_printf(out, " %s %" PRIu32 " in %.1f us", what, record->seq,
               (double)record->arg / 1e3);
}

void
trace_show(struct buf *out, const struct trace_record *record,
           struct span names)
{
    static const char *const verbs[TRACE_PHASE_COUNT] = {
        [TRACE_BIRTH] = "born", [TRACE_READY] = "ready",
        [TRACE_DEATH] = "died", [TRACE_DROPPED] = "refused",
        [TRACE_NOTE] = "note",  [TRACE_FRAME] = "frame"};

    if (is_message(record->phase)) {
        show_direction(out, record);
        if (names.size > 0 || !trace_is_whole(record))
            show_name(out, record, names);
        else
            message_show(out, record->payload);
    } else if (record->phase == TRACE_HANDLED) {
        show_time(out, record, "-> browser handled");
    } else if (record->phase == TRACE_CLAIM_HANDLED) {
        show_time(out, record, "(claimed) handled");
    } else {
        show_event(out, record, verbs[record->phase]);
    }
}
