/*
 * lineplace.c - where everything on a line stands: visual order, alignment,
 * justification, ellipsis; makes the struct line that painting reads.
 *
 * Process: renderer.  Distrusts: nothing; every item is looked at once.
 */
#include "layout/linebox.h"
#include "text/breaking.h"

#include <stdlib.h>

/* -- horizontal alignment (CSS Text 3, 7) -- */

/* text-align, or text-align-last for a last line (CSS Text 3, 6.3). */
static enum text_align
line_align(const struct line_maker *m, bool last)
{
    const struct style *s = m->b->style;

    if (last && s->text_align_last != TEXT_ALIGN_AUTO)
        return s->text_align_last;
    return last && s->text_align == TEXT_ALIGN_JUSTIFY ? TEXT_ALIGN_START
                                                       : s->text_align;
}

static unit_t
alignment(const struct line_maker *m, unit_t free, bool *justify)
{
    bool rtl = m->p->rtl;
    bool last = m->forced || (m->next >= m->p->piece_count && !m->has_rest);

    *justify = false;
    if (free <= 0)
        return rtl ? free : 0;
    switch (line_align(m, last)) {
    case TEXT_ALIGN_LEFT:
    case TEXT_ALIGN_HTML_LEFT:
        return 0;
    case TEXT_ALIGN_RIGHT:
    case TEXT_ALIGN_HTML_RIGHT:
        return free;
    case TEXT_ALIGN_CENTER:
    case TEXT_ALIGN_HTML_CENTER:
        return free / 2;
    case TEXT_ALIGN_END:
        return rtl ? 0 : free;
    case TEXT_ALIGN_JUSTIFY:
        *justify = true;
        break;
    case TEXT_ALIGN_START:
    case TEXT_ALIGN_AUTO:
        break;
    }
    return rtl ? free : 0;
}

static bool
is_space(const struct line_maker *m, const struct piece *p, unsigned i)
{
    return m->p->text.data[m->p->glyphs[p->glyph + i].cluster] == ' ';
}

/* Spreads free over the spaces: gives pieces glyphs of their own, in p->font's
 * place of the paragraph: out receives them. */
static const struct glyph *
justify_line(struct line_maker *m, unit_t free)
{
    size_t count, spaces = 0, glyphs = 0, used = 0;
    struct piece *items = line_items(m, &count);
    struct glyph *copy;
    unit_t given = 0, share;

    for (size_t i = 0; i < count; i++) {
        if (items[i].kind != PIECE_TEXT)
            continue;
        glyphs += items[i].glyph_count;
        for (unsigned g = 0; g < items[i].glyph_count; g++)
            spaces += is_space(m, &items[i], g);
    }
    if (spaces == 0)
        return m->p->glyphs;
    copy = arena_array(m->l->arena, glyphs, sizeof *copy);
    for (size_t i = 0, seen = 0; i < count; i++) {
        struct piece *p = &items[i];

        if (p->kind != PIECE_TEXT || p->glyph_count == 0)
            continue;
        memcpy(copy + used, m->p->glyphs + p->glyph,
               p->glyph_count * sizeof *copy);
        for (unsigned g = 0; g < p->glyph_count; g++) {
            if (!is_space(m, p, g))
                continue;
            share =
                (unit_t)((int64_t)free * (int64_t)++seen / (int64_t)spaces) -
                given;
            given += share;
            copy[used + g].x_advance =
                unit_add(copy[used + g].x_advance, share);
            p->width = unit_add(p->width, share);
        }
        p->glyph = (uint32_t)used;
        used += p->glyph_count;
    }
    m->width = unit_add(m->width, given);
    return copy;
}

/* -- placing -- */

struct placing {
    struct line_maker *m;
    struct line *line;
    const struct glyph *glyphs;
    unit_t baseline;
    unsigned runs, fragments;
};

static const struct box *
inline_parent(const struct box *b)
{
    return b != NULL && b->parent != NULL && b->parent->kind == BOX_INLINE
               ? b->parent
               : NULL;
}

/* Widens the fragments of b and of the inline boxes around it. */
static void
extend(struct placing *p, const struct box *b, unit_t from, unit_t to)
{
    for (; b != NULL && b->kind == BOX_INLINE; b = b->parent) {
        struct inline_fragment *f = &p->line->fragments[data_of(b)->fragment];

        if (f->height < 0) { /* the first time; width is its right end */
            f->height = 0;
            f->x = from;
            f->width = to;
        } else {
            f->x = unit_min(f->x, from);
            f->width = unit_max(f->width, to);
        }
    }
}

static void
place_edge(struct placing *p, const struct piece *item, unit_t x)
{
    struct box *b = item->box;
    bool opens = item->kind == PIECE_OPEN;
    bool at_left = opens == ((item->level & 1) == 0);
    unit_t margin, inside, from = x, to = unit_add(x, item->width);

    line_edges(b, opens, &margin, &inside);
    if (at_left)
        from = unit_add(from, margin);
    else
        to = unit_sub(to, margin);
    extend(p, inline_parent(b), x, unit_add(x, item->width));
    extend(p, b, from, to);
}

static void
place_text(struct placing *p, const struct piece *item, unit_t x)
{
    struct box *b = item->box;
    const struct box *parent = b->kind == BOX_TEXT ? b->parent : b;
    struct text_run *run = &p->line->runs[p->runs];
    struct text_run *last = p->runs > 0 ? run - 1 : NULL;
    struct span text = {p->m->p->text.data + item->start,
                        item->end - item->start};
    const struct glyph *glyphs = p->glyphs + item->glyph;
    bool rtl = (item->level & 1) != 0;

    extend(p, parent, x, unit_add(x, item->width));
    if (item->glyph_count == 0)
        return;
    if (last != NULL && last->box == b && last->font == item->font &&
        last->style == item->style && last->rtl == rtl &&
        unit_add(last->x, last->width) == x &&
        last->glyphs + last->glyph_count == glyphs) {
        last->glyph_count += item->glyph_count;
        last->width = unit_add(last->width, item->width);
        last->text.size += text.size;
        if (rtl)
            last->text.data = text.data;
        return;
    }
    *run = (struct text_run){
        .box = b,
        .font = item->font,
        .style = item->style,
        .glyphs = glyphs,
        .glyph_count = item->glyph_count,
        .text = text,
        .x = x,
        .baseline = unit_add(p->baseline, linebox_shift(p->m, parent)),
        .width = item->width,
        .rtl = rtl};
    p->runs++;
}

static void
place_atom(struct placing *p, struct box *b, unit_t x)
{
    struct line_heights h = linebox_atom(b);

    extend(p, inline_parent(b), x, unit_add(x, margin_box_width(b)));
    b->x = unit_add(x, b->margin[SIDE_LEFT]);
    b->y = unit_add(
        unit_sub(unit_add(p->baseline, linebox_shift(p->m, b)), h.above),
        b->margin[SIDE_TOP]);
    p->line->atoms[p->line->atom_count++] = b;
}

/* The static position of an absolutely positioned box (10.3.7): where it
 * would be as a line's part, or as a block below what stands on the line. */
static void
place_positioned(struct placing *p, struct box *b, unit_t x)
{
    const struct line_maker *m = p->m;
    struct box_data *data = data_of(b);

    data->static_y = m->y;
    if (data->was_inline) {
        data->static_x = x;
        return;
    }
    data->static_x =
        m->p->rtl ? unit_add(m->job->left, m->job->width) : m->job->left;
    if (p->line != NULL && m->has_items)
        data->static_y = unit_add(p->line->y, p->line->height);
}

static void
place_item(struct placing *p, const struct piece *item, unit_t x)
{
    switch (item->kind) {
    case PIECE_TEXT:
        place_text(p, item, x);
        break;
    case PIECE_TAB:
        extend(p, inline_parent(item->box), x, unit_add(x, item->width));
        break;
    case PIECE_OPEN:
    case PIECE_CLOSE:
        place_edge(p, item, x);
        break;
    case PIECE_ATOM:
        place_atom(p, item->box, x);
        break;
    case PIECE_POSITIONED:
        place_positioned(p, item->box, x);
        break;
    case PIECE_BREAK:
        extend(p, inline_parent(item->box), x, x);
        break;
    case PIECE_FLOAT:
        break;
    }
}

/* -- runs of our own: hyphen, ellipsis -- */

static bool
shape_extra(struct placing *p, struct box *b, const struct style *style,
            const char *text, struct text_run *run)
{
    struct font *font = font_for(style, text[0] == '-' ? '-' : 0x2026);
    struct buf glyphs = {0};
    struct glyph *copy;

    *run = (struct text_run){.box = b,
                             .font = font,
                             .style = style,
                             .text = span_of(text),
                             .is_extra = true};
    run->glyph_count =
        (unsigned)font_shape(font, run->text, 0, run->text.size, 0, &glyphs);
    copy = arena_alloc(p->m->l->arena, glyphs.size + 1);
    if (glyphs.size > 0)
        memcpy(copy, glyphs.data, glyphs.size);
    buf_finish(&glyphs);
    run->glyphs = copy;
    for (unsigned i = 0; i < run->glyph_count; i++)
        run->width = unit_add(run->width, copy[i].x_advance);
    run->baseline = unit_add(
        p->baseline, linebox_shift(p->m, b->kind == BOX_TEXT ? b->parent : b));
    return run->glyph_count > 0;
}

/* Removes the atoms of the line that end right of limit, but the first when
 * nothing stands before it.  Returns the left edge of what went, or limit. */
static unit_t
drop_atoms(struct placing *p, unit_t limit)
{
    struct line *line = p->line;
    unsigned kept = 0;
    unit_t from = limit;

    for (unsigned i = 0; i < line->atom_count; i++) {
        struct box *b = line->atoms[i];
        unit_t left = unit_sub(b->x, b->margin[SIDE_LEFT]);

        if (unit_add(left, margin_box_width(b)) > limit && left > line->x) {
            from = unit_min(from, left);
            continue;
        }
        line->atoms[kept++] = b;
    }
    line->atom_count = kept;
    return from;
}

/* Drops the glyphs of a run right of limit, but the line's first one; false
 * if nothing is left. */
static bool
cut_run(const struct line *line, struct text_run *run, unit_t limit)
{
    while (run->glyph_count > 0 && unit_add(run->x, run->width) > limit &&
           (run->x > line->x || run->glyph_count > 1))
        run->width =
            unit_sub(run->width, run->glyphs[--run->glyph_count].x_advance);
    return run->glyph_count > 0;
}

/* Cuts what sticks out of a box with text-overflow: ellipsis (CSS UI 4, 5.1):
 * the dots stand behind the last thing that fits, on the block's baseline. */
static void
add_ellipsis(struct placing *p)
{
    struct line *line = p->line;
    unit_t limit, end = line->x;
    struct text_run dots;
    unsigned kept = 0;

    if (!shape_extra(p, p->m->b, p->m->b->style, "\xE2\x80\xA6", &dots))
        return;
    dots.baseline = p->baseline;
    limit = drop_atoms(p, unit_sub(p->m->right, dots.width));
    for (unsigned i = 0; i < line->atom_count; i++)
        end = unit_max(end,
                       unit_add(line->atoms[i]->x,
                                unit_add(line->atoms[i]->width,
                                         line->atoms[i]->margin[SIDE_RIGHT])));
    for (unsigned i = 0; i < p->runs; i++) {
        struct text_run run = line->runs[i];

        if (!cut_run(line, &run, limit))
            continue;
        end = unit_max(end, unit_add(run.x, run.width));
        line->runs[kept++] = run;
    }
    dots.x = end;
    line->runs[kept++] = dots;
    p->runs = kept;
}

static void
add_hyphen(struct placing *p, const struct piece *items, size_t count)
{
    struct text_run hyphen, *last;

    while (count > 0 && items[count - 1].kind != PIECE_TEXT)
        count--;
    if (count == 0 || p->runs == 0 ||
        !shape_extra(p, items[count - 1].box, items[count - 1].style, "-",
                     &hyphen))
        return;
    last = &p->line->runs[p->runs - 1];
    hyphen.x = last->rtl ? unit_sub(last->x, hyphen.width)
                         : unit_add(last->x, last->width);
    p->line->runs[p->runs++] = hyphen;
}

/* -- fragments -- */

static void
add_fragment(struct placing *p, struct box *b, bool opens)
{
    data_of(b)->fragment = p->fragments;
    p->line->fragments[p->fragments++] =
        (struct inline_fragment){.box = b, .height = -1, .first = opens};
}

/* Fragments of the boxes open before the line, and of those it opens; which
 * of them end here. */
static void
begin_fragments(struct placing *p, const struct piece *items, size_t count)
{
    struct line_maker *m = p->m;
    struct box **open = (struct box **)(void *)m->open_before.data;
    size_t before = m->open_before.size / sizeof *open, room = before;

    for (size_t i = 0; i < count; i++)
        room += items[i].kind == PIECE_OPEN;
    p->line->fragments =
        arena_array(m->l->arena, room, sizeof *p->line->fragments);
    for (size_t i = 0; i < before; i++)
        add_fragment(p, open[i], false);
    for (size_t i = 0; i < count; i++) {
        struct box *b = items[i].box;

        if (items[i].kind == PIECE_OPEN)
            add_fragment(p, b, !b->continues);
        else if (items[i].kind == PIECE_CLOSE)
            p->line->fragments[data_of(b)->fragment].last =
                !data_of(b)->is_split;
    }
}

/* Turns the collected ends into boxes, and sides as they are seen. */
static void
finish_fragments(struct placing *p)
{
    unsigned kept = 0;

    for (unsigned i = 0; i < p->fragments; i++) {
        struct inline_fragment f = p->line->fragments[i];
        const struct box *b = f.box;
        const struct font_metrics *metrics =
            font_metrics(font_primary(b->style));
        bool rtl = b->style->direction == DIRECTION_RTL;
        bool starts = f.first;

        if (f.height < 0)
            continue;
        f.width = unit_max(0, unit_sub(f.width, f.x));
        f.baseline = unit_add(p->baseline, linebox_shift(p->m, b));
        f.y = unit_sub(unit_sub(f.baseline, metrics->ascent),
                       unit_add(b->border[SIDE_TOP], b->padding[SIDE_TOP]));
        f.height =
            unit_add(metrics->ascent + metrics->descent, sizes_edge_height(b));
        f.first = rtl ? f.last : starts;
        f.last = rtl ? starts : f.last;
        p->line->fragments[kept++] = f;
    }
    p->line->fragment_count = kept;
}

/* -- the line -- */

static void
place_all(struct placing *p, const struct piece *items, size_t count, unit_t x)
{
    int *order = NULL;

    if (p->m->p->bidirectional && count > 1 && count < INT32_MAX) {
        uint8_t *levels = arena_alloc(p->m->l->arena, count);

        order = arena_array(p->m->l->arena, count, sizeof *order);
        for (size_t i = 0; i < count; i++)
            levels[i] = items[i].level;
        breaking_reorder(levels, (int)count, order);
    }
    for (size_t i = 0; i < count; i++) {
        const struct piece *item = &items[order != NULL ? (size_t)order[i] : i];

        place_item(p, item, x);
        x = unit_add(x, item->width);
    }
}

static void
append_line(struct line_maker *m, struct line *line)
{
    struct box_data *data = data_of(m->b);

    if (m->last_line != NULL)
        m->last_line->next = line;
    else
        m->first_line = m->b->lines = line;
    m->last_line = line;
    if (data->first_baseline == NO_BASELINE)
        data->first_baseline = line->baseline;
    data->last_baseline = line->baseline;
}

static bool
wants_ellipsis(const struct line_maker *m, unit_t free)
{
    const struct box *b = m->b;

    if (b->node == NULL && b->kind == BOX_BLOCK && b->parent != NULL &&
        !data_of(b)->new_context)
        b = b->parent;
    return free < 0 && b->style->ellipsis && b->clips && !m->p->rtl;
}

void
linebox_skip(struct line_maker *m)
{
    size_t count;
    const struct piece *items = line_items(m, &count);
    struct placing p = {.m = m};
    bool justify;
    unit_t offset = alignment(m, m->right - m->left, &justify);

    for (size_t i = 0; i < count; i++)
        if (items[i].kind == PIECE_POSITIONED)
            place_positioned(&p, items[i].box, unit_add(m->left, offset));
}

void
linebox_emit(struct line_maker *m, struct line_heights heights)
{
    size_t count, texts = 2, atoms = 0;
    const struct piece *items = line_items(m, &count);
    struct placing p = {.m = m, .glyphs = m->p->glyphs};
    unit_t free = unit_sub(m->right - m->left, m->width), x;
    bool justify;

    p.line = arena_alloc(m->l->arena, sizeof *p.line);
    p.line->y = m->y;
    p.line->height = unit_add(heights.above, heights.below);
    p.line->baseline = p.baseline = unit_add(m->y, heights.above);
    for (size_t i = 0; i < count; i++) {
        texts += items[i].kind == PIECE_TEXT;
        atoms += items[i].kind == PIECE_ATOM;
    }
    p.line->runs = arena_array(m->l->arena, texts, sizeof *p.line->runs);
    p.line->atoms = arena_array(m->l->arena, atoms, sizeof *p.line->atoms);
    begin_fragments(&p, items, count);
    x = unit_add(m->left, alignment(m, free, &justify));
    if (justify)
        p.glyphs = justify_line(m, free);
    if (!m->p->rtl)
        x = unit_add(x, m->indent);
    p.line->x = x;
    p.line->width = unit_sub(m->width, m->indent);
    place_all(&p, items, count, x);
    if (m->hyphen)
        add_hyphen(&p, items, count);
    if (wants_ellipsis(m, free))
        add_ellipsis(&p);
    p.line->run_count = p.runs;
    finish_fragments(&p);
    append_line(m, p.line);
}
