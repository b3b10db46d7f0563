/*
 * box.h - boxes: what layout makes of styled nodes, and what painting reads.
 *
 * Process: renderer.
 *
 * All positions are in unit_t (1/64 px).  A box's x, y is its border box's
 * top left relative to the page's top left (absolute), so that painting and
 * hit testing need no walk upward.
 */
#ifndef BULKHEAD_BOX_H
#define BULKHEAD_BOX_H

#include "css/style.h"
#include "text/font.h"

enum box_kind {
    BOX_BLOCK,    /* block container, list item, table caption, cell */
    BOX_INLINE,   /* inline element's box; fragments in lines */
    BOX_TEXT,     /* a text node */
    BOX_REPLACED, /* image, embed: node->extra says what */
    BOX_TABLE, /* the table grid; captions are in an anonymous block around */
    BOX_ROW_GROUP,
    BOX_ROW,
    BOX_CELL,
    BOX_FLEX,
    BOX_GRID,
    BOX_BREAK,       /* <br> */
    BOX_COLUMN,      /* only a background; before the row groups */
    BOX_COLUMN_GROUP /* likewise; its columns are its children */
};

/* A run of glyphs of one font on one line. */
struct text_run {
    struct box *box; /* BOX_TEXT; of a marker: the list item */
    struct font *font;
    const struct style *style;
    const struct glyph *glyphs;
    unsigned glyph_count;
    struct span text;   /* the shaped text, for selection and dumps */
    unit_t x, baseline; /* absolute: pen start and baseline */
    unit_t width;
    bool rtl;
    bool is_extra;    /* a hyphen or ellipsis: not of the document's text */
    uint32_t reading; /* its number in reading.h's text, from 1; 0: none */
};

/* The part of an inline box on one line: its border box. */
struct inline_fragment {
    struct box *box;
    unit_t x, y, width, height;
    bool first, last; /* has its left, right border */
    unit_t baseline;  /* absolute, for text decorations */
};

struct line {
    unit_t y, height, baseline; /* absolute */
    struct text_run *runs;
    unsigned run_count;
    struct inline_fragment *fragments; /* outer before inner */
    unsigned fragment_count;
    struct box **atoms; /* inline-blocks and replaced ones */
    unsigned atom_count;
    struct line *next;
    unit_t x, width; /* absolute: what the contents take up */
};

/* One segment of a collapsed table border, centred on its grid line; paint in
 * order. */
struct table_edge {
    unit_t x, y, width, height; /* absolute */
    bool horizontal;
    enum border_style style; /* none of NONE, HIDDEN */
    rgba_t color;
};

struct box {
    enum box_kind kind;
    struct node *node;         /* NULL: anonymous */
    const struct style *style; /* never NULL */
    struct box *parent, *first, *last, *next;

    unit_t x, y, width, height;              /* border box, absolute */
    unit_t margin[4], border[4], padding[4]; /* used values, enum side */

    struct line *lines; /* a block container with inline content */

    /* list marker outside: shaped at marker_x, on the first line's baseline */
    struct text_run *marker;

    struct box *containing;       /* of positioned boxes */
    bool is_float, is_positioned; /* out of flow (absolute, fixed) */
    bool makes_stacking_context;
    bool clips;                     /* overflow is not visible */
    unsigned column_span, row_span; /* BOX_CELL */
    void *layout;                   /* layout's own */
    uint32_t order;                 /* in the tree; reading.c's */

    /* BOX_TABLE with collapsed borders: all borders of the table and inside
     * it.  The table, groups, rows and cells then have borders_collapsed set,
     * and their own borders must not be painted. */
    struct table_edge *edges;
    unsigned edge_count;
    bool borders_collapsed;

    bool hides_empty;     /* empty-cells: hide applies: no background, border */
    bool continues;       /* BOX_INLINE: a later part of an inline box that was
                             split around a block */
    bool is_inline_level; /* BOX_BLOCK, TABLE, FLEX, GRID, REPLACED: an atom of
                             a line, painted in its place there */
};

struct layout {
    struct box *root;                 /* of the root element, or NULL */
    unit_t width, height;             /* of the page: what can be scrolled */
    rgba_t canvas;                    /* the canvas background (CSS 2.1 14.2) */
    const struct style *canvas_style; /* whose backgrounds paint the canvas */
    struct box *canvas_box;           /* whose background moved there: do not
                                         paint it again; or NULL */
    unsigned box_count;
    unit_t view_width, view_height; /* what it was laid out for */
    struct box **still;             /* fixed and sticky ones */
    unsigned still_count;
};

/* Natural size of a replaced element, or (n NULL) of the picture of a URL that
 * a style names, in CSS px times zoom, and whether it is known; asks
 * document's resources. */
typedef bool layout_natural_fn(const struct node *n, const char *url,
                               unit_t *width, unit_t *height, void *data);

/* Whether its children are items: each painted and hit as a whole. */
static inline bool
box_has_items(const struct box *b)
{
    return b->kind == BOX_FLEX || b->kind == BOX_GRID;
}

/* Where a document is laid out; zeroed it is empty. */
struct layout_memory {
    struct arena boxes, places; /* with paragraphs; lines, struct layout */
    struct box *root;           /* or NULL */
    unsigned box_count;
};

/* Lays the styled document out at a viewport.  Everything lives in memory;
 * node->box is set.  Never fails; deep trees are bounded by MAX_DEPTH.  If
 * memory has the boxes of an earlier layout, they are placed anew, which costs
 * a fifth: all but the viewport, also what natural says, must be as then. */
struct layout *layout_document(struct dom *d, struct layout_memory *memory,
                               unit_t viewport_width, unit_t viewport_height,
                               layout_natural_fn *natural, void *data);

/* Ends the layout, of which the boxes stay; ends the boxes, too. */
void layout_forget_places(struct layout_memory *memory);
void layout_forget(struct layout_memory *memory);

/* The innermost element's node at a page position, in painting order, or
 * NULL. */
struct node *layout_hit(const struct layout *l, unit_t x, unit_t y);

/* -- scrolling.c: boxes whose contents scroll -- */

/* The positions a box can be scrolled to: x from left (not above 0) to right,
 * y from 0 to bottom.  False if it cannot be scrolled at all. */
struct scroll_range {
    unit_t left, right, bottom;
};
bool layout_scroll_range(struct box *b, struct scroll_range *out);

/* How far it is scrolled; scrolls it, within its range: whether it moved. */
void layout_scroll_position(const struct box *b, unit_t *x, unit_t *y);
bool layout_scroll_to(struct layout *l, struct box *b, unit_t x, unit_t y);

/* The page is scrolled there: puts fixed and sticky boxes in their places.
 * Whether any moved. */
bool layout_set_view(struct layout *l, unit_t x, unit_t y);

/* -- fieldset.c -- */

/* A fieldset with a legend in its frame: its border_top is the room for both.
 * The frame itself, as wide at the top as its style says, begins below the
 * box's top; it is not drawn behind the legend. */
struct layout_frame {
    const struct box *legend;
    unit_t edge;             /* the room, border_top */
    unit_t top;              /* of the frame, from the box's top */
    unit_t gap_x, gap_width; /* the legend's, from the box's left */
};
const struct layout_frame *layout_frame(const struct box *b); /* or NULL */

/* The text of a block with inline content, which its runs point into. */
struct span layout_text(const struct box *b);

/* Moves the lines of a form control: its text scrolls. */
void layout_move_lines(struct box *b, unit_t dx, unit_t dy);

/* An indented text of the boxes with positions in px, for tests. */
void layout_dump(struct buf *out, const struct layout *l);

#endif
