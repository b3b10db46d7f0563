/*
 * broker.h - fonts from the browser: files as read-only descriptors.
 *
 * Process: renderer.  The browser's word is taken for a file's size and
 * number; the file's contents are hostile to whoever parses them.
 */
#ifndef BULKHEAD_BROKER_H
#define BULKHEAD_BROKER_H

#include "text/font.h"

/* A font_source_fn: asks, waits, maps.  Files stay mapped and are mapped
 * once; answers are remembered. */
bool broker_find_font(struct span family, int weight, bool italic,
                      uint32_t code, const uint8_t **data, size_t *size,
                      unsigned *index, uint64_t *file);

#endif
