/*
 * test_address.c - how an address is shown, and the bounds of its editing.
 *
 * Process: none; it tests the browser's.
 */
#include "address.h"
#include "buf.h"
#include "limits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

static void
check_shown(const char *url, const char *wanted, const char *host)
{
    struct buf out = {0};
    size_t start, end;

    address_show(&out, url, &start, &end);
    assert_string_equal(buf_text(&out), wanted);
    assert_int_equal(end - start, strlen(host));
    assert_memory_equal(out.data + start, host, strlen(host));
    buf_finish(&out);
}

static void
test_shown_address(void **state)
{
    (void)state;
    check_shown("https://example.org/", "example.org", "example.org");
    check_shown("http://example.org:81/a?b#c", "example.org:81/a?b#c",
                "example.org:81");
    check_shown("https://bank.example@evil.example/", "evil.example",
                "evil.example");
    check_shown("https://evil.example/@bank.example/",
                "evil.example/@bank.example/", "evil.example");
    check_shown("https://evil.example?@bank.example",
                "evil.example?@bank.example", "evil.example");
    check_shown("file:///tmp/a.html", "file:///tmp/a.html", "");
    check_shown("about:processes", "about:processes", "about:processes");
    check_shown("https://a\xE2\x80\xAE"
                "b.example/",
                "ab.example", "ab.example");
    check_shown("", "", "");
}

static void
test_bounds(void **state)
{
    struct address a = {0};
    char *big = malloc(MAX_URL * 2);

    (void)state;
    memset(big, 'x', MAX_URL * 2 - 1);
    big[MAX_URL * 2 - 1] = '\0';
    address_set(&a, big);
    assert_int_equal(address_text(&a).size, MAX_URL);
    address_insert(&a, span_of("more"));
    assert_int_equal(address_text(&a).size, MAX_URL);
    address_select_all(&a);
    address_paste(&a, big);
    assert_int_equal(address_text(&a).size, MAX_URL);
    address_finish(&a);
    address_erase(&a, ADDRESS_LEFT);
    address_undo(&a);
    address_redo(&a);
    address_move(&a, ADDRESS_WORD_LEFT, true);
    address_select_word(&a, 0);
    assert_int_equal(address_text(&a).size, 0);
    address_finish(&a);
    free(big);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shown_address),
        cmocka_unit_test(test_bounds),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
