/*
 * check.c - `bulkhead trace check`: what must hold of every trace.
 *
 * Process: `bulkhead trace`.  Distrusts: the file, every byte.
 */
#include "trace/check.h"
#include "trace/args.h"
#include "trace/commands.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { FEW = 5, MOST_CHILDREN = 65536, MOST_LAG = 1000000 /* ns */ };

static const char help[] =
    "usage: bulkhead trace check [--all] FILE\n"
    "\n"
    "Looks for what must not be in a trace:\n"
    "\n"
    "  ways      a message goes only from and to those who may\n"
    "  moments   a greeting before ready, everything else after it\n"
    "  requests  every question is answered, once: ping, font_request,\n"
    "            fetch_start, find, print, dump_dom, readback, scene_end\n"
    "  fences    pixels are painted over only after frame_done; at most two\n"
    "            frames are under way\n"
    "  owners    a child speaks of its own surfaces only\n"
    "  tabs      nothing of one tab reaches another tab's process\n"
    "  cookies   no cookie reaches a child, neither as a header nor by value\n"
    "  address   the address bar shows what the browser loaded\n"
    "  person    a page is asked for what to copy only after a person's act,\n"
    "            and answers nothing else\n"
    "\n"
    "  --all     print every violation, not the first 5 of a kind\n"
    "\n"
    "What a child did wrong and the browser refused is counted, but is no\n"
    "violation: that is what the browser is for.  The trace should have been\n"
    "recorded with payload; of a message that was not kept whole, only the\n"
    "way is known.  Status 1 if anything is violated.\n";

static const char *const names[INVARIANT_COUNT] = {
    "ways", "moments", "requests", "fences", "owners",
    "tabs", "cookies", "address",  "person", "claims"};

/* ---- violations ----------------------------------------------------------*/

bool
check_was_refused(const struct check *c, uint32_t at)
{
    uint32_t number = c->log.entries[at].r.number;

    if (c->log.entries[at].r.phase != TRACE_RECEIVED)
        return false;
    for (uint32_t i = at + 1; i < c->log.count; i++) {
        const struct trace_record *r = &c->log.entries[i].r;

        if (r->number != number)
            continue;
        if (r->phase == TRACE_DROPPED || r->phase == TRACE_DEATH)
            return true;
        if (r->phase == TRACE_RECEIVED)
            return false;
    }
    return false;
}

void
check_violated(struct check *c, enum invariant which, uint32_t at,
               const char *format, ...)
{
    const struct trace_record *r = &c->log.entries[at].r;
    struct buf line = {0};
    va_list arguments;

    if (check_was_refused(c, at)) {
        c->refused++;
        return;
    }
    if (++c->violated[which] > FEW && !c->all)
        return;
    buf_printf(&line, "%s: %.6f ", names[which], (double)r->ns / 1e9);
    trace_show(&line, r, trace_input_names(&c->log.in));
    buf_add_text(&line, "\n    ");
    va_start(arguments, format);
    buf_vprintf(&line, format, arguments);
    va_end(arguments);
    puts(buf_text(&line));
    buf_finish(&line);
}

/* ---- what is known -------------------------------------------------------*/

struct check_child *
check_child(const struct check *c, uint32_t number)
{
    return &c->children[number % MOST_CHILDREN];
}

bool
check_is_half_known(const struct check *c, uint32_t number)
{
    const struct check_child *child = check_child(c, number);

    return child->late || child->cut;
}

/* A file that took another's place, and a recorder that went round, begin in
 * the middle. */
static void
find_beginnings(struct check *c)
{
    for (uint32_t at = 0; at < c->log.count; at++) {
        const struct trace_record *r = &c->log.entries[at].r;
        struct check_child *child = check_child(c, r->number);
        uint32_t *first = r->phase == TRACE_SENT ? &child->first_sent
                                                 : &child->first_received;

        if (!trace_is_message(r) || *first != 0)
            continue;
        *first = r->seq;
        child->late = child->late || r->seq > 1;
        c->late = c->late || child->late;
    }
}

/* ---- ways and moments ----------------------------------------------------*/

static void
check_way(struct check *c, uint32_t at)
{
    const struct trace_entry *e = &c->log.entries[at];
    bool down = e->r.phase == TRACE_SENT;
    const struct route *route;

    c->checked[INVARIANT_ROUTE]++;
    if (e->id == MSG_COUNT) {
        check_violated(c, INVARIANT_ROUTE, at, "there is no such message");
        return;
    }
    route = &routes[e->id];
    if (down ? route->from != BROWSER || !role_is(e->r.role, route->to)
             : route->to != BROWSER || !role_is(e->r.role, route->from))
        check_violated(c, INVARIANT_ROUTE, at, "goes only from %s to %s",
                       role_name(route->from), role_name(route->to));
}

static void
check_moment(struct check *c, uint32_t at)
{
    const struct trace_entry *e = &c->log.entries[at];
    struct check_child *child = check_child(c, e->r.number);

    if (e->r.phase == TRACE_READY)
        child->ready = true;
    else if (e->r.phase == TRACE_DEATH)
        child->dead = true;
    if (!trace_is_message(&e->r) || e->id == MSG_COUNT)
        return;
    c->checked[INVARIANT_MOMENT]++;
    if (child->late && routes[e->id].moment == LIVE)
        child->ready = true;
    if ((routes[e->id].moment == LIVE) != child->ready)
        check_violated(c, INVARIANT_MOMENT, at, "the child was %s",
                       child->ready ? "ready" : "not yet ready");
    else if (child->dead)
        check_violated(c, INVARIANT_MOMENT, at, "the child was dead");
}

/* ---- the address bar -----------------------------------------------------*/

static size_t
without_fragment(struct span url)
{
    const uint8_t *hash = url.size > 0 ? memchr(url.data, '#', url.size) : NULL;

    return hash != NULL ? (size_t)(hash - url.data) : url.size;
}

/* A note is cut after MAX_DETAIL bytes. */
static bool
same_address(struct span shown, struct span loaded, bool cut)
{
    size_t a = without_fragment(shown), b = without_fragment(loaded);

    return (cut ? a <= b : a == b) && memcmp(shown.data, loaded.data, a) == 0;
}

/* Whether the tab was given this document; or some document, of which is not
 * known which. */
static bool
begins_document(const struct trace_entry *e, uint32_t tab, struct span shown,
                bool cut)
{
    struct msg_document_begin m;
    enum message_id id;
    struct reader r;

    if (e->id != MSG_document_begin || e->r.phase != TRACE_SENT ||
        e->r.page != tab)
        return false;
    return !trace_is_whole(&e->r) ||
           (message_open(e->r.payload, &id, &r) &&
            decode_document_begin(&r, &m) && same_address(shown, m.url, cut));
}

/* "tab 2 is https://x/": the browser's note of what the bar shows. */
static bool
read_note(const struct trace_record *r, uint32_t *tab, struct span *url)
{
    char text[MAX_DETAIL + 1];
    int at = 0;

    if (r->phase != TRACE_NOTE || r->number != 0 ||
        r->payload.size >= sizeof text || r->payload.size == 0)
        return false;
    memcpy(text, r->payload.data, r->payload.size);
    text[r->payload.size] = 0;
    if (sscanf(text, "tab %u is %n", tab, &at) != 1 || at == 0)
        return false;
    *url = (struct span){r->payload.data + at, r->payload.size - (size_t)at};
    return true;
}

/* The address is shown when its head has come; the renderer may still be
 * starting, so the document may follow.  A page that was given up before, or a
 * renderer that never lived, has none. */
static void
check_address(struct check *c, uint32_t at)
{
    const struct trace_record *r = &c->log.entries[at].r;
    uint32_t tab, other, i;
    struct span url, next;
    bool cut;

    if (c->log.in.foreign || c->late || !read_note(r, &tab, &url) ||
        url.size == 0)
        return;
    cut = r->payload.size >= MAX_DETAIL - 4;
    c->checked[INVARIANT_ADDRESS]++;
    for (i = at; i-- > 0;)
        if (begins_document(&c->log.entries[i], tab, url, cut))
            return;
    for (i = at + 1; i < c->log.count; i++) {
        if (begins_document(&c->log.entries[i], tab, url, cut))
            return;
        if (read_note(&c->log.entries[i].r, &other, &next) && other == tab)
            break;
    }
    if (i < c->log.count)
        check_violated(c, INVARIANT_ADDRESS, at,
                       "tab %u shows an address of which nothing was loaded",
                       tab);
}

/* ---- claims --------------------------------------------------------------*/

/* Whether a message that the browser sent would be in the trace.  A file that
 * begins in the middle may have none of a child but what it claims. */
static bool
would_be_here(const struct check *c, const struct trace_record *r)
{
    uint32_t first = check_child(c, r->number)->first_sent;

    return first != 0 ? r->seq >= first : !c->late;
}

static void
check_claim(struct check *c, uint32_t at)
{
    const struct trace_entry *e = &c->log.entries[at], *truth;

    if (e->r.phase != TRACE_CLAIM_SENT && e->r.phase != TRACE_CLAIM_RECEIVED)
        return;
    c->checked[INVARIANT_CLAIMS]++;
    if (e->truth == 0) {
        /* The browser reads no more of a dead or refused child. */
        if (e->r.phase == TRACE_CLAIM_RECEIVED && would_be_here(c, &e->r))
            check_violated(c, INVARIANT_CLAIMS, at,
                           "the browser never sent this");
        return;
    }
    truth = &c->log.entries[e->truth - 1];
    if (e->id != truth->id || e->r.length != truth->r.length)
        check_violated(c, INVARIANT_CLAIMS, at,
                       "the browser saw another message");
    else if (e->r.phase == TRACE_CLAIM_SENT && e->r.ns > truth->r.ns + MOST_LAG)
        check_violated(c, INVARIANT_CLAIMS, at,
                       "claims to have sent it after the browser got it");
    else if (e->r.phase == TRACE_CLAIM_RECEIVED &&
             e->r.ns + MOST_LAG < truth->r.ns)
        check_violated(c, INVARIANT_CLAIMS, at,
                       "claims to have got it before the browser sent it");
}

/* ---- the command ---------------------------------------------------------*/

static void
run(struct check *c)
{
    c->children = calloc(MOST_CHILDREN, sizeof *c->children);
    if (c->children == NULL)
        abort();
    find_beginnings(c);
    for (uint32_t at = 0; at < c->log.count; at++) {
        const struct trace_record *r = &c->log.entries[at].r;

        if (trace_is_message(r)) {
            if (!trace_is_whole(r)) {
                c->cut++;
                check_child(c, r->number)->cut = true;
            }
            check_way(c, at);
        }
        check_moment(c, at);
        check_claim(c, at);
        check_address(c, at);
        if (!c->log.in.foreign) {
            check_surfaces_take(c, at);
            check_requests_take(c, at);
            check_cookies_take(c, at);
            check_person_take(c, at);
        }
    }
    check_surfaces_finish(c);
    check_requests_finish(c);
    check_cookies_finish(c);
    check_person_finish(c);
    free(c->children);
}

/* What was looked for, and where it could not be. */
static void
report_cookies(const struct check *c)
{
    if (c->checked[INVARIANT_COOKIES] == 0)
        return;
    if (c->unseen > 0)
        printf("%" PRIu64 " messages to children may have a cookie in what was "
               "not kept\n",
               c->unseen);
    if (c->marks > 0)
        printf("the values of %" PRIu32 " cookies were looked for\n", c->marks);
    else
        puts("no cookie's value is known, only headers were looked for");
    if (c->servers_words > 0)
        printf("%" PRIu64 " times a server said its own cookie's value to its "
               "own document\n",
               c->servers_words);
}

static bool
report(const struct check *c)
{
    bool good = true;

    for (int i = 0; i < INVARIANT_COUNT; i++) {
        if (c->checked[i] == 0 && i == INVARIANT_CLAIMS)
            continue; /* no child writes claims */
        if (c->checked[i] == 0)
            printf("%-9s not checked: %s\n", names[i],
                   c->cut > 0 ? "too little was kept"
                              : "nothing of it is in this trace");
        else if (c->violated[i] == 0)
            printf("%-9s ok, %" PRIu64 " looked at\n", names[i], c->checked[i]);
        else
            printf("%-9s VIOLATED %" PRIu64 " times, %" PRIu64 " looked at\n",
                   names[i], c->violated[i], c->checked[i]);
        good = good && c->violated[i] == 0;
    }
    report_cookies(c);
    if (c->refused > 0)
        printf("%" PRIu64 " wrong messages of children were refused\n",
               c->refused);
    if (c->open > 0)
        printf("%" PRIu64 " requests were still open at the end\n", c->open);
    if (c->late)
        puts("the trace begins in the middle: what follows from before is not "
             "checked");
    if (c->cut > 0)
        printf("recorded without payload, or in part: %" PRIu64
               " messages were not kept whole, and not checked but for their "
               "way\n",
               c->cut);
    else
        puts("recorded with payload: every message was kept whole");
    return good;
}

int
trace_check_command(int argc, char **argv)
{
    struct check c = {.all = false};
    struct trace_args a;
    int status;

    if (!trace_args_read(&a, argc, argv, TAKES_ALL, help, &status))
        goto out;
    status = STATUS_FAILED;
    c.all = a.all;
    if (!trace_log_open(&c.log, a.file))
        goto out;
    run(&c);
    status = report(&c) && !c.log.damaged ? STATUS_OK : STATUS_FAILED;
    trace_log_close(&c.log);
out:
    trace_args_finish(&a);
    return status;
}
