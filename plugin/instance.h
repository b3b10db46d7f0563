/*
 * instance.h - one embed: a plugin's instance, its picture, and the tiles that
 * show it.
 *
 * Process: plugin.  Distrusts: the plugin, mildly: what it says is checked, but
 * it shares this process's memory.  The process is the cage.
 *
 * A frame's way: the plugin paints into a private picture and says what
 * changed; each tile that changed is copied whole into a free slot; a commit
 * makes them a frame.  A slot that a frame replaced is free again when that
 * frame was presented.
 */
#ifndef BULKHEAD_PLUGIN_INSTANCE_H
#define BULKHEAD_PLUGIN_INSTANCE_H

#include "bulkhead_plugin.h"
#include "messages.h"
#include "tiles.h"

struct instance;

/* All instances of this process and what they run. */
struct instances {
    const struct bulkhead_plugin *plugin;
    struct channel *browser;
    struct instance *first;
};

/* Checks what bulkhead_plugin_entry returned; false after logging. */
bool instances_init(struct instances *all,
                    const struct bulkhead_plugin *plugin);

/* A surface with this arena, which is taken; no plugin's instance yet. */
void instance_create(struct instances *all, uint32_t surface,
                     struct tiles arena);
void instance_destroy(struct instances *all, struct instance *i);

/* The instance of a surface, or NULL. */
struct instance *instance_find(struct instances *all, uint32_t surface);

/* Makes the plugin's instance; a second begin is ignored. */
void instance_begin(struct instance *i, struct span mime, struct span url,
                    struct span params);

/* Size in pixels and whether any of it is seen. */
void instance_view(struct instance *i, uint32_t width, uint32_t height,
                   bool visible);

/* The frame and all before it were presented. */
void instance_frame_done(struct instance *i, uint32_t frame);

/* Input and content, handed on if there is an instance that wants it. */
void instance_pointer(struct instance *i, const struct msg_pointer *m);
void instance_wheel(struct instance *i, const struct msg_wheel *m);
void instance_key(struct instance *i, const struct msg_key *m);
void instance_text(struct instance *i, struct span text);
void instance_focus(struct instance *i, bool focused);
void instance_stream_data(struct instance *i, struct span bytes);
void instance_stream_end(struct instance *i, bool ok);

/* Paints and commits whatever is due.  Returns in how many ms something will
 * be, -1 if only a message can change that. */
int instances_work(struct instances *all);

#endif
