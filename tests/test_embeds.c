/*
 * test_embeds.c - what a page's plugins may make the browser hold.
 *
 * Process: test.  Distrusts: nothing.
 */
#include "compositor.h"
#include "fake_children.h"
#include "frames.h"
#include "ipc/feed.h"
#include "sandbox_notice.h"
#include "tabs.h"

#include <stdarg.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>

static struct fake_child renderer, plugin;
static struct surface page_surface = {.id = 1000};
static struct tab tab;
static struct page page;
static char folder[] = "/tmp/bulkhead-embeds-XXXXXX";

/* ---- in place of what embeds.c works with ---------------------------------
 */

const struct tabs_events *tabs_listener;

struct page *
pages_first(void)
{
    return &page;
}

struct tab *
frame_create(struct embed *e, const char *url, const char **why)
{
    (void)e;
    (void)url;
    *why = "there are none here";
    return NULL;
}

void
frame_destroy(struct tab *t)
{
    (void)t;
}

void
own_surface_finish(struct own_surface *o)
{
    (void)o;
}

void
ipc_feed_open(struct loop *l)
{
    (void)l;
}

struct ipc_feed *
ipc_feed_create(const struct embed *e)
{
    (void)e;
    return NULL;
}

void
ipc_feed_destroy(struct ipc_feed *f)
{
    (void)f;
}

struct fetch *
fetch_start(const struct fetch_request *request,
            const struct fetch_events *events, void *owner)
{
    (void)request;
    (void)events;
    (void)owner;
    return NULL;
}

void
fetch_cancel(struct fetch *f)
{
    (void)f;
}

void
fetch_resume(struct fetch *f)
{
    (void)f;
}

void
tab_damaged(struct tab *t)
{
    (void)t;
}

void
tab_reload(struct tab *t, bool hard)
{
    (void)t;
    (void)hard;
}

void
tab_send_views(struct tab *t)
{
    (void)t;
}

const char *
sandbox_notice(const struct child *c)
{
    (void)c;
    return NULL;
}

const char *
sandbox_refusal(const struct child *c, const char *url)
{
    (void)c;
    (void)url;
    return NULL;
}

void
compositor_tile(struct surface *s, const struct msg_tile *m)
{
    (void)s;
    (void)m;
}

void
compositor_committed(struct surface *s)
{
    (void)s;
}

void
compositor_forget(struct surface *s)
{
    (void)s;
}

/* ---- the tests ------------------------------------------------------------
 */

/* Where the plugin's shared object is looked for. */
static const char *
object(void)
{
    static char path[64];

    snprintf(path, sizeof path, "%s/life.so", folder);
    return path;
}

static int
setup(void **state)
{
    FILE *file;

    (void)state;
    if (mkdtemp(folder) == NULL || (file = fopen(object(), "w")) == NULL)
        return -1;
    fclose(file);
    embeds_open(NULL, folder);
    fake_child_init(&renderer, RENDERER);
    page = (struct page){.tab = &tab,
                         .renderer = &renderer.child,
                         .surface = &page_surface,
                         .site = (char *)(uintptr_t) "http://a.example",
                         .url = (char *)(uintptr_t) "http://a.example/"};
    tab.page = &page;
    return 0;
}

static int
teardown(void **state)
{
    (void)state;
    embeds_destroy(&page);
    assert_null(surfaces_first());
    fake_child_finish(&renderer);
    return unlink(object()) | rmdir(folder);
}

static unsigned
count_surfaces(void)
{
    unsigned count = 0;

    for (const struct surface *s = surfaces_first(); s != NULL; s = s->next)
        count++;
    return count;
}

/* A grey card stands in the place of each; its last picture, up to 64 MiB of
 * the browser's, is not to be seen any more. */
static void
dead_plugins_leave_nothing(void **state)
{
    static const struct death why = {.signal = 11, .cause = "crashed"};
    uint32_t embed = 0;

    (void)state;
    while (embed < MAX_EMBEDS) {
        struct child *c = &plugin.child;

        fake_child_init(&plugin, PLUGIN);
        fake_child_next(&plugin);
        for (int i = 0; i < 4 && embed < MAX_EMBEDS; i++) {
            const char *error;

            assert_true(page_on_embed_create(
                &page,
                &(struct msg_embed_create){
                    .embed = embed++,
                    .kind = EMBED_PLUGIN,
                    .mime = span_of("application/x-bulkhead-life")},
                &error));
        }
        c->events->ready(c, c->owner);
        assert_int_equal(count_surfaces(), 4);
        c->state = CHILD_DEAD;
        c->events->gone(c, c->owner, &why);
        assert_int_equal(count_surfaces(), 0);
        assert_true(page.embeds[embed - 1].dead);
        fake_child_finish(&plugin);
    }
}

/* One that is started again has a surface again. */
static void
reloaded_plugin_paints_again(void **state)
{
    (void)state;
    embed_reload(&page.embeds[0]);
    assert_true(page.embeds[0].dead); /* no process can be started */
    fake_child_init(&plugin, PLUGIN);
    fake_child_next(&plugin);
    embed_reload(&page.embeds[0]);
    plugin.child.events->ready(&plugin.child, plugin.child.owner);
    assert_false(page.embeds[0].dead);
    assert_non_null(page.embeds[0].surface);
    assert_int_equal(count_surfaces(), 1);
}

/* Its page scrolls itself as often as it can: the plugin is told what has
 * changed for it, and nothing else. */
static void
views_are_told_once(void **state)
{
    struct embed *e = &page.embeds[0];
    const char *error;

    (void)state;
    assert_true(page_on_embed_place(
        &page, &(struct msg_embed_place){.width = 90, .height = 80}, &error));
    embeds_commit(&page);
    for (int i = 0; i < 100; i++)
        embeds_send_views(&page);
    assert_int_equal(plugin.sent[MSG_view], 1);
    page.sent_visible = true;
    embeds_send_views(&page);
    assert_int_equal(plugin.sent[MSG_view], 2);
    plugin.full = true; /* it is told later */
    page.sent_visible = false;
    embeds_send_views(&page);
    plugin.full = false;
    embeds_send_views(&page);
    embeds_send_views(&page);
    assert_int_equal(plugin.sent[MSG_view], 3);
    assert_int_equal(e->told.height, 80);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dead_plugins_leave_nothing),
        cmocka_unit_test(reloaded_plugin_paints_again),
        cmocka_unit_test(views_are_told_once),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
