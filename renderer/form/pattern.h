/*
 * pattern.h - regular expressions, as the pattern attribute has them
 * (ECMAScript's, HTML standard 4.10.5.3.6).
 *
 * Process: renderer.  Distrusts: the page's expression and the text.
 *
 * Alternatives, groups, classes, quantifiers, looking ahead, edges of words.
 * Not: references back to groups, looking behind, properties of Unicode.
 */
#ifndef BULKHEAD_PATTERN_H
#define BULKHEAD_PATTERN_H

#include "span.h"

enum pattern_result {
    PATTERN_MATCHES,
    PATTERN_DIFFERS,
    PATTERN_UNKNOWN /* not a valid one, or one that takes too long */
};

/* Whether the whole text matches.  Time is bounded by MAX_PATTERN_STEPS. */
enum pattern_result pattern_match(struct span pattern, struct span text);

#endif
