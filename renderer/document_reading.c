/*
 * document_reading.c - selecting, copying and finding text in a document.
 *
 * Process: renderer.  Distrusts: nothing new; the text is layout's.
 *
 * Both are kept as offsets of the reading text, which is made when it is first
 * needed.  A new layout with a text of another length ends a selection and
 * makes the browser's search run again.
 */
#include "document_reading.h"
#include "document_form.h"
#include "child.h"
#include "reading/reading.h"
#include "text/units.h"

#include "log.h"
#include "utf8.h"

#include <stdlib.h>
#include <string.h>

enum { DRAG_LEAST = 3, DRAG_SCROLL = 40 }; /* px */

struct place {
    uint32_t from, to;
};

struct document_reading {
    struct reading reading;
    bool is_made; /* of the current layout */
    size_t size;  /* bytes of the text that the offsets are of */

    uint32_t anchor_from, anchor_to; /* what the press selected */
    uint32_t from, to;               /* the selection; equal: none */
    unsigned clicks;                 /* of the press: 2 words, 3 paragraphs */
    bool pressed, dragging;
    int press_x, press_y;

    char *wanted;      /* text to find, or NULL */
    struct buf places; /* struct place, in order */
    uint32_t shown;    /* from 1; 0: none */
};

static struct document_reading *
reading_of(struct document *d)
{
    if (d->reading == NULL)
        d->reading = calloc(1, sizeof *d->reading);
    if (d->reading == NULL)
        fatal_memory("out of memory for the page's text");
    if (!d->reading->is_made && d->layout != NULL) {
        reading_init(&d->reading->reading, d->layout);
        d->reading->is_made = true;
        d->reading->size = d->reading->reading.text.size;
    }
    return d->reading;
}

/* ---- selecting -----------------------------------------------------------*/

static void
set_selection(struct document *d, uint32_t from, uint32_t to)
{
    struct document_reading *r = d->reading;

    if (r->from == from && r->to == to)
        return;
    r->from = from;
    r->to = to;
    d->paint_version++;
}

/* What a press or drag at an offset selects, by the number of clicks. */
static void
unit_at(const struct document_reading *r, uint32_t at, uint32_t *from,
        uint32_t *to)
{
    *from = *to = at;
    if (r->clicks == 2)
        reading_word(&r->reading, at, from, to);
    else if (r->clicks > 2)
        reading_paragraph(&r->reading, at, from, to);
}

static void
extend(struct document *d, const struct msg_pointer *m)
{
    struct document_reading *r = reading_of(d);
    uint32_t from, to;

    unit_at(r, reading_at(&r->reading, m->x * UNIT, m->y * UNIT), &from, &to);
    set_selection(d, from < r->anchor_from ? from : r->anchor_from,
                  to > r->anchor_to ? to : r->anchor_to);
}

static void
press(struct document *d, const struct msg_pointer *m)
{
    struct document_reading *r = reading_of(d);

    r->pressed = true;
    r->dragging = false;
    r->press_x = m->x;
    r->press_y = m->y;
    if ((m->modifiers & 1) != 0 && r->from != r->to) { /* Shift: extends */
        r->dragging = true;
        extend(d, m);
        return;
    }
    r->clicks = m->clicks;
    unit_at(r, reading_at(&r->reading, m->x * UNIT, m->y * UNIT),
            &r->anchor_from, &r->anchor_to);
    set_selection(d, r->anchor_from, r->anchor_to);
}

/* Dragging past the view's edge scrolls. */
static void
scroll_along(const struct document *d, int y)
{
    int to = y < d->scroll_y                    ? d->scroll_y - DRAG_SCROLL
             : y > d->scroll_y + d->view_height ? d->scroll_y + DRAG_SCROLL
                                                : d->scroll_y;

    if (to != d->scroll_y)
        document_send_scroll(d, d->scroll_x, to);
}

bool
document_select(struct document *d, const struct msg_pointer *m)
{
    struct document_reading *r = d->reading;
    bool was;

    if (m->action == POINTER_DOWN && m->button == BUTTON_LEFT) {
        press(d, m);
        return d->reading->clicks > 1;
    }
    if (r == NULL || !r->pressed)
        return false;
    was = r->dragging;
    if (m->action == POINTER_UP) {
        r->pressed = r->dragging = false;
        return was && r->from != r->to;
    }
    if (m->action != POINTER_MOVE)
        return was;
    if (abs(m->x - r->press_x) >= DRAG_LEAST ||
        abs(m->y - r->press_y) >= DRAG_LEAST)
        r->dragging = true;
    if (r->dragging) {
        extend(d, m);
        scroll_along(d, m->y);
    }
    return r->dragging;
}

/* ---- copying -------------------------------------------------------------*/

void
document_send_copied(struct document *d, struct span rest)
{
    if (rest.size > MAX_COPY)
        rest = utf8_prefix(rest, MAX_COPY);
    for (;;) {
        struct span piece = utf8_prefix(rest, MAX_CHUNK);

        rest.data += piece.size;
        rest.size -= piece.size;
        send_copied(
            child_browser(),
            &(struct msg_copied){d->surface, d->number, piece, rest.size == 0});
        if (rest.size == 0)
            break;
    }
}

void
document_reading_clear(struct document *d)
{
    if (d->reading != NULL)
        set_selection(d, 0, 0);
}

void
document_edit(struct document *d, choice_t command)
{
    struct document_reading *r;

    if (document_form_edit(d, command))
        return;
    r = reading_of(d);
    if (command == EDIT_COPY || command == EDIT_CUT)
        document_send_copied(
            d, (struct span){r->reading.text.data + r->from, r->to - r->from});
    else if (command == EDIT_SELECT_ALL && d->layout != NULL)
        set_selection(d, 0, (uint32_t)r->reading.text.size);
}

/* ---- finding -------------------------------------------------------------*/

static const struct place *
places_of(const struct document_reading *r, uint32_t *count)
{
    *count = (uint32_t)(r->places.size / sizeof(struct place));
    return (const struct place *)(const void *)r->places.data;
}

static void
tell(struct document *d)
{
    uint32_t count;

    places_of(d->reading, &count);
    send_found(child_browser(), &(struct msg_found){d->surface, d->number,
                                                    count, d->reading->shown});
}

static void
search(struct document *d)
{
    struct document_reading *r = reading_of(d);

    r->places.size = 0;
    if (r->wanted != NULL)
        reading_find(&r->reading, span_of(r->wanted), MAX_PLACES, &r->places);
    d->paint_version++;
}

/* Brings the place that is shown into the view, a third from its top. */
static void
reveal(struct document *d)
{
    struct document_reading *r = d->reading;
    uint32_t count;
    const struct place *places = places_of(r, &count);
    const struct reading_run *rr;
    int top, bottom, to;

    if (r->shown == 0)
        return;
    rr = reading_run_at(&r->reading, places[r->shown - 1].from);
    if (rr == NULL)
        return;
    top = (int)(rr->line->y / UNIT);
    bottom = top + (int)(rr->line->height / UNIT);
    if (top >= d->scroll_y && bottom <= d->scroll_y + d->view_height)
        return;
    to = top - d->view_height / 3;
    document_send_scroll(d, d->scroll_x, to);
}

/* The first place that is not above the view, or the very first. */
static uint32_t
first_shown(const struct document *d)
{
    const struct document_reading *r = d->reading;
    uint32_t count;
    const struct place *places = places_of(r, &count);

    for (uint32_t i = 0; i < count; i++) {
        const struct reading_run *rr =
            reading_run_at(&r->reading, places[i].from);

        if (rr != NULL && rr->line->y / UNIT >= d->scroll_y)
            return i + 1;
    }
    return count > 0 ? 1 : 0;
}

void
document_find(struct document *d, const struct msg_find *m)
{
    struct document_reading *r;
    uint32_t count;
    bool same;

    if (d->layout == NULL || d->printing != NULL)
        return;
    r = reading_of(d);
    same = r->wanted != NULL && span_is(m->text, r->wanted);
    if (!same || m->how == FIND_START) {
        free(r->wanted);
        r->wanted = m->text.size > 0
                        ? strndup((const char *)m->text.data, m->text.size)
                        : NULL;
        search(d);
        r->shown = first_shown(d);
    } else {
        places_of(r, &count);
        if (count > 0)
            r->shown = m->how == FIND_NEXT ? r->shown % count + 1
                       : r->shown > 1      ? r->shown - 1
                                           : count;
        d->paint_version++;
    }
    reveal(d);
    tell(d);
}

/* ---- layouts come and go -------------------------------------------------*/

void
document_reading_drop(struct document *d)
{
    if (d->reading == NULL)
        return;
    reading_finish(&d->reading->reading);
    d->reading->is_made = false;
}

void
document_reading_renew(struct document *d)
{
    struct document_reading *r = d->reading;
    size_t size;
    uint32_t count;

    if (r == NULL || (r->from == r->to && r->wanted == NULL))
        return;
    size = r->size;
    reading_of(d);
    if (r->size == size)
        return;
    r->pressed = r->dragging = false;
    r->from = r->to = 0;
    if (r->wanted == NULL)
        return;
    search(d);
    places_of(r, &count);
    if (r->shown > count)
        r->shown = count;
    tell(d);
}

void
document_reading_destroy(struct document *d)
{
    if (d->reading == NULL)
        return;
    document_reading_drop(d);
    buf_finish(&d->reading->places);
    free(d->reading->wanted);
    free(d->reading);
    d->reading = NULL;
}

/* ---- marks ---------------------------------------------------------------*/

static const struct paint_mark selected = {0, 0, 0xFFB5D2FC, 0xFF101828},
                               found = {0, 0, 0xFFFFE58A, 0xFF101828},
                               found_shown = {0, 0, 0xFFFF9E3D, 0xFF101828};

static bool
add_mark(const struct document_reading *r, const struct text_run *run,
         uint32_t from, uint32_t to, const struct paint_mark *look,
         struct paint_mark *out)
{
    *out = *look;
    return reading_stretch(&r->reading, run, from, to, &out->x, &out->width);
}

unsigned
document_marks(const struct text_run *run, struct paint_mark *marks,
               unsigned most, void *data)
{
    const struct document *d = data;
    const struct document_reading *r = d->reading;
    uint32_t count, low = 0, high, start;
    const struct place *places;
    unsigned n = 0;

    if (document_form_marks(d, run, marks, &n))
        return n;
    if (r == NULL || !r->is_made || run->reading == 0 || d->printing != NULL)
        return 0;
    places = places_of(r, &count);
    start = r->reading.runs[run->reading - 1].start;
    for (high = count; low < high;) {
        uint32_t middle = low + (high - low) / 2;

        if (places[middle].to <= start)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < count && n < most && places[low].from < start + run->text.size;
         low++)
        n += add_mark(r, run, places[low].from, places[low].to,
                      low + 1 == r->shown ? &found_shown : &found, &marks[n]);
    if (n < most)
        n += add_mark(r, run, r->from, r->to, &selected, &marks[n]);
    return n;
}
