/*
 * plugin.h - the entry to the plugin process's message handlers.
 *
 * Process: plugin.  Distrusts: nothing.
 */
#ifndef BULKHEAD_PLUGIN_PLUGIN_H
#define BULKHEAD_PLUGIN_PLUGIN_H

#include "instance.h"

/* Decodes a message to a plugin or painter and calls its plugin_on_<name>;
 * false when it does not decode or is not one for a plugin. */
bool plugin_dispatch(struct instances *all, enum message_id id,
                     struct reader *r);

/* from_browser.c: one handler for each message to a plugin or painter. */
#define HANDLER_PLUGIN(name) \
    void plugin_on_##name(struct instances *all, const struct msg_##name *m);
#define HANDLER_PAINTER(name) HANDLER_PLUGIN(name)
#define HANDLER_BROWSER(name)
#define HANDLER_RENDERER(name)
#define HANDLER_GPU(name)
#define HANDLER_CHILD(name)
#define MESSAGE(from, to, name, moment, rate, purpose) HANDLER_##to(name)
#define FIELD(kind, name, limit)
#define END(name)
#include "protocol.def"
#undef HANDLER_PLUGIN
#undef HANDLER_PAINTER
#undef HANDLER_BROWSER
#undef HANDLER_RENDERER
#undef HANDLER_GPU
#undef HANDLER_CHILD

#endif
