/*
 * test_attr.c - attr() as the value of any property.
 *
 * Process: test.
 */
#include "css_bench.h"

#include "html/dom.h"

#include <stdarg.h>
#include <setjmp.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

struct row {
    const char *data;  /* of data-a */
    const char *value; /* of the property */
    const char *wanted;
};

/* The element's width, "px", "percent%" or "auto", and its colour. */
static void
show(char out[80], const struct style *s)
{
    if (s->width.kind != LENGTH_VALUE)
        snprintf(out, 80, "auto %06X", s->color & 0xFFFFFF);
    else if (s->width.percent != 0)
        snprintf(out, 80, "%g%% %06X", (double)s->width.percent,
                 s->color & 0xFFFFFF);
    else
        snprintf(out, 80, "%g %06X", (double)s->width.px / UNIT,
                 s->color & 0xFFFFFF);
}

static void
check(const struct row *r, const char *format)
{
    char html[200], css[400], found[80], wanted[80];
    struct styled s;

    snprintf(html, sizeof html,
             "<!DOCTYPE html><div><p id=t data-a='%s'>x</p></div>", r->data);
    snprintf(css, sizeof css, format, r->value);
    styled_init(&s, html, css);
    show(found, styled_style(&s, "t"));
    snprintf(wanted, sizeof wanted, "%s", r->wanted);
    if (strstr(found, wanted) == NULL)
        fail_msg("%s with %s: %s, wanted %s", css, r->data, found, wanted);
    styled_finish(&s);
}

static void
lengths(void **state)
{
    static const struct row rows[] = {
        {"30", "attr(data-a px)", "30 "},
        {"30", "attr(DATA-A PX)", "30 "},
        {" 2 ", "attr(data-a em,9px)", "32 "},
        {"30px", "attr(data-a px,9px)", "9 "},
        {"3 0", "attr(data-a px,9px)", "9 "},
        {"30", "attr(data-b px,9px)", "9 "},
        {"30", "attr(data-b px)", "auto "},
        {"30", "attr(data-a furlong)", "auto "},
        {"30", "attr(data-a px px)", "auto "},
        {"30", "attr()", "auto "},
        {"50", "attr(data-a %)", "50% "},
        {"3", "calc(attr(data-a number)*1em)", "48 "},
        {"7px", "attr(data-a type(<length>))", "7 "},
        {"7%", "attr(data-a type(<length>),1px)", "1 "},
        {"7%", "attr(data-a type(<length>|<percentage>),1px)", "7% "},
        {"7%", "attr(data-a type(<length-percentage>))", "7% "},
        {"auto", "attr(data-a type(auto|none),1px)", "auto "},
        {"none", "attr(data-a type(auto|cover),1px)", "1 "},
        {"1", "attr(data-a type(<integer>),2px)", "auto "},
        {"1.5", "attr(data-a type(<integer>),2px)", "2 "},
        {"8px", "var(--no,attr(data-a type(*)))", "8 "},
        {"8px", "attr(data-b px,attr(data-a type(<length>)))", "8 "},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check(&rows[i], "p{width:5px;width:%s}");
}

static void
colors(void **state)
{
    static const struct row rows[] = {
        {"lime", "attr(data-a type(<color>))", "00FF00"},
        {"lime", "attr(data-a type(*))", "00FF00"},
        {"lima", "attr(data-a type(<color>),lime)", "00FF00"},
        {"red", "attr(data-a color,lime)", "00FF00"},
        {"1,2,3", "rgb(attr(data-a type(<number>#)))", "010203"},
        {"1 2 3", "rgb(attr(data-a type(<number>+)))", "010203"},
        {"1,,2", "attr(data-a type(<number>#),lime)", "00FF00"},
        {"1,2,", "attr(data-a type(<number>#),lime)", "00FF00"},
        {"red", "attr(data-a,lime)", "000000"},
        {"red", "attr(data-a raw-string,lime)", "000000"},
        {"red", "attr(data-b raw-string,lime)", "00FF00"},
        {"red", "attr(data-b type(<color>),attr(data-c type(*),lime))",
         "00FF00"},
        {"var(--c)", "attr(data-a type(*),lime)", "00FF00"},
        {"attr(data-a type(*))", "attr(data-a type(*),lime)", "00FF00"},
        {"url(x)", "attr(data-a type(*),lime)", "00FF00"},
        {"Src(\"x\")", "attr(data-a type(*),lime)", "00FF00"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check(&rows[i], "p{--c:red;color:%s}");
}

/* A custom property takes the attribute of where it is set. */
static void
inherited(void **state)
{
    (void)state;
    check(&(struct row){"40", "attr(data-a px,1px)", "1 "},
          "div{--w:%s}p{width:var(--w)}");
    check(&(struct row){"40", "attr(data-a px,1px)", "40 "},
          "p{--w:%s;width:var(--w)}");
}

/* Elements that the same rules match have attributes of their own, and so have
 * their pseudo-elements. */
static void
own(void **state)
{
    struct styled s;

    (void)state;
    styled_init(&s,
                "<div><b id=a w=1>x</b><b id=b w=2>x</b>"
                "<b id=c w=1>x</b><i id=d>x</i><i id=e>x</i></div>",
                "b{width:attr(w px)}b::before{content:attr(w);"
                "width:attr(w em)}");
    assert_int_equal(styled_style(&s, "a")->width.px, 1 * UNIT);
    assert_int_equal(styled_style(&s, "b")->width.px, 2 * UNIT);
    assert_int_equal(styled_style(&s, "c")->width.px, 1 * UNIT);
    assert_int_equal(
        style_pseudo(styled_node(&s, "b"), PSEUDO_BEFORE)->width.px, 32 * UNIT);
    assert_ptr_equal(styled_style(&s, "d"), styled_style(&s, "e"));
    styled_finish(&s);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lengths),
        cmocka_unit_test(colors),
        cmocka_unit_test(inherited),
        cmocka_unit_test(own),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
