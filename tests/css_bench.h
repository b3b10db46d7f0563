/*
 * css_bench.h - for tests: a page with one sheet, styled at 800 x 600.
 *
 * Process: test.
 */
#ifndef BULKHEAD_CSS_BENCH_H
#define BULKHEAD_CSS_BENCH_H

#include "css/style.h"

struct styled {
    struct dom *dom;
    struct sheets *sheets;
    struct arena arena;
    struct style_context context;
};

/* Parses, styles with css (NULL: none) as the only author sheet. */
void styled_init(struct styled *s, const char *html, const char *css);
void styled_finish(struct styled *s);

/* Styles again, as after a change of the context. */
void styled_again(struct styled *s);

/* The element with this id; fails the test if there is none. */
struct node *styled_node(struct styled *s, const char *id);
const struct style *styled_style(struct styled *s, const char *id);

#endif
