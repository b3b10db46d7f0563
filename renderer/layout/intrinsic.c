/*
 * intrinsic.c - min-content and max-content widths (CSS Sizing 3, 4 and 5).
 *
 * Process: renderer.  Distrusts: nothing; every box is measured once.
 */
#include "layout/contents.h"

/* Percentages of an unknown width: edges count their fixed part only. */
static void
set_edges(struct box *b)
{
    sizes_edges(b, 0);
}

/* Floats stand side by side for max-content (9.5); min-content is the widest
 * of anything. */
static void
block_widths(struct layouter *l, struct box *b, unit_t *min, unit_t *max)
{
    unit_t left = 0, right = 0, inner_min, inner_max;

    *min = *max = 0;
    for (struct box *child = b->first; child != NULL; child = child->next) {
        if (child->is_positioned)
            continue;
        intrinsic_outer(l, child, &inner_min, &inner_max);
        *min = unit_max(*min, inner_min);
        if (child->is_float) {
            enum clear clear = child->style->clear;

            if (clear != CLEAR_NONE) {
                *max = unit_max(*max, unit_add(left, right));
                if (clear != CLEAR_RIGHT)
                    left = 0;
                if (clear != CLEAR_LEFT)
                    right = 0;
            }
            if (child->style->floating == FLOAT_LEFT)
                left = unit_add(left, inner_max);
            else
                right = unit_add(right, inner_max);
            continue;
        }
        if (child->style->clear != CLEAR_NONE) {
            *max = unit_max(*max, unit_add(left, right));
            left = right = 0;
        }
        if (data_of(child)->new_context && left + right > 0) {
            /* it stands beside the floats */
            *max = unit_max(*max, unit_add(unit_add(left, right), inner_max));
            left = right = 0;
        } else {
            *max = unit_max(*max, inner_max);
            *max = unit_max(*max, unit_add(left, right));
            if (!margins_through(l, child))
                left = right = 0;
        }
    }
    *max = unit_max(*max, unit_add(left, right));
}

static void
measure(struct layouter *l, struct box *b)
{
    struct box_data *data = data_of(b);
    unit_t min = 0, max = 0, edges = sizes_edge_width(b);

    switch (b->kind) {
    case BOX_REPLACED:
        replaced_widths(l, b, &min, &max);
        edges = 0;
        break;
    case BOX_TABLE:
        table_widths(l, b, &min, &max);
        edges = 0;
        break;
    case BOX_FLEX:
        flex_widths(l, b, &min, &max);
        edges = 0;
        break;
    case BOX_GRID:
        grid_widths(l, b, &min, &max);
        edges = 0;
        break;
    default:
        if (data->is_control)
            min = max = data->natural_width;
        else if (data->inline_content)
            inline_widths(l, b, &min, &max);
        else if (data->is_table_wrapper) {
            unit_t most;

            block_widths(l, b, &min, &most);
            for (struct box *c = b->first; c != NULL; c = c->next)
                if (c->kind == BOX_TABLE)
                    intrinsic_outer(l, c, &most, &max);
        } else
            block_widths(l, b, &min, &max);
    }
    if (b->style->column_count > 1 && b->kind == BOX_BLOCK)
        max = unit_scale(max, b->style->column_count, 1);
    data->min_content = unit_add(min, edges);
    data->max_content = unit_max(unit_add(max, edges), data->min_content);
    data->has_widths = true;
}

/* The border box's width as its contents want it, whatever its own width
 * property says. */
void
intrinsic_widths(struct layouter *l, struct box *b, unit_t *min, unit_t *max)
{
    struct box_data *data = data_of(b);

    if (!data->has_widths) {
        unit_t margin[4], border[4], padding[4];

        memcpy(margin, b->margin, sizeof margin);
        memcpy(border, b->border, sizeof border);
        memcpy(padding, b->padding, sizeof padding);
        set_edges(b);
        measure(l, b);
        memcpy(b->margin, margin, sizeof margin);
        memcpy(b->border, border, sizeof border);
        memcpy(b->padding, padding, sizeof padding);
    }
    *min = data->min_content;
    *max = data->max_content;
}

static bool
definite(const struct length *w)
{
    return w->kind != LENGTH_AUTO &&
           (w->kind != LENGTH_VALUE || w->percent == 0);
}

/* The margin box's widths: what b contributes to those of its parent. */
void
intrinsic_outer(struct layouter *l, struct box *b, unit_t *min, unit_t *max)
{
    const struct style *s = b->style;
    unit_t width, margins;

    set_edges(b);
    margins = unit_add(b->margin[SIDE_LEFT], b->margin[SIDE_RIGHT]);
    if (b->kind == BOX_REPLACED) {
        replaced_widths(l, b, min, max);
    } else if (b->kind != BOX_TABLE && definite(&s->width) &&
               sizes_width(l, b, &s->width, INDEFINITE, &width)) {
        *min = *max = width;
    } else {
        intrinsic_widths(l, b, min, max);
    }
    if (b->kind != BOX_REPLACED) {
        if (definite(&s->max_width) &&
            sizes_width(l, b, &s->max_width, INDEFINITE, &width)) {
            *min = unit_min(*min, width);
            *max = unit_min(*max, width);
        }
        if (definite(&s->min_width) &&
            sizes_width(l, b, &s->min_width, INDEFINITE, &width)) {
            *min = unit_max(*min, width);
            *max = unit_max(*max, width);
        }
        *max = unit_max(*max, *min);
    }
    *min = unit_max(0, unit_add(*min, margins));
    *max = unit_max(0, unit_add(*max, margins));
}
