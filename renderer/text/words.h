/*
 * words.h - shaping that remembers words.  A text says the same ones again and
 * again, and a layout for another width says all of them again.
 *
 * Process: renderer.  Distrusts: nothing; how much is kept is bounded.
 */
#ifndef BULKHEAD_WORDS_H
#define BULKHEAD_WORDS_H

#include "text/font.h"

/* As font_shape, with the same result: text is only cut behind a space, where
 * the font was seen to shape the space and what follows each by itself. */
size_t words_shape(struct font *f, struct span text, size_t start, size_t end,
                   unsigned flags, struct buf *out);

#endif
