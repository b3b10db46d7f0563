/*
 * framing.c - whether a document lets itself be shown in a frame.
 *
 * Process: browser.  Distrusts: headers.
 */
#include "framing.h"

#include <string.h>
#include <strings.h>

static bool
is_space(uint8_t c)
{
    return c == ' ' || c == '\t';
}

static bool
is_word(struct span s, const char *word)
{
    return s.size == strlen(word) &&
           strncasecmp((const char *)s.data, word, s.size) == 0;
}

/* Takes the next word from the front; empty at the end. */
static struct span
next_word(struct span *rest)
{
    struct span word;

    while (rest->size > 0 && is_space(rest->data[0]))
        *rest = (struct span){rest->data + 1, rest->size - 1};
    word = (struct span){rest->data, 0};
    while (word.size < rest->size && !is_space(rest->data[word.size]))
        word.size++;
    *rest = (struct span){rest->data + word.size, rest->size - word.size};
    return word;
}

static enum framing
stricter(enum framing a, enum framing b)
{
    return a > b ? a : b;
}

enum framing
framing_x_frame_options(enum framing before, struct span value)
{
    struct span word = next_word(&value);

    if (is_word(word, "deny"))
        return FRAMING_NONE;
    return is_word(word, "sameorigin") ? stricter(before, FRAMING_SAME)
                                       : before;
}

/* The sources of one frame-ancestors directive. */
static enum framing
sources(struct span list)
{
    enum framing f = FRAMING_NONE;
    struct span word;

    while ((word = next_word(&list)).size > 0) {
        if (is_word(word, "*"))
            return FRAMING_ANY;
        if (!is_word(word, "'none'"))
            f = FRAMING_SAME;
    }
    return f;
}

enum framing
framing_policy(enum framing before, struct span value)
{
    while (value.size > 0) {
        const uint8_t *end = memchr(value.data, ';', value.size);
        size_t size = end != NULL ? (size_t)(end - value.data) : value.size;
        struct span directive = {value.data, size};

        if (is_word(next_word(&directive), "frame-ancestors"))
            before = stricter(before, sources(directive));
        size += end != NULL;
        value = (struct span){value.data + size, value.size - size};
    }
    return before;
}
