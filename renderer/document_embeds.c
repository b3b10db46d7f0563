/*
 * document_embeds.c - embed, object and iframe elements: pictures, plugins,
 * frames, fallback.
 *
 * Process: renderer.  Distrusts: the page; the browser decides what runs.
 *
 * An object without extra is not replaced: its children are shown.
 */
#include "document.h"
#include "child.h"
#include "text/units.h"
#include "url.h"
#include "utf8.h"
#include "log.h"

#include <stdlib.h>

static char *
copy(struct span s)
{
    struct buf clean = {NULL, 0, 0};
    char *text;

    utf8_add_clean(&clean, s);
    text = strdup(buf_text(&clean));
    if (text == NULL)
        fatal_memory("out of memory");
    buf_finish(&clean);
    return text;
}

/* ---- types ---------------------------------------------------------------*/

/* The type that the page gives, or that a data: URL or a file's name tells;
 * "" if none. */
static char *
type_of(const struct node *n, const char *url)
{
    static const struct {
        const char *end, *type;
    } names[] = {{".png", "image/png"},
                 {".jpg", "image/jpeg"},
                 {".jpeg", "image/jpeg"},
                 {".pdf", "application/pdf"},
                 {".json", "application/json"}};
    const struct span *type = node_attribute(n, "type");
    size_t size = url != NULL ? strcspn(url, "?#") : 0;

    if (type != NULL && type->size > 0 && type->size <= MAX_MIME)
        return copy(*type);
    if (url == NULL)
        return copy(span_of(""));
    if (strncmp(url, "data:", 5) == 0) {
        size = strcspn(url + 5, ";,");
        if (size <= MAX_MIME)
            return copy((struct span){(const uint8_t *)url + 5, size});
        return copy(span_of(""));
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t end = strlen(names[i].end);

        if (size > end && strncmp(url + size - end, names[i].end, end) == 0)
            return copy(span_of(names[i].type));
    }
    return copy(span_of(""));
}

static bool
is_image_type(const char *mime)
{
    return strncmp(mime, "image/", 6) == 0;
}

/* A document type would need a frame of its own, which there is not. */
static bool
is_page_type(const char *mime)
{
    return mime[0] == 0 || strncmp(mime, "text/", 5) == 0 ||
           strstr(mime, "html") != NULL;
}

/* ---- plugins -------------------------------------------------------------*/

static void
add_param(struct buf *out, struct span name, struct span value)
{
    size_t start = out->size;

    buf_add_span(out, name);
    buf_add_char(out, '=');
    buf_add_span(out, value);
    for (size_t i = start; i < out->size; i++)
        if (out->data[i] == '\n' || out->data[i] == '\r')
            out->data[i] = ' ';
    buf_add_char(out, '\n');
    if (out->size > MAX_PARAMS)
        out->size = start;
}

/* All attributes, and an object's param children, as name=value lines. */
static char *
params_of(const struct node *n)
{
    struct buf out = {NULL, 0, 0};
    char *text;

    for (unsigned i = 0; i < n->attribute_count; i++)
        add_param(&out, span_of(n->attributes[i].name), n->attributes[i].value);
    for (const struct node *c = n->first; c != NULL; c = c->next)
        if (node_is(c, TAG_param)) {
            const struct span *name = node_attribute(c, "name");
            const struct span *value = node_attribute(c, "value");

            if (name != NULL && value != NULL)
                add_param(&out, *name, *value);
        }
    text = copy(buf_span(&out));
    buf_finish(&out);
    if (strlen(text) > MAX_PARAMS)
        text[0] = 0;
    return text;
}

/* The embed that an earlier parse of the same document made of this element:
 * the same content, not yet taken by another element. */
static struct embed *
find_embed(struct document *d, choice_t kind, const char *mime, const char *url,
           const char *params)
{
    for (unsigned i = 0; i < d->embed_count; i++) {
        struct embed *e = &d->embeds[i];

        if (e->node == NULL && e->kind == kind && strcmp(e->mime, mime) == 0 &&
            strcmp(e->url, url) == 0 && strcmp(e->params, params) == 0)
            return e;
    }
    return NULL;
}

/* Takes params. */
static struct embed *
want_embed(struct document *d, const struct node *n, choice_t kind,
           const char *mime, const char *url, char *params)
{
    struct embed *e = find_embed(d, kind, mime, url, params);

    if (e == NULL && d->embed_count < MAX_EMBEDS) {
        struct msg_embed_create m = {
            d->surface,    d->number,    d->embed_count, kind,
            span_of(mime), span_of(url), span_of(params)};

        e = &d->embeds[d->embed_count];
        *e = (struct embed){.number = d->embed_count++,
                            .kind = kind,
                            .mime = strdup(mime),
                            .url = strdup(url),
                            .params = params,
                            .state = EMBED_STATE_STARTING};
        if (!send_embed_create(child_browser(), &m))
            e->state = EMBED_STATE_UNKNOWN_TYPE;
    } else {
        free(params);
    }
    if (e != NULL)
        e->node = n;
    return e;
}

/* ---- frames --------------------------------------------------------------*/

/* srcdoc as an address: its document is then of no site, and has a process of
 * its own. */
static char *
address_of_text(struct span html)
{
    struct buf url = {NULL, 0, 0};
    char *text;

    buf_add_text(&url, "data:text/html;charset=utf-8,");
    url_add_encoded(&url, html, URL_SET_COMPONENT);
    text = url.size <= MAX_URL ? strdup(buf_text(&url)) : NULL;
    if (url.size > MAX_URL)
        log_warn("an iframe's srcdoc is too long");
    buf_finish(&url);
    return text;
}

static bool
choose_frame(struct document *d, const struct node *n, struct element *e)
{
    const struct span *text = node_attribute(n, "srcdoc");
    const struct span *source = node_attribute(n, "src");
    const struct span *name = node_attribute(n, "name");
    char *url = text != NULL     ? address_of_text(*text)
                : source != NULL ? document_resolve(d, *source)
                                 : NULL;

    *e = (struct element){NULL, NULL};
    e->embed = want_embed(d, n, EMBED_FRAME, "", url != NULL ? url : "",
                          copy(name != NULL && name->size <= MAX_FRAME_NAME
                                   ? *name
                                   : span_of("")));
    free(url);
    return e->embed != NULL;
}

/* ---- elements ------------------------------------------------------------*/

/* What an element becomes: e is filled; false: its fallback. */
static bool
choose(struct document *d, const struct node *n, struct element *e)
{
    const struct span *source =
        node_attribute(n, node_is(n, TAG_embed) ? "src" : "data");
    char *url = source != NULL ? document_resolve(d, *source) : NULL;
    char *mime = type_of(n, url);
    bool shows = false;

    *e = (struct element){NULL, NULL};
    if (url != NULL && is_image_type(mime)) {
        e->image = resources_want(d->resources, url, RESOURCE_IMAGE);
        shows = e->image != NULL && e->image->state != RESOURCE_FAILED;
    } else if (node_is(n, TAG_embed) ? mime[0] != 0 : !is_page_type(mime)) {
        e->embed = want_embed(d, n, EMBED_PLUGIN, mime, url != NULL ? url : "",
                              params_of(n));
        shows =
            e->embed != NULL && (e->embed->state != EMBED_STATE_UNKNOWN_TYPE ||
                                 node_is(n, TAG_embed));
    }
    free(url);
    free(mime);
    return shows;
}

bool
document_scan_embeds(struct document *d)
{
    struct node *root = d->dom->document, *n = node_walk(root, root, false);
    bool changed = false, over;

    for (unsigned i = 0; i < d->embed_count; i++)
        d->embeds[i].node = NULL;
    for (; n != NULL; n = node_walk(n, root, over)) {
        struct element found, *old = n->extra;
        bool shows;

        over = false;
        if (!node_is(n, TAG_embed) && !node_is(n, TAG_object) &&
            !node_is(n, TAG_iframe))
            continue;
        shows = node_is(n, TAG_iframe) ? choose_frame(d, n, &found)
                                       : choose(d, n, &found);
        if (shows != (old != NULL))
            changed = true;
        if (!shows)
            n->extra = NULL;
        else if (old == NULL)
            n->extra = old = arena_alloc(&d->dom->arena, sizeof *old);
        if (shows) {
            *old = found;
            over = true; /* what is inside is not used */
        }
    }
    return changed;
}

void
document_embed_state(struct document *d, uint32_t embed, choice_t state)
{
    if (embed >= d->embed_count || d->embeds[embed].state == state)
        return;
    d->embeds[embed].state = state;
    d->paint_version++;
    if (d->dom != NULL && document_scan_embeds(d))
        d->dirty_style = true;
}

/* ---- places --------------------------------------------------------------*/

static int
clamped(int value, int low, int high)
{
    return value < low ? low : value > high ? high : value;
}

static struct rect
place_of(const struct embed *e)
{
    const struct box *b = e->node != NULL ? e->node->box : NULL;
    struct rect r = {0, 0, 0, 0};
    unit_t in[4];

    if (b == NULL || e->state == EMBED_STATE_UNKNOWN_TYPE ||
        b->style->visibility != VISIBILITY_VISIBLE)
        return r;
    for (int side = 0; side < 4; side++)
        in[side] = b->border[side] + b->padding[side];
    r.x = unit_round(b->x + in[SIDE_LEFT]) / UNIT;
    r.y = unit_round(b->y + in[SIDE_TOP]) / UNIT;
    r.width = unit_round(b->x + b->width - in[SIDE_RIGHT]) / UNIT - r.x;
    r.height = unit_round(b->y + b->height - in[SIDE_BOTTOM]) / UNIT - r.y;
    r.width = clamped(r.width, 0, MAX_WINDOW);
    r.height = clamped(r.height, 0, MAX_WINDOW);
    return r;
}

void
document_place_embeds(struct document *d)
{
    for (unsigned i = 0; i < d->embed_count; i++) {
        struct embed *e = &d->embeds[i];
        struct rect r = place_of(e);
        struct msg_embed_place m = {
            d->surface, d->number,         e->number,         r.x,
            r.y,        (uint32_t)r.width, (uint32_t)r.height};

        if (e->told && memcmp(&r, &e->place, sizeof r) == 0)
            continue;
        e->place = r;
        e->told = true;
        send_embed_place(child_browser(), &m);
    }
}
