/*
 * document_form.h - forms in a document: focus, fields, buttons, submission.
 *
 * Process: renderer.
 */
#ifndef BULKHEAD_DOCUMENT_FORM_H
#define BULKHEAD_DOCUMENT_FORM_H

#include "document.h"
#include "form/set.h"

/* What the document_form files share; outside of them opaque. */
struct document_form {
    struct form_set set;
    struct node *focused;    /* in the current tree, or NULL */
    struct control *control; /* the focused one's, or NULL */
    bool has_keyboard;       /* the surface has it */
    bool autofocus_done;
    choice_t told; /* the last editing message */

    struct control *dragged; /* the mouse selects in it, or slides it */
    unsigned clicks;         /* of the press: 2 words, 3 all of the line */
    uint32_t anchor_from, anchor_to;
    struct node *key_pressed; /* Space is down on it */

    /* what stands over the page; popup NULL: not laid out */
    struct popup *popup;
    struct control *popup_of; /* NULL: nothing does */
    char *sentence;           /* NULL: a select's list */
    int64_t popup_until;      /* ms; 0: for long */
    int popup_hot;            /* row, over a layout */

    struct node *list_anchor; /* where a selection of rows began */
    struct buf typed;         /* letters for a select's option */
    int64_t typed_at;         /* ms */

    bool caret_on;
    int64_t blink_at;  /* ms; 0: it does not blink */
    struct rect caret; /* where it was shown last, page px */
};

/* ---- document_form.c ----------------------------------------------------*/

/* After a parse, and after a layout, before its display list is made. */
void document_form_scan(struct document *d);
void document_form_laid_out(struct document *d);
void document_form_destroy(struct document *d);

/* The focus goes to an element, or (NULL) nowhere; visible: with a ring. */
void document_form_focus(struct document *d, struct node *n, bool visible);

/* The surface got or lost the keyboard. */
void document_form_keyboard(struct document *d, bool has);

/* Blinks.  Returns when to call again: ms, or -1. */
int document_form_work(struct document *d, int64_t now);

/* For paint_context. */
bool document_form_caret(const struct box *field, struct rect *caret,
                         void *data);

/* The marks of a field's run; false when it is of no field with the focus. */
bool document_form_marks(const struct document *d, const struct text_run *run,
                         struct paint_mark *mark, unsigned *count);

/* The field that has the focus, or NULL. */
struct control *document_form_field(const struct document *d);

/* Its text, or only the place of its caret, has changed. */
void document_form_changed(struct document *d, struct control *c);
void document_form_moved(struct document *d, struct control *c);

/* Tells the browser which keys are wanted, if that changed. */
void document_form_tell(struct document *d);

/* Whether the keys go into a text of the page. */
bool document_form_is_typing(const struct document *d);

/* ---- document_form_pointer.c --------------------------------------------*/

/* The pointer, over n; true when it was a control's, which selects no text of
 * the page. */
bool document_form_pointer(struct document *d, struct node *n,
                           const struct msg_pointer *m);

/* A click on what lies at a page position; false: not on a control. */
bool document_form_click(struct document *d, struct node *n, int x, int y);

/* The middle button over a field: pastes there. */
bool document_form_paste(struct document *d, struct node *n,
                         const struct msg_pointer *m);

/* ---- document_form_keys.c -----------------------------------------------*/
void document_form_key(struct document *d, const struct msg_key *m);
void document_form_text(struct document *d, struct span text);

/* A command to the field that has the focus; false: there is none. */
bool document_form_edit(struct document *d, choice_t command);

/* ---- document_popup.c ---------------------------------------------------*/

void document_popup_close(struct document *d);

/* Shows a sentence beside a control for a while. */
void document_popup_say(struct document *d, struct control *c,
                        const char *text);

/* The layout is about to go; has been made; time passes (as
 * document_form_work). */
void document_popup_drop(struct document *d);
void document_popup_laid_out(struct document *d);
int document_popup_work(struct document *d, int64_t now);

/* True when the input was the popup's. */
bool document_popup_pointer(struct document *d, const struct msg_pointer *m);
bool document_popup_key(struct document *d, const struct msg_key *m);

/* A press on a select, a drag over its rows, a key and letters for it. */
void document_select_press(struct document *d, struct control *select,
                           const struct msg_pointer *m);
void document_select_drag(struct document *d, struct control *select, int y);
void document_select_key(struct document *d, struct control *select,
                         uint32_t code, uint32_t modifiers);
void document_select_text(struct document *d, struct control *select,
                          struct span text);

/* ---- document_submit.c --------------------------------------------------*/

/* Does what a click does: sets, submits, resets.  x, y: in the picture of an
 * image button. */
void document_form_activate(struct document *d, struct control *c, int x,
                            int y);

/* The person chose a file for a field. */
void document_form_file(struct document *d, const struct msg_file_chosen *m);

/* Enter in a field: implicit submission (4.10.22.2). */
void document_form_enter(struct document *d, struct control *c);

/* ---- document_pointer.c -------------------------------------------------*/

/* Where a link or form opens (HTML standard 4.6.4, "get an element's target"):
 * its own target attribute or NULL, else base's; what is too long for a name
 * is none. */
struct span document_target(const struct document *d,
                            const struct span *target);

/* Follows a link as a click would. */
void document_follow(struct document *d, struct node *link, choice_t button,
                     uint32_t modifiers);

/* Opens or closes the details of a summary that n is in; false: in none. */
bool document_toggle_details(struct document *d, const struct node *n);

#endif
