/*
 * grid_tracks.c - the sizes of the tracks of a grid (CSS Grid 1, 12).
 *
 * Process: renderer.  Distrusts: the page's numbers, by units.h.
 */
#include "layout/grid.h"

#include <stdlib.h>

unit_t
grid_gap(const struct grid_axis *a, int track)
{
    if (track <= 0 || a->tracks[track].collapsed)
        return 0;
    /* The gap before the first track that is not collapsed vanishes too. */
    while (track > 0 && a->tracks[track - 1].collapsed)
        track--;
    return track > 0 ? a->gap : 0;
}

unit_t
grid_extent(const struct grid_axis *a, int start, int count)
{
    unit_t sum = 0;

    for (int i = start; i < start + count; i++) {
        if (i > start)
            sum = unit_add(sum, grid_gap(a, i));
        sum = unit_add(sum, a->tracks[i].base);
    }
    return sum;
}

/* ---- the tracks as they were written ------------------------------------ */

/* The definition of a track; NULL: auto. */
static const struct grid_track *
definition(const struct grid_axis *a, int track)
{
    const struct grid_tracks *t = a->template, *implicit = a->implicit;
    int at = track - a->before, repeated;

    if (t != NULL && at >= 0) {
        repeated = a->repeats * (int)t->repeat_count;
        if (t->repeat_count > 0 && at >= (int)t->repeat_at) {
            if (at < (int)t->repeat_at + repeated)
                return &t->tracks[(int)t->repeat_at + (at - (int)t->repeat_at) %
                                                          (int)t->repeat_count];
            at -= repeated - (int)t->repeat_count;
        }
        if (at < (int)t->count)
            return &t->tracks[at];
    }
    if (implicit == NULL || implicit->count == 0)
        return NULL;
    at = track - a->before;
    if (at < 0) /* the pattern ends at the explicit grid */
        at = (int)implicit->count - 1 - (-at - 1) % (int)implicit->count;
    else
        at = (at - a->explicit_count) % (int)implicit->count;
    return &implicit->tracks[at < 0 ? 0 : at];
}

static struct grid_breadth
resolved(const struct grid_breadth *b, unit_t available)
{
    struct grid_breadth out = *b;
    unit_t size;

    if (b->kind != BREADTH_LENGTH)
        return out;
    if (!length_resolve(&b->length, available, &size))
        return (struct grid_breadth){.kind = BREADTH_AUTO};
    out.length = (struct length){.kind = LENGTH_VALUE, .px = unit_max(size, 0)};
    return out;
}

/* 12.4 */
static void
initialize(struct grid_axis *a, int track)
{
    const struct grid_track *d = definition(a, track);
    struct grid_size *t = &a->tracks[track];
    bool collapsed = t->collapsed;

    *t = (struct grid_size){.collapsed = collapsed};
    if (d != NULL) {
        t->min = resolved(&d->min, a->available);
        t->max = resolved(&d->max, a->available);
        t->fits =
            d->fits && length_resolve(&d->limit, a->available, &t->fit_limit);
    }
    if (collapsed)
        t->min = t->max = (struct grid_breadth){
            .kind = BREADTH_LENGTH, .length = {.kind = LENGTH_VALUE}};
    if (t->min.kind == BREADTH_LENGTH)
        t->base = t->min.length.px;
    t->limit = t->max.kind == BREADTH_LENGTH ? t->max.length.px : GRID_INFINITE;
    if (t->limit < t->base)
        t->limit = t->base;
}

/* ---- contributions of items --------------------------------------------- */

static bool
crosses_flex(const struct grid_axis *a, const struct grid_item *item, int axis)
{
    for (int i = 0; i < item->span[axis]; i++)
        if (a->tracks[item->start[axis] + i].max.kind == BREADTH_FR)
            return true;
    return false;
}

static int
compare_row_spans(const void *x, const void *y)
{
    const struct grid_item *a = *(struct grid_item *const *)x;
    const struct grid_item *b = *(struct grid_item *const *)y;

    return a->span[0] < b->span[0] ? -1 : a->span[0] > b->span[0];
}

static int
compare_column_spans(const void *x, const void *y)
{
    const struct grid_item *a = *(struct grid_item *const *)x;
    const struct grid_item *b = *(struct grid_item *const *)y;

    return a->span[1] < b->span[1] ? -1 : a->span[1] > b->span[1];
}

/* 12.5: items by span, those that cross flexible tracks last and together. */
static void
resolve_intrinsic(struct grid *g, int axis)
{
    struct grid_axis *a = &g->axis[axis];
    struct grid_item **list =
        arena_array(g->l->arena, g->count + 1, sizeof *list);
    unsigned count = 0, plain = 0;

    for (int flex = 0; flex < 2; flex++) {
        for (unsigned i = 0; i < g->count; i++) {
            struct grid_item *item = &g->items[i];

            item->spans_flex = crosses_flex(a, item, axis);
            if (item->spans_flex == (flex == 1))
                list[count++] = item;
        }
        if (flex == 0) {
            plain = count;
            qsort(list, count, sizeof *list,
                  axis == GRID_ROWS ? compare_row_spans : compare_column_spans);
        }
    }
    for (unsigned i = 0; i < plain;) {
        unsigned from = i;

        while (i < plain && list[i]->span[axis] == list[from]->span[axis])
            i++;
        grid_spread(g, axis, list + from, i - from, false);
    }
    if (plain < count)
        grid_spread(g, axis, list + plain, count - plain, true);
    for (int i = 0; i < a->count; i++)
        if (a->tracks[i].limit == GRID_INFINITE)
            a->tracks[i].limit = a->tracks[i].base;
}

/* ---- maximizing, flexing, stretching ------------------------------------ */

/* 12.6: free space to all tracks alike, up to their limits. */
static void
maximize(struct grid_axis *a, int64_t free)
{
    int open = 0;

    for (int i = 0; i < a->count; i++) {
        a->tracks[i].frozen = a->tracks[i].base >= a->tracks[i].limit;
        open += !a->tracks[i].frozen;
    }
    while (open > 0 && free > 0) {
        int64_t each = free / open > 0 ? free / open : 1;

        for (int i = 0; i < a->count && free > 0; i++) {
            struct grid_size *t = &a->tracks[i];
            int64_t room = (int64_t)t->limit - t->base, add;

            if (t->frozen)
                continue;
            add = room < each ? room : each;
            t->base = unit_clamp(t->base + add);
            free -= add;
            if (t->base >= t->limit) {
                t->frozen = true;
                open--;
            }
        }
    }
}

/* 12.7.1: the size of an fr that fills a space. */
static double
fr_of(const struct grid_axis *a, int start, int count, unit_t space)
{
    double hypothetical = 0, last = -1;

    /* Tracks that want more than their share are not flexible; each round
     * finds one at least, or ends. */
    for (int round = 0; round <= count && round < 64; round++) {
        double left = space, sum = 0;

        for (int i = start; i < start + count; i++) {
            const struct grid_size *t = &a->tracks[i];
            double fr = t->max.kind == BREADTH_FR ? (double)t->max.fr : 0;

            if (i > start)
                left -= grid_gap(a, i);
            if (fr > 0 && (last < 0 || (double)t->base <= last * fr))
                sum += fr;
            else
                left -= t->base;
        }
        hypothetical = (left > 0 ? left : 0) / (sum < 1 ? 1 : sum);
        if (last >= 0 && hypothetical >= last - 0.01)
            break;
        last = hypothetical;
    }
    return hypothetical;
}

/* Without a definite space: what keeps all contents in. */
static double
fr_of_contents(const struct grid *g, int axis)
{
    const struct grid_axis *a = &g->axis[axis];
    double most = 0, fr;

    for (int i = 0; i < a->count; i++) {
        const struct grid_size *t = &a->tracks[i];

        if (t->max.kind != BREADTH_FR)
            continue;
        fr = (double)t->base / (t->max.fr > 1 ? (double)t->max.fr : 1);
        most = fr > most ? fr : most;
    }
    for (unsigned i = 0; i < g->count; i++) {
        const struct grid_item *item = &g->items[i];

        if (!item->spans_flex)
            continue;
        fr = fr_of(a, item->start[axis], item->span[axis], item->max);
        most = fr > most ? fr : most;
    }
    return most;
}

/* 12.7 */
static void
expand_flexible(struct grid *g, int axis, enum grid_constraint how)
{
    struct grid_axis *a = &g->axis[axis];
    bool any = false;
    double fr;

    for (int i = 0; i < a->count; i++)
        any |= a->tracks[i].max.kind == BREADTH_FR;
    if (!any || how == GRID_MIN_CONTENT)
        return;
    fr = a->available != INDEFINITE && how == GRID_DEFINITE
             ? fr_of(a, 0, a->count, a->available)
             : fr_of_contents(g, axis);
    for (int i = 0; i < a->count; i++) {
        struct grid_size *t = &a->tracks[i];
        double size = t->max.kind == BREADTH_FR ? fr * (double)t->max.fr : 0;

        if (size > t->base)
            t->base = unit_clamp((int64_t)size);
    }
}

/* 12.8 */
static void
stretch_auto(struct grid *g, int axis, int64_t free)
{
    struct grid_axis *a = &g->axis[axis];
    const struct style *s = g->box->style;
    enum alignment how =
        axis == GRID_ROWS ? s->align_content : s->justify_content;
    int count = 0, done = 0;

    if ((how != ALIGN_NORMAL && how != ALIGN_STRETCH && how != ALIGN_AUTO) ||
        free <= 0)
        return;
    for (int i = 0; i < a->count; i++)
        count += a->tracks[i].max.kind == BREADTH_AUTO && !a->tracks[i].fits;
    for (int i = 0; i < a->count; i++)
        if (a->tracks[i].max.kind == BREADTH_AUTO && !a->tracks[i].fits) {
            unit_t add =
                (unit_t)(free * (done + 1) / count - free * done / count);
            a->tracks[i].base = unit_add(a->tracks[i].base, add);
            done++;
        }
}

void
grid_init_tracks(struct grid *g, int axis)
{
    for (int i = 0; i < g->axis[axis].count; i++)
        initialize(&g->axis[axis], i);
}

void
grid_size_tracks(struct grid *g, int axis, enum grid_constraint how)
{
    struct grid_axis *a = &g->axis[axis];
    bool definite = a->available != INDEFINITE && how == GRID_DEFINITE;
    int64_t free;

    grid_init_tracks(g, axis);
    resolve_intrinsic(g, axis);
    free = definite ? (int64_t)a->available - grid_extent(a, 0, a->count)
           : how == GRID_MIN_CONTENT ? 0
                                     : INT64_MAX / 4;
    maximize(a, free);
    expand_flexible(g, axis, how);
    if (definite)
        stretch_auto(g, axis,
                     (int64_t)a->available - grid_extent(a, 0, a->count));
}
