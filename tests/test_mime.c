/*
 * test_mime.c - Content-Type, sniffing, extensions, Content-Disposition.
 *
 * Process: test.  Distrusts: nothing.
 */
#include "mime.h"

#include <stdarg.h>
#include <setjmp.h>
#include <cmocka.h>

static void
parsing(void **state)
{
    static const struct {
        const char *text, *essence, *charset;
    } cases[] = {
        {"text/html", "text/html", ""},
        {" Text/HTML ; Charset=\"UTF-8\" ", "text/html", "utf-8"},
        {"text/html;charset=utf-8;charset=latin1", "text/html", "utf-8"},
        {"text/html;a=\"x;charset=no\";charset=yes", "text/html", "yes"},
        {"text/html;charset=\"a\\b\"", "text/html", "ab"},
        {"text/html;;;charset=x", "text/html", "x"},
        {"text/html;charset", "text/html", ""},
        {"text/html;charset=", "text/html", ""},
        {"text/html;charset=\"", "text/html", ""},
        {"text", "", ""},
        {"/html", "", ""},
        {"text/", "", ""},
        {"te xt/html", "", ""},
        {"", "", ""},
    };
    char long_type[600];
    struct mime m;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        bool ok = mime_parse(&m, span_of(cases[i].text));

        assert_int_equal(ok, cases[i].essence[0] != '\0');
        assert_string_equal(m.essence, cases[i].essence);
        assert_string_equal(m.charset, cases[i].charset);
    }
    memset(long_type, 'a', sizeof long_type);
    long_type[5] = '/';
    assert_false(mime_parse(&m, (struct span){(uint8_t *)long_type, 600}));
    assert_string_equal(m.essence, "");
}

#define BYTES(text) text, sizeof text - 1

static void
sniffing(void **state)
{
    static const struct {
        const char *type, *bytes;
        size_t size;
        bool nosniff;
        const char *essence;
    } cases[] = {
        {"", BYTES("  \n<!doctype HTML>"), false, "text/html"},
        {"", BYTES("<html\t>"), false, "text/html"},
        {"", BYTES("<htmlx>"), false, "text/plain"},
        {"", BYTES("<!-- x"), false, "text/html"},
        {"", BYTES("<p>"), false, "text/html"},
        {"", BYTES("<p>"), true, "text/plain"},
        {"", BYTES("<?xml version"), false, "text/xml"},
        {"", BYTES("%PDF-1.4"), false, "application/pdf"},
        {"", BYTES("\x89PNG\r\n\x1a\n"), false, "image/png"},
        {"", BYTES("\xff\xd8\xff\xe0"), false, "image/jpeg"},
        {"", BYTES("GIF87a"), false, "image/gif"},
        {"", BYTES("RIFF....WEBPVP8 "), false, "image/webp"},
        {"", BYTES("RIFF....WAVEfmt "), false, "audio/wave"},
        {"", BYTES("words\n"), false, "text/plain"},
        {"", BYTES(""), false, "text/plain"},
        {"", BYTES("a\0b"), false, "application/octet-stream"},
        {"", BYTES("\xff\xfe\0a"), false, "text/plain"},
        {"unknown/unknown", BYTES("<p>"), false, "text/html"},
        {"text/plain", BYTES("<p>"), false, "text/plain"},
        {"text/plain", BYTES("a\0"), false, "application/octet-stream"},
        {"text/plain", BYTES("a\0"), true, "text/plain"},
        {"text/plain; charset=x", BYTES("a\0"), false, "text/plain"},
        {"image/png", BYTES("GIF89a"), false, "image/gif"},
        {"image/png", BYTES("GIF89a"), true, "image/png"},
        {"image/png", BYTES("what"), false, "image/png"},
        {"image/svg+xml", BYTES("GIF89a"), false, "image/svg+xml"},
        {"text/html", BYTES("GIF89a"), false, "text/html"},
        {"application/x-own", BYTES("<p>"), false, "application/x-own"},
    };
    struct mime m;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        mime_compute(
            &m, span_of(cases[i].type),
            (struct span){(const uint8_t *)cases[i].bytes, cases[i].size},
            cases[i].nosniff);
        if (strcmp(m.essence, cases[i].essence) != 0)
            fail_msg("case %zu: %s, not %s", i, m.essence, cases[i].essence);
    }
    assert_string_equal(mime_picture(span_of("GIF89a")), "image/gif");
    assert_string_equal(mime_picture(span_of("GIF8")), "");
    assert_string_equal(mime_picture(span_of("")), "");
    assert_true(mime_wants_bytes(span_of(""), true));
    assert_true(mime_wants_bytes(span_of("text/plain"), false));
    assert_false(mime_wants_bytes(span_of("text/plain"), true));
    assert_false(mime_wants_bytes(span_of("text/html"), false));
}

static void
names(void **state)
{
    (void)state;
    assert_string_equal(mime_of_name(span_of("a.b.HTML")), "text/html");
    assert_string_equal(mime_of_name(span_of("x.jpeg")), "image/jpeg");
    assert_null(mime_of_name(span_of("html")));
    assert_null(mime_of_name(span_of(".html")));
    assert_null(mime_of_name(span_of("x.")));
    assert_null(mime_of_name(span_of("")));
}

static void
dispositions(void **state)
{
    static const struct {
        const char *header;
        bool attachment;
        const char *name;
    } cases[] = {
        {"", false, ""},
        {"inline", false, ""},
        {"attachment", true, ""},
        {"attachment; filename=a.txt", true, "a.txt"},
        {"ATTACHMENT; FileName=\"a \\\"b\\\".txt\"", true, "a \"b\".txt"},
        {"inline; filename=\"/etc/passwd\"", false, "passwd"},
        {"attachment; filename=\"..\\\\..\\\\x\"", true, "x"},
        {"attachment; filename=\".bashrc\"", true, "bashrc"},
        {"attachment; filename=\"a\x01"
         "b\"",
         true, "ab"},
        {"attachment; filename=no; filename*=UTF-8''%e2%82%ac.txt", true,
         "\xe2\x82\xac.txt"},
        {"attachment; filename*=UTF-8''..%2f..%2fx", true, "x"},
        {"attachment; filename=\"unclosed", true, "unclosed"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buf name = {0};

        assert_int_equal(mime_disposition(span_of(cases[i].header), &name),
                         cases[i].attachment);
        assert_string_equal(buf_text(&name), cases[i].name);
        buf_finish(&name);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parsing),
        cmocka_unit_test(sniffing),
        cmocka_unit_test(names),
        cmocka_unit_test(dispositions),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
