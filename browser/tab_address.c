/*
 * tab_address.c - what a person typed, or gave as an argument, as an address.
 *
 * Process: browser.  Distrusts: nothing: a text that is no address is refused.
 */
#include "tabs.h"
#include "url.h"

#include <ctype.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static bool
is_known_scheme(const struct url *u)
{
    return url_is(u, "http") || url_is(u, "https") || url_is(u, "file") ||
           url_is(u, "data") || url_is(u, "about");
}

/* localhost, an IPv4 or bracketed address: what is reached without TLS. */
static bool
is_local_host(const char *typed)
{
    size_t host = strcspn(typed, "/:?#");

    if (typed[0] == '[')
        return true;
    if (host == 9 && strncasecmp(typed, "localhost", 9) == 0)
        return true;
    return host > 0 && strspn(typed, "0123456789.") == host;
}

/* "example.org:8080/x" parses as an address of the scheme "example.org", and
 * "mailto:me@example.org" as a host could; only a port makes it a host. */
static bool
is_host_and_port(const char *typed)
{
    const char *port = typed + strcspn(typed, ":/?#");
    size_t digits = *port == ':' ? strspn(port + 1, "0123456789") : 0;

    return digits > 0 && strchr("/?#", port[1 + digits]) != NULL &&
           memchr(typed, '.', (size_t)(port - typed)) != NULL;
}

static bool
is_host(const char *typed)
{
    size_t host = strcspn(typed, "/?#");

    return memchr(typed, '.', host) != NULL && strcspn(typed, " \t") >= host;
}

bool
tab_address(struct buf *out, const char *typed)
{
    struct buf text = {0};
    struct url u = {0};
    const char *end;
    bool ok = false;

    while (isspace((unsigned char)*typed))
        typed++;
    end = typed + strlen(typed);
    while (end > typed && isspace((unsigned char)end[-1]))
        end--;
    if (end == typed)
        return false;
    buf_add(&text, typed, (size_t)(end - typed));
    if (buf_text(&text)[0] == '/') {
        struct buf path = {0};

        buf_add_text(&path, "file://");
        buf_add_span(&path, buf_span(&text));
        buf_finish(&text);
        text = path;
    } else if (is_local_host(buf_text(&text)) ||
               !url_parse(&u, buf_span(&text), NULL) ||
               (!is_known_scheme(&u) && is_host_and_port(buf_text(&text)))) {
        struct buf full = {0};
        bool is_local = is_local_host(buf_text(&text));

        if (!is_local && !is_host(buf_text(&text)))
            goto out;
        buf_add_text(&full, is_local ? "http://" : "https://");
        buf_add_span(&full, buf_span(&text));
        buf_finish(&text);
        text = full;
    }
    ok = url_resolve(out, "", buf_span(&text));
out:
    url_finish(&u);
    buf_finish(&text);
    return ok;
}

bool
tab_argument(struct buf *out, const char *argument)
{
    char path[PATH_MAX];

    if (strstr(argument, "://") == NULL && realpath(argument, path) != NULL) {
        buf_add_text(out, "file://");
        url_add_encoded(out, span_of(path), URL_SET_PATH);
        return true;
    }
    return tab_address(out, argument);
}
