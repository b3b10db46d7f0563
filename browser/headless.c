/*
 * headless.c - one page without a window: screenshot, DOM, exit status.
 *
 * Process: browser.  Distrusts: nothing of its own; it listens to tabs.
 */
#include "headless.h"
#include "frames.h"
#include "gpu_watch.h"
#include "hang.h"
#include "intercept.h"
#include "picture.h"
#include "print.h"
#include "stage.h"

#include "log.h"

#include <stdio.h>
#include <string.h>

enum { DEFAULT_TIMEOUT = 30000, TIMED_OUT = 124, PLUGINS_WITHIN = 3000 };

static struct {
    const struct options *options;
    struct loop *loop;
    struct rect area;
    struct loop_timer *late; /* plugins are waited for */
    bool plugins_are_late, failed, asked_picture, asked_dump, done_picture,
        done_dump, asked_pdf, done_pdf;
} headless;

static void
finish_if_done(void)
{
    const struct options *o = headless.options;

    if ((o->screenshot != NULL && !headless.done_picture) ||
        (o->dump_dom && !headless.done_dump) ||
        (o->pdf != NULL && !headless.done_pdf))
        return;
    loop_stop(headless.loop, headless.failed ? 1 : 0);
}

static void
take_picture(const uint8_t *pixels, int width, int height, void *unused)
{
    (void)unused;
    if (pixels == NULL) {
        log_error("the gpu process could not give the picture back");
        headless.failed = true;
    } else if (headless.options->screenshot != NULL &&
               !picture_write(headless.options->screenshot, pixels, width,
                              height)) {
        headless.failed = true;
    }
    headless.done_picture = true;
    finish_if_done();
}

static void
take_dump(struct page *p, struct span html)
{
    (void)p;
    fwrite(html.data, 1, html.size, stdout);
    fputc('\n', stdout);
    if (fflush(stdout) != 0) {
        log_error("cannot write the document to standard output");
        headless.failed = true;
    }
    headless.done_dump = true;
    finish_if_done();
}

static void
printed(struct page *p, const char *path, uint32_t pages, void *unused)
{
    (void)p;
    (void)path;
    (void)unused;
    headless.failed |= pages == 0;
    headless.done_pdf = true;
    finish_if_done();
}

static void on_damaged(struct tab *t);

/* One that never paints does not keep the page from being shown. */
static void
on_late(void *unused)
{
    (void)unused;
    headless.late = NULL;
    headless.plugins_are_late = true;
    if (tab_active() != NULL)
        on_damaged(tab_active());
}

static void
on_complete(struct tab *t)
{
    struct page *p = t->page;

    if (headless.options->dump_dom && !headless.asked_dump) {
        headless.asked_dump = true;
        p->dumped = take_dump;
        send_dump_dom(p->renderer->channel,
                      &(struct msg_dump_dom){p->surface->id, p->document});
    }
    /* Asked for after the last frame's scene, so it shows that one. */
    if (headless.asked_picture)
        return;
    /* Plugins start with the page; the picture waits for their frames. */
    if (!headless.plugins_are_late &&
        (!embeds_are_painted(p) || !frames_are_complete(p))) {
        if (headless.late == NULL)
            headless.late =
                loop_after(headless.loop, PLUGINS_WITHIN, on_late, NULL);
    } else {
        headless.asked_picture = true;
        compositor_damage();
        compositor_read_back(take_picture, NULL);
        /* After the picture's frame: paper takes the screen's layout away. */
        if (headless.options->pdf != NULL && !headless.asked_pdf) {
            headless.asked_pdf = true;
            if (!print_start(p, headless.options->pdf, printed, NULL))
                printed(p, NULL, 0, NULL);
        }
    }
}

static void
on_changed(struct tab *t)
{
    (void)t;
}

static void
on_damaged(struct tab *t)
{
    struct page *p = t->page;

    compositor_damage();
    if (p != NULL && !p->dead && p->complete && p->document_done)
        on_complete(t);
}

static void
on_failed(struct tab *t, const char *message)
{
    headless.failed = true;
    fprintf(stderr, "bulkhead: %s: %s\n", tab_url(t), message);
    if (t->page != NULL && t->page->dead && t->page->why.where[0] != 0)
        fprintf(stderr, "bulkhead: %s\n", t->page->why.where);
    if (t->page != NULL && t->page->dead)
        loop_stop(headless.loop, 1);
    if (t->page == NULL && t->next == NULL)
        loop_stop(headless.loop, 1);
}

static void
on_notice(const char *line)
{
    (void)line; /* it was logged */
}

static void on_timeout(void *unused);

static void
start_timeout(void)
{
    int ms = headless.options->timeout;

    loop_after(headless.loop, ms ? ms : DEFAULT_TIMEOUT, on_timeout, NULL);
}

static void
on_timeout(void *unused)
{
    struct tab *t = tab_active();
    struct intercept_held held;
    const struct child *hung;

    (void)unused;
    if (intercept_held_at(0, &held)) { /* the person takes the time */
        start_timeout();
        return;
    }
    hung = t != NULL ? hang_of_tab(t) : NULL;
    fprintf(stderr, "bulkhead: %s: not loaded and painted in time%s%s\n",
            t != NULL ? tab_url(t) : "?", hung != NULL ? ": " : "",
            hung != NULL ? condition_clause(supervisor_state(hung)) : "");
    loop_stop(headless.loop, TIMED_OUT);
}

static void
stage(void)
{
    stage_content(tab_active(), headless.area,
                  !headless.options->hide_scrollbars);
}

static void
on_supervised(struct child *c)
{
    gpu_watch_changed(headless.loop, c);
}

void
headless_open(struct loop *l, const struct options *o)
{
    static const struct tabs_events events = {
        on_changed, on_damaged, on_damaged, on_complete, on_failed, on_notice};
    struct buf url = {0};

    headless.options = o;
    headless.loop = l;
    headless.area = (struct rect){0, 0, o->width, o->height};
    supervisor_open(l, on_supervised);
    tabs_open(l, &events);
    tabs_set_view(o->width, o->height);
    compositor_open(l, true, o->width, o->height, GPU_DISABLED, stage);
    start_timeout();
    tab_create(tab_argument(&url, o->urls[0]) ? buf_text(&url) : o->urls[0],
               NULL);
    buf_finish(&url);
}

void
headless_close(void)
{
    compositor_close();
    tabs_close_all();
    supervisor_close();
}
