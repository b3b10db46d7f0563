/*
 * grid_spread.c - how what items need is shared among the tracks they span
 * (CSS Grid 1, 12.5).
 *
 * Process: renderer.  Distrusts: nothing.
 */
#include "layout/grid.h"

/* The five rounds of 12.5.1: base sizes for three kinds of minimum, then
 * growth limits for two kinds of maximum. */
enum round { MINIMUMS, MIN_CONTENTS, MAX_CONTENTS, LIMITS, MAX_LIMITS };

struct spread {
    struct grid_axis *a;
    int axis;
    enum round round;
    bool flex;
};

static bool
is_intrinsic(enum breadth_kind kind)
{
    return kind == BREADTH_AUTO || kind == BREADTH_MIN_CONTENT ||
           kind == BREADTH_MAX_CONTENT;
}

/* Whether a round makes a track grow. */
static bool
is_affected(const struct spread *s, const struct grid_size *t)
{
    if (s->flex && t->max.kind != BREADTH_FR)
        return false;
    switch (s->round) {
    case MINIMUMS:
        return is_intrinsic(t->min.kind);
    case MIN_CONTENTS:
        return t->min.kind == BREADTH_MIN_CONTENT ||
               t->min.kind == BREADTH_MAX_CONTENT;
    case MAX_CONTENTS:
        return t->min.kind == BREADTH_MAX_CONTENT;
    case LIMITS:
        return is_intrinsic(t->max.kind);
    default:
        return t->max.kind == BREADTH_AUTO ||
               t->max.kind == BREADTH_MAX_CONTENT;
    }
}

static bool
is_limit_round(const struct spread *s)
{
    return s->round >= LIMITS;
}

static unit_t
current_size(const struct spread *s, const struct grid_size *t)
{
    if (is_limit_round(s) && t->limit != GRID_INFINITE)
        return t->limit;
    return t->base;
}

/* Up to where a track may grow before all are asked for more. */
static unit_t
ceiling(const struct spread *s, const struct grid_size *t)
{
    unit_t most = t->limit;

    if (is_limit_round(s) && (t->growable || t->limit == GRID_INFINITE))
        most = GRID_INFINITE;
    if (t->fits && most > unit_max(t->fit_limit, t->base))
        most = unit_max(t->fit_limit, t->base);
    return most;
}

static unit_t
need_of(const struct spread *s, const struct grid_item *item)
{
    switch (s->round) {
    case MINIMUMS:
        return item->least;
    case MIN_CONTENTS:
    case LIMITS:
        return item->min;
    default:
        return item->max;
    }
}

/* Gives space to open tracks of a range in equal parts (or by their fr), each
 * up to its ceiling if there is one; returns what is left. */
static int64_t
give(const struct spread *s, int start, int count, int64_t space, bool bounded)
{
    for (int round = 0; space > 0 && round < 64; round++) {
        double sum = 0, part;
        int64_t whole = space;
        int open = 0;

        for (int i = start; i < start + count; i++)
            if (!s->a->tracks[i].frozen) {
                open++;
                sum += (double)s->a->tracks[i].max.fr;
            }
        if (open == 0)
            break;
        for (int i = start; i < start + count; i++) {
            struct grid_size *t = &s->a->tracks[i];
            int64_t add, room = INT64_MAX;

            if (t->frozen)
                continue;
            part = s->flex && sum > 0 ? (double)t->max.fr / sum
                                      : 1.0 / (double)open;
            add = (int64_t)((double)whole * part + 0.999);
            if (bounded && ceiling(s, t) != GRID_INFINITE)
                room = (int64_t)ceiling(s, t) - current_size(s, t) - t->add;
            add = add > space ? space : add;
            if (add >= room) {
                add = room > 0 ? room : 0;
                t->frozen = true;
            }
            t->add = unit_clamp(t->add + add);
            space -= add;
        }
    }
    return space;
}

/* Which tracks take what is left beyond all ceilings. */
static bool
takes_rest(const struct spread *s, const struct grid_size *t)
{
    if (is_limit_round(s))
        return !t->fits;
    if (s->round == MAX_CONTENTS)
        return t->max.kind == BREADTH_MAX_CONTENT;
    return is_intrinsic(t->max.kind) && !t->fits;
}

static void
open_tracks(const struct spread *s, int start, int count, bool rest)
{
    for (int i = start; i < start + count; i++) {
        struct grid_size *t = &s->a->tracks[i];

        t->frozen = !is_affected(s, t) || (rest && !takes_rest(s, t));
    }
}

/* 12.5.1, for one item: raises what its tracks are planned to grow by. */
static void
plan(const struct spread *s, const struct grid_item *item)
{
    int start = item->start[s->axis], count = item->span[s->axis];
    int64_t space = need_of(s, item);
    bool any = false;

    for (int i = start; i < start + count; i++) {
        struct grid_size *t = &s->a->tracks[i];

        if (i > start)
            space -= grid_gap(s->a, i);
        space -= current_size(s, t);
        any |= is_affected(s, t);
        t->add = 0;
    }
    if (!any)
        return;
    if (space > 0) {
        open_tracks(s, start, count, false);
        space = give(s, start, count, space, true);
        if (space > 0) { /* beyond the ceilings */
            open_tracks(s, start, count, true);
            space = give(s, start, count, space, false);
        }
        if (space > 0 && !is_limit_round(s)) {
            open_tracks(s, start, count, false);
            give(s, start, count, space, false);
        }
    }
    for (int i = start; i < start + count; i++) {
        struct grid_size *t = &s->a->tracks[i];

        t->planned = unit_max(t->planned, t->add);
    }
}

/* Takes over what was planned. */
static void
grow(const struct spread *s, struct grid_size *t)
{
    if (!is_affected(s, t)) {
        t->planned = 0;
        return;
    }
    if (!is_limit_round(s)) {
        t->base = unit_add(t->base, t->planned);
    } else {
        bool was_infinite = t->limit == GRID_INFINITE;

        if (was_infinite && s->round == LIMITS)
            t->growable = true;
        if (!was_infinite || t->planned > 0 || s->round == MAX_LIMITS ||
            t->max.kind == BREADTH_MIN_CONTENT)
            t->limit = unit_add(current_size(s, t), t->planned);
        if (s->round == MAX_LIMITS)
            t->growable = false;
    }
    t->planned = 0;
    if (t->limit < t->base)
        t->limit = t->base;
}

void
grid_spread(struct grid *g, int axis, struct grid_item **items, unsigned count,
            bool flex)
{
    struct spread s = {.a = &g->axis[axis], .axis = axis, .flex = flex};

    for (int round = MINIMUMS; round <= MAX_LIMITS; round++) {
        s.round = (enum round)round;
        for (unsigned i = 0; i < count; i++)
            plan(&s, items[i]);
        for (unsigned i = 0; i < count; i++)
            for (int k = 0; k < items[i]->span[axis]; k++)
                grow(&s, &s.a->tracks[items[i]->start[axis] + k]);
    }
}
