/*
 * anonymous.c - the boxes no element asked for: missing parts of tables
 * (CSS 2.1 17.2.1), blocks around lines among blocks (9.2.1.1), flex items
 * around text, and the wrapper of a table with captions.
 *
 * Process: renderer.  Distrusts: nothing beyond depth, which boxes.c bounds.
 */
#include "layout/internal.h"
#include "layout/painting.h"

enum role {
    ROLE_OTHER,
    ROLE_CAPTION,
    ROLE_COLUMN,
    ROLE_COLUMNS,
    ROLE_GROUP,
    ROLE_ROW,
    ROLE_CELL
};

static enum role
role_of(enum display display)
{
    switch (display) {
    case DISPLAY_TABLE_CAPTION:
        return ROLE_CAPTION;
    case DISPLAY_TABLE_COLUMN:
        return ROLE_COLUMN;
    case DISPLAY_TABLE_COLUMN_GROUP:
        return ROLE_COLUMNS;
    case DISPLAY_TABLE_ROW_GROUP:
    case DISPLAY_TABLE_HEADER_GROUP:
    case DISPLAY_TABLE_FOOTER_GROUP:
        return ROLE_GROUP;
    case DISPLAY_TABLE_ROW:
        return ROLE_ROW;
    case DISPLAY_TABLE_CELL:
        return ROLE_CELL;
    default:
        return ROLE_OTHER;
    }
}

/* The last child if table fix-up made it of this kind, else a new one. */
static struct box *
wrapper(struct layouter *l, struct box *parent, enum box_kind kind,
        enum display display)
{
    struct box *b = parent->last;

    if (b != NULL && b->kind == kind && data_of(b) != NULL &&
        b->kind != BOX_TEXT && data_of(b)->is_wrapper)
        return b;
    b = box_create(l, kind, NULL,
                   style_anonymous(l->kept, parent->style, display), parent);
    if (b == NULL)
        return NULL;
    data_of(b)->is_wrapper = true;
    if (kind == BOX_CELL)
        b->column_span = b->row_span = 1;
    if (kind == BOX_CELL || kind == BOX_TABLE)
        data_of(b)->new_context = true;
    return b;
}

static struct box *
place_in_table_part(struct layouter *l, struct box *parent, enum role role,
                    enum display display)
{
    switch (parent->kind) {
    case BOX_TABLE:
        if (role == ROLE_GROUP || role == ROLE_COLUMN || role == ROLE_COLUMNS ||
            role == ROLE_CAPTION)
            return parent;
        parent = wrapper(l, parent, BOX_ROW_GROUP, DISPLAY_TABLE_ROW_GROUP);
        break;
    case BOX_ROW_GROUP:
        if (role == ROLE_ROW)
            return parent;
        parent = wrapper(l, parent, BOX_ROW, DISPLAY_TABLE_ROW);
        break;
    case BOX_ROW:
        if (role == ROLE_CELL)
            return parent;
        parent = wrapper(l, parent, BOX_CELL, DISPLAY_TABLE_CELL);
        break;
    case BOX_COLUMN_GROUP:
        return role == ROLE_COLUMN ? parent : NULL;
    default:
        return NULL;
    }
    return parent != NULL ? anonymous_place(l, parent, display) : NULL;
}

/* Where below parent a box of this display has to go; makes what is missing.
 * NULL: nowhere. */
struct box *
anonymous_place(struct layouter *l, struct box *parent, enum display display)
{
    enum role role = role_of(display);

    switch (parent->kind) {
    case BOX_TABLE:
    case BOX_ROW_GROUP:
    case BOX_ROW:
    case BOX_COLUMN_GROUP:
    case BOX_COLUMN:
        return place_in_table_part(l, parent, role, display);
    case BOX_TEXT:
    case BOX_REPLACED:
    case BOX_BREAK:
        return NULL;
    default:
        break;
    }
    if (role == ROLE_OTHER)
        return parent;

    bool in_line = parent->kind == BOX_INLINE;
    struct box *table = wrapper(l, parent, BOX_TABLE,
                                in_line ? DISPLAY_INLINE_TABLE : DISPLAY_TABLE);

    if (table == NULL)
        return NULL;
    table->is_inline_level = in_line;
    return place_in_table_part(l, table, role, display);
}

/* Whether text of nothing but white space below *parent means anything;
 * *parent becomes the box that takes it. */
bool
anonymous_takes_space(struct box **parent)
{
    struct box *last;

    for (;;) {
        last = (*parent)->last;
        switch ((*parent)->kind) {
        case BOX_TABLE:
        case BOX_ROW_GROUP:
        case BOX_ROW:
            if (last == NULL || !data_of(last)->is_wrapper)
                return false;
            *parent = last;
            continue;
        case BOX_COLUMN_GROUP:
        case BOX_COLUMN:
            return false;
        default:
            return last == NULL || last->kind == BOX_TEXT ||
                   !data_of(last)->is_wrapper;
        }
    }
}

/* -- blocks around lines -- */

/* Text of white space only, which makes no line of its own; as a flex item
 * preserved white space does not count either (CSS Flexbox 1, 4). */
static bool
is_blank_text(const struct box *b)
{
    struct span text;
    bool item = box_has_items(b->parent);

    if (b->kind != BOX_TEXT || (!item && !white_space_collapses(b->style)))
        return false;
    text = text_of(b);
    for (size_t i = 0; i < text.size; i++)
        if (memchr(" \t\n\r\f", text.data[i], 5) == NULL ||
            (!item && text.data[i] == '\n' &&
             b->style->white_space == WHITE_SPACE_PRE_LINE))
            return false;
    return true;
}

static void
append(struct box *parent, struct box *child)
{
    child->parent = parent;
    child->next = NULL;
    if (parent->last != NULL)
        parent->last->next = child;
    else
        parent->first = child;
    parent->last = child;
}

/* Puts each run of inline-level children with something in it in an anonymous
 * block; blank ones vanish.  Floats and positioned boxes stay where the run
 * they stand in goes. */
static void
wrap_runs(struct layouter *l, struct box *b)
{
    struct box *child = b->first;

    b->first = b->last = NULL;
    while (child != NULL) {
        struct box *from = child, *end = child, *block, *next;
        bool something = false;

        while (end != NULL && (is_inline_level(end) || is_out_of_flow(end))) {
            if (!is_out_of_flow(end) && !is_blank_text(end))
                something = true;
            end = end->next;
        }
        block = !something
                    ? NULL
                    : box_create(
                          l, BOX_BLOCK, NULL,
                          style_anonymous(l->kept, b->style, DISPLAY_BLOCK), b);
        if (block != NULL) {
            data_of(block)->inline_content = true;
            if (box_has_items(b))
                data_of(block)->new_context = true;
        }
        for (child = from; child != end; child = next) {
            next = child->next;
            if (block != NULL)
                append(block, child);
            else if (is_out_of_flow(child))
                append(b, child);
        }
        if (end != NULL) {
            child = end->next;
            append(b, end);
        }
    }
}

static void
finish_block(struct layouter *l, struct box *b)
{
    bool lines = false, blocks = box_has_items(b);

    for (const struct box *child = b->first; child != NULL;
         child = child->next) {
        if (is_out_of_flow(child))
            continue;
        if (!is_inline_level(child))
            blocks = true;
        else if (!is_blank_text(child))
            lines = true;
    }
    if (blocks)
        wrap_runs(l, b);
    else if (lines)
        data_of(b)->inline_content = true;
    else
        wrap_runs(l, b); /* drops the blanks */
}

/* -- captions -- */

static bool
is_caption(const struct box *b)
{
    return b->kind == BOX_BLOCK && b->style->display == DISPLAY_TABLE_CAPTION &&
           !is_out_of_flow(b);
}

/* The wrapper takes over what places a table; the table keeps the rest
 * (CSS 2.1 17.4). */
static void
split_style(struct layouter *l, const struct style *whole,
            const struct style **outer, const struct style **inner)
{
    bool in_line = whole->display == DISPLAY_INLINE_TABLE;
    const struct style *plain = style_anonymous(
        l->kept, whole, in_line ? DISPLAY_INLINE_BLOCK : DISPLAY_BLOCK);
    struct style *o = arena_alloc(l->kept, sizeof *o);
    struct style *i = arena_alloc(l->kept, sizeof *i);

    *o = *plain;
    *i = *whole;
    o->position = whole->position;
    o->floating = whole->floating;
    o->clear = whole->clear;
    memcpy(o->margin, whole->margin, sizeof o->margin);
    memcpy(o->inset, whole->inset, sizeof o->inset);
    memcpy(i->margin, plain->margin, sizeof i->margin);
    o->has_z_index = whole->has_z_index;
    o->z_index = whole->z_index;
    o->vertical_align = whole->vertical_align;
    o->vertical_align_length = whole->vertical_align_length;
    i->position = POSITION_STATIC;
    i->floating = FLOAT_NONE;
    i->clear = CLEAR_NONE;
    i->has_z_index = false;
    *outer = o;
    *inner = i;
}

/* The wrapper gets what decides where the table stands. */
static void
take_place(struct box *w, struct box *table)
{
    w->is_float = table->is_float;
    w->is_positioned = table->is_positioned;
    w->is_inline_level = table->is_inline_level;
    w->makes_stacking_context = table->makes_stacking_context;
    data_of(w)->new_context = true;
    data_of(w)->is_table_wrapper = true;
    data_of(w)->was_inline = data_of(table)->was_inline;
    table->makes_stacking_context = false;
    table->is_float = table->is_positioned = table->is_inline_level = false;
}

/* Moves the captions of a side out of the list at *first, to w. */
static void
move_captions(struct box **first, struct box *w, enum caption_side side)
{
    for (struct box **at = first; *at != NULL;) {
        struct box *child = *at;

        if (is_caption(child) && child->style->caption_side == side) {
            *at = child->next;
            append(w, child);
        } else {
            at = &child->next;
        }
    }
}

/* Replaces a table that has captions, child of parent behind before, by a
 * wrapper of captions and table. */
static struct box *
wrap_table(struct layouter *l, struct box *parent, struct box *before,
           struct box *table)
{
    const struct style *outer, *inner;
    struct box *w;

    split_style(l, table->style, &outer, &inner);
    w = box_create(l, BOX_BLOCK, NULL, outer, NULL);
    if (w == NULL)
        return table;
    take_place(w, table);
    w->parent = parent;
    w->next = table->next;
    if (before != NULL)
        before->next = w;
    else
        parent->first = w;
    if (parent->last == table)
        parent->last = w;
    table->style = inner;
    move_captions(&table->first, w, CAPTION_TOP);
    append(w, table);
    move_captions(&table->first, w, CAPTION_BOTTOM);
    table->last = table->first;
    while (table->last != NULL && table->last->next != NULL)
        table->last = table->last->next;
    return w;
}

/* Completes the tree below b, children first. */
void
anonymous_finish(struct layouter *l, struct box *b)
{
    struct box *before = NULL;

    for (struct box *child = b->first; child != NULL;
         before = child, child = child->next) {
        bool has_caption = false;

        if (child->kind != BOX_TEXT)
            anonymous_finish(l, child);
        if (child->kind != BOX_TABLE)
            continue;
        for (const struct box *c = child->first; c != NULL; c = c->next)
            has_caption |= is_caption(c);
        if (has_caption)
            child = wrap_table(l, b, before, child);
    }
    if (b->kind == BOX_BLOCK || b->kind == BOX_CELL || box_has_items(b))
        finish_block(l, b);
}

const struct box *
layout_outer(const struct box *b)
{
    bool splits = b->kind != BOX_TEXT && b->layout != NULL &&
                  data_of(b)->split_inline != NULL;

    return splits ? data_of(b)->split_inline : b->parent;
}
