/*
 * test_form.c - forms without a browser: editing, states, entries, Tab.
 *
 * Process: test programs.
 */
#include "form/caret.h"
#include "form/entries.h"
#include "layout_bench.h"
#include "text/units.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

static struct page page;
static struct form_set set;

static void
load(const char *html)
{
    struct buf all = {0};

    buf_add_text(&all, "<!doctype html><style>body{margin:0}</style>");
    buf_add_text(&all, html);
    page_load(&page, buf_span(&all), 600, 400);
    assert_true(page.is_same);
    form_set_scan(&set, page.dom);
    buf_finish(&all);
}

static void
unload(void)
{
    page_finish(&page);
    form_set_finish(&set);
}

static struct control *
control(const char *id)
{
    return dom_by_id(page.dom, span_of(id))->control;
}

/* ---- editing -------------------------------------------------------------*/

static void
assert_editor(const struct editor *e, const char *text, unsigned caret)
{
    assert_true(span_is(buf_span(&e->text), text));
    assert_int_equal(e->caret, caret);
}

static void
test_editor(void **state)
{
    struct editor *e = editor_create(false);

    (void)state;
    assert_true(editor_insert(e, span_of("one two\r\nthree\x01")));
    assert_editor(e, "one twothree", 12);
    editor_move(e, BY_WORD, false, true);
    assert_true(editor_insert(e, span_of("2")));
    assert_editor(e, "one 2", 5);
    assert_true(editor_erase(e, BY_WORD, false));
    assert_editor(e, "one ", 4);
    assert_true(editor_undo(e));
    assert_true(editor_undo(e));
    assert_editor(e, "one twothree", 4);
    assert_true(editor_redo(e));
    assert_editor(e, "one 2", 5);
    editor_set(e, span_of("x"));
    assert_false(editor_undo(e));
    assert_false(editor_redo(e));
    editor_destroy(e);
}

static void
test_typing_is_one_step(void **state)
{
    struct editor *e = editor_create(true);

    (void)state;
    editor_insert(e, span_of("a"));
    editor_insert(e, span_of("b"));
    editor_insert(e, span_of("\n"));
    editor_insert(e, span_of("c"));
    assert_editor(e, "ab\nc", 4);
    assert_true(editor_undo(e));
    assert_true(editor_undo(e));
    assert_editor(e, "ab", 2);
    assert_true(editor_undo(e));
    assert_editor(e, "", 0);
    assert_false(editor_undo(e));
    editor_destroy(e);
}

/* A letter with its accent, and a family of emoji, are one character. */
static void
test_characters(void **state)
{
    static const char text[] = "e\xCC\x81"
                               "\xF0\x9F\x91\xA8\xE2\x80\x8D\xF0\x9F\x91\xA9"
                               "x";
    struct editor *e = editor_create(false);

    (void)state;
    editor_set(e, span_of(text));
    editor_move(e, BY_CHARACTER, false, false);
    assert_int_equal(e->caret, 14);
    editor_move(e, BY_CHARACTER, false, false);
    assert_int_equal(e->caret, 3);
    assert_true(editor_erase(e, BY_CHARACTER, false));
    assert_int_equal(e->caret, 0);
    assert_int_equal(e->text.size, 12);
    editor_destroy(e);
}

static void
test_max_length(void **state)
{
    struct editor *e = editor_create(false);

    (void)state;
    e->max_length = 3; /* UTF-16 code units */
    assert_true(editor_insert(e, span_of("a\xF0\x9F\x98\x80z")));
    assert_editor(e, "a\xF0\x9F\x98\x80", 5);
    assert_false(editor_insert(e, span_of("b")));
    editor_select(e, 1, 5);
    assert_true(editor_insert(e, span_of("\xC3\xA4\xC3\xB6\xC3\xBC")));
    assert_editor(e, "a\xC3\xA4\xC3\xB6", 5);
    editor_destroy(e);
}

/* ---- the set -------------------------------------------------------------*/

static void
test_states(void **state)
{
    (void)state;
    load(
        "<form id=f><input id=a value=x><input id=r1 type=radio name=r checked>"
        "<input id=r2 type=radio name=r><input id=r3 type=radio name=r form=g>"
        "<select id=s><option id=o1 disabled>1<option id=o2>2"
        "<option id=o3>3</select>"
        "<fieldset disabled><legend><input id=l></legend><input id=d>"
        "</fieldset></form><form id=g></form>");
    assert_ptr_equal(control("a")->form, dom_by_id(page.dom, span_of("f")));
    assert_ptr_equal(control("r3")->form, dom_by_id(page.dom, span_of("g")));
    assert_true(control("o2")->checked);
    form_set_check(&set, control("r3"), true);
    assert_true(control("r1")->checked);
    form_set_check(&set, control("r2"), true);
    assert_false(control("r1")->checked);
    assert_true(control("r3")->checked);
    form_set_check(&set, control("o3"), true);
    assert_false(control("o2")->checked);
    assert_false(control_is_disabled(control("l")->node));
    assert_true(control_is_disabled(control("d")->node));
    form_set_reset(&set, control("a")->form);
    assert_true(control("r1")->checked);
    assert_false(control("r2")->checked);
    assert_true(control("o2")->checked);
    unload();
}

/* The page is parsed again whenever more of it has come. */
static void
test_parsed_again(void **state)
{
    struct page whole;

    (void)state;
    load("<input id=a name=a><input id=b name=b value=1>"
         "<input type=radio name=r id=r>");
    editor_insert(control("a")->editor, span_of("typed"));
    control("a")->dirty = true;
    form_set_check(&set, control("r"), true);
    page_load(&whole,
              span_of("<input id=a name=a><input id=b name=b value=12>"
                      "<input type=radio name=r id=r>"
                      "<input type=radio name=r checked><input id=c>"),
              600, 400);
    assert_true(whole.is_same);
    page_finish(&page);
    page = whole;
    form_set_scan(&set, page.dom);
    assert_editor(control("a")->editor, "typed", 5);
    assert_true(span_is(buf_span(&control("b")->editor->text), "12"));
    assert_true(control("r")->checked);
    assert_false(set.all[3]->checked);
    assert_non_null(control("c"));
    unload();
}

static void
test_tab_order(void **state)
{
    static const char order[] = "dbacefh";
    const struct node *n = NULL;

    (void)state;
    load("<input id=a><input id=b tabindex=2><a id=c href=x>c</a>"
         "<input id=d tabindex=1><button id=e>e</button><a>no</a>"
         "<input disabled><input type=hidden><input tabindex=-1>"
         "<div id=f tabindex=0>f</div><p style='display:none'><input></p>"
         "<input type=radio name=r><input type=radio name=r id=h checked>");
    for (const char *at = order; *at != 0; at++) {
        n = form_tab(page.dom, n, true);
        assert_non_null(n);
        assert_int_equal(n->id[0], *at);
    }
    assert_null(form_tab(page.dom, n, true));
    n = NULL;
    for (size_t i = sizeof order - 1; i-- > 0;) {
        n = form_tab(page.dom, n, false);
        assert_non_null(n);
        assert_int_equal(n->id[0], order[i]);
    }
    assert_null(form_tab(page.dom, n, false));
    unload();
}

/* ---- entries -------------------------------------------------------------*/

static void
assert_entries(const char *button, const char *encoding, enum form_coding how,
               const char *expected)
{
    struct form_entries e;
    struct buf out = {0};
    struct node *form = dom_by_id(page.dom, span_of("f"));
    struct node *b = button != NULL ? control(button)->node : NULL;

    form_entries_init(&e, &set, form, b, 3, 4, encoding);
    if (how == CODING_URL)
        form_entries_add_url(&out, &e);
    else if (how == CODING_PLAIN)
        form_entries_add_plain(&out, &e);
    else
        for (unsigned i = 0; i < e.count; i++)
            form_entry_add_part(&out, &e.all[i], "B");
    assert_string_equal(buf_text(&out), expected);
    buf_finish(&out);
    form_entries_finish(&e);
}

static void
test_entries(void **state)
{
    (void)state;
    load("<form id=f><input name=a value='x &amp; \xC3\xA4*-._~'><input>"
         "<input type=checkbox name=c><input type=checkbox name=d checked>"
         "<input type=submit id=b name=b value=go><button name=n>no</button>"
         "<input type=image name=i id=i><input type=image id=j>"
         "<textarea name=t>\n1\n2</textarea>"
         "<select name=m multiple><option selected>  p  q <option value=v "
         "selected>w<option selected disabled>z</select>"
         "<input disabled name=off value=off><input type=file name=u>"
         "<input type=hidden name=_charset_></form>");
    assert_entries("b", "UTF-8", CODING_URL,
                   "a=x+%26+%C3%A4*-._%7E&d=on&b=go&t=1%0D%0A2&m=p+q&m=v&u=&"
                   "_charset_=UTF-8");
    assert_entries("i", "windows-1252", CODING_URL,
                   "a=x+%26+%E4*-._%7E&d=on&i.x=3&i.y=4&t=1%0D%0A2&m=p+q&m=v&"
                   "u=&_charset_=windows-1252");
    assert_entries("j", "UTF-16LE", CODING_PLAIN,
                   "a=x & \xC3\xA4*-._~\r\nd=on\r\nx=3\r\ny=4\r\nt=1\r\n2\r\n"
                   "m=p q\r\nm=v\r\nu=\r\n_charset_=UTF-8\r\n");
    unload();
}

static void
test_multipart(void **state)
{
    (void)state;
    load("<form id=f accept-charset='nonsense iso-8859-1'>"
         "<input name='a&quot;b&#10;c' value='\xE2\x82\xAC\xE4\xB8\xAD'>"
         "<input type=file name=u></form>");
    assert_entries(NULL, "UTF-8", CODING_MULTIPART,
                   "--B\r\nContent-Disposition: form-data; "
                   "name=\"a%22b%0D%0Ac\"\r\n\r\n\x80&#20013;\r\n"
                   "--B\r\nContent-Disposition: form-data; name=\"u\"; "
                   "filename=\"\"\r\nContent-Type: "
                   "application/octet-stream\r\n\r\n\r\n");
    unload();
}

/* A form between the cells of a table holds what stands in them. */
static void
test_form_in_table(void **state)
{
    (void)state;
    load("<table><form id=f><tr><td><input name=a value=1></form></table>"
         "<input name=b value=2>");
    assert_entries(NULL, "UTF-8", CODING_URL, "a=1");
    unload();
}

/* ---- places --------------------------------------------------------------*/

static void
test_caret(void **state)
{
    const struct control *c;
    struct caret first, second, last;
    uint32_t from, to;

    (void)state;
    load("<textarea id=t rows=5 style='width:300px'>ab\n\ncd\n</textarea>"
         "<input id=p type=password value='\xC3\xA4\xC3\xB6'>");
    c = control("t");
    assert_true(caret_place(c, 1, &first));
    assert_true(caret_place(c, 3, &second));
    assert_true(second.y > first.y && second.x < first.x);
    assert_true(caret_place(c, 7, &last));
    assert_int_equal(last.y - first.y, 3 * (second.y - first.y));
    assert_int_equal(caret_at(c, second.x, second.y + 1), 3);
    assert_int_equal(caret_at(c, last.x + 50 * UNIT, last.y + 1), 7);
    caret_line(c, 5, &from, &to);
    assert_int_equal(from, 4);
    assert_int_equal(to, 6);
    c = control("p");
    assert_true(caret_place(c, 2, &first));
    assert_int_equal(caret_at(c, first.x, first.y), 2);
    assert_int_equal(caret_at(c, first.x + 90 * UNIT, first.y), 4);
    unload();
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_editor),
        cmocka_unit_test(test_typing_is_one_step),
        cmocka_unit_test(test_characters),
        cmocka_unit_test(test_max_length),
        cmocka_unit_test(test_states),
        cmocka_unit_test(test_parsed_again),
        cmocka_unit_test(test_tab_order),
        cmocka_unit_test(test_entries),
        cmocka_unit_test(test_multipart),
        cmocka_unit_test(test_form_in_table),
        cmocka_unit_test(test_caret),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
