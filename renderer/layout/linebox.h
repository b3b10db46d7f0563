/*
 * linebox.h - the baselines on a line, for lineplace.c.
 *
 * Process: renderer.
 */
#ifndef BULKHEAD_LINEBOX_H
#define BULKHEAD_LINEBOX_H

#include "layout/lines.h"

/* What shares a baseline on the line; of line_maker.groups. */
struct line_group {
    struct line_heights heights;
    unit_t baseline; /* below the line's */
    bool any, is_bottom;
};

/* An atom's margin box above and below its baseline. */
struct line_heights linebox_atom(const struct box *b);

/* How far the baseline of an inline box or atom is below the line's. */
static inline unit_t
linebox_shift(const struct line_maker *m, const struct box *b)
{
    const struct line_group *groups =
        (const struct line_group *)(const void *)m->groups.data;

    if (b->kind != BOX_INLINE && !b->is_inline_level)
        return 0;
    return unit_add(data_of(b)->shift, groups[data_of(b)->group].baseline);
}

#endif
