/*
 * test_cascade.c - computed values: which declaration wins, units,
 * inheritance, hints, fix-ups, sharing.
 *
 * Process: test.
 */
#include "css_bench.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <setjmp.h>
#include <cmocka.h>

/* A computed value as text. */
static void
show_length(struct buf *out, struct length l)
{
    static const char *const kinds[] = {"auto", "", "min", "max", "fit"};

    if (l.kind != LENGTH_VALUE) {
        buf_add_text(out, kinds[l.kind]);
        return;
    }
    if (l.px != 0 || l.percent == 0)
        buf_printf(out, "%g", (double)l.px / UNIT);
    if (l.percent != 0)
        buf_printf(out, "%+g%%", (double)l.percent);
}

static void
show_sides(struct buf *out, const struct length side[4])
{
    for (int i = 0; i < 4; i++) {
        if (i > 0)
            buf_add_char(out, ' ');
        show_length(out, side[i]);
    }
}

static void
show_background(struct buf *out, const struct style *s)
{
    for (const struct background *b = s->backgrounds; b; b = b->next) {
        buf_printf(out, "%s", b->url != NULL ? b->url : "gradient");
        if (b->gradient.is_set)
            buf_printf(out, "(%.2f,%u)", (double)b->gradient.angle,
                       b->gradient.count);
        for (unsigned i = 0; i < b->gradient.count; i++)
            if (b->gradient.stops[i].placed)
                buf_printf(out, "%u", i);
        buf_printf(out, " %d ",
                   (b->repeat_x == REPEAT_NONE) * 2 +
                       (b->repeat_y == REPEAT_NONE));
        show_length(out, b->x);
        buf_add_char(out, ' ');
        show_length(out, b->y);
        buf_add_char(out, b->size_cover ? 'C' : b->size_contain ? 'c' : ' ');
        show_length(out, b->width);
        buf_add_char(out, ';');
    }
}

static void
show_border(struct buf *out, const struct style *s)
{
    for (int i = 0; i < 4; i++)
        buf_printf(out, "%d/%d/%08X ", s->border[i].width / UNIT,
                   (int)s->border[i].style, s->border[i].color);
}

static void
show_font(struct buf *out, const struct style *s)
{
    buf_printf(out, "%g %d%s%s %s lh ", (double)s->font_size / UNIT,
               s->font_weight, s->italic ? " italic" : "",
               s->small_caps ? " sc" : "", s->font_family);
    if (s->line_height_normal)
        buf_add_text(out, "normal");
    else
        buf_printf(out, "%g", (double)s->line_height / UNIT);
}

static void
show_content(struct buf *out, const struct style *s)
{
    for (const struct content_item *i = s->content; i != NULL; i = i->next)
        buf_printf(out, "%d:%s;", (int)i->kind, i->text ? i->text : "");
}

/* What the one-letter names in the tables mean. */
static void
show(struct buf *out, const struct style *s, const char *what)
{
    if (strcmp(what, "color") == 0)
        buf_printf(out, "%08X", s->color);
    else if (strcmp(what, "bg") == 0)
        buf_printf(out, "%08X", s->background_color);
    else if (strcmp(what, "images") == 0)
        show_background(out, s);
    else if (strcmp(what, "width") == 0)
        show_length(out, s->width);
    else if (strcmp(what, "height") == 0)
        show_length(out, s->height);
    else if (strcmp(what, "margin") == 0)
        show_sides(out, s->margin);
    else if (strcmp(what, "padding") == 0)
        show_sides(out, s->padding);
    else if (strcmp(what, "inset") == 0)
        show_sides(out, s->inset);
    else if (strcmp(what, "border") == 0)
        show_border(out, s);
    else if (strcmp(what, "font") == 0)
        show_font(out, s);
    else if (strcmp(what, "content") == 0)
        show_content(out, s);
    else if (strcmp(what, "display") == 0)
        buf_printf(out, "%d", (int)s->display);
    else if (strcmp(what, "float") == 0)
        buf_printf(out, "%d", (int)s->floating);
    else if (strcmp(what, "align") == 0)
        buf_printf(out, "%d", (int)s->text_align);
    else if (strcmp(what, "valign") == 0)
        buf_printf(out, "%d", (int)s->vertical_align);
    else if (strcmp(what, "list") == 0)
        buf_printf(out, "%d %d %s", (int)s->list_style, s->list_inside,
                   s->list_image ? s->list_image : "");
    else if (strcmp(what, "flex") == 0)
        buf_printf(out, "%g %g %d:%g", (double)s->flex_grow,
                   (double)s->flex_shrink, (int)s->flex_basis.kind,
                   (double)s->flex_basis.percent);
    else if (strcmp(what, "deco") == 0)
        buf_printf(out, "%u %08X", s->decoration, s->decoration_color);
    else if (strcmp(what, "overflow") == 0)
        buf_printf(out, "%d %d", (int)s->overflow_x, (int)s->overflow_y);
    else if (strcmp(what, "spacing") == 0)
        buf_printf(out, "%g %g", (double)s->border_spacing[0] / UNIT,
                   (double)s->border_spacing[1] / UNIT);
    else if (strcmp(what, "transform") == 0)
        buf_printf(out, "%.2f %.2f %.2f %.2f %.2f %.2f %+g%%",
                   (double)s->transform[0], (double)s->transform[1],
                   (double)s->transform[2], (double)s->transform[3],
                   (double)s->transform[4], (double)s->transform[5],
                   (double)s->transform_percent[0].percent);
    else
        fail_msg("no such value: %s", what);
}

struct row {
    const char *html, *css, *what, *value; /* of #t */
};

static void
check(const struct row *rows, size_t count, bool quirks)
{
    for (size_t i = 0; i < count; i++) {
        struct buf html = {0}, out = {0};
        struct styled s;

        buf_add_text(&html, quirks ? "" : "<!doctype html>");
        buf_add_text(&html, rows[i].html);
        styled_init(&s, buf_text(&html), rows[i].css);
        show(&out, styled_style(&s, "t"), rows[i].what);
        if (strcmp(buf_text(&out), rows[i].value) != 0)
            fail_msg("%s %s: %s is %s, not %s", rows[i].html, rows[i].css,
                     rows[i].what, buf_text(&out), rows[i].value);
        styled_finish(&s);
        buf_finish(&html);
        buf_finish(&out);
    }
}

#define CHECK(rows, quirks) check(rows, sizeof rows / sizeof *rows, quirks)
#define P "<div><p id=t>x</p></div>"

static void
test_order(void **state)
{
    static const struct row rows[] = {
        {P, "#t{color:#010203}p{color:red}", "color", "FF010203"},
        {P, "p{color:red}p{color:lime}", "color", "FF00FF00"},
        {P, "p{color:lime!important}#t{color:red}", "color", "FF00FF00"},
        {"<p id=t style='color:lime'>", "#t{color:red}", "color", "FF00FF00"},
        {"<p id=t style='color:red'>", "p{color:lime!important}", "color",
         "FF00FF00"},
        {"<p id=t style='color:lime!important'>", "#t{color:red!important}",
         "color", "FF00FF00"},
        {"<font id=t color=red>", "font{color:lime}", "color", "FF00FF00"},
        {"<font id=t color=red>", "*{color:lime}", "color", "FF00FF00"},
        {"<font id=t color=lime>", "a{}", "color", "FF00FF00"},
        {P, "div{color:lime}", "color", "FF00FF00"},
        {P, "div{width:5px}", "width", "auto"},
        {P, "div{width:5px}p{width:inherit}", "width", "5"},
        {P, "div{color:red}p{color:initial}", "color", "FF000000"},
        {P, "div{color:lime}p{color:red;color:unset}", "color", "FF00FF00"},
        {P, "p{margin:3px}p{margin:unset}", "margin", "0 0 0 0"},
        {P, "p{margin:3px}p{margin:revert}", "margin", "16 0 16 0"},
        {P, "p{display:inline}p{display:revert}", "display", "2"},
        {P, "div{color:lime}p{color:red;all:unset}", "color", "FF00FF00"},
        {P, "p{color:lime}@media print{p{color:red}}", "color", "FF00FF00"},
        {P, "@media (width:800px){p{color:lime}}", "color", "FF00FF00"},
        {P, "p{color:lime;color:var(--no)}", "color", "FF000000"},
    };

    (void)state;
    CHECK(rows, false);
}

static void
test_lengths(void **state)
{
    static const struct row rows[] = {
        {P, "p{width:96px}", "width", "96"},
        {P, "p{width:1in}", "width", "96"},
        {P, "p{width:72pt}", "width", "96"},
        {P, "p{width:6pc}", "width", "96"},
        {P, "p{width:2.54cm}", "width", "96"},
        {P, "p{width:25.4mm}", "width", "96"},
        {P, "p{width:101.6q}", "width", "96"},
        {P, "div{font-size:20px}p{width:2em}", "width", "40"},
        {P, "p{font-size:20px;width:2em}", "width", "40"},
        {P, "p{font-size:20px;width:2rem}", "width", "32"},
        {P, "html{font-size:10px}p{width:2rem}", "width", "20"},
        {P, "p{width:2ex}", "width", "16"},
        {P, "p{width:10vw;height:10vh}", "width", "80"},
        {P, "p{height:10vmin}", "height", "60"},
        {P, "p{width:50%}", "width", "+50%"},
        {P, "p{width:calc(50% - 10px)}", "width", "-10+50%"},
        {P, "p{width:calc(2 * (1em + 4px) / 4)}", "width", "10"},
        {P, "p{width:calc(1px+2px)}", "width", "auto"},
        {P, "p{width:calc(1px * 1px)}", "width", "auto"},
        {P, "p{width:calc(1px / 0)}", "width", "0"},
        {P, "p{width:calc(1px - 5px)}", "width", "0"},
        {P, "p{width:min(10px, 2em, 50%)}", "width", "10"},
        {P, "p{width:min(100%, 600px)}", "width", "600"},
        {P, "p{width:min(100%, 1600px)}", "width", "+100%"},
        {P, "p{width:max(10px, 2em)}", "width", "32"},
        {P, "p{width:clamp(10px, 50vw, 99px)}", "width", "99"},
        {P, "p{width:fit-content}", "width", "fit"},
        {P, "p{width:-1px}", "width", "auto"},
        {P, "p{width:10}", "width", "auto"},
        {P, "p{width:0}", "width", "0"},
        {P, "p{width:99999999999px}", "width", "2.09715e+06"},
        {P, "p{margin:1px 2% auto}", "margin", "1 +2% auto +2%"},
        {P, "p{margin:-1em auto}", "margin", "-16 auto -16 auto"},
        {P, "p{margin:1px;margin-left:2px}", "margin", "1 1 1 2"},
        {P, "p{margin:1px 2px 3px 4px 5px}", "margin", "16 0 16 0"},
        {P, "p{padding:1px 2px 3px}", "padding", "1 2 3 2"},
        {P, "p{padding:auto}", "padding", "0 0 0 0"},
        {P, "p{inset:1px 2px}", "inset", "1 2 1 2"},
        {P, "p{margin-inline:1px 2px;direction:rtl}", "margin", "16 1 16 2"},
        {P, "p{margin-left:9px;margin-inline-start:1px}", "margin",
         "16 0 16 1"},
        {P, "p{margin-inline-start:1px;margin-left:9px}", "margin",
         "16 0 16 9"},
    };

    (void)state;
    CHECK(rows, false);
}

static void
test_fonts(void **state)
{
    static const struct row rows[] = {
        {P, "", "font", "16 400 serif lh normal"},
        {P, "p{font-size:large}", "font", "18 400 serif lh normal"},
        {P, "p{font-size:larger}", "font", "19.2031 400 serif lh normal"},
        {P, "div{font-size:20px}p{font-size:50%}", "font",
         "10 400 serif lh normal"},
        {P, "div{font-size:20px}p{font-size:1.5em}", "font",
         "30 400 serif lh normal"},
        {P, "p{font-size:calc(1em + 4px)}", "font", "20 400 serif lh normal"},
        {"<code id=t>", "", "font", "13 400 monospace lh normal"},
        {"<code id=t>", "code{font-family:monospace,monospace}", "font",
         "16 400 monospace, monospace lh normal"},
        {"<pre><b id=t>", "pre{font-size:2em}", "font",
         "26 700 monospace lh normal"},
        {"<pre><b id=t>", "b{font-family:serif}", "font",
         "16 700 serif lh normal"},
        {"<pre><b id=t>", "pre{font-size:10px}", "font",
         "10 700 monospace lh normal"},
        {P, "p{font:italic small-caps bold 20px/1.5 'A b',c}", "font",
         "20 700 italic sc \"A b\", c lh 30"},
        {P, "p{font:12px x;font:20px}", "font", "12 400 x lh normal"},
        {P, "div{font:bold 9px x}p{font:12px y}", "font", "12 400 y lh normal"},
        {P, "p{font:menu}", "font", "13.3281 400 sans-serif lh normal"},
        {P, "div{line-height:2}p{font-size:10px}", "font",
         "10 400 serif lh 20"},
        {P, "div{line-height:200%}p{font-size:10px}", "font",
         "10 400 serif lh 32"},
        {P, "div{line-height:2em}p{font-size:10px}", "font",
         "10 400 serif lh 32"},
        {P, "div{font-weight:300}p{font-weight:bolder}", "font",
         "16 400 serif lh normal"},
        {P, "div{font-weight:800}p{font-weight:lighter}", "font",
         "16 700 serif lh normal"},
        {P, "p{font-weight:1001}", "font", "16 400 serif lh normal"},
        {"<h1 id=t>", "", "font", "32 700 serif lh normal"},
        {"<section><h1 id=t>", "", "font", "24 700 serif lh normal"},
        {"<font id=t size=+2 face='A b, serif'>", "", "font",
         "24 400 \"A b\", serif lh normal"},
        {"<font id=t size=9>", "", "font", "48 400 serif lh normal"},
        {"<sub id=t>", "", "font", "13.3281 400 serif lh normal"},
    };

    (void)state;
    CHECK(rows, false);
}

static void
test_colors(void **state)
{
    static const struct row rows[] = {
        {P, "p{color:#abc}", "color", "FFAABBCC"},
        {P, "p{color:#aabbcc80}", "color", "80AABBCC"},
        {P, "p{color:#abcde}", "color", "FF000000"},
        {P, "p{color:RebeccaPurple}", "color", "FF663399"},
        {P, "p{color:rgb(1,2,3)}", "color", "FF010203"},
        {P, "p{color:rgba(1,2,3,.5)}", "color", "80010203"},
        {P, "p{color:rgb(1 2 3 / 50%)}", "color", "80010203"},
        {P, "p{color:rgb(100%,0%,300%)}", "color", "FFFF00FF"},
        {P, "p{color:rgb(1 2,3)}", "color", "FF000000"},
        {P, "p{color:rgb(1,2)}", "color", "FF000000"},
        {P, "p{color:hsl(120,100%,25%)}", "color", "FF008000"},
        {P, "p{color:hsl(-0.5turn 100% 50%)}", "color", "FF00FFFF"},
        {P, "p{color:hwb(120 0% 50%)}", "color", "FF008000"},
        {P, "p{color:oklch(0.628 0.2577 29.23)}", "color", "FFFF0000"},
        {P, "p{color:lab(100 0 0)}", "color", "FFFFFFFF"},
        {P, "div{color:red}p{color:currentColor}", "color", "FFFF0000"},
        {P, "p{color:red;background:currentcolor}", "bg", "FFFF0000"},
        {P, "p{color:transparent}", "color", "00000000"},
        {P, "p{color:abc}", "color", "FF000000"},
        {P, "div{color:red;border:1px solid}p{color:lime;border:inherit}",
         "border", "1/4/FF00FF00 1/4/FF00FF00 1/4/FF00FF00 1/4/FF00FF00 "},
        {P, "p{text-decoration:underline dotted red}", "deco", "1 FFFF0000"},
        {P, "p{text-decoration:underline overline}", "deco", "3 FF000000"},
        {P, "p{text-decoration:underline;text-decoration:none}", "deco",
         "0 FF000000"},
        {"<a id=t href=x>", "", "color", "FF0000EE"},
        {"<a id=t>", "", "color", "FF000000"},
        {"<body link=#123456><a id=t href=x>", "", "color", "FF123456"},
        {"<body id=t text=red bgcolor=chucknorris>", "", "bg", "FFC00000"},
        {"<body id=t bgcolor=#12>", "", "bg", "FF010200"},
        {"<body id=t bgcolor=''>", "", "bg", "00000000"},
    };

    (void)state;
    CHECK(rows, false);
}

static void
test_boxes(void **state)
{
    static const struct row rows[] = {
        {P, "p{border:solid}", "border",
         "3/4/FF000000 3/4/FF000000 3/4/FF000000 3/4/FF000000 "},
        {P, "p{border:1.9px solid red;border-left:none}", "border",
         "1/4/FFFF0000 1/4/FFFF0000 1/4/FFFF0000 0/0/FF000000 "},
        {P, "p{border-top:.1px dotted}", "border",
         "1/2/FF000000 0/0/FF000000 0/0/FF000000 0/0/FF000000 "},
        {P, "p{border-style:solid;border-width:thin medium thick 0}", "border",
         "1/4/FF000000 3/4/FF000000 5/4/FF000000 0/4/FF000000 "},
        {P, "p{border-width:5px}", "border",
         "0/0/FF000000 0/0/FF000000 0/0/FF000000 0/0/FF000000 "},
        {P, "p{position:absolute;float:left}", "float", "0"},
        {"<i id=t>", "i{float:left}", "display", "2"},
        {"<i id=t>", "i{position:fixed;display:inline-flex}", "display", "17"},
        {"<i id=t>", "body{display:flex}", "display", "2"},
        {"<b><i id=t></i></b>", "body{display:flex}b{display:contents}",
         "display", "2"},
        {"<html id=t>", "html{display:inline}", "display", "2"},
        {"<table><td id=t>", "", "display", "13"},
        {P, "p{overflow:hidden}", "overflow", "1 1"},
        {P, "p{overflow-x:scroll}", "overflow", "2 3"},
        {P, "p{flex:1}", "flex", "1 1 1:0"},
        {P, "p{flex:none}", "flex", "0 0 0:0"},
        {P, "p{flex:2 3 10%}", "flex", "2 3 1:10"},
        {P, "p{flex:auto}", "flex", "1 1 0:0"},
        {P, "p{transform:translate(10px,50%) scale(2)}", "transform",
         "2.00 0.00 0.00 2.00 10.00 0.00 +0%"},
        {P, "p{transform:rotate(90deg)}", "transform",
         "-0.00 1.00 -1.00 -0.00 0.00 0.00 +0%"},
        {P, "p{transform:translateX(-50%)}", "transform",
         "1.00 0.00 0.00 1.00 0.00 0.00 -50%"},
        {"<ul id=t>", "ul{list-style:square inside url(a.png)}", "list",
         "3 1 http://example.org/css/a.png"},
        {"<ol id=t type=A>", "", "list", "7 0 "},
        {"<ol id=t>", "ol{list-style:none}", "list", "0 0 "},
        {"<ul><li><ul id=t>", "", "list", "2 0 "},
        {P, "p{content:'a' attr(X) counter(n)}", "content", "0:a;1:x;2:n;"},
    };

    (void)state;
    CHECK(rows, false);
}

static void
test_backgrounds(void **state)
{
    static const struct row rows[] = {
        {P, "p{background:red url(a.png) no-repeat right 10px top 5px/cover}",
         "images", "http://example.org/css/a.png 3 -10+100% 5Cauto;"},
        {"<p id=t style='background:url(a.png)'>", "", "images",
         "http://example.org/d/a.png 0 0 0 auto;"},
        {P, "p{background:url(a) 1px 2px,url(b) repeat-x}", "images",
         "http://example.org/css/a 0 1 2 auto;"
         "http://example.org/css/b 1 0 0 auto;"},
        {P, "p{background:top left,red}", "images", ""},
        {P, "p{background:url(a);background:red,url(b)}", "images",
         "http://example.org/css/a 0 0 0 auto;"},
        {P, "p{background-image:linear-gradient(to right,red,blue 50%)}",
         "images", "gradient(1.57,2)1 0 0 0 auto;"},
        {P, "p{background-image:linear-gradient(red)}", "images",
         "gradient(3.14,1) 0 0 0 auto;"},
        {P, "p{background-image:url(a);background-position:bottom}", "images",
         "http://example.org/css/a 0 +50% +100% auto;"},
        {P, "p{background-image:url(a);background-position:top 5px}", "images",
         "http://example.org/css/a 0 0 0 auto;"},
        {P, "p{background-image:url(a);background-size:10px}", "images",
         "http://example.org/css/a 0 0 0 10;"},
        {"<body id=t background='a b.png'>", "", "images",
         "http://example.org/d/a%20b.png 0 0 0 auto;"},
    };

    (void)state;
    CHECK(rows, false);
}

static void
test_hints(void **state)
{
    static const struct row rows[] = {
        {"<p id=t align=center>", "", "align", "4"},
        {"<div id=t align=center>", "", "align", "8"},
        {"<center id=t>", "", "align", "8"},
        {"<table id=t width=50%>", "", "width", "+50%"},
        {"<table id=t width=100>", "", "width", "100"},
        {"<table id=t width=0>", "", "width", "auto"},
        {"<table id=t cellspacing=7>", "", "spacing", "7 7"},
        {"<table cellpadding=7><td id=t>", "", "padding", "7 7 7 7"},
        {"<table><td id=t>", "", "padding", "1 1 1 1"},
        {"<table id=t border=2>", "", "border",
         "2/9/FF000000 2/9/FF000000 2/9/FF000000 2/9/FF000000 "},
        {"<table border><td id=t>", "", "border",
         "1/8/FF000000 1/8/FF000000 1/8/FF000000 1/8/FF000000 "},
        {"<table border=0><td id=t>", "", "border",
         "0/0/FF000000 0/0/FF000000 0/0/FF000000 0/0/FF000000 "},
        {"<table align=right id=t>", "", "float", "2"},
        {"<table align=center id=t>", "", "margin", "0 auto 0 auto"},
        {"<table><tr valign=bottom><td id=t>", "", "valign", "6"},
        {"<table><tr><th id=t>", "", "align", "4"},
        {"<table align=left><tr align=right><th id=t>", "", "align", "7"},
        {"<img id=t width=10 height=20% hspace=3>", "", "margin", "0 3 0 3"},
        {"<img id=t width=' 10.5px'>", "", "width", "10.5"},
        {"<img id=t width=x>", "", "width", "auto"},
        {"<img id=t align=left>", "", "float", "1"},
        {"<img id=t border=2>", "", "border",
         "2/4/FF000000 2/4/FF000000 2/4/FF000000 2/4/FF000000 "},
        {"<body id=t marginwidth=0 topmargin=3>", "", "margin", "3 0 3 0"},
        {"<hr id=t width=50% align=left>", "", "margin", "8 auto 8 0"},
        {"<li id=t type=i>", "", "list", "8 0 "},
        {"<font id=t color='red;}*{color:blue'>", "", "color", "FFEDC0B0"},
    };

    (void)state;
    CHECK(rows, false);
}

static void
test_quirks_mode(void **state)
{
    static const struct row rows[] = {
        {P, "p{width:10}", "width", "10"},
        {P, "p{margin:10 20}", "margin", "10 20 10 20"},
        {P, "p{color:abc}", "color", "FFAABBCC"},
        {P, "p{color:123}", "color", "FF000123"},
        {P, "p{border:1 solid abcdef}", "border",
         "0/0/FF000000 0/0/FF000000 0/0/FF000000 0/0/FF000000 "},
        {P, "p{background:abc}", "bg", "00000000"},
        {P, "p{line-height:10;font-size:10}", "font", "10 400 serif lh 100"},
        {"<p id=t>x", "", "margin", "0 0 16 0"},
        {"x<p id=t>x", "", "margin", "16 0 16 0"},
        {"<p id=t>x", "p{margin:5px}", "margin", "5 5 5 5"},
        {"<table><td><p id=t>x", "", "margin", "0 0 0 0"},
        {"<table><td><p id=t>x<p> ", "", "margin", "0 0 0 0"},
        {"<table><td>x<p id=t></p> ", "", "margin", "0 0 0 0"},
        {"<table><td><p id=t>x<p><img>", "", "margin", "0 0 16 0"},
        {"<header><x></header><p id=t>x", "", "margin", "0 0 16 0"},
        {"<div style='height:1px'></div><p id=t>x", "", "margin", "16 0 16 0"},
        {"<font size=7><table><td id=t>", "", "font", "16 400 serif lh normal"},
    };

    (void)state;
    CHECK(rows, true);
}

static void
test_variables(void **state)
{
    static const struct row rows[] = {
        {P, "div{--c:red}p{color:var(--c)}", "color", "FFFF0000"},
        {P, "div{--c:red}p{--c:lime;color:var(--c)}", "color", "FF00FF00"},
        {P, "p{--a:var(--b);--b:lime;color:var(--a)}", "color", "FF00FF00"},
        {P, "p{color:var(--x,lime)}", "color", "FF00FF00"},
        {P, "p{color:var(--x,var(--y,lime))}", "color", "FF00FF00"},
        {P, "div{color:lime}p{--a:var(--a);color:var(--a)}", "color",
         "FF00FF00"},
        {P, "p{--a:var(--b);--b:var(--a);color:var(--a,lime)}", "color",
         "FF00FF00"},
        {P, "p{--r:1,2,3;color:rgb(var(--r))}", "color", "FF010203"},
        {P, "p{--m:1px 2px;margin:var(--m)}", "margin", "1 2 1 2"},
        {P, "p{--m:1px;margin:0 var(--m) calc(var(--m)*2)}", "margin",
         "0 1 2 1"},
        {P, "p{--m:nonsense;margin:var(--m)}", "margin", "0 0 0 0"},
        {P, "p{--C:red;--c:lime;color:var(--c)}", "color", "FF00FF00"},
        {P, "p{--c:lime!important}#t{--c:red;color:var(--c)}", "color",
         "FF00FF00"},
        {P, "div{--c:lime}p{--c:red;--c:inherit;color:var(--c)}", "color",
         "FF00FF00"},
        {P, "div{--c:red}p{--c:initial;color:var(--c,lime)}", "color",
         "FF00FF00"},
        {P, "div{font-size:20px;--w:2em}p{width:var(--w);font-size:10px}",
         "width", "20"},
    };

    (void)state;
    CHECK(rows, false);
}

/* ---- what the tables cannot say ----------------------------------------- */

static void
test_pseudo(void **state)
{
    struct styled s;
    const struct style *before, *after;

    (void)state;
    styled_init(&s, "<!doctype html><p id=t><q id=q>x</q><i id=i>",
                "p::before{content:'a';color:red}p:after{content:none}"
                "i::before{color:red}p{color:lime;display:flex}"
                "q::after{content:'';width:2em}p::first-line{color:blue}");
    before = style_pseudo(styled_node(&s, "t"), PSEUDO_BEFORE);
    assert_non_null(before);
    assert_int_equal(before->color, 0xFFFF0000);
    assert_int_equal(before->display, DISPLAY_BLOCK); /* a flex item */
    assert_string_equal(before->content->text, "a");
    assert_null(style_pseudo(styled_node(&s, "t"), PSEUDO_AFTER));
    assert_null(style_pseudo(styled_node(&s, "i"), PSEUDO_BEFORE));
    assert_non_null(style_pseudo(styled_node(&s, "t"), PSEUDO_FIRST_LINE));
    after = style_pseudo(styled_node(&s, "q"), PSEUDO_AFTER);
    assert_non_null(after);
    assert_int_equal(after->color, 0xFF00FF00);
    assert_int_equal(after->width.px, 32 * UNIT);
    styled_finish(&s);
}

static void
test_zoom(void **state)
{
    struct styled s;

    (void)state;
    styled_init(&s, "<!doctype html><p id=t style='width:10px;height:1em'>",
                "p{border:1px solid;margin:10vw}");
    s.context.zoom = 2;
    s.context.viewport_width = 400 * UNIT;
    styled_again(&s);
    assert_int_equal(styled_style(&s, "t")->width.px, 20 * UNIT);
    assert_int_equal(styled_style(&s, "t")->height.px, 32 * UNIT);
    assert_int_equal(styled_style(&s, "t")->border[0].width, 2 * UNIT);
    assert_int_equal(styled_style(&s, "t")->margin[0].px, 80 * UNIT);
    styled_finish(&s);
}

static void
test_sharing(void **state)
{
    struct styled s;

    (void)state;
    styled_init(&s,
                "<!doctype html><p id=a>x<p id=b>x<p id=c class=x>x"
                "<p id=d style='color:red'>x<p id=e style='color:red'>x",
                ".x{color:red}");
    assert_ptr_equal(styled_style(&s, "a"), styled_style(&s, "b"));
    assert_ptr_not_equal(styled_style(&s, "a"), styled_style(&s, "c"));
    assert_ptr_equal(styled_style(&s, "d"), styled_style(&s, "e"));
    styled_finish(&s);
}

static void
test_anonymous(void **state)
{
    struct styled s;
    const struct style *anonymous;
    struct style copy;

    (void)state;
    styled_init(&s, "<!doctype html><p id=t>",
                "p{color:red;line-height:2;border:1px solid;margin:3px}");
    copy = *styled_style(&s, "t"); /* layout makes such copies */
    anonymous = style_anonymous(&s.arena, &copy, DISPLAY_TABLE_ROW);
    assert_int_equal(anonymous->display, DISPLAY_TABLE_ROW);
    assert_int_equal(anonymous->color, 0xFFFF0000);
    assert_int_equal(anonymous->line_height, 32 * UNIT);
    assert_int_equal(anonymous->border[0].width, 0);
    assert_int_equal(anonymous->margin[0].px, 0);
    assert_int_equal(anonymous->margin[0].kind, LENGTH_VALUE);
    styled_finish(&s);
}

static void
add_url(const char *url, void *data)
{
    buf_printf(data, "%s ", url);
}

static void
test_imports(void **state)
{
    struct styled s;
    struct buf imports = {0}, images = {0};
    struct span media = span_of("screen");

    (void)state;
    styled_init(&s, "<!doctype html><p id=t>", NULL);
    sheets_set(s.sheets, 3,
               span_of("@import 'a.css';@import url(b.css) print;"
                       "p{width:1px}@import 'c.css';"),
               "http://h/x/s.css", media, &imports);
    assert_int_equal(imports.size, 2 * (strlen("http://h/x/a.css") + 1));
    assert_string_equal((const char *)imports.data, "http://h/x/a.css");
    buf_finish(&imports);
    sheets_import(s.sheets, 3,
                  span_of("@import 'd.css';p{width:2px;height:2px}"),
                  "http://h/x/a.css", &imports);
    assert_string_equal(buf_text(&imports), "http://h/x/d.css");
    sheets_import(s.sheets, 3, span_of("p{width:9px;height:9px}"),
                  "http://h/x/b.css", &imports);
    sheets_import(s.sheets, 3,
                  span_of("p{height:3px;color:red;background:url(i.png)}"),
                  "http://h/x/d.css", &imports);
    sheets_set(s.sheets, 1, span_of("p{width:5px;color:lime}"), "", media,
               &imports);
    styled_again(&s);
    assert_int_equal(styled_style(&s, "t")->width.px, UNIT);
    assert_int_equal(styled_style(&s, "t")->height.px, 2 * UNIT);
    assert_int_equal(styled_style(&s, "t")->color, 0xFFFF0000);
    style_each_image(s.dom, add_url, &images);
    assert_string_equal(buf_text(&images), "http://h/x/i.png ");
    /* Replacing a sheet leaves computed styles readable until restyled. */
    sheets_set(s.sheets, 3, span_of("p{color:blue}"), "", media, &imports);
    images.size = 0;
    style_each_image(s.dom, add_url, &images);
    assert_string_equal(buf_text(&images), "http://h/x/i.png ");
    styled_again(&s);
    assert_int_equal(styled_style(&s, "t")->color, 0xFF0000FF);
    buf_finish(&imports);
    buf_finish(&images);
    styled_finish(&s);
}

static void
test_states(void **state)
{
    struct styled s;

    (void)state;
    styled_init(&s, "<!doctype html><a id=t href=x>",
                "a:hover{color:red}a:visited{color:lime}");
    assert_int_equal(styled_style(&s, "t")->color, 0xFF0000EE);
    styled_node(&s, "t")->states |= NODE_HOVER;
    styled_again(&s);
    assert_int_equal(styled_style(&s, "t")->color, 0xFFFF0000);
    styled_node(&s, "t")->states |= NODE_VISITED;
    styled_again(&s);
    assert_int_equal(styled_style(&s, "t")->color, 0xFF00FF00);
    s.context.prefers_dark = true;
    styled_again(&s);
    styled_finish(&s);
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order),     cmocka_unit_test(test_lengths),
        cmocka_unit_test(test_fonts),     cmocka_unit_test(test_colors),
        cmocka_unit_test(test_boxes),     cmocka_unit_test(test_backgrounds),
        cmocka_unit_test(test_hints),     cmocka_unit_test(test_quirks_mode),
        cmocka_unit_test(test_variables), cmocka_unit_test(test_pseudo),
        cmocka_unit_test(test_zoom),      cmocka_unit_test(test_sharing),
        cmocka_unit_test(test_anonymous), cmocka_unit_test(test_imports),
        cmocka_unit_test(test_states),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
