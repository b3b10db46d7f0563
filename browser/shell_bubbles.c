/*
 * shell_bubbles.c - the status line and the tooltip: what pages say about the
 * thing under the pointer, drawn by the browser.
 *
 * Process: browser.  Distrusts: both texts, which are a page's: overlay.c
 * makes them safe, and they never reach over the toolbar.
 */
#include "overlay.h"
#include "shell_input.h"
#include "stage.h"
#include "supervisor.h"
#include "tooltip.h"

#include <string.h>

static struct {
    struct own_surface status, tip;
    bool status_dirty;
    struct tooltip tooltip;
    unsigned drawn; /* serial of the bubble in tip */
    struct buf lines;
} self;

/* Whether the page is what its tab or frame shows, and so are all around it: a
 * frame may outlive the page it is in, below that one's sad page. */
static bool
is_seen(const struct page *p, const struct tab *in)
{
    while (!p->dead && p->tab->page == p && p->tab->host != NULL)
        p = p->tab->host->page;
    return !p->dead && p->tab->page == p && p->tab == in;
}

/* The page under the pointer, if it is to be seen in the tab. */
static const struct page *
page_under(const struct tab *t)
{
    const struct page *p =
        t != NULL ? page_of_surface(shell.hovered_surface) : NULL;

    return p != NULL && is_seen(p, t) ? p : NULL;
}

/* ---- the status line ---------------------------------------------------- */

void
shell_stage_status(const struct tab *t)
{
    const struct page *p = page_under(t);
    const char *text = p != NULL ? p->hover : NULL;
    struct rect r = shell.content;
    int width, height;

    if (text == NULL || text[0] == 0) {
        own_surface_finish(&self.status);
        return;
    }
    overlay_status_size(text, shell.content.width * 2 / 3, &width, &height);
    if (own_surface_resize(&self.status, width, height) || self.status_dirty) {
        memset(self.status.pixels.data, 0,
               (size_t)height * (size_t)self.status.pixels.stride);
        overlay_status(&self.status.pixels, text);
        own_surface_commit(&self.status, (struct rect){0, 0, width, height});
        self.status_dirty = false;
    }
    r.y += r.height - height;
    r.width = width;
    r.height = height;
    if (self.status.surface != NULL)
        compositor_layer(self.status.surface, r, r.x, r.y);
}

void
shell_hover_changed(const struct page *p)
{
    if (shell.toolbar == NULL || tab_top(p->tab) != tab_active())
        return;
    self.status_dirty = true;
    compositor_damage();
}

/* ---- the tooltip -------------------------------------------------------- */

/* A renderer that hangs has not heard where the pointer is: its words are
 * about another thing. */
static struct tooltip_spot
spot_under(const char **words)
{
    const struct page *p = page_under(tab_active());

    *words = NULL;
    if (p == NULL || supervisor_is_slow(p->renderer))
        return (struct tooltip_spot){0};
    *words = p->tooltip;
    return (struct tooltip_spot){p->surface->id, p->document,
                                 stage_page_area(p, shell.content), p->scroll_x,
                                 p->scroll_y};
}

/* The pointer also rests where nothing is to be said: no picture for that. */
static void
redraw_tooltip(void)
{
    const char *words;

    spot_under(&words);
    if (self.tip.surface != NULL || (words != NULL && words[0] != 0))
        compositor_damage();
}

void
shell_open_bubbles(void)
{
    tooltip_init(&self.tooltip, shell.loop, redraw_tooltip);
}

void
shell_close_bubbles(void)
{
    own_surface_finish(&self.status);
    own_surface_finish(&self.tip);
    tooltip_finish(&self.tooltip);
    buf_finish(&self.lines);
}

void
shell_tooltip_point(int x, int y)
{
    const char *words;
    struct tooltip_spot spot = spot_under(&words);

    tooltip_point(&self.tooltip, x, y, &spot);
}

void
shell_tooltip_drop(void)
{
    tooltip_drop(&self.tooltip);
}

void
shell_tooltip_changed(const struct page *p)
{
    if (shell.toolbar != NULL && p == page_under(tab_active()))
        tooltip_changed(&self.tooltip);
}

void
shell_stage_tooltip(void)
{
    const char *words;
    struct tooltip_spot spot = spot_under(&words);
    struct rect r;
    int width, height;

    if (!tooltip_look(&self.tooltip, &spot, words)) {
        own_surface_finish(&self.tip);
        return;
    }
    if (self.tip.surface == NULL || self.drawn != self.tooltip.serial) {
        buf_finish(&self.lines);
        overlay_tooltip_lines(&self.lines, buf_span(&self.tooltip.text),
                              shell.content.width);
        if (self.lines.size == 0) {
            own_surface_finish(&self.tip);
            return;
        }
        overlay_tooltip_size(buf_span(&self.lines), &width, &height);
        own_surface_resize(&self.tip, width, height);
        overlay_tooltip(&self.tip.pixels, buf_span(&self.lines));
        own_surface_commit(&self.tip, (struct rect){0, 0, width, height});
        self.drawn = self.tooltip.serial;
    }
    r = tooltip_place(&self.tooltip, shell.content, self.tip.pixels.width,
                      self.tip.pixels.height);
    if (self.tip.surface != NULL)
        compositor_layer(self.tip.surface, r, r.x, r.y);
}
