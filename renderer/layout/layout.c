/*
 * layout.c - lays a styled document out: boxes, then sizes and places from the
 * root down, then absolute positions.
 *
 * Process: renderer.  Distrusts: the page: depth is the document's, numbers
 * go through units.h, the number of boxes and of second tries is bounded.
 */
#include "layout/internal.h"

enum { MIN_VIEWPORT = UNIT, MAX_VIEWPORT = 32768 * UNIT };

/* The root element's box in the initial containing block. */
static void
layout_root(struct layouter *l, struct box *root)
{
    struct box_data *data = data_of(root);
    struct space s = {.width = l->viewport_width,
                      .height = l->viewport_height,
                      .fixed_width = INDEFINITE,
                      .fixed_height = INDEFINITE,
                      .shrink = root->is_float || root->kind == BOX_TABLE};
    unit_t free;

    if (root->is_positioned)
        return; /* finish.c does it */
    box_layout(l, root, &s);
    free = unit_sub(l->viewport_width,
                    unit_add(root->width, unit_add(root->margin[SIDE_LEFT],
                                                   root->margin[SIDE_RIGHT])));
    if (free > 0 && data->auto_margin[SIDE_LEFT])
        root->margin[SIDE_LEFT] =
            data->auto_margin[SIDE_RIGHT] ? free / 2 : free;
    root->x = root->margin[SIDE_LEFT];
    if (root->style->direction == DIRECTION_RTL &&
        !data->auto_margin[SIDE_LEFT] && !data->auto_margin[SIDE_RIGHT])
        root->x = unit_sub(l->viewport_width,
                           unit_add(root->margin[SIDE_RIGHT], root->width));
    root->y = root->margin[SIDE_TOP];
}

static bool
has_background(const struct style *s)
{
    return s->backgrounds != NULL || s->background_color >> 24 != 0;
}

/* The root's background, or body's if it has none, covers the canvas (CSS 2.1
 * 14.2). */
static void
find_canvas(struct layout *out)
{
    struct box *from = out->root;

    if (from == NULL)
        return;
    if (!has_background(from->style) && from->node != NULL &&
        from->node->tag == TAG_html) {
        for (struct node *n = from->node->first; n != NULL; n = n->next)
            if (node_is(n, TAG_body) && n->box != NULL) {
                from = n->box;
                break;
            }
    }
    if (!has_background(from->style))
        return;
    out->canvas = from->style->background_color;
    out->canvas_style = from->style;
    out->canvas_box = from;
}

static unit_t
clamp_viewport(unit_t size)
{
    return unit_max(MIN_VIEWPORT, unit_min(size, MAX_VIEWPORT));
}

struct layout *
layout_document(struct dom *d, struct layout_memory *memory,
                unit_t viewport_width, unit_t viewport_height,
                layout_natural_fn *natural, void *data)
{
    struct layouter l = {.dom = d,
                         .memory = memory,
                         .kept = &memory->boxes,
                         .arena = &memory->places,
                         .viewport_width = clamp_viewport(viewport_width),
                         .viewport_height = clamp_viewport(viewport_height),
                         .natural = natural,
                         .data = data,
                         .quirks = d->quirks};
    struct layout *out;

    layout_forget_places(memory);
    if (memory->root != NULL)
        boxes_forget(memory->root);
    else
        boxes_build(&l);
    out = l.out = arena_alloc(l.arena, sizeof *out);
    out->root = memory->root;
    out->box_count = memory->box_count;
    if (out->root != NULL)
        layout_root(&l, out->root);
    finish_page(&l);
    if (out->root != NULL)
        scrolling_finish(&l);
    find_canvas(out);
    return out;
}

void
layout_forget_places(struct layout_memory *m)
{
    arena_finish(&m->places);
}

void
layout_forget(struct layout_memory *m)
{
    arena_finish(&m->places);
    arena_finish(&m->boxes);
    *m = (struct layout_memory){.root = NULL};
}
