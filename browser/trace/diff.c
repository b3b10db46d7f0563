/*
 * diff.c - `bulkhead trace diff`: what two recordings of the same thing have
 * not in common.
 *
 * Process: `bulkhead trace`.  Distrusts: both files, every byte.
 *
 * Channels are paired by the order in which their processes were born, kind by
 * kind: numbers and times differ from run to run.  Within a pair and direction
 * the messages are aligned by their longest common sequence of names.
 */
#include "trace/args.h"
#include "trace/commands.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static const char help[] =
    "usage: bulkhead trace diff A B [EXPRESSION...]\n"
    "\n"
    "Pairs the processes of two traces by kind and order of birth, aligns "
    "what\n"
    "each pair said and was told, and prints what is only in A (-), only in B\n"
    "(+), or in both with other fields (~); and messages whose handler takes\n"
    "twice as long, or half, in the median.\n"
    "  --process, --message, --from, --to and EXPRESSION choose as in\n"
    "  bulkhead trace show --help\n"
    "\n"
    "Status 1 if anything differs but the times.\n";

enum { WINDOW = 2000 }; /* messages of a channel aligned at once */

struct side {
    struct trace_log log;
    uint32_t *at; /* entries of one channel and direction */
    uint32_t count, room;
};

struct diff {
    struct side a, b;
    const struct trace_choice *choice;
    uint64_t missing, extra, changed, same;
};

/* The number of the nth child of a kind, in order of first appearance; 0:
 * there is none. */
static uint32_t
nth_child(const struct trace_log *log, enum role role, uint32_t nth)
{
    uint32_t seen = 0, last = 0;

    for (uint32_t i = 0; i < log->count; i++) {
        const struct trace_record *r = &log->entries[i].r;

        if (r->role != role || r->number <= last)
            continue;
        last = r->number; /* numbers only grow */
        if (seen++ == nth)
            return last;
    }
    return 0;
}

static void
collect(struct side *s, const struct trace_choice *choice, uint32_t number,
        enum trace_phase phase)
{
    s->count = 0;
    for (uint32_t i = 0; number != 0 && i < s->log.count; i++) {
        const struct trace_record *r = &s->log.entries[i].r;

        if (r->number != number || r->phase != phase ||
            !trace_choice_has(choice, &s->log.in, r))
            continue;
        if (s->count == s->room) {
            s->room = s->room == 0 ? 1024 : s->room * 2;
            s->at = realloc(s->at, s->room * sizeof *s->at);
            if (s->at == NULL)
                abort();
        }
        s->at[s->count++] = i;
    }
}

static const struct trace_entry *
entry(const struct side *s, uint32_t i)
{
    return &s->log.entries[s->at[i]];
}

static bool
same_name(const struct diff *d, uint32_t i, uint32_t k)
{
    return entry(&d->a, i)->id == entry(&d->b, k)->id;
}

static void
print_one(const struct side *s, uint32_t i, char sign)
{
    struct buf line = {0};
    const struct trace_record *r = &entry(s, i)->r;

    buf_printf(&line, "%c %12.6f ", sign, (double)r->ns / 1e9);
    trace_show(&line, r, trace_input_names(&s->log.in));
    puts(buf_text(&line));
    buf_finish(&line);
}

/* Numbers that the run gave out, not what is meant by them. */
static bool
is_arbitrary(const struct message_field *f)
{
    static const char *const fields[] = {
        "surface", "schema",  "token",    "child",   "serial",
        "frame",   "request", "file",     "fetch",   "slot",
        "cost_us", "turn_ms", "frame_us", "document"};

    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (strcmp(f->name, fields[i]) == 0)
            return true;
    return false;
}

static bool
add_field(void *data, const struct message_field *f)
{
    struct buf *out = data;

    if (is_arbitrary(f))
        return true;
    buf_printf(out, " %s=", f->name);
    if (f->is_number)
        buf_add_text(out, f->shown);
    else
        buf_add_span(out, f->bytes);
    return true;
}

static bool
same_content(const struct diff *d, uint32_t i, uint32_t k)
{
    const struct trace_record *a = &entry(&d->a, i)->r;
    const struct trace_record *b = &entry(&d->b, k)->r;
    struct buf x = {0}, y = {0};
    bool same;

    if (d->a.log.in.foreign || d->b.log.in.foreign || !trace_is_whole(a) ||
        !trace_is_whole(b))
        return a->length == b->length;
    message_each_field(a->payload, add_field, &x);
    message_each_field(b->payload, add_field, &y);
    same = span_equal(buf_span(&x), buf_span(&y));
    buf_finish(&x);
    buf_finish(&y);
    return same;
}

/* Aligns a[i...i+n) with b[k...k+m) and prints the differences. */
static void
align(struct diff *d, uint32_t i, uint32_t n, uint32_t k, uint32_t m)
{
    uint16_t *length = calloc((size_t)(n + 1) * (m + 1), sizeof *length);
    uint32_t x = 0, y = 0;

    if (length == NULL)
        abort();
#define LENGTH(p, q) length[(size_t)(p) * (m + 1) + (q)]
    for (uint32_t p = n; p-- > 0;)
        for (uint32_t q = m; q-- > 0;) {
            uint16_t down = LENGTH(p + 1, q), right = LENGTH(p, q + 1);

            LENGTH(p, q) = same_name(d, i + p, k + q)
                               ? (uint16_t)(LENGTH(p + 1, q + 1) + 1)
                           : down > right ? down
                                          : right;
        }
    while (x < n || y < m) {
        if (x < n && y < m && same_name(d, i + x, k + y)) {
            if (same_content(d, i + x, k + y)) {
                d->same++;
            } else {
                d->changed++;
                print_one(&d->a, i + x, '~');
                print_one(&d->b, k + y, ' ');
            }
            x++;
            y++;
        } else if (y == m || (x < n && LENGTH(x + 1, y) >= LENGTH(x, y + 1))) {
            d->missing++;
            print_one(&d->a, i + x++, '-');
        } else {
            d->extra++;
            print_one(&d->b, k + y++, '+');
        }
    }
#undef LENGTH
    free(length);
}

/* Long channels window by window: the memory is the product of both. */
static void
compare(struct diff *d)
{
    uint32_t i = 0, k = 0;

    while (i < d->a.count || k < d->b.count) {
        uint32_t n = d->a.count - i < WINDOW ? d->a.count - i : WINDOW;
        uint32_t m = d->b.count - k < WINDOW ? d->b.count - k : WINDOW;

        align(d, i, n, k, m);
        i += n;
        k += m;
    }
}

static void
compare_children(struct diff *d)
{
    static const enum role roles[] = {RENDERER, PLUGIN, GPU};

    for (size_t r = 0; r < sizeof roles / sizeof *roles; r++)
        for (uint32_t nth = 0;; nth++) {
            uint32_t a = nth_child(&d->a.log, roles[r], nth);
            uint32_t b = nth_child(&d->b.log, roles[r], nth);

            if (a == 0 && b == 0)
                break;
            printf("%s#%" PRIu32 " and %s#%" PRIu32 "\n", role_name(roles[r]),
                   a, role_name(roles[r]), b);
            collect(&d->a, d->choice, a, TRACE_SENT);
            collect(&d->b, d->choice, b, TRACE_SENT);
            compare(d);
            collect(&d->a, d->choice, a, TRACE_RECEIVED);
            collect(&d->b, d->choice, b, TRACE_RECEIVED);
            compare(d);
        }
}

/* ---- times ---------------------------------------------------------------*/

static int
by_size(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

    return (x > y) - (x < y);
}

/* The median of what the browser's handlers took for a message; 0: never. */
static uint32_t
median(const struct trace_log *log, enum message_id id)
{
    uint32_t *times = calloc((size_t)log->count + 1, sizeof *times), n = 0, m;

    if (times == NULL)
        abort();
    for (uint32_t i = 0; i < log->count; i++)
        if (log->entries[i].id == id && trace_is_message(&log->entries[i].r) &&
            log->entries[i].r.arg > 0)
            times[n++] = log->entries[i].r.arg;
    qsort(times, n, sizeof *times, by_size);
    m = n > 0 ? times[(n - 1) / 2] : 0;
    free(times);
    return m;
}

static void
compare_times(const struct diff *d)
{
    for (int id = 0; id < MSG_COUNT; id++) {
        uint32_t a = median(&d->a.log, (enum message_id)id);
        uint32_t b = median(&d->b.log, (enum message_id)id);

        if (a != 0 && b != 0 && (a / 2 > b || b / 2 > a))
            printf("%s takes %.1f us in place of %.1f us (median)\n",
                   routes[id].name, (double)b / 1e3, (double)a / 1e3);
    }
}

int
trace_diff_command(int argc, char **argv)
{
    struct diff d = {.choice = NULL};
    struct trace_args args;
    int status;

    if (!trace_args_read(&args, argc, argv, TAKES_FILTER | TAKES_TWO, help,
                         &status))
        goto out;
    status = STATUS_FAILED;
    d.choice = &args.choice;
    if (!trace_log_open(&d.a.log, args.file))
        goto out;
    if (trace_log_open(&d.b.log, args.other)) {
        compare_children(&d);
        compare_times(&d);
        printf("%" PRIu64 " the same, %" PRIu64 " changed, %" PRIu64
               " only in %s, %" PRIu64 " only in %s\n",
               d.same, d.changed, d.missing, args.file, d.extra, args.other);
        if (d.changed + d.missing + d.extra == 0 && !d.a.log.damaged &&
            !d.b.log.damaged)
            status = STATUS_OK;
        trace_log_close(&d.b.log);
    }
    trace_log_close(&d.a.log);
    free(d.a.at);
    free(d.b.at);
out:
    trace_args_finish(&args);
    return status;
}
