/*
 * test_surface_frames.c - what the gpu process is told of a frame.
 *
 * Process: test.  Distrusts: nothing.
 *
 * The painter here says whatever comes to its mind.  What the gpu process makes
 * of what it is told must be what the browser's record says.
 */
#include "compositor.h"
#include "fake_children.h"
#include "random.h"
#include "surfaces.h"

#include <stdarg.h>
#include <setjmp.h>
#include <cmocka.h>

enum { SLOTS = 6, COLUMNS = 3, ROWS = 3 };

static struct fake_child painter;
static unsigned told;
static struct {
    bool there;
    uint32_t slot;
} gpu[COLUMNS][ROWS];

/* ---- in place of compositor.c ---------------------------------------------
 */

void
compositor_tile(struct surface *s, const struct msg_tile *m)
{
    (void)s;
    told++;
    gpu[m->column][m->row].there = m->width > 0;
    gpu[m->column][m->row].slot = m->slot;
}

void
compositor_committed(struct surface *s)
{
    surface_acknowledge(s);
}

void
compositor_forget(struct surface *s)
{
    (void)s;
}

/* ---- the tests ------------------------------------------------------------
 */

static void
on_committed(struct surface *s, void *owner)
{
    (void)s;
    (void)owner;
}

static const struct surface_events events = {on_committed};

static int
setup(void **state)
{
    fake_child_init(&painter, RENDERER);
    memset(gpu, 0, sizeof gpu);
    told = 0;
    *state = surface_create(&painter.child, SLOTS, &events, NULL);
    return *state == NULL;
}

static int
teardown(void **state)
{
    surface_destroy(*state);
    fake_child_finish(&painter);
    return 0;
}

static void
say_tile(struct surface *s, uint32_t column, uint32_t row, uint32_t slot,
         uint32_t size)
{
    const char *why;

    assert_true(surface_add_tile(s,
                                 &(struct msg_tile){.column = column,
                                                    .row = row,
                                                    .slot = slot,
                                                    .width = size,
                                                    .height = size},
                                 &why));
}

static void
say_gone(struct surface *s, uint32_t column, uint32_t row)
{
    const char *why;

    assert_true(surface_add_gone(
        s, &(struct msg_tile_gone){.column = column, .row = row}, &why));
}

/* How much the gpu process is told of it. */
static unsigned
commit(struct surface *s)
{
    const char *why;

    told = 0;
    assert_true(
        surface_commit(s, &(struct msg_commit){.frame = s->frame + 1}, &why));
    return told;
}

static void
compare(const struct surface *s)
{
    unsigned shown = 0, there = 0;

    for (uint32_t i = 0; i < s->slots; i++) {
        const struct surface_slot *t = &s->shown[i];

        if (!t->used)
            continue;
        shown++;
        assert_true(gpu[t->column][t->row].there);
        assert_int_equal(gpu[t->column][t->row].slot, i);
    }
    for (int x = 0; x < COLUMNS; x++)
        for (int y = 0; y < ROWS; y++)
            there += gpu[x][y].there;
    assert_int_equal(shown, there);
}

static void
one_change_is_one_message(void **state)
{
    struct surface *s = *state;

    say_tile(s, 0, 0, 0, TILE_SIZE);
    say_tile(s, 1, 0, 1, TILE_SIZE);
    assert_int_equal(commit(s), 2);
    assert_int_equal(commit(s), 0);
    say_tile(s, 1, 0, 2, 8); /* a part, in another slot */
    assert_int_equal(commit(s), 1);
    say_gone(s, 0, 0);
    assert_int_equal(commit(s), 1);
    compare(s);
    say_tile(s, 2, 2, 2, TILE_SIZE); /* its slot taken from another */
    assert_int_equal(commit(s), 2);
    compare(s);
}

/* What came to nothing is nobody's business. */
static void
changes_of_mind_are_not_told(void **state)
{
    struct surface *s = *state;

    for (int i = 0; i < 200; i++) {
        say_tile(s, 1, 1, (uint32_t)i % SLOTS, 8);
        say_gone(s, 2, 2);
    }
    assert_int_equal(commit(s), 1);
    assert_int_equal(s->shown[199 % SLOTS].damage.width, TILE_SIZE);
    compare(s);
    for (int i = 0; i < 200; i++) {
        say_tile(s, 0, 2, 3, TILE_SIZE);
        say_gone(s, 0, 2);
    }
    assert_int_equal(commit(s), 0);
    compare(s);
}

/* All that is on the window at once must fit into the gpu's queue. */
static void
no_frame_says_more_than_its_slots_twice(void **state)
{
    struct surface *s = *state;
    uint64_t random = 1;

    for (int frame = 0; frame < 3000; frame++) {
        for (uint64_t i = random_up_to(&random, 60); i > 0; i--) {
            uint32_t column = (uint32_t)random_up_to(&random, COLUMNS - 1);
            uint32_t row = (uint32_t)random_up_to(&random, ROWS - 1);

            if (random_up_to(&random, 2) == 0)
                say_gone(s, column, row);
            else
                say_tile(s, column, row,
                         (uint32_t)random_up_to(&random, SLOTS - 1),
                         1 + (uint32_t)random_up_to(&random, TILE_SIZE - 1));
        }
        assert_true(commit(s) <= 2 * SLOTS);
        compare(s);
    }
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(one_change_is_one_message),
        TEST(changes_of_mind_are_not_told),
        TEST(no_frame_says_more_than_its_slots_twice),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
