/*
 * document_popup.c - selects: their lists, over the page or in their own box;
 * and sentences beside fields.
 *
 * Process: renderer.  Distrusts: the page.
 */
#include "document_form.h"
#include "form/list.h"
#include "form/popup.h"
#include "input.h"
#include "log.h"
#include "text/units.h"
#include "utf8.h"

#include <stdlib.h>
#include <string.h>

enum {
    TYPED_LASTS = 1000,   /* ms that letters belong to one word */
    SENTENCE_LASTS = 5000 /* ms */
};

/* ---- opening and closing -------------------------------------------------*/

static struct rect
view_of(const struct document *d)
{
    return (struct rect){d->scroll_x, d->scroll_y, d->view_width,
                         d->view_height};
}

static void
damage(struct document *d)
{
    const struct popup *p = d->form->popup;

    if (p != NULL)
        d->damage = rect_union(d->damage, (struct rect){p->rect.x, p->rect.y,
                                                        p->rect.width + 4,
                                                        p->rect.height + 4});
}

static void
show(struct document *d)
{
    struct document_form *f = d->form;

    popup_destroy(f->popup);
    f->popup = f->sentence != NULL
                   ? popup_sentence(f->popup_of, f->sentence, view_of(d))
                   : popup_list(f->popup_of, view_of(d));
    damage(d);
}

void
document_popup_close(struct document *d)
{
    struct document_form *f = d->form;

    if (f == NULL || f->popup_of == NULL)
        return;
    damage(d);
    popup_destroy(f->popup);
    free(f->sentence);
    f->popup = NULL;
    f->popup_of = NULL;
    f->sentence = NULL;
    f->popup_until = 0;
    document_form_tell(d);
}

static void
open_list(struct document *d, struct control *select)
{
    document_popup_close(d);
    if (d->layout == NULL || select->node->box == NULL)
        return;
    d->form->popup_of = select;
    show(d);
    if (d->form->popup->count == 0)
        document_popup_close(d);
    document_form_tell(d);
}

void
document_popup_say(struct document *d, struct control *c, const char *text)
{
    document_popup_close(d);
    d->form->popup_of = c;
    d->form->sentence = strdup(text);
    d->form->popup_until = document_now() + SENTENCE_LASTS;
    if (d->layout != NULL && c->node->box != NULL && !d->dirty_layout &&
        !d->dirty_places)
        show(d);
}

void
document_popup_drop(struct document *d)
{
    if (d->form == NULL || d->form->popup == NULL)
        return;
    d->form->popup_hot = d->form->popup->hot;
    popup_destroy(d->form->popup);
    d->form->popup = NULL;
}

void
document_popup_laid_out(struct document *d)
{
    struct document_form *f = d->form;

    if (f->popup_of == NULL)
        return;
    if (f->popup_of->node->box == NULL) {
        document_popup_close(d);
        return;
    }
    show(d);
    if (f->popup_hot >= 0 && f->popup_hot < (int)f->popup->count)
        popup_show_row(f->popup, f->popup_hot);
    f->popup_hot = -1;
}

int
document_popup_work(struct document *d, int64_t now)
{
    if (d->form == NULL || d->form->popup_until == 0)
        return -1;
    if (now < d->form->popup_until)
        return (int)(d->form->popup_until - now);
    document_popup_close(d);
    return 0;
}

/* ---- choosing ------------------------------------------------------------*/

static void
choose(struct document *d, struct node *option)
{
    if (option == NULL || option->control == NULL)
        return;
    form_set_check(&d->form->set, option->control, true);
    d->dirty_style = true;
}

static void
take_hot(struct document *d)
{
    const struct popup *p = d->form->popup;
    struct node *option = p != NULL && p->hot >= 0 && !p->rows[p->hot].disabled
                              ? p->rows[p->hot].option
                              : NULL;

    document_popup_close(d);
    choose(d, option);
}

static void
heat(struct document *d, int row)
{
    struct popup *p = d->form->popup;

    if (p == NULL || row == p->hot)
        return;
    popup_show_row(p, row);
    damage(d);
}

bool
document_popup_pointer(struct document *d, const struct msg_pointer *m)
{
    struct document_form *f = d->form;
    const struct popup *p = f != NULL ? f->popup : NULL;
    int row;

    if (p == NULL)
        return false;
    if (!rect_contains(p->rect, m->x, m->y)) {
        bool own;

        if (m->action != POINTER_DOWN)
            return false;
        own = p->is_list && f->focused == p->control->node &&
              layout_hit(d->layout, m->x * UNIT, m->y * UNIT) == f->focused;
        document_popup_close(d);
        return own; /* the press that closes does not open again */
    }
    row = popup_row_at(p, m->x, m->y);
    if (row >= 0 && m->action == POINTER_MOVE && p->rows[row].option != NULL &&
        !p->rows[row].disabled)
        heat(d, row);
    if (m->action == POINTER_UP && m->button == BUTTON_LEFT && row >= 0 &&
        p->rows[row].option != NULL && !p->rows[row].disabled) {
        heat(d, row);
        take_hot(d);
    } else if (m->action == POINTER_DOWN && !p->is_list) {
        document_popup_close(d);
    }
    return true;
}

/* ---- lists in their own box ----------------------------------------------*/

static void
reveal(struct document *d, struct control *select, const struct node *option)
{
    if (d->layout != NULL && !d->dirty_layout && !d->dirty_places &&
        option != NULL && list_reveal(select, option))
        document_renew_list(d);
}

static void
press_row(struct document *d, struct control *select, int y, uint32_t modifiers)
{
    struct document_form *f = d->form;
    struct node *option = list_option_at(select, y * UNIT);
    bool many = node_attribute(select->node, "multiple") != NULL;

    if (option == NULL || option->control == NULL)
        return;
    if (many && (modifiers & MODIFIER_CTRL) != 0) {
        form_set_check(&f->set, option->control, !option->control->checked);
        f->list_anchor = option;
    } else if (many && (modifiers & MODIFIER_SHIFT) != 0 &&
               f->list_anchor != NULL &&
               control_select_of(f->list_anchor) == select->node) {
        list_select(&f->set, select, f->list_anchor, option);
    } else {
        f->list_anchor = option;
        list_select(&f->set, select, option, option);
    }
    d->dirty_style = true;
}

void
document_select_drag(struct document *d, struct control *select, int y)
{
    struct document_form *f = d->form;
    struct node *option = list_option_at(select, y * UNIT);

    if (option == NULL || f->list_anchor == NULL)
        return;
    list_select(&f->set, select,
                node_attribute(select->node, "multiple") != NULL
                    ? f->list_anchor
                    : option,
                option);
    reveal(d, select, option);
    d->dirty_style = true;
}

/* ---- keys ----------------------------------------------------------------*/

static int
steps_of(uint32_t code, int page)
{
    switch (code) {
    case KEY_UP:
    case KEY_LEFT:
        return -1;
    case KEY_DOWN:
    case KEY_RIGHT:
        return 1;
    case KEY_PAGE_UP:
        return -page;
    case KEY_PAGE_DOWN:
        return page;
    case KEY_HOME:
        return INT16_MIN;
    case KEY_END:
        return INT16_MAX;
    default:
        return 0;
    }
}

static bool
is_enter(uint32_t code)
{
    return code == KEY_RETURN || code == KEY_KEYPAD_ENTER;
}

bool
document_popup_key(struct document *d, const struct msg_key *m)
{
    struct popup *p = d->form != NULL ? d->form->popup : NULL;
    int steps;

    if (p == NULL || !m->down)
        return p != NULL && p->is_list;
    if (!p->is_list) {
        document_popup_close(d);
        return false;
    }
    steps = steps_of(m->code, (int)p->shown);
    if (steps != 0)
        heat(d, popup_step(p, steps));
    else if (m->code == KEY_ESCAPE)
        document_popup_close(d);
    else if (is_enter(m->code) || m->code == KEY_SPACE)
        take_hot(d);
    else if (m->code == KEY_TAB) {
        take_hot(d);
        return false;
    }
    return true;
}

void
document_select_key(struct document *d, struct control *select, uint32_t code,
                    uint32_t modifiers)
{
    struct document_form *f = d->form;
    bool is_list = control_is_list(select->node);
    int steps = steps_of(code, control_rows(select->node));
    bool down = code == KEY_DOWN || code == KEY_PAGE_DOWN || code == KEY_END;
    struct node *to;

    if (!is_list &&
        (code == KEY_SPACE || ((modifiers & MODIFIER_ALT) != 0 &&
                               (code == KEY_DOWN || code == KEY_UP)))) {
        open_list(d, select);
        return;
    }
    if (steps == 0)
        return;
    to = list_step(select, list_selected(select, down), steps);
    if (to == NULL)
        return;
    if (is_list && (modifiers & MODIFIER_SHIFT) != 0 &&
        f->list_anchor != NULL &&
        control_select_of(f->list_anchor) == select->node) {
        list_select(&f->set, select, f->list_anchor, to);
    } else {
        f->list_anchor = to;
        list_select(&f->set, select, to, to);
    }
    d->dirty_style = true;
    reveal(d, select, to);
}

/* Letters go to the option that begins with them; one letter again and again
 * goes round. */
void
document_select_text(struct document *d, struct control *select,
                     struct span text)
{
    struct document_form *f = d->form;
    int64_t now = document_now();
    bool again;
    struct node *to;

    if (now - f->typed_at > TYPED_LASTS)
        f->typed.size = 0;
    f->typed_at = now;
    if (text.size == 0 || (f->typed.size == 0 && text.data[0] == ' '))
        return;
    again = f->typed.size == 0 || span_equal(buf_span(&f->typed), text);
    if (!again || f->typed.size == 0)
        buf_add_span(&f->typed, text);
    to = list_find(select, buf_span(&f->typed), again);
    if (to == NULL)
        return;
    if (f->popup != NULL) {
        for (unsigned i = 0; i < f->popup->count; i++)
            if (f->popup->rows[i].option == to)
                heat(d, (int)i);
        return;
    }
    list_select(&f->set, select, to, to);
    d->dirty_style = true;
    reveal(d, select, to);
}

void
document_select_press(struct document *d, struct control *select,
                      const struct msg_pointer *m)
{
    if (control_is_list(select->node)) {
        d->form->dragged = select;
        press_row(d, select, m->y, m->modifiers);
    } else {
        open_list(d, select);
    }
}
