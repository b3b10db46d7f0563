/*
 * orb.c - which answers of other origins may enter a renderer.
 *
 * Process: browser.  Distrusts: the page and the other server.
 */
#include "orb.h"
#include "url.h"

#include <string.h>

/* Types that have no mark to be known by. */
static bool
is_dressing(const char *mime)
{
    return strcmp(mime, "text/css") == 0 || strcmp(mime, "image/svg+xml") == 0;
}

/* A picture by its first bytes; its type says so too, or nothing at all. */
static bool
is_picture(const struct fetch_head *head)
{
    return head->picture[0] != 0 &&
           (strncmp(head->mime, "image/", 6) == 0 ||
            strcmp(head->mime, "application/octet-stream") == 0);
}

bool
orb_allows(const char *initiator, choice_t resource,
           const struct fetch_head *head)
{
    struct url from = {0}, to = {0};
    bool parsed = url_parse(&from, span_of(initiator), NULL) &&
                  url_parse(&to, span_of(head->url), NULL);
    bool open = parsed && (url_is(&to, "data") || url_is(&to, "file") ||
                           url_is(&to, "about") || url_same_origin(&from, &to));

    url_finish(&from);
    url_finish(&to);
    return open || is_dressing(head->mime) ||
           (resource == RESOURCE_IMAGE && is_picture(head));
}
