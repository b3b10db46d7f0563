/*
 * internal.h - what the files of svg/ share.
 *
 * Process: renderer.  Distrusts: the page.
 */
#ifndef BULKHEAD_SVG_INTERNAL_H
#define BULKHEAD_SVG_INTERNAL_H

#include "svg/svg.h"
#include "css/style.h"
#include "limits.h"

/* One drawing under way. */
struct svg_canvas {
    struct _cairo *cr;
    const struct node *root;    /* of the tree, for references */
    double width, height;       /* of the viewport, for per cents */
    double zoom;                /* of the styles' px */
    const struct style *parent; /* what is drawn inherits from; NULL: its
                                   element's parent */
    unsigned drawn;             /* elements so far */
    unsigned searched;          /* nodes looked at for references */
    unsigned depth;
};

/* ---- values.c: numbers and lists in attributes ---- */

/* Takes the next number off s, with white space and a comma before it; false
 * if there is none. */
bool svg_number(struct span *s, double *out);

/* A length attribute in user units; per cents of whole.  other if it is
 * missing or broken. */
double svg_length(const struct node *n, const char *name, double whole,
                  double other);

/* A viewBox; false if it is missing or has no area. */
bool svg_view_box(const struct node *n, double box[4]);

/* Multiplies cr's matrix by a transform attribute; false if it is broken. */
bool svg_transform(struct _cairo *cr, const struct span *text);

/* Maps the viewBox of n, if it has one, to width by height as its
 * preserveAspectRatio says. */
void svg_map_view_box(struct svg_canvas *c, const struct node *n, double width,
                      double height);

/* The element that an href attribute or a url(#id) means, or NULL. */
const struct node *svg_by_id(struct svg_canvas *c, const char *id);
const struct node *svg_href(struct svg_canvas *c, const struct node *n);

/* ---- path.c, shapes.c: both add to cr's path ---- */
void svg_path(struct _cairo *cr, struct span data);
/* False for what is no shape. */
bool svg_shape(struct svg_canvas *c, const struct node *n);

/* ---- servers.c ---- */

/* Makes a paint cr's source, for what is cr's path; false for none. */
bool svg_set_source(struct svg_canvas *c, const struct style *s,
                    const struct svg_paint *paint, double opacity);

/* ---- inherit.c ---- */

/* The style that a styled element has where it is drawn: its own, or room,
 * filled in. */
const struct style *svg_style_of(const struct svg_canvas *c,
                                 const struct node *n, struct style *room);

/* ---- text.c ---- */
void svg_text(struct svg_canvas *c, const struct node *n,
              const struct style *s);

/* Fills and strokes cr's path by the style, and empties it.  draw.c */
void svg_fill_and_stroke(struct svg_canvas *c, const struct style *s);

#endif
