/*
 * intercept_page.h - about:intercept, the wire's debugger as a page.
 *
 * Process: browser.
 */
#ifndef BULKHEAD_INTERCEPT_PAGE_H
#define BULKHEAD_INTERCEPT_PAGE_H

void intercept_page_register(void);

#endif
