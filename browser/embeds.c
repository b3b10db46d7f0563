/*
 * embeds.c - plugins and frames in a page: their place; of a plugin also its
 * process and its stream.
 *
 * Process: browser.  Distrusts: the page (which type, where, how large), the
 * plugin.
 *
 * A plugin process is one per plugin and site, or several where a site has
 * more embeds than one has room for; each embed has a surface of its own in it.
 */
#include "page.h"
#include "compositor.h"
#include "frames.h"
#include "ipc/feed.h"
#include "sandbox_notice.h"
#include "tabs.h"

#include "log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LOOP_WINDOW = 10000 /* ms: died again so soon: a loop */ };

static char folder[448];

static const struct {
    const char *mime, *name, *title, *only_in;
} known[] = {
#define PLUGIN(mime, name, title, only_in) {mime, name, title, only_in},
#include "plugins.def"
#undef PLUGIN
};

void
embeds_open(struct loop *l, const char *plugins)
{
    ipc_feed_open(l);
    snprintf(folder, sizeof folder, "%s", plugins);
}

struct embed *
embed_of_surface(uint32_t surface)
{
    struct surface *s = surface_find(surface);

    return s != NULL && s->painter != NULL && s->painter->role == PLUGIN
               ? s->owner
               : NULL;
}

static void
tell_renderer(const struct embed *e, choice_t state)
{
    const struct page *p = e->page;

    if (p->renderer != NULL && p->renderer->state == CHILD_LIVE)
        send_embed_state(p->renderer->channel,
                         &(struct msg_embed_state){p->surface->id, p->document,
                                                   e->number, state});
}

/* ---- the stream --------------------------------------------------------- */

static struct channel *
plugin_of(const struct embed *e)
{
    return e->surface != NULL && e->child != NULL &&
                   e->child->state == CHILD_LIVE
               ? e->child->channel
               : NULL;
}

/* It could not be started, or not be given what it needs. */
static void
fail(struct embed *e, const char *cause)
{
    e->dead = true;
    e->autopsy.count = 0;
    e->why = (struct death){.by_browser = true};
    snprintf(e->why.cause, sizeof e->why.cause, "%s", cause);
    tell_renderer(e, EMBED_STATE_DEAD);
}

static void
stream_head(struct fetch *f, void *owner, const struct fetch_head *head)
{
    (void)f;
    (void)owner;
    (void)head;
}

static size_t
stream_data(struct fetch *f, void *owner, struct span bytes)
{
    struct embed *e = owner;

    (void)f;
    if (plugin_of(e) == NULL)
        return bytes.size;
    if (!child_has_room(e->child, bytes.size + MAX_CHUNK))
        return 0;
    for (size_t at = 0; at < bytes.size; at += MAX_CHUNK) {
        size_t left = bytes.size - at;

        send_stream_data(
            plugin_of(e),
            &(struct msg_stream_data){
                e->surface->id,
                {bytes.data + at, left < MAX_CHUNK ? left : MAX_CHUNK}});
    }
    return bytes.size;
}

static void
stream_end(struct fetch *f, void *owner, int result, const char *message)
{
    struct embed *e = owner;

    (void)f;
    e->fetch = NULL;
    if (message != NULL && e->page->renderer != NULL)
        child_note(e->page->renderer, LOG_WARN, "plugin content: %s", message);
    if (plugin_of(e) != NULL)
        send_stream_end(plugin_of(e), &(struct msg_stream_end){
                                          e->surface->id, (choice_t)result});
}

static const struct fetch_events stream_events = {stream_head, stream_data,
                                                  stream_end};

/* ---- the process -------------------------------------------------------- */

static void
on_committed(struct surface *s, void *owner)
{
    struct embed *e = owner;

    (void)s;
    tab_damaged(e->page->tab);
}

static const struct surface_events surface_events = {on_committed};

/* Whenever it may have changed: a page can have that as often as it likes. */
static void
send_embed_view(struct embed *e)
{
    struct msg_view view = {.width = (uint32_t)e->place.width,
                            .height = (uint32_t)e->place.height,
                            .scale = 100,
                            .visible = e->page->sent_visible};

    if (e->frame != NULL) {
        tab_send_views(e->frame);
        return;
    }
    if (plugin_of(e) == NULL || !e->placed)
        return;
    view.surface = e->surface->id;
    if (view.surface == e->told.surface && view.width == e->told.width &&
        view.height == e->told.height && view.visible == e->told.visible)
        return;
    if (send_view(plugin_of(e), &view))
        e->told = view;
}

/* Whether what the page and its plugin say is about:ipc's own. */
static void
mark_own(const struct embed *e, bool own)
{
    if (e->child != NULL)
        e->child->peer.own = own;
    if (e->surface != NULL)
        e->surface->own = own;
    if (e->page->renderer != NULL)
        e->page->renderer->peer.own = own;
    if (e->page->surface != NULL)
        e->page->surface->own = own;
}

/* The plugin is live and the embed has no surface in it yet. */
static void
begin(struct embed *e)
{
    const char *refusal = sandbox_refusal(e->child, e->page->url);

    if (e->surface != NULL)
        return;
    if (refusal != NULL) {
        fail(e, refusal);
        return;
    }
    e->surface = surface_create(e->child, MAX_EMBED_SLOTS, &surface_events, e);
    if (e->surface == NULL) {
        fail(e, "there is no memory for its surface");
        return;
    }
    e->surface->tab = tab_top(e->page->tab)->id;
    send_plugin_begin(
        e->child->channel,
        &(struct msg_plugin_begin){e->surface->id, span_of(e->mime),
                                   span_of(e->url), span_of(e->params)});
    send_embed_view(e);
    tell_renderer(e, EMBED_STATE_LIVE);
    if (e->is_ours) {
        mark_own(e, true);
        e->feed = ipc_feed_create(e);
        return;
    }
    if (e->url[0] != 0)
        e->fetch = fetch_start(
            &(struct fetch_request){.url = e->url, .initiator = e->page->url},
            &stream_events, e);
}

typedef void embed_fn(struct embed *e, const struct death *why);

/* Calls fn for every embed whose plugin is c. */
static void
each_embed(const struct child *c, embed_fn *fn, const struct death *why)
{
    for (struct page *p = pages_first(); p != NULL; p = p->next)
        for (int i = 0; i < MAX_EMBEDS; i++)
            if (p->embeds[i].in_use && p->embeds[i].child == c)
                fn(&p->embeds[i], why);
}

static void
begin_embed(struct embed *e, const struct death *why)
{
    (void)why;
    begin(e);
}

static void
resume_embed(struct embed *e, const struct death *why)
{
    (void)why;
    if (e->fetch != NULL)
        fetch_resume(e->fetch);
}

static void
bury_embed(struct embed *e, const struct death *why)
{
    fetch_cancel(e->fetch);
    ipc_feed_destroy(e->feed);
    e->fetch = NULL;
    e->feed = NULL;
    surface_destroy(e->surface); /* its card hides it */
    e->surface = NULL;
    e->dead_number = e->child->number;
    autopsy_take(&e->autopsy, PLUGIN, e->dead_number, why);
    e->child = NULL;
    e->dead = true;
    e->why = *why;
    if (e->died_ms != 0 && loop_now_ms() - e->died_ms < LOOP_WINDOW)
        snprintf(e->why.cause, sizeof e->why.cause,
                 "it died again right after its start: %.200s", why->cause);
    e->died_ms = loop_now_ms();
    tell_renderer(e, EMBED_STATE_DEAD);
    tab_damaged(e->page->tab);
}

static void
on_ready(struct child *c, void *owner)
{
    const char *notice = sandbox_notice(c);

    (void)owner;
    if (notice != NULL)
        tabs_listener->notice(notice);
    each_embed(c, begin_embed, NULL);
}

static void
on_drained(struct child *c, void *owner)
{
    (void)owner;
    each_embed(c, resume_embed, NULL);
}

static void
on_gone(struct child *c, void *owner, const struct death *why)
{
    (void)owner;
    surfaces_orphan(c);
    each_embed(c, bury_embed, why);
}

static const struct child_events plugin_events = {on_ready, on_drained,
                                                  on_gone};

/* Starts a process for the plugin; its shared object goes ahead on the lane. */
static struct child *
start_process(const char *name)
{
    char path[512];
    struct child *c;
    int fd;

    snprintf(path, sizeof path, "%s/%s.so", folder, name);
    fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        log_error("cannot open the plugin %s: %s", path, strerror(errno));
        return NULL;
    }
    c = child_start(PLUGIN, name, &plugin_events, NULL);
    if (c != NULL)
        child_pass(c, fd);
    close(fd);
    return c;
}

static int
users_of(const struct child *c)
{
    int users = 0;

    for (struct page *p = pages_first(); p != NULL; p = p->next)
        for (int i = 0; i < MAX_EMBEDS; i++)
            users += p->embeds[i].in_use && p->embeds[i].child == c;
    return users;
}

/* The process that serves another embed of this plugin and site and has room,
 * or a new one. */
static struct child *
process_for(const char *name, const char *site)
{
    for (struct page *p = pages_first(); p != NULL; p = p->next)
        for (int i = 0; i < MAX_EMBEDS; i++) {
            const struct embed *e = &p->embeds[i];

            if (e->in_use && e->child != NULL && e->plugin == name &&
                e->child->state != CHILD_DEAD && strcmp(p->site, site) == 0 &&
                users_of(e->child) < MAX_EMBEDS_OF_PROCESS)
                return e->child;
        }
    return start_process(name);
}

static void
start(struct embed *e)
{
    e->dead = false;
    ipc_feed_destroy(e->feed);
    e->feed = NULL;
    surface_destroy(e->surface);
    own_surface_finish(&e->placard);
    e->surface = NULL;
    e->child = NULL; /* must not be found as its own neighbour */
    e->child = process_for(e->plugin, e->page->site);
    if (e->child == NULL) {
        fail(e, "it could not be started");
        return;
    }
    child_set_site(e->child, e->page->site);
    tell_renderer(e, EMBED_STATE_STARTING);
    if (e->child->state == CHILD_LIVE)
        begin(e);
}

static void
start_frame(struct embed *e)
{
    const char *why;

    e->dead = false;
    own_surface_finish(&e->placard);
    e->frame = frame_create(e, e->url[0] != 0 ? e->url : "about:blank", &why);
    if (e->frame == NULL)
        fail(e, why);
    else
        tell_renderer(e, EMBED_STATE_LIVE);
}

void
embed_reload(struct embed *e)
{
    if (e->frame != NULL)
        tab_reload(e->frame, false);
    else if (e->is_frame)
        start_frame(e);
    else
        start(e);
    tab_damaged(e->page->tab);
}

static char *
copy(struct span s)
{
    char *text = strndup(s.size ? (const char *)s.data : "", s.size);

    if (text == NULL)
        fatal_memory("out of memory for an embed");
    return text;
}

static void
embed_finish(struct embed *e)
{
    struct child *c = e->child;

    if (!e->in_use)
        return;
    fetch_cancel(e->fetch);
    if (e->is_ours)
        mark_own(e, false);
    ipc_feed_destroy(e->feed);
    if (e->frame != NULL)
        frame_destroy(e->frame);
    surface_destroy(e->surface);
    own_surface_finish(&e->placard);
    free(e->name);
    free(e->mime);
    free(e->url);
    free(e->params);
    *e = (struct embed){0};
    if (c != NULL && users_of(c) == 0)
        child_dismiss(c, "nothing on any page needs it");
}

void
embeds_destroy(struct page *p)
{
    for (int i = 0; i < MAX_EMBEDS; i++)
        embed_finish(&p->embeds[i]);
}

/* Whether the page is that one of the browser's own; its site tells it from
 * all that a renderer may have been given. */
static bool
is_page(const struct page *p, const char *only_in)
{
    size_t size = strlen(only_in);

    return strcmp(p->site, "about:") == 0 &&
           strncmp(p->url, only_in, size) == 0 &&
           (p->url[size] == 0 || p->url[size] == '?' || p->url[size] == '#');
}

static void
choose_plugin(struct embed *e)
{
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i].mime, e->mime) == 0 &&
            (known[i].only_in == NULL || is_page(e->page, known[i].only_in))) {
            e->plugin = known[i].name;
            e->title = known[i].title;
            e->is_ours = known[i].only_in != NULL;
        }
}

bool
page_on_embed_create(struct page *p, const struct msg_embed_create *m,
                     const char **why)
{
    struct embed *e = &p->embeds[m->embed];

    if (m->document != p->document)
        return true;
    if (e->in_use) {
        *why = "an embed's number twice";
        return false;
    }
    *e = (struct embed){.page = p, .number = m->embed, .in_use = true};
    e->mime = copy(m->mime);
    e->url = copy(m->url);
    e->params = copy(m->params);
    if (m->kind == EMBED_FRAME) {
        e->is_frame = true;
        e->title = "frame";
        e->name = copy(m->params);
        start_frame(e);
        return true;
    }
    choose_plugin(e);
    if (e->plugin == NULL)
        tell_renderer(e, EMBED_STATE_UNKNOWN_TYPE);
    else
        start(e);
    return true;
}

bool
page_on_embed_place(struct page *p, const struct msg_embed_place *m,
                    const char **why)
{
    struct embed *e = &p->embeds[m->embed];

    if (m->document != p->document)
        return true;
    if (!e->in_use) {
        *why = "a place for an embed that was never created";
        return false;
    }
    e->next_place = (struct rect){m->x, m->y, (int)m->width, (int)m->height};
    e->placed = true;
    return true;
}

void
embeds_send_views(struct page *p)
{
    for (int i = 0; i < MAX_EMBEDS; i++)
        if (p->embeds[i].in_use)
            send_embed_view(&p->embeds[i]);
}

void
embeds_commit(struct page *p)
{
    for (int i = 0; i < MAX_EMBEDS; i++) {
        struct embed *e = &p->embeds[i];

        if (!e->in_use || !e->placed ||
            memcmp(&e->place, &e->next_place, sizeof e->place) == 0)
            continue;
        e->place = e->next_place;
        send_embed_view(e);
    }
}

bool
embeds_are_painted(const struct page *p)
{
    for (int i = 0; i < MAX_EMBEDS; i++) {
        const struct embed *e = &p->embeds[i];

        /* One without a place is never painted. */
        if (e->in_use && e->plugin != NULL && !e->dead && e->placed &&
            !rect_is_empty(e->place) &&
            (e->surface == NULL || !e->surface->committed))
            return false;
    }
    return true;
}
