/*
 * gpu.h - all that a gpu process is, and the entry to its message handlers.
 *
 * Process: gpu.  Distrusts: nothing.
 */
#ifndef BULKHEAD_GPU_GPU_H
#define BULKHEAD_GPU_GPU_H

#include "compositor.h"
#include "messages.h"

struct gpu {
    struct display display;
    struct textures textures;
    struct compositor compositor;
    uint32_t frame_us; /* a screenful, measured in the warm-up */
};

/* Decodes a message to the gpu and calls its gpu_on_<name>; false when it does
 * not decode or is not one for the gpu. */
bool gpu_dispatch(struct gpu *g, enum message_id id, struct reader *r);

/* Draws the scene again and shows it; nothing without a scene. */
void gpu_redraw(struct gpu *g);

/* from_browser.c: one handler for each message to the gpu. */
#define HANDLER_GPU(name) \
    void gpu_on_##name(struct gpu *g, const struct msg_##name *m);
#define HANDLER_BROWSER(name)
#define HANDLER_RENDERER(name)
#define HANDLER_PLUGIN(name)
#define HANDLER_PAINTER(name)
#define HANDLER_CHILD(name)
#define MESSAGE(from, to, name, moment, rate, purpose) HANDLER_##to(name)
#define FIELD(kind, name, limit)
#define END(name)
#include "protocol.def"
#undef HANDLER_GPU
#undef HANDLER_BROWSER
#undef HANDLER_RENDERER
#undef HANDLER_PLUGIN
#undef HANDLER_PAINTER
#undef HANDLER_CHILD

#endif
