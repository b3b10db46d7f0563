/*
 * lines.h - what inline.c, lines.c and linebox.c share: one line of a block
 * while it is made.
 *
 * Process: renderer.
 */
#ifndef BULKHEAD_LINES_H
#define BULKHEAD_LINES_H

#include "layout/floats.h"

/* One block's lines while they are made.  Positions are relative to the
 * block's border box. */
struct line_maker {
    const struct float_job *job;
    struct layouter *l;
    struct box *b;
    const struct paragraph *p;
    const struct style *strut; /* of the line: the block's or ::first-line's */
    unsigned next;             /* the first piece not yet on a line ... */
    struct piece rest;         /* ... or what is left of piece next - 1 */
    bool has_rest;
    unsigned floats_done;   /* floats of pieces below this index are placed */
    struct buf waiting;     /* struct box *: floats for below the line */
    struct buf open;        /* struct box *: inline boxes open at next */
    struct buf items;       /* struct piece: on the line */
    struct buf open_before; /* open, when the line began */
    unit_t y;               /* the line's top */
    unit_t left, right;     /* what floats leave free of it */
    unit_t indent;          /* text-indent of this line */
    unit_t width;           /* of the items, with the spaces at the end */
    unit_t hanging;         /* of which white space at the end */
    bool narrowed;          /* by floats */
    bool has_content;       /* there is something to make a line for */
    bool has_items;         /* text or atoms are on it */
    bool ignores_floats;    /* there is no lower place */
    bool hyphen;            /* it ends at a soft hyphen */
    struct buf groups;      /* linebox.c's */
    bool forced;            /* ends with a forced break */
    struct box *broken_by;  /* the <br> it ends with */
    struct line *first_line, *last_line;
};

/* lines.c: fills m->items with the next line's pieces.  False if not even the
 * first fits beside floats: try lower. */
bool lines_fill(struct line_maker *m);

/* first_line.c: the paragraph of b's first line and its strut, if one of the
 * elements that b begins has a ::first-line; else NULL.  After that line,
 * first_line_end moves m to the same place of the ordinary paragraph. */
const struct paragraph *first_line_begin(struct layouter *l, struct box *b,
                                         const struct style **strut);
void first_line_end(struct line_maker *m, const struct paragraph *ordinary);

/* linebox.c: the heights of the line (CSS 2.1 10.8). */
struct line_heights {
    unit_t above, below; /* the baseline */
};
struct line_heights linebox_measure(struct line_maker *m);

/* linebox.c: places the items and appends the line to the block. */
void linebox_emit(struct line_maker *m, struct line_heights heights);

/* ... for a line that is none: only the static positions of what is out of
 * flow. */
void linebox_skip(struct line_maker *m);

/* The place of an item's edges at its own level: margin outside, and border
 * with padding inside. */
void line_edges(const struct box *b, bool opens, unit_t *margin,
                unit_t *inside);

/* The margin box's width of an atom, laid out if it is not yet. */
unit_t line_atom_width(const struct line_maker *m, struct box *atom);

static inline struct piece *
line_items(const struct line_maker *m, size_t *count)
{
    *count = m->items.size / sizeof(struct piece);
    return (struct piece *)(void *)m->items.data;
}

static inline bool
piece_is_content(const struct piece *p)
{
    return p->kind == PIECE_TEXT || p->kind == PIECE_ATOM ||
           p->kind == PIECE_TAB;
}

#endif
