/*
 * stage.c - the content area of a scene: page, frames, plugins, what stands in
 * for the dead, scrollbars.
 *
 * Process: browser.  Distrusts: sizes and places that renderers gave; all is
 * clipped to the area.
 */
#include "stage.h"
#include "overlay.h"
#include "trace.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    TRACK = 12,
    THUMB_LEAST = 24,
    PLACARDS_MOST = 4 /* windows of pixels, for all dead embeds of a tab */
};

/* What the scene under way has left for the page, which says itself how many
 * frames and plugins it has and how large they are. */
static struct {
    int width, height; /* of the content area */
    unsigned items;
    int64_t placards; /* pixels */
} room;

static char recording[PATH_MAX]; /* with whole messages; "": none */

static const color_t thumb_color = 0x80606468, track_color = 0x10000000,
                     dead_color = 0xFFE9EDF3;

static bool
take_item(void)
{
    if (room.items == 0)
        return false;
    room.items--;
    return true;
}

static void
stage_layer(struct surface *s, struct rect clip, int x, int y)
{
    if (take_item())
        compositor_layer(s, clip, x, y);
}

static void
stage_solid(struct rect r, color_t color)
{
    if (take_item())
        compositor_solid(r, color);
}

/* ---- scrollbars --------------------------------------------------------- */

static struct scrollbar
bar_for(int shown, int whole, int at, int length)
{
    struct scrollbar b = {0};

    if (whole <= shown || shown <= 0)
        return b;
    b.length = (int)((int64_t)length * shown / whole);
    if (b.length < THUMB_LEAST)
        b.length = THUMB_LEAST;
    b.start = (int)((int64_t)(length - b.length) * at / (whole - shown));
    b.is_needed = true;
    return b;
}

struct scrollbar
stage_scrollbar(const struct page *p, struct rect area, bool vertical)
{
    if (p == NULL || p->surface == NULL || !p->surface->committed)
        return (struct scrollbar){0};
    return vertical ? bar_for(area.height, (int)p->surface->height, p->scroll_y,
                              area.height)
                    : bar_for(area.width, (int)p->surface->width, p->scroll_x,
                              area.width);
}

static void
stage_bar(struct rect r, struct rect clip, color_t color)
{
    r = rect_intersect(r, clip);
    if (!rect_is_empty(r))
        stage_solid(r, color);
}

static void
stage_scrollbars(const struct page *p, struct rect area, struct rect clip)
{
    struct scrollbar v = stage_scrollbar(p, area, true);
    struct scrollbar h = stage_scrollbar(p, area, false);

    if (v.is_needed) {
        int x = area.x + area.width - TRACK;

        stage_bar((struct rect){x, area.y, TRACK, area.height}, clip,
                  track_color);
        stage_bar(
            (struct rect){x + 3, area.y + v.start + 1, TRACK - 5, v.length - 2},
            clip, thumb_color);
    }
    if (h.is_needed) {
        int y = area.y + area.height - TRACK;

        stage_bar((struct rect){area.x, y, area.width, TRACK}, clip,
                  track_color);
        stage_bar(
            (struct rect){area.x + h.start + 1, y + 3, h.length - 2, TRACK - 5},
            clip, thumb_color);
    }
}

/* ---- what stands in for the dead ---------------------------------------- */

void
stage_set_recording(const char *spec)
{
    struct buf path = {0};

    recording[0] = 0;
    if (spec == NULL || !trace_keeps_payloads())
        return;
    buf_add(&path, spec, strcspn(spec, ","));
    if (realpath(buf_text(&path), recording) == NULL)
        recording[0] = 0;
    buf_finish(&path);
}

/* As a shell takes it. */
bool
stage_replay_command(struct buf *out, uint32_t number)
{
    if (recording[0] == 0)
        return false;
    buf_add_text(out, "bulkhead trace replay '");
    for (const char *c = recording; *c != 0; c++)
        if (*c == '\'')
            buf_add_text(out, "'\\''");
        else
            buf_add_char(out, *c);
    buf_printf(out, "' --process=renderer#%u", number);
    return true;
}

/* How this death can be seen again. */
static void
add_replay(struct buf *out, uint32_t number)
{
    struct buf command = {0};

    if (stage_replay_command(&command, number))
        buf_printf(out, "Replay this: %s", buf_text(&command));
    else
        buf_add_text(out, "To replay a death, record it: "
                          "bulkhead --trace=FILE,payload");
    buf_finish(&command);
}

static void
stage_sad_page(struct tab *t, struct page *p, struct rect area)
{
    struct buf replay = {0};
    char process[64];
    struct sad_page what = {.title = tab_title(t),
                            .url = tab_url(t),
                            .cause = p->why.cause,
                            .where = p->why.where,
                            .limit = p->why.limit,
                            .record = p->why.record,
                            .process = process,
                            .autopsy = &p->autopsy,
                            .copy = recording[0] != 0 ? &p->copy : NULL,
                            .copy_hover = p->copy_hover,
                            .looping = p->looping};

    if (own_surface_resize(&p->placard, area.width, area.height) ||
        p->button_hover != p->button_was_hover ||
        p->copy_hover != p->copy_was_hover) {
        snprintf(process, sizeof process, "renderer #%u", p->autopsy.number);
        add_replay(&replay, p->autopsy.number);
        what.replay = buf_text(&replay);
        memset(p->placard.pixels.data, 0,
               (size_t)area.height * (size_t)p->placard.pixels.stride);
        overlay_sad_page(&p->placard.pixels, &what, p->button_hover,
                         &p->button);
        own_surface_commit(&p->placard,
                           (struct rect){0, 0, area.width, area.height});
        p->button_was_hover = p->button_hover;
        p->copy_was_hover = p->copy_hover;
        buf_finish(&replay);
    }
    if (p->placard.surface != NULL)
        compositor_layer(p->placard.surface, area, area.x, area.y);
}

static void
draw_dead_embed(struct embed *e)
{
    const struct page *page = e->frame != NULL ? e->frame->page : NULL;
    const struct autopsy *autopsy = NULL;
    struct buf head = {0};

    if (page != NULL && page->dead)
        autopsy = &page->autopsy;
    else if (!e->is_frame && e->autopsy.count > 0)
        autopsy = &e->autopsy;

    if (e->is_frame)
        buf_add_text(&head, "This frame\xE2\x80\x99s process died");
    else
        buf_printf(&head, "The plugin %s died", e->title);
    overlay_dead_embed(&e->placard.pixels, buf_text(&head), e->why.cause,
                       autopsy, e->button_hover, &e->button);
    buf_finish(&head);
}

/* Whether the browser can spend as many pixels on it. */
static bool
take_placard(const struct rect *place)
{
    int64_t pixels = (int64_t)place->width * place->height;

    if (pixels > room.placards)
        return false;
    room.placards -= pixels;
    return true;
}

static void
stage_dead_embed(struct embed *e, struct rect clip, struct rect place)
{
    /* Nobody sees more than a window of it. */
    place.width = place.width < room.width ? place.width : room.width;
    place.height = place.height < room.height ? place.height : room.height;
    clip = rect_intersect(clip, place);
    if (rect_is_empty(clip))
        return;
    if (!take_placard(&place)) {
        own_surface_finish(&e->placard);
        e->button = (struct rect){0, 0, 0, 0};
        stage_solid(clip, dead_color);
        return;
    }
    if (own_surface_resize(&e->placard, place.width, place.height) ||
        e->button_hover != e->button_was_hover) {
        memset(e->placard.pixels.data, 0,
               (size_t)place.height * (size_t)e->placard.pixels.stride);
        draw_dead_embed(e);
        own_surface_commit(&e->placard,
                           (struct rect){0, 0, place.width, place.height});
        e->button_was_hover = e->button_hover;
    }
    if (e->placard.surface != NULL)
        stage_layer(e->placard.surface, clip, place.x, place.y);
}

struct rect
stage_embed_place(const struct embed *e, struct rect area)
{
    struct rect place = e->place;

    place.x += area.x - e->page->scroll_x;
    place.y += area.y - e->page->scroll_y;
    return place;
}

struct rect
stage_page_area(const struct page *p, struct rect area)
{
    const struct embed *host = p->tab->host;

    return host != NULL
               ? stage_embed_place(host, stage_page_area(host->page, area))
               : area;
}

static void stage_page(struct tab *t, struct page *p, struct rect area,
                       struct rect clip, bool scrollbars);

static void
stage_frame(const struct embed *e, struct rect area, struct rect clip,
            bool scrollbars)
{
    if (e->frame != NULL && e->frame->page != NULL && !e->dead)
        stage_page(e->frame, e->frame->page, area, clip, scrollbars);
}

/* Of an embed that is not to be seen, and of all in it. */
static void
drop_placards(struct embed *e)
{
    struct page *inner = e->frame != NULL ? e->frame->page : NULL;

    own_surface_finish(&e->placard);
    for (int i = 0; inner != NULL && i < MAX_EMBEDS; i++)
        if (inner->embeds[i].in_use)
            drop_placards(&inner->embeds[i]);
}

/* clip: what of the area is to be seen. */
static void
stage_embeds(struct page *p, struct rect area, struct rect clip_to,
             bool scrollbars)
{
    for (int i = 0; i < MAX_EMBEDS; i++) {
        struct embed *e = &p->embeds[i];
        struct rect place, clip;

        if (!e->in_use || !e->placed || (e->plugin == NULL && !e->is_frame))
            continue;
        place = stage_embed_place(e, area);
        clip = rect_intersect(place, clip_to);
        if (rect_is_empty(clip)) {
            drop_placards(e);
            continue;
        }
        if (e->surface != NULL && e->surface->committed)
            stage_layer(e->surface, clip, place.x, place.y);
        stage_frame(e, place, clip, scrollbars);
        if (e->dead)
            stage_dead_embed(e, clip, place);
    }
}

static void
stage_page(struct tab *t, struct page *p, struct rect area, struct rect clip,
           bool scrollbars)
{
    if (p->surface != NULL && p->surface->committed) {
        stage_solid(clip, p->surface->background | 0xFF000000);
        stage_layer(p->surface, clip, area.x - p->scroll_x,
                    area.y - p->scroll_y);
        stage_embeds(p, area, clip, scrollbars);
        if (scrollbars)
            stage_scrollbars(p, area, clip);
    }
    if (p->dead && t->host == NULL)
        stage_sad_page(t, p, area);
}

void
stage_content(struct tab *t, struct rect area, bool scrollbars)
{
    room.width = area.width;
    room.height = area.height;
    room.items = MAX_PAGE_ITEMS;
    room.placards = (int64_t)PLACARDS_MOST * area.width * area.height;
    stage_solid(area, 0xFFFFFFFF);
    if (t != NULL && t->page != NULL)
        stage_page(t, t->page, area, area, scrollbars);
}
