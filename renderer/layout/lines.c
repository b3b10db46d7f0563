/*
 * lines.c - which pieces go on a line (CSS Text 3, 5 and 6).
 *
 * Process: renderer.  Distrusts: nothing; each piece is looked at once per
 * line it is tried on.
 */
#include "layout/lines.h"
#include "text/breaking.h"

enum { WINDOW = 256 /* bytes of a word looked at behind a line's end */ };

/* A place on the line where it may end. */
struct opportunity {
    bool is_set, has_content;
    size_t items;
    unsigned next;
    unit_t width, hanging;
};

static unit_t
room(const struct line_maker *m)
{
    return m->right - m->left;
}

static void
note(struct line_maker *m, struct opportunity *o)
{
    *o = (struct opportunity){.is_set = true,
                              .has_content = m->has_content,
                              .items = m->items.size,
                              .next = m->next,
                              .width = m->width,
                              .hanging = m->hanging};
}

/* Recovers the boxes that were open: those of the line's start changed by the
 * items up to here. */
static void
replay_open(struct line_maker *m)
{
    size_t count;
    const struct piece *items = line_items(m, &count);

    m->open.size = 0;
    buf_add(&m->open, m->open_before.data, m->open_before.size);
    for (size_t i = 0; i < count; i++) {
        if (items[i].kind == PIECE_OPEN)
            buf_add(&m->open, &items[i].box, sizeof items[i].box);
        else if (items[i].kind == PIECE_CLOSE && m->open.size > 0)
            m->open.size -= sizeof items[i].box;
    }
}

static void
go_back(struct line_maker *m, const struct opportunity *o)
{
    m->items.size = o->items;
    m->next = o->next;
    m->has_rest = false;
    m->width = o->width;
    m->hanging = o->hanging;
    m->has_content = o->has_content;
    replay_open(m);
}

static void
add(struct line_maker *m, const struct piece *p)
{
    buf_add(&m->items, p, sizeof *p);
    m->has_items |= piece_is_content(p) && p->width != 0;
    m->width = unit_add(m->width, p->width);
}

/* Closing tags behind an opportunity or break belong to the line. */
static void
take_closes(struct line_maker *m)
{
    while (m->next < m->p->piece_count &&
           m->p->pieces[m->next].kind == PIECE_CLOSE) {
        struct piece p = m->p->pieces[m->next++];
        unit_t margin, inside;

        line_edges(p.box, false, &margin, &inside);
        p.width = unit_add(margin, inside);
        if (p.width != 0)
            m->has_content = true;
        add(m, &p);
        if (m->open.size > 0)
            m->open.size -= sizeof p.box;
    }
}

/* -- breaking inside a word -- */

static bool
may_break_anywhere(const struct piece *p)
{
    return p->kind == PIECE_TEXT && white_space_wraps(p->style) &&
           (p->style->overflow_wrap != OVERFLOW_WRAP_NORMAL ||
            p->style->word_break == WORD_BREAK_BREAK_ALL);
}

/* Marks what may be looked at only: the piece may be very long. */
static void
mark_clusters(struct line_maker *m, const struct piece *p, unit_t available)
{
    const struct glyph *glyphs = m->p->glyphs + p->glyph;
    bool rtl = (p->level & 1) != 0;
    uint32_t end = p->start;
    int64_t width = 0;

    for (unsigned i = 0; i < p->glyph_count && width <= available; i++) {
        const struct glyph *g = &glyphs[rtl ? p->glyph_count - 1 - i : i];

        width += g->x_advance;
        end = g->cluster;
    }
    end = p->end - end > WINDOW ? end + WINDOW : p->end;
    while (end < p->end && (m->p->text.data[end] & 0xC0) == 0x80)
        end++;
    breaking_mark_clusters(m->p->text, p->start, end, m->p->marks);
}

/* Cuts p behind as many characters as fit, at least one if must; the rest
 * goes to m->rest.  False if nothing fits. */
static bool
cut_piece(struct line_maker *m, struct piece *p, unit_t available, bool must)
{
    const struct glyph *glyphs = m->p->glyphs + p->glyph;
    bool rtl = (p->level & 1) != 0;
    unsigned used = 0, good = 0;
    int64_t width = 0, good_width = 0;
    uint32_t cut = p->start;

    mark_clusters(m, p, available);
    while (used < p->glyph_count) {
        uint32_t end;

        width += glyphs[rtl ? p->glyph_count - 1 - used : used].x_advance;
        used++;
        end = used == p->glyph_count
                  ? p->end
                  : glyphs[rtl ? p->glyph_count - 1 - used : used].cluster;
        if (end <= cut ||
            (end < p->end && (m->p->marks[end] & MARK_CLUSTER) == 0))
            continue;
        if (width > available && !(must && good == 0))
            break;
        good = used;
        good_width = width;
        cut = end;
    }
    if (good == 0 || good == p->glyph_count)
        return false;
    m->rest = *p;
    m->rest.start = cut;
    m->rest.glyph_count -= good;
    m->rest.width = unit_clamp(p->width - good_width);
    if (!rtl)
        m->rest.glyph += good;
    else
        p->glyph += p->glyph_count - good;
    p->end = cut;
    p->glyph_count = good;
    p->width = unit_clamp(good_width);
    p->space = 0;
    p->space_bytes = p->space_glyphs = 0;
    p->breaks = true;
    p->hyphenates = false;
    m->has_rest = true;
    return true;
}

/* -- pieces -- */

enum verdict { GOES_ON, ENDS, TOO_WIDE };

/* What to do when p does not fit on the line. */
static enum verdict
overflow(struct line_maker *m, struct piece *p, const struct opportunity *o,
         bool *placed)
{
    *placed = false;
    if (o->is_set) {
        go_back(m, o);
        return ENDS;
    }
    /* Unless all lines are as long as they like, as after nowrap. */
    if (m->narrowed && !m->ignores_floats && !may_break_anywhere(p) &&
        !(m->has_items && p->style != NULL && !white_space_wraps(p->style)))
        return TOO_WIDE;
    if (may_break_anywhere(p) &&
        cut_piece(m, p, room(m) - m->width, !m->has_items)) {
        add(m, p);
        m->hanging = 0;
        m->has_content = true;
        *placed = true;
        return ENDS;
    }
    return GOES_ON; /* sticks out */
}

static unit_t
hyphen_width(const struct piece *p)
{
    return p->hyphenates && p->font != NULL ? font_size(p->font) / 3 : 0;
}

static enum verdict
take_text(struct line_maker *m, struct piece *p, struct opportunity *o)
{
    unit_t content = unit_sub(p->width, p->space);
    bool placed;

    if (content == 0 && p->space_bytes == p->end - p->start &&
        p->space_bytes > 0 && !m->has_items &&
        white_space_collapses(p->style)) {
        p->width = p->space = 0; /* a space that begins the line */
        p->glyph_count = p->space_glyphs = 0;
        p->breaks = false;
        add(m, p);
        return GOES_ON;
    }
    if (content > 0 &&
        unit_add(unit_add(m->width, content), hyphen_width(p)) > room(m)) {
        enum verdict v = overflow(m, p, o, &placed);

        if (placed || v != GOES_ON)
            return v;
    }
    add(m, p);
    m->has_content = true;
    m->hanging = content == 0 ? unit_add(m->hanging, p->space) : p->space;
    return GOES_ON;
}

static enum verdict
take_edge(struct line_maker *m, struct piece *p, struct opportunity *o)
{
    unit_t margin, inside;
    bool opens = p->kind == PIECE_OPEN, placed;

    line_edges(p->box, opens, &margin, &inside);
    p->width = unit_add(margin, inside);
    if (p->width > 0 && !opens && o->is_set &&
        unit_add(unit_sub(m->width, m->hanging), p->width) > room(m) &&
        m->has_items)
        return overflow(m, p, o, &placed);
    if (margin != 0 || inside != 0)
        m->has_content = true;
    add(m, p);
    if (opens)
        buf_add(&m->open, &p->box, sizeof p->box);
    else if (m->open.size > 0)
        m->open.size -= sizeof p->box;
    return GOES_ON;
}

static enum verdict
take_atom(struct line_maker *m, struct piece *p, struct opportunity *o)
{
    bool placed;

    p->width = line_atom_width(m, p->box);
    if (unit_add(m->width, p->width) > room(m)) {
        enum verdict v = overflow(m, p, o, &placed);

        if (v != GOES_ON)
            return v;
    }
    add(m, p);
    m->hanging = 0;
    m->has_content = true;
    return GOES_ON;
}

static enum verdict
take_tab(struct line_maker *m, struct piece *p, struct opportunity *o)
{
    struct font *font = font_primary(p->style);
    const struct font_metrics *metrics = font_metrics(font);
    unit_t one = metrics->zero_width, stop;
    struct buf space = {0};
    bool placed;

    if (font_shape(font, span_of(" "), 0, 1, 0, &space) == 1)
        one = ((const struct glyph *)(const void *)space.data)->x_advance;
    buf_finish(&space);
    stop = unit_clamp((int64_t)one * p->style->tab_size);
    p->width = stop > 0 ? stop - m->width % stop : 0;
    if (p->width < one / 2)
        p->width = unit_add(p->width, stop);
    if (white_space_wraps(p->style) && unit_add(m->width, p->width) > room(m)) {
        enum verdict v = overflow(m, p, o, &placed);

        if (v != GOES_ON)
            return v;
    }
    add(m, p);
    m->hanging = 0;
    m->has_content = true;
    return GOES_ON;
}

/* A float goes beside the line if it fits there, else below it. */
static void
take_float(struct line_maker *m, struct piece *p, unsigned index)
{
    struct box *b = p->box;
    bool empty = !m->has_items;
    unit_t from, to;

    if (index < m->floats_done)
        return;
    m->floats_done = index + 1;
    float_measure(m->job, b);
    if (m->waiting.size > 0 ||
        (!empty &&
         margin_box_width(b) > room(m) - unit_sub(m->width, m->hanging))) {
        buf_add(&m->waiting, &b, sizeof b);
        return;
    }
    float_put(m->job, b, m->y);
    from = unit_add(m->job->flow_x, m->job->left);
    to = unit_add(from, m->job->width);
    m->narrowed |= floats_band(m->job->flow, unit_add(m->job->flow_y, m->y), 1,
                               &from, &to);
    m->left = unit_max(m->left, unit_sub(from, m->job->flow_x));
    m->right =
        unit_max(m->left, unit_min(m->right, unit_sub(to, m->job->flow_x)));
}

static enum verdict
take(struct line_maker *m, struct piece *p, unsigned index,
     struct opportunity *o)
{
    switch (p->kind) {
    case PIECE_TEXT:
        return take_text(m, p, o);
    case PIECE_TAB:
        return take_tab(m, p, o);
    case PIECE_OPEN:
    case PIECE_CLOSE:
        return take_edge(m, p, o);
    case PIECE_ATOM:
        return take_atom(m, p, o);
    case PIECE_FLOAT:
        take_float(m, p, index);
        return GOES_ON;
    case PIECE_POSITIONED:
        add(m, p);
        return GOES_ON;
    case PIECE_BREAK:
        break;
    }
    add(m, p);
    m->has_content = true;
    m->forced = true;
    m->broken_by = ((struct box *)p->box)->kind == BOX_BREAK ? p->box : NULL;
    take_closes(m);
    return ENDS;
}

bool
lines_fill(struct line_maker *m)
{
    struct opportunity o = {0};

    m->items.size = 0;
    m->width = m->indent;
    m->hanging = 0;
    m->has_content = m->has_items = m->forced = false;
    m->broken_by = NULL;
    while (m->has_rest || m->next < m->p->piece_count) {
        bool is_rest = m->has_rest;
        unsigned index = m->next - (is_rest ? 1 : 0);
        struct piece p = is_rest ? m->rest : m->p->pieces[m->next];
        enum verdict v;

        m->has_rest = false;
        m->next = index + 1;
        v = take(m, &p, index, &o);
        if (v == TOO_WIDE) /* the caller restores the state */
            return false;
        if (v == ENDS)
            return true;
        if (p.breaks) {
            take_closes(m);
            note(m, &o);
        }
    }
    return true;
}
