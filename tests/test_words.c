/*
 * test_words.c - words that are remembered are shaped as they would be anew.
 *
 * Process: none; it tests the renderer's text.
 */
#include "page_bench.h"
#include "random.h"
#include "text/paragraph.h"
#include "text/words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>

#define LIBERATION \
    "/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf"

/* Liberation Sans moves an A towards a space before it; DejaVu does not. */
static bool
find_font(struct span family, int weight, bool italic, uint32_t code,
          const uint8_t **data, size_t *size, unsigned *index, uint64_t *file)
{
    if (!span_is(family, "Liberation Sans"))
        return bench_find_font(family, weight, italic, code, data, size, index,
                               file);
    *data = bench_map(LIBERATION, size);
    *index = 0;
    *file = 99;
    return *data != NULL;
}

static struct style
style(const char *families, int size)
{
    font_set_source(find_font);
    return (struct style){
        .font_weight = 400, .font_family = families, .font_size = size * UNIT};
}

static struct font *
font(const char *families, int size)
{
    struct style s = style(families, size);

    return font_primary(&s);
}

/* Words, few enough to come again, with what may stand between them. */
static void
make_text(struct buf *text, uint64_t *seed)
{
    static const char *const parts[] = {
        "the",
        "ship",
        "A",
        "AVATAR",
        "Type",
        "office",
        "fi",
        "1998",
        "caf\xC3\xA9",
        "(To",
        "-",
        "end.",
        "\"Yes\"",
        "L",
        "\xC3\x89t\xC3\xA9",
        "extraordinarily-long-compound-word-of-some-sixty-letters-or-more"};
    static const char *const gaps[] = {" ", " ", " ", "  ", "\xC2\xA0", ", "};
    unsigned count = 1 + (unsigned)(random_next(seed) % 30);

    for (unsigned i = 0; i < count; i++) {
        buf_add_text(text,
                     parts[random_next(seed) % (sizeof parts / sizeof *parts)]);
        buf_add_text(text,
                     gaps[random_next(seed) % (sizeof gaps / sizeof *gaps)]);
    }
}

static void
compare(struct font *f, struct span text, size_t start, unsigned flags)
{
    struct buf known = {0}, anew = {0};
    size_t a = words_shape(f, text, start, text.size, flags, &known);
    size_t b = font_shape(f, text, start, text.size, flags, &anew);

    assert_int_equal(a, b);
    assert_int_equal(known.size, b * sizeof(struct glyph));
    assert_memory_equal(known.data, anew.data, anew.size);
    buf_finish(&known);
    buf_finish(&anew);
}

static void
check_font(const char *family, int size)
{
    struct font *f = font(family, size);
    uint64_t seed = 7;

    if (f == NULL) {
        print_message("%s is not installed: left out\n", family);
        return;
    }
    for (int round = 0; round < 600; round++) {
        struct buf text = {0};

        make_text(&text, &seed);
        compare(f, buf_span(&text), 0, 0);
        compare(f, buf_span(&text), 0, SHAPE_NO_LIGATURES);
        buf_finish(&text);
    }
    assert_true(font_gaps(f)->known);
}

static void
test_same_glyphs(void **state)
{
    (void)state;
    check_font("sans-serif", 16);
    check_font("serif", 13);
    check_font("monospace", 40);
    check_font("Liberation Sans", 16);
}

static bool
is_apart(struct font *f, char c)
{
    return (font_gaps(f)->apart[c / 64] >> c % 64 & 1) != 0;
}

/* Only where the gap has no say in how the letter stands. */
static void
test_gaps(void **state)
{
    struct font *f = font("Liberation Sans", 20), *plain = font("serif", 20);
    static const char text[] = "Anna and Tom go.";

    (void)state;
    for (int i = 0; i < 300; i++) {
        compare(plain, span_of(text), 0, 0);
        if (f != NULL)
            compare(f, span_of(text), 0, 0);
    }
    assert_true(is_apart(plain, 'A'));
    assert_true(is_apart(plain, 'g'));
    if (f == NULL) {
        print_message("Liberation Sans is not installed: left out\n");
        return;
    }
    assert_false(is_apart(f, 'A'));
    assert_true(is_apart(f, 'g'));
}

/* More words than are kept, and the first ones again. */
static void
test_forgets(void **state)
{
    struct font *f = font("serif", 17);

    (void)state;
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < 60000; i++) {
            char text[32];

            snprintf(text, sizeof text, "word%d %d and", i, i * 7);
            compare(f, span_of(text), 0, 0);
        }
}

/* Shaping takes the square of the marks on one letter: they are cut. */
static void
test_marks(void **state)
{
    struct style s = style("serif", 16);
    struct arena arena = {0};
    struct paragraph *p = paragraph_create(&arena, &s);
    struct buf text = {0};
    unsigned pieces = 0, longest = 0;

    (void)state;
    buf_add_text(&text, "e");
    for (int i = 0; i < 1000; i++)
        buf_add_text(&text, "\xCC\x81"); /* acute */
    paragraph_add_text(p, &s, &s, buf_span(&text));
    paragraph_finish(p, &arena);
    for (unsigned i = 0; i < p->piece_count; i++) {
        const struct piece *piece = &p->pieces[i];

        if (piece->kind != PIECE_TEXT)
            continue;
        pieces++;
        assert_int_equal(piece->breaks && i + 1 < p->piece_count, false);
        if (piece->end - piece->start > longest)
            longest = piece->end - piece->start;
    }
    assert_true(pieces > 1);
    assert_true(longest <= 130);
    arena_finish(&arena);
    buf_finish(&text);
}

static void
test_nothing(void **state)
{
    struct buf out = {0};

    (void)state;
    assert_int_equal(words_shape(NULL, span_of("a b"), 0, 3, 0, &out), 0);
    assert_int_equal(
        words_shape(font("serif", 16), span_of("a b"), 1, 1, 0, &out), 0);
    assert_int_equal(out.size, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_glyphs), cmocka_unit_test(test_gaps),
        cmocka_unit_test(test_forgets), cmocka_unit_test(test_marks),
        cmocka_unit_test(test_nothing)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
