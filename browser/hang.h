/*
 * hang.h - what a person is told of a page that does not answer.
 *
 * Process: browser.
 */
#ifndef BULKHEAD_HANG_H
#define BULKHEAD_HANG_H

#include "tabs.h"

/* The process of the tab's page that keeps a person waiting longest (its
 * renderer, or a plugin on it); NULL when all answer. */
struct child *hang_of_tab(const struct tab *t);

/* Appends the question: which page, what it does. */
void hang_describe(struct buf *out, const struct tab *t, const struct child *c);

/* The person's answer. */
void hang_answer(struct child *c, bool stop);

#endif
