/*
 * grid_lines.c - lines of a grid by number and name (CSS Grid 1, 7 and 8.3).
 *
 * Process: renderer.  Distrusts: the page's numbers, bounded by css/grid.h.
 */
#include "layout/grid.h"

#include <stdlib.h>

/* ---- the explicit grid -------------------------------------------------- */

static bool
fixed_breadth(const struct grid_breadth *b, unit_t available, unit_t *out)
{
    return b->kind == BREADTH_LENGTH &&
           length_resolve(&b->length, available, out);
}

/* A track's size for counting repetitions: the maximum if it is definite, but
 * not below a definite minimum. */
static unit_t
fixed_size(const struct grid_track *t, unit_t available)
{
    unit_t min = 0, size = 0;
    bool has_min = fixed_breadth(&t->min, available, &min);

    if (fixed_breadth(&t->max, available, &size))
        return unit_max(size, min);
    return has_min ? min : 0;
}

/* How often auto-fill repeats in a definite space (7.2.3.2). */
static int
repetitions(const struct grid_tracks *t, unit_t available, unit_t gap)
{
    int64_t fixed = 0, each = 0, room;

    for (unsigned i = 0; i < t->count; i++) {
        bool inside = i >= t->repeat_at && i < t->repeat_at + t->repeat_count;
        unit_t size = fixed_size(&t->tracks[i], available);

        if (inside)
            each += (size > UNIT ? size : UNIT) + (int64_t)gap;
        else
            fixed += (int64_t)size + gap;
    }
    room = (int64_t)available + gap - fixed;
    if (each <= 0 || room < each)
        return 1;
    room /= each;
    return room * t->repeat_count > MAX_GRID_TRACKS
               ? (int)(MAX_GRID_TRACKS / t->repeat_count)
               : (int)room;
}

void
grid_count_explicit(struct grid *g, int axis, unit_t available)
{
    const struct style *s = g->box->style;
    const struct grid_areas *areas = s->grid_areas;
    struct grid_axis *a = &g->axis[axis];
    const struct grid_tracks *t =
        axis == GRID_ROWS ? s->grid_rows : s->grid_columns;
    int tracks = 0, named = 0;

    a->template = t;
    a->implicit = axis == GRID_ROWS ? s->grid_auto_rows : s->grid_auto_columns;
    a->repeats = 1;
    if (t != NULL && t->repeat_count > 0 && available != INDEFINITE)
        a->repeats = repetitions(t, available, a->gap);
    if (t != NULL)
        tracks = (int)t->count + (a->repeats - 1) * (int)t->repeat_count;
    if (areas != NULL)
        named = (int)(axis == GRID_ROWS ? areas->rows : areas->columns);
    a->explicit_count = tracks > named ? tracks : named;
}

/* ---- names -------------------------------------------------------------- */

/* Calls found for each line of a name; lines come in no order. */
static void
mark_line(uint8_t *marks, int line, int most)
{
    if (line >= 0 && line <= most)
        marks[line] = 1;
}

static void
mark_names(const struct grid_axis *a, const char *name, uint8_t *marks)
{
    const struct grid_tracks *t = a->template;

    for (unsigned i = 0; t != NULL && i < t->name_count; i++) {
        const struct grid_name *n = &t->names[i];
        int line = (int)n->line;

        if (strcmp(n->name, name) != 0)
            continue;
        if (n->in_repeat) {
            for (int k = 0; k < a->repeats; k++)
                mark_line(marks,
                          (int)t->repeat_at + line + k * (int)t->repeat_count,
                          a->explicit_count);
            continue;
        }
        if (t->repeat_count > 0 && n->line >= t->repeat_at + t->repeat_count)
            line += (a->repeats - 1) * (int)t->repeat_count;
        mark_line(marks, line, a->explicit_count);
    }
}

/* The lines around areas are called NAME-start and NAME-end. */
static void
mark_areas(const struct grid *g, int axis, const char *name, uint8_t *marks)
{
    const struct grid_areas *areas = g->box->style->grid_areas;
    size_t size = strlen(name);
    bool start = size > 6 && strcmp(name + size - 6, "-start") == 0;
    bool end = size > 4 && strcmp(name + size - 4, "-end") == 0;

    if (areas == NULL || (!start && !end))
        return;
    size -= start ? 6 : 4;
    for (unsigned i = 0; i < areas->count; i++) {
        const struct grid_area *area = &areas->areas[i];
        unsigned from = axis == GRID_ROWS ? area->top : area->left;
        unsigned to = axis == GRID_ROWS ? area->bottom : area->right;

        if (strlen(area->name) == size && memcmp(area->name, name, size) == 0)
            mark_line(marks, (int)(start ? from : to),
                      g->axis[axis].explicit_count);
    }
}

/* The nth line of a name behind line after (n < 0: the nth from the end before
 * it).  Beyond the explicit grid all lines have it if invent is set. */
static bool
named_line(const struct grid *g, int axis, const char *name, int n, int after,
           bool invent, int *out)
{
    uint8_t marks[2 * MAX_GRID_TRACKS + 2] = {0};
    int last = g->axis[axis].explicit_count, left = abs(n);

    mark_names(&g->axis[axis], name, marks);
    mark_areas(g, axis, name, marks);
    if (n > 0) {
        for (int i = after < 0 ? 0 : after + 1; i <= last; i++)
            if (marks[i] && --left == 0) {
                *out = i;
                return true;
            }
        *out = (after > last ? after : last) + left;
    } else {
        for (int i = after > last ? last : after - 1; i >= 0; i--)
            if (marks[i] && --left == 0) {
                *out = i;
                return true;
            }
        *out = (after < 0 ? after : 0) - left;
    }
    return invent;
}

/* ---- one item's range --------------------------------------------------- */

/* A line that is not auto or a span. */
static int
definite_line(const struct grid *g, int axis, const struct grid_line *line,
              bool is_end)
{
    int last = g->axis[axis].explicit_count, number = line->number, out = 0;

    if (line->name == NULL)
        return number > 0 ? number - 1 : last + 1 + number;
    if (number == 0) {
        struct buf name = {0};
        bool found;

        buf_printf(&name, "%s-%s", line->name, is_end ? "end" : "start");
        found = named_line(g, axis, buf_text(&name), 1, -1, false, &out);
        buf_finish(&name);
        if (found)
            return out;
        number = 1;
    }
    named_line(g, axis, line->name, number, number > 0 ? -1 : last + 1, true,
               &out);
    return out;
}

static int
span_length(const struct grid_line *line)
{
    if (line->kind != GRID_LINE_SPAN || line->number <= 0)
        return 1;
    return line->number;
}

static int
span_to(const struct grid *g, int axis, const struct grid_line *line, int from,
        int direction)
{
    int out;

    if (line->name == NULL)
        return from + direction * span_length(line);
    named_line(g, axis, line->name, direction * span_length(line), from, true,
               &out);
    return out;
}

void
grid_resolve(const struct grid *g, struct grid_item *item, int axis)
{
    const struct style *s = item->box->style;
    const struct grid_line *start = &s->grid_start[axis];
    const struct grid_line *end = &s->grid_end[axis];
    int from = 0, to = 0;

    item->placed[axis] = true;
    if (start->kind == GRID_LINE_NUMBER && end->kind == GRID_LINE_NUMBER) {
        from = definite_line(g, axis, start, false);
        to = definite_line(g, axis, end, true);
        if (to < from) {
            int other = to;
            to = from;
            from = other;
        }
    } else if (start->kind == GRID_LINE_NUMBER) {
        from = definite_line(g, axis, start, false);
        to = span_to(g, axis, end, from, 1);
    } else if (end->kind == GRID_LINE_NUMBER) {
        to = definite_line(g, axis, end, true);
        from = span_to(g, axis, start, to, -1);
    } else {
        const struct grid_line *span =
            start->kind == GRID_LINE_SPAN ? start : end;

        item->placed[axis] = false;
        to = span->name != NULL ? 1 : span_length(span);
    }
    item->start[axis] = from;
    item->span[axis] = to > from ? to - from : 1;
}
