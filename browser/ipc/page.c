/*
 * page.c - about:ipc's frame: its address, its parts, its filter.
 *
 * Process: browser.  Distrusts: the query.
 */
#include "ipc/ipc.h"
#include "fetch_about.h"
#include "ipc/protocol.h"
#include "page.h"
#include "pages.h"
#include "surfaces.h"
#include "url.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static const struct {
    const char *name, *title;
} parts[IPC_PART_COUNT] = {[IPC_LIVE] = {"live", "Live"},
                           [IPC_MESSAGES] = {"messages", "Messages"},
                           [IPC_COST] = {"cost", "Cost"}};

static const char style[] =
    "<style>body{max-width:1560px;margin:8px auto;padding:12px 24px}"
    "h1{font-size:20px;margin:0 0 6px}.tabs{border-bottom:1px solid "
    "#d5dae0;margin:0 0 12px;"
    "font-size:14px}.tabs a,.tabs b{display:inline-block;padding:5px 14px}"
    ".tabs b{border-bottom:3px solid #1a5fb4;padding-bottom:3px}"
    ".bar{font-size:13px;margin:0 0 10px}.bar input{width:330px;padding:4px "
    "6px}.bar button{padding:4px 10px;vertical-align:middle}"
    "table{font-size:13px}.wrong{color:#c62828}"
    ".chart{position:relative;margin:0 150px 0 96px;min-width:420px}"
    ".heads{position:relative;height:40px}"
    ".head{position:absolute;top:0;width:130px;margin-left:-65px;"
    "text-align:center;font-size:12px;line-height:15px;font-weight:600;"
    "white-space:nowrap;overflow:hidden}"
    ".head span{display:block;font-weight:400;color:#7a838e;overflow:hidden;"
    "text-overflow:ellipsis}"
    ".lane{position:absolute;top:36px;bottom:0;width:1px;background:#c9d0d8}"
    ".row{position:relative;height:21px}"
    ".time,.size{position:absolute;top:5px;font-size:11px;line-height:15px;"
    "color:#7a838e;white-space:nowrap}"
    ".time{left:-96px}.size{right:-150px;width:140px;text-align:right}"
    ".arrow{position:absolute;top:0;height:15px;border-bottom:2px solid;"
    "text-align:center;font-size:12px;line-height:15px}"
    ".arrow a{display:block;color:#22262b}"
    ".tip{position:absolute;bottom:-6px;width:0;height:0;"
    "border-top:5px solid transparent;border-bottom:5px solid transparent}"
    ".event{position:absolute;top:2px;font-size:12px;line-height:16px;"
    "white-space:nowrap;background:#fff;padding:0 4px;border-radius:3px;"
    "border:1px solid}"
    ".key{display:inline-block;width:22px;height:2px;margin:0 4px 3px 10px}"
    ".hex{font-family:'DejaVu Sans Mono',monospace;font-size:12px;"
    "line-height:17px;white-space:pre;background:#f2f4f6;padding:8px 12px}"
    ".meter{background:#eef1f4;height:12px}.meter i{display:block;"
    "float:left;height:12px}</style>\n";

/* ---- the address ---------------------------------------------------------*/

static uint64_t
number_of(struct span text)
{
    char digits[24] = "";

    if (text.size == 0 || text.size >= sizeof digits)
        return UINT64_MAX;
    memcpy(digits, text.data, text.size);
    return strtoull(digits, NULL, 10);
}

static void
take_parameter(struct ipc_query *q, struct span name, struct span value)
{
    size_t size =
        value.size < sizeof q->filter ? value.size : sizeof q->filter - 1;

    if (span_is(name, "filter")) {
        memcpy(q->filter, value.data, size);
        q->filter[size] = 0;
    } else if (span_is(name, "sort") && value.size < sizeof q->sort) {
        memcpy(q->sort, value.data, value.size);
        q->sort[value.size] = 0;
    } else if (span_is(name, "end")) {
        q->end = number_of(value);
    } else if (span_is(name, "show")) {
        q->show = number_of(value);
    } else if (span_is(name, "own")) {
        q->own = true;
    } else if (span_is(name, "list")) {
        q->list = true;
    } else if (span_is(name, "part")) {
        for (int i = 0; i < IPC_PART_COUNT; i++)
            if (span_is(value, parts[i].name))
                q->part = (enum ipc_part)i;
    }
}

/* application/x-www-form-urlencoded, as a form sends it (URL standard 5.1). */
static void
read_query(struct ipc_query *q, const char *text)
{
    struct buf spaced = {0}, plain = {0};

    *q = (struct ipc_query){.end = UINT64_MAX, .show = UINT64_MAX};
    while (*text != 0) {
        size_t length = strcspn(text, "&"), name = strcspn(text, "=&");

        spaced.size = plain.size = 0;
        for (size_t i = name + 1; i < length; i++)
            buf_add_char(&spaced, text[i] == '+' ? ' ' : text[i]);
        url_add_decoded(&plain, buf_span(&spaced));
        take_parameter(q, (struct span){(const uint8_t *)text, name},
                       buf_span(&plain));
        text += length + (text[length] == '&');
    }
    buf_finish(&spaced);
    buf_finish(&plain);
    q->chosen = trace_filter_create(q->filter, q->why, sizeof q->why);
}

static void
add_encoded(struct buf *html, const char *text)
{
    for (; *text != 0; text++)
        if ((*text | 32) >= 'a' && (*text | 32) <= 'z')
            buf_add_char(html, *text);
        else if (*text >= '0' && *text <= '9')
            buf_add_char(html, *text);
        else
            buf_printf(html, "%%%02X", (unsigned char)*text);
}

void
ipc_address(struct buf *html, const struct ipc_query *q)
{
    buf_printf(html, "about:ipc?part=%s", parts[q->part].name);
    if (q->filter[0] != 0) {
        buf_add_text(html, "&amp;filter=");
        add_encoded(html, q->filter);
    }
    if (q->sort[0] != 0) {
        buf_add_text(html, "&amp;sort=");
        add_encoded(html, q->sort);
    }
    if (q->end != UINT64_MAX)
        buf_printf(html, "&amp;end=%" PRIu64, q->end);
    if (q->show != UINT64_MAX)
        buf_printf(html, "&amp;show=%" PRIu64, q->show);
    if (q->own)
        buf_add_text(html, "&amp;own=1");
    if (q->list)
        buf_add_text(html, "&amp;list=1");
}

/* ---- words ---------------------------------------------------------------*/

void
ipc_add_process(struct buf *html, enum role role, uint32_t number)
{
    if (number == 0)
        buf_add_text(html, "browser");
    else
        buf_printf(html, "%s#%" PRIu32, role_name(role), number);
}

void
ipc_add_time(struct buf *html, uint64_t ns)
{
    if (ns < 1000000)
        buf_printf(html, "%.*f \xC2\xB5s", ns < 10000 ? 1 : 0,
                   (double)ns / 1e3);
    else
        buf_printf(html, "%.1f ms", (double)ns / 1e6);
}

void
ipc_add_size(struct buf *html, uint64_t bytes)
{
    if (bytes < 1000)
        buf_printf(html, "%" PRIu64 " B", bytes);
    else if (bytes < 1000000)
        buf_printf(html, "%.1f kB", (double)bytes / 1e3);
    else
        buf_printf(html, "%.1f MB", (double)bytes / 1e6);
}

/* ---- the page ------------------------------------------------------------*/

/* Its own messages would be most of what it shows. */
static void
mark_own(void)
{
    for (struct page *p = pages_first(); p != NULL; p = p->next) {
        bool own = p->url != NULL && strncmp(p->url, "about:ipc", 9) == 0;

        if (p->renderer != NULL)
            p->renderer->peer.own = own;
        if (p->surface != NULL)
            p->surface->own = own;
    }
}

static void
add_tabs(struct buf *html, const struct ipc_query *q)
{
    buf_add_text(html, "<div class=tabs>");
    for (int i = 0; i < IPC_PART_COUNT; i++) {
        struct ipc_query other = *q;

        other.part = (enum ipc_part)i;
        other.end = other.show = UINT64_MAX;
        other.sort[0] = 0;
        if (other.part == q->part && q->show == UINT64_MAX) {
            buf_printf(html, "<b>%s</b>", parts[i].title);
            continue;
        }
        buf_add_text(html, "<a href=\"");
        ipc_address(html, &other);
        buf_printf(html, "\">%s</a>", parts[i].title);
    }
    for (size_t i = 0; fetch_about_name(i) != NULL; i++)
        if (strcmp(fetch_about_name(i), "intercept") == 0)
            buf_add_text(html, "<a href=\"about:intercept\">Intercept</a>");
    buf_add_text(html, "<a href=\"about:protocol\">Protocol</a></div>\n");
}

static void
add_filter(struct buf *html, const struct ipc_query *q)
{
    buf_printf(html,
               "<form class=bar action=\"about:ipc\"><input type=hidden "
               "name=part value=%s>%s<input name=filter placeholder=\"process"
               "==renderer#2 &amp;&amp; message!=tile\" value=\"",
               parts[q->part].name,
               q->own ? "<input type=hidden name=own value=1>" : "");
    pages_text(html, span_of(q->filter));
    buf_add_text(html, "\"> <button>Filter</button> <span class=quiet>also "
                       "page, dir, size, took, phase, text and any field, as "
                       "surface==4</span></form>\n");
    if (q->why[0] != 0) {
        buf_add_text(html, "<p class=wrong>This is no filter: ");
        pages_text(html, span_of(q->why));
        buf_add_text(html, ". Everything is shown.</p>\n");
    }
}

static void
ipc(struct buf *html, const char *text, void *unused)
{
    struct ipc_query q;

    (void)unused;
    mark_own();
    read_query(&q, text);
    pages_begin(html, "The wire");
    buf_add_text(html, style);
    add_tabs(html, &q);
    if (q.show != UINT64_MAX) {
        ipc_details(html, &q);
    } else {
        if (q.part != IPC_COST)
            add_filter(html, &q);
        if (q.part == IPC_LIVE && q.end == UINT64_MAX && !q.list)
            ipc_chart(html, &q);
        else if (q.part == IPC_LIVE)
            ipc_lanes(html, &q);
        else if (q.part == IPC_MESSAGES)
            ipc_messages(html, &q);
        else
            ipc_cost(html, &q);
        if (q.end == UINT64_MAX && (q.part != IPC_LIVE || q.list)) {
            buf_add_text(html, "<meta http-equiv=refresh content=\"");
            buf_printf(html, "%s;url=", q.part == IPC_LIVE ? "0.4" : "1");
            ipc_address(html, &q);
            buf_add_text(html, "\">\n");
        }
    }
    pages_end(html);
    trace_filter_destroy(q.chosen);
}

void
ipc_register(void)
{
    fetch_about_add("ipc", ipc, NULL);
    protocol_page_register();
}
