/*
 * document_submit.c - what buttons do: setting, resetting, submitting.
 *
 * Process: renderer.  Distrusts: the page.
 */
#include "document_form.h"
#include "child.h"
#include "form/entries.h"
#include "html/encoding.h"

#include <stdlib.h>
#include <strings.h>

struct submission {
    struct node *form, *submitter; /* submitter: or NULL */
    int x, y;
};

/* An attribute of the button that was pressed, or else of the form. */
static const struct span *
attribute(const struct submission *s, const char *of_button,
          const char *of_form)
{
    const struct span *a =
        s->submitter != NULL ? node_attribute(s->submitter, of_button) : NULL;

    return a != NULL ? a : node_attribute(s->form, of_form);
}

static bool
is(const struct span *a, const char *word)
{
    return a != NULL && a->size == strlen(word) &&
           strncasecmp((const char *)a->data, word, a->size) == 0;
}

static choice_t
disposition_of(struct span target)
{
    return is(&target, "_blank") ? DISPOSITION_NEW_TAB
                                 : DISPOSITION_CURRENT_TAB;
}

/* The address with another query ("mutate action URL"). */
static void
get(struct document *d, const struct submission *s, const char *action,
    const struct form_entries *entries)
{
    const char *hash = strchr(action, '#'), *query = strchr(action, '?');
    struct span target =
        document_target(d, attribute(s, "formtarget", "target"));
    struct buf url = {0};
    size_t size = strlen(action);

    if (hash != NULL)
        size = (size_t)(hash - action);
    if (query != NULL && (hash == NULL || query < hash))
        size = (size_t)(query - action);
    buf_add(&url, action, size);
    buf_add_char(&url, '?');
    form_entries_add_url(&url, entries);
    if (hash != NULL)
        buf_add_text(&url, hash);
    if (url.size <= MAX_URL)
        send_navigate(
            child_browser(),
            &(struct msg_navigate){d->surface, d->number, buf_span(&url),
                                   disposition_of(target), true, target});
    buf_finish(&url);
}

/* HTML standard 4.10.22.3, from step 11. */
static void
submit(struct document *d, const struct submission *s)
{
    const struct span *where = attribute(s, "formaction", "action");
    const struct span *how = attribute(s, "formmethod", "method");
    struct form_entries entries;
    char *action;

    if (is(how, "dialog"))
        return;
    action = where != NULL && where->size > 0 ? document_resolve(d, *where)
                                              : strdup(d->url);
    if (action == NULL)
        return;
    form_entries_init(&entries, &d->form->set, s->form, s->submitter, s->x,
                      s->y, document_encoding(d));
    get(d, s, action, &entries);
    form_entries_finish(&entries);
    free(action);
}

void
document_form_enter(struct document *d, struct control *c)
{
    struct control *button;

    if (c->form == NULL || c->type == CONTROL_TEXTAREA)
        return;
    button = form_set_default_button(&d->form->set, c->form);
    if (button != NULL)
        document_form_activate(d, button, 0, 0);
    else if (form_set_submits_alone(&d->form->set, c->form))
        submit(d, &(struct submission){.form = c->form});
}

static void
set_checked(struct document *d, struct control *c, bool checked)
{
    form_set_check(&d->form->set, c, checked);
    d->dirty_style = true; /* :checked */
}

void
document_form_activate(struct document *d, struct control *c, int x, int y)
{
    if (control_is_disabled(c->node))
        return;
    switch (c->type) {
    case CONTROL_CHECKBOX:
        set_checked(d, c, !c->checked);
        break;
    case CONTROL_RADIO:
        set_checked(d, c, true);
        break;
    case CONTROL_SUBMIT:
    case CONTROL_IMAGE:
        if (c->form != NULL)
            submit(d, &(struct submission){c->form, c->node, x, y});
        break;
    case CONTROL_RESET:
        if (c->form == NULL)
            break;
        form_set_reset(&d->form->set, c->form);
        d->dirty_style = true;
        break;
    default:
        break;
    }
}
