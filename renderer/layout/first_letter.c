/*
 * first_letter.c - the box of ::first-letter (CSS 2.1 5.12.2), cut from the
 * first text of a block.
 *
 * Process: renderer.  Distrusts: nothing beyond depth.
 */
#include "layout/internal.h"
#include "text/breaking.h"
#include "utf8.h"

static bool
is_space(uint8_t c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

static bool
is_blank(struct span text)
{
    for (size_t i = 0; i < text.size; i++)
        if (!is_space(text.data[i]))
            return false;
    return true;
}

/* The first text of b's first line; sets *stop when something else comes
 * before. */
static struct box *
first_text(struct box *b, bool *stop)
{
    for (struct box *child = b->first; child != NULL && !*stop;
         child = child->next) {
        struct box *found = NULL;

        if (is_out_of_flow(child))
            continue;
        if (child->kind == BOX_TEXT) {
            if (!is_blank(text_of(child)))
                return child;
            continue;
        }
        if (child->kind == BOX_INLINE ||
            (child->kind == BOX_BLOCK && !child->is_inline_level))
            found = first_text(child, stop);
        else
            *stop = true;
        if (found != NULL)
            return found;
    }
    return NULL;
}

/* Bytes of the first letter with the punctuation around it, from start; 0 if
 * there is none.  Spaces may stand between punctuation and letter. */
static size_t
letter_size(struct span text, size_t start)
{
    const uint8_t *at = text.data + start, *end = text.data + text.size;
    bool has_letter = false;
    size_t size = 0;

    while (at < end) {
        uint32_t code = utf8_next(&at, end);

        if (code == 0xA0 || (code < 0x80 && is_space((uint8_t)code))) {
            if (has_letter || size == 0)
                break;
            continue;
        }
        if (!breaking_is_punctuation(code) &&
            (has_letter || !breaking_is_dash(code))) {
            if (has_letter && !breaking_follows_font(code))
                break;
            has_letter = true;
        }
        size = (size_t)(at - text.data) - start;
    }
    return has_letter ? size : 0;
}

/* The pseudo-element's style inherits from the text around the letter, which
 * may be inside the element whose style it was made for. */
static const struct style *
inherit_more(struct layouter *l, const struct style *letter,
             const struct style *element, const struct style *around)
{
    struct style *s;

    if (element == around)
        return letter;
    s = arena_alloc(l->kept, sizeof *s);
    *s = *letter;
    if (letter->color == element->color)
        s->color = around->color;
    if (letter->italic == element->italic)
        s->italic = around->italic;
    if (letter->font_weight == element->font_weight)
        s->font_weight = around->font_weight;
    return s;
}

static void
insert_before(struct box *parent, struct box *b, struct box *next)
{
    b->parent = parent;
    b->next = next;
    if (parent->first == next) {
        parent->first = b;
        return;
    }
    for (struct box *p = parent->first; p != NULL; p = p->next)
        if (p->next == next) {
            p->next = b;
            return;
        }
}

/* Cuts the first letter out of b's first text if its style asks for it. */
void
first_letter_apply(struct layouter *l, struct box *b)
{
    const struct style *style;
    struct box *text, *letter;
    struct span *rest;
    size_t start = 0, size;
    bool floats, stop = false;

    if ((b->kind != BOX_BLOCK && b->kind != BOX_CELL) || b->node == NULL)
        return;
    style = style_pseudo(b->node, PSEUDO_FIRST_LETTER);
    text = style != NULL ? first_text(b, &stop) : NULL;
    if (text == NULL)
        return;
    rest = text->layout;
    while (is_space(rest->data[start]))
        start++;
    size = letter_size(*rest, start);
    if (size == 0)
        return;
    style = inherit_more(l, style, b->style, text->style);
    floats = style->floating != FLOAT_NONE;
    letter = box_create(l, floats ? BOX_BLOCK : BOX_INLINE, NULL, style, NULL);
    if (letter == NULL)
        return;
    letter->is_float = floats;
    data_of(letter)->new_context = floats;
    box_create_text(l, text->node,
                    style_anonymous(l->kept, style, DISPLAY_INLINE), letter,
                    (struct span){rest->data + start, size});
    rest->data += start + size;
    rest->size -= start + size;
    insert_before(text->parent, letter, text);
}
