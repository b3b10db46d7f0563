/*
 * attack_page.c - the part of about:sandbox in which it proves itself: the
 * probes of probes.def, run now, in hostile processes beside the page.
 *
 * Process: browser.  Distrusts: the query.
 */
#include "attack_page.h"
#include "page_action.h"
#include "pages.h"
#include "rogue.h"

#include "log.h"

#include <errno.h>
#include <string.h>

enum { COLUMNS = 3 };

static struct {
    struct loop *loop;
    struct rogue_run *run;
    bool failed;
} self;

void
attack_page_open(struct loop *l)
{
    self.loop = l;
}

void
attack_page_close(void)
{
    rogue_run_destroy(self.run);
    self.run = NULL;
}

bool
attack_page_is_running(void)
{
    return self.run != NULL && !rogue_run_is_done(self.run);
}

static void
on_changed(void *data)
{
    (void)data; /* the page asks by itself */
}

static void
start(void)
{
    static const struct rogue_column columns[COLUMNS] = {
        {.role = RENDERER}, {.role = PLUGIN}, {.role = GPU}};

    if (attack_page_is_running())
        return;
    rogue_run_destroy(self.run);
    self.run = rogue_run_create(self.loop, columns, COLUMNS, on_changed, NULL);
    self.failed = self.run == NULL;
}

/* ---- the page ------------------------------------------------------------ */

static unsigned
count_stopped(const struct rogue_column *column)
{
    unsigned stopped[STOP_COUNT];

    rogue_count(column, stopped);
    return rogue_probe_count - stopped[STOP_NONE_YET] - stopped[STOP_ESCAPED] -
           stopped[STOP_FAILED];
}

static unsigned
count_chromium(void)
{
    unsigned stopped = 0;

    for (unsigned i = 0; i < rogue_probe_count; i++)
        stopped += strcmp(rogue_probes[i].chromium, "allowed") != 0;
    return stopped;
}

/* What is known of others, beside what was found here. */
static void
add_summary(struct buf *html, const struct rogue_column *columns)
{
    buf_add_text(html, "<table>\n<tr><th></th><td><b>attacks stopped</b></td>"
                       "<td><b>system calls left</b></td></tr>\n");
    for (int i = 0; i < COLUMNS; i++)
        buf_printf(html,
                   "<tr><th>bulkhead %s</th><td>%u of %u</td><td>%u</td>"
                   "</tr>\n",
                   role_name(columns[i].role), count_stopped(&columns[i]),
                   rogue_probe_count, columns[i].syscalls);
    buf_printf(html,
               "<tr><th>Chromium 156 renderer</th><td>%u of %u, with its "
               "filter and namespaces taken over (measured, Linux 6.18)</td>"
               "<td>107 (read from the kernel)</td></tr>\n"
               "<tr><th>Firefox content process</th><td>not measured</td>"
               "<td>109, and 28 by its broker (read in the source)</td></tr>\n"
               "</table>\n",
               count_chromium(), rogue_probe_count);
}

static void
add_cell(struct buf *html, const struct rogue_result *r)
{
    const char *error = r->error != 0 ? strerrorname_np(r->error) : NULL;
    bool bad = r->stop == STOP_ESCAPED || r->stop == STOP_FAILED;

    buf_printf(html, "<td style='color:%s'>%s%s%s</td>",
               bad ? "#c62828" : "#18794e", rogue_stop_name(r->stop),
               error != NULL ? " " : "", error != NULL ? error : "");
}

static void
add_rows(struct buf *html, const struct rogue_column *columns)
{
    buf_add_text(html, "<table>\n<tr><th>attack</th>");
    for (int i = 0; i < COLUMNS; i++)
        buf_printf(html, "<td><b>%s</b></td>", role_name(columns[i].role));
    buf_add_text(html, "<td><b>Chromium</b></td></tr>\n");
    for (unsigned row = 0; row < rogue_probe_count; row++) {
        buf_add_text(html, "<tr><th>");
        pages_text(html, span_of(rogue_probes[row].name));
        buf_add_text(html, "</th>");
        for (int i = 0; i < COLUMNS; i++)
            add_cell(html, &columns[i].results[row]);
        buf_printf(html, "<td>%s</td></tr>\n", rogue_probes[row].chromium);
    }
    buf_add_text(html, "</table>\n");
}

static void
add_link(struct buf *html)
{
    struct buf link = {0};

    if (page_action_add(&link, "sandbox", "attack"))
        buf_printf(html,
                   "<p><a class=\"button\" href=\"%s\">Attack %s</a></p>\n",
                   buf_text(&link), self.run != NULL ? "again" : "now");
    buf_finish(&link);
}

void
attack_page_add(struct buf *html, const char *query)
{
    const struct rogue_column *columns;
    const char *what;
    unsigned done = 0;

    if (page_action_take(query, &what) && strcmp(what, "attack") == 0)
        start();
    buf_printf(html,
               "<h2>Attacked</h2>\n<p>Hostile processes go through the launch "
               "of a renderer, a plugin and a gpu process and try %u ways out "
               "each.</p>\n",
               rogue_probe_count);
    if (self.failed)
        buf_add_text(html, "<p>The hostile program bulkhead-rogue is not "
                           "beside this one: it was not built.</p>\n");
    if (self.run == NULL) {
        add_link(html);
        return;
    }
    rogue_run_columns(self.run, &columns);
    for (int i = 0; i < COLUMNS; i++)
        done += columns[i].done;
    if (attack_page_is_running()) {
        buf_printf(html, "<p><b>%u of %u tried&hellip;</b></p>\n", done,
                   COLUMNS * rogue_probe_count);
        return;
    }
    add_link(html);
    add_summary(html, columns);
    add_rows(html, columns);
}
