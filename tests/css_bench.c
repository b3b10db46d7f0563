/*
 * css_bench.c - for tests: a page with one sheet, styled at 800 x 600.
 *
 * Process: test.
 */
#include "css_bench.h"

#include <stdarg.h>
#include <stdlib.h>
#include <setjmp.h>
#include <cmocka.h>

void
styled_init(struct styled *s, const char *html, const char *css)
{
    struct buf imports = {0};

    memset(s, 0, sizeof *s);
    s->context = (struct style_context){.viewport_width = 800 * UNIT,
                                        .viewport_height = 600 * UNIT,
                                        .zoom = 1,
                                        .base_url = "http://example.org/d/p"};
    s->dom = dom_parse_html(span_of(html));
    s->sheets = sheets_create();
    if (css != NULL)
        sheets_set(s->sheets, 1, span_of(css), "http://example.org/css/s",
                   span_of(""), &imports);
    buf_finish(&imports);
    style_document(s->sheets, s->dom, &s->context, &s->arena);
}

void
styled_again(struct styled *s)
{
    struct arena old = s->arena;

    s->arena = (struct arena){0};
    style_document(s->sheets, s->dom, &s->context, &s->arena);
    arena_finish(&old);
}

void
styled_finish(struct styled *s)
{
    arena_finish(&s->arena);
    sheets_destroy(s->sheets);
    dom_destroy(s->dom);
}

struct node *
styled_node(struct styled *s, const char *id)
{
    struct node *n = dom_by_id(s->dom, span_of(id));

    if (n == NULL)
        fail_msg("no element #%s", id);
    return n;
}

const struct style *
styled_style(struct styled *s, const char *id)
{
    return styled_node(s, id)->style;
}
