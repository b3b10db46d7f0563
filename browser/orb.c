/*
 * orb.c - which answers of other origins may enter a renderer.
 *
 * Process: browser.  Distrusts: the page and the other server.
 */
#include "orb.h"
#include "url.h"

#include <string.h>

static bool
is_dressing(const char *mime)
{
    static const char *const others[] = {
        "text/css",
        /* not known as anything that can be read; decoders look at it */
        "application/octet-stream", ""};

    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (strcmp(mime, others[i]) == 0)
            return true;
    return strncmp(mime, "image/", 6) == 0;
}

bool
orb_allows(const char *initiator, const char *url, const char *mime)
{
    struct url from = {0}, to = {0};
    bool parsed = url_parse(&from, span_of(initiator), NULL) &&
                  url_parse(&to, span_of(url), NULL);
    bool open = parsed && (url_is(&to, "data") || url_is(&to, "file") ||
                           url_is(&to, "about") || url_same_origin(&from, &to));

    url_finish(&from);
    url_finish(&to);
    return open || is_dressing(mime);
}
