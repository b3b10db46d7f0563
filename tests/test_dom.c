/*
 * test_dom.c - HTML to a tree, walking and serializing it.
 *
 * Process: test.
 */
#include "html/dom.h"
#include "html/nesting.h"
#include "limits.h"
#include "utf8.h"

#include <stdarg.h>
#include <stdlib.h>
#include <setjmp.h>
#include <cmocka.h>

static const struct {
    const char *html, *serialized;
} trees[] = {
    {"", "<html><head></head><body></body></html>"},
    {"<!DOCTYPE html><p>a<p>b",
     "<!DOCTYPE html><html><head></head><body><p>a</p><p>b</p></body></html>"},
    {"<title>x</title>y",
     "<html><head><title>x</title></head><body>y</body></html>"},
    {"<b><i>a</b>b</i>",
     "<html><head></head><body><b><i>a</i></b><i>b</i></body></html>"},
    {"<table>a<tr><td>b",
     "<html><head></head><body>a<table><tbody><tr><td>b</td></tr></tbody>"
     "</table></body></html>"},
    {"<p title='a\"b&amp;c' CLASS=X>&lt;&nbsp;<br>",
     "<html><head></head><body><p title=\"a&quot;b&amp;c\" class=\"X\">"
     "&lt;&nbsp;<br></p></body></html>"},
    {"<script>a<b && c</script><!--x-->",
     "<html><head><script>a<b && c</script><!--x--></head><body></body>"
     "</html>"},
    {"<x-Y Data-Z=1>", "<html><head></head><body><x-y data-z=\"1\"></x-y>"
                       "</body></html>"},
    {"<svg viewBox=a><foreignObject/><A xlink:href=b></svg>",
     "<html><head></head><body><svg viewBox=\"a\"><foreignObject>"
     "</foreignObject><a xlink:href=\"b\"></a></svg></body></html>"},
};

/* What the standard says today and gumbo does not know. */
static const struct {
    const char *html, *body;
} todays[] = {
    /* any contents in a select */
    {"<select><div>a<img></div><option>b<svg><g></g><p>c</select>d",
     "<select><div>a<img></div><option>b<svg><g></g></svg><p>c</p></option>"
     "</select>d"},
    {"<table><tr><td><select><p>a</table>b",
     "<table><tbody><tr><td><select><p>a</p></select></td></tr></tbody>"
     "</table>b"},
    {"<select><frameset></body></html><i>a", "<select><i>a</i></select>"},
    {"<b><select><i>a<input>b", "<b><select><i>a</i></select><input>b</b>"},
    /* what rules, options and groups end there */
    {"<select><option>a<hr>b</option>c<option>d",
     "<select><option>a</option><hr>bc<option>d</option></select>"},
    {"<select><optgroup><option><p>a<option>b<optgroup><option>c<hr>d",
     "<select><optgroup><option><p>a</p></option><option>b</option>"
     "</optgroup><optgroup><option>c</option></optgroup><hr>d</select>"},
    {"<select><optgroup><rt>a<rt>b<hr>c</rt>d</rt>e</optgroup>f",
     "<select><optgroup><rt>a<rt>b</rt></rt></optgroup><hr>cdef</select>"},
    {"<select><div><option>a<hr></div>b",
     "<select><div><option>a</option><hr></div>b</select>"},
    /* end tags that end SVG and MathML around them */
    {"<svg><g></p><i>a</svg>b", "<svg><g></g></svg><p></p><i>ab</i>"},
    {"<div><math><mrow></br>a</div>b",
     "<div><math><mrow></mrow></math><br>a</div>b"},
    {"<svg></p><svg></br>a", "<svg></svg><p></p><svg></svg><br>a"},
    {"<svg><desc></p>a</desc></svg>b", "<svg><desc><p></p>a</desc></svg>b"},
};

static void
test_trees(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof trees / sizeof *trees; i++) {
        struct dom *d = dom_parse_html(span_of(trees[i].html));
        struct buf out = {0};

        dom_serialize(&out, d);
        assert_string_equal(buf_text(&out), trees[i].serialized);
        assert_false(d->truncated);
        buf_finish(&out);
        dom_destroy(d);
    }
}

static void
test_todays_standard(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof todays / sizeof *todays; i++) {
        struct dom *d = dom_parse_html(span_of(todays[i].html));
        struct buf out = {0}, whole = {0};

        buf_printf(&whole, "<html><head></head><body>%s</body></html>",
                   todays[i].body);
        dom_serialize(&out, d);
        assert_string_equal(buf_text(&out), buf_text(&whole));
        buf_finish(&whole);
        buf_finish(&out);
        dom_destroy(d);
    }
}

/* Where each piece that is read again has such a piece in it, no more than
 * twice the page is read. */
static void
test_rereading_is_bounded(void **state)
{
    struct buf html = {0};
    struct dom *d;
    unsigned paragraphs = 0, outside = 0;

    (void)state;
    for (int i = 0; i < 1000; i++)
        buf_add_text(&html, "<svg></p>");
    d = dom_parse_html(buf_span(&html));
    for (const struct node *n = d->document; n != NULL;
         n = node_walk(n, d->document, false))
        if (node_is(n, TAG_p)) {
            paragraphs++;
            outside += node_is(n->parent, TAG_body);
        }
    assert_int_equal(paragraphs, 1000);
    assert_true(outside > 0 && outside < 10);
    buf_finish(&html);
    dom_destroy(d);
}

static void
test_element(void **state)
{
    struct dom *d = dom_parse_html(
        span_of("<!doctype html><div id=one class=' a  b\tA '>x<i>y</i></div>"
                "<div id=''></div>"));
    struct node *div = dom_by_id(d, span_of("one"));
    struct buf text = {0};

    (void)state;
    assert_false(d->quirks);
    assert_non_null(div);
    assert_true(node_is(div, TAG_div));
    assert_int_equal(div->class_count, 3);
    assert_true(node_has_class(div, span_of("b")));
    assert_false(node_has_class(div, span_of("B")));
    assert_true(span_is(*node_attribute(div, "id"), "one"));
    assert_null(node_attribute(div, "style"));
    node_add_text(&text, div);
    assert_string_equal(buf_text(&text), "xy");
    buf_finish(&text);
    assert_ptr_equal(dom_find(d, TAG_i)->parent, div);
    assert_null(dom_find(d, TAG_table));
    assert_null(dom_by_id(d, span_of("two")));
    assert_null(div->next->id);
    assert_ptr_equal(node_walk(div, d->document, true), div->next);
    assert_null(node_walk(div->last->last, div, false));
    dom_destroy(d);
}

static void
test_quirks(void **state)
{
    static const struct {
        const char *html;
        bool quirks, limited;
    } cases[] = {
        {"<p>", true, false},
        {"<!DOCTYPE html>", false, false},
        {"<!DOCTYPE HTML PUBLIC '-//W3C//DTD HTML 3.2//EN'>", true, false},
        {"<!DOCTYPE HTML PUBLIC '-//W3C//DTD HTML 4.01//EN' "
         "'http://www.w3.org/TR/html4/strict.dtd'>",
         false, false},
        {"<!DOCTYPE HTML PUBLIC '-//W3C//DTD HTML 4.01 Transitional//EN'>",
         true, false},
        {"<!DOCTYPE HTML PUBLIC '-//W3C//DTD HTML 4.01 Transitional//EN' "
         "'http://www.w3.org/TR/html4/loose.dtd'>",
         false, true},
        {"<!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0 Transitional//EN'>",
         false, true},
        {"<!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0 Strict//EN'>", false,
         false}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct dom *d = dom_parse_html(span_of(cases[i].html));
        assert_int_equal(d->quirks, cases[i].quirks);
        assert_int_equal(d->limited_quirks, cases[i].limited);
        dom_destroy(d);
    }
}

static unsigned
depth_of(const struct node *n)
{
    unsigned depth = 0;

    for (; n->parent != NULL; n = n->parent)
        depth++;
    return depth;
}

/* Deeper elements become siblings; nothing is lost. */
static void
test_depth(void **state)
{
    struct buf html = {0};
    unsigned deepest = 0, spans = 0;
    struct dom *d;

    (void)state;
    for (int i = 0; i < 3000; i++)
        buf_add_text(&html, "<span>");
    d = dom_parse_html(buf_span(&html));
    for (const struct node *n = d->document; n != NULL;
         n = node_walk(n, d->document, false)) {
        spans += node_is(n, TAG_span);
        if (depth_of(n) > deepest)
            deepest = depth_of(n);
    }
    assert_int_equal(spans, 3000);
    assert_true(d->truncated);
    assert_true(deepest <= MAX_DEPTH && deepest >= MAX_DEPTH - 2);
    buf_finish(&html);
    html = (struct buf){0};
    dom_serialize(&html, d);
    assert_true(html.size > 3000 * 6);
    buf_finish(&html);
    dom_destroy(d);
}

/* What comes out is UTF-8 whatever the character references say. */
static void
test_hostile_text(void **state)
{
    static const char *const texts[] = {
        "&#4294967361;&#4294967040;&#4294967295;&#x80000000;",
        "&#0;&#xD800;&#x110000;&#99999999999999999999;",
        "<a b='&#4294967040;c'>",
        "<!--\xFF\xFE-->\xC3(\xE2\x82",
        "<\xFF a\xFF=\xFF>",
        "</",
        "<!",
        "<a b=",
        "<![CDATA[",
        "<table><tr><table><tr>",
    };

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct dom *d = dom_parse_html(span_of(texts[i]));
        struct buf out = {0};

        dom_serialize(&out, d);
        assert_true(utf8_is_text(buf_span(&out)));
        buf_finish(&out);
        dom_destroy(d);
    }
}

static void
test_made_pages(void **state)
{
    struct dom *d = dom_parse_plain(span_of("<b>\n&amp;"));
    struct node *pre = dom_find(d, TAG_pre);

    (void)state;
    assert_non_null(pre);
    assert_true(span_is(pre->first->text, "<b>\n&amp;"));
    assert_false(d->quirks);
    dom_destroy(d);
    d = dom_image_page("http://a/b.png");
    assert_true(span_is(*node_attribute(dom_find(d, TAG_img), "src"),
                        "http://a/b.png"));
    dom_destroy(d);
}

static void
test_tag_names(void **state)
{
    (void)state;
    for (int tag = 1; tag < TAG_COUNT; tag++)
        assert_int_equal(tag_by_name(span_of(tag_name((enum tag)tag))), tag);
    assert_int_equal(tag_by_name(span_of("divx")), TAG_unknown);
    assert_int_equal(tag_by_name(span_of("di")), TAG_unknown);
    assert_int_equal(tag_by_name(span_of("")), TAG_unknown);
}

/* What takes a parser the square of its size is cut off; all else is whole. */
static void
test_prefix(void **state)
{
    static const char whole[] =
        "<p title='<b>' class=\"a > b\" x = 'y'>1<script>a<b && c</script>"
        "<a b=c/><p\n\nid=x><>< <1";
    struct buf many = {0}, deep = {0}, quoted = {0};

    (void)state;
    assert_int_equal(nesting_prefix(span_of(whole)).size, strlen(whole));
    buf_add_text(&many, "<p>before<p ");
    for (int i = 0; i < 5000; i++)
        buf_printf(&many, "a%d ", i);
    assert_int_equal(nesting_prefix(buf_span(&many)).size, strlen("<p>before"));
    buf_add_text(&quoted, "<p title=\"");
    for (int i = 0; i < 5000; i++)
        buf_add_text(&quoted, "a ");
    buf_add_text(&quoted, "\">text");
    assert_int_equal(nesting_prefix(buf_span(&quoted)).size, quoted.size);
    for (int i = 0; i < 5000; i++)
        buf_add_text(&deep, "<b>");
    assert_int_equal(nesting_prefix(buf_span(&deep)).size, 4096 * 3);
    buf_finish(&many);
    buf_finish(&deep);
    buf_finish(&quoted);
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_trees),
        cmocka_unit_test(test_todays_standard),
        cmocka_unit_test(test_rereading_is_bounded),
        cmocka_unit_test(test_element),
        cmocka_unit_test(test_quirks),
        cmocka_unit_test(test_depth),
        cmocka_unit_test(test_hostile_text),
        cmocka_unit_test(test_made_pages),
        cmocka_unit_test(test_tag_names),
        cmocka_unit_test(test_prefix),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
