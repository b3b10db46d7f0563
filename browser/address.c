/*
 * address.c - the text of the address bar: editing, undo, completion, and how
 * a committed address is shown.
 *
 * Process: browser.  Distrusts: what is typed or pasted, and pages' URLs.
 */
#include "address.h"
#include "limits.h"
#include "log.h"
#include "utf8.h"

#include <stdlib.h>
#include <strings.h>

struct span
address_text(const struct address *a)
{
    return buf_span(&a->text);
}

static size_t
selection_start(const struct address *a)
{
    return a->caret < a->anchor ? a->caret : a->anchor;
}

static size_t
selection_end(const struct address *a)
{
    return a->caret > a->anchor ? a->caret : a->anchor;
}

struct span
address_selection(const struct address *a)
{
    size_t start = selection_start(a);

    return (struct span){a->text.data + start, selection_end(a) - start};
}

static void
forget_states(struct address *a, int from)
{
    for (int i = from; i < a->state_count; i++)
        free(a->states[i].text);
    if (a->state_count > from)
        a->state_count = from;
}

/* Notes the text as the present state; joined: in place of the last one. */
static void
record(struct address *a, bool joined)
{
    struct address_state now = {strdup(buf_text(&a->text)), a->caret};

    if (now.text == NULL)
        fatal_memory("out of memory for the address");
    if (joined && a->state_count > 0 && a->state > 0) {
        forget_states(a, a->state);
    } else {
        forget_states(a, a->state_count > 0 ? a->state + 1 : 0);
        if (a->state_count == ADDRESS_STATES) {
            free(a->states[0].text);
            memmove(a->states, a->states + 1,
                    (ADDRESS_STATES - 1) * sizeof *a->states);
            a->state_count--;
        }
    }
    a->states[a->state_count] = now;
    a->state = a->state_count++;
}

static void
restore(struct address *a)
{
    a->text.size = 0;
    buf_add_text(&a->text, a->states[a->state].text);
    a->caret = a->anchor = a->states[a->state].caret;
    a->edited = true;
    a->typing = false;
}

void
address_undo(struct address *a)
{
    if (a->state > 0) {
        a->state--;
        restore(a);
    }
}

void
address_redo(struct address *a)
{
    if (a->state + 1 < a->state_count) {
        a->state++;
        restore(a);
    }
}

void
address_finish(struct address *a)
{
    forget_states(a, 0);
    buf_finish(&a->text);
    memset(a, 0, sizeof *a);
}

/* Drops what cannot be seen, and line ends. */
static void
add_clean(struct buf *out, struct span text)
{
    const uint8_t *at = text.data, *end = at + text.size;
    struct buf whole = {0};

    /* One character at a time, so that spaces stay as they are. */
    while (at < end) {
        const uint8_t *start = at;
        uint32_t code = utf8_next(&at, end);

        if (code == ' ')
            buf_add_char(&whole, ' ');
        else
            text_add_visible(&whole,
                             (struct span){start, (size_t)(at - start)});
    }
    buf_add_span(out, utf8_prefix(buf_span(&whole), MAX_URL));
    buf_finish(&whole);
}

void
address_set(struct address *a, const char *text)
{
    forget_states(a, 0);
    a->text.size = 0;
    add_clean(&a->text, span_of(text));
    a->caret = a->anchor = a->text.size;
    a->edited = a->typing = false;
    a->state = 0;
    record(a, false);
}

/* The selection becomes these bytes; the caret goes behind them. */
static void
replace(struct address *a, struct span with)
{
    size_t start = selection_start(a), end = selection_end(a);
    size_t tail = a->text.size - end;

    if (with.size > MAX_URL - start - tail)
        with = utf8_prefix(with, MAX_URL - start - tail);
    buf_reserve(&a->text, with.size + 1);
    if (tail > 0)
        memmove(a->text.data + start + with.size, a->text.data + end, tail);
    if (with.size > 0)
        memcpy(a->text.data + start, with.data, with.size);
    a->text.size = start + with.size + tail;
    a->caret = a->anchor = start + with.size;
    a->edited = true;
}

void
address_insert(struct address *a, struct span text)
{
    struct buf clean = {0};
    bool joined = a->typing && a->caret == a->anchor;

    add_clean(&clean, text);
    if (clean.size > 0 || a->caret != a->anchor) {
        /* A completed tail is selected too, but was never recorded. */
        joined = joined || (a->typing && selection_end(a) == a->text.size);
        replace(a, buf_span(&clean));
        record(a, joined && !span_is(buf_span(&clean), " "));
        a->typing = true;
    }
    buf_finish(&clean);
}

void
address_paste(struct address *a, const char *text)
{
    struct span s = span_of(text);

    while (s.size > 0 && s.data[0] <= ' ') {
        s.data++;
        s.size--;
    }
    while (s.size > 0 && s.data[s.size - 1] <= ' ')
        s.size--;
    if (s.size == 0)
        return;
    a->typing = false;
    address_insert(a, s);
    a->typing = false;
}

static bool
is_word(uint8_t c)
{
    return c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z') || c == '_';
}

static size_t
word_right(const struct address *a, size_t at)
{
    const uint8_t *text = a->text.data;

    while (at < a->text.size && is_word(text[at]))
        at++;
    while (at < a->text.size && !is_word(text[at]))
        at++;
    return at;
}

static size_t
word_left(const struct address *a, size_t at)
{
    const uint8_t *text = a->text.data;

    while (at > 0 && !is_word(text[at - 1]))
        at--;
    while (at > 0 && is_word(text[at - 1]))
        at--;
    return at;
}

static size_t
destination(const struct address *a, enum address_move how)
{
    const struct text_line *line;

    switch (how) {
    case ADDRESS_LEFT:
    case ADDRESS_RIGHT:
        line = text_line(TEXT_UI, ADDRESS_TEXT_SIZE, address_text(a));
        return how == ADDRESS_LEFT ? text_previous(line, a->caret)
                                   : text_next(line, a->caret);
    case ADDRESS_WORD_LEFT:
        return word_left(a, a->caret);
    case ADDRESS_WORD_RIGHT:
        return word_right(a, a->caret);
    case ADDRESS_HOME:
        return 0;
    case ADDRESS_END:
        break;
    }
    return a->text.size;
}

void
address_erase(struct address *a, enum address_move how)
{
    if (a->caret == a->anchor)
        a->anchor = destination(a, how);
    if (a->caret == a->anchor)
        return;
    replace(a, (struct span){NULL, 0});
    record(a, false);
    a->typing = false;
}

void
address_place(struct address *a, size_t at, bool extend)
{
    a->caret = at < a->text.size ? at : a->text.size;
    if (!extend)
        a->anchor = a->caret;
    a->typing = false;
}

void
address_move(struct address *a, enum address_move how, bool extend)
{
    /* An arrow leaves a selection at that side. */
    if (!extend && a->caret != a->anchor && how == ADDRESS_LEFT)
        address_place(a, selection_start(a), false);
    else if (!extend && a->caret != a->anchor && how == ADDRESS_RIGHT)
        address_place(a, selection_end(a), false);
    else
        address_place(a, destination(a, how), extend);
}

void
address_select_all(struct address *a)
{
    a->anchor = 0;
    a->caret = a->text.size;
    a->typing = false;
}

void
address_select_word(struct address *a, size_t at)
{
    const uint8_t *text = a->text.data;
    size_t start = at, end = at;

    if (at >= a->text.size || !is_word(text[at])) {
        /* Between words: the run of other characters. */
        while (start > 0 && !is_word(text[start - 1]))
            start--;
        while (end < a->text.size && !is_word(text[end]))
            end++;
    } else {
        while (start > 0 && is_word(text[start - 1]))
            start--;
        while (end < a->text.size && is_word(text[end]))
            end++;
    }
    a->anchor = start;
    a->caret = end;
    a->typing = false;
}

const char *
address_wants(struct address *a)
{
    if (a->text.size == 0 || a->caret != a->anchor ||
        a->caret != a->text.size || !a->typing)
        return NULL;
    return buf_text(&a->text);
}

void
address_complete(struct address *a, const char *whole)
{
    struct buf clean = {0};

    if (whole == NULL || address_wants(a) == NULL)
        return;
    add_clean(&clean, span_of(whole));
    if (clean.size > a->text.size &&
        strncasecmp((const char *)clean.data, (const char *)a->text.data,
                    a->text.size) == 0) {
        size_t typed = a->text.size;

        buf_add(&a->text, clean.data + typed, clean.size - typed);
        a->caret = typed;
        a->anchor = a->text.size;
    }
    buf_finish(&clean);
}

static size_t
find_any(struct span s, size_t from, const char *any)
{
    while (from < s.size &&
           (s.data[from] == 0 || strchr(any, s.data[from]) == NULL))
        from++;
    return from;
}

static bool
starts_with(struct span s, const char *prefix)
{
    size_t size = strlen(prefix);

    return s.size >= size && memcmp(s.data, prefix, size) == 0;
}

void
address_show(struct buf *out, const char *url, size_t *host_start,
             size_t *host_end)
{
    struct buf clean = {0};
    struct span s;
    size_t start = 0, end, colon, from = out->size;
    bool hidden;

    add_clean(&clean, span_of(url));
    s = buf_span(&clean);
    *host_start = *host_end = 0;
    if (s.size == 0)
        return;
    hidden = starts_with(s, "https://") || starts_with(s, "http://");
    colon = find_any(s, 0, ":/");
    if (s.size > colon + 2 && memcmp(s.data + colon, "://", 3) == 0)
        start = colon + 3;
    else
        hidden = false;
    end = start > 0 ? find_any(s, start, "/\\?#") : s.size;
    /* Anything up to the last @ is a user name, and could pose as a host. */
    for (size_t i = end; start > 0 && hidden && i > start; i--)
        if (s.data[i - 1] == '@') {
            start = i;
            break;
        }
    if (!hidden)
        buf_add(out, s.data, start);
    *host_start = out->size - from;
    buf_add(out, s.data + start, end - start);
    *host_end = out->size - from;
    if (!(hidden && s.size - end == 1 && s.data[end] == '/'))
        buf_add(out, s.data + end, s.size - end);
    buf_finish(&clean);
}
