/*
 * chaos_pictures.c - each tab's picture before the faults and after them.
 *
 * Process: browser.  Distrusts: the gpu process, whose memory is only read.
 *
 * A picture is taken again until it is the same twice, or as before: tiles may
 * come late.  Whether it ever is, the deadline decides.
 */
#include "chaos_pictures.h"
#include "compositor.h"
#include "frames.h"
#include "stage.h"

#include "log.h"

#include <stdlib.h>
#include <string.h>

enum { WITHIN = 20000 /* ms for one tab */ };

static struct {
    struct rect area;
    struct tab *tabs[CHAOS_TABS];
    int count, at;
    uint8_t *before[CHAOS_TABS]; /* NULL: not taken */
    uint8_t *now;
    bool again;          /* to compare */
    bool asked, settled; /* of the tab at `at` */
    int64_t until_ms;
    unsigned pages, differ, move;
} self;

static size_t
bytes(void)
{
    return (size_t)self.area.width * (size_t)self.area.height * 4;
}

static void
next_tab(void)
{
    self.at++;
    self.asked = self.settled = false;
    self.until_ms = loop_now_ms() + WITHIN;
    if (self.at < self.count)
        tab_activate(self.tabs[self.at]);
}

static void
blank(struct rect r)
{
    r = rect_intersect(r, self.area);
    for (int y = r.y; y < r.y + r.height; y++)
        memset(self.now +
                   ((size_t)y * (size_t)self.area.width + (size_t)r.x) * 4,
               0, (size_t)r.width * 4);
}

static void
blank_plugins(struct tab *t, void *unused)
{
    (void)unused;
    for (int i = 0; t->page != NULL && i < MAX_EMBEDS; i++) {
        const struct embed *e = &t->page->embeds[i];

        if (e->in_use && e->plugin != NULL && e->placed)
            blank(stage_embed_place(e, stage_page_area(t->page, self.area)));
    }
}

static void
keep(void)
{
    uint8_t **before = &self.before[self.at];

    self.settled = *before != NULL && memcmp(*before, self.now, bytes()) == 0;
    if (*before == NULL)
        *before = malloc(bytes());
    if (*before == NULL)
        fatal_memory("out of memory for a picture");
    memcpy(*before, self.now, bytes());
}

static void
take(const uint8_t *pixels, int width, int height, void *unused)
{
    (void)unused;
    self.asked = false;
    if (pixels == NULL || width != self.area.width ||
        height != self.area.height || self.at >= self.count)
        return;
    memcpy(self.now, pixels, bytes());
    frames_each(self.tabs[self.at], blank_plugins, NULL);
    if (!self.again)
        keep();
    else
        self.settled = memcmp(self.before[self.at], self.now, bytes()) == 0;
}

static void
give_up(void)
{
    if (!self.again) {
        free(self.before[self.at]);
        self.before[self.at] = NULL;
        self.move++;
        return;
    }
    self.differ++;
    self.pages++;
}

bool
chaos_pictures_step(void)
{
    struct tab *t;

    while (self.again && self.at < self.count && self.before[self.at] == NULL)
        next_tab();
    if (self.at >= self.count)
        return true;
    t = self.tabs[self.at];
    if (self.settled) {
        self.pages += self.again;
        next_tab();
    } else if (loop_now_ms() > self.until_ms) {
        give_up();
        next_tab();
    } else if (!self.asked && chaos_is_whole(t)) {
        if (page_scroll_to(t->page, 0, 0, self.area.width, self.area.height))
            tab_send_views(t);
        self.asked = true;
        compositor_read_back(take, NULL);
    }
    return false;
}

void
chaos_pictures_begin(struct rect area)
{
    self.area = area;
    self.again = self.now != NULL;
    if (self.now == NULL)
        self.now = malloc(bytes());
    if (self.now == NULL)
        fatal_memory("out of memory for a picture");
    self.count = chaos_person_tabs(self.tabs);
    self.at = -1;
    next_tab();
}

void
chaos_pictures_result(unsigned *pages, unsigned *differ, unsigned *move)
{
    *pages = self.pages;
    *differ = self.differ;
    *move = self.move;
}

void
chaos_pictures_close(void)
{
    for (int i = 0; i < CHAOS_TABS; i++)
        free(self.before[i]);
    free(self.now);
    self.now = NULL;
}
