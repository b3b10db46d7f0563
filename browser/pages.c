/*
 * pages.c - the browser's own pages, as HTML.
 *
 * Process: browser.  Distrusts: every text it shows; all are escaped.
 */
#include "pages.h"
#include "fetch_about.h"
#include "fetch_scheme.h"
#include "site.h"
#include "store.h"
#include "utf8.h"
#include "version.h"

#include <stdio.h>
#include <strings.h>
#include <sys/utsname.h>
#include <time.h>

enum { HISTORY_SHOWN = 500 };

/* One look for all of them: a narrow light column, quiet lines, blue links;
 * nothing that a small engine could not lay out. */
static const char style[] =
    "html{background:#f6f7f9}"
    "body{font-family:system-ui,'DejaVu Sans',sans-serif;font-size:15px;"
    "line-height:1.5;color:#22262b;background:#fff;max-width:820px;"
    "margin:40px auto;padding:32px 40px;border:1px solid #e2e5e9;"
    "border-radius:10px}"
    "h1{font-size:26px;line-height:1.25;font-weight:600;margin:0 0 20px}"
    "h2{font-size:16px;font-weight:600;color:#5a6470;margin:28px 0 8px}"
    "p{margin:0 0 14px}"
    "a{color:#1a5fb4;text-decoration:none}"
    "a:hover{text-decoration:underline}"
    "table{border-collapse:collapse;width:100%}"
    "th{text-align:left;font-weight:600;color:#5a6470;font-size:13px}"
    "td,th{padding:5px 10px 5px 0;border-bottom:1px solid #edeff2;"
    "vertical-align:top}"
    ".number{text-align:right;white-space:nowrap;color:#5a6470;"
    "padding-left:16px}"
    ".name{word-break:break-word}"
    ".quiet{color:#7a838e}"
    ".address{color:#7a838e;font-size:13px;word-break:break-all}"
    ".button{display:inline-block;background:#1a5fb4;color:#fff;"
    "padding:8px 18px;border-radius:6px;margin-top:8px}";

void
pages_text(struct buf *html, struct span text)
{
    struct buf clean = {0};

    utf8_add_clean(&clean, text);
    buf_add_html(html, buf_span(&clean));
    buf_finish(&clean);
}

void
pages_begin(struct buf *html, const char *title)
{
    buf_add_text(html, "<!DOCTYPE html>\n<html lang=\"en\"><head>"
                       "<meta charset=\"utf-8\"><title>");
    pages_text(html, span_of(title));
    buf_printf(html, "</title><style>%s</style></head>\n<body><h1>", style);
    pages_text(html, span_of(title));
    buf_add_text(html, "</h1>\n");
}

void
pages_end(struct buf *html)
{
    buf_add_text(html, "</body></html>\n");
}

static void
add_link(struct buf *html, const char *url, const char *text)
{
    buf_add_text(html, "<a href=\"");
    pages_text(html, span_of(url));
    buf_add_text(html, "\">");
    pages_text(html, span_of(text[0] != '\0' ? text : url));
    buf_add_text(html, "</a>");
}

/* -- errors -- */

static const char *
advice(const char *url, const char *message)
{
    if (strncasecmp(url, "file:", 5) == 0)
        return "Check the path for mistakes, and whether you may read it.";
    if (message != NULL && strstr(message, "certificate") != NULL)
        return "Somebody may be pretending to be this site, or its owner has "
               "let the certificate lapse. Nothing was sent to it.";
    if (message != NULL && strstr(message, "could not be found") != NULL)
        return "Check the address for mistakes, and whether this computer is "
               "connected to a network.";
    if (message != NULL && strstr(message, "may not open") != NULL)
        return "A page cannot send you there. Type the address yourself if you "
               "want to go.";
    if (strncasecmp(url, "http", 4) == 0)
        return "The site may be busy or out of order. Try again in a moment; "
               "if other sites fail too, check the network.";
    return "Check the address for mistakes.";
}

void
pages_error(struct buf *html, const char *url, const char *message)
{
    pages_begin(html, "This page did not load");
    buf_add_text(html, "<p>");
    pages_text(html,
               span_of(message != NULL ? message : "The reason is not known."));
    buf_add_text(html, "</p>\n<p>");
    buf_add_text(html, advice(url, message));
    buf_add_text(html, "</p>\n<p class=\"address\">");
    pages_text(html, utf8_prefix(span_of(url), 1000));
    buf_add_text(html, "</p>\n<p><a class=\"button\" href=\"");
    pages_text(html, span_of(url));
    buf_add_text(html, "\">Try again</a></p>\n");
    pages_end(html);
}

/* -- about: -- */

struct history_view {
    struct buf *html;
    char day[64];
    bool any;
};

static bool
add_visit(const struct store_entry *e, void *data)
{
    struct history_view *v = data;
    time_t seconds = (time_t)e->time;
    struct tm when;
    char day[64] = "", clock[16] = "";

    if (localtime_r(&seconds, &when) != NULL) {
        strftime(day, sizeof day, "%A, %e %B %Y", &when);
        strftime(clock, sizeof clock, "%H:%M", &when);
    }
    if (!v->any || strcmp(day, v->day) != 0) {
        buf_printf(v->html, "%s<h2>%s</h2>\n<table>\n",
                   v->any ? "</table>\n" : "", day);
        snprintf(v->day, sizeof v->day, "%s", day);
        v->any = true;
    }
    buf_add_text(v->html, "<tr><td class=\"name\">");
    add_link(v->html, e->url, e->title);
    buf_add_text(v->html, "<br><span class=\"address\">");
    pages_text(v->html, utf8_prefix(span_of(e->url), 200));
    buf_printf(v->html, "</span></td><td class=\"number\">%s</td></tr>\n",
               clock);
    return true;
}

static void
history(struct buf *html, const char *query, void *data)
{
    struct history_view v = {.html = html};

    (void)query;
    (void)data;
    pages_begin(html, "History");
    store_each_history(HISTORY_SHOWN, NULL, add_visit, &v);
    buf_add_text(html, v.any ? "</table>\n"
                             : "<p class=\"quiet\">No page has been visited "
                               "yet.</p>\n");
    pages_end(html);
}

static bool
add_bookmark(const struct store_entry *e, void *data)
{
    struct buf *html = data;

    buf_add_text(html, "<tr><td class=\"name\">");
    add_link(html, e->url, e->title);
    buf_add_text(html, "<br><span class=\"address\">");
    pages_text(html, utf8_prefix(span_of(e->url), 200));
    buf_add_text(html, "</span></td></tr>\n");
    return true;
}

static void
bookmarks(struct buf *html, const char *query, void *data)
{
    struct buf rows = {0};

    (void)query;
    (void)data;
    pages_begin(html, "Bookmarks");
    store_bookmark_each(add_bookmark, &rows);
    if (rows.size > 0) {
        buf_add_text(html, "<table>\n");
        buf_add_span(html, buf_span(&rows));
        buf_add_text(html, "</table>\n");
    } else {
        buf_add_text(html, "<p class=\"quiet\">There are none yet.</p>\n");
    }
    buf_finish(&rows);
    pages_end(html);
}

static void
add_fact(struct buf *html, const char *name, const char *value)
{
    buf_printf(html, "<tr><th>%s</th><td>", name);
    pages_text(html, span_of(value));
    buf_add_text(html, "</td></tr>\n");
}

static void
version(struct buf *html, const char *query, void *data)
{
    struct utsname machine;
    char system[512] = "unknown";

    (void)query;
    (void)data;
    if (uname(&machine) == 0)
        snprintf(system, sizeof system, "%s %s %s", machine.sysname,
                 machine.release, machine.machine);
    pages_begin(html, "About bulkhead");
    buf_add_text(html, "<table>\n");
    add_fact(html, "bulkhead", BULKHEAD_VERSION);
    add_fact(html, "System", system);
    add_fact(html, "Compiler", __VERSION__);
    add_fact(html, "Network", fetch_http_version());
    add_fact(html, "SQLite", store_version());
    add_fact(html, "libpsl", site_version());
    buf_add_text(html, "</table>\n");
    pages_end(html);
}

static void
about(struct buf *html, const char *query, void *data)
{
    const char *name;

    (void)query;
    (void)data;
    pages_begin(html, "Pages of the browser itself");
    buf_add_text(html, "<table>\n");
    for (size_t i = 0; (name = fetch_about_name(i)) != NULL; i++)
        buf_printf(html,
                   "<tr><td><a href=\"about:%s\">about:%s</a></td></tr>\n",
                   name, name);
    buf_add_text(html, "<tr><td><a href=\"about:blank\">about:blank</a>"
                       "</td></tr>\n</table>\n");
    pages_end(html);
}

void
pages_register(void)
{
    fetch_about_add("about", about, NULL);
    fetch_about_add("bookmarks", bookmarks, NULL);
    fetch_about_add("history", history, NULL);
    fetch_about_add("version", version, NULL);
}
