/*
 * gpu_watch.h - a gpu process that does not get on is ended: nothing is lost
 * with it, so nobody is asked, and compositor.c starts another.
 *
 * Process: browser.
 */
#ifndef BULKHEAD_GPU_WATCH_H
#define BULKHEAD_GPU_WATCH_H

#include "children.h"
#include "loop.h"

/* It was sent what it must answer: a scene, or the wish for a picture. */
void gpu_watch_expect(struct loop *l, struct child *gpu);

/* It has answered all of that. */
void gpu_watch_answered(struct child *gpu);

/* The supervisor's word about any child: of a gpu process that owes an answer
 * of whatever kind, though no scene is under way. */
void gpu_watch_changed(struct loop *l, struct child *c);

/* A child is gone; NULL: all are. */
void gpu_watch_gone(const struct child *c);

#endif
