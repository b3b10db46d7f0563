/*
 * encoding.c - bytes of a document or style sheet to UTF-8.
 *
 * Process: renderer.  Distrusts: every byte, and the labels.  The only file
 * of html/ that includes ICU; its converters need no files, so they open
 * inside the sandbox.
 */
#include "html/encoding.h"

#include "log.h"
#include "utf8.h"

#include <unicode/ucnv.h>

struct row {
    const char *name;  /* of an encoding; NULL: a label of the one before */
    const char *other; /* converter, or label */
};

static const struct row rows[] = {
#define ENCODING(name, converter) {name, converter},
#define LABEL(label) {NULL, label},
#include "html/encodings.def"
};

enum { ROW_COUNT = sizeof rows / sizeof *rows };

static bool
is_space(uint8_t c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

static bool
same_label(struct span s, const char *label)
{
    if (strlen(label) != s.size)
        return false;
    for (size_t i = 0; i < s.size; i++) {
        uint8_t c = s.data[i];
        if (c >= 'A' && c <= 'Z')
            c = (uint8_t)(c + 32);
        if (c != (uint8_t)label[i])
            return false;
    }
    return true;
}

const char *
encoding_by_label(struct span label)
{
    const char *name = NULL;

    while (label.size > 0 && is_space(label.data[0]))
        label = (struct span){label.data + 1, label.size - 1};
    while (label.size > 0 && is_space(label.data[label.size - 1]))
        label.size--;
    for (size_t i = 0; i < ROW_COUNT; i++) {
        if (rows[i].name != NULL)
            name = rows[i].name;
        else if (same_label(label, rows[i].other))
            return name;
    }
    return NULL;
}

static const char *
converter_of(const char *name)
{
    for (size_t i = 0; i < ROW_COUNT; i++)
        if (rows[i].name != NULL && strcmp(rows[i].name, name) == 0)
            return rows[i].other;
    return "";
}

static bool
starts_with(struct span s, const char *bytes, size_t size)
{
    return s.size >= size && memcmp(s.data, bytes, size) == 0;
}

/* The encoding by byte order mark (and its size), or NULL. */
static const char *
by_mark(struct span bytes, size_t *size)
{
    *size = 2;
    if (starts_with(bytes, "\xFE\xFF", 2))
        return "UTF-16BE";
    if (starts_with(bytes, "\xFF\xFE", 2))
        return "UTF-16LE";
    *size = 3;
    if (starts_with(bytes, "\xEF\xBB\xBF", 3))
        return "UTF-8";
    *size = 0;
    return NULL;
}

/* A style sheet's @charset "label"; in exactly these bytes (CSS Syntax 3.2). */
static const char *
by_charset_rule(struct span bytes)
{
    static const char start[] = "@charset \"";
    size_t from = sizeof start - 1, to = from;
    const char *name;

    if (!starts_with(bytes, start, from))
        return NULL;
    while (to < bytes.size && to < 1024 && bytes.data[to] != '"')
        to++;
    if (to + 1 >= bytes.size || bytes.data[to] != '"' ||
        bytes.data[to + 1] != ';')
        return NULL;
    name = encoding_by_label((struct span){bytes.data + from, to - from});
    if (name != NULL && strncmp(name, "UTF-16", 6) == 0)
        return "UTF-8";
    return name;
}

/* Well-formed, but for a NUL (which U+FFFD replaces). */
static bool
looks_like_utf8(struct span bytes)
{
    const uint8_t *at = bytes.data, *end = at + bytes.size;

    while (at < end) {
        const uint8_t *start = at;
        if (utf8_next(&at, end) == UTF8_REPLACEMENT &&
            !(at - start == 3 && memcmp(start, "\xEF\xBF\xBD", 3) == 0))
            return false;
    }
    return true;
}

const char *
encoding_sniff(struct span bytes, const char *charset_from_header)
{
    size_t mark;
    const char *name = by_mark(bytes, &mark);

    if (name == NULL)
        name = encoding_by_label(span_of(charset_from_header));
    if (name == NULL)
        name = encoding_prescan(bytes);
    if (name == NULL)
        name = looks_like_utf8(bytes) ? "UTF-8" : "windows-1252";
    return name;
}

const char *
encoding_of_sheet(struct span bytes, const char *charset_from_header,
                  const char *document)
{
    size_t mark;
    const char *name = by_mark(bytes, &mark);

    if (name == NULL)
        name = encoding_by_label(span_of(charset_from_header));
    if (name == NULL)
        name = by_charset_rule(bytes);
    if (name == NULL)
        name = encoding_by_label(span_of(document));
    return name != NULL ? name : "UTF-8";
}

static void
decode_user_defined(struct buf *utf8, struct span bytes)
{
    for (size_t i = 0; i < bytes.size; i++) {
        uint8_t out[4];
        uint32_t code = bytes.data[i];

        if (code >= 0x80)
            code += 0xF780 - 0x80;
        if (code == 0)
            code = UTF8_REPLACEMENT;
        buf_add(utf8, out, utf8_put(out, code));
    }
}

/* ISO-8859-16, which ICU lacks: the upper half. */
static void
decode_latin10(struct buf *utf8, struct span bytes)
{
    static const uint16_t upper[96] = {
        0x00A0, 0x0104, 0x0105, 0x0141, 0x20AC, 0x201E, 0x0160, 0x00A7, 0x0161,
        0x00A9, 0x0218, 0x00AB, 0x0179, 0x00AD, 0x017A, 0x017B, 0x00B0, 0x00B1,
        0x010C, 0x0142, 0x017D, 0x201D, 0x00B6, 0x00B7, 0x017E, 0x010D, 0x0219,
        0x00BB, 0x0152, 0x0153, 0x0178, 0x017C, 0x00C0, 0x00C1, 0x00C2, 0x0102,
        0x00C4, 0x0106, 0x00C6, 0x00C7, 0x00C8, 0x00C9, 0x00CA, 0x00CB, 0x00CC,
        0x00CD, 0x00CE, 0x00CF, 0x0110, 0x0143, 0x00D2, 0x00D3, 0x00D4, 0x0150,
        0x00D6, 0x015A, 0x0170, 0x00D9, 0x00DA, 0x00DB, 0x00DC, 0x0118, 0x021A,
        0x00DF, 0x00E0, 0x00E1, 0x00E2, 0x0103, 0x00E4, 0x0107, 0x00E6, 0x00E7,
        0x00E8, 0x00E9, 0x00EA, 0x00EB, 0x00EC, 0x00ED, 0x00EE, 0x00EF, 0x0111,
        0x0144, 0x00F2, 0x00F3, 0x00F4, 0x0151, 0x00F6, 0x015B, 0x0171, 0x00F9,
        0x00FA, 0x00FB, 0x00FC, 0x0119, 0x021B, 0x00FF};

    for (size_t i = 0; i < bytes.size; i++) {
        uint8_t out[4];
        uint32_t code = bytes.data[i];

        if (code >= 0xA0)
            code = upper[code - 0xA0];
        if (code == 0)
            code = UTF8_REPLACEMENT;
        buf_add(utf8, out, utf8_put(out, code));
    }
}

/* Through UTF-16 in pieces, to UTF-8 by hand: NUL and lone surrogates become
 * U+FFFD. */
static bool
decode_by_icu(struct buf *utf8, struct span bytes, const char *converter)
{
    UErrorCode error = U_ZERO_ERROR;
    UConverter *c = ucnv_open(converter, &error);
    const char *at = (const char *)bytes.data, *end = at + bytes.size;
    uint32_t high = 0;
    bool more = true;

    if (U_FAILURE(error)) {
        log_warn("no converter %s: %s", converter, u_errorName(error));
        return false;
    }
    while (more) {
        UChar units[4096];
        UChar *to = units;

        error = U_ZERO_ERROR;
        ucnv_toUnicode(c, &to, units + 4096, &at, end, NULL, true, &error);
        more = error == U_BUFFER_OVERFLOW_ERROR;
        for (const UChar *u = units; u < to; u++) {
            uint8_t out[4];
            uint32_t code = *u;

            if (high != 0 && (code & 0xFC00) == 0xDC00) {
                code = 0x10000 + ((high & 0x3FF) << 10) + (code & 0x3FF);
                high = 0;
            } else {
                if (high != 0)
                    buf_add(utf8, out, utf8_put(out, UTF8_REPLACEMENT));
                high = 0;
                if ((code & 0xFC00) == 0xD800) {
                    high = code;
                    continue;
                }
            }
            if (code == 0)
                code = UTF8_REPLACEMENT;
            buf_add(utf8, out, utf8_put(out, code));
        }
    }
    if (high != 0)
        buf_add_text(utf8, "\xEF\xBF\xBD");
    ucnv_close(c);
    return true;
}

bool
encoding_decode(struct buf *utf8, struct span bytes, const char *name)
{
    size_t size;
    const char *mark = by_mark(bytes, &size);

    if (mark != NULL && strcmp(mark, name) == 0)
        bytes = (struct span){bytes.data + size, bytes.size - size};
    if (strcmp(name, "UTF-8") == 0) {
        utf8_add_clean(utf8, bytes);
    } else if (strcmp(name, "x-user-defined") == 0) {
        decode_user_defined(utf8, bytes);
    } else if (strcmp(name, "ISO-8859-16") == 0) {
        decode_latin10(utf8, bytes);
    } else if (strcmp(name, "replacement") == 0) {
        if (bytes.size > 0)
            buf_add_text(utf8, "\xEF\xBF\xBD");
    } else if (!decode_by_icu(utf8, bytes, converter_of(name))) {
        utf8_add_clean(utf8, bytes);
        return false;
    }
    return true;
}

/* ---- encoding ------------------------------------------------------------*/

const char *
encoding_for_output(const char *name)
{
    return strcmp(name, "replacement") == 0 || strncmp(name, "UTF-16", 6) == 0
               ? "UTF-8"
               : name;
}

void
encoding_encode(struct buf *out, struct span utf8, const char *name)
{
    UErrorCode error = U_ZERO_ERROR;
    UConverter *from, *to;
    const char *at = (const char *)utf8.data, *end = at + utf8.size;
    UChar pivot[1024];
    UChar *pivot_from = pivot, *pivot_to = pivot;
    bool more = true;

    if (utf8.size == 0)
        return;
    from = ucnv_open("UTF-8", &error);
    to = ucnv_open(converter_of(name), &error);
    if (U_SUCCESS(error))
        ucnv_setFromUCallBack(to, UCNV_FROM_U_CALLBACK_ESCAPE,
                              UCNV_ESCAPE_XML_DEC, NULL, NULL, &error);
    if (U_FAILURE(error) || strcmp(name, "UTF-8") == 0) {
        buf_add_span(out, utf8);
        more = false;
    }
    for (bool first = true; more; first = false) {
        char *put = (char *)buf_reserve(out, 4096), *start = put;

        error = U_ZERO_ERROR;
        ucnv_convertEx(to, from, &put, put + 4096, &at, end, pivot, &pivot_from,
                       &pivot_to, pivot + 1024, first, true, &error);
        out->size += (size_t)(put - start);
        more = error == U_BUFFER_OVERFLOW_ERROR;
    }
    ucnv_close(from);
    ucnv_close(to);
}
