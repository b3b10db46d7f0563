/*
 * protocol.c - about:protocol, all that may be said between the processes, as
 * this build knows it: from protocol.def by inclusion.
 *
 * Process: browser.
 */
#include "ipc/protocol.h"
#include "fetch_about.h"
#include "messages.h"
#include "pages.h"

#include <inttypes.h>

static void
add_field(struct buf *html, const char *name, const char *kind, uint64_t limit,
          const char *limit_text)
{
    buf_printf(html, "<tr><td>%s</td><td>%s</td><td class=number>", name, kind);
    if (strcmp(kind, "choice") == 0)
        buf_printf(html, "one of %s", limit_text);
    else if (strcmp(kind, "text") == 0 || strcmp(kind, "blob") == 0)
        buf_printf(html, "%" PRIu64 " bytes", limit);
    else if (limit == UINT32_MAX || limit == UINT64_MAX)
        buf_add_text(html, "any");
    else
        buf_printf(html, "%s%" PRIu64,
                   strcmp(kind, "i32") == 0 ? "\xC2\xB1" : "up to ", limit);
    buf_add_text(html, "</td></tr>\n");
}

static void
add_message(struct buf *html, enum message_id id)
{
    const struct route *r = &routes[id];
    bool inwards = r->to == BROWSER;

    buf_printf(html, "<h2 id=\"%s\">%s</h2>\n<p>%s.</p>\n<p class=quiet>",
               r->name, r->name, r->purpose);
    buf_printf(html, "%s \xE2\x86\x92 %s \xC2\xB7 %s", role_name(r->from),
               role_name(r->to),
               r->moment == GREETING ? "only before ready"
                                     : "only after ready");
    if (inwards)
        buf_printf(html, " \xC2\xB7 %s \xC2\xB7 %s",
                   r->rate == RARE ? "at most 100 a second"
                                   : "at most 20,000 a second",
                   r->claims_surface
                       ? "the browser checks size, kind, direction, moment, "
                         "rate, each bound, and that the surface is the "
                         "sender's"
                       : "the browser checks size, kind, direction, moment, "
                         "rate and each bound");
    else
        buf_add_text(html, " \xC2\xB7 checked by the decoder in the child");
    buf_add_text(html, "</p>\n<table>\n");
}

static void
protocol(struct buf *html, const char *query, void *unused)
{
    (void)query;
    (void)unused;
    pages_begin(html, "The protocol");
    buf_printf(html,
               "<style>h2{color:#22262b}table{font-size:13px}</style>\n"
               "<p>%d messages, and nothing else, cross the borders between "
               "the processes. Each goes one way; what breaks a bound, the "
               "direction or the moment ends its sender. "
               "<a href=\"about:ipc\">See them fly</a>.</p>\n<p>",
               MSG_COUNT);
    for (int i = 0; i < MSG_COUNT; i++)
        buf_printf(html, "<a href=\"#%s\">%s</a> ", routes[i].name,
                   routes[i].name);
    buf_add_text(html, "</p>\n");
#define MESSAGE(from, to, name, moment, rate, purpose) \
    add_message(html, MSG_##name);
#define FIELD(kind, name, limit) \
    add_field(html, #name, #kind, (uint64_t)(limit), #limit);
#define END(name) buf_add_text(html, "</table>\n");
#include "protocol.def"
    pages_end(html);
}

void
protocol_page_register(void)
{
    fetch_about_add("protocol", protocol, NULL);
}
