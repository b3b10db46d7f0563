/*
 * internal.h - what the files of layout share.
 *
 * Process: renderer.  Distrusts: the page's numbers, by units.h.
 *
 * While layout runs, a box's x, y is its border box's place relative to the
 * border box of the nearest ancestor that is not an inline box; lines are
 * relative to their block's.  positioned.c makes all of it absolute at the
 * end, and lays out absolutely positioned boxes on the way.
 */
#ifndef BULKHEAD_LAYOUT_INTERNAL_H
#define BULKHEAD_LAYOUT_INTERNAL_H

#include "layout/box_data.h"
#include "text/paragraph.h"
#include "text/units.h"

enum { MAX_BOXES = 4000000 };

struct layouter {
    struct dom *dom;
    struct layout_memory *memory;
    struct arena *kept;  /* memory's: the boxes, and what of them is the same in
                            every viewport */
    struct arena *arena; /* memory's: what this layout finds */
    struct layout *out;
    unit_t viewport_width, viewport_height;
    layout_natural_fn *natural;
    void *data;
    bool quirks;
    unsigned depth; /* of the walk down the boxes */
    unsigned work;  /* second layouts of the same box so far */
};

/* -- boxes.c -- */
struct box *box_create(struct layouter *l, enum box_kind kind,
                       struct node *node, const struct style *style,
                       struct box *parent);
struct box *box_create_text(struct layouter *l, struct node *node,
                            const struct style *style, struct box *parent,
                            struct span text);
void boxes_build(struct layouter *l);
void boxes_forget(struct box *root); /* what the last layout found */
/* -- controls.c -- */
bool control_build(struct layouter *l, struct box *b);
void control_center(struct box *b);
/* -- first_letter.c: of an element's finished box -- */
void first_letter_apply(struct layouter *l, struct box *b);
/* -- anonymous.c -- */
struct box *anonymous_place(struct layouter *l, struct box *parent,
                            enum display display);
bool anonymous_takes_space(struct box **parent);
void anonymous_finish(struct layouter *l, struct box *b);

/* -- sizes.c -- */
bool length_resolve(const struct length *length, unit_t whole, unit_t *out);
void sizes_edges(struct box *b, unit_t containing_width);
unit_t sizes_edge_width(const struct box *b); /* borders and paddings */
unit_t sizes_edge_height(const struct box *b);
bool sizes_width(struct layouter *l, struct box *b, const struct length *w,
                 unit_t containing, unit_t *border_box);
bool sizes_height(const struct box *b, const struct length *h,
                  unit_t containing, unit_t *border_box);
unit_t sizes_clamp_width(struct layouter *l, struct box *b, unit_t containing,
                         unit_t border_box);
unit_t sizes_clamp_height(const struct box *b, unit_t containing,
                          unit_t border_box);
unit_t sizes_known_height(const struct box *b);
unit_t sizes_definite_height(const struct box *b, const struct space *s);
unit_t sizes_used_width(struct layouter *l, struct box *b,
                        const struct space *s);
/* -- intrinsic.c -- */
void intrinsic_widths(struct layouter *l, struct box *b, unit_t *min,
                      unit_t *max); /* border box as content would have it */
void intrinsic_outer(struct layouter *l, struct box *b, unit_t *min,
                     unit_t *max); /* margin box, width property applied */

/* -- block.c, margins.c -- */
/* An automatic height, border box: in quirks mode html and body fill the
 * viewport (Quirks mode standard 3.2, 3.3). */
unit_t block_fill_viewport(const struct layouter *l, const struct box *b,
                           unit_t height);
void box_layout(struct layouter *l, struct box *b, const struct space *s);
void strut_add(struct strut *s, unit_t margin);
void strut_join(struct strut *s, const struct strut *other);
unit_t strut_sum(const struct strut *s);
bool margins_through(struct layouter *l, struct box *b);
bool margins_join_top(const struct box *b);

/* -- inline.c -- */
struct paragraph *inline_paragraph(struct layouter *l, struct box *b);
/* Another one of b, whose text has the style that map gives for its own. */
typedef const struct style *style_map_fn(void *data, const struct style *from);
struct paragraph *inline_paragraph_in(struct layouter *l, struct arena *arena,
                                      struct box *b, style_map_fn *map,
                                      void *data);
void inline_widths(struct layouter *l, struct box *b, unit_t *min,
                   unit_t *max); /* content box */
void inline_edges(const struct box *b, bool start, unit_t *margin,
                  unit_t *rest);

/* -- positioned.c: an absolutely positioned box in a containing rectangle,
 * page coordinates; static_x, static_y likewise -- */
struct area {
    unit_t x, y, width, height;
};
void positioned_place(struct layouter *l, struct box *b, struct area area,
                      unit_t static_x, unit_t static_y, bool rtl);
/* The offset of a relatively positioned box. */
void positioned_offset(const struct box *b, unit_t *x, unit_t *y);
/* -- finish.c, scrolling.c -- */
void finish_page(struct layouter *l);
void scrolling_finish(struct layouter *l);

#endif
