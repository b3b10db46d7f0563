/*
 * from_browser.c - what the browser tells a renderer, one handler a message.
 *
 * Process: renderer.  The browser's word is taken, but its messages cross with
 * ours: what speaks of a surface or document that is gone is ignored.
 */
#include "dispatch.h"
#include "document_form.h"
#include "document_scroll.h"
#include "document_print.h"
#include "document_reading.h"
#include "surface.h"

void
renderer_on_surface_create(const struct msg_surface_create *m)
{
    surface_create(m);
}

void
renderer_on_surface_destroy(const struct msg_surface_destroy *m)
{
    surface_destroy(m->surface);
}

void
renderer_on_view(const struct msg_view *m)
{
    surface_set_view(m);
}

void
renderer_on_frame_done(const struct msg_frame_done *m)
{
    surface_frame_done(m);
}

/* ---- input ---------------------------------------------------------------*/

/* What a person does is meant for what is seen. */
static struct document *
ready(struct document *d)
{
    if (d != NULL)
        document_ready_for_input(d);
    return d;
}

void
renderer_on_pointer(const struct msg_pointer *m)
{
    struct document *d = ready(surface_current(m->surface));

    if (d != NULL)
        document_pointer(d, m);
}

void
renderer_on_wheel(const struct msg_wheel *m)
{
    struct document *d = ready(surface_current(m->surface));

    if (d != NULL)
        document_scroll_wheel(d, m);
}

void
renderer_on_key(const struct msg_key *m)
{
    struct document *d = ready(surface_current(m->surface));

    if (d != NULL)
        document_form_key(d, m);
}

void
renderer_on_text_input(const struct msg_text_input *m)
{
    struct document *d = ready(surface_current(m->surface));

    if (d != NULL)
        document_form_text(d, m->text);
}

void
renderer_on_focus(const struct msg_focus *m)
{
    surface_set_keyboard(m->surface, m->focused);
}

/* ---- documents -----------------------------------------------------------*/

void
renderer_on_document_begin(const struct msg_document_begin *m)
{
    surface_begin_document(m);
}

void
renderer_on_document_data(const struct msg_document_data *m)
{
    struct document *d = surface_document(m->surface, m->document);

    if (d != NULL)
        document_data(d, m->bytes);
}

void
renderer_on_document_end(const struct msg_document_end *m)
{
    struct document *d = surface_document(m->surface, m->document);

    if (d != NULL)
        document_end(d, m->result);
}

void
renderer_on_fragment(const struct msg_fragment *m)
{
    struct document *d = surface_document(m->surface, m->document);

    if (d != NULL)
        document_fragment(d, m->url);
}

void
renderer_on_edit(const struct msg_edit *m)
{
    struct document *d = ready(surface_document(m->surface, m->document));

    if (d != NULL)
        document_edit(d, m->command);
}

void
renderer_on_find(const struct msg_find *m)
{
    struct document *d = ready(surface_document(m->surface, m->document));

    if (d != NULL)
        document_find(d, m);
}

void
renderer_on_file_chosen(const struct msg_file_chosen *m)
{
    struct document *d = surface_document(m->surface, m->document);

    if (d != NULL)
        document_form_file(d, m);
}

void
renderer_on_print(const struct msg_print *m)
{
    struct document *d = surface_document(m->surface, m->document);

    if (d != NULL)
        document_print(d, m);
}

void
renderer_on_dump_dom(const struct msg_dump_dom *m)
{
    struct document *d = surface_document(m->surface, m->document);

    if (d != NULL)
        document_dump(d);
}

/* ---- subresources --------------------------------------------------------*/

void
renderer_on_fetch_head(const struct msg_fetch_head *m)
{
    struct document *d = surface_current(m->surface);

    if (d != NULL)
        resources_head(d->resources, m);
}

void
renderer_on_fetch_data(const struct msg_fetch_data *m)
{
    struct document *d = surface_current(m->surface);

    if (d != NULL)
        resources_data(d->resources, m);
}

void
renderer_on_fetch_end(const struct msg_fetch_end *m)
{
    struct document *d = surface_current(m->surface);

    if (d != NULL)
        resources_end(d->resources, m);
}

/* Answers are taken by child_wait_for; one that comes alone has no asker. */
void
renderer_on_font_reply(const struct msg_font_reply *m)
{
    (void)m;
}

void
renderer_on_embed_state(const struct msg_embed_state *m)
{
    struct document *d = surface_document(m->surface, m->document);

    if (d != NULL)
        document_embed_state(d, m->embed, m->state);
}
