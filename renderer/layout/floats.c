/*
 * floats.c - the floats of one block formatting context.
 *
 * Process: renderer.  Distrusts: the number of floats: most queries look only
 * at floats that reach below the last one's top.
 */
#include "layout/floats.h"

static bool
overlaps(const struct float_box *f, unit_t top, unit_t bottom)
{
    return f->top < bottom && f->bottom > top && f->bottom > f->top;
}

static unsigned
first_of(const struct flow *f, int side, unit_t top)
{
    return top >= f->last_top ? f->sides[side].first : 0;
}

bool
floats_band(const struct flow *f, unit_t top, unit_t height, unit_t *left,
            unit_t *right)
{
    unit_t bottom = unit_add(top, unit_max(height, 1));
    bool narrowed = false;

    if (f == NULL || !f->any)
        return false;
    for (int side = 0; side < 2; side++) {
        const struct float_side *s = &f->sides[side];

        if (s->bottom <= top)
            continue;
        for (unsigned i = first_of(f, side, top); i < s->count; i++) {
            const struct float_box *b = &s->boxes[i];

            if (!overlaps(b, top, bottom))
                continue;
            if (side == 0 && b->right > *left) {
                *left = b->right;
                narrowed = true;
            } else if (side == 1 && b->left < *right) {
                *right = b->left;
                narrowed = true;
            }
        }
    }
    return narrowed;
}

unit_t
floats_next(const struct flow *f, unit_t top, unit_t height)
{
    unit_t bottom = unit_add(top, unit_max(height, 1)), next = UNIT_LIMIT;

    for (int side = 0; side < 2; side++) {
        const struct float_side *s = &f->sides[side];

        for (unsigned i = first_of(f, side, top); i < s->count; i++)
            if (overlaps(&s->boxes[i], top, bottom) &&
                s->boxes[i].bottom < next)
                next = s->boxes[i].bottom;
    }
    return next == UNIT_LIMIT ? top : next;
}

static void
add(struct flow *f, struct arena *a, int side, struct float_box box)
{
    struct float_side *s = &f->sides[side];

    if (s->count == s->capacity) {
        unsigned capacity = s->capacity == 0 ? 8 : s->capacity * 2;
        struct float_box *grown = arena_array(a, capacity, sizeof *grown);

        if (s->count > 0)
            memcpy(grown, s->boxes, s->count * sizeof *grown);
        s->boxes = grown;
        s->capacity = capacity;
    }
    if (!f->any || box.top > f->last_top)
        f->last_top = box.top;
    f->any = true;
    if (s->count == 0 || box.bottom > s->bottom)
        s->bottom = box.bottom;
    s->boxes[s->count++] = box;
    for (int i = 0; i < 2; i++) {
        struct float_side *o = &f->sides[i];

        while (o->first < o->count && o->boxes[o->first].bottom <= f->last_top)
            o->first++;
    }
}

void
floats_place(struct flow *f, struct arena *a, bool to_right, unit_t width,
             unit_t height, unit_t top, unit_t left, unit_t right, unit_t *x,
             unit_t *y)
{
    if (f->any && top < f->last_top)
        top = f->last_top;
    for (;;) {
        unit_t from = left, to = right, next;

        /* A float may stick out on the far side only where none is in its
         * way (rule 7). */
        if (!floats_band(f, top, height, &from, &to) || (width <= to - from)) {
            *x = to_right ? unit_sub(to, width) : from;
            break;
        }
        next = floats_next(f, top, height);
        if (next <= top) {
            *x = to_right ? unit_sub(to, width) : from;
            break;
        }
        top = next;
    }
    *y = top;
    add(f, a, to_right,
        (struct float_box){*x, top, unit_add(*x, unit_max(width, 0)),
                           unit_add(top, unit_max(height, 0))});
}

unit_t
floats_clear(const struct flow *f, enum clear clear)
{
    unit_t bottom = -UNIT_LIMIT;

    if (f == NULL || !f->any)
        return bottom;
    for (int side = 0; side < 2; side++) {
        const struct float_side *s = &f->sides[side];

        if (s->count > 0 && (clear == CLEAR_BOTH ||
                             clear == (side == 0 ? CLEAR_LEFT : CLEAR_RIGHT)))
            bottom = unit_max(bottom, s->bottom);
    }
    return bottom;
}
