/*
 * document_form.c - forms in a document: the focus, fields as they are shown,
 * the caret.
 *
 * Process: renderer.  Distrusts: the page.
 */
#include "document_form.h"
#include "document_scroll.h"
#include "child.h"
#include "form/caret.h"
#include "log.h"
#include "text/units.h"

#include <stdlib.h>

enum { BLINK = 500 /* ms the caret is on, and off */ };

static struct document_form *
form_of(struct document *d)
{
    if (d->form == NULL)
        d->form = calloc(1, sizeof *d->form);
    if (d->form == NULL)
        fatal_memory("out of memory for forms");
    return d->form;
}

void
document_form_destroy(struct document *d)
{
    if (d->form == NULL)
        return;
    document_popup_close(d);
    form_set_finish(&d->form->set);
    buf_finish(&d->form->typed);
    free(d->form);
    d->form = NULL;
}

struct control *
document_form_field(const struct document *d)
{
    struct control *c = d->form != NULL ? d->form->control : NULL;

    return c != NULL && control_is_text(c->type) ? c : NULL;
}

/* ---- damage --------------------------------------------------------------*/

static int
whole(unit_t u)
{
    return (int)(u / UNIT);
}

static struct rect
rect_of(const struct box *b)
{
    return (struct rect){whole(b->x), whole(b->y), whole(b->width) + 2,
                         whole(b->height) + 2};
}

static void
damage(struct document *d, struct rect r)
{
    d->damage = rect_union(d->damage, r);
}

/* ---- the caret -----------------------------------------------------------*/

static bool
shows_caret(const struct document *d, const struct control *c)
{
    uint32_t from, to;

    if (c == NULL || !d->form->has_keyboard || d->printing != NULL ||
        !control_is_read_write(c->node))
        return false;
    editor_selection(c->editor, &from, &to);
    return from == to;
}

bool
document_form_caret(const struct box *field, struct rect *caret, void *data)
{
    struct document *d = data;
    struct control *c = document_form_field(d);
    struct caret place;
    int limit;

    if (c == NULL || field->node != c->node || !d->form->caret_on ||
        !shows_caret(d, c) || !caret_place(c, c->editor->caret, &place))
        return false;
    limit = whole(field->x + field->width - field->border[SIDE_RIGHT]) - 1;
    *caret =
        (struct rect){whole(place.x), whole(place.y), 1, whole(place.height)};
    if (caret->x > limit)
        caret->x = limit;
    d->form->caret = *caret;
    return true;
}

/* After something was done the caret is on, and blinks from there. */
static void
show_caret(struct document *d)
{
    d->form->caret_on = true;
    d->form->blink_at =
        shows_caret(d, document_form_field(d)) ? document_now() + BLINK : 0;
}

int
document_form_work(struct document *d, int64_t now)
{
    struct document_form *f = d->form;

    if (f == NULL || f->blink_at == 0)
        return -1;
    if (now >= f->blink_at) {
        f->caret_on = !f->caret_on;
        f->blink_at = now + BLINK;
        damage(d, f->caret);
        return 0;
    }
    return (int)(f->blink_at - now);
}

void
document_form_keyboard(struct document *d, bool has)
{
    struct document_form *f = form_of(d);
    struct control *c = document_form_field(d);

    if (f->has_keyboard == has)
        return;
    f->has_keyboard = has;
    show_caret(d);
    if (c != NULL && d->layout != NULL && c->node->box != NULL)
        damage(d, rect_of(c->node->box));
}

/* ---- what has changed ----------------------------------------------------*/

void
document_form_moved(struct document *d, struct control *c)
{
    show_caret(d);
    if (d->layout == NULL || d->dirty_layout || d->dirty_places ||
        c->node->box == NULL)
        return; /* the layout to come shows it */
    if (caret_reveal(c, c->editor->caret))
        document_renew_list(d);
    damage(d, rect_of(c->node->box));
}

void
document_form_changed(struct document *d, struct control *c)
{
    c->dirty = true;
    show_caret(d);
    d->dirty_layout = true;
    if (d->has_value_rule)
        d->dirty_style = true;
}

void
document_form_laid_out(struct document *d)
{
    struct document_form *f = d->form;
    struct control *c = document_form_field(d);

    if (f == NULL)
        return;
    for (unsigned i = 0; i < f->set.count; i++)
        caret_restore(f->set.all[i]);
    if (c != NULL)
        caret_reveal(c, c->editor->caret);
    document_popup_laid_out(d);
    if (!f->autofocus_done && d->ended) {
        struct node *n = d->dom->document;

        f->autofocus_done = true;
        while ((n = node_walk(n, d->dom->document, false)) != NULL &&
               f->focused == NULL)
            if (n->type == NODE_ELEMENT &&
                node_attribute(n, "autofocus") != NULL && form_is_focusable(n))
                document_form_focus(d, n, true);
    }
}

/* ---- the focus -----------------------------------------------------------*/

static choice_t
kind_of(const struct control *c)
{
    switch (c->type) {
    case CONTROL_TEXTAREA:
        return EDITING_AREA;
    case CONTROL_SELECT:
    case CONTROL_RADIO:
    case CONTROL_RANGE:
        return EDITING_LIST;
    default:
        return control_is_text(c->type) ? EDITING_LINE : EDITING_BUTTON;
    }
}

bool
document_form_is_typing(const struct document *d)
{
    return d->form != NULL &&
           (d->form->told == EDITING_LINE || d->form->told == EDITING_AREA);
}

void
document_form_tell(struct document *d)
{
    struct document_form *f = d->form;
    choice_t kind = EDITING_NOTHING;

    if (f->popup_of != NULL && f->sentence == NULL)
        kind = EDITING_POPUP;
    else if (f->control != NULL)
        kind = kind_of(f->control);
    else if (f->focused != NULL && node_is(f->focused, TAG_summary))
        kind = EDITING_BUTTON;
    else if (document_scroll_has_keys(d))
        kind = EDITING_SCROLLER;
    if (kind == f->told)
        return;
    f->told = kind;
    send_editing(child_browser(),
                 &(struct msg_editing){d->surface, d->number, kind});
}

/* Whether new styles are needed for it. */
static bool
mark(struct node *n, bool on, bool visible)
{
    bool asked = node_set_state(n, NODE_FOCUS, on);

    return node_set_state(n, NODE_FOCUS_VISIBLE, on && visible) || asked;
}

/* A line that loses the focus shows its beginning again. */
static void
blur(struct document_form *f)
{
    if (f->control != NULL && f->control->type != CONTROL_TEXTAREA)
        f->control->scroll_x = 0;
}

void
document_form_focus(struct document *d, struct node *n, bool visible)
{
    struct document_form *f = form_of(d);

    if (n != NULL && n->control != NULL && control_is_text(n->control->type))
        visible = true;
    if (n == f->focused &&
        (n == NULL || ((n->states & NODE_FOCUS_VISIBLE) != 0) == visible))
        return;
    document_popup_close(d);
    if (f->focused != NULL) {
        d->dirty_style |= mark(f->focused, false, false);
        blur(f);
    }
    d->dirty_style |= node_pass_state(f->focused, n, NODE_FOCUS_WITHIN);
    f->focused = n;
    f->control = n != NULL ? n->control : NULL;
    f->key_pressed = NULL;
    if (n != NULL)
        d->dirty_style |= mark(n, true, visible);
    show_caret(d);
    document_form_tell(d);
}

void
document_form_scan(struct document *d)
{
    struct document_form *f = form_of(d);
    struct control *c = f->control;
    uint32_t number = c != NULL ? c->number : 0;
    enum control_type type = c != NULL ? c->type : CONTROL_NONE;

    document_popup_close(d);
    f->focused = f->key_pressed = f->list_anchor = NULL;
    f->control = f->dragged = NULL;
    form_set_scan(&f->set, d->dom);
    if (type != CONTROL_NONE)
        f->control = form_set_find(&f->set, number, type);
    if (f->control != NULL) {
        f->focused = f->control->node;
        mark(f->focused, true, true);
        node_pass_state(NULL, f->focused, NODE_FOCUS_WITHIN);
    }
    document_form_tell(d);
}

/* ---- selected text -------------------------------------------------------*/

bool
document_form_marks(const struct document *d, const struct text_run *run,
                    struct paint_mark *out, unsigned *count)
{
    const struct control *c = document_form_field(d);
    const struct box *field = run->box->parent;
    uint32_t from, to;

    *count = 0;
    if (field == NULL || field->node == NULL || field->node->control == NULL ||
        !control_is_listed(field->node->control->type) ||
        node_is(field->node, TAG_button))
        return false;
    if (c == NULL || field->node != c->node)
        return true;
    editor_selection(c->editor, &from, &to);
    *out = (struct paint_mark){
        0, 0, d->form->has_keyboard ? 0xFFB5D2FC : 0xFFD8D8D8, 0xFF101828};
    *count = caret_stretch(c, run, from, to, &out->x, &out->width);
    return true;
}
