/*
 * stage.h - the content area of a scene.
 *
 * Process: browser.
 */
#ifndef BULKHEAD_STAGE_H
#define BULKHEAD_STAGE_H

#include "compositor.h"
#include "tabs.h"

/* Along the area's edge, in pixels from its start. */
struct scrollbar {
    bool is_needed;
    int start, length; /* of the thumb */
};

/* Stages what is seen of a tab (NULL: nothing) in this part of the window:
 * page, plugins, scrollbars if wanted, and the sad page of a dead one. */
void stage_content(struct tab *t, struct rect area, bool scrollbars);

struct scrollbar stage_scrollbar(const struct page *p, struct rect area,
                                 bool vertical);

/* Where an embed stands in the window when its page has that area; it may
 * reach out of it. */
struct rect stage_embed_place(const struct embed *e, struct rect area);

/* Where a page stands in the window, whose tab has this area; a frame's may
 * reach out of it. */
struct rect stage_page_area(const struct page *p, struct rect area);

/* The value of --trace, or NULL, once the file is there: the sad page says how
 * to replay a death. */
void stage_set_recording(const char *spec);

/* Appends the command that replays a renderer; false when its messages are not
 * recorded. */
bool stage_replay_command(struct buf *out, uint32_t number);

#endif
