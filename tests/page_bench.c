/*
 * page_bench.c - a browser's and a gpu's part, for tests of whole pages.
 *
 * Process: test programs.  Stands in for common/child.c.
 */
#include "page_bench.h"

#include "child.h"
#include "dispatch.h"
#include "log.h"
#include "surface.h"
#include "text/font.h"
#include "tiles.h"
#include "url.h"

#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SURFACE = 7, MOST_TILES = 4096, MOST_FETCHES = 4096, PATIENCE = 400 };

struct bench bench;

/* A tile as the gpu shows it: a copy, so that painting to a slot that is still
 * shown is found out. */
struct shown {
    bool used;
    uint32_t column, row, slot;
    uint32_t *pixels;
};

static struct {
    int memory;
    struct tiles tiles;
    struct shown shown[MOST_TILES];
    struct msg_tile pending[MOST_TILES]; /* width 0: gone */
    unsigned pending_count;
    color_t background;
    uint32_t unacknowledged;
    struct {
        uint32_t fetch;
        char *url;
    } fetches[MOST_FETCHES];
    unsigned fetch_count, fetch_next;
    uint32_t embeds_answered;
    bool scrolling;
    int scroll_x, scroll_y;
    bool happened;
} self = {.memory = -1};

static void
set_text(struct buf *b, struct span s)
{
    buf_finish(b);
    buf_add_span(b, s);
    buf_text(b);
}

/* ---- frames --------------------------------------------------------------*/

static struct shown *
find_shown(uint32_t column, uint32_t row)
{
    for (int i = 0; i < MOST_TILES; i++)
        if (self.shown[i].used && self.shown[i].column == column &&
            self.shown[i].row == row)
            return &self.shown[i];
    return NULL;
}

static void
show_tile(const struct msg_tile *m)
{
    struct shown *t = find_shown(m->column, m->row);

    if (m->width == 0) {
        if (t != NULL)
            t->used = false;
        return;
    }
    for (int i = 0; t == NULL && i < MOST_TILES; i++)
        if (!self.shown[i].used) {
            t = &self.shown[i];
            t->used = true;
            t->column = m->column;
            t->row = m->row;
            if (t->pixels == NULL)
                t->pixels = malloc(TILE_BYTES);
        }
    t->slot = m->slot;
    /* Only the damage is uploaded, as in the gpu. */
    for (uint32_t y = m->y; y < m->y + m->height; y++)
        memcpy(t->pixels + y * TILE_SIZE + m->x,
               tiles_slot(&self.tiles, m->slot) + y * TILE_STRIDE + m->x * 4,
               m->width * 4);
}

/* Every tile shown must still be in its slot as it was. */
static void
check_frame(void)
{
    for (int i = 0; i < MOST_TILES; i++) {
        const struct shown *t = &self.shown[i];

        if (t->used && memcmp(t->pixels, tiles_slot(&self.tiles, t->slot),
                              TILE_BYTES) != 0)
            fatal("tile %u,%u of slot %u differs from what is shown", t->column,
                  t->row, t->slot);
    }
}

static void
on_commit(const struct msg_commit *m)
{
    if (m->frame != ++bench.frames)
        fatal("frame %u after %u", m->frame, bench.frames - 1);
    if (++self.unacknowledged > MAX_FRAMES_IN_FLIGHT)
        fatal("%u frames in flight", self.unacknowledged);
    for (unsigned i = 0; i < self.pending_count; i++)
        show_tile(&self.pending[i]);
    self.pending_count = 0;
    check_frame();
    bench.page_width = (int)m->width;
    bench.page_height = (int)m->height;
    self.background = m->background;
    if (m->document == bench.document)
        bench.complete = m->complete;
}

static void
on_tile(const struct msg_tile *m)
{
    bench.tiles++;
    for (int i = 0; i < MOST_TILES; i++)
        if (self.shown[i].used && self.shown[i].slot == m->slot)
            fatal("slot %u is painted while it is shown", m->slot);
    if (self.pending_count == MOST_TILES)
        fatal("too many tiles in a frame");
    self.pending[self.pending_count++] = *m;
}

/* ---- messages ------------------------------------------------------------*/

static void
on_fetch_start(const struct msg_fetch_start *m)
{
    if (self.fetch_count == MOST_FETCHES)
        fatal("too many fetches");
    self.fetches[self.fetch_count].fetch = m->fetch;
    self.fetches[self.fetch_count++].url =
        strndup((const char *)m->url.data, m->url.size);
}

static void
on_scroll_to(const struct msg_scroll_to *m)
{
    self.scrolling = true;
    self.scroll_x = (int)m->x;
    self.scroll_y = (int)m->y;
}

static void
on_embed_create(const struct msg_embed_create *m)
{
    bench.embeds++;
    set_text(&bench.embed_mime, m->mime);
    set_text(&bench.embed_params, m->params);
}

static void
on_navigate(const struct msg_navigate *m)
{
    set_text(&bench.navigated, m->url);
    bench.disposition = m->disposition;
}

static bool
receive_pixels(enum message_id id, struct reader *r)
{
    struct msg_tile tile;
    struct msg_tile_gone gone;
    struct msg_commit commit;

    if (id == MSG_tile && decode_tile(r, &tile)) {
        on_tile(&tile);
    } else if (id == MSG_tile_gone && decode_tile_gone(r, &gone)) {
        self.pending[self.pending_count++] =
            (struct msg_tile){.column = gone.column, .row = gone.row};
    } else if (id == MSG_commit && decode_commit(r, &commit)) {
        on_commit(&commit);
    } else {
        return false;
    }
    return true;
}

static void
receive(enum message_id id, struct reader *r)
{
    union {
        struct msg_title title;
        struct msg_load_done done;
        struct msg_fetch_start fetch;
        struct msg_scroll_to scroll;
        struct msg_hover hover;
        struct msg_tooltip tooltip;
        struct msg_cursor cursor;
        struct msg_navigate navigate;
        struct msg_embed_create embed;
        struct msg_embed_place place;
        struct msg_dump_data dump;
    } m;

    if (receive_pixels(id, r))
        return;
    if (id == MSG_title && decode_title(r, &m.title)) {
        set_text(&bench.title, m.title.title);
    } else if (id == MSG_load_done && decode_load_done(r, &m.done)) {
        bench.done = true;
        bench.failed = m.done.failed;
    } else if (id == MSG_fetch_start && decode_fetch_start(r, &m.fetch)) {
        on_fetch_start(&m.fetch);
    } else if (id == MSG_scroll_to && decode_scroll_to(r, &m.scroll)) {
        on_scroll_to(&m.scroll);
    } else if (id == MSG_hover && decode_hover(r, &m.hover)) {
        set_text(&bench.hovered, m.hover.url);
    } else if (id == MSG_tooltip && decode_tooltip(r, &m.tooltip)) {
        set_text(&bench.tooltip, m.tooltip.text);
    } else if (id == MSG_cursor && decode_cursor(r, &m.cursor)) {
        bench.cursor = m.cursor.shape;
    } else if (id == MSG_navigate && decode_navigate(r, &m.navigate)) {
        on_navigate(&m.navigate);
    } else if (id == MSG_embed_create && decode_embed_create(r, &m.embed)) {
        on_embed_create(&m.embed);
    } else if (id == MSG_embed_place && decode_embed_place(r, &m.place)) {
        bench.placed = m.place;
    } else if (id == MSG_dump_data && decode_dump_data(r, &m.dump)) {
        buf_add_span(&bench.dumped, m.dump.bytes);
    }
}

static bool
take_message(struct channel *c, struct span message)
{
    enum message_id id;
    struct reader r;

    (void)c;
    if (!message_open(message, &id, &r) || !role_is(RENDERER, routes[id].from))
        fatal("a message that no renderer may send");
    self.happened = true;
    receive(id, &r);
    return true;
}

/* ---- common/child.c's part -----------------------------------------------*/

static const struct channel_ops ops = {take_message};
static struct channel channel = {&ops};

struct channel *
child_browser(void)
{
    return &channel;
}

void
child_progress(void)
{
}

int
child_take_descriptor(void)
{
    return dup(self.memory);
}

struct span
child_wait_for(enum message_id id)
{
    fatal("nobody answers with a %s", routes[id].name);
}

/* ---- fetches -------------------------------------------------------------*/

static int
base64_value(uint8_t c)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                 "abcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *at = c == 0 ? NULL : strchr(digits, c);

    return at == NULL ? -1 : (int)(at - digits);
}

static void
add_base64(struct buf *out, struct span s)
{
    unsigned bits = 0, count = 0;

    for (size_t i = 0; i < s.size; i++) {
        int value = base64_value(s.data[i]);

        if (value < 0)
            continue;
        bits = bits << 6 | (unsigned)value;
        count += 6;
        if (count >= 8) {
            count -= 8;
            buf_add_char(out, (char)(bits >> count & 0xFF));
        }
    }
}

static bool
fetch_data(const char *url, struct buf *body, char *mime, size_t room)
{
    const char *comma = strchr(url, ',');
    size_t head = comma != NULL ? (size_t)(comma - url) : 0;
    struct buf decoded = {NULL, 0, 0};
    size_t type = strcspn(url + 5, ";,");

    if (comma == NULL)
        return false;
    snprintf(mime, room, "%.*s", (int)type, url + 5);
    url_add_decoded(&decoded, span_of(comma + 1));
    if (head >= 7 && memmem(url, head, ";base64", 7) != NULL)
        add_base64(body, buf_span(&decoded));
    else
        buf_add_span(body, buf_span(&decoded));
    buf_finish(&decoded);
    return true;
}

static bool
fetch_file(const char *url, struct buf *body, char *mime, size_t room)
{
    struct url u = {0};
    struct buf path = {NULL, 0, 0};
    const uint8_t *data = NULL;
    const char *name;
    size_t size = 0;

    if (url_parse(&u, span_of(url), NULL)) {
        url_add_decoded(&path, url_path(&u));
        name = buf_text(&path);
        data = bench_map(name, &size);
        snprintf(mime, room, "%s",
                 strstr(name, ".css") != NULL ? "text/css" : "");
        if (data != NULL)
            buf_add(body, data, size);
    }
    url_finish(&u);
    buf_finish(&path);
    return data != NULL;
}

static void
answer_fetch(uint32_t fetch, const char *url)
{
    struct buf body = {NULL, 0, 0};
    char mime[MAX_MIME] = "";
    bool ok = strncmp(url, "data:", 5) == 0
                  ? fetch_data(url, &body, mime, sizeof mime)
              : strncmp(url, "file:", 5) == 0
                  ? fetch_file(url, &body, mime, sizeof mime)
                  : false;

    if (ok)
        renderer_on_fetch_head(&(struct msg_fetch_head){
            SURFACE, fetch, 200, span_of(url), span_of(mime), span_of("")});
    for (size_t at = 0; at < body.size; at += MAX_CHUNK) {
        size_t size = body.size - at < MAX_CHUNK ? body.size - at : MAX_CHUNK;

        renderer_on_fetch_data(
            &(struct msg_fetch_data){SURFACE, fetch, {body.data + at, size}});
    }
    renderer_on_fetch_end(&(struct msg_fetch_end){
        SURFACE, fetch, ok ? LOAD_RESULT_OK : LOAD_RESULT_FAILED});
    buf_finish(&body);
}

/* ---- driving -------------------------------------------------------------*/

static void
send_view_now(void)
{
    renderer_on_view(&(struct msg_view){
        SURFACE, (uint32_t)bench.width, (uint32_t)bench.height,
        (uint32_t)bench.scroll_x, (uint32_t)bench.scroll_y, bench.scale, true});
}

static int
clamp(int v, int most)
{
    return v > most ? (most > 0 ? most : 0) : v < 0 ? 0 : v;
}

void
bench_scroll(int x, int y)
{
    bench.scroll_x = clamp(x, bench.page_width - bench.width);
    bench.scroll_y = clamp(y, bench.page_height - bench.height);
    send_view_now();
}

static void
answer(void)
{
    if (self.fetch_next < self.fetch_count && !bench.hold_fetches) {
        unsigned n = self.fetch_next++;

        answer_fetch(self.fetches[n].fetch, self.fetches[n].url);
        free(self.fetches[n].url);
        self.happened = true;
    }
    while (self.embeds_answered < bench.embeds)
        renderer_on_embed_state(&(struct msg_embed_state){
            SURFACE, bench.document, self.embeds_answered++,
            bench.embed_state});
    if (self.scrolling && !bench.hold_scrolls) {
        self.scrolling = false;
        bench_scroll(self.scroll_x, self.scroll_y);
    }
    if (self.unacknowledged > 0 && !bench.hold_frames) {
        self.unacknowledged = 0;
        renderer_on_frame_done(&(struct msg_frame_done){SURFACE, bench.frames});
        self.happened = true;
    }
}

bool
bench_step(void)
{
    int wait;

    self.happened = false;
    wait = surfaces_work();
    answer();
    if (wait == 0)
        self.happened = true;
    if (!self.happened && wait > 0 && !bench.hurry) {
        poll(NULL, 0, wait < 20 ? wait : 20);
        return true;
    }
    return self.happened;
}

bool
bench_run(void)
{
    for (int idle = 0; idle < PATIENCE && !bench.complete;)
        idle = bench_step() ? 0 : idle + 1;
    /* what is left: painting ahead, frames to acknowledge */
    for (int n = 0; n < 100000 && bench_step(); n++)
        continue;
    return bench.complete;
}

void
bench_open(int width, int height, unsigned scale, uint32_t slots)
{
    self.memory = tiles_create(slots);
    if (self.memory < 0 || !tiles_map(&self.tiles, self.memory, slots, false))
        fatal("no tile memory");
    bench.width = width;
    bench.height = height;
    bench.scale = scale;
    renderer_on_surface_create(&(struct msg_surface_create){SURFACE, slots});
    send_view_now();
}

void
bench_close(void)
{
    uint32_t document = bench.document;

    renderer_on_surface_destroy(&(struct msg_surface_destroy){SURFACE});
    tiles_unmap(&self.tiles);
    close(self.memory);
    while (self.fetch_next < self.fetch_count)
        free(self.fetches[self.fetch_next++].url);
    for (int i = 0; i < MOST_TILES; i++)
        free(self.shown[i].pixels);
    buf_finish(&bench.title);
    buf_finish(&bench.hovered);
    buf_finish(&bench.tooltip);
    buf_finish(&bench.navigated);
    buf_finish(&bench.dumped);
    buf_finish(&bench.embed_mime);
    buf_finish(&bench.embed_params);
    memset(&self, 0, sizeof self);
    self.memory = -1;
    bench = (struct bench){.document = document};
}

void
bench_begin(const char *url, const char *mime)
{
    bench.document++;
    bench.done = bench.complete = false;
    bench.embeds = self.embeds_answered = 0;
    bench.scroll_x = bench.scroll_y = 0;
    send_view_now();
    renderer_on_document_begin(&(struct msg_document_begin){
        SURFACE, bench.document, span_of(url), span_of(mime), span_of("")});
}

void
bench_feed(struct span bytes)
{
    for (size_t at = 0; at < bytes.size; at += MAX_CHUNK) {
        size_t left = bytes.size - at;

        renderer_on_document_data(&(struct msg_document_data){
            SURFACE,
            bench.document,
            {bytes.data + at, left < MAX_CHUNK ? left : MAX_CHUNK}});
        surfaces_work();
        answer();
    }
}

void
bench_end(void)
{
    renderer_on_document_end(
        &(struct msg_document_end){SURFACE, bench.document, LOAD_RESULT_OK});
}

void
bench_load(const char *url, const char *mime, struct span bytes)
{
    bench_begin(url, mime);
    bench_feed(bytes);
    bench_end();
}

void
bench_html(const char *html)
{
    bench_load("https://test/", "text/html", span_of(html));
}

void
bench_pointer(choice_t action, choice_t button, int x, int y,
              uint32_t modifiers)
{
    renderer_on_pointer(
        &(struct msg_pointer){SURFACE, action, button, x, y, modifiers, 1});
}

void
bench_click(int x, int y)
{
    bench_pointer(POINTER_MOVE, BUTTON_NONE, x, y, 0);
    bench_pointer(POINTER_DOWN, BUTTON_LEFT, x, y, 0);
    bench_pointer(POINTER_UP, BUTTON_LEFT, x, y, 0);
}

uint32_t
bench_pixel(int x, int y)
{
    const struct shown *t =
        find_shown((uint32_t)x / TILE_SIZE, (uint32_t)y / TILE_SIZE);

    return t == NULL ? self.background
                     : t->pixels[y % TILE_SIZE * TILE_SIZE + x % TILE_SIZE];
}

uint32_t *
bench_picture(void)
{
    uint32_t *out = malloc((size_t)bench.width * (size_t)bench.height * 4);

    for (int y = 0; out != NULL && y < bench.height; y++)
        for (int x = 0; x < bench.width; x++)
            out[(size_t)y * (size_t)bench.width + (size_t)x] =
                bench_pixel(bench.scroll_x + x, bench.scroll_y + y);
    return out;
}
