/*
 * validity.h - whether what a control holds may be submitted (HTML standard
 * 4.10.21).
 *
 * Process: renderer.  Distrusts: the page's attributes.
 */
#ifndef BULKHEAD_FORM_VALIDITY_H
#define BULKHEAD_FORM_VALIDITY_H

#include "form/control.h"

/* Whether the control is looked at at all: not if it is disabled, read only or
 * a button. */
bool control_is_validated(const struct node *n);

/* What a person should do about its value, as a sentence appended to out; false
 * if nothing.  out may be NULL. */
bool control_problem(struct buf *out, const struct node *n);

/* Whether a control, or all of those in a form or fieldset, may be submitted.
 */
bool control_is_valid(const struct node *n);

/* Whether a number has bounds to be in. */
bool control_has_range(const struct node *n);
/* Whether its number is below or above them. */
bool control_is_out_of_range(const struct node *n);

#endif
