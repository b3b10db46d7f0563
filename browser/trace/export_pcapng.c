/*
 * export_pcapng.c - a trace as packets, for Wireshark
 * (draft-ietf-opsawg-pcapng).
 *
 * Process: `bulkhead trace`.  Distrusts: the file, every byte; payloads go
 * through as they are, the dissector looks at them.
 */
#include "trace/commands.h"
#include "trace/pcapng.h"

#include <stdlib.h>

enum {
    SECTION_HEADER = 0x0A0D0D0A,
    INTERFACE = 1,
    PACKET = 6,
    PCAPNG_ORDER = 0x1A2B3C4D,
    OPTION_END = 0,
    OPTION_APPLICATION = 4, /* of a section */
    OPTION_NAME = 2,        /* of an interface */
    OPTION_RESOLUTION = 9,
    OPTION_FLAGS = 2, /* of a packet: 1 inbound, 2 outbound */
    MOST_INTERFACES = 4096
};

static void
put(struct buf *out, uint64_t value, size_t width)
{
    for (size_t i = 0; i < width; i++)
        buf_add_char(out, (char)(value >> (8 * i)));
}

static void
pad(struct buf *out)
{
    while (out->size % 4 != 0)
        buf_add_char(out, 0);
}

static void
add_option(struct buf *out, unsigned code, const void *value, size_t size)
{
    put(out, code, 2);
    put(out, size, 2);
    buf_add(out, value, size);
    pad(out);
}

/* A block of the type with this body, whose size is a multiple of four. */
static void
add_block(struct buf *out, uint32_t type, const struct buf *body)
{
    size_t total = body->size + 12;

    put(out, type, 4);
    put(out, total, 4);
    buf_add_span(out, buf_span(body));
    put(out, total, 4);
}

static void
add_section(struct buf *out)
{
    static const char name[] = "bulkhead";
    struct buf body = {0};

    put(&body, PCAPNG_ORDER, 4);
    put(&body, 1, 2);
    put(&body, 0, 2);
    put(&body, UINT64_MAX, 8); /* length not said */
    add_option(&body, OPTION_APPLICATION, name, sizeof name - 1);
    add_option(&body, OPTION_END, NULL, 0);
    add_block(out, SECTION_HEADER, &body);
    buf_finish(&body);
}

/* A message of another build by this build's number and nothing more: the
 * dissector knows only our messages. */
static struct span
payload_of(const struct trace_input *in, const struct trace_record *r,
           uint8_t id[MESSAGE_ID_SIZE])
{
    unsigned mine = trace_input_id(in, r);

    if (!in->foreign || r->seq == 0)
        return r->payload;
    if (mine == MSG_COUNT)
        mine = UINT16_MAX;
    id[0] = (uint8_t)mine;
    id[1] = (uint8_t)(mine >> 8);
    return (struct span){id, r->payload.size < MESSAGE_ID_SIZE
                                 ? r->payload.size
                                 : MESSAGE_ID_SIZE};
}

/* Children in the order they appear; their place is the interface's number. */
struct interfaces {
    uint32_t numbers[MOST_INTERFACES];
    enum role roles[MOST_INTERFACES];
    uint32_t count;
};

static void
add_interface(struct buf *out, const struct trace_record *r)
{
    struct buf body = {0}, name = {0};
    uint8_t nanoseconds = 9;

    trace_add_process(&name, r);
    put(&body, PCAPNG_LINK, 2);
    put(&body, 0, 2);
    put(&body, 0, 4); /* any length */
    add_option(&body, OPTION_NAME, name.data, name.size);
    add_option(&body, OPTION_RESOLUTION, &nanoseconds, 1);
    add_option(&body, OPTION_END, NULL, 0);
    add_block(out, INTERFACE, &body);
    buf_finish(&body);
    buf_finish(&name);
}

/* The interface of the record's child, made when it is new; beyond
 * MOST_INTERFACES the last one serves. */
static uint32_t
interface_of(struct buf *out, struct interfaces *all,
             const struct trace_record *r)
{
    for (uint32_t i = all->count; i-- > 0;)
        if (all->numbers[i] == r->number && all->roles[i] == r->role)
            return i;
    if (all->count == MOST_INTERFACES)
        return MOST_INTERFACES - 1;
    add_interface(out, r);
    all->numbers[all->count] = r->number;
    all->roles[all->count] = r->role;
    return all->count++;
}

static bool
comes_in(enum trace_phase phase)
{
    return phase == TRACE_RECEIVED || phase == TRACE_CLAIM_SENT;
}

static void
add_packet(struct buf *out, uint32_t interface, const struct trace_input *in,
           const struct trace_record *r)
{
    uint8_t id[MESSAGE_ID_SIZE];
    struct span payload = payload_of(in, r, id);
    uint64_t ns = in->header.wall_ns + r->ns;
    struct buf body = {0};
    bool is_message = r->seq != 0 && r->phase != TRACE_HANDLED &&
                      r->phase != TRACE_CLAIM_HANDLED;
    uint32_t whole = is_message ? r->length : (uint32_t)payload.size;

    put(&body, interface, 4);
    put(&body, ns >> 32, 4);
    put(&body, ns & UINT32_MAX, 4);
    put(&body, PCAPNG_HEAD + payload.size, 4);
    put(&body, PCAPNG_HEAD + (uint64_t)whole, 4);
    put(&body, PCAPNG_VERSION, 1);
    put(&body, r->phase, 1);
    put(&body, r->role, 1);
    put(&body, r->own, 1);
    put(&body, r->number, 4);
    put(&body, r->seq, 4);
    put(&body, r->page, 4);
    put(&body, r->length, 4);
    put(&body, r->arg, 4);
    buf_add_span(&body, payload);
    pad(&body);
    if (is_message) {
        uint8_t flags[4] = {comes_in(r->phase) ? 1 : 2};

        add_option(&body, OPTION_FLAGS, flags, sizeof flags);
        add_option(&body, OPTION_END, NULL, 0);
    }
    add_block(out, PACKET, &body);
    buf_finish(&body);
}

void
trace_export_pcapng(struct buf *out, const struct trace_log *log,
                    const struct trace_choice *choice)
{
    struct interfaces *all = calloc(1, sizeof *all);

    if (all == NULL)
        abort();
    add_section(out);
    for (uint32_t i = 0; i < log->count; i++) {
        const struct trace_record *r = &log->entries[i].r;

        /* What a handler took stands at its message. */
        if (r->phase != TRACE_HANDLED && r->phase != TRACE_CLAIM_HANDLED &&
            trace_choice_has(choice, &log->in, r))
            add_packet(out, interface_of(out, all, r), &log->in, r);
    }
    free(all);
}
