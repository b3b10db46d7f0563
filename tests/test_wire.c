/*
 * test_wire.c - about:ipc's chart: what the browser streams is what the plugin
 * understands, and no stream, size or input harms it.
 *
 * Process: test.  Distrusts: nothing.
 */
#include "ipc/stream.h"
#include "messages.h"
#include "random.h"
#include "text.h"

#include "../plugin/bulkhead_plugin.h"
#include "../plugin/plugins/wire_model.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

enum { RECORDS = 400 };

static struct {
    uint64_t now;
    bool wants_frame;
    char posted[2000];
} host_saw;

/* Everything a browser sends, once. */
static void
add_stream(struct buf *out)
{
    static struct stream_record records[RECORDS];

    stream_begin(out, 1000000);
    for (int face = 0; face < TEXT_FACES; face++)
        stream_font(out, face, 12);
    stream_lane(out,
                &(struct stream_lane){7, RENDERER, LANE_READY, "renderer#7",
                                      "https://a.example", ""});
    stream_lane(out, &(struct stream_lane){3, GPU, LANE_SLOW, "gpu#3", "paints",
                                           "stopped"});
    stream_event(out, 1, 500, 7, EVENT_BIRTH, span_of(""));
    for (uint32_t i = 0; i < RECORDS; i++)
        records[i] = (struct stream_record){
            .serial = 10 + i,
            .ns = 1000 + UINT64_C(7000000) * i,
            .number = i % 3 ? 7 : 3,
            .length = i,
            .took = i * 1000,
            .page = i,
            .id = (uint16_t)(i % MSG_COUNT),
            .flags = i % 2 ? RECORD_IN | RECORD_HANDLED : 0};
    stream_records(out, records, RECORDS, 5);
    stream_event(out, 2, 3000000000, 7, EVENT_DEATH, span_of("killed"));
    stream_state(out, false, 12, "page==1", "no");
    stream_details(out, 11,
                   span_of("Ttitle\nRa\tb\tc\nC+\tsize\tx\nX00\n"
                           "Lgo\tshow 3\nHhead\n"));
}

static void
expect_all(struct wire_model *m)
{
    struct wire_lane *lane = wire_model_lane(m, 7);

    assert_true(m->begun);
    assert_false(m->broken);
    assert_int_equal(m->start_ns, 1000000);
    assert_int_equal(m->name_count, MSG_COUNT);
    assert_string_equal(wire_model_name(m, MSG_tile), "tile");
    assert_string_equal(wire_model_name(m, 65535), "?");
    assert_int_equal(m->lane_count, 2);
    assert_int_equal(m->lanes[0].number, 3);
    assert_string_equal(m->lanes[0].trouble, "stopped");
    assert_non_null(lane);
    assert_string_equal(lane->use, "https://a.example");
    assert_int_equal(lane->born, 500);
    assert_int_equal(lane->died, 3000000000);
    assert_true(lane->flags & LANE_DEAD);
    assert_int_equal(m->record_total, RECORDS);
    assert_int_equal(wire_model_record(m, 9)->length, 9);
    assert_int_equal(wire_model_record(m, 9)->took, 9000);
    assert_int_equal(wire_model_record(m, 300)->page, 255);
    assert_null(wire_model_record(m, RECORDS));
    assert_int_equal(wire_model_from(m, 1000 + 7000000 * 5), 5);
    assert_int_equal(wire_model_from(m, UINT64_MAX), RECORDS);
    assert_int_equal(m->left_out, 5);
    assert_int_equal(m->cost, 12);
    assert_string_equal(m->filter, "page==1");
    assert_string_equal(m->wrong, "no");
    assert_int_equal(m->detailed, 11);
    for (int face = 0; face < TEXT_FACES; face++)
        assert_true(m->fonts[face].count >= '~' - ' ');
}

/* However the stream is cut. */
static void
test_round_trip(void **state)
{
    static const size_t cuts[] = {1, 7, 4096, 1 << 20};
    struct buf stream = {0};

    (void)state;
    add_stream(&stream);
    for (size_t i = 0; i < sizeof cuts / sizeof *cuts; i++) {
        struct wire_model m;

        assert_true(wire_model_init(&m));
        for (size_t at = 0; at < stream.size; at += cuts[i])
            wire_model_feed(&m, stream.data + at,
                            stream.size - at < cuts[i] ? stream.size - at
                                                       : cuts[i]);
        expect_all(&m);
        wire_model_finish(&m);
    }
    buf_finish(&stream);
}

/* More than is kept: the oldest go. */
static void
test_overflow(void **state)
{
    static struct stream_record records[STREAM_BATCH];
    struct buf stream = {0};
    struct wire_model m;
    uint64_t sent = 0;

    (void)state;
    assert_true(wire_model_init(&m));
    while (sent < WIRE_RECORDS + 3 * STREAM_BATCH) {
        for (unsigned i = 0; i < STREAM_BATCH; i++, sent++)
            records[i] = (struct stream_record){.serial = sent, .ns = sent};
        stream.size = 0;
        stream_records(&stream, records, STREAM_BATCH, 0);
        wire_model_feed(&m, stream.data, stream.size);
    }
    assert_int_equal(wire_model_first(&m), sent - WIRE_RECORDS);
    assert_null(wire_model_record(&m, wire_model_first(&m) - 1));
    assert_int_equal(wire_model_record(&m, sent - 1)->serial, sent - 1);
    assert_int_equal(wire_model_from(&m, sent - 10), sent - 10);
    for (uint32_t i = 1; i <= WIRE_LANES + 20; i++) {
        stream.size = 0;
        stream_lane(&stream, &(struct stream_lane){i, RENDERER, 0, "", "", ""});
        wire_model_feed(&m, stream.data, stream.size);
    }
    assert_int_equal(m.lane_count, WIRE_LANES);
    stream.size = 0;
    stream_clear(&stream);
    wire_model_feed(&m, stream.data, stream.size);
    assert_int_equal(m.record_total, 0);
    wire_model_finish(&m);
    buf_finish(&stream);
}

/* A chunk that claims to be larger than any is not waited for. */
static void
test_too_large(void **state)
{
    static const uint8_t head[] = {STREAM_LANE, 0, 0, 0, 0, 0, 0, 1};
    static const uint8_t unknown[] = {99, 0, 0, 0, 0, 0, 0, 0};
    struct wire_model m;

    (void)state;
    assert_true(wire_model_init(&m));
    wire_model_feed(&m, head, sizeof head);
    assert_true(m.broken);
    wire_model_feed(&m, head, sizeof head);
    wire_model_finish(&m);
    assert_true(wire_model_init(&m));
    wire_model_feed(&m, unknown, sizeof unknown);
    assert_true(m.broken);
    wire_model_finish(&m);
}

/* ---- the plugin itself --------------------------------------------------- */

static void
host_log(void *instance, const char *text)
{
    (void)instance;
    (void)text;
}

static void
host_request_frame(void *instance, uint32_t after_ms)
{
    (void)instance;
    (void)after_ms;
    host_saw.wants_frame = true;
}

static void
host_set_cursor(void *instance, int32_t cursor)
{
    (void)instance;
    (void)cursor;
}

static uint64_t
host_now_ms(void *instance)
{
    (void)instance;
    return host_saw.now;
}

static void
host_post(void *instance, const char *text)
{
    (void)instance;
    snprintf(host_saw.posted, sizeof host_saw.posted, "%s", text);
}

static const struct bulkhead_host host = {
    sizeof host,     host_log,    host_request_frame,
    host_set_cursor, host_now_ms, host_post,
};

static const struct bulkhead_plugin *plugin;

static void *
create(int width, int height)
{
    const struct bulkhead_begin begin = {
        sizeof begin, "application/x-bulkhead-wire", "", "", width, height};
    void *instance = plugin->create(&host, &host_saw, &begin);

    assert_non_null(instance);
    return instance;
}

static uint32_t *
paint(void *instance, int width, int height)
{
    uint32_t *pixels = calloc((size_t)width * (size_t)height, 4);
    struct bulkhead_picture picture = {pixels, (size_t)width * 4, width,
                                       height};
    struct bulkhead_rect damage = {0, 0, 0, 0};

    plugin->tick(instance, host_saw.now);
    plugin->paint(instance, &picture, &damage);
    return pixels;
}

static unsigned
count_of(const uint32_t *pixels, size_t count, uint32_t color)
{
    unsigned n = 0;

    for (size_t i = 0; i < count; i++)
        n += (pixels[i] & 0xFFFFFF) == color;
    return n;
}

static void
press(void *instance, int x, int y)
{
    struct bulkhead_pointer event = {
        BULKHEAD_POINTER_MOVE, BULKHEAD_BUTTON_LEFT, x, y, 0, 1};

    plugin->pointer(instance, &event);
    event.action = BULKHEAD_POINTER_DOWN;
    plugin->pointer(instance, &event);
    event.action = BULKHEAD_POINTER_UP;
    plugin->pointer(instance, &event);
}

/* Arrows are there, time stops, names and arrows can be clicked. */
static void
test_chart(void **state)
{
    enum { W = 900, H = 400 };
    const struct bulkhead_key space = {' ', 0, 1};
    struct buf stream = {0};
    void *w = create(W, H);
    uint32_t *pixels, *later;

    (void)state;
    add_stream(&stream);
    host_saw.now = 3100;
    plugin->stream_data(w, stream.data, stream.size);
    pixels = paint(w, W, H);
    assert_true(count_of(pixels, W * H, 0x7A6FB0) > 100); /* sent */
    assert_true(count_of(pixels, W * H, 0x18794E) > 20);  /* handled soon */
    assert_true(count_of(pixels, W * H, 0xC62828) > 20);  /* a death */
    plugin->key(w, &space);
    free(pixels);
    pixels = paint(w, W, H);
    host_saw.now += 500;
    later = paint(w, W, H);
    free(later);
    plugin->key(w, &(struct bulkhead_key){'+', 0, 1});
    later = paint(w, W, H);
    assert_memory_not_equal(pixels, later, W * H * 4);
    free(later);
    host_saw.posted[0] = 0;
    press(w, 60, 130); /* the first lane's name */
    assert_string_equal(host_saw.posted, "filter process==gpu#3");
    for (int x = 220; x < W && strncmp(host_saw.posted, "select", 6) != 0;
         x += 3) {
        plugin->pointer(w, &(struct bulkhead_pointer){BULKHEAD_POINTER_MOVE, 0,
                                                      x, 125, 0, 0});
        later = paint(w, W, H);
        free(later);
        press(w, x, 125);
    }
    assert_int_equal(strncmp(host_saw.posted, "select ", 7), 0);
    free(pixels);
    plugin->destroy(w);
    buf_finish(&stream);
}

/* The message at a place, as it is asked for by a click; "" for none. */
static const char *
message_at(void *w, int x, int y, int width, int height)
{
    host_saw.posted[0] = 0;
    plugin->pointer(
        w, &(struct bulkhead_pointer){BULKHEAD_POINTER_MOVE, 0, x, y, 0, 0});
    free(paint(w, width, height));
    press(w, x, y);
    plugin->key(w, &(struct bulkhead_key){27, 0, 1}); /* closes its details */
    return host_saw.posted;
}

/* The wheel zooms, and what is under the pointer stays there. */
static void
test_wheel(void **state)
{
    enum { W = 800, H = 400, Y = 125 };
    struct buf stream = {0};
    void *w = create(W, H);
    char found[100] = "";
    int x = 300, end;

    (void)state;
    add_stream(&stream);
    host_saw.now = 3100;
    plugin->stream_data(w, stream.data, stream.size);
    free(paint(w, W, H));
    plugin->key(w, &(struct bulkhead_key){' ', 0, 1});
    for (int i = 0; i < 8; i++) /* until arrows stand apart */
        plugin->wheel(w, 500, Y, 0, -120);
    while (x < W && strncmp(found, "select", 6) != 0)
        snprintf(found, sizeof found, "%s", message_at(w, x++, Y, W, H));
    assert_true(x < W);
    for (end = x; strcmp(message_at(w, end, Y, W, H), found) == 0; end++)
        ;
    x = (x + end) / 2 - 1; /* its middle */
    for (int i = 0; i < 3; i++) {
        assert_string_equal(message_at(w, x, Y, W, H), found);
        plugin->wheel(w, x, Y, 0, -120);
    }
    plugin->wheel(w, x, Y, 0, 0);
    plugin->wheel(w, 20, Y, 0, 120); /* over the names: scrolls */
    plugin->destroy(w);
    buf_finish(&stream);
}

/* A lane is marked from when to when its process hung. */
static void
test_hang(void **state)
{
    enum { W = 800, H = 400, LEFT = 190 };
    const unsigned second = (W - LEFT) / 4; /* pixels */
    struct buf stream = {0};
    void *w = create(W, H);
    uint32_t *pixels;
    unsigned hung = 0, well = 0;

    (void)state;
    stream_begin(&stream, 0);
    stream_lane(&stream, &(struct stream_lane){7, RENDERER, LANE_READY,
                                               "renderer#7", "a", ""});
    stream_event(&stream, 1, 2000000000, 7, EVENT_HANGS, span_of("spinning"));
    stream_event(&stream, 2, 3000000000, 7, EVENT_ANSWERS, span_of(""));
    host_saw.now = 4120; /* the right edge is at 4 s */
    plugin->stream_data(w, stream.data, stream.size);
    pixels = paint(w, W, H);
    for (unsigned y = 0; y < H; y++) {
        hung += (pixels[y * W + LEFT + 5 * second / 2] & 0xFFFFFF) == 0xB26A00;
        well += (pixels[y * W + LEFT + 3 * second / 2] & 0xFFFFFF) == 0xB26A00;
        well += (pixels[y * W + LEFT + 7 * second / 2] & 0xFFFFFF) == 0xB26A00;
    }
    free(pixels);
    assert_true(hung > 0);
    assert_int_equal(well, 0);
    plugin->destroy(w);
    buf_finish(&stream);
}

/* Sizes down to a pixel, streams with wrong bytes, any input. */
static void
test_anything(void **state)
{
    uint64_t random = 42;
    struct buf stream = {0};

    (void)state;
    add_stream(&stream);
    for (int round = 0; round < 120; round++) {
        int width = 1 + (int)(random_next(&random) % (round % 4 ? 700 : 1700));
        int height = 1 + (int)(random_next(&random) % (round % 3 ? 300 : 1100));
        void *w = create(width, height);
        uint8_t *bytes = malloc(stream.size);

        memcpy(bytes, stream.data, stream.size);
        for (int i = 0; i < round; i++)
            bytes[random_next(&random) % stream.size] =
                (uint8_t)random_next(&random);
        host_saw.now = random_next(&random) % 8000;
        plugin->stream_data(w, bytes,
                            stream.size - random_next(&random) % 2000);
        for (int i = 0; i < 6; i++) {
            struct bulkhead_key key = {(uint32_t)(" +-=\x1b"[i % 5]), 0, 1};

            free(paint(w, width, height));
            press(w, (int)(random_next(&random) % 2000) - 100,
                  (int)(random_next(&random) % 1200) - 50);
            plugin->pointer(w, &(struct bulkhead_pointer){BULKHEAD_POINTER_DOWN,
                                                          BULKHEAD_BUTTON_LEFT,
                                                          300, 100, 0, 1});
            plugin->pointer(w, &(struct bulkhead_pointer){
                                   BULKHEAD_POINTER_MOVE, 0,
                                   (int)(random_next(&random) % 60000) - 30000,
                                   (int)(random_next(&random) % 60000) - 30000,
                                   0, 0});
            if (i == 5)
                key.code = 0x4000004F + (uint32_t)(random_next(&random) % 5);
            plugin->key(w, &key);
        }
        plugin->resize(w, width / 2 + 1, height * 2);
        free(paint(w, width / 2 + 1, height * 2));
        plugin->destroy(w);
        free(bytes);
    }
    buf_finish(&stream);
}

typedef const struct bulkhead_plugin *entry_fn(uint32_t abi);

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round_trip), cmocka_unit_test(test_overflow),
        cmocka_unit_test(test_too_large),  cmocka_unit_test(test_chart),
        cmocka_unit_test(test_wheel),      cmocka_unit_test(test_hang),
        cmocka_unit_test(test_anything),
    };
    void *object =
        dlopen(BINARY_DIR "/../lib/bulkhead/plugins/wire.so", RTLD_NOW);
    void *symbol =
        object != NULL ? dlsym(object, "bulkhead_plugin_entry") : NULL;
    entry_fn *entry = NULL;

    if (symbol == NULL) {
        fprintf(stderr, "no plugin: %s\n", dlerror());
        return EXIT_FAILURE;
    }
    memcpy(&entry, &symbol, sizeof symbol);
    plugin = entry(BULKHEAD_PLUGIN_ABI);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
