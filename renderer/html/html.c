/*
 * html.c - parses HTML with gumbo and copies its tree into ours.
 *
 * Process: renderer.  Distrusts: the page.  The only file that includes gumbo.
 *
 * gumbo's memory is an arena freed as a whole: gumbo_destroy_output recurses
 * and a page can overflow the stack with it.  The copy is iterative, merges
 * adjacent text nodes (foster parenting leaves them split), and replaces bytes
 * that are not UTF-8 (gumbo 0.10 makes such from overflowing character
 * references).
 */
#include "html/html.h"
#include "html/nesting.h"

#include "limits.h"
#include "log.h"

#include <gumbo.h>
#include <stdlib.h>

/* One gumbo parent whose children are being copied. */
struct level {
    const GumboVector *children;
    unsigned next;
    struct node *parent; /* ours */
    unsigned depth;      /* of parent */
};

struct copy {
    struct dom *dom;
    struct buf levels; /* struct level; as deep as gumbo's tree */
    enum tag tags[GUMBO_TAG_LAST];
};

static void *
gumbo_allocate(void *data, size_t size)
{
    return arena_alloc(data, size);
}

static void
gumbo_release(void *data, void *memory)
{
    (void)data;
    (void)memory;
}

static struct dom *
create_dom(void)
{
    struct dom *d = calloc(1, sizeof *d);

    if (d == NULL)
        fatal_memory("out of memory for a document");
    d->document = dom_append(d, NULL, NODE_DOCUMENT);
    return d;
}

static void
push_level(struct copy *c, const GumboVector *children, struct node *parent,
           unsigned depth)
{
    struct level level = {children, 0, parent, depth};

    buf_add(&c->levels, &level, sizeof level);
}

static void
name_element(struct copy *c, struct node *n, const GumboElement *e)
{
    enum node_namespace name_space = NAMESPACE_HTML;
    struct span name;

    if (e->tag_namespace == GUMBO_NAMESPACE_HTML &&
        e->tag < GUMBO_TAG_UNKNOWN && c->tags[e->tag] != TAG_unknown) {
        n->tag = c->tags[e->tag];
        n->name = tag_name(n->tag);
        return;
    }
    if (e->tag_namespace == GUMBO_NAMESPACE_SVG)
        name_space = NAMESPACE_SVG;
    else if (e->tag_namespace == GUMBO_NAMESPACE_MATHML)
        name_space = NAMESPACE_MATHML;
    if (e->tag < GUMBO_TAG_UNKNOWN) {
        name = span_of(gumbo_normalized_tagname(e->tag));
    } else {
        GumboStringPiece piece = e->original_tag;
        gumbo_tag_from_original_text(&piece);
        name = (struct span){(const uint8_t *)piece.data, piece.length};
    }
    if (name_space == NAMESPACE_SVG && name.size > 0) {
        GumboStringPiece piece = {(const char *)name.data, name.size};
        const char *normal = gumbo_normalize_svg_tagname(&piece);
        if (normal != NULL)
            name = span_of(normal);
    }
    dom_name_element(c->dom, n, name, name_space);
    if (name_space == NAMESPACE_MATHML ||
        (name_space == NAMESPACE_SVG && e->tag >= GUMBO_TAG_UNKNOWN)) {
        /* Foreign names that gumbo does not know keep the author's case in
         * its original text, but tokenizing lower-cased them. */
        GumboStringPiece piece = {(const char *)name.data, name.size};
        if (name_space == NAMESPACE_MATHML ||
            gumbo_normalize_svg_tagname(&piece) == NULL)
            for (char *at = (char *)(uintptr_t)n->name; *at != '\0'; at++)
                if (*at >= 'A' && *at <= 'Z')
                    *at = (char)(*at + 32);
    }
}

static const char *
attribute_name(struct copy *c, const GumboAttribute *a)
{
    static const char *const common[] = {
        "href",  "class", "id",    "src",  "style",  "title", "alt",
        "width", "align", "value", "name", "height", "type",  "rel"};
    const char *prefix = "";
    struct buf name = {0};
    const char *copy;

    if (a->attr_namespace == GUMBO_ATTR_NAMESPACE_NONE)
        for (size_t i = 0; i < sizeof common / sizeof *common; i++)
            if (strcmp(a->name, common[i]) == 0)
                return common[i];
    if (a->attr_namespace == GUMBO_ATTR_NAMESPACE_XLINK)
        prefix = "xlink:";
    else if (a->attr_namespace == GUMBO_ATTR_NAMESPACE_XML)
        prefix = "xml:";
    else if (a->attr_namespace == GUMBO_ATTR_NAMESPACE_XMLNS &&
             strcmp(a->name, "xmlns") != 0)
        prefix = "xmlns:";
    buf_add_text(&name, prefix);
    buf_add_text(&name, a->name);
    copy = (const char *)dom_copy_text(c->dom, buf_span(&name)).data;
    buf_finish(&name);
    return copy;
}

static void
copy_element(struct copy *c, struct level level, const GumboElement *e)
{
    struct node *n = dom_append(c->dom, level.parent, NODE_ELEMENT);

    if (n == NULL)
        return;
    name_element(c, n, e);
    if (e->attributes.length > 0)
        n->attributes = arena_array(&c->dom->arena, e->attributes.length,
                                    sizeof *n->attributes);
    for (unsigned i = 0; i < e->attributes.length; i++) {
        const GumboAttribute *a = e->attributes.data[i];
        dom_set_attribute(c->dom, n, attribute_name(c, a), span_of(a->value));
    }
    if (level.depth + 1 < MAX_DEPTH || n->tag == TAG_style ||
        n->tag == TAG_script || n->tag == TAG_textarea) {
        push_level(c, &e->children, n, level.depth + 1);
    } else if (e->children.length > 0) {
        /* Too deep: the children become siblings, as in Chromium. */
        c->dom->truncated = true;
        push_level(c, &e->children, level.parent, level.depth);
    }
}

static void
copy_node(struct copy *c, struct level level, const GumboNode *node)
{
    struct node *n;

    switch (node->type) {
    case GUMBO_NODE_ELEMENT:
    case GUMBO_NODE_TEMPLATE:
        copy_element(c, level, &node->v.element);
        break;
    case GUMBO_NODE_TEXT:
    case GUMBO_NODE_WHITESPACE:
    case GUMBO_NODE_CDATA:
        dom_append_text(c->dom, level.parent, span_of(node->v.text.text));
        break;
    case GUMBO_NODE_COMMENT:
        n = dom_append(c->dom, level.parent, NODE_COMMENT);
        if (n != NULL)
            n->text = dom_copy_text(c->dom, span_of(node->v.text.text));
        break;
    case GUMBO_NODE_DOCUMENT:
        break;
    }
}

static void
copy_children(struct copy *c, const GumboVector *children)
{
    push_level(c, children, c->dom->document, 0);
    while (c->levels.size > 0) {
        struct level *top =
            (struct level *)(void *)(c->levels.data + c->levels.size) - 1;

        if (top->next == top->children->length ||
            c->dom->node_count >= MAX_NODES) {
            c->levels.size -= sizeof *top;
            continue;
        }
        const GumboNode *node = top->children->data[top->next++];
        copy_node(c, *top, node);
    }
    if (c->dom->node_count >= MAX_NODES)
        c->dom->truncated = true;
}

static void
copy_doctype(struct dom *d, const GumboDocument *document)
{
    struct node *n;

    if (!document->has_doctype)
        return;
    n = dom_append(d, d->document, NODE_DOCTYPE);
    n->name = (const char *)dom_copy_text(d, span_of(document->name)).data;
    if (document->public_identifier[0] != '\0' ||
        document->system_identifier[0] != '\0') {
        dom_set_attribute(d, n, "public", span_of(document->public_identifier));
        dom_set_attribute(d, n, "system", span_of(document->system_identifier));
    }
}

static struct dom *
parse(struct span utf8, const GumboOptions *how)
{
    struct arena scratch = {0};
    struct copy c = {.dom = create_dom()};
    GumboOptions options = *how;
    const char *text = utf8.size > 0 ? (const char *)utf8.data : "";
    const GumboOutput *output;
    size_t whole = utf8.size;

    utf8 = nesting_prefix(utf8);
    c.dom->truncated = utf8.size < whole;
    options.allocator = gumbo_allocate;
    options.deallocator = gumbo_release;
    options.userdata = &scratch;
    options.max_errors = 0;
    for (int tag = 0; tag < GUMBO_TAG_UNKNOWN; tag++)
        c.tags[tag] =
            tag_by_name(span_of(gumbo_normalized_tagname((GumboTag)tag)));
    output = gumbo_parse_with_options(&options, text, utf8.size);
    const GumboDocument *document = &output->document->v.document;
    /* gumbo 0.10 does not know all quirky document types. */
    c.dom->quirks =
        document->doc_type_quirks_mode == GUMBO_DOCTYPE_QUIRKS ||
        !document->has_doctype ||
        doctype_is_quirks(document->name, document->public_identifier,
                          document->system_identifier);
    if (options.fragment_context == GUMBO_TAG_LAST) {
        copy_doctype(c.dom, document);
        copy_children(&c, &document->children);
    } else if (output->root != NULL) {
        copy_children(&c, &output->root->v.element.children);
    }
    buf_finish(&c.levels);
    arena_finish(&scratch);
    if (c.dom->truncated)
        log_info("the document was cut: deeper than %d or more than %d nodes",
                 MAX_DEPTH, MAX_NODES);
    return c.dom;
}

struct dom *
dom_parse_html(struct span utf8)
{
    return parse(utf8, &kGumboDefaultOptions);
}

struct dom *
dom_parse_fragment(struct span utf8, const char *context)
{
    GumboOptions options = kGumboDefaultOptions;

    options.fragment_namespace = GUMBO_NAMESPACE_HTML;
    if (strncmp(context, "svg ", 4) == 0) {
        options.fragment_namespace = GUMBO_NAMESPACE_SVG;
        context += 4;
    } else if (strncmp(context, "math ", 5) == 0) {
        options.fragment_namespace = GUMBO_NAMESPACE_MATHML;
        context += 5;
    }
    options.fragment_context = gumbo_tag_enum(context);
    return parse(utf8, &options);
}

/* ---- pages made here ---------------------------------------------------- */

static struct node *
add_element(struct dom *d, struct node *parent, enum tag tag)
{
    struct node *n = dom_append(d, parent, NODE_ELEMENT);

    n->tag = tag;
    n->name = tag_name(tag);
    return n;
}

static struct node *
add_skeleton(struct dom *d)
{
    struct node *html = add_element(d, d->document, TAG_html);

    add_element(d, html, TAG_head);
    return add_element(d, html, TAG_body);
}

struct dom *
dom_parse_plain(struct span utf8)
{
    struct dom *d = create_dom();
    struct node *pre = add_element(d, add_skeleton(d), TAG_pre);

    dom_set_attribute(d, pre, "style",
                      span_of("overflow-wrap:break-word;white-space:pre-wrap"));
    dom_append_text(d, pre, utf8);
    return d;
}

struct dom *
dom_image_page(const char *url)
{
    struct dom *d = create_dom();
    struct node *body = add_skeleton(d), *img;

    dom_set_attribute(d, body, "style", span_of("margin:0"));
    img = add_element(d, body, TAG_img);
    dom_set_attribute(d, img, "src", span_of(url));
    return d;
}
