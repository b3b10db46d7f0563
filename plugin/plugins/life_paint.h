/*
 * life_paint.h - the look of the Game of Life.
 *
 * Process: plugin.  Distrusts: sizes.
 *
 * Cells fade in and out, change colour with their age, and light up the ground
 * around them when they are born.
 */
#ifndef LIFE_PAINT_H
#define LIFE_PAINT_H

#include "bulkhead_plugin.h"
#include "life_grid.h"

enum {
    LIFE_MOST_CELL = 64, /* a cell's edge, pixels */
    LIFE_BAR = 24,       /* the caption's height */
};

struct life_paint {
    int cell;          /* a cell's edge, pixels */
    int left, top;     /* the grid's corner in the picture */
    int columns, rows; /* the grid's */
    uint8_t *shade;    /* 0 to 255 a cell: how far it has faded in */
    uint8_t *halo;     /* heat, spread to the neighbours */
    uint8_t *line;     /* one row of halo between two of cells */
    uint8_t mask[LIFE_MOST_CELL * LIFE_MOST_CELL];
    uint32_t ages[256], ground[256];
};

/* For a grid whose cells are that large, in the middle of width x height.
 * False when there is no memory; painting then gives an empty ground. */
bool life_paint_init(struct life_paint *p, const struct life_grid *g, int cell,
                     int width, int height);
void life_paint_finish(struct life_paint *p);

/* One frame's worth of fading and cooling. */
void life_paint_advance(struct life_paint *p, struct life_grid *g);

/* The top height rows of the picture: ground, glow and cells. */
void life_paint_grid(const struct life_paint *p, const struct life_grid *g,
                     const struct bulkhead_picture *to, int height);

/* A filled rectangle, clipped to the picture; color 0xRRGGBB. */
void life_paint_box(const struct bulkhead_picture *to, int x, int y, int width,
                    int height, uint32_t color);

/* Capitals, digits and a little punctuation, 5 x 7 in 6 x 7; clipped. */
void life_paint_text(const struct bulkhead_picture *to, int x, int y,
                     const char *text, uint32_t color);

#endif
