/*
 * controls.c - form controls as boxes: their text, and their own size where
 * the style says auto.
 *
 * Process: renderer.  Distrusts: the page's attributes, which are bounded.
 */
#include "layout/internal.h"
#include "form/control.h"

enum {
    MAX_OPTIONS = 2000, /* measured for a list's width */
    MAX_EDGE = 1000,    /* size, cols, rows */
    CHECK_SIZE = 13,
    RANGE_WIDTH = 129,
    RANGE_HEIGHT = 16,
    FILE_SIZE = 30, /* characters of a file's name, and the button */
    ARROW = 20      /* room of a list's arrow */
};

static int
attribute_size(const struct node *n, const char *name, int otherwise)
{
    int value = control_attribute_number(n, name, otherwise);

    return value <= 0 ? otherwise : value > MAX_EDGE ? MAX_EDGE : value;
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

/* "Converting a character width to pixels" (HTML standard 15.5.5). */
static unit_t
field_width(const struct style *s, int size)
{
    const struct font_metrics *m = font_metrics(font_primary(s));

    return unit_clamp((int64_t)m->average_width * (size - 1) + m->widest);
}

/* The control's text in a style of its own: no wrapping, or as typed.  Where
 * the last line would be empty it holds a space: there is always a baseline,
 * and a place for the caret.  hint: the placeholder's style, or NULL; of its
 * opacity only the colour is made. */
static void
add_text(struct layouter *l, struct box *b, struct buf *text,
         enum white_space white_space, const struct style *hint)
{
    struct style *s = arena_alloc(l->kept, sizeof *s);

    if (text->size == 0 || text->data[text->size - 1] == '\n')
        buf_add_char(text, ' ');
    *s = *style_anonymous(l->kept, hint != NULL ? hint : b->style,
                          DISPLAY_INLINE);
    s->white_space = white_space;
    if (hint != NULL)
        s->color = (s->color & 0xFFFFFF) |
                   (rgba_t)((float)(s->color >> 24) * hint->opacity) << 24;
    box_create_text(
        l, NULL, s, b,
        (struct span){(const uint8_t *)arena_text(l->kept, buf_span(text)),
                      text->size});
    buf_finish(text);
}

static unit_t
text_width(struct layouter *l, const struct style *s, struct span text)
{
    struct paragraph *p = paragraph_create(l->kept, s);
    int64_t width = 0;

    paragraph_add_text(p, NULL, s, text);
    paragraph_finish(p, l->kept);
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

/* What a field shows: its text, or the placeholder. */
static void
add_field_text(struct layouter *l, struct box *b, enum white_space white_space)
{
    struct buf text = {0};
    bool shows = control_shows_placeholder(b->node);
    const struct style *hint =
        shows ? style_pseudo(b->node, PSEUDO_PLACEHOLDER) : NULL;

    if (shows)
        buf_add_span(&text, *node_attribute(b->node, "placeholder"));
    else
        control_add_shown(&text, b->node);
    add_text(l, b, &text, white_space, hint);
    b->clips = true;
}

static void
build_input(struct layouter *l, struct box *b)
{
    const struct node *n = b->node;
    enum control_type type = control_type(n);
    struct buf text = {0};

    data_of(b)->is_one_line = true;
    switch (type) {
    case CONTROL_CHECKBOX:
    case CONTROL_RADIO:
        set_natural(b, CHECK_SIZE * UNIT, CHECK_SIZE * UNIT);
        return;
    case CONTROL_RANGE:
        set_natural(b, RANGE_WIDTH * UNIT, RANGE_HEIGHT * UNIT);
        return;
    case CONTROL_SUBMIT:
    case CONTROL_RESET:
    case CONTROL_BUTTON:
        control_add_shown(&text, n);
        add_text(l, b, &text, WHITE_SPACE_PRE, NULL);
        return;
    case CONTROL_FILE:
        buf_add_text(&text, CONTROL_FILE_LABEL);
        control_add_shown(&text, n);
        add_text(l, b, &text, WHITE_SPACE_PRE, NULL);
        set_natural(b, characters(b->style, FILE_SIZE), line_height(b->style));
        b->clips = true;
        return;
    default:
        add_field_text(l, b, WHITE_SPACE_PRE);
        set_natural(b, field_width(b->style, attribute_size(n, "size", 20)),
                    line_height(b->style));
    }
}

static void
build_textarea(struct layouter *l, struct box *b)
{
    bool wraps = !control_attribute_is(b->node, "wrap", "off");

    add_field_text(l, b, wraps ? WHITE_SPACE_PRE_WRAP : WHITE_SPACE_PRE);
    set_natural(b, characters(b->style, attribute_size(b->node, "cols", 20)),
                unit_clamp((int64_t)line_height(b->style) *
                           attribute_size(b->node, "rows", 2)));
}

/* The rows of a list stand one to a line, groups' names among them. */
static void
add_row(struct buf *list, const struct node *n, bool first)
{
    const struct span *label;

    if (!first)
        buf_add_char(list, '\n');
    if (node_is(n, TAG_optgroup)) {
        label = node_attribute(n, "label");
        if (label != NULL)
            buf_add_span(list, *label);
        return;
    }
    if (node_is(n->parent, TAG_optgroup))
        buf_add_text(list, "    ");
    control_add_option_text(list, n);
}

static void
build_select(struct layouter *l, struct box *b)
{
    const struct node *chosen = NULL, *select = b->node;
    bool is_list = control_is_list(select);
    struct buf list = {0}, text = {0};
    unit_t width = 0;
    int count = 0;

    for (const struct node *n = select->first; n != NULL;
         n = node_walk(n, select, false)) {
        size_t start = list.size;

        if ((!node_is(n, TAG_option) && !node_is(n, TAG_optgroup)) ||
            count++ >= MAX_OPTIONS)
            continue;
        add_row(&list, n, count == 1);
        width = unit_max(width, text_width(l, b->style,
                                           (struct span){list.data + start,
                                                         list.size - start}));
        if (node_is(n, TAG_option) &&
            (control_is_checked(n) || (chosen == NULL && n->control == NULL)))
            chosen = n;
    }
    if (is_list) {
        add_text(l, b, &list, WHITE_SPACE_PRE, NULL);
    } else {
        if (chosen != NULL)
            control_add_option_text(&text, chosen);
        add_text(l, b, &text, WHITE_SPACE_PRE, NULL);
        data_of(b)->is_one_line = true;
    }
    buf_finish(&list);
    set_natural(
        b, unit_add(width, is_list ? 0 : ARROW * UNIT),
        unit_clamp((int64_t)line_height(b->style) * control_rows(select)));
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

/* The one line of a field or button stands in the middle of its height. */
void
control_center(struct box *b)
{
    struct line *line = b->lines;
    unit_t inner, by;

    if (data_of(b)->is_one_line && line == NULL) /* a check box stands there */
        data_of(b)->first_baseline = data_of(b)->last_baseline = b->height;
    if (!data_of(b)->is_one_line || line == NULL || line->next != NULL)
        return;
    inner = b->height - sizes_edge_height(b);
    by = (inner - line->height) / 2;
    if (by == 0)
        return;
    data_of(b)->first_baseline = unit_add(data_of(b)->first_baseline, by);
    data_of(b)->last_baseline = unit_add(data_of(b)->last_baseline, by);
    layout_move_lines(b, 0, by);
}

struct span
layout_text(const struct box *b)
{
    const struct box_data *data = data_of(b);

    return data->paragraph != NULL ? data->paragraph->text
                                   : (struct span){NULL, 0};
}
