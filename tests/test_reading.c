/*
 * test_reading.c - a page as one text: order, separators, places, finding.
 *
 * Process: test programs.
 */
#include "layout_bench.h"
#include "reading/reading.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

static struct page page;
static struct reading reading;

static void
load(const char *html)
{
    struct buf all = {0};

    buf_add_text(&all, "<!doctype html><style>body{margin:0;font:16px/20px "
                       "sans-serif}</style>");
    buf_add_text(&all, html);
    page_load(&page, buf_span(&all), 400, 300);
    assert_true(page.is_same);
    reading_init(&reading, page.layout);
    buf_finish(&all);
}

static void
unload(void)
{
    reading_finish(&reading);
    page_finish(&page);
}

static void
assert_text(const char *html, const char *expected)
{
    load(html);
    assert_string_equal(buf_text(&reading.text), expected);
    unload();
}

static void
test_order(void **state)
{
    (void)state;
    assert_text("", "");
    assert_text("<p>one <b>two</b>  three<p>four", "one two three\nfour");
    assert_text("a<br>b", "a\nb");
    assert_text("<pre>x  y\nz</pre>", "x  y\nz");
    assert_text("<table><tr><td>1<td>2<tr><td>3<td>4</table>", "1\t2\n3\t4");
    assert_text("<ul><li>x<li>y</ul>", "x\ny");
    assert_text("in <span style='display:inline-block'>a box</span> there",
                "in a box there");
    /* Visual order is another one. */
    assert_text("<p>\xD7\x90\xD7\x91 abc", "\xD7\x90\xD7\x91 abc");
    assert_text("<div style='display:none'>no</div>yes", "yes");
}

static void
test_wrapping(void **state)
{
    (void)state;
    /* Soft line ends are spaces that were there, and only those. */
    assert_text("<div style='width:60px'>alpha beta gamma delta</div>",
                "alpha beta gamma delta");
    assert_text("<div style='width:30px;overflow-wrap:anywhere'>"
                "abcdefghijkl</div>",
                "abcdefghijkl");
    assert_text("<div style='width:30px'>exam\xC2\xADple</div>",
                "exam\xC2\xADple");
    assert_text("<div style='width:50px;overflow:hidden;white-space:nowrap;"
                "text-overflow:clip'>a long line of text</div>",
                "a long line of text");
}

static void
test_places(void **state)
{
    uint32_t from, to;
    unit_t x, width;
    const struct reading_run *rr;

    (void)state;
    load("<p style='margin:0'>first line</p><p style='margin:0'>second one");
    assert_int_equal(reading_at(&reading, 0, 5 * UNIT), 0);
    assert_int_equal(reading_at(&reading, 399 * UNIT, 5 * UNIT), 10);
    assert_int_equal(reading_at(&reading, 0, 25 * UNIT), 11);
    assert_int_equal(reading_at(&reading, 399 * UNIT, 299 * UNIT), 21);
    reading_word(&reading, 13, &from, &to);
    assert_int_equal(from, 11);
    assert_int_equal(to, 17);
    reading_paragraph(&reading, 13, &from, &to);
    assert_int_equal(from, 11);
    assert_int_equal(to, 21);
    rr = reading_run_at(&reading, 12);
    assert_non_null(rr);
    assert_int_equal(rr->start, 11);
    assert_null(reading_run_at(&reading, 21));
    assert_false(reading_stretch(&reading, rr->run, 0, 11, &x, &width));
    assert_true(reading_stretch(&reading, rr->run, 0, 21, &x, &width));
    assert_int_equal(x, rr->run->x);
    assert_int_equal(width, rr->run->width);
    assert_true(reading_stretch(&reading, rr->run, 12, 13, &x, &width));
    assert_true(x > rr->run->x && width > 0 && width < rr->run->width);
    /* What lies between is found again at its own place. */
    assert_int_equal(reading_at(&reading, x + 1, 25 * UNIT), 12);
    unload();
}

static unsigned
count(const char *wanted, uint32_t *first)
{
    struct buf places = {0};
    unsigned n = reading_find(&reading, span_of(wanted), 100, &places);

    *first = UINT32_MAX;
    if (n > 0)
        memcpy(first, places.data, sizeof *first);
    assert_int_equal(places.size, n * 2 * sizeof(uint32_t));
    buf_finish(&places);
    return n;
}

static void
test_finding(void **state)
{
    struct buf places = {0};
    uint32_t at;

    (void)state;
    load("<p>The cat, the <b>C</b>at and \xC3\x84pfel<p>cat");
    assert_int_equal(count("cat", &at), 3);
    assert_int_equal(at, 4);
    assert_int_equal(count("THE C", &at), 2);
    assert_int_equal(at, 0);
    assert_int_equal(count("\xC3\xA4PFEL cat", &at), 1); /* over the newline */
    assert_int_equal(count("dog", &at), 0);
    assert_int_equal(count("", &at), 0);
    assert_int_equal(count("catx", &at), 0);
    assert_int_equal(reading_find(&reading, span_of("t"), 2, &places), 2);
    buf_finish(&places);
    unload();
    load("aaaa");
    assert_int_equal(count("aa", &at), 2); /* they do not overlap */
    unload();
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order), cmocka_unit_test(test_wrapping),
        cmocka_unit_test(test_places), cmocka_unit_test(test_finding)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
