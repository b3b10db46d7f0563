/*
 * select.c - what ends what among the options of a select (HTML standard
 * 13.2.6.4.7, start tags "option", "optgroup" and "hr").
 *
 * Process: renderer.  Distrusts: the page.
 */
#include "html/html.h"

/* Whether an open element of this tag ends where n begins: those with implied
 * end tags. */
static bool
ends_at(enum tag open, const struct node *n)
{
    switch (open) {
    case TAG_dd:
    case TAG_dt:
    case TAG_li:
    case TAG_option:
    case TAG_p:
    case TAG_rb:
    case TAG_rp:
    case TAG_rt:
    case TAG_rtc:
        return true;
    case TAG_optgroup:
        return n->tag != TAG_option;
    default:
        return false;
    }
}

/* Takes n and what follows it away from its parent; the last of them. */
static struct node *
cut_from(struct node *n)
{
    struct node *parent = n->parent, *last = parent->last;

    parent->last = n->previous;
    if (n->previous != NULL)
        n->previous->next = NULL;
    else
        parent->first = NULL;
    return last;
}

/* Moves n, and all that comes behind it inside top, behind top. */
static void
move_out(struct dom *d, struct node *n, struct node *top)
{
    struct node *at = n->parent, *last = cut_from(n), *end = top->next;

    for (; at != top; at = at->parent) {
        struct node *more = at->next;
        if (more == NULL)
            continue;
        struct node *more_last = cut_from(more);
        last->next = more;
        more->previous = last;
        last = more_last;
    }
    n->previous = top;
    top->next = n;
    last->next = end;
    if (end != NULL)
        end->previous = last;
    else
        top->parent->last = last;
    for (at = n; at != end; at = at->next)
        at->parent = top->parent;
    dom_join_text(d, last);
    end = last->next;
    for (at = n; at != end; at = at->next)
        dom_join_text(d, at);
}

void
select_arrange(struct dom *d, struct node *select)
{
    struct node *n = select->first, *top;

    for (; n != NULL; n = node_walk(n, select, false)) {
        if (!node_is(n, TAG_option) && !node_is(n, TAG_optgroup) &&
            !node_is(n, TAG_hr))
            continue;
        top = n;
        while (top->parent != select && ends_at(top->parent->tag, n))
            top = top->parent;
        if (top != n)
            move_out(d, n, top);
    }
}
