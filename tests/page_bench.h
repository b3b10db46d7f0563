/*
 * page_bench.h - a browser's and a gpu's part, for tests of whole pages in one
 * process without sandbox.
 *
 * Process: test programs.  Fetches come from data: and file: URLs; frames are
 * put together from the tiles by the rules of house.md 3, and a broken rule
 * ends the program.
 */
#ifndef BULKHEAD_PAGE_BENCH_H
#define BULKHEAD_PAGE_BENCH_H

#include "buf.h"
#include "messages.h"

/* What the page told. */
struct bench {
    int width, height; /* of the view */
    int scroll_x, scroll_y;
    unsigned scale;
    int page_width, page_height; /* of the last commit */
    uint32_t frames;             /* commits of all documents */
    uint32_t tiles;              /* tile messages */
    bool done, complete;
    unsigned failed;
    struct buf title, hovered, tooltip, navigated, dumped; /* as text */
    choice_t cursor, disposition;
    uint32_t embeds;      /* created */
    choice_t embed_state; /* what each is answered */
    struct buf embed_mime, embed_params;
    struct msg_embed_place placed; /* the last one */
    bool hold_frames;              /* do not acknowledge frames */
    bool hold_fetches;             /* do not answer fetches */
    bool hold_scrolls;             /* do not scroll where it is asked to */
    bool hurry;                    /* do not wait for clocks: give up */
    uint32_t document;
};
extern struct bench bench;

/* A surface of that view and number of slots; scale in per cent. */
void bench_open(int width, int height, unsigned scale, uint32_t slots);
void bench_close(void);

/* The next document; begin, feed, end are called by load. */
void bench_begin(const char *url, const char *mime);
void bench_feed(struct span bytes);
void bench_end(void);
void bench_load(const char *url, const char *mime, struct span bytes);
void bench_html(const char *html); /* loads it as https://test/ */

/* Works until the page is complete, or until nothing happens any more
 * (false). */
bool bench_run(void);

/* One slice of work and one round of answers; whether anything happened. */
bool bench_step(void);

void bench_scroll(int x, int y);
void bench_pointer(choice_t action, choice_t button, int x, int y,
                   uint32_t modifiers);
void bench_click(int x, int y);

/* The view's picture, width * height pixels, allocated; not painted parts are
 * the frame's background. */
uint32_t *bench_picture(void);

/* One pixel of the page, in the last frame. */
uint32_t bench_pixel(int x, int y);

/* A font_source_fn: the DejaVu fonts of the system. */
bool bench_find_font(struct span family, int weight, bool italic, uint32_t code,
                     const uint8_t **data, size_t *size, unsigned *index,
                     uint64_t *file);

/* Maps a file read-only for ever; NULL when there is none. */
const uint8_t *bench_map(const char *path, size_t *size);

#endif
