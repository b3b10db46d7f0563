/*
 * paragraph.h - the inline content of one block as text and pieces: white
 * space processed (CSS Text 3, 4), shaped, cut where lines may break.
 *
 * Process: renderer.  Distrusts: nothing; any text is fine.
 *
 * Order of calls: paragraph_create, the paragraph_add_ functions in document
 * order, paragraph_finish; then it is only read.  It does not depend on the
 * width of lines.
 */
#ifndef BULKHEAD_PARAGRAPH_H
#define BULKHEAD_PARAGRAPH_H

#include "text/font.h"

enum piece_kind {
    PIECE_TEXT,  /* glyphs that stay together, with the spaces behind them */
    PIECE_TAB,   /* to the next tab stop */
    PIECE_BREAK, /* the line ends here */
    PIECE_OPEN,  /* an inline box begins */
    PIECE_CLOSE,
    PIECE_ATOM, /* inline-block or replaced */
    PIECE_FLOAT,
    PIECE_POSITIONED /* out of flow: its static position is here */
};

/* Pieces are copied and cut when lines are made. */
struct piece {
    enum piece_kind kind;
    uint8_t level;             /* bidi embedding level */
    bool breaks;               /* a line may end behind it */
    bool hyphenates;           /* ... with a hyphen (soft hyphen) */
    void *box;                 /* who added it */
    const struct style *style; /* of text: its element's */
    struct font *font;
    uint32_t start, end; /* bytes of the text */
    uint32_t glyph, glyph_count;
    uint32_t space_bytes, space_glyphs; /* at its end: white space that does
                                           not count at the end of a line */
    unit_t width, space;                /* space is a part of width */
};

struct paragraph {
    struct span text;
    struct piece *pieces;
    unsigned piece_count;
    const struct glyph *glyphs;
    uint8_t *marks;     /* MARK_LINE, MARK_CLUSTER of each byte of text */
    bool rtl;           /* base direction */
    bool bidirectional; /* some piece has another level */
    bool has_content;   /* text or atoms that make a line box */
    bool has_floats;
    void *making; /* paragraph_make.c's own */
};

/* style is the block's. Lives in arena. */
struct paragraph *paragraph_create(struct arena *arena,
                                   const struct style *style);

void paragraph_add_text(struct paragraph *p, void *box,
                        const struct style *style, struct span text);
/* The inline box whose style decides about bidi isolation. */
void paragraph_open(struct paragraph *p, void *box, const struct style *style);
void paragraph_close(struct paragraph *p, void *box, const struct style *style);
/* kind is ATOM, FLOAT, POSITIONED or BREAK (<br>); style the parent's. */
void paragraph_add(struct paragraph *p, enum piece_kind kind, void *box,
                   const struct style *style);
/* A place where a line may break (<wbr>). */
void paragraph_add_opportunity(struct paragraph *p, void *box,
                               const struct style *style);
void paragraph_finish(struct paragraph *p, struct arena *arena);

/* paragraph_shape.c: cuts [start, end), all of one box and style, into shaped
 * pieces, appended to pieces and glyphs. levels may be NULL. */
struct shape_job {
    struct span text;
    uint8_t *marks;
    const uint8_t *levels;
    struct buf *pieces, *glyphs;
};
void paragraph_shape(const struct shape_job *job, void *box,
                     const struct style *style, size_t start, size_t end);

/* Whether white space of a style collapses, and whether its lines wrap. */
static inline bool
white_space_collapses(const struct style *s)
{
    return s->white_space == WHITE_SPACE_NORMAL ||
           s->white_space == WHITE_SPACE_NOWRAP ||
           s->white_space == WHITE_SPACE_PRE_LINE;
}

static inline bool
white_space_wraps(const struct style *s)
{
    return s->white_space != WHITE_SPACE_PRE &&
           s->white_space != WHITE_SPACE_NOWRAP;
}

#endif
