/*
 * html.h - what html.c offers beside dom.h: fragments, and making nodes.
 *
 * Process: renderer.  Distrusts: the page.
 */
#ifndef BULKHEAD_HTML_H
#define BULKHEAD_HTML_H

#include "html/dom.h"

/* HTML fragment parsing (HTML standard 13.4) with a context element, as "div",
 * "svg path" or "math mi"; the fragment's nodes are the document's children.
 * Context elements of SVG and MathML are told apart as far as gumbo knows
 * their names. */
struct dom *dom_parse_fragment(struct span utf8, const char *context);

/* dom.c: a new node, appended to parent (NULL: none), counted.  NULL when
 * MAX_NODES are reached. */
struct node *dom_append(struct dom *d, struct node *parent,
                        enum node_type type);

/* dom.c: sets name, tag and namespace of an element; the name is lower-cased
 * for HTML. */
void dom_name_element(struct dom *d, struct node *n, struct span name,
                      enum node_namespace name_space);

/* dom.c: appends text below parent, to the last text node if there is one. */
void dom_append_text(struct dom *d, struct node *parent, struct span text);

/* dom.c: makes n, if it is text, and the text nodes after it one. */
void dom_join_text(struct dom *d, struct node *n);

/* dom.c: gives n an attribute; for many, set n->attributes before to an array
 * with room.  The id and classes follow. */
void dom_set_attribute(struct dom *d, struct node *n, const char *name,
                       struct span value);

/* dom.c: a copy of page text: well-formed UTF-8, NUL-terminated. */
struct span dom_copy_text(struct dom *d, struct span text);

/* doctype.c: whether a DOCTYPE with this name and identifiers ("" for none)
 * means quirks mode. */
bool doctype_is_quirks(const char *name, const char *public_id,
                       const char *system_id);

/* The same of limited-quirks mode, for what is not quirks mode. */
bool doctype_is_limited_quirks(const char *public_id, const char *system_id);

/* select.c: options, groups and rules (<hr>) below select, which were parsed
 * like any others, end those before them that they end in a select. */
void select_arrange(struct dom *d, struct node *select);

/* Whether elements of this tag never have contents (13.1.2: void elements). */
bool tag_is_void(enum tag tag);

#endif
