/*
 * grid_values.h - what the files about grid properties share.
 *
 * Process: renderer.  Distrusts: style sheets.
 */
#ifndef BULKHEAD_GRID_VALUES_H
#define BULKHEAD_GRID_VALUES_H

#include "css/properties.h"

/* grid_parse.c: a track list, repeat() in it or not. */
bool grid_parse_tracks(struct css_input *in, struct value *out, bool repeats);

/* grid_apply.c: the areas of a list of rows, or NULL if they are not
 * rectangles in rows of the same length. */
const struct grid_areas *grid_areas_make(struct arena *a,
                                         const struct value *rows);

/* grid_shorthands.c */
bool parse_grid_placement(struct css_input *in, const struct shorthand *s,
                          struct longhand_values *out);
bool parse_grid_template_shorthand(struct css_input *in,
                                   const struct shorthand *s,
                                   struct longhand_values *out);
bool parse_grid(struct css_input *in, const struct shorthand *s,
                struct longhand_values *out);

/* shorthands.c */
void shorthand_emit(struct longhand_values *out, unsigned property,
                    struct value value);
bool shorthand_longhand(struct css_input *in, unsigned id, struct value *out);

#endif
