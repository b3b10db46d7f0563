/*
 * test_stage.c - what a page can put on the window, and what that costs.
 *
 * Process: test.  Distrusts: nothing.
 */
#include "overlay.h"
#include "stage.h"

#include <stdarg.h>
#include <setjmp.h>
#include <stdlib.h>
#include <cmocka.h>

enum { WIDTH = 1000, HEIGHT = 800, WINDOW = WIDTH * HEIGHT };

static const struct rect window = {0, 40, WIDTH, HEIGHT};
static unsigned items, sad_pages;
static int64_t held; /* pixels of the browser's own surfaces */

/* ---- in place of compositor.c, own_surface.c, overlay.c, tabs.c -----------
 */

void
compositor_layer(struct surface *s, struct rect clip, int x, int y)
{
    (void)s;
    (void)x;
    (void)y;
    assert_false(rect_is_empty(clip));
    assert_true(clip.y >= window.y);
    items++;
}

void
compositor_solid(struct rect r, color_t color)
{
    (void)color;
    assert_true(r.y >= window.y);
    items++;
}

bool
own_surface_resize(struct own_surface *o, int width, int height)
{
    static struct surface any;
    bool is_new = o->pixels.width != width || o->pixels.height != height;

    held -= (int64_t)o->pixels.width * o->pixels.height;
    held += (int64_t)width * height;
    if (o->pixels.data == NULL)
        o->pixels.data = calloc(1, 1);
    o->pixels.width = width;
    o->pixels.height = height;
    o->surface = &any;
    return is_new;
}

void
own_surface_finish(struct own_surface *o)
{
    held -= (int64_t)o->pixels.width * o->pixels.height;
    free(o->pixels.data);
    *o = (struct own_surface){0};
}

void
own_surface_commit(struct own_surface *o, struct rect damage)
{
    (void)o;
    (void)damage;
}

void
overlay_sad_page(struct pixels *area, const struct sad_page *what,
                 bool button_hover, struct rect *button)
{
    (void)area;
    (void)what;
    (void)button_hover;
    (void)button;
    sad_pages++;
}

void
overlay_dead_embed(struct pixels *area, const char *head, const char *cause,
                   const struct autopsy *autopsy, bool button_hover,
                   struct rect *button)
{
    (void)area;
    (void)head;
    (void)cause;
    (void)autopsy;
    (void)button_hover;
    *button = (struct rect){1, 2, 3, 4};
}

const char *
tab_url(const struct tab *t)
{
    (void)t;
    return "";
}

const char *
tab_title(const struct tab *t)
{
    (void)t;
    return "";
}

/* ---- the tests ------------------------------------------------------------
 */

/* A tab or frame with a page that is painted. */
struct place {
    struct tab tab;
    struct page page;
    struct surface surface;
};

static struct place *
place_create(struct embed *host)
{
    struct place *p = calloc(1, sizeof *p);

    p->surface.committed = true;
    p->surface.width = p->surface.height = 1 << 20;
    p->page.surface = &p->surface;
    p->page.tab = &p->tab;
    p->tab.page = &p->page;
    p->tab.host = host;
    return p;
}

static void
place_destroy(struct place *p)
{
    for (int i = 0; i < MAX_EMBEDS; i++) {
        struct embed *e = &p->page.embeds[i];

        own_surface_finish(&e->placard);
        if (e->frame != NULL)
            place_destroy((struct place *)e->frame);
    }
    own_surface_finish(&p->page.placard);
    free(p);
}

/* A frame of this size that has died or was refused. */
static struct embed *
add_dead(struct place *p, int number, int width, int height)
{
    struct embed *e = &p->page.embeds[number];

    *e = (struct embed){.page = &p->page,
                        .in_use = true,
                        .is_frame = true,
                        .placed = true,
                        .dead = true,
                        .place = {0, 0, width, height}};
    return e;
}

/* A page of as many frames as there may be, each full of dead ones. */
static struct place *
crowd_create(void)
{
    struct place *top = place_create(NULL);

    for (int i = 0; i < MAX_FRAMES; i++) {
        struct embed *e = add_dead(top, i, MAX_WINDOW, MAX_WINDOW);
        struct place *inner = place_create(e);

        e->dead = false;
        e->frame = &inner->tab;
        for (int k = 0; k < MAX_EMBEDS; k++)
            add_dead(inner, k, MAX_WINDOW, MAX_WINDOW);
    }
    return top;
}

static void
stage(struct place *p)
{
    items = sad_pages = 0;
    stage_content(&p->tab, window, true);
}

/* Toolbar and status line come after the page in a scene, which has room for
 * so many items. */
static void
page_leaves_room_for_the_browser(void **state)
{
    struct place *p = crowd_create();

    (void)state;
    stage(p);
    assert_int_equal(items, MAX_PAGE_ITEMS);
    assert_true(items + 2 < MAX_ITEMS);
    p->page.dead = true; /* what is said of that is the browser's too */
    stage(p);
    assert_int_equal(sad_pages, 1);
    assert_int_equal(items, MAX_PAGE_ITEMS + 1);
    place_destroy(p);
    assert_int_equal(held, 0);
}

/* The page says how large its frames are; what stands in for dead ones is the
 * browser's memory. */
static void
dead_frames_cost_a_few_windows(void **state)
{
    struct place *p = crowd_create();

    (void)state;
    stage(p);
    assert_in_range(held, WINDOW, 4 * WINDOW);
    for (int i = 0; i < MAX_FRAMES; i++) { /* one after the other */
        for (int k = 0; k < MAX_FRAMES; k++)
            p->page.embeds[k].place.x = k == i ? 0 : -2 * MAX_WINDOW;
        stage(p);
        assert_in_range(held, WINDOW, 4 * WINDOW);
    }
    place_destroy(p);
}

static void
each_of_a_few_has_its_card(void **state)
{
    struct place *p = place_create(NULL);

    (void)state;
    for (int i = 0; i < 10; i++)
        add_dead(p, i, 300, 200);
    stage(p);
    assert_int_equal(held, 10 * 300 * 200);
    for (int i = 0; i < 10; i++)
        assert_int_equal(p->page.embeds[i].button.width, 3);
    place_destroy(p);
}

/* One that has no card has no button either. */
static void
no_card_no_button(void **state)
{
    struct place *p = place_create(NULL);

    (void)state;
    for (int i = 0; i < 5; i++)
        add_dead(p, i, WIDTH, HEIGHT);
    stage(p);
    assert_int_equal(held, 4 * WINDOW);
    assert_int_equal(p->page.embeds[3].button.width, 3);
    assert_int_equal(p->page.embeds[4].button.width, 0);
    place_destroy(p);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(page_leaves_room_for_the_browser),
        cmocka_unit_test(dead_frames_cost_a_few_windows),
        cmocka_unit_test(each_of_a_few_has_its_card),
        cmocka_unit_test(no_card_no_button),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
