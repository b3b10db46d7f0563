/*
 * font.h - fonts by family, weight and character; glyphs and their sizes.
 *
 * Process: renderer.  Distrusts: font files (parsed locked down); the browser
 * hands them over by descriptor.
 *
 * font_face.c is the only file of the renderer that includes FreeType, and
 * font.c the only one with HarfBuzz; painting gets a cairo font face through
 * an opaque pointer.
 */
#ifndef BULKHEAD_FONT_H
#define BULKHEAD_FONT_H

#include "css/style.h"

/* One face at one size; kept for the life of the process. */
struct font;

struct font_metrics {
    unit_t ascent, descent, line_gap; /* above and below the baseline, >= 0 */
    unit_t average_width, widest;     /* of a character; whole px */
    unit_t x_height, zero_width, underline_thickness;
};

struct glyph {
    uint32_t index;
    uint32_t cluster; /* byte offset into the text given to font_shape */
    unit_t x_advance, x_offset, y_offset; /* y_offset: up is positive */
};

/* Where font files come from: asks the browser (documents) or fontconfig
 * (test tools).  Returns a mapped file that stays mapped, its size, index of
 * the face and a number that is equal for equal files; false if nothing. */
/* family is the style's whole list; code 0 asks for the best font whatever its
 * characters. */
typedef bool font_source_fn(struct span family, int weight, bool italic,
                            uint32_t code, const uint8_t **data, size_t *size,
                            unsigned *index, uint64_t *file);
void font_set_source(font_source_fn *source);

/* The fonts that the document brings with it, for what follows; NULL: none.
 * Borrowed until font_forget. */
struct web_fonts;
void font_use(struct web_fonts *fonts);
/* No longer: what was answered by fonts of that number. */
void font_forget(uint32_t number);

/* The system's font of that name as a file; false if it has none. */
bool font_find_local(struct span name, const uint8_t **data, size_t *size,
                     unsigned *index, uint64_t *file);

/* The font for a style's family list, weight and slant that has the character
 * (fallback over the list, then over all fonts); never NULL once any font
 * exists. */
struct font *font_for(const struct style *style, uint32_t code);

/* The style's first available font, whose metrics make the strut. */
struct font *font_primary(const struct style *style);

/* Whether characters that font_primary has may still be another font's, one of
 * the document's. */
bool font_is_mixed(const struct style *style);

const struct font_metrics *font_metrics(const struct font *f);
/* A style_font_units_fn: of the style's primary font. */
void font_units(const struct style *s, double *ex, double *ch);
unit_t font_size(const struct font *f);
bool font_has(const struct font *f, uint32_t code);

/* Bits of font_shape; LATIN: the script, which is guessed otherwise. */
enum { SHAPE_RTL = 1, SHAPE_NO_LIGATURES = 2, SHAPE_LATIN = 4 };

/* Shapes text[start, end) of one font, script and direction with the rest as
 * context; appends struct glyph to out (buf of glyphs), visual order.  Returns
 * their number. */
size_t font_shape(struct font *f, struct span text, size_t start, size_t end,
                  unsigned flags, struct buf *out);

/* What words.c knows of a font: before which characters of ASCII a space is
 * shaped as if it stood alone.  NULL for no font. */
struct font_gaps {
    size_t shaped; /* bytes so far */
    bool known;
    uint64_t apart[2]; /* bits */
};
struct font_gaps *font_gaps(struct font *f);

/* The em size in pixels. */
double font_pixel_size(const struct font *f);

/* Makes it the font of a cairo_t, at that em size in user units. */
void font_select(void *cr, const struct font *f, double size);

#endif
