/*
 * status_pages.c - about:gpu and about:sandbox: the running program, looked at
 * from inside.
 *
 * Process: browser.  Distrusts: texts of children, which are escaped.
 */
#include "status_pages.h"
#include "children.h"
#include "compositor.h"
#include "fetch_about.h"
#include "pages.h"
#include "session.h"

static void
add_row(struct buf *html, const char *name, const char *value)
{
    buf_printf(html, "<tr><th>%s</th><td>", name);
    pages_text(html, span_of(value));
    buf_add_text(html, "</td></tr>\n");
}

static void
about_gpu(struct buf *html, const char *query, void *data)
{
    const struct compositor_facts *f = compositor_facts();
    struct buf number = {0};

    (void)query;
    (void)data;
    pages_begin(html, "GPU process");
    buf_add_text(html, "<table>\n");
    add_row(html, "Drawing by", f->renderer[0] ? f->renderer : "not yet known");
    add_row(html, "Accelerated", f->accelerated ? "yes" : "no");
    add_row(html, "Because", f->reason ? f->reason : "it has not started yet");
    buf_printf(&number, "%u \xC2\xB5s", f->frame_us);
    add_row(html, "A screenful, measured at its start", buf_text(&number));
    if (f->rejected[0] != 0)
        add_row(html, "Not chosen", f->rejected);
    number.size = 0;
    buf_printf(&number, "%u", f->frames);
    add_row(html, "Frames presented", buf_text(&number));
    number.size = 0;
    buf_printf(&number, "%u", f->deaths);
    add_row(html, "Deaths survived", buf_text(&number));
    buf_add_text(html, "</table>\n");
    buf_finish(&number);
    pages_end(html);
}

static void
add_child(struct buf *html, const struct child *c)
{
    buf_printf(html, "<tr><td>%s #%u</td><td>%d</td>", role_name(c->role),
               c->number, (int)c->pid);
    if (c->state != CHILD_LIVE) {
        buf_printf(html, "<td colspan=%d>starting</td></tr>\n",
                   LAYER_COUNT + 2);
        return;
    }
    for (unsigned i = 0; i < LAYER_COUNT; i++)
        buf_add_text(html, c->layers & 1u << i
                               ? "<td style='color:#18794e'>\xE2\x9C\x93</td>"
                               : "<td style='color:#c62828'>\xE2\x80\x93</td>");
    buf_printf(html, "<td>%u</td><td>%u</td></tr>\n", c->syscalls,
               c->landlock_abi);
}

static void
about_sandbox(struct buf *html, const char *query, void *data)
{
    (void)query;
    (void)data;
    pages_begin(html, "Sandbox");
    buf_add_text(html, "<p>What each running child reports from inside its "
                       "finished sandbox. System calls, capabilities and "
                       "no-new-privs were checked from outside as well."
                       "</p>\n<table>\n<tr><th>Process</th><th>PID</th>");
    for (unsigned i = 0; i < LAYER_COUNT; i++)
        buf_printf(html, "<th style='font-size:11px'>%s</th>", layer_name(i));
    buf_add_text(html, "<th>system calls</th><th>Landlock</th></tr>\n");
    for (const struct child *c = children_first(); c != NULL; c = c->next)
        if (c->state != CHILD_DEAD)
            add_child(html, c);
    buf_add_text(html, "</table>\n");
    pages_end(html);
}

void
status_pages_register(void)
{
    fetch_about_add("gpu", about_gpu, NULL);
    fetch_about_add("sandbox", about_sandbox, NULL);
    fetch_about_add("session", session_page, NULL);
}
