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
 * answers for its own checks by child_kill.  (The greeting is child_talk.c's
 * own.) */
#define IF_FROM_BROWSER(...)
#define IF_FROM_RENDERER(...) __VA_ARGS__
#define IF_FROM_PLUGIN(...) __VA_ARGS__
#define IF_FROM_GPU(...) __VA_ARGS__
#define IF_FROM_PAINTER(...) __VA_ARGS__
#define IF_FROM_CHILD(...) __VA_ARGS__
#define IF_GREETING(...)
#define IF_LIVE(...) __VA_ARGS__
#define MESSAGE(from, to, name, moment, rate, purpose) \
    IF_FROM_##from(IF_##moment(                        \
        void browser_on_##name(struct child *c, const struct msg_##name *m);))
#define FIELD(kind, name, limit)
#define END(name)
#include "protocol.def"
#undef IF_FROM_BROWSER
#undef IF_FROM_RENDERER
#undef IF_FROM_PLUGIN
#undef IF_FROM_GPU
#undef IF_FROM_PAINTER
#undef IF_FROM_CHILD
#undef IF_GREETING
#undef IF_LIVE

#endif
