/*
 * fetch_data.c - data: URLs (the data: URL processor of the Fetch standard).
 *
 * Process: browser.  Distrusts: the address.
 */
#include "fetch_scheme.h"
#include "mime.h"

#include <strings.h>

static int
base64_value(uint8_t c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

static bool
is_space(uint8_t c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

/* The Infra standard's forgiving-base64 decode; false for what is none. */
static bool
decode_base64(struct buf *out, struct span s)
{
    uint32_t bits = 0;
    size_t count = 0, padding = 0;

    for (size_t i = 0; i < s.size; i++) {
        int value = base64_value(s.data[i]);

        if (is_space(s.data[i]))
            continue;
        if (s.data[i] == '=') {
            padding++;
            continue;
        }
        if (value < 0 || padding > 0)
            return false;
        bits = bits << 6 | (uint32_t)value;
        if (++count % 4 == 0) {
            const uint8_t three[] = {(uint8_t)(bits >> 16),
                                     (uint8_t)(bits >> 8), (uint8_t)bits};

            buf_add(out, three, 3);
        }
    }
    if (padding > 0 && (padding > 2 || (count + padding) % 4 != 0))
        return false;
    if (count % 4 == 1)
        return false;
    if (count % 4 == 2)
        buf_add_char(out, (char)(bits >> 4));
    if (count % 4 == 3) {
        buf_add_char(out, (char)(bits >> 10));
        buf_add_char(out, (char)(bits >> 2));
    }
    return true;
}

static struct span
trim_spaces(struct span s)
{
    while (s.size > 0 && is_space(s.data[0])) {
        s.data++;
        s.size--;
    }
    while (s.size > 0 && is_space(s.data[s.size - 1]))
        s.size--;
    return s;
}

/* Cuts ";base64" off the end of a type; false when it is not there. */
static bool
cut_base64(struct span *type)
{
    struct span s = *type;

    if (s.size < 6 ||
        strncasecmp((const char *)s.data + s.size - 6, "base64", 6) != 0)
        return false;
    s.size -= 6;
    while (s.size > 0 && s.data[s.size - 1] == ' ')
        s.size--;
    if (s.size == 0 || s.data[s.size - 1] != ';')
        return false;
    s.size--;
    *type = s;
    return true;
}

static void
start(struct fetch *f)
{
    struct fetch_response response = {.status = 200, .length = -1};
    struct buf body = {0}, decoded = {0}, type_text = {0};
    struct span all = buf_span(&f->url.href), type;
    const uint8_t *comma;
    struct mime mime;

    if (f->url.has_fragment)
        all.size -= url_fragment(&f->url).size + 1;
    all.data += sizeof "data:" - 1;
    all.size -= sizeof "data:" - 1;
    comma = all.size > 0 ? memchr(all.data, ',', all.size) : NULL;
    if (comma == NULL) {
        fetch_ended(f, LOAD_RESULT_FAILED,
                    "This data: address has no comma before its content.");
        return;
    }
    type = trim_spaces((struct span){all.data, (size_t)(comma - all.data)});
    url_add_decoded(
        &body,
        (struct span){comma + 1, all.size - (size_t)(comma - all.data) - 1});
    if (cut_base64(&type)) {
        if (!decode_base64(&decoded, buf_span(&body))) {
            fetch_ended(f, LOAD_RESULT_FAILED,
                        "The base64 text of this data: address is damaged.");
            goto out;
        }
    } else {
        buf_add_span(&decoded, buf_span(&body));
    }
    if (type.size > 0 && type.data[0] == ';')
        buf_add_text(&type_text, "text/plain");
    buf_add_span(&type_text, type);
    response.type = mime_parse(&mime, buf_span(&type_text))
                        ? buf_span(&type_text)
                        : span_of("text/plain;charset=US-ASCII");
    response.length = (int64_t)decoded.size;
    fetch_head_arrived(f, &response);
    fetch_data_arrived(f, buf_span(&decoded));
    fetch_ended(f, LOAD_RESULT_OK, NULL);
out:
    buf_finish(&body);
    buf_finish(&decoded);
    buf_finish(&type_text);
}

const struct fetch_scheme fetch_data = {"data", start, NULL, NULL};
