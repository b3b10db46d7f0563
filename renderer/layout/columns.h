/*
 * columns.h - the contents of a block in columns.
 *
 * Process: renderer.
 */
#ifndef BULKHEAD_COLUMNS_H
#define BULKHEAD_COLUMNS_H

#include "layout/internal.h"

enum { MAX_COLUMN_COUNT = 1000 };

struct columns {
    unsigned count;
    unit_t width, gap;
};

static inline bool
has_columns(const struct style *s)
{
    return s->column_count > 0 || s->column_width.kind != LENGTH_AUTO;
}

/* The columns of b in a content box of this width. */
struct columns columns_of(const struct box *b, unit_t width);

/* Spreads what was laid out in one column from top to bottom over all: b's
 * lines, or its children from first up to end (NULL: all), in a height of most
 * at least if that is not INDEFINITE.  Returns the height they take up; b has
 * the rules between them then, besides those that it had. */
unit_t columns_spread(struct layouter *l, struct box *b, struct box *first,
                      const struct box *end, const struct columns *c,
                      unit_t top, unit_t bottom, unit_t most);

#endif
