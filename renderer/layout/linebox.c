/*
 * linebox.c - the heights of a line and its baseline (CSS 2.1 10.8).
 *
 * Process: renderer.  Distrusts: nothing; every item is looked at once.
 *
 * Shifts are downward from a group's baseline.  Group 0 is the block's own;
 * each inline box aligned to the line's top or bottom begins another, whose
 * baseline is known when the line's height is.
 */
#include "layout/linebox.h"

static bool
is_edge_aligned(const struct style *s)
{
    return s->vertical_align == VERTICAL_ALIGN_TOP ||
           s->vertical_align == VERTICAL_ALIGN_BOTTOM;
}

static struct line_group *
group_at(const struct line_maker *m, unsigned index)
{
    return &((struct line_group *)(void *)m->groups.data)[index];
}

static void
include(struct line_maker *m, unsigned group, unit_t shift,
        struct line_heights h)
{
    struct line_group *g = group_at(m, group);
    unit_t above = unit_sub(h.above, shift), below = unit_add(h.below, shift);

    if (!g->any) {
        g->any = true;
        g->heights = (struct line_heights){above, below};
        return;
    }
    g->heights.above = unit_max(g->heights.above, above);
    g->heights.below = unit_max(g->heights.below, below);
}

/* Ascent and descent of a font with half of the leading on each side, rounded
 * so that baselines fall on whole pixels. */
static struct line_heights
with_leading(const struct style *s, const struct font *font)
{
    const struct font_metrics *f = font_metrics(font);
    unit_t text = f->ascent + f->descent;
    unit_t line = s->line_height_normal ? unit_add(text, f->line_gap)
                                        : unit_clamp(s->line_height);
    unit_t above = unit_add(f->ascent, unit_floor(unit_sub(line, text) / 2));

    return (struct line_heights){above, unit_sub(line, above)};
}

static unit_t
line_height_of(const struct style *s)
{
    struct line_heights h = with_leading(s, font_primary(s));

    return unit_add(h.above, h.below);
}

/* How far vertical-align moves a box with these heights from the baseline of
 * its parent. */
static unit_t
alignment(const struct style *s, struct line_heights h,
          const struct style *parent)
{
    const struct font_metrics *f = font_metrics(font_primary(parent));
    unit_t length = 0;

    switch (s->vertical_align) {
    case VERTICAL_ALIGN_SUB:
        return parent->font_size / 5 + UNIT;
    case VERTICAL_ALIGN_SUPER:
        return -(parent->font_size / 3 + UNIT);
    case VERTICAL_ALIGN_MIDDLE:
        return -f->x_height / 2 + unit_sub(h.above, h.below) / 2;
    case VERTICAL_ALIGN_TEXT_TOP:
        return unit_sub(h.above, f->ascent);
    case VERTICAL_ALIGN_TEXT_BOTTOM:
        return unit_sub(f->descent, h.below);
    case VERTICAL_ALIGN_LENGTH:
        length_resolve(&s->vertical_align_length, line_height_of(s), &length);
        return -length;
    case VERTICAL_ALIGN_BASELINE:
    case VERTICAL_ALIGN_TOP:
    case VERTICAL_ALIGN_BOTTOM:
        break;
    }
    return 0;
}

/* The group and shift of what stands in parent. */
static unsigned
context(const struct box *parent, unit_t *shift)
{
    *shift = 0;
    if (parent->kind != BOX_INLINE)
        return 0;
    *shift = data_of(parent)->shift;
    return data_of(parent)->group;
}

static unsigned
new_group(struct line_maker *m, bool bottom)
{
    struct line_group g = {.is_bottom = bottom};

    buf_add(&m->groups, &g, sizeof g);
    return (unsigned)(m->groups.size / sizeof g - 1);
}

/* The line height calculation quirk (Quirks standard 3.3). */
static bool
has_quirky_height(const struct line_maker *m)
{
    return m->l->quirks || m->l->dom->limited_quirks;
}

/* An inline box that is open on the line. */
static void
visit_box(struct line_maker *m, struct box *b)
{
    struct line_heights h = with_leading(b->style, font_primary(b->style));
    struct box_data *data = data_of(b);
    unit_t shift, margin, inside;
    unsigned group = context(b->parent, &shift);
    bool counts = !has_quirky_height(m);

    if (is_edge_aligned(b->style)) {
        group = new_group(m, b->style->vertical_align == VERTICAL_ALIGN_BOTTOM);
        shift = 0;
    } else {
        shift = unit_add(shift, alignment(b->style, h, b->parent->style));
    }
    data->group = group;
    data->shift = shift;
    /* Quirk: an inline box without text or edges does not count. */
    for (int opens = 0; opens < 2 && !counts; opens++) {
        line_edges(b, opens, &margin, &inside);
        counts = margin != 0 || inside != 0;
    }
    if (counts)
        include(m, group, shift, h);
}

static void
visit_text(struct line_maker *m, const struct piece *p)
{
    const struct box *b = p->box, *parent;
    const struct font *primary = font_primary(p->style);
    unsigned group;
    unit_t shift;

    if (b->kind == BOX_TEXT || b->kind == BOX_BREAK)
        parent = b->parent;
    else
        parent = b;
    group = context(parent, &shift);
    if (has_quirky_height(m) && p->kind != PIECE_BREAK &&
        (p->kind != PIECE_TEXT || p->end > p->start))
        include(m, group, shift,
                with_leading(parent->style, font_primary(parent->style)));
    if (p->kind == PIECE_TEXT && p->font != NULL && p->font != primary &&
        p->glyph_count > 0 && p->style->line_height_normal)
        include(m, group, shift, with_leading(p->style, p->font));
}

/* Where an atom's baseline is (10.8.1): the last line's of an inline-block,
 * else the bottom margin edge. */
struct line_heights
linebox_atom(const struct box *b)
{
    const struct box_data *data = data_of(b);
    unit_t height = unit_add(
        b->height, unit_add(b->margin[SIDE_TOP], b->margin[SIDE_BOTTOM]));
    unit_t baseline = NO_BASELINE;

    if (b->kind == BOX_TABLE || box_has_items(b) || data->is_table_wrapper)
        baseline = data->first_baseline;
    else if (b->kind == BOX_BLOCK &&
             (!is_scroll_container(b) || (b->node != NULL && data->is_control)))
        baseline = data->last_baseline;
    if (baseline == NO_BASELINE)
        return (struct line_heights){height, 0};
    baseline = unit_add(baseline, b->margin[SIDE_TOP]);
    return (struct line_heights){baseline, unit_sub(height, baseline)};
}

static void
visit_atom(struct line_maker *m, struct box *b)
{
    struct line_heights h = linebox_atom(b);
    struct box_data *data = data_of(b);
    unit_t shift;

    data->group = context(b->parent, &shift);
    if (is_edge_aligned(b->style)) {
        data->group =
            new_group(m, b->style->vertical_align == VERTICAL_ALIGN_BOTTOM);
        data->shift = 0;
    } else {
        data->shift = unit_add(shift, alignment(b->style, h, b->parent->style));
    }
    include(m, data->group, data->shift, h);
}

/* -- white space at the end -- */

static void
drop_space(struct line_maker *m, struct piece *p)
{
    if ((p->level & 1) != 0)
        p->glyph += p->space_glyphs;
    p->glyph_count -= p->space_glyphs;
    p->end -= p->space_bytes;
    p->width = unit_sub(p->width, p->space);
    m->width = unit_sub(m->width, p->space);
    p->space = 0;
    p->space_bytes = p->space_glyphs = 0;
}

/* Removes white space from the end of the line, as far as nothing else comes
 * before; preserved white space only where it does not fit. */
static void
trim(struct line_maker *m)
{
    size_t count;
    struct piece *items = line_items(m, &count);
    bool at_end = m->forced || (m->next >= m->p->piece_count && !m->has_rest);
    bool fits = at_end && m->width <= m->right - m->left;

    m->hyphen = false;
    while (count > 0) {
        struct piece *p = &items[--count];

        if (p->kind == PIECE_TEXT) {
            bool blank = p->space_bytes == p->end - p->start;

            if (!fits || white_space_collapses(p->style))
                drop_space(m, p);
            if (blank)
                continue;
            m->hyphen = p->hyphenates && !at_end;
            break;
        }
        if (p->kind == PIECE_ATOM || p->kind == PIECE_TAB)
            break;
    }
}

/* -- the line -- */

static void
align_groups(struct line_maker *m, struct line_heights *line)
{
    size_t count = m->groups.size / sizeof(struct line_group);

    for (unsigned i = 1; i < count; i++) {
        const struct line_group *g = group_at(m, i);
        unit_t height = unit_add(g->heights.above, g->heights.below);
        unit_t more = unit_sub(height, unit_add(line->above, line->below));

        if (more <= 0)
            continue;
        if (g->is_bottom)
            line->above = unit_add(line->above, more);
        else
            line->below = unit_add(line->below, more);
    }
    for (unsigned i = 1; i < count; i++) {
        struct line_group *g = group_at(m, i);

        g->baseline = g->is_bottom ? unit_sub(line->below, g->heights.below)
                                   : unit_sub(g->heights.above, line->above);
    }
}

/* Quirk: a <br> makes a line high only where nothing else does. */
static void
include_lone_break(struct line_maker *m, const struct piece *items,
                   size_t count)
{
    const struct piece *lone = NULL;
    const struct box *parent;
    unsigned group;
    unit_t shift;

    for (size_t i = 0; i < count; i++)
        if (items[i].kind == PIECE_BREAK)
            lone = &items[i];
        else if (items[i].kind == PIECE_ATOM || items[i].kind == PIECE_TAB ||
                 (items[i].kind == PIECE_TEXT && items[i].end > items[i].start))
            return;
    if (lone == NULL)
        return;
    parent = ((const struct box *)lone->box)->parent;
    group = context(parent, &shift);
    include(m, group, shift,
            with_leading(parent->style, font_primary(parent->style)));
}

struct line_heights
linebox_measure(struct line_maker *m)
{
    struct box **open = (struct box **)(void *)m->open_before.data;
    struct line_heights line;
    struct piece *items;
    size_t count;

    trim(m);
    m->groups.size = 0;
    new_group(m, false);
    if (!has_quirky_height(m) || data_of(m->b)->marker_text != NULL)
        include(m, 0, 0, with_leading(m->strut, font_primary(m->strut)));
    for (size_t i = 0; i < m->open_before.size / sizeof *open; i++)
        visit_box(m, open[i]);
    items = line_items(m, &count);
    for (size_t i = 0; i < count; i++) {
        switch (items[i].kind) {
        case PIECE_OPEN:
            visit_box(m, items[i].box);
            break;
        case PIECE_TEXT:
        case PIECE_TAB:
        case PIECE_BREAK:
            visit_text(m, &items[i]);
            break;
        case PIECE_ATOM:
            visit_atom(m, items[i].box);
            break;
        default:
            break;
        }
    }
    if (has_quirky_height(m))
        include_lone_break(m, items, count);
    line = group_at(m, 0)->heights;
    align_groups(m, &line);
    return line;
}
