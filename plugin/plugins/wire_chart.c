/*
 * wire_chart.c - lanes and arrows.
 *
 * Process: plugin.  Distrusts: nothing new; the model was checked.
 */
#include "wire_chart.h"
#include "trace_stream.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
    NEAR = 5,           /* pixels from which the pointer takes an arrow */
    BUCKET = 7,         /* pixels in which arrows are told apart */
    FLIGHT = 350000000, /* ns that an arrow is seen to fly */
    UP = 9,
    DOWN = WIRE_LANE - 9 /* the rails, from the lane's top */
};

/* ns that the dead are shown in any case. */
#define KEPT UINT64_C(4000000000)

/* What is collected of a lane while its messages pass by. */
struct bucket {
    int at; /* which; -1: nothing yet */
    unsigned out, in;
    uint32_t color; /* of the slowest of in */
    uint32_t took;
    struct wire_record last;
    float label_end; /* where the last label ended */
    unsigned folded; /* messages since that label */
    float label_at;  /* of the label that waits for its room; < 0: none */
    uint16_t label_id;
};

struct painting {
    struct wire_chart *c;
    const struct wire_paint *p;    /* clipped to the lanes' tracks */
    const struct wire_paint *head; /* ... and the browser's above them */
    struct wire_model *m;
    struct wire_lane *lanes[WIRE_LANES];
    struct bucket buckets[WIRE_LANES];
    struct bucket browser;
    unsigned count;
    uint64_t begin; /* ns; the left edge */
    float best;     /* distance of the hit */
};

/* ---- words --------------------------------------------------------------- */

void
wire_chart_time(char *out, size_t room, uint64_t ns)
{
    if (ns < 1000000)
        snprintf(out, room, "%.*f \xC2\xB5s", ns < 10000, (double)ns / 1e3);
    else if (ns < 1000000000)
        snprintf(out, room, "%.*f ms", ns < 10000000, (double)ns / 1e6);
    else
        snprintf(out, room, "%.*f s", ns < UINT64_C(10000000000),
                 (double)ns / 1e9);
}

void
wire_chart_size(char *out, size_t room, uint64_t bytes)
{
    if (bytes < 1000)
        snprintf(out, room, "%u B", (unsigned)bytes);
    else
        snprintf(out, room, "%.1f kB", (double)bytes / 1e3);
}

uint32_t
wire_chart_color(const struct wire_record *r)
{
    if (r->flags & RECORD_REFUSED)
        return WIRE_RED;
    if (!(r->flags & RECORD_IN))
        return 0x7A6FB0;
    if (!(r->flags & RECORD_HANDLED))
        return WIRE_QUIET;
    return r->took < 100000     ? WIRE_GREEN
           : r->took < 1000000  ? WIRE_LINK
           : r->took < 10000000 ? WIRE_AMBER
                                : WIRE_RED;
}

/* ---- places -------------------------------------------------------------- */

static int
track_left(const struct wire_chart *c)
{
    return c->left + c->names;
}

static float
x_of(const struct painting *g, uint64_t ns)
{
    double part = ((double)ns - (double)g->begin) / (double)g->c->span;

    part = part < -1 ? -1 : part > 2 ? 2 : part;
    return (float)(track_left(g->c) + part * (g->c->right - track_left(g->c)));
}

/* A dead one stays as long as its last moments can be seen. */
static bool
is_shown(const struct wire_chart *c, const struct wire_model *m,
         const struct wire_lane *l)
{
    uint64_t begin = c->now > c->span ? c->now - c->span : 0;

    if ((l->flags & LANE_OWN) && !m->own)
        return false;
    if (l->born > c->now)
        return false;
    return !(l->flags & LANE_DEAD) || l->died > begin ||
           (l->died != 0 && l->died + KEPT > c->now);
}

static int
lanes_top(const struct wire_chart *c)
{
    return c->top + WIRE_RULER + WIRE_LANE;
}

/* Those shown, by number; where they do not all fit, first the living. */
static unsigned
find_lanes(const struct wire_chart *c, struct wire_model *m,
           struct wire_lane *lanes[WIRE_LANES])
{
    unsigned count = 0, shown = 0;

    for (unsigned i = 0; i < m->lane_count; i++)
        shown += is_shown(c, m, &m->lanes[i]);
    if ((int)shown * WIRE_LANE <= c->bottom - lanes_top(c)) {
        for (unsigned i = 0; i < m->lane_count; i++)
            if (is_shown(c, m, &m->lanes[i]))
                lanes[count++] = &m->lanes[i];
        return count;
    }
    for (unsigned i = 0; i < m->lane_count; i++)
        if (is_shown(c, m, &m->lanes[i]) && !(m->lanes[i].flags & LANE_DEAD))
            lanes[count++] = &m->lanes[i];
    for (unsigned i = m->lane_count; i > 0; i--)
        if (is_shown(c, m, &m->lanes[i - 1]) &&
            (m->lanes[i - 1].flags & LANE_DEAD))
            lanes[count++] = &m->lanes[i - 1];
    return count;
}

uint32_t
wire_chart_lane_at(const struct wire_chart *c, struct wire_model *m, int y)
{
    struct wire_lane *lanes[WIRE_LANES];
    unsigned count = find_lanes(c, m, lanes);
    int at = y - lanes_top(c) + c->scroll;

    if (y < lanes_top(c) || y >= c->bottom || at < 0 ||
        at / WIRE_LANE >= (int)count)
        return 0;
    return lanes[at / WIRE_LANE]->number;
}

static float
lane_top(const struct painting *g, unsigned i)
{
    return (float)(lanes_top(g->c) - g->c->scroll + (int)i * WIRE_LANE);
}

/* ---- ruler --------------------------------------------------------------- */

static void
paint_ruler(const struct painting *g)
{
    static const uint64_t steps[] = {1, 2, 5};
    uint64_t step = 1000, width = (uint64_t)(g->c->right - track_left(g->c));
    char text[32];

    for (int i = 1; width > 0 && g->c->span / step > width / 90; i++) {
        uint64_t ten = 1000;

        for (int j = 0; j < i / 3; j++)
            ten *= 10;
        step = ten * steps[i % 3];
    }
    for (uint64_t at = g->begin / step * step; at <= g->c->now; at += step) {
        float x = x_of(g, at);

        wire_rect(g->head, x, (float)g->c->top + WIRE_RULER - 6, x + 1,
                  (float)g->c->bottom, WIRE_LINE, 255);
        if (step >= 1000000000)
            snprintf(text, sizeof text, "%.0f s", (double)at / 1e9);
        else if (step >= 1000000)
            snprintf(text, sizeof text, "%.3f s", (double)at / 1e9);
        else
            snprintf(text, sizeof text, "%.6f s", (double)at / 1e9);
        wire_text(g->head, WIRE_UI, x + 4, g->c->top + 16, text, WIRE_QUIET);
    }
}

/* ---- one lane ------------------------------------------------------------ */

static void
paint_life(const struct painting *g, unsigned i)
{
    const struct wire_lane *l = g->lanes[i];
    float top = lane_top(g, i), from = (float)track_left(g->c);
    float to = (float)g->c->right, x;

    if (l->born > g->begin)
        from = x_of(g, l->born);
    if (l->flags & LANE_DEAD)
        to = x_of(g, l->died);
    wire_rect(g->p, from, top + UP, to, top + UP + 1, WIRE_LINE, 255);
    if (l->ready > g->begin && l->born != 0) {
        x = x_of(g, l->ready);
        for (float at = from; at < x; at += 6)
            wire_rect(g->p, at, top + DOWN, at + 3, top + DOWN + 1.5f,
                      WIRE_RAIL, 255);
        from = x > from ? x : from;
        wire_disc(g->p, x, top + DOWN + 0.75f, 2.5f, WIRE_GREEN);
    }
    wire_rect(g->p, from, top + DOWN, to, top + DOWN + 1.5f, WIRE_RAIL, 255);
    if (l->born > g->begin) {
        x = x_of(g, l->born);
        wire_disc(g->p, x, top + DOWN + 0.75f, 4, WIRE_GREEN);
        wire_disc(g->p, x, top + DOWN + 0.75f, 2, WIRE_PAPER);
    }
}

/* The band below the arrows, or what it says above them. */
static void
paint_hang(const struct painting *g, float top, uint64_t from, uint64_t to,
           const char *says)
{
    float x = from > g->begin ? x_of(g, from) : (float)track_left(g->c);
    float end = to < g->c->now ? x_of(g, to) : (float)g->c->right;
    float width;

    if (to <= g->begin || from >= g->c->now || end <= x)
        return;
    if (says != NULL) {
        width = wire_text_width(g->m, WIRE_UI, says);
        if (width + 8 > end - x)
            return;
        wire_rect(g->p, x + 3, top + 14, x + 9 + width, top + 31, WIRE_PAPER,
                  220);
        wire_text(g->p, WIRE_UI, x + 6, (int)top + 27, says, WIRE_AMBER);
        return;
    }
    wire_rect(g->p, x, top + UP + 1, end, top + DOWN, WIRE_AMBER, 40);
    wire_rect(g->p, x, top + DOWN, end, top + DOWN + 1.5f, WIRE_AMBER, 255);
    if (from > g->begin)
        wire_rect(g->p, x, top + UP - 2, x + 2, top + DOWN + 1.5f, WIRE_AMBER,
                  255);
}

/* From when to when it kept a person waiting. */
static void
paint_hangs(const struct painting *g, unsigned i, bool words)
{
    const struct wire_model *m = g->m;
    const struct wire_lane *l = g->lanes[i];
    const struct wire_event *begun = NULL;
    uint64_t first =
        m->event_total > WIRE_EVENTS ? m->event_total - WIRE_EVENTS : 0;
    float top = lane_top(g, i);
    bool known = false;

    for (uint64_t at = first; at < m->event_total; at++) {
        const struct wire_event *e = &m->events[at % WIRE_EVENTS];

        if (e->number != l->number ||
            (e->phase != EVENT_HANGS && e->phase != EVENT_ANSWERS &&
             e->phase != EVENT_DEATH))
            continue;
        if (begun != NULL)
            paint_hang(g, top, begun->ns, e->ns, words ? begun->text : NULL);
        begun = e->phase == EVENT_HANGS ? e : NULL;
        known = true;
    }
    if (begun != NULL)
        paint_hang(g, top, begun->ns, UINT64_MAX, words ? begun->text : NULL);
    else if (!known && (l->flags & LANE_SLOW)) /* since before that */
        paint_hang(g, top, 0, UINT64_MAX, words ? l->trouble : NULL);
}

/* Over the arrows. */
static void
paint_death(const struct painting *g, unsigned i)
{
    const struct wire_lane *l = g->lanes[i];
    float x = x_of(g, l->died), width, before, after, top = lane_top(g, i);
    const char *why = "";

    if (!(l->flags & LANE_DEAD) || l->died < g->begin)
        return;
    for (uint64_t at = g->m->event_total; at > 0; at--) {
        const struct wire_event *e = &g->m->events[(at - 1) % WIRE_EVENTS];

        if (g->m->event_total - at >= WIRE_EVENTS)
            break;
        if (e->number == l->number && e->phase == EVENT_DEATH) {
            why = e->text;
            break;
        }
    }
    wire_cross(g->p, x, top + DOWN + 0.75f, 5, WIRE_RED);
    /* On the side where there is more room, if it does not fit to the right. */
    width = wire_text_width(g->m, WIRE_UI, why);
    after = (float)g->c->right - x - 14;
    before = x - (float)track_left(g->c) - 14;
    if (width > after && before > after) {
        width = width < before ? width : before;
        x -= width + 20;
    } else if (width > after) {
        width = after;
    }
    wire_rect(g->p, x + 7, top + 14, x + 13 + width, top + 31, WIRE_PAPER, 255);
    wire_text_cut(g->p, WIRE_UI, x + 10, (int)top + 27, why, width + 1,
                  WIRE_RED);
}

static void
paint_name(const struct painting *g, const struct wire_paint *all, unsigned i)
{
    const struct wire_lane *l = g->lanes[i];
    int top = (int)lane_top(g, i), left = g->c->left + 10;
    bool dead = l->flags & LANE_DEAD;
    float width = (float)(g->c->names - 18);
    const char *under = l->trouble[0] != 0 ? l->trouble : l->use;
    uint32_t ink = dead                     ? WIRE_RED
                   : l->flags & LANE_SLOW   ? WIRE_AMBER
                   : !(l->flags & LANE_OWN) ? WIRE_INK
                                            : WIRE_QUIET;
    bool over = g->c->pointer_x >= g->c->left &&
                g->c->pointer_x < track_left(g->c) && g->c->pointer_y >= top &&
                g->c->pointer_y < top + WIRE_LANE;

    if (over)
        wire_rect(all, (float)g->c->left, (float)top, (float)track_left(g->c),
                  (float)top + WIRE_LANE, WIRE_SHADE, 255);
    wire_text_cut(all, WIRE_BOLD, (float)left, top + 20, l->name, width,
                  over ? WIRE_LINK : ink);
    wire_text_cut(all, WIRE_UI, (float)left, top + 36, dead ? "dead" : under,
                  width, l->trouble[0] != 0 && !dead ? WIRE_AMBER : WIRE_QUIET);
    wire_rect(all, (float)g->c->left, (float)top + WIRE_LANE - 1,
              (float)g->c->right, (float)top + WIRE_LANE, WIRE_LINE, 255);
}

/* ---- messages ------------------------------------------------------------ */

static void
paint_label(const struct painting *g, struct bucket *b, float top, float until)
{
    char text[64];
    const char *name = wire_model_name(g->m, b->label_id);
    float width;

    if (b->label_at < 0)
        return;
    if (b->folded > 1)
        snprintf(text, sizeof text, "%s +%u", name, b->folded - 1);
    else
        snprintf(text, sizeof text, "%s", name);
    width = wire_text_width(g->m, WIRE_UI, text);
    if (b->label_at + width + 6 < until && b->label_at > b->label_end) {
        wire_text(g->p, WIRE_UI, b->label_at, (int)top + 27, text, WIRE_INK);
        b->label_end = b->label_at + width + 6;
        b->folded = 0;
    }
    b->label_at = -1;
}

static void
paint_arrow(const struct painting *g, const struct wire_record *r, float top,
            bool chosen)
{
    bool in = r->flags & RECORD_IN;
    float x = x_of(g, r->ns), length = DOWN - UP, done = 1;
    uint32_t color = wire_chart_color(r);
    float wide = chosen ? 1.5f : 0.75f;

    if (g->c->live && g->c->now < r->ns + FLIGHT)
        done = (float)(g->c->now - r->ns) / (float)FLIGHT;
    if (chosen)
        wire_rect(g->head, x - 0.5f, (float)g->c->top + WIRE_RULER, x + 0.5f,
                  top + UP, color, 120);
    if (in) {
        float tip = top + DOWN - length * done;

        wire_rect(g->p, x - wide, tip + 3, x + wide, top + DOWN, color, 255);
        wire_tip(g->p, x, tip, false, color);
        if (r->flags & RECORD_HANDLED)
            wire_rect(g->p, x, top + UP - 1, x_of(g, r->ns + r->took),
                      top + UP + 2, color, 255);
    } else {
        float tip = top + UP + length * done;

        wire_rect(g->p, x - wide, top + UP, x + wide, tip - 3, color, 255);
        wire_tip(g->p, x, tip, true, color);
    }
    if (r->flags & RECORD_REFUSED)
        wire_cross(g->p, x, top + UP, 4, WIRE_RED);
}

static float
height_of(unsigned count)
{
    float height = 3 + 3 * log2f((float)count);

    return height > (DOWN - UP) / 2 ? (DOWN - UP) / 2 : height;
}

/* Ends the bucket: bars for many, arrows were painted for few. */
static void
paint_bars(const struct painting *g, const struct bucket *b, float top)
{
    float x = (float)(b->at * BUCKET);

    if (b->out > 2)
        wire_rect(g->p, x, top + UP + 1, x + BUCKET - 1,
                  top + UP + 1 + height_of(b->out), 0x7A6FB0, 255);
    if (b->in > 2)
        wire_rect(g->p, x, top + DOWN - height_of(b->in), x + BUCKET - 1,
                  top + DOWN, b->color, 255);
}

static void
look_for_hit(struct painting *g, const struct wire_record *r, float x,
             float top)
{
    float far = fabsf(x - (float)g->c->pointer_x);

    if ((float)g->c->pointer_y < top ||
        (float)g->c->pointer_y >= top + WIRE_LANE || far > NEAR ||
        g->c->pointer_y < lanes_top(g->c) || g->c->pointer_y >= g->c->bottom ||
        g->c->pointer_x < track_left(g->c))
        return;
    g->c->hit_here++;
    if (far <= g->best) {
        g->best = far;
        g->c->hit = *r;
        g->c->has_hit = true;
    }
}

static void
close_bucket(struct painting *g, unsigned i)
{
    struct bucket *b = &g->buckets[i];

    if (b->at >= 0)
        paint_bars(g, b, lane_top(g, i));
}

/* One message: an arrow while its bucket has few, else part of a bar.  A
 * group of arrows that turns out to be many is painted over by its bar. */
static void
take_record(struct painting *g, const struct wire_record *r)
{
    float x = x_of(g, r->ns), top;
    int at = (int)x / BUCKET;
    struct bucket *b;
    unsigned i = 0;
    bool in = r->flags & RECORD_IN;

    while (i < g->count && g->lanes[i]->number != r->number)
        i++;
    if (i == g->count)
        return;
    b = &g->buckets[i];
    top = lane_top(g, i);
    look_for_hit(g, r, x, top);
    if (b->at != at) {
        close_bucket(g, i);
        paint_label(g, b, top, x - 4);
        b->at = at;
        b->in = b->out = 0;
        b->took = 0;
        b->color = WIRE_GREEN;
    }
    if (in)
        b->in++;
    else
        b->out++;
    if (in && r->took >= b->took) {
        b->took = r->took;
        b->color = wire_chart_color(r);
    }
    if ((in ? b->in : b->out) <= 2)
        paint_arrow(g, r, top, false);
    b->last = *r;
    b->folded++;
    b->label_at = x + 6;
    b->label_id = r->id;
}

/* How busy the browser was, from all lanes. */
static void
take_browser(struct painting *g, const struct wire_record *r)
{
    int at = (int)x_of(g, r->ns) / BUCKET;
    struct bucket *b = &g->browser;
    float bottom = (float)g->c->top + WIRE_RULER + WIRE_LANE - 8;

    if (b->at != at) {
        if (b->at >= 0 && b->in + b->out > 0)
            wire_rect(g->head, (float)(b->at * BUCKET),
                      bottom - 2 * height_of(b->in + b->out),
                      (float)(b->at * BUCKET + BUCKET - 1), bottom,
                      b->in > 0 ? b->color : 0x7A6FB0, 255);
        *b = (struct bucket){.at = at, .color = WIRE_GREEN};
    }
    if (r->flags & RECORD_IN) {
        b->in++;
        if (r->took >= b->took) {
            b->took = r->took;
            b->color = wire_chart_color(r);
        }
    } else {
        b->out++;
    }
}

static void
paint_messages(struct painting *g)
{
    struct wire_record end = {.ns = g->c->now + g->c->span};
    const struct wire_record *r;

    for (unsigned i = 0; i < WIRE_LANES; i++)
        g->buckets[i] = (struct bucket){.at = -1, .label_at = -1};
    g->browser.at = -1;
    for (uint64_t at = wire_model_from(g->m, g->begin);
         (r = wire_model_record(g->m, at)) != NULL && r->ns <= g->c->now;
         at++) {
        take_browser(g, r);
        take_record(g, r);
    }
    take_browser(g, &end);
    for (unsigned i = 0; i < g->count; i++) {
        close_bucket(g, i);
        paint_label(g, &g->buckets[i], lane_top(g, i),
                    g->lanes[i]->flags & LANE_DEAD ? x_of(g, g->lanes[i]->died)
                                                   : (float)g->c->right + 400);
    }
}

/* The one under the pointer, and the one whose details are shown. */
static void
paint_chosen(struct painting *g)
{
    const struct wire_record *r;

    for (unsigned i = 0; i < g->count && g->c->has_hit; i++)
        if (g->lanes[i]->number == g->c->hit.number)
            paint_arrow(g, &g->c->hit, lane_top(g, i), true);
    if (g->c->selected == UINT64_MAX)
        return;
    for (uint64_t at = wire_model_from(g->m, g->begin);
         (r = wire_model_record(g->m, at)) != NULL && r->ns <= g->c->now; at++)
        for (unsigned i = 0; i < g->count && r->serial == g->c->selected; i++)
            if (g->lanes[i]->number == r->number) {
                float x = x_of(g, r->ns), top = lane_top(g, i);

                wire_rect(g->p, x - 5, top + 3, x + 5, top + WIRE_LANE - 4,
                          0xFFD54F, 110);
                paint_arrow(g, r, top, true);
            }
}

static void
paint_tooltip(const struct painting *g, struct wire_paint *p)
{
    const struct wire_record *r = &g->c->hit;
    char size[24], took[24], text[160], more[40] = "";
    int x = g->c->pointer_x + 14, y = g->c->pointer_y + 16, width;

    if (!g->c->has_hit)
        return;
    wire_chart_size(size, sizeof size, r->length);
    wire_chart_time(took, sizeof took, r->took);
    if (g->c->hit_here > 1)
        snprintf(more, sizeof more, "  (%u here)", g->c->hit_here);
    snprintf(text, sizeof text, "%s  \xC2\xB7  %s%s%s%s",
             wire_model_name(g->m, r->id), size,
             r->flags & RECORD_HANDLED ? "  \xC2\xB7  handled in " : "",
             r->flags & RECORD_HANDLED ? took : "", more);
    width = (int)wire_text_width(g->m, WIRE_UI, text) + 16;
    if (x + width > g->c->right)
        x = g->c->right - width > g->c->left ? g->c->right - width : g->c->left;
    if (y + 24 > g->c->bottom)
        y = g->c->pointer_y - 30;
    wire_clip(p, g->c->left, g->c->top, g->c->right, g->c->bottom);
    wire_round(p, x, y, x + width, y + 24, 0x2B3138);
    wire_text(p, WIRE_UI, (float)x + 8, y + 16, text, 0xFFFFFF);
}

static void
paint_browser_name(const struct painting *g, const struct wire_paint *p)
{
    int top = g->c->top + WIRE_RULER, bottom = top + WIRE_LANE;
    char cost[64];

    wire_text(p, WIRE_BOLD, (float)g->c->left + 10, top + 20, "browser",
              WIRE_INK);
    snprintf(cost, sizeof cost, "%.1f %% of it for this chart",
             (double)g->m->cost / 10);
    wire_text_cut(p, WIRE_UI, (float)g->c->left + 10, top + 36, cost,
                  (float)g->c->names - 18, WIRE_QUIET);
    wire_rect(p, (float)g->c->left, (float)bottom - 1, (float)g->c->right,
              (float)bottom, WIRE_RAIL, 255);
}

void
wire_chart_paint(struct wire_chart *c, const struct wire_paint *paint,
                 struct wire_model *m)
{
    struct wire_paint all = *paint, tracks = *paint, head = *paint;
    struct painting g = {
        .c = c, .p = &tracks, .head = &head, .m = m, .best = NEAR + 1};

    g.begin = c->now > c->span ? c->now - c->span : 0;
    c->has_hit = false;
    c->hit_here = 0;
    g.count = find_lanes(c, m, g.lanes);
    c->height = (int)g.count * WIRE_LANE;
    wire_clip(&head, track_left(c), c->top, c->right, c->bottom);
    wire_clip(&all, c->left, c->top, c->right, c->bottom);
    paint_ruler(&g);
    wire_rect(&all, (float)track_left(c) - 1, (float)c->top,
              (float)track_left(c), (float)c->bottom, WIRE_LINE, 255);
    paint_browser_name(&g, &all);
    wire_clip(&tracks, track_left(c), lanes_top(c), c->right, c->bottom);
    all.top = lanes_top(c);
    for (unsigned i = 0; i < g.count; i++) {
        paint_name(&g, &all, i);
        paint_life(&g, i);
        paint_hangs(&g, i, false);
    }
    paint_messages(&g);
    paint_chosen(&g);
    for (unsigned i = 0; i < g.count; i++) {
        paint_hangs(&g, i, true);
        paint_death(&g, i);
    }
    paint_tooltip(&g, &all);
}
