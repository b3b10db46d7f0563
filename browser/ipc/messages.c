/*
 * messages.c - about:ipc's statistics: each kind of message in the flight
 * recorder, how often, how large, how long it waited and took.
 *
 * Process: browser.  Distrusts: what children claim of their handlers; it is
 * marked as claimed.
 */
#include "ipc/ipc.h"
#include "trace_file.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { SAMPLES = 1024, WAITING = 512 };

struct kind {
    enum message_id id;
    bool out;
    uint64_t count, bytes, refused;
    uint32_t took[SAMPLES], waited[SAMPLES]; /* ns: the latest of each */
    uint64_t took_count, waited_count;
    double p50, p99, longest, wait50, wait99;
};

/* A message whose handling is not yet known. */
struct open {
    uint32_t number, seq;
    uint64_t ns;
    struct kind *kind;
};

struct statistics {
    struct kind *kinds; /* MSG_COUNT of each direction */
    struct open open[WAITING];
    unsigned next_open;
    uint64_t first_ns, last_ns, lost, records;
};

static void
sample(uint32_t *into, uint64_t *count, uint64_t ns)
{
    into[(*count)++ % SAMPLES] = ns < UINT32_MAX ? (uint32_t)ns : UINT32_MAX;
}

static struct open *
find_open(struct statistics *s, const struct trace_record *r, bool out)
{
    for (unsigned i = 0; i < WAITING; i++) {
        struct open *o = &s->open[(s->next_open + WAITING - 1 - i) % WAITING];

        if (o->kind != NULL && o->kind->out == out && o->number == r->number &&
            o->seq == r->seq)
            return o;
    }
    return NULL;
}

static void
count_message(struct statistics *s, const struct trace_record *r)
{
    bool out = r->phase == TRACE_SENT;
    enum message_id id = trace_message_id(r);
    struct kind *k = &s->kinds[(out ? MSG_COUNT : 0) + id];

    if (id == MSG_COUNT)
        return;
    k->id = id;
    k->out = out;
    k->count++;
    k->bytes += r->length;
    s->open[s->next_open++ % WAITING] =
        (struct open){r->number, r->seq, r->ns, k};
    if (s->first_ns == 0)
        s->first_ns = r->ns;
    s->last_ns = r->ns;
}

static void
count_record(struct statistics *s, const struct trace_record *r)
{
    bool out =
        r->phase == TRACE_CLAIM_HANDLED || r->phase == TRACE_CLAIM_RECEIVED;
    struct open *o;

    if (r->phase == TRACE_SENT || r->phase == TRACE_RECEIVED) {
        count_message(s, r);
        return;
    }
    if (r->phase == TRACE_DROPPED) {
        o = &s->open[(s->next_open + WAITING - 1) % WAITING];
        if (o->kind != NULL && o->number == r->number)
            o->kind->refused++;
        return;
    }
    o = find_open(s, r, out);
    if (o == NULL)
        return;
    if (r->phase == TRACE_HANDLED || r->phase == TRACE_CLAIM_HANDLED)
        sample(o->kind->took, &o->kind->took_count, r->arg);
    else if (r->phase == TRACE_CLAIM_RECEIVED && r->ns >= o->ns)
        sample(o->kind->waited, &o->kind->waited_count, r->ns - o->ns);
    else if (r->phase == TRACE_CLAIM_SENT && o->ns >= r->ns)
        sample(o->kind->waited, &o->kind->waited_count, o->ns - r->ns);
}

static int
by_value(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

    return x < y ? -1 : x > y;
}

static void
percentiles(uint32_t *samples, uint64_t count, double *p50, double *p99,
            double *longest)
{
    size_t n = count < SAMPLES ? (size_t)count : SAMPLES;

    *p50 = *p99 = *longest = -1;
    if (n == 0)
        return;
    qsort(samples, n, sizeof *samples, by_value);
    *p50 = samples[n / 2];
    *p99 = samples[(n * 99) / 100];
    *longest = samples[n - 1];
}

static void
collect(struct statistics *s, const struct ipc_query *q)
{
    uint64_t end = q->end < trace_next() ? q->end : trace_next(), cursor = 0;
    uint8_t payload[TRACE_MOST_PAYLOAD];
    struct trace_record r;
    double unused;

    while (cursor < end && trace_read(&cursor, &r, payload, &s->lost)) {
        s->records++;
        if ((!r.own || q->own) &&
            ((r.phase != TRACE_SENT && r.phase != TRACE_RECEIVED) ||
             trace_filter_match(q->chosen, &r)))
            count_record(s, &r);
    }
    for (int i = 0; i < 2 * MSG_COUNT; i++) {
        struct kind *k = &s->kinds[i];

        percentiles(k->took, k->took_count, &k->p50, &k->p99, &k->longest);
        percentiles(k->waited, k->waited_count, &k->wait50, &k->wait99,
                    &unused);
    }
}

/* ---- the table -----------------------------------------------------------*/

static double
by_count(const struct kind *k)
{
    return (double)k->count;
}

static double
by_bytes(const struct kind *k)
{
    return (double)k->bytes;
}

static double
by_wait(const struct kind *k)
{
    return k->wait99;
}

static double
by_p50(const struct kind *k)
{
    return k->p50;
}

static double
by_p99(const struct kind *k)
{
    return k->p99;
}

static double
by_longest(const struct kind *k)
{
    return k->longest;
}

static double
by_refused(const struct kind *k)
{
    return (double)k->refused;
}

static const struct column {
    const char *name, *title;
    double (*key)(const struct kind *k);
} columns[] = {{"count", "Messages", by_count},
               {"bytes", "Bytes", by_bytes},
               {"wait", "Waited p50 / p99", by_wait},
               {"p50", "Handler p50", by_p50},
               {"p99", "p99", by_p99},
               {"longest", "longest", by_longest},
               {"refused", "Refused", by_refused}};
enum { COLUMNS = sizeof columns / sizeof *columns };

static const struct column *sorted;

static int
compare(const void *a, const void *b)
{
    double x = sorted->key(a), y = sorted->key(b);

    return x < y ? 1 : x > y ? -1 : 0;
}

static void
add_time(struct buf *html, double ns)
{
    buf_add_text(html, "<td class=number>");
    if (ns >= 0)
        ipc_add_time(html, (uint64_t)ns);
    else
        buf_add_text(html, "\xE2\x80\x93");
    buf_add_text(html, "</td>");
}

static void
add_kind(struct buf *html, const struct ipc_query *q, const struct kind *k)
{
    struct ipc_query live = *q;

    live.part = IPC_LIVE;
    live.sort[0] = 0;
    snprintf(live.filter, sizeof live.filter, "message==%s",
             routes[k->id].name);
    buf_add_text(html, "<tr><th><a href=\"");
    ipc_address(html, &live);
    buf_printf(html,
               "\">%s</a></th><td>%s</td><td class=number>%" PRIu64
               "</td><td class=number>",
               routes[k->id].name, k->out ? "from browser" : "to browser",
               k->count);
    ipc_add_size(html, k->bytes);
    buf_add_text(html, "</td><td class=number>");
    if (k->waited_count > 0) {
        ipc_add_time(html, (uint64_t)k->wait50);
        buf_add_text(html, " / ");
        ipc_add_time(html, (uint64_t)k->wait99);
    } else {
        buf_add_text(html, "\xE2\x80\x93");
    }
    buf_add_text(html, "</td>");
    add_time(html, k->p50);
    add_time(html, k->p99);
    add_time(html, k->longest);
    buf_printf(html, "<td class=number%s>%" PRIu64 "</td></tr>\n",
               k->refused > 0 ? " style='color:#c62828'" : "", k->refused);
}

static void
add_header(struct buf *html, const struct ipc_query *q)
{
    struct ipc_query other = *q;

    buf_add_text(html, "<table>\n<tr><th>Message</th><th>Way</th>");
    for (int i = 0; i < COLUMNS; i++) {
        snprintf(other.sort, sizeof other.sort, "%s", columns[i].name);
        buf_add_text(html, "<th class=number><a href=\"");
        ipc_address(html, &other);
        buf_printf(html, "\">%s%s</a></th>", columns[i].title,
                   &columns[i] == sorted ? " \xE2\x96\xBE" : "");
    }
    buf_add_text(html, "</tr>\n");
}

void
ipc_messages(struct buf *html, const struct ipc_query *q)
{
    struct statistics *s = calloc(1, sizeof *s);
    uint64_t messages = 0, bytes = 0;

    if (s != NULL)
        s->kinds = calloc(2 * MSG_COUNT, sizeof *s->kinds);
    if (s == NULL || s->kinds == NULL) {
        free(s);
        return;
    }
    sorted = &columns[0];
    for (int i = 0; i < COLUMNS; i++)
        if (strcmp(q->sort, columns[i].name) == 0)
            sorted = &columns[i];
    collect(s, q);
    qsort(s->kinds, 2 * MSG_COUNT, sizeof *s->kinds, compare);
    add_header(html, q);
    for (int i = 0; i < 2 * MSG_COUNT; i++) {
        messages += s->kinds[i].count;
        bytes += s->kinds[i].bytes;
        if (s->kinds[i].count > 0)
            add_kind(html, q, &s->kinds[i]);
    }
    buf_printf(html, "</table>\n<p>%" PRIu64 " messages, ", messages);
    ipc_add_size(html, bytes);
    buf_printf(html,
               ", in the last %.1f s. <span class=quiet>From the flight "
               "recorder, which holds the last %" PRIu64 " records. The time "
               "in the queue, and that of a child's handler, are what the "
               "child claims.</span></p>\n",
               (double)(s->last_ns - s->first_ns) / 1e9, s->records);
    free(s->kinds);
    free(s);
}
