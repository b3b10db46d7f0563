/*
 * document_form_keys.c - the keyboard in a page: editing, Tab, pressing.
 *
 * Process: renderer.  Distrusts: nothing; keys come from the browser.
 */
#include "document_form.h"
#include "document_scroll.h"
#include "document_reading.h"
#include "form/caret.h"
#include "input.h"
#include "text/units.h"

#include <stdint.h>

enum { PAGE_LINES = 8 /* of Page Up and Down in a text area */ };

/* ---- moving the caret ----------------------------------------------------*/

/* A line up or down, in the column that the first such move began in. */
static void
move_lines(struct control *c, int lines, bool extend)
{
    struct editor *e = c->editor;
    struct caret place;
    int goal;
    uint32_t to;

    if (!caret_place(c, e->caret, &place))
        return;
    goal = e->goal_x >= 0 ? e->goal_x : place.x;
    for (int i = lines < 0 ? -lines : lines; i > 0; i--) {
        unit_t y = lines < 0 ? place.y - 1 : place.y + place.height;

        to = caret_at(c, goal, y);
        editor_move_to(e, to, extend);
        if (!caret_place(c, to, &place))
            break;
    }
    e->goal_x = goal;
}

static void
move_to_line_end(struct control *c, bool end, bool extend)
{
    uint32_t from, to;

    c->editor->goal_x = -1;
    caret_line(c, c->editor->caret, &from, &to);
    editor_move_to(c->editor, end ? to : from, extend);
}

/* Whether the key moved the caret. */
static bool
move_key(struct control *c, uint32_t code, uint32_t modifiers)
{
    struct editor *e = c->editor;
    bool extend = (modifiers & MODIFIER_SHIFT) != 0;
    bool wide = (modifiers & MODIFIER_CTRL) != 0;
    bool area = c->type == CONTROL_TEXTAREA;

    switch (code) {
    case KEY_LEFT:
    case KEY_RIGHT:
        editor_move(e, wide ? BY_WORD : BY_CHARACTER, code == KEY_RIGHT,
                    extend);
        return true;
    case KEY_UP:
    case KEY_DOWN:
        if (area)
            move_lines(c, code == KEY_DOWN ? 1 : -1, extend);
        else
            editor_move(e, BY_ALL, code == KEY_DOWN, extend);
        return true;
    case KEY_PAGE_UP:
    case KEY_PAGE_DOWN:
        if (area)
            move_lines(c, code == KEY_PAGE_DOWN ? PAGE_LINES : -PAGE_LINES,
                       extend);
        return area;
    case KEY_HOME:
    case KEY_END:
        if (wide)
            editor_move(e, BY_ALL, code == KEY_END, extend);
        else
            move_to_line_end(c, code == KEY_END, extend);
        return true;
    default:
        return false;
    }
}

/* ---- changing the text ---------------------------------------------------*/

static bool
change_key(struct control *c, uint32_t code, uint32_t modifiers)
{
    struct editor *e = c->editor;
    bool wide = (modifiers & MODIFIER_CTRL) != 0;

    if (!control_is_read_write(c->node))
        return false;
    if (code == KEY_BACKSPACE)
        return editor_erase(e, wide ? BY_WORD : BY_CHARACTER, false);
    if (code == KEY_DELETE)
        return editor_erase(e, wide ? BY_WORD : BY_CHARACTER, true);
    if (code == KEY_RETURN || code == KEY_KEYPAD_ENTER)
        return c->type == CONTROL_TEXTAREA && editor_insert(e, span_of("\n"));
    return false;
}

static bool
field_key(struct document *d, struct control *c, uint32_t code,
          uint32_t modifiers)
{
    if ((modifiers & (MODIFIER_ALT | MODIFIER_META)) != 0)
        return false;
    if (move_key(c, code, modifiers)) {
        document_form_moved(d, c);
        return true;
    }
    if (change_key(c, code, modifiers)) {
        document_form_changed(d, c);
        return true;
    }
    return false;
}

void
document_form_text(struct document *d, struct span text)
{
    struct control *c = document_form_field(d);

    if (c != NULL && control_is_read_write(c->node) &&
        editor_insert(c->editor, text))
        document_form_changed(d, c);
    else if (c == NULL && d->form != NULL && d->form->control != NULL &&
             d->form->control->type == CONTROL_SELECT)
        document_select_text(d, d->form->control, text);
}

bool
document_form_edit(struct document *d, choice_t command)
{
    struct control *c = document_form_field(d);
    struct editor *e = c != NULL ? c->editor : NULL;
    bool writes = c != NULL && control_is_read_write(c->node);
    bool changed = false;
    uint32_t from, to;

    if (c == NULL)
        return false;
    editor_selection(e, &from, &to);
    switch (command) {
    case EDIT_SELECT_ALL:
        editor_select(e, 0, (uint32_t)e->text.size);
        document_form_moved(d, c);
        break;
    case EDIT_CUT:
    case EDIT_COPY:
        if (c->type == CONTROL_PASSWORD)
            to = from;
        document_send_copied(d, (struct span){e->text.data + from, to - from});
        changed = command == EDIT_CUT && from != to && writes &&
                  editor_erase(e, BY_CHARACTER, true);
        break;
    case EDIT_UNDO:
        changed = writes && editor_undo(e);
        break;
    case EDIT_REDO:
        changed = writes && editor_redo(e);
        break;
    default:
        break;
    }
    if (changed)
        document_form_changed(d, c);
    return true;
}

/* ---- Tab and buttons -----------------------------------------------------*/

static void
scroll_into_view(struct document *d, const struct box *b)
{
    int top = (int)(b->y / UNIT), bottom = top + (int)(b->height / UNIT);

    if (top >= d->scroll_y && bottom <= d->scroll_y + d->view_height)
        return;
    top -= d->view_height / 3;
    document_send_scroll(d, d->scroll_x, top);
}

static void
tab(struct document *d, bool forward)
{
    struct node *n = form_tab(d->dom, d->form->focused, forward);

    if (n == NULL) /* round to the other end */
        n = form_tab(d->dom, NULL, forward);
    if (n == NULL)
        return;
    document_form_focus(d, n, true);
    if (n->box != NULL)
        scroll_into_view(d, n->box);
    if (n->control != NULL && control_is_text(n->control->type) &&
        n->control->type != CONTROL_TEXTAREA) {
        struct editor *e = n->control->editor;

        editor_select(e, 0, (uint32_t)e->text.size);
    }
}

/* The radio button before or after c in its group. */
static void
step_radio(struct document *d, struct control *c, bool forward)
{
    const struct form_set *s = &d->form->set;
    unsigned at = c->number;

    for (unsigned i = 0; i < s->count; i++) {
        struct control *o;

        at = (at + (forward ? 1 : s->count - 1)) % s->count;
        o = s->all[at];
        if (o->type == CONTROL_RADIO && o->form == c->form &&
            strcmp(o->name, c->name) == 0 && form_is_focusable(o->node)) {
            document_form_focus(d, o->node, true);
            document_form_activate(d, o, 0, 0);
            return;
        }
    }
}

static bool
is_enter(uint32_t code)
{
    return code == KEY_RETURN || code == KEY_KEYPAD_ENTER;
}

static void
enter(struct document *d, struct node *n, uint32_t modifiers)
{
    struct control *c = n->control;

    if (c != NULL && control_is_button(c->type))
        document_form_activate(d, c, 0, 0);
    else if (c != NULL)
        document_form_enter(d, c);
    else if (node_attribute(n, "href") != NULL)
        document_follow(d, n, BUTTON_LEFT, modifiers);
    else
        document_toggle_details(d, n);
}

/* Space acts when it is let go, where it was pressed. */
static void
space(struct document *d, struct node *n, bool down)
{
    struct document_form *f = d->form;

    if (n->control == NULL && !node_is(n, TAG_summary))
        return;
    if (down) {
        f->key_pressed = n;
        return;
    }
    if (f->key_pressed != n)
        return;
    f->key_pressed = NULL;
    if (n->control == NULL)
        document_toggle_details(d, n);
    else
        document_form_activate(d, n->control, 0, 0);
}

static void
range_key(struct document *d, struct control *c, uint32_t code)
{
    int steps = code == KEY_UP || code == KEY_RIGHT    ? 1
                : code == KEY_DOWN || code == KEY_LEFT ? -1
                : code == KEY_PAGE_UP                  ? 10
                : code == KEY_PAGE_DOWN                ? -10
                : code == KEY_HOME                     ? INT16_MIN
                : code == KEY_END                      ? INT16_MAX
                                                       : 0;

    if (steps != 0 && control_step_range(c, steps))
        document_form_changed(d, c);
}

static void
control_key(struct document *d, struct control *c, uint32_t code,
            uint32_t modifiers)
{
    if (c->type == CONTROL_SELECT) {
        document_select_key(d, c, code, modifiers);
    } else if (c->type == CONTROL_RANGE) {
        range_key(d, c, code);
    } else if (c->type == CONTROL_RADIO) {
        if (code == KEY_DOWN || code == KEY_RIGHT)
            step_radio(d, c, true);
        else if (code == KEY_UP || code == KEY_LEFT)
            step_radio(d, c, false);
    }
}

void
document_form_key(struct document *d, const struct msg_key *m)
{
    struct document_form *f = d->form;
    struct control *c = document_form_field(d);

    if (f == NULL || d->dom == NULL || d->printing != NULL)
        return;
    if (document_popup_key(d, m))
        return;
    if (m->code == KEY_TAB && (m->modifiers & ~(uint32_t)MODIFIER_SHIFT) == 0) {
        if (m->down)
            tab(d, (m->modifiers & MODIFIER_SHIFT) == 0);
        return;
    }
    if (f->control == NULL && document_scroll_key(d, m))
        return;
    if (f->focused == NULL)
        return;
    if (c != NULL && m->down && field_key(d, c, m->code, m->modifiers))
        return;
    if (f->control != NULL && f->control->type == CONTROL_SELECT && m->down &&
        !is_enter(m->code))
        control_key(d, f->control, m->code, m->modifiers);
    else if (m->code == KEY_SPACE && c == NULL)
        space(d, f->focused, m->down);
    else if (is_enter(m->code) && m->down)
        enter(d, f->focused, m->modifiers);
    else if (m->down && f->control != NULL && c == NULL)
        control_key(d, f->control, m->code, m->modifiers);
}
