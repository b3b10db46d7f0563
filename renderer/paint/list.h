/*
 * list.h - the display list: what paint.c walks for each tile.
 *
 * Process: renderer.  Made by order.c.
 */
#ifndef BULKHEAD_PAINT_LIST_H
#define BULKHEAD_PAINT_LIST_H

#include "layout/box.h"
#include "rect.h"

enum { SKIP = 64 }; /* items in one skip block */

enum item_kind {
    ITEM_BOX,      /* shadows, background, borders of box */
    ITEM_LINE,     /* fragments and runs of line that belong to owner */
    ITEM_REPLACED, /* contents of a replaced box */
    ITEM_CONTROL,  /* the mark of a form control */
    ITEM_EDGES,    /* a table's collapsed borders */
    ITEM_MARKER,   /* the list marker of box */
    ITEM_OUTLINE,
    ITEM_GROUP, /* opens an opacity or transform group of box */
    ITEM_END    /* closes it */
};

/* A chain of clips: all of them hold. */
struct clip {
    const struct clip *outer;
    const struct box *box; /* whose overflow or clip property it is */
    struct rect rect;      /* page px */
    bool rounded;          /* by the box's radii */
};

struct item {
    enum item_kind kind;
    unsigned end; /* ITEM_GROUP: the index of its ITEM_END */
    const struct box *box;
    const struct line *line;
    const struct box *owner; /* ITEM_LINE: a layered inline box, or NULL */
    const struct clip *clip; /* NULL: none */
    struct rect ink;         /* page px, outer transforms applied */
};

/* x' = a x + c y + e, y' = b x + d y + f, in page px. */
struct matrix {
    double a, b, c, d, e, f;
};

struct paint_list {
    struct arena arena; /* clips */
    struct item *items;
    unsigned count, capacity;
    int scroll_x, scroll_y; /* px */
    bool is_fixed;          /* something depends on them */
    struct rect *skips;     /* union of the ink of SKIP items each */
};

/* The box is painted in a layer of its own (positioned or a stacking
 * context), not with its parent's contents. */
bool box_is_layered(const struct box *b);

/* The innermost layered inline box that a line's part is inside of, or NULL;
 * b itself counts. */
const struct box *box_layer_owner(const struct box *b);

/* The transform property of a box that has one. */
struct matrix box_transform(const struct box *b);

/* How a group's contents are moved; false: not at all. */
bool group_matrix(const struct box *box, struct matrix *m);

/* The box around r transformed. */
struct rect matrix_bounds(const struct matrix *m, struct rect r);

#endif
