/*
 * from_renderer.c - what renderers ask for: the browser's attack surface, one
 * handler per message.
 *
 * Process: browser.  Distrusts: the renderer.  Bounds, text encoding and the
 * surface's owner were checked before (messages.c, dispatch.c); what is left
 * is meaning.
 */
#include "dispatch.h"
#include "fonts.h"
#include "shell.h"
#include "tabs.h"

#include "trace.h"
#include "utf8.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HOVER_SHOWN = 1024 }; /* bytes; the status line shows fewer */

/* The page a message is about, or NULL when it speaks of a document that the
 * page no longer has: such messages cross with the browser's own. */
static struct page *
page_with(uint32_t surface, uint32_t document)
{
    struct page *p = page_of_surface(surface);

    return p != NULL && p->document == document ? p : NULL;
}

void
browser_on_title(struct child *c, const struct msg_title *m)
{
    struct page *p = page_with(m->surface, m->document);

    (void)c;
    if (p != NULL)
        tab_on_title(p->tab, p, m->title);
}

void
browser_on_load_done(struct child *c, const struct msg_load_done *m)
{
    struct page *p = page_with(m->surface, m->document);

    (void)c;
    if (p == NULL)
        return;
    p->document_done = true;
    p->failed = m->failed;
    tab_page_done(p->tab, p);
}

void
browser_on_navigate(struct child *c, const struct msg_navigate *m)
{
    struct page *p = page_with(m->surface, m->document);

    (void)c;
    if (p != NULL)
        tab_on_navigate(p->tab, p, m);
}

void
browser_on_hover(struct child *c, const struct msg_hover *m)
{
    struct page *p = page_of_surface(m->surface);

    (void)c;
    if (p == NULL)
        return;
    free(p->hover);
    p->hover = strndup((const char *)m->url.data,
                       utf8_prefix(m->url, HOVER_SHOWN).size);
    shell_hover_changed(p);
}

void
browser_on_tooltip(struct child *c, const struct msg_tooltip *m)
{
    struct page *p = page_with(m->surface, m->document);

    (void)c;
    if (p == NULL)
        return;
    free(p->tooltip);
    p->tooltip = strndup((const char *)m->text.data, m->text.size);
    shell_tooltip_changed(p);
}

void
browser_on_scroll_to(struct child *c, const struct msg_scroll_to *m)
{
    struct page *p = page_with(m->surface, m->document);

    (void)c;
    if (p != NULL)
        tab_on_scroll_to(p->tab, p, (int)m->x, (int)m->y);
}

void
browser_on_fetch_start(struct child *c, const struct msg_fetch_start *m)
{
    struct page *p = page_of_surface(m->surface);

    (void)c;
    if (p != NULL)
        page_on_fetch_start(p, m);
}

void
browser_on_fetch_cancel(struct child *c, const struct msg_fetch_cancel *m)
{
    struct page *p = page_of_surface(m->surface);

    (void)c;
    if (p != NULL)
        page_on_fetch_cancel(p, m);
}

/* Which file went down the lane: a replay has to pass the same. */
static void
note_font(const struct child *c, uint64_t file)
{
    struct buf text = {0};

    if (!trace_keeps_payloads())
        return;
    buf_printf(&text, "lane: font %s", fonts_path(file));
    trace_event(TRACE_NOTE, &c->peer, buf_text(&text));
    buf_finish(&text);
}

void
browser_on_font_request(struct child *c, const struct msg_font_request *m)
{
    unsigned index = 0, lookups = fonts_lookups();
    uint64_t file = 0;
    int fd = fonts_find(m->family, (int)m->weight, m->slant == SLANT_ITALIC,
                        m->code, &index, &file);
    struct stat st;
    bool found = fd >= 0 && fstat(fd, &st) == 0 && st.st_size > 0 &&
                 st.st_size <= MAX_FONT_FILE && child_pass(c, fd);

    if (found)
        note_font(c, file);
    if (fonts_lookups() != lookups)
        child_charge(c);
    if (fd >= 0)
        close(fd);
    /* The renderer cannot ask for the size itself: it has no fstat. */
    send_font_reply(c->channel, &(struct msg_font_reply){
                                    m->request, found, index & 0xFFFF, file,
                                    found ? (uint32_t)st.st_size : 0});
}

void
browser_on_embed_create(struct child *c, const struct msg_embed_create *m)
{
    struct page *p = page_of_surface(m->surface);
    const char *why;

    if (p != NULL && !page_on_embed_create(p, m, &why))
        child_kill(c, "sent an embed_create with %s", why);
}

void
browser_on_embed_place(struct child *c, const struct msg_embed_place *m)
{
    struct page *p = page_of_surface(m->surface);
    const char *why;

    if (p != NULL && !page_on_embed_place(p, m, &why))
        child_kill(c, "sent an embed_place with %s", why);
}

/* The serialized tree is as large as the page made it. */
enum { MAX_DUMP = 2 * MAX_DOCUMENT };

void
browser_on_dump_data(struct child *c, const struct msg_dump_data *m)
{
    struct page *p = page_with(m->surface, m->document);

    if (p == NULL)
        return;
    if (p->dumped == NULL) {
        child_kill(c, "sent a dump_data that nobody asked for");
        return;
    }
    if (p->dump.size + m->bytes.size <= MAX_DUMP)
        buf_add_span(&p->dump, m->bytes);
}

void
browser_on_dump_end(struct child *c, const struct msg_dump_end *m)
{
    struct page *p = page_with(m->surface, m->document);
    void (*dumped)(struct page *, struct span);

    if (p == NULL)
        return;
    dumped = p->dumped;
    if (dumped == NULL) {
        child_kill(c, "sent a dump_end that nobody asked for");
        return;
    }
    p->dumped = NULL;
    dumped(p, buf_span(&p->dump));
}
