/*
 * debugger.h - the debugger of the wire on a terminal: `bulkhead trace
 * --break=EXPR`.
 *
 * Process: browser.  Distrusts: nothing it reads; the person types it, or a
 * script of his.  It reads standard input from the loop and never waits.
 */
#ifndef BULKHEAD_DEBUGGER_H
#define BULKHEAD_DEBUGGER_H

#include "loop.h"

/* Breaks at each filter expression and begins to read commands.  False after
 * saying on stderr which expression is wrong, and where. */
bool debugger_open(struct loop *l, const char *const *filters, int count);
void debugger_close(void);

#endif
