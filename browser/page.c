/*
 * page.c - one document view: its renderer, its surface, what it loads.
 *
 * Process: browser.  Distrusts: the renderer.
 */
#include "page.h"
#include "page_form.h"
#include "print.h"
#include "compositor.h"
#include "orb.h"
#include "pages.h"
#include "process_policy.h"
#include "sandbox_notice.h"
#include "tabs.h"

#include "log.h"

#include <stdlib.h>
#include <string.h>

enum {
    WAITING_MOST = 256 * 1024, /* bytes held for a slow renderer */
    SPARE_EVERY = 1000,        /* ms between attempts to start a spare */
    INPUT_LASTS = 5000         /* ms, as Chromium's transient activation */
};

static struct page *first;
static struct child *spare;
static int64_t spare_tried_ms;

static void pump(struct page *p);

static void
on_committed(struct surface *s, void *owner)
{
    struct page *p = owner;

    embeds_commit(p);
    if (s->document != p->document)
        return; /* the last frame of the document before */
    p->painted = true;
    p->complete = s->complete;
    if (p->tab != NULL)
        tab_page_committed(p->tab, p);
}

static const struct surface_events surface_events = {on_committed};

/* Its renderer is live. */
static void
begin(struct page *p)
{
    if (p->surface != NULL)
        return;
    p->surface = surface_create(
        p->renderer, p->tab->host != NULL ? MAX_FRAME_SLOTS : MAX_SLOTS,
        &surface_events, p);
    if (p->surface == NULL) {
        child_kill(p->renderer, "there is no memory for its surface");
        return;
    }
    p->surface->tab = tab_top(p->tab)->id;
    tab_page_ready(p->tab, p);
    pump(p);
}

static void
resume(struct page *p)
{
    pump(p);
    for (struct subfetch *f = p->fetches; f != NULL; f = f->next)
        if (f->paused) {
            f->paused = false;
            fetch_resume(f->fetch);
        }
}

/* Of all its pages; the spare has none. */
static void
each_page(const struct child *c, void (*fn)(struct page *p))
{
    for (struct page *p = first; p != NULL; p = p->next)
        if (p->renderer == c)
            fn(p);
}

static void
on_ready(struct child *c, void *owner)
{
    (void)owner;
    each_page(c, begin);
}

static void
on_drained(struct child *c, void *owner)
{
    (void)owner;
    each_page(c, resume);
}

static const struct death *burial; /* of the renderer under way */

static void
bury(struct page *p)
{
    page_stop(p);
    print_cancel(p, "its renderer died");
    autopsy_take(&p->autopsy, RENDERER, p->renderer->number, burial);
    p->renderer = NULL;
    p->dead = p->is_news = true;
}

/* What a tab does about it may destroy pages: so one after the other. */
static void
tell_deaths(const struct death *why)
{
    struct page *p = first;

    while (p != NULL) {
        if (!p->is_news) {
            p = p->next;
            continue;
        }
        p->is_news = false;
        p->why = *why;
        tab_page_gone(p->tab, p);
        p = first;
    }
}

static void
on_gone(struct child *c, void *owner, const struct death *why)
{
    (void)owner;
    if (c == spare)
        spare = NULL;
    surfaces_orphan(c);
    burial = why;
    each_page(c, bury);
    tell_deaths(why);
}

static const struct child_events renderer_events = {on_ready, on_drained,
                                                    on_gone};

void
page_keep_spare(void)
{
    int64_t now = loop_now_ms();

    if (spare != NULL ||
        (spare_tried_ms != 0 && now - spare_tried_ms < SPARE_EVERY))
        return;
    spare_tried_ms = now;
    spare = child_start(RENDERER, "", &renderer_events, NULL);
}

/* A renderer for the site alone: the warm one, or a new one. */
static struct child *
own_process(const char *site)
{
    struct child *c = spare;

    spare = NULL;
    spare_tried_ms = 0; /* it may be replaced at once */
    if (c == NULL || c->state == CHILD_DEAD)
        c = child_start(RENDERER, "", &renderer_events, NULL);
    if (c != NULL)
        child_set_site(c, site);
    return c;
}

struct page *
page_create(struct tab *tab, const char *site)
{
    struct child *c = process_policy_share(tab, site);
    struct page *p;

    if (c == NULL)
        c = own_process(site);
    if (c == NULL)
        return NULL;
    p = calloc(1, sizeof *p);
    if (p == NULL)
        fatal_memory("out of memory for a page");
    p->tab = tab;
    p->site = strdup(site);
    p->restore_x = p->restore_y = -1;
    p->renderer = c;
    p->next = first;
    first = p;
    if (c->state == CHILD_LIVE)
        begin(p);
    return p;
}

static bool
is_used(const struct child *c)
{
    for (const struct page *p = first; p != NULL; p = p->next)
        if (p->renderer == c)
            return true;
    return false;
}

static void
load_finish(struct load *l)
{
    buf_finish(&l->body);
    free(l->url);
    free(l->mime);
    free(l->charset);
    *l = (struct load){0};
}

void
page_destroy(struct page *p)
{
    struct page **at = &first;

    if (p == NULL)
        return;
    while (*at != p)
        at = &(*at)->next;
    *at = p->next;
    page_stop(p);
    print_cancel(p, "the page was closed");
    page_form_drop(p);
    embeds_destroy(p);
    surface_destroy(p->surface);
    own_surface_finish(&p->placard);
    if (p->renderer != NULL && !is_used(p->renderer))
        child_dismiss(p->renderer, "its page was closed");
    load_finish(&p->load);
    buf_finish(&p->dump);
    buf_finish(&p->copied);
    free(p->site);
    free(p->url);
    free(p->hover);
    free(p->tooltip);
    free(p);
}

struct page *
pages_first(void)
{
    return first;
}

struct page *
page_of_surface(uint32_t surface)
{
    for (struct page *p = first; p != NULL; p = p->next)
        if (p->surface != NULL && p->surface->id == surface)
            return p;
    return NULL;
}

/* ---- the document ------------------------------------------------------- */

void
page_begin(struct page *p, const char *url, const char *mime,
           const char *charset)
{
    page_stop(p);
    print_cancel(p, "another document took its place");
    page_form_drop(p);
    embeds_destroy(p);
    load_finish(&p->load);
    p->load.wanted = true;
    p->load.url = strdup(url);
    p->load.mime = strdup(mime);
    p->load.charset = strdup(charset);
    free(p->url);
    p->url = strdup(url);
    p->document++;
    p->copy_to = 0;
    buf_finish(&p->copied);
    p->painted = p->complete = p->document_done = false;
    p->failed = 0;
    p->editing = EDITING_NOTHING;
    p->wheel_is_pages = false;
    free(p->hover);
    free(p->tooltip);
    p->hover = p->tooltip = NULL;
    pump(p);
}

bool
page_feed(struct page *p, struct span bytes)
{
    if (!p->load.wanted || p->load.refused)
        return true;
    buf_add_span(&p->load.body, bytes);
    pump(p);
    p->load.paused = p->load.body.size >= WAITING_MOST;
    return !p->load.paused;
}

void
page_finish(struct page *p, int result)
{
    if (!p->load.wanted || p->load.refused)
        return;
    p->load.ended = true;
    p->load.result = result;
    pump(p);
}

/* What the sandbox is too thin for becomes a page that says so. */
static void
refuse(struct load *l, const char *message)
{
    struct buf html = {0};

    pages_error(&html, l->url, message);
    buf_finish(&l->body);
    l->body = html;
    free(l->mime);
    free(l->charset);
    l->mime = strdup("text/html");
    l->charset = strdup("utf-8");
    l->refused = l->ended = true;
    l->result = LOAD_RESULT_OK;
}

static void
send_begin(struct page *p)
{
    struct load *l = &p->load;
    const char *refusal = sandbox_refusal(p->renderer, l->url);

    if (refusal != NULL)
        refuse(l, refusal);
    l->begun = true;
    send_document_begin(p->renderer->channel,
                        &(struct msg_document_begin){
                            p->surface->id, p->document, span_of(l->url),
                            span_of(l->mime), span_of(l->charset)});
}

/* Moves what waits into the renderer, as far as it has room. */
static void
pump(struct page *p)
{
    struct load *l = &p->load;
    struct channel *to;
    size_t sent = 0;

    if (!l->wanted || p->surface == NULL || p->renderer == NULL ||
        p->renderer->state != CHILD_LIVE)
        return;
    to = p->renderer->channel;
    if (!l->begun)
        send_begin(p);
    /* What is left of the queue is for everything else. */
    while (sent < l->body.size && child_has_room(p->renderer, 2 * MAX_CHUNK)) {
        size_t size = l->body.size - sent;

        if (size > MAX_CHUNK)
            size = MAX_CHUNK;
        send_document_data(
            to, &(struct msg_document_data){
                    p->surface->id, p->document, {l->body.data + sent, size}});
        sent += size;
    }
    buf_consume(&l->body, sent);
    if (l->ended && l->body.size == 0) {
        send_document_end(to, &(struct msg_document_end){p->surface->id,
                                                         p->document,
                                                         (choice_t)l->result});
        load_finish(l);
    } else if (l->paused && l->body.size < WAITING_MOST / 2) {
        l->paused = false;
        tab_page_wants_more(p->tab, p);
    }
}

/* ---- the view ----------------------------------------------------------- */

void
page_send_view(struct page *p, int width, int height, int scale, bool visible)
{
    struct rect view = {p->scroll_x, p->scroll_y, width, height};

    if (p->surface == NULL || p->renderer == NULL ||
        p->renderer->state != CHILD_LIVE)
        return;
    if (memcmp(&view, &p->sent_view, sizeof view) == 0 &&
        scale == p->sent_scale && visible == p->sent_visible)
        return;
    p->sent_view = view;
    p->sent_scale = scale;
    if (p->sent_visible != visible) {
        p->sent_visible = visible;
        embeds_send_views(p);
    }
    send_view(p->renderer->channel,
              &(struct msg_view){p->surface->id, (uint32_t)width,
                                 (uint32_t)height, (uint32_t)p->scroll_x,
                                 (uint32_t)p->scroll_y, (uint32_t)scale,
                                 visible});
}

void
page_send_keyboard(struct page *p, bool has)
{
    if (p->has_keyboard == has || p->surface == NULL || p->renderer == NULL ||
        p->renderer->state != CHILD_LIVE)
        return;
    p->has_keyboard = has;
    send_focus(p->renderer->channel, &(struct msg_focus){p->surface->id, has});
}

static int
clamp(int value, int low, int high)
{
    return value < low ? low : value > high ? high : value;
}

bool
page_scroll_to(struct page *p, int x, int y, int width, int height)
{
    int most_x = 0, most_y = 0, old_x = p->scroll_x, old_y = p->scroll_y;

    if (p->surface != NULL && p->surface->committed) {
        most_x = (int)p->surface->width - width;
        most_y = (int)p->surface->height - height;
    }
    p->scroll_x = clamp(x, 0, most_x > 0 ? most_x : 0);
    p->scroll_y = clamp(y, 0, most_y > 0 ? most_y : 0);
    return p->scroll_x != old_x || p->scroll_y != old_y;
}

/* ---- subresources ------------------------------------------------------- */

static void
drop_subfetch(struct subfetch *f)
{
    struct subfetch **at = &f->page->fetches;

    while (*at != f)
        at = &(*at)->next;
    *at = f->next;
    f->page->fetch_bytes -= strlen(f->url);
    f->page->fetch_count--;
    if (f->fetch != NULL)
        f->page->fetches_running--;
    free(f->url);
    free(f);
}

static struct channel *
renderer_of(const struct subfetch *f)
{
    struct child *c = f->page->renderer;

    return c != NULL && c->state == CHILD_LIVE ? c->channel : NULL;
}

static void sub_end(struct fetch *fetch, void *owner, int result,
                    const char *message);
static void start_waiting(struct page *p);

static void
sub_head(struct fetch *fetch, void *owner, const struct fetch_head *head)
{
    struct subfetch *f = owner;

    if (renderer_of(f) == NULL)
        return;
    /* A font has been judged by CORS. */
    if (f->resource != RESOURCE_FONT &&
        !orb_allows(f->page->url, f->resource, head)) {
        fetch_cancel(fetch);
        child_note(f->page->renderer, LOG_WARN,
                   "%.200s is of another origin and no picture or style sheet "
                   "(%s): kept from the page",
                   head->url, head->mime);
        sub_end(fetch, f, LOAD_RESULT_REFUSED, NULL);
        return;
    }
    if (strlen(head->url) > MAX_URL) {
        fetch_cancel(fetch);
        sub_end(fetch, f, LOAD_RESULT_FAILED, "redirected to a long address");
        return;
    }
    send_fetch_head(
        renderer_of(f),
        &(struct msg_fetch_head){f->page->surface->id, f->number,
                                 (uint32_t)head->status, span_of(head->url),
                                 span_of(head->mime), span_of(head->charset)});
}

static size_t
sub_data(struct fetch *fetch, void *owner, struct span bytes)
{
    struct subfetch *f = owner;

    if (renderer_of(f) == NULL)
        return bytes.size;
    f->size += bytes.size;
    if (f->size > MAX_RESOURCE) {
        fetch_cancel(fetch);
        sub_end(fetch, f, LOAD_RESULT_TOO_LARGE, "larger than 64 MiB");
        return bytes.size;
    }
    if (!child_has_room(f->page->renderer, bytes.size + MAX_CHUNK)) {
        f->size -= bytes.size;
        f->paused = true;
        return 0;
    }
    for (size_t at = 0; at < bytes.size; at += MAX_CHUNK) {
        size_t left = bytes.size - at;

        send_fetch_data(
            renderer_of(f),
            &(struct msg_fetch_data){
                f->page->surface->id,
                f->number,
                {bytes.data + at, left < MAX_CHUNK ? left : MAX_CHUNK}});
    }
    return bytes.size;
}

static void
sub_end(struct fetch *fetch, void *owner, int result, const char *message)
{
    struct subfetch *f = owner;
    struct page *p = f->page;

    (void)fetch;
    if (message != NULL && renderer_of(f) != NULL)
        child_note(p->renderer, LOG_INFO, "subresource: %s", message);
    if (renderer_of(f) != NULL)
        send_fetch_end(renderer_of(f),
                       &(struct msg_fetch_end){f->page->surface->id, f->number,
                                               (choice_t)result});
    drop_subfetch(f);
    start_waiting(p);
}

static const struct fetch_events sub_events = {sub_head, sub_data, sub_end};

/* Starts the oldest that wait, as many as may run at once. */
static void
start_waiting(struct page *p)
{
    struct subfetch *f = p->fetches;

    for (; f != NULL && p->fetches_running < MAX_FETCHES_AT_ONCE; f = f->next) {
        if (f->fetch != NULL)
            continue;
        f->fetch = fetch_start(
            &(struct fetch_request){.url = f->url,
                                    .initiator = p->url,
                                    .cors = f->resource == RESOURCE_FONT},
            &sub_events, f);
        p->fetches_running++;
    }
}

/* What the addresses of all that a renderer has asked for take, in all of its
 * pages. */
static size_t
bytes_asked_for(const struct child *c)
{
    size_t bytes = 0;

    for (const struct page *p = first; p != NULL; p = p->next)
        if (p->renderer == c)
            bytes += p->fetch_bytes;
    return bytes;
}

void
page_on_fetch_start(struct page *p, const struct msg_fetch_start *m)
{
    struct subfetch *f, **at = &p->fetches;

    if (m->document != p->document)
        return; /* of the document before */
    if (p->fetch_count >= MAX_FETCHES ||
        bytes_asked_for(p->renderer) + m->url.size > MAX_FETCH_BYTES) {
        send_fetch_end(
            p->renderer->channel,
            &(struct msg_fetch_end){m->surface, m->fetch, LOAD_RESULT_REFUSED});
        return;
    }
    f = calloc(1, sizeof *f);
    if (f == NULL ||
        (f->url = strndup((const char *)m->url.data, m->url.size)) == NULL)
        fatal_memory("out of memory for a fetch");
    f->page = p;
    f->number = m->fetch;
    f->resource = m->resource;
    while (*at != NULL)
        at = &(*at)->next;
    *at = f;
    p->fetch_count++;
    p->fetch_bytes += m->url.size;
    start_waiting(p);
}

void
page_on_fetch_cancel(struct page *p, const struct msg_fetch_cancel *m)
{
    for (struct subfetch *f = p->fetches; f != NULL; f = f->next)
        if (f->number == m->fetch) {
            fetch_cancel(f->fetch);
            drop_subfetch(f);
            start_waiting(p);
            return;
        }
}

void
page_stop(struct page *p)
{
    while (p->fetches != NULL) {
        struct subfetch *f = p->fetches;

        fetch_cancel(f->fetch);
        if (renderer_of(f) != NULL && p->surface != NULL)
            send_fetch_end(renderer_of(f),
                           &(struct msg_fetch_end){p->surface->id, f->number,
                                                   LOAD_RESULT_ABORTED});
        drop_subfetch(f);
    }
}

void
page_note_input(struct page *p)
{
    p->input_ms = p->any_input_ms = loop_now_ms();
}

bool
page_had_input(const struct page *p)
{
    return p->any_input_ms != 0 &&
           loop_now_ms() - p->any_input_ms < INPUT_LASTS;
}

bool
page_take_input(struct page *p)
{
    bool there = p->input_ms != 0 && loop_now_ms() - p->input_ms < INPUT_LASTS;

    p->input_ms = 0;
    return there;
}
