/*
 * fetch.c - one fetch from request to last byte, whatever the scheme.
 *
 * Process: browser.  Distrusts: servers, files, addresses, and the renderers
 * on whose behalf it fetches: the initiator rules of house.md 5 are here.
 *
 *   scheme -> head, body, end noted in struct fetch -> timer -> owner
 */
#include "fetch_scheme.h"
#include "limits.h"
#include "log.h"
#include "mime.h"

#include <stdlib.h>

static struct {
    struct loop *loop;
    struct fetch *first;
    uint64_t started, over;
} self;

static const struct fetch_scheme *const schemes[] = {
    &fetch_http, &fetch_https, &fetch_file, &fetch_data, &fetch_about};

bool
fetch_open(struct loop *l, const char *profile)
{
    self.loop = l;
    fetch_http_open(l, profile);
    return true;
}

static void
destroy(struct fetch *f)
{
    self.over++;
    loop_cancel(f->timer);
    if (f->scheme != NULL && f->scheme->stop != NULL)
        f->scheme->stop(f);
    *f->link = f->next;
    if (f->next != NULL)
        f->next->link = f->link;
    url_finish(&f->url);
    url_finish(&f->initiator);
    buf_finish(&f->type);
    buf_finish(&f->filename);
    buf_finish(&f->body);
    buf_finish(&f->message);
    request_body_drop(f->upload);
    free(f->address);
    free(f);
}

void
fetch_close(void)
{
    while (self.first != NULL)
        destroy(self.first);
    fetch_http_close();
    self.loop = NULL;
}

/* -- towards the owner -- */

static void
send_head(struct fetch *f)
{
    struct mime mime;
    struct fetch_head head = {
        .status = f->response.status,
        .url = buf_text(&f->url.href),
        .mime = mime.essence,
        .charset = mime.charset,
        .picture = mime_picture(buf_span(&f->body)),
        .length = f->response.length,
        .filename = buf_text(&f->filename),
        .attachment = f->attachment,
        .took_body = f->upload != NULL,
        .framing = f->response.framing,
    };

    f->head_sent = true;
    mime_compute(&mime, buf_span(&f->type), buf_span(&f->body),
                 f->response.nosniff);
    f->events->head(f, f->owner, &head);
}

/* Whether the head cannot be told before the first bytes.  What a page wants as
 * a picture is judged by them (orb.h). */
static bool
needs_bytes(const struct fetch *f)
{
    struct mime m;

    if (mime_wants_bytes(buf_span(&f->type), f->response.nosniff))
        return true;
    mime_parse(&m, buf_span(&f->type));
    return !f->navigation &&
           (strncmp(m.essence, "image/", 6) == 0 ||
            strcmp(m.essence, "application/octet-stream") == 0);
}

static bool
head_is_due(const struct fetch *f)
{
    if (!f->head_known || f->head_sent)
        return false;
    if (f->ended) /* a failure before the first byte needs no head */
        return f->result == LOAD_RESULT_OK || f->body.size > 0;
    return f->body.size >= MIME_SNIFF || !needs_bytes(f);
}

static void
send_body(struct fetch *f)
{
    size_t sent = 0;

    while (sent < f->body.size && !f->waiting && !f->cancelled) {
        size_t left = f->body.size - sent, taken;

        if (left > MAX_CHUNK)
            left = MAX_CHUNK;
        taken = f->events->data(f, f->owner,
                                (struct span){f->body.data + sent, left});
        if (taken < left)
            f->waiting = true;
        sent += taken < left ? taken : left;
    }
    buf_consume(&f->body, sent);
}

/* The only place that calls the owner. */
static void
deliver(void *data)
{
    struct fetch *f = data;

    f->timer = NULL;
    f->busy = true;
    if (head_is_due(f))
        send_head(f);
    if (f->head_sent && !f->cancelled)
        send_body(f);
    if (!f->cancelled && f->ended && (f->body.size == 0 || !f->head_known)) {
        f->events->end(f, f->owner, f->result,
                       f->result == LOAD_RESULT_OK ? NULL
                                                   : buf_text(&f->message));
        f->cancelled = true;
    }
    f->busy = false;
    if (f->cancelled)
        destroy(f);
    else if (!f->ended && !f->waiting && f->body.size < FETCH_ROOM &&
             f->scheme->more != NULL)
        f->scheme->more(f);
}

static void
schedule(struct fetch *f)
{
    if (f->timer == NULL)
        f->timer = loop_after(f->loop, 0, deliver, f);
}

void
fetch_resume(struct fetch *f)
{
    if (!f->waiting)
        return;
    f->waiting = false;
    schedule(f);
}

void
fetch_cancel(struct fetch *f)
{
    if (f == NULL)
        return;
    if (f->busy)
        f->cancelled = true;
    else
        destroy(f);
}

void
fetch_counts(uint64_t *started, uint64_t *over)
{
    *started = self.started;
    *over = self.over;
}

bool
fetch_is_secure(const struct fetch *f)
{
    return f->secure;
}

/* -- from the schemes -- */

static bool
is_web(const struct url *u)
{
    return url_is(u, "http") || url_is(u, "https");
}

bool
fetch_crosses(const struct fetch *f)
{
    return !url_same_origin(&f->url, &f->initiator);
}

/* Fetch, 4.9: the CORS check. */
static bool
may_read(const struct fetch *f, struct span readers)
{
    struct buf origin = {NULL, 0, 0};
    bool may;

    url_add_origin(&origin, &f->initiator);
    may = !f->cors || !fetch_crosses(f) || span_is(readers, "*") ||
          span_equal(readers, buf_span(&origin));
    buf_finish(&origin);
    return may;
}

void
fetch_head_arrived(struct fetch *f, const struct fetch_response *r)
{
    if (is_web(&f->url) && !may_read(f, r->readers)) {
        fetch_ended(f, LOAD_RESULT_REFUSED,
                    "%.*s does not let other sites read %.200s.",
                    (int)url_host(&f->url).size,
                    (const char *)url_host(&f->url).data,
                    buf_text(&f->url.href));
        return;
    }
    f->response = *r;
    f->response.type = f->response.disposition = (struct span){NULL, 0};
    f->response.readers = (struct span){NULL, 0};
    f->type.size = 0;
    buf_add_span(&f->type, r->type);
    f->filename.size = 0;
    f->attachment = mime_disposition(r->disposition, &f->filename);
    f->head_known = true;
    schedule(f);
}

bool
fetch_data_arrived(struct fetch *f, struct span bytes)
{
    buf_add_span(&f->body, bytes);
    if (!f->waiting)
        schedule(f);
    return f->body.size < FETCH_ROOM;
}

void
fetch_ended(struct fetch *f, int result, const char *format, ...)
{
    va_list arguments;

    if (f->ended)
        return;
    f->ended = true;
    f->result = result;
    if (format != NULL) {
        va_start(arguments, format);
        buf_vprintf(&f->message, format, arguments);
        va_end(arguments);
    }
    if (!f->waiting)
        schedule(f);
}

/* -- the rules -- */

static bool
is_blank(const struct url *u)
{
    return url_is(u, "about") && span_is(url_path(u), "blank");
}

/* Files may have files, but only those fetch_file.c finds below their
 * folder.  The pages with power, about: but for about:blank, may lead
 * anywhere and embed nothing from outside. */
static bool
may_have(const struct fetch *f, const struct url *to)
{
    const struct url *from = &f->initiator;

    if (from->href.size == 0)
        return true;
    if (url_is(from, "about") && !is_blank(from))
        return f->navigation || url_is(to, "about") || url_is(to, "data");
    if (is_web(to) || url_is(to, "data") || is_blank(to))
        return true;
    return url_is(from, "file") && url_is(to, "file");
}

bool
fetch_may_have(struct fetch *f, const struct url *to)
{
    struct span scheme = url_scheme(to);

    if (may_have(f, to))
        return true;
    fetch_ended(f, LOAD_RESULT_REFUSED,
                "A page of %.*s: may not open an address of %.*s:.",
                (int)url_scheme(&f->initiator).size,
                (const char *)url_scheme(&f->initiator).data, (int)scheme.size,
                (const char *)scheme.data);
    return false;
}

/* -- starting -- */

static const struct fetch_scheme *
scheme_of(const struct url *u)
{
    for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++)
        if (url_is(u, schemes[i]->name))
            return schemes[i];
    return NULL;
}

static void
begin(void *data)
{
    struct fetch *f = data;
    const struct fetch_scheme *scheme;

    f->timer = NULL;
    if (!url_parse(&f->url, span_of(f->address), NULL)) {
        fetch_ended(f, LOAD_RESULT_FAILED,
                    "\"%.200s\" is not an address that can be understood.",
                    f->address);
        return;
    }
    scheme = scheme_of(&f->url);
    if (scheme == NULL) {
        struct span name = url_scheme(&f->url);

        fetch_ended(f, LOAD_RESULT_FAILED,
                    "Addresses that begin with \"%.*s:\" cannot be opened "
                    "here.",
                    (int)name.size, (const char *)name.data);
        return;
    }
    if (!fetch_may_have(f, &f->url))
        return;
    f->scheme = scheme;
    scheme->start(f);
}

struct fetch *
fetch_start(const struct fetch_request *request,
            const struct fetch_events *events, void *owner)
{
    struct fetch *f = calloc(1, sizeof *f);

    if (f == NULL || (f->address = strdup(request->url)) == NULL)
        fatal_memory("out of memory for a fetch");
    self.started++;
    f->loop = self.loop;
    f->events = events;
    f->owner = owner;
    f->navigation = request->navigation;
    f->bypass_cache = request->bypass_cache;
    f->cors = request->cors;
    f->upload = request_body_keep(request->body);
    f->response.length = -1;
    f->url.port_number = f->initiator.port_number = -1;
    if (request->initiator != NULL && request->initiator[0] != '\0' &&
        !url_parse(&f->initiator, span_of(request->initiator), NULL))
        fetch_ended(f, LOAD_RESULT_REFUSED,
                    "The page that asks has no proper address.");
    f->next = self.first;
    f->link = &self.first;
    if (self.first != NULL)
        self.first->link = &f->next;
    self.first = f;
    if (f->timer == NULL)
        f->timer = loop_after(f->loop, 0, begin, f);
    return f;
}
