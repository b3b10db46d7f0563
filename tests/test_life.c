/*
 * test_life.c - the Game of Life plugin through its interface, as the plugin
 * process uses it.
 *
 * Process: test.  Distrusts: nothing.
 */
#include "bulkhead_plugin.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <dlfcn.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#ifndef LIFE_SO
#define LIFE_SO BINARY_DIR "/../lib/bulkhead/plugins/life.so"
#endif

typedef const struct bulkhead_plugin *entry_fn(uint32_t abi);

enum { CELL = 10, SIZE = 100 };

static const struct bulkhead_plugin *plugin;

/* What the plugin asked of the host. */
static struct {
    unsigned frames, logs;
    int cursor;
} asked;

static void
fake_log(void *instance, const char *text)
{
    (void)instance;
    assert_non_null(text);
    asked.logs++;
}

static void
fake_request_frame(void *instance, uint32_t after_ms)
{
    (void)instance;
    (void)after_ms;
    asked.frames++;
}

static void
fake_set_cursor(void *instance, int32_t cursor)
{
    (void)instance;
    asked.cursor = cursor;
}

static uint64_t
fake_now_ms(void *instance)
{
    (void)instance;
    return 1000;
}

static const struct bulkhead_host host = {sizeof host,        fake_log,
                                          fake_request_frame, fake_set_cursor,
                                          fake_now_ms,        NULL};

static int
load(void **state)
{
    void *object = dlopen(LIFE_SO, RTLD_NOW | RTLD_LOCAL);
    void *symbol = NULL;
    entry_fn *entry;

    (void)state;
    if (object != NULL)
        symbol = dlsym(object, "bulkhead_plugin_entry");
    if (symbol == NULL) {
        print_error("cannot load %s: %s\n", LIFE_SO, dlerror());
        return -1;
    }
    memcpy(&entry, &symbol, sizeof symbol);
    plugin = entry(BULKHEAD_PLUGIN_ABI);
    return plugin != NULL && entry(BULKHEAD_PLUGIN_ABI + 1) == NULL ? 0 : -1;
}

static void *
create(const char *url, const char *params, int width, int height)
{
    struct bulkhead_begin begin = {sizeof begin, "application/x-bulkhead-life",
                                   url,          params,
                                   width,        height};
    void *life = plugin->create(&host, NULL, &begin);

    assert_non_null(life);
    return life;
}

/* A life of 10 x 10 cells that starts with this RLE. */
static void *
create_pattern(const char *rle)
{
    void *life = create("http://x/a.rle", "cell=10\nspeed=1", SIZE, SIZE);

    plugin->stream_data(life, (const uint8_t *)rle, strlen(rle));
    plugin->stream_end(life, 1);
    return life;
}

/* Lets frames pass, far less than a generation in time. */
static void
settle(void *life, uint64_t now)
{
    for (int i = 0; i < 25; i++)
        plugin->tick(life, now + (uint64_t)i);
}

static int
brightness(uint32_t pixel)
{
    return (int)((pixel >> 16 & 255) + (pixel >> 8 & 255) + (pixel & 255));
}

/* The cells as a text of 10 rows, from the brightness of their middles. */
static void
read_cells(void *life, char out[10 * 10 + 1])
{
    static uint32_t pixels[SIZE * SIZE];
    struct bulkhead_picture picture = {pixels, SIZE * 4, SIZE, SIZE};
    struct bulkhead_rect damage = {0, 0, 0, 0};

    plugin->paint(life, &picture, &damage);
    for (int i = 0; i < 100; i++) {
        uint32_t p = pixels[(i / 10 * CELL + 5) * SIZE + i % 10 * CELL + 5];

        assert_int_equal(p >> 24, 255);
        out[i] = brightness(p) > 380 ? 'o' : '.';
    }
    out[100] = 0;
}

static unsigned
count_cells(void *life)
{
    char cells[101];
    unsigned count = 0;

    settle(life, 1);
    read_cells(life, cells);
    for (int i = 0; i < 100; i++)
        count += cells[i] == 'o';
    return count;
}

static void
a_blinker_oscillates(void **state)
{
    void *life = create_pattern("#C remark\nx = 3, y = 1, rule = B3/S23\n3o!");
    char cells[101];

    (void)state;
    for (uint64_t generation = 0; generation < 4; generation++) {
        settle(life, 1000 + generation * 1000);
        read_cells(life, cells);
        for (int i = 0; i < 100; i++) {
            int x = i % 10, y = i / 10;
            bool alive = generation % 2 == 0 ? y == 4 && x >= 3 && x <= 5
                                             : x == 4 && y >= 3 && y <= 5;

            if ((cells[i] == 'o') != alive)
                fail_msg("generation %d: cell %d,%d is %c", (int)generation, x,
                         y, cells[i]);
        }
    }
    plugin->destroy(life);
}

static void
the_torus_wraps(void **state)
{
    /* A glider on 10 x 10 is back after 40 generations. */
    void *life = create_pattern("x=3,y=3\nbo$2bo$3o!");
    char before[101], after[101];

    (void)state;
    settle(life, 1000);
    read_cells(life, before);
    for (uint64_t generation = 1; generation < 40; generation++)
        settle(life, 1000 + generation * 1000);
    read_cells(life, after);
    assert_string_not_equal(before, after);
    settle(life, 41000);
    read_cells(life, after);
    assert_string_equal(before, after);
    plugin->destroy(life);
}

static void
rules_are_obeyed(void **state)
{
    /* Seeds, B2/S: a pair dies and lights its neighbours. */
    void *life = create_pattern("x = 2, y = 1, rule = B2/S\n2o!");

    (void)state;
    assert_int_equal(count_cells(life), 2);
    settle(life, 1500);
    assert_int_equal(count_cells(life), 4);
    plugin->destroy(life);
}

static void
hostile_patterns_are_harmless(void **state)
{
    static const struct {
        const char *rle;
        unsigned cells;
    } cases[] = {
        {"x = 3, y = 1\n99999999999999999999o!", 7}, /* from 3 to the edge */
        {"x = 3, y = 1\n999999999$o!", 0},
        {"x = 3, y = 1\n999999999b999999999bo!", 0},
        {"x = 8, y = 8\n2o$$2o$\n\n#x\n3$o", 5},
        {"x = 1, y = 1\no!o$o$o", 1},
        {"x = 1, y = 1\noZoo", 1},
        {"x = 1, y = 1, rule = B0123456789/S0\no!", 1},
        {"x = 1, y = 1, rule = \no!", 1},
        {"x = 1, y = 1, rule\no!", 1},
        {"X=1,Y=1,RULE=23/3\no!", 1},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        void *life = create_pattern(cases[i].rle);
        unsigned count = count_cells(life);

        if (count != cases[i].cells)
            fail_msg("case %zu: %u cells", i, count);
        plugin->destroy(life);
    }
}

static void
large_patterns_get_small_cells(void **state)
{
    /* 40 cells in 100 pixels, with room around: 2 pixels each. */
    void *life = create_pattern("x = 40, y = 1\n40o!");
    static uint32_t pixels[SIZE * SIZE];
    struct bulkhead_picture picture = {pixels, SIZE * 4, SIZE, SIZE};
    struct bulkhead_rect damage = {0, 0, 0, 0};
    int bright = 0;

    (void)state;
    settle(life, 1);
    plugin->paint(life, &picture, &damage);
    for (int i = 0; i < SIZE * SIZE; i++)
        bright += brightness(pixels[i]) > 380;
    assert_int_equal(bright, 40 * 2 * 2);
    plugin->destroy(life);
}

static void
what_is_no_pattern_becomes_soup(void **state)
{
    static const char *const texts[] = {
        "",
        "x",
        "x =",
        "x = 0, y = 0\n",
        "x = -1, y = 3\no!",
        "x = 99999, y = 3\no!",
        "<html>",
        "\xFF\xFE\x00\x01",
        "####",
    };

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        void *life = create_pattern(texts[i]);

        assert_true(count_cells(life) > 5);
        plugin->destroy(life);
    }
}

static void
random_bytes_are_harmless(void **state)
{
    static const char letters[] = "bo$!0123456789 \n#xy=,/BS";
    uint32_t random = 1;

    (void)state;
    for (int round = 0; round < 300; round++) {
        char text[200] = "x = 5, y = 5, rule = B3/S23\n";

        for (size_t i = round % 2 ? 28 : 0; i < sizeof text - 1; i++) {
            random = random * 1664525 + 1013904223;
            text[i] =
                round % 3 ? letters[(random >> 16) % 24] : (char)(random >> 24);
        }
        plugin->destroy(create_pattern(text));
    }
}

static void
pieces_make_the_same_pattern(void **state)
{
    static const char rle[] = "x = 4, y = 2\n12o$b2o!";
    void *life = create("u", "cell=10\nspeed=1", SIZE, SIZE);
    unsigned whole, pieces;
    void *other = create_pattern(rle);

    (void)state;
    for (size_t i = 0; i < sizeof rle - 1; i++)
        plugin->stream_data(life, (const uint8_t *)rle + i, 1);
    assert_int_equal(count_cells(life), 0); /* waits for the end */
    plugin->stream_end(life, 1);
    pieces = count_cells(life);
    whole = count_cells(other);
    assert_int_equal(pieces, whole);
    plugin->destroy(life);
    plugin->destroy(other);
}

static void
a_failed_stream_is_said_and_replaced(void **state)
{
    void *life = create("u", "cell=10\nspeed=1", SIZE, SIZE);

    (void)state;
    asked.logs = 0;
    plugin->stream_data(life, (const uint8_t *)"x=1,y=1\no!", 10);
    plugin->stream_end(life, 0);
    assert_int_equal(asked.logs, 1);
    assert_true(count_cells(life) > 5);
    plugin->destroy(life);
}

static void
press(void *life, uint32_t code)
{
    plugin->key(life, &(struct bulkhead_key){code, 0, 1});
    plugin->key(life, &(struct bulkhead_key){code, 0, 0});
}

static void
point(void *life, int action, int button, int x, int y)
{
    plugin->pointer(life,
                    &(struct bulkhead_pointer){action, button, x, y, 0, 1});
}

static void
the_mouse_draws(void **state)
{
    void *life = create("", "cell=10\nspeed=1", SIZE, SIZE);
    char cells[101];

    (void)state;
    press(life, 'c'); /* clears and pauses */
    assert_int_equal(count_cells(life), 0);
    point(life, BULKHEAD_POINTER_DOWN, BULKHEAD_BUTTON_LEFT, 5, 5);
    point(life, BULKHEAD_POINTER_MOVE, 0, 95, 95);
    assert_int_equal(asked.cursor, BULKHEAD_CURSOR_CROSSHAIR);
    point(life, BULKHEAD_POINTER_UP, BULKHEAD_BUTTON_LEFT, 95, 95);
    point(life, BULKHEAD_POINTER_MOVE, 0, 95, 5);
    settle(life, 1);
    read_cells(life, cells);
    for (int i = 0; i < 100; i++)
        assert_int_equal(cells[i], i % 11 == 0 ? 'o' : '.');
    /* A stroke that begins on a living cell erases. */
    point(life, BULKHEAD_POINTER_DOWN, BULKHEAD_BUTTON_LEFT, 5, 5);
    point(life, BULKHEAD_POINTER_MOVE, 0, 1 << 25, 1 << 25);
    point(life, BULKHEAD_POINTER_MOVE, 0, -(1 << 25), -(1 << 25));
    point(life, BULKHEAD_POINTER_LEAVE, 0, 0, 0);
    assert_int_equal(count_cells(life), 0);
    plugin->destroy(life);
}

static void
keys_pause_step_and_reset(void **state)
{
    void *life = create_pattern("x = 3, y = 1\n3o!");
    char before[101], after[101];

    (void)state;
    settle(life, 1000);
    press(life, ' ');
    settle(life, 2000);
    read_cells(life, before);
    settle(life, 9000);
    read_cells(life, after);
    assert_string_equal(before, after);
    press(life, '.');
    settle(life, 10000);
    read_cells(life, after);
    assert_string_not_equal(before, after);
    press(life, 'r');
    settle(life, 11000);
    read_cells(life, after);
    assert_string_equal(before, after);
    plugin->destroy(life);
}

static void
nothing_is_painted_when_nothing_moves(void **state)
{
    static uint32_t pixels[SIZE * SIZE];
    struct bulkhead_picture picture = {pixels, SIZE * 4, SIZE, SIZE};
    struct bulkhead_rect damage = {0, 0, 0, 0};
    void *life = create("", "cell=10\nseed=5", SIZE, SIZE);

    (void)state;
    press(life, ' ');
    settle(life, 1000);
    settle(life, 2000);
    plugin->paint(life, &picture, &damage);
    assert_int_equal(damage.width, SIZE);
    asked.frames = 0;
    damage = (struct bulkhead_rect){0, 0, 0, 0};
    settle(life, 3000);
    plugin->paint(life, &picture, &damage);
    assert_int_equal(damage.width, 0);
    assert_int_equal(asked.frames, 0);
    plugin->destroy(life);
}

/* Memory whose ends are followed by pages that may not be touched. */
static void
paint_guarded(void *life, int width, int height)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    size_t size = (size_t)width * (size_t)height * 4;
    size_t room = (size + page - 1) / page * page;
    uint8_t *memory = mmap(NULL, room + 2 * page, PROT_NONE,
                           MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    struct bulkhead_picture picture = {NULL, (size_t)width * 4, width, height};

    assert_ptr_not_equal(memory, MAP_FAILED);
    assert_int_equal(mprotect(memory + page, room, PROT_READ | PROT_WRITE), 0);
    for (int end = 0; end < 2; end++) {
        struct bulkhead_rect damage = {0, 0, 0, 0};
        uint8_t *at = end ? memory + page + room - size : memory + page;

        picture.pixels = (uint32_t *)(void *)at;
        press(life, ' '); /* so that there is something to paint */
        plugin->tick(life, 5000);
        plugin->paint(life, &picture, &damage);
        assert_int_equal(damage.x, 0);
        assert_int_equal(damage.width, width);
        assert_int_equal(damage.height, height);
        for (int i = 0; i < width * height; i += 97)
            assert_int_equal(picture.pixels[i] >> 24, 255);
    }
    munmap(memory, room + 2 * page);
}

static void
all_sizes_stay_in_bounds(void **state)
{
    static const int sizes[][2] = {
        {1, 1},     {1, 8192},  {8192, 1},  {3, 3},     {7, 9},       {63, 65},
        {330, 120}, {331, 119}, {329, 121}, {640, 401}, {3000, 2000},
    };
    static const char *const params[] = {
        "",
        "cell=2",
        "cell=64",
        "cell=0\nspeed=0\nseed=",
        "cell=99999999999",
        "cell=-1",
        "speed=99\ncell",
        "=\n=\n\n",
    };

    (void)state;
    for (size_t p = 0; p < sizeof params / sizeof *params; p++) {
        void *life = create("", params[p], 300, 150);

        for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
            int width = sizes[i][0], height = sizes[i][1];

            if (width * height > 1000000 && p > 1)
                continue;
            plugin->resize(life, width, height);
            for (int y = -30; y < height + 30; y += height / 7 + 1)
                point(life, BULKHEAD_POINTER_DOWN, BULKHEAD_BUTTON_LEFT,
                      width - 30, y);
            point(life, BULKHEAD_POINTER_UP, BULKHEAD_BUTTON_LEFT, 0, 0);
            paint_guarded(life, width, height);
        }
        plugin->destroy(life);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_blinker_oscillates),
        cmocka_unit_test(the_torus_wraps),
        cmocka_unit_test(rules_are_obeyed),
        cmocka_unit_test(hostile_patterns_are_harmless),
        cmocka_unit_test(large_patterns_get_small_cells),
        cmocka_unit_test(what_is_no_pattern_becomes_soup),
        cmocka_unit_test(random_bytes_are_harmless),
        cmocka_unit_test(pieces_make_the_same_pattern),
        cmocka_unit_test(a_failed_stream_is_said_and_replaced),
        cmocka_unit_test(the_mouse_draws),
        cmocka_unit_test(keys_pause_step_and_reset),
        cmocka_unit_test(nothing_is_painted_when_nothing_moves),
        cmocka_unit_test(all_sizes_stay_in_bounds),
    };

    return cmocka_run_group_tests(tests, load, NULL);
}
