/*
 * url_parse.c - the basic URL parser of the WHATWG URL standard.
 *
 * Process: browser, renderer.  Distrusts: the address.
 *
 * The standard's state machine, folded: what comes before the path is read by
 * one function per kind of address (parse_file, parse_relative, ...), each of
 * which fills the parts and says where to go on.
 */
#include "url_parts.h"
#include "url.h"
#include "url_host.h"

struct parser {
    const uint8_t *at, *end;
    struct url_parts *u;
    const struct url_parts *base; /* NULL: none */
    bool special;
};

/* What the input before the path leaves to be read. */
enum next { NEXT_FAIL, NEXT_PATH, NEXT_SEGMENTS, NEXT_QUERY };

/* -- small things -- */

static bool
is_alpha(int c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
is_digit(int c)
{
    return c >= '0' && c <= '9';
}

/* The default port, 0 for file, -1 for schemes that are not special. */
int
url_special_port(struct span scheme)
{
    static const struct {
        const char *scheme;
        int port;
    } specials[] = {{"http", 80}, {"https", 443}, {"ws", 80},
                    {"wss", 443}, {"ftp", 21},    {"file", 0}};

    for (size_t i = 0; i < sizeof specials / sizeof specials[0]; i++)
        if (span_is(scheme, specials[i].scheme))
            return specials[i].port;
    return -1;
}

static bool
is_file(const struct url_parts *u)
{
    return span_is(buf_span(&u->scheme), "file");
}

static void
copy(struct buf *to, const struct buf *from)
{
    to->size = 0;
    buf_add_span(to, buf_span(from));
}

static void
add_encoded_byte(struct buf *out, uint8_t c, enum url_set set)
{
    url_add_encoded(out, (struct span){&c, 1}, set);
}

static int
peek(const struct parser *p, size_t ahead)
{
    return ahead < (size_t)(p->end - p->at) ? p->at[ahead] : -1;
}

static bool
is_slash(const struct parser *p, int c)
{
    return c == '/' || (p->special && c == '\\');
}

static void
skip_slashes(struct parser *p)
{
    while (peek(p, 0) == '/' || peek(p, 0) == '\\')
        p->at++;
}

/* The end of what a path segment or an authority may hold. */
static const uint8_t *
piece_end(const struct parser *p)
{
    const uint8_t *q = p->at;

    while (q < p->end && *q != '?' && *q != '#' && !is_slash(p, *q))
        q++;
    return q;
}

/* -- paths -- */

static bool
is_drive(const uint8_t *s, size_t size)
{
    return size == 2 && is_alpha(s[0]) && (s[1] == ':' || s[1] == '|');
}

static bool
starts_with_drive(const uint8_t *s, size_t size)
{
    return size >= 2 && is_drive(s, 2) &&
           (size == 2 || (s[2] != 0 && strchr("/\\?#", s[2]) != NULL));
}

static bool
path_is_drive(const struct buf *path)
{
    return path->size >= 3 && is_alpha(path->data[1]) && path->data[2] == ':' &&
           (path->size == 3 || path->data[3] == '/');
}

static void
shorten_path(struct url_parts *u)
{
    if (is_file(u) && u->path.size == 3 && path_is_drive(&u->path))
        return;
    while (u->path.size > 0 && u->path.data[--u->path.size] != '/')
        ;
}

/* 1 for ".", 2 for "..", also written with %2e; else 0. */
static int
count_dots(struct span s)
{
    int dots = 0;

    for (size_t i = 0; i < s.size; dots++) {
        if (s.data[i] == '.')
            i++;
        else if (s.size - i >= 3 && s.data[i] == '%' && s.data[i + 1] == '2' &&
                 (s.data[i + 2] | 32) == 'e')
            i += 3;
        else
            return 0;
    }
    return dots <= 2 ? dots : 0;
}

static void
add_segment(struct parser *p, struct span s, bool slash_follows)
{
    struct buf *path = &p->u->path;
    int dots = count_dots(s);
    bool drive;

    if (dots > 0) {
        if (dots == 2)
            shorten_path(p->u);
        if (!slash_follows)
            buf_add_char(path, '/');
        return;
    }
    drive = is_file(p->u) && path->size == 0 && is_drive(s.data, s.size);
    buf_add_char(path, '/');
    for (size_t i = 0; i < s.size; i++)
        add_encoded_byte(path, drive && i == 1 ? ':' : s.data[i], URL_SET_PATH);
}

static void
parse_segments(struct parser *p)
{
    for (;;) {
        const uint8_t *end = piece_end(p);
        bool slash = end < p->end && is_slash(p, *end);

        add_segment(p, (struct span){p->at, (size_t)(end - p->at)}, slash);
        p->at = end;
        if (!slash)
            break;
        p->at++;
    }
}

static void
parse_path(struct parser *p)
{
    int c = peek(p, 0);

    if (c == -1 || c == '?' || c == '#') {
        if (p->special)
            buf_add_char(&p->u->path, '/');
        return;
    }
    if (is_slash(p, c))
        p->at++;
    parse_segments(p);
}

static void
parse_opaque_path(struct parser *p)
{
    p->u->opaque_path = true;
    for (; p->at < p->end && *p->at != '?' && *p->at != '#'; p->at++) {
        int next = peek(p, 1);

        /* A space before ? or # would be lost when the rest is removed. */
        if (*p->at == ' ' && (next == '?' || next == '#'))
            buf_add_text(&p->u->path, "%20");
        else
            add_encoded_byte(&p->u->path, *p->at, URL_SET_C0);
    }
}

/* -- authorities -- */

static void
parse_credentials(struct parser *p, const uint8_t *at_sign)
{
    size_t size = (size_t)(at_sign - p->at);
    const uint8_t *colon = memchr(p->at, ':', size);
    const uint8_t *end = colon != NULL ? colon : at_sign;

    url_add_encoded(&p->u->username,
                    (struct span){p->at, (size_t)(end - p->at)},
                    URL_SET_USERINFO);
    if (colon != NULL)
        url_add_encoded(&p->u->password,
                        (struct span){colon + 1, (size_t)(at_sign - colon - 1)},
                        URL_SET_USERINFO);
}

static bool
parse_port(struct parser *p, struct span s)
{
    int port = 0;

    for (size_t i = 0; i < s.size; i++) {
        if (!is_digit(s.data[i]))
            return false;
        port = port * 10 + (s.data[i] - '0');
        if (port > 65535)
            return false;
    }
    if (s.size > 0 && port != url_special_port(buf_span(&p->u->scheme)))
        p->u->port = port;
    return true;
}

/* The colon before the port, not one within brackets; NULL if none. */
static const uint8_t *
port_colon(const uint8_t *from, const uint8_t *end)
{
    bool bracket = false;

    for (; from < end; from++) {
        if (*from == '[')
            bracket = true;
        else if (*from == ']')
            bracket = false;
        else if (*from == ':' && !bracket)
            return from;
    }
    return NULL;
}

static enum next
parse_authority(struct parser *p)
{
    const uint8_t *end = piece_end(p), *host_end, *colon, *at_sign;

    p->u->has_host = true;
    at_sign = memrchr(p->at, '@', (size_t)(end - p->at));
    if (at_sign != NULL) {
        parse_credentials(p, at_sign);
        p->at = at_sign + 1;
        if (p->at == end)
            return NEXT_FAIL;
    }
    colon = port_colon(p->at, end);
    host_end = colon != NULL ? colon : end;
    if (host_end == p->at && (p->special || colon != NULL))
        return NEXT_FAIL;
    if (!url_host_parse(&p->u->host,
                        (struct span){p->at, (size_t)(host_end - p->at)},
                        !p->special))
        return NEXT_FAIL;
    if (colon != NULL &&
        !parse_port(p, (struct span){colon + 1, (size_t)(end - colon - 1)}))
        return NEXT_FAIL;
    p->at = end;
    return NEXT_PATH;
}

/* -- what an address begins with -- */

static void
inherit_query(struct parser *p)
{
    p->u->has_query = p->base->has_query;
    copy(&p->u->query, &p->base->query);
}

static enum next
parse_file_host(struct parser *p)
{
    const uint8_t *end = p->at;
    size_t size;

    while (end < p->end && (*end == 0 || strchr("/\\?#", *end) == NULL))
        end++;
    size = (size_t)(end - p->at);
    if (is_drive(p->at, size))
        return NEXT_SEGMENTS;
    if (size > 0) {
        if (!url_host_parse(&p->u->host, (struct span){p->at, size}, false))
            return NEXT_FAIL;
        if (span_is(buf_span(&p->u->host), "localhost"))
            p->u->host.size = 0;
    }
    p->at = end;
    return NEXT_PATH;
}

static enum next
parse_file(struct parser *p)
{
    struct url_parts *u = p->u;
    int c = peek(p, 0);

    u->has_host = true;
    if (is_slash(p, c)) {
        p->at++;
        if (is_slash(p, peek(p, 0))) {
            p->at++;
            return parse_file_host(p);
        }
        if (p->base != NULL) {
            copy(&u->host, &p->base->host);
            if (!starts_with_drive(p->at, (size_t)(p->end - p->at)) &&
                path_is_drive(&p->base->path))
                buf_add(&u->path, p->base->path.data, 3);
        }
        return NEXT_SEGMENTS;
    }
    if (p->base == NULL)
        return NEXT_PATH;
    copy(&u->host, &p->base->host);
    copy(&u->path, &p->base->path);
    if (c == -1 || c == '#') {
        inherit_query(p);
        return NEXT_QUERY;
    }
    if (c == '?')
        return NEXT_QUERY;
    if (starts_with_drive(p->at, (size_t)(p->end - p->at)))
        u->path.size = 0;
    else
        shorten_path(u);
    return NEXT_SEGMENTS;
}

static enum next
parse_relative(struct parser *p)
{
    struct url_parts *u = p->u;
    int c = peek(p, 0);

    if (is_slash(p, c) && is_slash(p, peek(p, 1))) {
        p->at += 2;
        if (p->special)
            skip_slashes(p);
        return parse_authority(p);
    }
    copy(&u->username, &p->base->username);
    copy(&u->password, &p->base->password);
    copy(&u->host, &p->base->host);
    u->has_host = p->base->has_host;
    u->port = p->base->port;
    if (is_slash(p, c))
        return NEXT_PATH;
    copy(&u->path, &p->base->path);
    if (c == -1 || c == '#') {
        inherit_query(p);
    } else if (c != '?') {
        shorten_path(u);
        return NEXT_SEGMENTS;
    }
    return NEXT_QUERY;
}

static enum next
parse_without_scheme(struct parser *p)
{
    if (p->base == NULL || (p->base->opaque_path && peek(p, 0) != '#'))
        return NEXT_FAIL;
    copy(&p->u->scheme, &p->base->scheme);
    p->special = url_special_port(buf_span(&p->u->scheme)) >= 0;
    if (p->base->opaque_path) {
        copy(&p->u->path, &p->base->path);
        p->u->opaque_path = true;
        inherit_query(p);
        return NEXT_QUERY;
    }
    return is_file(p->u) ? parse_file(p) : parse_relative(p);
}

static enum next
parse_with_scheme(struct parser *p)
{
    bool two = peek(p, 0) == '/' && peek(p, 1) == '/';

    p->special = url_special_port(buf_span(&p->u->scheme)) >= 0;
    if (is_file(p->u)) {
        if (p->base != NULL && !is_file(p->base))
            p->base = NULL;
        return parse_file(p);
    }
    if (p->special && !two && p->base != NULL &&
        span_equal(buf_span(&p->base->scheme), buf_span(&p->u->scheme)))
        return parse_relative(p);
    if (p->special) {
        skip_slashes(p);
        return parse_authority(p);
    }
    if (two) {
        p->at += 2;
        return parse_authority(p);
    }
    if (peek(p, 0) == '/')
        return NEXT_PATH;
    parse_opaque_path(p);
    return NEXT_QUERY;
}

static bool
parse_scheme(struct parser *p)
{
    const uint8_t *q = p->at;

    if (!is_alpha(peek(p, 0)))
        return false;
    while (q < p->end && (is_alpha(*q) || is_digit(*q) || *q == '+' ||
                          *q == '-' || *q == '.'))
        q++;
    if (q == p->end || *q != ':')
        return false;
    for (; p->at < q; p->at++)
        buf_add_char(&p->u->scheme,
                     (char)(is_alpha(*p->at) ? *p->at | 32 : *p->at));
    p->at++;
    return true;
}

static bool
parse_all(struct parser *p)
{
    switch (parse_scheme(p) ? parse_with_scheme(p) : parse_without_scheme(p)) {
    case NEXT_FAIL:
        return false;
    case NEXT_PATH:
        parse_path(p);
        break;
    case NEXT_SEGMENTS:
        parse_segments(p);
        break;
    case NEXT_QUERY:
        break;
    }
    if (peek(p, 0) == '?') {
        p->u->has_query = true;
        p->u->query.size = 0;
        for (p->at++; p->at < p->end && *p->at != '#'; p->at++)
            add_encoded_byte(&p->u->query, *p->at,
                             p->special ? URL_SET_SPECIAL_QUERY
                                        : URL_SET_QUERY);
    }
    if (peek(p, 0) == '#') {
        p->u->has_fragment = true;
        p->at++;
        url_add_encoded(&p->u->fragment,
                        (struct span){p->at, (size_t)(p->end - p->at)},
                        URL_SET_FRAGMENT);
    }
    return true;
}

bool
url_parts_parse(struct url_parts *u, struct span text,
                const struct url_parts *base)
{
    struct parser p = {text.data, text.data + text.size, u, base, false};

    return parse_all(&p);
}
