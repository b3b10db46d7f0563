/*
 * instance.c - one embed: a plugin's instance, its picture, and the tiles that
 * show it.
 *
 * Process: plugin.  Distrusts: the plugin's words, not its memory.
 */
#include "instance.h"
#include "log.h"
#include "rect.h"
#include "slots.h"
#include "utf8.h"

#include <stdlib.h>
#include <time.h>

/* Where HTML says nothing, an embed has this size. */
enum { DEFAULT_WIDTH = 300, DEFAULT_HEIGHT = 150 };

#define NEVER INT64_MAX

struct tile {
    int slot;           /* what shows it, or NO_SLOT */
    struct rect damage; /* in the tile: not in that slot yet */
};

/* What a plugin has that was compiled with the interface's first form. */
enum { FIRST_SIZE = offsetof(struct bulkhead_plugin, wheel) };

struct instance {
    struct instance *next;
    struct instances *all;
    uint32_t surface;
    void *plugin; /* its own pointer; NULL before begin or if it refused */
    bool begun;

    int width, height; /* 0: no view yet */
    bool visible;
    uint32_t *pixels; /* width * height */
    struct tile *tiles;
    int columns, rows;

    struct tiles arena;
    struct slots slots;
    uint32_t committed, presented; /* frames; equal: none is in flight */
    int64_t due;                   /* ms; NEVER: no frame is wanted */
    int from;     /* tile to begin the next frame with: slots may run out */
    bool starved; /* slots ran out: wait until some are given back */
};

static int64_t
now_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ---- what the plugin may call ------------------------------------------- */

static void
host_log(void *instance, const char *text)
{
    (void)instance;
    log_warn("%.800s", text);
}

static void
host_request_frame(void *instance, uint32_t after_ms)
{
    struct instance *i = instance;
    int64_t due = now_ms() + after_ms;

    if (due < i->due)
        i->due = due;
}

static void
host_set_cursor(void *instance, int32_t cursor)
{
    struct instance *i = instance;
    struct msg_cursor m = {i->surface, (uint32_t)cursor};

    if (cursor >= 0 && cursor < CURSOR)
        send_cursor(i->all->browser, &m);
}

static uint64_t
host_now_ms(void *instance)
{
    (void)instance;
    return (uint64_t)now_ms();
}

static void
host_post(void *instance, const char *text)
{
    struct instance *i = instance;
    struct msg_plugin_post m = {i->surface, span_of(text)};

    if (m.text.size <= MAX_POST_TEXT && utf8_is_text(m.text))
        send_plugin_post(i->all->browser, &m);
    else
        log_warn("the plugin has posted what is no text of %d bytes",
                 MAX_POST_TEXT);
}

static const struct bulkhead_host host = {
    sizeof host,     host_log,    host_request_frame,
    host_set_cursor, host_now_ms, host_post,
};

_Static_assert((int)BULKHEAD_CURSOR_CROSSHAIR == (int)CURSOR_CROSSHAIR &&
                   (int)BULKHEAD_POINTER_LEAVE == (int)POINTER_LEAVE &&
                   (int)BULKHEAD_BUTTON_RIGHT == (int)BUTTON_RIGHT,
               "the plugin's lists are the wire's");

/* ---- creation ------------------------------------------------------------ */

bool
instances_init(struct instances *all, const struct bulkhead_plugin *plugin)
{
    if (plugin == NULL || plugin->abi != BULKHEAD_PLUGIN_ABI ||
        plugin->size < FIRST_SIZE) {
        log_error("the plugin is made for another interface");
        return false;
    }
    if (plugin->create == NULL || plugin->destroy == NULL ||
        plugin->paint == NULL) {
        log_error("the plugin lacks create, destroy or paint");
        return false;
    }
    *all = (struct instances){.plugin = plugin};
    return true;
}

struct instance *
instance_find(struct instances *all, uint32_t surface)
{
    struct instance *i = all->first;

    while (i != NULL && i->surface != surface)
        i = i->next;
    return i;
}

void
instance_create(struct instances *all, uint32_t surface, struct tiles arena)
{
    struct instance *old = instance_find(all, surface);
    struct instance *i = calloc(1, sizeof *i);

    if (i == NULL)
        fatal_memory("out of memory for an instance");
    if (old != NULL)
        instance_destroy(all, old);
    i->all = all;
    i->surface = surface;
    i->arena = arena;
    i->due = NEVER;
    slots_init(&i->slots, arena.slots);
    i->next = all->first;
    all->first = i;
}

void
instance_destroy(struct instances *all, struct instance *i)
{
    struct instance **link = &all->first;

    while (*link != i)
        link = &(*link)->next;
    *link = i->next;
    if (i->plugin != NULL)
        all->plugin->destroy(i->plugin);
    tiles_unmap(&i->arena);
    free(i->pixels);
    free(i->tiles);
    free(i);
}

static char *
copy_text(struct span s)
{
    char *copy = malloc(s.size + 1);

    if (copy == NULL)
        fatal_memory("out of memory for a text");
    if (s.size > 0)
        memcpy(copy, s.data, s.size);
    copy[s.size] = 0;
    return copy;
}

void
instance_begin(struct instance *i, struct span mime, struct span url,
               struct span params)
{
    char *texts[] = {copy_text(mime), copy_text(url), copy_text(params)};
    struct bulkhead_begin begin = {
        .size = sizeof begin,
        .mime = texts[0],
        .url = texts[1],
        .params = texts[2],
        .width = i->width > 0 ? i->width : DEFAULT_WIDTH,
        .height = i->height > 0 ? i->height : DEFAULT_HEIGHT,
    };

    if (!i->begun) {
        i->begun = true;
        i->plugin = i->all->plugin->create(&host, i, &begin);
        if (i->plugin == NULL)
            log_warn("the plugin refuses surface %u", i->surface);
        host_request_frame(i, 0);
    }
    for (size_t t = 0; t < sizeof texts / sizeof *texts; t++)
        free(texts[t]);
}

/* ---- size ---------------------------------------------------------------- */

/* Takes all tiles of the old size off the screen with the next commit. */
static void
drop_tiles(struct instance *i)
{
    for (int t = 0; t < i->columns * i->rows; t++) {
        struct msg_tile_gone gone = {i->surface, (uint32_t)(t % i->columns),
                                     (uint32_t)(t / i->columns)};

        if (i->tiles[t].slot == NO_SLOT)
            continue;
        slots_leave(&i->slots, i->tiles[t].slot, i->committed + 1);
        send_tile_gone(i->all->browser, &gone);
    }
    free(i->tiles);
    free(i->pixels);
    i->tiles = NULL;
    i->pixels = NULL;
    i->columns = i->rows = i->width = i->height = i->from = 0;
}

static void
set_size(struct instance *i, int width, int height)
{
    drop_tiles(i);
    if (width == 0 || height == 0)
        return;
    i->columns = (width + TILE_SIZE - 1) / TILE_SIZE;
    i->rows = (height + TILE_SIZE - 1) / TILE_SIZE;
    i->pixels = calloc((size_t)width * (size_t)height, sizeof *i->pixels);
    i->tiles = calloc((size_t)i->columns * (size_t)i->rows, sizeof *i->tiles);
    if (i->pixels == NULL || i->tiles == NULL) {
        log_error("no memory for a picture of %d x %d", width, height);
        i->columns = i->rows = 0;
        drop_tiles(i);
        return;
    }
    if ((uint32_t)(i->columns * i->rows) > i->slots.count)
        log_warn("%d x %d pixels need more than %u slots", width, height,
                 i->slots.count);
    for (int t = 0; t < i->columns * i->rows; t++)
        i->tiles[t].slot = NO_SLOT;
    i->width = width;
    i->height = height;
    i->starved = false;
    if (i->plugin != NULL && i->all->plugin->resize != NULL)
        i->all->plugin->resize(i->plugin, width, height);
    host_request_frame(i, 0);
}

void
instance_view(struct instance *i, uint32_t width, uint32_t height, bool visible)
{
    i->visible = visible;
    if ((int)width != i->width || (int)height != i->height)
        set_size(i, (int)width, (int)height);
}

/* ---- frames -------------------------------------------------------------- */

static void
damage_tiles(struct instance *i, struct rect damage)
{
    damage = rect_intersect(damage, (struct rect){0, 0, i->width, i->height});
    for (int t = 0; t < i->columns * i->rows; t++) {
        int x = t % i->columns * TILE_SIZE, y = t / i->columns * TILE_SIZE;
        struct rect r =
            rect_intersect(damage, (struct rect){x, y, TILE_SIZE, TILE_SIZE});

        if (rect_is_empty(r))
            continue;
        r.x -= x;
        r.y -= y;
        i->tiles[t].damage = rect_union(i->tiles[t].damage, r);
    }
}

/* The whole tile, since the slot held another one; zeros beyond the edge. */
static void
copy_tile(const struct instance *i, int t, uint8_t *to)
{
    int x = t % i->columns * TILE_SIZE, y = t / i->columns * TILE_SIZE;
    int width = i->width - x < TILE_SIZE ? i->width - x : TILE_SIZE;
    int height = i->height - y < TILE_SIZE ? i->height - y : TILE_SIZE;

    for (int row = 0; row < TILE_SIZE; row++, to += TILE_STRIDE) {
        size_t size = row < height ? (size_t)width * 4 : 0;

        if (size > 0)
            memcpy(to,
                   i->pixels + (size_t)(y + row) * (size_t)i->width + (size_t)x,
                   size);
        memset(to + size, 0, TILE_STRIDE - size);
    }
}

/* Sends what changed, as far as there are free slots; the rest waits for the
 * next frame. */
/* Puts a damaged tile into a free slot; false if there is none. */
static bool
send_damage(struct instance *i, int t, uint32_t frame)
{
    struct tile *tile = &i->tiles[t];
    struct rect d = tile->damage;
    struct msg_tile m = {.surface = i->surface,
                         .column = (uint32_t)(t % i->columns),
                         .row = (uint32_t)(t / i->columns)};
    int slot = slots_take(&i->slots);

    if (slot == NO_SLOT)
        return false;
    if (tile->slot == NO_SLOT)
        d = (struct rect){0, 0, TILE_SIZE, TILE_SIZE};
    copy_tile(i, t, tiles_slot(&i->arena, (uint32_t)slot));
    slots_leave(&i->slots, tile->slot, frame);
    tile->slot = slot;
    tile->damage = (struct rect){0, 0, 0, 0};
    m.slot = (uint32_t)slot;
    m.x = (uint32_t)d.x;
    m.y = (uint32_t)d.y;
    m.width = (uint32_t)d.width;
    m.height = (uint32_t)d.height;
    return send_tile(i->all->browser, &m);
}

/* Sends what changed, as far as there are free slots.  The rest waits for the
 * next frame, which begins with it. */
static void
commit_tiles(struct instance *i)
{
    struct msg_commit commit = {.surface = i->surface,
                                .frame = i->committed + 1,
                                .width = (uint32_t)i->width,
                                .height = (uint32_t)i->height,
                                .complete = true};
    int count = i->columns * i->rows;
    bool any = false;

    for (int n = 0; n < count && commit.complete; n++) {
        int t = (i->from + n) % count;

        if (rect_is_empty(i->tiles[t].damage))
            continue;
        if (send_damage(i, t, commit.frame)) {
            any = true;
        } else {
            commit.complete = false;
            i->from = t;
            i->starved = true;
            host_request_frame(i, 0);
        }
    }
    if (!any)
        return;
    i->committed++;
    send_commit(i->all->browser, &commit);
}

static bool
may_paint(const struct instance *i)
{
    return i->visible && i->width > 0 && i->due != NEVER && !i->starved &&
           i->committed - i->presented < MAX_FRAMES_IN_FLIGHT;
}

static void
make_frame(struct instance *i, int64_t now)
{
    const struct bulkhead_plugin *plugin = i->all->plugin;
    struct bulkhead_picture picture = {i->pixels, (size_t)i->width * 4,
                                       i->width, i->height};
    struct bulkhead_rect r = {0, 0, 0, 0};

    i->due = NEVER;
    if (i->plugin != NULL) {
        if (plugin->tick != NULL)
            plugin->tick(i->plugin, (uint64_t)now);
        plugin->paint(i->plugin, &picture, &r);
    }
    /* Its numbers are only a claim: sums of wild ones would overflow. */
    if (r.x >= 0 && r.y >= 0 && r.width > 0 && r.height > 0 &&
        r.x <= MAX_WINDOW && r.y <= MAX_WINDOW && r.width <= MAX_WINDOW &&
        r.height <= MAX_WINDOW)
        damage_tiles(i, (struct rect){r.x, r.y, r.width, r.height});
    commit_tiles(i);
}

int
instances_work(struct instances *all)
{
    int64_t now = now_ms(), next = NEVER;

    for (struct instance *i = all->first; i != NULL; i = i->next) {
        if (may_paint(i) && i->due <= now)
            make_frame(i, now);
        if (may_paint(i) && i->due < next)
            next = i->due;
    }
    if (next == NEVER)
        return -1;
    now = now_ms();
    if (next <= now)
        return 0;
    return next - now < INT32_MAX ? (int)(next - now) : INT32_MAX;
}

void
instance_frame_done(struct instance *i, uint32_t frame)
{
    uint32_t in_flight = i->committed - i->presented;

    if (frame - i->presented == 0 || frame - i->presented > in_flight)
        return;
    i->presented = frame;
    i->starved = false;
    slots_presented(&i->slots, frame);
}

/* ---- input and content --------------------------------------------------- */

void
instance_pointer(struct instance *i, const struct msg_pointer *m)
{
    struct bulkhead_pointer event = {
        .action = (int32_t)m->action,
        .button = (int32_t)m->button,
        .x = m->x,
        .y = m->y,
        .modifiers = m->modifiers,
        .clicks = m->clicks,
    };

    if (i->plugin != NULL && i->all->plugin->pointer != NULL)
        i->all->plugin->pointer(i->plugin, &event);
}

void
instance_wheel(struct instance *i, const struct msg_wheel *m)
{
    const struct bulkhead_plugin *p = i->all->plugin;

    if (i->plugin != NULL &&
        p->size >= offsetof(struct bulkhead_plugin, wheel) + sizeof p->wheel &&
        p->wheel != NULL)
        p->wheel(i->plugin, m->x, m->y, m->dx, m->dy);
}

void
instance_key(struct instance *i, const struct msg_key *m)
{
    struct bulkhead_key event = {m->code, m->modifiers, m->down};

    if (i->plugin != NULL && i->all->plugin->key != NULL)
        i->all->plugin->key(i->plugin, &event);
}

void
instance_text(struct instance *i, struct span text)
{
    char *copy;

    if (i->plugin == NULL || i->all->plugin->text == NULL)
        return;
    copy = copy_text(text);
    i->all->plugin->text(i->plugin, copy);
    free(copy);
}

void
instance_focus(struct instance *i, bool focused)
{
    if (i->plugin != NULL && i->all->plugin->focus != NULL)
        i->all->plugin->focus(i->plugin, focused);
}

void
instance_stream_data(struct instance *i, struct span bytes)
{
    if (i->plugin != NULL && i->all->plugin->stream_data != NULL)
        i->all->plugin->stream_data(i->plugin, bytes.data, bytes.size);
}

void
instance_stream_end(struct instance *i, bool ok)
{
    if (i->plugin != NULL && i->all->plugin->stream_end != NULL)
        i->all->plugin->stream_end(i->plugin, ok);
}
