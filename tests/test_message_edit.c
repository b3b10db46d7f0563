/*
 * test_message_edit.c - messages as text: every field of protocol.def at its
 * bound and one beyond it.
 *
 * Process: test.
 */
#include "message_edit.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static char why[512];

static bool
builds(struct buf *out, const char *text)
{
    out->size = 0;
    why[0] = 0;
    return message_build(out, span_of(text), why, sizeof why);
}

/* A message of one field, or one changed; true if it can be. */
static bool
takes(const char *message, const char *field, const char *value)
{
    struct buf text = {0}, out = {0};
    bool ok;

    buf_printf(&text, "%s %s=%s", message, field, value);
    ok = builds(&out, buf_text(&text));
    assert_true(ok ? out.size > 0 : out.size == 0 && why[0] != 0);
    if (!ok) /* the words name the field */
        assert_memory_equal(why, field, strlen(field));
    buf_finish(&text);
    buf_finish(&out);
    return ok;
}

static void
number_field(const char *message, const char *field, uint64_t limit)
{
    char text[64];

    snprintf(text, sizeof text, "%" PRIu64, limit);
    assert_true(takes(message, field, text));
    assert_true(takes(message, field, "0"));
    assert_false(takes(message, field, "x"));
    assert_false(takes(message, field, ""));
    assert_false(takes(message, field, "-1"));
    assert_false(takes(message, field, "18446744073709551616"));
    if (limit < UINT64_MAX) {
        snprintf(text, sizeof text, "%" PRIu64, limit + 1);
        assert_false(takes(message, field, text));
    }
}

static void
bytes_field(const char *message, const char *field, uint64_t limit)
{
    char *text = malloc((size_t)limit + 4);

    memset(text, 'a', (size_t)limit + 3);
    text[0] = text[limit + 1] = '"';
    text[limit + 2] = 0;
    assert_true(takes(message, field, text));
    text[limit + 1] = 'a';
    text[limit + 2] = '"';
    text[limit + 3] = 0;
    assert_false(takes(message, field, text));
    assert_false(takes(message, field, "\"open"));
    assert_false(takes(message, field, "\"\\q\""));
    free(text);
}

static void
field_of_kind(const char *kind, const char *message, const char *field,
              uint64_t limit, const char *list)
{
    char text[64];

    if (strcmp(kind, "i32") == 0) {
        snprintf(text, sizeof text, "-%" PRIu64, limit);
        assert_true(takes(message, field, text));
        assert_true(takes(message, field, text + 1));
        snprintf(text, sizeof text, "-%" PRIu64, limit + 1);
        assert_false(takes(message, field, text));
        assert_false(takes(message, field, text + 1));
    } else if (strcmp(kind, "flag") == 0) {
        assert_true(takes(message, field, "yes"));
        assert_true(takes(message, field, "no"));
        assert_false(takes(message, field, "2"));
    } else if (strcmp(kind, "choice") == 0) {
        for (uint32_t i = 0; i < limit; i++)
            assert_true(takes(message, field, choice_name(list, i)));
        assert_false(takes(message, field, "NONE_OF_THEM"));
    } else if (strcmp(kind, "text") == 0) {
        bytes_field(message, field, limit);
        assert_false(takes(message, field, "\"\\xff\""));
        assert_false(takes(message, field, "\"\\x00\""));
    } else if (strcmp(kind, "blob") == 0) {
        bytes_field(message, field, limit);
        assert_true(takes(message, field, "hex:00fF"));
        assert_false(takes(message, field, "hex:0"));
        assert_false(takes(message, field, "hex:0g"));
    } else {
        number_field(message, field, limit);
    }
}

static void
every_field_keeps_its_bound(void **state)
{
    (void)state;
#define MESSAGE(from, to, name, moment, rate, purpose) \
    {                                                  \
        const char *const message = #name;
#define FIELD(kind, name, limit) \
    field_of_kind(#kind, message, #name, (uint64_t)(limit), #limit);
#define END(name) }
#include "protocol.def"
}

static void
what_was_built_reads_back(void **state)
{
    struct buf out = {0}, text = {0};
    struct msg_commit m;
    enum message_id id;
    struct reader r;

    (void)state;
    assert_true(builds(&out, "  commit surface=#7 document=2 frame=0x10  "
                             "width=3 height=4 background=#FF102030 "
                             "complete=yes"));
    assert_true(message_open(buf_span(&out), &id, &r));
    assert_int_equal(id, MSG_commit);
    assert_true(decode_commit(&r, &m));
    assert_int_equal(m.surface, 7);
    assert_int_equal(m.frame, 16);
    assert_int_equal(m.background, 0xFF102030);
    assert_true(m.complete);
    /* What is shown can be typed again. */
    message_show(&text, buf_span(&out));
    assert_true(builds(&out, buf_text(&text)));
    text.size = 0;
    message_show(&text, buf_span(&out));
    assert_string_equal(buf_text(&text),
                        "commit surface=#7 document=2 frame=16 width=3 "
                        "height=4 background=#FF102030 complete=yes");
    buf_finish(&out);
    buf_finish(&text);
}

static void
one_field_is_changed(void **state)
{
    struct buf before = {0}, after = {0};
    struct msg_title m;
    enum message_id id;
    struct reader r;

    (void)state;
    assert_true(builds(&before, "title surface=1 document=9 title=old"));
    assert_true(message_edit(&after, buf_span(&before),
                             span_of("title=\"new \\\"one\\\" \\xc3\\xa4\""),
                             why, sizeof why));
    assert_true(message_open(buf_span(&after), &id, &r));
    assert_true(decode_title(&r, &m));
    assert_true(span_is(m.title, "new \"one\" \xC3\xA4"));
    assert_int_equal(m.document, 9);
    assert_int_equal(m.surface, 1);
    buf_finish(&before);
    buf_finish(&after);
}

static void
refusals_have_words(void **state)
{
    struct buf out = {0};

    (void)state;
    assert_false(builds(&out, "nonsense a=1"));
    assert_string_equal(why, "no message is called \"nonsense\"");
    assert_false(builds(&out, ""));
    assert_false(builds(&out, "pong serial"));
    assert_non_null(strstr(why, "field=value is expected"));
    assert_false(builds(&out, "pong size=1"));
    assert_string_equal(why, "pong has no field size; it has: serial");
    assert_false(builds(&out, "tile x=257"));
    assert_string_equal(why, "x: 257 is more than 256");
    assert_false(builds(&out, "pointer action=JUMP"));
    assert_string_equal(why,
                        "action: \"JUMP\" is none of MOVE, DOWN, UP, LEAVE");
    assert_false(message_edit(&out,
                              (struct span){(const uint8_t *)"\xff\xff", 2},
                              span_of("x=1"), why, sizeof why));
    assert_false(message_edit(&out, (struct span){NULL, 0}, span_of("x=1"), why,
                              sizeof why));
    assert_int_equal(out.size, 0);
    buf_finish(&out);
}

/* A malformed message stays what it is; nothing is made of it. */
static void
malformed_is_not_changed(void **state)
{
    struct buf message = {0}, out = {0};

    (void)state;
    assert_true(builds(&message, "title title=abc"));
    for (size_t size = 0; size < message.size; size++)
        assert_false(message_edit(&out, (struct span){message.data, size},
                                  span_of("title=x"), why, sizeof why));
    assert_int_equal(out.size, 0);
    buf_finish(&message);
    buf_finish(&out);
}

static void
lanes_are_known(void **state)
{
    (void)state;
    assert_true(message_has_lane(MSG_surface_create));
    assert_true(message_has_lane(MSG_surface_open));
    assert_true(message_has_lane(MSG_font_reply));
    assert_true(message_has_lane(MSG_readback));
    assert_false(message_has_lane(MSG_tile));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_field_keeps_its_bound),
        cmocka_unit_test(what_was_built_reads_back),
        cmocka_unit_test(one_field_is_changed),
        cmocka_unit_test(refusals_have_words),
        cmocka_unit_test(malformed_is_not_changed),
        cmocka_unit_test(lanes_are_known),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
