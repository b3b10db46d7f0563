/*
 * dispatch.h - from a message to its handler.
 *
 * Process: renderer.  The browser's word is taken.
 */
#ifndef BULKHEAD_RENDERER_DISPATCH_H
#define BULKHEAD_RENDERER_DISPATCH_H

#include "messages.h"

/* Each message that may reach a renderer has a handler in from_browser.c;
 * forgetting one is a link error.  Those to every child are child.c's. */
#define TO_RENDERER(code) code
#define TO_PAINTER(code) code
#define TO_CHILD(code)
#define TO_PLUGIN(code)
#define TO_GPU(code)
#define TO_BROWSER(code)

#define MESSAGE(from, to, name, moment, rate, purpose) \
    TO_##to(void renderer_on_##name(const struct msg_##name *m);)
#define FIELD(kind, name, limit)
#define END(name)
#include "protocol.def"

/* As child_ops.dispatch. */
bool renderer_dispatch(enum message_id id, struct reader *r);

#endif
