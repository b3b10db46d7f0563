/*
 * test_surfaces.c - what a painter may say of its surface, and what becomes of
 * it.
 *
 * Process: test.  Distrusts: nothing.
 */
#include "claims.h"
#include "fake_children.h"
#include "surfaces.h"

#include <stdarg.h>
#include <setjmp.h>
#include <cmocka.h>

enum { SLOTS = 8 };

static struct fake_child painter, other;
static unsigned commits;

static void
on_committed(struct surface *s, void *owner)
{
    assert_ptr_equal(owner, &commits);
    assert_true(s->committed);
    commits++;
}

static const struct surface_events events = {on_committed};

static int
setup(void **state)
{
    fake_child_init(&painter, RENDERER);
    fake_child_init(&other, RENDERER);
    commits = 0;
    *state = surface_create(&painter.child, SLOTS, &events, &commits);
    return *state == NULL;
}

static int
teardown(void **state)
{
    (void)state;
    while (surfaces_first() != NULL)
        surface_destroy(surfaces_first());
    fake_child_finish(&painter);
    fake_child_finish(&other);
    return 0;
}

static struct msg_tile
tile(uint32_t column, uint32_t row, uint32_t slot)
{
    return (struct msg_tile){.column = column,
                             .row = row,
                             .slot = slot,
                             .width = TILE_SIZE,
                             .height = TILE_SIZE};
}

static void
must_add(struct surface *s, struct msg_tile m)
{
    const char *why = NULL;

    assert_true(surface_add_tile(s, &m, &why));
    assert_null(why);
}

static bool
commit(struct surface *s, uint32_t frame, const char **why)
{
    return surface_commit(
        s,
        &(struct msg_commit){
            .document = 3, .frame = frame, .width = 700, .height = 900},
        why);
}

static void
must_commit(struct surface *s)
{
    const char *why = NULL;

    assert_true(commit(s, s->frame + 1, &why));
}

static void
creation_tells_the_painter(void **state)
{
    struct surface *s = *state;

    assert_int_equal(painter.passed, 1);
    assert_int_equal(painter.sent[MSG_surface_create], 1);
    assert_ptr_equal(surface_find(s->id), s);
    assert_null(surface_find(s->id + 1));
    assert_false(s->committed);
}

static void
tiles_that_break_a_rule(void **state)
{
    static const struct msg_tile bad[] = {
        {.slot = SLOTS, .width = 1, .height = 1},
        {.slot = MAX_SLOTS - 1, .width = 1, .height = 1},
        {.width = 0, .height = 1},
        {.width = 1, .height = 0},
        {.x = 1, .width = TILE_SIZE, .height = 1},
        {.y = TILE_SIZE, .width = 1, .height = 1},
        {.y = 255, .width = 1, .height = 2},
    };
    struct surface *s = *state;

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const char *why = NULL;

        assert_false(surface_add_tile(s, &bad[i], &why));
        assert_non_null(why);
        assert_int_equal(s->pending_count, 0);
    }
    must_add(s, (struct msg_tile){.x = 255, .y = 255, .width = 1, .height = 1});
}

static void
pending_tiles_are_bounded(void **state)
{
    struct msg_tile m = tile(0, 0, 0);
    struct surface *s = *state;
    const char *why = NULL;
    int taken = 0;

    while (surface_add_tile(s, &m, &why))
        assert_true(++taken <= 4 * MAX_SLOTS);
    assert_true(taken >= SLOTS);
    assert_non_null(why);
    why = NULL;
    assert_false(surface_add_gone(s, &(struct msg_tile_gone){.row = 1}, &why));
    assert_non_null(why);
    must_commit(s);
    must_add(s, m);
}

static void
frames_come_in_order(void **state)
{
    static const uint32_t wrong[] = {0, 2, 3, UINT32_MAX};
    struct surface *s = *state;

    must_add(s, tile(1, 1, 2));
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        const char *why = NULL;

        assert_false(commit(s, wrong[i], &why));
        assert_non_null(why);
        assert_false(s->committed);
        assert_false(s->shown[2].used);
        assert_int_equal(s->frame, 0);
    }
    assert_int_equal(commits, 0);
    must_commit(s);
    assert_int_equal(commits, 1);
    assert_int_equal(s->frame, 1);
    assert_int_equal(s->document, 3);
    assert_int_equal(s->width, 700);
    assert_true(s->shown[2].used);
}

static void
a_commit_replaces_what_is_shown(void **state)
{
    struct surface *s = *state;
    const char *why;

    must_add(s, tile(1, 1, 2));
    must_add(s, tile(1, 2, 3));
    must_commit(s);
    must_add(s, tile(1, 1, 4)); /* the same tile in another slot */
    must_add(s, tile(7, 7, 3)); /* the slot for another tile */
    assert_true(s->shown[2].used);
    assert_false(s->shown[4].used);
    must_commit(s);
    assert_false(s->shown[2].used);
    assert_true(s->shown[4].used);
    assert_int_equal(s->shown[3].column, 7);
    assert_true(surface_add_gone(
        s, &(struct msg_tile_gone){.column = 1, .row = 1}, &why));
    assert_true(s->shown[4].used);
    must_commit(s);
    assert_false(s->shown[4].used);
    assert_true(s->shown[3].used);
}

static void
unseen_frames_are_acknowledged_at_once(void **state)
{
    struct surface *s = *state;
    struct msg_frame_done m;
    enum message_id id;
    struct reader r;

    must_commit(s);
    must_commit(s);
    assert_int_equal(painter.sent[MSG_frame_done], 2);
    assert_true(message_open(buf_span(&painter.last[MSG_frame_done]), &id, &r));
    assert_true(decode_frame_done(&r, &m));
    assert_int_equal(m.surface, s->id);
    assert_int_equal(m.frame, 2);
    surface_acknowledge(s);
    assert_int_equal(painter.sent[MSG_frame_done], 2);
}

static void
seen_frames_wait_for_the_screen(void **state)
{
    struct surface *s = *state;

    s->staged = true;
    must_commit(s);
    assert_int_equal(painter.sent[MSG_frame_done], 0);
    surface_acknowledge(s);
    assert_int_equal(painter.sent[MSG_frame_done], 1);
}

/* A painter that does not wait for frame_done is a liar. */
static void
frames_in_flight_are_counted(void **state)
{
    struct surface *s = *state;
    const char *why = NULL;

    s->staged = true;
    for (int i = 0; i < MAX_FRAMES_IN_FLIGHT; i++)
        must_commit(s);
    assert_false(commit(s, s->frame + 1, &why));
    assert_string_equal(why, "more frames in flight than it may have");
    surface_acknowledge(s);
    for (int i = 0; i < MAX_FRAMES_IN_FLIGHT; i++)
        must_commit(s);
    assert_false(commit(s, s->frame + 1, &why));
}

static void
the_dead_leave_their_last_frame(void **state)
{
    struct surface *s = *state;
    uint32_t id = s->id;

    must_add(s, tile(1, 1, 2));
    must_commit(s);
    must_add(s, tile(2, 2, 5));
    surfaces_orphan(&other.child);
    assert_ptr_equal(s->painter, &painter.child);
    surfaces_orphan(&painter.child);
    assert_null(s->painter);
    assert_int_equal(s->pending_count, 0);
    assert_true(s->committed);
    assert_true(s->shown[2].used);
    surface_destroy(s);
    assert_null(surface_find(id));
    assert_int_equal(painter.sent[MSG_surface_destroy], 0);
}

static void
claims(void **state)
{
    struct surface *s = *state;
    uint32_t id = s->id;
    bool stale = true;

    assert_true(claim_surface_of(&painter.child, id, &stale));
    assert_false(stale);
    assert_false(claim_surface_of(&other.child, id, &stale));
    assert_false(claim_surface_of(&painter.child, 0, &stale));
    assert_false(claim_surface_of(&painter.child, id + 1, &stale));
    assert_false(claim_surface_of(&painter.child, UINT32_MAX, &stale));
    surface_destroy(s);
    assert_int_equal(painter.sent[MSG_surface_destroy], 1);
    /* It crossed with surface_destroy: no lie, and nothing to do. */
    assert_true(claim_surface_of(&painter.child, id, &stale));
    assert_true(stale);
    assert_false(claim_surface_of(&other.child, id, &stale));
    assert_false(stale);
}

static void
old_claims_are_forgotten(void **state)
{
    struct surface *s = *state;
    uint32_t id = s->id;

    surface_destroy(s);
    for (int i = 0; i < 1000; i++) {
        assert_true(surface_was_of(id, &painter.child) || i > 100);
        s = surface_create(&painter.child, 1, &events, &commits);
        surface_destroy(s);
    }
    assert_false(surface_was_of(id, &painter.child));
    assert_int_equal(painter.sent[MSG_surface_destroy], 1001);
}

/* Or one page could have another's renderer taken for a liar. */
static void
others_do_not_make_them_forgotten(void **state)
{
    struct surface *s = *state;
    uint32_t id = s->id;

    surface_destroy(s);
    for (int i = 0; i < 1000; i++)
        surface_destroy(surface_create(&other.child, 1, &events, &commits));
    assert_true(surface_was_of(id, &painter.child));
    assert_false(surface_was_of(id, &other.child));
}

static void
the_browsers_own_have_no_painter(void **state)
{
    struct surface *s = surface_create(NULL, 1, &events, &commits);
    bool stale;

    (void)state;
    assert_false(claim_surface_of(&painter.child, s->id, &stale));
    must_add(s, tile(0, 0, 0));
    must_commit(s);
    surface_destroy(s);
    surface_destroy(NULL);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(creation_tells_the_painter),
        TEST(tiles_that_break_a_rule),
        TEST(pending_tiles_are_bounded),
        TEST(frames_come_in_order),
        TEST(a_commit_replaces_what_is_shown),
        TEST(unseen_frames_are_acknowledged_at_once),
        TEST(seen_frames_wait_for_the_screen),
        TEST(frames_in_flight_are_counted),
        TEST(the_dead_leave_their_last_frame),
        TEST(claims),
        TEST(old_claims_are_forgotten),
        TEST(others_do_not_make_them_forgotten),
        TEST(the_browsers_own_have_no_painter),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
