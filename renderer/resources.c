/*
 * resources.c - style sheets, pictures and fonts of one document.
 *
 * Process: renderer.  Distrusts: as resources.h says.
 */
#include "resources.h"
#include "child.h"
#include "html/encoding.h"
#include "log.h"

#include <stdlib.h>

enum {
    BUCKETS = 512,
    MAX_RESOURCES = 8192,          /* addresses of one document */
    MAX_DECODED = MAX_IMAGE_PIXELS /* pixels of all pictures: 256 MiB */
};

struct resources {
    uint32_t surface, document;
    const char *encoding; /* of the document, by name */
    struct resource *first, **last;
    struct resource *buckets[BUCKETS];
    unsigned count, running, failed;
    unsigned pending[RESOURCE], version[RESOURCE];
    uint64_t decoded; /* pixels */
};

/* Numbers of requests: never used twice by this process. */
static uint32_t last_fetch;

static char *
copy(struct span s)
{
    char *text = malloc(s.size + 1);

    if (text == NULL)
        fatal_memory("out of memory");
    if (s.size > 0)
        memcpy(text, s.data, s.size);
    text[s.size] = 0;
    return text;
}

static uint32_t
hash_of(const char *text)
{
    uint32_t hash = 2166136261U;

    for (; *text != 0; text++)
        hash = (hash ^ (uint8_t)*text) * 16777619U;
    return hash;
}

struct resources *
resources_create(uint32_t surface, uint32_t document)
{
    struct resources *r = calloc(1, sizeof *r);

    if (r == NULL)
        fatal_memory("out of memory");
    r->surface = surface;
    r->document = document;
    r->encoding = "UTF-8";
    r->last = &r->first;
    return r;
}

void
resources_set_encoding(struct resources *r, const char *name)
{
    r->encoding = name;
}

void
resources_destroy(struct resources *r)
{
    struct resource *next;

    if (r == NULL)
        return;
    for (struct resource *i = r->first; i != NULL; i = next) {
        next = i->next;
        if (i->state == RESOURCE_RUNNING)
            send_fetch_cancel(child_browser(),
                              &(struct msg_fetch_cancel){r->surface, i->fetch});
        image_destroy(i->image);
        buf_finish(&i->bytes);
        free(i->url);
        free(i->final_url);
        free(i->mime);
        free(i->charset);
        free(i);
    }
    free(r);
}

struct resource *
resources_find(struct resources *r, const char *url, choice_t kind)
{
    uint32_t hash = hash_of(url);
    struct resource *i = r->buckets[hash % BUCKETS];

    for (; i != NULL; i = i->next_in_bucket)
        if (i->hash == hash && i->kind == kind && strcmp(i->url, url) == 0)
            return i;
    return NULL;
}

struct resource *
resources_want(struct resources *r, const char *url, choice_t kind)
{
    struct resource *i = resources_find(r, url, kind), **bucket;
    size_t size = strlen(url);

    if (i != NULL)
        return i;
    if (size == 0 || size > MAX_URL || r->count >= MAX_RESOURCES)
        return NULL;
    i = calloc(1, sizeof *i);
    if (i == NULL)
        fatal_memory("out of memory");
    i->url = copy(span_of(url));
    i->final_url = copy(span_of(url));
    i->mime = copy(span_of(""));
    i->charset = copy(span_of(""));
    i->kind = kind;
    i->hash = hash_of(url);
    bucket = &r->buckets[i->hash % BUCKETS];
    i->next_in_bucket = *bucket;
    *bucket = i;
    *r->last = i;
    r->last = &i->next;
    r->count++;
    r->pending[kind]++;
    return i;
}

/* ---- states --------------------------------------------------------------*/

static void
enter(struct resources *r, struct resource *i, enum resource_state state)
{
    if (i->state == RESOURCE_RUNNING)
        r->running--;
    i->state = state;
    if (state == RESOURCE_RUNNING)
        r->running++;
    if (state != RESOURCE_READY && state != RESOURCE_FAILED)
        return;
    r->pending[i->kind]--;
    r->version[i->kind]++;
    if (state == RESOURCE_FAILED) {
        buf_finish(&i->bytes);
        r->failed++;
    }
}

static struct resource *
running(struct resources *r, uint32_t fetch)
{
    struct resource *i = r->first;

    while (i != NULL && !(i->state == RESOURCE_RUNNING && i->fetch == fetch))
        i = i->next;
    return i;
}

static void
replace(char **text, struct span s)
{
    free(*text);
    *text = copy(s);
}

void
resources_head(struct resources *r, const struct msg_fetch_head *m)
{
    struct resource *i = running(r, m->fetch);

    if (i == NULL)
        return;
    replace(&i->final_url, m->url);
    replace(&i->mime, m->mime);
    replace(&i->charset, m->charset);
    /* An error's page is no style sheet; pictures show whatever came. */
    if (i->kind == RESOURCE_STYLE && m->status >= 400)
        replace(&i->mime, span_of("x-bulkhead/error"));
}

void
resources_data(struct resources *r, const struct msg_fetch_data *m)
{
    struct resource *i = running(r, m->fetch);

    if (i == NULL)
        return;
    if (i->bytes.size + m->bytes.size > MAX_RESOURCE) {
        send_fetch_cancel(child_browser(),
                          &(struct msg_fetch_cancel){r->surface, i->fetch});
        log_warn("a subresource is too large");
        enter(r, i, RESOURCE_FAILED);
        return;
    }
    buf_add_span(&i->bytes, m->bytes);
}

static void
decode_style(struct resources *r, struct resource *i)
{
    struct buf text = {NULL, 0, 0};

    if (strcmp(i->mime, "x-bulkhead/error") == 0) {
        enter(r, i, RESOURCE_FAILED);
        return;
    }
    encoding_decode(
        &text, buf_span(&i->bytes),
        encoding_of_sheet(buf_span(&i->bytes), i->charset, r->encoding));
    buf_finish(&i->bytes);
    i->bytes = text;
    enter(r, i, RESOURCE_READY);
}

void
resources_end(struct resources *r, const struct msg_fetch_end *m)
{
    struct resource *i = running(r, m->fetch);

    if (i == NULL)
        return;
    if (m->result != LOAD_RESULT_OK &&
        (i->kind == RESOURCE_STYLE || i->bytes.size == 0))
        enter(r, i, RESOURCE_FAILED);
    else if (i->kind == RESOURCE_STYLE)
        decode_style(r, i);
    else
        enter(r, i, RESOURCE_ARRIVED);
}

static void
decode_image(struct resources *r, struct resource *i)
{
    const char *why = "";

    if (r->decoded < MAX_DECODED)
        i->image = image_decode(buf_span(&i->bytes), &why);
    buf_finish(&i->bytes);
    if (i->image == NULL) {
        log_info("%.200s: %s", i->url, why);
        enter(r, i, RESOURCE_FAILED);
        return;
    }
    r->decoded += (uint64_t)i->image->width * (uint64_t)i->image->height;
    enter(r, i, RESOURCE_READY);
}

static void
decode_font(struct resources *r, struct resource *i)
{
    const char *why;

    i->font = web_file_take(buf_span(&i->bytes), &why);
    buf_finish(&i->bytes);
    if (i->font == NULL)
        log_info("%.200s: %s", i->url, why);
    enter(r, i, i->font != NULL ? RESOURCE_READY : RESOURCE_FAILED);
}

static void
start(struct resources *r, struct resource *i)
{
    struct msg_fetch_start m = {r->surface, r->document, ++last_fetch, i->kind,
                                span_of(i->url)};

    i->fetch = last_fetch;
    enter(r, i, RESOURCE_RUNNING);
    if (!send_fetch_start(child_browser(), &m))
        enter(r, i, RESOURCE_FAILED);
}

bool
resources_work(struct resources *r)
{
    bool decoded = false;

    for (struct resource *i = r->first; i != NULL; i = i->next) {
        if (i->state == RESOURCE_WAITING && r->running < MAX_FETCHES_AT_ONCE) {
            start(r, i);
        } else if (i->state == RESOURCE_ARRIVED) {
            if (decoded)
                return true;
            if (i->kind == RESOURCE_FONT)
                decode_font(r, i);
            else
                decode_image(r, i);
            decoded = true;
        }
    }
    return false;
}

int
resources_animate(struct resources *r, int64_t now_ms,
                  void (*moved)(const struct resource *i, void *data),
                  void *data)
{
    int64_t soonest = INT64_MAX;

    for (struct resource *i = r->first; i != NULL; i = i->next) {
        if (i->image == NULL || i->image->animation == NULL)
            continue;
        if (i->next_ms == 0)
            i->next_ms = now_ms + i->image->delay;
        if (now_ms >= i->next_ms) {
            i->next_ms = now_ms + image_advance(i->image);
            moved(i, data);
        }
        if (i->image->animation != NULL && i->next_ms < soonest)
            soonest = i->next_ms;
    }
    return soonest == INT64_MAX ? -1 : (int)(soonest - now_ms);
}

unsigned
resources_pending(const struct resources *r, choice_t kind)
{
    return kind < RESOURCE
               ? r->pending[kind]
               : r->pending[RESOURCE_STYLE] + r->pending[RESOURCE_IMAGE] +
                     r->pending[RESOURCE_FONT];
}

unsigned
resources_failed(const struct resources *r)
{
    return r->failed;
}

unsigned
resources_version(const struct resources *r, choice_t kind)
{
    return r->version[kind];
}
