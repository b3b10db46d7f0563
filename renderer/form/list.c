/*
 * list.c - a select that shows several rows, and choosing in any select.
 *
 * Process: renderer.  Distrusts: the page's options; layout shows a bounded
 * number of them.
 */
#include "form/list.h"

#include "text/breaking.h"
#include "text/units.h"
#include "utf8.h"

/* The line that an option stands on: groups' names have lines too. */
static const struct line *
line_of(const struct control *select, const struct node *option)
{
    const struct box *b = select->node->box;
    const struct line *line = b != NULL ? b->lines : NULL;
    const struct node *n = select->node->first;

    for (; n != NULL && line != NULL; n = node_walk(n, select->node, false)) {
        if (n == option)
            return line;
        if (node_is(n, TAG_option) || node_is(n, TAG_optgroup))
            line = line->next;
    }
    return NULL;
}

struct node *
list_option_at(const struct control *select, unit_t y)
{
    const struct box *b = select->node->box;
    const struct line *line = b != NULL ? b->lines : NULL;
    struct node *n = select->node->first, *found = NULL;

    for (; n != NULL && line != NULL; n = node_walk(n, select->node, false)) {
        if (!node_is(n, TAG_option) && !node_is(n, TAG_optgroup))
            continue;
        if (found != NULL && line->y > y)
            break;
        if (node_is(n, TAG_option) && !control_is_option_disabled(n))
            found = n;
        line = line->next;
    }
    return found;
}

struct node *
list_step(const struct control *select, struct node *option, int steps)
{
    struct node *found = option, *before = NULL, *n = NULL;

    if (steps >= 0) {
        for (n = option;
             steps > 0 && (n = control_next_option(select->node, n)) != NULL;)
            if (!control_is_option_disabled(n)) {
                found = n;
                steps--;
            }
        return found;
    }
    for (; steps < 0; steps++) {
        before = n = NULL;
        while ((n = control_next_option(select->node, n)) != NULL && n != found)
            if (!control_is_option_disabled(n))
                before = n;
        if (before == NULL)
            break;
        found = before;
    }
    return found;
}

struct node *
list_selected(const struct control *select, bool last)
{
    struct node *found = NULL, *n = NULL;

    while ((n = control_next_option(select->node, n)) != NULL)
        if (control_is_checked(n)) {
            found = n;
            if (!last)
                break;
        }
    return found;
}

void
list_select(struct form_set *s, const struct control *select,
            const struct node *from, const struct node *to)
{
    bool inside = false;

    for (struct node *n = control_next_option(select->node, NULL); n != NULL;
         n = control_next_option(select->node, n)) {
        bool edge = n == from || n == to;
        bool on = inside || edge;

        if (n->control != NULL && !control_is_option_disabled(n) &&
            n->control->checked != on)
            form_set_check(s, n->control, on);
        if (edge && from != to)
            inside = !inside;
    }
}

static bool
begins_with(const struct node *option, struct span text)
{
    struct buf own = {0};
    const uint8_t *a, *b = text.data, *end, *last = text.data + text.size;
    bool same = true;

    control_add_option_text(&own, option);
    a = own.data;
    end = a + own.size;
    while (same && b < last)
        same = a < end && breaking_fold(utf8_next(&a, end)) ==
                              breaking_fold(utf8_next(&b, last));
    buf_finish(&own);
    return same;
}

struct node *
list_find(const struct control *select, struct span text, bool after)
{
    struct node *start = list_selected(select, false), *n = start;
    bool wrapped = start == NULL;

    if (start != NULL && !after && begins_with(start, text))
        return start;
    for (;;) {
        n = control_next_option(select->node, n);
        if (n == NULL) {
            if (wrapped)
                return NULL;
            wrapped = true;
            continue;
        }
        if (!control_is_option_disabled(n) && begins_with(n, text))
            return n;
        if (n == start)
            return NULL;
    }
}

bool
list_reveal(struct control *select, const struct node *option)
{
    struct box *b = select->node->box;
    const struct line *line = line_of(select, option);
    unit_t top, bottom, by = 0;

    if (line == NULL)
        return false;
    top = b->y + b->border[SIDE_TOP] + b->padding[SIDE_TOP];
    bottom =
        b->y + b->height - b->border[SIDE_BOTTOM] - b->padding[SIDE_BOTTOM];
    if (line->y < top)
        by = line->y - top;
    else if (line->y + line->height > bottom)
        by = line->y + line->height - bottom;
    if (by == 0)
        return false;
    layout_move_lines(b, 0, -by);
    select->scroll_y += by;
    return true;
}
