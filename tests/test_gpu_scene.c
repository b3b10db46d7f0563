/*
 * test_gpu_scene.c - the gpu's drawing code without its process: headless,
 * pixel by pixel.
 *
 * Process: test.  Distrusts: nothing.
 */
#include "compositor.h"
#include "warmup.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { WIDTH = 600, HEIGHT = 400, SLOTS = 8, SURFACE = 7 };

#define BACKGROUND 0xFF102030U

static const struct rect whole = {0, 0, TILE_SIZE, TILE_SIZE};
static const struct rect window = {0, 0, WIDTH, HEIGHT};

struct fixture {
    struct display display;
    struct textures textures;
    struct compositor compositor;
    struct tiles painter; /* the writable side of the arena */
    uint32_t pixels[WIDTH * HEIGHT];
    uint32_t frame;
};

static int
set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    int fd = tiles_create(SLOTS), readable = tiles_reopen_read_only(fd);
    struct tiles arena;

    assert_non_null(f);
    assert_true(display_open(&f->display, "headless width=600 height=400"));
    textures_init(&f->textures, f->display.renderer);
    assert_true(tiles_map(&f->painter, fd, SLOTS, true));
    assert_true(tiles_map(&arena, readable, SLOTS, false));
    close(fd);
    close(readable);
    textures_open(&f->textures, SURFACE, arena);
    *state = f;
    return 0;
}

static int
tear_down(void **state)
{
    struct fixture *f = *state;

    textures_finish(&f->textures);
    display_close(&f->display);
    tiles_unmap(&f->painter);
    free(f);
    return 0;
}

static void
fill_slot(struct fixture *f, uint32_t slot, struct rect r, uint32_t pixel)
{
    uint32_t *to = (uint32_t *)(void *)tiles_slot(&f->painter, slot);

    for (int y = r.y; y < r.y + r.height; y++)
        for (int x = r.x; x < r.x + r.width; x++)
            to[y * TILE_SIZE + x] = pixel;
}

static void
set_tile(struct fixture *f, uint32_t column, uint32_t row, uint32_t slot,
         uint32_t pixel)
{
    fill_slot(f, slot, whole, pixel);
    assert_true(textures_tile(&f->textures, SURFACE, column, row, slot, whole));
}

static void
begin(struct fixture *f)
{
    compositor_begin(&f->compositor, ++f->frame, WIDTH, HEIGHT, BACKGROUND);
}

static void
add_layer(struct fixture *f, struct rect clip, int x, int y)
{
    compositor_add(&f->compositor, (struct scene_item){.area = clip,
                                                       .surface = SURFACE,
                                                       .origin_x = x,
                                                       .origin_y = y});
}

static void
add_solid(struct fixture *f, struct rect area, uint32_t color)
{
    compositor_add(
        &f->compositor,
        (struct scene_item){.area = area, .solid = true, .color = color});
}

/* Draws the scene being built and reads it into f->pixels. */
static void
finish(struct fixture *f)
{
    assert_true(compositor_end(&f->compositor, f->frame));
    assert_true(compositor_draw(&f->compositor, &f->display, &f->textures));
    memset(f->pixels, 0, sizeof f->pixels);
    assert_true(display_read(&f->display, f->pixels, WIDTH, HEIGHT));
    display_present(&f->display);
}

static uint32_t
at(const struct fixture *f, int x, int y)
{
    return f->pixels[y * WIDTH + x];
}

/* Within 2 of each channel: blending rounds. */
static void
assert_close(uint32_t got, uint32_t wanted)
{
    for (int shift = 0; shift < 32; shift += 8) {
        int difference =
            (int)(got >> shift & 255) - (int)(wanted >> shift & 255);

        if (abs(difference) > 2)
            fail_msg("pixel %08x instead of %08x", got, wanted);
    }
}

static void
opaque_tiles_stand_where_told(void **state)
{
    struct fixture *f = *state;

    set_tile(f, 0, 0, 3, 0xFFFF0000U);
    set_tile(f, 1, 0, 5, 0xFF00FF00U);
    begin(f);
    add_layer(f, window, 10, 20);
    finish(f);
    assert_int_equal(at(f, 9, 20), BACKGROUND);
    assert_int_equal(at(f, 10, 19), BACKGROUND);
    assert_int_equal(at(f, 10, 20), 0xFFFF0000U);
    assert_int_equal(at(f, 265, 275), 0xFFFF0000U);
    assert_int_equal(at(f, 266, 275), 0xFF00FF00U);
    assert_int_equal(at(f, 266, 276), BACKGROUND);
    assert_int_equal(at(f, 521, 100), 0xFF00FF00U);
    assert_int_equal(at(f, 522, 100), BACKGROUND);
}

static void
transparent_tiles_blend(void **state)
{
    struct fixture *f = *state;

    /* Half white, premultiplied; then nothing at all; then more colour than
     * alpha, which no painter should make and none may crash on. */
    set_tile(f, 0, 0, 0, 0x80808080U);
    set_tile(f, 1, 0, 1, 0x00000000U);
    set_tile(f, 0, 1, 2, 0x01FFFFFFU);
    begin(f);
    add_layer(f, window, 0, 0);
    finish(f);
    assert_close(at(f, 5, 5), 0xFF889098U);
    assert_int_equal(at(f, 300, 5), BACKGROUND);
    assert_int_equal(at(f, 5, 300) >> 24, 255);
}

static void
opacity_follows_the_damage(void **state)
{
    struct fixture *f = *state;
    const struct rect corner = {16, 32, 8, 4};

    set_tile(f, 0, 0, 0, 0xFFFFFFFFU);
    begin(f);
    add_layer(f, window, 0, 0);
    finish(f);
    /* Another slot; only the corner is told to differ. */
    fill_slot(f, 1, whole, 0xFF0000FFU);
    fill_slot(f, 1, corner, 0);
    assert_true(textures_tile(&f->textures, SURFACE, 0, 0, 1, corner));
    begin(f);
    add_layer(f, window, 0, 0);
    finish(f);
    assert_int_equal(at(f, 15, 32), 0xFFFFFFFFU);
    assert_int_equal(at(f, 16, 32), BACKGROUND);
    assert_int_equal(at(f, 23, 35), BACKGROUND);
    assert_int_equal(at(f, 24, 35), 0xFFFFFFFFU);
    /* Damage of frames that were never drawn adds up. */
    fill_slot(f, 2, whole, 0xFF00FF00U);
    assert_true(textures_tile(&f->textures, SURFACE, 0, 0, 2,
                              (struct rect){0, 0, 1, 1}));
    assert_true(textures_tile(&f->textures, SURFACE, 0, 0, 2,
                              (struct rect){255, 255, 1, 1}));
    begin(f);
    add_layer(f, window, 0, 0);
    finish(f);
    assert_int_equal(at(f, 0, 0), 0xFF00FF00U);
    assert_int_equal(at(f, 255, 255), 0xFF00FF00U);
    assert_int_equal(at(f, 20, 33), 0xFF00FF00U);
}

static void
layers_are_clipped(void **state)
{
    struct fixture *f = *state;

    set_tile(f, 0, 0, 0, 0xFFFF0000U);
    begin(f);
    add_layer(f, (struct rect){50, 60, 20, 30}, 0, 0);
    /* Partly and wholly outside the window; empty; not there. */
    add_layer(f, (struct rect){-10, -10, 15, 15}, -10, -10);
    add_layer(f, (struct rect){590, 390, 500, 500}, 590, 390);
    add_layer(f, (struct rect){5000, 5000, 10, 10}, 0, 0);
    add_layer(f, (struct rect){0, 0, 0, 0}, 0, 0);
    compositor_add(&f->compositor,
                   (struct scene_item){.area = window, .surface = 99});
    finish(f);
    assert_int_equal(at(f, 49, 60), BACKGROUND);
    assert_int_equal(at(f, 50, 60), 0xFFFF0000U);
    assert_int_equal(at(f, 69, 89), 0xFFFF0000U);
    assert_int_equal(at(f, 70, 89), BACKGROUND);
    assert_int_equal(at(f, 69, 90), BACKGROUND);
    assert_int_equal(at(f, 4, 4), 0xFFFF0000U);
    assert_int_equal(at(f, 5, 5), BACKGROUND);
    assert_int_equal(at(f, 599, 399), 0xFFFF0000U);
}

static void
origins_may_be_negative(void **state)
{
    struct fixture *f = *state;

    set_tile(f, 2, 1, 0, 0xFF0000FFU);
    begin(f);
    add_layer(f, window, -500, -250);
    finish(f);
    /* The tile covers 512 - 500 = 12 and 256 - 250 = 6 onwards. */
    assert_int_equal(at(f, 11, 6), BACKGROUND);
    assert_int_equal(at(f, 12, 5), BACKGROUND);
    assert_int_equal(at(f, 12, 6), 0xFF0000FFU);
    assert_int_equal(at(f, 267, 261), 0xFF0000FFU);
    assert_int_equal(at(f, 268, 261), BACKGROUND);
}

static void
solids_fill_and_blend(void **state)
{
    struct fixture *f = *state;

    begin(f);
    add_solid(f, (struct rect){-5, -5, 10, 10}, 0xFFFFFF00U);
    add_solid(f, (struct rect){100, 100, 10, 10}, 0x80FFFFFFU);
    add_solid(f, (struct rect){200, 200, 10, 10}, 0x00FFFFFFU);
    finish(f);
    assert_int_equal(at(f, 4, 4), 0xFFFFFF00U);
    assert_int_equal(at(f, 5, 4), BACKGROUND);
    assert_close(at(f, 105, 105), 0xFF889098U);
    assert_int_equal(at(f, 205, 205), BACKGROUND);
}

static void
tiles_and_surfaces_go(void **state)
{
    struct fixture *f = *state;

    set_tile(f, 0, 0, 0, 0xFFFF0000U);
    set_tile(f, 1, 0, 1, 0xFF00FF00U);
    begin(f);
    add_layer(f, window, 0, 0);
    finish(f);
    textures_tile_gone(&f->textures, SURFACE, 0, 0);
    textures_tile_gone(&f->textures, SURFACE, 40, 40);
    textures_tile_gone(&f->textures, 99, 0, 0);
    begin(f);
    add_layer(f, window, 0, 0);
    finish(f);
    assert_int_equal(at(f, 0, 0), BACKGROUND);
    assert_int_equal(at(f, 256, 0), 0xFF00FF00U);
    assert_int_equal(f->textures.alive, 1);
    textures_close(&f->textures, SURFACE);
    textures_close(&f->textures, SURFACE);
    begin(f);
    add_layer(f, window, 0, 0);
    finish(f);
    assert_int_equal(at(f, 256, 0), BACKGROUND);
    assert_int_equal(f->textures.alive, 0);
}

static void
numbers_out_of_range_are_refused(void **state)
{
    struct fixture *f = *state;
    static const struct rect bad[] = {
        {-1, 0, 5, 5},  {0, -1, 5, 5},   {0, 0, -5, 5},  {0, 0, 257, 1},
        {0, 0, 1, 257}, {200, 0, 57, 1}, {0, 256, 1, 1},
    };

    assert_false(textures_tile(&f->textures, 99, 0, 0, 0, whole));
    assert_false(textures_tile(&f->textures, SURFACE, 0, 0, SLOTS, whole));
    assert_false(textures_tile(&f->textures, SURFACE, 0, 0, UINT32_MAX, whole));
    assert_false(
        textures_tile(&f->textures, SURFACE, MAX_COLUMN + 1, 0, 0, whole));
    assert_false(
        textures_tile(&f->textures, SURFACE, 0, MAX_COLUMN + 1, 0, whole));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(textures_tile(&f->textures, SURFACE, 0, 0, 0, bad[i]));
    for (uint32_t i = 0; i < SLOTS; i++)
        assert_true(textures_tile(&f->textures, SURFACE, i, 0, 0, whole));
    assert_false(textures_tile(&f->textures, SURFACE, SLOTS, 0, 0, whole));
}

static void
extreme_scenes_are_harmless(void **state)
{
    struct fixture *f = *state;

    assert_false(compositor_end(&f->compositor, 0));
    assert_false(compositor_draw(&f->compositor, &f->display, &f->textures));
    add_layer(f, window, 0, 0); /* outside of a scene */
    set_tile(f, MAX_COLUMN, MAX_COLUMN, 0, 0xFFFF0000U);
    begin(f);
    add_layer(f, window, -MAX_COORDINATE, -MAX_COORDINATE);
    add_layer(f, window, MAX_COORDINATE, MAX_COORDINATE);
    add_layer(
        f,
        (struct rect){-MAX_COORDINATE, -MAX_COORDINATE, MAX_WINDOW, MAX_WINDOW},
        0, 0);
    add_layer(f, window, -MAX_CONTENT, -MAX_CONTENT);
    for (int i = 0; i < MAX_ITEMS + 10; i++)
        add_solid(f, (struct rect){i % 7, 0, 1, 1}, 0x01FFFFFFU);
    assert_false(compositor_end(&f->compositor, f->frame + 1));
    finish(f);
    assert_int_equal(at(f, 0, 200), 0xFFFF0000U);
    assert_int_equal(at(f, 256, 200), BACKGROUND);
}

static void
the_picture_takes_the_scenes_size(void **state)
{
    struct fixture *f = *state;
    int width, height;

    set_tile(f, 0, 0, 0, 0xFFFF0000U);
    begin(f);
    add_layer(f, window, 0, 0);
    finish(f);
    compositor_begin(&f->compositor, ++f->frame, 64, 32, BACKGROUND);
    add_layer(f, window, 0, 0);
    finish(f);
    display_size(&f->display, &width, &height);
    assert_int_equal(width, 64);
    assert_int_equal(height, 32);
    /* The texture was made anew from its slot; beyond the picture the reader's
     * memory is left alone. */
    assert_int_equal(at(f, 63, 31), 0xFFFF0000U);
    assert_int_equal(at(f, 64, 31), 0);
    assert_int_equal(at(f, 0, 32), 0);
    begin(f);
    add_layer(f, window, 0, 0);
    finish(f);
    assert_int_equal(at(f, 255, 255), 0xFFFF0000U);
    compositor_begin(&f->compositor, ++f->frame, 0, 0, BACKGROUND);
    finish(f);
}

static void
many_textures_are_given_up(void **state)
{
    struct fixture *f = *state;
    int fd = tiles_create(MAX_SLOTS);
    struct tiles arena;

    for (uint32_t number = 100; number < 102; number++) {
        assert_true(tiles_map(&arena, fd, MAX_SLOTS, false));
        textures_open(&f->textures, number, arena);
        for (uint32_t i = 0; i < MAX_SLOTS; i++)
            assert_true(
                textures_tile(&f->textures, number, i % 32, i / 32, i, whole));
    }
    close(fd);
    for (int i = 0; i < 2 * 11 * 16; i++) {
        begin(f);
        compositor_add(&f->compositor,
                       (struct scene_item){
                           .area = window,
                           .surface = 100 + (uint32_t)i % 2,
                           .origin_x = -(i / 2 % 11) * 3 * TILE_SIZE,
                           .origin_y = -(i / 22) * 2 * TILE_SIZE,
                       });
        assert_true(compositor_end(&f->compositor, f->frame));
        compositor_draw(&f->compositor, &f->display, &f->textures);
        assert_true(f->textures.alive <= 1024 + 12);
    }
    assert_true(f->textures.alive > 12);
}

struct writer_thread {
    struct fixture *f;
    _Atomic bool stop;
};

static void *
rewrite_pixels(void *data)
{
    struct writer_thread *w = data;
    uint32_t value = 1;

    while (!w->stop) {
        value = value * 1664525 + 1013904223;
        fill_slot(w->f, 0, whole, value);
    }
    return NULL;
}

static void
pixels_may_change_during_the_upload(void **state)
{
    struct fixture *f = *state;
    struct writer_thread w = {f, false};
    pthread_t thread;

    assert_int_equal(pthread_create(&thread, NULL, rewrite_pixels, &w), 0);
    for (int i = 0; i < 200; i++) {
        textures_tile(&f->textures, SURFACE, 0, 0, 0, whole);
        begin(f);
        add_layer(f, window, 0, 0);
        finish(f);
        assert_int_equal(at(f, 300, 0), BACKGROUND);
        assert_int_equal(at(f, 128, 128) >> 24, 255);
    }
    w.stop = true;
    pthread_join(thread, NULL);
}

static void
the_warm_up_leaves_nothing_behind(void **state)
{
    struct fixture *f = *state;

    assert_true(warmup_run(&f->display, &f->textures) > 0);
    assert_null(textures_find(&f->textures, 0));
    assert_int_equal(f->textures.alive, 0);
}

static void
bad_arguments_are_refused(void **state)
{
    struct display d;

    (void)state;
    assert_false(display_open(&d, ""));
    assert_false(display_open(&d, "renderer=software"));
    assert_true(display_open(&d, "headless width=999999 height=-1"));
    display_close(&d);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(opaque_tiles_stand_where_told),
        TEST(transparent_tiles_blend),
        TEST(opacity_follows_the_damage),
        TEST(layers_are_clipped),
        TEST(origins_may_be_negative),
        TEST(solids_fill_and_blend),
        TEST(tiles_and_surfaces_go),
        TEST(numbers_out_of_range_are_refused),
        TEST(extreme_scenes_are_harmless),
        TEST(the_picture_takes_the_scenes_size),
        TEST(many_textures_are_given_up),
        TEST(pixels_may_change_during_the_upload),
        TEST(the_warm_up_leaves_nothing_behind),
        cmocka_unit_test(bad_arguments_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
