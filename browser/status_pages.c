/*
 * status_pages.c - about:gpu and about:sandbox: the running program, looked at
 * from inside.
 *
 * Process: browser.  Distrusts: texts of children, which are escaped.
 */
#include "status_pages.h"
#include "attack_page.h"
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

static bool
is_shown(const struct child *c)
{
    return c->state == CHILD_LIVE && !c->rogue;
}

/* One cell for each child that has finished its sandbox. */
typedef void cell_fn(struct buf *html, const struct child *c, unsigned layer);

static void
add_cells(struct buf *html, const char *name, cell_fn *cell, unsigned layer)
{
    buf_printf(html, "<tr><th>%s</th>", name);
    for (const struct child *c = children_first(); c != NULL; c = c->next)
        if (is_shown(c))
            cell(html, c, layer);
    buf_add_text(html, "</tr>\n");
}

static void
name_cell(struct buf *html, const struct child *c, unsigned layer)
{
    (void)layer;
    buf_printf(html, "<td><b>%s #%u</b><br>pid %d</td>", role_name(c->role),
               c->number, (int)c->pid);
}

static void
layer_cell(struct buf *html, const struct child *c, unsigned layer)
{
    buf_add_text(html, c->layers & 1u << layer
                           ? "<td style='color:#18794e'>\xE2\x9C\x93</td>"
                           : "<td style='color:#c62828'>missing</td>");
}

static void
calls_cell(struct buf *html, const struct child *c, unsigned layer)
{
    (void)layer;
    buf_printf(html, "<td>%u</td>", c->syscalls);
}

static void
landlock_cell(struct buf *html, const struct child *c, unsigned layer)
{
    (void)layer;
    buf_printf(html, "<td>%u</td>", c->landlock_abi);
}

static void
about_sandbox(struct buf *html, const char *query, void *data)
{
    bool any = false;

    (void)data;
    for (const struct child *c = children_first(); c != NULL; c = c->next)
        any = any || is_shown(c);
    pages_begin(html, "Sandbox");
    buf_add_text(html, "<p>What each running child reports from inside its "
                       "finished sandbox. Seccomp, capabilities and "
                       "no-new-privs were checked from outside as well."
                       "</p>\n<table>\n");
    add_cells(html, "", name_cell, 0);
    for (unsigned i = 0; i < LAYER_COUNT; i++)
        add_cells(html, layer_name(i), layer_cell, i);
    add_cells(html, "system calls left", calls_cell, 0);
    add_cells(html, "Landlock ABI", landlock_cell, 0);
    buf_add_text(html, "</table>\n");
    attack_page_add(html, query);
    /* The first page of all is made before its own renderer is ready. */
    if (!any || attack_page_is_running())
        buf_add_text(html, "<meta http-equiv=\"refresh\" "
                           "content=\"1;url=about:sandbox\">\n");
    pages_end(html);
}

void
status_pages_register(void)
{
    fetch_about_add("gpu", about_gpu, NULL);
    fetch_about_add("sandbox", about_sandbox, NULL);
    fetch_about_add("session", session_page, NULL);
}
