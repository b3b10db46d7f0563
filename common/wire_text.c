/*
 * wire_text.c - field values as a person types them.
 *
 * Process: browser.  Distrusts: the text.
 */
#include "wire_text.h"
#include "messages.h"
#include "utf8.h"

#include <inttypes.h>
#include <stdio.h>

enum { VALUE_SHOWN = 40 /* bytes of a value in a refusal */ };

static bool refuse(struct wire_text *t, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static bool
refuse(struct wire_text *t, const char *format, ...)
{
    int start = snprintf(t->why, t->why_size, "%s: ", t->field);
    va_list arguments;

    va_start(arguments, format);
    if (start > 0 && (size_t)start < t->why_size)
        vsnprintf(t->why + start, t->why_size - (size_t)start, format,
                  arguments);
    va_end(arguments);
    return false;
}

static int
shown(struct span text)
{
    return (int)utf8_prefix(text, VALUE_SHOWN).size;
}

static int
digit_of(uint8_t c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : 99;
}

/* All of the text as a number; false too when it is larger than 64 bits. */
static bool
parse(struct span text, unsigned base, uint64_t *value)
{
    if (text.size > 2 && text.data[0] == '0' && (text.data[1] | 0x20) == 'x') {
        base = 16;
        text = (struct span){text.data + 2, text.size - 2};
    }
    *value = 0;
    for (size_t i = 0; i < text.size; i++) {
        unsigned digit = (unsigned)digit_of(text.data[i]);

        if (digit >= base || *value > (UINT64_MAX - digit) / base)
            return false;
        *value = *value * base + digit;
    }
    return text.size > 0;
}

static bool
read_number(struct wire_text *t, struct span text, unsigned base,
            uint64_t limit, uint64_t *value)
{
    if (!parse(text, base, value))
        return refuse(t, "\"%.*s\" is no number", shown(text),
                      (const char *)text.data);
    if (*value > limit)
        return refuse(t, "%" PRIu64 " is more than %" PRIu64, *value, limit);
    return true;
}

static struct span
without_hash(struct span text)
{
    if (text.size > 0 && text.data[0] == '#')
        return (struct span){text.data + 1, text.size - 1};
    return text;
}

bool
read_u32(struct wire_text *t, struct span text, uint64_t limit,
         const char *list, u32_t *value)
{
    uint64_t number;

    (void)list;
    if (!read_number(t, text, 10, limit, &number))
        return false;
    *value = (u32_t)number;
    return true;
}

bool
read_u64(struct wire_text *t, struct span text, uint64_t limit,
         const char *list, u64_t *value)
{
    (void)list;
    return read_number(t, text, 10, limit, value);
}

bool
read_i32(struct wire_text *t, struct span text, uint64_t limit,
         const char *list, i32_t *value)
{
    bool negative = text.size > 0 && text.data[0] == '-';
    uint64_t number;

    (void)list;
    if (negative)
        text = (struct span){text.data + 1, text.size - 1};
    if (!parse(text, 10, &number))
        return refuse(t, "\"%s%.*s\" is no number", negative ? "-" : "",
                      shown(text), (const char *)text.data);
    if (number > limit || number > INT32_MAX)
        return refuse(t, "%s%" PRIu64 " is beyond %s%" PRIu64,
                      negative ? "-" : "", number, negative ? "-" : "", limit);
    *value = negative ? -(i32_t)number : (i32_t)number;
    return true;
}

bool
read_flag(struct wire_text *t, struct span text, uint64_t limit,
          const char *list, flag_t *value)
{
    (void)limit;
    (void)list;
    *value = span_is(text, "yes") || span_is(text, "1");
    if (*value || span_is(text, "no") || span_is(text, "0"))
        return true;
    return refuse(t, "\"%.*s\" is neither yes nor no", shown(text),
                  (const char *)text.data);
}

bool
read_choice(struct wire_text *t, struct span text, uint64_t limit,
            const char *list, choice_t *value)
{
    struct buf names = {0};

    for (choice_t i = 0; i < limit; i++) {
        if (span_is(text, choice_name(list, i))) {
            *value = i;
            buf_finish(&names);
            return true;
        }
        buf_printf(&names, "%s%s", i > 0 ? ", " : "", choice_name(list, i));
    }
    refuse(t, "\"%.*s\" is none of %s", shown(text), (const char *)text.data,
           buf_text(&names));
    buf_finish(&names);
    return false;
}

bool
read_color(struct wire_text *t, struct span text, uint64_t limit,
           const char *list, color_t *value)
{
    bool hash = text.size > 0 && text.data[0] == '#';
    uint64_t number;

    (void)list;
    if (!read_number(t, without_hash(text), hash ? 16 : 10, limit, &number))
        return false;
    *value = (color_t)number;
    return true;
}

bool
read_surface(struct wire_text *t, struct span text, uint64_t limit,
             const char *list, surface_t *value)
{
    return read_u32(t, without_hash(text), limit, list, value);
}

/* One character behind a backslash; moves *at behind it. */
static bool
unescape(const uint8_t **at, const uint8_t *end, uint8_t *out)
{
    const uint8_t *c = *at;
    static const char from[] = "\"\\nt", to[] = "\"\\\n\t";
    const char *found;

    if (c == end)
        return false;
    if (*c == 'x' && end - c >= 3 && digit_of(c[1]) < 16 &&
        digit_of(c[2]) < 16) {
        *out = (uint8_t)(digit_of(c[1]) << 4 | digit_of(c[2]));
        *at = c + 3;
        return true;
    }
    found = memchr(from, *c, sizeof from - 1);
    if (found == NULL)
        return false;
    *out = (uint8_t)to[found - from];
    *at = c + 1;
    return true;
}

/* A text without its quotes and escapes; bare text as it stands. */
static bool
unquote(struct wire_text *t, struct span text, struct span *value)
{
    const uint8_t *at = text.data + 1, *end = text.data + text.size;
    uint8_t *out;
    size_t size = 0;

    if (text.size == 0 || text.data[0] != '"') {
        *value = text;
        return true;
    }
    out = arena_alloc(t->arena, text.size);
    while (at < end && *at != '"') {
        if (*at != '\\') {
            out[size++] = *at++;
            continue;
        }
        at++;
        if (!unescape(&at, end, &out[size++]))
            return refuse(t, "a backslash stands before \" \\ n t or xHH only");
    }
    if (at == end || at + 1 != end)
        return refuse(t, "the closing \" is missing");
    *value = (struct span){out, size};
    return true;
}

static bool
fits(struct wire_text *t, struct span value, uint64_t limit)
{
    if (value.size <= limit)
        return true;
    return refuse(t, "%zu bytes are more than %" PRIu64, value.size, limit);
}

bool
read_text(struct wire_text *t, struct span text, uint64_t limit,
          const char *list, text_t *value)
{
    (void)list;
    if (!unquote(t, text, value) || !fits(t, *value, limit))
        return false;
    if (!utf8_is_text(*value))
        return refuse(t, "this is not UTF-8 text without NUL");
    return true;
}

bool
read_blob(struct wire_text *t, struct span text, uint64_t limit,
          const char *list, blob_t *value)
{
    static const char hex[] = "hex:";
    uint8_t *out;
    size_t size;

    (void)list;
    if (text.size < sizeof hex - 1 || memcmp(text.data, hex, sizeof hex - 1))
        return unquote(t, text, value) && fits(t, *value, limit);
    text = (struct span){text.data + 4, text.size - 4};
    size = text.size / 2;
    out = arena_alloc(t->arena, size + 1);
    for (size_t i = 0; i < text.size; i++) {
        int digit = digit_of(text.data[i]);

        if (digit > 15 || text.size % 2 != 0)
            return refuse(t, "hex: wants pairs of hexadecimal digits");
        out[i / 2] = (uint8_t)(out[i / 2] << 4 | digit);
    }
    *value = (struct span){out, size};
    return fits(t, *value, limit);
}
