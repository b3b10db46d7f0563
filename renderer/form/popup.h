/*
 * popup.h - what stands over the page for a moment: the list of a select that
 * is open, or a sentence beside a field.
 *
 * Process: renderer.  Distrusts: the page's texts, which are only shown.
 *
 * It is painted into the page's own surface, never beyond it.
 */
#ifndef BULKHEAD_FORM_POPUP_H
#define BULKHEAD_FORM_POPUP_H

#include "arena.h"
#include "form/control.h"
#include "rect.h"
#include "text/paragraph.h"

struct popup_row {
    struct node *option; /* NULL: the name of a group, or the sentence */
    struct paragraph *text;
    bool disabled;
    int indent; /* px */
};

struct popup {
    struct arena arena;
    struct control *control; /* it belongs to */
    const struct style *style;
    bool is_list; /* else a sentence */
    struct popup_row *rows;
    unsigned count, first, shown; /* shown from first */
    int hot;                      /* row under the pointer or keys, or -1 */
    struct rect rect;             /* page px */
    int row_height;
};

/* Opens a select's list below or above its box, or a sentence below a
 * control's; inside of view (page px). */
struct popup *popup_list(struct control *select, struct rect view);
struct popup *popup_sentence(struct control *c, const char *text,
                             struct rect view);
void popup_destroy(struct popup *p); /* NULL is allowed */

/* The row at a place of the page, or -1. */
int popup_row_at(const struct popup *p, int x, int y);

/* Makes a row the hot one, and seen. */
void popup_show_row(struct popup *p, int row);

/* The next row that can be chosen from the hot one, as many times as steps say
 * (negative: upwards); the last one there is. */
int popup_step(const struct popup *p, int steps);

#endif
