/*
 * from_child.c - what any child may say.
 *
 * Process: browser.  Distrusts: the child.
 */
#include "dispatch.h"
#include "supervisor.h"

void
browser_on_pong(struct child *c, const struct msg_pong *m)
{
    if (!supervisor_on_pong(c, m->serial))
        child_kill(c, "sent a pong that no ping asked for");
}

/* That it came is all it says. */
void
browser_on_progress(struct child *c, const struct msg_progress *m)
{
    (void)c;
    (void)m;
}
