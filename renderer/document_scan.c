/*
 * document_scan.c - what a new tree asks for: title, base, refresh, style
 * sheets, pictures.
 *
 * Process: renderer.  Distrusts: the page.
 */
#include "document.h"
#include "child.h"
#include "css/style.h"
#include "url.h"
#include "utf8.h"
#include "log.h"

#include <stdlib.h>
#include <strings.h>

enum {
    MAX_IMPORTS = 256,   /* sheets reached by @import from one place */
    MAX_REFRESH = 86400, /* seconds */
    RELOAD_LEAST = 500,  /* ms: a page that reloads itself at once would do
                            nothing else */
};

static bool
is_space(uint8_t c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

static struct span
trim(struct span s)
{
    while (s.size > 0 && is_space(s.data[0]))
        s = (struct span){s.data + 1, s.size - 1};
    while (s.size > 0 && is_space(s.data[s.size - 1]))
        s.size--;
    return s;
}

static bool
equals_ignoring_case(struct span s, const char *lower)
{
    size_t i = 0;

    for (; i < s.size && lower[i] != 0; i++) {
        uint8_t c = s.data[i];

        if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != (uint8_t)lower[i])
            return false;
    }
    return i == s.size && lower[i] == 0;
}

/* Whether a list of words separated by spaces has this one. */
static bool
has_word(struct span list, const char *lower)
{
    size_t at = 0;

    while (at < list.size) {
        size_t start;

        while (at < list.size && is_space(list.data[at]))
            at++;
        start = at;
        while (at < list.size && !is_space(list.data[at]))
            at++;
        if (equals_ignoring_case((struct span){list.data + start, at - start},
                                 lower))
            return true;
    }
    return false;
}

char *
document_resolve(const struct document *d, struct span text)
{
    struct buf out = {NULL, 0, 0};
    char *url = NULL;

    text = trim(text);
    if (url_resolve(&out, d->base, text) && out.size <= MAX_URL) {
        url = strdup(buf_text(&out));
        if (url == NULL)
            fatal_memory("out of memory");
    }
    buf_finish(&out);
    return url;
}

/* ---- title, base, refresh ------------------------------------------------*/

static void
find_title(struct document *d)
{
    struct node *n = dom_find(d->dom, TAG_title);
    struct buf raw = {NULL, 0, 0}, out = {NULL, 0, 0};
    struct span title;

    if (n != NULL)
        node_add_text(&raw, n);
    for (size_t i = 0; i < raw.size; i++) {
        if (!is_space(raw.data[i]))
            buf_add_char(&out, (char)raw.data[i]);
        else if (out.size > 0 && out.data[out.size - 1] != ' ')
            buf_add_char(&out, ' ');
    }
    title = utf8_prefix(trim(buf_span(&out)), MAX_TITLE);
    if (utf8_is_text(title) &&
        (d->title == NULL || !span_is(title, d->title))) {
        struct msg_title m = {d->surface, d->number, title};

        free(d->title);
        d->title =
            strndup(title.size > 0 ? (const char *)title.data : "", title.size);
        send_title(child_browser(), &m);
    }
    buf_finish(&raw);
    buf_finish(&out);
}

static void
find_base(struct document *d)
{
    const struct node *n = d->dom->document;

    free(d->base);
    d->base = strdup(d->url);
    while ((n = node_walk(n, d->dom->document, false)) != NULL) {
        const struct span *href;
        char *url;

        if (!node_is(n, TAG_base))
            continue;
        href = node_attribute(n, "href");
        if (href == NULL)
            continue;
        url = document_resolve(d, *href);
        if (url != NULL && strncmp(url, "data:", 5) != 0 &&
            strncmp(url, "javascript:", 11) != 0) {
            free(d->base);
            d->base = url;
        } else {
            free(url);
        }
        return;
    }
}

/* The content attribute of a refresh: seconds, then maybe an address (HTML
 * standard 4.2.5.3, "shared declarative refresh steps"). */
static void
take_refresh(struct document *d, struct span content)
{
    bool of_browser = strncmp(d->url, "about:", 6) == 0;
    struct span s = trim(content);
    int64_t seconds = 0, tenths = 0, wait;
    bool digits = false;
    char *url;

    while (s.size > 0 && s.data[0] >= '0' && s.data[0] <= '9') {
        if (seconds < MAX_REFRESH)
            seconds = seconds * 10 + (s.data[0] - '0');
        digits = true;
        s = (struct span){s.data + 1, s.size - 1};
    }
    if (!digits || seconds > MAX_REFRESH)
        return;
    /* The standard drops the fraction; the browser's own live pages need it. */
    if (of_browser && s.size > 1 && s.data[0] == '.' && s.data[1] >= '0' &&
        s.data[1] <= '9')
        tenths = s.data[1] - '0';
    while (s.size > 0 &&
           ((s.data[0] >= '0' && s.data[0] <= '9') || s.data[0] == '.'))
        s = (struct span){s.data + 1, s.size - 1};
    while (s.size > 0 &&
           (is_space(s.data[0]) || s.data[0] == ';' || s.data[0] == ','))
        s = (struct span){s.data + 1, s.size - 1};
    if (s.size > 3 && equals_ignoring_case((struct span){s.data, 3}, "url")) {
        struct span rest = trim((struct span){s.data + 3, s.size - 3});

        if (rest.size > 0 && rest.data[0] == '=')
            s = trim((struct span){rest.data + 1, rest.size - 1});
    }
    if (s.size > 0 && (s.data[0] == '"' || s.data[0] == '\'')) {
        const uint8_t *end = memchr(s.data + 1, s.data[0], s.size - 1);

        s = (struct span){s.data + 1, end != NULL ? (size_t)(end - s.data) - 1
                                                  : s.size - 1};
    }
    url = s.size > 0 ? document_resolve(d, s) : strdup(d->url);
    if (url == NULL || strncmp(url, "javascript:", 11) == 0) {
        free(url);
        return;
    }
    free(d->refresh_url);
    d->refresh_url = url;
    wait = seconds * 1000 + tenths * 100;
    if (!of_browser && wait < RELOAD_LEAST && strcmp(url, d->url) == 0)
        wait = RELOAD_LEAST;
    d->refresh_at = document_now() + wait + 1;
}

/* ---- pictures ------------------------------------------------------------*/

static void
want_image(struct document *d, struct node *n)
{
    struct span source = trim(document_image_source(d, n));
    struct element *e;
    char *url;

    if (source.size == 0)
        return;
    url = document_resolve(d, source);
    if (url == NULL)
        return;
    e = arena_alloc(&d->dom->arena, sizeof *e);
    e->image = resources_want(d->resources, url, RESOURCE_IMAGE);
    n->extra = e;
    free(url);
}

/* Of a page's links only that to itself counts as visited: what else the
 * person has seen is none of the page's business, and style would tell it. */
static void
note_visited(const struct document *d, struct node *n)
{
    const struct span *href = node_attribute(n, "href");
    char *url;

    if (href == NULL)
        return;
    url = document_resolve(d, *href);
    node_set_state(n, NODE_VISITED, url != NULL && strcmp(url, d->url) == 0);
    free(url);
}

static bool
is_image_input(const struct node *n)
{
    const struct span *type;

    if (!node_is(n, TAG_input))
        return false;
    type = node_attribute(n, "type");
    return type != NULL && equals_ignoring_case(*type, "image");
}

void
document_scan(struct document *d)
{
    struct node *n = d->dom->document;

    find_base(d);
    find_title(d);
    while ((n = node_walk(n, d->dom->document, false)) != NULL) {
        const struct span *a;

        if (node_is(n, TAG_img) || is_image_input(n))
            want_image(d, n);
        if (node_is(n, TAG_a) || node_is(n, TAG_area))
            note_visited(d, n);
        if (node_is(n, TAG_meta) && d->refresh_url == NULL && d->ended) {
            a = node_attribute(n, "http-equiv");
            if (a != NULL && equals_ignoring_case(*a, "refresh")) {
                a = node_attribute(n, "content");
                if (a != NULL)
                    take_refresh(d, *a);
            }
        }
    }
    document_scan_embeds(d);
}

/* ---- style sheets --------------------------------------------------------*/

/* A style sheet must say so, but in quirks mode and outside HTTP. */
static bool
is_css(const struct document *d, const struct resource *r)
{
    return r->mime[0] == 0 || d->dom->quirks ||
           strncmp(r->mime, "text/css", 8) == 0 ||
           strncmp(r->final_url, "http", 4) != 0;
}

/* In any letter case; word in lower case. */
static bool
has_text(struct span text, const char *word)
{
    size_t size = strlen(word);

    for (size_t i = 0; i + size <= text.size; i++)
        if ((text.data[i] | 0x20) == word[0] &&
            strncasecmp((const char *)text.data + i, word, size) == 0)
            return true;
    return false;
}

/* Whether some rule asks for what a field holds. */
static void
note_values(struct document *d, struct span text)
{
    d->has_value_rule |= has_text(text, ":placeholder-shown") ||
                         has_text(text, "valid") || has_text(text, "-range");
}

/* Gives back the imported sheets that have come and asks for the others;
 * imports grows by what they import. */
static void
load_imports(struct document *d, unsigned place, struct buf *imports)
{
    size_t at = 0;

    for (int n = 0; at < imports->size && n < MAX_IMPORTS; n++) {
        char *url = strdup((const char *)imports->data + at);
        struct resource *r = resources_want(d->resources, url, RESOURCE_STYLE);

        at += strlen(url) + 1;
        if (r != NULL && r->state == RESOURCE_READY && is_css(d, r)) {
            note_values(d, buf_span(&r->bytes));
            sheets_import(d->sheets, place, buf_span(&r->bytes), r->final_url,
                          imports);
        }
        free(url);
    }
}

static void
load_sheet(struct document *d, unsigned place, struct span text,
           const char *url, const struct node *n)
{
    const struct span *media = node_attribute(n, "media");
    struct buf imports = {NULL, 0, 0};

    note_values(d, text);
    sheets_set(d->sheets, place, text, url,
               media != NULL ? *media : (struct span){NULL, 0}, &imports);
    load_imports(d, place, &imports);
    buf_finish(&imports);
}

static void
load_link(struct document *d, unsigned place, const struct node *n)
{
    const struct span *rel = node_attribute(n, "rel");
    const struct span *href = node_attribute(n, "href");
    struct resource *r;
    char *url;

    if (rel == NULL || href == NULL || !has_word(*rel, "stylesheet") ||
        has_word(*rel, "alternate") || node_attribute(n, "disabled") != NULL)
        return;
    url = document_resolve(d, *href);
    if (url == NULL)
        return;
    r = resources_want(d->resources, url, RESOURCE_STYLE);
    if (r != NULL && r->state == RESOURCE_READY && is_css(d, r))
        load_sheet(d, place, buf_span(&r->bytes), r->final_url, n);
    free(url);
}

static void
load_style(struct document *d, unsigned place, const struct node *n)
{
    const struct span *type = node_attribute(n, "type");
    struct buf text = {NULL, 0, 0};

    if (type != NULL && type->size > 0 &&
        !equals_ignoring_case(*type, "text/css"))
        return;
    node_add_text(&text, n);
    load_sheet(d, place, buf_span(&text), d->base, n);
    buf_finish(&text);
}

void
document_load_sheets(struct document *d)
{
    const struct node *n = d->dom->document;
    unsigned place = 1;

    sheets_destroy(d->sheets);
    d->sheets = sheets_create();
    d->has_value_rule = false;
    while ((n = node_walk(n, d->dom->document, false)) != NULL) {
        if (node_is(n, TAG_link))
            load_link(d, place++, n);
        else if (node_is(n, TAG_style))
            load_style(d, place++, n);
    }
}
