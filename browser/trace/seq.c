/*
 * seq.c - `bulkhead trace seq`: a sequence diagram, as SVG.
 *
 * Process: `bulkhead trace`.  Distrusts: the file, every byte; no text gets
 * into the picture but as text.
 *
 * Time runs downwards, not to scale: a row for each message, for a run of the
 * same one, or for what belongs together: a body and its ends, a frame and its
 * tiles.  The gpu stands left of the browser, the others right, in the
 * order of their births.
 */
#include "trace/args.h"
#include "trace/commands.h"
#include "trace/seq_svg.h"

#include <inttypes.h>
#include <stdlib.h>

static const char help[] =
    "usage: bulkhead trace seq [--all] FILE [-o OUT.svg] [EXPRESSION...]\n"
    "\n"
    "Draws who said what to whom, from top to bottom: a line for each process\n"
    "from its birth to its death, an arrow for each message, coloured by how\n"
    "long its receiver took for it.  Runs of the same message are one arrow, "
    "and\n"
    "so are the pieces of a body, a frame or a picture.  At most 1000 rows "
    "are\n"
    "drawn: choose with\n"
    "\n"
    "  --all             an arrow for each message\n"
    "  --from=S --to=S   only between these seconds\n"
    "  --process, --message and EXPRESSION as in bulkhead trace show --help\n"
    "  -o OUT.svg        where to; the standard output if not given\n";

enum {
    FOLD = 3, /* of the same message in a row become one arrow */
    MOST_ROWS = 1000,
    MOST_LANES = 64,
    GAP_NS = 50000000 /* without a message: said */
};

struct seq {
    const struct trace_log *log;
    const struct trace_choice *choice;
    bool all; /* nothing is folded */
    struct svg svg;
    uint32_t numbers[MOST_LANES]; /* of each lane's child; 0: the browser */
    enum role roles[MOST_LANES];
    int lanes;
    uint64_t last_ns;
    unsigned rows;
    uint64_t left_out; /* records behind the last row */
};

/* ---- lanes ---------------------------------------------------------------*/

static int
lane_of(const struct seq *s, const struct trace_record *r)
{
    for (int i = 0; i < s->lanes; i++)
        if (s->numbers[i] == r->number)
            return i;
    return -1;
}

static void
add_lane(struct seq *s, uint32_t number, enum role role)
{
    if (s->lanes == MOST_LANES)
        return;
    s->numbers[s->lanes] = number;
    s->roles[s->lanes++] = role;
}

static bool
is_drawn(const struct seq *s, const struct trace_entry *e)
{
    enum trace_phase p = e->r.phase;

    return (trace_is_message(&e->r) || p == TRACE_BIRTH || p == TRACE_READY ||
            p == TRACE_DEATH || p == TRACE_DROPPED) &&
           trace_choice_has(s->choice, &s->log->in, &e->r);
}

static void
find_lanes(struct seq *s, bool gpus)
{
    for (uint32_t i = 0; i < s->log->count; i++) {
        const struct trace_entry *e = &s->log->entries[i];

        if (is_drawn(s, e) && e->r.number != 0 && (e->r.role == GPU) == gpus &&
            lane_of(s, &e->r) < 0)
            add_lane(s, e->r.number, e->r.role);
    }
}

static void
open_lanes(struct seq *s)
{
    struct buf name = {0};

    find_lanes(s, true);
    add_lane(s, 0, BROWSER);
    find_lanes(s, false);
    svg_begin(&s->svg, s->log->in.path, s->lanes);
    for (int i = 0; i < s->lanes; i++) {
        struct trace_record r = {.number = s->numbers[i], .role = s->roles[i]};

        name.size = 0;
        trace_add_process(&name, &r);
        svg_lane(&s->svg, i, buf_text(&name), s->numbers[i] == 0);
    }
    buf_finish(&name);
}

/* A child that was born before the first row drawn has a line from the top. */
static void
find_the_living(struct seq *s)
{
    for (int i = 0; i < s->lanes; i++) {
        bool born_here = false;

        for (uint32_t k = 0; k < s->log->count && !born_here; k++) {
            const struct trace_entry *e = &s->log->entries[k];

            born_here = e->r.phase == TRACE_BIRTH &&
                        e->r.number == s->numbers[i] && is_drawn(s, e);
        }
        if (!born_here || s->numbers[i] == 0)
            svg_alive(&s->svg, i);
    }
}

/* ---- rows ----------------------------------------------------------------*/

/* Of a long address its end tells most. */
static void
add_short(struct buf *out, struct span text)
{
    const uint8_t *slash;

    if (text.size > 30 && memmem(text.data, text.size, "://", 3) != NULL) {
        slash = memrchr(text.data, '/', text.size - 1);
        buf_add_text(out, "\xE2\x80\xA6");
        buf_add(out, slash, text.size - (size_t)(slash - text.data));
    } else {
        buf_add_span(out, text);
    }
}

/* The field that tells most: the first text that is not empty, else one that
 * counts. */
static bool
take_detail(void *data, const struct message_field *f)
{
    struct buf *out = data;
    static const char *const telling[] = {"frame",  "fetch", "slots",
                                          "serial", "state", "result"};

    if (strcmp(f->kind, "text") == 0 && f->bytes.size > 0) {
        out->size = 0;
        add_short(out, f->bytes);
        return false;
    }
    for (size_t i = 0; i < sizeof telling / sizeof *telling; i++)
        if (out->size == 0 && strcmp(f->name, telling[i]) == 0)
            buf_printf(out, "%s %s", f->name, f->shown);
    return true;
}

static bool
same_kind(const struct trace_entry *a, const struct trace_entry *b)
{
    return a->id == b->id && a->r.phase == b->r.phase &&
           a->r.number == b->r.number;
}

/* How many drawn messages from i on are the same; *last: the last of them. */
static uint32_t
run_from(const struct seq *s, uint32_t i, uint32_t *last)
{
    uint32_t n = 1;

    *last = i;
    for (uint32_t k = i + 1; k < s->log->count; k++) {
        const struct trace_entry *e = &s->log->entries[k];

        if (!is_drawn(s, e))
            continue;
        if (!same_kind(&s->log->entries[i], e))
            break;
        n++;
        *last = k;
    }
    return n;
}

enum { PIECES = 5 };

/* What is said in several messages: the first, the last, and between them the
 * pieces, MSG_COUNT for fewer.  same: bytes behind the id that say of what. */
static const struct group {
    enum message_id first, end;
    size_t same;
    enum message_id pieces[PIECES];
} groups[] = {
#define ONE(id)                                        \
    {                                                  \
        id, MSG_COUNT, MSG_COUNT, MSG_COUNT, MSG_COUNT \
    }
    {MSG_document_begin, MSG_document_end, 8, ONE(MSG_document_data)},
    {MSG_fetch_head, MSG_fetch_end, 8, ONE(MSG_fetch_data)},
#undef ONE
    {MSG_tile,
     MSG_commit,
     4,
     {MSG_tile, MSG_tile_gone, MSG_embed_place, MSG_COUNT, MSG_COUNT}},
    {MSG_scene_begin,
     MSG_scene_end,
     0,
     {MSG_scene_layer, MSG_scene_solid, MSG_surface_open, MSG_surface_tile,
      MSG_surface_tile_gone}},
};

static bool
is_piece(const struct group *g, const struct trace_entry *first,
         const struct trace_entry *e)
{
    bool known = e->id == g->end;

    for (int i = 0; i < PIECES; i++)
        known = known || (e->id == g->pieces[i] && e->id != MSG_COUNT);
    return known && e->r.number == first->r.number &&
           e->r.phase == first->r.phase &&
           e->r.payload.size >= MESSAGE_ID_SIZE + g->same &&
           first->r.payload.size >= MESSAGE_ID_SIZE + g->same &&
           memcmp(e->r.payload.data + MESSAGE_ID_SIZE,
                  first->r.payload.data + MESSAGE_ID_SIZE, g->same) == 0;
}

/* How many drawn messages from i on belong together, up to the end of what they
 * say; *last: the last of them. */
static uint32_t
group_from(const struct seq *s, uint32_t i, uint32_t *last)
{
    const struct trace_entry *first = &s->log->entries[i];
    const struct group *g = groups;
    uint32_t n = 1;

    *last = i;
    while (g < groups + sizeof groups / sizeof *groups && g->first != first->id)
        g++;
    if (g == groups + sizeof groups / sizeof *groups || s->log->in.foreign)
        return 1;
    for (uint32_t k = i + 1; k < s->log->count; k++) {
        const struct trace_entry *e = &s->log->entries[k];

        if (!is_drawn(s, e))
            continue;
        if (!is_piece(g, first, e))
            break;
        n++;
        *last = k;
        if (e->id == g->end)
            break;
    }
    return n;
}

static void
add_time(struct seq *s, uint64_t ns)
{
    if (s->rows > 0 && ns > s->last_ns + GAP_NS)
        svg_gap(&s->svg, ns - s->last_ns);
    s->last_ns = ns;
    s->rows++;
}

/* "fetch_head" and fetch_end: what both begin with is said once. */
static void
add_last_name(struct buf *name, enum message_id id)
{
    const char *last = routes[id].name, *line = strchr(last, '_');
    size_t same = line != NULL ? (size_t)(line - last) + 1 : 0;

    if (name->size < same || memcmp(name->data, last, same) != 0)
        same = 0;
    buf_add_text(name, "\xE2\x80\xA6");
    buf_add_text(name, last + same);
}

static void
add_message(struct seq *s, uint32_t i, uint32_t last, uint32_t count)
{
    const struct trace_entry *e = &s->log->entries[i];
    struct trace_record browser = {.number = 0};
    bool down = e->r.phase == TRACE_SENT;
    int child = lane_of(s, &e->r), hub = lane_of(s, &browser);
    struct svg_arrow a = {
        down ? hub : child, down ? child : hub, 0, count, NULL, NULL, e->r.ns};
    struct buf name = {0}, detail = {0};

    if (child < 0)
        return;
    for (uint32_t k = i; k <= last; k++) {
        const struct trace_record *r = &s->log->entries[k].r;

        if (r->phase == e->r.phase && r->number == e->r.number &&
            r->arg > a.took_ns)
            a.took_ns = r->arg;
    }
    add_time(s, e->r.ns);
    trace_add_name(&name, &s->log->in, &e->r);
    if (s->log->entries[last].id != e->id) {
        add_last_name(&name, s->log->entries[last].id);
    }
    if ((count == 1 || s->log->entries[last].id != e->id) &&
        !s->log->in.foreign && trace_is_whole(&e->r))
        message_each_field(e->r.payload, take_detail, &detail);
    a.name = buf_text(&name);
    a.detail = buf_text(&detail);
    svg_add_arrow(&s->svg, &a);
    s->last_ns = s->log->entries[last].r.ns;
    buf_finish(&name);
    buf_finish(&detail);
}

static void
add_event(struct seq *s, const struct trace_record *r)
{
    static const enum svg_mark marks[TRACE_PHASE_COUNT] = {
        [TRACE_BIRTH] = SVG_BORN,
        [TRACE_READY] = SVG_READY,
        [TRACE_DEATH] = SVG_DIED,
        [TRACE_DROPPED] = SVG_REFUSED};
    struct buf text = {0};
    int lane = lane_of(s, r);

    if (lane < 0)
        return;
    add_time(s, r->ns);
    buf_add_span(&text, r->payload);
    svg_add_mark(&s->svg, lane, marks[r->phase], r->ns, buf_text(&text));
    buf_finish(&text);
}

static void
add_rows(struct seq *s)
{
    for (uint32_t i = 0; i < s->log->count; i++) {
        const struct trace_entry *e = &s->log->entries[i];
        uint32_t last, count;

        if (!is_drawn(s, e))
            continue;
        if (s->rows >= MOST_ROWS) {
            s->left_out++;
        } else if (!trace_is_message(&e->r)) {
            add_event(s, &e->r);
        } else {
            count = group_from(s, i, &last);
            if (count == 1)
                count = run_from(s, i, &last);
            if (s->all || (count < FOLD && s->log->entries[last].id == e->id)) {
                count = 1;
                last = i;
            }
            add_message(s, i, last, count);
            i = last;
        }
    }
}

int
trace_seq_command(int argc, char **argv)
{
    struct buf out = {0}, note = {0};
    struct seq s = {.log = NULL};
    struct trace_log log;
    struct trace_args a;
    int status;

    if (!trace_args_read(&a, argc, argv, TAKES_FILTER | TAKES_OUT | TAKES_ALL,
                         help, &status))
        goto out;
    status = STATUS_FAILED;
    if (!trace_log_open(&log, a.file))
        goto out;
    s.log = &log;
    s.choice = &a.choice;
    s.all = a.all;
    open_lanes(&s);
    find_the_living(&s);
    add_rows(&s);
    if (s.left_out > 0)
        buf_printf(&note,
                   "%" PRIu64 " more records are not drawn: choose with "
                   "--from, --to or an expression",
                   s.left_out);
    else if (s.rows == 0)
        buf_add_text(&note, "Nothing matches.");
    svg_end(&s.svg, &out, buf_text(&note));
    status = trace_write(a.out, &out);
    if (log.damaged)
        status = STATUS_FAILED;
    trace_log_close(&log);
out:
    buf_finish(&out);
    buf_finish(&note);
    trace_args_finish(&a);
    return status;
}
