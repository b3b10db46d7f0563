/*
 * runtime.h - the browser's own folder of sockets, gone when it is.
 *
 * Process: browser.
 */
#ifndef BULKHEAD_RUNTIME_H
#define BULKHEAD_RUNTIME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { RUNTIME_PATH = 108 }; /* as long as a socket's address may be */

/* Makes a folder (0700) in $XDG_RUNTIME_DIR or /tmp, and removes those of
 * browsers that are dead.  False after logging. */
bool runtime_open(void);
void runtime_close(void);

/* Makes the folder of child number and writes the path its socket is to have.
 * Returns the folder as an O_PATH descriptor of the caller, -1 after logging.
 */
int runtime_make(uint32_t number, char path[RUNTIME_PATH]);

/* Gives folder and socket to the child's user id.  False after logging. */
bool runtime_give(uint32_t number, uint32_t uid);

/* How many folders of children there are. */
unsigned runtime_count(void);

/* Removes the folder of child number. */
void runtime_drop(uint32_t number);

#endif
