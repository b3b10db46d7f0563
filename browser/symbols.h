/*
 * symbols.h - the name of the function at an offset of one of our binaries.
 *
 * Process: browser.  The files are our own; still, nothing outside them is
 * read.
 */
#ifndef BULKHEAD_SYMBOLS_H
#define BULKHEAD_SYMBOLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Writes "function+0x1c" for an offset from the load address of the ELF file;
 * false when it has no symbols (any more) or none there. */
bool symbols_find(const char *path, uint64_t offset, char *out, size_t size);

#endif
