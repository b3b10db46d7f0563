/*
 * contents.h - layout of each kind of box but block containers: the contents
 * of a box whose edges are set, and their intrinsic widths.
 *
 * Process: renderer.
 */
#ifndef BULKHEAD_CONTENTS_H
#define BULKHEAD_CONTENTS_H

#include "layout/internal.h"

/* Places the legend of a box that has its width. */
void fieldset_place_legend(struct layouter *l, struct box *b);

void replaced_size(struct layouter *l, struct box *b, const struct space *s,
                   unit_t *width, unit_t *height); /* border box */
void replaced_widths(struct layouter *l, struct box *b, unit_t *min,
                     unit_t *max);
/* Its content size suggestion (CSS Flexbox 1, 4.5), border box: the width (row)
 * or height that it would have without that property. */
unit_t replaced_suggestion(struct layouter *l, struct box *b,
                           const struct space *s, bool row);
void table_widths(struct layouter *l, struct box *b, unit_t *min, unit_t *max);
void table_layout(struct layouter *l, struct box *b, const struct space *s);
void table_wrapper_layout(struct layouter *l, struct box *b,
                          const struct space *s);
void flex_widths(struct layouter *l, struct box *b, unit_t *min, unit_t *max);
void flex_layout(struct layouter *l, struct box *b, const struct space *s);
void grid_widths(struct layouter *l, struct box *b, unit_t *min, unit_t *max);
void grid_layout(struct layouter *l, struct box *b, const struct space *s);

/* -- align.c: free space before the first of count, and between two; from_end
 * if the first stands at the end -- */
struct align_gaps {
    unit_t before, between;
};
struct align_gaps align_share(enum alignment how, unit_t free, unsigned count,
                              bool from_end);

#endif
