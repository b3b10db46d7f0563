/*
 * box_data.h - what layout notes of a box for itself.
 *
 * Process: renderer.
 */
#ifndef BULKHEAD_LAYOUT_BOX_DATA_H
#define BULKHEAD_LAYOUT_BOX_DATA_H

#include "layout/box.h"

struct flow;
struct paragraph;

/* A size that is not known (a percentage of it is auto). */
enum { INDEFINITE = INT32_MIN, NO_BASELINE = INT32_MIN };

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
    /* What it is; the same in every viewport. */
    bool inline_content;   /* BOX_BLOCK, CELL: children are inline-level */
    bool new_context;      /* establishes a block formatting context */
    bool is_wrapper;       /* made by table fix-up, takes more children */
    bool is_table_wrapper; /* of captions and a table */
    bool is_control;       /* natural_width, _height are its auto size */
    bool is_one_line;      /* a control whose line is centred in its height */
    bool was_inline;       /* positioned: would have been inline-level */
    bool is_split;         /* inline box: goes on in a later copy */
    unit_t natural_width, natural_height;
    struct paragraph *paragraph;
    struct box *split_inline; /* block: the inline box it split */
    const char *marker_text;
    void *table; /* BOX_TABLE: struct table */

    /* What a layout finds, from here to the end: boxes_forget. */
    bool has_widths;     /* min_content, max_content are known */
    bool auto_margin[4]; /* margin was auto */
    bool is_cleared;     /* moved below floats: its margins do not join */
    signed char through; /* margins.c: whether margins collapse through */
    unit_t min_content, max_content; /* border box */
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
    struct layout_frame *frame;      /* fieldset.c's: of a fieldset with a
                                        legend */
    const struct column_rule *rules; /* columns.c's */
    unsigned group; /* inline box: linebox.c's group on the line */
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

#endif
