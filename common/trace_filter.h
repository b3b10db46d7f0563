/*
 * trace_filter.h - expressions that choose records: of `bulkhead trace`, of
 * about:ipc, and of breakpoints on the wire.
 *
 * Process: browser, `bulkhead trace`.  Distrusts: the expression, which a
 * person wrote.
 *
 *   process==renderer#3 && message==tile && page==2 && dir==in && size>100
 *   took>1ms || url~"example.org" || !(surface==5)
 *
 * A name is one of these, or the name of a field of protocol.def, which only
 * messages that have the field can match:
 *   process  "renderer" or "renderer#3"      message  its name
 *   page     the tab's number                dir      in, out (of the browser)
 *   size     bytes of the message            took     handler's time: 5us, 1ms
 *   phase    sent, received, handled, born, ready, died, refused, note, frame,
 *            claimed
 *   text     the text of an event, or any text in the message
 * Operators: == != < > <= >=, and ~ for "contains" (letters of either case).
 * && binds closer than ||; ! and ( ) as in C.  An empty expression matches all.
 */
#ifndef BULKHEAD_TRACE_FILTER_H
#define BULKHEAD_TRACE_FILTER_H

#include "trace.h"

struct trace_filter;

/* NULL with the reason in why (what was expected, and where) when the text is
 * no expression. */
struct trace_filter *trace_filter_create(const char *text, char *why,
                                         size_t why_size);
void trace_filter_destroy(struct trace_filter *f); /* NULL is allowed */

/* A NULL filter matches everything. */
bool trace_filter_match(const struct trace_filter *f,
                        const struct trace_record *r);

#endif
