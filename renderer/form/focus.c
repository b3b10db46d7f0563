/*
 * focus.c - where the keyboard can go, and in which order Tab goes there
 * (HTML standard 6.6.3).
 *
 * Process: renderer.  Distrusts: the page's tabindex.
 */
#include "form/set.h"

#include "css/style.h"

#include <limits.h>
#include <stdlib.h>

/* Its box may be that of its parts: what is not shown has none at all. */
static bool
is_shown(const struct node *n)
{
    return n->style != NULL && n->box != NULL &&
           n->style->visibility == VISIBILITY_VISIBLE;
}

static bool
has_tab_index(const struct node *n, int *index)
{
    const struct span *text = node_attribute(n, "tabindex");
    char *end;
    long value;

    if (text == NULL || text->size == 0)
        return false;
    value = strtol((const char *)text->data, &end, 10);
    if (end == (const char *)text->data)
        return false;
    *index = value > SHRT_MAX ? SHRT_MAX : value < -1 ? -1 : (int)value;
    return true;
}

bool
form_is_focusable(const struct node *n)
{
    enum control_type type;
    int index;

    if (n->type != NODE_ELEMENT || !is_shown(n))
        return false;
    type = control_type(n);
    if (control_is_listed(type))
        return type != CONTROL_HIDDEN && !control_is_disabled(n);
    if ((node_is(n, TAG_a) || node_is(n, TAG_area)) &&
        node_attribute(n, "href") != NULL)
        return true;
    if (node_is(n, TAG_summary) && node_is(n->parent, TAG_details))
        return true;
    return has_tab_index(n, &index);
}

int
form_tab_index(const struct node *n)
{
    int index = 0;

    has_tab_index(n, &index);
    return index;
}

/* Whether another radio button of the group is set. */
static bool
is_other_set(const struct node *n)
{
    const struct control *c = n->control, *other;
    const struct node *root = n, *at;

    while (root->parent != NULL)
        root = root->parent;
    for (at = root; at != NULL; at = node_walk(at, root, false)) {
        other = at->control;
        if (other != NULL && other->type == CONTROL_RADIO && other->checked &&
            other->form == c->form && c->name[0] != 0 &&
            strcmp(other->name, c->name) == 0 && form_is_focusable(at))
            return true;
    }
    return false;
}

/* Of a group of radio buttons Tab only knows the one that is set. */
static bool
is_tab_stop(const struct node *n)
{
    const struct control *c = n->control;

    return form_is_focusable(n) && form_tab_index(n) >= 0 &&
           (c == NULL || c->type != CONTROL_RADIO || c->checked ||
            !is_other_set(n));
}

/* Positive numbers come first, in their order; those without come last. */
static long
rank(const struct node *n)
{
    int index = form_tab_index(n);

    return index > 0 ? index : LONG_MAX;
}

struct node *
form_tab(const struct dom *dom, const struct node *from, bool forward)
{
    struct node *best = NULL, *n = dom->document;
    long here =
        from != NULL && form_tab_index(from) >= 0 ? rank(from) : LONG_MAX;
    bool behind = from == NULL; /* from is behind us in the tree */

    if (from == NULL)
        here = forward ? 0 : LONG_MAX;
    while ((n = node_walk(n, dom->document, false)) != NULL) {
        long r;
        bool after;

        if (n == from) {
            behind = true;
            continue;
        }
        if (n->type != NODE_ELEMENT || !is_tab_stop(n))
            continue;
        r = rank(n);
        after = r > here || (r == here && behind);
        if (from != NULL && after != forward)
            continue;
        if (best == NULL || (forward ? r < rank(best) : r >= rank(best)))
            best = n;
    }
    return best;
}
