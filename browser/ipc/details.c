/*
 * details.c - one record of the wire in full: its fields, its bytes, who looked
 * at it, and what came of it.
 *
 * Process: browser.  Distrusts: the payload; it is decoded once more here, and
 * escaped.
 */
#include "ipc/ipc.h"
#include "pages.h"
#include "trace_file.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>

enum { HEX_BYTES = 1024, LOOK_AHEAD = 4096 };

bool
ipc_record(uint64_t serial, struct trace_record *r, uint8_t *payload)
{
    uint64_t lost = 0;

    return trace_read(&serial, r, payload, &lost) && lost == 0 &&
           (r->phase == TRACE_SENT || r->phase == TRACE_RECEIVED);
}

void
ipc_find_fate(const struct trace_record *of, struct ipc_fate *fate)
{
    static uint8_t payload[TRACE_MOST_PAYLOAD];
    bool out = of->phase == TRACE_SENT;
    uint64_t cursor = of->serial + 1, lost = 0;
    struct trace_record r;

    *fate = (struct ipc_fate){0};
    for (unsigned i = 0; i < LOOK_AHEAD; i++) {
        if (!trace_read(&cursor, &r, payload, &lost))
            return;
        if (r.number != of->number)
            continue;
        if (!out && r.phase == TRACE_DROPPED && fate->refused[0] == 0) {
            snprintf(fate->refused, sizeof fate->refused, "%.*s",
                     (int)r.payload.size, (const char *)r.payload.data);
            return;
        }
        if (out && r.phase == TRACE_CLAIM_RECEIVED && r.seq == of->seq) {
            fate->has_waited = r.ns >= of->ns;
            fate->waited = (uint32_t)(r.ns - of->ns);
        }
        if (r.seq == of->seq &&
            r.phase == (out ? TRACE_CLAIM_HANDLED : TRACE_HANDLED)) {
            fate->took = r.arg > 0 ? r.arg : 1;
            return;
        }
    }
}

/* ---- parts ---------------------------------------------------------------*/

static bool
add_field(void *data, const struct message_field *f)
{
    struct buf *html = data;

    buf_printf(html, "<tr><th>%s</th><td>%s</td><td class=name>", f->name,
               f->kind);
    pages_text(html, span_of(f->shown));
    buf_add_text(html, "</td><td class=number>");
    if (f->list != NULL)
        buf_printf(html, "one of %s", f->list);
    else if (strcmp(f->kind, "text") == 0 || strcmp(f->kind, "blob") == 0)
        buf_printf(html, "%zu of %" PRIu64 " bytes", f->bytes.size, f->limit);
    else if (f->limit == UINT32_MAX || f->limit == UINT64_MAX)
        buf_add_text(html, "any");
    else
        buf_printf(html, "up to %" PRIu64, f->limit);
    buf_add_text(html, "</td></tr>\n");
    return true;
}

static void
add_fields(struct buf *html, const struct trace_record *r)
{
    struct buf rows = {0};

    buf_add_text(html, "<h2>Fields</h2>\n");
    if (!trace_is_whole(r))
        buf_printf(html,
                   "<p class=quiet>Only its first %zu of %" PRIu32
                   " bytes are kept in memory; --trace=FILE,payload keeps "
                   "all.</p>\n",
                   r->payload.size, r->length);
    else if (!message_each_field(r->payload, add_field, &rows))
        buf_add_text(html, "<p class=wrong>It cannot be decoded.</p>\n");
    else if (rows.size == 0)
        buf_add_text(html, "<p class=quiet>It has none.</p>\n");
    if (rows.size > 0) {
        buf_add_text(html, "<table><tr><th>field</th><th>kind</th>"
                           "<th>value</th><th class=number>bound</th></tr>\n");
        buf_add_span(html, buf_span(&rows));
        buf_add_text(html, "</table>\n");
    }
    buf_finish(&rows);
}

static void
add_hex(struct buf *html, struct span bytes)
{
    size_t most = bytes.size < HEX_BYTES ? bytes.size : HEX_BYTES;

    buf_add_text(html, "<h2>Bytes</h2>\n<div class=hex>");
    for (size_t at = 0; at < most; at += 16) {
        size_t n = most - at < 16 ? most - at : 16;
        char text[17] = "";

        buf_printf(html, "%04zx ", at);
        for (size_t i = 0; i < 16; i++)
            if (i < n)
                buf_printf(html, " %02x", bytes.data[at + i]);
            else
                buf_add_text(html, "   ");
        for (size_t i = 0; i < n; i++)
            text[i] =
                isprint(bytes.data[at + i]) ? (char)bytes.data[at + i] : '.';
        buf_add_text(html, "  ");
        pages_text(html, span_of(text));
        buf_add_char(html, '\n');
    }
    buf_add_text(html, "</div>\n");
    if (most < bytes.size)
        buf_printf(html, "<p class=quiet>and %zu more</p>\n",
                   bytes.size - most);
}

/* The one order in which the browser looks at a message (child_talk.c,
 * dispatch.c).  Which of the later ones refused it, only the words tell. */
void
ipc_each_check(const struct trace_record *r, const struct ipc_fate *fate,
               ipc_check_fn *fn, void *data)
{
    enum message_id id = trace_message_id(r);
    bool ok = fate->refused[0] == 0, known = id < MSG_COUNT;
    bool ours = known && role_is(r->role, routes[id].from);
    char handler[80];
    const struct ipc_check checks[] = {
        {"size", "browser/endpoint.c: at most 64 KiB, whole frames", true,
         false},
        {"kind", "common/messages.c: a message of protocol.def", known, !known},
        {"direction", "browser/child_talk.c: its sender may say it", ours,
         known && !ours},
        {"moment", "browser/child_talk.c: before or after ready", ok, false},
        {"rate",
         known && routes[id].rate == RARE
             ? "browser/child_talk.c: rare, 100 a second"
             : "browser/child_talk.c: often",
         ok, false},
        {"bounds", "its decoder: each field's limit, no byte over", ok, false},
        {"claim", "browser/claims.c: the surface is the sender's", ok, false},
        {"handler", handler, ok && fate->took > 0, !ok && ours},
    };

    snprintf(handler, sizeof handler, "browser_on_%s",
             known ? routes[id].name : "?");
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++)
        if (strcmp(checks[i].what, "claim") != 0 ||
            (known && routes[id].claims_surface))
            fn(data, &checks[i]);
}

static void
add_check(void *data, const struct ipc_check *check)
{
    buf_printf(data, "<tr><th>%s</th><td>%s</td><td>%s</td></tr>\n",
               check->what, check->where,
               check->passed    ? "\xE2\x9C\x93"
               : check->refused ? "<span class=wrong>\xE2\x9C\x97</span>"
                                : "");
}

static void
add_checks(struct buf *html, const struct trace_record *r,
           const struct ipc_fate *fate)
{
    buf_add_text(html, "<h2>Who looked at it</h2>\n<table>\n");
    ipc_each_check(r, fate, add_check, html);
    buf_add_text(html, "</table>\n");
    if (fate->refused[0] != 0) {
        buf_add_text(html, "<p class=wrong>Refused: its sender ");
        pages_text(html, span_of(fate->refused));
        buf_add_text(html, ".</p>\n");
    } else if (fate->took > 0) {
        buf_add_text(html, "<p>The handler took ");
        ipc_add_time(html, fate->took);
        buf_add_text(html, ".</p>\n");
    }
}

static void
add_sent(struct buf *html, const struct ipc_fate *fate)
{
    buf_add_text(html, "<h2>What the child says</h2>\n<p>");
    if (!fate->has_waited && fate->took == 0)
        buf_add_text(html, "Nothing yet, or its record is gone.");
    if (fate->has_waited) {
        buf_add_text(html, "It took it up after ");
        ipc_add_time(html, fate->waited);
        buf_add_text(html, ". ");
    }
    if (fate->took > 0) {
        buf_add_text(html, "It was done with it in ");
        ipc_add_time(html, fate->took);
        buf_add_text(html, ". ");
    }
    buf_add_text(html, "<span class=quiet>Claims are never believed; what the "
                       "browser sends is checked by the encoder.</span></p>\n");
}

static void
add_title(struct buf *html, const struct trace_record *r)
{
    enum message_id id = trace_message_id(r);
    bool out = r->phase == TRACE_SENT;

    buf_printf(html, "<p style='font-size:18px'><b>%s</b> &nbsp; ",
               id < MSG_COUNT ? routes[id].name : "no known message");
    ipc_add_process(html, r->role, out ? 0 : r->number);
    buf_add_text(html, " \xE2\x86\x92 ");
    ipc_add_process(html, r->role, out ? r->number : 0);
    buf_printf(html,
               "</p>\n<p>%s.</p>\n<p class=quiet>record %" PRIu64
               " \xC2\xB7 its message %" PRIu32 " that way \xC2\xB7 "
               "%.6f s \xC2\xB7 ",
               id < MSG_COUNT ? routes[id].purpose : "Nothing of protocol.def",
               r->serial, r->seq, (double)r->ns / 1e9);
    ipc_add_size(html, r->length);
    if (r->page > 0)
        buf_printf(html, " \xC2\xB7 tab %" PRIu32, r->page);
    if (r->own)
        buf_add_text(html, " \xC2\xB7 about:ipc's own");
    buf_add_text(html, "</p>\n");
}

static void
add_ways(struct buf *html, const struct ipc_query *q,
         const struct trace_record *r)
{
    struct ipc_query other = *q;

    other.show = UINT64_MAX;
    buf_add_text(html, "<p class=bar><a href=\"");
    ipc_address(html, &other);
    buf_add_text(html, "\"><b>Back</b></a>");
    snprintf(other.filter, sizeof other.filter, "process==%s#%" PRIu32,
             role_name(r->role), r->number);
    buf_add_text(html, " \xC2\xB7 <a href=\"");
    ipc_address(html, &other);
    buf_add_text(html, "\">only this process</a>");
    if (trace_message_id(r) < MSG_COUNT) {
        snprintf(other.filter, sizeof other.filter, "message==%s",
                 routes[trace_message_id(r)].name);
        buf_add_text(html, " \xC2\xB7 <a href=\"");
        ipc_address(html, &other);
        buf_add_text(html, "\">only this message</a>");
    }
    if (r->page > 0) {
        snprintf(other.filter, sizeof other.filter, "page==%" PRIu32, r->page);
        buf_add_text(html, " \xC2\xB7 <a href=\"");
        ipc_address(html, &other);
        buf_add_text(html, "\">only this tab</a>");
    }
    buf_add_text(html, "</p>\n");
}

void
ipc_details(struct buf *html, const struct ipc_query *q)
{
    uint8_t payload[TRACE_MOST_PAYLOAD];
    struct trace_record r;
    struct ipc_fate fate;

    if (!ipc_record(q->show, &r, payload)) {
        buf_add_text(html, "<p>That record has been overwritten, or is no "
                           "message. --trace=FILE keeps all.</p>\n");
        return;
    }
    ipc_find_fate(&r, &fate);
    add_ways(html, q, &r);
    add_title(html, &r);
    add_fields(html, &r);
    add_hex(html, r.payload);
    if (r.phase == TRACE_RECEIVED)
        add_checks(html, &r, &fate);
    else
        add_sent(html, &fate);
}
