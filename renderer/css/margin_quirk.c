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

void
hints_add_margin_quirk(struct buf *css, const struct node *n)
{
    const struct node *parent = n->parent, *other;

    if (!has_default_margins(n) || parent == NULL ||
        (!node_is(parent, TAG_body) && !node_is(parent, TAG_td) &&
         !node_is(parent, TAG_th)))
        return;
    for (other = n->previous; other != NULL && !is_substantial(other);)
        other = other->previous;
    if (other == NULL)
        buf_add_text(css, "margin-top:0;");
    if (node_is(parent, TAG_body))
        return;
    for (other = n->next; other != NULL && !is_substantial(other);)
        other = other->next;
    if (other == NULL)
        buf_add_text(css, "margin-bottom:0;");
}
