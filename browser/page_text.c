/*
 * page_text.c - the text of a page: selecting, copying, finding.
 *
 * Process: browser.  Distrusts: the renderer; what is copied is bounded.
 */
#include "page_text.h"
#include "dispatch.h"

#include "utf8.h"

static const struct page_text_events *listener;

void
page_text_listen(const struct page_text_events *events)
{
    listener = events;
}

static bool
is_ready(const struct page *p)
{
    return p != NULL && p->surface != NULL && p->renderer != NULL &&
           p->renderer->state == CHILD_LIVE;
}

void
page_edit(struct page *p, int command)
{
    if (is_ready(p))
        send_edit(
            p->renderer->channel,
            &(struct msg_edit){p->surface->id, p->document, (choice_t)command});
}

void
page_type(struct page *p, const char *text)
{
    struct span rest = utf8_prefix(span_of(text), MAX_PASTE);

    while (is_ready(p) && rest.size > 0 &&
           child_has_room(p->renderer, MAX_TEXT_INPUT + MAX_CHUNK)) {
        struct span piece = utf8_prefix(rest, MAX_TEXT_INPUT);

        send_text_input(p->renderer->channel,
                        &(struct msg_text_input){p->surface->id, piece});
        rest.data += piece.size;
        rest.size -= piece.size;
    }
}

void
page_copy(struct page *p, enum copy_target target, bool cut)
{
    if (!is_ready(p) || p->copy_to != COPY_NOWHERE)
        return;
    p->copy_to = (int)target;
    page_edit(p, cut ? EDIT_CUT : EDIT_COPY);
}

void
page_find(struct page *p, int how, const char *text)
{
    if (is_ready(p))
        send_find(p->renderer->channel,
                  &(struct msg_find){p->surface->id, p->document, (choice_t)how,
                                     utf8_prefix(span_of(text), MAX_FIND)});
}

/* ---- from the renderer -------------------------------------------------- */

void
browser_on_copied(struct child *c, const struct msg_copied *m)
{
    struct page *p = page_of_surface(m->surface);
    int target;

    if (p == NULL || p->document != m->document)
        return;
    if (p->copy_to == COPY_NOWHERE) {
        child_kill(c, "sent a copied that nobody asked for");
        return;
    }
    if (p->copied.size + m->text.size > MAX_COPY) {
        child_kill(c, "copied more than %d MiB", MAX_COPY >> 20);
        return;
    }
    buf_add_span(&p->copied, m->text);
    if (!m->last)
        return;
    target = p->copy_to;
    p->copy_to = COPY_NOWHERE;
    if (p->copied.size > 0 && listener != NULL)
        listener->copied(target, buf_text(&p->copied));
    buf_finish(&p->copied);
}

void
browser_on_paste(struct child *c, const struct msg_paste *m)
{
    struct page *p = page_of_surface(m->surface);

    (void)c;
    if (p == NULL || p->document != m->document || !p->may_paste)
        return;
    p->may_paste = false;
    if (listener != NULL)
        listener->paste(p);
}

void
browser_on_editing(struct child *c, const struct msg_editing *m)
{
    struct page *p = page_of_surface(m->surface);

    (void)c;
    if (p != NULL && p->document == m->document)
        p->editing = (int)m->kind;
}

void
browser_on_scrollable(struct child *c, const struct msg_scrollable *m)
{
    struct page *p = page_of_surface(m->surface);

    (void)c;
    if (p != NULL && p->document == m->document)
        p->wheel_is_pages = m->box;
}

void
browser_on_found(struct child *c, const struct msg_found *m)
{
    struct page *p = page_of_surface(m->surface);

    (void)c;
    if (p != NULL && p->document == m->document && listener != NULL)
        listener->found(p, m->shown, m->places);
}
