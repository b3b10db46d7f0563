/*
 * paint.h - paints a part of a laid out page.
 *
 * Process: renderer.  The only files with cairo are in paint/.
 */
#ifndef BULKHEAD_PAINT_H
#define BULKHEAD_PAINT_H

#include "layout/box.h"
#include "paint/image.h"
#include "rect.h"

/* Gives the decoded picture of a replaced element's node, or of a background
 * URL (node NULL); NULL when there is none (yet). */
typedef const struct image *paint_image_fn(const struct node *n,
                                           const char *url, void *data);

/* What stands in for a replaced element without picture: PAINT_NOTHING, or a
 * frame with a text (borrowed, may be ""). */
enum paint_stand_in { PAINT_NOTHING, PAINT_FRAME };
typedef enum paint_stand_in paint_stand_in_fn(const struct node *n,
                                              const char **text, void *data);

/* A stretch of a text run that is marked: its ground behind the line, its
 * glyphs in ink. */
struct paint_mark {
    unit_t x, width; /* absolute */
    rgba_t ground, ink;
};

/* The marks of a run, later ones over earlier ones; at most most.  Returns how
 * many. */
typedef unsigned paint_marks_fn(const struct text_run *run,
                                struct paint_mark *marks, unsigned most,
                                void *data);

/* Where the caret stands in a field's box (page px), if it does. */
typedef bool paint_caret_fn(const struct box *field, struct rect *caret,
                            void *data);

/* A layout's boxes and lines in painting order (CSS 2.1 appendix E), each
 * with the rectangle it may touch.  Made once per layout, borrowing from it. */
struct paint_list;

/* What is fixed is placed as seen with the page scrolled there (px). */
struct paint_list *paint_list_create(const struct layout *layout, int scroll_x,
                                     int scroll_y);
void paint_list_destroy(struct paint_list *l); /* NULL is allowed */

/* Whether the page has something fixed, so that the list holds only for its
 * scroll position. */
bool paint_list_is_fixed(const struct paint_list *l);

struct popup;

struct paint_context {
    const struct layout *layout;
    const struct paint_list *list; /* of this layout */
    paint_image_fn *image;
    paint_stand_in_fn *stand_in; /* NULL: PAINT_NOTHING */
    paint_marks_fn *marks;       /* NULL: none */
    paint_caret_fn *caret;       /* NULL: none */
    const struct popup *popup;   /* over everything; NULL: none */
    struct rect bars[2];         /* thumbs of scroll bars, over the page */
    unsigned bar_count;
    void *data;
    unit_t viewport_width, viewport_height; /* fixed backgrounds */
    float zoom;                             /* picture pixels to page px */
};

/* The opaque colour below everything. */
rgba_t paint_canvas_color(const struct layout *l);

/* Paints the page rectangle (px) into pixels (BGRA premultiplied, stride in
 * bytes), whose top left pixel is the rectangle's. */
void paint_rect(const struct paint_context *context, struct rect page,
                uint8_t *pixels, int stride);

/* Loads what painting needs once, before locking down. */
void paint_warm(void);

#endif
