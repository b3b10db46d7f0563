/*
 * test_page_action.c - links that do something, and that nobody can make up.
 *
 * Process: none; it tests the browser's.
 */
#include "page_action.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

/* The query of a new link for what, as its page is asked with it. */
static const char *
link_for(const char *what)
{
    static struct buf html, query;
    const char *at;

    html.size = query.size = 0;
    assert_true(page_action_add(&html, "test", what));
    at = buf_text(&html);
    assert_memory_equal(at, "about:test?", 11);
    for (at += 11; *at != 0; at++) {
        buf_add_char(&query, *at);
        if (*at == '&')
            at += strlen("amp;");
    }
    return buf_text(&query);
}

static void
test_once(void **state)
{
    const char *query = link_for("end=3"), *what = NULL;

    (void)state;
    assert_true(page_action_take(query, &what));
    assert_string_equal(what, "end=3");
    assert_false(page_action_take(query, &what)); /* back in history */
    assert_true(page_action_take(link_for("end=3"), &what));
}

static void
test_made_up(void **state)
{
    char query[256];
    const char *what;

    (void)state;
    assert_false(page_action_take("", &what));
    assert_false(page_action_take("act=", &what));
    assert_false(page_action_take("act=0.0&end=1", &what));
    assert_false(page_action_take("sort=pss", &what));
    /* Every byte of the secret counts, and the number is of a link. */
    for (size_t i = 4; i < 4 + 33; i++) {
        snprintf(query, sizeof query, "%s", link_for("end=1"));
        query[i] = query[i] == 'x' ? 'y' : 'x';
        assert_false(page_action_take(query, &what));
    }
    snprintf(query, sizeof query, "%s", link_for("end=1"));
    *strchr(query, '.') = 0;
    strcat(query, ".99999&end=1");
    assert_false(page_action_take(query, &what));
    *strchr(query, '.') = 0;
    strcat(query, ".-1&end=1");
    assert_false(page_action_take(query, &what));
    *strchr(query, '.') = 0;
    assert_false(page_action_take(query, &what));
}

/* Only so many are remembered as unused; older ones do nothing. */
static void
test_old(void **state)
{
    char query[256];
    const char *what;

    (void)state;
    snprintf(query, sizeof query, "%s", link_for("end=1"));
    for (int i = 0; i < 5000; i++)
        link_for("end=2");
    assert_false(page_action_take(query, &what));
}

/* A form's hidden field is as good as a link, once, and its other fields are
 * decoded. */
static void
test_form(void **state)
{
    struct buf html = {0}, query = {0}, value = {0};
    const char *what, *token;

    (void)state;
    assert_true(page_action_add_field(&html));
    token = strstr(buf_text(&html), "value=\"") + 7;
    buf_printf(&query, "act=%.*s&do=add&filter=a%%3D%%3Db+%%26+c&empty=&x",
               (int)strcspn(token, "\""), token);
    assert_true(page_action_take(buf_text(&query), &what));
    assert_true(page_action_field(what, "do", &value));
    assert_string_equal(buf_text(&value), "add");
    assert_true(page_action_field(what, "filter", &value));
    assert_string_equal(buf_text(&value), "a==b & c");
    assert_true(page_action_field(what, "empty", &value));
    assert_int_equal(value.size, 0);
    assert_false(page_action_field(what, "x", &value));
    assert_false(page_action_field(what, "ilter", &value));
    assert_false(page_action_take(buf_text(&query), &what));
    buf_finish(&html);
    buf_finish(&query);
    buf_finish(&value);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_once),
        cmocka_unit_test(test_made_up),
        cmocka_unit_test(test_old),
        cmocka_unit_test(test_form),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
