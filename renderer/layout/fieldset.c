/*
 * fieldset.c - a legend in the frame of its fieldset (HTML standard 15.3.13).
 *
 * Process: renderer.
 *
 * The first legend stands above all else, in the middle of the top border's
 * height; a legend higher than that border makes room for itself, and the
 * frame is drawn lower.
 */
#include "layout/contents.h"

static bool
is_rendered_legend(const struct box *b)
{
    return b->node != NULL && node_is(b->node, TAG_legend) &&
           !is_out_of_flow(b) && !is_inline_level(b);
}

static struct box *
find_legend(const struct box *b)
{
    struct box *child = b->first;

    if (b->node == NULL || !node_is(b->node, TAG_fieldset))
        return NULL;
    while (child != NULL && !is_rendered_legend(child))
        child = child->next;
    return child;
}

/* Its place along the line; auto margins take the room that is left. */
static unit_t
legend_x(const struct box *b, const struct box *legend, unit_t room)
{
    const bool *is_auto = data_of(legend)->auto_margin;
    unit_t left = b->border[SIDE_LEFT] + b->padding[SIDE_LEFT];
    unit_t free =
        unit_sub(room, unit_add(legend->width, legend->margin[SIDE_LEFT] +
                                                   legend->margin[SIDE_RIGHT]));

    left = unit_add(left, legend->margin[SIDE_LEFT]);
    if (free <= 0)
        return left;
    if (is_auto[SIDE_LEFT] && is_auto[SIDE_RIGHT])
        return unit_add(left, free / 2);
    if (is_auto[SIDE_LEFT] ||
        (b->style->direction == DIRECTION_RTL && !is_auto[SIDE_RIGHT]))
        return unit_add(left, free);
    return left;
}

void
fieldset_place_legend(struct layouter *l, struct box *b)
{
    struct box *legend = find_legend(b);
    struct box_data *data = data_of(b);
    unit_t border = b->style->border[SIDE_TOP].width, height;
    unit_t room = unit_max(0, unit_sub(b->width, sizes_edge_width(b)));
    struct space s = {.width = room,
                      .height = INDEFINITE,
                      .fixed_width = INDEFINITE,
                      .fixed_height = INDEFINITE,
                      .shrink = true};

    if (legend == NULL)
        return;
    if (data->frame == NULL)
        data->frame = arena_alloc(l->arena, sizeof *data->frame);
    box_layout(l, legend, &s);
    height = unit_add(legend->height, unit_add(legend->margin[SIDE_TOP],
                                               legend->margin[SIDE_BOTTOM]));
    legend->x = legend_x(b, legend, room);
    legend->y = legend->margin[SIDE_TOP];
    if (height < border)
        legend->y = unit_add(legend->y, (border - height) / 2);
    *data->frame =
        (struct layout_frame){.legend = legend,
                              .edge = unit_max(border, height),
                              .top = unit_max(0, height - border) / 2,
                              .gap_x = legend->x,
                              .gap_width = legend->width};
    b->border[SIDE_TOP] = data->frame->edge;
}

const struct layout_frame *
layout_frame(const struct box *b)
{
    return b->kind != BOX_TEXT && b->layout != NULL ? data_of(b)->frame : NULL;
}
