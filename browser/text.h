/*
 * text.h - the browser's own text: shaping, measuring, glyph pictures.
 *
 * Process: browser.  Distrusts: titles, addresses and log lines; they are
 * bounded by the caller, and text_add_visible removes what could disguise
 * them.  Fonts are the system's and trusted.
 *
 * text.c is the only file of the browser with FreeType and HarfBuzz.
 */
#ifndef BULKHEAD_TEXT_H
#define BULKHEAD_TEXT_H

#include "buf.h"

enum text_face { TEXT_UI, TEXT_BOLD, TEXT_MONO, TEXT_FACES };

struct text_glyph {
    int font; /* for text_mask */
    uint32_t index;
    float x, y; /* of its origin, right and down of the line's, pixels */
};

/* One shaped line. */
struct text_line {
    struct span text;
    const struct text_glyph *glyphs;
    int glyph_count, size;
    /* text.size + 1 entries: x before the character that starts at this byte;
     * negative where none does. */
    const float *carets;
    float width;
};

/* A glyph's picture: coverage (one byte a pixel) or BGRA premultiplied. */
struct text_mask {
    uint8_t *pixels; /* NULL: nothing to see */
    int left, top;   /* from the origin: right, and up to the first row */
    int width, height, stride;
    bool colour;
};

/* Shapes UTF-8 at a size in pixels.  Runs stay in logical order, so that the
 * parts of an address never change places.  Borrowed until the next call. */
const struct text_line *text_line(enum text_face face, int size,
                                  struct span text);

float text_width(enum text_face face, int size, struct span text);

/* Pixels above and below the baseline that a line of this size takes. */
void text_extent(enum text_face face, int size, int *ascent, int *descent);

/* The character boundary nearest to x; the next and the one before a byte. */
size_t text_at(const struct text_line *line, float x);
size_t text_next(const struct text_line *line, size_t at);
size_t text_previous(const struct text_line *line, size_t at);

/* The first line of a wrapped text: bytes that fit into width, broken at
 * spaces or inside a long word; *skip gets the bytes to leave out before the
 * next line.  At least one character unless the text is empty. */
size_t text_wrap(enum text_face face, int size, struct span text, float width,
                 size_t *skip);

/* Appends the text with white space as single spaces, and without control,
 * bidi and other invisible characters that could disguise it. */
void text_add_visible(struct buf *out, struct span text);

/* The picture of a glyph; quarter: 0 to 3, its offset to the right in quarter
 * pixels.  Borrowed until the next call. */
const struct text_mask *text_mask(int font, uint32_t index, int size,
                                  int quarter);

#endif
