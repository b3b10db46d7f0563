/*
 * font_face.h - font files opened by FreeType: metrics in font units, glyph
 * lookup, and the faces that cairo draws with.
 *
 * Process: renderer.  Distrusts: font files, whose numbers are clamped here.
 */
#ifndef BULKHEAD_FONT_FACE_H
#define BULKHEAD_FONT_FACE_H

#include "css/style.h"

/* What a face lacks and cairo has to imitate. */
enum { FACE_FAKE_BOLD = 1, FACE_FAKE_OBLIQUE = 2 };

/* One face of one file; kept for the life of the process. */
struct face {
    uint64_t file;
    unsigned index, fake; /* FACE_FAKE_ bits */
    int weight;           /* set on the axis of a variable font, or 0 */
    const uint8_t *data;
    size_t size;
    void *freetype;    /* FT_Face */
    void *cairo;       /* cairo_font_face_t * */
    void *shaper;      /* font.c's hb_face_t *, or NULL for fonts without
                          OpenType tables */
    bool is_open_type; /* has tables that HarfBuzz reads itself */
    bool is_bold, is_oblique;
    bool x_is_measured; /* the font does not say its x_height */
    /* In font units, above and below the baseline >= 0. */
    int units_per_em, ascent, descent, line_gap, x_height, zero_width;
    int average_width, widest; /* of a character, as the font says */
    int underline_thickness;
    /* Whether the face has a character, for the first 256: asked most. */
    bool has[256];
};

/* The face of a mapped file, opened when asked first; NULL if FreeType does
 * not take it. wanted bold and slant decide what is imitated. */
struct face *face_open(const uint8_t *data, size_t size, unsigned index,
                       uint64_t file, bool bold, bool oblique);

/* The same, with the weight that a variable font is set to; 0: its own. */
struct face *face_open_weight(const uint8_t *data, size_t size, unsigned index,
                              uint64_t file, bool bold, bool oblique,
                              int weight);

/* Whether the font says that this is the name of it, or of its family. */
bool face_is_named(const struct face *f, struct span name);

/* The glyph of a character, 0 if there is none. */
uint32_t face_glyph(const struct face *f, uint32_t code);

/* A glyph's advance in font units. */
int face_advance(const struct face *f, uint32_t glyph);

/* Makes it the font of a cairo_t, at that em size. */
void face_select(void *cr, const struct face *f, double size);

#endif
