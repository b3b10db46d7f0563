/*
 * test_layout.c - positions of boxes, lines and runs of small documents.
 *
 * Process: test programs.  Ahem (a font of squares) is drawn by DejaVu where
 * its file is absent: tests of text then measure in that font's own sizes.
 */
#include "layout_bench.h"
#include "text/breaking.h"
#include "text/paragraph.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

#define STYLE                                                        \
    "<!doctype html><style>body{margin:0;font:10px/20px sans-serif}" \
    "</style>"

static struct page page;

static void
load(const char *html)
{
    page_load(&page, span_of(html), 400, 300);
    assert_true(page.is_same);
}

static const struct box *
box(const char *id)
{
    const struct box *b = page_box(&page, id);

    assert_non_null(b);
    return b;
}

static void
assert_box(const char *id, int x, int y, int width, int height)
{
    const struct box *b = box(id);

    if (b->x != x * UNIT || b->y != y * UNIT || b->width != width * UNIT ||
        b->height != height * UNIT)
        print_error("%s: %g,%g %gx%g instead of %d,%d %dx%d\n", id, b->x / 64.0,
                    b->y / 64.0, b->width / 64.0, b->height / 64.0, x, y, width,
                    height);
    assert_int_equal(b->x, x * UNIT);
    assert_int_equal(b->y, y * UNIT);
    assert_int_equal(b->width, width * UNIT);
    assert_int_equal(b->height, height * UNIT);
}

static unsigned
count_lines(const char *id)
{
    unsigned count = 0;

    for (const struct line *l = box(id)->lines; l != NULL; l = l->next)
        count++;
    return count;
}

static void
test_blocks(void **state)
{
    (void)state;
    load(STYLE "<div id=a style='width:50%;height:30px;padding:5px;border:1px "
               "solid'></div><div id=b style='width:100px;height:10px;"
               "margin:0 auto'></div><div id=c style='box-sizing:border-box;"
               "width:100px;padding:10px;min-height:50px'></div>"
               "<div id=d style='height:100px'><div id=e style='height:50%;"
               "max-width:40px'></div></div>");
    assert_box("a", 0, 0, 212, 42);
    assert_box("b", 150, 42, 100, 10);
    assert_box("c", 0, 52, 100, 50);
    page_finish(&page);
}

static void
test_margins(void **state)
{
    (void)state;
    load(STYLE "<div id=a style='height:10px;margin:20px 0'></div>"
               "<div id=b style='margin:30px 0 -10px'><p id=c style='margin:"
               "40px 0;height:10px'></p></div><div id=d style='height:10px'>"
               "</div><div id=e style='overflow:hidden;margin:5px 0'><p id=f "
               "style='margin:7px;height:1px'></p></div>");
    assert_box("a", 0, 20, 400, 10);
    assert_box("b", 0, 70, 400, 10);
    assert_box("c", 0, 70, 400, 10);
    assert_box("d", 0, 110, 400, 10); /* 40 - 10 */
    assert_box("e", 0, 125, 400, 15);
    assert_box("f", 7, 132, 386, 1);
    page_finish(&page);
    load(STYLE "<div id=a style='height:10px'></div><div id=b style='margin:"
               "20px 0'><div style='margin:30px 0'></div></div><div id=c "
               "style='height:10px;margin-top:10px'></div>");
    assert_box("c", 0, 40, 400, 10);
    page_finish(&page);
}

static void
test_floats(void **state)
{
    (void)state;
    load(STYLE "<div id=f style='float:left;width:100px;height:50px'></div>"
               "<div id=r style='float:right;width:50px;height:20px'></div>"
               "<div id=b style='overflow:hidden;height:10px'></div>"
               "<div id=w style='display:flow-root;width:330px;height:10px'>"
               "</div><div id=c style='clear:left;height:10px'></div>"
               "<div id=p style='display:flow-root'><div id=q style='float:"
               "left;width:10px;height:77px'></div></div>");
    assert_box("f", 0, 0, 100, 50);
    assert_box("r", 350, 0, 50, 20);
    assert_box("b", 100, 0, 250, 10);
    assert_box("w", 0, 50, 330, 10); /* beside the right one it is too wide,
                                        and too wide beside the left one */
    assert_box("c", 0, 60, 400, 10);
    assert_box("p", 0, 70, 400, 77);
    page_finish(&page);
    /* what is in an element does not make it clear */
    load(STYLE
         "<div id=a style='clear:both'><div id=b style='float:left;"
         "width:10px;height:20px'></div></div><div id=c style='clear:both'>"
         "<div style='float:left;width:10px;height:20px'></div></div>");
    assert_box("a", 0, 0, 400, 0);
    assert_box("b", 0, 0, 10, 20);
    assert_box("c", 0, 20, 400, 0);
    page_finish(&page);
    load(STYLE "<div id=t>word <div id=f style='float:left;width:90px;"
               "height:30px'></div>word</div>");
    assert_int_equal(box("t")->lines->x, 90 * UNIT);
    assert_int_equal(count_lines("t"), 1);
    page_finish(&page);
}

static void
test_lines(void **state)
{
    const struct line *line;

    (void)state;
    load(STYLE "<p id=p style='margin:0;width:60px'>aaaa  bbbb\n cccc "
               "dddd</p><p id=q style='margin:0;white-space:pre'>a\nb\n</p>"
               "<p id=r style='margin:0;text-align:right'>x</p>"
               "<p id=s> </p><p id=n style='width:10px;white-space:nowrap'>"
               "aa bb cc</p><p id=o style='width:30px;overflow-wrap:"
               "break-word'>aaaaaaaaaaaaaaaaaaaa</p>");
    assert_true(count_lines("p") >= 2);
    for (line = box("p")->lines; line != NULL; line = line->next) {
        assert_int_equal(line->height, 20 * UNIT);
        assert_true(line->width <= 60 * UNIT);
        assert_int_equal(line->run_count, 1);
    }
    assert_int_equal(count_lines("q"), 2);
    line = box("r")->lines;
    assert_int_equal(line->x + line->width, 400 * UNIT);
    assert_null(box("s")->lines);
    assert_int_equal(count_lines("n"), 1);
    assert_true(count_lines("o") >= 4);
    page_finish(&page);
}

static void
test_vertical_align(void **state)
{
    (void)state;
    load(STYLE "<div id=d><img id=a natural=10x60 src=x><img id=b "
               "natural=10x10 style='vertical-align:top' src=x><img id=c "
               "natural=10x10 style='vertical-align:bottom' src=x></div>");
    assert_int_equal(box("a")->y, 0);
    assert_int_equal(box("b")->y, 0);
    assert_int_equal(box("c")->y + box("c")->height,
                     box("d")->y + box("d")->height);
    assert_true(box("d")->height > 60 * UNIT);
    page_finish(&page);
}

static void
test_inline_boxes(void **state)
{
    const struct line *line;

    (void)state;
    load(STYLE "<div id=d>x<span id=s style='padding:0 5px;border-left:2px "
               "solid;margin:0 3px'>y<div id=b style='height:10px'></div>z"
               "</span></div>");
    assert_box("b", 0, 20, 400, 10);
    line = box("d")->first->lines;
    assert_int_equal(line->fragment_count, 1);
    assert_true(line->fragments[0].first);
    assert_false(line->fragments[0].last);
    line = box("d")->last->lines;
    assert_int_equal(line->fragment_count, 1);
    assert_false(line->fragments[0].first);
    assert_true(line->fragments[0].last);
    assert_int_equal(line->y, 30 * UNIT);
    page_finish(&page);
}

static void
test_positioned(void **state)
{
    (void)state;
    load(STYLE "<div style='position:relative;width:200px;height:100px;"
               "border:5px solid;margin-left:10px'>"
               "<div id=a style='position:absolute;right:10px;bottom:20px;"
               "width:30px;height:40px'></div>"
               "<div id=b style='position:absolute;left:0;right:0;top:0;"
               "bottom:0;margin:auto;width:100px;height:50px'></div>"
               "<div id=c style='position:absolute;inset:10px'></div>"
               "<div id=s style='position:absolute;width:1px;height:1px'>"
               "</div></div>"
               "<div id=f style='position:fixed;bottom:0;width:100%;"
               "height:10px'></div><div id=r style='position:relative;"
               "left:5px;top:-5px;height:10px'></div>");
    assert_box("a", 175, 45, 30, 40);
    assert_box("b", 65, 30, 100, 50);
    assert_box("c", 25, 15, 180, 80);
    assert_box("s", 15, 5, 1, 1);
    assert_box("f", 0, 290, 400, 10);
    assert_box("r", 5, 105, 400, 10);
    page_finish(&page);
}

static void
test_replaced(void **state)
{
    (void)state;
    load(STYLE "<style>img{display:block}</style>"
               "<img id=a natural=40x20 src=x>"
               "<img id=b natural=40x20 style='width:80px' src=x>"
               "<img id=c natural=40x20 style='max-width:20px' src=x>"
               "<img id=d natural=40x20 style='height:50%' src=x>"
               "<iframe id=e style='border:0;display:block'></iframe>");
    assert_box("a", 0, 0, 40, 20);
    assert_box("b", 0, 20, 80, 40);
    assert_box("c", 0, 60, 20, 10);
    assert_box("d", 0, 70, 40, 20);
    assert_box("e", 0, 90, 300, 150);
    page_finish(&page);
}

static void
test_tables(void **state)
{
    (void)state;
    load(STYLE "<table id=t style='border-spacing:2px;width:200px'><caption "
               "id=k style='height:15px'></caption><tr><td id=a style='width:"
               "50px;padding:0;height:30px'><td id=b style='padding:0'>"
               "</table><div id=x style='display:table-cell;width:40px;"
               "height:10px'></div>");
    assert_box("k", 0, 0, 200, 15);
    assert_box("t", 0, 15, 200, 34);
    assert_box("a", 2, 17, 50, 30);
    assert_box("b", 54, 17, 144, 30);
    assert_box("x", 0, 49, 40, 10);
    assert_int_equal(box("x")->parent->kind, BOX_ROW);
    page_finish(&page);
}

static void
test_lists(void **state)
{
    (void)state;
    load(STYLE "<ol start=3 style='margin:0;padding-left:40px'><li id=a>x<li "
               "id=b value=9>y<li id=c></ol>");
    assert_non_null(box("a")->marker);
    assert_true(span_is(box("a")->marker->text, "3. "));
    assert_true(span_is(box("b")->marker->text, "9. "));
    assert_true(span_is(box("c")->marker->text, "10. "));
    assert_box("c", 40, 40, 360, 20);
    assert_int_equal(box("a")->marker->baseline, box("a")->lines->baseline);
    page_finish(&page);
}

static void
test_generated(void **state)
{
    const struct text_run *run;

    (void)state;
    load(STYLE "<style>p{counter-increment:n}p:before{content:counter(n,"
               "upper-roman) '-' attr(title)}</style><p>a<p id=p title=t>b");
    run = &box("p")->lines->runs[0];
    assert_true(span_is(run->text, "II-t"));
    page_finish(&page);
}

static void
test_bidi(void **state)
{
    const struct line *line;

    (void)state;
    load(STYLE "<div id=d>ab \xD7\x90\xD7\x91 cd</div><div id=r dir=rtl>"
               "\xD7\x90 ab</div>");
    line = box("d")->lines;
    assert_int_equal(line->run_count, 3);
    assert_true(line->runs[1].rtl);
    line = box("r")->lines;
    assert_int_equal(line->x + line->width, 400 * UNIT);
    assert_false(line->runs[0].rtl); /* the letters stand left */
    page_finish(&page);
}

static void
test_page_size(void **state)
{
    (void)state;
    load(STYLE "<body bgcolor=red><div style='width:1000px;height:900px'>"
               "</div><div style='overflow:hidden;width:10px;height:10px'><div "
               "style='width:5000px;height:9000px'></div></div>");
    assert_int_equal(page.layout->width, 1000 * UNIT);
    assert_int_equal(page.layout->height, 910 * UNIT);
    assert_int_equal(page.layout->canvas, 0xFFFF0000);
    page_finish(&page);
}

static void
test_hit(void **state)
{
    struct node *n;

    (void)state;
    load(STYLE "<p style='margin:0'><a id=a href=x>link</a> text</p>");
    n = layout_hit(page.layout, 5 * UNIT, 10 * UNIT);
    assert_non_null(n);
    while (n->type != NODE_ELEMENT)
        n = n->parent;
    assert_string_equal(n->id, "a");
    page_finish(&page);
}

/* Numbers and nesting of a hostile page end in finite boxes. */
static void
test_extremes(void **state)
{
    struct buf html = {0};

    (void)state;
    buf_add_text(&html, STYLE);
    for (int i = 0; i < 2000; i++)
        buf_add_text(&html, "<div style='padding:1e9px;margin:-1e9px;float:"
                            "left'><span>");
    buf_add_text(&html, "<table><tr><td colspan=100000 rowspan=100000 "
                        "width=1e30>x");
    load(buf_text(&html));
    assert_true(page.layout->width > 0 && page.layout->height > 0);
    page_finish(&page);
    buf_finish(&html);
}

static void
test_breaks(void **state)
{
    const char *text = "a b-c d/e x-1 \xE4\xB8\xAD\xE6\x96\x87";
    uint8_t marks[64] = {0}, object[8] = {0};

    (void)state;
    breaking_mark_lines(span_of("( \xEF\xBF\xBC("), object);
    assert_true(object[2] & MARK_LINE); /* behind any space */
    assert_false(object[1] & MARK_LINE);
    breaking_mark_lines(span_of(text), marks);
    assert_true(marks[2] & MARK_LINE);  /* behind the space */
    assert_true(marks[4] & MARK_LINE);  /* behind b- */
    assert_false(marks[8] & MARK_LINE); /* browsers do not break at a slash */
    assert_true(marks[12] & MARK_LINE); /* x-|1 */
    assert_true(marks[17] & MARK_LINE); /* between ideographs */
    assert_false(marks[1] & MARK_LINE);
}

/* The text of b's n-th line, and whether all of it has this colour. */
static void
assert_line(const struct box *b, unsigned n, const char *text, rgba_t color)
{
    const struct line *l = b->lines;
    struct buf got = {0};

    while (n-- > 0)
        l = l->next;
    for (unsigned i = 0; i < l->run_count; i++) {
        buf_add_span(&got, l->runs[i].text);
        assert_int_equal(l->runs[i].style->color, color);
    }
    assert_string_equal(buf_text(&got), text);
    buf_finish(&got);
}

static void
test_first_line(void **state)
{
    (void)state;
    load(STYLE "<style>#a::first-line{color:#008000;text-transform:uppercase;"
               "font-size:20px}#o::first-line{color:#0000ff}#n:before{content:"
               "'x';display:inline-block}#n::first-line{color:#ff0000}</style>"
               "<div id=a>one t<b>wo</b><br>three</div>"
               "<div id=o><div style='position:absolute'></div><div id=i>four"
               "<br>five</div></div><div id=n></div>"
               "<div id=w style='width:1px'>aa bb</div>");
    assert_line(box("a"), 0, "ONE TWO", 0xFF008000);
    assert_line(box("a"), 1, "three", 0xFF000000);
    assert_true(box("a")->lines->runs[0].style->font_size == 20 * UNIT);
    assert_line(box("i"), 0, "four", 0xFF0000FF);
    assert_line(box("i"), 1, "five", 0xFF000000);
    assert_line(box("n")->lines->atoms[0], 0, "x", 0xFF000000);
    page_finish(&page);
    /* The ordinary paragraph goes on inside a word cut by the first line. */
    load(STYLE "<style>#a{overflow-wrap:anywhere}#a::first-line{color:#008000;"
               "font-size:5px}</style><div id=a style='width:4ch'>"
               "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii</div>");
    struct buf all = {0};

    for (const struct line *l = box("a")->lines; l != NULL; l = l->next)
        buf_add_span(&all, l->runs[0].text);
    assert_string_equal(buf_text(&all), "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii");
    assert_true(count_lines("a") > 2);
    buf_finish(&all);
    page_finish(&page);
}

static void
test_text_align_last(void **state)
{
    static const struct {
        const char *style;
        int first, last; /* x of both lines; the words are 100 px */
    } cases[] = {
        {"text-align-last:right", 0, 150},
        {"text-align-last:center", 0, 75},
        {"text-align:right;text-align-last:left", 150, 0},
        {"text-align:right;text-align-last:auto", 150, 150},
        {"text-align-last:end", 0, 150},
        {"text-align-last:start;direction:rtl", 150, 150},
        {"text-align:justify", 0, 0},
    };
    struct buf html = {0};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct line *first;

        html.size = 0;
        buf_printf(&html,
                   STYLE "<style>i{display:inline-block;width:100px;height:9px}"
                         "</style><div id=t style='width:250px;%s'>"
                         "<i></i><br><i></i></div>",
                   cases[i].style);
        /* only the last line is one; before <br> they are, too */
        load(buf_text(&html));
        first = box("t")->lines;
        assert_int_equal(first->next->x, cases[i].last * UNIT);
        assert_int_equal(first->x, cases[i].last * UNIT);
        page_finish(&page);
        html.size = 0;
        buf_printf(&html,
                   STYLE "<style>i{display:inline-block;width:100px;height:9px}"
                         "</style><div id=t style='width:150px;%s'>"
                         "<i></i> <i></i></div>",
                   cases[i].style);
        load(buf_text(&html));
        first = box("t")->lines;
        assert_int_equal(first->x, (cases[i].first > 0 ? 50 : 0) * UNIT);
        assert_int_equal(first->next->x, cases[i].last / 3 * UNIT);
        page_finish(&page);
    }
    load(STYLE "<div id=t style='width:250px;text-align-last:justify'>a b"
               "</div>");
    assert_int_equal(box("t")->lines->runs[0].x, 0);
    const struct line *line = box("t")->lines;
    const struct text_run *last = &line->runs[line->run_count - 1];
    assert_true(last->x + last->width >= 249 * UNIT);
    page_finish(&page);
    buf_finish(&html);
}

/* The margins of what is in it stay in it. */
/* A stretched item's height is definite, also where it is its contents'. */
static void
test_flex_percentages(void **state)
{
    (void)state;
    load(STYLE "<div style='display:flex'><div style='max-height:50px'>"
               "<div id=a style='float:left;height:100%;width:10px'></div>"
               "<div style='height:80px'></div></div></div>"
               "<div style='display:flex'><div id=b style='width:30px'><div "
               "style='height:40px'></div><div id=c style='height:50%'></div>"
               "</div></div>");
    assert_box("a", 0, 0, 10, 50);
    assert_box("b", 0, 50, 30, 40);
    assert_box("c", 0, 90, 30, 20);
    page_finish(&page);
}

static void
test_flow_root_item(void **state)
{
    (void)state;
    load(STYLE "<div id=a style='display:flow-root list-item'><div id=b style='"
               "margin:20px 0'>x</div></div><div id=c style='display:list-item"
               "'><div style='margin:20px 0'>x</div></div>");
    assert_box("a", 0, 0, 400, 60);
    assert_box("b", 0, 20, 400, 20);
    assert_box("c", 0, 80, 400, 20);
    page_finish(&page);
}

static rgba_t
text_color(const char *id)
{
    return box(id)->lines->runs[0].style->color;
}

static void
test_placeholder(void **state)
{
    (void)state;
    load(STYLE "<style>input{color:blue}#b::placeholder{color:inherit}"
               "#c::placeholder{color:red;opacity:.5}</style>"
               "<input id=a placeholder=x><input id=b placeholder=x>"
               "<input id=c placeholder=x><input id=d placeholder=x value=y>");
    assert_int_equal(text_color("a"), 0xFF757575);
    assert_int_equal(text_color("b"), 0xFF0000FF);
    assert_int_equal(text_color("c"), 0x7FFF0000);
    assert_int_equal(text_color("d"), 0xFF0000FF);
    page_finish(&page);
}

/* The first legend stands in the top border, whatever comes before it. */
static void
test_legend(void **state)
{
    (void)state;
    load(STYLE
         "<style>fieldset,legend{margin:0;padding:0}</style>"
         "<fieldset id=f style='border:4px solid;width:200px'>"
         "<div id=d style='height:10px'></div><legend id=l style='"
         "margin-left:5px;width:60px;height:20px'></legend>"
         "<legend id=m style='height:30px'></legend></fieldset>"
         "<fieldset id=g style='border:40px solid;width:100px'>"
         "<legend id=n style='height:20px'><div id=o style='width:30px'>"
         "</div></legend></fieldset>"
         "<fieldset id=h style='border:0'><legend id=p style='margin:auto;"
         "width:100px;height:9px'></legend></fieldset>"
         "<fieldset id=i style='border:9px solid'><legend style='float:"
         "left'>x</legend></fieldset>");
    /* higher than the border: the room is the legend's */
    assert_box("f", 0, 0, 208, 64);
    assert_box("l", 9, 0, 60, 20);
    assert_box("d", 4, 20, 200, 10);
    assert_box("m", 4, 30, 200, 30);
    /* lower: in its middle, as wide as its contents */
    assert_box("g", 0, 64, 180, 80);
    assert_box("n", 40, 74, 30, 20);
    assert_box("h", 0, 144, 400, 9);
    assert_box("p", 150, 144, 100, 9);
    assert_null(layout_frame(box("i")));
    assert_int_equal(layout_frame(box("f"))->top, 8 * UNIT);
    page_finish(&page);
}

static void
test_ellipsis(void **state)
{
    (void)state;
    load(STYLE "<style>div{overflow:hidden;text-overflow:ellipsis;white-space:"
               "pre;width:100px}i{display:inline-block;width:60px;height:9px}"
               "</style><div id=a><i id=x></i><i id=y></i>z</div>"
               "<div id=b>mmmmmmmmmmmmmmmmmmmmmmmm</div>");
    assert_int_equal(box("a")->lines->atom_count, 1);
    assert_int_equal(box("a")->lines->run_count, 1); /* the dots */
    assert_int_equal(box("a")->lines->runs[0].x, 60 * UNIT);
    assert_int_equal(box("b")->lines->run_count, 2);
    assert_true(box("b")->lines->runs[1].is_extra);
    assert_true(box("b")->lines->runs[1].x + box("b")->lines->runs[1].width <=
                100 * UNIT);
    page_finish(&page);
}

static void
test_font_units(void **state)
{
    const struct box *b;
    const struct font_metrics *m;

    (void)state;
    load(STYLE
         "<div id=a style='width:10ch;height:10ex;font-size:40px'></div>");
    b = box("a");
    m = font_metrics(font_primary(b->style));
    assert_true(abs(b->width - 10 * m->zero_width) < 10);
    assert_true(abs(b->height - 10 * m->x_height) < 10);
    assert_true(b->width != 200 * UNIT); /* not half an em */
    page_finish(&page);
}

/* Tables as wide as their contents say; once this asked itself for ever. */
static void
test_table_keywords(void **state)
{
    (void)state;
    load("<!doctype html><style>body{margin:0}table{border-spacing:0}td{"
         "padding:0}i{display:inline-block;width:30px;height:10px}</style>"
         "<table id=a style='width:max-content'><tr><td><i></i> <i></i></table>"
         "<table id=b style='width:min-content'><tr><td><i></i> <i></i></table>"
         "<table id=c style='width:fit-content'><tr><td><i></i></table>");
    assert_true(box("a")->width >= 60 * UNIT && box("a")->width < 80 * UNIT);
    assert_int_equal(box("b")->width, 30 * UNIT);
    assert_int_equal(box("c")->width, 30 * UNIT);
    page_finish(&page);
}

/* The triangle says whether there is more, and turns when it is shown. */
static void
test_disclosure(void **state)
{
    struct buf out = {0};

    (void)state;
    load("<!doctype html><details><summary>a</summary>b</details>"
         "<details open><summary>c</summary>d</details>");
    layout_dump(&out, page.layout);
    assert_non_null(strstr(buf_text(&out), "\"\xE2\x96\xB8 \""));
    assert_non_null(strstr(buf_text(&out), "\"\xE2\x96\xBE \""));
    assert_null(strstr(buf_text(&out), "\"b\""));
    buf_finish(&out);
    page_finish(&page);
}

/* What pages without a doctype count on. */
static void
test_quirks(void **state)
{
    (void)state;
    load("<style>body{margin:0;font:10px/20px sans-serif}td{padding:0;font:"
         "inherit}table{border-spacing:0;font:inherit}</style><table><tr><td "
         "id=a><center><ul id=u><li>"
         "x</ul></center><td><p id=p>x</p><tr><td id=b><font style='font-size:"
         "5px;line-height:8px'>x</font><br><font style='font-size:5px;line-"
         "height:8px'>x</font><br><br></table>");
    assert_int_equal(box("u")->y, box("a")->y); /* through center */
    assert_int_equal(box("u")->height, 20 * UNIT);
    assert_int_equal(box("a")->height, 30 * UNIT); /* its bottom margin stays */
    assert_int_equal(box("p")->height, 20 * UNIT);
    /* a <br> makes no line high but one of its own */
    assert_int_equal(box("b")->height, (8 + 8 + 20) * UNIT);
    page_finish(&page);
}

/* A button's text stands on the line, though it cuts off what is too wide. */
static void
test_button_baseline(void **state)
{
    const struct box *b;

    (void)state;
    load(STYLE "<div id=a>x<input style='height:50px'><button id=b>x</button>"
               "</div>");
    b = box("b");
    assert_int_equal(b->lines->baseline, box("a")->lines->baseline);
    page_finish(&page);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_blocks),
        cmocka_unit_test(test_margins),
        cmocka_unit_test(test_floats),
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_vertical_align),
        cmocka_unit_test(test_inline_boxes),
        cmocka_unit_test(test_positioned),
        cmocka_unit_test(test_replaced),
        cmocka_unit_test(test_tables),
        cmocka_unit_test(test_lists),
        cmocka_unit_test(test_generated),
        cmocka_unit_test(test_bidi),
        cmocka_unit_test(test_page_size),
        cmocka_unit_test(test_hit),
        cmocka_unit_test(test_extremes),
        cmocka_unit_test(test_breaks),
        cmocka_unit_test(test_first_line),
        cmocka_unit_test(test_placeholder),
        cmocka_unit_test(test_legend),
        cmocka_unit_test(test_text_align_last),
        cmocka_unit_test(test_flow_root_item),
        cmocka_unit_test(test_flex_percentages),
        cmocka_unit_test(test_ellipsis),
        cmocka_unit_test(test_font_units),
        cmocka_unit_test(test_disclosure),
        cmocka_unit_test(test_quirks),
        cmocka_unit_test(test_table_keywords),
        cmocka_unit_test(test_button_baseline),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
