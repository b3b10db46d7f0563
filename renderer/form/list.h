/*
 * list.h - a select that shows several rows: which option stands where.
 *
 * Process: renderer.
 */
#ifndef BULKHEAD_FORM_LIST_H
#define BULKHEAD_FORM_LIST_H

#include "form/set.h"
#include "layout/box.h"

/* The option at a height of the page, nearest; NULL: there is none. */
struct node *list_option_at(const struct control *select, unit_t y);

/* The option before or behind one (NULL: before the first), or itself at the
 * end, passing over disabled ones. */
struct node *list_step(const struct control *select, struct node *option,
                       int steps);

/* The first or last option that is selected, or NULL. */
struct node *list_selected(const struct control *select, bool last);

/* Selects all options between two, and no others. */
void list_select(struct form_set *s, const struct control *select,
                 const struct node *from, const struct node *to);

/* The next option, from the selected one on, whose text begins with a text,
 * letter case aside; NULL: there is none. */
struct node *list_find(const struct control *select, struct span text,
                       bool after);

/* Scrolls the lines so that the option is seen; true if they moved. */
bool list_reveal(struct control *select, const struct node *option);

#endif
