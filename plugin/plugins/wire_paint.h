/*
 * wire_paint.h - shapes and text for about:ipc's chart.
 *
 * Process: plugin.  Distrusts: positions; everything is clipped.
 *
 * Colours are 0xRRGGBB; alpha 0 to 255.  Positions are pixels; fractions are
 * softened at the edges.
 */
#ifndef WIRE_PAINT_H
#define WIRE_PAINT_H

#include "bulkhead_plugin.h"
#include "wire_model.h"

struct wire_paint {
    const struct bulkhead_picture *to;
    const struct wire_model *model; /* its fonts */
    int left, top, right, bottom;   /* the clip */
};

void wire_clip(struct wire_paint *p, int left, int top, int right, int bottom);

void wire_rect(const struct wire_paint *p, float left, float top, float right,
               float bottom, uint32_t color, unsigned alpha);
/* Corners rounded by 4 pixels. */
void wire_round(const struct wire_paint *p, int left, int top, int right,
                int bottom, uint32_t color);
void wire_disc(const struct wire_paint *p, float x, float y, float radius,
               uint32_t color);
/* A triangle whose tip is at x, y, below (down) or above what it points from.
 */
void wire_tip(const struct wire_paint *p, float x, float y, bool down,
              uint32_t color);
void wire_cross(const struct wire_paint *p, float x, float y, float radius,
                uint32_t color);

/* UTF-8 at a baseline; returns the width.  What the font lacks is "?". */
float wire_text(const struct wire_paint *p, enum wire_face face, float x,
                int baseline, const char *text, uint32_t color);
/* The same cut to a width, with an ellipsis. */
float wire_text_cut(const struct wire_paint *p, enum wire_face face, float x,
                    int baseline, const char *text, float width,
                    uint32_t color);
float wire_text_width(const struct wire_model *m, enum wire_face face,
                      const char *text);
/* Bytes of the text that fit into a width. */
size_t wire_text_fits(const struct wire_model *m, enum wire_face face,
                      const char *text, float width);

#endif
