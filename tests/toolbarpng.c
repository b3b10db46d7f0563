/*
 * toolbarpng.c - a tool: pictures of the toolbar and the overlays in many
 * states and widths, to be looked at.
 *
 *   toolbarpng FOLDER   writes FOLDER/NAME.png
 *
 * Process: none of the browser's; a tool for developers.
 */
#include "overlay.h"
#include "toolbar.h"
#include "window.h"

#include <cairo.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *folder;
static struct loop *loop;

static void
on_command(void *owner, enum command command)
{
    (void)owner;
    (void)command;
}

static void
on_index(void *owner, int index)
{
    (void)owner;
    (void)index;
}

static void
on_enter(void *owner, const char *text, bool new_tab)
{
    (void)owner;
    (void)text;
    (void)new_tab;
}

static const char *
on_complete(void *owner, const char *text)
{
    (void)owner;
    return strncmp(text, "exa", 3) == 0 ? "example.org/harbour/plan" : NULL;
}

static void
on_find(void *owner, const char *text, int how)
{
    (void)owner;
    (void)text;
    (void)how;
}

static void
on_event(void *owner)
{
    (void)owner;
}

static void
on_answer(void *owner, bool stop)
{
    (void)owner;
    (void)stop;
}

static const struct toolbar_events events = {on_command, on_index,    on_index,
                                             on_enter,   on_complete, on_find,
                                             on_event,   on_answer,   on_event};

static struct pixels
make(int width, int height)
{
    struct pixels p = {calloc((size_t)height, (size_t)width * 4), width, height,
                       width * 4};

    if (p.data == NULL)
        abort();
    return p;
}

static void
save(struct pixels *p, const char *name)
{
    char path[512];
    cairo_surface_t *s = cairo_image_surface_create_for_data(
        p->data, CAIRO_FORMAT_ARGB32, p->width, p->height, p->stride);

    snprintf(path, sizeof path, "%s/%s.png", folder, name);
    if (cairo_surface_write_to_png(s, path) != CAIRO_STATUS_SUCCESS)
        fprintf(stderr, "cannot write %s\n", path);
    cairo_surface_destroy(s);
    free(p->data);
}

static void
shoot(struct toolbar *t, int width, const char *name)
{
    struct pixels p = make(width, toolbar_height(t, width));

    toolbar_paint(t, &p);
    save(&p, name);
}

static const struct toolbar_tab three[] = {
    {.title = "The harbour of Rotterdam, its ships, and their compartments"},
    {.title = "Example Domain", .loading = true},
    {.title = "bulkhead \xE2\x80\x94 processes"},
};

static struct toolbar_state
state_of(const struct toolbar_tab *tabs, int count, int active, const char *url,
         enum security security)
{
    return (struct toolbar_state){tabs, count, active, url,         security,
                                  true, false, false,  false,       100,
                                  -1,   "",    NULL,   {NULL, NULL}};
}

static void
basic(void)
{
    struct toolbar *t = toolbar_create(loop, &events, NULL);
    struct toolbar_state s =
        state_of(three, 3, 0,
                 "https://www.port.example.org:8443/ships/compartments?id=12",
                 SECURITY_SECURE);

    s.bookmarked = true;
    s.zoom = 125;
    toolbar_show(t, &s);
    shoot(t, 1280, "basic-1280");
    shoot(t, 640, "basic-640");
    shoot(t, 320, "basic-320");
    toolbar_pointer(t, POINTER_MOVE, BUTTON_NONE, 100, 20, 0, 0);
    shoot(t, 320, "hover-320");
    shoot(t, 1000, "basic-1000");
    toolbar_pointer(t, POINTER_MOVE, BUTTON_NONE, 320, 20, 0, 0);
    shoot(t, 1000, "hover-tab");
    toolbar_pointer(t, POINTER_MOVE, BUTTON_NONE, 20, 60, 0, 0);
    shoot(t, 1000, "hover-back");
    toolbar_focus_address(t);
    shoot(t, 1000, "focus-all");
    toolbar_text(t, "exa");
    shoot(t, 1000, "complete");
    toolbar_key(t, KEY_END, 0);
    toolbar_text(t, " and \xF0\x9F\x9A\xA2 \xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D "
                    "\xE6\xB8\xAF\xE5\x8F\xA3");
    shoot(t, 1000, "typed");
    shoot(t, 320, "typed-320");
    toolbar_key(t, 'a', MODIFIER_CTRL);
    toolbar_key(t, KEY_BACKSPACE, 0);
    shoot(t, 640, "empty");
    toolbar_destroy(t);
}

static void
securities(void)
{
    static const struct {
        enum security security;
        const char *url, *name;
    } all[] = {
        {SECURITY_INSECURE, "http://plain.example.org/", "insecure"},
        {SECURITY_LOCAL, "file:///home/sam/harbour.html", "local"},
        {SECURITY_INTERNAL, "about:processes", "internal"},
        {SECURITY_ERROR, "https://expired.example.org/", "error"},
        {SECURITY_NONE, "data:text/html,hello", "none"},
        {SECURITY_SECURE,
         "https://accounts.google.com.signin.verify.a-very-long-name-that-"
         "pushes-the-owner-out-of-sight.evil.example/path",
         "longhost"},
    };

    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        struct toolbar *t = toolbar_create(loop, &events, NULL);
        struct toolbar_state s =
            state_of(three, 3, 2, all[i].url, all[i].security);

        s.loading = i == 0;
        s.progress = 0.4f;
        s.notice = i == 3 ? "The sandbox of this machine lacks user "
                            "namespaces and Landlock. Pages are less well "
                            "contained than they should be; see about:sandbox."
                          : "";
        toolbar_show(t, &s);
        shoot(t, i == 5 ? 500 : 720, all[i].name);
        if (i == 3)
            shoot(t, 360, "notice-360");
        toolbar_destroy(t);
    }
}

static void
many(void)
{
    static struct toolbar_tab tabs[60];
    struct toolbar *t = toolbar_create(loop, &events, NULL);
    struct toolbar_state s;

    for (int i = 0; i < 60; i++)
        tabs[i] = (struct toolbar_tab){.title = "A title of some length",
                                       .loading = i % 7 == 3,
                                       .dead = i % 7 == 5,
                                       .unresponsive = i % 7 == 6};
    s = state_of(tabs, 60, 40, "https://example.org/", SECURITY_SECURE);
    s.loading = true;
    toolbar_show(t, &s);
    shoot(t, 1000, "many-60");
    s.tab_count = 12;
    s.active = 5;
    toolbar_show(t, &s);
    shoot(t, 1000, "many-12");
    s.tab_count = 18;
    toolbar_show(t, &s);
    shoot(t, 1000, "many-18");
    toolbar_destroy(t);
}

static void
page_behind(struct pixels *p)
{
    for (int y = 0; y < p->height; y++)
        for (int x = 0; x < p->width; x++) {
            uint8_t *at = p->data + y * p->stride + x * 4;
            uint8_t value = y / 12 % 2 == 0 && x % 90 < 70 ? 60 : 250;
            unsigned left = 255u - at[3];

            for (int k = 0; k < 4; k++)
                at[k] = (uint8_t)(at[k] + (k == 3 ? 255 : value) * left / 255);
        }
}

static const struct autopsy autopsy = {
    {{2100000000, "pointer", false, false, false, 14},
     {850000000, "document_begin", false, false, false, 1},
     {849000000, "document_data", false, false, false, 3},
     {12400000, "title", true, false, false, 1},
     {12100000, "fetch_start", true, false, false, 22},
     {9800000, "font_request", true, false, false, 1},
     {9300000, "font_reply", false, false, false, 1},
     {4200, "tile", true, true, false, 1}},
    8,
    "renderer",
    3};

static void
dead_embeds(void)
{
    struct rect button;
    char name[32];

    for (int i = 0; i < 5; i++) {
        static const int embeds[][2] = {
            {400, 300}, {200, 130}, {100, 80}, {48, 48}, {320, 240}};
        struct pixels p = make(embeds[i][0], embeds[i][1]);

        overlay_dead_embed(&p, "The plugin life died",
                           "killed by the sandbox: system call openat",
                           i % 4 == 0 ? &autopsy : NULL, false, &button);
        snprintf(name, sizeof name, "embed-%d", p.width);
        save(&p, name);
    }
}

static void
tooltips(void)
{
    static const char *const texts[] = {
        "A ship", "First line\nsecond, and then one that is so long that it "
                  "has to go on below, where there is room\n\nthe end"};

    for (int i = 0; i < 2; i++) {
        struct buf lines = {0};
        struct pixels p;
        int width, height;

        overlay_tooltip_lines(&lines, span_of(texts[i]), 1000);
        overlay_tooltip_size(buf_span(&lines), &width, &height);
        p = make(width, height);
        overlay_tooltip(&p, buf_span(&lines));
        save(&p, i == 0 ? "tooltip" : "tooltip-lines");
        buf_finish(&lines);
    }
}

static void
overlays(void)
{
    static const int sizes[][2] = {
        {1280, 720}, {640, 480}, {400, 500}, {320, 200}, {320, 160}};
    struct sad_page what = {
        .title = "The harbour of Rotterdam",
        .url = "https://www.port.example.org/ships/compartments",
        .cause = "killed by signal 11 (SIGSEGV)",
        .where = "in layout_block+0x1c (bulkhead-renderer+0x5c3d), at address "
                 "0x10",
        .limit = "Limit reached: 2,048 MiB of address space",
        .record = 12,
        .process = "renderer #3",
        .replay = "Replay this: bulkhead trace replay /tmp/wire "
                  "--process=renderer#3",
        .autopsy = &autopsy};
    struct rect button;
    char name[32];

    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct pixels p = make(sizes[i][0], sizes[i][1]);

        what.looping = i == 1;
        what.limit = i == 1 ? "Limit reached: 20,000 messages a second" : "";
        overlay_sad_page(&p, &what, i == 2, &button);
        page_behind(&p);
        snprintf(name, sizeof name, "sad-%d", p.width * 1000 + p.height);
        save(&p, name);
    }
    for (int i = 0; i < 2; i++) {
        const char *text = "https://www.port.example.org/ships/compartments";
        int width, height;
        struct pixels p;

        overlay_status_size(text, i == 0 ? 600 : 180, &width, &height);
        p = make(width, height);
        overlay_status(&p, text);
        save(&p, i == 0 ? "status" : "status-cut");
    }
    tooltips();
}

int
main(int count, char **arguments)
{
    if (count != 2) {
        fprintf(stderr, "usage: toolbarpng FOLDER\n");
        return 2;
    }
    folder = arguments[1];
    loop = loop_create();
    basic();
    securities();
    many();
    overlays();
    dead_embeds();
    loop_destroy(loop);
    return 0;
}
