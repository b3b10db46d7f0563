/*
 * breaking.c - what Unicode says about text, by ICU.
 *
 * Process: renderer.  Distrusts: nothing: any text is fine.  Pure ASCII never
 * gets here but for line breaks, which it finds by browsers' own table.
 */
#include "text/breaking.h"

#include "log.h"
#include "utf8.h"

#include <unicode/ubidi.h>
#include <unicode/ubrk.h>
#include <unicode/ucasemap.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utext.h>

#include <stdlib.h>

static bool
is_alphanumeric(uint8_t c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/* Between two ASCII characters browsers do not follow UAX 14: no break after
 * a slash, and numbers keep their minus sign. */
static bool
ascii_break(uint8_t before_last, uint8_t last, uint8_t next)
{
    if (next == ' ')
        return false;
    if (last == ' ' || last == '\n' || last == '\t')
        return true;
    if (last == '-' && next >= '0' && next <= '9')
        return is_alphanumeric(before_last);
    if (last == '-' || last == '?')
        return is_alphanumeric(next) && before_last != ' ' && before_last != 0;
    return false;
}

static UBreakIterator *
iterator(UBreakIteratorType type)
{
    static UBreakIterator *made[UBRK_SENTENCE + 1];
    UErrorCode error = U_ZERO_ERROR;

    if (made[type] == NULL) {
        made[type] = ubrk_open(type, "en", NULL, 0, &error);
        if (U_FAILURE(error)) {
            log_error("ICU has no break rules: %s", u_errorName(error));
            made[type] = NULL;
        }
    }
    return made[type];
}

/* Calls ICU over [start, end) and adds mark where a boundary is, except
 * between two ASCII characters if it is about lines. */
static void
mark_boundaries(UBreakIteratorType type, struct span text, size_t start,
                size_t end, uint8_t mark, uint8_t *marks)
{
    UBreakIterator *walk = iterator(type);
    UErrorCode error = U_ZERO_ERROR;
    UText *source;

    if (walk == NULL)
        return;
    source = utext_openUTF8(NULL, (const char *)text.data + start,
                            (int64_t)(end - start), &error);
    ubrk_setUText(walk, source, &error);
    if (U_SUCCESS(error)) {
        for (int32_t at = ubrk_first(walk); at != UBRK_DONE;
             at = ubrk_next(walk)) {
            size_t place = start + (size_t)at;

            if (place == 0 || place >= text.size ||
                (type == UBRK_LINE && text.data[place - 1] < 0x80 &&
                 text.data[place] < 0x80))
                continue;
            marks[place] |= mark;
        }
    }
    utext_close(source);
}

void
breaking_mark_lines(struct span text, uint8_t *marks)
{
    bool ascii = true;

    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] >= 0x80) {
            ascii = false;
            /* Nor does what stands before spaces or behind them matter. */
            if (i > 0 && text.data[i - 1] == ' ')
                marks[i] |= MARK_LINE;
        } else if (i > 0 && text.data[i - 1] < 0x80 &&
                   ascii_break(i > 1 ? text.data[i - 2] : 0, text.data[i - 1],
                               text.data[i])) {
            marks[i] |= MARK_LINE;
        }
    }
    if (!ascii)
        mark_boundaries(UBRK_LINE, text, 0, text.size, MARK_LINE, marks);
}

void
breaking_mark_clusters(struct span text, size_t start, size_t end,
                       uint8_t *marks)
{
    bool ascii = true;

    for (size_t i = start; i < end; i++) {
        if (text.data[i] >= 0x80)
            ascii = false;
        else
            marks[i] |= MARK_CLUSTER;
    }
    if (!ascii)
        mark_boundaries(UBRK_CHARACTER, text, start, end, MARK_CLUSTER, marks);
}

bool
breaking_needs_bidi(struct span text)
{
    const uint8_t *at = text.data, *end = text.data + text.size;

    while (at < end) {
        uint32_t code;

        if (*at < 0xD6) { /* all below U+0580 */
            at++;
            continue;
        }
        code = utf8_next(&at, end);
        if ((code >= 0x590 && code <= 0x8FF) || code == 0x200F ||
            (code >= 0x202A && code <= 0x202E) ||
            (code >= 0x2066 && code <= 0x2069) ||
            (code >= 0xFB1D && code <= 0xFEFC) ||
            (code >= 0x10800 && code <= 0x10FFF) ||
            (code >= 0x1E800 && code <= 0x1EFFF))
            return true;
    }
    return false;
}

int
breaking_levels(struct span text, int base, uint8_t *levels)
{
    UChar *wide = malloc((text.size + 1) * sizeof *wide);
    UBiDi *bidi = ubidi_open();
    UErrorCode error = U_ZERO_ERROR;
    const uint8_t *at = text.data, *end = text.data + text.size;
    const UBiDiLevel *found;
    int32_t count = 0, read = 0;
    int level = base == 1;

    if (wide == NULL || bidi == NULL)
        fatal_memory("out of memory for bidirectional text");
    while (at < end) {
        uint32_t code = utf8_next(&at, end);

        U16_APPEND_UNSAFE(wide, count, code);
    }
    memset(levels, level, text.size);
    ubidi_setPara(bidi, wide, count,
                  (UBiDiLevel)(base < 0 ? UBIDI_DEFAULT_LTR : base), NULL,
                  &error);
    found = ubidi_getLevels(bidi, &error);
    if (U_SUCCESS(error) && found != NULL) {
        level = ubidi_getParaLevel(bidi);
        for (at = text.data; at < end;) {
            const uint8_t *before = at;
            uint32_t code = utf8_next(&at, end);

            memset(levels + (before - text.data), found[read],
                   (size_t)(at - before));
            read += code > 0xFFFF ? 2 : 1;
        }
    }
    ubidi_close(bidi);
    free(wide);
    return level;
}

void
breaking_reorder(const uint8_t *levels, int count, int *order)
{
    ubidi_reorderVisual(levels, count, order);
}

int
breaking_script(uint32_t code)
{
    UErrorCode error = U_ZERO_ERROR;
    UScriptCode script;

    if (code < 0x80)
        return (code | 0x20) >= 'a' && (code | 0x20) <= 'z' ? USCRIPT_LATIN : 0;
    script = uscript_getScript((UChar32)code, &error);
    if (U_FAILURE(error) || script == USCRIPT_COMMON ||
        script == USCRIPT_INHERITED || script < 0)
        return 0;
    return script;
}

bool
breaking_follows_font(uint32_t code)
{
    if (code < 0x300)
        return code < 0x20 || code == 0xAD;
    return (U_MASK(u_charType((UChar32)code)) &
            (U_GC_M_MASK | U_GC_CF_MASK | U_GC_CC_MASK)) != 0;
}

bool
breaking_is_word(uint32_t code)
{
    return code == '\'' || code == 0x2019 || u_isalnum((UChar32)code) ||
           (code >= 0x300 &&
            (U_MASK(u_charType((UChar32)code)) & U_GC_M_MASK) != 0);
}

bool
breaking_is_punctuation(uint32_t code)
{
    return (U_MASK(u_charType((UChar32)code)) &
            (U_GC_PS_MASK | U_GC_PE_MASK | U_GC_PI_MASK | U_GC_PF_MASK |
             U_GC_PO_MASK)) != 0;
}

bool
breaking_is_dash(uint32_t code)
{
    return u_charType((UChar32)code) == U_DASH_PUNCTUATION;
}

void
breaking_add_case(struct buf *out, struct span text, bool upper)
{
    static UCaseMap *map;
    UErrorCode error = U_ZERO_ERROR;
    int32_t size, room = (int32_t)text.size * 3 + 8;

    if (text.size > INT32_MAX / 4)
        return;
    if (map == NULL)
        map = ucasemap_open("", 0, &error);
    if (U_FAILURE(error)) {
        buf_add_span(out, text);
        return;
    }
    size = (upper ? ucasemap_utf8ToUpper : ucasemap_utf8ToLower)(
        map, (char *)buf_reserve(out, (size_t)room), room,
        (const char *)text.data, (int32_t)text.size, &error);
    if (U_SUCCESS(error) || error == U_STRING_NOT_TERMINATED_WARNING)
        out->size += (size_t)size;
    else
        buf_add_span(out, text);
}

uint32_t
breaking_title(uint32_t code)
{
    return (uint32_t)u_totitle((UChar32)code);
}

uint32_t
breaking_fold(uint32_t code)
{
    return (uint32_t)u_foldCase((UChar32)code, U_FOLD_CASE_DEFAULT);
}
