/*
 * life_grid.h - Conway's Game of Life on a torus, and patterns in RLE.
 *
 * Process: plugin.  Distrusts: the pattern's text and all sizes.
 */
#ifndef LIFE_GRID_H
#define LIFE_GRID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LIFE_MOST_CELLS = 1 << 20, LIFE_PERIOD = 12 };

struct life_grid {
    int columns, rows;
    uint8_t *alive, *next; /* 0 or 1 for each cell, row by row */
    uint8_t *age;          /* generations lived; kept for a while after death */
    uint8_t *heat;         /* 255 at birth; cooled by whoever draws */
    uint16_t birth, survive; /* bit n: with n neighbours */
    uint32_t generation, population;
    uint32_t past[LIFE_PERIOD]; /* populations, to see a standstill */
    uint32_t quiet;             /* generations in which they repeated */
    uint64_t random;
};

/* An empty grid; at most LIFE_MOST_CELLS.  False when there is no memory; the
 * grid then has no cells and every function below does nothing. */
bool life_grid_init(struct life_grid *g, int columns, int rows);
void life_grid_finish(struct life_grid *g);

/* No cell alive, generation 0; rules and random numbers stay. */
void life_grid_clear(struct life_grid *g);

/* Fills with random cells. */
void life_grid_seed(struct life_grid *g);

/* A few small patterns that grow, at random places. */
void life_grid_spark(struct life_grid *g);

/* Makes a cell alive or dead; coordinates outside are ignored. */
void life_grid_set(struct life_grid *g, int column, int row, bool alive);
bool life_grid_get(const struct life_grid *g, int column, int row);

/* The next generation. */
void life_grid_step(struct life_grid *g);

/* The size an RLE pattern says it has (1 to 10,000 each), or false when its
 * first line does not say. */
bool life_rle_size(const uint8_t *text, size_t size, int *columns, int *rows);

/* Clears the grid and puts an RLE pattern in its middle, as far as it fits;
 * its rule becomes the grid's.  Any bytes are fine; reading ends at the first
 * that has no meaning.  False when it does not begin as one. */
bool life_rle_place(struct life_grid *g, const uint8_t *text, size_t size);

#endif
