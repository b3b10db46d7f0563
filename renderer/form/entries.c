/*
 * entries.c - what a form sends.
 *
 * Process: renderer.  Distrusts: the page.
 */
#include "form/entries.h"

#include "html/encoding.h"
#include "log.h"

#include <stdlib.h>
#include <strings.h>

/* ---- the entry list ------------------------------------------------------*/

/* Line ends become CR LF. */
static void
add_lines(struct buf *out, struct span text)
{
    for (size_t i = 0; i < text.size; i++) {
        uint8_t c = text.data[i];

        if (c == '\r' && i + 1 < text.size && text.data[i + 1] == '\n')
            i++;
        if (c == '\r' || c == '\n')
            buf_add_text(out, "\r\n");
        else
            buf_add_char(out, (char)c);
    }
}

static void
encode(struct buf *out, struct span text, const char *encoding)
{
    struct buf lines = {0};

    add_lines(&lines, text);
    encoding_encode(out, buf_span(&lines), encoding);
    buf_finish(&lines);
}

static struct form_entry *
add(struct form_entries *e, struct span name, struct span value)
{
    struct form_entry *entry;

    if (e->count == e->capacity) {
        e->capacity = e->capacity > 0 ? 2 * e->capacity : 16;
        e->all = realloc(e->all, e->capacity * sizeof *e->all);
        if (e->all == NULL)
            fatal_memory("out of memory for a form");
    }
    entry = &e->all[e->count++];
    *entry = (struct form_entry){0};
    encode(&entry->name, name, e->encoding);
    encode(&entry->value, value, e->encoding);
    return entry;
}

static void
add_options(struct form_entries *e, const struct control *c, struct span name)
{
    struct node *o = NULL;

    while ((o = control_next_option(c->node, o)) != NULL) {
        struct buf value = {0};

        if (!control_is_checked(o) || control_is_option_disabled(o))
            continue;
        control_add_option_value(&value, o);
        add(e, name, buf_span(&value));
        buf_finish(&value);
    }
}

static void
add_files(struct form_entries *e, const struct control *c, struct span name)
{
    if (c->files == NULL)
        add(e, name, span_of(""))->is_file = true;
    for (const struct chosen_file *f = c->files; f != NULL; f = f->next) {
        struct form_entry *entry = add(e, name, span_of(f->name));

        entry->is_file = true;
        entry->grant = f->grant;
    }
}

static void
add_place(struct form_entries *e, const char *name, int x, int y)
{
    const char *const axes[] = {"x", "y"};

    for (int i = 0; i < 2; i++) {
        struct buf full = {0}, value = {0};

        buf_printf(&full, "%s%s%s", name, name[0] != 0 ? "." : "", axes[i]);
        buf_printf(&value, "%d", i == 0 ? x : y);
        add(e, buf_span(&full), buf_span(&value));
        buf_finish(&full);
        buf_finish(&value);
    }
}

static bool
is_in_datalist(const struct node *n)
{
    for (; n != NULL; n = n->parent)
        if (node_is(n, TAG_datalist))
            return true;
    return false;
}

static void
add_control(struct form_entries *e, const struct control *c)
{
    struct span name = span_of(c->name);
    const struct span *direction = node_attribute(c->node, "dirname");
    struct buf value = {0};

    if (c->name[0] == 0)
        return;
    switch (c->type) {
    case CONTROL_SELECT:
        add_options(e, c, name);
        return;
    case CONTROL_FILE:
        add_files(e, c, name);
        return;
    case CONTROL_HIDDEN:
        if (strcasecmp(c->name, "_charset_") == 0) {
            add(e, name, span_of(e->encoding));
            return;
        }
        break;
    default:
        break;
    }
    control_add_value(&value, c->node);
    add(e, name, buf_span(&value));
    buf_finish(&value);
    if (control_is_text(c->type) && direction != NULL && direction->size > 0)
        add(e, *direction,
            span_of(control_attribute_is(c->node, "dir", "rtl") ? "rtl"
                                                                : "ltr"));
}

/* 4.10.22.5: the first encoding of accept-charset that is known. */
static const char *
pick_encoding(const struct node *form, const char *document)
{
    const struct span *list = node_attribute(form, "accept-charset");
    size_t at = 0;

    while (list != NULL && at < list->size) {
        size_t start = at;
        const char *name;

        while (at < list->size && list->data[at] > ' ' && list->data[at] != ',')
            at++;
        name = encoding_by_label((struct span){list->data + start, at - start});
        if (name != NULL)
            return encoding_for_output(name);
        at++;
    }
    return encoding_for_output(document);
}

void
form_entries_init(struct form_entries *e, const struct form_set *s,
                  const struct node *form, const struct node *submitter, int x,
                  int y, const char *encoding)
{
    *e = (struct form_entries){.encoding = pick_encoding(form, encoding)};
    for (unsigned i = 0; i < s->count; i++) {
        const struct control *c = s->all[i];

        if (c->form != form || control_is_disabled(c->node) ||
            is_in_datalist(c->node) ||
            (control_is_button(c->type) && c->node != submitter) ||
            ((c->type == CONTROL_CHECKBOX || c->type == CONTROL_RADIO) &&
             !c->checked))
            continue;
        if (c->type == CONTROL_IMAGE)
            add_place(e, c->name, x, y);
        else
            add_control(e, c);
    }
}

void
form_entries_finish(struct form_entries *e)
{
    for (unsigned i = 0; i < e->count; i++) {
        buf_finish(&e->all[i].name);
        buf_finish(&e->all[i].value);
    }
    free(e->all);
    *e = (struct form_entries){0};
}

/* ---- codings -------------------------------------------------------------*/

static void
add_percent(struct buf *out, struct span text)
{
    for (size_t i = 0; i < text.size; i++) {
        uint8_t c = text.data[i];

        if (c == ' ')
            buf_add_char(out, '+');
        else if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
                 (c >= 'a' && c <= 'z') ||
                 (c != 0 && strchr("*-._", c) != NULL))
            buf_add_char(out, (char)c);
        else
            buf_printf(out, "%%%02X", c);
    }
}

void
form_entries_add_url(struct buf *out, const struct form_entries *e)
{
    for (unsigned i = 0; i < e->count; i++) {
        if (i > 0)
            buf_add_char(out, '&');
        add_percent(out, buf_span(&e->all[i].name));
        buf_add_char(out, '=');
        add_percent(out, buf_span(&e->all[i].value));
    }
}

void
form_entries_add_plain(struct buf *out, const struct form_entries *e)
{
    for (unsigned i = 0; i < e->count; i++) {
        buf_add_span(out, buf_span(&e->all[i].name));
        buf_add_char(out, '=');
        buf_add_span(out, buf_span(&e->all[i].value));
        buf_add_text(out, "\r\n");
    }
}

void
form_entry_add_quoted(struct buf *out, struct span name)
{
    for (size_t i = 0; i < name.size; i++) {
        uint8_t c = name.data[i];

        if (c == '"')
            buf_add_text(out, "%22");
        else if (c == '\r')
            buf_add_text(out, "%0D");
        else if (c == '\n')
            buf_add_text(out, "%0A");
        else
            buf_add_char(out, (char)c);
    }
}

void
form_entry_add_part(struct buf *out, const struct form_entry *e,
                    const char *boundary)
{
    buf_printf(out, "--%s\r\nContent-Disposition: form-data; name=\"",
               boundary);
    form_entry_add_quoted(out, buf_span(&e->name));
    buf_add_text(out, "\"");
    if (e->is_file)
        buf_add_text(out, "; filename=\"\"\r\n"
                          "Content-Type: application/octet-stream");
    buf_add_text(out, "\r\n\r\n");
    if (!e->is_file)
        buf_add_span(out, buf_span(&e->value));
    buf_add_text(out, "\r\n");
}
