/*
 * svg_style.h - the computed values that only SVG has (SVG 2, 13 and 14).
 *
 * Process: renderer.
 */
#ifndef BULKHEAD_SVG_STYLE_H
#define BULKHEAD_SVG_STYLE_H

#include <stdbool.h>
#include <stdint.h>

enum svg_paint_kind { SVG_NONE, SVG_COLOR, SVG_CURRENT_COLOR };

/* What fills or strokes: the element with that id, else the colour. */
struct svg_paint {
    const char *id; /* or NULL */
    enum svg_paint_kind kind;
    uint32_t color; /* rgba_t */
};

enum svg_cap { SVG_CAP_BUTT, SVG_CAP_ROUND, SVG_CAP_SQUARE };
enum svg_join { SVG_JOIN_MITER, SVG_JOIN_ROUND, SVG_JOIN_BEVEL };
enum svg_anchor { SVG_ANCHOR_START, SVG_ANCHOR_MIDDLE, SVG_ANCHOR_END };

enum { SVG_DASHES = 16 }; /* numbers of a pattern; more are left out */

/* Lengths are user units, not zoomed; per cents are negative: -100 is the
 * whole. */
struct svg_style {
    struct svg_paint fill, stroke;
    float fill_opacity, stroke_opacity;
    bool fill_evenodd, clip_evenodd;
    float stroke_width, miter_limit, dash_offset;
    enum svg_cap cap;
    enum svg_join join;
    struct {
        unsigned count;
        float at[SVG_DASHES];
    } dashes;
    enum svg_anchor anchor;
    /* not inherited */
    struct svg_paint stop_color;
    float stop_opacity;
    const char *clip_path; /* id, or NULL */
};

#endif
