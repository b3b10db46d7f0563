/*
 * rect.h - integer rectangles, half open: x <= px < x + width.
 *
 * Process: all.  Coordinates from outside are bounded at the border (limits.h)
 * so that no sum here can overflow.
 */
#ifndef BULKHEAD_RECT_H
#define BULKHEAD_RECT_H

#include <stdbool.h>

struct rect {
    int x, y, width, height;
};

static inline bool
rect_is_empty(struct rect r)
{
    return r.width <= 0 || r.height <= 0;
}

static inline struct rect
rect_intersect(struct rect a, struct rect b)
{
    int x = a.x > b.x ? a.x : b.x, y = a.y > b.y ? a.y : b.y;
    int right = a.x + a.width < b.x + b.width ? a.x + a.width : b.x + b.width;
    int bottom =
        a.y + a.height < b.y + b.height ? a.y + a.height : b.y + b.height;

    if (right <= x || bottom <= y)
        return (struct rect){x, y, 0, 0};
    return (struct rect){x, y, right - x, bottom - y};
}

/* The smallest rectangle around both; an empty one does not count. */
static inline struct rect
rect_union(struct rect a, struct rect b)
{
    int x = a.x < b.x ? a.x : b.x, y = a.y < b.y ? a.y : b.y;
    int right = a.x + a.width > b.x + b.width ? a.x + a.width : b.x + b.width;
    int bottom =
        a.y + a.height > b.y + b.height ? a.y + a.height : b.y + b.height;

    if (rect_is_empty(a))
        return b;
    if (rect_is_empty(b))
        return a;
    return (struct rect){x, y, right - x, bottom - y};
}

static inline bool
rect_contains(struct rect r, int x, int y)
{
    return x >= r.x && y >= r.y && x < r.x + r.width && y < r.y + r.height;
}

#endif
