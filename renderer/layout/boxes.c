/*
 * boxes.c - the tree of boxes from the tree of styled nodes.
 *
 * Process: renderer.  Distrusts: the page: the depth is the document's
 * (MAX_DEPTH), the number of boxes is bounded by MAX_BOXES.
 *
 * Boxes are appended in tree order.  A block inside inline boxes splits them:
 * `current' then becomes a copy of the chain of inline boxes (CSS 2.1 9.2.1.1).
 */
#include "layout/generated.h"
#include "layout/columns.h"
#include "child.h"
#include "limits.h"

#include <strings.h>

struct builder {
    struct layouter *l;
    struct box *current; /* where the next box goes */
    struct generated generated;
    unsigned depth;
};

static void build_children(struct builder *bd, struct node *n);

/* A collapsed table's edges stay: they are places for all there may be. */
static void
forget(struct box *b)
{
    enum { FOUND = offsetof(struct box_data, has_widths) };
    struct box_data *data = data_of(b);

    b->x = b->y = b->width = b->height = 0;
    b->lines = NULL;
    b->marker = NULL;
    b->containing = NULL;
    memset((uint8_t *)data + FOUND, 0, sizeof *data - FOUND);
    data->containing_height = INDEFINITE;
    data->first_baseline = data->last_baseline = NO_BASELINE;
}

void
boxes_forget(struct box *root)
{
    forget(root);
    for (struct box *b = root->first; b != NULL; b = b->next)
        if (b->kind != BOX_TEXT)
            boxes_forget(b);
}

struct box *
box_create(struct layouter *l, enum box_kind kind, struct node *node,
           const struct style *style, struct box *parent)
{
    struct {
        struct box box;
        struct box_data data;
    } * both;
    struct box *b;

    if (l->memory->box_count >= MAX_BOXES)
        return NULL;
    l->memory->box_count++;
    both = arena_alloc(l->kept, sizeof *both);
    b = &both->box;
    b->kind = kind;
    b->node = node;
    b->style = style;
    b->parent = parent;
    b->layout = &both->data;
    forget(b);
    if (parent != NULL) {
        if (parent->last != NULL)
            parent->last->next = b;
        else
            parent->first = b;
        parent->last = b;
    }
    return b;
}

struct box *
box_create_text(struct layouter *l, struct node *node,
                const struct style *style, struct box *parent, struct span text)
{
    struct {
        struct box box;
        struct span text;
    } * both;

    if (l->memory->box_count >= MAX_BOXES || parent == NULL)
        return NULL;
    l->memory->box_count++;
    both = arena_alloc(l->kept, sizeof *both);
    both->text = text;
    both->box = (struct box){.kind = BOX_TEXT,
                             .node = node,
                             .style = style,
                             .parent = parent,
                             .layout = &both->text};
    if (parent->last != NULL)
        parent->last->next = &both->box;
    else
        parent->first = &both->box;
    parent->last = &both->box;
    return &both->box;
}

/* -- what kind of box -- */

static bool
is_image_button(const struct node *n)
{
    const struct span *type = node_attribute(n, "type");

    return n->tag == TAG_input && type != NULL && type->size == 5 &&
           strncasecmp((const char *)type->data, "image", 5) == 0;
}

static bool
is_replaced(const struct layouter *l, const struct node *n)
{
    unit_t width, height;
    const struct span *alt;

    if (n->type != NODE_ELEMENT)
        return false;
    if (n->name_space == NAMESPACE_SVG)
        return strcmp(n->name, "svg") == 0;
    switch (n->tag) {
    case TAG_img:
        alt = node_attribute(n, "alt");
        return alt == NULL || alt->size == 0 ||
               l->natural(n, NULL, &width, &height, l->data);
    case TAG_input:
        return is_image_button(n) &&
               l->natural(n, NULL, &width, &height, l->data);
    case TAG_object: /* shows its contents when there is nothing else */
        return l->natural(n, NULL, &width, &height, l->data);
    case TAG_embed:
    case TAG_iframe:
    case TAG_video:
    case TAG_audio:
        return true;
    default:
        return false;
    }
}

/* CSS 2.1 9.7, and flex items: the display of boxes that are blockified. */
static enum display
blockify(enum display d)
{
    switch (d) {
    case DISPLAY_INLINE_TABLE:
        return DISPLAY_TABLE;
    case DISPLAY_INLINE_FLEX:
        return DISPLAY_FLEX;
    case DISPLAY_INLINE_GRID:
        return DISPLAY_GRID;
    case DISPLAY_INLINE:
    case DISPLAY_INLINE_BLOCK:
    case DISPLAY_TABLE_ROW_GROUP:
    case DISPLAY_TABLE_HEADER_GROUP:
    case DISPLAY_TABLE_FOOTER_GROUP:
    case DISPLAY_TABLE_ROW:
    case DISPLAY_TABLE_CELL:
    case DISPLAY_TABLE_COLUMN:
    case DISPLAY_TABLE_COLUMN_GROUP:
    case DISPLAY_TABLE_CAPTION:
        return DISPLAY_BLOCK;
    default:
        return d;
    }
}

static bool
floats(const struct style *s)
{
    return s->floating != FLOAT_NONE && s->position != POSITION_ABSOLUTE &&
           s->position != POSITION_FIXED;
}

static bool
is_absolute(const struct style *s)
{
    return s->position == POSITION_ABSOLUTE || s->position == POSITION_FIXED;
}

static enum display
used_display(const struct builder *bd, const struct node *n,
             const struct style *s)
{
    enum display d = s->display;
    const struct box *parent = bd->current;

    if (floats(s) || is_absolute(s) || parent == NULL || box_has_items(parent))
        d = blockify(d);
    /* Cells and rows that are replaced stand in a cell of their own. */
    if (n != NULL && d >= DISPLAY_TABLE && d <= DISPLAY_TABLE_CAPTION &&
        is_replaced(bd->l, n))
        d = d == DISPLAY_TABLE ? DISPLAY_BLOCK : DISPLAY_INLINE;
    return d;
}

static enum box_kind
kind_of(enum display d)
{
    switch (d) {
    case DISPLAY_INLINE:
        return BOX_INLINE;
    case DISPLAY_TABLE:
    case DISPLAY_INLINE_TABLE:
        return BOX_TABLE;
    case DISPLAY_TABLE_ROW_GROUP:
    case DISPLAY_TABLE_HEADER_GROUP:
    case DISPLAY_TABLE_FOOTER_GROUP:
        return BOX_ROW_GROUP;
    case DISPLAY_TABLE_ROW:
        return BOX_ROW;
    case DISPLAY_TABLE_CELL:
        return BOX_CELL;
    case DISPLAY_TABLE_COLUMN:
        return BOX_COLUMN;
    case DISPLAY_TABLE_COLUMN_GROUP:
        return BOX_COLUMN_GROUP;
    case DISPLAY_FLEX:
    case DISPLAY_INLINE_FLEX:
        return BOX_FLEX;
    case DISPLAY_GRID:
    case DISPLAY_INLINE_GRID:
        return BOX_GRID;
    default:
        return BOX_BLOCK;
    }
}

static bool
is_atomic_inline(enum display d)
{
    return d == DISPLAY_INLINE_BLOCK || d == DISPLAY_INLINE_TABLE ||
           d == DISPLAY_INLINE_FLEX || d == DISPLAY_INLINE_GRID;
}

/* -- splitting inline boxes around blocks -- */

static struct box *
copy_chain(struct layouter *l, struct box *inline_box, struct box *block)
{
    struct box *chain[MAX_DEPTH + 1], *parent = block;
    unsigned count = 0;

    for (struct box *b = inline_box; b != block && count <= MAX_DEPTH;
         b = b->parent)
        chain[count++] = b;
    while (count > 0) {
        struct box *old = chain[--count];
        struct box *copy =
            box_create(l, BOX_INLINE, old->node, old->style, parent);

        if (copy == NULL)
            return inline_box;
        copy->continues = true;
        data_of(old)->is_split = true;
        copy->makes_stacking_context = old->makes_stacking_context;
        parent = copy;
    }
    return parent;
}

static struct box *
block_of(struct box *b)
{
    while (b->kind == BOX_INLINE)
        b = b->parent;
    return b;
}

/* -- elements -- */

static unsigned
span_attribute(const struct node *n, const char *name, unsigned most)
{
    const struct span *text = n != NULL ? node_attribute(n, name) : NULL;
    unsigned value = 0;

    if (text == NULL)
        return 1;
    for (size_t i = 0; i < text->size && text->data[i] >= '0' &&
                       text->data[i] <= '9' && value <= most;
         i++)
        value = value * 10 + (text->data[i] - '0');
    if (value == 0)
        return most == UINT16_MAX - 1 && text->size > 0 && text->data[0] == '0'
                   ? 0
                   : 1;
    return value > most ? most : value;
}

static bool
establishes_context(const struct style *s, enum display d)
{
    return floats(s) || is_absolute(s) || is_atomic_inline(d) ||
           d == DISPLAY_FLOW_ROOT || d == DISPLAY_LIST_ITEM_ROOT ||
           d == DISPLAY_TABLE_CELL || d == DISPLAY_TABLE_CAPTION ||
           d == DISPLAY_TABLE || d == DISPLAY_FLEX || d == DISPLAY_GRID ||
           has_columns(s);
}

/* Whether overflow is the viewport's and not the box's: that of the root, or
 * of body if the root's is visible (CSS Overflow 3, 3.3). */
static bool
gives_overflow_away(const struct box *b)
{
    const struct box *parent = b->parent;

    if (parent == NULL)
        return true;
    return parent->parent == NULL && b->node != NULL &&
           b->node->tag == TAG_body && parent->node != NULL &&
           parent->node->tag == TAG_html &&
           parent->style->overflow_x == OVERFLOW_VISIBLE &&
           parent->style->overflow_y == OVERFLOW_VISIBLE;
}

static bool
has_overflow(const struct style *s)
{
    return (s->overflow_x != OVERFLOW_VISIBLE &&
            s->overflow_x != OVERFLOW_CLIP) ||
           (s->overflow_y != OVERFLOW_VISIBLE &&
            s->overflow_y != OVERFLOW_CLIP);
}

static void
set_traits(struct box *b, enum display d)
{
    const struct style *s = b->style;
    struct box_data *data = data_of(b);
    bool is_item = b->parent != NULL && box_has_items(b->parent);

    b->is_float = floats(s) && !is_item;
    b->is_positioned = is_absolute(s);
    b->is_inline_level =
        is_atomic_inline(d) || (b->kind == BOX_REPLACED && d == DISPLAY_INLINE);
    data->was_inline = s->was_inline || s->display == DISPLAY_INLINE ||
                       is_atomic_inline(s->display);
    data->new_context = establishes_context(s, d) || is_item ||
                        b->kind == BOX_REPLACED || b->parent == NULL ||
                        (b->node != NULL && (b->node->tag == TAG_fieldset ||
                                             b->node->tag == TAG_legend));
    b->makes_stacking_context =
        b->parent == NULL || s->opacity < 1 || s->has_transform ||
        s->position == POSITION_FIXED || s->position == POSITION_STICKY ||
        (s->has_z_index && (s->position != POSITION_STATIC || is_item));
    if (has_overflow(s) && !gives_overflow_away(b))
        data->new_context = true;
    b->clips = !gives_overflow_away(b) && b->kind != BOX_INLINE &&
               b->kind != BOX_ROW && b->kind != BOX_ROW_GROUP &&
               (s->overflow_x != OVERFLOW_VISIBLE ||
                s->overflow_y != OVERFLOW_VISIBLE);
    if (b->kind == BOX_CELL) {
        b->column_span = span_attribute(b->node, "colspan", 1000);
        b->row_span = span_attribute(b->node, "rowspan", UINT16_MAX - 1);
        if (b->row_span == 0)
            b->row_span = UINT16_MAX - 1; /* to the end of its group */
    }
    if (b->kind == BOX_COLUMN || b->kind == BOX_COLUMN_GROUP)
        b->column_span = span_attribute(b->node, "span", 1000);
}

static bool
is_white(struct span text)
{
    for (size_t i = 0; i < text.size; i++)
        if (memchr(" \t\n\r\f", text.data[i], 5) == NULL)
            return false;
    return true;
}

static void
add_text(struct builder *bd, struct node *n, const struct style *style,
         struct span text)
{
    struct box *parent = bd->current, *b;

    if (parent == NULL || text.size == 0)
        return;
    if (is_white(text)) {
        if (!anonymous_takes_space(&parent))
            return;
    } else {
        parent = anonymous_place(bd->l, parent, DISPLAY_INLINE);
    }
    if (parent == NULL)
        return;
    b = box_create_text(bd->l, n, style, parent, text);
    if (n != NULL)
        n->box = b;
}

/* Text of an element's own, as alternative text, with the element's style. */
static void
add_own_text(struct builder *bd, struct box *b, struct span text)
{
    const struct style *style =
        style_anonymous(bd->l->kept, b->style, DISPLAY_INLINE);

    b = anonymous_place(bd->l, b, DISPLAY_INLINE);
    if (text.size > 0 && b != NULL)
        box_create_text(bd->l, NULL, style, b, text);
}

/* A picture of the content property: an empty inline-block with it as its
 * background. */
static void
add_picture(struct builder *bd, struct box *b, const char *url)
{
    struct background *picture;
    struct style *style;
    unit_t width, height;

    if (!bd->l->natural(NULL, url, &width, &height, bd->l->data))
        return;
    picture = arena_alloc(bd->l->kept, sizeof *picture);
    style = arena_alloc(bd->l->kept, sizeof *style);
    *style = *style_anonymous(bd->l->kept, b->style, DISPLAY_INLINE_BLOCK);
    style->width = (struct length){.kind = LENGTH_VALUE, .px = width};
    style->height = (struct length){.kind = LENGTH_VALUE, .px = height};
    picture->url = url;
    picture->repeat_x = picture->repeat_y = REPEAT_NONE;
    picture->x = picture->y = (struct length){.kind = LENGTH_VALUE};
    picture->width = style->width;
    picture->height = style->height;
    style->backgrounds = picture;
    b = anonymous_place(bd->l, b, DISPLAY_INLINE);
    if (b != NULL)
        b = box_create(bd->l, BOX_BLOCK, NULL, style, b);
    if (b == NULL)
        return;
    b->is_inline_level = true;
    data_of(b)->new_context = true;
}

static void
add_content(struct builder *bd, struct box *b, const struct node *n)
{
    const struct content_item *item = b->style->content;

    while (item != NULL) {
        add_own_text(
            bd, b,
            generated_text(&bd->generated, bd->l->kept, b->style, n, &item));
        if (item != NULL) {
            add_picture(bd, b, item->text);
            item = item->next;
        }
    }
}

static void build_pseudo(struct builder *bd, struct node *n, enum pseudo which);

static void
add_marker(struct builder *bd, struct box *b)
{
    const char *text = generated_marker(&bd->generated, bd->l->kept, b->style);

    if (text == NULL)
        return;
    if (b->style->list_inside)
        add_own_text(bd, b, span_of(text));
    else
        data_of(b)->marker_text = text;
}

static void
build_contents(struct builder *bd, struct node *n, struct box *b)
{
    const struct span *alt;

    if (b->kind == BOX_REPLACED || b->kind == BOX_BREAK ||
        (!is_image_button(n) && control_build(bd->l, b)))
        return;
    if (style_is_list_item(b->style))
        add_marker(bd, b);
    if (node_is(n, TAG_img) || is_image_button(n)) {
        alt = node_attribute(n, "alt");
        add_own_text(bd, b, alt != NULL ? *alt : span_of("Submit"));
        return;
    }
    if (b->kind != BOX_COLUMN)
        build_pseudo(bd, n, PSEUDO_BEFORE);
    build_children(bd, n);
    if (b->kind != BOX_COLUMN)
        build_pseudo(bd, n, PSEUDO_AFTER);
}

/* Appends the box of an element or pseudo-element where it belongs. */
static struct box *
place_box(struct builder *bd, struct node *n, const struct style *style)
{
    enum display d = used_display(bd, n, style);
    enum box_kind kind = kind_of(d);
    bool replaced = n != NULL && is_replaced(bd->l, n);
    bool inline_level;
    struct box *parent, *b;

    if (replaced)
        kind = BOX_REPLACED;
    if (n != NULL && node_is(n, TAG_br) && kind == BOX_INLINE)
        kind = BOX_BREAK;
    if (n != NULL &&
        (n->tag == TAG_input || n->tag == TAG_select ||
         n->tag == TAG_textarea || n->tag == TAG_button ||
         n->tag == TAG_progress || n->tag == TAG_meter) &&
        d == DISPLAY_INLINE && !is_image_button(n)) {
        d = DISPLAY_INLINE_BLOCK;
        kind = BOX_BLOCK;
    }
    inline_level = d == DISPLAY_INLINE || is_atomic_inline(d);
    if (bd->current == NULL) {
        b = box_create(bd->l, kind, n, style, NULL);
        bd->l->memory->root = b;
    } else {
        parent = anonymous_place(bd->l, bd->current, d);
        if (parent == NULL)
            return NULL;
        if (parent->kind == BOX_INLINE && !inline_level && !floats(style) &&
            !is_absolute(style)) {
            struct box *block = block_of(parent);

            b = box_create(bd->l, kind, n, style, block);
            if (b == NULL)
                return NULL;
            data_of(b)->split_inline = parent;
            bd->current = copy_chain(bd->l, parent, block);
        } else {
            b = box_create(bd->l, kind, n, style, parent);
        }
    }
    if (b != NULL)
        set_traits(b, d);
    return b;
}

static void
build_box(struct builder *bd, struct node *n, const struct style *style,
          bool pseudo)
{
    struct box *b, *saved;
    bool list_item = style_is_list_item(style);

    generated_enter(&bd->generated, pseudo ? NULL : n, style, list_item);
    b = place_box(bd, pseudo ? NULL : n, style);
    if (b != NULL) {
        saved = bd->current;
        bd->current = b;
        if (pseudo) {
            if (list_item)
                add_marker(bd, b);
            add_content(bd, b, n);
            b->node = n;
        } else {
            n->box = b;
            build_contents(bd, n, b);
            first_letter_apply(bd->l, b);
        }
        /* If a block split b and its ancestors, go on in the copies. */
        if (b->kind == BOX_INLINE && bd->current != b && saved != NULL &&
            saved->kind == BOX_INLINE)
            bd->current = bd->current->parent;
        else
            bd->current = saved != NULL ? saved : b;
    }
    generated_leave(&bd->generated);
}

static void
build_pseudo(struct builder *bd, struct node *n, enum pseudo which)
{
    const struct style *style = style_pseudo(n, which);

    if (style != NULL && style->content != NULL &&
        style->display != DISPLAY_NONE)
        build_box(bd, n, style, true);
}

static bool
is_hidden_by_details(const struct node *n)
{
    const struct node *details = n->parent;

    if (details == NULL || !node_is(details, TAG_details) ||
        node_attribute(details, "open") != NULL)
        return false;
    if (!node_is(n, TAG_summary))
        return true;
    for (const struct node *p = n->previous; p != NULL; p = p->previous)
        if (node_is(p, TAG_summary))
            return true; /* only the first is the summary */
    return false;
}

static void
build_node(struct builder *bd, struct node *n)
{
    child_progress();
    n->box = NULL;
    if (is_hidden_by_details(n))
        return;
    if (n->type == NODE_TEXT) {
        const struct style *style = n->parent->style;

        if (bd->current != NULL && style != NULL)
            add_text(bd, n, style, n->text);
        return;
    }
    if (n->type != NODE_ELEMENT || n->style == NULL ||
        n->style->display == DISPLAY_NONE)
        return;
    if (n->style->display == DISPLAY_CONTENTS && bd->current != NULL) {
        if (is_replaced(bd->l, n))
            return;
        generated_enter(&bd->generated, n, n->style, false);
        build_pseudo(bd, n, PSEUDO_BEFORE);
        build_children(bd, n);
        build_pseudo(bd, n, PSEUDO_AFTER);
        generated_leave(&bd->generated);
        return;
    }
    build_box(bd, n, n->style, false);
}

static void
build_children(struct builder *bd, struct node *n)
{
    if (++bd->depth <= MAX_DEPTH + 8)
        for (struct node *child = n->first; child != NULL; child = child->next)
            build_node(bd, child);
    bd->depth--;
}

void
boxes_build(struct layouter *l)
{
    struct builder bd = {.l = l};

    for (struct node *n = l->dom->document->first; n != NULL; n = n->next)
        if (n->type == NODE_ELEMENT && l->memory->root == NULL)
            build_node(&bd, n);
    buf_finish(&bd.generated.counters);
    if (l->memory->root != NULL)
        anonymous_finish(l, l->memory->root);
}
