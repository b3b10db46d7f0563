/*
 * test_site.c - which addresses are of one site.
 *
 * Process: test.  Distrusts: nothing.
 */
#include "site.h"

#include <stdarg.h>
#include <setjmp.h>
#include <cmocka.h>

static void
sites(void **state)
{
    static const struct {
        const char *url, *site;
    } cases[] = {
        {"https://a.b.example.org:8443/x?y", "https://example.org"},
        {"http://example.org/", "http://example.org"},
        {"https://www.example.co.uk/", "https://example.co.uk"},
        {"https://co.uk/", "https://co.uk"},
        {"https://one.github.io/", "https://one.github.io"},
        {"https://x.one.github.io/", "https://one.github.io"},
        {"https://www.b\xc3\xbc"
         "cher.de/",
         "https://xn--bcher-kva.de"},
        {"http://localhost:8080/", "http://localhost"},
        {"http://10.0.0.1:80/", "http://10.0.0.1"},
        {"http://[::1]:8080/", "http://[::1]"},
        {"file:///etc/passwd", "file:///etc/"},
        {"file:///home/x.html", "file:///home/"},
        {"about:history", "about:"},
        {"about:version?x", "about:"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buf site = {0};
        struct url u;

        assert_true(url_parse(&u, span_of(cases[i].url), NULL));
        site_add(&site, &u);
        assert_string_equal(buf_text(&site), cases[i].site);
        buf_finish(&site);
        url_finish(&u);
    }
}

static void
opaque(void **state)
{
    static const char *const urls[] = {"about:blank", "data:,x", "strange:x"};

    (void)state;
    for (size_t i = 0; i < sizeof urls / sizeof urls[0]; i++) {
        struct buf one = {0}, two = {0};
        struct url u;

        assert_true(url_parse(&u, span_of(urls[i]), NULL));
        site_add(&one, &u);
        site_add(&two, &u);
        assert_string_not_equal(buf_text(&one), buf_text(&two));
        assert_memory_equal(one.data, "opaque:", 7);
        buf_finish(&one);
        buf_finish(&two);
        url_finish(&u);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sites),
        cmocka_unit_test(opaque),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
