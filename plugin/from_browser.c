/*
 * from_browser.c - what the plugin process does for each of the browser's
 * messages.
 *
 * Process: plugin.  Distrusts: nothing; content goes unread to the plugin.
 */
#include "plugin.h"
#include "child.h"
#include "log.h"

#include <unistd.h>

/* The surface's instance; NULL with a line in the log, since the browser names
 * only surfaces it has created here. */
static struct instance *
find(struct instances *all, uint32_t surface)
{
    struct instance *i = instance_find(all, surface);

    if (i == NULL)
        log_warn("surface %u is unknown here", surface);
    return i;
}

void
plugin_on_surface_create(struct instances *all,
                         const struct msg_surface_create *m)
{
    int fd = child_take_descriptor();
    struct tiles arena;

    if (fd < 0) {
        log_error("surface %u came without its memory", m->surface);
        return;
    }
    if (tiles_map(&arena, fd, m->slots, true))
        instance_create(all, m->surface, arena);
    close(fd);
}

void
plugin_on_surface_destroy(struct instances *all,
                          const struct msg_surface_destroy *m)
{
    struct instance *i = find(all, m->surface);

    if (i != NULL)
        instance_destroy(all, i);
}

void
plugin_on_view(struct instances *all, const struct msg_view *m)
{
    struct instance *i = find(all, m->surface);

    if (i != NULL)
        instance_view(i, m->width, m->height, m->visible);
}

void
plugin_on_pointer(struct instances *all, const struct msg_pointer *m)
{
    struct instance *i = find(all, m->surface);

    if (i != NULL)
        instance_pointer(i, m);
}

void
plugin_on_wheel(struct instances *all, const struct msg_wheel *m)
{
    struct instance *i = find(all, m->surface);

    if (i != NULL)
        instance_wheel(i, m);
}

void
plugin_on_key(struct instances *all, const struct msg_key *m)
{
    struct instance *i = find(all, m->surface);

    if (i != NULL)
        instance_key(i, m);
}

void
plugin_on_text_input(struct instances *all, const struct msg_text_input *m)
{
    struct instance *i = find(all, m->surface);

    if (i != NULL)
        instance_text(i, m->text);
}

void
plugin_on_focus(struct instances *all, const struct msg_focus *m)
{
    struct instance *i = find(all, m->surface);

    if (i != NULL)
        instance_focus(i, m->focused);
}

void
plugin_on_frame_done(struct instances *all, const struct msg_frame_done *m)
{
    struct instance *i = find(all, m->surface);

    if (i != NULL)
        instance_frame_done(i, m->frame);
}

void
plugin_on_plugin_begin(struct instances *all, const struct msg_plugin_begin *m)
{
    struct instance *i = find(all, m->surface);

    if (i != NULL)
        instance_begin(i, m->mime, m->url, m->params);
}

void
plugin_on_stream_data(struct instances *all, const struct msg_stream_data *m)
{
    struct instance *i = find(all, m->surface);

    if (i != NULL)
        instance_stream_data(i, m->bytes);
}

void
plugin_on_stream_end(struct instances *all, const struct msg_stream_end *m)
{
    struct instance *i = find(all, m->surface);

    if (i != NULL)
        instance_stream_end(i, m->result == LOAD_RESULT_OK);
}
