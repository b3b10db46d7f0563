/*
 * status_pages.h - about:gpu, about:sandbox and about:session: the running
 * program, looked at from inside.
 *
 * Process: browser.
 */
#ifndef BULKHEAD_STATUS_PAGES_H
#define BULKHEAD_STATUS_PAGES_H

void status_pages_register(void);

#endif
