/*
 * from_gpu.c - what the gpu process says.
 *
 * Process: browser.  Distrusts: the gpu process.
 */
#include "compositor.h"
#include "dispatch.h"
#include "ipc/ipc.h"

void
browser_on_gpu_info(struct child *c, const struct msg_gpu_info *m)
{
    compositor_on_info(c, m);
}

void
browser_on_presented(struct child *c, const struct msg_presented *m)
{
    if (!compositor_on_presented(c, m))
        child_kill(c, "sent a presented for a frame that was not asked for");
    else
        ipc_cost_presented(m->frame);
}

void
browser_on_readback_done(struct child *c, const struct msg_readback_done *m)
{
    if (!compositor_on_readback(c, m))
        child_kill(c, "sent a readback_done that nobody asked for");
}
