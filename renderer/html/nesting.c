/*
 * nesting.c - how much of a document a parser can be asked to read.
 *
 * Process: renderer.  Distrusts: the page.
 *
 * An estimate without a tree: start tags count up, end tags down, and the words
 * in a tag are its attributes.  Elements
 * whose end tag may be left out, and void ones, do not count; text of scripts
 * and styles is not told apart, which makes no page shorter that is not
 * absurd.
 */
#include "html/nesting.h"

#include <ctype.h>
#include <strings.h>

enum { MAX_OPEN = 4096, MAX_ATTRIBUTES = 4096, NAME_SIZE = 12 };

static bool
counts(const char *name, size_t size)
{
    static const char *const uncounted[] = {
        "area",  "base",  "br",    "col",    "embed",    "hr",       "img",
        "input", "link",  "meta",  "param",  "source",   "track",    "wbr",
        "p",     "li",    "dt",    "dd",     "td",       "th",       "tr",
        "tbody", "thead", "tfoot", "option", "optgroup", "colgroup", "rt",
        "rp",    "html",  "head",  "body",   "frame",    "basefont", "image"};

    for (size_t i = 0; i < sizeof uncounted / sizeof *uncounted; i++)
        if (strlen(uncounted[i]) == size &&
            strncasecmp(uncounted[i], name, size) == 0)
            return false;
    return true;
}

/* Where the tag ends whose name ends there: at its >, or with the text.
 * *attributes is about how many it has. */
static size_t
tag_end(const char *text, size_t size, size_t at, size_t *attributes)
{
    bool in_word = false;

    *attributes = 0;
    for (; at < size && text[at] != '>'; at++) {
        if (isspace((unsigned char)text[at])) {
            in_word = false;
            continue;
        }
        *attributes += !in_word;
        in_word = true;
        if (text[at] != '=')
            continue;
        while (at + 1 < size && isspace((unsigned char)text[at + 1]))
            at++;
        if (at + 1 < size && (text[at + 1] == '"' || text[at + 1] == '\'')) {
            const char *value = text + at + 2;
            const char *end = memchr(value, text[at + 1], size - at - 2);

            in_word = false;
            at = end != NULL ? (size_t)(end - text) : size - 1;
        }
    }
    return at;
}

struct span
nesting_prefix(struct span html)
{
    size_t open = 0;

    for (size_t at = 0; at + 1 < html.size; at++) {
        const char *text = (const char *)html.data;
        const char *found = memchr(text + at, '<', html.size - at - 1);
        size_t name, end, start, attributes;

        if (found == NULL)
            break;
        start = at = (size_t)(found - text);
        name = end = at + (text[at + 1] == '/' ? 2 : 1);
        while (end < html.size && end - name < NAME_SIZE &&
               isalnum((unsigned char)text[end]))
            end++;
        if (end == name || !isalpha((unsigned char)text[name]))
            continue;
        at = tag_end(text, html.size, end, &attributes);
        if (attributes > MAX_ATTRIBUTES)
            return (struct span){html.data, start};
        if (!counts(text + name, end - name))
            continue;
        if (text[start + 1] == '/')
            open -= open > 0;
        else if (++open > MAX_OPEN)
            return (struct span){html.data, start};
    }
    return html;
}
