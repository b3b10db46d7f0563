/*
 * test_protocol.c - every message of protocol.def, by inclusion: round trips,
 * every truncation, every bound, and the route table.
 *
 * Process: test.
 */
#include "messages.h"
#include "random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

enum { MOST_FIELDS = 16, ROUNDS = 300, SHORT = 24 };

static uint64_t seed = 20251122;

/* Texts and blobs of one message; at most one of its fields is a long one. */
static uint8_t pool[MOST_FIELDS][MAX_MESSAGE];
static unsigned pools;
static size_t longest; /* of a text or blob made by fill_ */

/* ---- a value within bounds, one that exceeds them, equality ------------- */

#define NUMBER_KIND(kind)                                      \
    static void fill_##kind(kind##_t *value, uint64_t limit)   \
    {                                                          \
        *value = (kind##_t)random_up_to(&seed, limit);         \
    }                                                          \
    static bool exceed_##kind(kind##_t *value, uint64_t limit) \
    {                                                          \
        if (limit >= (kind##_t) - 1)                           \
            return false;                                      \
        *value = (kind##_t)(limit + 1);                        \
        return true;                                           \
    }                                                          \
    static void raw_##kind(struct writer *w, kind##_t value)   \
    {                                                          \
        for (size_t i = 0; i < sizeof value; i++)              \
            *w->at++ = (uint8_t)((uint64_t)value >> (8 * i));  \
    }                                                          \
    static bool same_##kind(kind##_t a, kind##_t b)            \
    {                                                          \
        return a == b;                                         \
    }
NUMBER_KIND(u32)
NUMBER_KIND(u64)
NUMBER_KIND(color)
NUMBER_KIND(surface)

static void
fill_i32(i32_t *value, uint64_t limit)
{
    *value = (i32_t)random_up_to(&seed, limit);
    if (random_next(&seed) % 2)
        *value = -*value;
}

static bool
exceed_i32(i32_t *value, uint64_t limit)
{
    if (limit >= INT32_MAX)
        return false;
    *value = (i32_t)(limit + 1);
    if (random_next(&seed) % 2)
        *value = -*value;
    return true;
}

static void
raw_i32(struct writer *w, i32_t value)
{
    raw_u32(w, (uint32_t)value);
}

static bool
same_i32(i32_t a, i32_t b)
{
    return a == b;
}

static void
fill_choice(choice_t *value, uint64_t limit)
{
    fill_u32(value, limit - 1);
}

static bool
exceed_choice(choice_t *value, uint64_t limit)
{
    *value = (choice_t)limit;
    return true;
}

static void
raw_choice(struct writer *w, choice_t value)
{
    raw_u32(w, value);
}

static bool
same_choice(choice_t a, choice_t b)
{
    return a == b;
}

static void
fill_flag(flag_t *value, uint64_t limit)
{
    *value = random_up_to(&seed, limit) != 0;
}

static bool
exceed_flag(flag_t *value, uint64_t limit)
{
    *value = limit == 0;
    return limit == 0;
}

static void
raw_flag(struct writer *w, flag_t value)
{
    *w->at++ = (uint8_t)value;
}

static bool
same_flag(flag_t a, flag_t b)
{
    return a == b;
}

static size_t
some_size(uint64_t limit)
{
    return (size_t)random_up_to(&seed, limit < longest ? limit : longest);
}

static void
fill_blob(blob_t *value, uint64_t limit)
{
    uint8_t *at = pool[pools++];

    *value = (blob_t){at, some_size(limit)};
    for (size_t i = 0; i < value->size; i++)
        at[i] = (uint8_t)random_next(&seed);
}

static bool
exceed_blob(blob_t *value, uint64_t limit)
{
    if (limit + 1 > MAX_MESSAGE)
        return false;
    memset(pool[0], 'a', (size_t)limit + 1);
    *value = (blob_t){pool[0], (size_t)limit + 1};
    return true;
}

static void
raw_blob(struct writer *w, blob_t value)
{
    raw_u32(w, (uint32_t)value.size);
    memcpy(w->at, value.data, value.size);
    w->at += value.size;
}

static bool
same_blob(blob_t a, blob_t b)
{
    return span_equal(a, b);
}

static void
fill_text(text_t *value, uint64_t limit)
{
    static const char *const pieces[] = {"a", "\n", "\xC3\xA4", "\xE2\x82\xAC",
                                         "\xF0\x9F\x90\x99"};
    uint8_t *at = pool[pools++];
    size_t size = some_size(limit), n = 0;

    while (n < size) {
        const char *piece = pieces[random_next(&seed) % 5];

        if (n + strlen(piece) > size)
            piece = "z";
        memcpy(at + n, piece, strlen(piece));
        n += strlen(piece);
    }
    *value = (text_t){at, size};
}

#define exceed_text exceed_blob
#define raw_text raw_blob
#define same_text same_blob

/* What only a text can be wrong about. */
static bool
spoil_other(const void *value)
{
    (void)value;
    return false;
}

static bool
spoil_text(struct span *value)
{
    static const char *const wrong[] = {"\xC3(",    "\xED\xA0\x80",
                                        "\xC0\xAF", "\xF5\x80\x80\x80",
                                        "\xE2\x82", "\x80"};

    *value = span_of(wrong[random_next(&seed) % 6]);
    if (random_next(&seed) % 4 == 0)
        *value = (struct span){(const uint8_t *)"a\0b", 3};
    return true;
}

/* ---- one message -------------------------------------------------------- */

struct encoded {
    uint8_t bytes[2 * MAX_MESSAGE];
    size_t size;
};

static struct encoded good, bad;

static struct reader
body_of(const struct encoded *e, size_t size)
{
    enum message_id id;
    struct reader r;

    assert_true(message_open((struct span){e->bytes, size}, &id, &r));
    return r;
}

/* fill_x makes a message; bad_x is x with field number `wrong` out of bounds
 * in a way that `how` chooses, false if it cannot be. */
#define MESSAGE(from, to, name, moment, rate, purpose) \
    static void fill_msg_##name(struct msg_##name *m)  \
    {                                                  \
        pools = 0;
#define FIELD(kind, name, limit) fill_##kind(&m->name, limit);
#define END(name) }
#include "protocol.def"

#define MESSAGE(from, to, name, moment, rate, purpose)      \
    static bool same_msg_##name(const struct msg_##name *a, \
                                const struct msg_##name *b) \
    {
#define FIELD(kind, name, limit)        \
    if (!same_##kind(a->name, b->name)) \
        return false;
#define END(name) \
    return true;  \
    }
#include "protocol.def"

#define MESSAGE(from, to, name, moment, rate, purpose)             \
    static bool exceed_msg_##name(struct msg_##name *m, int wrong) \
    {                                                              \
        bool can = false;
#define FIELD(kind, name, limit) \
    if (wrong-- == 0)            \
        can = exceed_##kind(&m->name, limit);
#define END(name) \
    return can;   \
    }
#include "protocol.def"

#define spoil_u32(value) spoil_other(value)
#define spoil_u64(value) spoil_other(value)
#define spoil_i32(value) spoil_other(value)
#define spoil_flag(value) spoil_other(value)
#define spoil_choice(value) spoil_other(value)
#define spoil_color(value) spoil_other(value)
#define spoil_surface(value) spoil_other(value)
#define spoil_blob(value) spoil_other(value)

#define MESSAGE(from, to, name, moment, rate, purpose)            \
    static bool spoil_msg_##name(struct msg_##name *m, int wrong) \
    {                                                             \
        bool can = false;
#define FIELD(kind, name, limit) \
    if (wrong-- == 0)            \
        can = spoil_##kind(&m->name);
#define END(name) \
    return can;   \
    }
#include "protocol.def"

/* Writes a message without any check, as a liar would. */
#define MESSAGE(from, to, name, moment, rate, purpose)                  \
    static void raw_msg_##name(struct encoded *e, struct msg_##name *m) \
    {                                                                   \
        struct writer w = {e->bytes, e->bytes + sizeof e->bytes, true}; \
        *w.at++ = (uint8_t)MSG_##name;                                  \
        *w.at++ = (uint8_t)((unsigned)MSG_##name >> 8);
#define FIELD(kind, name, limit) raw_##kind(&w, m->name);
#define END(name)                        \
    e->size = (size_t)(w.at - e->bytes); \
    }
#include "protocol.def"

#define MESSAGE(from, to, name, moment, rate, purpose)                         \
    static void check_##name(void)                                             \
    {                                                                          \
        struct msg_##name m, back;                                             \
        struct writer w;                                                       \
        struct reader r;                                                       \
                                                                               \
        memset(&m, 0, sizeof m);                                               \
        fill_msg_##name(&m);                                                   \
        w = (struct writer){good.bytes, good.bytes + MAX_MESSAGE, true};       \
        assert_true(encode_##name(&w, &m));                                    \
        good.size = (size_t)(w.at - good.bytes);                               \
        r = body_of(&good, good.size);                                         \
        assert_true(decode_##name(&r, &back));                                 \
        assert_true(same_msg_##name(&m, &back));                               \
                                                                               \
        good.bytes[good.size] = 0;                                             \
        r = body_of(&good, good.size + 1);                                     \
        assert_false(decode_##name(&r, &back));                                \
        for (size_t i = MESSAGE_ID_SIZE; i < good.size; i++) {                 \
            if (good.size > 256 && i > 64 && i < good.size - 64)               \
                continue;                                                      \
            r = body_of(&good, i);                                             \
            assert_false(decode_##name(&r, &back));                            \
        }                                                                      \
        w = (struct writer){bad.bytes, bad.bytes + good.size - 1, true};       \
        assert_false(encode_##name(&w, &m));                                   \
                                                                               \
        for (int i = 0; i < (int)routes[MSG_##name].fields; i++) {             \
            struct msg_##name over = m;                                        \
                                                                               \
            if (exceed_msg_##name(&over, i)) {                                 \
                w = (struct writer){bad.bytes, bad.bytes + MAX_MESSAGE, true}; \
                assert_false(encode_##name(&w, &over));                        \
                raw_msg_##name(&bad, &over);                                   \
                r = body_of(&bad, bad.size);                                   \
                assert_false(decode_##name(&r, &back));                        \
            }                                                                  \
            over = m;                                                          \
            if (spoil_msg_##name(&over, i)) {                                  \
                w = (struct writer){bad.bytes, bad.bytes + MAX_MESSAGE, true}; \
                assert_false(encode_##name(&w, &over));                        \
                raw_msg_##name(&bad, &over);                                   \
                r = body_of(&bad, bad.size);                                   \
                assert_false(decode_##name(&r, &back));                        \
            }                                                                  \
        }                                                                      \
    }
#define FIELD(kind, name, limit)
#define END(name)
#include "protocol.def"

static void
check_all(void)
{
#define MESSAGE(from, to, name, moment, rate, purpose) check_##name();
#define FIELD(kind, name, limit)
#define END(name)
#include "protocol.def"
}

/* ---- tests -------------------------------------------------------------- */

static void
messages_hold_their_bounds(void **state)
{
    (void)state;
    longest = SHORT;
    for (int i = 0; i < ROUNDS; i++)
        check_all();
}

static void
long_messages_hold_their_bounds(void **state)
{
    (void)state;
    longest = MAX_MESSAGE;
    for (int i = 0; i < 4; i++)
        check_all();
}

/* The bytes of one field at its largest. */
enum { WIDE_u32 = 4, WIDE_u64 = 8, WIDE_i32 = 4, WIDE_flag = 1 };
enum { WIDE_choice = 4, WIDE_color = 4, WIDE_surface = 4 };
enum { WIDE_text = 4, WIDE_blob = 4 };
enum { VARIES_u32, VARIES_u64 = 0, VARIES_i32 = 0, VARIES_flag = 0 };
enum { VARIES_choice = 0, VARIES_color = 0, VARIES_surface = 0 };
enum { VARIES_text = 1, VARIES_blob = 1 };

static void
largest_message_fits(void **state)
{
    (void)state;
#define MESSAGE(from, to, name, moment, rate, purpose) \
    {                                                  \
        const char *what = #name;                      \
        uint64_t size = MESSAGE_ID_SIZE;
#define FIELD(kind, name, limit) \
    size += WIDE_##kind + (VARIES_##kind ? (uint64_t)(limit) : 0);
#define END(name)                                            \
    if (size > MAX_MESSAGE)                                  \
        fail_msg("%s can be larger than MAX_MESSAGE", what); \
    }
#include "protocol.def"
}

/* A flag's byte is 0 or 1 and nothing else. */
static void
flags_are_strict(void **state)
{
    struct msg_focus m;

    (void)state;
    for (unsigned value = 0; value < 256; value++) {
        uint8_t bytes[] = {0, 0, 0, 0, (uint8_t)value};
        struct reader r = {bytes, bytes + sizeof bytes, true};

        assert_int_equal(decode_focus(&r, &m), value < 2);
    }
}

static void
unknown_ids_are_refused(void **state)
{
    enum message_id id;
    struct reader r;

    (void)state;
    for (unsigned n = 0; n <= 0xFFFF; n++) {
        uint8_t bytes[] = {(uint8_t)n, (uint8_t)(n >> 8)};

        assert_int_equal(message_open((struct span){bytes, 2}, &id, &r),
                         n < MSG_COUNT);
        if (n < MSG_COUNT)
            assert_int_equal(id, n);
        assert_false(message_open((struct span){bytes, 1}, &id, &r));
        assert_false(message_open((struct span){bytes, 0}, &id, &r));
    }
}

static void
routes_are_sane(void **state)
{
    static const char *const first_kinds[] = {
#define MESSAGE(from, to, name, moment, rate, purpose) ""
#define FIELD(kind, name, limit) #kind " "
#define END(name) ,
#include "protocol.def"
    };

    (void)state;
    for (int i = 0; i < MSG_COUNT; i++) {
        const struct route *a = &routes[i];

        assert_true(a->from == BROWSER || a->to == BROWSER);
        assert_true(a->from != a->to);
        assert_true(a->purpose[0] != 0);
        assert_in_range(a->fields, 1, MOST_FIELDS);
        assert_int_equal(a->moment == GREETING,
                         i == MSG_hello || i == MSG_ready);
        /* claims.c looks at the first field only. */
        assert_int_equal(a->claims_surface,
                         strncmp(first_kinds[i], "surface ", 8) == 0);
        assert_int_equal(a->claims_surface,
                         strstr(first_kinds[i], "surface ") != NULL);
        for (int j = 0; j < i; j++)
            assert_string_not_equal(a->name, routes[j].name);
    }
}

static void
roles_and_groups(void **state)
{
    (void)state;
    assert_true(role_is(RENDERER, PAINTER) && role_is(PLUGIN, PAINTER));
    assert_false(role_is(GPU, PAINTER) || role_is(BROWSER, PAINTER));
    assert_true(role_is(GPU, CHILD) && role_is(RENDERER, CHILD));
    assert_false(role_is(BROWSER, CHILD) || role_is(GPU, RENDERER));
    assert_string_equal(role_name(GPU), "gpu");
    assert_string_equal(role_name((enum role)99), "?");
    assert_string_equal(choice_name("CURSOR", CURSOR_HAND), "HAND");
    assert_string_equal(choice_name("CURSOR", CURSOR), "?");
    assert_string_equal(choice_name("CAT", 0), "?");
}

static void
messages_are_shown(void **state)
{
    struct msg_hover m = {7, span_of("http://\"x\"/\x01")};
    struct writer w = {good.bytes, good.bytes + MAX_MESSAGE, true};
    struct buf out = {0};

    (void)state;
    assert_true(encode_hover(&w, &m));
    good.size = (size_t)(w.at - good.bytes);
    message_show(&out, (struct span){good.bytes, good.size});
    assert_string_equal(buf_text(&out),
                        "hover surface=#7 url=\"http://\\\"x\\\"/\\x01\"");
    out.size = 0;
    message_show(&out, (struct span){good.bytes, good.size - 1});
    assert_non_null(strstr(buf_text(&out), "hover <malformed: "));
    out.size = 0;
    message_show(&out, (struct span){good.bytes, 1});
    assert_string_equal(buf_text(&out), "<no message: 1 bytes>");
    buf_finish(&out);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(messages_hold_their_bounds),
        cmocka_unit_test(long_messages_hold_their_bounds),
        cmocka_unit_test(largest_message_fits),
        cmocka_unit_test(flags_are_strict),
        cmocka_unit_test(unknown_ids_are_refused),
        cmocka_unit_test(routes_are_sane),
        cmocka_unit_test(roles_and_groups),
        cmocka_unit_test(messages_are_shown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
