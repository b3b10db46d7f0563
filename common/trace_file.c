/*
 * trace_file.c - writes and reads trace files.
 *
 * Process: browser.  Distrusts: every byte of a file it reads.
 */
#include "trace_file.h"
#include "utf8.h"

#include <inttypes.h>

static const char trace_magic[8] = {'B', 'H', 'T', 'R', 'A', 'C', 'E', '\n'};

enum { TRACE_VERSION = 1, TRACE_MARK = 0x4252 };

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
    put(&at, record->payload.size, 4);
    put(&at, record->phase, 1);
    put(&at, record->role, 1);
    put(&at, TRACE_MARK, 2);
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
        return TRACE_READ_BAD;
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
    uint64_t size, phase, role, mark;

    if (bytes->size < TRACE_RECORD_SIZE)
        return TRACE_READ_MORE;
    record->ns = get(&at, 8);
    record->number = (uint32_t)get(&at, 4);
    size = get(&at, 4);
    phase = get(&at, 1);
    role = get(&at, 1);
    mark = get(&at, 2);
    if (mark != TRACE_MARK || size > MAX_MESSAGE ||
        phase >= TRACE_PHASE_COUNT || role >= ROLE_COUNT)
        return TRACE_READ_BAD;
    if (bytes->size - TRACE_RECORD_SIZE < size)
        return TRACE_READ_MORE;
    record->phase = (enum trace_phase)phase;
    record->role = (enum role)role;
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

static void
show_foreign(struct buf *out, struct span message, struct span names)
{
    struct span name = {NULL, 0};

    if (message.size >= MESSAGE_ID_SIZE)
        name =
            trace_name(names, message.data[0] | (unsigned)message.data[1] << 8);
    if (name.size == 0)
        buf_add_text(out, "<no message>");
    for (size_t i = 0; i < name.size; i++)
        buf_add_char(out, name.data[i] < 0x20 || name.data[i] > 0x7E
                              ? '?'
                              : (char)name.data[i]);
    buf_printf(out, " <%zu bytes>", message.size);
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

void
trace_show(struct buf *out, const struct trace_record *record,
           struct span names)
{
    switch (record->phase) {
    case TRACE_SENT:
        buf_add_text(out, "browser -> ");
        show_child(out, record);
        break;
    case TRACE_RECEIVED:
        show_child(out, record);
        buf_add_text(out, " -> browser");
        break;
    case TRACE_BIRTH:
        show_event(out, record, "born");
        return;
    case TRACE_READY:
        show_event(out, record, "ready");
        return;
    case TRACE_DEATH:
        show_event(out, record, "died");
        return;
    case TRACE_DROPPED:
        show_event(out, record, "refused");
        return;
    case TRACE_PHASE_COUNT:
        return;
    }
    buf_add_char(out, ' ');
    if (names.size > 0)
        show_foreign(out, record->payload, names);
    else
        message_show(out, record->payload);
}
