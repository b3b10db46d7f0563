/*
 * document_submit.c - what buttons do: setting, resetting, submitting.
 *
 * Process: renderer.  Distrusts: the page.
 */
#include "document_form.h"
#include "form/validity.h"
#include "child.h"
#include "form/entries.h"
#include "html/encoding.h"

#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <time.h>

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

/* ---- POST ----------------------------------------------------------------*/

static void
send_bytes(const struct document *d, struct span bytes)
{
    for (size_t at = 0; at < bytes.size; at += MAX_CHUNK) {
        size_t left = bytes.size - at;

        send_post_data(
            child_browser(),
            &(struct msg_post_data){
                d->surface,
                d->number,
                {bytes.data + at, left < MAX_CHUNK ? left : MAX_CHUNK}});
    }
}

static bool
has_boundary(const struct form_entries *e, const char *boundary)
{
    for (unsigned i = 0; i < e->count; i++) {
        const struct buf *value = &e->all[i].value;

        if (value->size > 0 && memmem(value->data, value->size, boundary,
                                      strlen(boundary)) != NULL)
            return true;
    }
    return false;
}

/* A boundary that stands in no value; of files the browser sees to it that
 * nothing is parsed, and a file that guesses it only harms its own form. */
static void
pick_boundary(char boundary[MAX_BOUNDARY], const struct form_entries *e)
{
    static unsigned counter;
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    do {
        snprintf(boundary, MAX_BOUNDARY, "----bulkhead%08lx%08lx%04x",
                 (unsigned long)t.tv_nsec * 2654435761UL & 0xFFFFFFFF,
                 (unsigned long)t.tv_sec, ++counter & 0xFFFF);
    } while (has_boundary(e, boundary));
}

static void
send_parts(const struct document *d, const struct form_entries *e,
           const char *boundary)
{
    struct buf text = {0};

    for (unsigned i = 0; i < e->count; i++) {
        const struct form_entry *entry = &e->all[i];
        struct buf name = {0};

        if (entry->grant == 0) {
            form_entry_add_part(&text, entry, boundary);
            continue;
        }
        send_bytes(d, buf_span(&text));
        text.size = 0;
        form_entry_add_quoted(&name, buf_span(&entry->name));
        if (name.size <= MAX_FIELD_NAME)
            send_post_file(
                child_browser(),
                &(struct msg_post_file){d->surface, d->number, entry->grant,
                                        span_of(boundary), buf_span(&name)});
        buf_finish(&name);
    }
    buf_printf(&text, "--%s--\r\n", boundary);
    send_bytes(d, buf_span(&text));
    buf_finish(&text);
}

static void
post(struct document *d, const struct submission *s, const char *action,
     const struct form_entries *e, enum form_coding coding)
{
    struct span target =
        document_target(d, attribute(s, "formtarget", "target"));
    char boundary[MAX_BOUNDARY];
    struct buf text = {0};

    pick_boundary(boundary, e);
    if (coding == CODING_MULTIPART)
        buf_printf(&text, "multipart/form-data; boundary=%s", boundary);
    else
        buf_add_text(&text, coding == CODING_PLAIN
                                ? "text/plain"
                                : "application/x-www-form-urlencoded");
    send_post_begin(child_browser(),
                    &(struct msg_post_begin){
                        d->surface, d->number, span_of(action),
                        disposition_of(target), target, buf_span(&text)});
    text.size = 0;
    if (coding == CODING_MULTIPART) {
        send_parts(d, e, boundary);
    } else {
        if (coding == CODING_PLAIN)
            form_entries_add_plain(&text, e);
        else
            form_entries_add_url(&text, e);
        send_bytes(d, buf_span(&text));
    }
    send_post_end(child_browser(),
                  &(struct msg_post_end){d->surface, d->number});
    buf_finish(&text);
}

static enum form_coding
coding_of(const struct submission *s)
{
    const struct span *type = attribute(s, "formenctype", "enctype");

    return is(type, "multipart/form-data") ? CODING_MULTIPART
           : is(type, "text/plain")        ? CODING_PLAIN
                                           : CODING_URL;
}

/* 4.10.22.3, step 6: tells the person about the first control that is not as
 * it should be.  False if there is one. */
static bool
validate(struct document *d, const struct submission *s)
{
    const struct node *n = d->dom->document;
    struct control *first = NULL;
    struct buf sentence = {NULL, 0, 0};

    if (node_attribute(s->form, "novalidate") != NULL ||
        (s->submitter != NULL &&
         node_attribute(s->submitter, "formnovalidate") != NULL))
        return true;
    while ((n = node_walk(n, d->dom->document, false)) != NULL) {
        struct control *c = n->control;

        if (c == NULL || c->form != s->form)
            continue;
        c->reported = true;
        if (first == NULL && control_problem(&sentence, n))
            first = c;
    }
    if (first == NULL)
        return true;
    d->dirty_style = d->dirty_style || d->has_value_rule;
    document_form_focus(d, first->node, true);
    document_popup_say(d, first, buf_text(&sentence));
    buf_finish(&sentence);
    return false;
}

/* HTML standard 4.10.22.3, from step 11. */
static void
submit(struct document *d, const struct submission *s)
{
    const struct span *where = attribute(s, "formaction", "action");
    const struct span *how = attribute(s, "formmethod", "method");
    struct form_entries entries;
    char *action;

    if (is(how, "dialog") || !validate(d, s))
        return;
    action = where != NULL && where->size > 0 ? document_resolve(d, *where)
                                              : strdup(d->url);
    if (action == NULL)
        return;
    form_entries_init(&entries, &d->form->set, s->form, s->submitter, s->x,
                      s->y, document_encoding(d));
    if (is(how, "post") && strncmp(action, "http", 4) == 0)
        post(d, s, action, &entries, coding_of(s));
    else
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
document_form_file(struct document *d, const struct msg_file_chosen *m)
{
    struct control *c =
        d->form != NULL ? form_set_find(&d->form->set, m->control, CONTROL_FILE)
                        : NULL;

    if (c == NULL)
        return;
    control_add_file(c, m->first, m->grant, m->name);
    d->dirty_layout = d->dirty_style = true;
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
    case CONTROL_FILE:
        send_choose_files(child_browser(),
                          &(struct msg_choose_files){
                              d->surface, d->number, c->number,
                              node_attribute(c->node, "multiple") != NULL});
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
