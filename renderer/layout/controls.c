/*
 * controls.c - form controls as boxes: their text, and their own size where
 * the style says auto.
 *
 * Process: renderer.  Distrusts: the page's attributes, which are bounded.
 */
#include "layout/internal.h"
#include "utf8.h"

#include <stdlib.h>

enum {
    MAX_OPTIONS = 2000, /* measured for a list's width */
    MAX_EDGE = 1000,    /* size, cols, rows */
    CHECK_SIZE = 13,
    ARROW = 20 /* room of a list's arrow */
};

static bool
attribute_is(const struct node *n, const char *name, const char *value)
{
    const struct span *text = node_attribute(n, name);
    size_t size = strlen(value);

    if (text == NULL || text->size != size)
        return false;
    for (size_t i = 0; i < size; i++)
        if ((text->data[i] | 0x20) != value[i])
            return false;
    return true;
}

static int
attribute_size(const struct node *n, const char *name, int otherwise)
{
    const struct span *text = node_attribute(n, name);
    long value = text != NULL && text->size > 0
                     ? strtol((const char *)text->data, NULL, 10)
                     : 0;

    return value <= 0 ? otherwise : value > MAX_EDGE ? MAX_EDGE : (int)value;
}

static unit_t
line_height(const struct style *s)
{
    const struct font_metrics *m = font_metrics(font_primary(s));

    return s->line_height_normal ? m->ascent + m->descent + m->line_gap
                                 : s->line_height;
}

static unit_t
characters(const struct style *s, int count)
{
    const struct font_metrics *m = font_metrics(font_primary(s));

    return unit_clamp((int64_t)m->zero_width * count);
}

/* The control's text in a style of its own: no wrapping, or as typed. */
static void
add_text(struct layouter *l, struct box *b, struct span text,
         enum white_space white_space, bool grey)
{
    struct style *s = arena_alloc(l->arena, sizeof *s);

    if (text.size == 0)
        return;
    *s = *style_anonymous(l->arena, b->style, DISPLAY_INLINE);
    s->white_space = white_space;
    if (grey)
        s->color = 0xFF757575; /* as browsers show placeholders */
    box_create_text(l, NULL, s, b, text);
}

static unit_t
text_width(struct layouter *l, const struct style *s, struct span text)
{
    struct paragraph *p = paragraph_create(l->arena, s);
    int64_t width = 0;

    paragraph_add_text(p, NULL, s, text);
    paragraph_finish(p, l->arena);
    for (unsigned i = 0; i < p->piece_count; i++)
        width += p->pieces[i].width;
    return unit_clamp(width);
}

static void
set_natural(struct box *b, unit_t width, unit_t height)
{
    struct box_data *data = data_of(b);

    data->is_control = true;
    data->natural_width = width;
    data->natural_height = height;
}

static void
build_input(struct layouter *l, struct box *b)
{
    static const char *const buttons[] = {"submit", "reset", "button"};
    static const char *const words[] = {"Submit", "Reset", ""};
    const struct node *n = b->node;
    const struct span *value = node_attribute(n, "value");
    const struct span *hint = node_attribute(n, "placeholder");

    if (attribute_is(n, "type", "checkbox") ||
        attribute_is(n, "type", "radio")) {
        set_natural(b, CHECK_SIZE * UNIT, CHECK_SIZE * UNIT);
        return;
    }
    for (size_t i = 0; i < sizeof buttons / sizeof *buttons; i++)
        if (attribute_is(n, "type", buttons[i])) {
            add_text(l, b, value != NULL ? *value : span_of(words[i]),
                     WHITE_SPACE_PRE, false);
            return;
        }
    if (attribute_is(n, "type", "file"))
        add_text(l, b, span_of("Choose File  No file chosen"), WHITE_SPACE_PRE,
                 false);
    else if (attribute_is(n, "type", "password") && value != NULL) {
        struct buf dots = {0};

        for (size_t i = 0; i < value->size && i < MAX_EDGE; i++)
            buf_add_text(&dots, "\xE2\x80\xA2");
        add_text(l, b,
                 (struct span){
                     (const uint8_t *)arena_text(l->arena, buf_span(&dots)),
                     dots.size},
                 WHITE_SPACE_PRE, false);
        buf_finish(&dots);
    } else if (value != NULL && value->size > 0)
        add_text(l, b, *value, WHITE_SPACE_PRE, false);
    else if (hint != NULL)
        add_text(l, b, *hint, WHITE_SPACE_PRE, true);
    set_natural(b, characters(b->style, attribute_size(n, "size", 20)),
                line_height(b->style));
    b->clips = true;
}

static void
build_textarea(struct layouter *l, struct box *b)
{
    struct buf text = {0};

    node_add_text(&text, b->node);
    add_text(
        l, b,
        (struct span){(const uint8_t *)arena_text(l->arena, buf_span(&text)),
                      text.size},
        WHITE_SPACE_PRE_WRAP, false);
    buf_finish(&text);
    set_natural(b, characters(b->style, attribute_size(b->node, "cols", 20)),
                unit_clamp((int64_t)line_height(b->style) *
                           attribute_size(b->node, "rows", 2)));
    b->clips = true;
}

static struct span
option_text(struct layouter *l, const struct node *option)
{
    struct buf text = {0};
    const struct span *label = node_attribute(option, "label");
    struct span result;

    if (label != NULL && label->size > 0)
        return *label;
    node_add_text(&text, option);
    result.data = (const uint8_t *)arena_text(l->arena, buf_span(&text));
    result.size = text.size;
    buf_finish(&text);
    return result;
}

static void
build_select(struct layouter *l, struct box *b)
{
    const struct node *chosen = NULL;
    bool multiple = node_attribute(b->node, "multiple") != NULL;
    int rows = attribute_size(b->node, "size", multiple ? 4 : 1), count = 0;
    struct buf list = {0};
    unit_t width = 0;

    for (const struct node *n = b->node->first; n != NULL;
         n = node_walk(n, b->node, false)) {
        struct span text;

        if (!node_is(n, TAG_option) || count++ >= MAX_OPTIONS)
            continue;
        if (chosen == NULL || node_attribute(n, "selected") != NULL)
            chosen = n;
        text = option_text(l, n);
        width = unit_max(width, text_width(l, b->style, text));
        if (count > 1)
            buf_add_char(&list, '\n');
        buf_add_span(&list, text);
    }
    if (rows > 1)
        add_text(l, b,
                 (struct span){
                     (const uint8_t *)arena_text(l->arena, buf_span(&list)),
                     list.size},
                 WHITE_SPACE_PRE, false);
    else if (chosen != NULL)
        add_text(l, b, option_text(l, chosen), WHITE_SPACE_NOWRAP, false);
    buf_finish(&list);
    set_natural(b, unit_add(width, ARROW * UNIT),
                unit_clamp((int64_t)line_height(b->style) * rows));
    b->clips = true;
}

/* Whether b is a form control whose contents are not its children. */
bool
control_build(struct layouter *l, struct box *b)
{
    if (b->node == NULL || b->node->type != NODE_ELEMENT ||
        b->kind != BOX_BLOCK)
        return false;
    switch (b->node->tag) {
    case TAG_input:
        build_input(l, b);
        return true;
    case TAG_textarea:
        build_textarea(l, b);
        return true;
    case TAG_select:
        build_select(l, b);
        return true;
    case TAG_progress:
    case TAG_meter:
        set_natural(b,
                    unit_clamp((int64_t)b->style->font_size *
                               (b->node->tag == TAG_meter ? 5 : 10)),
                    b->style->font_size);
        return true;
    default:
        return false;
    }
}
