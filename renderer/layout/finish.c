/*
 * finish.c - the last walk: positions become absolute, positioned boxes are
 * laid out once their containing blocks are known, and the page's size shows.
 *
 * Process: renderer.  Distrusts: nothing beyond depth.
 */
#include "layout/internal.h"

/* What a box hands down to its children. */
struct scope {
    unit_t x, y; /* of the border box positions are relative to, absolute */
    const struct box *absolute, *fixed; /* containing blocks; NULL: viewport */
    /* Nothing beyond makes the page larger: clipped by overflow. */
    unit_t right, bottom, absolute_right, absolute_bottom;
    bool is_fixed; /* inside a box that does not scroll */
    bool rtl;      /* direction of the static position */
};

static void walk(struct layouter *l, struct box *b, struct scope s);

static void
grow_page(struct layouter *l, const struct scope *s, unit_t right,
          unit_t bottom)
{
    if (s->is_fixed)
        return;
    l->out->width = unit_max(l->out->width, unit_min(right, s->right));
    l->out->height = unit_max(l->out->height, unit_min(bottom, s->bottom));
}

/* Sums the relative offsets of inline boxes, outer to inner. */
static void
move_inlines(struct box *parent, unit_t x, unit_t y, unit_t width,
             unit_t height)
{
    for (struct box *b = parent->first; b != NULL; b = b->next) {
        struct box_data *data;
        unit_t dx, dy;

        if (b->kind != BOX_INLINE)
            continue;
        data = data_of(b);
        data->containing_width = width;
        data->containing_height = height;
        positioned_offset(b, &dx, &dy);
        data->move_x = unit_add(x, dx);
        data->move_y = unit_add(y, dy);
        move_inlines(b, data->move_x, data->move_y, width, height);
    }
}

static void
find_move(const struct box *parent, unit_t *x, unit_t *y)
{
    *x = *y = 0;
    if (parent != NULL && parent->kind == BOX_INLINE) {
        *x = data_of(parent)->move_x;
        *y = data_of(parent)->move_y;
    }
}

static void
finish_line(struct layouter *l, const struct box *b, struct line *line,
            const struct scope *s)
{
    unit_t dx, dy;

    line->x = unit_add(line->x, b->x);
    line->y = unit_add(line->y, b->y);
    line->baseline = unit_add(line->baseline, b->y);
    for (unsigned i = 0; i < line->run_count; i++) {
        struct text_run *run = &line->runs[i];

        find_move(run->box->kind == BOX_TEXT ? run->box->parent : run->box, &dx,
                  &dy);
        run->x = unit_add(run->x, unit_add(b->x, dx));
        run->baseline = unit_add(run->baseline, unit_add(b->y, dy));
        grow_page(l, s, unit_add(run->x, run->width), 0);
    }
    for (unsigned i = 0; i < line->fragment_count; i++) {
        struct inline_fragment *f = &line->fragments[i];
        struct box_data *data = data_of(f->box);

        f->x = unit_add(f->x, unit_add(b->x, data->move_x));
        f->y = unit_add(f->y, unit_add(b->y, data->move_y));
        f->baseline = unit_add(f->baseline, unit_add(b->y, data->move_y));
        if (data->first_fragment == NULL) {
            data->first_fragment = f;
            f->box->x = f->x;
            f->box->y = f->y;
            f->box->width = f->width;
            f->box->height = f->height;
        }
        data->last_fragment = f;
        grow_page(l, s, unit_add(f->x, f->width), 0);
    }
    grow_page(l, s, 0, unit_add(line->y, line->height));
}

/* -- positioned boxes -- */

static struct area
area_of(const struct layouter *l, const struct box *b)
{
    struct area a = {0, 0, l->viewport_width, l->viewport_height};

    if (b == NULL)
        return a;
    if (b->kind == BOX_INLINE) {
        const struct inline_fragment *first = data_of(b)->first_fragment;
        const struct inline_fragment *last = data_of(b)->last_fragment;

        if (first == NULL)
            return (struct area){b->x, b->y, 0, 0};
        a.x = unit_add(first->x, first->first ? b->border[SIDE_LEFT] : 0);
        a.y = unit_add(first->y, b->border[SIDE_TOP]);
        a.width = unit_sub(unit_sub(unit_add(last->x, last->width),
                                    last->last ? b->border[SIDE_RIGHT] : 0),
                           a.x);
        a.height = unit_sub(
            unit_sub(unit_add(last->y, last->height), b->border[SIDE_BOTTOM]),
            a.y);
    } else {
        a.x = unit_add(b->x, b->border[SIDE_LEFT]);
        a.y = unit_add(b->y, b->border[SIDE_TOP]);
        a.width = unit_sub(
            b->width, unit_add(b->border[SIDE_LEFT], b->border[SIDE_RIGHT]));
        a.height = unit_sub(
            b->height, unit_add(b->border[SIDE_TOP], b->border[SIDE_BOTTOM]));
    }
    a.width = unit_max(a.width, 0);
    a.height = unit_max(a.height, 0);
    return a;
}

static void
place_positioned(struct layouter *l, struct box *b, struct scope *s)
{
    bool is_fixed = b->style->position == POSITION_FIXED;
    const struct box *containing = is_fixed ? s->fixed : s->absolute;
    const struct box_data *data = data_of(b);
    bool rtl = s->rtl;

    if (b->style->inset[SIDE_LEFT].kind != LENGTH_AUTO ||
        b->style->inset[SIDE_RIGHT].kind != LENGTH_AUTO)
        rtl =
            containing != NULL && containing->style->direction == DIRECTION_RTL;
    b->containing = (struct box *)(uintptr_t)containing;
    positioned_place(l, b, area_of(l, containing),
                     unit_add(s->x, data->static_x),
                     unit_add(s->y, data->static_y), rtl);
    s->right = s->absolute_right;
    s->bottom = s->absolute_bottom;
    if (is_fixed && s->fixed == NULL)
        s->is_fixed = true;
    else if (containing == NULL)
        s->right = s->bottom = UNIT_LIMIT;
}

/* -- the walk -- */

static void
place_flow(struct box *b, const struct scope *s)
{
    const struct box *inline_box = data_of(b)->split_inline;
    unit_t dx, dy, more_x, more_y;

    positioned_offset(b, &dx, &dy);
    find_move(inline_box, &more_x, &more_y);
    b->x = unit_add(unit_add(b->x, s->x), unit_add(dx, more_x));
    b->y = unit_add(unit_add(b->y, s->y), unit_add(dy, more_y));
}

static void
finish_table(struct box *b)
{
    for (unsigned i = 0; i < b->edge_count; i++) {
        b->edges[i].x = unit_add(b->edges[i].x, b->x);
        b->edges[i].y = unit_add(b->edges[i].y, b->y);
    }
}

static void
walk_children(struct layouter *l, struct box *b, const struct scope *s)
{
    for (struct box *child = b->first; child != NULL; child = child->next)
        if (child->kind != BOX_TEXT && child->kind != BOX_BREAK)
            walk(l, child, *s);
}

static void
become_containing(const struct box *b, struct scope *s)
{
    if (b->style->position != POSITION_STATIC || b->style->has_transform) {
        s->absolute = b;
        s->absolute_right = s->right;
        s->absolute_bottom = s->bottom;
    }
    if (b->style->has_transform)
        s->fixed = b;
}

static void
walk_inline(struct layouter *l, struct box *b, struct scope s)
{
    unit_t outer_x, outer_y;
    const struct box_data *data = data_of(b);

    find_move(b->parent, &outer_x, &outer_y);
    s.x = unit_add(s.x, unit_sub(data->move_x, outer_x));
    s.y = unit_add(s.y, unit_sub(data->move_y, outer_y));
    become_containing(b, &s);
    walk_children(l, b, &s);
}

static void
walk(struct layouter *l, struct box *b, struct scope s)
{
    const struct box_data *data = data_of(b);
    unit_t margin;

    if (b->kind == BOX_INLINE) {
        walk_inline(l, b, s);
        return;
    }
    if (b->is_positioned)
        place_positioned(l, b, &s);
    else
        place_flow(b, &s);
    margin = b->parent == NULL ? b->margin[SIDE_BOTTOM] : 0;
    if (b->width > 0 || b->height > 0)
        grow_page(l, &s, unit_add(b->x, b->width),
                  unit_add(unit_add(b->y, b->height), unit_max(margin, 0)));
    if (b->clips) {
        s.right = unit_min(s.right, unit_add(b->x, b->width));
        s.bottom = unit_min(s.bottom, unit_add(b->y, b->height));
    }
    become_containing(b, &s);
    if (b->kind == BOX_TABLE)
        finish_table(b);
    if (b->marker != NULL) {
        b->marker->x = unit_add(b->marker->x, b->x);
        b->marker->baseline = unit_add(b->marker->baseline, b->y);
    }
    if (data->inline_content) {
        move_inlines(b, 0, 0, unit_sub(b->width, sizes_edge_width(b)),
                     data->containing_height);
        for (struct line *line = b->lines; line != NULL; line = line->next)
            finish_line(l, b, line, &s);
    }
    s.x = b->x;
    s.y = b->y;
    s.rtl = b->style->direction == DIRECTION_RTL;
    walk_children(l, b, &s);
}

void
finish_page(struct layouter *l)
{
    struct scope s = {.right = UNIT_LIMIT,
                      .bottom = UNIT_LIMIT,
                      .absolute_right = UNIT_LIMIT,
                      .absolute_bottom = UNIT_LIMIT};

    l->out->width = l->viewport_width;
    l->out->height = l->viewport_height;
    if (l->out->root != NULL)
        walk(l, l->out->root, s);
}
