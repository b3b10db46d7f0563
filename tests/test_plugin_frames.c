/*
 * test_plugin_frames.c - how a plugin's pictures become tiles and commits, with
 * a plugin and a browser of the test's own.
 *
 * Process: test.  Distrusts: nothing.
 */
#include "instance.h"
#include "slots.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <stdlib.h>
#include <unistd.h>

enum { SURFACE = 9, SLOTS = 8, MOST = 64 };

/* What was sent to the browser. */
static struct {
    struct msg_tile tiles[MOST];
    struct msg_commit commit;
    unsigned tile_count, gone, commits, cursors;
} sent;

/* What the plugin does and saw. */
static struct {
    const struct bulkhead_host *host;
    void *handle;
    struct bulkhead_rect damage;
    uint32_t color;
    unsigned created, destroyed, ticks, paints, resizes, pointers, bytes, ends;
    int width, height;
    bool refuse, endless;
    char params[64], text[64];
} seen;

#define KEEP(name, action)                  \
    case MSG_##name: {                      \
        struct msg_##name m;                \
        assert_true(decode_##name(&r, &m)); \
        action;                             \
        break;                              \
    }

static bool
fake_send(struct channel *c, struct span message)
{
    enum message_id id;
    struct reader r;

    (void)c;
    assert_true(message_open(message, &id, &r));
    switch ((int)id) {
        KEEP(tile, (assert_true(sent.tile_count < MOST),
                    sent.tiles[sent.tile_count++] = m))
        KEEP(tile_gone, ((void)m, sent.gone++))
        KEEP(commit, (sent.commit = m, sent.commits++))
        KEEP(cursor, ((void)m, sent.cursors++))
    default:
        fail_msg("a plugin may not send %s", routes[id].name);
    }
    return true;
}

static void *
fake_create(const struct bulkhead_host *host, void *handle,
            const struct bulkhead_begin *begin)
{
    seen.host = host;
    seen.handle = handle;
    seen.created++;
    seen.width = begin->width;
    seen.height = begin->height;
    strncpy(seen.params, begin->params, sizeof seen.params - 1);
    return seen.refuse ? NULL : &seen;
}

static void
fake_destroy(void *instance)
{
    (void)instance;
    seen.destroyed++;
}

static void
fake_tick(void *instance, uint64_t now)
{
    (void)instance;
    assert_true(now > 0);
    seen.ticks++;
    if (seen.endless)
        seen.host->request_frame(seen.handle, 0);
}

static void
fake_paint(void *instance, const struct bulkhead_picture *picture,
           struct bulkhead_rect *damage)
{
    (void)instance;
    assert_int_equal(damage->width, 0);
    seen.paints++;
    for (int i = 0; i < picture->width * picture->height; i++)
        picture->pixels[i] = seen.color;
    *damage = seen.damage;
}

static void
fake_resize(void *instance, int32_t width, int32_t height)
{
    (void)instance;
    seen.resizes++;
    seen.width = width;
    seen.height = height;
}

static void
fake_pointer(void *instance, const struct bulkhead_pointer *event)
{
    (void)instance;
    (void)event;
    seen.pointers++;
}

static void
fake_text(void *instance, const char *text)
{
    (void)instance;
    strncpy(seen.text, text, sizeof seen.text - 1);
}

static void
fake_data(void *instance, const uint8_t *data, size_t size)
{
    (void)instance;
    (void)data;
    seen.bytes += (unsigned)size;
}

static void
fake_end(void *instance, int32_t ok)
{
    (void)instance;
    seen.ends += 1 + (unsigned)ok;
}

static const struct channel_ops channel_ops = {fake_send};
static struct channel channel = {&channel_ops};

static const struct bulkhead_plugin plugin = {
    .abi = BULKHEAD_PLUGIN_ABI,
    .size = sizeof plugin,
    .title = "fake",
    .create = fake_create,
    .destroy = fake_destroy,
    .paint = fake_paint,
    .tick = fake_tick,
    .resize = fake_resize,
    .pointer = fake_pointer,
    .text = fake_text,
    .stream_data = fake_data,
    .stream_end = fake_end,
};

static struct instances all;
static struct tiles arena; /* a second view of it, for the test */

static int
set_up(void **state)
{
    int fd = tiles_create(SLOTS);
    struct tiles own;

    (void)state;
    memset(&sent, 0, sizeof sent);
    memset(&seen, 0, sizeof seen);
    seen.damage = (struct bulkhead_rect){0, 0, 8192, 8192};
    seen.color = 0xFF112233U;
    assert_true(instances_init(&all, &plugin));
    all.browser = &channel;
    assert_true(tiles_map(&own, fd, SLOTS, true));
    assert_true(tiles_map(&arena, fd, SLOTS, false));
    close(fd);
    instance_create(&all, SURFACE, own);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    while (all.first != NULL)
        instance_destroy(&all, all.first);
    tiles_unmap(&arena);
    return 0;
}

static struct instance *
begin(uint32_t width, uint32_t height)
{
    struct instance *i = instance_find(&all, SURFACE);

    assert_non_null(i);
    instance_view(i, width, height, true);
    instance_begin(i, span_of("a/b"), span_of(""), span_of("x=1"));
    return i;
}

static uint32_t
pixel(uint32_t slot, int x, int y)
{
    uint32_t p;

    memcpy(&p, tiles_slot(&arena, slot) + y * TILE_STRIDE + x * 4, 4);
    return p;
}

static void
a_picture_becomes_tiles(void **state)
{
    (void)state;
    begin(300, 260);
    assert_string_equal(seen.params, "x=1");
    assert_int_equal(instances_work(&all), -1);
    assert_int_equal(sent.tile_count, 4);
    assert_int_equal(sent.commits, 1);
    assert_int_equal(sent.commit.frame, 1);
    assert_int_equal(sent.commit.width, 300);
    assert_true(sent.commit.complete);
    for (unsigned i = 0; i < 4; i++) {
        const struct msg_tile *m = &sent.tiles[i];

        assert_int_equal(m->column, i % 2);
        assert_int_equal(m->row, i / 2);
        assert_int_equal(m->width, TILE_SIZE);
        for (unsigned j = 0; j < i; j++)
            assert_int_not_equal(m->slot, sent.tiles[j].slot);
        /* 300 = 256 + 44 and 260 = 256 + 4; nothing beyond. */
        assert_int_equal(pixel(m->slot, m->column ? 43 : 255, m->row ? 3 : 255),
                         seen.color);
        if (m->column)
            assert_int_equal(pixel(m->slot, 44, 0), 0);
        if (m->row)
            assert_int_equal(pixel(m->slot, 0, 4), 0);
    }
}

static void
only_damage_is_sent(void **state)
{
    struct instance *i = begin(300, 260);

    (void)state;
    instances_work(&all);
    instance_frame_done(i, 1);
    seen.damage = (struct bulkhead_rect){250, 10, 20, 5};
    seen.host->request_frame(seen.handle, 0);
    sent.tile_count = 0;
    instances_work(&all);
    assert_int_equal(sent.tile_count, 2);
    assert_int_equal(sent.tiles[0].x, 250);
    assert_int_equal(sent.tiles[0].width, 6);
    assert_int_equal(sent.tiles[1].x, 0);
    assert_int_equal(sent.tiles[1].width, 14);
    assert_int_equal(sent.tiles[1].y, 10);
    assert_int_equal(sent.tiles[1].height, 5);
    /* No damage, no commit. */
    seen.damage = (struct bulkhead_rect){0, 0, 0, 0};
    seen.host->request_frame(seen.handle, 0);
    instances_work(&all);
    assert_int_equal(sent.commits, 2);
}

static void
at_most_two_frames_are_in_flight(void **state)
{
    struct instance *i = begin(100, 100);

    (void)state;
    seen.endless = true;
    assert_int_equal(instances_work(&all), 0);
    assert_int_equal(instances_work(&all), -1);
    assert_int_equal(instances_work(&all), -1);
    assert_int_equal(sent.commits, 2);
    assert_int_equal(seen.paints, 2);
    instance_frame_done(i, 1);
    assert_int_equal(instances_work(&all), -1);
    assert_int_equal(sent.commits, 3);
    /* Frames that are not in flight mean nothing. */
    instance_frame_done(i, 1);
    instance_frame_done(i, 77);
    assert_int_equal(instances_work(&all), -1);
    instance_frame_done(i, 3);
    assert_int_equal(instances_work(&all), 0);
    assert_int_equal(sent.commits, 4);
}

static void
slots_wait_for_the_screen(void **state)
{
    struct instance *i = begin(100, 100);
    uint32_t first;

    (void)state;
    seen.endless = true;
    instances_work(&all);
    first = sent.tiles[0].slot;
    instances_work(&all);
    assert_int_not_equal(sent.tiles[1].slot, first);
    instance_frame_done(i, 1); /* the first is still on the screen */
    instances_work(&all);
    assert_int_not_equal(sent.tiles[2].slot, first);
    instance_frame_done(i, 2); /* the second has replaced it */
    instances_work(&all);
    assert_int_equal(sent.tiles[3].slot, first);
}

static void
a_small_arena_is_filled_in_turns(void **state)
{
    /* 6 tiles in 8 slots: the second frame finds only 2 free. */
    struct instance *i = begin(700, 500);

    (void)state;
    instances_work(&all);
    assert_int_equal(sent.tile_count, 6);
    seen.host->request_frame(seen.handle, 0);
    assert_int_equal(instances_work(&all), -1);
    assert_int_equal(sent.tile_count, 8);
    assert_false(sent.commit.complete);
    instance_frame_done(i, 1);
    assert_int_equal(instances_work(&all), -1); /* none is free yet: waits */
    assert_int_equal(sent.commits, 2);
    seen.damage = (struct bulkhead_rect){0, 0, 0, 0};
    for (uint32_t frame = 2; frame < 5; frame++) {
        assert_false(sent.commit.complete);
        instance_frame_done(i, frame);
        instances_work(&all);
        assert_int_equal(sent.commit.frame, frame + 1);
    }
    assert_true(sent.commit.complete);
    /* Each tile had its turn before the first one had its second. */
    for (unsigned n = 6; n < 12; n++)
        assert_int_equal(sent.tiles[n].row * 3 + sent.tiles[n].column, n - 6);
}

static void
nothing_is_painted_unseen(void **state)
{
    struct instance *i = begin(100, 100);

    (void)state;
    instance_view(i, 100, 100, false);
    seen.endless = true;
    assert_int_equal(instances_work(&all), -1);
    assert_int_equal(seen.ticks, 0);
    instance_view(i, 100, 100, true);
    instances_work(&all);
    assert_int_equal(seen.ticks, 1);
    instance_view(i, 0, 0, true);
    assert_int_equal(sent.gone, 1);
    assert_int_equal(instances_work(&all), -1);
    assert_int_equal(seen.ticks, 1);
}

static void
a_resize_replaces_all_tiles(void **state)
{
    struct instance *i = begin(300, 100);

    (void)state;
    instances_work(&all);
    assert_int_equal(sent.tile_count, 2);
    instance_view(i, 100, 300, true);
    assert_int_equal(seen.resizes, 1);
    assert_int_equal(seen.height, 300);
    assert_int_equal(sent.gone, 2);
    instances_work(&all);
    assert_int_equal(sent.tile_count, 4);
    assert_int_equal(sent.commit.height, 300);
    instance_view(i, 100, 300, true); /* the same: nothing */
    assert_int_equal(seen.resizes, 1);
}

static void
a_plugins_wild_numbers_are_harmless(void **state)
{
    static const struct bulkhead_rect wild[] = {
        {-1, 0, 10, 10},
        {0, 0, INT32_MAX, 10},
        {INT32_MAX, INT32_MAX, INT32_MAX, INT32_MAX},
        {0, 0, -5, 10},
        {INT32_MIN, 0, INT32_MIN, 1},
        {8192, 8192, 8192, 8192},
    };
    struct instance *i = begin(100, 100);

    (void)state;
    instances_work(&all);
    instance_frame_done(i, 1);
    for (size_t w = 0; w < sizeof wild / sizeof *wild; w++) {
        seen.damage = wild[w];
        seen.host->request_frame(seen.handle, 0);
        instances_work(&all);
    }
    assert_int_equal(sent.commits, 1);
    seen.host->set_cursor(seen.handle, -1);
    seen.host->set_cursor(seen.handle, 99);
    assert_int_equal(sent.cursors, 0);
    seen.host->set_cursor(seen.handle, BULKHEAD_CURSOR_HAND);
    assert_int_equal(sent.cursors, 1);
    seen.host->request_frame(seen.handle, UINT32_MAX);
    assert_true(instances_work(&all) > 1000000);
}

static void
input_and_content_arrive(void **state)
{
    struct instance *i = begin(100, 100);
    struct msg_pointer m = {.surface = SURFACE};

    (void)state;
    instance_pointer(i, &m);
    instance_text(i, (struct span){(const uint8_t *)"abcdef", 3});
    instance_stream_data(i, span_of("12345"));
    instance_stream_end(i, true);
    instance_key(i, &(struct msg_key){.surface = SURFACE}); /* no function */
    instance_focus(i, true);
    assert_int_equal(seen.pointers, 1);
    assert_string_equal(seen.text, "abc");
    assert_int_equal(seen.bytes, 5);
    assert_int_equal(seen.ends, 2);
}

static void
a_refusing_plugin_is_left_alone(void **state)
{
    struct instance *i;
    struct msg_pointer m = {.surface = SURFACE};

    (void)state;
    seen.refuse = true;
    i = begin(100, 100);
    instance_pointer(i, &m);
    instance_stream_data(i, span_of("1"));
    instances_work(&all);
    instance_begin(i, span_of(""), span_of(""), span_of(""));
    instance_destroy(&all, i);
    assert_int_equal(seen.created, 1);
    assert_int_equal(seen.paints + seen.pointers + seen.destroyed, 0);
}

static void
several_surfaces_are_apart(void **state)
{
    int fd = tiles_create(2);
    struct tiles other;

    (void)state;
    assert_true(tiles_map(&other, fd, 2, true));
    close(fd);
    begin(100, 100);
    instance_create(&all, SURFACE + 1, other);
    assert_non_null(instance_find(&all, SURFACE + 1));
    instances_work(&all);
    assert_int_equal(sent.commits, 1);
    /* The same number again: another arena, from the start. */
    fd = tiles_create(2);
    assert_true(tiles_map(&other, fd, 2, true));
    close(fd);
    instance_create(&all, SURFACE, other);
    assert_int_equal(seen.destroyed, 1);
    begin(100, 100);
    instances_work(&all);
    assert_int_equal(sent.commits, 2);
    assert_int_equal(sent.commit.frame, 1);
}

static void
foreign_interfaces_are_refused(void **state)
{
    struct bulkhead_plugin other = plugin;
    struct instances none;

    (void)state;
    assert_false(instances_init(&none, NULL));
    other.abi++;
    assert_false(instances_init(&none, &other));
    other = plugin;
    other.paint = NULL;
    assert_false(instances_init(&none, &other));
    other = plugin;
    other.size = 8;
    assert_false(instances_init(&none, &other));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_picture_becomes_tiles),
        TEST(only_damage_is_sent),
        TEST(at_most_two_frames_are_in_flight),
        TEST(slots_wait_for_the_screen),
        TEST(a_small_arena_is_filled_in_turns),
        TEST(nothing_is_painted_unseen),
        TEST(a_resize_replaces_all_tiles),
        TEST(a_plugins_wild_numbers_are_harmless),
        TEST(input_and_content_arrive),
        TEST(a_refusing_plugin_is_left_alone),
        TEST(several_surfaces_are_apart),
        cmocka_unit_test(foreign_interfaces_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
