/*
 * test_document.c - a document's life: parsing as it comes, sheets, pictures,
 * links, fragments, embeds.
 *
 * Process: test programs.
 */
#include "page_bench.h"

#include "dispatch.h"
#include "surface.h"
#include "text/font.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdlib.h>
#include <unistd.h>

enum { SURFACE = 7 };

#define RED 0xFFFF0000
#define GREEN 0xFF008000
#define WHITE 0xFFFFFFFF

static int
setup(void **state)
{
    (void)state;
    font_set_source(bench_find_font);
    bench_open(400, 300, 100, 64);
    return 0;
}

static int
teardown(void **state)
{
    (void)state;
    bench_close();
    return 0;
}

static void
load(const char *html)
{
    bench_html(html);
    assert_true(bench_run());
}

static void
steps(int count)
{
    while (count-- > 0)
        bench_step();
}

static const char *
text_of(struct buf *b)
{
    return buf_text(b);
}

/* ---- loading -------------------------------------------------------------*/

static void
title(void **state)
{
    (void)state;
    load("<title>  A &amp;\n B </title>");
    assert_string_equal(text_of(&bench.title), "A & B");
    assert_true(bench.done);
    assert_int_equal(bench.failed, 0);
}

static void
style_sheets(void **state)
{
    (void)state;
    load("<!DOCTYPE html><link rel=stylesheet href='data:text/css,"
         "body{margin:0}div{background:red}'>"
         "<style>@import 'data:text/css,div{height:20px}';"
         "div{background:green}</style><div></div>");
    assert_int_equal(bench_pixel(5, 5), GREEN);
    assert_int_equal(bench_pixel(5, 19), GREEN);
    assert_int_equal(bench_pixel(5, 20), WHITE);
}

/* A sheet that tells no encoding has the document's. */
static void
sheet_encoding(void **state)
{
    (void)state;
    load("<!DOCTYPE html><meta charset=koi8-r><link rel=stylesheet href='"
         "data:text/css,body{margin:0}.%C1{background:green;height:20px}'>"
         "<div class=\xC1></div>");
    assert_int_equal(bench_pixel(5, 5), GREEN);
}

/* No flash of the unstyled page. */
static void
sheets_hold_back(void **state)
{
    (void)state;
    bench.hold_fetches = true;
    bench_html("<!DOCTYPE html><link rel=stylesheet href='data:text/css,"
               "body{margin:0}div{background:green;height:20px}'><div></div>");
    steps(30);
    assert_int_equal(bench.frames, 0);
    bench.hold_fetches = false;
    assert_true(bench_run());
    assert_int_equal(bench_pixel(5, 5), GREEN);
}

static void
missing_resources(void **state)
{
    (void)state;
    load("<!DOCTYPE html><link rel=stylesheet href='https://no/x.css'>"
         "<body style='margin:0'><img alt=x src='https://no/x.png'>"
         "<img src='https://no/x.png'><div style='background:url("
         "https://no/y.png) green;height:300px'></div>");
    assert_int_equal(bench.failed, 3);
    assert_int_equal(bench_pixel(5, 200), GREEN);
}

/* A long page shows before its end has come. */
static void
progressive(void **state)
{
    struct buf html = {NULL, 0, 0};

    (void)state;
    buf_add_text(&html, "<!DOCTYPE html><body style='margin:0;background:"
                        "green'>");
    for (int n = 0; n < 9000; n++)
        buf_add_text(&html, "<p>word word</p>\n");
    bench_begin("https://test/", "text/html");
    bench_feed(buf_span(&html));
    steps(50);
    assert_true(bench.frames > 0);
    assert_false(bench.complete);
    assert_int_equal(bench_pixel(399, 1), GREEN);
    bench_feed(span_of("<p id=end>end"));
    bench_end();
    assert_true(bench_run());
    assert_true(bench.page_height > 9000 * 18);
    buf_finish(&html);
}

#define SQUARE                                                             \
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAA" \
    "AAEklEQVR4nGP4z8DAAMIM/4EAAB/uBfsL2WiLAAAAAElFTkSuQmCC"

/* A picture's page is there before its bytes, which it does not need. */
static void
picture(void **state)
{
    static const char url[] = SQUARE;

    (void)state;
    bench_begin(url, "image/png");
    steps(5);
    bench_feed(span_of("bytes of the picture"));
    bench_end();
    assert_true(bench_run());
    assert_true(bench.done);
    assert_int_equal(bench.failed, 0);
}

static void
plain_text(void **state)
{
    (void)state;
    bench_load("https://test/x.txt", "text/plain",
               span_of("<b>not bold</b>\n\n\n\nx"));
    assert_true(bench_run());
    renderer_on_dump_dom(&(struct msg_dump_dom){SURFACE, bench.document});
    assert_non_null(strstr(text_of(&bench.dumped), "&lt;b&gt;not bold"));
}

static void
dump(void **state)
{
    (void)state;
    load("<p>a<b>c");
    renderer_on_dump_dom(&(struct msg_dump_dom){SURFACE, bench.document});
    assert_string_equal(text_of(&bench.dumped),
                        "<html><head></head><body><p>a<b>c</b></p></body>"
                        "</html>");
}

/* Answers to what nobody asks for any more, in any order. */
static void
late_answers(void **state)
{
    (void)state;
    bench.hold_fetches = true;
    bench_html("<img src='data:,x'>");
    steps(20);
    load("<p>next");
    bench.hold_fetches = false;
    for (uint32_t fetch = 0; fetch < 20; fetch++) {
        renderer_on_fetch_data(
            &(struct msg_fetch_data){SURFACE, fetch, span_of("x")});
        renderer_on_fetch_end(
            &(struct msg_fetch_end){SURFACE, fetch, LOAD_RESULT_OK});
    }
    renderer_on_document_data(&(struct msg_document_data){
        SURFACE, bench.document - 1, span_of("old")});
    renderer_on_document_end(&(struct msg_document_end){
        SURFACE, bench.document + 1, LOAD_RESULT_OK});
    renderer_on_view(&(struct msg_view){.surface = 99, .width = 9});
    steps(20);
    assert_true(bench.complete);
}

static void
refresh(void **state)
{
    (void)state;
    load("<meta http-equiv=Refresh content=\"0; URL='next.html'\">");
    steps(50);
    assert_string_equal(text_of(&bench.navigated), "https://test/next.html");
    assert_int_equal(bench.disposition, DISPOSITION_REPLACE);
}

/* ---- links ---------------------------------------------------------------*/

#define LINKS                                                              \
    "<!DOCTYPE html><base href='https://other/d/'><body style='margin:0'>" \
    "<a href='x?q#f' style='display:block;height:50px'><b>link</b></a>"    \
    "<a href='javascript:x()' style='display:block;height:50px'>no</a>"    \
    "<p style='margin:0;height:50px;cursor:crosshair'>"

static void
hovering(void **state)
{
    (void)state;
    load(LINKS);
    bench_pointer(POINTER_MOVE, BUTTON_NONE, 10, 10, 0);
    assert_string_equal(text_of(&bench.hovered), "https://other/d/x?q#f");
    assert_int_equal(bench.cursor, CURSOR_HAND);
    bench_pointer(POINTER_MOVE, BUTTON_NONE, 10, 120, 0);
    assert_string_equal(text_of(&bench.hovered), "");
    assert_int_equal(bench.cursor, CURSOR_CROSSHAIR);
    bench_pointer(POINTER_MOVE, BUTTON_NONE, 10, 10, 0);
    bench_pointer(POINTER_LEAVE, BUTTON_NONE, 0, 0, 0);
    assert_string_equal(text_of(&bench.hovered), "");
}

static const char *
tooltip_at(int x, int y)
{
    bench_pointer(POINTER_MOVE, BUTTON_NONE, x, y, 0);
    return text_of(&bench.tooltip);
}

/* HTML standard 3.2.6.1. */
static void
tooltips(void **state)
{
    (void)state;
    load("<!DOCTYPE html><title>page</title>"
         "<style>*{margin:0;padding:0;border:0;display:block;height:50px}"
         "head,head *,svg *{display:none}</style><body>"
         "<p title='one\nof &lt;two&gt;'><b>near</b></p>"
         "<div title=far style='height:100px'><abbr title=near>x</abbr>"
         "<i title=''>none</i></div>"
         "<img src=x width=50 title='a picture'><input title=field>"
         "<svg width=50 height=50><title>drawn</title></svg><p>no");
    assert_string_equal(tooltip_at(10, 10), "one\nof <two>");
    assert_string_equal(tooltip_at(10, 60), "near");
    assert_string_equal(tooltip_at(10, 110), "");
    assert_string_equal(tooltip_at(10, 160), "a picture");
    assert_string_equal(tooltip_at(10, 210), "field");
    assert_string_equal(tooltip_at(10, 260), "drawn");
    assert_string_equal(tooltip_at(10, 310), "");
    assert_string_equal(tooltip_at(10, 210), "field");
    bench_pointer(POINTER_LEAVE, BUTTON_NONE, 0, 0, 0);
    assert_string_equal(text_of(&bench.tooltip), "");
}

/* What is told fits its message and cuts no character. */
static void
long_tooltip(void **state)
{
    struct buf page = {NULL, 0, 0};

    (void)state;
    buf_add_text(&page, "<!DOCTYPE html><p title='.");
    for (int i = 0; i < MAX_TOOLTIP; i++)
        buf_add_text(&page, "\u00e9");
    buf_add_text(&page, "'>x");
    load(buf_text(&page));
    assert_int_equal(strlen(tooltip_at(12, 20)), MAX_TOOLTIP - 1);
    buf_finish(&page);
}

static void
clicks(void **state)
{
    (void)state;
    load(LINKS);
    bench_click(10, 10);
    assert_string_equal(text_of(&bench.navigated), "https://other/d/x?q#f");
    assert_int_equal(bench.disposition, DISPOSITION_CURRENT_TAB);
    bench_pointer(POINTER_DOWN, BUTTON_MIDDLE, 10, 10, 0);
    bench_pointer(POINTER_UP, BUTTON_MIDDLE, 10, 10, 0);
    assert_int_equal(bench.disposition, DISPOSITION_NEW_BACKGROUND_TAB);
    bench_pointer(POINTER_DOWN, BUTTON_LEFT, 10, 10, 1);
    bench_pointer(POINTER_UP, BUTTON_LEFT, 10, 10, 1);
    assert_int_equal(bench.disposition, DISPOSITION_NEW_TAB);
    bench_pointer(POINTER_DOWN, BUTTON_LEFT, 10, 10, 2);
    bench_pointer(POINTER_UP, BUTTON_LEFT, 10, 10, 2);
    assert_int_equal(bench.disposition, DISPOSITION_NEW_BACKGROUND_TAB);
    buf_finish(&bench.navigated);
    bench_click(10, 60); /* javascript: */
    bench_pointer(POINTER_DOWN, BUTTON_LEFT, 10, 10, 0);
    bench_pointer(POINTER_UP, BUTTON_LEFT, 10, 120, 0); /* let go elsewhere */
    bench_click(10, 120);
    bench_click(-5, 100000);
    assert_int_equal(bench.navigated.size, 0);
}

#define STATES                                                               \
    "<!DOCTYPE html><body style='margin:0'><style>div,a{display:block;"      \
    "height:50px}#b:hover{background:red}#c:Focus{background:red}</style>"   \
    "<div id=a tabindex=0></div><div id=b></div><div id=c tabindex=0></div>" \
    "<a id=d href='x' style='background:currentcolor'></a>"

/* A state of an element that no selector asks for leaves the page as it is. */
static void
states(void **state)
{
    uint32_t frames;

    (void)state;
    load(STATES);
    frames = bench.frames;
    bench_click(10, 10);
    steps(20);
    assert_int_equal(bench.frames, frames);
    bench_pointer(POINTER_MOVE, BUTTON_NONE, 10, 60, 0);
    steps(20);
    assert_int_equal(bench_pixel(10, 60), RED);
    bench_click(10, 110);
    steps(20);
    assert_int_not_equal(bench_pixel(10, 60), RED);
    assert_int_equal(bench_pixel(10, 110), RED);
    bench_pointer(POINTER_DOWN, BUTTON_LEFT, 10, 160, 0);
    steps(20);
    assert_int_not_equal(bench_pixel(10, 110), RED);
    assert_int_equal(bench_pixel(10, 160), RED);
    bench_pointer(POINTER_UP, BUTTON_LEFT, 10, 160, 0);
    steps(20);
    assert_int_not_equal(bench_pixel(10, 160), RED);
}

/* While the page still comes it is parsed again and again: into other nodes. */
static void
click_while_it_comes(void **state)
{
    struct buf html = {NULL, 0, 0};

    (void)state;
    for (int n = 0; n < 9000; n++)
        buf_add_text(&html, "<p>word word</p>\n");
    bench_begin("https://test/", "text/html");
    bench_feed(span_of(LINKS));
    bench_feed(buf_span(&html));
    steps(50);
    assert_true(bench.frames > 0);
    bench_pointer(POINTER_DOWN, BUTTON_LEFT, 10, 10, 0);
    for (int n = 0; n < 3; n++)
        bench_feed(buf_span(&html));
    steps(50);
    bench_pointer(POINTER_UP, BUTTON_LEFT, 10, 120, 0); /* elsewhere */
    assert_int_equal(bench.navigated.size, 0);
    bench_pointer(POINTER_DOWN, BUTTON_LEFT, 10, 10, 0);
    for (int n = 0; n < 6; n++)
        bench_feed(buf_span(&html));
    steps(50);
    bench_pointer(POINTER_UP, BUTTON_LEFT, 12, 10, 0);
    assert_string_equal(text_of(&bench.navigated), "https://other/d/x?q#f");
    bench_end();
    assert_true(bench_run());
    buf_finish(&html);
}

/* A press gives the link the focus, which styles the page anew; wherever in
 * that work the button is let go, it is a click. */
static void
click_while_styled(void **state)
{
    (void)state;
    for (unsigned after = 0; after < 4; after++) {
        load(LINKS "<style>a:focus{color:red}</style>");
        bench_pointer(POINTER_DOWN, BUTTON_LEFT, 10, 10, 0);
        for (unsigned i = 0; i < after; i++)
            bench_step();
        bench_pointer(POINTER_UP, BUTTON_LEFT, 10, 10, 0);
        assert_string_equal(text_of(&bench.navigated), "https://other/d/x?q#f");
        buf_finish(&bench.navigated);
        bench_run();
    }
}

static void
details(void **state)
{
    (void)state;
    load("<!DOCTYPE html><body style='margin:0'><details><summary>more"
         "</summary><div style='height:600px'></div></details>");
    assert_int_equal(bench.page_height, 300);
    bench_click(20, 8);
    assert_true(bench_run());
    steps(20);
    assert_true(bench.page_height > 600);
    bench_click(20, 8);
    steps(20);
    assert_int_equal(bench.page_height, 300);
}

/* ---- fragments -----------------------------------------------------------*/

#define FRAGMENTS                                                          \
    "<!DOCTYPE html><body style='margin:0'><style>:target{background:red}" \
    "</style><div style='height:1000px'></div><div id=a>x</div><div "      \
    "style='height:1000px'></div><a name='b c'>y</a><div "                 \
    "style='height:1000px'></div>"

static void
fragment_on_load(void **state)
{
    (void)state;
    bench_load("https://test/#a", "text/html", span_of(FRAGMENTS));
    assert_true(bench_run());
    assert_int_equal(bench.scroll_y, 1000);
    assert_int_equal(bench_pixel(300, 1005), RED);
}

static void
fragment_message(void **state)
{
    (void)state;
    bench_load("https://test/", "text/html", span_of(FRAGMENTS));
    assert_true(bench_run());
    assert_int_equal(bench.scroll_y, 0);
    renderer_on_fragment(&(struct msg_fragment){
        SURFACE, bench.document, span_of("https://test/#b%20c")});
    steps(50);
    assert_in_range(bench.scroll_y, 2001, 2100);
    renderer_on_fragment(&(struct msg_fragment){SURFACE, bench.document,
                                                span_of("https://test/#top")});
    steps(50);
    assert_int_equal(bench.scroll_y, 0);
    renderer_on_fragment(&(struct msg_fragment){
        SURFACE, bench.document, span_of("https://test/#nowhere")});
    steps(50);
    assert_int_equal(bench.scroll_y, 0);
}

/* A picture above the fragment comes at any moment: before the first frame,
 * before the view was asked to go there, before it has gone. */
static void
fragment_moves_on(void **state)
{
    (void)state;
    for (unsigned after = 0; after < 12; after++) {
        bench.hold_fetches = bench.hold_scrolls = true;
        bench_load("https://test/#a", "text/html",
                   span_of("<!DOCTYPE html><body style='margin:0'><img "
                           "style='display:block;width:300px' src='" SQUARE
                           "'>" FRAGMENTS));
        for (unsigned i = 0; i < after; i++)
            bench_step();
        bench.hold_fetches = false;
        steps(20);
        bench.hold_scrolls = false;
        assert_true(bench_run());
        assert_in_range(bench.scroll_y, 1300, 1310);
        bench_scroll(0, 0);
    }
}

/* The first styles its target anew; wherever in that work the second comes,
 * it is found. */
static void
fragment_while_styled(void **state)
{
    (void)state;
    for (unsigned after = 0; after < 4; after++) {
        bench_load("https://test/", "text/html", span_of(FRAGMENTS));
        assert_true(bench_run());
        renderer_on_fragment(&(struct msg_fragment){
            SURFACE, bench.document, span_of("https://test/#a")});
        for (unsigned i = 0; i < after; i++)
            bench_step();
        renderer_on_fragment(&(struct msg_fragment){
            SURFACE, bench.document, span_of("https://test/#b%20c")});
        steps(50);
        assert_in_range(bench.scroll_y, 2001, 2100);
    }
}

/* ---- embeds --------------------------------------------------------------*/

static void
embed(void **state)
{
    (void)state;
    bench.embed_state = EMBED_STATE_LIVE;
    load("<!DOCTYPE html><body style='margin:0'><div style='height:30px'></div>"
         "<embed type='application/x-life' width=120 height=80 speed=9>");
    assert_int_equal(bench.embeds, 1);
    assert_string_equal(text_of(&bench.embed_mime), "application/x-life");
    assert_non_null(strstr(text_of(&bench.embed_params), "speed=9\n"));
    assert_int_equal(bench.placed.x, 0);
    assert_int_equal(bench.placed.y, 30);
    assert_int_equal(bench.placed.width, 120);
    assert_int_equal(bench.placed.height, 80);
}

static void
object_fallback(void **state)
{
    (void)state;
    bench.embed_state = EMBED_STATE_UNKNOWN_TYPE;
    load("<!DOCTYPE html><body style='margin:0'><object data='x.foo' "
         "type='application/x-foo'><object type='text/html' data='y.html'>"
         "<div style='width:50px;height:50px;background:green'></div>"
         "</object></object>");
    assert_int_equal(bench.embeds, 1);
    assert_int_equal(bench_pixel(10, 10), GREEN);
    assert_int_equal(bench_pixel(60, 10), WHITE);
}

/* ---- validity ------------------------------------------------------------*/

/* A form with that field under a button; whether pressing it sends the form. */
static bool
is_sent(const char *field, const char *more)
{
    struct buf html = {NULL, 0, 0};
    bool sent;

    buf_printf(&html,
               "<!DOCTYPE html><body style='margin:0'><form action=/to %s>"
               "<button style='display:block;width:90px;height:40px'>Go"
               "</button>%s</form>",
               more, field);
    bench_html(buf_text(&html));
    assert_true(bench_run());
    buf_finish(&html);
    bench.navigated.size = 0;
    bench.hurry = true; /* not until its sentence goes away again */
    bench_click(45, 20);
    bench_run();
    bench.hurry = false;
    sent = bench.navigated.size > 0;
    return sent;
}

static void
forms_are_checked(void **state)
{
    static const struct {
        const char *field;
        bool sent;
    } cases[] = {
        {"<input name=a>", true},
        {"<input name=a required>", false},
        {"<input name=a required value=x>", true},
        {"<input name=a required disabled>", true},
        {"<input name=a required readonly>", true},
        {"<input type=checkbox required>", false},
        {"<input type=checkbox required checked>", true},
        {"<input type=radio name=r required><input type=radio name=r>", false},
        {"<input type=radio name=r required><input type=radio name=r checked>",
         true},
        {"<select required><option value=''>-<option>a</select>", false},
        {"<select required><option>a</select>", true},
        {"<textarea required></textarea>", false},
        {"<input type=file required>", false},
        {"<input type=email value=a@b.example>", true},
        {"<input type=email value=a@b..example>", false},
        {"<input type=email value=nobody>", false},
        {"<input type=url value=https://a/>", true},
        {"<input type=url value=a>", false},
        {"<input type=number min=1 max=5 value=5>", true},
        {"<input type=number min=1 max=5 value=6>", false},
        {"<input type=number min=1 max=5 value=0>", false},
        {"<input type=number value=1.5>", false},
        {"<input type=number value=1.5 step=.5>", true},
        {"<input type=number value=1.7 step=any>", true},
        {"<input type=date value=2024-05-06>", true},
        {"<input pattern='[0-9]{5}' value=12345>", true},
        {"<input pattern='[0-9]{5}' value=1234>", false},
        {"<input pattern='[0-9]{5}'>", true},
        {"<input pattern='(' value=1234>", true},
        {"<input type=tel pattern='a|b' value=ab>", false},
        {"<input type=number pattern=9 value=1>", true},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (is_sent(cases[i].field, "") != cases[i].sent)
            fail_msg("%s: %s", cases[i].field,
                     cases[i].sent ? "not sent" : "sent");
    assert_true(is_sent("<input required>", "novalidate"));
}

static void
validity_is_styled(void **state)
{
    (void)state;
    load("<!DOCTYPE html><style>body{margin:0}input{display:block;border:0;"
         "padding:0;width:40px;height:20px;background:white}"
         ":invalid{background:red}:out-of-range{background:lime}"
         "form{background:none}</style><form><input required>"
         "<input type=number max=2 value=3><input value=x required>");
    assert_true(bench_run());
    assert_int_equal(bench_pixel(30, 10), 0xFFFF0000);
    assert_int_equal(bench_pixel(30, 30), 0xFF00FF00);
    assert_int_equal(bench_pixel(30, 50), 0xFFFFFFFF);
}

int
main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        CASE(title),
        CASE(style_sheets),
        CASE(sheet_encoding),
        CASE(sheets_hold_back),
        CASE(progressive),
        CASE(missing_resources),
        CASE(picture),
        CASE(plain_text),
        CASE(dump),
        CASE(late_answers),
        CASE(refresh),
        CASE(hovering),
        CASE(tooltips),
        CASE(long_tooltip),
        CASE(clicks),
        CASE(click_while_styled),
        CASE(click_while_it_comes),
        CASE(states),
        CASE(details),
        CASE(fragment_on_load),
        CASE(fragment_message),
        CASE(fragment_while_styled),
        CASE(fragment_moves_on),
        CASE(embed),
        CASE(object_fallback),
        CASE(forms_are_checked),
        CASE(validity_is_styled),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
