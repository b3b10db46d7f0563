/*
 * order.c - painting order (CSS 2.1 appendix E), made flat.
 *
 * Process: renderer.  Distrusts: the page; its depth is bounded (MAX_DEPTH).
 *
 * The tree is walked once per layout; painting a tile then only compares
 * rectangles, SKIP items at a time.
 */
#include "paint/painter.h"
#include "log.h"

#include <stdlib.h>

/* Opacity groups inside one another; deeper ones are painted opaque. */
enum { MAX_GROUPS = 24 };

struct layer {
    struct box *box;
    const struct clip *clip;
    int z;
    unsigned order;
};

struct layers {
    struct layer *all;
    unsigned count, capacity;
};

struct builder {
    struct paint_list *list;
    struct matrix matrix; /* of all open transforms */
    bool transformed;
    unsigned groups;
};

static void pseudo_stack(struct builder *b, struct box *box,
                         const struct clip *clip);
static void collect(struct layers *out, struct builder *b, struct box *box,
                    const struct clip *clip);

/* ---- what a box is -------------------------------------------------------*/

bool
box_is_layered(const struct box *b)
{
    return b->kind != BOX_TEXT &&
           (b->style->position != POSITION_STATIC || b->makes_stacking_context);
}

/* Absolutely positioned; its clips come from its containing block. */
static bool
is_absolute(const struct box *b)
{
    return b->style->position == POSITION_ABSOLUTE ||
           b->style->position == POSITION_FIXED;
}

static bool
is_inline_part(const struct box *b)
{
    return b->kind == BOX_INLINE || b->kind == BOX_TEXT || b->kind == BOX_BREAK;
}

const struct box *
box_layer_owner(const struct box *b)
{
    for (; b != NULL && is_inline_part(b); b = b->parent)
        if (b->kind == BOX_INLINE && box_is_layered(b))
            return b;
    return NULL;
}

static bool
is_stacking_context(const struct box *b)
{
    return b->makes_stacking_context || b->parent == NULL ||
           b->style->opacity < 1 || b->style->has_transform ||
           (b->style->position != POSITION_STATIC && b->style->has_z_index);
}

static int
z_of(const struct box *b)
{
    return b->style->has_z_index ? b->style->z_index : 0;
}

/* Whether box's children stand in its lines. */
static bool
has_lines(const struct box *b)
{
    return b->lines != NULL;
}

/* ---- children in order ---------------------------------------------------*/

struct child {
    struct box *box;
    unsigned index; /* keeps equal ones in tree order */
};

/* Walks a box's children; those of a flex container in the order that the
 * order property gives them (CSS Flexbox 5.4). */
struct children {
    struct box *next;
    struct child *sorted; /* NULL: as in the tree */
    unsigned at, count;
};

static int
compare_children(const void *left, const void *right)
{
    const struct child *a = left, *b = right;
    int x = a->box->style->order, y = b->box->style->order;

    if (x != y)
        return x < y ? -1 : 1;
    return a->index < b->index ? -1 : 1;
}

static struct children
children_of(struct builder *b, const struct box *box)
{
    struct children c = {box->first, NULL, 0, 0};
    bool ordered = false;

    if (!box_has_items(box))
        return c;
    for (struct box *i = box->first; i != NULL; i = i->next) {
        ordered |= i->style->order != 0;
        c.count++;
    }
    if (!ordered)
        return c;
    c.sorted = arena_array(&b->list->arena, c.count, sizeof *c.sorted);
    for (struct box *i = box->first; i != NULL; i = i->next, c.at++)
        c.sorted[c.at] = (struct child){i, c.at};
    qsort(c.sorted, c.count, sizeof *c.sorted, compare_children);
    c.at = 0;
    return c;
}

static struct box *
children_next(struct children *c)
{
    struct box *b = c->next;

    if (c->sorted != NULL)
        return c->at < c->count ? c->sorted[c->at++].box : NULL;
    if (b != NULL)
        c->next = b->next;
    return b;
}

/* ---- clips ---------------------------------------------------------------*/

static bool
clip_holds(const struct clip *c, const struct box *containing)
{
    const struct box *b = containing;

    for (; b != NULL; b = b->parent)
        if (b == c->box)
            return true;
    return false;
}

static const struct clip *
clip_add(struct builder *b, const struct clip *outer, const struct box *box,
         struct rect r, bool rounded)
{
    struct clip *c = arena_alloc(&b->list->arena, sizeof *c);

    *c = (struct clip){outer, box, r, rounded};
    return c;
}

/* The clip that holds for box itself, given its parent's contents'. */
static const struct clip *
clip_of(struct builder *b, const struct box *box, const struct clip *clip)
{
    const struct style *s = box->style;

    if (is_absolute(box))
        while (clip != NULL && !clip_holds(clip, box->containing))
            clip = clip->outer;
    if (s->has_clip && is_absolute(box)) {
        double w = px(box->width), h = px(box->height);
        struct rect r = px_rect(box->x, box->y, box->width, box->height);
        int top = (int)length_of(&s->clip[SIDE_TOP], h, 0);
        int left = (int)length_of(&s->clip[SIDE_LEFT], w, 0);
        int right = (int)length_of(&s->clip[SIDE_RIGHT], w, r.width);
        int bottom = (int)length_of(&s->clip[SIDE_BOTTOM], h, r.height);

        r = (struct rect){r.x + left, r.y + top, right - left, bottom - top};
        clip = clip_add(b, clip, box, r, false);
    }
    return clip;
}

/* The clip that holds for the contents of box. */
static const struct clip *
clip_inside(struct builder *b, const struct box *box, const struct clip *clip)
{
    struct decoration d;
    struct rect r;

    if (!box->clips)
        return clip;
    decoration_of_box(&d, box);
    r = rect_inset(d.outer, d.border);
    if (layout_frame(box) != NULL) { /* the legend stands in the border */
        r.height += r.y - px(box->y);
        r.y = px(box->y);
        d.square = true;
    }
    return clip_add(b, clip, box, r, !d.square);
}

/* ---- items ---------------------------------------------------------------*/

static struct item *
add_item(struct builder *b, enum item_kind kind, const struct box *box,
         const struct clip *clip, struct rect ink)
{
    struct paint_list *l = b->list;
    const struct clip *c = clip;

    if (l->count == l->capacity) {
        l->capacity = l->capacity ? l->capacity * 2 : 256;
        l->items = realloc(l->items, l->capacity * sizeof *l->items);
        if (l->items == NULL)
            fatal_memory("out of memory");
    }
    for (; c != NULL && kind != ITEM_GROUP && kind != ITEM_END; c = c->outer)
        ink = rect_intersect(ink, c->rect);
    if (b->transformed)
        ink = matrix_bounds(&b->matrix, ink);
    l->items[l->count] =
        (struct item){.kind = kind, .box = box, .clip = clip, .ink = ink};
    return &l->items[l->count++];
}

static struct rect
decoration_ink(const struct style *s, struct rect r)
{
    int out[4] = {0};
    struct rect ink;
    const struct shadow *shadow = s->box_shadow;

    for (int side = 0; side < 4; side++)
        out[side] = -border_image_outset(s, side);
    ink = rect_inset(r, out);

    for (; shadow != NULL; shadow = shadow->next) {
        struct rect other =
            rect_grow(r, px(shadow->spread) + 2 * px(shadow->blur) + 2);

        other.x += px(shadow->x);
        other.y += px(shadow->y);
        ink = rect_union(ink, other);
    }
    return ink;
}

static bool
has_decoration(const struct box *box)
{
    const struct style *s = box->style;

    if (s->visibility != VISIBILITY_VISIBLE || box->hides_empty ||
        paint_is_mark(box))
        return false;
    if (s->background_color >> 24 || s->backgrounds || s->box_shadow ||
        s->border_image || layout_column_rules(box) != NULL)
        return true;
    for (int side = 0; side < 4 && !box->borders_collapsed; side++)
        if (box->border[side] > 0 && s->border[side].style > BORDER_HIDDEN)
            return true;
    return false;
}

static void
note_fixed(struct builder *b, const struct style *s)
{
    for (const struct background *g = s->backgrounds; g != NULL; g = g->next)
        if (g->fixed)
            b->list->is_fixed = true;
}

static void
add_decoration(struct builder *b, const struct box *box,
               const struct clip *clip)
{
    if (has_decoration(box)) {
        struct rect r = px_rect(box->x, box->y, box->width, box->height);

        note_fixed(b, box->style);
        r = rect_union(decoration_ink(box->style, r), column_rules_ink(box));
        add_item(b, ITEM_BOX, box, clip, r);
    }
}

/* Collapsed borders lie over the backgrounds of the whole table. */
static void
add_edges(struct builder *b, const struct box *box, const struct clip *clip)
{
    struct rect ink = {0, 0, 0, 0};

    for (unsigned i = 0; i < box->edge_count; i++) {
        const struct table_edge *e = &box->edges[i];

        ink = rect_union(ink, px_rect(e->x, e->y, e->width, e->height));
    }
    if (box->edge_count > 0 && box->style->visibility == VISIBILITY_VISIBLE)
        add_item(b, ITEM_EDGES, box, clip, rect_grow(ink, 1));
}

static void
add_outline(struct builder *b, const struct box *box, const struct clip *clip)
{
    const struct style *s = box->style;

    if (s->outline_style > BORDER_HIDDEN && s->outline_width > 0 &&
        s->visibility == VISIBILITY_VISIBLE) {
        struct rect r = px_rect(box->x, box->y, box->width, box->height);
        int by = px(s->outline_offset) + border_px(s->outline_width);

        add_item(b, ITEM_OUTLINE, box, clip, rect_grow(r, by > 0 ? by : 0));
    }
}

/* ---- lines ---------------------------------------------------------------*/

static struct rect
run_ink(const struct text_run *r)
{
    const struct font_metrics *m = font_metrics(r->font);
    const struct shadow *shadow = r->style->text_shadow;
    struct rect ink = px_rect(r->x, r->baseline - m->ascent, r->width,
                              m->ascent + m->descent);
    struct rect all;

    /* Glyphs may reach out of their advance and their line. */
    ink = rect_grow(ink, px(r->style->font_size) / 2 + 3);
    all = ink;
    for (; shadow != NULL; shadow = shadow->next) {
        struct rect other = rect_grow(ink, 2 * px(shadow->blur) + 2);

        other.x += px(shadow->x);
        other.y += px(shadow->y);
        all = rect_union(all, other);
    }
    return all;
}

/* The ink of a line's parts that belong to owner; empty when none does. */
static struct rect
line_ink(const struct line *l, const struct box *owner)
{
    struct rect ink = {0, 0, 0, 0};

    for (unsigned i = 0; i < l->run_count; i++)
        if (box_layer_owner(l->runs[i].box) == owner)
            ink = rect_union(ink, run_ink(&l->runs[i]));
    for (unsigned i = 0; i < l->fragment_count; i++) {
        const struct inline_fragment *f = &l->fragments[i];

        if (box_layer_owner(f->box) == owner) {
            struct rect r = px_rect(f->x, f->y, f->width, f->height);
            const struct style *s = f->box->style;
            int by = s->outline_style > BORDER_HIDDEN
                         ? px(s->outline_width) + px(s->outline_offset) + 1
                         : 0;

            r = rect_grow(decoration_ink(s, r), by > 0 ? by : 0);
            ink = rect_union(ink, r);
        }
    }
    return ink;
}

static void
add_line(struct builder *b, const struct line *l, const struct box *box,
         const struct box *owner, const struct clip *clip)
{
    struct rect ink = line_ink(l, owner);

    if (!rect_is_empty(ink)) {
        struct item *i = add_item(b, ITEM_LINE, box, clip, ink);

        i->line = l;
        i->owner = owner;
    }
    for (unsigned n = 0; n < l->atom_count; n++) {
        struct box *atom = l->atoms[n];

        if (!box_is_layered(atom) && box_layer_owner(atom->parent) == owner)
            pseudo_stack(b, atom, clip);
    }
}

/* ---- the phases of one stacking context ----------------------------------*/

/* Which children a phase visits. */
static bool
is_in_flow(const struct box *b)
{
    return !box_is_layered(b) && !b->is_float;
}

/* Step 4: decorations of block-level boxes in flow. */
static void
phase_blocks(struct builder *b, struct box *box, const struct clip *clip)
{
    if (has_lines(box) || box_has_items(box)) /* as inline-blocks, in step 7 */
        return;
    clip = clip_inside(b, box, clip);
    for (struct box *c = box->first; c != NULL; c = c->next)
        if (is_in_flow(c)) {
            if (!is_inline_part(c))
                add_decoration(b, c, clip);
            phase_blocks(b, c, clip);
        }
    add_edges(b, box, clip);
}

/* Step 5: floats, each as if it were a stacking context. */
static void
phase_floats(struct builder *b, struct box *box, const struct clip *clip)
{
    bool lines = has_lines(box) || box->kind == BOX_INLINE;

    if (box_has_items(box))
        return;
    clip = clip_inside(b, box, clip);
    for (struct box *c = box->first; c != NULL; c = c->next) {
        if (box_is_layered(c))
            continue;
        if (c->is_float)
            pseudo_stack(b, c, clip);
        else if (!lines || c->kind == BOX_INLINE)
            phase_floats(b, c, clip);
    }
}

/* Step 7: contents of lines, replaced boxes, markers. */
static void
phase_inlines(struct builder *b, struct box *box, const struct clip *clip)
{
    const struct clip *inside = clip_inside(b, box, clip);
    bool visible = box->style->visibility == VISIBILITY_VISIBLE;
    struct children children = children_of(b, box);
    struct box *c;

    if (visible && (box->kind == BOX_REPLACED || paint_is_control(box))) {
        struct rect r = px_rect(box->x, box->y, box->width, box->height);

        add_item(b, box->kind == BOX_REPLACED ? ITEM_REPLACED : ITEM_CONTROL,
                 box, clip, r);
    }
    if (box->marker != NULL && visible)
        add_item(b, ITEM_MARKER, box, clip, run_ink(box->marker));
    for (const struct line *l = box->lines; l != NULL; l = l->next)
        add_line(b, l, box, NULL, inside);
    while (!has_lines(box) && (c = children_next(&children)) != NULL) {
        if (!is_in_flow(c))
            continue;
        if (box_has_items(box))
            pseudo_stack(b, c, inside);
        else
            phase_inlines(b, c, inside);
    }
    if (!is_inline_part(box))
        add_outline(b, box, clip);
}

/* The contents of a box without its layered descendants. */
static void
flow(struct builder *b, struct box *box, const struct clip *clip)
{
    phase_blocks(b, box, clip);
    phase_floats(b, box, clip);
    phase_inlines(b, box, clip);
}

static void
pseudo_stack(struct builder *b, struct box *box, const struct clip *clip)
{
    add_decoration(b, box, clip);
    flow(b, box, clip);
}

/* A layered inline box: its parts of the lines of its block container. */
static void
inline_layer(struct builder *b, const struct box *box, const struct clip *clip)
{
    const struct box *block = box->parent;

    while (block != NULL && is_inline_part(block))
        block = block->parent;
    if (block == NULL)
        return;
    for (const struct line *l = block->lines; l != NULL; l = l->next)
        add_line(b, l, block, box, clip);
}

/* ---- layers --------------------------------------------------------------*/

static void
layers_add(struct layers *out, struct box *box, const struct clip *clip)
{
    if (out->count == out->capacity) {
        out->capacity = out->capacity ? out->capacity * 2 : 16;
        out->all = realloc(out->all, out->capacity * sizeof *out->all);
        if (out->all == NULL)
            fatal_memory("out of memory");
    }
    out->all[out->count] = (struct layer){box, clip, z_of(box), out->count};
    out->count++;
}

/* Finds the layered descendants that are painted as parts of box's stacking
 * context, in tree order. */
static void
collect(struct layers *out, struct builder *b, struct box *box,
        const struct clip *clip)
{
    struct children children = children_of(b, box);
    struct box *c;

    clip = clip_inside(b, box, clip);
    while ((c = children_next(&children)) != NULL) {
        const struct clip *own = clip;

        if (box_is_layered(c)) {
            own = clip_of(b, c, clip);
            layers_add(out, c, own);
            if (is_stacking_context(c))
                continue;
        }
        collect(out, b, c, own);
    }
}

static int
compare_layers(const void *left, const void *right)
{
    const struct layer *a = left, *b = right;

    if (a->z != b->z)
        return a->z < b->z ? -1 : 1;
    return a->order < b->order ? -1 : 1;
}

static struct matrix
matrix_multiply(const struct matrix *outer, const struct matrix *inner)
{
    const struct matrix *o = outer, *i = inner;

    return (struct matrix){
        o->a * i->a + o->c * i->b,        o->b * i->a + o->d * i->b,
        o->a * i->c + o->c * i->d,        o->b * i->c + o->d * i->d,
        o->a * i->e + o->c * i->f + o->e, o->b * i->e + o->d * i->f + o->f};
}

bool
group_matrix(const struct box *box, struct matrix *m)
{
    bool transforms = box->style->has_transform && box->kind != BOX_INLINE;

    *m = (struct matrix){1, 0, 0, 1, 0, 0};
    if (transforms)
        *m = box_transform(box);
    return transforms;
}

static void stacking_context(struct builder *b, struct box *box,
                             const struct clip *clip);

static void
layer_paint(struct builder *b, const struct layer *l)
{
    if (is_stacking_context(l->box))
        stacking_context(b, l->box, l->clip);
    else if (l->box->kind == BOX_INLINE)
        inline_layer(b, l->box, l->clip);
    else
        pseudo_stack(b, l->box, l->clip);
}

static void
stack_contents(struct builder *b, struct box *box, const struct clip *clip)
{
    struct layers layers = {NULL, 0, 0};
    unsigned i = 0;

    collect(&layers, b, box, clip);
    if (layers.count > 1)
        qsort(layers.all, layers.count, sizeof *layers.all, compare_layers);
    if (box->kind != BOX_INLINE)
        add_decoration(b, box, clip);
    for (; i < layers.count && layers.all[i].z < 0; i++)
        layer_paint(b, &layers.all[i]);
    if (box->kind == BOX_INLINE)
        inline_layer(b, box, clip);
    else
        flow(b, box, clip);
    for (; i < layers.count; i++)
        layer_paint(b, &layers.all[i]);
    free(layers.all);
}

static void
stacking_context(struct builder *b, struct box *box, const struct clip *clip)
{
    struct paint_list *l = b->list;
    struct builder outer = *b;
    unsigned start = l->count;
    struct rect ink = {0, 0, 0, 0};
    struct matrix own;
    /* A transform around it is what a fixed box is fixed to. */
    bool fixed = box->style->position == POSITION_FIXED && !b->transformed;
    bool transforms = group_matrix(box, &own);

    l->is_fixed |= fixed;
    if ((box->style->opacity >= 1 && !transforms) || b->groups >= MAX_GROUPS) {
        stack_contents(b, box, clip);
        return;
    }
    add_item(b, ITEM_GROUP, box, clip, ink);
    b->groups++;
    if (transforms) {
        b->matrix = matrix_multiply(&b->matrix, &own);
        b->transformed = true;
    }
    /* Inside a transform the outer clips are the group's own. */
    stack_contents(b, box, transforms ? NULL : clip);
    *b = outer;
    for (unsigned i = start + 1; i < l->count; i++)
        ink = rect_union(ink, l->items[i].ink);
    add_item(b, ITEM_END, box, clip, ink)->ink = ink;
    l->items[start].ink = ink;
    l->items[start].end = l->count - 1;
}

/* ---- the list ------------------------------------------------------------*/

struct paint_list *
paint_list_create(const struct layout *layout, int scroll_x, int scroll_y)
{
    struct paint_list *l = calloc(1, sizeof *l);
    struct builder b = {.list = l, .matrix = {1, 0, 0, 1, 0, 0}};

    if (l == NULL)
        fatal_memory("out of memory");
    l->scroll_x = scroll_x;
    l->scroll_y = scroll_y;
    if (layout->canvas_style != NULL)
        note_fixed(&b, layout->canvas_style);
    if (layout->root != NULL)
        stacking_context(&b, layout->root, NULL);
    l->skips = calloc(l->count / SKIP + 1, sizeof *l->skips);
    if (l->skips == NULL)
        fatal_memory("out of memory");
    for (unsigned i = 0; i < l->count; i++)
        l->skips[i / SKIP] = rect_union(l->skips[i / SKIP], l->items[i].ink);
    return l;
}

bool
paint_list_is_fixed(const struct paint_list *l)
{
    return l->is_fixed;
}

void
paint_list_destroy(struct paint_list *l)
{
    if (l == NULL)
        return;
    arena_finish(&l->arena);
    free(l->items);
    free(l->skips);
    free(l);
}
