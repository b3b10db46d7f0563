/*
 * nesting.h - how much of a document a parser can be asked to read.
 *
 * Process: renderer.  Distrusts: the page.
 */
#ifndef BULKHEAD_NESTING_H
#define BULKHEAD_NESTING_H

#include "span.h"

/* The longest beginning of the HTML in which about MAX_OPEN elements or fewer
 * are open at once and no tag has more than MAX_ATTRIBUTES.  HTML parsers,
 * gumbo too, look through all open elements at many tags, and through all
 * attributes of a tag at each, so that time grows with the square of the
 * nesting (100,000 <div> take half a minute, as many attributes a whole one);
 * nobody has seen what is nested deeper than MAX_DEPTH anyway. */
struct span nesting_prefix(struct span html);

#endif
