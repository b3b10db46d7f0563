/*
 * breaking.h - what Unicode says about text: where lines may break (UAX 14),
 * directions (UAX 9), scripts, letter case.
 *
 * Process: renderer.  breaking.c is the only file of text/ with ICU.
 * All text is well-formed UTF-8.
 */
#ifndef BULKHEAD_BREAKING_H
#define BULKHEAD_BREAKING_H

#include "buf.h"
#include "css/style.h"
#include "span.h"

/* Marks of a byte: what may happen before it. */
enum {
    MARK_LINE = 1,   /* a line may break here */
    MARK_CLUSTER = 2 /* a user-perceived character begins */
};

/* Adds MARK_LINE to marks[1 .. text.size - 1]. */
void breaking_mark_lines(struct span text, uint8_t *marks);

/* Adds MARK_CLUSTER within [start, end). */
void breaking_mark_clusters(struct span text, size_t start, size_t end,
                            uint8_t *marks);

/* Whether the text has characters that need the bidirectional algorithm. */
bool breaking_needs_bidi(struct span text);

/* Fills levels[text.size] with embedding levels; base 0 (ltr), 1 (rtl), -1
 * (by the first strong character).  Returns the paragraph's level. */
int breaking_levels(struct span text, int base, uint8_t *levels);

/* Fills order[count] with logical indices in visual order (rule L2). */
void breaking_reorder(const uint8_t *levels, int count, int *order);

/* A number for the script of a character; 0 for those of all scripts. */
int breaking_script(uint32_t code);

/* Whether a character stays in the font of the one before it: combining
 * marks, joiners, variation selectors, controls. */
bool breaking_follows_font(uint32_t code);

/* Whether it is part of a word, for capitalize. */
bool breaking_is_word(uint32_t code);

/* Whether it belongs to a first letter beside it: opening, closing and other
 * punctuation, but no dashes and connectors (CSS 2.1 5.12.2). */
bool breaking_is_punctuation(uint32_t code);
bool breaking_is_dash(uint32_t code);

/* Appends the text in upper or lower case. */
void breaking_add_case(struct buf *out, struct span text, bool upper);

/* The simple case folding of one character: equal for a letter's cases. */
uint32_t breaking_fold(uint32_t code);

/* The title case of one character. */
uint32_t breaking_title(uint32_t code);

#endif
