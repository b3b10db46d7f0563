/*
 * test_dispatch.c - every message to the browser, well and badly made.
 *
 * Process: test.  Distrusts: nothing.
 *
 * The samples and the handlers in place of from_*.c come from protocol.def:
 * a new message is tested as soon as it is there.
 */
#include "dispatch.h"
#include "fake_children.h"
#include "surfaces.h"

#include <stdarg.h>
#include <setjmp.h>
#include <cmocka.h>

#define IF_FROM_BROWSER(...)
#define IF_FROM_RENDERER(...) __VA_ARGS__
#define IF_FROM_PLUGIN(...) __VA_ARGS__
#define IF_FROM_GPU(...) __VA_ARGS__
#define IF_FROM_PAINTER(...) __VA_ARGS__
#define IF_FROM_CHILD(...) __VA_ARGS__
#define IF_GREETING(...)
#define IF_LIVE(...) __VA_ARGS__

static unsigned handled[MSG_COUNT];
static struct fake_child sender, other;
static struct surface *own, *foreign;
static uint32_t stale, foreign_stale;

#define MESSAGE(from, to, name, moment, rate, purpose)                        \
    IF_FROM_##from(IF_##moment(                                               \
        void browser_on_##name(struct child *c, const struct msg_##name *m) { \
            assert_ptr_equal(c, &sender.child);                               \
            (void)m;                                                          \
            handled[MSG_##name]++;                                            \
        }))
#define FIELD(kind, name, limit)
#define END(name)
#include "protocol.def"

/* A sample: all zero but for the surfaces, which is within every limit. */
#define SET_u32(field)
#define SET_u64(field)
#define SET_i32(field)
#define SET_flag(field)
#define SET_choice(field)
#define SET_color(field)
#define SET_text(field)
#define SET_blob(field)
#define SET_surface(field) field = surface;

typedef bool sample_fn(struct writer *w, uint32_t surface);

#define MESSAGE(from, to, name, moment, rate, purpose)                   \
    static inline bool sample_##name(struct writer *w, uint32_t surface) \
    {                                                                    \
        struct msg_##name m = {0};                                       \
        (void)surface;
#define FIELD(kind, name, limit) SET_##kind(m.name)
#define END(name)                \
    return encode_##name(w, &m); \
    }
#include "protocol.def"

/* NULL for what does not come here. */
static sample_fn *const samples[MSG_COUNT] = {
#define MESSAGE(from, to, name, moment, rate, purpose) \
    IF_FROM_##from(IF_##moment([MSG_##name] = sample_##name, ))
#define FIELD(kind, name, limit)
#define END(name)
#include "protocol.def"
};

static void
on_committed(struct surface *s, void *owner)
{
    (void)s;
    (void)owner;
    fail_msg("a handler was replaced, and yet something was committed");
}

static const struct surface_events events = {on_committed};

static void
begin(enum message_id id)
{
    enum role from = routes[id].from == PAINTER ? PLUGIN
                     : routes[id].from == CHILD ? RENDERER
                                                : routes[id].from;
    struct surface *s;

    memset(handled, 0, sizeof handled);
    fake_child_init(&sender, from);
    fake_child_init(&other, RENDERER);
    own = surface_create(&sender.child, 4, &events, NULL);
    foreign = surface_create(&other.child, 4, &events, NULL);
    s = surface_create(&sender.child, 4, &events, NULL);
    stale = s->id;
    surface_destroy(s);
    s = surface_create(&other.child, 4, &events, NULL);
    foreign_stale = s->id;
    surface_destroy(s);
}

static void
end(void)
{
    for (struct surface *s = surfaces_first(); s != NULL; s = s->next) {
        assert_int_equal(s->pending_count, 0);
        assert_int_equal(s->frame, 0);
        assert_false(s->committed);
    }
    assert_int_equal(other.kills, 0);
    surface_destroy(own);
    surface_destroy(foreign);
    assert_null(surfaces_first());
    fake_child_finish(&sender);
    fake_child_finish(&other);
}

static struct span
make(enum message_id id, uint32_t surface)
{
    static uint8_t bytes[4096];
    struct writer w = {bytes, bytes + sizeof bytes, true};

    assert_true(samples[id](&w, surface));
    return (struct span){bytes, (size_t)(w.at - bytes)};
}

static unsigned
all_handled(void)
{
    unsigned count = 0;

    for (int i = 0; i < MSG_COUNT; i++)
        count += handled[i];
    return count;
}

/* The sender was killed for this message, and nothing was done. */
static void
expect_killed(enum message_id id)
{
    assert_int_equal(sender.kills, 1);
    if (strstr(sender.cause, routes[id].name) == NULL)
        fail_msg("the cause \"%s\" does not name %s", sender.cause,
                 routes[id].name);
    assert_int_equal(all_handled(), 0);
}

static void
the_table_is_not_empty(void **state)
{
    unsigned count = 0, claiming = 0;

    (void)state;
    for (int id = 0; id < MSG_COUNT; id++) {
        count += samples[id] != NULL;
        claiming += samples[id] != NULL && routes[id].claims_surface;
    }
    assert_true(count >= 15);
    assert_true(claiming >= 10 && claiming < count);
}

static void
well_made(void **state)
{
    (void)state;
    for (enum message_id id = 0; id < MSG_COUNT; id++) {
        if (samples[id] == NULL)
            continue;
        begin(id);
        assert_true(browser_dispatch(&sender.child, make(id, own->id)));
        assert_int_equal(sender.kills, 0);
        assert_int_equal(handled[id], 1);
        assert_int_equal(all_handled(), 1);
        end();
    }
}

static void
cut_short(void **state)
{
    (void)state;
    for (enum message_id id = 0; id < MSG_COUNT; id++) {
        size_t size = samples[id] != NULL ? SIZE_MAX : MESSAGE_ID_SIZE;

        while (size > MESSAGE_ID_SIZE) {
            struct span message;

            begin(id);
            message = make(id, own->id);
            size = size == SIZE_MAX ? message.size - 1 : size - 1;
            message.size = size;
            assert_false(browser_dispatch(&sender.child, message));
            expect_killed(id);
            end();
        }
    }
}

static void
too_long(void **state)
{
    (void)state;
    for (enum message_id id = 0; id < MSG_COUNT; id++) {
        struct span message;

        if (samples[id] == NULL)
            continue;
        begin(id);
        message = make(id, own->id);
        message.size++;
        assert_false(browser_dispatch(&sender.child, message));
        expect_killed(id);
        end();
    }
}

static void
surfaces_of_others(void **state)
{
    (void)state;
    for (enum message_id id = 0; id < MSG_COUNT; id++)
        for (int i = 0; i < 5; i++) {
            uint32_t claimed;

            if (samples[id] == NULL || !routes[id].claims_surface)
                continue;
            begin(id);
            claimed = i == 0   ? foreign->id
                      : i == 1 ? foreign_stale
                      : i == 2 ? 0
                      : i == 3 ? UINT32_MAX
                               : foreign_stale + 1; /* the next to be given */
            assert_false(browser_dispatch(&sender.child, make(id, claimed)));
            expect_killed(id);
            assert_non_null(strstr(sender.cause, "not its"));
            end();
        }
}

static void
surfaces_just_destroyed(void **state)
{
    (void)state;
    for (enum message_id id = 0; id < MSG_COUNT; id++) {
        if (samples[id] == NULL || !routes[id].claims_surface)
            continue;
        begin(id);
        assert_true(browser_dispatch(&sender.child, make(id, stale)));
        assert_int_equal(sender.kills, 0);
        assert_int_equal(all_handled(), 0);
        end();
    }
}

/* child_talk.c lets none of these through; dispatch.c does not rely on it. */
static void
not_for_the_browser(void **state)
{
    uint8_t bytes[MESSAGE_ID_SIZE + 8] = {0};

    (void)state;
    for (unsigned id = 0; id < MSG_COUNT + 3u; id++) {
        if (id < MSG_COUNT && samples[id] != NULL)
            continue;
        begin(MSG_tile);
        bytes[0] = (uint8_t)id;
        bytes[1] = (uint8_t)(id >> 8);
        assert_false(browser_dispatch(&sender.child,
                                      (struct span){bytes, sizeof bytes}));
        assert_int_equal(sender.kills, 1);
        assert_int_equal(all_handled(), 0);
        end();
    }
    for (size_t size = 0; size < MESSAGE_ID_SIZE; size++) {
        begin(MSG_tile);
        assert_false(
            browser_dispatch(&sender.child, (struct span){bytes, size}));
        assert_int_equal(sender.kills, 1);
        end();
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_is_not_empty),
        cmocka_unit_test(well_made),
        cmocka_unit_test(cut_short),
        cmocka_unit_test(too_long),
        cmocka_unit_test(surfaces_of_others),
        cmocka_unit_test(surfaces_just_destroyed),
        cmocka_unit_test(not_for_the_browser),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
