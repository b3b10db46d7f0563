/*
 * layout_bench.h - a page from HTML text to laid out boxes, for tests.
 *
 * Process: test programs.
 */
#ifndef BULKHEAD_LAYOUT_BENCH_H
#define BULKHEAD_LAYOUT_BENCH_H

#include "html/dom.h"
#include "layout/box.h"

struct page {
    struct dom *dom;
    struct sheets *sheets;
    struct arena styles;
    struct layout_memory memory;
    struct layout *layout;
    double layout_seconds, placed_seconds; /* at first; again */
    bool is_same; /* its boxes, placed elsewhere and here again, are as at
                     first; else stderr says what is not */
};

/* Parses, styles (style elements and attributes) and lays out; pictures are
 * not loaded: an img with natural="WxH" has that natural size. */
void page_load(struct page *p, struct span html, int width, int height);
void page_finish(struct page *p);

/* The box of the element with that id, or NULL. */
const struct box *page_box(const struct page *p, const char *id);

/* Answers the family Ahem by this file from now on; false if it is not
 * there. */
bool page_use_ahem(const char *path);

#endif
