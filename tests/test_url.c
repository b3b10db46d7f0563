/*
 * test_url.c - the URL parser: an own table and the public test set.
 *
 * Process: test.  Distrusts: nothing.
 */
#include "url.h"

#include <stdarg.h>
#include <setjmp.h>
#include <cmocka.h>
#include <cjson/cJSON.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#ifndef SUITES
#define SUITES "../shared/suites"
#endif

static const struct {
    const char *input, *base, *href; /* href NULL: must fail */
} cases[] = {
    {"http://example.org", "", "http://example.org/"},
    {"  HTTP://EXAMPLE.org:80/a/../b ", "", "http://example.org/b"},
    {"https://example.org:8443/x?y#z", "", "https://example.org:8443/x?y#z"},
    {"../c", "http://example.org/a/b/d", "http://example.org/a/c"},
    {"//other/x", "https://example.org/", "https://other/x"},
    {"?q", "http://example.org/a?b#c", "http://example.org/a?q"},
    {"#f", "about:blank", "about:blank#f"},
    {"", "http://example.org/a?b#c", "http://example.org/a?b"},
    {"x", "about:blank", NULL},
    {"x", "", NULL},
    {"http://", "", NULL},
    {"http://a b/", "", NULL},
    {"http://example.org:65536/", "", NULL},
    {"http://0x7f.1/", "", "http://127.0.0.1/"},
    {"http://1.2.3.256/", "", NULL},
    {"http://[1:0:0:2:0:0:0:3]/", "", "http://[1:0:0:2::3]/"},
    {"http://[::192.0.2.1]/", "", "http://[::c000:201]/"},
    {"http://[1::2::3]/", "", NULL},
    {"http://b\xc3\xbc"
     "cher.example/",
     "", "http://xn--bcher-kva.example/"},
    {"http://fa\xc3\x9f.example/", "", "http://xn--fa-hia.example/"},
    {"http://XN--a/", "", "http://xn--a/"},
    {"http://%65xample.org/", "", "http://example.org/"},
    {"http://u:p@h/", "", "http://u:p@h/"},
    {"http://u@x@h/", "", "http://u%40x@h/"},
    {"file:///a/b/../c d", "", "file:///a/c%20d"},
    {"file://localhost/x", "", "file:///x"},
    {"file:///C|/x/../..", "", "file:///C:/"},
    {"b.css", "file:///a/index.html", "file:///a/b.css"},
    {"data:text/html,<p> x  #y", "", "data:text/html,<p> x %20#y"},
    {"http://h/\xff", "", "http://h/%EF%BF%BD"},
    {"ht\ntp://ex\tample.org/", "", "http://example.org/"},
    {"web+x:/..//p", "", "web+x:/.//p"},
    {"http:\\\\h\\a\\b", "", "http://h/a/b"},
};

static void
own_table(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buf out = {0};
        bool ok = url_resolve(&out, cases[i].base, span_of(cases[i].input));

        if (ok != (cases[i].href != NULL))
            fail_msg("\"%s\": parsed is %d", cases[i].input, ok);
        if (ok)
            assert_string_equal(buf_text(&out), cases[i].href);
        buf_finish(&out);
    }
}

static void
parts(void **state)
{
    struct url u, v;
    struct buf out = {0};

    (void)state;
    assert_true(
        url_parse(&u, span_of("https://u:p@example.org:81/a%20b?q=1#f"), NULL));
    assert_true(span_is(url_scheme(&u), "https"));
    assert_true(span_is(url_host(&u), "example.org"));
    assert_true(span_is(url_path(&u), "/a%20b"));
    assert_true(span_is(url_query(&u), "q=1"));
    assert_true(span_is(url_fragment(&u), "f"));
    assert_int_equal(u.port_number, 81);
    assert_true(url_has_credentials(&u));
    url_add_origin(&out, &u);
    assert_string_equal(buf_text(&out), "https://example.org:81");
    out.size = 0;
    url_add_decoded(&out, url_path(&u));
    assert_string_equal(buf_text(&out), "/a b");
    assert_true(url_parse(&v, span_of("#g"), &u));
    assert_true(url_same_document(&u, &v));
    url_finish(&v);
    assert_true(url_parse(&v, span_of("?q=2"), &u));
    assert_false(url_same_document(&u, &v));
    url_finish(&v);
    assert_false(url_parse(&v, span_of("//["), &u));
    assert_int_equal(v.href.size, 0);
    url_finish(&u);
    buf_finish(&out);
}

/* cJSON takes \u0000 for the end of a text: a private character stands for it
 * until show_nuls. */
static void
hide_nuls(struct buf *text)
{
    char *at = (char *)text->data, *end = at + text->size;

    while ((at = memmem(at, (size_t)(end - at), "\\u0000", 6)) != NULL)
        memcpy(at, "\\uF8F0", 6);
}

static struct span
show_nuls(char *text)
{
    size_t to = 0;

    for (size_t i = 0; text[i] != '\0'; i++)
        if (strncmp(text + i, "\xEF\xA3\xB0", 3) == 0) {
            text[to++] = '\0';
            i += 2;
        } else {
            text[to++] = text[i];
        }
    return (struct span){(uint8_t *)text, to};
}

static cJSON *
read_json(const char *path)
{
    struct buf text = {0};
    cJSON *json = NULL;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t got;

    if (fd < 0) {
        print_message("%s is not there: skipped\n", path);
        return NULL;
    }
    while ((got = read(fd, buf_reserve(&text, 65536), 65536)) > 0)
        text.size += (size_t)got;
    close(fd);
    hide_nuls(&text);
    json = cJSON_Parse(buf_text(&text));
    buf_finish(&text);
    assert_non_null(json);
    return json;
}

static const char *
text_of(const cJSON *object, const char *key)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);

    return cJSON_IsString(item) ? item->valuestring : NULL;
}

static bool
one_case(const cJSON *test)
{
    cJSON *item = cJSON_GetObjectItemCaseSensitive(test, "input");
    struct span input = show_nuls(item->valuestring);
    const char *base = text_of(test, "base");
    const char *href = text_of(test, "href"), *origin = text_of(test, "origin");
    struct url b = {0}, u = {0};
    struct buf got = {0};
    bool parsed = base == NULL || url_parse(&b, span_of(base), NULL);
    bool ok;

    parsed = parsed && url_parse(&u, input, base == NULL ? NULL : &b);
    ok = parsed == (href != NULL) &&
         (!parsed || span_is(buf_span(&u.href), href));
    if (ok && parsed && origin != NULL) {
        url_add_origin(&got, &u);
        ok = span_is(buf_span(&got), origin);
    }
    if (!ok)
        print_message("input \"%s\" base \"%s\": wanted %s, got %s %s\n",
                      item->valuestring, base ? base : "",
                      href ? href : "failure",
                      parsed ? buf_text(&u.href) : "failure", buf_text(&got));
    url_finish(&u);
    url_finish(&b);
    buf_finish(&got);
    return ok;
}

static void
public_set(void **state)
{
    cJSON *json = read_json(SUITES "/url/urltestdata.json");
    const cJSON *test;
    int passed = 0, failed = 0;

    (void)state;
    if (json == NULL)
        skip();
    cJSON_ArrayForEach(test, json)
    {
        if (!cJSON_IsObject(test))
            continue;
        if (one_case(test))
            passed++;
        else
            failed++;
    }
    print_message("urltestdata.json: %d passed, %d failed\n", passed, failed);
    cJSON_Delete(json);
    assert_true(passed > 0);
    assert_int_equal(failed, 0);
}

static void
public_domains(void **state)
{
    cJSON *json = read_json(SUITES "/url/toascii.json");
    const cJSON *test;
    int passed = 0, failed = 0;

    (void)state;
    if (json == NULL)
        skip();
    cJSON_ArrayForEach(test, json)
    {
        const char *wanted = text_of(test, "output");
        struct buf input = {0};
        struct url u = {0};
        bool parsed, ok;

        if (!cJSON_IsObject(test))
            continue;
        buf_printf(&input, "https://%s/x", text_of(test, "input"));
        parsed = url_parse(&u, buf_span(&input), NULL);
        ok = parsed == (wanted != NULL) &&
             (!parsed || span_is(url_host(&u), wanted));
        if (!ok)
            print_message("domain \"%s\": wanted %s, got %s\n",
                          text_of(test, "input"), wanted ? wanted : "failure",
                          parsed ? buf_text(&u.href) : "failure");
        passed += ok;
        failed += !ok;
        url_finish(&u);
        buf_finish(&input);
    }
    print_message("toascii.json: %d passed, %d failed\n", passed, failed);
    cJSON_Delete(json);
    /* Seven follow Unicode 15.1 and later; ICU 72 knows 15.0. */
    assert_true(passed > 0 && failed <= 7);
}

/* What was serialized parses to itself. */
static void
stable(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buf again = {0};

        if (cases[i].href != NULL) {
            assert_true(url_resolve(&again, "", span_of(cases[i].href)));
            assert_string_equal(buf_text(&again), cases[i].href);
        }
        buf_finish(&again);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(own_table),      cmocka_unit_test(parts),
        cmocka_unit_test(stable),         cmocka_unit_test(public_set),
        cmocka_unit_test(public_domains),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
