/*
 * processes_page.c - about:processes, the task manager: one row a process, made
 * anew every other second while it is looked at.
 *
 * Process: browser.  Distrusts: titles and addresses, which are escaped; the
 * query.
 */
#include "processes_page.h"
#include "fetch_about.h"
#include "launch.h"
#include "page_action.h"
#include "pages.h"
#include "process_policy.h"
#include "process_stat.h"
#include "tabs.h"
#include "utf8.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MAX_ROWS = 256, EVERY = 2 /* seconds */ };

struct row {
    const struct child *child; /* NULL: the browser or a zygote */
    const char *kind;
    uint32_t number;
    pid_t pid;
    struct process_stat use;
    double cpu, rate; /* per cent of one processor; messages a second */
    int64_t age_ms;   /* -1: not known */
};

/* What a process had used when the page was last made. */
struct sample {
    pid_t pid;
    uint64_t cpu_ms, messages;
};

static struct {
    struct row rows[MAX_ROWS];
    unsigned count;
    struct sample samples[MAX_ROWS];
    unsigned sampled;
    int64_t sampled_ms;
} self;

/* ---- what there is ------------------------------------------------------- */

static uint64_t
messages_of(const struct child *c)
{
    return c != NULL ? c->messages : 0;
}

static void
measure(struct row *r, int64_t now)
{
    const struct sample *s = NULL;

    for (unsigned i = 0; i < self.sampled; i++)
        if (self.samples[i].pid == r->pid)
            s = &self.samples[i];
    if (s == NULL || now <= self.sampled_ms)
        return;
    r->cpu = (double)(r->use.cpu_ms - s->cpu_ms) * 100 /
             (double)(now - self.sampled_ms);
    r->rate = (double)(messages_of(r->child) - s->messages) * 1000 /
              (double)(now - self.sampled_ms);
}

static void
add_row(const struct child *c, const char *kind, pid_t pid, int64_t age_ms)
{
    struct row *r = &self.rows[self.count];

    *r = (struct row){.child = c,
                      .kind = kind,
                      .number = c != NULL ? c->number : 0,
                      .pid = pid,
                      .age_ms = age_ms};
    if (self.count < MAX_ROWS && process_stat_read(pid, &r->use))
        self.count++;
}

static void
collect(void)
{
    static const char *const zygotes[ROLE_COUNT] = {[RENDERER] =
                                                        "renderer zygote",
                                                    [PLUGIN] = "plugin zygote",
                                                    [GPU] = "gpu zygote"};
    int64_t now = loop_now_ms();

    self.count = 0;
    add_row(NULL, "browser", getpid(), -1);
    for (int role = 0; role < ROLE_COUNT; role++)
        if (zygotes[role] != NULL)
            add_row(NULL, zygotes[role], launch_zygote_pid((enum role)role),
                    -1);
    for (const struct child *c = children_first(); c != NULL; c = c->next)
        if (c->state != CHILD_DEAD)
            add_row(c, c->rogue ? "hostile test" : role_name(c->role), c->pid,
                    now - c->started_ms);
    for (unsigned i = 0; i < self.count; i++)
        measure(&self.rows[i], now);
    /* Two pages of it, or a quick reload, share the samples of a second. */
    if (now - self.sampled_ms < 900)
        return;
    self.sampled_ms = now;
    self.sampled = self.count;
    for (unsigned i = 0; i < self.count; i++)
        self.samples[i] =
            (struct sample){self.rows[i].pid, self.rows[i].use.cpu_ms,
                            messages_of(self.rows[i].child)};
}

/* ---- order --------------------------------------------------------------- */

static double
by_pid(const struct row *r)
{
    return -(double)r->pid;
}

static double
by_pss(const struct row *r)
{
    return (double)r->use.pss;
}

static double
by_private(const struct row *r)
{
    return (double)r->use.private_bytes;
}

static double
by_cpu(const struct row *r)
{
    return r->cpu;
}

static double
by_fds(const struct row *r)
{
    return r->use.fds;
}

static double
by_rate(const struct row *r)
{
    return r->rate;
}

static double
by_age(const struct row *r)
{
    return (double)-r->age_ms;
}

static const struct column {
    const char *name, *title;
    double (*key)(const struct row *r); /* largest first; NULL: as started */
} columns[] = {
    {"process", "Process", NULL},       {"pid", "PID", by_pid},
    {"shows", "Shows", NULL},           {"pss", "Memory", by_pss},
    {"private", "Private", by_private}, {"cpu", "CPU", by_cpu},
    {"fds", "Files", by_fds},           {"messages", "Messages/s", by_rate},
    {"sandbox", "Sandbox", NULL},       {"age", "Age", by_age},
};
enum { COLUMNS = sizeof columns / sizeof *columns };

static double (*sort_key)(const struct row *r);

static int
compare(const void *a, const void *b)
{
    double x = sort_key(a), y = sort_key(b);

    return x < y ? 1 : x > y ? -1 : 0;
}

static const struct column *
sort_of(const char *query)
{
    const char *at = strstr(query, "sort=");

    for (int i = 0; at != NULL && i < COLUMNS; i++)
        if (strcmp(at + 5, columns[i].name) == 0)
            return &columns[i];
    return &columns[0];
}

/* ---- actions ------------------------------------------------------------- */

static struct child *
child_of_number(unsigned long number)
{
    for (struct child *c = children_first(); c != NULL; c = c->next)
        if (c->number == number && c->state != CHILD_DEAD)
            return c;
    return NULL;
}

static void
act(const char *what)
{
    const char *equals = strchr(what, '=');
    enum process_model model;
    struct child *c;
    char verb[16];

    if (equals == NULL || (size_t)(equals - what) >= sizeof verb)
        return;
    memcpy(verb, what, (size_t)(equals - what));
    verb[equals - what] = 0;
    if (strcmp(verb, "model") == 0) {
        char name[32];

        snprintf(name, sizeof name, "%.*s", (int)strcspn(equals + 1, "&"),
                 equals + 1);
        if (process_model_find(name, &model))
            process_policy_set(model);
        return;
    }
    c = child_of_number(strtoul(equals + 1, NULL, 10));
    if (c == NULL)
        return;
    if (strcmp(verb, "end") == 0)
        child_kill(c, "ended by you in about:processes");
    else if (strcmp(verb, "stop") == 0)
        child_signal(c, SIGSTOP);
    else if (strcmp(verb, "continue") == 0)
        child_signal(c, SIGCONT);
    else if (strcmp(verb, "hang") == 0)
        supervisor_fault(c, FAULT_SPIN);
    else if (strcmp(verb, "crash") == 0)
        supervisor_fault(c, FAULT_CRASH);
}

/* ---- the page ------------------------------------------------------------ */

static void
add_action(struct buf *html, const char *sort, const char *verb,
           uint32_t number, const char *text)
{
    char what[64];

    snprintf(what, sizeof what, "%s=%" PRIu32 "&amp;sort=%s", verb, number,
             sort);
    buf_add_text(html, "<a href=\"");
    page_action_add(html, "processes", what);
    buf_printf(html, "\">%s</a> ", text);
}

#define NOT_KNOWN "<td class=number>\xE2\x80\x93</td>" /* a dash */

static void
add_size(struct buf *html, uint64_t bytes, bool at_most)
{
    if (bytes == 0)
        buf_add_text(html, NOT_KNOWN);
    else
        buf_printf(html, "<td class=number>%s%.1f MB</td>",
                   at_most ? "\xE2\x89\xA4 " : "", (double)bytes / 1e6);
}

static void
add_memory_note(struct buf *html)
{
    uint64_t pss = 0;
    bool at_most = false;

    for (unsigned i = 0; i < self.count; i++) {
        pss += self.rows[i].use.pss;
        at_most |= self.rows[i].use.at_most;
    }
    buf_printf(html,
               "<p>%u processes, %s%.1f MB. Memory is proportional: what "
               "several share counts in parts.%s</p>\n",
               self.count, at_most ? "at most " : "", (double)pss / 1e6,
               at_most ? " \xE2\x89\xA4 is all that a process has at hand: "
                         "of one that nobody may look into the kernel tells "
                         "only root more."
                       : "");
}

static void
add_age(struct buf *html, int64_t ms)
{
    int64_t s = ms / 1000;

    if (ms < 0)
        buf_add_text(html, "<td></td>");
    else if (s < 60)
        buf_printf(html, "<td class=number>%d s</td>", (int)s);
    else if (s < 3600)
        buf_printf(html, "<td class=number>%d:%02d min</td>", (int)(s / 60),
                   (int)(s % 60));
    else
        buf_printf(html, "<td class=number>%d:%02d h</td>", (int)(s / 3600),
                   (int)(s / 60 % 60));
}

static void
add_text(struct buf *html, const char *text)
{
    pages_text(html, utf8_prefix(span_of(text), 60));
    if (strlen(text) > 60)
        buf_add_text(html, "\xE2\x80\xA6");
}

/* The site, and the titles of what it shows of it. */
/* The sites of what it shows: several where the model says so. */
static void
add_sites(struct buf *html, const struct child *c)
{
    const char *last = NULL;

    for (const struct page *p = pages_first(); p != NULL; p = p->next)
        if (p->renderer == c && (last == NULL || strcmp(last, p->site) != 0)) {
            buf_add_text(html, last == NULL ? "<br><span class=address>" : " ");
            last = p->site;
            add_text(html, last);
        }
    if (last == NULL && c->site != NULL) {
        buf_add_text(html, "<br><span class=address>");
        add_text(html, c->site);
    }
    if (last != NULL || c->site != NULL)
        buf_add_text(html, "</span>");
}

static void
add_contents(struct buf *html, const struct child *c)
{
    bool any = false;

    buf_add_text(html, "<td>");
    for (const struct page *p = pages_first(); p != NULL && c != NULL;
         p = p->next) {
        if (p->renderer == c) {
            buf_add_text(html, any ? "<br>" : "");
            buf_add_text(html, p->tab->host != NULL ? "frame " : "");
            add_text(html, p->tab->host != NULL ? p->url != NULL ? p->url : ""
                                                : tab_title(p->tab));
            any = true;
        }
        for (int i = 0; i < MAX_EMBEDS; i++)
            if (p->embeds[i].in_use && p->embeds[i].child == c) {
                buf_printf(html, "%s%s in ", any ? "<br>" : "",
                           p->embeds[i].title);
                add_text(html, tab_title(tab_top(p->tab)));
                any = true;
            }
    }
    if (c != NULL && c->role == RENDERER && !any)
        buf_add_text(html, "<span class=quiet>spare, kept warm</span>");
    if (any)
        add_sites(html, c);
    buf_add_text(html, "</td>");
}

static void
add_sandbox(struct buf *html, const struct child *c)
{
    struct buf missing = {0};
    bool enough;

    if (c == NULL || c->state != CHILD_LIVE) {
        buf_add_text(html, c != NULL ? "<td>starting</td>" : "<td></td>");
        return;
    }
    enough = child_missing_layers(c, &missing);
    if (missing.size == 0)
        buf_printf(html, "<td class=acts style='color:#18794e'>all %d</td>",
                   LAYER_COUNT);
    else
        buf_printf(html, "<td style='color:%s'>without %s</td>",
                   enough ? "#8a5a00" : "#c62828", buf_text(&missing));
    buf_finish(&missing);
}

static const char *
state_of(const struct row *r)
{
    if (r->use.stopped)
        return "stopped";
    if (r->child != NULL && supervisor_is_slow(r->child))
        return condition_name(supervisor_state(r->child));
    return "";
}

static void
add_process(struct buf *html, const struct row *r, const char *sort)
{
    buf_printf(html, "<tr><th>%s", r->kind);
    if (r->number != 0)
        buf_printf(html, " #%" PRIu32, r->number);
    if (state_of(r)[0] != 0)
        buf_printf(html, " <span style='color:#c62828'>%s</span>", state_of(r));
    buf_printf(html, "</th><td class=number>%d</td>", (int)r->pid);
    add_contents(html, r->child);
    add_size(html, r->use.pss, r->use.at_most);
    add_size(html, r->use.private_bytes, r->use.at_most);
    buf_printf(html, "<td class=number>%.1f %%</td>", r->cpu);
    if (r->use.fds > 0)
        buf_printf(html, "<td class=number>%u</td>", r->use.fds);
    else
        buf_add_text(html, NOT_KNOWN);
    if (r->child != NULL)
        buf_printf(html, "<td class=number>%.0f</td>", r->rate);
    else
        buf_add_text(html, "<td></td>");
    add_sandbox(html, r->child);
    add_age(html, r->age_ms);
    buf_add_text(html, "<td class=acts>");
    if (r->child != NULL) {
        add_action(html, sort, "end", r->number, "End");
        if (r->use.stopped)
            add_action(html, sort, "continue", r->number, "Continue");
        else
            add_action(html, sort, "stop", r->number, "Stop");
        add_action(html, sort, "hang", r->number, "Hang");
        add_action(html, sort, "crash", r->number, "Crash");
    }
    buf_add_text(html, "</td></tr>\n");
}

static void
add_models(struct buf *html, const char *sort)
{
    buf_add_text(html, "<p>A new document shares a process with");
    for (int i = 0; i < PROCESS_MODEL_COUNT; i++) {
        static const char *const words[PROCESS_MODEL_COUNT] = {
            [PROCESS_SITE_INSTANCE] = "its site in its tab",
            [PROCESS_SITE] = "its site",
            [PROCESS_TAB] = "its tab",
            [PROCESS_SINGLE] = "all others"};
        char what[64];

        buf_add_text(html, i > 0 ? " \xC2\xB7 " : " ");
        if ((enum process_model)i == process_policy()) {
            buf_printf(html, "<b>%s</b>", words[i]);
            continue;
        }
        snprintf(what, sizeof what, "model=%s&amp;sort=%s",
                 process_model_name((enum process_model)i), sort);
        buf_add_text(html, "<a href=\"");
        page_action_add(html, "processes", what);
        buf_printf(html, "\">%s</a>", words[i]);
    }
    buf_printf(html,
               " <span class=quiet>(--process-model; from %u renderers "
               "on, tabs of one site share)</span></p>\n",
               process_policy_limit());
}

static void
processes(struct buf *html, const char *query, void *data)
{
    const struct column *sorted = sort_of(query);
    const char *what;

    (void)data;
    if (page_action_take(query, &what))
        act(what);
    collect();
    sort_key = sorted->key;
    if (sort_key != NULL)
        qsort(self.rows, self.count, sizeof *self.rows, compare);
    pages_begin(html, "Processes");
    buf_add_text(
        html,
        "<style>body{max-width:1200px;margin:16px auto;padding:20px "
        "24px}h1{margin:0 0 8px}table{font-size:13px}.acts,th{white-space:"
        "nowrap}.address{font-size:12px}</style>\n<table>\n<tr>");
    for (int i = 0; i < COLUMNS; i++)
        if (columns[i].key != NULL || i == 0)
            buf_printf(
                html, "<th%s><a href=\"about:processes?sort=%s\">%s%s</a></th>",
                columns[i].key != NULL ? " class=number" : "", columns[i].name,
                columns[i].title, &columns[i] == sorted ? " \xE2\x96\xBE" : "");
        else
            buf_printf(html, "<th>%s</th>", columns[i].title);
    buf_add_text(html, "<th></th></tr>\n");
    for (unsigned i = 0; i < self.count; i++)
        add_process(html, &self.rows[i], sorted->name);
    buf_add_text(html, "</table>\n");
    add_memory_note(html);
    add_models(html, sorted->name);
    buf_printf(html,
               "<meta http-equiv=\"refresh\" content=\"%d;"
               "url=about:processes?sort=%s\">\n",
               EVERY, sorted->name);
    pages_end(html);
}

void
processes_page_register(void)
{
    fetch_about_add("processes", processes, NULL);
}
