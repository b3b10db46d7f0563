/*
 * cost.c - about:ipc's cost: what each frame took of each process, in messages,
 * copied and shared bytes, processor time and context switches.
 *
 * Process: browser.
 *
 * A sample is taken when a frame was presented, from the trace and from /proc,
 * which costs about a millisecond: only while somebody looks at the page.
 */
#include "ipc/ipc.h"
#include "children.h"
#include "process_stat.h"
#include "trace_file.h"

#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    FRAMES = 64,
    SHOWN = 24,
    PROCESSES = 12,
    LOOKED_AT = 4000 /* ms that the page counts as looked at */
};

struct share {
    enum role role;
    uint32_t number, messages, switches;
    uint64_t copied, shared, cpu_ns;
};

struct frame {
    uint32_t number;
    uint64_t ns, cost_ns; /* when; what sampling it took */
    struct share shares[PROCESSES];
    unsigned count;
};

/* Totals of a process when it was last sampled. */
struct total {
    pid_t pid;
    struct process_time time;
};

static struct {
    int64_t looked_ms;
    uint64_t cursor;
    struct frame frames[FRAMES];
    unsigned next;
    struct total totals[PROCESSES];
    unsigned total_count;
} self;

/* ---- sampling ------------------------------------------------------------*/

static struct share *
share_of(struct frame *f, enum role role, uint32_t number)
{
    for (unsigned i = 0; i < f->count; i++)
        if (f->shares[i].number == number)
            return &f->shares[i];
    if (f->count == PROCESSES)
        return NULL;
    f->shares[f->count] = (struct share){.role = role, .number = number};
    return &f->shares[f->count++];
}

/* A tile's pixels travel in shared memory. */
static uint64_t
shared_bytes(const struct trace_record *r)
{
    struct reader reader;
    enum message_id id;
    struct msg_tile m;

    if (!trace_is_whole(r) || !message_open(r->payload, &id, &reader) ||
        id != MSG_tile || !decode_tile(&reader, &m))
        return 0;
    return (uint64_t)m.width * m.height * 4;
}

static void
count_messages(struct frame *f)
{
    uint8_t payload[TRACE_MOST_PAYLOAD];
    struct trace_record r;
    uint64_t lost = 0;

    while (trace_read(&self.cursor, &r, payload, &lost)) {
        struct share *s;

        if (r.phase != TRACE_SENT && r.phase != TRACE_RECEIVED)
            continue;
        s = share_of(f, r.role, r.number);
        if (s == NULL)
            continue;
        s->messages++;
        s->copied += r.length;
        s->shared += shared_bytes(&r);
    }
}

static void
add_time_of(struct frame *f, struct total *totals, unsigned *count,
            enum role role, uint32_t number, pid_t pid)
{
    struct total now = {pid, {0, 0}};
    struct share *s;

    if (*count == PROCESSES || !process_time_read(pid, &now.time))
        return;
    totals[(*count)++] = now;
    s = share_of(f, role, number);
    for (unsigned i = 0; s != NULL && i < self.total_count; i++)
        if (self.totals[i].pid == pid &&
            now.time.cpu_ns >= self.totals[i].time.cpu_ns) {
            s->cpu_ns = now.time.cpu_ns - self.totals[i].time.cpu_ns;
            s->switches =
                (uint32_t)(now.time.switches - self.totals[i].time.switches);
        }
}

static void
measure_times(struct frame *f)
{
    struct total totals[PROCESSES];
    unsigned count = 0;

    add_time_of(f, totals, &count, BROWSER, 0, getpid());
    for (const struct child *c = children_first(); c != NULL; c = c->next)
        if (c->state == CHILD_LIVE)
            add_time_of(f, totals, &count, c->role, c->number, c->pid);
    memcpy(self.totals, totals, sizeof *totals * count);
    self.total_count = count;
}

void
ipc_cost_presented(uint32_t number)
{
    struct frame *f = &self.frames[self.next % FRAMES];
    uint64_t began;

    if (self.looked_ms == 0 || loop_now_ms() - self.looked_ms > LOOKED_AT)
        return;
    began = trace_clock_ns();
    *f = (struct frame){.number = number, .ns = began};
    count_messages(f);
    measure_times(f);
    f->cost_ns = trace_clock_ns() - began;
    self.next++;
}

/* ---- the page ------------------------------------------------------------*/

static const char *const colors[] = {"#1a5fb4", "#18794e", "#b26a00",
                                     "#8e44ad", "#c62828", "#00838f",
                                     "#6d4c41", "#5a6470"};

static const char *
color_of(uint32_t number)
{
    return colors[number % (sizeof colors / sizeof *colors)];
}

static uint64_t
frame_cpu(const struct frame *f)
{
    uint64_t sum = 0;

    for (unsigned i = 0; i < f->count; i++)
        sum += f->shares[i].cpu_ns;
    return sum;
}

static void
add_bar(struct buf *html, const struct frame *f, uint64_t most)
{
    buf_add_text(html, "<td style='width:40%'><div class=meter>");
    for (unsigned i = 0; i < f->count; i++)
        if (f->shares[i].cpu_ns > 0)
            buf_printf(html, "<i style='width:%.2f%%;background:%s'></i>",
                       99.0 * (double)f->shares[i].cpu_ns / (double)most,
                       color_of(f->shares[i].number));
    buf_add_text(html, "</div></td>");
}

static void
add_numbers(struct buf *html, const struct share *s, uint64_t frames)
{
    buf_printf(html, "<td class=number>%.1f</td><td class=number>",
               (double)s->messages / (double)frames);
    ipc_add_size(html, s->copied / frames);
    buf_add_text(html, "</td><td class=number>");
    ipc_add_size(html, s->shared / frames);
    buf_printf(html, "</td><td class=number>%.1f</td><td class=number>",
               (double)s->switches / (double)frames);
    ipc_add_time(html, s->cpu_ns / frames);
    buf_add_text(html, "</td>");
}

static void
add_to(struct share *sum, const struct share *s)
{
    sum->messages += s->messages;
    sum->copied += s->copied;
    sum->shared += s->shared;
    sum->switches += s->switches;
    sum->cpu_ns += s->cpu_ns;
}

/* All shown frames as one, by process. */
static void
add_means(struct buf *html, unsigned first, unsigned end)
{
    struct frame all = {0};
    struct share total = {0};
    uint64_t frames = end - first;

    for (unsigned n = first; n < end; n++)
        for (unsigned i = 0; i < self.frames[n % FRAMES].count; i++) {
            const struct share *s = &self.frames[n % FRAMES].shares[i];
            struct share *sum = share_of(&all, s->role, s->number);

            add_to(&total, s);
            if (sum != NULL)
                add_to(sum, s);
        }
    buf_printf(html,
               "<h2>One frame, on the mean of the last %" PRIu64
               "</h2>\n<table><tr><th>Process</th>"
               "<th class=number>messages</th><th class=number>copied"
               "</th><th class=number>shared</th><th class=number>"
               "switches</th><th class=number>processor</th></tr>\n",
               frames);
    for (unsigned i = 0; i < all.count; i++) {
        buf_printf(html,
                   "<tr><th><span class=key style='background:%s;height:8px;"
                   "margin:0 6px 0 0'></span>",
                   color_of(all.shares[i].number));
        ipc_add_process(html, all.shares[i].role, all.shares[i].number);
        buf_add_text(html, "</th>");
        add_numbers(html, &all.shares[i], frames);
        buf_add_text(html, "</tr>\n");
    }
    buf_add_text(html, "<tr><th>together</th>");
    add_numbers(html, &total, frames);
    buf_add_text(html, "</tr></table>\n");
}

static void
add_frames(struct buf *html, unsigned first, unsigned end)
{
    uint64_t most = 1;

    for (unsigned n = first; n < end; n++)
        if (frame_cpu(&self.frames[n % FRAMES]) > most)
            most = frame_cpu(&self.frames[n % FRAMES]);
    buf_add_text(html, "<h2>Each, newest first</h2>\n<table><tr><th>Frame</th>"
                       "<th class=number>after</th><th>processor time by "
                       "process</th><th class=number>messages</th>"
                       "<th class=number>copied</th><th class=number>shared"
                       "</th><th class=number>switches</th>"
                       "<th class=number>processor</th></tr>\n");
    for (unsigned n = end; n > first + 1; n--) {
        const struct frame *f = &self.frames[(n - 1) % FRAMES];
        struct share sum = {0};

        for (unsigned i = 0; i < f->count; i++)
            add_to(&sum, &f->shares[i]);
        buf_printf(html, "<tr><th>%" PRIu32 "</th><td class=number>",
                   f->number);
        ipc_add_time(html, f->ns - self.frames[(n - 2) % FRAMES].ns);
        buf_add_text(html, "</td>");
        add_bar(html, f, most);
        add_numbers(html, &sum, 1);
        buf_add_text(html, "</tr>\n");
    }
    buf_add_text(html, "</table>\n");
}

void
ipc_cost(struct buf *html, const struct ipc_query *q)
{
    unsigned first, end = self.next;
    uint64_t cost = 0;

    (void)q;
    if (self.looked_ms == 0 || loop_now_ms() - self.looked_ms > LOOKED_AT) {
        self.cursor = trace_next();
        self.total_count = 0;
        self.next = end = 0;
    }
    self.looked_ms = loop_now_ms();
    first = end > SHOWN ? end - SHOWN : 0;
    buf_add_text(html,
                 "<p>What a picture on the screen costs. Messages are copied "
                 "from process to process, tiles are shared: their bytes are "
                 "written once and read once.</p>\n");
    if (end < first + 2) {
        buf_add_text(html, "<p class=quiet>No frame has been presented since "
                           "you came here. Wait a moment.</p>\n");
        return;
    }
    add_means(html, first + 1, end);
    add_frames(html, first, end);
    for (unsigned n = first; n < end; n++)
        cost += self.frames[n % FRAMES].cost_ns;
    buf_add_text(html, "<p class=quiet>This page's own frames are among them. "
                       "Measuring took ");
    ipc_add_time(html, cost / (end - first));
    buf_add_text(html, " of the browser's time a frame.</p>\n");
}
