/*
 * caret.h - places of a field's text as it is laid out, and back.
 *
 * Process: renderer.
 *
 * Offsets are bytes of the text that is shown, which for a password is not
 * the value: shown_of and value_of translate.
 */
#ifndef BULKHEAD_FORM_CARET_H
#define BULKHEAD_FORM_CARET_H

#include "form/control.h"
#include "layout/box.h"

struct caret {
    unit_t x, y, height; /* absolute */
};

/* Where the caret stands at an offset of the value; false: nowhere. */
bool caret_place(const struct control *c, uint32_t at, struct caret *out);

/* The offset of the value nearest to a place of the page. */
uint32_t caret_at(const struct control *c, unit_t x, unit_t y);

/* The first and last offset of the line as it is shown that at is on. */
void caret_line(const struct control *c, uint32_t at, uint32_t *from,
                uint32_t *to);

/* The part of a run between two offsets of the value. */
bool caret_stretch(const struct control *c, const struct text_run *run,
                   uint32_t from, uint32_t to, unit_t *x, unit_t *width);

/* Sets scroll_x and scroll_y so that the offset is seen, and moves the lines;
 * true if they moved. */
bool caret_reveal(struct control *c, uint32_t at);

/* Scrolls a new layout's lines to where they were; bounded by the text. */
void caret_restore(struct control *c);

#endif
