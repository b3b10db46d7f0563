/*
 * test_borders.c - what may cross from one origin into another: answers (orb)
 * and whole documents (framing).
 *
 * Process: none; it tests the browser's.
 */
#include "framing.h"
#include "orb.h"
#include "process_policy.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void
test_orb(void **state)
{
    static const struct {
        const char *initiator, *url, *mime;
        bool allowed;
    } cases[] = {
        {"https://a.example/", "https://a.example/x", "text/html", true},
        {"https://a.example/", "https://a.example:8443/x", "text/html", false},
        {"https://a.example/", "http://a.example/x", "text/html", false},
        {"https://a.example/", "https://b.example/x", "image/png", true},
        {"https://a.example/", "https://b.example/x", "text/css", true},
        {"https://a.example/", "https://b.example/x", "font/woff2", false},
        {"https://a.example/", "https://b.example/x", "", true},
        {"https://a.example/", "https://b.example/x", "text/html", false},
        {"https://a.example/", "https://b.example/x", "text/plain", false},
        {"https://a.example/", "https://b.example/x", "application/json",
         false},
        {"https://a.example/", "https://b.example/x", "application/xml", false},
        {"https://a.example/", "https://b.example/x", "imagine/html", false},
        {"https://a.example/", "data:text/html,x", "text/html", true},
        {"data:text/html,x", "https://b.example/x", "text/html", false},
        {"no address", "https://b.example/x", "text/html", false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (orb_allows(cases[i].initiator, cases[i].url, cases[i].mime) !=
            cases[i].allowed)
            fail_msg("%s reads %s, %s", cases[i].initiator, cases[i].url,
                     cases[i].mime);
}

static enum framing
x(const char *value)
{
    return framing_x_frame_options(FRAMING_ANY, span_of(value));
}

static enum framing
csp(const char *value)
{
    return framing_policy(FRAMING_ANY, span_of(value));
}

static void
test_framing(void **state)
{
    (void)state;
    assert_int_equal(x("DENY"), FRAMING_NONE);
    assert_int_equal(x(" deny "), FRAMING_NONE);
    assert_int_equal(x("SameOrigin"), FRAMING_SAME);
    assert_int_equal(x("ALLOW-FROM https://a.example"), FRAMING_ANY);
    assert_int_equal(x(""), FRAMING_ANY);
    assert_int_equal(csp("default-src 'self'"), FRAMING_ANY);
    assert_int_equal(csp("frame-ancestors 'none'"), FRAMING_NONE);
    assert_int_equal(csp("default-src x;frame-ancestors 'self'; a"),
                     FRAMING_SAME);
    assert_int_equal(csp("frame-ancestors https://a.example"), FRAMING_SAME);
    assert_int_equal(csp("frame-ancestors *"), FRAMING_ANY);
    assert_int_equal(csp("frame-ancestors"), FRAMING_NONE);
    assert_int_equal(csp(";;;"), FRAMING_ANY);
    /* The stricter of several headers counts. */
    assert_int_equal(framing_policy(FRAMING_NONE, span_of("frame-ancestors *")),
                     FRAMING_NONE);
    assert_int_equal(
        framing_x_frame_options(FRAMING_NONE, span_of("SAMEORIGIN")),
        FRAMING_NONE);
}

static void
test_model_names(void **state)
{
    enum process_model model;

    (void)state;
    for (int i = 0; i < PROCESS_MODEL_COUNT; i++) {
        assert_true(process_model_find(
            process_model_name((enum process_model)i), &model));
        assert_int_equal(model, i);
    }
    assert_false(process_model_find("", &model));
    assert_false(process_model_find("sites", &model));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_orb),
        cmocka_unit_test(test_framing),
        cmocka_unit_test(test_model_names),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
