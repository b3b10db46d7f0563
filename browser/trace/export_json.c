/*
 * export_json.c - a trace as JSON (RFC 8259): one object, a line a record.
 *
 * Process: `bulkhead trace`.  Distrusts: the file, every byte; what is no
 * UTF-8 becomes hexadecimal.
 */
#include "trace/commands.h"
#include "utf8.h"

#include <inttypes.h>

static void
add_string(struct buf *out, struct span text)
{
    buf_add_char(out, '"');
    for (size_t i = 0; i < text.size; i++) {
        uint8_t c = text.data[i];

        if (c == '"' || c == '\\')
            buf_printf(out, "\\%c", c);
        else if (c < 0x20)
            buf_printf(out, "\\u%04x", c);
        else
            buf_add_char(out, (char)c);
    }
    buf_add_char(out, '"');
}

static void
add_hex(struct buf *out, struct span bytes)
{
    buf_add_char(out, '"');
    for (size_t i = 0; i < bytes.size; i++)
        buf_printf(out, "%02x", bytes.data[i]);
    buf_add_char(out, '"');
}

struct fields {
    struct buf *out;
    const char *comma;
};

static bool
add_field(void *data, const struct message_field *f)
{
    struct fields *fields = data;
    struct buf *out = fields->out;

    buf_printf(out, "%s\"%s\":", fields->comma, f->name);
    fields->comma = ",";
    if (f->list != NULL)
        add_string(out, span_of(choice_name(f->list, (uint32_t)f->number)));
    else if (strcmp(f->kind, "flag") == 0)
        buf_add_text(out, f->number != 0 ? "true" : "false");
    else if (strcmp(f->kind, "u64") == 0) /* more than a double holds */
        buf_printf(out, "\"%" PRIu64 "\"", (uint64_t)f->number);
    else if (f->is_number)
        buf_printf(out, "%" PRId64, f->number);
    else if (strcmp(f->kind, "text") == 0)
        add_string(out, f->bytes);
    else
        add_hex(out, f->bytes);
    return true;
}

static void
add_message(struct buf *out, const struct trace_log *log,
            const struct trace_entry *e)
{
    struct fields fields = {out, ""};
    struct buf name = {0};
    uint64_t ns;

    trace_add_name(&name, &log->in, &e->r);
    buf_add_text(out, ",\"message\":");
    add_string(out, buf_span(&name));
    buf_finish(&name);
    if (e->r.arg > 0)
        buf_printf(out, ",\"handler_ns\":%" PRIu32, e->r.arg);
    if (trace_queue_ns(log, e, &ns))
        buf_printf(out, ",\"claimed_queue_ns\":%" PRIu64, ns);
    if (log->in.foreign || !trace_is_whole(&e->r))
        return;
    buf_add_text(out, ",\"fields\":{");
    if (!message_each_field(e->r.payload, add_field, &fields)) {
        buf_add_text(out, "},\"malformed\":");
        add_hex(out, e->r.payload);
        return;
    }
    buf_add_char(out, '}');
}

static void
add_record(struct buf *out, const struct trace_log *log,
           const struct trace_entry *e)
{
    static const char *const phases[TRACE_PHASE_COUNT] = {"sent",
                                                          "received",
                                                          "born",
                                                          "ready",
                                                          "died",
                                                          "refused",
                                                          "handled",
                                                          "claimed sent",
                                                          "claimed received",
                                                          "claimed handled",
                                                          "note",
                                                          "frame"};
    struct buf process = {0};

    trace_add_process(&process, &e->r);
    buf_printf(out,
               "{\"ns\":%" PRIu64 ",\"phase\":\"%s\",\"process\":\"%s\","
               "\"seq\":%" PRIu32 ",\"page\":%" PRIu32 ",\"length\":%" PRIu32,
               e->r.ns, phases[e->r.phase], buf_text(&process), e->r.seq,
               e->r.page, e->r.length);
    buf_finish(&process);
    if (e->r.own)
        buf_add_text(out, ",\"own\":true");
    if (e->r.phase == TRACE_HANDLED || e->r.phase == TRACE_CLAIM_HANDLED) {
        buf_printf(out, ",\"handler_ns\":%" PRIu32, e->r.arg);
    } else if (e->r.seq != 0) {
        add_message(out, log, e);
    } else if (e->r.payload.size > 0) {
        bool text = e->r.phase != TRACE_FRAME && utf8_is_text(e->r.payload);

        buf_add_text(out, text ? ",\"text\":" : ",\"bytes\":");
        (text ? add_string : add_hex)(out, e->r.payload);
    }
    buf_add_char(out, '}');
}

void
trace_export_json(struct buf *out, const struct trace_log *log,
                  const struct trace_choice *choice)
{
    const char *comma = "";

    buf_printf(out,
               "{\"format\":\"bulkhead trace\",\"version\":1,"
               "\"schema\":\"%016" PRIx64 "\",\"wall_ns\":\"%" PRIu64
               "\",\"records\":[",
               log->in.header.schema, log->in.header.wall_ns);
    for (uint32_t i = 0; i < log->count; i++) {
        if (!trace_choice_has(choice, &log->in, &log->entries[i].r))
            continue;
        buf_printf(out, "%s\n", comma);
        add_record(out, log, &log->entries[i]);
        comma = ",";
    }
    buf_add_text(out, "\n]}\n");
}
