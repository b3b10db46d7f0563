/*
 * lanes.c - the live part of about:ipc: a lane for each process, an arrow for
 * each message, newest at the bottom.
 *
 * Process: browser.  Distrusts: payloads; names and texts are escaped.
 */
#include "ipc/ipc.h"
#include "arena.h"
#include "children.h"
#include "pages.h"
#include "trace_file.h"
#include "utf8.h"

#include <inttypes.h>
#include <stdlib.h>

enum {
    ROWS = 8192, /* messages and events looked at, the latest of the ring */
    LIVE_ROWS = 22,
    PAUSED_ROWS = 200,
    LANES = 8,
    JOIN = 256, /* rows back to which a handler's time may belong */
    NO_TIME = 0 /* the handler's time is not known */
};

struct row {
    uint64_t serial, ns, bytes;
    uint32_t number, seq, count, took;
    enum trace_phase phase;
    enum role role;
    enum message_id id;
    bool wanted, own;
    const char *text; /* of an event */
};

struct lane {
    enum role role;
    uint32_t number;
    const char *site;
    bool alive;
};

struct chart {
    struct arena arena;
    struct row *rows; /* ROWS of them, the n'th at n % ROWS */
    unsigned count;
    struct row *shown[PAUSED_ROWS]; /* newest first */
    unsigned shown_count;
    struct lane lanes[LANES];
    unsigned lane_count;
    uint64_t lost;
};

/* ---- what there is -------------------------------------------------------*/

static bool
is_message(enum trace_phase phase)
{
    return phase == TRACE_SENT || phase == TRACE_RECEIVED;
}

static bool
is_event(enum trace_phase phase)
{
    return phase == TRACE_BIRTH || phase == TRACE_READY ||
           phase == TRACE_DEATH || phase == TRACE_DROPPED ||
           phase == TRACE_NOTE;
}

/* A handler's time belongs to the message of the same serial: the browser's
 * own to one that was received, a child's claim to one that was sent. */
static void
join(struct chart *c, const struct trace_record *r, bool matches)
{
    enum trace_phase phase =
        r->phase == TRACE_HANDLED ? TRACE_RECEIVED : TRACE_SENT;

    for (unsigned i = c->count, n = 0; i > 0 && n < JOIN; i--, n++) {
        struct row *row = &c->rows[(i - 1) % ROWS];

        if (row->phase == phase && row->number == r->number &&
            row->seq == r->seq) {
            row->took = r->arg > 0 ? r->arg : 1;
            row->wanted = row->wanted || matches;
            return;
        }
    }
}

static void
take(struct chart *c, const struct ipc_query *q, const struct trace_record *r)
{
    bool matches = trace_filter_match(q->chosen, r);
    struct row *row = &c->rows[c->count % ROWS];

    if (r->phase == TRACE_HANDLED || r->phase == TRACE_CLAIM_HANDLED)
        join(c, r, matches && q->filter[0] != 0);
    if ((!is_message(r->phase) && !is_event(r->phase)) || (r->own && !q->own))
        return;
    *row = (struct row){.serial = r->serial,
                        .ns = r->ns,
                        .bytes = r->length,
                        .number = r->number,
                        .seq = r->seq,
                        .count = 1,
                        .phase = r->phase,
                        .role = r->role,
                        .id = trace_message_id(r),
                        .wanted = matches,
                        .own = r->own};
    if (is_event(r->phase))
        row->text = arena_text(&c->arena, utf8_prefix(r->payload, 90));
    c->count++;
}

static void
collect(struct chart *c, const struct ipc_query *q)
{
    uint64_t end = q->end < trace_next() ? q->end : trace_next();
    uint64_t cursor = 0;
    uint8_t payload[TRACE_MOST_PAYLOAD];
    struct trace_record r;

    c->rows = calloc(ROWS, sizeof *c->rows);
    if (c->rows == NULL)
        return;
    while (cursor < end && trace_read(&cursor, &r, payload, &c->lost))
        if (r.serial < end)
            take(c, q, &r);
}

static bool
folds(const struct row *a, const struct row *b)
{
    return is_message(a->phase) && a->phase == b->phase &&
           a->number == b->number && a->id == b->id && a->id < MSG_COUNT;
}

/* The newest rows; equal ones in a row are one. */
static void
choose(struct chart *c, unsigned most)
{
    for (unsigned i = c->count; i > 0 && c->count - i < ROWS; i--) {
        struct row *row = &c->rows[(i - 1) % ROWS];
        struct row *last =
            c->shown_count > 0 ? c->shown[c->shown_count - 1] : NULL;

        if (!row->wanted)
            continue;
        if (last != NULL && folds(last, row)) {
            last->count++;
            last->bytes += row->bytes;
            last->ns = row->ns;
            if (row->took > last->took)
                last->took = row->took;
        } else if (c->shown_count < most) {
            c->shown[c->shown_count++] = row;
        } else {
            return;
        }
    }
}

/* ---- lanes ---------------------------------------------------------------*/

static bool
has_lane(const struct chart *c, uint32_t number)
{
    for (unsigned i = 0; i < c->lane_count; i++)
        if (c->lanes[i].number == number)
            return true;
    return false;
}

static void
add_lane(struct chart *c, struct lane lane)
{
    if (!has_lane(c, lane.number) && c->lane_count < LANES)
        c->lanes[c->lane_count++] = lane;
}

static int
by_number(const void *a, const void *b)
{
    const struct lane *x = a, *y = b;

    return x->number < y->number ? -1 : x->number > y->number;
}

/* First those that say something, then who else is there, by number. */
static void
find_lanes(struct chart *c, bool own)
{
    add_lane(c, (struct lane){.alive = true});
    for (unsigned i = 0; i < c->shown_count; i++)
        add_lane(c, (struct lane){.role = c->shown[i]->role,
                                  .number = c->shown[i]->number});
    for (const struct child *k = children_first(); k != NULL; k = k->next)
        if (k->state != CHILD_DEAD && (own || !k->peer.own || k->role == GPU))
            add_lane(c, (struct lane){.role = k->role, .number = k->number});
    for (const struct child *k = children_first(); k != NULL; k = k->next)
        for (unsigned i = 0; i < c->lane_count; i++)
            if (c->lanes[i].number == k->number && k->state != CHILD_DEAD) {
                c->lanes[i].alive = true;
                c->lanes[i].site = k->site;
            }
    qsort(c->lanes, c->lane_count, sizeof *c->lanes, by_number);
}

/* Where a process's lane is, per cent of the chart; the last one for what has
 * none. */
static double
place_of(const struct chart *c, uint32_t number)
{
    unsigned i = 0;

    while (i + 1 < c->lane_count && c->lanes[i].number != number)
        i++;
    return c->lane_count > 1 ? 100.0 * i / (c->lane_count - 1) : 0;
}

static void
add_heads(struct buf *html, const struct chart *c)
{
    buf_add_text(html, "<div class=heads>");
    for (unsigned i = 0; i < c->lane_count; i++) {
        const struct lane *l = &c->lanes[i];

        buf_printf(html, "<div class=head style='left:%.2f%%%s'>",
                   place_of(c, l->number), l->alive ? "" : ";color:#c62828");
        ipc_add_process(html, l->role, l->number);
        buf_add_text(html, "<span>");
        if (!l->alive)
            buf_add_text(html, "dead");
        else if (l->site != NULL)
            pages_text(html, utf8_prefix(span_of(l->site), 60));
        else
            buf_add_text(html, l->role == RENDERER ? "spare" : "");
        buf_add_text(html, "</span></div>");
    }
    buf_add_text(html, "</div>\n");
    for (unsigned i = 0; i < c->lane_count; i++)
        buf_printf(html, "<div class=lane style='left:%.2f%%'></div>",
                   place_of(c, c->lanes[i].number));
}

/* ---- rows ----------------------------------------------------------------*/

static const struct {
    uint32_t below; /* ns */
    const char *color, *words;
} latencies[] = {{100000, "#18794e", "below 0.1 ms"},
                 {1000000, "#1a5fb4", "below 1 ms"},
                 {10000000, "#b26a00", "below 10 ms"},
                 {UINT32_MAX, "#c62828", "longer"}};
enum { LATENCIES = sizeof latencies / sizeof *latencies };

static const char *
color_of(const struct row *r)
{
    if (r->took == NO_TIME)
        return "#8a939e";
    for (unsigned i = 0; i + 1 < LATENCIES; i++)
        if (r->took < latencies[i].below)
            return latencies[i].color;
    return latencies[LATENCIES - 1].color;
}

static void
add_arrow(struct buf *html, const struct chart *c, const struct ipc_query *q,
          const struct row *r)
{
    double here = place_of(c, 0), there = place_of(c, r->number);
    bool out = r->phase == TRACE_SENT;
    struct ipc_query link = *q;

    link.show = r->serial;
    link.end = q->end < trace_next() ? q->end : trace_next();
    buf_printf(html,
               "<div class=arrow style='left:%.2f%%;width:%.2f%%;"
               "border-color:%s'><a href=\"",
               here, there - here, color_of(r));
    ipc_address(html, &link);
    buf_printf(html, "\"%s>%s", r->own ? " style='color:#7a838e'" : "",
               r->id < MSG_COUNT ? routes[r->id].name : "no message");
    if (r->count > 1)
        buf_printf(html, " \xC3\x97%" PRIu32, r->count);
    buf_printf(html,
               "</a><div class=tip style='%s:-1px;border-%s:8px solid %s'>"
               "</div></div>",
               out ? "right" : "left", out ? "left" : "right", color_of(r));
}

static void
add_event(struct buf *html, const struct chart *c, const struct row *r)
{
    static const struct {
        const char *word, *color;
    } looks[TRACE_PHASE_COUNT] = {[TRACE_BIRTH] = {"born", "#18794e"},
                                  [TRACE_READY] = {"ready", "#18794e"},
                                  [TRACE_DEATH] = {"died", "#c62828"},
                                  [TRACE_DROPPED] = {"refused", "#c62828"},
                                  [TRACE_NOTE] = {"", "#5a6470"}};
    double at = place_of(c, r->number);

    buf_printf(html, "<div class=event style='%s:%.2f%%;color:%s'>",
               at > 60 ? "right" : "left", at > 60 ? 100 - at : at,
               looks[r->phase].color);
    buf_printf(html, "<b>%s</b> ", looks[r->phase].word);
    pages_text(html, span_of(r->text));
    buf_add_text(html, "</div>");
}

static void
add_row(struct buf *html, const struct chart *c, const struct ipc_query *q,
        const struct row *r)
{
    buf_printf(html, "<div class=row><span class=time>%.6f</span>",
               (double)r->ns / 1e9);
    if (is_event(r->phase)) {
        add_event(html, c, r);
    } else {
        add_arrow(html, c, q, r);
        buf_add_text(html, "<span class=size>");
        ipc_add_size(html, r->bytes);
        if (r->took != NO_TIME) {
            buf_add_text(html, " \xC2\xB7 ");
            ipc_add_time(html, r->took);
        }
        buf_add_text(html, "</span>");
    }
    buf_add_text(html, "</div>\n");
}

/* ---- controls ------------------------------------------------------------*/

static void
add_link(struct buf *html, const struct ipc_query *q, const char *text)
{
    buf_add_text(html, "<a href=\"");
    ipc_address(html, q);
    buf_printf(html, "\">%s</a>", text);
}

static void
add_controls(struct buf *html, const struct chart *c, const struct ipc_query *q)
{
    struct ipc_query other = *q;

    buf_add_text(html, "<p class=bar>");
    other.end = q->end == UINT64_MAX ? trace_next() : UINT64_MAX;
    add_link(html, &other,
             q->end == UINT64_MAX ? "<b>Pause</b>" : "<b>Go on</b>");
    if (q->end != UINT64_MAX && c->shown_count > 0) {
        other.end = c->shown[c->shown_count - 1]->serial;
        buf_add_text(html, " \xC2\xB7 ");
        add_link(html, &other, "earlier");
    }
    other = *q;
    other.own = !q->own;
    buf_add_text(html, " \xC2\xB7 ");
    add_link(html, &other,
             q->own ? "hide this page's own" : "show this page's own");
    if (q->filter[0] != 0) {
        other = *q;
        other.filter[0] = 0;
        buf_add_text(html, " \xC2\xB7 ");
        add_link(html, &other, "no filter");
    }
    buf_add_text(html, " <span class=quiet>colour: the time in its handler");
    for (unsigned i = 0; i < LATENCIES; i++)
        buf_printf(html, "<span class=key style='background:%s'></span>%s",
                   latencies[i].color, latencies[i].words);
    buf_add_text(html, "</span></p>\n");
}

void
ipc_lanes(struct buf *html, const struct ipc_query *q)
{
    struct chart c = {0};

    collect(&c, q);
    choose(&c, q->end == UINT64_MAX ? LIVE_ROWS : PAUSED_ROWS);
    find_lanes(&c, q->own);
    add_controls(html, &c, q);
    buf_add_text(html, "<div class=chart>");
    add_heads(html, &c);
    for (unsigned i = c.shown_count; i > 0; i--)
        add_row(html, &c, q, c.shown[i - 1]);
    if (c.shown_count == 0)
        buf_add_text(html, "<p class=quiet><br>Nothing yet. Open a page in "
                           "another tab, or loosen the filter.</p>");
    buf_add_text(html, "</div>\n");
    if (c.lost > 0)
        buf_printf(html,
                   "<p class=quiet>%" PRIu64 " older records have been "
                   "overwritten; --trace=FILE keeps all.</p>\n",
                   c.lost);
    free(c.rows);
    arena_finish(&c.arena);
}
