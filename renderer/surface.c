/*
 * surface.c - a surface's tiles: painting, frames, commits.
 *
 * Process: renderer.  The browser's word is taken.
 */
#include "surface.h"
#include "document_form.h"
#include "child.h"
#include "log.h"
#include "tiles.h"

#include <stdlib.h>
#include <unistd.h>

enum {
    SLICE = 8,         /* ms of painting at a time */
    SCROLL_WAIT = 500, /* ms for the browser to follow a scroll_to */
    KEEP_VIEWS = 4     /* tiles farther away than that are dropped */
};

enum slot_state {
    SLOT_FREE,
    SLOT_SHOWN, /* this tile's pixels, in the last commit or the next one */
    SLOT_OLD    /* replaced by the frame; free when that is done */
};

struct slot {
    enum slot_state state;
    uint32_t column, row;
    uint32_t document;
    unsigned version; /* the document's paint_version when it was painted */
    uint32_t frame;   /* SLOT_OLD: the frame that replaced it */
    bool uncommitted; /* SLOT_SHOWN: of the next frame */
};

/* Tiles of a rectangle: [column, right) x [row, bottom). */
struct area {
    uint32_t column, row, right, bottom;
};

struct surface {
    uint32_t id;
    struct tiles tiles;
    struct slot *slots;
    struct document *document;
    struct msg_view view;
    bool has_view;
    bool has_keyboard;
    bool down;            /* the last scrolling went down */
    uint32_t frame, done; /* last committed, last presented */
    bool pending;         /* tile messages without a commit */
    int64_t scroll_until; /* ms: a view is expected before; 0: none is */

    /* what the last commit said */
    uint32_t committed_document;
    unsigned committed_version;
    int committed_width, committed_height;
    bool committed_complete;
    struct surface *next;
};

static struct surface *first;

static struct surface *
find(uint32_t id)
{
    struct surface *s = first;

    while (s != NULL && s->id != id)
        s = s->next;
    return s;
}

void
surface_create(const struct msg_surface_create *m)
{
    int fd = child_take_descriptor();
    struct surface *s = calloc(1, sizeof *s);

    if (s == NULL)
        fatal_memory("out of memory");
    if (find(m->surface) != NULL || !tiles_map(&s->tiles, fd, m->slots, true)) {
        log_error("surface %u cannot be made", m->surface);
        free(s);
    } else {
        s->id = m->surface;
        s->slots = calloc(m->slots, sizeof *s->slots);
        if (s->slots == NULL)
            fatal_memory("out of memory");
        s->next = first;
        first = s;
    }
    close(fd);
}

void
surface_destroy(uint32_t id)
{
    for (struct surface **at = &first; *at != NULL; at = &(*at)->next)
        if ((*at)->id == id) {
            struct surface *s = *at;

            *at = s->next;
            document_destroy(s->document);
            tiles_unmap(&s->tiles);
            free(s->slots);
            free(s);
            return;
        }
}

struct document *
surface_current(uint32_t id)
{
    struct surface *s = find(id);

    return s != NULL ? s->document : NULL;
}

struct document *
surface_document(uint32_t id, uint32_t number)
{
    struct document *d = surface_current(id);

    return d != NULL && d->number == number ? d : NULL;
}

void
surface_begin_document(const struct msg_document_begin *m)
{
    struct surface *s = find(m->surface);

    if (s == NULL)
        return;
    document_destroy(s->document);
    s->document = document_create(m);
    document_form_keyboard(s->document, s->has_keyboard);
    if (s->has_view)
        document_set_view(s->document, &s->view);
}

void
surface_set_view(const struct msg_view *m)
{
    struct surface *s = find(m->surface);

    if (s == NULL)
        return;
    if (s->has_view && m->scroll_y != s->view.scroll_y)
        s->down = m->scroll_y > s->view.scroll_y;
    else if (!s->has_view)
        s->down = true;
    s->scroll_until = 0;
    s->view = *m;
    s->has_view = m->width > 0 && m->height > 0;
    if (s->document != NULL && s->has_view)
        document_set_view(s->document, m);
}

void
surface_set_keyboard(uint32_t id, bool has)
{
    struct surface *s = find(id);

    if (s == NULL)
        return;
    s->has_keyboard = has;
    if (s->document != NULL)
        document_form_keyboard(s->document, has);
}

void
surface_frame_done(const struct msg_frame_done *m)
{
    struct surface *s = find(m->surface);

    if (s == NULL || m->frame > s->frame)
        return;
    s->done = m->frame;
    for (uint32_t i = 0; i < s->tiles.slots; i++)
        if (s->slots[i].state == SLOT_OLD && s->slots[i].frame <= m->frame)
            s->slots[i].state = SLOT_FREE;
}

/* ---- areas ---------------------------------------------------------------*/

/* The tiles of a rectangle of the page, cut at the page's edges. */
static struct area
area_of(const struct surface *s, int x, int y, int width, int height)
{
    struct rect r = {x, y, width, height}, page = {0, 0, 0, 0};

    document_size(s->document, &page.width, &page.height);
    r = rect_intersect(r, page);
    return (struct area){(uint32_t)r.x / TILE_SIZE, (uint32_t)r.y / TILE_SIZE,
                         (uint32_t)(r.x + r.width + TILE_SIZE - 1) / TILE_SIZE,
                         (uint32_t)(r.y + r.height + TILE_SIZE - 1) /
                             TILE_SIZE};
}

static struct area
visible_area(const struct surface *s)
{
    return area_of(s, (int)s->view.scroll_x, (int)s->view.scroll_y,
                   (int)s->view.width, (int)s->view.height);
}

/* One view further in the direction of scrolling, and half of one back. */
static struct area
ahead_area(const struct surface *s)
{
    int h = (int)s->view.height, y = (int)s->view.scroll_y;

    return area_of(s, (int)s->view.scroll_x, s->down ? y - h / 2 : y - h,
                   (int)s->view.width, h * 5 / 2);
}

static bool
area_has(struct area a, uint32_t column, uint32_t row)
{
    return column >= a.column && column < a.right && row >= a.row &&
           row < a.bottom;
}

static uint32_t
area_count(struct area a)
{
    return a.right <= a.column || a.bottom <= a.row
               ? 0
               : (a.right - a.column) * (a.bottom - a.row);
}

/* ---- slots ---------------------------------------------------------------*/

static bool
is_current(const struct surface *s, const struct slot *t)
{
    return t->state == SLOT_SHOWN && t->document == s->document->number &&
           t->version == s->document->paint_version;
}

static struct slot *
slot_of(struct surface *s, uint32_t column, uint32_t row)
{
    for (uint32_t i = 0; i < s->tiles.slots; i++) {
        struct slot *t = &s->slots[i];

        if (t->state == SLOT_SHOWN && t->column == column && t->row == row)
            return t;
    }
    return NULL;
}

static struct slot *
free_slot(struct surface *s)
{
    for (uint32_t i = 0; i < s->tiles.slots; i++)
        if (s->slots[i].state == SLOT_FREE)
            return &s->slots[i];
    return NULL;
}

static uint32_t
count_slots(const struct surface *s, enum slot_state state)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < s->tiles.slots; i++)
        count += s->slots[i].state == state;
    return count;
}

/* The slot leaves the picture with the next frame.  What was never committed
 * is free at once: the gpu has not seen it. */
static void
retire(struct surface *s, struct slot *t)
{
    t->state = t->uncommitted ? SLOT_FREE : SLOT_OLD;
    t->uncommitted = false;
    t->frame = s->frame + 1;
}

static void
drop_tile(struct surface *s, struct slot *t)
{
    send_tile_gone(child_browser(),
                   &(struct msg_tile_gone){s->id, t->column, t->row});
    retire(s, t);
    s->pending = true;
}

/* Drops the tile that is farthest from the view, if it is outside of keep. */
static bool
drop_farthest(struct surface *s, struct area keep)
{
    struct slot *worst = NULL;
    uint32_t most = 0;

    for (uint32_t i = 0; i < s->tiles.slots; i++) {
        struct slot *t = &s->slots[i];
        uint32_t middle = (s->view.scroll_y + s->view.height / 2) / TILE_SIZE;
        uint32_t away;

        if (t->state != SLOT_SHOWN || area_has(keep, t->column, t->row))
            continue;
        away = 1 + (t->row > middle ? t->row - middle : middle - t->row);
        if (away > most) {
            most = away;
            worst = t;
        }
    }
    if (worst != NULL)
        drop_tile(s, worst);
    return worst != NULL;
}

/* ---- painting ------------------------------------------------------------*/

/* What differs between two slots; empty if nothing. */
static struct rect
difference(const uint8_t *a, const uint8_t *b)
{
    int top = 0, bottom = TILE_SIZE, left = TILE_SIZE, right = 0;
    const uint32_t *p, *q;

    while (top < TILE_SIZE && memcmp(a + top * TILE_STRIDE,
                                     b + top * TILE_STRIDE, TILE_STRIDE) == 0)
        top++;
    if (top == TILE_SIZE)
        return (struct rect){0, 0, 0, 0};
    while (memcmp(a + (bottom - 1) * TILE_STRIDE,
                  b + (bottom - 1) * TILE_STRIDE, TILE_STRIDE) == 0)
        bottom--;
    for (int y = top; y < bottom; y++) {
        p = (const uint32_t *)(const void *)(a + y * TILE_STRIDE);
        q = (const uint32_t *)(const void *)(b + y * TILE_STRIDE);
        for (int x = 0; x < left; x++)
            if (p[x] != q[x])
                left = x;
        for (int x = TILE_SIZE - 1; x >= right; x--)
            if (p[x] != q[x])
                right = x + 1;
    }
    return (struct rect){left, top, right - left, bottom - top};
}

static uint8_t *
pixels_of(const struct surface *s, const struct slot *t)
{
    return tiles_slot(&s->tiles, (uint32_t)(t - s->slots));
}

/* The tiles of what the document wants painted anew are no longer current. */
static void
take_damage(struct surface *s)
{
    struct document *d = s->document;

    for (uint32_t i = 0; !rect_is_empty(d->damage) && i < s->tiles.slots; i++) {
        struct slot *t = &s->slots[i];
        struct rect tile = {(int)t->column * TILE_SIZE, (int)t->row * TILE_SIZE,
                            TILE_SIZE, TILE_SIZE};

        if (is_current(s, t) && !rect_is_empty(rect_intersect(tile, d->damage)))
            t->version--;
    }
    d->damage = (struct rect){0, 0, 0, 0};
}

/* Paints one tile into a free slot and announces it; false: no slot. */
static bool
paint_tile(struct surface *s, uint32_t column, uint32_t row)
{
    struct slot *old = slot_of(s, column, row), *t = free_slot(s);
    struct document *d = s->document;
    struct rect page = {(int)column * TILE_SIZE, (int)row * TILE_SIZE,
                        TILE_SIZE, TILE_SIZE};
    struct rect damage = {0, 0, TILE_SIZE, TILE_SIZE};
    struct paint_context c;

    if (t == NULL)
        return false;
    document_paint_context(d, &c);
    paint_rect(&c, page, pixels_of(s, t), TILE_STRIDE);
    if (old != NULL) {
        damage = difference(pixels_of(s, old), pixels_of(s, t));
        if (rect_is_empty(damage)) {
            /* The old slot's pixels are right as they are. */
            old->document = d->number;
            old->version = d->paint_version;
            return true;
        }
        if (old->uncommitted) /* its damage was told, but not shown */
            damage = (struct rect){0, 0, TILE_SIZE, TILE_SIZE};
        retire(s, old);
    }
    *t = (struct slot){SLOT_SHOWN,       column, row, d->number,
                       d->paint_version, 0,      true};
    send_tile(child_browser(),
              &(struct msg_tile){s->id, column, row, (uint32_t)(t - s->slots),
                                 (uint32_t)damage.x, (uint32_t)damage.y,
                                 (uint32_t)damage.width,
                                 (uint32_t)damage.height});
    s->pending = true;
    return true;
}

/* Paints the tiles of an area that are missing or old, until a time.  True
 * when all are current. */
static bool
paint_area(struct surface *s, struct area a, struct area keep, int64_t until)
{
    for (uint32_t row = a.row; row < a.bottom; row++)
        for (uint32_t column = a.column; column < a.right; column++) {
            struct slot *t = slot_of(s, column, row);

            if (t != NULL && is_current(s, t))
                continue;
            if (document_now() >= until)
                return false;
            if (!paint_tile(s, column, row)) {
                drop_farthest(s, keep);
                if (!paint_tile(s, column, row))
                    return false; /* until a frame is done */
            }
        }
    return true;
}

/* ---- frames --------------------------------------------------------------*/

/* Tiles of an earlier document, and those outside the page, must not be seen
 * with this frame. */
static void
drop_strangers(struct surface *s, int width, int height)
{
    uint32_t right = (uint32_t)(width + TILE_SIZE - 1) / TILE_SIZE;
    uint32_t bottom = (uint32_t)(height + TILE_SIZE - 1) / TILE_SIZE;

    for (uint32_t i = 0; i < s->tiles.slots; i++) {
        struct slot *t = &s->slots[i];

        if (t->state == SLOT_SHOWN && (t->document != s->document->number ||
                                       t->column >= right || t->row >= bottom))
            drop_tile(s, t);
    }
}

/* Asks the browser to scroll to a fragment, now that it knows the size. */
static void
ask_scroll(struct surface *s, int height)
{
    struct document *d = s->document;
    int most = height - (int)s->view.height, y = d->scroll_to.y;

    if (!d->wants_scroll)
        return;
    d->wants_scroll = false;
    d->asked_y = y < most ? y : most > 0 ? most : 0;
    d->asked_from = (int)s->view.scroll_y;
    if (d->asked_y == d->asked_from)
        return;
    s->scroll_until = document_now() + SCROLL_WAIT;
    send_scroll_to(child_browser(),
                   &(struct msg_scroll_to){s->id, d->number, s->view.scroll_x,
                                           (uint32_t)y});
}

/* Nothing of this page will change without a message, and the view is where
 * its fragment asks for. */
static bool
is_complete(const struct surface *s)
{
    return document_is_settled(s->document) && !s->document->wants_scroll &&
           document_now() >= s->scroll_until;
}

/* Everything visible is painted: makes it a frame, if anything is new. */
static void
commit(struct surface *s)
{
    struct document *d = s->document;
    int width, height;
    bool complete = is_complete(s);
    bool changed;

    document_size(d, &width, &height);
    changed = s->committed_document != d->number ||
              s->committed_width != width || s->committed_height != height ||
              s->committed_version != d->layout_version ||
              s->committed_complete != complete || s->frame == 0;
    if (!s->pending && !changed)
        return;
    drop_strangers(s, width, height);
    document_place_embeds(d);
    s->committed_document = d->number;
    s->committed_width = width;
    s->committed_height = height;
    s->committed_version = d->layout_version;
    s->committed_complete = complete;
    for (uint32_t i = 0; i < s->tiles.slots; i++)
        s->slots[i].uncommitted = false;
    s->pending = false;
    s->frame++;
    send_commit(child_browser(),
                &(struct msg_commit){s->id, d->number, s->frame,
                                     (uint32_t)width, (uint32_t)height,
                                     paint_canvas_color(d->layout), complete});
    ask_scroll(s, height);
}

static void
drop_far(struct surface *s)
{
    int h = (int)s->view.height * KEEP_VIEWS;
    struct area keep = area_of(s, 0, (int)s->view.scroll_y - h, MAX_CONTENT,
                               2 * h + (int)s->view.height);

    while (drop_farthest(s, keep))
        continue;
}

/* Paints ahead of scrolling, as far as slots and time go; keeps as many slots
 * free as the visible part has tiles, so that it can always be painted anew. */
static int
paint_ahead(struct surface *s, struct area visible, int64_t until)
{
    struct area ahead = ahead_area(s);
    uint32_t need = area_count(visible);

    drop_far(s);
    for (uint32_t row = ahead.row; row < ahead.bottom; row++)
        for (uint32_t column = ahead.column; column < ahead.right; column++) {
            struct slot *t = slot_of(s, column, row);

            if (t != NULL && is_current(s, t))
                continue;
            if (count_slots(s, SLOT_FREE) <= need + 1) {
                if (count_slots(s, SLOT_OLD) > 0 || !drop_farthest(s, ahead))
                    return -1; /* until a frame is done, or for good */
                continue;
            }
            if (document_now() >= until)
                return 0;
            paint_tile(s, column, row);
        }
    return -1;
}

static int
earlier(int a, int b)
{
    return a < 0 ? b : b < 0 || a < b ? a : b;
}

static int
work(struct surface *s)
{
    struct document *d = s->document;
    int64_t until = document_now() + SLICE;
    struct area visible;
    int wait;

    if (d == NULL || !s->has_view)
        return -1;
    wait = document_work(d);
    if (wait == 0 || d->layout == NULL || !s->view.visible ||
        s->frame - s->done >= MAX_FRAMES_IN_FLIGHT)
        return wait;
    wait = earlier(wait, document_animate(d));
    take_damage(s);
    visible = visible_area(s);
    if (!paint_area(s, visible, visible, until)) {
        if (count_slots(s, SLOT_FREE) > 0)
            return 0;
        /* Too few slots to paint the view anew beside the old one: the
         * frame shows a part of it. */
        if (s->frame == s->done)
            commit(s);
        return wait;
    }
    commit(s);
    if (s->frame - s->done >= MAX_FRAMES_IN_FLIGHT)
        return wait;
    if (document_is_settled(d)) {
        wait = earlier(wait, paint_ahead(s, visible, until));
        if (s->pending && wait != 0)
            commit(s);
    }
    if (s->scroll_until > document_now())
        wait = earlier(wait, (int)(s->scroll_until - document_now()));
    return wait;
}

int
surfaces_work(void)
{
    int wait = -1;

    for (struct surface *s = first; s != NULL; s = s->next)
        wait = earlier(wait, work(s));
    return wait;
}
