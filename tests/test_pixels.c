/*
 * test_pixels.c - the real gpu process shows what the real plugin process
 * paints; this test is their browser.
 *
 * Process: test (in the browser's place).  With a DISPLAY the same is done in
 * a window, by software and by OpenGL.
 */
#include "children.h"
#include "tiles.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <X11/Xlib.h>
#include <X11/Xutil.h>

#include <signal.h>
#include <stdio.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum {
    WIDTH = 640,
    HEIGHT = 400,
    COLUMNS = 3,
    ROWS = 2,
    SLOTS = 24,
    SURFACE = 5,
    PATIENCE = 20000 /* ms */
};

static struct {
    struct loop *loop;
    struct child *gpu, *plugin;
    unsigned ready, gone, presented, copies;
    struct death why;
    char renderer[MAX_DETAIL + 1];
    bool accelerated, copied;
    int arena;
    int slot[COLUMNS * ROWS]; /* what shows each tile, -1: none */
    uint32_t frame;
    bool timeout, (*done)(void);
    uint32_t picture[WIDTH * HEIGHT];
} t;

/* ---- waiting ------------------------------------------------------------- */

static void
on_timeout(void *data)
{
    (void)data;
    t.timeout = true;
}

static void
look(void *data)
{
    (void)data;
    if (t.timeout || (t.done != NULL && t.done()))
        loop_stop(t.loop, 0);
}

static void
wait_until(bool (*done)(void))
{
    struct loop_timer *timer = loop_after(t.loop, PATIENCE, on_timeout, NULL);

    t.timeout = false;
    t.done = done;
    if (!done())
        loop_run(t.loop);
    t.done = NULL;
    if (t.timeout)
        fail_msg("waited in vain; %u gone: %s", t.gone, t.why.cause);
    loop_cancel(timer);
}

/* ---- the browser's part -------------------------------------------------- */

static void
on_ready(struct child *c, void *owner)
{
    (void)c;
    (void)owner;
    t.ready++;
}

static void
on_gone(struct child *c, void *owner, const struct death *why)
{
    (void)owner;
    if (c == t.gpu)
        t.gpu = NULL;
    if (c == t.plugin)
        t.plugin = NULL;
    t.gone++;
    t.why = *why;
}

static void
on_drained(struct child *c, void *owner)
{
    (void)c;
    (void)owner;
}

static const struct child_events events = {on_ready, on_drained, on_gone};

static void
upload(uint32_t column, uint32_t row, uint32_t slot)
{
    struct msg_surface_tile m = {SURFACE, column, row,       slot,
                                 0,       0,      TILE_SIZE, TILE_SIZE};

    if (t.gpu != NULL)
        send_surface_tile(t.gpu->channel, &m);
}

static void
show_frame(uint32_t frame)
{
    if (t.gpu == NULL)
        return;
    send_scene_begin(t.gpu->channel,
                     &(struct msg_scene_begin){frame, WIDTH, HEIGHT, 0});
    send_scene_layer(t.gpu->channel, &(struct msg_scene_layer){
                                         SURFACE, 0, 0, WIDTH, HEIGHT, 0, 0});
    send_scene_solid(t.gpu->channel,
                     &(struct msg_scene_solid){0, 0, 16, 16, 0xFF00FF00U});
    send_scene_end(t.gpu->channel, &(struct msg_scene_end){frame});
}

static void
on_presented(const struct msg_presented *m)
{
    t.presented++;
    if (t.plugin != NULL)
        send_frame_done(t.plugin->channel,
                        &(struct msg_frame_done){SURFACE, m->frame});
}

static void
on_tile(const struct msg_tile *m)
{
    assert_true(m->column < COLUMNS && m->row < ROWS && m->slot < SLOTS);
    t.slot[m->row * COLUMNS + m->column] = (int)m->slot;
    upload(m->column, m->row, m->slot);
}

#define TAKE(name, action)                  \
    case MSG_##name: {                      \
        struct msg_##name m;                \
        assert_true(decode_##name(&r, &m)); \
        action;                             \
        break;                              \
    }

static bool
dispatch(struct child *c, struct span message)
{
    enum message_id id;
    struct reader r;

    (void)c;
    assert_true(message_open(message, &id, &r));
    switch ((int)id) {
        TAKE(gpu_info, (snprintf(t.renderer, sizeof t.renderer, "%.*s, %u us",
                                 (int)m.renderer.size,
                                 (const char *)m.renderer.data, m.frame_us),
                        t.accelerated = m.accelerated))
        TAKE(presented, on_presented(&m))
        TAKE(readback_done, (t.copied = m.ok, t.copies++))
        TAKE(tile, on_tile(&m))
        TAKE(commit,
             (assert_int_equal(m.width, WIDTH), show_frame(t.frame = m.frame)))
    default:
        break;
    }
    return true;
}

/* ---- steps --------------------------------------------------------------- */

static unsigned awaited;

static bool
enough_ready(void)
{
    return t.ready >= awaited || t.gone > 0;
}

static bool
enough_presented(void)
{
    return t.presented >= awaited || t.gone > 0;
}

static bool
enough_copies(void)
{
    return t.copies >= awaited || t.gone > 0;
}

static bool
one_gone(void)
{
    return t.gone > 0;
}

static void
assert_alive(void)
{
    if (t.gone > 0)
        fail_msg("a child is gone: %s", t.why.cause);
}

/* An X window of the test's own, or 0. */
static unsigned long window;

static void
give_window(void)
{
    uint64_t number = window;
    int ends[2];

    assert_return_code(pipe(ends), 0);
    assert_int_equal(write(ends[1], &number, sizeof number), sizeof number);
    assert_true(child_pass(t.gpu, ends[0]));
    close(ends[0]);
    close(ends[1]);
}

static void
start_gpu(const char *argument)
{
    int readable = tiles_reopen_read_only(t.arena);

    awaited = t.ready + 1;
    t.gpu = child_start(GPU, argument, &events, NULL);
    assert_non_null(t.gpu);
    if (window != 0)
        give_window();
    wait_until(enough_ready);
    assert_alive();
    assert_true(child_pass(t.gpu, readable));
    close(readable);
    send_surface_open(t.gpu->channel,
                      &(struct msg_surface_open){SURFACE, SLOTS});
}

static void
start_plugin(void)
{
    int object = open(BINARY_DIR "/../lib/bulkhead/plugins/life.so",
                      O_RDONLY | O_CLOEXEC);

    assert_true(object >= 0);
    awaited = t.ready + 1;
    t.plugin = child_start(PLUGIN, "life", &events, NULL);
    assert_non_null(t.plugin);
    assert_true(child_pass(t.plugin, object));
    close(object);
    wait_until(enough_ready);
    assert_alive();
    assert_true(child_pass(t.plugin, t.arena));
    send_surface_create(t.plugin->channel,
                        &(struct msg_surface_create){SURFACE, SLOTS});
    send_plugin_begin(t.plugin->channel,
                      &(struct msg_plugin_begin){
                          SURFACE, span_of("application/x-bulkhead-life"),
                          span_of(""), span_of("seed=3\nspeed=30")});
    send_view(t.plugin->channel,
              &(struct msg_view){SURFACE, WIDTH, HEIGHT, 0, 0, 100, true});
}

static void
wait_frames(unsigned count)
{
    awaited = t.presented + count;
    wait_until(enough_presented);
    assert_alive();
}

/* What the gpu process shows, into t.picture. */
static void
read_back(void)
{
    size_t size = sizeof t.picture;
    int fd = memfd_create("copy", MFD_CLOEXEC);
    void *memory;

    assert_int_equal(ftruncate(fd, (off_t)size), 0);
    assert_true(child_pass(t.gpu, fd));
    awaited = t.copies + 1;
    send_readback(t.gpu->channel, &(struct msg_readback){1, WIDTH, HEIGHT});
    wait_until(enough_copies);
    assert_alive();
    assert_true(t.copied);
    memory = mmap(NULL, size, PROT_READ, MAP_SHARED, fd, 0);
    assert_ptr_not_equal(memory, MAP_FAILED);
    memcpy(t.picture, memory, size);
    munmap(memory, size);
    close(fd);
}

/* The picture is a Game of Life with a green corner. */
static void
assert_life(void)
{
    unsigned ground = 0, bright = 0;

    for (int i = 0; i < WIDTH * HEIGHT; i++) {
        uint32_t p = t.picture[i];

        ground += p == 0xFF10141FU; /* the caption's */
        bright += (p >> 16 & 255) + (p >> 8 & 255) + (p & 255) > 380;
    }
    assert_int_equal(t.picture[0], 0xFF00FF00U);
    assert_int_equal(t.picture[15 * WIDTH + 15], 0xFF00FF00U);
    assert_true(ground > 1000);
    assert_true(bright > 1000);
}

/* A gpu process with this argument: frames, a copy, death, another one that
 * shows the same. */
static void
live_and_die(const char *argument)
{
    static uint32_t before[WIDTH * HEIGHT];

    start_gpu(argument);
    start_plugin();
    wait_frames(10);
    print_message("# %s\n", t.renderer);
    read_back();
    assert_life();
    memcpy(before, t.picture, sizeof before);
    wait_frames(20);
    read_back();
    assert_life();
    assert_memory_not_equal(before, t.picture, sizeof before);

    send_view(t.plugin->channel,
              &(struct msg_view){SURFACE, WIDTH, HEIGHT, 0, 0, 100, false});
    wait_frames(0);
    read_back();
    memcpy(before, t.picture, sizeof before);
    kill(t.gpu->pid, SIGKILL);
    wait_until(one_gone);
    assert_null(t.gpu);
    t.gone = 0;
    start_gpu(argument);
    for (int i = 0; i < COLUMNS * ROWS; i++)
        upload((uint32_t)i % COLUMNS, (uint32_t)i / COLUMNS,
               (uint32_t)t.slot[i]);
    show_frame(t.frame);
    wait_frames(1);
    read_back();
    assert_life();
}

static int
set_up(void **state)
{
    (void)state;
    memset(&t, 0, sizeof t);
    memset(t.slot, 0xFF, sizeof t.slot);
    t.loop = loop_create();
    loop_before_sleep(t.loop, look, NULL);
    t.arena = tiles_create(SLOTS);
    return children_open(t.loop, BINARY_DIR, dispatch, false) ? 0 : -1;
}

static int
tear_down(void **state)
{
    (void)state;
    children_close();
    loop_destroy(t.loop);
    close(t.arena);
    return 0;
}

static void
headless_shows_the_plugin(void **state)
{
    (void)state;
    live_and_die("headless width=640 height=400");
}

/* ---- in a window --------------------------------------------------------- */

static Display *display;

static void
assert_on_screen(void)
{
    XImage *image;

    XSync(display, False);
    image = XGetImage(display, window, 0, 0, WIDTH, HEIGHT, AllPlanes, ZPixmap);
    assert_non_null(image);
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++)
            t.picture[y * WIDTH + x] =
                0xFF000000U | (uint32_t)XGetPixel(image, x, y);
    XDestroyImage(image);
    assert_life();
}

static void
show_in_window(const char *renderer)
{
    char argument[96];

    display = XOpenDisplay(NULL);
    if (display == NULL)
        skip();
    window = XCreateSimpleWindow(display, DefaultRootWindow(display), 0, 0,
                                 WIDTH, HEIGHT, 0, 0, 0);
    XMapWindow(display, window);
    XSync(display, False);
    snprintf(argument, sizeof argument, "window renderer=%s", renderer);
    live_and_die(argument);
    assert_on_screen();
    /* Another size, as the person drags the window, and back. */
    XResizeWindow(display, window, 900, 700);
    XSync(display, False);
    show_frame(t.frame);
    wait_frames(1);
    read_back();
    assert_life();
    XResizeWindow(display, window, WIDTH, HEIGHT);
    XSync(display, False);
    show_frame(t.frame);
    wait_frames(1);
    read_back();
    assert_life();
    /* A candidate that warms up beside it does not show. */
    start_gpu(argument);
    assert_on_screen();
    children_close();
    XDestroyWindow(display, window);
    window = 0;
    XCloseDisplay(display);
}

static void
software_draws_in_a_window(void **state)
{
    (void)state;
    show_in_window("software");
    assert_false(t.accelerated);
}

static void
opengl_draws_in_a_window(void **state)
{
    (void)state;
    show_in_window("hardware");
    assert_true(t.accelerated);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(headless_shows_the_plugin),
        TEST(software_draws_in_a_window),
        TEST(opengl_draws_in_a_window),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
