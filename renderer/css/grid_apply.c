/*
 * grid_apply.c - computed values of the grid properties.
 *
 * Process: renderer.  Distrusts: style sheets; sizes were bounded when parsed.
 */
#include "css/grid.h"
#include "css/grid_values.h"

/* ---- tracks ------------------------------------------------------------- */

/* What a track list is made into. */
struct maker {
    struct compute *c;
    struct grid_tracks *out;
    struct grid_track *tracks;
    struct grid_name *names;
};

static struct grid_breadth
make_breadth(const struct compute *c, const struct value *v)
{
    struct grid_breadth b = {.kind = BREADTH_AUTO};

    if (v->kind == VALUE_NUMBER) {
        b.kind = BREADTH_FR;
        b.fr = v->number;
    } else if (v->kind == VALUE_KEYWORD) {
        if (v->keyword == LENGTH_MIN_CONTENT)
            b.kind = BREADTH_MIN_CONTENT;
        else if (v->keyword == LENGTH_MAX_CONTENT)
            b.kind = BREADTH_MAX_CONTENT;
    } else {
        b.kind = BREADTH_LENGTH;
        b.length = value_to_length(v, &c->base);
    }
    return b;
}

static void
make_track(const struct compute *c, const struct value *v,
           struct grid_track *track)
{
    if (v->unit == 'f') {
        track->fits = true;
        track->limit = value_to_length(&v->items[0], &c->base);
        return;
    }
    track->min = make_breadth(c, &v->items[0]);
    track->max = make_breadth(c, &v->items[1]);
}

static void
make_items(struct maker *m, const struct value *items, int count,
           bool in_repeat)
{
    struct grid_tracks *out = m->out;

    for (int i = 0; i < count; i++) {
        const struct value *v = &items[i];

        if (v->kind == VALUE_TEXT) {
            m->names[out->name_count++] = (struct grid_name){
                v->text, in_repeat ? out->count - out->repeat_at : out->count,
                in_repeat};
        } else if (v->unit == 'r' && !in_repeat) {
            out->repeat_at = out->count;
            out->fits = v->number > 0;
            make_items(m, v->items, v->keyword, true);
            out->repeat_count = out->count - out->repeat_at;
        } else {
            make_track(m->c, v, &m->tracks[out->count++]);
        }
    }
}

void
apply_grid_tracks(struct compute *c, const struct property *p,
                  const struct value *v, void *field)
{
    struct grid_tracks *out;
    struct maker m = {.c = c};
    size_t size;

    (void)p;
    *(const struct grid_tracks **)field = NULL;
    if (v->kind != VALUE_LIST)
        return;
    size = (size_t)v->keyword;
    for (int i = 0; i < v->keyword; i++)
        if (v->items[i].kind == VALUE_FUNCTION && v->items[i].unit == 'r')
            size += (size_t)v->items[i].keyword;
    out = arena_alloc(c->arena, sizeof *out);
    m.out = out;
    m.tracks = arena_array(c->arena, size, sizeof *m.tracks);
    m.names = arena_array(c->arena, size, sizeof *m.names);
    make_items(&m, v->items, v->keyword, false);
    out->tracks = m.tracks;
    out->names = m.names;
    *(const struct grid_tracks **)field = out;
}

/* ---- areas -------------------------------------------------------------- */

/* The next cell of a row: a name, or a run of dots (*name NULL); false at the
 * end. */
static bool
next_cell(struct span *row, struct span *name)
{
    size_t size = 0;
    bool dots;

    while (row->size > 0 && memchr(" \t\n\r\f", row->data[0], 5) != NULL)
        *row = (struct span){row->data + 1, row->size - 1};
    if (row->size == 0)
        return false;
    dots = row->data[0] == '.';
    while (size < row->size &&
           memchr(" \t\n\r\f", row->data[size], 5) == NULL &&
           (row->data[size] == '.') == dots)
        size++;
    *name = (struct span){dots ? NULL : row->data, dots ? 0 : size};
    *row = (struct span){row->data + size, row->size - size};
    return true;
}

/* Enters a cell in the areas: the one of that name grows by it only if it
 * stays a rectangle in the end, which the cells' number tells. */
static struct grid_area *
area_of(struct arena *a, struct grid_area *areas, unsigned *count,
        struct span name)
{
    for (unsigned i = 0; i < *count; i++)
        if (span_is(name, areas[i].name))
            return &areas[i];
    if (*count == MAX_GRID_TRACKS)
        return NULL;
    areas[*count].name = arena_text(a, name);
    areas[*count].right = 0;
    return &areas[(*count)++];
}

const struct grid_areas *
grid_areas_make(struct arena *a, const struct value *rows)
{
    struct grid_area *areas = arena_array(a, MAX_GRID_TRACKS, sizeof *areas);
    unsigned *cells = arena_array(a, MAX_GRID_TRACKS, sizeof *cells);
    struct grid_areas *out = arena_alloc(a, sizeof *out);

    for (int r = 0; r < rows->keyword && r < MAX_GRID_TRACKS; r++) {
        struct span row = span_of(rows->items[r].text), name;
        unsigned column = 0, at = (unsigned)r;

        for (; next_cell(&row, &name) && column < MAX_GRID_TRACKS; column++) {
            struct grid_area *area;

            if (name.data == NULL ||
                (area = area_of(a, areas, &out->count, name)) == NULL)
                continue;
            if (area->right == 0)
                *area = (struct grid_area){area->name, at, column, at + 1,
                                           column + 1};
            if (column < area->left)
                return NULL;
            area->bottom = at + 1;
            if (column + 1 > area->right)
                area->right = column + 1;
            cells[area - areas]++;
        }
        if (column == 0 || (r > 0 && column != out->columns))
            return NULL;
        out->columns = column;
        out->rows = at + 1;
    }
    for (unsigned i = 0; i < out->count; i++)
        if (cells[i] !=
            (areas[i].bottom - areas[i].top) * (areas[i].right - areas[i].left))
            return NULL;
    out->areas = areas;
    return out;
}

void
apply_grid_areas(struct compute *c, const struct property *p,
                 const struct value *v, void *field)
{
    (void)p;
    *(const struct grid_areas **)field =
        v->kind == VALUE_LIST ? grid_areas_make(c->arena, v) : NULL;
}

/* ---- flow and placement ------------------------------------------------- */

void
apply_grid_auto_flow(struct compute *c, const struct property *p,
                     const struct value *v, void *field)
{
    (void)p;
    (void)field;
    c->out->s.grid_by_column = (v->keyword & 1) != 0;
    c->out->s.grid_dense = (v->keyword & 2) != 0;
}

void
apply_grid_line(struct compute *c, const struct property *p,
                const struct value *v, void *field)
{
    struct grid_line *line = field;

    (void)c;
    (void)p;
    *line = (struct grid_line){.kind = GRID_LINE_AUTO};
    if (v->kind != VALUE_FUNCTION)
        return;
    line->kind = v->unit == 's' ? GRID_LINE_SPAN : GRID_LINE_NUMBER;
    line->number = v->keyword;
    line->name = v->text;
}
