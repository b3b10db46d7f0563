/*
 * stats.c - `bulkhead trace stats`: what each kind of message costs.
 *
 * Process: `bulkhead trace`.  Distrusts: the file, every byte.
 */
#include "trace/args.h"
#include "trace/commands.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static const char help[] =
    "usage: bulkhead trace stats FILE [EXPRESSION...]\n"
    "\n"
    "For each message: how many, how many bytes, and how long the browser "
    "took\n"
    "to handle it: the median, the 99th of a hundred, and the longest.  What "
    "a\n"
    "child took is not recorded.\n"
    "\n"
    "  --process, --message, --from, --to and EXPRESSION choose as in\n"
    "  bulkhead trace show --help\n";

/* Times in ns, of one kind of message. */
struct times {
    uint64_t *ns;
    size_t count, room;
};

struct row {
    uint64_t count, bytes, refused;
    struct times handled, queued;
};

enum { DOWN, UP, DIRECTIONS };

static void
times_add(struct times *t, uint64_t ns)
{
    if (t->count == t->room) {
        t->room = t->room == 0 ? 64 : t->room * 2;
        t->ns = realloc(t->ns, t->room * sizeof *t->ns);
        if (t->ns == NULL)
            abort();
    }
    t->ns[t->count++] = ns;
}

static int
by_size(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

    return (x > y) - (x < y);
}

static void
print_time(uint64_t ns)
{
    if (ns < 10000000)
        printf(" %7.1fus", (double)ns / 1e3);
    else
        printf(" %7.1fms", (double)ns / 1e6);
}

static void
times_print(struct times *t)
{
    if (t->count == 0) {
        printf(" %9s %9s %9s", "-", "-", "-");
        return;
    }
    qsort(t->ns, t->count, sizeof *t->ns, by_size);
    print_time(t->ns[(t->count - 1) / 2]);
    print_time(t->ns[(t->count - 1) * 99 / 100]);
    print_time(t->ns[t->count - 1]);
}

struct order {
    int id, direction;
    uint64_t count;
};

static int
by_count(const void *a, const void *b)
{
    const struct order *x = a, *y = b;

    if (x->count != y->count)
        return x->count < y->count ? 1 : -1;
    return x->id != y->id ? x->id - y->id : x->direction - y->direction;
}

/* claimed: children said when they sent and got their messages. */
static void
print_head(bool claimed)
{
    printf("%-18s %-4s %8s %11s %8s %29s", "", "", "", "", "",
           "---- the browser's handler --");
    if (claimed)
        printf(" %29s", "-- between the processes --");
    putchar('\n');
    printf("%-18s %-4s %8s %11s %8s %9s %9s %9s", "message", "dir", "count",
           "bytes", "refused", "p50", "p99", "max");
    if (claimed)
        printf(" %9s %9s %9s", "p50", "p99", "max");
    putchar('\n');
}

static void
print_rows(struct row rows[MSG_COUNT + 1][DIRECTIONS])
{
    struct order order[(MSG_COUNT + 1) * DIRECTIONS];
    bool claimed = false;
    int n = 0;

    for (int id = 0; id <= MSG_COUNT; id++)
        for (int d = 0; d < DIRECTIONS; d++)
            if (rows[id][d].count > 0) {
                order[n++] = (struct order){id, d, rows[id][d].count};
                claimed = claimed || rows[id][d].queued.count > 0;
            }
    qsort(order, (size_t)n, sizeof *order, by_count);
    print_head(claimed);
    for (int i = 0; i < n; i++) {
        struct row *r = &rows[order[i].id][order[i].direction];

        printf("%-18s %-4s %8" PRIu64 " %11" PRIu64 " %8" PRIu64,
               order[i].id < MSG_COUNT ? routes[order[i].id].name : "(unknown)",
               order[i].direction == DOWN ? "out" : "in", r->count, r->bytes,
               r->refused);
        times_print(&r->handled);
        if (claimed)
            times_print(&r->queued);
        putchar('\n');
        free(r->handled.ns);
        free(r->queued.ns);
    }
}

struct totals {
    uint64_t messages, bytes, births, deaths, refused, last_ns;
};

/* A refusal is of the last message that child sent. */
static void
count_refusal(const struct trace_log *log, uint32_t at,
              struct row rows[MSG_COUNT + 1][DIRECTIONS])
{
    for (uint32_t i = at; i-- > 0 && at - i < 4096;) {
        const struct trace_entry *e = &log->entries[i];

        if (e->r.phase == TRACE_RECEIVED &&
            e->r.number == log->entries[at].r.number) {
            rows[e->id][UP].refused++;
            return;
        }
    }
}

static void
count(const struct trace_log *log, const struct trace_choice *choice,
      struct row rows[MSG_COUNT + 1][DIRECTIONS], struct totals *t)
{
    for (uint32_t i = 0; i < log->count; i++) {
        const struct trace_entry *e = &log->entries[i];
        struct row *row = &rows[e->id][e->r.phase == TRACE_SENT ? DOWN : UP];
        uint64_t ns;

        if (e->r.ns > t->last_ns && e->r.phase < TRACE_CLAIM_SENT)
            t->last_ns = e->r.ns;
        if (!trace_choice_has(choice, &log->in, &e->r))
            continue;
        t->births += e->r.phase == TRACE_BIRTH;
        t->deaths += e->r.phase == TRACE_DEATH;
        if (e->r.phase == TRACE_DROPPED) {
            t->refused++;
            count_refusal(log, i, rows);
        }
        if (!trace_is_message(&e->r))
            continue;
        t->messages++;
        t->bytes += e->r.length;
        row->count++;
        row->bytes += e->r.length;
        if (e->r.arg > 0)
            times_add(&row->handled, e->r.arg);
        if (trace_queue_ns(log, e, &ns))
            times_add(&row->queued, ns);
    }
}

int
trace_stats_command(int argc, char **argv)
{
    static struct row rows[MSG_COUNT + 1][DIRECTIONS];
    struct totals t = {0};
    struct trace_args a;
    struct trace_log log;
    int status;

    memset(rows, 0, sizeof rows);
    if (!trace_args_read(&a, argc, argv, TAKES_FILTER, help, &status))
        goto out;
    status = STATUS_FAILED;
    if (!trace_log_open(&log, a.file))
        goto out;
    count(&log, &a.choice, rows, &t);
    print_rows(rows);
    printf("\n%" PRIu64 " messages, %" PRIu64 " bytes in %.3f s; %" PRIu64
           " processes born, %" PRIu64 " died; %" PRIu64 " refusals\n",
           t.messages, t.bytes, (double)t.last_ns / 1e9, t.births, t.deaths,
           t.refused);
    status = log.damaged ? STATUS_FAILED : STATUS_OK;
    trace_log_close(&log);
out:
    trace_args_finish(&a);
    return status;
}
