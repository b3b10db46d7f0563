/*
 * url.c - URLs as the rest of the program sees them: serialized, with offsets.
 *
 * Process: browser, renderer.  Distrusts: the address.
 *
 * Parsing proper is in url_parse.c and url_host.c.
 */
#include "url.h"
#include "url_host.h"
#include "url_parts.h"
#include "utf8.h"

/* -- percent encoding -- */

static void
add_encoded_byte(struct buf *out, uint8_t c, enum url_set set)
{
    static const char hex[] = "0123456789ABCDEF";
    static const char *const extra[] = {
        "",
        " \"<>`",
        " \"#<>",
        " \"#<>'",
        " \"#<>?^`{}",
        " \"#<>?^`{}/:;=@[\\]|",
        " \"#<>?^`{}/:;=@[\\]|$%&+,'",
    };

    if (c <= 0x1f || c > 0x7e || strchr(extra[set], c) != NULL) {
        buf_add_char(out, '%');
        buf_add_char(out, hex[c >> 4]);
        buf_add_char(out, hex[c & 15]);
    } else {
        buf_add_char(out, (char)c);
    }
}

void
url_add_encoded(struct buf *out, struct span s, enum url_set set)
{
    for (size_t i = 0; i < s.size; i++)
        add_encoded_byte(out, s.data[i], set);
}

void
url_add_decoded(struct buf *out, struct span s)
{
    for (size_t i = 0; i < s.size; i++) {
        if (s.data[i] == '%' && i + 2 < s.size &&
            url_hex_value(s.data[i + 1]) >= 0 &&
            url_hex_value(s.data[i + 2]) >= 0) {
            buf_add_char(out, (char)(url_hex_value(s.data[i + 1]) * 16 +
                                     url_hex_value(s.data[i + 2])));
            i += 2;
        } else {
            buf_add_char(out, (char)s.data[i]);
        }
    }
}

/* -- to and from struct url -- */

static void
parts_finish(struct url_parts *u)
{
    buf_finish(&u->scheme);
    buf_finish(&u->username);
    buf_finish(&u->password);
    buf_finish(&u->host);
    buf_finish(&u->path);
    buf_finish(&u->query);
    buf_finish(&u->fragment);
}

static struct span
part(const struct url *u, struct url_part p)
{
    return (struct span){u->href.data + p.at, p.size};
}

static void
split(struct url_parts *to, const struct url *u)
{
    *to = (struct url_parts){.has_host = u->has_host,
                             .has_query = u->has_query,
                             .has_fragment = u->has_fragment,
                             .opaque_path = u->opaque_path,
                             .port = u->port_number};
    buf_add_span(&to->scheme, part(u, u->scheme));
    buf_add_span(&to->username, part(u, u->username));
    buf_add_span(&to->password, part(u, u->password));
    buf_add_span(&to->host, part(u, u->host));
    buf_add_span(&to->path, part(u, u->path));
    buf_add_span(&to->query, part(u, u->query));
}

static struct url_part
append(struct url *u, const struct buf *text)
{
    struct url_part p = {u->href.size, text->size};

    buf_add_span(&u->href, buf_span(text));
    return p;
}

static void
serialize_authority(struct url *u, const struct url_parts *from)
{
    buf_add_text(&u->href, "//");
    u->username = append(u, &from->username);
    if (from->password.size > 0) {
        buf_add_char(&u->href, ':');
        u->password = append(u, &from->password);
    }
    if (from->username.size > 0 || from->password.size > 0)
        buf_add_char(&u->href, '@');
    u->host = append(u, &from->host);
    if (from->port >= 0)
        buf_printf(&u->href, ":%d", from->port);
}

static void
serialize(struct url *u, const struct url_parts *from)
{
    *u = (struct url){.has_host = from->has_host,
                      .has_query = from->has_query,
                      .has_fragment = from->has_fragment,
                      .opaque_path = from->opaque_path,
                      .port_number = from->port};
    u->scheme = append(u, &from->scheme);
    buf_add_char(&u->href, ':');
    if (from->has_host)
        serialize_authority(u, from);
    else if (!from->opaque_path && from->path.size > 1 &&
             from->path.data[0] == '/' && from->path.data[1] == '/')
        buf_add_text(&u->href, "/."); /* or it would read as a host */
    u->path = append(u, &from->path);
    if (from->has_query) {
        buf_add_char(&u->href, '?');
        u->query = append(u, &from->query);
    }
    if (from->has_fragment) {
        buf_add_char(&u->href, '#');
        u->fragment = append(u, &from->fragment);
    }
    buf_text(&u->href);
}

/* The input as the standard wants it: well-formed, without tabs and line ends
 * anywhere and without controls and spaces at its ends. */
static void
clean(struct buf *out, struct span text)
{
    const uint8_t *at = text.data, *end;

    while (text.size > 0 && text.data[0] <= ' ') {
        text.data++;
        text.size--;
    }
    while (text.size > 0 && text.data[text.size - 1] <= ' ')
        text.size--;
    end = text.data + text.size;
    for (at = text.data; at < end;) {
        uint8_t bytes[4];

        if (*at == '\t' || *at == '\n' || *at == '\r')
            at++;
        else if (*at < 0x80)
            buf_add_char(out, (char)*at++);
        else
            buf_add(out, bytes, utf8_put(bytes, utf8_next(&at, end)));
    }
}

bool
url_parse(struct url *u, struct span text, const struct url *base)
{
    struct url_parts parts = {.port = -1}, base_parts = {0};
    struct buf input = {0};
    bool ok;

    *u = (struct url){.port_number = -1};
    clean(&input, text);
    buf_text(&input);
    if (base != NULL)
        split(&base_parts, base);
    ok = url_parts_parse(&parts, buf_span(&input),
                         base != NULL ? &base_parts : NULL);
    if (ok)
        serialize(u, &parts);
    parts_finish(&parts);
    parts_finish(&base_parts);
    buf_finish(&input);
    return ok;
}

void
url_finish(struct url *u)
{
    buf_finish(&u->href);
    *u = (struct url){.port_number = -1};
}

/* -- reading one -- */

struct span
url_scheme(const struct url *u)
{
    return part(u, u->scheme);
}

struct span
url_host(const struct url *u)
{
    return part(u, u->host);
}

struct span
url_path(const struct url *u)
{
    return part(u, u->path);
}

struct span
url_query(const struct url *u)
{
    return part(u, u->query);
}

struct span
url_fragment(const struct url *u)
{
    return part(u, u->fragment);
}

bool
url_is(const struct url *u, const char *scheme)
{
    return span_is(url_scheme(u), scheme);
}

bool
url_has_credentials(const struct url *u)
{
    return u->username.size > 0 || u->password.size > 0;
}

static struct span
without_fragment(const struct url *u)
{
    return (struct span){u->href.data,
                         u->has_fragment ? u->fragment.at - 1 : u->href.size};
}

bool
url_same_document(const struct url *a, const struct url *b)
{
    return span_equal(without_fragment(a), without_fragment(b));
}

bool
url_same_origin(const struct url *a, const struct url *b)
{
    return url_host(a).size > 0 && span_equal(url_scheme(a), url_scheme(b)) &&
           span_equal(url_host(a), url_host(b)) &&
           a->port_number == b->port_number;
}

void
url_add_origin(struct buf *out, const struct url *u)
{
    struct url inner;

    if (url_is(u, "blob") && url_parse(&inner, url_path(u), NULL)) {
        if (url_is(&inner, "http") || url_is(&inner, "https"))
            url_add_origin(out, &inner);
        else
            buf_add_text(out, "null");
        url_finish(&inner);
        return;
    }
    if (url_special_port(url_scheme(u)) <= 0) {
        buf_add_text(out, "null");
        return;
    }
    buf_add_span(out, url_scheme(u));
    buf_add_text(out, "://");
    buf_add_span(out, url_host(u));
    if (u->port_number >= 0)
        buf_printf(out, ":%d", u->port_number);
}

bool
url_resolve(struct buf *out, const char *base, struct span text)
{
    struct url base_url = {0}, u = {0};
    bool ok = base[0] == '\0' || url_parse(&base_url, span_of(base), NULL);

    ok = ok && url_parse(&u, text, base[0] != '\0' ? &base_url : NULL);
    if (ok)
        buf_add_span(out, buf_span(&u.href));
    url_finish(&u);
    url_finish(&base_url);
    return ok;
}
