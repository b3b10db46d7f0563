/*
 * test_trace_check.c - `bulkhead trace check` and diff, on traces that break
 * one rule each.
 *
 * Process: test.
 */
#include "cookie_mark.h"
#include "frame_picture.h"
#include "trace_script.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

/* ---- check ---------------------------------------------------------------*/

/* Checks the script: line is expected, and the status. */
static void
script_end(struct script *s, int status, const char *line)
{
    struct buf out = {0};
    int is;

    trace_write_file(trace_path("script"), buf_span(&s->file));
    is = trace_run(&out, "check", trace_path("script"), NULL);
    if (is != status || strstr(buf_text(&out), line) == NULL)
        fail_msg("status %d, wanted %d and \"%s\":\n%s", is, status, line,
                 buf_text(&out));
    buf_finish(&out);
    script_finish(s);
}

static void
fences_are_checked(void **state)
{
    struct script s;

    (void)state;
    script_begin(&s); /* as it should be */
    SAY(&s, surface_create, 1, 4);
    SAY(&s, tile, 1, 0, 0, 0, 0, 0, 9, 9);
    SAY(&s, commit, 1, 1, 1, 10, 10, 0, true);
    SAY(&s, frame_done, 1, 1);
    SAY(&s, tile, 1, 0, 0, 1, 0, 0, 9, 9);
    SAY(&s, commit, 1, 1, 2, 10, 10, 0, true);
    SAY(&s, frame_done, 1, 2);
    SAY(&s, tile, 1, 0, 0, 0, 0, 0, 9, 9);
    script_end(&s, 0, "fences    ok, 7 looked at");

    script_begin(&s); /* slot 0 again before its frame is done */
    SAY(&s, surface_create, 1, 4);
    SAY(&s, tile, 1, 0, 0, 0, 0, 0, 9, 9);
    SAY(&s, commit, 1, 1, 1, 10, 10, 0, true);
    SAY(&s, tile, 1, 0, 0, 1, 0, 0, 9, 9);
    SAY(&s, commit, 1, 1, 2, 10, 10, 0, true);
    SAY(&s, tile, 1, 1, 0, 0, 0, 0, 9, 9);
    script_end(&s, 1, "slot 0 is painted before frame_done 2");

    script_begin(&s);
    SAY(&s, surface_create, 1, 4);
    SAY(&s, tile, 1, 0, 0, 0, 0, 0, 9, 9);
    SAY(&s, tile, 1, 1, 0, 0, 0, 0, 9, 9);
    script_end(&s, 1, "slot 0 is painted while it shows tile 0,0");

    script_begin(&s);
    SAY(&s, surface_create, 1, 4);
    for (uint32_t frame = 1; frame <= 3; frame++)
        SAY(&s, commit, 1, 1, frame, 10, 10, 0, true);
    script_end(&s, 1, "3 frames are in flight, at most 2 may be");
}

static void
owners_and_ways_are_checked(void **state)
{
    struct script s;

    (void)state;
    script_begin(&s);
    SAY(&s, title, 9, 1, span_of("x"));
    script_end(&s, 1, "nobody was given surface 9");

    script_begin(&s); /* the same, but the browser refused it */
    SAY(&s, title, 9, 1, span_of("x"));
    trace_put_event(&s.file, TRACE_DROPPED, RENDERER, "sent a malformed title");
    script_end(&s, 0, "1 wrong messages of children were refused");

    script_begin(&s);
    SAY(&s, hello, 1, span_of("0123456789abcdef"), 1);
    script_end(&s, 1, "the child was ready");

    script_begin(&s); /* one tab's surface to another's process */
    SAY(&s, surface_create, 1, 4);
    s.message.size = 0;
    trace_make_message(&s.message, MSG_view);
    memcpy(s.message.data + MESSAGE_ID_SIZE, "\1\0\0\0", 4);
    script_raw(&s, TRACE_SENT, 77, 1);
    script_end(&s, 1, "surface 1 belongs to process 2");

    script_begin(&s); /* a way that is nobody's: ping from a child */
    s.message.size = 0;
    trace_make_message(&s.message, MSG_ping);
    script_raw(&s, TRACE_RECEIVED, 2, 1);
    script_end(&s, 1, "ways      VIOLATED 1 times");
}

static void
requests_are_checked(void **state)
{
    struct script s;

    (void)state;
    script_begin(&s);
    SAY(&s, ping, 5);
    SAY(&s, pong, 5);
    script_end(&s, 0, "requests  ok, 1 looked at");
    script_begin(&s);
    SAY(&s, ping, 5);
    SAY(&s, pong, 6);
    script_end(&s, 1, "nobody asked for this");
    script_begin(&s);
    SAY(&s, ping, 5);
    script_end(&s, 0, "1 requests were still open at the end");
    script_begin(&s);
    SAY(&s, ping, 5);
    s.ns += UINT64_C(11000000000);
    SAY(&s, ping, 6);
    SAY(&s, pong, 6);
    script_end(&s, 1, "was never answered");
}

static void
secrets_are_checked(void **state)
{
    struct script s;

    (void)state;
    script_begin(&s);
    SAY(&s, surface_create, 1, 4);
    SAY(&s, fetch_head, 1, 1, 200, span_of("http://x/"),
        span_of("text/css\nSet-Cookie: a=b"), span_of(""));
    script_end(&s, 1, "a Cookie or Set-Cookie header goes to a child");
    script_begin(&s);
    SAY(&s, surface_create, 1, 4);
    SAY(&s, document_data, 1, 1,
        span_of("HTTP/1.1 200 OK\r\nset-cookie: a=b\r\n\r\n"));
    script_end(&s, 1, "cookies   VIOLATED 1 times");
    script_begin(&s); /* a page about cookies */
    SAY(&s, surface_create, 1, 4);
    SAY(&s, document_data, 1, 1, span_of("<h1>\nSet-Cookie: a=b</h1>"));
    script_end(&s, 0, "cookies   ok");
}

/* ---- cookies by value ----------------------------------------------------*/

#define SECRET "0123456789abcdefghij"

/* As the browser has it from http://DOMAIN/: what it would note. */
static void
cookie(struct script *s, const char *domain, const char *attributes)
{
    struct buf header = {0}, url = {0}, file = {0};
    struct trace_header head;
    struct trace_record r;
    struct span rest;

    buf_printf(&url, "%s,payload", trace_path("cookie"));
    assert_true(trace_open(buf_text(&url)));
    url.size = 0;
    buf_printf(&url, "http://www.%s/", domain);
    buf_printf(&header, "id = " SECRET "%s", attributes);
    cookie_mark_header(buf_text(&url), buf_span(&header));
    trace_close();
    trace_read_file(trace_path("cookie"), &file);
    rest = buf_span(&file);
    assert_int_equal(trace_get_header(&rest, &head), TRACE_READ_OK);
    assert_int_equal(trace_get_record(&rest, &r), TRACE_READ_OK);
    assert_null(memmem(file.data, file.size, SECRET, 16));
    trace_put_record(&s->file, &r);
    buf_finish(&header);
    buf_finish(&url);
    buf_finish(&file);
}

static void
begin_with_cookie(struct script *s, const char *domain, const char *attributes)
{
    script_begin(s);
    cookie(s, domain, attributes);
    SAY(s, surface_create, 1, 4);
    SAY(s, document_begin, 1, 1, span_of("http://shop.a.org/x"),
        span_of("text/html"), span_of(""));
}

static void
values_of_cookies_are_looked_for(void **state)
{
    struct script s;

    (void)state;
    begin_with_cookie(&s, "a.org", "; Path=/; httponly ; Secure");
    SAY(&s, fetch_head, 1, 1, 200, span_of("http://a.org/"),
        span_of("text/x; " SECRET), span_of(""));
    script_end(&s, 1, "the value of a cookie of a.org (HttpOnly) goes to");
    begin_with_cookie(&s, "a.org", "; HttpOnlyX");
    SAY(&s, fetch_head, 1, 1, 200, span_of("http://a.org/"),
        span_of("text/x; " SECRET), span_of(""));
    script_end(&s, 0, "the values of 1 cookies were looked for");
    begin_with_cookie(&s, "a.org", "; HttpOnly"); /* the server says it */
    SAY(&s, document_data, 1, 1, span_of("<p>you are " SECRET));
    script_end(&s, 0, "1 times a server said its own");

    begin_with_cookie(&s, "b.org", "");
    SAY(&s, document_data, 1, 1, span_of("<p>you are " SECRET "!"));
    script_end(&s, 1, "the value of a cookie of b.org goes to");
    for (size_t cut = 1; cut < sizeof SECRET - 1; cut++) { /* in two pieces */
        begin_with_cookie(&s, "b.org", "");
        SAY(&s, fetch_data, 1, 1,
            (struct span){(const uint8_t *)"x" SECRET, cut + 1});
        SAY(&s, fetch_data, 1, 2, span_of("of another fetch"));
        SAY(&s, fetch_data, 1, 1, span_of(SECRET + cut));
        script_end(&s, 1, "the value of a cookie of b.org goes to");
    }
    begin_with_cookie(&s, "b.org", ""); /* not quite */
    SAY(&s, document_data, 1, 1, span_of("0123456789abcdefghi 0123456789"));
    script_end(&s, 0, "cookies   ok");
    script_begin(&s);
    SAY(&s, surface_create, 1, 4);
    script_end(&s, 0, "no cookie's value is known");
}

static void
short_cookies_have_no_mark(void **state)
{
    struct buf spec = {0}, file = {0};

    (void)state;
    buf_printf(&spec, "%s,payload", trace_path("short"));
    assert_true(trace_open(buf_text(&spec)));
    cookie_mark_header("http://a.org/",
                       span_of("id=0123456789abcde; HttpOnly"));
    cookie_mark_header("http://a.org/", span_of("id"));
    cookie_mark_header("http://a.org/", span_of(""));
    cookie_mark_line("a.org\tTRUE");
    trace_close();
    trace_read_file(trace_path("short"), &file);
    assert_null(memmem(file.data, file.size, "cookie of", 9));
    assert_true(trace_open(buf_text(&spec)));
    cookie_mark_line("#HttpOnly_.www.a.org\tTRUE\t/\tFALSE\t0\tid\t" SECRET);
    trace_close();
    trace_read_file(trace_path("short"), &file);
    assert_non_null(memmem(file.data, file.size,
                           "cookie of a.org, HttpOnly: 20 bytes, mark ", 42));
    assert_true(trace_open(trace_path("short"))); /* heads only: no marks */
    cookie_mark_line("a.org\tTRUE\t/\tFALSE\t0\tid\t" SECRET);
    trace_close();
    trace_read_file(trace_path("short"), &file);
    assert_null(memmem(file.data, file.size, "cookie of", 9));
    buf_finish(&spec);
    buf_finish(&file);
}

/* ---- what is copied ------------------------------------------------------*/

static void
copying_is_checked(void **state)
{
    struct script s;

    (void)state;
    script_begin(&s);
    SAY(&s, surface_create, 1, 4);
    script_note(&s, TRACE_PERSON_COPIES);
    SAY(&s, edit, 1, 1, EDIT_COPY);
    SAY(&s, copied, 1, 1, span_of("a"), false);
    SAY(&s, copied, 1, 1, span_of("b"), true);
    SAY(&s, pointer, 1, POINTER_UP, BUTTON_LEFT, 1, 1, 0, 1);
    SAY(&s, edit, 1, 1, EDIT_COPY);
    SAY(&s, copied, 1, 1, span_of("b"), true);
    SAY(&s, edit, 1, 1, EDIT_SELECT_ALL);
    script_end(&s, 0, "person    ok, 5 looked at");
    script_begin(&s);
    SAY(&s, surface_create, 1, 4);
    script_note(&s, TRACE_PERSON_COPIES); /* is used up by the first */
    SAY(&s, edit, 1, 1, EDIT_COPY);
    SAY(&s, edit, 1, 1, EDIT_CUT);
    script_end(&s, 1, "no person asked for it");
    script_begin(&s);
    SAY(&s, surface_create, 1, 4);
    SAY(&s, pointer, 1, POINTER_MOVE, BUTTON_LEFT, 1, 1, 0, 1);
    SAY(&s, pointer, 1, POINTER_UP, BUTTON_RIGHT, 1, 1, 0, 1);
    SAY(&s, edit, 1, 1, EDIT_COPY);
    script_end(&s, 1, "no person asked for it");
    script_begin(&s);
    SAY(&s, surface_create, 1, 4);
    script_note(&s, TRACE_PERSON_COPIES);
    SAY(&s, edit, 1, 1, EDIT_COPY);
    SAY(&s, copied, 1, 1, span_of("b"), true);
    SAY(&s, copied, 1, 1, span_of("c"), true);
    script_end(&s, 1, "copies what nobody asked for");
}

/* The file again, without its first records, and of each message at most head
 * bytes. */
static void
put_rest(struct buf *out, struct span file, unsigned from, size_t head)
{
    struct trace_header header;
    struct trace_record r;

    out->size = 0;
    trace_put_header(out, 1, 1);
    assert_int_equal(trace_get_header(&file, &header), TRACE_READ_OK);
    while (trace_get_record(&file, &r) == TRACE_READ_OK) {
        if (from > 0) {
            from--;
            continue;
        }
        if (r.seq != 0 && r.payload.size > head)
            r.payload.size = head;
        trace_put_record(out, &r);
    }
}

static void
what_is_not_known_is_not_held_against_anybody(void **state)
{
    struct script s;
    struct buf part = {0}, out = {0};

    (void)state;
    script_begin(&s);
    SAY(&s, surface_create, 1, 4);
    SAY(&s, view, 1, 9, 9, 0, 0, 100, true);
    SAY(&s, font_request, 1, span_of("a family that has a name"), 400, 0, 65);
    SAY(&s, font_reply, 1, true, 0, 9, 9);
    SAY(&s, ping, 1);
    SAY(&s, pong, 1);
    for (uint32_t frame = 1; frame < 4; frame++) {
        SAY(&s, tile, 1, 0, 0, frame, 0, 0, 9, 9);
        SAY(&s, commit, 1, 1, frame, 10, 10, 0, true);
        SAY(&s, frame_done, 1, frame);
    }
    script_note(&s, "tab 1 is http://a/one");
    script_document(&s, 1, "http://a/one");
    script_note(&s, "tab 1 is http://a/two");
    script_document(&s, 1, "http://a/two");
    script_note(&s, "tab 1 is http://a/one");
    SAY(&s, dump_dom, 1, 1);
    SAY(&s, dump_end, 1, 1);
    SAY(&s, surface_destroy, 1);
    for (unsigned from = 4; from < 30; from++)
        for (size_t head = 12; head < 40; head += 6) {
            put_rest(&part, buf_span(&s.file), from, head);
            trace_write_file(trace_path("part"), buf_span(&part));
            if (trace_run(&out, "check", trace_path("part"), NULL) != 0)
                fail_msg("from record %u, %zu bytes of each:\n%s", from, head,
                         buf_text(&out));
        }
    put_rest(&part, buf_span(&s.file), 6, 4096);
    trace_write_file(trace_path("part"), buf_span(&part));
    assert_int_equal(trace_run(&out, "check", trace_path("part"), NULL), 0);
    assert_non_null(strstr(buf_text(&out), "begins in the middle"));
    buf_finish(&part);
    buf_finish(&out);
    script_finish(&s);
}

static void
the_address_bar_is_checked(void **state)
{
    struct script s;

    (void)state;
    script_begin(&s);
    SAY(&s, surface_create, 1, 4);
    script_note(&s, "tab 1 is http://a/#top");
    script_document(&s, 1, "http://a/");
    script_end(&s, 0, "address   ok, 1 looked at");
    script_begin(&s);
    SAY(&s, surface_create, 1, 4);
    script_note(&s, "tab 1 is http://bank/");
    script_document(&s, 1, "http://a/");
    script_note(&s, "tab 1 is http://a/");
    script_end(&s, 1, "shows an address of which nothing was loaded");
}

static void
expect_diff(struct script *a, struct script *b, const char *option, int status,
            const char *line)
{
    struct buf out = {0};
    int is;

    trace_write_file(trace_path("a"), buf_span(&a->file));
    trace_write_file(trace_path("b"), buf_span(&b->file));
    is =
        trace_run(&out, "diff", trace_path("a"), trace_path("b"), option, NULL);
    if (is != status || strstr(buf_text(&out), line) == NULL)
        fail_msg("status %d, wanted %d and \"%s\":\n%s", is, status, line,
                 buf_text(&out));
    buf_finish(&out);
}

static void
diff_finds(void **state)
{
    struct script a, b;

    (void)state;
    script_begin(&a);
    script_begin(&b);
    SAY(&a, surface_create, 1, 4);
    SAY(&b, surface_create, 7, 4); /* numbers are arbitrary */
    SAY(&a, document_begin, 1, 1, span_of("http://a/"), span_of("text/html"),
        span_of(""));
    SAY(&b, document_begin, 7, 3, span_of("http://a/"), span_of("text/html"),
        span_of(""));
    SAY(&a, title, 1, 1, span_of("one"));
    SAY(&b, title, 7, 1, span_of("two"));
    SAY(&a, load_done, 1, 1, 0);
    SAY(&b, hover, 7, span_of("http://x/"));
    expect_diff(&a, &b, NULL, 1, "2 the same, 1 changed, 1 only in");
    expect_diff(&a, &b, NULL, 1, " load_done");
    expect_diff(&a, &b, NULL, 1, "+ ");
    expect_diff(&a, &a, NULL, 0, "4 the same, 0 changed, 0 only in");
    trace_put_event(&b.file, TRACE_DEATH, RENDERER, "killed by SIGSEGV");
    expect_diff(&a, &b, NULL, 1, "died: \"killed by SIGSEGV\"");
    script_finish(&a);
    script_finish(&b);
}

/* The hash of the tile 0,0 of a document's frame. */
static void
frame(struct script *s, uint8_t hash)
{
    uint8_t bytes[FRAME_HEAD + FRAME_TILE] = {1};

    bytes[4] = bytes[8] = 1;
    bytes[FRAME_HEAD + 8] = hash;
    trace_put_record(&s->file,
                     &(struct trace_record){.number = 2,
                                            .role = RENDERER,
                                            .phase = TRACE_FRAME,
                                            .length = sizeof bytes,
                                            .payload = {bytes, sizeof bytes}});
}

static void
diff_leaves_out_what_time_decides(void **state)
{
    struct script a, b;

    (void)state;
    script_begin(&a);
    script_begin(&b);
    SAY(&a, document_begin, 1, 1, span_of("http://a/"), span_of(""),
        span_of(""));
    SAY(&b, document_begin, 1, 1, span_of("http://a/"), span_of(""),
        span_of(""));
    SAY(&a, fetch_data, 1, 1, span_of("abc")); /* the same, in pieces */
    SAY(&a, fetch_data, 1, 2, span_of("xyz"));
    SAY(&a, fetch_data, 1, 1, span_of("def"));
    SAY(&b, fetch_data, 1, 8, span_of("abcd"));
    SAY(&b, ping, 1);
    SAY(&b, fetch_data, 1, 8, span_of("ef"));
    SAY(&b, pong, 1);
    SAY(&b, fetch_data, 1, 9, span_of("xyz"));
    SAY(&a, commit, 1, 1, 1, 10, 10, 0, true); /* in two frames */
    SAY(&a, commit, 1, 1, 2, 10, 10, 0, true);
    SAY(&b, commit, 1, 1, 1, 10, 10, 0, true);
    frame(&a, 4);
    frame(&a, 5);
    frame(&b, 5);
    SAY(&a, title, 1, 1, span_of("t")); /* in another order */
    SAY(&a, hover, 1, span_of("http://x/"));
    SAY(&b, hover, 1, span_of("http://x/"));
    SAY(&b, title, 1, 1, span_of("t"));
    expect_diff(&a, &b, NULL, 0, "0 changed, 0 only in");
    expect_diff(&a, &b, NULL, 0, " 1 in another order");
    expect_diff(&a, &b, "--all", 1, "browser -> renderer#2 ping serial");
    frame(&b, 6);
    expect_diff(&a, &b, NULL, 1,
                "~ the picture of http://a/: 1 of 1 tiles differ");
    script_finish(&a);
    script_finish(&b);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fences_are_checked),
        cmocka_unit_test(owners_and_ways_are_checked),
        cmocka_unit_test(requests_are_checked),
        cmocka_unit_test(secrets_are_checked),
        cmocka_unit_test(values_of_cookies_are_looked_for),
        cmocka_unit_test(short_cookies_have_no_mark),
        cmocka_unit_test(copying_is_checked),
        cmocka_unit_test(what_is_not_known_is_not_held_against_anybody),
        cmocka_unit_test(the_address_bar_is_checked),
        cmocka_unit_test(diff_finds),
        cmocka_unit_test(diff_leaves_out_what_time_decides),
    };

    return cmocka_run_group_tests(tests, trace_make_folder,
                                  trace_remove_folder);
}
