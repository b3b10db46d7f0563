/*
 * version.h - the version of the program.
 *
 * Process: browser.
 */
#ifndef BULKHEAD_VERSION_H
#define BULKHEAD_VERSION_H

#define BULKHEAD_VERSION "0.1"

#endif
