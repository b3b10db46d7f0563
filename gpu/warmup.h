/*
 * warmup.h - every way of drawing once, before the process is locked down.
 *
 * Process: gpu.  Distrusts: nothing.
 *
 * A GL driver compiles code when something is drawn in a new way, and after
 * lock-down no memory can become executable.  So the warm-up goes through the
 * very functions that draw later, with every kind of tile and solid, and reads
 * back.  It never presents: another gpu process may own the screen meanwhile.
 */
#ifndef BULKHEAD_GPU_WARMUP_H
#define BULKHEAD_GPU_WARMUP_H

#include "display.h"
#include "textures.h"

/* Draws all there is to draw and returns what uploading and compositing one
 * 1280 x 800 screenful cost, in microseconds. */
uint32_t warmup_run(struct display *d, struct textures *t);

#endif
