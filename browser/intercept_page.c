/*
 * intercept_page.c - about:intercept, the wire's debugger as a page: what is
 * held, what to do with it, the rules, and messages to make up.
 *
 * Process: browser.  Distrusts: the query, which acts only with a secret of
 * the page's own; messages, whose texts are escaped.
 *
 * The gpu process is never held from here: it paints this page.  (A terminal
 * can: debugger.c.)
 */
#include "intercept_page.h"
#include "fetch_about.h"
#include "intercept.h"
#include "page_action.h"
#include "pages.h"
#include "utf8.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HELD_SHOWN = 12, TEXT_SHOWN = 2000, SAID = 512 };

static char said[SAID]; /* what came of the last act; shown once */

/* The page that is being made, and what its queries say beside. */
static const char *page, *tab;

/* ---- acts ---------------------------------------------------------------- */

static unsigned
number_field(const char *what, const char *name)
{
    struct buf text = {0};
    unsigned number = 0;

    if (page_action_field(what, name, &text))
        number = (unsigned)strtoul(buf_text(&text), NULL, 10);
    buf_finish(&text);
    return number;
}

static void
add_rule(const char *what)
{
    struct buf action = {0}, argument = {0}, filter = {0};
    enum intercept_action a;

    page_action_field(what, "argument", &argument);
    if (page_action_field(what, "action", &action) &&
        page_action_field(what, "filter", &filter) &&
        intercept_action_find(buf_span(&action), &a))
        intercept_rule_add(a, buf_text(&argument), buf_text(&filter), true,
                           said, sizeof said);
    buf_finish(&action);
    buf_finish(&argument);
    buf_finish(&filter);
}

static void
inject(const char *what)
{
    struct buf text = {0}, way = {0};

    if (page_action_field(what, "message", &text) &&
        page_action_field(what, "way", &way) &&
        intercept_inject(number_field(what, "child"),
                         span_is(buf_span(&way), "from"), buf_text(&text), said,
                         sizeof said))
        snprintf(said, sizeof said, "The message is under way.");
    buf_finish(&text);
    buf_finish(&way);
}

static void
edit(const char *what)
{
    struct buf changes = {0};

    if (page_action_field(what, "changes", &changes) &&
        intercept_edit(number_field(what, "n"), buf_text(&changes), said,
                       sizeof said))
        snprintf(said, sizeof said, "Changed; it is still held.");
    buf_finish(&changes);
}

static void
act(const char *what)
{
    unsigned n = number_field(what, "n");
    struct buf verb = {0};

    page_action_field(what, "do", &verb);
    if (span_is(buf_span(&verb), "continue"))
        intercept_continue(n, said, sizeof said);
    else if (span_is(buf_span(&verb), "step"))
        intercept_step(n, said, sizeof said);
    else if (span_is(buf_span(&verb), "drop"))
        intercept_drop(n, said, sizeof said);
    else if (span_is(buf_span(&verb), "double"))
        intercept_double(n, said, sizeof said);
    else if (span_is(buf_span(&verb), "edit"))
        edit(what);
    else if (span_is(buf_span(&verb), "all"))
        intercept_continue_all();
    else if (span_is(buf_span(&verb), "add"))
        add_rule(what);
    else if (span_is(buf_span(&verb), "remove"))
        intercept_rule_remove(n);
    else if (span_is(buf_span(&verb), "inject"))
        inject(what);
    buf_finish(&verb);
}

/* ---- the page ------------------------------------------------------------ */

static void
add_act(struct buf *html, const char *verb, unsigned n, const char *text)
{
    char what[128];

    snprintf(what, sizeof what, "do=%s&amp;n=%u&amp;%s", verb, n, tab);
    buf_add_text(html, "<a class=act href=\"");
    page_action_add(html, page, what);
    buf_printf(html, "\">%s</a> ", text);
}

/* A form whose other fields follow. */
static void
begin_form(struct buf *html, const char *verb)
{
    const char *value = strchr(tab, '=');

    buf_printf(html, "<form action=\"about:%s\">", page);
    page_action_add_field(html);
    if (value != NULL)
        buf_printf(html, "<input type=hidden name=%.*s value=%s>",
                   (int)(value - tab), tab, value + 1);
    buf_printf(html, "<input type=hidden name=do value=%s>", verb);
}

static void
add_process(struct buf *html, const struct child *c)
{
    buf_printf(html, "%s&nbsp;#%" PRIu32, role_name(c->role), c->number);
}

/* One row of a message's table: its name, value, and what it may be. */
static bool
add_field(void *data, const struct message_field *f)
{
    struct buf *html = data;
    struct span value = span_of(f->shown);
    struct span part = utf8_prefix(value, TEXT_SHOWN);

    buf_printf(html, "<tr><td>%s</td><td class=code>", f->name);
    pages_text(html, part);
    if (part.size < value.size)
        buf_add_text(html, "\xE2\x80\xA6");
    buf_printf(html, "</td><td class=quiet>%s", f->kind);
    if (f->list != NULL)
        buf_printf(html, " of %s", f->list);
    else if (f->limit < UINT32_MAX)
        buf_printf(html,
                   f->is_number ? ", at most %" PRIu64
                                : ", at most %" PRIu64 " bytes",
                   f->limit);
    buf_add_text(html, "</td></tr>\n");
    return true;
}

static void
add_message(struct buf *html, struct span message)
{
    enum message_id id;
    struct reader r;
    bool known = message_open(message, &id, &r);

    buf_printf(html, "<b>%s</b> <span class=quiet>%zu bytes</span></p>\n",
               known ? routes[id].name : "no message", message.size);
    if (known)
        buf_printf(html, "<p class=quiet>%s</p>\n", routes[id].purpose);
    buf_add_text(html, "<table class=fields>\n");
    if (!message_each_field(message, add_field, html))
        buf_add_text(html, "<tr><td>It cannot be read.</td></tr>");
    buf_add_text(html, "</table>\n");
}

static void
add_held(struct buf *html, const struct intercept_held *h)
{
    buf_printf(html, "<div class=held><p class=way>%u &nbsp; ", h->number);
    if (h->inward) {
        add_process(html, h->child);
        buf_add_text(html, " \xE2\x86\x92 browser");
    } else {
        buf_add_text(html, "browser \xE2\x86\x92 ");
        add_process(html, h->child);
    }
    if (h->child->site != NULL) {
        buf_add_text(html, " <span class=address>");
        pages_text(html, utf8_prefix(span_of(h->child->site), 80));
        buf_add_text(html, "</span>");
    }
    buf_add_text(html, " \xC2\xA0 ");
    add_message(html, h->message);
    buf_add_text(html, "<p class=quiet>");
    if (h->rule != 0)
        buf_printf(html, "Held by rule %u. ", h->rule);
    if (h->waiting > 0)
        buf_printf(html, "%u message%s (%zu bytes) wait%s behind it. ",
                   h->waiting, h->waiting > 1 ? "s" : "", h->bytes,
                   h->waiting > 1 ? "" : "s");
    pages_text(html, span_of(h->note));
    buf_add_text(html, "</p>\n<p>");
    add_act(html, "continue", h->number, "Let it go on");
    add_act(html, "step", h->number, "Step to the next");
    add_act(html, "drop", h->number, "Drop");
    add_act(html, "double", h->number, "Double");
    buf_add_text(html, "</p>\n");
    begin_form(html, "edit");
    buf_printf(html,
               "<input type=hidden name=n value=%u><p>Change "
               "<input name=changes size=44 placeholder='field=value ...'> "
               "<input type=submit value=Change></p></form></div>\n",
               h->number);
}

static unsigned
add_all_held(struct buf *html)
{
    struct intercept_held h;
    unsigned count = 0;

    for (; intercept_held_at(count, &h); count++)
        if (count < HELD_SHOWN)
            add_held(html, &h);
    if (count > HELD_SHOWN)
        buf_printf(html, "<p>... and %u more.</p>\n", count - HELD_SHOWN);
    if (count > 1) {
        buf_add_text(html, "<p>");
        add_act(html, "all", 0, "Let all of them go on");
        buf_add_text(html, "</p>\n");
    }
    return count;
}

static unsigned
add_rules(struct buf *html)
{
    struct intercept_rule r;
    unsigned count = 0;

    for (; intercept_rule_at(count, &r); count++) {
        if (count == 0)
            buf_add_text(
                html, "<table class=rules><tr><th>Rule</th><th>Does</th><th>to "
                      "messages that match</th><th "
                      "class=number>So far</th><th></th></tr>\n");
        buf_printf(html, "<tr><td>%u</td><td>%s ", r.number,
                   intercept_action_name(r.action));
        pages_text(html, span_of(r.argument));
        buf_add_text(html, "</td><td class=code>");
        pages_text(html, span_of(r.filter));
        buf_printf(html, "</td><td class=number>%" PRIu64 "</td><td>", r.hits);
        add_act(html, "remove", r.number, "Remove");
        buf_add_text(html, "</td></tr>\n");
    }
    if (count > 0)
        buf_add_text(html, "</table>\n");
    return count;
}

static void
add_rule_form(struct buf *html)
{
    buf_add_text(html, "<h2>Add a rule</h2>\n");
    begin_form(html, "add");
    buf_add_text(html, "<p><select name=action>");
    for (int i = 0; i < INTERCEPT_ACTION_COUNT; i++)
        buf_printf(html, "<option>%s</option>",
                   intercept_action_name((enum intercept_action)i));
    buf_add_text(
        html,
        "</select> <input name=argument size=16 placeholder='only delay, "
        "edit'> if <input name=filter size=36 placeholder='message==navigate'> "
        "<input type=submit value=Add></p>\n<p class=quiet>delay wants "
        "milliseconds, edit wants field=value. A filter is as in <span "
        "class=code>process==renderer#3 &amp;&amp; dir==in &amp;&amp; "
        "size&gt;1000</span>. The browser\xE2\x80\x99s own pages are left "
        "alone, and the gpu process, which paints this one, is never "
        "held.</p></form>\n");
}

static void
add_inject_form(struct buf *html)
{
    buf_add_text(html, "<h2>Make a message up</h2>\n");
    begin_form(html, "inject");
    buf_add_text(html, "<p><select name=way><option value=to>to</option><option"
                       " value=from>as if from</option></select> <select "
                       "name=child>");
    for (const struct child *c = children_first(); c != NULL; c = c->next)
        if (c->state != CHILD_DEAD) {
            buf_printf(html, "<option value=%" PRIu32 ">", c->number);
            add_process(html, c);
            buf_add_text(html, "</option>");
        }
    buf_add_text(
        html, "</select> <input name=message size=40 placeholder='title "
              "surface=3 title=\"Ahoy\"'> <input type=submit "
              "value=Send></p>\n<p class=quiet>One that comes from a process "
              "passes the same checks as if the process had sent it: a lie "
              "ends it. The messages are in "
              "docs/protocol.md.</p></form>\n");
}

static const char style[] =
    "<style>.held{border:1px solid #e0b4a8;border-left:5px solid #c8472b;"
    "border-radius:8px;padding:10px 16px;margin:0 0 14px;background:#fffaf8}"
    ".way{font-weight:600;margin:0 0 4px}.held p{margin:0 0 8px}"
    ".code{font-family:monospace;font-size:13px;overflow-wrap:break-word}"
    ".fields{width:100%;margin:0 0 8px;font-size:13px}"
    ".fields td{padding:2px 14px 2px 0}.rules{margin:0 0 14px}"
    ".act{white-space:nowrap;margin-right:14px}"
    ".said{background:#fff4d6;border-radius:6px;padding:8px 12px}"
    "form{margin:0}input,select{vertical-align:middle;font-size:14px;"
    "padding:4px 8px;margin:3px 2px;border:1px solid #b9c2ce;border-radius:5px;"
    "background:#fff}input[type=submit]{background:#1a5fb4;color:#fff;"
    "border-color:#1a5fb4;padding:4px 14px}</style>\n";

/* What there is to do: look again, by itself or not. */
static void
add_state(struct buf *html, unsigned held, unsigned rules, bool still)
{
    const char *mark = tab[0] != 0 ? "?" : "";

    if (held == 0 && rules == 0) {
        buf_add_text(html, "<p>Nothing is held. A rule holds messages between "
                           "the processes, or drops, delays, doubles, swaps or "
                           "changes them.</p>\n");
    } else if (held == 0 && !still) {
        buf_printf(html,
                   "<p><b>Waiting for a message that matches.</b> The page "
                   "looks again every second; <a "
                   "href=\"about:%s?%s%sstill\">stop that</a> to type."
                   "</p>\n<meta http-equiv=\"refresh\" content=\"1;"
                   "url=about:%s%s%s\">\n",
                   page, tab, tab[0] != 0 ? "&amp;" : "", page, mark, tab);
    } else {
        buf_printf(html, "<p><a href=\"about:%s%s%s\">Look again</a></p>\n",
                   page, mark, tab);
    }
}

void
intercept_page_add(struct buf *html, const char *query, const char *on_page,
                   const char *on_tab)
{
    bool still = strstr(query, "still") != NULL;
    unsigned held, rules;
    const char *what;

    page = on_page;
    tab = on_tab;
    if (page_action_take(query, &what))
        act(what);
    buf_add_text(html, style);
    if (said[0] != 0) {
        buf_add_text(html, "<p class=said>");
        pages_text(html, span_of(said));
        buf_add_text(html, "</p>\n");
        still = true;
        said[0] = 0;
    }
    held = add_all_held(html);
    rules = add_rules(html);
    add_state(html, held, rules, still);
    add_rule_form(html);
    add_inject_form(html);
}

static void
intercept(struct buf *html, const char *query, void *data)
{
    (void)data;
    pages_begin(html, "Intercept");
    buf_add_text(html, "<style>body{max-width:900px;margin:16px auto;"
                       "padding:20px 28px}</style>\n");
    intercept_page_add(html, query, "intercept", "");
    buf_add_text(html, "<p class=quiet><a href=\"about:ipc\">about:ipc</a> "
                       "shows the messages as they fly, <a "
                       "href=\"about:protocol\">about:protocol</a> what they "
                       "may say.</p>\n");
    pages_end(html);
}

void
intercept_page_register(void)
{
    fetch_about_add("intercept", intercept, NULL);
}
