/*
 * html.c - parses HTML with gumbo and copies its tree into ours.
 *
 * Process: renderer.  Distrusts: the page.  The only file that includes gumbo.
 *
 * Where gumbo reads by an older standard than today's, pieces of the page are
 * parsed again, bounded by the page's size.
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

#include <ctype.h>
#include <gumbo.h>
#include <stdlib.h>
#include <strings.h>

/* One gumbo parent whose children are being copied. */
struct level {
    const GumboVector *children;
    unsigned next;
    struct node *parent;  /* ours */
    unsigned depth;       /* of parent */
    const char *text_end; /* of the text these children were parsed from */
};

struct copy {
    struct dom *dom;
    struct buf levels; /* struct level; as deep as gumbo's tree */
    enum tag tags[GUMBO_TAG_LAST];
    struct arena *scratch; /* gumbo's memory */
    size_t to_reread;      /* bytes that may still be parsed again */
    struct buf selects;    /* struct node *: those that were */
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
push_level(struct copy *c, struct level level)
{
    buf_add(&c->levels, &level, sizeof level);
}

static struct level *
level_at(const struct copy *c, size_t index)
{
    return (struct level *)(void *)c->levels.data + index;
}

static GumboOptions
parser_options(struct arena *scratch)
{
    GumboOptions options = kGumboDefaultOptions;

    options.allocator = gumbo_allocate;
    options.deallocator = gumbo_release;
    options.userdata = scratch;
    options.max_errors = 0;
    return options;
}

/* ---- what gumbo reads by an older standard ------------------------------ */

/* Parses a piece of the page again, as what follows in a body, and pushes it
 * to be copied below outer's parent. */
static bool
reread(struct copy *c, struct level outer, const char *from, const char *to)
{
    GumboOptions options = parser_options(c->scratch);
    /* The <br> keeps a <frameset> from replacing the body. */
    const char *head =
        c->dom->quirks ? "<body><br>" : "<!DOCTYPE html><body><br>";
    size_t head_size = strlen(head), size = (size_t)(to - from);
    const GumboVector *parts;
    char *text;

    if (from >= to || to > outer.text_end || size > c->to_reread)
        return false;
    c->to_reread -= size;
    text = arena_alloc(c->scratch, head_size + size);
    memcpy(text, head, head_size);
    memcpy(text + head_size, from, size);
    parts = &gumbo_parse_with_options(&options, text, head_size + size)
                 ->root->v.element.children;
    for (unsigned i = 0; i < parts->length; i++) {
        const GumboNode *body = parts->data[i];
        if (body->type != GUMBO_NODE_ELEMENT ||
            body->v.element.tag != GUMBO_TAG_BODY)
            continue;
        outer.children = &body->v.element.children;
        outer.next = 1; /* behind the <br> */
        outer.text_end = text + head_size + size;
        push_level(c, outer);
        return true;
    }
    return false;
}

/* Where the token at this position is in the text that e was parsed from. */
static const char *
text_at(const GumboElement *e, GumboSourcePosition position)
{
    return e->original_tag.data + position.offset - e->start_pos.offset;
}

/* Whether gumbo, which knows no other elements in a select, left tags out. */
static bool
lost_tags(const char *at, const char *to)
{
    static const char *const kept[] = {"option", "optgroup", "script",
                                       "template"};

    while (at < to && (at = memchr(at, '<', (size_t)(to - at))) != NULL) {
        size_t size = 0;
        bool known = false;

        at += 1 + (at + 1 < to && at[1] == '/');
        while (at + size < to && isalpha((unsigned char)at[size]))
            size++;
        for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
            known |=
                size == strlen(kept[i]) && strncasecmp(at, kept[i], size) == 0;
        if (size > 0 && !known)
            return true;
    }
    return false;
}

/* A select's contents are like any other element's today. */
static bool
reread_select(struct copy *c, struct level inside, const GumboElement *e)
{
    const char *from = e->original_tag.data + e->original_tag.length;
    const char *to = text_at(e, e->end_pos);

    if (e->original_tag.length == 0 || to > inside.text_end ||
        !lost_tags(from, to) || !reread(c, inside, from, to))
        return false;
    buf_add(&c->selects, &inside.parent, sizeof inside.parent);
    return true;
}

static bool
is_foreign(const GumboNode *n)
{
    return n != NULL && n->type == GUMBO_NODE_ELEMENT &&
           n->v.element.tag_namespace != GUMBO_NAMESPACE_HTML;
}

/* Elements in which HTML goes on (13.2.6: the integration points). */
static bool
holds_html(const GumboElement *e)
{
    static const GumboTag math[] = {GUMBO_TAG_MI,    GUMBO_TAG_MO,
                                    GUMBO_TAG_MN,    GUMBO_TAG_MS,
                                    GUMBO_TAG_MTEXT, GUMBO_TAG_ANNOTATION_XML};

    if (e->tag_namespace == GUMBO_NAMESPACE_SVG)
        return e->tag == GUMBO_TAG_FOREIGNOBJECT || e->tag == GUMBO_TAG_DESC ||
               e->tag == GUMBO_TAG_TITLE;
    for (size_t i = 0; i < sizeof math / sizeof *math; i++)
        if (e->tag == math[i])
            return true;
    return false;
}

/* </p> and </br> end SVG and MathML around them (13.2.6.5); gumbo makes their
 * elements inside.  What follows them there is read again behind. */
static bool
reread_behind_foreign(struct copy *c, const GumboNode *node)
{
    const GumboNode *root = node->parent;
    size_t outer = c->levels.size / sizeof(struct level);

    if ((node->parse_flags & GUMBO_INSERTION_CONVERTED_FROM_END_TAG) == 0 ||
        !is_foreign(root) || holds_html(&root->v.element))
        return false;
    while (is_foreign(root->parent) && !holds_html(&root->parent->v.element))
        root = root->parent;
    do
        if (outer-- == 0)
            return false;
    while (level_at(c, outer)->children != &root->parent->v.element.children);
    if (!reread(c, *level_at(c, outer),
                text_at(&root->v.element, node->v.element.start_pos),
                text_at(&root->v.element, root->v.element.end_pos)))
        return false;
    /* What was just pushed takes the place of the levels inside root. */
    *level_at(c, outer + 1) =
        *level_at(c, c->levels.size / sizeof(struct level) - 1);
    c->levels.size = (outer + 2) * sizeof(struct level);
    return true;
}

/* ---- copying ------------------------------------------------------------ */

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
    level.children = &e->children;
    level.next = 0;
    if (level.depth + 1 < MAX_DEPTH || n->tag == TAG_style ||
        n->tag == TAG_script || n->tag == TAG_textarea) {
        level.parent = n;
        level.depth++;
    } else if (e->children.length > 0) {
        /* Too deep: the children become siblings, as in Chromium. */
        c->dom->truncated = true;
    }
    if (n->tag != TAG_select || !reread_select(c, level, e))
        push_level(c, level);
}

static void
copy_node(struct copy *c, struct level level, const GumboNode *node)
{
    struct node *n;

    switch (node->type) {
    case GUMBO_NODE_ELEMENT:
    case GUMBO_NODE_TEMPLATE:
        if (!reread_behind_foreign(c, node))
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
copy_children(struct copy *c, const GumboVector *children, const char *text_end)
{
    push_level(c, (struct level){children, 0, c->dom->document, 0, text_end});
    while (c->levels.size > 0) {
        struct level *top =
            level_at(c, c->levels.size / sizeof(struct level) - 1);

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
    for (size_t i = 0; i < c->selects.size; i += sizeof(struct node *))
        select_arrange(c->dom, *(struct node **)(void *)(c->selects.data + i));
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
parse(struct span utf8, GumboTag context, GumboNamespaceEnum context_namespace)
{
    struct arena scratch = {0};
    struct copy c = {.dom = create_dom(), .scratch = &scratch};
    GumboOptions options = parser_options(&scratch);
    const char *text = utf8.size > 0 ? (const char *)utf8.data : "";
    const GumboOutput *output;
    size_t whole = utf8.size;

    utf8 = nesting_prefix(utf8);
    c.dom->truncated = utf8.size < whole;
    c.to_reread = 2 * utf8.size;
    options.fragment_context = context;
    options.fragment_namespace = context_namespace;
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
    c.dom->limited_quirks = !c.dom->quirks && doctype_is_limited_quirks(
                                                  document->public_identifier,
                                                  document->system_identifier);
    if (context == GUMBO_TAG_LAST) {
        copy_doctype(c.dom, document);
        copy_children(&c, &document->children, text + utf8.size);
    } else if (output->root != NULL) {
        copy_children(&c, &output->root->v.element.children, text + utf8.size);
    }
    buf_finish(&c.levels);
    buf_finish(&c.selects);
    arena_finish(&scratch);
    if (c.dom->truncated)
        log_info("the document was cut: deeper than %d or more than %d nodes",
                 MAX_DEPTH, MAX_NODES);
    return c.dom;
}

struct dom *
dom_parse_html(struct span utf8)
{
    return parse(utf8, GUMBO_TAG_LAST, GUMBO_NAMESPACE_HTML);
}

struct dom *
dom_parse_fragment(struct span utf8, const char *context)
{
    GumboNamespaceEnum context_namespace = GUMBO_NAMESPACE_HTML;

    if (strncmp(context, "svg ", 4) == 0) {
        context_namespace = GUMBO_NAMESPACE_SVG;
        context += 4;
    } else if (strncmp(context, "math ", 5) == 0) {
        context_namespace = GUMBO_NAMESPACE_MATHML;
        context += 5;
    } else if (strcmp(context, "select") == 0) {
        context = "div"; /* gumbo would leave most tags out */
    }
    return parse(utf8, gumbo_tag_enum(context), context_namespace);
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
