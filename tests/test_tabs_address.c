/*
 * test_tabs_address.c - what a person types into the address bar.
 *
 * Process: test.  Distrusts: nothing.
 */
#include "tabs.h"

#include <stdarg.h>
#include <setjmp.h>
#include <cmocka.h>

static const struct {
    const char *typed, *url; /* NULL: no address */
} cases[] = {
    /* hosts */
    {"example.org", "https://example.org/"},
    {"  example.org\t", "https://example.org/"},
    {"Example.ORG/A?b#c", "https://example.org/A?b#c"},
    {"example.org/a b", "https://example.org/a%20b"},
    {"example.org:8080", "https://example.org:8080/"},
    {"example.org:8080/x", "https://example.org:8080/x"},
    {"example.org?q=1.5 2", "https://example.org/?q=1.5%202"},
    {"b\xc3\xbc"
     "cher.de",
     "https://xn--bcher-kva.de/"},
    {"http://b\xc3\xbc"
     "cher.de/\xc3\xbc",
     "http://xn--bcher-kva.de/%C3%BC"},
    /* without TLS: what is near */
    {"localhost", "http://localhost/"},
    {"LocalHost:8000/x", "http://localhost:8000/x"},
    {"localhost/x.html", "http://localhost/x.html"},
    {"localhost.example.org", "https://localhost.example.org/"},
    {"127.0.0.1", "http://127.0.0.1/"},
    {"127.0.0.1:81/a", "http://127.0.0.1:81/a"},
    {"[::1]", "http://[::1]/"},
    {"[::1]:8080/", "http://[::1]:8080/"},
    {"[::1", NULL},
    {"256.1.1.1", NULL},
    /* with a scheme */
    {"http://example.org", "http://example.org/"},
    {"HTTPS://example.org:443/", "https://example.org/"},
    {"http://host/", "http://host/"},
    {"file:///tmp/x", "file:///tmp/x"},
    {"data:text/html,<b>1.5</b>", "data:text/html,<b>1.5</b>"},
    {"about:blank", "about:blank"},
    {"about:history", "about:history"},
    /* paths */
    {"/", "file:///"},
    {"/tmp/a b.html", "file:///tmp/a%20b.html"},
    {"/tmp/../etc/x", "file:///etc/x"},
    /* schemes that are none of ours stay what they are */
    {"mailto:me@example.org", "mailto:me@example.org"},
    {"javascript:alert(1.5)", "javascript:alert(1.5)"},
    {"ftp://example.org/", "ftp://example.org/"},
    {"foo.bar:baz", "foo.bar:baz"},
    /* none */
    {"", NULL},
    {"  \t ", NULL},
    {"word", NULL},
    {"two words", NULL},
    {"what is 1.5", NULL},
    {"http://", NULL},
    {"https://exa mple.org/", NULL},
    {"http://example.org:99999/", NULL},
    {"\xff.\xfe", NULL},
};

static void
addresses(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf url = {0};
        bool found = tab_address(&url, cases[i].typed);

        if (found != (cases[i].url != NULL))
            fail_msg("\"%s\" is %s", cases[i].typed,
                     found ? buf_text(&url) : "no address");
        if (found)
            assert_string_equal(buf_text(&url), cases[i].url);
        buf_finish(&url);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(addresses)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
