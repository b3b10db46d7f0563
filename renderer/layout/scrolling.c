/*
 * scrolling.c - boxes that scroll, and boxes that stand still while others do:
 * position fixed and sticky (CSS Overflow 3, CSS Positioned Layout 3).
 *
 * Process: renderer.  Distrusts: nothing; walks are as deep as the document.
 *
 * A scrolled box's contents are moved in the finished layout, so that painting,
 * hitting, finding and selecting need not know of it.  How far is kept in the
 * node, and done again after the next layout.
 */
#include "layout/internal.h"

/* ---- moving ------------------------------------------------------------- */

static void
move_run(struct text_run *run, unit_t dx, unit_t dy)
{
    run->x = unit_add(run->x, dx);
    run->baseline = unit_add(run->baseline, dy);
}

void
layout_move_lines(struct box *b, unit_t dx, unit_t dy)
{
    for (struct line *line = b->lines; line != NULL; line = line->next) {
        line->x = unit_add(line->x, dx);
        line->y = unit_add(line->y, dy);
        line->baseline = unit_add(line->baseline, dy);
        for (unsigned i = 0; i < line->run_count; i++)
            move_run(&line->runs[i], dx, dy);
        for (unsigned i = 0; i < line->fragment_count; i++) {
            struct inline_fragment *f = &line->fragments[i];

            f->x = unit_add(f->x, dx);
            f->y = unit_add(f->y, dy);
            f->baseline = unit_add(f->baseline, dy);
        }
    }
}

/* Whether a box's place depends on that of top: what it is positioned in is
 * top or stands in it. */
static bool
goes_along(const struct box *b, const struct box *top)
{
    const struct box *c;

    if (!b->is_positioned)
        return true;
    for (c = b->containing; c != NULL && c != top; c = c->parent)
        continue;
    return c == top;
}

static void move_inside(struct box *b, const struct box *top, unit_t dx,
                        unit_t dy);

static void
move_box(struct box *b, const struct box *top, unit_t dx, unit_t dy)
{
    b->x = unit_add(b->x, dx);
    b->y = unit_add(b->y, dy);
    if (b->marker != NULL)
        move_run(b->marker, dx, dy);
    for (unsigned i = 0; i < b->edge_count; i++) {
        b->edges[i].x = unit_add(b->edges[i].x, dx);
        b->edges[i].y = unit_add(b->edges[i].y, dy);
    }
    layout_move_lines(b, dx, dy);
    move_inside(b, top, dx, dy);
}

static void
move_inside(struct box *b, const struct box *top, unit_t dx, unit_t dy)
{
    for (struct box *c = b->first; c != NULL; c = c->next)
        if (c->kind != BOX_TEXT && c->kind != BOX_BREAK && goes_along(c, top))
            move_box(c, top, dx, dy);
}

/* ---- how far contents reach --------------------------------------------- */

static void
reach(struct box *b, const struct box *top, struct scroll_range *r)
{
    for (struct line *line = b->lines; line != NULL; line = line->next) {
        r->left = unit_min(r->left, line->x);
        r->right = unit_max(r->right, unit_add(line->x, line->width));
        r->bottom = unit_max(r->bottom, unit_add(line->y, line->height));
    }
    for (struct box *c = b->first; c != NULL; c = c->next) {
        unit_t below = 0, beside = 0;

        if (c->kind == BOX_TEXT || c->kind == BOX_BREAK || !goes_along(c, top))
            continue;
        if (b == top && !c->is_positioned) {
            below = unit_max(
                0, unit_add(c->margin[SIDE_BOTTOM], b->padding[SIDE_BOTTOM]));
            beside = unit_max(0, c->margin[SIDE_RIGHT]);
        }
        if (c->kind != BOX_INLINE && (c->width > 0 || c->height > 0)) {
            r->left = unit_min(r->left, c->x);
            r->right =
                unit_max(r->right, unit_add(unit_add(c->x, c->width), beside));
            r->bottom =
                unit_max(r->bottom, unit_add(unit_add(c->y, c->height), below));
        }
        if (!c->clips)
            reach(c, top, r);
    }
}

static bool
wants_scroll(enum overflow o)
{
    return o == OVERFLOW_AUTO || o == OVERFLOW_SCROLL;
}

bool
layout_scroll_range(struct box *b, struct scroll_range *out)
{
    const struct style *s = b->style;
    struct box_data *data = data_of(b);
    unit_t left = unit_add(b->x, b->border[SIDE_LEFT]);
    unit_t right = unit_sub(unit_add(b->x, b->width), b->border[SIDE_RIGHT]);
    unit_t bottom = unit_sub(unit_add(b->y, b->height), b->border[SIDE_BOTTOM]);
    struct scroll_range r = {left, right, bottom};

    if (!b->clips || b->node == NULL || data->is_control ||
        (!wants_scroll(s->overflow_x) && !wants_scroll(s->overflow_y)))
        return false;
    if (!data->has_range) {
        reach(b, b, &r);
        /* As if nothing was scrolled. */
        data->range = (struct scroll_range){
            unit_add(unit_sub(r.left, left), data->scroll_x),
            unit_add(unit_sub(r.right, right), data->scroll_x),
            unit_add(unit_sub(r.bottom, bottom), data->scroll_y)};
        data->has_range = true;
    }
    *out = data->range;
    if (s->direction == DIRECTION_RTL) {
        out->left = unit_min(out->left, 0);
        out->right = 0;
    } else {
        out->left = 0;
        out->right = unit_max(out->right, 0);
    }
    out->bottom = unit_max(out->bottom, 0);
    if (!wants_scroll(s->overflow_x))
        out->left = out->right = 0;
    if (!wants_scroll(s->overflow_y))
        out->bottom = 0;
    return out->left < out->right || out->bottom > 0;
}

void
layout_scroll_position(const struct box *b, unit_t *x, unit_t *y)
{
    *x = data_of(b)->scroll_x;
    *y = data_of(b)->scroll_y;
}

static unit_t
within(unit_t value, unit_t least, unit_t most)
{
    return unit_max(least, unit_min(value, most));
}

bool
layout_scroll_to(struct layout *l, struct box *b, unit_t x, unit_t y)
{
    struct box_data *data = data_of(b);
    struct scroll_range r;
    unit_t dx, dy;

    if (!layout_scroll_range(b, &r))
        return false;
    /* Whole pixels: text stays sharp. */
    x = unit_round(within(x, r.left, r.right));
    y = unit_round(within(y, 0, r.bottom));
    dx = unit_sub(data->scroll_x, x);
    dy = unit_sub(data->scroll_y, y);
    if (dx == 0 && dy == 0)
        return false;
    layout_move_lines(b, dx, dy);
    move_inside(b, b, dx, dy);
    data->scroll_x = b->node->scroll_x = x;
    data->scroll_y = b->node->scroll_y = y;
    data_of(l->root)->has_reach = false;
    return true;
}

/* ---- what stands still -------------------------------------------------- */

static bool
is_viewport_fixed(const struct box *b)
{
    return b->style->position == POSITION_FIXED && b->is_positioned &&
           b->containing == NULL;
}

/* The rectangle that a sticky box stays in: its container's contents, or a
 * table around its parts. */
static struct area
container_of(const struct box *b)
{
    const struct box *c = b->parent;
    struct area a = {0, 0, UNIT_LIMIT, UNIT_LIMIT};

    while (c != NULL && (c->kind == BOX_INLINE || c->kind == BOX_ROW ||
                         c->kind == BOX_ROW_GROUP))
        c = c->parent;
    if (c == NULL)
        return a;
    a.x = unit_add(c->x, c->border[SIDE_LEFT] + c->padding[SIDE_LEFT]);
    a.y = unit_add(c->y, c->border[SIDE_TOP] + c->padding[SIDE_TOP]);
    a.width = unit_sub(c->width, sizes_edge_width(c));
    a.height = unit_sub(c->height, sizes_edge_height(c));
    if (c->clips && data_of(c)->has_range) { /* its contents reach farther */
        a.x = unit_sub(a.x, data_of(c)->scroll_x);
        a.y = unit_sub(a.y, data_of(c)->scroll_y);
        a.width = unit_add(a.width, unit_max(0, data_of(c)->range.right));
        a.height = unit_add(a.height, unit_max(0, data_of(c)->range.bottom));
    }
    return a;
}

/* What a sticky box sticks to: the nearest box that clips, or the view. */
static struct area
port_of(const struct box *b, struct area view)
{
    for (const struct box *c = b->parent; c != NULL; c = c->parent)
        if (c->clips && c->style->overflow_y != OVERFLOW_CLIP)
            return (struct area){
                unit_add(c->x, c->border[SIDE_LEFT]),
                unit_add(c->y, c->border[SIDE_TOP]),
                unit_sub(c->width,
                         c->border[SIDE_LEFT] + c->border[SIDE_RIGHT]),
                unit_sub(c->height,
                         c->border[SIDE_TOP] + c->border[SIDE_BOTTOM])};
    return view;
}

/* One axis: how far from its own place a box is moved. */
static unit_t
stick(const struct box *b, enum side start, enum side end, unit_t at,
      unit_t size, unit_t port, unit_t port_size, unit_t hold, unit_t hold_size)
{
    const struct length *inset = b->style->inset;
    unit_t offset = 0, value;

    if (length_resolve(&inset[end], port_size, &value)) {
        unit_t most =
            unit_sub(unit_add(port, port_size), unit_add(value, size));

        offset = unit_min(0, unit_sub(most, at));
        offset = unit_max(
            offset,
            unit_min(0, unit_sub(unit_add(hold, b->margin[start]), at)));
    }
    if (length_resolve(&inset[start], port_size, &value)) {
        unit_t room = unit_sub(unit_add(hold, hold_size),
                               unit_add(unit_add(at, size), b->margin[end]));
        unit_t push = unit_max(0, unit_sub(unit_add(port, value), at));

        if (push > 0)
            offset = unit_min(push, unit_max(0, room));
    }
    return offset;
}

static bool
restick(struct box *b, struct area view)
{
    struct box_data *data = data_of(b);
    struct area port = port_of(b, view), hold = container_of(b);
    unit_t x = unit_sub(b->x, data->stuck_x), y = unit_sub(b->y, data->stuck_y);
    unit_t dx = stick(b, SIDE_LEFT, SIDE_RIGHT, x, b->width, port.x, port.width,
                      hold.x, hold.width);
    unit_t dy = stick(b, SIDE_TOP, SIDE_BOTTOM, y, b->height, port.y,
                      port.height, hold.y, hold.height);
    unit_t more_x = unit_sub(dx, data->stuck_x);
    unit_t more_y = unit_sub(dy, data->stuck_y);

    if (more_x == 0 && more_y == 0)
        return false;
    move_box(b, b, more_x, more_y);
    data->stuck_x = dx;
    data->stuck_y = dy;
    return true;
}

static bool
refix(struct box *b, struct area view)
{
    struct box_data *data = data_of(b);
    unit_t dx = unit_sub(view.x, data->stuck_x);
    unit_t dy = unit_sub(view.y, data->stuck_y);

    if (dx == 0 && dy == 0)
        return false;
    move_box(b, b, dx, dy);
    data->stuck_x = view.x;
    data->stuck_y = view.y;
    return true;
}

bool
layout_set_view(struct layout *l, unit_t x, unit_t y)
{
    struct area view = {x, y, l->view_width, l->view_height};
    bool moved = false;

    for (unsigned i = 0; i < l->still_count; i++)
        moved |= is_viewport_fixed(l->still[i]) ? refix(l->still[i], view)
                                                : restick(l->still[i], view);
    if (moved)
        data_of(l->root)->has_reach = false;
    return moved;
}

/* ---- after a layout ----------------------------------------------------- */

/* Scrolls again what was scrolled, and finds what stands still, outer before
 * inner. */
static void
find_still(struct layouter *l, struct box *b, struct buf *still)
{
    for (; b != NULL; b = b->next) {
        if (b->kind == BOX_TEXT || b->kind == BOX_BREAK)
            continue;
        if (is_viewport_fixed(b) ||
            (b->style->position == POSITION_STICKY && b->kind != BOX_INLINE))
            buf_add(still, &b, sizeof b);
        if (b->clips && b->node != NULL && b->node->box == b &&
            (b->node->scroll_x != 0 || b->node->scroll_y != 0))
            layout_scroll_to(l->out, b, b->node->scroll_x, b->node->scroll_y);
        find_still(l, b->first, still);
    }
}

void
scrolling_finish(struct layouter *l)
{
    struct layout *out = l->out;
    struct buf still = {0};

    out->view_width = l->viewport_width;
    out->view_height = l->viewport_height;
    find_still(l, out->root, &still);
    out->still_count = (unsigned)(still.size / sizeof *out->still);
    out->still =
        arena_array(l->arena, out->still_count + 1, sizeof *out->still);
    if (still.size > 0)
        memcpy(out->still, still.data, still.size);
    buf_finish(&still);
    layout_set_view(out, 0, 0);
}
