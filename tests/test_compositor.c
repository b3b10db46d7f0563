/*
 * test_compositor.c - how soon a gpu process that died is replaced.
 *
 * Process: test.  Distrusts: nothing.
 */
#include "compositor.h"
#include "gpu_watch.h"
#include "fake_children.h"
#include "fake_loop.h"
#include "sandbox_notice.h"

#include <stdarg.h>
#include <setjmp.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>

enum { SOON = 200 /* ms, promised for one that has shown a picture */ };

static struct fake_child gpus[2], *gpu = gpus; /* the last one started */
static uint32_t scene;                         /* the last one that was sent */
static struct surface *all;                    /* that are staged */

/* ---- in place of supervisor.c, surfaces.c, sandbox_notice.c ---------------
 */

void
supervisor_expect(struct child *c)
{
    (void)c;
}

void
supervisor_answered(struct child *c)
{
    (void)c;
}

static int waited; /* by all */
static enum condition does = CONDITION_BUSY;

int
supervisor_waited(const struct child *c)
{
    (void)c;
    return waited;
}

enum condition
supervisor_state(const struct child *c)
{
    (void)c;
    return does;
}

const char *
condition_clause(enum condition condition)
{
    (void)condition;
    return "";
}

struct surface *
surfaces_first(void)
{
    return all;
}

void
surface_acknowledge(struct surface *s)
{
    (void)s;
}

const char *
sandbox_notice(const struct child *c)
{
    (void)c;
    return NULL;
}

/* ---- the tests ------------------------------------------------------------
 */

/* One compositor for all tests, as in the browser. */
static void
stage(void)
{
    scene++;
    for (struct surface *s = all; s != NULL; s = s->next)
        compositor_layer(s, (struct rect){0, 0, 100, 100}, 0, 0);
}

static int
setup(void **state)
{
    (void)state;
    fake_child_init(gpu, GPU);
    fake_child_next(gpu);
    compositor_open(NULL, true, 100, 100, GPU_DISABLED, stage);
    return gpu->child.events == NULL;
}

static int
teardown(void **state)
{
    (void)state;
    compositor_close();
    fake_child_finish(gpu);
    return 0;
}

static void
show_picture(void)
{
    gpu->child.events->ready(&gpu->child, gpu->child.owner);
    compositor_damage();
    fake_loop_turn();
    assert_true(compositor_on_presented(&gpu->child,
                                        &(struct msg_presented){scene, 1000}));
}

/* The ms from its death until another is started. */
static int
die(void)
{
    static const struct death why = {.signal = 9, .cause = "killed"};
    struct fake_child *old = gpu;
    int ms = 0;

    gpu = old == gpus ? gpus + 1 : gpus;
    fake_child_init(gpu, GPU);
    fake_child_next(gpu);
    old->child.events->gone(&old->child, old->child.owner, &why);
    fake_child_finish(old);
    fake_loop_pass(0);
    while (gpu->child.events == NULL && ms < 60000) {
        fake_loop_pass(1);
        ms++;
    }
    return ms;
}

/* Whatever kills it, it has shown that it can be started. */
static void
proven_one_is_replaced_at_once(void **state)
{
    (void)state;
    fake_loop_pass(60000);
    show_picture();
    assert_int_equal(die(), 0);
    for (int i = 0; i < 200; i++) {
        show_picture();
        assert_in_range(die(), 0, SOON);
    }
    fake_loop_pass(60000);
    show_picture();
    assert_int_equal(die(), 0);
}

/* One that hangs is replaced though there is nothing to be drawn; one that
 * gets on has more time. */
static void
idle_one_that_hangs_is_ended(void **state)
{
    (void)state;
    fake_loop_pass(60000);
    show_picture();
    waited = 2000;
    does = CONDITION_BUSY;
    gpu_watch_changed(NULL, &gpu->child);
    fake_loop_pass(6000);
    assert_int_equal(gpu->child.state, CHILD_LIVE);
    does = CONDITION_SPINNING;
    fake_loop_pass(6000);
    assert_int_equal(gpu->child.state, CHILD_DEAD);
    waited = 0;
    does = CONDITION_BUSY;
    assert_in_range(die(), 0, SOON);
}

/* A machine on which none starts does not spin, and is not given up. */
static void
unproven_ones_are_waited_for_longer(void **state)
{
    int first = die(), last = first;

    (void)state;
    assert_true(first > 0);
    for (int i = 0; i < 20; i++) {
        int ms = die();

        assert_in_range(ms, last, 10000);
        last = ms;
    }
    assert_true(last > first);
    show_picture();
    assert_in_range(die(), 0, SOON);
    assert_int_equal(die(), first); /* counted anew */
}

/* So many surfaces of so many slots, all full. */
static void
add_surfaces(unsigned count, uint32_t slots)
{
    static uint32_t id;

    while (count-- > 0) {
        struct surface *s = calloc(1, sizeof *s);

        s->id = ++id;
        s->slots = slots;
        s->memory = tiles_create(1);
        s->shown = calloc(slots, sizeof *s->shown);
        for (uint32_t i = 0; i < slots; i++)
            s->shown[i] = (struct surface_slot){.used = true, .column = i};
        s->next = all;
        all = s;
    }
}

static void
drop_surfaces(void)
{
    while (all != NULL) {
        struct surface *s = all;

        all = s->next;
        close(s->memory);
        free(s->shown);
        free(s);
    }
}

/* A page of as many frames and plugins as there may be, each as large as it
 * may be, whose painters are all hostile: between two pictures each may commit
 * twice, and change and drop all its tiles (test_surface_frames.c).  A gpu
 * process that misses a message is killed; so no message may be missed. */
static void
all_changes_fit_its_queue(void **state)
{
    struct msg_tile change = {.width = 1, .height = 1}, drop = {0};
    size_t opened;

    (void)state;
    add_surfaces(1, MAX_SLOTS);
    add_surfaces(MAX_FRAMES, MAX_FRAME_SLOTS);
    add_surfaces(policy_of(PLUGIN)->most * MAX_EMBEDS_OF_PROCESS,
                 MAX_EMBED_SLOTS);
    die();
    gpu->child.events->ready(&gpu->child, gpu->child.owner);
    compositor_damage();
    fake_loop_turn();
    opened = gpu->bytes;
    assert_true(opened > MAX_QUEUE); /* more than any other child's */
    for (struct surface *s = all; s != NULL; s = s->next)
        for (uint32_t i = 0; i < 2 * s->slots; i++) {
            compositor_tile(s, &change);
            compositor_tile(s, &drop);
        }
    assert_true(gpu->bytes > opened);
    assert_true(gpu->bytes <= MAX_GPU_QUEUE);
    assert_int_equal(gpu->kills, 0);
    drop_surfaces();
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(idle_one_that_hangs_is_ended),
        cmocka_unit_test(unproven_ones_are_waited_for_longer),
        cmocka_unit_test(proven_one_is_replaced_at_once),
        cmocka_unit_test(all_changes_fit_its_queue),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
