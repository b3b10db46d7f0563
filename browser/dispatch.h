/*
 * dispatch.h - from bytes of a child to browser_on_<message>().
 *
 * Process: browser.
 */
#ifndef BULKHEAD_DISPATCH_H
#define BULKHEAD_DISPATCH_H

#include "children.h"

/* For children_open: decodes, checks claims, calls the handler.  Size, id,
 * route, moment and rate were checked before.  False after child_kill. */
bool browser_dispatch(struct child *c, struct span message);

/* One handler per message that may reach the browser, in from_*.c; each
 * answers for its own checks by child_kill.  (ready and pong are children.c's
 * own: what any child may say.) */
#define IF_FROM_BROWSER(...)
#define IF_FROM_RENDERER(...) __VA_ARGS__
#define IF_FROM_PLUGIN(...) __VA_ARGS__
#define IF_FROM_GPU(...) __VA_ARGS__
#define IF_FROM_PAINTER(...) __VA_ARGS__
#define IF_FROM_CHILD(...)
#define MESSAGE(from, to, name, moment, rate, purpose) \
    IF_FROM_##from(                                    \
        void browser_on_##name(struct child *c, const struct msg_##name *m);)
#define FIELD(kind, name, limit)
#define END(name)
#include "protocol.def"
#undef IF_FROM_BROWSER
#undef IF_FROM_RENDERER
#undef IF_FROM_PLUGIN
#undef IF_FROM_GPU
#undef IF_FROM_PAINTER
#undef IF_FROM_CHILD

#endif
