/*
 * woff.h - web fonts' files to what FreeType and HarfBuzz read.
 *
 * Process: renderer.  Distrusts: every byte.
 */
#ifndef BULKHEAD_WOFF_H
#define BULKHEAD_WOFF_H

#include "buf.h"
#include "limits.h"
#include "span.h"

/* Appends the sfnt (TrueType or OpenType) of a WOFF 1 or 2 file, or a copy of
 * the file that is one already, to out; at most MAX_WEB_FONT bytes.  NULL, or a
 * sentence saying why not; out may then hold a part of it. */
const char *woff_decode(struct buf *out, struct span file);

/* ---- between woff.c and woff2.c, woff2_glyf.c ---- */

/* Big-endian reading with bounds: once something was missing all else is 0 and
 * failed is set. */
struct woff_reader {
    const uint8_t *at, *end;
    bool failed;
};

uint32_t woff_u8(struct woff_reader *r);
uint32_t woff_u16(struct woff_reader *r);
uint32_t woff_u32(struct woff_reader *r);
struct span woff_bytes(struct woff_reader *r, size_t size);
void woff_put16(struct buf *out, uint32_t value);
void woff_put32(struct buf *out, uint32_t value);

enum { WOFF_TABLES = 128 }; /* of one font; real ones have some 30 */

/* A table of the font that is made. */
struct woff_table {
    uint32_t tag;
    struct span data;
};

/* Writes header, directory and tables. */
bool woff_write(struct buf *out, uint32_t flavor,
                const struct woff_table *tables, unsigned count);

const char *woff2_decode(struct buf *out, struct span file);

/* woff2_glyf.c: the transformed glyf table (WOFF2 5.1) to glyf and, always in
 * the long format, loca.  Appends the left edge of every glyph to lefts. */
struct woff2_glyf {
    struct buf glyf, loca;
    struct buf lefts; /* int16_t */
    unsigned glyphs;
};
bool woff2_glyf(struct woff2_glyf *g, struct span transformed);

#endif
