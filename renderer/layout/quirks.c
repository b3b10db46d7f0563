/*
 * quirks.c - margins that quirks mode takes away (HTML standard 15.3.10).
 *
 * Process: renderer.
 *
 * They are only those of the user agent's sheet; a style does not say where
 * it comes from, so its values tell.
 */
#include "layout/internal.h"

static const struct {
    enum tag tag;
    int percent; /* of the font size */
} margins[] = {
    {TAG_p, 100},         {TAG_ul, 100},         {TAG_ol, 100},
    {TAG_dl, 100},        {TAG_dir, 100},        {TAG_menu, 100},
    {TAG_pre, 100},       {TAG_listing, 100},    {TAG_xmp, 100},
    {TAG_plaintext, 100}, {TAG_blockquote, 100}, {TAG_h1, 67},
    {TAG_h2, 83},         {TAG_h3, 100},         {TAG_h4, 133},
    {TAG_h5, 167},        {TAG_h6, 233},
};

static bool
is_default(const struct style *s, enum side side, enum tag tag)
{
    const struct length *m = &s->margin[side];

    if (m->kind != LENGTH_VALUE || m->percent != 0)
        return false;
    for (size_t i = 0; i < sizeof margins / sizeof *margins; i++) {
        int64_t expected = (int64_t)s->font_size * margins[i].percent / 100;

        if (margins[i].tag == tag)
            return m->px >= expected - 2 && m->px <= expected + 2;
    }
    return false;
}

static bool
is_substantial(const struct node *n)
{
    if (n->type == NODE_ELEMENT)
        return true;
    if (n->type != NODE_TEXT)
        return false;
    for (size_t i = 0; i < n->text.size; i++)
        if (memchr(" \t\n\r\f", n->text.data[i], 5) == NULL)
            return true;
    return false;
}

void
quirks_mark(struct layouter *l, struct box *b)
{
    const struct node *n = b->node, *parent, *sibling;

    if (!l->quirks || n == NULL || n->parent == NULL || b->kind != BOX_BLOCK)
        return;
    parent = n->parent;
    if (!node_is(parent, TAG_body) && !node_is(parent, TAG_td) &&
        !node_is(parent, TAG_th))
        return;
    for (sibling = n->previous; sibling != NULL; sibling = sibling->previous)
        if (is_substantial(sibling))
            break;
    if (sibling == NULL)
        data_of(b)->no_margin[0] = is_default(b->style, SIDE_TOP, n->tag);
    if (node_is(parent, TAG_body))
        return;
    for (sibling = n->next; sibling != NULL; sibling = sibling->next)
        if (is_substantial(sibling))
            break;
    if (sibling == NULL)
        data_of(b)->no_margin[1] = is_default(b->style, SIDE_BOTTOM, n->tag);
}
