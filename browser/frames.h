/*
 * frames.h - documents inside of documents (HTML standard 4.8.5, 7.3).
 *
 * Process: browser.  Distrusts: the page, for how many, how deep, how large.
 *
 * A frame is a tab without a place in the tab strip: its host is the embed in
 * whose place it stands.  Which process its document gets is process_policy's
 * affair; one that dies leaves the page around it as it is.
 */
#ifndef BULKHEAD_FRAMES_H
#define BULKHEAD_FRAMES_H

#include "tabs.h"

/* A frame in e, which begins to load url; NULL with a sentence in why when
 * the page has too many, or one inside of another too deep or endlessly. */
struct tab *frame_create(struct embed *e, const char *url, const char **why);
void frame_destroy(struct tab *t);

/* Whether the frames in a page are as complete as it is. */
bool frames_are_complete(const struct page *p);

/* Calls fn for t and for all frames in its pages, outer before inner. */
void frames_each(struct tab *t, void (*fn)(struct tab *t, void *data),
                 void *data);

/* The tab or frame that a link with this target in a frame opens in: "" and
 * "_self" t itself, "_parent", "_top", or the name of a frame of the same tab
 * that t's document may send elsewhere; NULL: a new tab. */
struct tab *frame_by_name(struct tab *t, struct span name);

/* Whether a document of this address that says so may be shown in the frame;
 * every document around it counts.  A tab that is no frame shows all. */
bool frame_allows(const struct tab *frame, enum framing f, const char *url);

#endif
