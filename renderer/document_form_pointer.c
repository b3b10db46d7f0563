/*
 * document_form_pointer.c - the mouse over form controls.
 *
 * Process: renderer.  Distrusts: the page.
 */
#include "document_form.h"
#include "document_reading.h"
#include "child.h"
#include "form/caret.h"
#include "input.h"
#include "text/units.h"

/* The control, or label for one, that a node is a part of; a link inside of a
 * label comes first. */
static struct node *
control_of(const struct document *d, struct node *n)
{
    for (; n != NULL; n = n->parent) {
        if (n->control != NULL && control_is_listed(n->control->type))
            return n;
        if (node_is(n, TAG_a) && node_attribute(n, "href") != NULL)
            return NULL;
        if (node_is(n, TAG_label))
            return form_labelled(d->dom, n);
    }
    return NULL;
}

static struct node *
focusable_of(struct node *n)
{
    while (n != NULL && !form_is_focusable(n))
        n = n->parent;
    return n;
}

/* ---- fields --------------------------------------------------------------*/

static void
unit_at(const struct document_form *f, const struct control *c, uint32_t at,
        uint32_t *from, uint32_t *to)
{
    *from = *to = at;
    if (f->clicks == 2 && c->type != CONTROL_PASSWORD)
        editor_unit_at(c->editor, BY_WORD, at, from, to);
    else if (f->clicks > 1)
        editor_unit_at(c->editor, BY_LINE, at, from, to);
}

static void
drag_text(struct document *d, struct control *c, const struct msg_pointer *m)
{
    struct document_form *f = d->form;
    uint32_t from, to;

    unit_at(f, c, caret_at(c, m->x * UNIT, m->y * UNIT), &from, &to);
    if (from < f->anchor_from)
        editor_select(c->editor, f->anchor_to, from);
    else
        editor_select(c->editor, f->anchor_from,
                      to > f->anchor_to ? to : f->anchor_to);
    document_form_moved(d, c);
}

static void
press_text(struct document *d, struct control *c, const struct msg_pointer *m)
{
    struct document_form *f = d->form;
    uint32_t at = caret_at(c, m->x * UNIT, m->y * UNIT);

    f->dragged = c;
    f->clicks = m->clicks;
    if ((m->modifiers & MODIFIER_SHIFT) != 0) {
        f->clicks = 1;
        f->anchor_from = f->anchor_to = c->editor->anchor;
        drag_text(d, c, m);
        return;
    }
    unit_at(f, c, at, &f->anchor_from, &f->anchor_to);
    editor_select(c->editor, f->anchor_from, f->anchor_to);
    document_form_moved(d, c);
}

/* ---- sliders -------------------------------------------------------------*/

static void
slide(struct document *d, struct control *c, int x)
{
    const struct box *b = c->node->box;
    double width = (double)b->width, knob = (double)b->height;
    double part;

    if (knob > width)
        knob = width;
    part = ((double)x * UNIT - (double)b->x - knob / 2) /
           (width > knob ? width - knob : 1);
    if (control_set_range(c, part))
        document_form_changed(d, c);
}

static void
press_range(struct document *d, struct control *c, const struct msg_pointer *m)
{
    d->form->dragged = c;
    slide(d, c, m->x);
}

/* ---- the pointer ---------------------------------------------------------*/

static void
drag(struct document *d, struct control *c, const struct msg_pointer *m)
{
    if (d->layout == NULL || c->node->box == NULL)
        return;
    if (control_is_text(c->type))
        drag_text(d, c, m);
    else if (c->type == CONTROL_SELECT)
        document_select_drag(d, c, m->y);
    else if (c->type == CONTROL_RANGE)
        slide(d, c, m->x);
}

static bool
press(struct document *d, struct node *n, const struct msg_pointer *m)
{
    struct node *focusable = focusable_of(n), *at = control_of(d, n);
    struct control *c;

    document_form_focus(d, focusable, false);
    if (at == NULL)
        return false;
    document_reading_clear(d);
    c = at->control;
    if (at == focusable && control_is_text(c->type))
        press_text(d, c, m);
    else if (at == focusable && c->type == CONTROL_SELECT)
        document_select_press(d, c, m);
    else if (at == focusable && c->type == CONTROL_RANGE)
        press_range(d, c, m);
    return at == focusable || control_is_disabled(at);
}

bool
document_form_pointer(struct document *d, struct node *n,
                      const struct msg_pointer *m)
{
    struct document_form *f = d->form;

    if (f == NULL || d->printing != NULL)
        return false;
    if (document_popup_pointer(d, m))
        return true;
    if (m->action == POINTER_DOWN && m->button == BUTTON_LEFT)
        return press(d, n, m);
    if (f->dragged == NULL)
        return false;
    if (m->action == POINTER_UP)
        f->dragged = NULL;
    else if (m->action == POINTER_MOVE)
        drag(d, f->dragged, m);
    return true;
}

bool
document_form_click(struct document *d, struct node *n, int x, int y)
{
    struct node *at = control_of(d, n);

    if (at == NULL || control_is_disabled(at))
        return at != NULL;
    if (focusable_of(n) != at && form_is_focusable(at)) /* by its label */
        document_form_focus(d, at, false);
    if (at->box != NULL) {
        x -= (int)(at->box->x / UNIT);
        y -= (int)(at->box->y / UNIT);
    }
    document_form_activate(d, at->control, x > 0 ? x : 0, y > 0 ? y : 0);
    return true;
}

bool
document_form_paste(struct document *d, struct node *n,
                    const struct msg_pointer *m)
{
    struct node *at = control_of(d, n);

    if (at == NULL || at != focusable_of(n) ||
        !control_is_text(at->control->type) || !control_is_read_write(at))
        return false;
    document_form_focus(d, at, true);
    editor_move_to(at->control->editor,
                   caret_at(at->control, m->x * UNIT, m->y * UNIT), false);
    document_form_moved(d, at->control);
    send_paste(child_browser(), &(struct msg_paste){d->surface, d->number});
    return true;
}
