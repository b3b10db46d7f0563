/*
 * icons.h - the browser's pictograms, drawn as paths.
 *
 * Process: browser.
 */
#ifndef BULKHEAD_ICONS_H
#define BULKHEAD_ICONS_H

#include "canvas.h"

enum icon {
    ICON_BACK,
    ICON_FORWARD,
    ICON_RELOAD,
    ICON_CLOSE,
    ICON_PLUS,
    ICON_STAR,
    ICON_STAR_FULL,
    ICON_LOCK,
    ICON_WARNING,
    ICON_FILE,
    ICON_INFO,
    ICON_GLOBE,
    ICON_MARK, /* bulkhead's: a hull in three compartments */
    ICON_SAD,
    ICON_FIND,
    ICON_LEFT,
    ICON_RIGHT,
    ICON_COUNT
};

/* Draws into the square of this size around the centre. */
void icon_draw(struct canvas *c, enum icon icon, double x, double y,
               double size, colour ink);

/* Three quarters of a ring, turned by twelfths. */
void icon_spinner(struct canvas *c, double x, double y, double size, int turn,
                  colour ink);

/* The sad page's picture: a ship with a long face that stays afloat, since
 * only one compartment is flooded.  Box of size x size. */
void icon_ship(struct canvas *c, double x, double y, double size);

#endif
