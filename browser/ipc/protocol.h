/*
 * protocol.h - about:protocol, all that may be said between the processes.
 *
 * Process: browser.
 */
#ifndef BULKHEAD_IPC_PROTOCOL_H
#define BULKHEAD_IPC_PROTOCOL_H

void protocol_page_register(void);

#endif
