/*
 * attack_page.h - the part of about:sandbox in which it proves itself.
 *
 * Process: browser.
 */
#ifndef BULKHEAD_ATTACK_PAGE_H
#define BULKHEAD_ATTACK_PAGE_H

#include "loop.h"

#include "buf.h"

/* The loop in which the attacks are to run. */
void attack_page_open(struct loop *l);

/* Ends attacks under way; before children_close. */
void attack_page_close(void);

/* Appends the link that starts the attacks, their progress, or their results.
 * query is the page's; only a page_action starts them. */
void attack_page_add(struct buf *html, const char *query);

/* Whether attacks are under way, so that the page should be loaded again. */
bool attack_page_is_running(void);

#endif
