/*
 * nesting.c - how much of a document a parser can be asked to read.
 *
 * Process: renderer.  Distrusts: the page.
 *
 * An estimate without a tree: start tags count up, end tags down.  Elements
 * whose end tag may be left out, and void ones, do not count; text of scripts
 * and styles is not told apart, which makes no page shorter that is not
 * absurd.
 */
#include "html/nesting.h"

#include <ctype.h>
#include <strings.h>

enum { MAX_OPEN = 4096, NAME_SIZE = 12 };

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

struct span
nesting_prefix(struct span html)
{
    size_t open = 0;

    for (size_t at = 0; at + 1 < html.size; at++) {
        const char *text = (const char *)html.data;
        const char *found = memchr(text + at, '<', html.size - at - 1);
        size_t name, end;

        if (found == NULL)
            break;
        at = (size_t)(found - text);
        name = end = at + (text[at + 1] == '/' ? 2 : 1);
        while (end < html.size && end - name < NAME_SIZE &&
               isalnum((unsigned char)text[end]))
            end++;
        if (end == name || !isalpha((unsigned char)text[name]) ||
            !counts(text + name, end - name))
            continue;
        if (text[at + 1] == '/')
            open -= open > 0;
        else if (++open > MAX_OPEN)
            return (struct span){html.data, at};
    }
    return html;
}
