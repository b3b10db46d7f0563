/*
 * align.c - how free space is shared among tracks, lines and items (CSS Box
 * Alignment 3).
 *
 * Process: renderer.  Distrusts: nothing.
 */
#include "layout/contents.h"

struct align_gaps
align_share(enum alignment how, unit_t free, unsigned count, bool from_end)
{
    struct align_gaps g = {0, 0};
    unit_t n = (unit_t)count;

    switch (how) {
    case ALIGN_CENTER:
        g.before = free / 2;
        break;
    case ALIGN_END:
        g.before = from_end ? 0 : free;
        break;
    case ALIGN_START:
        g.before = from_end ? free : 0;
        break;
    case ALIGN_FLEX_END:
        g.before = free;
        break;
    case ALIGN_SPACE_BETWEEN:
        if (free > 0 && count > 1)
            g.between = free / (n - 1);
        break;
    case ALIGN_SPACE_AROUND:
        if (free > 0 && count > 0) {
            g.between = free / n;
            g.before = g.between / 2;
        }
        break;
    case ALIGN_SPACE_EVENLY:
        if (free > 0)
            g.before = g.between = free / (n + 1);
        break;
    default:
        break;
    }
    return g;
}
