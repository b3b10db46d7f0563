/*
 * compositor.h - the browser's side of the gpu process: scenes, frames,
 * recovery.
 *
 * Process: browser.  Distrusts: the gpu process, which may die at any time
 * and whose numbers are checked.
 *
 * The gpu keeps nothing that cannot be rebuilt: what it lacks is sent when a
 * scene names it.  One scene is in flight at a time.
 */
#ifndef BULKHEAD_COMPOSITOR_H
#define BULKHEAD_COMPOSITOR_H

#include "surfaces.h"

enum gpu_mode { GPU_AUTO, GPU_ENABLED, GPU_DISABLED };

/* Fills a scene by compositor_layer and compositor_solid, bottom to top. */
typedef void compositor_stage_fn(void);

/* Starts the gpu process: headless, or for a window, which need not be there
 * yet: the process connects to the display and waits for its number. */
void compositor_open(struct loop *l, bool headless, int width, int height,
                     enum gpu_mode mode, compositor_stage_fn *stage);
/* Tells once which window (X number) it is. */
void compositor_set_window(uint64_t window);
void compositor_close(void);

void compositor_resize(int width, int height);

/* The scene has to be made anew. */
void compositor_damage(void);

/* Only inside stage: shows a surface inside clip (window pixels) with its 0,0
 * at origin. */
void compositor_layer(struct surface *s, struct rect clip, int origin_x,
                      int origin_y);
void compositor_solid(struct rect r, color_t color);

/* For surfaces.c: a tile of a commit, the commit, the end of a surface. */
void compositor_tile(struct surface *s, const struct msg_tile *m);
void compositor_committed(struct surface *s);
void compositor_forget(struct surface *s);

/* Calls done with the window's picture (BGRA, width * 4 bytes a row), or NULL
 * if that was impossible; a gpu death in between is retried. */
typedef void compositor_picture_fn(const uint8_t *pixels, int width, int height,
                                   void *data);
void compositor_read_back(compositor_picture_fn *done, void *data);

/* Calls fn once with the gpu process in use, as soon as it is live. */
typedef void compositor_gpu_fn(struct child *gpu, int kind);
void compositor_when_live(compositor_gpu_fn *fn, int kind);

/* What is known of the gpu process, for about:gpu. */
struct compositor_facts {
    char renderer[MAX_DETAIL + 1];
    bool accelerated;
    uint32_t frame_us, deaths;
    uint32_t frames; /* presented */
    uint32_t late;   /* ... more than two of 60 Hz after they were wanted */
    const char *reason;
    char rejected[MAX_DETAIL + 1]; /* the other way, and why not */
};
const struct compositor_facts *compositor_facts(void);

/* A line for the toolbar when the gpu fell back to software or lacks layers of
 * its sandbox, or "". *serial is another when it has changed. */
const char *compositor_notice(unsigned *serial);
void compositor_dismiss_notice(void);

/* From from_gpu.c. False: a lie. */
void compositor_on_info(struct child *c, const struct msg_gpu_info *m);
bool compositor_on_presented(struct child *c, const struct msg_presented *m);
bool compositor_on_readback(struct child *c, const struct msg_readback_done *m);

#endif
