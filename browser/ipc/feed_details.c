/*
 * feed_details.c - one message in full, for the panel of about:ipc's plugin.
 *
 * Process: browser.  Distrusts: the payload, which is decoded once more.
 */
#include "ipc/feed.h"
#include "ipc/ipc.h"
#include "trace_file.h"
#include "trace_stream.h"
#include "utf8.h"

#include <inttypes.h>

enum { HEX_BYTES = 256, VALUE_MOST = 200 };

/* Text of a column: what would end it becomes a blank. */
static void
add_column(struct buf *out, struct span text)
{
    size_t start = out->size;

    utf8_add_clean(out, utf8_prefix(text, VALUE_MOST));
    for (size_t i = start; i < out->size; i++)
        if (out->data[i] < ' ')
            out->data[i] = ' ';
}

static void
add_row(struct buf *out, const char *name, const char *value, const char *note)
{
    buf_printf(out, "%c%s\t", DETAIL_ROW, name);
    add_column(out, span_of(value));
    buf_printf(out, "\t%s\n", note);
}

static bool
add_field(void *data, const struct message_field *f)
{
    struct buf *out = data, note = {0};

    if (f->list != NULL)
        buf_printf(&note, "one of %s", f->list);
    else if (!f->is_number)
        buf_printf(&note, "%s \xE2\x80\xA6 %" PRIu64 " B", f->kind, f->limit);
    else if (f->limit == UINT32_MAX || f->limit == UINT64_MAX)
        buf_add_text(&note, f->kind);
    else
        buf_printf(&note, "%s \xE2\x80\xA6 %" PRIu64, f->kind, f->limit);
    add_row(out, f->name, f->shown, buf_text(&note));
    buf_finish(&note);
    return true;
}

static void
add_hex(struct buf *out, struct span bytes)
{
    size_t most = bytes.size < HEX_BYTES ? bytes.size : HEX_BYTES;

    buf_printf(out, "%cBytes\n", DETAIL_HEAD);
    for (size_t at = 0; at < most; at += 8) {
        buf_printf(out, "%c%04zx ", DETAIL_HEX, at);
        for (size_t i = 0; i < 8; i++)
            if (at + i < most)
                buf_printf(out, " %02x", bytes.data[at + i]);
            else
                buf_add_text(out, "   ");
        buf_add_text(out, "  ");
        for (size_t i = 0; i < 8 && at + i < most; i++) {
            uint8_t c = bytes.data[at + i];

            buf_add_char(out, c >= ' ' && c <= '~' ? (char)c : '.');
        }
        buf_add_char(out, '\n');
    }
    if (most < bytes.size)
        buf_printf(out, "%c\tand %zu more\t\n", DETAIL_ROW, bytes.size - most);
}

static void
add_check(void *data, const struct ipc_check *check)
{
    struct buf *out = data;

    buf_printf(out, "%c%s\t%s\t", DETAIL_CHECK,
               check->passed    ? "+"
               : check->refused ? "-"
                                : "",
               check->what);
    add_column(out, span_of(check->where));
    buf_add_char(out, '\n');
}

static void
add_times(struct buf *out, const struct trace_record *r,
          const struct ipc_fate *fate)
{
    struct buf text = {0};

    buf_printf(&text, "%.6f s", (double)r->ns / 1e9);
    add_row(out, "time", buf_text(&text), "");
    text.size = 0;
    buf_printf(&text, "%" PRIu32 " bytes", r->length);
    add_row(out, "size", buf_text(&text), "");
    if (r->page != 0) {
        text.size = 0;
        buf_printf(&text, "%" PRIu32, r->page);
        add_row(out, "tab", buf_text(&text), "");
    }
    if (fate->has_waited) {
        text.size = 0;
        ipc_add_time(&text, fate->waited);
        add_row(out, "queued", buf_text(&text), "says the child");
    }
    if (fate->took > 0) {
        text.size = 0;
        ipc_add_time(&text, fate->took);
        add_row(out, "handled in", buf_text(&text),
                r->phase == TRACE_SENT ? "says the child" : "");
    }
    buf_finish(&text);
}

static void
add_links(struct buf *out, const struct trace_record *r)
{
    enum message_id id = trace_message_id(r);

    buf_printf(
        out, "%cChoose\n%cOnly this process\tfilter process==%s#%" PRIu32 "\n",
        DETAIL_HEAD, DETAIL_LINK, role_name(r->role), r->number);
    if (id < MSG_COUNT)
        buf_printf(out, "%cOnly %s\tfilter message==%s\n", DETAIL_LINK,
                   routes[id].name, routes[id].name);
    if (r->page != 0)
        buf_printf(out, "%cOnly tab %" PRIu32 "\tfilter page==%" PRIu32 "\n",
                   DETAIL_LINK, r->page, r->page);
    buf_printf(out, "%cAs a page\tshow %" PRIu64 "\n", DETAIL_LINK, r->serial);
}

void
ipc_feed_details(struct buf *out, uint64_t serial)
{
    uint8_t payload[TRACE_MOST_PAYLOAD];
    struct trace_record r;
    struct ipc_fate fate;
    enum message_id id;

    if (!ipc_record(serial, &r, payload)) {
        buf_printf(out,
                   "%cOverwritten\n%c\tThe trace has no room for it any "
                   "more; --trace=FILE keeps all.\t\n",
                   DETAIL_TITLE, DETAIL_ROW);
        return;
    }
    id = trace_message_id(&r);
    ipc_find_fate(&r, &fate);
    buf_printf(out, "%c%s\n", DETAIL_TITLE,
               id < MSG_COUNT ? routes[id].name : "no known message");
    buf_printf(out, "%c%s\t%s#%" PRIu32 "\t%s\n", DETAIL_ROW,
               r.phase == TRACE_SENT ? "to" : "from", role_name(r.role),
               r.number, r.own ? "about:ipc's own" : "");
    add_times(out, &r, &fate);
    if (fate.refused[0] != 0)
        add_row(out, "refused", fate.refused, "");
    buf_printf(out, "%cFields\n", DETAIL_HEAD);
    if (!trace_is_whole(&r))
        buf_printf(out, "%c\tOnly its first bytes are kept.\t\n", DETAIL_ROW);
    else if (!message_each_field(r.payload, add_field, out))
        buf_printf(out, "%c\tIt cannot be decoded.\t\n", DETAIL_ROW);
    if (r.phase == TRACE_RECEIVED) {
        buf_printf(out, "%cWho looked at it\n", DETAIL_HEAD);
        ipc_each_check(&r, &fate, add_check, out);
    }
    add_hex(out, r.payload);
    add_links(out, &r);
}
