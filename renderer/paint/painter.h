/*
 * painter.h - what the files of paint/ share: one tile being painted.
 *
 * Process: renderer.
 */
#ifndef BULKHEAD_PAINTER_H
#define BULKHEAD_PAINTER_H

#include "layout/painting.h"
#include "paint/list.h"
#include "paint/paint.h"

struct _cairo;

struct painter {
    const struct paint_context *context;
    struct _cairo *cr;   /* in page px */
    struct rect visible; /* what can be seen, in the current coordinates */
};

/* A box, or a part of an inline box, to be decorated; px. */
struct decoration {
    const struct box *box;
    const struct style *style;
    struct rect outer;         /* border box */
    int border[4], padding[4]; /* enum side */
    double radius[4][2];       /* top left, clockwise; 0 if all_square */
    bool square;
};

/* ---- shape.c: rectangles and paths ------------------------------------- */

/* unit_t to whole px: nearest. */
int px(unit_t u);

/* The rectangle with both edges rounded, so that neighbours meet. */
struct rect px_rect(unit_t x, unit_t y, unit_t width, unit_t height);

/* A length of a whole (both px, or both unit_t). */
double length_of(const struct length *l, double whole, double automatic);

struct rect rect_inset(struct rect r, const int by[4]);
struct rect rect_grow(struct rect r, int by);
bool rect_touches(struct rect a, struct rect b);

void decoration_of_box(struct decoration *d, const struct box *b);
void decoration_of_fragment(struct decoration *d,
                            const struct inline_fragment *f);

/* A width that is not 0 is at least one pixel. */
int border_px(unit_t width);

void set_color(struct painter *p, rgba_t color);

/* Fills r; exact, and safe for any size of r. */
void fill_rect(struct painter *p, struct rect r, rgba_t color);

/* Adds the outline of r with the outer radii of d shrunk by inset (enum
 * side); clockwise. */
void round_path(struct painter *p, const struct decoration *d, struct rect r,
                const double inset[4]);

/* Adds r as a path, cut near the visible part. */
void rect_path(struct painter *p, struct rect r);

/* Clips to r, with d's radii if it has any. */
void clip_to(struct painter *p, const struct decoration *d, struct rect r,
             const int inset[4]);

/* ---- paint.c ------------------------------------------------------------*/

/* Paints the context's list where it touches the part of the page (px). */
void paint_list_items(struct painter *p, struct rect page);

/* ---- borders.c ----------------------------------------------------------*/
void paint_borders(struct painter *p, const struct decoration *d);
void paint_outline(struct painter *p, const struct decoration *d);

/* border_image.c: false if the borders have no picture, or it is not there. */
bool paint_border_image(struct painter *p, const struct decoration *d);

/* How far, in px, the picture reaches out of the border box. */
int border_image_outset(const struct style *s, int side);

/* A straight line of a border style, for decorations of text; the rectangle
 * is the stroke's. */
void paint_stroke(struct painter *p, struct rect r, enum border_style style,
                  rgba_t color);

/* The collapsed borders of a table. */
void paint_edges(struct painter *p, const struct box *table);

/* The lines between b's columns, which may be wider than b. */
void paint_column_rules(struct painter *p, const struct box *b);
struct rect column_rules_ink(const struct box *b);

/* ---- controls.c ---------------------------------------------------------*/

/* A form control with a mark of its own: check box, list, bar. */
bool paint_is_control(const struct box *b);

/* A check box or radio button: the mark is all there is. */
bool paint_is_mark(const struct box *b);
void paint_control(struct painter *p, const struct box *b);

/* The frame of a field or button that the page gives no border of its own;
 * false: it is none. */
bool paint_control_frame(struct painter *p, const struct decoration *d);

/* Clips to that frame, in a cairo_save of its own; false, and nothing is done,
 * if there is none. */
bool clip_to_control(struct painter *p, const struct decoration *d);

/* ---- popup.c ------------------------------------------------------------*/
void paint_popup(struct painter *p, const struct popup *popup);

/* ---- background.c, gradient.c -------------------------------------------*/
void paint_background(struct painter *p, const struct decoration *d);
void paint_canvas(struct painter *p);

/* Fills area (the current clip or path is the caller's) with b's gradient
 * spanning box. */
void paint_gradient(struct painter *p, const struct background *b,
                    struct rect box, struct rect area);

/* ---- effects.c ----------------------------------------------------------*/
void paint_box_shadows(struct painter *p, const struct decoration *d,
                       bool inset);

/* Starts a group for a blurred shadow of what is drawn in area; NULL: too
 * large.  shadow_end blurs it and puts it into the picture in color. */
struct shadow_group;
struct shadow_group *shadow_begin(struct painter *p, struct rect area,
                                  int blur);
void shadow_end(struct painter *p, struct shadow_group *g, rgba_t color);

/* ---- text.c -------------------------------------------------------------*/
void paint_line(struct painter *p, const struct line *l,
                const struct box *owner);
void paint_marker(struct painter *p, const struct box *b);

/* A run's glyphs in the current colour. */
void paint_glyphs(struct painter *p, const struct text_run *r);

/* A text in the style's font, centred in r and cut there. */
void paint_label(struct painter *p, const struct style *style, const char *text,
                 struct rect r);

/* ---- replaced.c ---------------------------------------------------------*/
void paint_replaced(struct painter *p, const struct box *b);

/* Draws a whole picture into a rectangle of the page; pixelated: without
 * smoothing. */
void paint_image(struct painter *p, const struct image *i, double x, double y,
                 double width, double height, bool pixelated);

/* Draws pixels of i's size, whose rows are row pixels apart, into r. */
void paint_image_part(struct painter *p, const struct image *i,
                      const uint32_t *pixels, int row, struct rect r,
                      bool pixelated);

#endif
