/*
 * fuzz_css.c - any bytes as a style sheet, a style attribute, a selector list
 * and a media query, against a page with a bit of everything.
 *
 * Process: test.  See fuzz_main.c.
 */
#include "css/sheet.h"
#include "html/encoding.h"
#include "html/html.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char page[] =
    "<!DOCTYPE html><html lang=de><title>t</title><body class='a b'>"
    "<p id=p class=a>text <b>bold <i dir=rtl>x</i></b><a href=#>link</a>"
    "<ul><li>1<li value=3>2<li>3</ul><table><tr><td>1<td colspan=2>2</table>"
    "<form><input required><input type=checkbox checked><select><option>o"
    "</select><textarea readonly></textarea><button disabled>b</button></form>"
    "<svg><path d='M0 0'/></svg><div hidden></div><q>q</q>";

static void
style_page(struct span text)
{
    struct style_context context = {.viewport_width = 800 * UNIT,
                                    .viewport_height = 600 * UNIT,
                                    .zoom = 1,
                                    .base_url = "http://example.org/"};
    struct dom *d = dom_parse_html(span_of(page));
    struct sheets *s = sheets_create();
    struct arena arena = {0};
    struct buf imports = {NULL, 0, 0};
    struct node *p = dom_by_id(d, span_of("p"));

    sheets_set(s, 1, text, "http://example.org/s", span_of(""), &imports);
    sheets_set(s, 2, span_of("p { --a: 1 }"), "http://example.org/t", text,
               &imports);
    dom_set_attribute(d, p, "style", text);
    style_document(s, d, &context, &arena);
    arena_finish(&arena);
    arena = (struct arena){0};
    context.print = context.prefers_dark = true;
    context.zoom = 0.25F;
    style_document(s, d, &context, &arena);
    arena_finish(&arena);
    sheets_destroy(s);
    dom_destroy(d);
    buf_finish(&imports);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buf text = {NULL, 0, 0};
    struct span bytes = {data, size};
    struct arena texts = {0}, array = {0};
    struct selector_list list;
    struct tokens tokens;

    encoding_decode(&text, bytes, encoding_of_sheet(bytes, "", ""));
    style_page(buf_span(&text));
    tokens = tokens_parse(&texts, &array, buf_span(&text));
    selectors_parse(&texts, tokens, &list);
    supports_holds(&texts, tokens);
    arena_finish(&texts);
    arena_finish(&array);
    buf_finish(&text);
    return 0;
}
