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

#include "layout/box.h"
#include "text/paragraph.h"
#include "text/units.h"

/* A size that is not known (a percentage of it is auto). */
enum { INDEFINITE = INT32_MIN, MAX_BOXES = 4000000, NO_BASELINE = INT32_MIN };

struct layouter {
    struct dom *dom;
    struct arena *arena;
    struct layout *out;
    unit_t viewport_width, viewport_height;
    layout_natural_fn *natural;
    void *data;
    bool quirks;
    unsigned depth; /* of the walk down the boxes */
    unsigned work;  /* second layouts of the same box so far */
};

/* Adjoining margins: the largest positive and the most negative one. */
struct strut {
    unit_t positive, negative;
};

/* What a box is laid out in. */
struct space {
    unit_t width, height;  /* of the containing block; height may be
                              INDEFINITE */
    struct flow *flow;     /* floats around it, or NULL for none */
    unit_t flow_x, flow_y; /* of its border box, in flow's coordinates */
    unit_t fixed_width, fixed_height; /* border box as decided by the caller,
                                         or INDEFINITE */
    unit_t narrowing; /* what floats beside take of an auto width */
    bool shrink;      /* auto width is shrink-to-fit */
};

/* Layout's part of a box that is not BOX_TEXT (whose box->layout is a struct
 * span: its text). */
struct box_data {
    bool inline_content;   /* BOX_BLOCK, CELL: children are inline-level */
    bool new_context;      /* establishes a block formatting context */
    bool is_wrapper;       /* made by table fix-up, takes more children */
    bool is_table_wrapper; /* of captions and a table */
    bool has_widths;       /* min_content, max_content are known */
    bool is_control;       /* natural_width, _height are its auto size */
    bool is_one_line;      /* a control whose line is centred in its height */
    bool auto_margin[4];   /* margin was auto */
    bool was_inline;       /* positioned: would have been inline-level */
    bool is_cleared;       /* moved below floats: its margins do not join */
    signed char through;   /* margins.c: whether margins collapse through */
    unit_t min_content, max_content; /* border box */
    unit_t natural_width, natural_height;
    struct paragraph *paragraph;
    struct box *split_inline; /* block: the inline box it split */
    const char *marker_text;
    struct strut end; /* margins at the bottom that go on collapsing */
    unit_t containing_width, containing_height; /* for percentages */
    unit_t static_x, static_y; /* positioned: relative to its container */
    unit_t first_baseline, last_baseline; /* from the top, or NO_BASELINE */
    unit_t shift; /* inline box: its baseline below the block's; atoms */
    unit_t move_x, move_y; /* inline box: of relative position, with outer
                              ones */
    struct space laid;     /* block.c: what the last layout had ... */
    bool is_laid;          /* ... if there was one */
    unit_t cell_shift;     /* cell: how far vertical-align moved its contents */
    void *table;           /* BOX_TABLE: struct table */
    struct layout_frame *frame; /* fieldset.c's: of a fieldset with a legend */
    bool is_split;              /* inline box: goes on in a later copy */
    unsigned group;             /* inline box: linebox.c's group on the line */
    struct inline_fragment *first_fragment, *last_fragment; /* inline box */
    unsigned fragment; /* inline box: its last fragment on the line */
    bool has_reach;    /* hit.c: it knows the lines of the page that ... */
    unit_t reach_top, reach_bottom; /* ... it or anything in it is on */
    struct scroll_range range;      /* scrolling.c's, if has_range */
    bool has_range;
    unit_t scroll_x, scroll_y; /* how far its contents were moved up, left */
    unit_t stuck_x, stuck_y;   /* how far it was moved: fixed, sticky */
};

static inline struct box_data *
data_of(const struct box *b)
{
    return b->layout;
}

static inline struct span
text_of(const struct box *b)
{
    return *(const struct span *)b->layout;
}

static inline bool
is_out_of_flow(const struct box *b)
{
    return b->is_float || b->is_positioned;
}

/* Whether its baselines may move; overflow: clip only cuts. */
static inline bool
is_scroll_container(const struct box *b)
{
    return b->clips && b->style->overflow_y != OVERFLOW_CLIP;
}

/* Whether a box is a part of its parent's lines. */
static inline bool
is_inline_level(const struct box *b)
{
    return b->kind == BOX_TEXT || b->kind == BOX_INLINE ||
           b->kind == BOX_BREAK || b->is_inline_level;
}

/* -- boxes.c -- */
struct box *box_create(struct layouter *l, enum box_kind kind,
                       struct node *node, const struct style *style,
                       struct box *parent);
struct box *box_create_text(struct layouter *l, struct node *node,
                            const struct style *style, struct box *parent,
                            struct span text);
void boxes_build(struct layouter *l);
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
struct paragraph *inline_paragraph_in(struct layouter *l, struct box *b,
                                      style_map_fn *map, void *data);
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
