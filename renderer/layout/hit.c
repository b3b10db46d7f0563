/*
 * hit.c - what stands at a position of the page: the painting order of CSS 2.1
 * Appendix E backwards.
 *
 * Process: renderer.  Distrusts: nothing beyond depth, which boxes.c bounds.
 *
 * Each phase walks forward and the last hit wins, since later boxes are
 * painted over earlier ones.  What does not reach the position's height is
 * left out.
 */
#include "layout/internal.h"

enum phase { PHASE_BLOCKS, PHASE_FLOATS, PHASE_LINES };

struct search {
    unit_t x, y;
};

static struct node *hit_context(const struct search *s, const struct box *b);
/* -- geometry -- */

static bool
contains(const struct search *s, unit_t x, unit_t y, unit_t width,
         unit_t height)
{
    return s->x >= x && s->y >= y && s->x - x < width && s->y - y < height;
}

static bool
in_border_box(const struct search *s, const struct box *b)
{
    return contains(s, b->x, b->y, b->width, b->height);
}

static bool
in_clip(const struct search *s, const struct box *b)
{
    return contains(s, b->x + b->border[SIDE_LEFT], b->y + b->border[SIDE_TOP],
                    b->width - b->border[SIDE_LEFT] - b->border[SIDE_RIGHT],
                    b->height - b->border[SIDE_TOP] - b->border[SIDE_BOTTOM]);
}

/* Whether the position is cut off from b by a box around it. */
static bool
is_clipped(const struct search *s, const struct box *b)
{
    for (;;) {
        b = b->is_positioned ? b->containing : b->parent;
        if (b == NULL || b->parent == NULL) /* the root's is the viewport's */
            return false;
        if (b->clips && !in_clip(s, b))
            return true;
    }
}

/* -- how far boxes reach -- */

static void
reach_over(struct box_data *data, unit_t top, unit_t bottom)
{
    data->reach_top = unit_min(data->reach_top, top);
    data->reach_bottom = unit_max(data->reach_bottom, bottom);
}

/* Found once: layout makes new boxes whenever something moves. */
static void
find_reach(const struct box *b)
{
    struct box_data *data = data_of(b);

    data->has_reach = true;
    data->reach_top = INT32_MAX;
    data->reach_bottom = INT32_MIN;
    if (b->kind != BOX_INLINE && b->kind != BOX_BREAK)
        reach_over(data, b->y, unit_add(b->y, b->height));
    for (const struct line *line = b->lines; line != NULL; line = line->next) {
        reach_over(data, line->y, unit_add(line->y, line->height));
        for (unsigned i = 0; i < line->fragment_count; i++) {
            const struct inline_fragment *f = &line->fragments[i];

            reach_over(data, f->y, unit_add(f->y, f->height));
        }
    }
    for (const struct box *c = b->first; c != NULL; c = c->next) {
        if (c->kind == BOX_TEXT)
            continue;
        find_reach(c);
        reach_over(data, data_of(c)->reach_top, data_of(c)->reach_bottom);
    }
}

/* Whether neither b nor anything in it is at the position's height. */
static bool
is_away(const struct search *s, const struct box *b)
{
    const struct box_data *data = data_of(b);

    return s->y < data->reach_top || s->y >= data->reach_bottom;
}

/* -- what a box stands for -- */

static struct node *
node_of(const struct box *b)
{
    for (; b != NULL; b = b->parent) {
        struct node *n = b->node;

        if (n != NULL && n->type == NODE_TEXT)
            n = n->parent;
        if (n != NULL && n->type == NODE_ELEMENT)
            return n;
    }
    return NULL;
}

static bool
is_visible(const struct box *b)
{
    return b->style->visibility == VISIBILITY_VISIBLE;
}

/* Whether it is painted as a layer of its stacking context. */
static bool
is_layer(const struct box *b)
{
    return b->kind != BOX_TEXT && b->kind != BOX_INLINE &&
           (b->is_positioned || b->makes_stacking_context ||
            b->style->position != POSITION_STATIC);
}

static int
z_of(const struct box *b)
{
    return b->makes_stacking_context && b->style->has_z_index
               ? b->style->z_index
               : 0;
}

/* -- lines -- */

static const struct box *
hit_line(const struct search *s, const struct line *line)
{
    for (unsigned i = line->run_count; i > 0; i--) {
        const struct text_run *run = &line->runs[i - 1];

        if (is_visible(run->box) &&
            contains(s, run->x, line->y, run->width, line->height))
            return run->box;
    }
    for (unsigned i = line->fragment_count; i > 0; i--) {
        const struct inline_fragment *f = &line->fragments[i - 1];

        if (is_visible(f->box) && contains(s, f->x, f->y, f->width, f->height))
            return f->box;
    }
    return NULL;
}

static struct node *
hit_lines(const struct search *s, const struct box *b)
{
    const struct box *inner;
    struct node *n = NULL;

    for (const struct line *line = b->lines; line != NULL; line = line->next) {
        inner = hit_line(s, line);
        if (inner != NULL)
            n = node_of(inner);
        for (unsigned i = 0; i < line->atom_count; i++)
            if (!is_layer(line->atoms[i])) {
                struct node *atom = hit_context(s, line->atoms[i]);

                n = atom != NULL ? atom : n;
            }
        /* Inline boxes reach some way out of their line, not a page far. */
        if (line->y > s->y && line->y - s->y > 4096 * UNIT)
            break;
    }
    return n;
}

/* -- phases -- */

static struct node *
hit_phase(const struct search *s, const struct box *b, enum phase phase)
{
    struct node *n = NULL, *inner;

    if (b->clips && b->parent != NULL && !in_clip(s, b))
        return NULL;
    if (phase == PHASE_LINES && b->lines != NULL)
        n = hit_lines(s, b);
    for (const struct box *c = b->first; c != NULL; c = c->next) {
        inner = NULL;
        if (c->kind == BOX_TEXT || c->kind == BOX_COLUMN ||
            c->kind == BOX_COLUMN_GROUP || c->kind == BOX_BREAK ||
            is_away(s, c) || is_layer(c))
            continue;
        if (c->is_float) {
            if (phase == PHASE_FLOATS)
                inner = hit_context(s, c);
        } else if (c->is_inline_level) {
            continue; /* with its line */
        } else if (box_has_items(b)) {
            if (phase == PHASE_LINES)
                inner = hit_context(s, c);
        } else {
            if (phase == PHASE_BLOCKS && c->kind != BOX_INLINE &&
                is_visible(c) && in_border_box(s, c))
                inner = node_of(c);
            if (inner != NULL)
                n = inner;
            inner = hit_phase(s, c, phase);
        }
        if (inner != NULL)
            n = inner;
    }
    return n;
}

static struct node *
hit_contents(const struct search *s, const struct box *b)
{
    struct node *n = hit_phase(s, b, PHASE_LINES);

    if (n == NULL)
        n = hit_phase(s, b, PHASE_FLOATS);
    if (n == NULL)
        n = hit_phase(s, b, PHASE_BLOCKS);
    return n;
}

/* A box that is painted as a whole, without its layers. */
static struct node *
hit_context(const struct search *s, const struct box *b)
{
    struct node *n = hit_contents(s, b);

    if (n == NULL && is_visible(b) && in_border_box(s, b))
        n = node_of(b);
    return n;
}

/* -- layers -- */

struct best {
    struct node *node;
    int z;
};

static struct node *hit_stack(const struct search *s, const struct box *b);

/* Looks for the topmost layer of a stacking context that has the position; z
 * is at least least and at most most. */
static void
find_layer(const struct search *s, const struct box *b, int least, int most,
           struct best *best)
{
    for (const struct box *c = b->first; c != NULL; c = c->next) {
        bool stacks = c->makes_stacking_context;
        int z;

        if (c->kind == BOX_TEXT || is_away(s, c))
            continue;
        if (is_layer(c)) {
            z = z_of(c);
            if (z >= least && z <= most &&
                (best->node == NULL || z >= best->z) && !is_clipped(s, c)) {
                struct node *n = stacks ? hit_stack(s, c) : hit_context(s, c);

                if (n != NULL)
                    *best = (struct best){.node = n, .z = z};
            }
            if (stacks)
                continue;
        }
        find_layer(s, c, least, most, best);
    }
}

/* A stacking context: layers above, contents, layers below, itself. */
static struct node *
hit_stack(const struct search *s, const struct box *b)
{
    struct best best = {0};

    find_layer(s, b, 0, INT32_MAX, &best);
    if (best.node == NULL)
        best.node = hit_contents(s, b);
    if (best.node == NULL)
        find_layer(s, b, INT32_MIN, -1, &best);
    if (best.node == NULL && is_visible(b) && in_border_box(s, b))
        best.node = node_of(b);
    return best.node;
}

struct node *
layout_hit(const struct layout *l, unit_t x, unit_t y)
{
    struct search s = {.x = x, .y = y};
    struct node *n;

    if (l->root == NULL)
        return NULL;
    if (!data_of(l->root)->has_reach)
        find_reach(l->root);
    n = hit_stack(&s, l->root);
    /* The root's background is all of the canvas. */
    return n != NULL ? n : node_of(l->root);
}
