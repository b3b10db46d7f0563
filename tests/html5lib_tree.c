/*
 * html5lib_tree.c - prints the tree of an HTML document on stdin in the
 * format of html5lib's tree-construction tests.
 *
 * Process: a test program.  Options: --fragment=CONTEXT; --scripting= is
 * accepted, but the parser always works as without script.
 */
#include "html/html.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void
add_indent(struct buf *out, unsigned depth)
{
    buf_add_text(out, "| ");
    for (unsigned i = 0; i < depth; i++)
        buf_add_text(out, "  ");
}

static int
compare_names(const void *a, const void *b)
{
    return strcmp(((const struct attribute *)a)->name,
                  ((const struct attribute *)b)->name);
}

/* "xlink href" for an attribute that is in a namespace (13.2.6.1: adjust
 * foreign attributes); to be freed. */
static char *
printed_name(const struct node *n, const char *name)
{
    static const char *const adjusted[] = {
        "xlink:actuate", "xlink:arcrole", "xlink:href", "xlink:role",
        "xlink:show",    "xlink:title",   "xlink:type", "xml:lang",
        "xml:space",     "xmlns:xlink"};
    char *copy = strdup(name);

    if (copy == NULL)
        abort();
    for (size_t i = 0; i < sizeof adjusted / sizeof *adjusted; i++)
        if (n->name_space != NAMESPACE_HTML && strcmp(name, adjusted[i]) == 0)
            *strchr(copy, ':') = ' ';
    return copy;
}

static void
add_attributes(struct buf *out, const struct node *n, unsigned depth)
{
    size_t count = n->attribute_count;
    struct attribute *sorted = calloc(count + 1, sizeof *sorted);

    if (sorted == NULL)
        abort();
    for (size_t i = 0; i < count; i++)
        sorted[i] = (struct attribute){printed_name(n, n->attributes[i].name),
                                       n->attributes[i].value};
    qsort(sorted, count, sizeof *sorted, compare_names);
    for (size_t i = 0; i < count; i++) {
        add_indent(out, depth + 1);
        buf_add_text(out, sorted[i].name);
        buf_add_text(out, "=\"");
        buf_add_span(out, sorted[i].value);
        buf_add_text(out, "\"\n");
        free((void *)(uintptr_t)sorted[i].name);
    }
    free(sorted);
}

static void
add_doctype(struct buf *out, const struct node *n)
{
    const struct span *public_id = node_attribute(n, "public");
    const struct span *system_id = node_attribute(n, "system");

    buf_printf(out, "<!DOCTYPE %s", n->name);
    if (public_id != NULL)
        buf_printf(out, " \"%s\" \"%s\"", (const char *)public_id->data,
                   (const char *)system_id->data);
    buf_add_text(out, ">\n");
}

static unsigned
depth_of(const struct node *n)
{
    unsigned depth = 0;

    for (n = n->parent; n->type != NODE_DOCUMENT; n = n->parent)
        depth += node_is(n, TAG_template) ? 2 : 1;
    return depth;
}

static void
add_node(struct buf *out, const struct node *n)
{
    static const char *const prefixes[] = {"", "svg ", "math "};
    unsigned depth = depth_of(n);

    add_indent(out, depth);
    switch (n->type) {
    case NODE_ELEMENT:
        buf_printf(out, "<%s%s>\n", prefixes[n->name_space], n->name);
        add_attributes(out, n, depth);
        if (n->tag == TAG_template) {
            add_indent(out, depth + 1);
            buf_add_text(out, "content\n");
        }
        break;
    case NODE_TEXT:
        buf_add_char(out, '"');
        buf_add_span(out, n->text);
        buf_add_text(out, "\"\n");
        break;
    case NODE_COMMENT:
        buf_add_text(out, "<!-- ");
        buf_add_span(out, n->text);
        buf_add_text(out, " -->\n");
        break;
    case NODE_DOCTYPE:
        add_doctype(out, n);
        break;
    case NODE_DOCUMENT:
        break;
    }
}

int
main(int argc, char **argv)
{
    const char *context = NULL;
    struct buf in = {0}, out = {0};
    ssize_t got;

    for (int i = 1; i < argc; i++)
        if (strncmp(argv[i], "--fragment=", 11) == 0)
            context = argv[i] + 11;
    while ((got = read(0, buf_reserve(&in, 65536), 65536)) > 0)
        in.size += (size_t)got;
    struct dom *d = context != NULL ? dom_parse_fragment(buf_span(&in), context)
                                    : dom_parse_html(buf_span(&in));
    for (const struct node *n = d->document; n != NULL;
         n = node_walk(n, d->document, false))
        if (n->type != NODE_DOCUMENT)
            add_node(&out, n);
    fwrite(out.data, 1, out.size, stdout);
    dom_destroy(d);
    buf_finish(&in);
    buf_finish(&out);
    return 0;
}
