/*
 * margin_quirk.c - the margin collapsing quirks (HTML standard 15.3.10).
 *
 * Process: renderer.  Distrusts: the page.
 *
 * In quirks mode the first paragraph of a body or table cell has no margin
 * above it, and the last one of a cell none below it, unless the page itself
 * gives them one.
 */
#include "css/cascade.h"

#include <ctype.h>

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

/* Whether nothing substantial comes before (behind) a node in its parent. */
static bool
is_at_edge(const struct node *n, bool end)
{
    do
        n = end ? n->next : n->previous;
    while (n != NULL && !is_substantial(n));
    return n == NULL;
}

/* What a margin collapses through: the standard looks at children only,
 * browsers at where the margin ends. */
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
    bool first = has_default_margins(n), last = node_is(n, TAG_p);

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
    if (first)
        buf_add_text(css, "margin-top:0;");
    if (last && !node_is(parent, TAG_body))
        buf_add_text(css, "margin-bottom:0;");
}
