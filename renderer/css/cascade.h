/*
 * cascade.h - inside css/: from the rules that match to computed values.
 *
 * Process: renderer.  Distrusts: style sheets and the page.
 */
#ifndef BULKHEAD_CASCADE_H
#define BULKHEAD_CASCADE_H

#include "css/sheet.h"

/* A block that applies to an element, in the order of the cascade. */
struct matched {
    const struct block *block;
    uint16_t layer; /* number of the cascade layer */
    uint8_t origin; /* enum origin */
    int8_t pseudo;  /* enum pseudo, or -1 */
};

/* What all elements of one style_document share. */
struct cascade {
    struct arena *arena;
    const struct style_context *context;
    bool quirks;
    const struct computed *initial, *root; /* root: NULL until it is there */
    size_t substituted; /* tokens that var() and attr() have made, bounded */
    const struct node *element; /* whose style is computed, for attr() */
};

/* compute.c: the computed values of an element (or pseudo-element) below
 * parent, NULL for the root. */
struct computed *compute_style(struct cascade *c, const struct matched *matched,
                               size_t count, const struct computed *parent,
                               int pseudo);

/* compute.c: initial values. */
void compute_initial(struct computed *out, float zoom);

/* finish.c: makes struct style of what was computed: colours, borders, line
 * height, layers, and the fix-ups of display. */
void compute_finish(struct compute *c, bool is_root);

/* variables.c: the custom properties of an element; declarations in the order
 * of the cascade. */
const struct variables *
variables_create(struct cascade *c, const struct variables *parent,
                 const struct declaration *const *declarations, size_t count);

/* attr.c: what attr() with these contents stands for at the element; false:
 * for nothing, so that the fallback does (at NULL: there is none). */
bool attr_resolve(struct cascade *c, struct tokens contents,
                  struct tokens *value, struct tokens *fallback);

/* variables.c: the tokens with every var() and attr() replaced; false if one
 * has no value. */
bool variables_substitute(struct cascade *c, const struct variables *v,
                          struct tokens in, struct tokens *out);

/* hints.c: appends an element's presentational hints as declarations. */
void hints_add(struct buf *css, const struct node *n);

/* svg_properties.c: the same for SVG's elements; the initial values. */
void svg_hints_add(struct buf *css, const struct node *n);
void svg_style_initial(struct svg_style *s);

/* margin_quirk.c: in quirks mode, the margins that stand for nothing. */
void hints_add_margin_quirk(struct buf *css, const struct node *n);

#endif
