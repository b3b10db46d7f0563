/*
 * test_selectors.c - which elements a selector takes, and its specificity.
 *
 * Process: test.
 */
#include "css/selectors.h"

#include "css_bench.h"

#include <stdarg.h>
#include <stdlib.h>
#include <setjmp.h>
#include <cmocka.h>

static const char page[] =
    "<!doctype html><html id=h lang=en><head id=hd><body id=b class='x Y'>"
    "<div id=d1 class='a b'><p id=p1 title='one two'>t</p>"
    "<p id=p2 class=a lang=de-AT>t<i id=i1>i</i></p>"
    "<span id=s1></span><p id=p3 data-k='val-1'></p></div>"
    "<div id=d2><a id=a1 href=x>l</a><a id=a2>n</a><!--c-->"
    "<input id=n1 type=CHECKBOX checked><input id=n2 disabled>"
    "<fieldset id=f disabled><input id=n3></fieldset></div>"
    "<ul id=u dir=rtl><li id=l1><li id=l2><li id=l3><li id=l4><li id=l5></ul>"
    "<svg id=v><linearGradient id=g /></svg><x-y id=xy></x-y>";

/* The ids of all elements taken, in tree order. */
static const struct {
    const char *selector, *ids; /* ids NULL: the selector is invalid */
} cases[] = {
    {"p", "p1 p2 p3"},
    {"P", "p1 p2 p3"},
    {"x-y", "xy"},
    {"linearGradient", "g"},
    {"#p2", "p2"},
    {".a", "d1 p2"},
    {".A", ""},
    {"p.a", "p2"},
    {".a.b", "d1"},
    {"div p", "p1 p2 p3"},
    {"body p", "p1 p2 p3"},
    {"body > p", ""},
    {"div>p>i", "i1"},
    {"p+p", "p2"},
    {"p ~ p", "p2 p3"},
    {"#p1 ~ span + p", "p3"},
    {".a .a i", "i1"},
    {"*|p, |p", "p1 p2 p3"},
    {"html > *", "hd b"},
    {"[title]", "p1"},
    {"[TITLE='one two']", "p1"},
    {"[title=one]", ""},
    {"[title~=two]", "p1"},
    {"[title~='']", ""},
    {"[lang|=de]", "p2"},
    {"[lang|=d]", ""},
    {"[data-k^=val]", "p3"},
    {"[data-k$='-1']", "p3"},
    {"[data-k*=l-]", "p3"},
    {"[data-k*='']", ""},
    {"[data-k=VAL-1]", ""},
    {"[data-k=VAL-1 i]", "p3"},
    {"[type=checkbox]", "n1"},
    {"[type=checkbox s]", ""},
    {":root", "h"},
    {":empty", "hd s1 p3 n1 n2 n3 l1 l2 l3 l4 l5 g xy"},
    {"div > :first-child", "p1 a1"},
    {"div > :last-child", "p3 f"},
    {"i:only-child", "i1"},
    {"span:only-of-type", "s1"},
    {"p:first-of-type", "p1"},
    {"p:last-of-type", "p3"},
    {"li:nth-child(2n+1)", "l1 l3 l5"},
    {"li:nth-child(odd)", "l1 l3 l5"},
    {"li:nth-child(EVEN)", "l2 l4"},
    {"li:nth-child( -n + 2 )", "l1 l2"},
    {"li:nth-child(n+4)", "l4 l5"},
    {"li:nth-child(3)", "l3"},
    {"li:nth-child(+3)", "l3"},
    {"li:nth-child(-2n+3)", "l1 l3"},
    {"li:nth-child(n)", "l1 l2 l3 l4 l5"},
    {"li:nth-child(n-2)", "l1 l2 l3 l4 l5"},
    {"li:nth-child(0)", ""},
    {"li:nth-last-child(2)", "l4"},
    {"p:nth-of-type(2)", "p2"},
    {"p:nth-last-of-type(1)", "p3"},
    {":nth-child(2 of p)", "p2"},
    {":nth-last-child(1 of .a)", "d1 p2"},
    {"li:nth-child(2n+)", NULL},
    {"li:nth-child(n2)", NULL},
    {"li:nth-child(2.5)", NULL},
    {"li:nth-child()", NULL},
    {"p:not(.a)", "p1 p3"},
    {"p:not(.a, #p1)", "p3"},
    {"li:not(:nth-child(-n+4))", "l5"},
    {":is(#p1, #l1)", "p1 l1"},
    {":is(#p1, ::bad, :worse)", "p1"},
    {":where(div > p, ul) > *", "i1 l1 l2 l3 l4 l5"},
    {":is()", ""},
    {"div:has(> a)", "d2"},
    {"p:has(i)", "p2"},
    {"p:has(+ span)", "p2"},
    {"p:has(~ p)", "p1 p2"},
    {":has(:has(i))", NULL},
    {":link", "a1"},
    {":any-link", "a1"},
    {":visited", ""},
    {":hover", "p2"},
    {":focus", "n2"},
    {"div:focus-within", "d2"},
    {":target", "p3"},
    {":checked", "n1"},
    {":disabled", "n2 f n3"},
    {"input:enabled", "n1"},
    {":lang(de)", "p2 i1"},
    {"p:lang(en)", "p1 p3"},
    {"li:dir(rtl)", "l1 l2 l3 l4 l5"},
    {"p:dir(rtl)", ""},
    {"p::before", "p1 p2 p3"},
    {"p:before", "p1 p2 p3"},
    {"p::-webkit-thing", "p1 p2 p3"},
    {"p::nope", NULL},
    {"p:nope", NULL},
    {":not()", NULL},
    {"p:not(.a", "p1 p3"},
    {"p >", NULL},
    {"> p", NULL},
    {"p > > i", NULL},
    {"p,", NULL},
    {"", NULL},
    {"#1", NULL},
    {".", NULL},
    {"[a=]", NULL},
    {"[a=b c]", NULL},
    {"p::before i", NULL},
    {"p::before.a", NULL},
    {":is(p::before)", ""},
    {"\\70", "p1 p2 p3"},
};

static bool
any_matches(struct match *m, const struct selector_list *list,
            const struct node *n)
{
    for (unsigned i = 0; i < list->count; i++)
        if (selector_matches(m, &list->items[i], n))
            return true;
    return false;
}

/* Walks as styling does, with the filter of ancestors. */
static void
find(struct match *m, struct dom *d, const struct selector_list *list,
     struct buf *ids)
{
    struct node *n = d->document;

    for (;;) {
        if (n->type == NODE_ELEMENT && any_matches(m, list, n))
            buf_printf(ids, "%s ", n->id);
        if (n->first != NULL) {
            if (n->type == NODE_ELEMENT)
                match_push(m, n);
            n = n->first;
            continue;
        }
        while (n != d->document && n->next == NULL) {
            n = n->parent;
            if (n->type == NODE_ELEMENT)
                match_pop(m, n);
        }
        if (n == d->document)
            return;
        n = n->next;
    }
}

static bool
parse(struct arena *a, const char *text, struct selector_list *list)
{
    return selectors_parse(a, tokens_parse(a, a, span_of(text)), list);
}

static void
test_matching(void **state)
{
    struct dom *d = dom_parse_html(span_of(page));

    (void)state;
    dom_by_id(d, span_of("p2"))->states |= NODE_HOVER;
    dom_by_id(d, span_of("n2"))->states |= NODE_FOCUS;
    for (struct node *n = dom_by_id(d, span_of("n2")); n; n = n->parent)
        n->states |= NODE_FOCUS_WITHIN;
    dom_by_id(d, span_of("p3"))->states |= NODE_TARGET;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct match *m = calloc(1, sizeof *m);
        struct selector_list list = {0};
        struct arena a = {0};
        struct buf ids = {0};
        bool ok = parse(&a, cases[i].selector, &list);

        m->use_filter = true;
        m->budget = 100000;
        if (ok != (cases[i].ids != NULL))
            fail_msg("%s: %s", cases[i].selector, ok ? "valid" : "invalid");
        if (ok)
            find(m, d, &list, &ids);
        if (ids.size > 0)
            ids.size--; /* the last space */
        if (ok && strcmp(buf_text(&ids), cases[i].ids) != 0)
            fail_msg("%s: found %s", cases[i].selector, buf_text(&ids));
        buf_finish(&ids);
        arena_finish(&a);
        free(m);
    }
    dom_destroy(d);
}

static void
test_specificity(void **state)
{
    static const struct {
        const char *selector;
        uint32_t a, b, c;
    } rows[] = {
        {"*", 0, 0, 0},
        {"p", 0, 0, 1},
        {"p.a#b", 1, 1, 1},
        {"p > q + r", 0, 0, 3},
        {"[a]:hover", 0, 2, 0},
        {"p::before", 0, 0, 2},
        {":is(#a, p)", 1, 0, 0},
        {":where(#a)", 0, 0, 0},
        {":not(.a, p)", 0, 1, 0},
        {":has(> #a .b)", 1, 1, 0},
        {":nth-child(2 of .a)", 0, 2, 0},
        {":nth-child(2)", 0, 1, 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct selector_list list = {0};
        struct arena a = {0};

        assert_true(parse(&a, rows[i].selector, &list));
        assert_int_equal(list.items[0].specificity,
                         rows[i].a << 20 | rows[i].b << 10 | rows[i].c);
        arena_finish(&a);
    }
}

/* A thousand ids or classes do not carry over into the next column. */
static void
test_specificity_limit(void **state)
{
    struct selector_list list = {0};
    struct arena a = {0};
    struct buf text = {0};

    (void)state;
    for (int i = 0; i < 3000; i++)
        buf_add_text(&text, ".a");
    assert_true(parse(&a, buf_text(&text), &list));
    assert_int_equal(list.items[0].specificity, 1023 << 10);
    buf_finish(&text);
    arena_finish(&a);
}

static void
test_quirks(void **state)
{
    struct styled s;

    (void)state;
    styled_init(&s, "<p id=T class=Aa>", "#t.aA{color:red}");
    assert_int_equal(styled_style(&s, "T")->color, 0xFFFF0000);
    styled_finish(&s);
    styled_init(&s, "<!doctype html><p id=T class=Aa>", "#t.aA{color:red}");
    assert_int_equal(styled_style(&s, "T")->color, 0xFF000000);
    styled_finish(&s);
}

/* Backtracking over deep trees has to end: 20 combinators, 400 levels. */
static void
test_backtracking(void **state)
{
    struct buf html = {0}, css = {0};
    struct styled s;

    (void)state;
    buf_add_text(&html, "<!doctype html>");
    for (int i = 0; i < 400; i++)
        buf_add_text(&html, "<div class=a>");
    buf_add_text(&html, "<p id=t>");
    buf_add_text(&css, ".never ");
    for (int i = 0; i < 20; i++)
        buf_add_text(&css, ".a > .a ");
    buf_add_text(&css, "p{color:red} .b ~ .a .a ~ .a p{color:red}");
    buf_add_text(&css, ":is(.never) .a .a .a .a .a .a .a .a p{color:red}");
    styled_init(&s, buf_text(&html), buf_text(&css));
    assert_int_equal(styled_style(&s, "t")->color, 0xFF000000);
    styled_finish(&s);
    buf_finish(&html);
    buf_finish(&css);
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_matching),
        cmocka_unit_test(test_specificity),
        cmocka_unit_test(test_specificity_limit),
        cmocka_unit_test(test_quirks),
        cmocka_unit_test(test_backtracking),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
