/*
 * editor.h - the text of one field while it is edited: caret, selection, undo.
 *
 * Process: renderer.  Distrusts: nothing; all text is well-formed UTF-8.
 *
 * Offsets are bytes of the text, always at the start of a character as a
 * person sees it.  Shared by input and textarea; it knows nothing of pixels.
 */
#ifndef BULKHEAD_FORM_EDITOR_H
#define BULKHEAD_FORM_EDITOR_H

#include "buf.h"

struct edit_step;

struct editor {
    struct buf text;
    uint32_t caret, anchor; /* equal: nothing is selected */
    bool multiline;         /* line feeds stay */
    int max_length;         /* UTF-16 code units, or -1 */
    bool typing;            /* the next typed text joins the last step */
    int goal_x;             /* column that moves by lines keep, or -1 */
    struct edit_step *undo, *redo;
    unsigned steps;
};

enum editor_unit { BY_CHARACTER, BY_WORD, BY_LINE, BY_ALL };

struct editor *editor_create(bool multiline);
void editor_destroy(struct editor *e); /* NULL is allowed */

/* Replaces all of it, without a way back; line ends become LF, or go. */
void editor_set(struct editor *e, struct span text);

/* Replaces the selection, as far as max_length allows; true if anything has
 * changed. */
bool editor_insert(struct editor *e, struct span text);

/* Removes the selection or, without one, the unit before or behind the caret.
 */
bool editor_erase(struct editor *e, enum editor_unit unit, bool forward);

bool editor_undo(struct editor *e);
bool editor_redo(struct editor *e);

/* Moves the caret; extend keeps the anchor. */
void editor_move(struct editor *e, enum editor_unit unit, bool forward,
                 bool extend);
void editor_move_to(struct editor *e, uint32_t at, bool extend);
void editor_select(struct editor *e, uint32_t from, uint32_t to);

/* The selection in order; from == to: none. */
void editor_selection(const struct editor *e, uint32_t *from, uint32_t *to);

/* The word, or the line between line feeds, around an offset. */
void editor_unit_at(const struct editor *e, enum editor_unit unit, uint32_t at,
                    uint32_t *from, uint32_t *to);

/* Length in UTF-16 code units, which limits are in. */
size_t editor_length(struct span text);

#endif
