/*
 * test_pattern.c - regular expressions of the pattern attribute.
 *
 * Process: test programs.
 */
#include "buf.h"
#include "form/pattern.h"
#include "random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static const struct {
    const char *pattern;
    const char *matching[4], *different[4];
} cases[] = {
    {"abc", {"abc"}, {"ab", "abcd", "xabc"}},
    {"a|bc|", {"a", "bc", ""}, {"abc", "b"}},
    {"a*", {"", "aaa"}, {"b"}},
    {"a+?b?", {"a", "aab"}, {"b", "", "abb"}},
    {"(ab|c)+", {"ab", "cab", "abc"}, {"", "a", "ba"}},
    {"(?:a|b){2,3}c", {"abc", "babc"}, {"ac", "ababc"}},
    {"a{3}", {"aaa"}, {"aa", "aaaa"}},
    {"a{2,}", {"aa", "aaaaa"}, {"a"}},
    {"a{0}b", {"b"}, {"ab"}},
    {"(a{0,2}b){2}", {"bb", "aabab"}, {"b", "aaabb"}},
    {"[0-9]{5}", {"12345"}, {"1234", "123456", "1234x"}},
    {"[A-Za-z_]\\w*", {"a", "_9", "Zz0"}, {"9a", "", "a-"}},
    {"[^a-c]", {"d", "\xC3\xA4"}, {"a", "c", ""}},
    {"[\\w-]+", {"a-b"}, {"a b"}},
    {"[\\d.,-]+", {"1.2,-"}, {"a"}},
    {"[\\]\\\\\\-]", {"]", "\\", "-"}, {"a"}},
    {"\\d{3}[\\-]\\d{4}", {"123-4567"}, {"1234567"}},
    {"\\D\\W\\S", {"a-b"}, {"1-b", "a1b", "a- "}},
    {".", {"a", "\xE2\x82\xAC"}, {"\n", "ab"}},
    {"\\u20AC\\u{1F600}\\x41",
     {"\xE2\x82\xAC\xF0\x9F\x98\x80"
      "A"},
     {"A"}},
    {"^a$|b", {"a", "b"}, {"ab"}},
    {"a\\b.b", {"a b"}, {"acb"}},
    {"a\\Bb", {"ab"}, {"a"}},
    {"(?=.*\\d)(?=.*[a-z])(?=.*[A-Z]).{8,}",
     {"abcdEFG1", "1aA      "},
     {"abcdefg1", "ABCDEFG1", "aA1"}},
    {"(?!admin$).*", {"user", "admins", ""}, {"admin"}},
    {"(?<year>\\d{4})-\\d\\d", {"2026-11"}, {"2026"}},
    {"(a*)*b", {"b", "aaab"}, {"a"}},
    {"[a-z0-9._%+\\-]+@[a-z0-9.\\-]+\\.[a-z]{2,}$",
     {"a.b@c.example"},
     {"a@b", "@c.de"}},
};

static void
test_matches(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (int k = 0; k < 4; k++) {
            struct span p = span_of(cases[i].pattern);
            const char *yes = cases[i].matching[k], *no = cases[i].different[k];

            if (yes != NULL &&
                pattern_match(p, span_of(yes)) != PATTERN_MATCHES)
                fail_msg("%s: not %s", cases[i].pattern, yes);
            if (no != NULL && pattern_match(p, span_of(no)) != PATTERN_DIFFERS)
                fail_msg("%s: %s", cases[i].pattern, no);
        }
}

static void
test_broken(void **state)
{
    static const char *const broken[] = {"",       "(",
                                         ")",      "a)",
                                         "(a",     "[a",
                                         "[z-a]",  "*a",
                                         "a**",    "a{2,1}",
                                         "a{",     "a{x}",
                                         "\\",     "\\q",
                                         "\\x4",   "\\u{}",
                                         "\\1",    "(?<=a)",
                                         "(?<!a)", "(?a)",
                                         "[[a]]",  "a{9999}{9999}",
                                         "\\p{L}", "\\u{110000}"};

    (void)state;
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++)
        if (pattern_match(span_of(broken[i]), span_of("a")) != PATTERN_UNKNOWN)
            fail_msg("%s is a pattern", broken[i]);
}

/* Nested repetition, which takes others forever, does not; what does is given
 * up. */
static void
test_bounds(void **state)
{
    struct buf text = {0}, deep = {0};

    (void)state;
    for (int i = 0; i < 2000; i++)
        buf_add_char(&text, 'a');
    assert_int_equal(pattern_match(span_of("(a+)+b"), buf_span(&text)),
                     PATTERN_DIFFERS);
    assert_int_equal(pattern_match(span_of("((a|a)*)*"), buf_span(&text)),
                     PATTERN_MATCHES);
    assert_int_equal(pattern_match(span_of("((?=.*.*.*x|(?=.*.*.*y)|.*).)*"),
                                   buf_span(&text)),
                     PATTERN_UNKNOWN);
    for (int i = 0; i < 5000; i++)
        buf_add_char(&deep, '(');
    assert_int_equal(pattern_match(buf_span(&deep), buf_span(&text)),
                     PATTERN_UNKNOWN);
    buf_finish(&text);
    buf_finish(&deep);
}

static void
test_random(void **state)
{
    static const char parts[] = "ab|()[]*+?{}1,^$.\\dwbB-:=!<>\xC3\xA4u";
    uint64_t seed = 7;

    (void)state;
    for (int round = 0; round < 20000; round++) {
        char pattern[24], text[8];
        size_t size = 1 + random_next(&seed) % sizeof pattern;

        for (size_t i = 0; i < size; i++)
            pattern[i] = parts[random_next(&seed) % (sizeof parts - 1)];
        for (size_t i = 0; i < sizeof text; i++)
            text[i] = parts[random_next(&seed) % (sizeof parts - 1)];
        pattern_match(
            (struct span){(uint8_t *)pattern, size},
            (struct span){(uint8_t *)text, random_next(&seed) % sizeof text});
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_matches), cmocka_unit_test(test_broken),
        cmocka_unit_test(test_bounds), cmocka_unit_test(test_random)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
