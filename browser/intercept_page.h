/*
 * intercept_page.h - about:intercept, the wire's debugger as a page.
 *
 * Process: browser.
 */
#ifndef BULKHEAD_INTERCEPT_PAGE_H
#define BULKHEAD_INTERCEPT_PAGE_H

#include "buf.h"

/* Registers about:intercept. */
void intercept_page_register(void);

/* Does what the query asks for, if it is a link's or form's of this page, and
 * appends the content of a body.  Its links lead to about:PAGE with `tab` in
 * the query ("" or "tab=intercept"), so that another page can hold it. */
void intercept_page_add(struct buf *html, const char *query, const char *page,
                        const char *tab);

#endif
