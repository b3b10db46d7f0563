/*
 * first_line.c - ::first-line (CSS Pseudo-elements 4, 2.1): the first line of
 * a block is made from a paragraph of its own, in which the text has the
 * pseudo-element's style; the lines after it go on in the ordinary one.
 *
 * Process: renderer.  Distrusts: nothing beyond depth.
 */
#include "layout/lines.h"

/* What the pseudo-element sets is what differs from its element; it passes
 * over what the text's own inline boxes set, which differs from the block. */
struct first_line {
    struct layouter *l;
    const struct style *pseudo, *element, *block;
    const struct style *last_from, *last_to; /* the last answer */
};

/* Whether b's first line is also the first of its parent. */
static bool
begins_parent(const struct box *b)
{
    const struct box *parent = b->parent;

    if (parent == NULL || is_out_of_flow(b) || is_inline_level(b) ||
        (parent->kind != BOX_BLOCK && parent->kind != BOX_CELL))
        return false;
    for (const struct box *child = parent->first; child != NULL;
         child = child->next)
        if (!is_out_of_flow(child))
            return child == b;
    return false;
}

static bool
find(struct first_line *f, const struct box *b)
{
    f->block = b->style;
    for (;; b = b->parent) {
        /* A generated box has its element's node, but not its style. */
        if ((b->kind == BOX_BLOCK || b->kind == BOX_CELL) && b->node != NULL &&
            b->style == b->node->style) {
            f->pseudo = style_pseudo(b->node, PSEUDO_FIRST_LINE);
            f->element = b->style;
            if (f->pseudo != NULL)
                return true;
        }
        if (!begins_parent(b))
            return false;
    }
}

/* A style_map_fn. */
static const struct style *
restyle(void *data, const struct style *from)
{
    struct first_line *f = data;
    struct style *s;

    if (from == f->last_from)
        return f->last_to;
    s = arena_alloc(f->l->arena, sizeof *s);
    *s = *from;
#define TAKE(field)                              \
    if (f->pseudo->field != f->element->field && \
        from->field == f->block->field)          \
    s->field = f->pseudo->field
    TAKE(color);
    TAKE(font_family);
    TAKE(font_size);
    TAKE(font_weight);
    TAKE(italic);
    TAKE(small_caps);
    TAKE(letter_spacing);
    TAKE(word_spacing);
    TAKE(text_transform);
    TAKE(text_shadow);
    TAKE(line_height);
    TAKE(line_height_normal);
#undef TAKE
    f->last_from = from;
    f->last_to = s;
    return s;
}

const struct paragraph *
first_line_begin(struct layouter *l, struct box *b, const struct style **strut)
{
    struct first_line f = {.l = l};
    const struct paragraph *ordinary = inline_paragraph(l, b);
    const struct paragraph *p;

    if (!find(&f, b))
        return NULL;
    *strut = restyle(&f, b->style);
    p = inline_paragraph_in(l, l->arena, b, restyle, &f);
    if (p->text.size != ordinary->text.size) {
        /* Another letter case has other bytes: go without it. */
        struct style *same = arena_alloc(l->arena, sizeof *same);

        *same = *f.pseudo;
        same->text_transform = f.element->text_transform;
        f.pseudo = same;
        f.last_from = NULL;
        p = inline_paragraph_in(l, l->arena, b, restyle, &f);
    }
    return p->text.size == ordinary->text.size ? p : NULL;
}

/* The first glyph, in reading order, of the text from byte on. */
static unsigned
glyphs_before(const struct paragraph *p, const struct piece *piece,
              uint32_t byte)
{
    bool rtl = (piece->level & 1) != 0;
    unsigned i = 0;

    while (i < piece->glyph_count &&
           p->glyphs[piece->glyph + (rtl ? piece->glyph_count - 1 - i : i)]
                   .cluster < byte)
        i++;
    return i;
}

/* Makes what follows byte in piece the rest that goes on the next line. */
static void
split_at(struct line_maker *m, const struct piece *piece, uint32_t byte)
{
    unsigned before = glyphs_before(m->p, piece, byte);
    bool rtl = (piece->level & 1) != 0;

    m->rest = *piece;
    m->rest.start = byte;
    m->rest.glyph_count -= before;
    if (!rtl)
        m->rest.glyph += before;
    m->rest.width = 0;
    for (unsigned i = 0; i < m->rest.glyph_count; i++)
        m->rest.width =
            unit_add(m->rest.width, m->p->glyphs[m->rest.glyph + i].x_advance);
    m->has_rest = true;
}

void
first_line_end(struct line_maker *m, const struct paragraph *ordinary)
{
    const struct paragraph *first = m->p;
    unsigned others = 0, used = m->next - (m->has_rest ? 1 : 0);
    uint32_t byte = m->has_rest ? m->rest.start : 0;

    for (unsigned i = 0; i < used; i++) {
        others += first->pieces[i].kind != PIECE_TEXT;
        if (first->pieces[i].kind == PIECE_TEXT && !m->has_rest)
            byte = first->pieces[i].end;
    }
    m->p = ordinary;
    m->next = 0;
    m->has_rest = false;
    for (; m->next < ordinary->piece_count; m->next++) {
        const struct piece *piece = &ordinary->pieces[m->next];

        if (piece->kind != PIECE_TEXT) {
            if (others == 0)
                return;
            others--;
        } else if (piece->end > byte) {
            if (piece->start < byte) {
                split_at(m, piece, byte);
                m->next++;
            }
            return;
        }
    }
}
