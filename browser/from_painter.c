/*
 * from_painter.c - what renderers and plugins say of their surfaces.
 *
 * Process: browser.  Distrusts: the painter.  That the surface is the
 * sender's was checked by dispatch.c.
 */
#include "compositor.h"
#include "dispatch.h"
#include "shell.h"
#include "tabs.h"

void
browser_on_tile(struct child *c, const struct msg_tile *m)
{
    const char *why;

    if (!surface_add_tile(surface_find(m->surface), m, &why))
        child_kill(c, "sent a tile with %s", why);
}

void
browser_on_tile_gone(struct child *c, const struct msg_tile_gone *m)
{
    const char *why;

    if (!surface_add_gone(surface_find(m->surface), m, &why))
        child_kill(c, "sent a tile_gone with %s", why);
}

void
browser_on_commit(struct child *c, const struct msg_commit *m)
{
    const char *why;

    if (!surface_commit(surface_find(m->surface), m, &why))
        child_kill(c, "sent a commit with %s", why);
}

void
browser_on_cursor(struct child *c, const struct msg_cursor *m)
{
    struct page *p = page_of_surface(m->surface);
    struct embed *e = embed_of_surface(m->surface);

    (void)c;
    if (p == NULL && e != NULL)
        p = e->page;
    if (p == NULL || p->cursor == (int)m->shape)
        return;
    p->cursor = (int)m->shape;
    shell_cursor_changed(p);
}
