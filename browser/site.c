/*
 * site.c - the site of an address; the only file that knows libpsl.
 *
 * Process: browser.  Distrusts: the address.
 */
#include "site.h"

#include <libpsl.h>

const char *
site_version(void)
{
    return psl_get_version();
}

/* The URL parser has made every host whose last label is a number an IPv4
 * address, or refused it. */
static bool
is_address(struct span host)
{
    size_t i = host.size;

    if (host.size == 0 || host.data[0] == '[')
        return true;
    while (i > 0 && host.data[i - 1] >= '0' && host.data[i - 1] <= '9')
        i--;
    return i < host.size && (i == 0 || host.data[i - 1] == '.');
}

struct span
site_domain(const struct url *u)
{
    struct span host = url_host(u);
    struct buf text = {0};
    const char *domain;

    if (is_address(host))
        return host;
    buf_add_span(&text, host);
    /* An absolute name, "example.org.", is a site of its own, as its host. */
    if (host.data[host.size - 1] != '.') {
        domain = psl_registrable_domain(psl_builtin(), buf_text(&text));
        if (domain != NULL) {
            size_t size = strlen(domain);

            host.data += host.size - size;
            host.size = size;
        }
    }
    buf_finish(&text);
    return host;
}

/* The path up to its last slash. */
static struct span
folder_of(struct span path)
{
    while (path.size > 0 && path.data[path.size - 1] != '/')
        path.size--;
    return path;
}

void
site_add(struct buf *out, const struct url *u)
{
    static unsigned long count;

    if (url_is(u, "file")) {
        buf_add_text(out, "file://");
        buf_add_span(out, url_host(u));
        buf_add_span(out, folder_of(url_path(u)));
    } else if (url_is(u, "about") && !span_is(url_path(u), "blank")) {
        buf_add_text(out, "about:");
    } else if (url_host(u).size > 0 &&
               (url_is(u, "http") || url_is(u, "https") || url_is(u, "ftp"))) {
        buf_add_span(out, url_scheme(u));
        buf_add_text(out, "://");
        buf_add_span(out, site_domain(u));
    } else {
        buf_printf(out, "opaque:%lu", ++count);
    }
}
