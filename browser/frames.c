/*
 * frames.c - documents inside of documents: their number, depth and names.
 *
 * Process: browser.  Distrusts: the page.
 */
#include "frames.h"
#include "url.h"

#include <string.h>
#include <strings.h>

static void
count(struct tab *t, void *data)
{
    (void)t;
    ++*(unsigned *)data;
}

static void
in_page(const struct page *p, void (*fn)(struct tab *t, void *data), void *data)
{
    for (int i = 0; p != NULL && i < MAX_EMBEDS; i++)
        if (p->embeds[i].in_use && p->embeds[i].frame != NULL)
            frames_each(p->embeds[i].frame, fn, data);
}

void
frames_each(struct tab *t, void (*fn)(struct tab *t, void *data), void *data)
{
    fn(t, data);
    in_page(t->page, fn, data);
    in_page(t->next, fn, data);
}

/* A page that shows itself would go on for ever. */
static bool
shows_itself(const struct page *p, const char *url)
{
    struct url asked = {0}, around = {0};
    bool same = false;

    while (p != NULL && !same) {
        same = url_parse(&asked, span_of(url), NULL) &&
               url_parse(&around, span_of(p->url), NULL) &&
               !url_is(&asked, "about") && url_same_document(&asked, &around);
        url_finish(&asked);
        url_finish(&around);
        p = p->tab->host != NULL ? p->tab->host->page : NULL;
    }
    return same;
}

struct tab *
frame_create(struct embed *e, const char *url, const char **why)
{
    unsigned depth = 0, frames = 0;

    for (const struct tab *t = e->page->tab; t->host != NULL;
         t = t->host->page->tab)
        depth++;
    frames_each(tab_top(e->page->tab), count, &frames);
    *why = NULL;
    if (depth >= MAX_FRAME_DEPTH)
        *why = "frames stand too deep inside of each other";
    else if (frames > MAX_FRAMES)
        *why = "the page has too many frames";
    else if (shows_itself(e->page, url))
        *why = "the page would show itself in itself";
    return *why == NULL ? tab_create_in(e, url) : NULL;
}

void
frame_destroy(struct tab *t)
{
    tab_destroy(t);
}

bool
frames_are_complete(const struct page *p)
{
    for (int i = 0; i < MAX_EMBEDS; i++) {
        const struct tab *t = p->embeds[i].frame;

        if (!p->embeds[i].in_use || t == NULL ||
            rect_is_empty(p->embeds[i].place))
            continue;
        if (t->navigation != NULL || t->next != NULL)
            return false;
        if (t->page != NULL && !t->page->dead &&
            (!t->page->complete || !t->page->document_done ||
             !frames_are_complete(t->page)))
            return false;
    }
    return true;
}

struct search {
    const struct tab *from;
    struct span name;
    struct tab *found;
};

static bool
is_of_same_origin(const struct page *a, const struct page *b)
{
    struct url x = {0}, y = {0};
    bool same = url_parse(&x, span_of(a->url), NULL) &&
                url_parse(&y, span_of(b->url), NULL) &&
                (url_same_origin(&x, &y) ||
                 (url_is(&x, "file") && strcmp(a->site, b->site) == 0));

    url_finish(&x);
    url_finish(&y);
    return same;
}

/* Only who is of the same origin as the frame, or as a page that it is in, may
 * send it elsewhere by its name (HTML standard, "familiar with"): else an
 * advertisement could put its own login in place of the bank's. */
static bool
is_familiar(const struct tab *from, const struct tab *frame)
{
    for (; frame != NULL;
         frame = frame->host != NULL ? frame->host->page->tab : NULL) {
        const struct page *p = frame->page != NULL ? frame->page : frame->next;

        if (frame == from ||
            (p != NULL && from->page != NULL && p->url != NULL &&
             from->page->url != NULL && is_of_same_origin(from->page, p)))
            return true;
    }
    return false;
}

static void
match(struct tab *t, void *data)
{
    struct search *s = data;

    if (s->found == NULL && t->host != NULL && t->host->name != NULL &&
        span_is(s->name, t->host->name) && is_familiar(s->from, t))
        s->found = t;
}

static bool
is_word(struct span name, const char *word)
{
    return name.size == strlen(word) &&
           strncasecmp((const char *)name.data, word, name.size) == 0;
}

struct tab *
frame_by_name(struct tab *t, struct span name)
{
    struct search s = {t, name, NULL};

    if (name.size == 0 || is_word(name, "_self"))
        return t;
    if (is_word(name, "_parent"))
        return t->host != NULL ? t->host->page->tab : t;
    if (is_word(name, "_top"))
        return tab_top(t);
    frames_each(tab_top(t), match, &s);
    return s.found;
}

bool
frame_allows(const struct tab *frame, enum framing f, const char *url)
{
    struct url own = {0};
    bool allowed = f == FRAMING_ANY || frame->host == NULL ||
                   (f == FRAMING_SAME && url_parse(&own, span_of(url), NULL));

    while (allowed && f != FRAMING_ANY && frame->host != NULL) {
        struct url around = {0};

        allowed = url_parse(&around, span_of(frame->host->page->url), NULL) &&
                  url_same_origin(&own, &around);
        url_finish(&around);
        frame = frame->host->page->tab;
    }
    url_finish(&own);
    return allowed;
}
