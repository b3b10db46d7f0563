/*
 * tooltip.c - when a page's words about the thing under the pointer are shown.
 *
 * Process: browser.  Distrusts: the page, which may change its words at any
 * time.
 */
#include "tooltip.h"

enum {
    BELOW = 20, /* pixels: the pointer's picture stays in sight */
    ABOVE = 6,
    EDGE = 4 /* to the area's edges, if it fits in */
};

static bool
is_same(const struct tooltip_spot *a, const struct tooltip_spot *b)
{
    return a->surface == b->surface && a->document == b->document &&
           a->scroll_x == b->scroll_x && a->scroll_y == b->scroll_y &&
           a->area.x == b->area.x && a->area.y == b->area.y &&
           a->area.width == b->area.width && a->area.height == b->area.height;
}

static void
on_rest(void *data)
{
    struct tooltip *t = data;

    t->timer = NULL;
    t->phase = TOOLTIP_RESTED;
    t->redraw();
}

/* AWAY and WAITS: there is no bubble any more. */
static void
enter(struct tooltip *t, int phase)
{
    loop_cancel(t->timer);
    t->timer = NULL;
    t->phase = phase;
    if (t->text.size > 0)
        t->redraw();
    buf_finish(&t->text);
    if (phase == TOOLTIP_WAITS)
        t->timer = loop_after(t->loop, TOOLTIP_REST, on_rest, t);
}

void
tooltip_init(struct tooltip *t, struct loop *l, void (*redraw)(void))
{
    *t = (struct tooltip){
        .loop = l, .redraw = redraw, .phase = TOOLTIP_AWAY, .x = -1, .y = -1};
}

void
tooltip_finish(struct tooltip *t)
{
    loop_cancel(t->timer);
    t->timer = NULL;
    t->phase = TOOLTIP_AWAY;
    buf_finish(&t->text);
}

void
tooltip_point(struct tooltip *t, int x, int y, const struct tooltip_spot *spot)
{
    bool same = is_same(spot, &t->spot);

    /* A window that changes below the pointer makes X report it again. */
    if (same && x == t->x && y == t->y)
        return;
    t->x = x;
    t->y = y;
    t->spot = *spot;
    if (spot->surface == 0)
        enter(t, TOOLTIP_AWAY);
    else if (!same || t->text.size == 0)
        enter(t, TOOLTIP_WAITS);
}

void
tooltip_drop(struct tooltip *t)
{
    enter(t, TOOLTIP_AWAY);
}

void
tooltip_changed(struct tooltip *t)
{
    if (t->phase != TOOLTIP_AWAY)
        enter(t, TOOLTIP_WAITS);
}

bool
tooltip_look(struct tooltip *t, const struct tooltip_spot *spot,
             const char *words)
{
    if (t->phase != TOOLTIP_AWAY && !is_same(spot, &t->spot))
        enter(t, TOOLTIP_AWAY);
    if (t->phase == TOOLTIP_RESTED && t->text.size == 0 && words != NULL &&
        words[0] != 0) {
        buf_add_text(&t->text, words);
        t->serial++;
    }
    return t->text.size > 0;
}

static int
bound(int at, int size, int start, int room)
{
    int edge = size + 2 * EDGE <= room ? EDGE : 0;

    if (at > start + room - edge - size)
        at = start + room - edge - size;
    return at < start + edge ? start + edge : at;
}

struct rect
tooltip_place(const struct tooltip *t, struct rect area, int width, int height)
{
    int y = t->y + BELOW;

    if (y + height > area.y + area.height - EDGE &&
        t->y - ABOVE - height >= area.y)
        y = t->y - ABOVE - height;
    return (struct rect){
        bound(t->x, width, area.x, area.width),
        bound(y, height, area.y, area.height),
        width < area.width ? width : area.width,
        height < area.height ? height : area.height,
    };
}
