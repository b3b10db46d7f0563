/*
 * hints.c - presentational attributes as declarations (HTML standard 15.3 to
 * 15.5).
 *
 * Process: renderer.  Distrusts: the page: only numbers, colours, known
 * keywords and quoted strings reach the text that is made here.
 */
#include "css/cascade.h"

#include <stdlib.h>

enum { MAX_NUMBER = 1000000 };

/* A dimension of 2.3.4: pixels or per cent. */
struct dimension {
    double number;
    bool percent;
};

static bool
parse_dimension(const struct span *s, struct dimension *out)
{
    size_t i = 0;
    double scale = 1;

    if (s == NULL)
        return false;
    *out = (struct dimension){0, false};
    while (i < s->size && strchr(" \t\n\f\r", s->data[i]) != NULL)
        i++;
    if (i < s->size && s->data[i] == '+')
        i++;
    if (i == s->size || s->data[i] < '0' || s->data[i] > '9')
        return false;
    for (; i < s->size && s->data[i] >= '0' && s->data[i] <= '9'; i++)
        if (out->number < MAX_NUMBER)
            out->number = out->number * 10 + (s->data[i] - '0');
    if (i < s->size && s->data[i] == '.')
        for (i++; i < s->size && s->data[i] >= '0' && s->data[i] <= '9'; i++) {
            scale /= 10;
            out->number += (s->data[i] - '0') * scale;
        }
    out->percent = i < s->size && s->data[i] == '%';
    if (out->number > MAX_NUMBER)
        out->number = MAX_NUMBER;
    return true;
}

static void
add_dimension(struct buf *css, const struct node *n, const char *attribute,
              const char *property, bool nonzero)
{
    struct dimension d;

    if (!parse_dimension(node_attribute(n, attribute), &d) ||
        (nonzero && d.number <= 0))
        return;
    buf_printf(css, "%s:%.4f%s;", property, d.number, d.percent ? "%" : "px");
}

/* A non-negative integer; false if there is none. */
static bool
parse_count(const struct span *s, int *out)
{
    struct dimension d;

    if (!parse_dimension(s, &d))
        return false;
    *out = (int)d.number;
    return true;
}

static void
add_color(struct buf *css, const struct node *n, const char *attribute,
          const char *property)
{
    const struct span *s = node_attribute(n, attribute);
    rgba_t color;

    if (s != NULL && color_from_legacy(*s, &color))
        buf_printf(css, "%s:#%06X;", property, color & 0xFFFFFF);
}

static void
add_quoted(struct buf *css, struct span s)
{
    buf_add_char(css, '"');
    for (size_t i = 0; i < s.size; i++) {
        uint8_t c = s.data[i];
        if (c == '"' || c == '\\' || c < ' ')
            buf_printf(css, "\\%x ", c);
        else
            buf_add_char(css, (char)c);
    }
    buf_add_char(css, '"');
}

static void
add_background(struct buf *css, const struct node *n)
{
    const struct span *s = node_attribute(n, "background");

    if (s == NULL || s->size == 0)
        return;
    buf_add_text(css, "background-image:url(");
    add_quoted(css, *s);
    buf_add_text(css, ");");
}

struct choice {
    const char *value, *css;
};

static void
add_choice(struct buf *css, const struct node *n, const char *attribute,
           const struct choice *choices)
{
    const struct span *s = node_attribute(n, attribute);

    for (; s != NULL && choices->value != NULL; choices++)
        if (span_is_nocase(*s, choices->value)) {
            buf_add_text(css, choices->css);
            return;
        }
}

/* ---- elements ----------------------------------------------------------- */

static const struct choice text_aligns[] = {
    {"center", "text-align:-webkit-center;"},
    {"middle", "text-align:-webkit-center;"},
    {"left", "text-align:-webkit-left;"},
    {"right", "text-align:-webkit-right;"},
    {"justify", "text-align:justify;"},
    {NULL, NULL}};
static const struct choice plain_aligns[] = {{"center", "text-align:center;"},
                                             {"left", "text-align:left;"},
                                             {"right", "text-align:right;"},
                                             {"justify", "text-align:justify;"},
                                             {NULL, NULL}};
static const struct choice table_aligns[] = {
    {"left", "float:left;"},
    {"right", "float:right;"},
    {"center", "margin-left:auto;margin-right:auto;"},
    {NULL, NULL}};
static const struct choice image_aligns[] = {
    {"left", "float:left;"},
    {"right", "float:right;"},
    {"top", "vertical-align:top;"},
    {"texttop", "vertical-align:text-top;"},
    {"baseline", "vertical-align:baseline;"},
    {"middle", "vertical-align:-webkit-baseline-middle;"},
    {"center", "vertical-align:middle;"},
    {"absmiddle", "vertical-align:middle;"},
    {"abscenter", "vertical-align:middle;"},
    {"bottom", "vertical-align:baseline;"},
    {"absbottom", "vertical-align:bottom;"},
    {NULL, NULL}};
static const struct choice valigns[] = {
    {"top", "vertical-align:top;"},
    {"middle", "vertical-align:middle;"},
    {"bottom", "vertical-align:bottom;"},
    {"baseline", "vertical-align:baseline;"},
    {NULL, NULL}};
static const struct choice clears[] = {{"left", "clear:left;"},
                                       {"right", "clear:right;"},
                                       {"all", "clear:both;"},
                                       {"both", "clear:both;"},
                                       {NULL, NULL}};
static const struct choice captions[] = {{"bottom", "caption-side:bottom;"},
                                         {"left", "text-align:left;"},
                                         {"right", "text-align:right;"},
                                         {"center", "text-align:center;"},
                                         {NULL, NULL}};

/* The list types compare case ("a" and "A"). */
static void
add_list_type(struct buf *css, const struct node *n)
{
    static const struct choice numbered[] = {{"1", "decimal"},
                                             {"a", "lower-alpha"},
                                             {"A", "upper-alpha"},
                                             {"i", "lower-roman"},
                                             {"I", "upper-roman"}};
    static const char *const bullets[] = {"disc", "circle", "square", "none"};
    const struct span *s = node_attribute(n, "type");
    const char *type = NULL;

    if (s == NULL)
        return;
    if (n->tag != TAG_ul)
        for (size_t i = 0; i < 5; i++)
            if (span_is(*s, numbered[i].value))
                type = numbered[i].css;
    if (n->tag != TAG_ol)
        for (size_t i = 0; i < 4; i++)
            if (span_is_nocase(*s, bullets[i]))
                type = bullets[i];
    if (type != NULL)
        buf_printf(css, "list-style-type:%s;", type);
}

/* 15.3.3: the first of these attributes that is there counts. */
static void
add_body_margin(struct buf *css, const struct node *n, const char *first,
                const char *second, const char *sides)
{
    const struct span *s = node_attribute(n, first);
    int px;

    if (s == NULL)
        s = node_attribute(n, second);
    if (parse_count(s, &px))
        buf_printf(css,
                   sides[0] == 'h' ? "margin-left:%dpx;margin-right:%dpx;"
                                   : "margin-top:%dpx;margin-bottom:%dpx;",
                   px, px);
}

static void
add_body(struct buf *css, const struct node *n)
{
    add_body_margin(css, n, "marginwidth", "leftmargin", "h");
    add_body_margin(css, n, "marginheight", "topmargin", "v");
    add_color(css, n, "text", "color");
    add_color(css, n, "bgcolor", "background-color");
    add_background(css, n);
}

/* Links take their colours from body's attributes. */
static void
add_link(struct buf *css, const struct node *n)
{
    const struct node *body = n->parent;

    if (node_attribute(n, "href") == NULL)
        return;
    while (body != NULL && !node_is(body, TAG_body))
        body = body->parent;
    if (body == NULL)
        return;
    if (node_attribute(body, "alink") != NULL && node_ask_state(n, NODE_ACTIVE))
        add_color(css, body, "alink", "color");
    else
        add_color(css, body, node_ask_state(n, NODE_VISITED) ? "vlink" : "link",
                  "color");
}

/* "Rules for parsing a legacy font size" (15.3.4). */
static void
add_font_size(struct buf *css, const struct span *s)
{
    static const char *const sizes[] = {"x-small",  "small",   "medium",
                                        "large",    "x-large", "xx-large",
                                        "xxx-large"};
    size_t i = 0;
    int sign = 0, value;

    if (s == NULL)
        return;
    while (i < s->size && strchr(" \t\n\f\r", s->data[i]) != NULL)
        i++;
    if (i < s->size && (s->data[i] == '+' || s->data[i] == '-'))
        sign = s->data[i++] == '-' ? -1 : 1;
    struct span digits = {s->data + i, s->size - i};
    if (digits.size == 0 || digits.data[0] < '0' || digits.data[0] > '9' ||
        !parse_count(&digits, &value))
        return;
    if (sign != 0)
        value = 3 + sign * value;
    value = value < 1 ? 1 : value > 7 ? 7 : value;
    buf_printf(css, "font-size:%s;", sizes[value - 1]);
}

static void
add_font(struct buf *css, const struct node *n)
{
    const struct span *face = node_attribute(n, "face");

    add_color(css, n, "color", "color");
    add_font_size(css, node_attribute(n, "size"));
    if (face == NULL || face->size == 0)
        return;
    buf_add_text(css, "font-family:");
    for (size_t start = 0, i = 0; i <= face->size; i++) {
        if (i < face->size && face->data[i] != ',')
            continue;
        struct span one = {face->data + start, i - start};
        while (one.size > 0 && one.data[0] == ' ')
            one = (struct span){one.data + 1, one.size - 1};
        while (one.size > 0 && one.data[one.size - 1] == ' ')
            one.size--;
        if (start > 0)
            buf_add_char(css, ',');
        if (span_is_nocase(one, "serif") || span_is_nocase(one, "sans-serif") ||
            span_is_nocase(one, "monospace"))
            buf_add_span(css, one);
        else
            add_quoted(css, one);
        start = i + 1;
    }
    buf_add_char(css, ';');
}

static void
add_hr(struct buf *css, const struct node *n)
{
    static const struct choice aligns[] = {
        {"left", "margin-left:0;margin-right:auto;"},
        {"right", "margin-left:auto;margin-right:0;"},
        {"center", "margin-left:auto;margin-right:auto;"},
        {NULL, NULL}};
    const struct span *size = node_attribute(n, "size");
    bool solid = node_attribute(n, "color") != NULL ||
                 node_attribute(n, "noshade") != NULL;
    int px;

    add_choice(css, n, "align", aligns);
    add_dimension(css, n, "width", "width", false);
    add_color(css, n, "color", "color");
    if (solid)
        buf_add_text(css, "border-style:solid;");
    if (!parse_count(size, &px))
        return;
    if (solid)
        buf_printf(css, "border-width:%.1fpx;", (double)px / 2);
    else if (px == 1)
        buf_add_text(css, "border-bottom-width:0;");
    else if (px > 1)
        buf_printf(css, "height:%dpx;", px - 2);
}

static void
add_table(struct buf *css, const struct node *n)
{
    const struct span *border = node_attribute(n, "border");
    int px;

    add_choice(css, n, "align", table_aligns);
    add_dimension(css, n, "width", "width", true);
    add_dimension(css, n, "height", "height", true);
    add_color(css, n, "bgcolor", "background-color");
    add_background(css, n);
    if (parse_count(node_attribute(n, "cellspacing"), &px))
        buf_printf(css, "border-spacing:%dpx;", px);
    if (border != NULL) {
        if (!parse_count(border, &px))
            px = 1;
        buf_printf(css, "border-width:%dpx;", px);
        if (px > 0)
            buf_add_text(css, "border-style:outset;");
    }
    add_color(css, n, "bordercolor", "border-color");
    add_dimension(css, n, "hspace", "margin-left", false);
    add_dimension(css, n, "hspace", "margin-right", false);
    add_dimension(css, n, "vspace", "margin-top", false);
    add_dimension(css, n, "vspace", "margin-bottom", false);
}

/* Of rows, groups, columns and cells. */
static void
add_table_part(struct buf *css, const struct node *n)
{
    add_choice(css, n, "align", text_aligns);
    add_choice(css, n, "valign", valigns);
    add_color(css, n, "bgcolor", "background-color");
    add_background(css, n);
    if (n->tag != TAG_td && n->tag != TAG_th)
        add_dimension(css, n, "height", "height", false);
    if (n->tag == TAG_col || n->tag == TAG_colgroup)
        add_dimension(css, n, "width", "width", false);
}

static void
add_cell(struct buf *css, const struct node *n)
{
    const struct node *table = n->parent;
    int px;

    add_table_part(css, n);
    add_dimension(css, n, "width", "width", true);
    add_dimension(css, n, "height", "height", true);
    if (node_attribute(n, "nowrap") != NULL)
        buf_add_text(css, "white-space:nowrap;");
    while (table != NULL && !node_is(table, TAG_table))
        table = table->parent;
    if (table == NULL)
        return;
    if (parse_count(node_attribute(table, "cellpadding"), &px))
        buf_printf(css, "padding:%dpx;", px);
    if (node_attribute(table, "border") != NULL &&
        (!parse_count(node_attribute(table, "border"), &px) || px > 0))
        buf_add_text(css, "border:1px inset;");
    add_color(css, table, "bordercolor", "border-color");
}

/* Images and what is embedded like them. */
static void
add_embedded(struct buf *css, const struct node *n)
{
    int px;

    add_dimension(css, n, "width", "width", false);
    add_dimension(css, n, "height", "height", false);
    if (n->tag == TAG_video || n->tag == TAG_svg)
        return;
    add_choice(css, n, "align", image_aligns);
    add_dimension(css, n, "hspace", "margin-left", false);
    add_dimension(css, n, "hspace", "margin-right", false);
    add_dimension(css, n, "vspace", "margin-top", false);
    add_dimension(css, n, "vspace", "margin-bottom", false);
    if (n->tag != TAG_iframe && n->tag != TAG_embed &&
        parse_count(node_attribute(n, "border"), &px) && px > 0)
        buf_printf(css, "border:%dpx solid;", px);
    if (n->tag == TAG_iframe) {
        const struct span *frame = node_attribute(n, "frameborder");
        if (frame != NULL &&
            (span_is(*frame, "0") || span_is_nocase(*frame, "no")))
            buf_add_text(css, "border-style:none;");
    }
}

/* The size of other fields is layout's, unless the style says more. */
static void
add_input(struct buf *css, const struct node *n)
{
    const struct span *type = node_attribute(n, "type");

    if (type != NULL && span_is_nocase(*type, "image"))
        add_embedded(css, n);
}

static void
add_paragraph(struct buf *css, const struct node *n)
{
    add_choice(css, n, "align", n->tag == TAG_div ? text_aligns : plain_aligns);
}

static void
add_break(struct buf *css, const struct node *n)
{
    add_choice(css, n, "clear", clears);
}

static void
add_caption(struct buf *css, const struct node *n)
{
    add_choice(css, n, "align", captions);
}

static void
add_pre(struct buf *css, const struct node *n)
{
    if (node_attribute(n, "wrap") != NULL)
        buf_add_text(css, "white-space:pre-wrap;");
}

typedef void hints_fn(struct buf *css, const struct node *n);

static hints_fn *const table[TAG_COUNT] = {
    [TAG_body] = add_body,
    [TAG_a] = add_link,
    [TAG_area] = add_link,
    [TAG_font] = add_font,
    [TAG_hr] = add_hr,
    [TAG_br] = add_break,
    [TAG_table] = add_table,
    [TAG_thead] = add_table_part,
    [TAG_tbody] = add_table_part,
    [TAG_tfoot] = add_table_part,
    [TAG_tr] = add_table_part,
    [TAG_col] = add_table_part,
    [TAG_colgroup] = add_table_part,
    [TAG_td] = add_cell,
    [TAG_th] = add_cell,
    [TAG_caption] = add_caption,
    [TAG_div] = add_paragraph,
    [TAG_p] = add_paragraph,
    [TAG_h1] = add_paragraph,
    [TAG_h2] = add_paragraph,
    [TAG_h3] = add_paragraph,
    [TAG_h4] = add_paragraph,
    [TAG_h5] = add_paragraph,
    [TAG_h6] = add_paragraph,
    [TAG_legend] = add_paragraph,
    [TAG_ol] = add_list_type,
    [TAG_ul] = add_list_type,
    [TAG_li] = add_list_type,
    [TAG_img] = add_embedded,
    [TAG_embed] = add_embedded,
    [TAG_object] = add_embedded,
    [TAG_iframe] = add_embedded,
    [TAG_applet] = add_embedded,
    [TAG_video] = add_embedded,
    [TAG_marquee] = add_embedded,
    [TAG_input] = add_input,
    [TAG_pre] = add_pre,
};

void
hints_add(struct buf *css, const struct node *n)
{
    if (n->attribute_count == 0 && n->tag != TAG_td && n->tag != TAG_th)
        return;
    if (table[n->tag] != NULL)
        table[n->tag](css, n);
}
