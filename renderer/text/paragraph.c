/*
 * paragraph.c - collects the inline content of a block: white space is
 * collapsed, letter case changed, directions marked; then all is shaped.
 *
 * Process: renderer.  Distrusts: nothing; any well-formed UTF-8 is fine.
 */
#include "text/paragraph.h"

#include "log.h"
#include "text/breaking.h"
#include "text/units.h"
#include "utf8.h"

#include <stdlib.h>

enum {
    MAX_PARAGRAPH = 256 << 20, /* bytes of one block's text */
    OBJECT_CHARACTER = 0xFFFC,
    SMALL_CAPS_PERCENT = 70,
    EXPECTED = 4096 /* bytes of text for which room is made at once */
};

/* What was added, before shaping. */
struct item {
    enum piece_kind kind;
    void *box;
    const struct style *style;
    uint32_t start, end;
};

struct making {
    struct arena *arena;
    const struct style *style;
    struct buf text, items;
    bool after_space; /* collapsible white space would vanish here */
    bool in_word;     /* the last character was of a word */
    bool marks_bidi;  /* control characters were added */
    const struct style *full_caps, *small_caps; /* of one another */
};

static void add_controls(struct making *m, const struct style *s, bool opens);

struct paragraph *
paragraph_create(struct arena *arena, const struct style *style)
{
    struct paragraph *p = arena_alloc(arena, sizeof *p);
    struct making *m = arena_alloc(arena, sizeof *m);

    m->arena = arena;
    m->style = style;
    m->after_space = true;
    p->making = m;
    p->rtl = style->direction == DIRECTION_RTL;
    if (style->unicode_bidi == UNICODE_BIDI_OVERRIDE ||
        style->unicode_bidi == UNICODE_BIDI_ISOLATE_OVERRIDE)
        add_controls(m, style, true);
    return p;
}

static void
add_item(struct making *m, enum piece_kind kind, void *box,
         const struct style *style, size_t start)
{
    struct item i = {kind, box, style, (uint32_t)start, (uint32_t)m->text.size};

    buf_add(&m->items, &i, sizeof i);
}

static void
add_code(struct making *m, uint32_t code)
{
    uint8_t bytes[4];

    buf_add(&m->text, bytes, utf8_put(bytes, code));
}

/* -- white space -- */

/* Ends the text item that began at start, if it has bytes. */
static size_t
cut(struct making *m, void *box, const struct style *style, size_t start)
{
    if (m->text.size > start)
        add_item(m, PIECE_TEXT, box, style, start);
    return m->text.size;
}

/* A preserved line feed: collapsible spaces before it go away where the line
 * is made. */
static size_t
add_line_feed(struct paragraph *p, void *box, const struct style *style,
              size_t start)
{
    struct making *m = p->making;

    cut(m, box, style, start);
    start = m->text.size;
    add_code(m, '\n');
    add_item(m, PIECE_BREAK, box, style, start);
    m->after_space = true;
    p->has_content = true;
    return m->text.size;
}

static size_t
add_tab(struct paragraph *p, void *box, const struct style *style, size_t start)
{
    struct making *m = p->making;

    cut(m, box, style, start);
    start = m->text.size;
    add_code(m, '\t');
    add_item(m, PIECE_TAB, box, style, start);
    m->after_space = false;
    p->has_content = true;
    return m->text.size;
}

static void
add_white_space(struct paragraph *p, void *box, const struct style *style,
                uint8_t c, size_t *start)
{
    struct making *m = p->making;

    m->in_word = false;
    if (c == '\n' && (style->white_space == WHITE_SPACE_PRE_LINE ||
                      !white_space_collapses(style))) {
        *start = add_line_feed(p, box, style, *start);
    } else if (white_space_collapses(style)) {
        if (!m->after_space)
            add_code(m, ' ');
        m->after_space = true;
    } else if (c == '\t') {
        *start = add_tab(p, box, style, *start);
    } else {
        add_code(m, ' ');
        m->after_space = false;
        p->has_content = true;
    }
}

/* Adds text whose letter case is settled. */
static void
add_processed(struct paragraph *p, void *box, const struct style *style,
              struct span text)
{
    struct making *m = p->making;
    size_t start = m->text.size;

    for (size_t i = 0; i < text.size;) {
        uint8_t c = text.data[i];
        size_t from = i;

        if (c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f') {
            add_white_space(p, box, style, c, &start);
            i++;
            continue;
        }
        while (i < text.size && text.data[i] > ' ')
            i++;
        if (i == from) /* another control character: not shown */
            i++;
        else
            buf_add(&m->text, text.data + from, i - from);
        m->after_space = false;
        p->has_content = true;
    }
    cut(m, box, style, start);
}

/* -- letter case -- */

static bool
is_ascii_letter_start(struct span text, size_t at)
{
    return at < text.size && (text.data[at] & 0xC0) != 0x80;
}

static void
add_capitalized(struct making *m, struct buf *out, struct span text)
{
    const uint8_t *at = text.data, *end = text.data + text.size;

    while (at < end) {
        uint32_t code = utf8_next(&at, end);
        bool word = breaking_is_word(code);
        uint8_t bytes[4];

        if (word && !m->in_word && code != '\'' && code != 0x2019)
            code = breaking_title(code);
        m->in_word = word;
        buf_add(out, bytes, utf8_put(bytes, code));
    }
}

/* Small capitals: letters that have an upper case are shown by it, smaller. */
static void
add_small_caps(struct paragraph *p, void *box, const struct style *style,
               struct span text)
{
    struct making *m = p->making;
    struct buf upper = {0};
    size_t i = 0;

    if (m->full_caps != style) {
        struct style *small = arena_alloc(m->arena, sizeof *small);

        *small = *style;
        small->font_size = style->font_size / 100 * SMALL_CAPS_PERCENT;
        m->full_caps = style;
        m->small_caps = small;
    }
    while (i < text.size) {
        bool small = false;
        size_t from = i;

        while (i < text.size) {
            struct span one = {text.data + i, 1};
            bool changes;

            while (is_ascii_letter_start(text, i + one.size) == false &&
                   i + one.size < text.size)
                one.size++;
            upper.size = 0;
            breaking_add_case(&upper, one, true);
            changes = !span_equal(buf_span(&upper), one);
            if (i > from && changes != small)
                break;
            small = changes;
            i += one.size;
        }
        upper.size = 0;
        breaking_add_case(&upper, (struct span){text.data + from, i - from},
                          true);
        add_processed(p, box, small ? m->small_caps : style, buf_span(&upper));
    }
    buf_finish(&upper);
}

void
paragraph_add_text(struct paragraph *p, void *box, const struct style *style,
                   struct span text)
{
    struct making *m = p->making;
    struct buf changed = {0};

    if (text.size > MAX_PARAGRAPH - m->text.size)
        text = utf8_prefix(text, MAX_PARAGRAPH - m->text.size);
    switch (style->text_transform) {
    case TEXT_TRANSFORM_UPPERCASE:
    case TEXT_TRANSFORM_LOWERCASE:
        breaking_add_case(&changed, text,
                          style->text_transform == TEXT_TRANSFORM_UPPERCASE);
        text = buf_span(&changed);
        break;
    case TEXT_TRANSFORM_CAPITALIZE:
        add_capitalized(m, &changed, text);
        text = buf_span(&changed);
        break;
    case TEXT_TRANSFORM_NONE:
        break;
    }
    if (style->small_caps)
        add_small_caps(p, box, style, text);
    else
        add_processed(p, box, style, text);
    buf_finish(&changed);
}

/* -- boxes -- */

/* The control characters that stand for unicode-bidi (CSS Writing Modes 3,
 * 2.4.1); 0 ends the list. */
static void
bidi_controls(const struct style *s, bool opens, uint32_t controls[3])
{
    bool rtl = s->direction == DIRECTION_RTL;
    uint32_t embed = rtl ? 0x202B : 0x202A, override = rtl ? 0x202E : 0x202D;
    uint32_t isolate = rtl ? 0x2067 : 0x2066;
    enum { POP = 0x202C, POP_ISOLATE = 0x2069, FIRST_STRONG = 0x2068 };

    memset(controls, 0, 3 * sizeof *controls);
    switch (s->unicode_bidi) {
    case UNICODE_BIDI_NORMAL:
        break;
    case UNICODE_BIDI_EMBED:
        controls[0] = opens ? embed : POP;
        break;
    case UNICODE_BIDI_OVERRIDE:
        controls[0] = opens ? override : POP;
        break;
    case UNICODE_BIDI_ISOLATE:
        controls[0] = opens ? isolate : POP_ISOLATE;
        break;
    case UNICODE_BIDI_PLAINTEXT:
        controls[0] = opens ? FIRST_STRONG : POP_ISOLATE;
        break;
    case UNICODE_BIDI_ISOLATE_OVERRIDE:
        controls[0] = opens ? FIRST_STRONG : POP;
        controls[1] = opens ? override : POP_ISOLATE;
        break;
    }
}

static void
add_controls(struct making *m, const struct style *s, bool opens)
{
    uint32_t controls[3];

    bidi_controls(s, opens, controls);
    for (int i = 0; controls[i] != 0; i++) {
        add_code(m, controls[i]);
        m->marks_bidi = true;
    }
}

void
paragraph_open(struct paragraph *p, void *box, const struct style *style)
{
    struct making *m = p->making;

    add_controls(m, style, true);
    add_item(m, PIECE_OPEN, box, style, m->text.size);
}

void
paragraph_close(struct paragraph *p, void *box, const struct style *style)
{
    struct making *m = p->making;

    add_item(m, PIECE_CLOSE, box, style, m->text.size);
    add_controls(m, style, false);
}

void
paragraph_add(struct paragraph *p, enum piece_kind kind, void *box,
              const struct style *style)
{
    struct making *m = p->making;
    size_t start = m->text.size;

    if (kind == PIECE_BREAK) {
        add_line_feed(p, box, style, start);
        return;
    }
    if (kind == PIECE_ATOM) {
        add_code(m, OBJECT_CHARACTER);
        m->after_space = false;
        m->in_word = false;
        p->has_content = true;
    } else if (kind == PIECE_FLOAT) {
        p->has_floats = true;
    }
    add_item(m, kind, box, style, start);
}

void
paragraph_add_opportunity(struct paragraph *p, void *box,
                          const struct style *style)
{
    struct making *m = p->making;
    size_t start = m->text.size;

    add_code(m, 0x200B);
    add_item(m, PIECE_TEXT, box, style, start);
}

/* -- the end -- */

static void
add_piece(struct buf *pieces, const struct item *i, const struct making *m,
          const uint8_t *marks, const uint8_t *levels)
{
    struct piece piece = {.kind = i->kind,
                          .box = i->box,
                          .style = i->style,
                          .start = i->start,
                          .end = i->end};

    if (i->kind == PIECE_ATOM || i->kind == PIECE_TAB)
        piece.breaks =
            white_space_wraps(i->style) && (marks[i->end] & MARK_LINE) != 0;
    /* What has no text of its own goes with its neighbour: what opens with
     * the text behind, what closes with the text before. */
    if (levels != NULL) {
        size_t at =
            i->kind == PIECE_CLOSE && i->start > 0 ? i->start - 1 : i->start;

        piece.level = levels[at < m->text.size ? at : m->text.size - 1];
    }
    buf_add(pieces, &piece, sizeof piece);
}

/* Copies what a buffer holds to the arena. */
static void *
keep(struct arena *arena, struct buf *b)
{
    void *copy = arena_alloc(arena, b->size + 1);

    if (b->size > 0)
        memcpy(copy, b->data, b->size);
    buf_finish(b);
    return copy;
}

static uint8_t *
find_levels(struct paragraph *p, const struct making *m)
{
    bool automatic = m->style->unicode_bidi == UNICODE_BIDI_PLAINTEXT;
    uint8_t *levels;
    int base;

    if (p->text.size == 0 ||
        (!p->rtl && !m->marks_bidi && !breaking_needs_bidi(p->text)))
        return NULL;
    levels = malloc(p->text.size);
    if (levels == NULL)
        fatal_memory("out of memory for bidirectional text");
    base = breaking_levels(p->text, automatic ? -1 : p->rtl, levels);
    p->rtl = (base & 1) != 0;
    p->bidirectional = true;
    return levels;
}

void
paragraph_finish(struct paragraph *p, struct arena *arena)
{
    struct making *m = p->making;
    const struct item *items = (const struct item *)(void *)m->items.data;
    size_t count = m->items.size / sizeof *items, size = m->text.size;
    struct buf pieces = {0}, glyphs = {0};
    uint8_t *levels;

    p->text = (struct span){keep(arena, &m->text), size};
    m->text.size = size;
    p->marks = arena_alloc(arena, size + 1);
    breaking_mark_lines(p->text, p->marks);
    levels = find_levels(p, m);
    buf_reserve(&glyphs,
                (size < EXPECTED ? size : EXPECTED) * sizeof(struct glyph));
    buf_reserve(&pieces, (count + (size < EXPECTED ? size : EXPECTED) / 6) *
                             sizeof(struct piece));
    for (size_t i = 0; i < count; i++) {
        if (items[i].kind == PIECE_TEXT)
            paragraph_shape(&(struct shape_job){p->text, p->marks, levels,
                                                &pieces, &glyphs},
                            items[i].box, items[i].style, items[i].start,
                            items[i].end);
        else
            add_piece(&pieces, &items[i], m, p->marks, levels);
    }
    free(levels);
    p->piece_count = (unsigned)(pieces.size / sizeof(struct piece));
    p->pieces = keep(arena, &pieces);
    p->glyphs = keep(arena, &glyphs);
    buf_finish(&m->items);
    p->making = NULL;
}
