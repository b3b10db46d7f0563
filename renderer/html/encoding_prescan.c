/*
 * encoding_prescan.c - looks for <meta charset> in a document's first bytes
 * (HTML standard 13.2.3.2, "prescan a byte stream to determine its
 * encoding").
 *
 * Process: renderer.  Distrusts: every byte.
 */
#include "html/encoding.h"

enum { PRESCAN_SIZE = 1024, MAX_VALUE = 128 };

struct scan {
    const uint8_t *data;
    size_t at, size;
};

/* Lower-cased and cut; enough for what is compared. */
struct word {
    char text[MAX_VALUE + 1];
    size_t size;
};

static int
peek(const struct scan *s)
{
    return s->at < s->size ? s->data[s->at] : -1;
}

static bool
is_space(int c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

static bool
is_letter(int c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static void
word_add(struct word *w, int c)
{
    if (c >= 'A' && c <= 'Z')
        c += 32;
    if (w->size < MAX_VALUE)
        w->text[w->size++] = (char)c;
    w->text[w->size] = '\0';
}

static bool
starts_with(const struct scan *s, const char *text)
{
    for (size_t i = 0; text[i] != '\0'; i++) {
        int c = s->at + i < s->size ? s->data[s->at + i] : -1;
        if (c >= 'A' && c <= 'Z')
            c += 32;
        if (c != text[i])
            return false;
    }
    return true;
}

static void
skip_spaces(struct scan *s)
{
    while (is_space(peek(s)))
        s->at++;
}

static void
read_value(struct scan *s, struct word *value)
{
    int quote = peek(s);

    if (quote == '"' || quote == '\'') {
        for (s->at++; peek(s) != -1; s->at++) {
            if (peek(s) == quote) {
                s->at++;
                return;
            }
            word_add(value, peek(s));
        }
        return;
    }
    while (peek(s) != -1 && !is_space(peek(s)) && peek(s) != '>')
        word_add(value, s->data[s->at++]);
}

/* "Get an attribute"; false if there is none left. */
static bool
read_attribute(struct scan *s, struct word *name, struct word *value)
{
    name->size = value->size = 0;
    name->text[0] = value->text[0] = '\0';
    while (is_space(peek(s)) || peek(s) == '/')
        s->at++;
    if (peek(s) == '>' || peek(s) == -1)
        return false;
    while (peek(s) != -1 && !is_space(peek(s)) && peek(s) != '/' &&
           peek(s) != '>' && (peek(s) != '=' || name->size == 0))
        word_add(name, s->data[s->at++]);
    skip_spaces(s);
    if (peek(s) != '=')
        return true;
    s->at++;
    skip_spaces(s);
    read_value(s, value);
    return true;
}

/* "Extracting a character encoding from a meta element". */
static const char *
from_content(const struct word *content)
{
    struct scan s = {(const uint8_t *)content->text, 0, content->size};

    for (; s.at < s.size; s.at++) {
        size_t start;
        int quote;

        if (!starts_with(&s, "charset"))
            continue;
        s.at += 7;
        skip_spaces(&s);
        if (peek(&s) != '=') {
            s.at--;
            continue;
        }
        s.at++;
        skip_spaces(&s);
        quote = peek(&s);
        if (quote == '"' || quote == '\'') {
            start = ++s.at;
            while (peek(&s) != -1 && peek(&s) != quote)
                s.at++;
            if (peek(&s) == -1)
                return NULL;
        } else {
            start = s.at;
            while (peek(&s) != -1 && !is_space(peek(&s)) && peek(&s) != ';')
                s.at++;
        }
        return encoding_by_label((struct span){s.data + start, s.at - start});
    }
    return NULL;
}

static const char *
read_meta(struct scan *s)
{
    struct word name, value;
    bool got_pragma = false, need_pragma = false;
    bool seen_equiv = false, seen_content = false, seen_charset = false;
    const char *charset = NULL;

    while (read_attribute(s, &name, &value)) {
        if (strcmp(name.text, "http-equiv") == 0 && !seen_equiv) {
            seen_equiv = true;
            got_pragma = strcmp(value.text, "content-type") == 0;
        } else if (strcmp(name.text, "content") == 0 && !seen_content) {
            const char *found = from_content(&value);
            seen_content = true;
            if (found != NULL && charset == NULL && !seen_charset) {
                charset = found;
                need_pragma = true;
            }
        } else if (strcmp(name.text, "charset") == 0 && !seen_charset) {
            seen_charset = true;
            charset = encoding_by_label(
                (struct span){(const uint8_t *)value.text, value.size});
            need_pragma = false;
        }
    }
    /* A tag that the 1024 bytes cut does not count. */
    if (peek(s) == -1 || charset == NULL || (need_pragma && !got_pragma))
        return NULL;
    if (strncmp(charset, "UTF-16", 6) == 0)
        return "UTF-8";
    if (strcmp(charset, "x-user-defined") == 0)
        return "windows-1252";
    return charset;
}

static void
skip_tag(struct scan *s)
{
    struct word name, value;

    while (peek(s) != -1 && !is_space(peek(s)) && peek(s) != '>')
        s->at++;
    while (read_attribute(s, &name, &value))
        continue;
}

static void
skip_comment(struct scan *s)
{
    /* The dashes of the start may be those of the end: <!--> */
    for (s->at += 2; s->at < s->size; s->at++)
        if (starts_with(s, "-->")) {
            s->at += 2;
            return;
        }
}

const char *
encoding_prescan(struct span bytes)
{
    struct scan s = {bytes.data, 0, bytes.size};

    if (s.size > PRESCAN_SIZE)
        s.size = PRESCAN_SIZE;
    for (; s.at < s.size; s.at++) {
        if (peek(&s) != '<')
            continue;
        if (starts_with(&s, "<!--")) {
            skip_comment(&s);
        } else if (starts_with(&s, "<meta") && s.at + 5 < s.size &&
                   (is_space(s.data[s.at + 5]) || s.data[s.at + 5] == '/')) {
            s.at += 5;
            const char *found = read_meta(&s);
            if (found != NULL)
                return found;
        } else if (s.at + 1 < s.size &&
                   (is_letter(s.data[s.at + 1]) ||
                    (s.data[s.at + 1] == '/' && s.at + 2 < s.size &&
                     is_letter(s.data[s.at + 2])))) {
            s.at++;
            skip_tag(&s);
        } else if (s.at + 1 < s.size &&
                   (s.data[s.at + 1] == '!' || s.data[s.at + 1] == '/' ||
                    s.data[s.at + 1] == '?')) {
            while (peek(&s) != -1 && peek(&s) != '>')
                s.at++;
        }
    }
    return NULL;
}
