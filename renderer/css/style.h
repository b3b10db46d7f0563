/*
 * style.h - computed values of one element, and how the document gets them.
 *
 * Process: renderer.  Distrusts: style sheets; every number in here is
 * already clamped to what layout can add without overflow.
 *
 * Lengths are 26.6 fixed-point CSS pixels times the zoom (unit = 1/64 px).
 */
#ifndef BULKHEAD_STYLE_H
#define BULKHEAD_STYLE_H

#include "css/svg_style.h"
#include "html/dom.h"

typedef int32_t unit_t;
enum { UNIT = 64, UNIT_MAX = 1 << 30 };

/* A length that may depend on a size known only in layout:
 * px + percent of that size. */
enum length_kind {
    LENGTH_AUTO,  /* also none for max-width/height, content for flex-basis */
    LENGTH_VALUE, /* px and percent (either may be 0) */
    LENGTH_MIN_CONTENT,
    LENGTH_MAX_CONTENT,
    LENGTH_FIT_CONTENT
};

struct length {
    enum length_kind kind;
    unit_t px;
    float percent; /* 100 = whole */
};

typedef uint32_t rgba_t; /* 0xAARRGGBB, not premultiplied */

enum side { SIDE_TOP, SIDE_RIGHT, SIDE_BOTTOM, SIDE_LEFT };

enum display {
    DISPLAY_NONE,
    DISPLAY_CONTENTS,
    DISPLAY_BLOCK,
    DISPLAY_INLINE,
    DISPLAY_INLINE_BLOCK,
    DISPLAY_LIST_ITEM,
    DISPLAY_FLOW_ROOT,
    DISPLAY_TABLE,
    DISPLAY_INLINE_TABLE,
    DISPLAY_TABLE_ROW_GROUP,
    DISPLAY_TABLE_HEADER_GROUP,
    DISPLAY_TABLE_FOOTER_GROUP,
    DISPLAY_TABLE_ROW,
    DISPLAY_TABLE_CELL,
    DISPLAY_TABLE_COLUMN,
    DISPLAY_TABLE_COLUMN_GROUP,
    DISPLAY_TABLE_CAPTION,
    DISPLAY_FLEX,
    DISPLAY_INLINE_FLEX,
    DISPLAY_GRID,
    DISPLAY_INLINE_GRID,
    DISPLAY_LIST_ITEM_ROOT /* flow-root list-item */
};
enum position {
    POSITION_STATIC,
    POSITION_RELATIVE,
    POSITION_ABSOLUTE,
    POSITION_FIXED,
    POSITION_STICKY
};
enum floating { FLOAT_NONE, FLOAT_LEFT, FLOAT_RIGHT };
enum clear { CLEAR_NONE, CLEAR_LEFT, CLEAR_RIGHT, CLEAR_BOTH };
enum overflow {
    OVERFLOW_VISIBLE,
    OVERFLOW_HIDDEN,
    OVERFLOW_SCROLL,
    OVERFLOW_AUTO,
    OVERFLOW_CLIP
};
enum visibility { VISIBILITY_VISIBLE, VISIBILITY_HIDDEN, VISIBILITY_COLLAPSE };
enum white_space {
    WHITE_SPACE_NORMAL,
    WHITE_SPACE_PRE,
    WHITE_SPACE_NOWRAP,
    WHITE_SPACE_PRE_WRAP,
    WHITE_SPACE_PRE_LINE,
    WHITE_SPACE_BREAK_SPACES
};
enum text_align {
    TEXT_ALIGN_START,
    TEXT_ALIGN_END,
    TEXT_ALIGN_LEFT,
    TEXT_ALIGN_RIGHT,
    TEXT_ALIGN_CENTER,
    TEXT_ALIGN_JUSTIFY,
    /* <center> and align=: blocks inside move too */
    TEXT_ALIGN_HTML_LEFT,
    TEXT_ALIGN_HTML_RIGHT,
    TEXT_ALIGN_HTML_CENTER,
    TEXT_ALIGN_AUTO /* of text-align-last only */
};
enum text_transform {
    TEXT_TRANSFORM_NONE,
    TEXT_TRANSFORM_UPPERCASE,
    TEXT_TRANSFORM_LOWERCASE,
    TEXT_TRANSFORM_CAPITALIZE
};
enum vertical_align {
    VERTICAL_ALIGN_BASELINE,
    VERTICAL_ALIGN_SUB,
    VERTICAL_ALIGN_SUPER,
    VERTICAL_ALIGN_TOP,
    VERTICAL_ALIGN_TEXT_TOP,
    VERTICAL_ALIGN_MIDDLE,
    VERTICAL_ALIGN_BOTTOM,
    VERTICAL_ALIGN_TEXT_BOTTOM,
    VERTICAL_ALIGN_LENGTH
};
enum direction { DIRECTION_LTR, DIRECTION_RTL };
enum unicode_bidi {
    UNICODE_BIDI_NORMAL,
    UNICODE_BIDI_EMBED,
    UNICODE_BIDI_ISOLATE,
    UNICODE_BIDI_OVERRIDE,
    UNICODE_BIDI_ISOLATE_OVERRIDE,
    UNICODE_BIDI_PLAINTEXT
};
enum list_style {
    LIST_NONE,
    LIST_DISC,
    LIST_CIRCLE,
    LIST_SQUARE,
    LIST_DECIMAL,
    LIST_DECIMAL_LEADING_ZERO,
    LIST_LOWER_ALPHA,
    LIST_UPPER_ALPHA,
    LIST_LOWER_ROMAN,
    LIST_UPPER_ROMAN,
    LIST_LOWER_GREEK,
    LIST_DISCLOSURE_CLOSED,
    LIST_DISCLOSURE_OPEN,
    LIST_STRING
};
enum border_style {
    BORDER_NONE,
    BORDER_HIDDEN,
    BORDER_DOTTED,
    BORDER_DASHED,
    BORDER_SOLID,
    BORDER_DOUBLE,
    BORDER_GROOVE,
    BORDER_RIDGE,
    BORDER_INSET,
    BORDER_OUTSET,
    BORDER_WAVY /* of text decorations only */
};
enum box_sizing { BOX_SIZING_CONTENT, BOX_SIZING_BORDER };
enum table_layout { TABLE_LAYOUT_AUTO, TABLE_LAYOUT_FIXED };
enum border_collapse { BORDER_SEPARATE, BORDER_COLLAPSE };
enum caption_side { CAPTION_TOP, CAPTION_BOTTOM };
enum empty_cells { EMPTY_CELLS_SHOW, EMPTY_CELLS_HIDE };
enum overflow_wrap {
    OVERFLOW_WRAP_NORMAL,
    OVERFLOW_WRAP_BREAK_WORD,
    OVERFLOW_WRAP_ANYWHERE
};
enum word_break {
    WORD_BREAK_NORMAL,
    WORD_BREAK_BREAK_ALL,
    WORD_BREAK_KEEP_ALL
};
/* Along one axis. */
enum background_repeat { REPEAT_TILE, REPEAT_NONE, REPEAT_SPACE, REPEAT_ROUND };
enum background_box {
    BACKGROUND_BORDER_BOX,
    BACKGROUND_PADDING_BOX,
    BACKGROUND_CONTENT_BOX
};
enum css_cursor {
    CSS_CURSOR_AUTO,
    CSS_CURSOR_DEFAULT,
    CSS_CURSOR_POINTER,
    CSS_CURSOR_TEXT,
    CSS_CURSOR_WAIT,
    CSS_CURSOR_CROSSHAIR
};
enum object_fit {
    OBJECT_FIT_FILL,
    OBJECT_FIT_CONTAIN,
    OBJECT_FIT_COVER,
    OBJECT_FIT_NONE,
    OBJECT_FIT_SCALE_DOWN
};
enum flex_direction {
    FLEX_ROW,
    FLEX_ROW_REVERSE,
    FLEX_COLUMN,
    FLEX_COLUMN_REVERSE
};
enum flex_wrap { FLEX_NOWRAP, FLEX_WRAP, FLEX_WRAP_REVERSE };
/* justify- and align-content, -items, -self */
enum alignment {
    ALIGN_AUTO,
    ALIGN_NORMAL,
    ALIGN_STRETCH,
    ALIGN_START,
    ALIGN_END,
    ALIGN_FLEX_START,
    ALIGN_FLEX_END,
    ALIGN_CENTER,
    ALIGN_BASELINE,
    ALIGN_SPACE_BETWEEN,
    ALIGN_SPACE_AROUND,
    ALIGN_SPACE_EVENLY
};
/* grid-row-start and so on */
enum grid_line_kind { GRID_LINE_AUTO, GRID_LINE_NUMBER, GRID_LINE_SPAN };
struct grid_line {
    enum grid_line_kind kind;
    int number;       /* NUMBER: may be negative; 0: not given */
    const char *name; /* or NULL */
};
enum {
    DECORATION_UNDERLINE = 1,
    DECORATION_OVERLINE = 2,
    DECORATION_LINE_THROUGH = 4
};

struct border {
    unit_t width; /* 0 if the style is none or hidden */
    enum border_style style;
    rgba_t color;
};

/* One piece of the content property. */
struct content_item {
    enum {
        CONTENT_TEXT,
        CONTENT_ATTRIBUTE,
        CONTENT_COUNTER,
        CONTENT_COUNTERS,
        CONTENT_IMAGE,
        CONTENT_OPEN_QUOTE,
        CONTENT_CLOSE_QUOTE
    } kind;
    const char *text;      /* text, attribute name, counter name, or URL */
    const char *separator; /* counters() */
    enum list_style list_style;
    struct content_item *next;
};

struct counter_change {
    const char *name;
    int value;
    struct counter_change *next;
};

struct gradient_stop {
    rgba_t color;
    struct length at;
    bool placed;
};

enum gradient_kind { GRADIENT_LINEAR, GRADIENT_RADIAL, GRADIENT_CONIC };
enum gradient_extent {
    GRADIENT_FARTHEST_CORNER,
    GRADIENT_FARTHEST_SIDE,
    GRADIENT_CLOSEST_CORNER,
    GRADIENT_CLOSEST_SIDE
};

struct gradient {
    enum gradient_kind kind;
    bool is_set, repeating;
    float angle;                   /* radians, 0 = to top, clockwise */
    bool top, right, bottom, left; /* two of them: to that corner */
    bool circle, sized;            /* sized: by rx and ry, else by extent */
    enum gradient_extent extent;
    struct length rx, ry, x, y; /* radii; the centre, like a position */
    struct gradient_stop *stops;
    unsigned count;
};

/* One background layer, top first. */
struct background {
    const char *url; /* absolute, or NULL for a gradient */
    struct gradient gradient;
    enum background_repeat repeat_x, repeat_y;
    bool fixed;
    struct length x, y; /* position */
    bool size_contain, size_cover;
    struct length width, height; /* LENGTH_AUTO: natural */
    enum background_box clip, origin;
    struct background *next;
};

enum edge_repeat { EDGE_STRETCH, EDGE_REPEAT, EDGE_ROUND, EDGE_SPACE };

/* A width or outset of border-image: that many times the border's width, or
 * (times < 0) a length; LENGTH_AUTO: the slice's own size. */
struct edge_measure {
    float times;
    struct length length;
};

struct border_image {
    struct background picture; /* its url or gradient */
    float slice[4];            /* the picture's px, or per cent of it */
    bool slice_percent[4], fill;
    struct edge_measure width[4], outset[4];
    enum edge_repeat repeat_x, repeat_y;
};

struct shadow {
    unit_t x, y, blur, spread;
    rgba_t color;
    bool inset;
    struct shadow *next;
};

/* Shared by all elements that compute to the same; never changed after it was
 * made. */
struct style {
    /* box */
    enum display display;
    bool was_inline; /* display before position blockified it was inline-level:
                        for the static position */
    enum position position;
    enum floating floating;
    enum clear clear;
    enum overflow overflow_x, overflow_y;
    enum visibility visibility;
    enum box_sizing box_sizing;
    struct length width, height, min_width, min_height, max_width, max_height;
    struct length margin[4], padding[4], inset[4]; /* enum side */
    struct border border[4];
    struct length radius[4][2]; /* top left, clockwise: horizontal, vertical */
    bool has_z_index;
    int z_index;
    float opacity;
    float aspect_ratio; /* width / height, or 0 */
    bool has_clip;
    struct length clip[4];
    bool has_transform;
    float transform[6]; /* a b c d e f as CSS matrix(), px already zoomed */
    struct length transform_percent[2]; /* translate() percentages */
    struct length transform_origin[2];

    /* colours and decoration */
    rgba_t color, background_color;
    struct background *backgrounds;
    struct border_image *border_image; /* NULL: none */
    rgba_t outline_color;
    enum border_style outline_style;
    unit_t outline_width, outline_offset;
    struct shadow *box_shadow, *text_shadow;
    enum css_cursor cursor;
    enum object_fit object_fit;
    struct length object_position[2];
    bool pixelated; /* image-rendering */

    /* text */
    const char *font_family; /* comma separated list, as written */
    unit_t font_size;
    int font_weight;
    bool italic, small_caps;
    unit_t line_height; /* used value if line_height_normal is false */
    bool line_height_normal;
    enum white_space white_space;
    enum text_align text_align, text_align_last;
    enum text_transform text_transform;
    struct length text_indent;
    unit_t letter_spacing, word_spacing;
    enum vertical_align vertical_align;
    struct length vertical_align_length;
    unsigned decoration; /* of this element itself, DECORATION_ */
    rgba_t decoration_color;
    enum border_style decoration_style;
    struct length decoration_thickness; /* fit-content stands for from-font */
    struct length underline_offset;
    bool no_skip_ink; /* lines go through descenders */
    enum direction direction;
    enum unicode_bidi unicode_bidi;
    enum overflow_wrap overflow_wrap;
    enum word_break word_break;
    bool ellipsis; /* text-overflow */
    unsigned tab_size;

    /* lists, counters, generated content */
    enum list_style list_style;
    const char *list_string; /* LIST_STRING */
    const char *list_image;  /* absolute URL, or NULL */
    bool list_inside;
    struct counter_change *counter_reset, *counter_increment, *counter_set;
    struct content_item *content; /* NULL: normal or none */
    const char *const *quotes;    /* pairs, NULL-terminated; NULL: auto */

    /* tables */
    enum table_layout table_layout;
    enum border_collapse border_collapse;
    enum caption_side caption_side;
    enum empty_cells empty_cells;
    unit_t border_spacing[2]; /* horizontal, vertical */

    /* flex */
    enum flex_direction flex_direction;
    enum flex_wrap flex_wrap;
    enum alignment justify_content, align_content, align_items, align_self;
    float flex_grow, flex_shrink;
    struct length flex_basis, gap[2]; /* row, column */
    int order;

    /* grid; what the pointers show is in grid.h */
    const struct grid_tracks *grid_columns, *grid_rows; /* NULL: none */
    const struct grid_tracks *grid_auto_columns, *grid_auto_rows; /* auto */
    const struct grid_areas *grid_areas;                          /* none */
    bool grid_by_column, grid_dense;
    struct grid_line grid_start[2], grid_end[2]; /* row, column */
    enum alignment justify_items, justify_self;

    /* columns; no count and no width: none */
    int column_count;           /* 0: auto */
    struct length column_width; /* or auto */
    struct border column_rule;
    bool column_span_all, break_avoid;

    enum background_box color_clip; /* of background_color: the last layer's */

    struct svg_style svg;
};

/* What media queries and viewport units look at. */
/* The height of "x" and the advance of "0" in a style's first font, in px. */
typedef void style_font_units_fn(const struct style *s, double *ex, double *ch);

struct style_context {
    unit_t viewport_width, viewport_height; /* unzoomed CSS px */
    float zoom;                             /* 1 = 100 % */
    bool prefers_dark;
    bool print;           /* for paper, not for a screen */
    const char *base_url; /* of the document, for url() in its own sheets */
    style_font_units_fn *font_units; /* NULL: half an em for both */
    bool *sees_viewport; /* set where its size decides something; NULL: nobody
                            wants to know */
};

/* All sheets of a document in order.  css/sheets.c */
struct sheets;
struct sheets *sheets_create(void); /* with the user agent sheet in it */
void sheets_destroy(struct sheets *s);

/* Parses UTF-8 text as a style sheet at a place in the order (the place of
 * its element in the document); replaces an earlier one of that place.
 * media is the element's media attribute or "".  Appends the absolute URLs of
 * its @imports to imports, NUL-terminated each; each is given back through
 * sheets_import with the same place. */
void sheets_set(struct sheets *s, unsigned place, struct span text,
                const char *url, struct span media, struct buf *imports);
void sheets_import(struct sheets *s, unsigned place, struct span text,
                   const char *url, struct buf *imports);

/* Computes node->style of every element below the document, with style
 * attributes and presentational hints (HTML standard 15).  The styles live in
 * arena.  Pseudo-elements' styles are asked for by style_pseudo. */
void style_document(struct sheets *s, struct dom *d,
                    const struct style_context *context, struct arena *arena);

static inline bool
style_is_list_item(const struct style *s)
{
    return s->display == DISPLAY_LIST_ITEM ||
           s->display == DISPLAY_LIST_ITEM_ROOT;
}

enum pseudo {
    PSEUDO_BEFORE,
    PSEUDO_AFTER,
    PSEUDO_MARKER,
    PSEUDO_FIRST_LINE,
    PSEUDO_FIRST_LETTER,
    PSEUDO_PLACEHOLDER,
    PSEUDO_COUNT
};

/* Whether a media query list, as of an attribute, holds. */
bool style_media_holds(struct span query, const struct style_context *c);

/* The pseudo-element's style, or NULL when there is none (no content).
 * Valid as long as the arena of the last style_document. */
const struct style *style_pseudo(const struct node *n, enum pseudo which);

/* A style with initial values but inherited ones taken from parent: for
 * anonymous boxes. */
const struct style *style_anonymous(struct arena *a, const struct style *parent,
                                    enum display display);

/* The URLs of all background and list images that computed styles name. */
typedef void style_url_fn(const char *url, void *data);
void style_each_image(const struct dom *d, style_url_fn *fn, void *data);

#endif
