/*
 * dom.h - the document tree: nodes and attributes, mutable, in one arena.
 *
 * Process: renderer.  Distrusts: the page, which chose every text in here;
 * depth (MAX_DEPTH) and node count (MAX_NODES) are bounded where it is built.
 *
 * Tree terms as in the DOM standard.  All pointers live as long as the
 * document's arena.
 */
#ifndef BULKHEAD_DOM_H
#define BULKHEAD_DOM_H

#include "arena.h"
#include "buf.h"
#include "span.h"

enum node_type {
    NODE_DOCUMENT,
    NODE_DOCTYPE,
    NODE_ELEMENT,
    NODE_TEXT,
    NODE_COMMENT
};

enum node_namespace { NAMESPACE_HTML, NAMESPACE_SVG, NAMESPACE_MATHML };

/* Elements the program knows by number: TAG_a, TAG_div, ...; TAG_unknown for
 * the rest.  The list is tags.def. */
enum tag {
    TAG_unknown,
#define TAG(name) TAG_##name,
#include "html/tags.def"
    TAG_COUNT
};

struct attribute {
    const char *name;  /* lower case, NUL-terminated */
    struct span value; /* UTF-8; also NUL-terminated behind size */
};

struct style;
struct box;
struct control;

struct node {
    enum node_type type;
    struct node *parent, *first, *last, *previous, *next;

    /* NODE_ELEMENT */
    const char *name; /* lower case for HTML; NODE_DOCTYPE: its name */
    enum tag tag;     /* TAG_unknown outside NAMESPACE_HTML */
    enum node_namespace name_space;
    struct attribute *attributes;
    unsigned attribute_count;
    const char *id;       /* the id attribute, or NULL */
    const char **classes; /* tokens of class */
    unsigned class_count;

    /* NODE_TEXT, NODE_COMMENT */
    struct span text;

    /* Owned by style/ and layout/: computed values, and the principal box or
     * NULL; valid until the next restyle or relayout. */
    const struct style *style;
    struct box *box;

    uint8_t states;             /* enum node_state */
    uint8_t asked;              /* those that a selector has asked for */
    int32_t scroll_x, scroll_y; /* layout/'s: how far its box is scrolled */
    void *extra; /* resources': image or embed of this element, or NULL */

    struct control *control; /* form/'s: what a form control holds, or NULL */
};

/* States of an element that selectors ask for. */
enum node_state {
    NODE_HOVER = 1,
    NODE_ACTIVE = 2,
    NODE_FOCUS = 4,
    NODE_FOCUS_VISIBLE = 8,
    NODE_FOCUS_WITHIN = 16,
    NODE_VISITED = 32,
    NODE_TARGET = 64
};

/* Whether it is in a state; remembers that a selector has asked.  Matching asks
 * for the same as long as the answers are the same: a change of what nobody
 * asked for needs no new styles. */
bool node_ask_state(const struct node *n, enum node_state state);

/* Sets or ends a state; whether new styles are needed for it. */
bool node_set_state(struct node *n, enum node_state state, bool on);

/* The same for a state that an element shares with its ancestors: it passes
 * from one element to another.  Each may be NULL. */
bool node_pass_state(struct node *from, struct node *to, enum node_state state);

/* A parsed document. */
struct dom {
    struct arena arena;
    struct node *document; /* NODE_DOCUMENT */
    bool quirks;           /* quirks mode (DOM: document's mode) */
    bool limited_quirks;   /* only lines are as high as in quirks mode */
    unsigned node_count;
    bool truncated; /* a limit cut the tree */
};

/* html/html.c: parses a whole HTML document of UTF-8 text with gumbo.  The
 * dom owns copies of everything. Never fails: limits truncate. */
struct dom *dom_parse_html(struct span utf8);

/* A document of one <pre> for text/plain, of one <img> for image/ types. */
struct dom *dom_parse_plain(struct span utf8);
struct dom *dom_image_page(const char *url);

void dom_destroy(struct dom *d);

/* dom.c: the number of an HTML element's name (lower case), and back. */
enum tag tag_by_name(struct span name);
const char *tag_name(enum tag tag);

/* The attribute's value, or NULL; name in lower case. */
const struct span *node_attribute(const struct node *n, const char *name);
bool node_has_class(const struct node *n, struct span name);

static inline bool
node_is(const struct node *n, enum tag tag)
{
    return n->type == NODE_ELEMENT && n->tag == tag;
}

/* The node after n in tree order below root, or NULL; skipping n's children
 * if over is true. */
struct node *node_walk(const struct node *n, const struct node *root,
                       bool over);

struct node *dom_find(const struct dom *d, enum tag tag); /* first, or NULL */
struct node *dom_by_id(const struct dom *d, struct span id);

/* Appends the text of all text nodes below n. */
void node_add_text(struct buf *out, const struct node *n);

/* HTML fragment serialization of the document (HTML standard 13.3), for
 * --dump-dom. */
void dom_serialize(struct buf *out, const struct dom *d);

#endif
