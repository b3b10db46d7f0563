/*
 * columns.c - columns (CSS Multi-column Layout 1): contents are laid out in one
 * tall column, cut between lines and boxes, and the pieces moved.
 *
 * Process: renderer.  Distrusts: the page's numbers, by units.h.
 *
 * A block that is cut keeps its background and borders in its first column.
 */
#include "layout/columns.h"
#include "layout/painting.h"

enum { SEARCHES = 32 /* for the least height */ };

/* The walk over all pieces, which are always met in the same order. */
struct spread {
    const struct columns *columns;
    unit_t height;   /* of a column */
    unit_t start;    /* where the current column's contents begin */
    unsigned column; /* of the last piece */
    unit_t tallest;  /* result: of what one column took up */
    unit_t top;      /* of all columns */
    bool moves, any, rtl;
};

struct columns
columns_of(const struct box *b, unit_t width)
{
    const struct style *s = b->style;
    struct columns c = {.count = 1, .gap = s->font_size};
    int64_t fit = MAX_COLUMN_COUNT;
    unit_t each;

    length_resolve(&s->gap[1], width, &c.gap);
    c.gap = unit_max(c.gap, 0);
    if (length_resolve(&s->column_width, 0, &each)) {
        each = unit_max(each, UNIT);
        fit = ((int64_t)width + c.gap) / ((int64_t)each + c.gap);
    }
    if (s->column_count > 0 && s->column_count < fit)
        fit = s->column_count;
    if (fit > MAX_COLUMN_COUNT)
        fit = MAX_COLUMN_COUNT;
    c.count = fit > 1 ? (unsigned)fit : 1;
    c.width =
        unit_max(0, (unit_t)(((int64_t)width - (int64_t)c.gap * (c.count - 1)) /
                             c.count));
    return c;
}

/* ---- pieces ------------------------------------------------------------- */

/* The next piece, from top to bottom as laid out: how far it moves. */
static void
place(struct spread *s, unit_t top, unit_t bottom, unit_t *dx, unit_t *dy)
{
    if (!s->any) {
        s->start = s->top;
        s->any = true;
    } else if (unit_sub(bottom, s->start) > s->height && top > s->start) {
        s->column++;
        s->start = top;
    }
    s->tallest = unit_max(s->tallest, unit_sub(bottom, s->start));
    *dx =
        unit_scale(unit_add(s->columns->width, s->columns->gap), s->column, 1);
    if (s->rtl)
        *dx = -*dx;
    *dy = unit_sub(s->top, s->start);
}

/* A block whose inside may be cut. */
static bool
is_divisible(const struct box *b)
{
    const struct box_data *data = data_of(b);

    if (b->kind != BOX_BLOCK || b->clips || b->is_float ||
        b->style->break_avoid || data->is_table_wrapper || data->is_control ||
        has_columns(b->style))
        return false;
    for (const struct box *c = b->first; c != NULL; c = c->next)
        if (c->is_float)
            return false;
    return data->inline_content ? b->lines != NULL && b->lines->next != NULL
                                : b->first != NULL;
}

static void
move_line(struct line *line, unit_t dx, unit_t dy)
{
    line->x = unit_add(line->x, dx);
    line->y = unit_add(line->y, dy);
    line->baseline = unit_add(line->baseline, dy);
    for (unsigned i = 0; i < line->run_count; i++) {
        line->runs[i].x = unit_add(line->runs[i].x, dx);
        line->runs[i].baseline = unit_add(line->runs[i].baseline, dy);
    }
    for (unsigned i = 0; i < line->fragment_count; i++) {
        struct inline_fragment *f = &line->fragments[i];

        f->x = unit_add(f->x, dx);
        f->y = unit_add(f->y, dy);
        f->baseline = unit_add(f->baseline, dy);
    }
    for (unsigned i = 0; i < line->atom_count; i++) {
        line->atoms[i]->x = unit_add(line->atoms[i]->x, dx);
        line->atoms[i]->y = unit_add(line->atoms[i]->y, dy);
    }
}

/* Places are relative to the block, which was moved itself: only the rest is
 * done to its lines. */
static void
spread_lines(struct spread *s, struct box *b, unit_t y, unit_t moved_x,
             unit_t moved_y)
{
    for (struct line *line = b->lines; line != NULL; line = line->next) {
        unit_t top = unit_add(y, line->y), dx, dy;

        place(s, top, unit_add(top, line->height), &dx, &dy);
        if (s->moves)
            move_line(line, unit_sub(dx, moved_x), unit_sub(dy, moved_y));
    }
}

static void spread_boxes(struct spread *s, struct box *first,
                         const struct box *end, unit_t y, unit_t moved_x,
                         unit_t moved_y);

/* A block with its inside; y is the place of what its own is relative to. */
static void
spread_block(struct spread *s, struct box *b, unit_t y, unit_t moved_x,
             unit_t moved_y)
{
    unit_t top = unit_add(y, b->y), edge = 0, dx, dy;
    unit_t bottom = unit_add(top, b->height);

    if (is_divisible(b)) {
        edge = unit_add(b->border[SIDE_TOP], b->padding[SIDE_TOP]);
        bottom = unit_add(top, edge);
        if (b->lines != NULL)
            bottom = unit_add(top, unit_add(b->lines->y, b->lines->height));
    }
    place(s, top, bottom, &dx, &dy);
    if (s->moves) {
        b->x = unit_add(b->x, unit_sub(dx, moved_x));
        b->y = unit_add(b->y, unit_sub(dy, moved_y));
    }
    if (!is_divisible(b))
        return;
    if (data_of(b)->inline_content)
        spread_lines(s, b, top, dx, dy);
    else
        spread_boxes(s, b->first, NULL, top, dx, dy);
    if (s->moves) /* the part in its first column */
        b->height =
            unit_max(unit_sub(bottom, top),
                     unit_min(b->height, unit_sub(unit_add(s->top, s->height),
                                                  unit_add(top, dy))));
}

static void
spread_boxes(struct spread *s, struct box *first, const struct box *end,
             unit_t y, unit_t moved_x, unit_t moved_y)
{
    for (struct box *b = first; b != end; b = b->next)
        if (!b->is_positioned)
            spread_block(s, b, y, moved_x, moved_y);
}

static void
spread_all(struct spread *s, struct box *b, struct box *first,
           const struct box *end)
{
    if (data_of(b)->inline_content)
        spread_lines(s, b, 0, 0, 0);
    else
        spread_boxes(s, first, end, 0, 0, 0);
}

/* ---- balancing ---------------------------------------------------------- */

static struct spread
try_height(struct box *b, struct box *first, const struct box *end,
           const struct columns *c, unit_t top, unit_t height, bool moves)
{
    struct spread s = {.columns = c,
                       .height = height,
                       .top = top,
                       .moves = moves,
                       .rtl = b->style->direction == DIRECTION_RTL};

    spread_all(&s, b, first, end);
    return s;
}

/* ---- rules -------------------------------------------------------------- */

/* Between each two columns that have contents. */
static void
add_rules(struct layouter *l, struct box *b, const struct spread *s)
{
    const struct columns *c = s->columns;
    unit_t left = b->border[SIDE_LEFT] + b->padding[SIDE_LEFT];
    unit_t right =
        unit_sub(b->width, b->border[SIDE_RIGHT] + b->padding[SIDE_RIGHT]);

    if (b->style->column_rule.width == 0)
        return;
    for (unsigned i = 1; i <= s->column; i++) {
        struct column_rule *rule = arena_alloc(l->arena, sizeof *rule);
        unit_t x =
            unit_sub(unit_scale(unit_add(c->width, c->gap), i, 1), c->gap / 2);

        *rule = (struct column_rule){.next = data_of(b)->rules,
                                     .x = s->rtl ? unit_sub(right, x)
                                                 : unit_add(left, x),
                                     .y = s->top,
                                     .height = s->tallest};
        data_of(b)->rules = rule;
    }
}

const struct column_rule *
layout_column_rules(const struct box *b)
{
    return b->kind == BOX_BLOCK && b->layout != NULL ? data_of(b)->rules : NULL;
}

unit_t
columns_spread(struct layouter *l, struct box *b, struct box *first,
               const struct box *end, const struct columns *c, unit_t top,
               unit_t bottom, unit_t most)
{
    unit_t high = unit_max(unit_sub(bottom, top), 1);
    unit_t low = high / (unit_t)c->count - 1; /* too little for sure */
    struct spread spread;

    /* The least height that needs no more columns than there are. */
    for (int i = 0; i < SEARCHES && high - low > 1; i++) {
        unit_t middle = low + (high - low) / 2;

        if (try_height(b, first, end, c, top, middle, false).column < c->count)
            high = middle;
        else
            low = middle;
    }
    if (most != INDEFINITE && high > most)
        high = unit_max(most, UNIT); /* more columns overflow beside it */
    spread = try_height(b, first, end, c, top, high, true);
    add_rules(l, b, &spread);
    return spread.tallest;
}
