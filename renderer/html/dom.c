/*
 * dom.c - building, walking, searching and serializing the document tree.
 *
 * Process: renderer.  Distrusts: the page; nothing here recurses, so that
 * depth costs no stack.
 */
#include "html/dom.h"

#include "html/html.h"
#include "limits.h"
#include "utf8.h"

#include <stdlib.h>

static const char *const tag_names[] = {
    "",
#define TAG(name) #name,
#include "html/tags.def"
};

enum tag
tag_by_name(struct span name)
{
    int low = 1, high = TAG_COUNT - 1;

    while (low <= high) {
        int middle = (low + high) / 2;
        const char *candidate = tag_names[middle];
        size_t size = strlen(candidate);
        size_t common = size < name.size ? size : name.size;
        int order = memcmp(name.data, candidate, common);

        if (order == 0 && size == name.size)
            return (enum tag)middle;
        if (order < 0 || (order == 0 && name.size < size))
            high = middle - 1;
        else
            low = middle + 1;
    }
    return TAG_unknown;
}

const char *
tag_name(enum tag tag)
{
    return tag_names[tag];
}

bool
tag_is_void(enum tag tag)
{
    switch (tag) {
    case TAG_area:
    case TAG_base:
    case TAG_basefont:
    case TAG_bgsound:
    case TAG_br:
    case TAG_col:
    case TAG_embed:
    case TAG_frame:
    case TAG_hr:
    case TAG_img:
    case TAG_input:
    case TAG_keygen:
    case TAG_link:
    case TAG_meta:
    case TAG_param:
    case TAG_source:
    case TAG_track:
    case TAG_wbr:
        return true;
    default:
        return false;
    }
}

/* ---- building ----------------------------------------------------------- */

struct node *
dom_append(struct dom *d, struct node *parent, enum node_type type)
{
    struct node *n;

    if (d->node_count >= MAX_NODES) {
        d->truncated = true;
        return NULL;
    }
    d->node_count++;
    n = arena_alloc(&d->arena, sizeof *n);
    n->type = type;
    n->parent = parent;
    if (parent == NULL)
        return n;
    n->previous = parent->last;
    if (parent->last != NULL)
        parent->last->next = n;
    else
        parent->first = n;
    parent->last = n;
    return n;
}

struct span
dom_copy_text(struct dom *d, struct span text)
{
    struct buf clean = {0};
    struct span copy;

    if (utf8_is_text(text))
        return (struct span){(uint8_t *)arena_text(&d->arena, text), text.size};
    utf8_add_clean(&clean, text);
    copy.size = clean.size;
    copy.data = (uint8_t *)arena_text(&d->arena, buf_span(&clean));
    buf_finish(&clean);
    return copy;
}

void
dom_name_element(struct dom *d, struct node *n, struct span name,
                 enum node_namespace name_space)
{
    n->name_space = name_space;
    if (name_space == NAMESPACE_HTML) {
        n->tag = tag_by_name(name);
        if (n->tag != TAG_unknown) {
            n->name = tag_names[n->tag];
            return;
        }
    }
    struct span copy = dom_copy_text(d, name);
    char *text = (char *)(uintptr_t)copy.data;
    if (name_space == NAMESPACE_HTML)
        for (size_t i = 0; i < copy.size; i++)
            if (text[i] >= 'A' && text[i] <= 'Z')
                text[i] = (char)(text[i] + 32);
    n->name = text;
    if (name_space == NAMESPACE_HTML)
        n->tag = tag_by_name(copy);
}

static void
join_texts(struct dom *d, struct node *n, struct span added)
{
    size_t size = n->text.size + added.size;
    uint8_t *joined = arena_alloc(&d->arena, size + 1);

    memcpy(joined, n->text.data, n->text.size);
    memcpy(joined + n->text.size, added.data, added.size);
    n->text = (struct span){joined, size};
}

void
dom_join_text(struct dom *d, struct node *n)
{
    struct node *next;

    while (n->type == NODE_TEXT && (next = n->next) != NULL &&
           next->type == NODE_TEXT) {
        join_texts(d, n, next->text);
        n->next = next->next;
        if (next->next != NULL)
            next->next->previous = n;
        else
            n->parent->last = n;
    }
}

void
dom_append_text(struct dom *d, struct node *parent, struct span text)
{
    struct node *n = parent->last;

    if (n != NULL && n->type == NODE_TEXT) {
        /* Rare: foster parenting leaves text in pieces. */
        join_texts(d, n, dom_copy_text(d, text));
        return;
    }
    n = dom_append(d, parent, NODE_TEXT);
    if (n != NULL)
        n->text = dom_copy_text(d, text);
}

static bool
is_space(uint8_t c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

static size_t
next_token(struct span s, size_t *at)
{
    size_t start;

    while (*at < s.size && is_space(s.data[*at]))
        (*at)++;
    start = *at;
    while (*at < s.size && !is_space(s.data[*at]))
        (*at)++;
    return start;
}

static void
split_classes(struct dom *d, struct node *n, struct span value)
{
    unsigned count = 0;

    for (size_t at = 0, start; start = next_token(value, &at), start < at;)
        count++;
    n->classes = arena_array(&d->arena, count, sizeof *n->classes);
    n->class_count = 0;
    for (size_t at = 0, start; start = next_token(value, &at), start < at;) {
        struct span token = {value.data + start, at - start};
        n->classes[n->class_count++] = arena_text(&d->arena, token);
    }
}

void
dom_set_attribute(struct dom *d, struct node *n, const char *name,
                  struct span value)
{
    struct attribute *a;

    if (n->attributes == NULL)
        n->attributes = arena_array(&d->arena, 4, sizeof *n->attributes);
    a = &n->attributes[n->attribute_count++];
    a->name = name;
    a->value = dom_copy_text(d, value);
    if (strcmp(name, "id") == 0 && a->value.size > 0)
        n->id = (const char *)a->value.data;
    else if (strcmp(name, "class") == 0)
        split_classes(d, n, a->value);
}

void
dom_destroy(struct dom *d)
{
    if (d == NULL)
        return;
    arena_finish(&d->arena);
    free(d);
}

/* ---- reading ------------------------------------------------------------ */

const struct span *
node_attribute(const struct node *n, const char *name)
{
    for (unsigned i = 0; i < n->attribute_count; i++)
        if (strcmp(n->attributes[i].name, name) == 0)
            return &n->attributes[i].value;
    return NULL;
}

bool
node_has_class(const struct node *n, struct span name)
{
    for (unsigned i = 0; i < n->class_count; i++)
        if (span_is(name, n->classes[i]))
            return true;
    return false;
}

struct node *
node_walk(const struct node *n, const struct node *root, bool over)
{
    if (!over && n->first != NULL)
        return n->first;
    while (n != root && n->next == NULL)
        n = n->parent;
    return n == root ? NULL : n->next;
}

struct node *
dom_find(const struct dom *d, enum tag tag)
{
    struct node *n = d->document;

    while (n != NULL && !node_is(n, tag))
        n = node_walk(n, d->document, false);
    return n;
}

struct node *
dom_by_id(const struct dom *d, struct span id)
{
    struct node *n = d->document;

    while (n != NULL && (n->id == NULL || !span_is(id, n->id)))
        n = node_walk(n, d->document, false);
    return n;
}

void
node_add_text(struct buf *out, const struct node *n)
{
    for (const struct node *at = n; at != NULL; at = node_walk(at, n, false))
        if (at->type == NODE_TEXT)
            buf_add_span(out, at->text);
}

/* ---- serializing (HTML standard 13.3) ----------------------------------- */

static void
add_escaped(struct buf *out, struct span s, bool attribute)
{
    size_t done = 0;

    for (size_t i = 0; i < s.size; i++) {
        const char *entity = NULL;
        size_t size = 1;

        if (s.data[i] == '&')
            entity = "&amp;";
        else if (s.data[i] == '<')
            entity = "&lt;";
        else if (s.data[i] == '>')
            entity = "&gt;";
        else if (s.data[i] == '"' && attribute)
            entity = "&quot;";
        else if (s.data[i] == 0xC2 && i + 1 < s.size && s.data[i + 1] == 0xA0)
            entity = "&nbsp;", size = 2;
        if (entity == NULL)
            continue;
        buf_add(out, s.data + done, i - done);
        buf_add_text(out, entity);
        done = i + size;
        i += size - 1;
    }
    if (done < s.size)
        buf_add(out, s.data + done, s.size - done);
}

static bool
is_raw_text(enum tag tag)
{
    return tag == TAG_style || tag == TAG_script || tag == TAG_xmp ||
           tag == TAG_iframe || tag == TAG_noembed || tag == TAG_noframes ||
           tag == TAG_plaintext;
}

static void
add_opening(struct buf *out, const struct node *n)
{
    switch (n->type) {
    case NODE_ELEMENT:
        buf_printf(out, "<%s", n->name);
        for (unsigned i = 0; i < n->attribute_count; i++) {
            buf_printf(out, " %s=\"", n->attributes[i].name);
            add_escaped(out, n->attributes[i].value, true);
            buf_add_char(out, '"');
        }
        buf_add_char(out, '>');
        break;
    case NODE_TEXT:
        if (n->parent->type == NODE_ELEMENT && is_raw_text(n->parent->tag))
            buf_add_span(out, n->text);
        else
            add_escaped(out, n->text, false);
        break;
    case NODE_COMMENT:
        buf_add_text(out, "<!--");
        buf_add_span(out, n->text);
        buf_add_text(out, "-->");
        break;
    case NODE_DOCTYPE:
        buf_printf(out, "<!DOCTYPE %s>", n->name);
        break;
    case NODE_DOCUMENT:
        break;
    }
}

static void
add_closing(struct buf *out, const struct node *n)
{
    if (n->type == NODE_ELEMENT && !tag_is_void(n->tag))
        buf_printf(out, "</%s>", n->name);
}

void
dom_serialize(struct buf *out, const struct dom *d)
{
    const struct node *n = d->document;

    for (;;) {
        add_opening(out, n);
        if (n->first != NULL) {
            n = n->first;
            continue;
        }
        for (;;) {
            add_closing(out, n);
            if (n == d->document)
                return;
            if (n->next != NULL)
                break;
            n = n->parent;
        }
        n = n->next;
    }
}

/* ---- states --------------------------------------------------------------*/

bool
node_ask_state(const struct node *n, enum node_state state)
{
    ((struct node *)(uintptr_t)n)->asked |= (uint8_t)state; /* a note only */
    return (n->states & state) != 0;
}

bool
node_set_state(struct node *n, enum node_state state, bool on)
{
    if (((n->states & state) != 0) == on)
        return false;
    n->states = (uint8_t)(n->states ^ state);
    return (n->asked & state) != 0;
}

static unsigned
depth_of(const struct node *n)
{
    unsigned depth = 0;

    for (; n != NULL; n = n->parent)
        depth++;
    return depth;
}

bool
node_pass_state(struct node *from, struct node *to, enum node_state state)
{
    unsigned left = depth_of(from), reached = depth_of(to);
    bool asked = false;

    while (from != to) {
        bool leaves = left >= reached;
        struct node *n = leaves ? from : to;

        asked |= node_set_state(n, state, !leaves);
        if (leaves) {
            from = from->parent;
            left--;
        } else {
            to = to->parent;
            reached--;
        }
    }
    return asked;
}
