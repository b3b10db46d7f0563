/*
 * generated.h - generated content: counters, quotes, list markers (CSS 2.1
 * 12).
 *
 * Process: renderer.  Distrusts: the page's counters: their number is bounded.
 */
#ifndef BULKHEAD_GENERATED_H
#define BULKHEAD_GENERATED_H

#include "layout/internal.h"

struct counter {
    const char *name;
    int value;
    unsigned level; /* depth of the element whose children see it */
};

/* The state in document order. */
struct generated {
    struct buf counters; /* of struct counter */
    unsigned level;
    int quote_depth;
};

/* Applies an element's counter properties before its box is made, then
 * enters its children; leaving ends the counters made inside. */
void generated_enter(struct generated *g, const struct node *n,
                     const struct style *style, bool is_list_item);
void generated_leave(struct generated *g);

/* The text of the content property from item *rest to before the next image,
 * which *rest becomes, or NULL; n is whose attributes attr() reads. */
struct span generated_text(struct generated *g, struct arena *arena,
                           const struct style *style, const struct node *n,
                           const struct content_item **rest);

/* The marker's text of a list item, with the space behind it, or NULL. */
const char *generated_marker(struct generated *g, struct arena *arena,
                             const struct style *style);

#endif
