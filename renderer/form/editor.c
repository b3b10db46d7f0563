/*
 * editor.c - the text of one field while it is edited: caret, selection, undo.
 *
 * Process: renderer.  Distrusts: nothing; all text is well-formed UTF-8.
 */
#include "form/editor.h"

#include "log.h"
#include "text/breaking.h"
#include "utf8.h"

#include <stdlib.h>

enum {
    MOST_STEPS = 200,   /* kept for undo */
    MOST_TEXT = 4 << 20 /* bytes of one field */
};

/* At an offset, removed was replaced by inserted. */
struct edit_step {
    uint32_t at;
    struct buf removed, inserted;
    uint32_t caret, anchor; /* before it */
    struct edit_step *older;
};

static void
drop_steps(struct edit_step **steps)
{
    while (*steps != NULL) {
        struct edit_step *s = *steps;

        *steps = s->older;
        buf_finish(&s->removed);
        buf_finish(&s->inserted);
        free(s);
    }
}

struct editor *
editor_create(bool multiline)
{
    struct editor *e = calloc(1, sizeof *e);

    if (e == NULL)
        fatal_memory("out of memory for a field");
    e->multiline = multiline;
    e->max_length = -1;
    e->goal_x = -1;
    return e;
}

void
editor_destroy(struct editor *e)
{
    if (e == NULL)
        return;
    drop_steps(&e->undo);
    drop_steps(&e->redo);
    buf_finish(&e->text);
    free(e);
}

/* ---- text ----------------------------------------------------------------*/

size_t
editor_length(struct span text)
{
    size_t length = 0;

    for (size_t i = 0; i < text.size; i++)
        if ((text.data[i] & 0xC0) != 0x80)
            length += text.data[i] >= 0xF0 ? 2 : 1;
    return length;
}

/* The text as the field can hold it: line ends are LF (or none, on one line),
 * no other control characters than tabs. */
static void
add_clean(const struct editor *e, struct buf *out, struct span text)
{
    for (size_t i = 0; i < text.size; i++) {
        uint8_t c = text.data[i];

        if (c == '\r' || c == '\n') {
            if (c == '\r' && i + 1 < text.size && text.data[i + 1] == '\n')
                i++;
            if (e->multiline)
                buf_add_char(out, '\n');
        } else if (c == '\t' || (c >= ' ' && c != 0x7F)) {
            buf_add_char(out, (char)c);
        }
    }
}

void
editor_set(struct editor *e, struct span text)
{
    struct buf clean = {0};

    add_clean(e, &clean, utf8_prefix(text, MOST_TEXT));
    drop_steps(&e->undo);
    drop_steps(&e->redo);
    e->steps = 0;
    e->typing = false;
    buf_finish(&e->text);
    e->text = clean;
    e->caret = e->anchor = (uint32_t)clean.size;
    e->goal_x = -1;
}

static void
replace(struct editor *e, uint32_t at, size_t removed, struct span inserted)
{
    struct buf out = {0};

    buf_add(&out, e->text.data, at);
    buf_add_span(&out, inserted);
    buf_add(&out, e->text.data + at + removed, e->text.size - at - removed);
    buf_finish(&e->text);
    e->text = out;
    e->goal_x = -1;
}

/* ---- undo ----------------------------------------------------------------*/

static void
trim_steps(struct editor *e)
{
    struct edit_step **at = &e->undo;

    if (e->steps <= MOST_STEPS)
        return;
    for (unsigned i = 0; i < MOST_STEPS && *at != NULL; i++)
        at = &(*at)->older;
    drop_steps(at);
    e->steps = MOST_STEPS;
}

/* Does a change and notes it; what is typed in one go is one step. */
static void
change(struct editor *e, uint32_t at, size_t removed, struct span inserted,
       bool typed)
{
    struct edit_step *last = e->undo, *s;

    drop_steps(&e->redo);
    if (typed && e->typing && removed == 0 && last != NULL &&
        last->at + last->inserted.size == at) {
        buf_add_span(&last->inserted, inserted);
    } else {
        s = calloc(1, sizeof *s);
        if (s == NULL)
            fatal_memory("out of memory for a field");
        s->at = at;
        s->caret = e->caret;
        s->anchor = e->anchor;
        buf_add(&s->removed, e->text.data + at, removed);
        buf_add_span(&s->inserted, inserted);
        s->older = e->undo;
        e->undo = s;
        e->steps++;
        trim_steps(e);
    }
    replace(e, at, removed, inserted);
    e->caret = e->anchor = at + (uint32_t)inserted.size;
    e->typing = typed;
}

bool
editor_undo(struct editor *e)
{
    struct edit_step *s = e->undo;

    if (s == NULL)
        return false;
    e->undo = s->older;
    e->steps--;
    replace(e, s->at, s->inserted.size, buf_span(&s->removed));
    e->caret = s->caret;
    e->anchor = s->anchor;
    e->typing = false;
    s->older = e->redo;
    e->redo = s;
    return true;
}

bool
editor_redo(struct editor *e)
{
    struct edit_step *s = e->redo;

    if (s == NULL)
        return false;
    e->redo = s->older;
    replace(e, s->at, s->removed.size, buf_span(&s->inserted));
    e->caret = e->anchor = s->at + (uint32_t)s->inserted.size;
    e->typing = false;
    s->older = e->undo;
    e->undo = s;
    e->steps++;
    return true;
}

/* ---- places --------------------------------------------------------------*/

void
editor_selection(const struct editor *e, uint32_t *from, uint32_t *to)
{
    *from = e->caret < e->anchor ? e->caret : e->anchor;
    *to = e->caret < e->anchor ? e->anchor : e->caret;
}

enum { CLUSTER_LOOK = 256 /* bytes around that decide about a character */ };

static bool
is_lead(const struct editor *e, size_t at)
{
    return at >= e->text.size || (e->text.data[at] & 0xC0) != 0x80;
}

/* The next start of a character in a direction. */
static uint32_t
step_character(const struct editor *e, uint32_t at, bool forward)
{
    size_t start = at > CLUSTER_LOOK ? at - CLUSTER_LOOK : 0;
    size_t end =
        e->text.size - at > CLUSTER_LOOK ? at + CLUSTER_LOOK : e->text.size;
    uint8_t marks[2 * CLUSTER_LOOK + 8] = {0};
    size_t to = at;

    if (forward ? at >= e->text.size : at == 0)
        return at;
    while (!is_lead(e, start))
        start--;
    while (!is_lead(e, end))
        end--;
    breaking_mark_clusters((struct span){e->text.data + start, end - start}, 0,
                           end - start, marks);
    do {
        to = forward ? to + 1 : to - 1;
    } while (to > start && to < end && !(marks[to - start] & MARK_CLUSTER));
    return (uint32_t)to;
}

static bool
is_word_at(const struct editor *e, uint32_t at)
{
    const uint8_t *p = e->text.data + at, *end = e->text.data + e->text.size;

    return p < end && breaking_is_word(utf8_next(&p, end));
}

static uint32_t
step_word(const struct editor *e, uint32_t at, bool forward)
{
    uint32_t to = at;

    if (forward) {
        while (to < e->text.size && !is_word_at(e, to))
            to = step_character(e, to, true);
        while (to < e->text.size && is_word_at(e, to))
            to = step_character(e, to, true);
        return to;
    }
    while (to > 0 && !is_word_at(e, step_character(e, to, false)))
        to = step_character(e, to, false);
    while (to > 0 && is_word_at(e, step_character(e, to, false)))
        to = step_character(e, to, false);
    return to;
}

static uint32_t
step_line(const struct editor *e, uint32_t at, bool forward)
{
    if (forward)
        while (at < e->text.size && e->text.data[at] != '\n')
            at++;
    else
        while (at > 0 && e->text.data[at - 1] != '\n')
            at--;
    return at;
}

static uint32_t
step(const struct editor *e, enum editor_unit unit, uint32_t at, bool forward)
{
    switch (unit) {
    case BY_CHARACTER:
        return step_character(e, at, forward);
    case BY_WORD:
        return step_word(e, at, forward);
    case BY_LINE:
        return step_line(e, at, forward);
    default:
        return forward ? (uint32_t)e->text.size : 0;
    }
}

void
editor_unit_at(const struct editor *e, enum editor_unit unit, uint32_t at,
               uint32_t *from, uint32_t *to)
{
    if (at > e->text.size)
        at = (uint32_t)e->text.size;
    *from = *to = at;
    if (unit == BY_WORD) {
        bool word = is_word_at(e, at);

        while (*from > 0 &&
               is_word_at(e, step_character(e, *from, false)) == word)
            *from = step_character(e, *from, false);
        while (*to < e->text.size && is_word_at(e, *to) == word)
            *to = step_character(e, *to, true);
    } else if (unit != BY_CHARACTER) {
        *from = step(e, unit, at, false);
        *to = step(e, unit, at, true);
    }
}

/* ---- editing -------------------------------------------------------------*/

/* As much of the text as max_length leaves room for. */
static struct span
fitting(const struct editor *e, struct span text, uint32_t from, uint32_t to)
{
    struct span selected = {e->text.data + from, to - from};
    size_t used = editor_length(buf_span(&e->text)) - editor_length(selected);
    size_t room, length = 0, size = 0;

    if (e->max_length < 0)
        return text;
    room = (size_t)e->max_length > used ? (size_t)e->max_length - used : 0;
    while (size < text.size) {
        size_t wide = text.data[size] >= 0xF0 ? 2 : 1, next = size + 1;

        while (next < text.size && (text.data[next] & 0xC0) == 0x80)
            next++;
        if (length + wide > room)
            break;
        length += wide;
        size = next;
    }
    text.size = size;
    return text;
}

bool
editor_insert(struct editor *e, struct span text)
{
    struct buf clean = {0};
    struct span fits;
    uint32_t from, to;
    bool changed = false;

    editor_selection(e, &from, &to);
    add_clean(e, &clean, text);
    fits = fitting(e, buf_span(&clean), from, to);
    if ((fits.size > 0 || from != to) &&
        e->text.size + fits.size <= MOST_TEXT) {
        change(e, from, to - from, fits,
               fits.size <= 4 && !(fits.size == 1 && fits.data[0] == '\n'));
        changed = true;
    }
    buf_finish(&clean);
    return changed;
}

bool
editor_erase(struct editor *e, enum editor_unit unit, bool forward)
{
    uint32_t from, to;

    editor_selection(e, &from, &to);
    if (from == to) {
        uint32_t other = step(e, unit, e->caret, forward);

        from = other < e->caret ? other : e->caret;
        to = other < e->caret ? e->caret : other;
    }
    if (from == to)
        return false;
    change(e, from, to - from, (struct span){NULL, 0}, false);
    return true;
}

void
editor_move_to(struct editor *e, uint32_t at, bool extend)
{
    e->caret = at > e->text.size ? (uint32_t)e->text.size : at;
    while (!is_lead(e, e->caret))
        e->caret--;
    if (!extend)
        e->anchor = e->caret;
    e->typing = false;
}

void
editor_move(struct editor *e, enum editor_unit unit, bool forward, bool extend)
{
    uint32_t from, to;

    e->goal_x = -1;
    editor_selection(e, &from, &to);
    if (!extend && from != to && unit == BY_CHARACTER)
        editor_move_to(e, forward ? to : from, false);
    else
        editor_move_to(e, step(e, unit, e->caret, forward), extend);
}

void
editor_select(struct editor *e, uint32_t from, uint32_t to)
{
    editor_move_to(e, from, false);
    editor_move_to(e, to, true);
}
