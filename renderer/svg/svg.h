/*
 * svg.h - pictures of the SVG elements of a tree: static, no filters, masks
 * and patterns, no animation.
 *
 * Process: renderer.  Distrusts: the page: what is drawn is bounded by
 * MAX_SVG_DRAWN and MAX_SVG_DEPTH, also where <use> multiplies.
 *
 * The tree must be styled.  User units are CSS px before zoom.
 */
#ifndef BULKHEAD_SVG_H
#define BULKHEAD_SVG_H

#include "html/dom.h"

struct _cairo;

/* What an <svg> says about its own size: 0 where it says nothing; ratio is
 * width / height, or 0. */
struct svg_size {
    double width, height, ratio;
};
struct svg_size svg_natural_size(const struct node *svg);

/* Draws an <svg> so that it fills width by height (in the units of cr) from
 * cr's origin; zoom: those units a CSS px. */
void svg_draw(struct _cairo *cr, const struct node *svg, double width,
              double height, double zoom);

#endif
