/*
 * canvas.h - the browser's own drawing: shapes, icons' paths, text.
 *
 * Process: browser.  canvas.c is the only file of the browser with cairo.
 *
 * Colours are 0xAARRGGBB, not premultiplied.  Positions are pixels; whole
 * numbers are pixel edges.
 */
#ifndef BULKHEAD_CANVAS_H
#define BULKHEAD_CANVAS_H

#include "pixels.h"
#include "rect.h"
#include "text.h"

typedef uint32_t colour;

struct canvas;

/* Draws into the pixels, which must outlive it; NULL for an empty picture. */
struct canvas *canvas_create(struct pixels *pixels);
void canvas_destroy(struct canvas *c); /* NULL is allowed */

/* Everything until the matching canvas_unclip only touches r. */
void canvas_clip(struct canvas *c, struct rect r);
void canvas_unclip(struct canvas *c);

/* Sets the pixels of r, whatever was there. */
void canvas_set(struct canvas *c, struct rect r, colour with);

void canvas_rect(struct canvas *c, struct rect r, colour fill);
void canvas_round(struct canvas *c, struct rect r, double radius, colour fill);
/* The line lies inside r. */
void canvas_round_line(struct canvas *c, struct rect r, double radius,
                       double width, colour line);
/* A soft shadow below a rounded rectangle. */
void canvas_shadow(struct canvas *c, struct rect r, double radius, int size,
                   colour tint);
/* Fades from nothing to the colour over r, left to right or the reverse. */
void canvas_fade(struct canvas *c, struct rect r, colour to, bool leftward);

/* A path, then fill or stroke (which ends it); lines have round ends. */
void canvas_move(struct canvas *c, double x, double y);
void canvas_to(struct canvas *c, double x, double y);
void canvas_curve(struct canvas *c, double x1, double y1, double x2, double y2,
                  double x, double y);
/* Degrees, clockwise from the right; joins the path so far by a line. */
void canvas_arc(struct canvas *c, double x, double y, double radius,
                double from, double to);
void canvas_shut(struct canvas *c);
void canvas_fill(struct canvas *c, colour fill);
void canvas_stroke(struct canvas *c, double width, colour line);

/* Text at a baseline. */
void canvas_line(struct canvas *c, const struct text_line *line, double x,
                 int baseline, colour ink);
/* Shapes and draws; returns the width. */
float canvas_text(struct canvas *c, enum text_face face, int size, double x,
                  int baseline, struct span text, colour ink);
/* The same cut to a width with an ellipsis. */
float canvas_text_cut(struct canvas *c, enum text_face face, int size, double x,
                      int baseline, struct span text, double width, colour ink);
/* The baseline that centres a line of capitals in a height. */
int canvas_baseline(enum text_face face, int size, int y, int height);

#endif
