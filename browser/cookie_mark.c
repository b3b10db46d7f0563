/*
 * cookie_mark.c - marks of the browser's cookies in a recording.
 *
 * Process: browser; `bulkhead trace check`.  Distrusts: servers; a recording.
 */
#include "cookie_mark.h"
#include "site.h"

#include "limits.h"
#include "trace.h"

#include <inttypes.h>
#include <stdio.h>
#include <strings.h>

static const uint64_t factor = UINT64_C(0x9E3779B97F4A7C15);
static const char begin[] = "cookie of ";

/* ---- the hash ------------------------------------------------------------*/

/* The sum of bytes times powers of the factor, stirred: it can be rolled along
 * a text, and tells little of the bytes. */
static uint64_t
stir(uint64_t sum)
{
    sum = (sum ^ sum >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    sum = (sum ^ sum >> 27) * UINT64_C(0x94D049BB133111EB);
    return (sum ^ sum >> 31) >> 16;
}

void
cookie_mark_each(struct span bytes, uint32_t length,
                 bool (*fn)(void *data, uint64_t mark), void *data)
{
    uint64_t sum = 0, highest = 1;

    for (uint32_t i = 1; i < length; i++)
        highest *= factor;
    for (size_t i = 0; i < bytes.size; i++) {
        if (i >= length)
            sum -= (bytes.data[i - length] + UINT64_C(1)) * highest;
        sum = sum * factor + bytes.data[i] + 1;
        if (i + 1 >= length && !fn(data, stir(sum)))
            return;
    }
}

static bool
keep(void *data, uint64_t mark)
{
    *(uint64_t *)data = mark;
    return true;
}

/* ---- writing -------------------------------------------------------------*/

static void
note(const char *address, struct span value, bool http_only)
{
    struct url u = {0};
    struct buf text = {0};
    uint64_t mark = 0;

    if (value.size > COOKIE_MARK_MOST)
        value.size = COOKIE_MARK_MOST;
    if (value.size < COOKIE_MARK_LEAST ||
        !url_parse(&u, span_of(address), NULL))
        goto out;
    cookie_mark_each(value, (uint32_t)value.size, keep, &mark);
    buf_add_text(&text, begin);
    buf_add_span(&text, site_domain(&u));
    buf_printf(&text, "%s: %zu bytes, mark %012" PRIx64,
               http_only ? ", HttpOnly" : "", value.size, mark);
    trace_add(&(struct trace_record){.phase = TRACE_NOTE,
                                     .length = (uint32_t)text.size,
                                     .payload = buf_span(&text)});
out:
    url_finish(&u);
    buf_finish(&text);
}

static struct span
trim(struct span s)
{
    while (s.size > 0 && (s.data[0] == ' ' || s.data[0] == '\t'))
        s = (struct span){s.data + 1, s.size - 1};
    while (s.size > 0 && strchr(" \t\r\n", s.data[s.size - 1]) != NULL)
        s.size--;
    return s;
}

/* What stands before the sign, which goes from the rest with it. */
static struct span
cut_at(struct span *rest, char sign)
{
    const uint8_t *end =
        rest->size > 0 ? memchr(rest->data, sign, rest->size) : NULL;
    size_t size = end != NULL ? (size_t)(end - rest->data) : rest->size;
    struct span part = {rest->data, size};
    size_t gone = size + (end != NULL);

    *rest = (struct span){rest->data + gone, rest->size - gone};
    return trim(part);
}

void
cookie_mark_header(const char *url, struct span set_cookie)
{
    struct span value = cut_at(&set_cookie, ';');
    bool http_only = false;

    if (!trace_keeps_payloads())
        return;
    cut_at(&value, '=');
    while (set_cookie.size > 0 && !http_only) {
        struct span word = cut_at(&set_cookie, ';');

        http_only = word.size == 8 &&
                    strncasecmp((const char *)word.data, "HttpOnly", 8) == 0;
    }
    note(url, trim(value), http_only);
}

void
cookie_mark_line(const char *line)
{
    static const char only[] = "#HttpOnly_";
    bool http_only = strncmp(line, only, sizeof only - 1) == 0;
    struct span rest = span_of(line + (http_only ? sizeof only - 1 : 0));
    struct span domain = cut_at(&rest, '\t');
    struct buf address = {0};

    if (!trace_keeps_payloads())
        return;
    for (int column = 1; column < 6; column++) /* path ... name */
        cut_at(&rest, '\t');
    if (domain.size > 0 && domain.data[0] == '.')
        domain = (struct span){domain.data + 1, domain.size - 1};
    buf_add_text(&address, "http://");
    buf_add_span(&address, domain);
    note(buf_text(&address), trim(rest), http_only);
    buf_finish(&address);
}

/* ---- reading -------------------------------------------------------------*/

bool
cookie_mark_read(struct span text, struct cookie_mark *m)
{
    static const char only[] = ", HttpOnly";
    char line[MAX_DETAIL + 1], *colon;
    size_t start = sizeof begin - 1, end;

    if (text.size <= start || text.size >= sizeof line ||
        memcmp(text.data, begin, start) != 0)
        return false;
    memcpy(line, text.data, text.size);
    line[text.size] = 0;
    colon = strstr(line, ": "); /* an IPv6 address has none before a blank */
    if (colon == NULL || sscanf(colon, ": %" SCNu32 " bytes, mark %" SCNx64,
                                &m->length, &m->mark) != 2)
        return false;
    end = (size_t)(colon - line);
    m->http_only =
        end >= start + sizeof only - 1 &&
        memcmp(colon - (sizeof only - 1), only, sizeof only - 1) == 0;
    if (m->http_only)
        end -= sizeof only - 1;
    m->domain = (struct span){text.data + start, end - start};
    return m->length >= COOKIE_MARK_LEAST && m->length <= COOKIE_MARK_MOST;
}
