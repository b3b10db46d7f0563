/*
 * framing.h - whether a document lets itself be shown in a frame
 * (X-Frame-Options, RFC 7034; frame-ancestors, CSP 3, 6.4.2).
 *
 * Process: browser.  Distrusts: headers.
 */
#ifndef BULKHEAD_FRAMING_H
#define BULKHEAD_FRAMING_H

#include "span.h"

#include <stdbool.h>

enum framing {
    FRAMING_ANY,
    FRAMING_SAME, /* only inside of documents of its own origin */
    FRAMING_NONE
};

/* The stricter of before and what the header's value says.  Of frame-ancestors
 * only 'none', 'self' and * are told apart: a list of others counts as 'self',
 * which is stricter. */
enum framing framing_x_frame_options(enum framing before, struct span value);
enum framing framing_policy(enum framing before, struct span value);

#endif
