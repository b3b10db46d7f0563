/*
 * feed.h - feeds about:ipc's plugin with what happens on the wire.
 *
 * Process: browser.  Distrusts: the plugin, whose wishes are text that must
 * be one of these:
 *   select SERIAL   send the details of a message
 *   filter EXPR     choose by this expression; none: all
 *   own 0|1         leave out or show about:ipc's own messages
 *   show SERIAL     open the message's own page
 * The plugin is sent a few batches at most thirty times a second, while it can
 * be seen and takes them; what the trace has overwritten meanwhile is counted
 * and told.
 */
#ifndef BULKHEAD_IPC_FEED_H
#define BULKHEAD_IPC_FEED_H

#include "page.h"

struct ipc_feed;

/* Once, before all others. */
void ipc_feed_open(struct loop *l);

/* For an embed whose plugin is live and has begun; its params may hold
 * "filter=EXPR" and "own=1".  It must be destroyed before the embed loses
 * child or surface. */
struct ipc_feed *ipc_feed_create(const struct embed *e);
void ipc_feed_destroy(struct ipc_feed *f); /* NULL is allowed */

/* A wish of the plugin; false when it is none. */
bool ipc_feed_post(struct ipc_feed *f, struct span text);

/* feed_details.c: lines of details (trace_stream.h) of a record. */
void ipc_feed_details(struct buf *lines, uint64_t serial);

#endif
