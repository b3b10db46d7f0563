/*
 * processes_page.h - about:processes, the task manager.
 *
 * Process: browser.
 */
#ifndef BULKHEAD_PROCESSES_PAGE_H
#define BULKHEAD_PROCESSES_PAGE_H

/* Registers the page.  Its links do what they say to the process they stand
 * beside; nothing but the page itself can make such a link (page_action.h). */
void processes_page_register(void);

#endif
