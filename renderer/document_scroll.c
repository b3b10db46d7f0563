/*
 * document_scroll.c - boxes in the page that scroll: by the wheel, by their
 * bars, by keys.
 *
 * Process: renderer.  Distrusts: the page.
 *
 * The page itself is scrolled by the browser, which needs nobody for it.  The
 * wheel comes here only over a box that scrolls; where that is as far as it
 * goes, the page is asked to go on.  The bars show while the pointer is over
 * their box, and lie over its contents.
 */
#include "document_scroll.h"

#include "child.h"
#include "document_form.h"
#include "input.h"
#include "text/units.h"

enum { BAR = 8, GRIP = 12, LEAST_THUMB = 24, LINE_STEP = 40 }; /* px */

static struct rect
rect_of(const struct box *b)
{
    return (struct rect){b->x / UNIT, b->y / UNIT, b->width / UNIT + 2,
                         b->height / UNIT + 2};
}

/* The innermost box around a node that scrolls, or NULL. */
static struct box *
scroller_of(struct node *n)
{
    struct scroll_range r;

    for (; n != NULL; n = n->parent)
        if (n->box != NULL && n->box->node == n &&
            layout_scroll_range(n->box, &r))
            return n->box;
    return NULL;
}

static struct box *
box_of(const struct node *n)
{
    struct scroll_range r;

    return n != NULL && n->box != NULL && layout_scroll_range(n->box, &r)
               ? n->box
               : NULL;
}

/* ---- bars ---------------------------------------------------------------- */

/* A bar's thumb, from its box's edges; false if that axis does not scroll. */
static bool
find_thumb(struct box *b, bool vertical, struct rect *thumb, int *room)
{
    unit_t x, y, left = b->border[SIDE_LEFT], top = b->border[SIDE_TOP];
    int width = (b->width - left - b->border[SIDE_RIGHT]) / UNIT;
    int height = (b->height - top - b->border[SIDE_BOTTOM]) / UNIT;
    struct scroll_range r;
    int64_t hidden, at, whole = vertical ? height : width, length;

    if (!layout_scroll_range(b, &r))
        return false;
    layout_scroll_position(b, &x, &y);
    hidden = vertical ? r.bottom : (int64_t)r.right - r.left;
    at = vertical ? y : (int64_t)x - r.left;
    if (hidden <= 0 || whole <= LEAST_THUMB)
        return false;
    length = whole * whole / (whole + hidden / UNIT);
    if (length < LEAST_THUMB)
        length = LEAST_THUMB;
    *room = (int)(whole - length);
    at = at * *room / hidden;
    *thumb = vertical
                 ? (struct rect){width - BAR, (int)at, BAR - 2, (int)length}
                 : (struct rect){(int)at, height - BAR, (int)length, BAR - 2};
    thumb->x += (b->x + left) / UNIT;
    thumb->y += (b->y + top) / UNIT;
    return true;
}

unsigned
document_scroll_bars(const struct document *d, struct rect bars[2])
{
    struct box *b = box_of(d->scroll.hovered);
    unsigned count = 0;
    int room;

    for (int vertical = 0; b != NULL && vertical < 2; vertical++)
        if (find_thumb(b, vertical != 0, &bars[count], &room))
            count++;
    return count;
}

/* ---- scrolling ----------------------------------------------------------- */

static bool
scroll_to(struct document *d, struct box *b, int64_t x, int64_t y)
{
    if (!layout_scroll_to(d->layout, b, unit_clamp(x), unit_clamp(y)))
        return false;
    d->damage = rect_union(d->damage, rect_of(b));
    layout_set_view(d->layout, unit_clamp((int64_t)d->scroll_x * UNIT),
                    unit_clamp((int64_t)d->scroll_y * UNIT));
    document_renew_list(d);
    return true;
}

static bool
scroll_by(struct document *d, struct box *b, int dx, int dy)
{
    unit_t x, y;

    layout_scroll_position(b, &x, &y);
    return scroll_to(d, b, x + (int64_t)dx * UNIT, y + (int64_t)dy * UNIT);
}

/* A box that is as far as it goes moves the one around it, and at last the
 * page. */
static void
scroll_chain(struct document *d, struct box *b, int dx, int dy)
{
    int x = d->scroll_x + dx, y = d->scroll_y + dy;

    for (; b != NULL; b = scroller_of(b->node->parent))
        if (scroll_by(d, b, dx, dy))
            return;
    document_send_scroll(d, x > 0 ? x : 0, y > 0 ? y : 0);
}

void
document_scroll_wheel(struct document *d, const struct msg_wheel *m)
{
    struct node *n;

    if (d->layout == NULL || d->printing != NULL)
        return;
    n = layout_hit(d->layout, m->x * UNIT, m->y * UNIT);
    scroll_chain(d, scroller_of(n), m->dx, m->dy);
}

/* ---- the pointer --------------------------------------------------------- */

void
document_scroll_hover(struct document *d, struct node *n)
{
    struct box *b = scroller_of(n), *old = box_of(d->scroll.hovered);
    bool wants = b != NULL;

    if (wants != d->scroll.told)
        send_scrollable(child_browser(),
                        &(struct msg_scrollable){d->surface, d->number, wants});
    d->scroll.told = wants;
    if (b == old)
        return;
    if (old != NULL)
        d->damage = rect_union(d->damage, rect_of(old));
    if (b != NULL)
        d->damage = rect_union(d->damage, rect_of(b));
    d->scroll.hovered = b != NULL ? b->node : NULL;
    d->paint_version++;
}

/* Moves a thumb so that the pointer keeps its place on it. */
static void
drag(struct document *d, const struct msg_pointer *m)
{
    struct box *b = box_of(d->scroll.dragged);
    bool vertical = d->scroll.vertical;
    struct scroll_range r;
    struct rect thumb;
    unit_t x, y;
    int room, by;

    if (b == NULL || !find_thumb(b, vertical, &thumb, &room) || room <= 0 ||
        !layout_scroll_range(b, &r))
        return;
    layout_scroll_position(b, &x, &y);
    by = (vertical ? m->y - thumb.y : m->x - thumb.x) - d->scroll.offset;
    if (vertical)
        scroll_to(d, b, x, y + (int64_t)by * r.bottom / room);
    else
        scroll_to(d, b, x + (int64_t)by * ((int64_t)r.right - r.left) / room,
                  y);
}

/* A press on a thumb drags it, beside it on the track turns a page. */
static bool
press(struct document *d, struct box *b, const struct msg_pointer *m)
{
    int right = (b->x + b->width - b->border[SIDE_RIGHT]) / UNIT;
    int bottom = (b->y + b->height - b->border[SIDE_BOTTOM]) / UNIT;
    struct rect thumb;
    int room, at, page;

    for (int vertical = 1; vertical >= 0; vertical--) {
        if (!find_thumb(b, vertical != 0, &thumb, &room) ||
            (vertical ? m->x < right - GRIP || m->x >= right
                      : m->y < bottom - GRIP || m->y >= bottom))
            continue;
        at = vertical ? m->y - thumb.y : m->x - thumb.x;
        page = (vertical ? b->height : b->width) / UNIT;
        if (at < 0 || at >= (vertical ? thumb.height : thumb.width)) {
            page = at < 0 ? -page : page;
            scroll_by(d, b, vertical ? 0 : page, vertical ? page : 0);
            return true;
        }
        d->scroll.dragged = b->node;
        d->scroll.vertical = vertical != 0;
        d->scroll.offset = at;
        return true;
    }
    return false;
}

bool
document_scroll_pointer(struct document *d, struct node *n,
                        const struct msg_pointer *m)
{
    struct box *b;

    if (d->scroll.dragged != NULL) {
        drag(d, m);
        if (m->action == POINTER_UP || m->action == POINTER_LEAVE)
            d->scroll.dragged = NULL;
        return true;
    }
    if (m->action != POINTER_DOWN || m->button != BUTTON_LEFT)
        return false;
    b = scroller_of(n);
    d->scroll.keys = b != NULL ? b->node : NULL;
    document_form_tell(d);
    return b != NULL && press(d, b, m);
}

/* ---- keys ---------------------------------------------------------------- */

bool
document_scroll_has_keys(const struct document *d)
{
    return d->layout != NULL && box_of(d->scroll.keys) != NULL;
}

bool
document_scroll_key(struct document *d, const struct msg_key *m)
{
    struct box *b = d->layout != NULL ? box_of(d->scroll.keys) : NULL;
    int page, dx = 0, dy = 0;

    if (b == NULL || !m->down)
        return false;
    page = b->height / UNIT - LINE_STEP;
    page = page > LINE_STEP ? page : LINE_STEP;
    switch (m->code) {
    case KEY_UP:
        dy = -LINE_STEP;
        break;
    case KEY_DOWN:
        dy = LINE_STEP;
        break;
    case KEY_LEFT:
        dx = -LINE_STEP;
        break;
    case KEY_RIGHT:
        dx = LINE_STEP;
        break;
    case KEY_PAGE_UP:
        dy = -page;
        break;
    case KEY_PAGE_DOWN:
        dy = page;
        break;
    case KEY_SPACE:
        dy = (m->modifiers & MODIFIER_SHIFT) != 0 ? -page : page;
        break;
    case KEY_HOME:
        dy = -MAX_CONTENT;
        break;
    case KEY_END:
        dy = MAX_CONTENT;
        break;
    default:
        return false;
    }
    if (m->code == KEY_HOME || m->code == KEY_END)
        scroll_by(d, b, 0, dy);
    else
        scroll_chain(d, b, dx, dy);
    return true;
}

void
document_scroll_forget(struct document *d)
{
    d->scroll.hovered = d->scroll.dragged = d->scroll.keys = NULL;
}
