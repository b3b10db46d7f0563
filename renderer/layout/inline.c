/*
 * inline.c - inline formatting (CSS 2.1 9.4.2): a block's inline content as a
 * paragraph, its intrinsic widths, and its lines, one below the other.
 *
 * Process: renderer.  Distrusts: nothing beyond depth; long text is linear.
 */
#include "layout/lines.h"

enum { MAX_TRIES = 5 /* of one line among floats */ };

/* -- the paragraph -- */

/* The left or right side, by the box's direction. */
static enum side
edge_side(const struct box *b, bool opens)
{
    return opens == (b->style->direction == DIRECTION_LTR) ? SIDE_LEFT
                                                           : SIDE_RIGHT;
}

void
line_edges(const struct box *b, bool opens, unit_t *margin, unit_t *inside)
{
    enum side side = edge_side(b, opens);

    *margin = *inside = 0;
    if (opens ? b->continues : data_of(b)->is_split)
        return;
    *margin = b->margin[side];
    *inside = unit_add(b->border[side], b->padding[side]);
}

static bool
has_edges(const struct box *b)
{
    unit_t margin, inside, sum = 0;

    for (int opens = 0; opens < 2; opens++) {
        line_edges(b, opens, &margin, &inside);
        sum |= margin | inside;
    }
    return sum != 0;
}

struct filling {
    struct layouter *l;
    struct paragraph *p;
    style_map_fn *map; /* of the text's styles, or NULL */
    void *data;
};

static void
add_children(const struct filling *f, struct box *parent)
{
    struct paragraph *p = f->p;

    for (struct box *b = parent->first; b != NULL; b = b->next) {
        const struct style *around = parent->style;

        if (b->is_float) {
            paragraph_add(p, PIECE_FLOAT, b, around);
        } else if (b->is_positioned) {
            paragraph_add(p, PIECE_POSITIONED, b, around);
        } else if (b->kind == BOX_TEXT) {
            paragraph_add_text(
                p, b, f->map != NULL ? f->map(f->data, b->style) : b->style,
                text_of(b));
        } else if (b->kind == BOX_BREAK) {
            paragraph_add(p, PIECE_BREAK, b, around);
        } else if (b->kind == BOX_INLINE) {
            sizes_edges(b, 0);
            p->has_content |= has_edges(b);
            paragraph_open(p, b, b->style);
            if (b->node != NULL && b->node->tag == TAG_wbr)
                paragraph_add_opportunity(p, b, b->style);
            add_children(f, b);
            paragraph_close(p, b, b->style);
        } else {
            paragraph_add(p, PIECE_ATOM, b, around);
        }
    }
}

struct paragraph *
inline_paragraph_in(struct layouter *l, struct arena *arena, struct box *b,
                    style_map_fn *map, void *data)
{
    struct filling f = {l, paragraph_create(arena, b->style), map, data};

    add_children(&f, b);
    paragraph_finish(f.p, arena);
    return f.p;
}

/* Made once per block: it does not depend on widths. */
struct paragraph *
inline_paragraph(struct layouter *l, struct box *b)
{
    struct box_data *data = data_of(b);

    if (data->paragraph == NULL) {
        data->paragraph = inline_paragraph_in(l, l->kept, b, NULL, NULL);
        if (data->marker_text != NULL)
            data->paragraph->has_content = true;
    }
    return data->paragraph;
}

/* -- intrinsic widths -- */

struct widths {
    unit_t min, max;
    unit_t segment, line; /* since the last opportunity, forced break */
    unit_t space;         /* white space at the end of both */
    unit_t floats;        /* beside the line */
};

static void
end_segment(struct widths *w)
{
    w->min = unit_max(w->min, unit_sub(w->segment, w->space));
    w->segment = 0;
}

static void
end_line(struct widths *w)
{
    end_segment(w);
    w->max = unit_max(w->max, unit_add(w->floats, unit_sub(w->line, w->space)));
    w->line = w->floats = w->space = 0;
}

static void
add_width(struct widths *w, unit_t min, unit_t max)
{
    w->segment = unit_add(w->segment, min);
    w->line = unit_add(w->line, max);
}

static unit_t
widest_glyph(const struct paragraph *p, const struct piece *piece)
{
    unit_t widest = 0;

    for (unsigned i = 0; i < piece->glyph_count; i++)
        widest = unit_max(widest, p->glyphs[piece->glyph + i].x_advance);
    return widest;
}

static void
add_text_width(struct widths *w, const struct paragraph *p,
               const struct piece *piece)
{
    if (piece->style->overflow_wrap == OVERFLOW_WRAP_ANYWHERE &&
        white_space_wraps(piece->style)) {
        end_segment(w);
        w->min = unit_max(w->min, widest_glyph(p, piece));
        w->line = unit_add(w->line, piece->width);
    } else {
        add_width(w, piece->width, piece->width);
    }
    w->space = piece->space == piece->width ? unit_add(w->space, piece->space)
                                            : piece->space;
    if (piece->breaks) {
        end_segment(w);
        /* the spaces stay in the line if it goes on */
    }
}

static void
add_piece_width(struct layouter *l, struct widths *w, const struct paragraph *p,
                const struct piece *piece)
{
    unit_t min, max, margin, inside;

    switch (piece->kind) {
    case PIECE_TEXT:
        add_text_width(w, p, piece);
        break;
    case PIECE_TAB:
        max = unit_clamp((int64_t)piece->style->tab_size *
                         piece->style->font_size / 2);
        add_width(w, max, max);
        w->space = 0;
        break;
    case PIECE_OPEN:
    case PIECE_CLOSE:
        sizes_edges(piece->box, 0);
        line_edges(piece->box, piece->kind == PIECE_OPEN, &margin, &inside);
        add_width(w, unit_add(margin, inside), unit_add(margin, inside));
        break;
    case PIECE_ATOM:
        intrinsic_outer(l, piece->box, &min, &max);
        add_width(w, min, max);
        w->space = 0;
        if (piece->breaks)
            end_segment(w);
        break;
    case PIECE_FLOAT:
        intrinsic_outer(l, piece->box, &min, &max);
        w->min = unit_max(w->min, min);
        w->floats = unit_add(w->floats, max);
        break;
    case PIECE_BREAK:
        end_line(w);
        break;
    case PIECE_POSITIONED:
        break;
    }
}

void
inline_widths(struct layouter *l, struct box *b, unit_t *min, unit_t *max)
{
    const struct paragraph *p = inline_paragraph(l, b);
    struct widths w = {0};

    length_resolve(&b->style->text_indent, 0, &w.line);
    w.segment = w.line;
    for (unsigned i = 0; i < p->piece_count; i++)
        add_piece_width(l, &w, p, &p->pieces[i]);
    end_line(&w);
    *min = unit_max(0, w.min);
    *max = unit_max(w.max, *min);
}

/* -- lines -- */

unit_t
line_atom_width(const struct line_maker *m, struct box *atom)
{
    float_measure(m->job, atom);
    return margin_box_width(atom);
}

static void
find_band(struct line_maker *m, unit_t height)
{
    unit_t from = unit_add(m->job->flow_x, m->job->left);
    unit_t to = unit_add(from, m->job->width);

    m->narrowed = floats_band(m->job->flow, unit_add(m->job->flow_y, m->y),
                              height, &from, &to);
    m->left = unit_sub(from, m->job->flow_x);
    m->right = unit_max(unit_sub(to, m->job->flow_x), m->left);
}

static void
place_waiting(struct line_maker *m)
{
    struct box **boxes = (struct box **)(void *)m->waiting.data;

    for (size_t i = 0; i < m->waiting.size / sizeof *boxes; i++)
        float_put(m->job, boxes[i], m->y);
    m->waiting.size = 0;
}

static unit_t
find_indent(const struct line_maker *m)
{
    const struct box *b = m->b;
    bool anonymous =
        b->node == NULL && b->kind == BOX_BLOCK && !data_of(b)->new_context;
    unit_t indent = 0;

    if (m->first_line != NULL ||
        (anonymous && b->parent != NULL && b->parent->first != b))
        return 0;
    length_resolve(&b->style->text_indent, m->job->width, &indent);
    return indent;
}

/* What a try to make a line changes. */
struct state {
    unsigned next;
    struct piece rest;
    bool has_rest;
    size_t open;
};

static struct state
save(struct line_maker *m)
{
    m->open_before.size = 0;
    buf_add(&m->open_before, m->open.data, m->open.size);
    return (struct state){m->next, m->rest, m->has_rest, m->open.size};
}

static void
restore(struct line_maker *m, const struct state *s)
{
    m->next = s->next;
    m->rest = s->rest;
    m->has_rest = s->has_rest;
    m->open.size = 0;
    buf_add(&m->open, m->open_before.data, m->open_before.size);
}

/* Fills a line at m->y or, if floats leave no room, lower.  Returns its
 * heights. */
static struct line_heights
make_line(struct line_maker *m)
{
    struct state before = save(m);
    struct line_heights heights = {0, 0};
    unit_t height = 1, next;

    for (int tries = 0;; tries++) {
        find_band(m, height);
        restore(m, &before);
        if (!lines_fill(m)) {
            next = unit_sub(floats_next(m->job->flow,
                                        unit_add(m->job->flow_y, m->y), height),
                            m->job->flow_y);
            if (next > m->y) {
                m->y = next;
                height = 1;
                tries = 0;
                continue;
            }
            m->ignores_floats = true;
            restore(m, &before);
            lines_fill(m);
            m->ignores_floats = false;
        }
        if (!m->has_content)
            return heights;
        heights = linebox_measure(m);
        height = unit_max(1, unit_add(heights.above, heights.below));
        if (tries < MAX_TRIES && m->job->flow->any) {
            unit_t left = m->left, right = m->right;

            find_band(m, height);
            if (m->left > left || m->right < right)
                continue;
            m->left = left;
            m->right = right;
        }
        return heights;
    }
}

static void
after_line(struct line_maker *m)
{
    enum clear clear;
    unit_t bottom;

    place_waiting(m);
    if (m->broken_by == NULL)
        return;
    clear = m->broken_by->style->clear;
    if (clear == CLEAR_NONE)
        return;
    bottom = floats_clear(m->job->flow, clear);
    m->y = unit_max(m->y, unit_sub(bottom, m->job->flow_y));
}

/* Edges in percent of the block's width. */
static void
set_edges(const struct line_maker *m)
{
    for (unsigned i = 0; i < m->p->piece_count; i++)
        if (m->p->pieces[i].kind == PIECE_OPEN)
            sizes_edges(m->p->pieces[i].box, m->job->width);
}

unit_t
inline_layout(const struct float_job *job, struct box *b, unit_t top)
{
    struct line_maker m = {
        .job = job, .l = job->l, .b = b, .y = top, .strut = b->style};
    struct box_data *data = data_of(b);
    const struct paragraph *ordinary = inline_paragraph(job->l, b);

    m.p = first_line_begin(job->l, b, &m.strut);
    if (m.p == NULL)
        m.p = ordinary;
    b->lines = NULL;
    set_edges(&m);
    while (m.next < m.p->piece_count || m.has_rest || m.first_line == NULL) {
        struct line_heights heights;
        bool at_end = m.next >= m.p->piece_count && !m.has_rest;

        m.indent = find_indent(&m);
        heights = make_line(&m);
        if (m.has_content || (at_end && data->marker_text != NULL)) {
            if (!m.has_content)
                heights = linebox_measure(&m);
            linebox_emit(&m, heights);
            m.y = unit_add(m.y, unit_add(heights.above, heights.below));
        } else {
            linebox_skip(&m);
        }
        after_line(&m);
        if (at_end)
            break;
        if (m.p != ordinary && m.first_line != NULL)
            first_line_end(&m, ordinary);
        if (m.p == ordinary)
            m.strut = b->style;
    }
    buf_finish(&m.waiting);
    buf_finish(&m.open);
    buf_finish(&m.open_before);
    buf_finish(&m.items);
    buf_finish(&m.groups);
    return m.y;
}
