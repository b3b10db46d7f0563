/*
 * margin_quirk.c - the margin collapsing quirks (HTML standard 15.3.10).
 *
 * Process: renderer.  Distrusts: the page.
 *
 * In quirks mode the first paragraph of a body or table cell has no margin
 * above it, and the last one of a cell none below it, unless the page itself
 * gives them one.  The standard looks at the element's siblings; browsers at
 * where the margin ends, so that what has no height does not count.
 */
#include "css/cascade.h"

#include <ctype.h>

enum { MAX_EMPTY = 32 }; /* nodes that are looked through */

static bool
has_default_margins(const struct node *n)
{
    switch (n->tag) {
    case TAG_blockquote:
    case TAG_dir:
    case TAG_dl:
    case TAG_h1:
    case TAG_h2:
    case TAG_h3:
    case TAG_h4:
    case TAG_h5:
    case TAG_h6:
    case TAG_listing:
    case TAG_menu:
    case TAG_ol:
    case TAG_p:
    case TAG_plaintext:
    case TAG_pre:
    case TAG_ul:
    case TAG_xmp:
        return true;
    default:
        return false;
    }
}

/* The standard's "substantial": an element, or text that is not blank. */
static bool
is_substantial(const struct node *n)
{
    if (n->type == NODE_ELEMENT)
        return true;
    if (n->type != NODE_TEXT)
        return false;
    for (size_t i = 0; i < n->text.size; i++)
        if (!isspace(n->text.data[i]))
            return true;
    return false;
}

/* Elements that are as high as what is in them. */
static bool
is_transparent(const struct node *n)
{
    switch (n->tag) {
    case TAG_a:
    case TAG_b:
    case TAG_center:
    case TAG_div:
    case TAG_em:
    case TAG_font:
    case TAG_header:
    case TAG_i:
    case TAG_p:
    case TAG_span:
    case TAG_strong:
    case TAG_unknown:
        return n->class_count == 0 && (n->id == NULL || n->tag == TAG_a) &&
               node_attribute(n, "style") == NULL;
    default:
        return false;
    }
}

static bool
is_hidden(const struct node *n)
{
    return n->tag == TAG_base || n->tag == TAG_link || n->tag == TAG_meta ||
           n->tag == TAG_script || n->tag == TAG_style || n->tag == TAG_title;
}

/* Whether nothing is seen of n.  At most *left nodes are looked at: the rest
 * of a page may be empty elements. */
static bool
is_blank(const struct node *n, int *left)
{
    const struct node *at = n;

    while (at != NULL && is_substantial(at)) {
        bool hidden = at->type == NODE_ELEMENT && is_hidden(at);

        if (--*left < 0 || at->type == NODE_TEXT ||
            (!hidden && !is_transparent(at)))
            return false;
        do
            at = node_walk(at, n, hidden);
        while (at != NULL && !is_substantial(at));
    }
    return true;
}

/* Whether nothing that is seen comes before (behind) a node in its parent. */
static bool
is_at_edge(const struct node *n, bool end)
{
    int left = MAX_EMPTY;

    do
        n = end ? n->next : n->previous;
    while (n != NULL && is_blank(n, &left));
    return n == NULL;
}

static bool
has_contents(const struct node *n)
{
    for (n = n->first; n != NULL; n = n->next)
        if (is_substantial(n))
            return true;
    return false;
}

/* What a margin collapses through. */
static bool
is_plain_wrapper(const struct node *n)
{
    return (node_is(n, TAG_center) || node_is(n, TAG_div)) &&
           n->class_count == 0 && n->id == NULL &&
           node_attribute(n, "style") == NULL;
}

void
hints_add_margin_quirk(struct buf *css, const struct node *n)
{
    const struct node *at = n, *parent;
    bool first = has_default_margins(n), last = node_is(n, TAG_p), empty;

    for (parent = n->parent; first || last; parent = parent->parent) {
        first = first && is_at_edge(at, false);
        last = last && is_at_edge(at, true);
        if (parent == NULL || !is_plain_wrapper(parent))
            break;
        at = parent;
    }
    if (parent == NULL ||
        (!node_is(parent, TAG_body) && !node_is(parent, TAG_td) &&
         !node_is(parent, TAG_th)))
        return;
    last = last && !node_is(parent, TAG_body);
    empty = !has_contents(n);
    if (first || (last && empty))
        buf_add_text(css, "margin-top:0;");
    if (last || (first && empty))
        buf_add_text(css, "margin-bottom:0;");
}
