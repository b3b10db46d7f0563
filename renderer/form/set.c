/*
 * set.c - all form controls of one document.
 *
 * Process: renderer.  Distrusts: the page; MAX_CONTROLS bounds its list.
 */
#include "form/set.h"

#include "log.h"

#include <stdlib.h>
#include <strings.h>

enum { MAX_CONTROLS = 200000 };

static void
drop_files(struct control *c)
{
    while (c->files != NULL) {
        struct chosen_file *f = c->files;

        c->files = f->next;
        free(f->name);
        free(f);
    }
}

void
control_add_file(struct control *c, bool first, uint32_t grant,
                 struct span name)
{
    struct chosen_file **at = &c->files, *f = calloc(1, sizeof *f);

    if (f == NULL ||
        (f->name = strndup((const char *)name.data, name.size)) == NULL)
        fatal_memory("out of memory for a file's name");
    f->grant = grant;
    if (first)
        drop_files(c);
    while (*at != NULL)
        at = &(*at)->next;
    *at = f;
    c->dirty = true;
}

static void
control_destroy(struct control *c)
{
    if (c == NULL)
        return;
    drop_files(c);
    editor_destroy(c->editor);
    free(c->name);
    free(c);
}

void
form_set_finish(struct form_set *s)
{
    for (unsigned i = 0; i < s->count; i++)
        control_destroy(s->all[i]);
    free(s->all);
    *s = (struct form_set){0};
}

/* ---- what the page said --------------------------------------------------*/

static void
take_defaults(struct control *c)
{
    const struct node *n = c->node;
    struct buf text = {0};

    c->dirty = c->reported = false;
    c->scroll_x = c->scroll_y = 0;
    drop_files(c);
    if (control_is_text(c->type)) {
        if (c->editor == NULL)
            c->editor = editor_create(c->type == CONTROL_TEXTAREA);
        if (c->type == CONTROL_TEXTAREA) {
            node_add_text(&text, n);
        } else {
            const struct span *value = node_attribute(n, "value");

            if (value != NULL)
                buf_add_span(&text, *value);
        }
        editor_set(c->editor, buf_span(&text));
        editor_move_to(c->editor, 0, false);
        buf_finish(&text);
    }
    if (c->type == CONTROL_RANGE) {
        if (c->editor == NULL)
            c->editor = editor_create(false);
        control_init_range(c);
    }
    c->checked =
        node_attribute(n, c->type == CONTROL_OPTION ? "selected" : "checked") !=
        NULL;
}

/* 4.10.7: of a list that drops down one option is always selected, the last
 * that says so or else the first that can be. */
static void
settle_select(const struct node *select)
{
    struct node *last = NULL, *first = NULL;

    if (node_attribute(select, "multiple") != NULL)
        return;
    for (struct node *o = control_next_option(select, NULL); o != NULL;
         o = control_next_option(select, o)) {
        if (o->control == NULL)
            continue;
        if (o->control->checked) {
            if (last != NULL)
                last->control->checked = false;
            last = o;
        }
        if (first == NULL && !control_is_option_disabled(o))
            first = o;
    }
    if (last == NULL && first != NULL && control_rows(select) == 1)
        first->control->checked = true;
}

/* ---- groups --------------------------------------------------------------*/

static bool
same_group(const struct control *a, const struct control *b)
{
    return a != b && a->type == CONTROL_RADIO && b->type == CONTROL_RADIO &&
           a->form == b->form && a->name[0] != 0 &&
           strcmp(a->name, b->name) == 0;
}

static void
uncheck_others(struct form_set *s, const struct control *c)
{
    for (unsigned i = 0; i < s->count; i++)
        if (same_group(s->all[i], c)) {
            s->all[i]->checked = false;
            s->all[i]->dirty |= c->dirty;
        }
}

/* What the person chose stands against what more of the page says. */
static void
join_group(struct form_set *s, struct control *c)
{
    for (unsigned i = 0; i < s->count && !c->dirty; i++)
        if (same_group(s->all[i], c) && s->all[i]->dirty) {
            c->checked = false;
            c->dirty = true;
        }
    if (c->checked)
        uncheck_others(s, c);
}

void
form_set_check(struct form_set *s, struct control *c, bool checked)
{
    struct node *select;

    c->checked = checked;
    c->dirty = true;
    if (c->type == CONTROL_RADIO && checked)
        uncheck_others(s, c);
    if (c->type != CONTROL_OPTION)
        return;
    select = control_select_of(c->node);
    if (select == NULL)
        return;
    if (select->control != NULL)
        select->control->dirty = true;
    if (!checked || node_attribute(select, "multiple") != NULL)
        return;
    for (struct node *o = control_next_option(select, NULL); o != NULL;
         o = control_next_option(select, o))
        if (o->control != NULL && o->control != c) {
            o->control->checked = false;
            o->control->dirty = true;
        }
}

/* ---- scanning ------------------------------------------------------------*/

struct scan {
    struct form_set *set;
    struct dom *dom;
    unsigned at;
    struct node *open; /* a form whose element ended at once, in a table */
};

static const char *
name_of(const struct node *n)
{
    const struct span *name = node_attribute(n, "name");

    return name != NULL ? (const char *)name->data : "";
}

static bool
is_table_part(const struct node *n)
{
    return node_is(n, TAG_table) || node_is(n, TAG_tbody) ||
           node_is(n, TAG_thead) || node_is(n, TAG_tfoot) || node_is(n, TAG_tr);
}

static bool
is_inside(const struct node *n, const struct node *outer)
{
    for (; n != NULL; n = n->parent)
        if (n == outer)
            return true;
    return false;
}

/* 4.10.18.3: the form attribute, the form around it or, as the parser's form
 * element pointer would have it, one that stands between the cells of the
 * table around it. */
static struct node *
find_form(const struct scan *s, struct node *n)
{
    const struct span *id = node_attribute(n, "form");
    struct node *form;

    if (id != NULL) {
        form = dom_by_id(s->dom, *id);
        return form != NULL && node_is(form, TAG_form) ? form : NULL;
    }
    for (form = n->parent; form != NULL; form = form->parent)
        if (node_is(form, TAG_form))
            return form;
    if (s->open == NULL)
        return NULL;
    form = s->open->parent;
    while (form != NULL && !node_is(form, TAG_table))
        form = form->parent;
    return form != NULL && is_inside(n, form) ? s->open : NULL;
}

static struct control *
control_at(struct scan *s, struct node *n, enum control_type type)
{
    struct form_set *set = s->set;
    unsigned at = s->at++;
    struct control *c = at < set->count ? set->all[at] : NULL;

    if (at == set->capacity) {
        set->capacity = set->capacity > 0 ? 2 * set->capacity : 32;
        set->all = realloc(set->all, set->capacity * sizeof *set->all);
        if (set->all == NULL)
            fatal_memory("out of memory for controls");
    }
    if (c != NULL && (c->type != type || strcmp(c->name, name_of(n)) != 0)) {
        control_destroy(c);
        c = NULL;
    }
    if (c == NULL) {
        c = calloc(1, sizeof *c);
        if (c == NULL || (c->name = strdup(name_of(n))) == NULL)
            fatal_memory("out of memory for a control");
        c->type = type;
        c->number = at;
    }
    set->all[at] = c;
    if (at >= set->count)
        set->count = at + 1;
    return c;
}

static void
add_control(struct scan *s, struct node *n, enum control_type type)
{
    struct control *c = control_at(s, n, type);

    c->node = n;
    n->control = c;
    c->form = control_is_listed(type) ? find_form(s, n) : NULL;
    if (!c->dirty)
        take_defaults(c);
    if (c->editor != NULL)
        c->editor->max_length = control_attribute_number(n, "maxlength", -1);
    if (type == CONTROL_RADIO)
        join_group(s->set, c);
}

void
form_set_scan(struct form_set *set, struct dom *dom)
{
    struct scan s = {.set = set, .dom = dom};
    struct node *n = dom->document;

    for (unsigned i = 0; i < set->count; i++)
        set->all[i]->form = NULL; /* of the tree before */
    while ((n = node_walk(n, dom->document, false)) != NULL) {
        enum control_type type = control_type(n);

        if (node_is(n, TAG_form))
            s.open = n->first == NULL && is_table_part(n->parent) ? n : NULL;
        if (type != CONTROL_NONE && s.at < MAX_CONTROLS)
            add_control(&s, n, type);
    }
    while (set->count > s.at)
        control_destroy(set->all[--set->count]);
    for (unsigned i = 0; i < set->count; i++)
        if (set->all[i]->type == CONTROL_SELECT)
            settle_select(set->all[i]->node);
}

struct control *
form_set_find(const struct form_set *s, uint32_t number, enum control_type type)
{
    return number < s->count && s->all[number]->type == type ? s->all[number]
                                                             : NULL;
}

/* ---- forms ---------------------------------------------------------------*/

void
form_set_reset(struct form_set *s, const struct node *form)
{
    for (unsigned i = 0; i < s->count; i++) {
        struct control *c = s->all[i];
        const struct node *select =
            c->type == CONTROL_OPTION ? control_select_of(c->node) : NULL;

        if (c->form == form || (select != NULL && select->control != NULL &&
                                select->control->form == form))
            take_defaults(c);
    }
    for (unsigned i = 0; i < s->count; i++) {
        struct control *c = s->all[i];

        if (c->form != form)
            continue;
        if (c->type == CONTROL_SELECT)
            settle_select(c->node);
        else if (c->type == CONTROL_RADIO && c->checked)
            uncheck_others(s, c);
    }
}

struct control *
form_set_default_button(const struct form_set *s, const struct node *form)
{
    for (unsigned i = 0; i < s->count; i++)
        if (s->all[i]->form == form && (s->all[i]->type == CONTROL_SUBMIT ||
                                        s->all[i]->type == CONTROL_IMAGE))
            return s->all[i];
    return NULL;
}

bool
form_set_submits_alone(const struct form_set *s, const struct node *form)
{
    unsigned fields = 0;

    for (unsigned i = 0; i < s->count; i++)
        if (s->all[i]->form == form && control_is_text(s->all[i]->type) &&
            s->all[i]->type != CONTROL_TEXTAREA &&
            s->all[i]->type != CONTROL_COLOR)
            fields++;
    return fields <= 1;
}

struct node *
form_labelled(const struct dom *dom, const struct node *label)
{
    const struct span *id = node_attribute(label, "for");
    struct node *n;

    if (id != NULL) {
        n = dom_by_id(dom, *id);
        return n != NULL && control_is_listed(control_type(n)) &&
                       control_type(n) != CONTROL_HIDDEN
                   ? n
                   : NULL;
    }
    for (n = label->first; n != NULL; n = node_walk(n, label, false))
        if (control_is_listed(control_type(n)) &&
            control_type(n) != CONTROL_HIDDEN)
            return n;
    return NULL;
}
