/*
 * fonts.h - the font broker: fontconfig's answer as a descriptor.
 *
 * Process: browser.  The only file with fontconfig is fonts.c.  Distrusts: the
 * family name a renderer asks for, which is only ever matched.
 */
#ifndef BULKHEAD_FONTS_H
#define BULKHEAD_FONTS_H

#include "span.h"

/* The best installed font for a family (CSS generic names included), weight
 * (1 to 1000), slant and, if code is not 0, with that character (colour emoji
 * preferred for emoji).  Sets the face's index and a number that is equal for
 * equal files.  Returns a descriptor opened read-only, the caller's; -1 when
 * no font has the character.  Answers are cached. */
int fonts_find(struct span family, int weight, bool italic, uint32_t code,
               unsigned *index, uint64_t *file);

/* How many answers were not in the cache so far: each took fontconfig about
 * half a millisecond. */
unsigned fonts_lookups(void);

/* The path of a file that fonts_find has named, "" for any other number. */
const char *fonts_path(uint64_t file);

#endif
