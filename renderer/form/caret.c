/*
 * caret.c - places of a field's text as it is laid out, and back.
 *
 * Process: renderer.  Distrusts: nothing; the text is layout's.
 */
#include "form/caret.h"

#include "reading/reading.h"
#include "text/units.h"

enum { DOT = 3 /* bytes of what stands for a password's character */ };

/* ---- shown text and value ------------------------------------------------*/

static uint32_t
shown_of(const struct control *c, uint32_t at)
{
    uint32_t count = 0;

    if (c->editor->text.size == 0)
        return 0; /* a placeholder may be shown */
    if (c->type != CONTROL_PASSWORD)
        return at;
    for (uint32_t i = 0; i < at; i++)
        count += (c->editor->text.data[i] & 0xC0) != 0x80;
    return count * DOT;
}

static uint32_t
value_of(const struct control *c, uint32_t at)
{
    const struct buf *text = &c->editor->text;
    uint32_t i = 0;

    if (c->type != CONTROL_PASSWORD)
        return at < text->size ? at : (uint32_t)text->size;
    for (uint32_t count = at / DOT; i < text->size; i++)
        if ((text->data[i] & 0xC0) != 0x80 && count-- == 0)
            break;
    return i;
}

/* ---- lines ---------------------------------------------------------------*/

/* A line and the offsets from which and before which its text is. */
struct place {
    const struct line *line;
    uint32_t from, to;
};

static uint32_t
offset_of(struct span text, const struct text_run *run)
{
    return (uint32_t)(run->text.data - text.data);
}

/* Where a line's text begins; behind is the end of the line before. */
static uint32_t
line_start(struct span text, const struct line *line, uint32_t behind)
{
    uint32_t start = UINT32_MAX;

    for (unsigned i = 0; i < line->run_count; i++)
        if (!line->runs[i].is_extra && offset_of(text, &line->runs[i]) < start)
            start = offset_of(text, &line->runs[i]);
    if (start != UINT32_MAX)
        return start > behind && text.data[start - 1] == '\t' ? behind : start;
    return behind;
}

static uint32_t
line_end(struct span text, const struct line *line, uint32_t start)
{
    uint32_t end = start;

    for (unsigned i = 0; i < line->run_count; i++) {
        uint32_t to =
            offset_of(text, &line->runs[i]) + (uint32_t)line->runs[i].text.size;

        if (!line->runs[i].is_extra && to > end)
            end = to;
    }
    return end;
}

/* The line that an offset is on, or (y given) that is nearest to y. */
static struct place
find_line(const struct box *b, uint32_t at, const unit_t *y)
{
    struct span text = layout_text(b);
    struct place found = {NULL, 0, 0};
    uint32_t behind = 0;

    for (const struct line *l = b->lines; l != NULL; l = l->next) {
        uint32_t from = line_start(text, l, behind);
        uint32_t to = line_end(text, l, from);

        if (found.line != NULL && (y != NULL ? *y < l->y : at < from))
            break;
        found = (struct place){l, from, to};
        /* Spaces that hang at the end are this line's. */
        while (to < text.size && text.data[to] != '\n' &&
               (l->next == NULL || to < line_start(text, l->next, UINT32_MAX)))
            to++;
        behind = to < text.size && text.data[to] == '\n' ? to + 1 : to;
    }
    return found;
}

/* ---- places --------------------------------------------------------------*/

static unit_t
x_in_run(const struct text_run *run, uint32_t at)
{
    unit_t x = run->x, width = 0;

    if (at < run->text.size &&
        reading_run_stretch(run, at, (uint32_t)run->text.size, &x, &width))
        return run->rtl ? x + width : x;
    return run->rtl ? run->x : run->x + run->width;
}

bool
caret_place(const struct control *c, uint32_t at, struct caret *out)
{
    const struct box *b = c->node->box;
    const struct text_run *last = NULL;
    struct span text;
    struct place p;

    if (b == NULL || b->lines == NULL || c->editor == NULL)
        return false;
    at = shown_of(c, at);
    text = layout_text(b);
    p = find_line(b, at, NULL);
    *out = (struct caret){p.line->x, p.line->y, p.line->height};
    for (unsigned i = 0; i < p.line->run_count; i++) {
        const struct text_run *run = &p.line->runs[i];
        uint32_t start = offset_of(text, run);

        if (run->is_extra)
            continue;
        if (at >= start && at < start + run->text.size) {
            out->x = x_in_run(run, at - start);
            return true;
        }
        if (start < at && (last == NULL || start > offset_of(text, last)))
            last = run;
    }
    if (last != NULL)
        out->x = x_in_run(last, (uint32_t)last->text.size);
    return true;
}

uint32_t
caret_at(const struct control *c, unit_t x, unit_t y)
{
    const struct box *b = c->node->box;
    const struct text_run *best = NULL;
    unit_t least = UNIT_LIMIT;
    struct span text;
    struct place p;
    uint32_t at;

    if (b == NULL || b->lines == NULL || c->editor == NULL ||
        c->editor->text.size == 0)
        return 0;
    text = layout_text(b);
    p = find_line(b, 0, &y);
    for (unsigned i = 0; i < p.line->run_count; i++) {
        const struct text_run *run = &p.line->runs[i];
        unit_t away = x < run->x                ? run->x - x
                      : x > run->x + run->width ? x - run->x - run->width
                                                : 0;

        if (!run->is_extra && (best == NULL || away < least)) {
            best = run;
            least = away;
        }
    }
    if (best == NULL)
        return value_of(c, p.from);
    at = offset_of(text, best) + reading_run_offset(best, x);
    /* Behind a space that the line breaks after is the next line. */
    if (at == p.to && at < text.size && p.line->next != NULL && at > p.from &&
        text.data[at] != '\n' && text.data[at - 1] == ' ')
        at--;
    return value_of(c, at);
}

void
caret_line(const struct control *c, uint32_t at, uint32_t *from, uint32_t *to)
{
    const struct box *b = c->node->box;
    struct span text;
    struct place p;

    *from = *to = at;
    if (b == NULL || b->lines == NULL || c->editor == NULL)
        return;
    text = layout_text(b);
    p = find_line(b, shown_of(c, at), NULL);
    if (p.to > p.from && p.to < text.size && text.data[p.to] != '\n' &&
        text.data[p.to - 1] == ' ')
        p.to--;
    *from = value_of(c, p.from);
    *to = value_of(c, p.to);
}

bool
caret_stretch(const struct control *c, const struct text_run *run,
              uint32_t from, uint32_t to, unit_t *x, unit_t *width)
{
    uint32_t start;

    if (c->editor == NULL || c->editor->text.size == 0 || run->is_extra)
        return false;
    start = offset_of(layout_text(c->node->box), run);
    from = shown_of(c, from);
    to = shown_of(c, to);
    if (from >= to || to <= start || from >= start + run->text.size)
        return false;
    return reading_run_stretch(run, from > start ? from - start : 0, to - start,
                               x, width);
}

/* ---- scrolling -----------------------------------------------------------*/

static unit_t
follow(unit_t scroll, unit_t from, unit_t to, unit_t low, unit_t high)
{
    if (to > high)
        return scroll + (to - high);
    if (from < low)
        return scroll - (low - from);
    return scroll;
}

bool
caret_reveal(struct control *c, uint32_t at)
{
    struct box *b = c->node->box;
    unit_t left, right, top, bottom, x, y;
    struct caret place;

    if (!caret_place(c, at, &place))
        return false;
    left = b->x + b->border[SIDE_LEFT] + b->padding[SIDE_LEFT];
    right = b->x + b->width - b->border[SIDE_RIGHT] - b->padding[SIDE_RIGHT];
    top = b->y + b->border[SIDE_TOP] + b->padding[SIDE_TOP];
    bottom =
        b->y + b->height - b->border[SIDE_BOTTOM] - b->padding[SIDE_BOTTOM];
    x = follow(c->scroll_x, place.x, place.x + UNIT, left, right);
    y = c->type == CONTROL_TEXTAREA
            ? follow(c->scroll_y, place.y, place.y + place.height, top, bottom)
            : c->scroll_y;
    if (x < 0 && b->style->direction != DIRECTION_RTL &&
        b->style->text_align != TEXT_ALIGN_RIGHT)
        x = 0;
    y = y < 0 ? 0 : y;
    if (x == c->scroll_x && y == c->scroll_y)
        return false;
    layout_move_lines(b, c->scroll_x - x, c->scroll_y - y);
    c->scroll_x = x;
    c->scroll_y = y;
    return true;
}

void
caret_restore(struct control *c)
{
    if (c->node != NULL && c->node->box != NULL &&
        (c->scroll_x != 0 || c->scroll_y != 0))
        layout_move_lines(c->node->box, -c->scroll_x, -c->scroll_y);
}
