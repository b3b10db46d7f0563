/*
 * from_plugin.c - what plugins ask for.
 *
 * Process: browser.  Distrusts: the plugin.  That the surface is the sender's
 * was checked before (dispatch.c).
 */
#include "dispatch.h"
#include "ipc/feed.h"

void
browser_on_plugin_post(struct child *c, const struct msg_plugin_post *m)
{
    struct embed *e = embed_of_surface(m->surface);

    if (e == NULL)
        return; /* its page went away meanwhile */
    if (e->feed == NULL)
        child_kill(c, "sent a plugin_post, which is about:ipc's alone");
    else if (!ipc_feed_post(e->feed, m->text))
        child_kill(c, "sent a plugin_post that is no wish");
}
