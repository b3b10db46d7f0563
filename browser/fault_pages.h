/*
 * fault_pages.h - about:crash, about:hang and their like: deaths on demand.
 *
 * Process: browser.  Only an address that a person typed (or gave on the
 * command line) acts; reached in any other way, as by a link, each of them is
 * a page that says so.
 */
#ifndef BULKHEAD_FAULT_PAGES_H
#define BULKHEAD_FAULT_PAGES_H

#include "tabs.h"

/* Registers the pages that explain. */
void fault_pages_register(void);

/* Whether the typed address is such a page; then it is done to what the tab
 * shows, or, if that is nothing, to an empty page that is loaded for it. */
bool fault_page_take(struct tab *t, const char *url);

/* The tab's page has loaded: does what was put off, if anything. */
void fault_page_loaded(struct tab *t, struct page *p);

#endif
