/*
 * set.h - all form controls of one document: their states across parses, their
 * forms, groups of radio buttons, resetting, the order of Tab.
 *
 * Process: renderer.  Distrusts: the page.
 */
#ifndef BULKHEAD_FORM_SET_H
#define BULKHEAD_FORM_SET_H

#include "form/control.h"

struct form_set {
    struct control **all; /* in tree order */
    unsigned count, capacity;
};

/* After each parse: gives every control of the tree its state.  One that was
 * there before, at the same place with the same type and name, keeps what the
 * person made of it. */
void form_set_scan(struct form_set *s, struct dom *dom);
void form_set_finish(struct form_set *s);

/* A click on a check box or radio button, or a choice of an option: sets its
 * state, and those that cannot be set beside it. */
void form_set_check(struct form_set *s, struct control *c, bool checked);

/* Adds a file to a file control; first: in place of those before. */
void control_add_file(struct control *c, bool first, uint32_t grant,
                      struct span name);

/* range.c: the value of a slider by the page's word; at a part of its way
 * (0 to 1); some steps further.  True if it changed. */
void control_init_range(struct control *c);
bool control_set_range(struct control *c, double part);
bool control_step_range(struct control *c, int steps);

/* Everything of a form as the page said it (4.10.22.5). */
void form_set_reset(struct form_set *s, const struct node *form);

/* The control with this number if it is still one of that type, or NULL. */
struct control *form_set_find(const struct form_set *s, uint32_t number,
                              enum control_type type);

/* The form's default button (4.10.22.2), or NULL. */
struct control *form_set_default_button(const struct form_set *s,
                                        const struct node *form);

/* Whether Enter in a field of it submits a form without a button: it has no
 * other field that would. */
bool form_set_submits_alone(const struct form_set *s, const struct node *form);

/* The control a label is for, or NULL. */
struct node *form_labelled(const struct dom *dom, const struct node *label);

/* Whether the keyboard can go there; its tabindex, 0 if it says none. */
bool form_is_focusable(const struct node *n);
int form_tab_index(const struct node *n);

/* The element after (or before) from in the order of Tab; from NULL: the
 * first or last.  NULL at the end. */
struct node *form_tab(const struct dom *dom, const struct node *from,
                      bool forward);

#endif
