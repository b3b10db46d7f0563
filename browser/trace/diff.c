/*
 * diff.c - `bulkhead trace diff`: what two recordings of the same thing have
 * not in common.
 *
 * Process: `bulkhead trace`.  Distrusts: both files, every byte.
 *
 * Processes are paired by what they are and the first document they were given,
 * then by the order in which they were born: numbers and times differ from run
 * to run.
 */
#include "trace/args.h"
#include "trace/commands.h"
#include "trace/diff.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static const char help[] =
    "usage: bulkhead trace diff [--all] A B [EXPRESSION...]\n"
    "\n"
    "Pairs the processes of two traces by kind and first document, aligns "
    "what\n"
    "each pair said and was told, and prints what is only in A (-), only in B\n"
    "(+), or in both with other fields (~); documents whose last pictures are\n"
    "not the same; and messages whose handler takes twice as long, or half, "
    "in\n"
    "the median of at least 20.\n"
    "\n"
    "What time alone decides is no difference: in how many frames a page "
    "came,\n"
    "in how many pieces a body did, pings, what came before what.\n"
    "  --all    compare that too, and print what is in another order (>)\n"
    "  --process, --message, --from, --to and EXPRESSION choose as in\n"
    "  bulkhead trace show --help\n"
    "\n"
    "Status 1 if anything differs but times and order.\n";

enum {
    MOST_CHILDREN = 4096,
    ENOUGH = 20 /* handlers timed */,
    NOISE = 20000 /* ns */
};

/* ---- what is printed -----------------------------------------------------*/

static void
print_one(const struct side *s, uint32_t i, char sign)
{
    struct buf line = {0};
    const struct trace_record *r = &s->log.entries[s->items[i].at].r;

    buf_printf(&line, "%c %12.6f ", sign, (double)r->ns / 1e9);
    trace_show(&line, r, trace_input_names(&s->log.in));
    puts(buf_text(&line));
    buf_finish(&line);
}

static void
print_extra(struct diff *d, uint32_t *k, uint32_t end)
{
    for (; *k < end; ++*k)
        if (d->b.items[*k].mate == MATE_NONE) {
            d->extra++;
            print_one(&d->b, *k, '+');
        }
}

static void
print_differences(struct diff *d)
{
    uint32_t k = 0;

    for (uint32_t i = 0; i < d->a.count; i++) {
        const struct item *item = &d->a.items[i];

        switch (item->mate) {
        case MATE_SAME:
            print_extra(d, &k, item->other);
            d->same++;
            break;
        case MATE_MOVED:
            d->moved++;
            if (d->all)
                print_one(&d->a, i, '>');
            break;
        case MATE_CHANGED:
            d->changed++;
            print_one(&d->a, i, '~');
            print_one(&d->b, item->other, ' ');
            break;
        case MATE_NONE:
            d->missing++;
            print_one(&d->a, i, '-');
            break;
        }
    }
    print_extra(d, &k, d->b.count);
}

/* ---- which process is which ----------------------------------------------*/

/* The address of the first document a child was given; empty: none. */
static struct span
first_document(const struct trace_log *log, uint32_t number)
{
    for (uint32_t i = 0; i < log->count; i++) {
        const struct trace_entry *e = &log->entries[i];
        struct msg_document_begin document;
        struct msg_plugin_begin plugin;
        enum message_id id;
        struct reader r;

        if (e->r.number != number || e->r.phase != TRACE_SENT ||
            (e->id != MSG_document_begin && e->id != MSG_plugin_begin))
            continue;
        if (!trace_is_whole(&e->r) || log->in.foreign ||
            !message_open(e->r.payload, &id, &r))
            return span_of("(an address that was not kept)");
        if (id == MSG_document_begin && decode_document_begin(&r, &document))
            return document.url;
        if (id == MSG_plugin_begin && decode_plugin_begin(&r, &plugin))
            return plugin.url.size > 0 ? plugin.url : plugin.mime;
    }
    return (struct span){NULL, 0};
}

struct child {
    uint32_t number;
    enum role role;
    struct span document;
    bool paired;
};

struct children {
    struct child list[MOST_CHILDREN];
    uint32_t count;
};

/* In order of birth: numbers only grow. */
static void
list_children(struct children *c, const struct diff *d, const struct side *s)
{
    uint32_t last[ROLE_COUNT] = {0};

    c->count = 0;
    for (uint32_t i = 0; i < s->log.count && c->count < MOST_CHILDREN; i++) {
        const struct trace_record *r = &s->log.entries[i].r;
        struct child *child = &c->list[c->count];

        if (r->role >= ROLE_COUNT || r->number <= last[r->role])
            continue;
        last[r->role] = r->number;
        *child = (struct child){r->number, r->role,
                                first_document(&s->log, r->number), false};
        /* A spare: whether there was time for one says nothing. */
        if (d->all || r->role == GPU || child->document.size > 0)
            c->count++;
    }
}

static struct child *
find_mate(struct children *c, const struct child *a, bool same_document)
{
    for (uint32_t i = 0; i < c->count; i++)
        if (!c->list[i].paired && c->list[i].role == a->role &&
            (!same_document || span_equal(c->list[i].document, a->document)))
            return &c->list[i];
    return NULL;
}

static void
compare_pair(struct diff *d, struct child *a, struct child *b)
{
    static const enum trace_phase phases[] = {TRACE_SENT, TRACE_RECEIVED};

    a->paired = b->paired = true;
    printf("%s#%" PRIu32 " and %s#%" PRIu32, role_name(a->role), a->number,
           role_name(b->role), b->number);
    if (a->document.size > 0)
        printf(" (%.*s)", (int)a->document.size,
               (const char *)a->document.data);
    putchar('\n');
    for (size_t i = 0; i < sizeof phases / sizeof *phases; i++) {
        diff_collect(d, &d->a, a->number, phases[i]);
        diff_collect(d, &d->b, b->number, phases[i]);
        diff_align(&d->a, &d->b);
        print_differences(d);
    }
    diff_pictures(d, a->number, b->number);
}

/* One that the other recording has not. */
static void
print_alone(struct diff *d, struct side *s, const struct child *c, char sign)
{
    uint32_t n;

    diff_collect(d, s, c->number, TRACE_SENT);
    n = s->count;
    diff_collect(d, s, c->number, TRACE_RECEIVED);
    n += s->count;
    *(sign == '-' ? &d->missing : &d->extra) += n;
    if (n > 0)
        printf("%c %s#%" PRIu32 " %.*s with %" PRIu32 " messages\n", sign,
               role_name(c->role), c->number, (int)c->document.size,
               (const char *)c->document.data, n);
}

static void
compare_children(struct diff *d)
{
    struct children *a = calloc(1, sizeof *a), *b = calloc(1, sizeof *b);
    struct child *mate;

    if (a == NULL || b == NULL)
        abort();
    list_children(a, d, &d->a);
    list_children(b, d, &d->b);
    for (int same = 1; same >= 0; same--)
        for (uint32_t i = 0; i < a->count; i++)
            if (!a->list[i].paired &&
                (mate = find_mate(b, &a->list[i], same)) != NULL)
                compare_pair(d, &a->list[i], mate);
    for (uint32_t i = 0; i < a->count; i++)
        if (!a->list[i].paired)
            print_alone(d, &d->a, &a->list[i], '-');
    for (uint32_t i = 0; i < b->count; i++)
        if (!b->list[i].paired)
            print_alone(d, &d->b, &b->list[i], '+');
    free(a);
    free(b);
}

/* ---- times ---------------------------------------------------------------*/

static int
by_size(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

    return (x > y) - (x < y);
}

/* The median of what the browser's handlers took for a message; 0: there are
 * too few. */
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
    m = n >= ENOUGH ? times[(n - 1) / 2] : 0;
    free(times);
    return m;
}

static void
compare_times(const struct diff *d)
{
    for (int id = 0; id < MSG_COUNT; id++) {
        uint32_t a = median(&d->a.log, (enum message_id)id);
        uint32_t b = median(&d->b.log, (enum message_id)id);

        if (a > NOISE / 2 && b > NOISE / 2 && (a / 2 > b || b / 2 > a))
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

    if (!trace_args_read(&args, argc, argv,
                         TAKES_FILTER | TAKES_TWO | TAKES_ALL, help, &status))
        goto out;
    status = STATUS_FAILED;
    d.choice = &args.choice;
    d.all = args.all;
    if (!trace_log_open(&d.a.log, args.file))
        goto out;
    if (trace_log_open(&d.b.log, args.other)) {
        compare_children(&d);
        compare_times(&d);
        printf("%" PRIu64 " the same, %" PRIu64 " changed, %" PRIu64
               " only in %s, %" PRIu64 " only in %s, %" PRIu64
               " in another order\n",
               d.same, d.changed, d.missing, args.file, d.extra, args.other,
               d.moved);
        if (d.changed + d.missing + d.extra == 0 && !d.a.log.damaged &&
            !d.b.log.damaged)
            status = STATUS_OK;
        trace_log_close(&d.b.log);
    }
    trace_log_close(&d.a.log);
    free(d.a.items);
    free(d.b.items);
out:
    trace_args_finish(&args);
    return status;
}
