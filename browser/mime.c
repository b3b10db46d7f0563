/*
 * mime.c - what kind of thing a response is (WHATWG MIME Sniffing).
 *
 * Process: browser.  Distrusts: servers' headers, file names, first bytes.
 */
#include "mime.h"
#include "url.h"
#include "utf8.h"

#include <stdio.h>
#include <strings.h>

/* -- texts of headers -- */

static bool
is_space(int c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static struct span
trim(struct span s)
{
    while (s.size > 0 && is_space(s.data[0])) {
        s.data++;
        s.size--;
    }
    while (s.size > 0 && is_space(s.data[s.size - 1]))
        s.size--;
    return s;
}

static char
lower(uint8_t c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c | 32 : c);
}

static bool
is_token(struct span s)
{
    for (size_t i = 0; i < s.size; i++)
        if (s.data[i] <= ' ' || s.data[i] > '~' ||
            strchr("\"(),/:;<=>?@[\\]{}", s.data[i]) != NULL)
            return false;
    return s.size > 0;
}

/* Cuts s at the first c: the part before it; s goes on after it. */
static struct span
cut(struct span *s, char c)
{
    struct span head = *s;
    const uint8_t *at = s->size > 0 ? memchr(s->data, c, s->size) : NULL;

    if (at == NULL) {
        *s = (struct span){s->data + s->size, 0};
        return head;
    }
    head.size = (size_t)(at - s->data);
    *s = (struct span){at + 1, s->size - head.size - 1};
    return head;
}

/* Reads the next ";name=value" of a header; value is unquoted into out.
 * False at the end. */
static bool
next_parameter(struct span *rest, struct span *name, struct buf *out)
{
    size_t i = 0;

    out->size = 0;
    while (rest->size > 0 && (is_space(rest->data[0]) || *rest->data == ';')) {
        rest->data++;
        rest->size--;
    }
    if (rest->size == 0)
        return false;
    while (i < rest->size && rest->data[i] != '=' && rest->data[i] != ';')
        i++;
    *name = trim((struct span){rest->data, i});
    if (i == rest->size || rest->data[i] == ';') {
        *rest = (struct span){rest->data + i, rest->size - i};
        return true;
    }
    *rest = (struct span){rest->data + i + 1, rest->size - i - 1};
    if (rest->size == 0 || rest->data[0] != '"') {
        buf_add_span(out, trim(cut(rest, ';')));
        return true;
    }
    for (i = 1; i < rest->size && rest->data[i] != '"'; i++) {
        if (rest->data[i] == '\\' && i + 1 < rest->size)
            i++;
        buf_add_char(out, (char)rest->data[i]);
    }
    *rest = (struct span){rest->data + i, rest->size - i};
    cut(rest, ';');
    return true;
}

static bool
name_is(struct span s, const char *name)
{
    return s.size == strlen(name) &&
           strncasecmp((const char *)s.data, name, s.size) == 0;
}

bool
mime_parse(struct mime *m, struct span content_type)
{
    struct span rest = trim(content_type), name;
    struct span essence = trim(cut(&rest, ';')), subtype = essence;
    struct span type = cut(&subtype, '/');
    struct buf value = {0};

    *m = (struct mime){{0}, {0}};
    if (essence.size >= sizeof m->essence || !is_token(type) ||
        !is_token(subtype))
        return false;
    for (size_t i = 0; i < essence.size; i++)
        m->essence[i] = lower(essence.data[i]);
    while (next_parameter(&rest, &name, &value)) {
        if (!name_is(name, "charset") || m->charset[0] != '\0' ||
            value.size >= sizeof m->charset || !is_token(buf_span(&value)))
            continue;
        for (size_t i = 0; i < value.size; i++)
            m->charset[i] = lower(value.data[i]);
    }
    buf_finish(&value);
    return true;
}

/* -- first bytes -- */

/* A pattern of bytes; in mask a 0 accepts any byte, NULL means exact. */
struct magic {
    const char *bytes, *mask;
    size_t size;
    const char *essence;
};

#define MAGIC(text, essence)                 \
    {                                        \
        text, NULL, sizeof text - 1, essence \
    }

static const struct magic images[] = {
    MAGIC("\x89PNG\r\n\x1a\n", "image/png"),
    MAGIC("\xff\xd8\xff", "image/jpeg"),
    MAGIC("GIF87a", "image/gif"),
    MAGIC("GIF89a", "image/gif"),
    {"RIFF\0\0\0\0WEBPVP", "\1\1\1\1\0\0\0\0\1\1\1\1\1\1", 14, "image/webp"},
    MAGIC("BM", "image/bmp"),
    {"\0\0\1\0", NULL, 4, "image/x-icon"},
};

static const struct magic others[] = {
    MAGIC("%PDF-", "application/pdf"),
    MAGIC("%!PS-Adobe-", "application/postscript"),
    {"OggS\0", NULL, 5, "application/ogg"},
    {"RIFF\0\0\0\0WAVE", "\1\1\1\1\0\0\0\0\1\1\1\1", 12, "audio/wave"},
    MAGIC("ID3", "audio/mpeg"),
    MAGIC("fLaC", "audio/flac"),
    {"\0\0\0\0ftyp", "\0\0\0\0\1\1\1\1", 8, "video/mp4"},
    MAGIC("\x1a\x45\xdf\xa3", "video/webm"),
    MAGIC("\x1f\x8b\x08", "application/gzip"),
    MAGIC("PK\3\4", "application/zip"),
    MAGIC("\x7f"
          "ELF",
          "application/octet-stream"),
    MAGIC("wOFF", "font/woff"),
    MAGIC("wOF2", "font/woff2"),
};

#undef MAGIC

static const char *
match(const struct magic *table, size_t count, struct span first)
{
    for (size_t i = 0; i < count; i++) {
        const struct magic *m = &table[i];
        size_t at = 0;

        while (at < m->size && at < first.size &&
               ((m->mask != NULL && m->mask[at] == 0) ||
                first.data[at] == (uint8_t)m->bytes[at]))
            at++;
        if (at == m->size)
            return m->essence;
    }
    return NULL;
}

#define MATCH(table, first) match(table, sizeof table / sizeof table[0], first)

const char *
mime_picture(struct span first)
{
    const char *found = MATCH(images, first);

    return found != NULL ? found : "";
}

static bool
is_markup(struct span s)
{
    static const char *const tags[] = {"<!DOCTYPE HTML",
                                       "<HTML",
                                       "<HEAD",
                                       "<SCRIPT",
                                       "<IFRAME",
                                       "<H1",
                                       "<DIV",
                                       "<FONT",
                                       "<TABLE",
                                       "<A",
                                       "<STYLE",
                                       "<TITLE",
                                       "<B",
                                       "<BODY",
                                       "<BR",
                                       "<P",
                                       "<META",
                                       "<LINK",
                                       "<UL",
                                       "<NAV",
                                       "<MAIN",
                                       "<SECTION"};

    for (size_t i = 0; i < sizeof tags / sizeof tags[0]; i++) {
        size_t size = strlen(tags[i]);

        if (s.size > size &&
            strncasecmp((const char *)s.data, tags[i], size) == 0 &&
            (is_space(s.data[size]) || s.data[size] == '\f' ||
             s.data[size] == '>'))
            return true;
    }
    return s.size >= 4 && memcmp(s.data, "<!--", 4) == 0;
}

/* A byte that no text has (the standard's binary data byte). */
static bool
is_binary(struct span s)
{
    for (size_t i = 0; i < s.size; i++) {
        uint8_t c = s.data[i];

        if (c <= 0x08 || c == 0x0b || (c >= 0x0e && c <= 0x1a) ||
            (c >= 0x1c && c <= 0x1f))
            return true;
    }
    return false;
}

static bool
has_bom(struct span s)
{
    return (s.size >= 2 && (memcmp(s.data, "\xfe\xff", 2) == 0 ||
                            memcmp(s.data, "\xff\xfe", 2) == 0)) ||
           (s.size >= 3 && memcmp(s.data, "\xef\xbb\xbf", 3) == 0);
}

static const char *
sniff_text(struct span first)
{
    return has_bom(first) || !is_binary(first) ? "text/plain"
                                               : "application/octet-stream";
}

static const char *
sniff_unknown(struct span first, bool nosniff)
{
    struct span body = first;
    const char *found;

    while (body.size > 0 && (is_space(body.data[0]) || *body.data == '\f')) {
        body.data++;
        body.size--;
    }
    if (!nosniff) {
        if (is_markup(body))
            return "text/html";
        if (body.size >= 5 && memcmp(body.data, "<?xml", 5) == 0)
            return "text/xml";
    }
    if ((found = MATCH(images, first)) != NULL ||
        (found = MATCH(others, first)) != NULL)
        return found;
    return sniff_text(first);
}

/* What old servers send for files they do not know. */
static bool
is_apache_default(struct span content_type)
{
    return span_is(content_type, "text/plain") ||
           span_is(content_type, "text/plain; charset=ISO-8859-1") ||
           span_is(content_type, "text/plain; charset=iso-8859-1") ||
           span_is(content_type, "text/plain; charset=UTF-8");
}

static bool
is_unknown(const struct mime *m)
{
    return m->essence[0] == '\0' ||
           strcmp(m->essence, "unknown/unknown") == 0 ||
           strcmp(m->essence, "application/unknown") == 0 ||
           strcmp(m->essence, "*/*") == 0;
}

bool
mime_wants_bytes(struct span content_type, bool nosniff)
{
    struct mime m;

    mime_parse(&m, content_type);
    return is_unknown(&m) ||
           (!nosniff && (is_apache_default(trim(content_type)) ||
                         strncmp(m.essence, "image/", 6) == 0));
}

void
mime_compute(struct mime *m, struct span content_type, struct span first,
             bool nosniff)
{
    const char *found = NULL;

    if (first.size > MIME_SNIFF)
        first.size = MIME_SNIFF;
    mime_parse(m, content_type);
    if (is_unknown(m))
        found = sniff_unknown(first, nosniff);
    else if (nosniff)
        return;
    else if (is_apache_default(trim(content_type)))
        found = sniff_text(first);
    else if (strncmp(m->essence, "image/", 6) == 0 &&
             strcmp(m->essence, "image/svg+xml") != 0)
        found = MATCH(images, first);
    if (found != NULL)
        snprintf(m->essence, sizeof m->essence, "%s", found);
}

/* -- file names -- */

static const struct {
    const char *extension, *essence;
} extensions[] = {
    {"html", "text/html"},
    {"htm", "text/html"},
    {"xhtml", "application/xhtml+xml"},
    {"xht", "application/xhtml+xml"},
    {"css", "text/css"},
    {"txt", "text/plain"},
    {"text", "text/plain"},
    {"md", "text/plain"},
    {"log", "text/plain"},
    {"c", "text/plain"},
    {"h", "text/plain"},
    {"def", "text/plain"},
    {"py", "text/plain"},
    {"sh", "text/plain"},
    {"csv", "text/csv"},
    {"tsv", "text/tab-separated-values"},
    {"js", "text/javascript"},
    {"mjs", "text/javascript"},
    {"json", "application/json"},
    {"xml", "text/xml"},
    {"png", "image/png"},
    {"jpg", "image/jpeg"},
    {"jpeg", "image/jpeg"},
    {"jpe", "image/jpeg"},
    {"gif", "image/gif"},
    {"webp", "image/webp"},
    {"bmp", "image/bmp"},
    {"ico", "image/x-icon"},
    {"svg", "image/svg+xml"},
    {"pdf", "application/pdf"},
    {"mp3", "audio/mpeg"},
    {"ogg", "application/ogg"},
    {"wav", "audio/wave"},
    {"flac", "audio/flac"},
    {"mp4", "video/mp4"},
    {"webm", "video/webm"},
    {"woff", "font/woff"},
    {"woff2", "font/woff2"},
    {"ttf", "font/ttf"},
    {"otf", "font/otf"},
    {"zip", "application/zip"},
    {"gz", "application/gzip"},
    {"tgz", "application/gzip"},
    {"xz", "application/x-xz"},
    {"bz2", "application/x-bzip2"},
    {"tar", "application/x-tar"},
    {"deb", "application/vnd.debian.binary-package"},
};

const char *
mime_of_name(struct span name)
{
    const uint8_t *dot =
        name.size > 0 ? memrchr(name.data, '.', name.size) : NULL;
    struct span extension;

    if (dot == NULL || dot == name.data)
        return NULL;
    extension =
        (struct span){dot + 1, name.size - (size_t)(dot - name.data) - 1};
    for (size_t i = 0; i < sizeof extensions / sizeof extensions[0]; i++)
        if (name_is(extension, extensions[i].extension))
            return extensions[i].essence;
    return NULL;
}

static void
add_safe_name(struct buf *out, struct span name)
{
    struct buf clean = {0};
    struct span s;

    utf8_add_clean(&clean, name);
    s = buf_span(&clean);
    for (size_t i = s.size; i > 0; i--)
        if (s.data[i - 1] == '/' || s.data[i - 1] == '\\') {
            s = (struct span){s.data + i, s.size - i};
            break;
        }
    while (s.size > 0 && (s.data[0] == '.' || is_space(s.data[0]))) {
        s.data++;
        s.size--;
    }
    s = utf8_prefix(s, 200);
    for (size_t i = 0; i < s.size; i++)
        if (s.data[i] >= 0x20 && s.data[i] != 0x7f)
            buf_add_char(out, (char)s.data[i]);
    buf_finish(&clean);
}

bool
mime_disposition(struct span header, struct buf *filename)
{
    struct span rest = header, name;
    struct span kind = trim(cut(&rest, ';'));
    struct buf value = {0}, plain = {0}, extended = {0};

    while (next_parameter(&rest, &name, &value)) {
        struct span v = buf_span(&value);

        if (name_is(name, "filename") && plain.size == 0) {
            buf_add_span(&plain, v);
        } else if (name_is(name, "filename*") && extended.size == 0) {
            struct span charset = cut(&v, '\'');

            cut(&v, '\''); /* the language */
            if (name_is(charset, "utf-8"))
                url_add_decoded(&extended, v);
        }
    }
    add_safe_name(filename, buf_span(extended.size > 0 ? &extended : &plain));
    buf_finish(&value);
    buf_finish(&plain);
    buf_finish(&extended);
    return !name_is(kind, "inline") && kind.size > 0;
}
