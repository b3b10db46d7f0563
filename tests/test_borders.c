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

/* A picture by its first bytes, or no picture. */
static const char png[] = "image/png", none[] = "";

static void
test_orb(void **state)
{
    static const char a[] = "https://a.example/", b[] = "https://b.example/x",
                      any[] = "application/octet-stream";
    static const struct {
        const char *initiator, *url, *mime, *picture;
        choice_t resource;
        bool allowed;
    } cases[] = {
        {a, "https://a.example/x", "text/html", none, RESOURCE_IMAGE, true},
        {a, "https://a.example/x", any, none, RESOURCE_STYLE, true},
        {a, "https://a.example:8443/x", "text/html", none, RESOURCE_IMAGE,
         false},
        {a, "http://a.example/x", "text/html", none, RESOURCE_IMAGE, false},
        {a, b, "text/css", none, RESOURCE_STYLE, true},
        {a, b, "image/svg+xml", none, RESOURCE_IMAGE, true},
        {a, b, "image/png", png, RESOURCE_IMAGE, true},
        {a, b, "image/png", none, RESOURCE_IMAGE, false},
        {a, b, "image/png", png, RESOURCE_STYLE, false},
        /* The type says nothing: only the bytes do. */
        {a, b, any, png, RESOURCE_IMAGE, true},
        {a, b, any, none, RESOURCE_IMAGE, false},
        {a, b, any, png, RESOURCE_STYLE, false},
        {a, b, any, none, RESOURCE_STYLE, false},
        {a, b, "", png, RESOURCE_IMAGE, false},
        {a, b, "", none, RESOURCE_STYLE, false},
        /* What can be read is no picture, whatever it begins with. */
        {a, b, "font/woff2", none, RESOURCE_IMAGE, false},
        {a, b, "text/html", none, RESOURCE_IMAGE, false},
        {a, b, "text/html", png, RESOURCE_IMAGE, false},
        {a, b, "text/plain", none, RESOURCE_IMAGE, false},
        {a, b, "application/json", png, RESOURCE_IMAGE, false},
        {a, b, "application/xml", none, RESOURCE_STYLE, false},
        {a, b, "imagine/html", png, RESOURCE_IMAGE, false},
        {a, "data:text/html,x", "text/html", none, RESOURCE_IMAGE, true},
        {"data:text/html,x", b, "text/html", none, RESOURCE_IMAGE, false},
        {"no address", b, "text/html", none, RESOURCE_IMAGE, false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fetch_head head = {.url = cases[i].url,
                                  .mime = cases[i].mime,
                                  .picture = cases[i].picture};

        if (orb_allows(cases[i].initiator, cases[i].resource, &head) !=
            cases[i].allowed)
            fail_msg("case %zu: %s reads %s, %s", i, cases[i].initiator,
                     cases[i].url, cases[i].mime);
    }
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
