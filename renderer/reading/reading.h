/*
 * reading.h - a laid out page as one text in reading order, and back: what
 * selecting, copying and finding need.
 *
 * Process: renderer.
 *
 * Offsets are bytes of the text.  Blocks are parted by a newline, table cells
 * by a tab; what layout adds by itself (hyphens, ellipses) is not in it.
 */
#ifndef BULKHEAD_READING_H
#define BULKHEAD_READING_H

#include "buf.h"
#include "layout/box.h"

struct reading_run {
    const struct text_run *run;
    const struct line *line;
    uint32_t start; /* of its text */
    bool visible;
};

struct reading {
    struct buf text; /* UTF-8 */
    struct reading_run *runs;
    unsigned count, capacity;
};

/* Borrows from the layout, and numbers its runs (text_run.reading). */
void reading_init(struct reading *r, const struct layout *l);
void reading_finish(struct reading *r); /* a zeroed one is allowed */

/* The offset nearest to a place of the page. */
uint32_t reading_at(const struct reading *r, unit_t x, unit_t y);

/* The part of a run between two offsets, as a stretch of its line; false when
 * nothing of it lies between them. */
bool reading_stretch(const struct reading *r, const struct text_run *run,
                     uint32_t from, uint32_t to, unit_t *x, unit_t *width);

/* The same within one run; offsets are from the start of its text. */
uint32_t reading_run_offset(const struct text_run *run, unit_t x);
bool reading_run_stretch(const struct text_run *run, uint32_t from, uint32_t to,
                         unit_t *x, unit_t *width);

/* The first run that reaches behind the offset, or NULL. */
const struct reading_run *reading_run_at(const struct reading *r,
                                         uint32_t offset);

/* The word, or the line of text between newlines, around an offset. */
void reading_word(const struct reading *r, uint32_t at, uint32_t *from,
                  uint32_t *to);
void reading_paragraph(const struct reading *r, uint32_t at, uint32_t *from,
                       uint32_t *to);

/* Appends the places of a text, at most most, as pairs of offsets (uint32_t);
 * letters are equal by simple case folding, any white space is one space.
 * Returns how many. */
unsigned reading_find(const struct reading *r, struct span wanted,
                      unsigned most, struct buf *places);

#endif
