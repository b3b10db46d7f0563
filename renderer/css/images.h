/*
 * images.h - pictures and gradients in styles: backgrounds and border images.
 *
 * Process: renderer.  Distrusts: style sheets.
 */
#ifndef BULKHEAD_IMAGES_H
#define BULKHEAD_IMAGES_H

#include "css/properties.h"

/* backgrounds.c: makes s.backgrounds of the lists. */
void backgrounds_finish(struct compute *c);
bool parse_background_shorthand(struct css_input *in, const struct shorthand *s,
                                struct longhand_values *out);
bool parse_background_position_pair(struct css_input *in, struct value *x,
                                    struct value *y);
bool parse_background_position_shorthand(struct css_input *in,
                                         const struct shorthand *s,
                                         struct longhand_values *out);

/* An image, or none. */
bool parse_image_value(struct css_input *in, struct value *out);

/* border_image.c */
void border_image_finish(struct compute *c);
bool parse_border_image(struct css_input *in, const struct shorthand *s,
                        struct longhand_values *out);

/* gradients.c: a gradient function as VALUE_FUNCTION, and what it computes
 * to. */
bool parse_gradient(struct css_input *in, struct value *out);
void gradient_compute(struct compute *c, const struct value *v,
                      struct background *out);

#endif
