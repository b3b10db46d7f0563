/*
 * page_form.h - what a page's forms send, and the files a person chose for
 * them.
 *
 * Process: browser.  Distrusts: the renderer: it names files only by grants
 * that the person made, each for one document.
 */
#ifndef BULKHEAD_PAGE_FORM_H
#define BULKHEAD_PAGE_FORM_H

#include "page.h"

/* Forgets the form under way and the grants: the document is gone. */
void page_form_drop(struct page *p);

/* The person chose files for what the page asked for last: opens them, and
 * tells the renderer their names.  Returns how many could not be opened. */
unsigned page_form_choose(struct page *p, char *const paths[], unsigned count);

/* Called when a page wants files, after a click or key in it. */
typedef void page_choose_fn(struct page *p, bool many);
void page_form_listen(page_choose_fn *choose);

#endif
