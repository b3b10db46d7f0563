/*
 * finish.c - from computed values to struct style: what depends on several
 * properties.
 *
 * Process: renderer.
 */
#include "css/cascade.h"
#include "css/images.h"

#include <math.h>

/* CSS Display 3, 2.7: blockification. */
static enum display
blockified(enum display display)
{
    switch (display) {
    case DISPLAY_INLINE:
    case DISPLAY_INLINE_BLOCK:
    case DISPLAY_TABLE_ROW_GROUP:
    case DISPLAY_TABLE_HEADER_GROUP:
    case DISPLAY_TABLE_FOOTER_GROUP:
    case DISPLAY_TABLE_ROW:
    case DISPLAY_TABLE_CELL:
    case DISPLAY_TABLE_COLUMN:
    case DISPLAY_TABLE_COLUMN_GROUP:
    case DISPLAY_TABLE_CAPTION:
        return DISPLAY_BLOCK;
    case DISPLAY_INLINE_TABLE:
        return DISPLAY_TABLE;
    case DISPLAY_INLINE_FLEX:
        return DISPLAY_FLEX;
    case DISPLAY_INLINE_GRID:
        return DISPLAY_GRID;
    default:
        return display;
    }
}

static void
fix_display(struct compute *c, bool is_root)
{
    struct style *s = &c->out->s;
    const struct computed *parent = c->parent;
    bool is_item = !is_root && parent->has_items;

    if (s->position == POSITION_ABSOLUTE || s->position == POSITION_FIXED)
        s->floating = FLOAT_NONE;
    if (is_item)
        s->floating = FLOAT_NONE; /* no effect on flex and grid items */
    if (is_root && s->display == DISPLAY_CONTENTS)
        s->display = DISPLAY_BLOCK;
    s->was_inline =
        s->display == DISPLAY_INLINE || s->display == DISPLAY_INLINE_BLOCK ||
        s->display == DISPLAY_INLINE_TABLE ||
        s->display == DISPLAY_INLINE_FLEX || s->display == DISPLAY_INLINE_GRID;
    if (is_root || is_item || s->floating != FLOAT_NONE ||
        s->position == POSITION_ABSOLUTE || s->position == POSITION_FIXED)
        s->display = blockified(s->display);
    c->out->has_items =
        s->display == DISPLAY_FLEX || s->display == DISPLAY_INLINE_FLEX ||
        s->display == DISPLAY_GRID || s->display == DISPLAY_INLINE_GRID ||
        (s->display == DISPLAY_CONTENTS && is_item);
}

static rgba_t
resolve_color(const struct compute *c, struct computed_color color)
{
    if (color.mix != NULL)
        return color_resolve(color.mix, c->out->s.color);
    return color.current ? c->out->s.color : color.rgba;
}

static void
fix_borders(struct compute *c)
{
    struct style *s = &c->out->s;

    for (int i = 0; i < 4; i++) {
        struct border *b = &s->border[i];
        bool shown = b->style != BORDER_NONE && b->style != BORDER_HIDDEN;
        b->width = shown ? c->out->border_width[i] : 0;
        b->color = resolve_color(c, c->out->border_color[i]);
    }
    s->outline_width =
        s->outline_style != BORDER_NONE ? c->out->outline_width : 0;
    s->outline_color = resolve_color(c, c->out->outline_color);
    s->column_rule.width =
        s->column_rule.style > BORDER_HIDDEN ? c->out->column_rule_width : 0;
    s->column_rule.color = resolve_color(c, c->out->column_rule_color);
    s->background_color = resolve_color(c, c->out->background_color);
    s->decoration_color = resolve_color(c, c->out->decoration_color);
}

/* One axis visible, the other not: visible becomes auto (CSS Overflow 3). */
static void
fix_overflow(struct style *s)
{
    bool x =
        s->overflow_x == OVERFLOW_VISIBLE || s->overflow_x == OVERFLOW_CLIP;
    bool y =
        s->overflow_y == OVERFLOW_VISIBLE || s->overflow_y == OVERFLOW_CLIP;

    if (x == y)
        return;
    if (x)
        s->overflow_x =
            s->overflow_x == OVERFLOW_VISIBLE ? OVERFLOW_AUTO : OVERFLOW_HIDDEN;
    if (y)
        s->overflow_y =
            s->overflow_y == OVERFLOW_VISIBLE ? OVERFLOW_AUTO : OVERFLOW_HIDDEN;
}

static void
fix_line_height(struct compute *c)
{
    const struct line_height *h = &c->out->line_height;
    struct style *s = &c->out->s;

    s->line_height_normal = h->normal;
    s->line_height = h->px;
    if (h->factor > 0)
        s->line_height =
            to_unit((double)h->factor * (double)s->font_size / UNIT);
}

/* vertical-align in per cent is of the line height. */
static void
fix_vertical_align(struct compute *c)
{
    struct style *s = &c->out->s;
    struct length *l = &s->vertical_align_length;
    double height = s->line_height_normal ? 1.2 * (double)s->font_size
                                          : (double)s->line_height;

    if (s->vertical_align != VERTICAL_ALIGN_LENGTH || l->percent == 0)
        return;
    l->px = to_unit(((double)l->px + (double)l->percent * height / 100) / UNIT);
    l->percent = 0;
}

void
compute_finish(struct compute *c, bool is_root)
{
    fix_display(c, is_root);
    fix_borders(c);
    fix_overflow(&c->out->s);
    fix_line_height(c);
    fix_vertical_align(c);
    backgrounds_finish(c);
    border_image_finish(c);
}
