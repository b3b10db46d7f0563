/*
 * document_images.c - pictures in a document: which file an element means
 * (HTML standard 4.8.4), and those that move.
 *
 * Process: renderer.  Distrusts: the page.
 */
#include "document.h"
#include "css/style.h"
#include "text/units.h"
#include "utf8.h"

#include <math.h>
#include <stdlib.h>

/* ---- which file ----------------------------------------------------------*/

/* One of a srcset: "URL 2x" or "URL 640w". */
struct candidate {
    struct span url;
    double density, width; /* 0: not given */
};

static bool
is_space(uint8_t c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

static struct span
rest_of(struct span s, size_t from)
{
    return (struct span){s.data + from, s.size - from};
}

static double
number(struct span s)
{
    char text[32];

    if (s.size >= sizeof text)
        return 0;
    memcpy(text, s.data, s.size);
    text[s.size] = 0;
    return strtod(text, NULL);
}

static void
take_descriptor(struct candidate *c, struct span word)
{
    double value;

    if (word.size < 2)
        return;
    value = number((struct span){word.data, word.size - 1});
    if (!(value > 0 && value < 1e6))
        return;
    if (word.data[word.size - 1] == 'x')
        c->density = value;
    else if (word.data[word.size - 1] == 'w')
        c->width = value;
}

/* 4.8.4.3.10: takes the next candidate off the front; false at the end. */
static bool
next_candidate(struct span *set, struct candidate *c)
{
    size_t at = 0, start;

    while (at < set->size && (is_space(set->data[at]) || set->data[at] == ','))
        at++;
    start = at;
    while (at < set->size && !is_space(set->data[at]))
        at++;
    *c = (struct candidate){.url = {set->data + start, at - start}};
    if (at > start && set->data[at - 1] == ',') { /* no descriptors */
        while (c->url.size > 0 && c->url.data[c->url.size - 1] == ',')
            c->url.size--;
        *set = rest_of(*set, at);
        return c->url.size > 0;
    }
    while (at < set->size && set->data[at] != ',') {
        while (at < set->size && is_space(set->data[at]))
            at++;
        start = at;
        while (at < set->size && !is_space(set->data[at]) &&
               set->data[at] != ',')
            at++;
        take_descriptor(c, (struct span){set->data + start, at - start});
    }
    *set = rest_of(*set, at);
    return c->url.size > 0;
}

/* The candidate with the lowest density that is enough for one file pixel a
 * screen pixel, else the highest.  A width is compared with the view's: what
 * sizes says of it depends on a layout that is not there yet. */
static struct span
choose_candidate(const struct document *d, struct span set)
{
    struct candidate c;
    struct span best = {NULL, 0};
    double wanted = d->scale / 100.0, found = 0;

    while (next_candidate(&set, &c)) {
        double density = c.width > 0     ? c.width / fmax(d->view_width, 1)
                         : c.density > 0 ? c.density
                                         : 1;
        bool enough = density >= wanted * 0.999;
        bool had = found >= wanted * 0.999;

        if (best.data == NULL || (enough && (!had || density < found)) ||
            (!enough && !had && density > found)) {
            best = c.url;
            found = density;
        }
    }
    return best;
}

/* What no decoder here reads need not be fetched. */
static bool
is_known_type(const struct span *type)
{
    static const char *const known[] = {
        "image/png",    "image/jpeg",   "image/gif",
        "image/webp",   "image/x-icon", "image/bmp",
        "image/apng",   "image/jpg",    "image/vnd.microsoft.icon",
        "image/svg+xml"};

    if (type == NULL)
        return true;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (span_is(*type, known[i]))
            return true;
    return false;
}

/* A <source> of a <picture> that may stand for its <img>. */
static struct span
source_of(const struct document *d, const struct node *n)
{
    const struct span *set = node_attribute(n, "srcset");
    const struct span *media = node_attribute(n, "media");
    struct style_context c;

    if (set == NULL || !is_known_type(node_attribute(n, "type")))
        return (struct span){NULL, 0};
    document_style_context(d, &c);
    if (media != NULL && !style_media_holds(*media, &c))
        return (struct span){NULL, 0};
    return choose_candidate(d, *set);
}

struct span
document_image_source(const struct document *d, const struct node *n)
{
    const struct span *src = node_attribute(n, "src");
    const struct span *set = node_attribute(n, "srcset");
    struct span found = {NULL, 0};

    if (n->parent != NULL && node_is(n->parent, TAG_picture))
        for (const struct node *s = n->parent->first;
             s != NULL && s != n && found.data == NULL; s = s->next)
            if (node_is(s, TAG_source))
                found = source_of(d, s);
    if (found.data == NULL && set != NULL)
        found = choose_candidate(d, *set);
    if (found.data != NULL)
        return found;
    return src != NULL ? *src : (struct span){NULL, 0};
}

/* ---- pictures that move --------------------------------------------------*/

static struct rect
place_of(const struct box *b)
{
    return (struct rect){b->x / UNIT, b->y / UNIT, b->width / UNIT + 2,
                         b->height / UNIT + 2};
}

/* Only where it stands is painted anew; a background may be anywhere. */
static void
note_moved(const struct resource *moved, void *data)
{
    struct document *d = data;
    struct node *root = d->dom->document, *n = root;
    bool found = false;

    while ((n = node_walk(n, root, false)) != NULL) {
        const struct element *e = n->extra;

        if (e == NULL || e->image != moved || n->box == NULL)
            continue;
        d->damage = rect_union(d->damage, place_of(n->box));
        found = true;
    }
    if (!found)
        d->paint_version++;
}

int
document_animate(struct document *d)
{
    return resources_animate(d->resources, document_now(), note_moved, d);
}
