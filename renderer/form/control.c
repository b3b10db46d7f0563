/*
 * control.c - what a form control is, holds and shows.
 *
 * Process: renderer.  Distrusts: the page's attributes.
 */
#include "form/control.h"

#include "utf8.h"

#include <stdlib.h>
#include <strings.h>

enum { MOST_NUMBER = 1 << 24, PASSWORD_SHOWN = 1000 };

static const struct {
    const char *name;
    enum control_type type;
} input_types[] = {{"text", CONTROL_TEXT},
                   {"search", CONTROL_SEARCH},
                   {"tel", CONTROL_TEL},
                   {"url", CONTROL_URL},
                   {"email", CONTROL_EMAIL},
                   {"password", CONTROL_PASSWORD},
                   {"date", CONTROL_DATE},
                   {"month", CONTROL_MONTH},
                   {"week", CONTROL_WEEK},
                   {"time", CONTROL_TIME},
                   {"datetime-local", CONTROL_DATETIME},
                   {"number", CONTROL_NUMBER},
                   {"range", CONTROL_RANGE},
                   {"color", CONTROL_COLOR},
                   {"checkbox", CONTROL_CHECKBOX},
                   {"radio", CONTROL_RADIO},
                   {"file", CONTROL_FILE},
                   {"submit", CONTROL_SUBMIT},
                   {"image", CONTROL_IMAGE},
                   {"reset", CONTROL_RESET},
                   {"button", CONTROL_BUTTON},
                   {"hidden", CONTROL_HIDDEN}};

bool
control_attribute_is(const struct node *n, const char *name, const char *value)
{
    const struct span *text = node_attribute(n, name);
    size_t size = strlen(value);

    return text != NULL && text->size == size &&
           strncasecmp((const char *)text->data, value, size) == 0;
}

int
control_attribute_number(const struct node *n, const char *name, int otherwise)
{
    const struct span *text = node_attribute(n, name);
    char *end;
    long value;

    if (text == NULL || text->size == 0)
        return otherwise;
    value = strtol((const char *)text->data, &end, 10);
    if (end == (const char *)text->data || value < 0)
        return otherwise;
    return value > MOST_NUMBER ? MOST_NUMBER : (int)value;
}

enum control_type
control_type(const struct node *n)
{
    if (n->type != NODE_ELEMENT)
        return CONTROL_NONE;
    switch (n->tag) {
    case TAG_input:
        for (size_t i = 0; i < sizeof input_types / sizeof *input_types; i++)
            if (control_attribute_is(n, "type", input_types[i].name))
                return input_types[i].type;
        return CONTROL_TEXT;
    case TAG_button:
        if (control_attribute_is(n, "type", "reset"))
            return CONTROL_RESET;
        return control_attribute_is(n, "type", "button") ? CONTROL_BUTTON
                                                         : CONTROL_SUBMIT;
    case TAG_textarea:
        return CONTROL_TEXTAREA;
    case TAG_select:
        return CONTROL_SELECT;
    case TAG_option:
        return CONTROL_OPTION;
    default:
        return CONTROL_NONE;
    }
}

bool
control_is_button(enum control_type type)
{
    return type >= CONTROL_SUBMIT && type <= CONTROL_BUTTON;
}

bool
control_is_listed(enum control_type type)
{
    return type != CONTROL_NONE && type != CONTROL_OPTION;
}

/* ---- states --------------------------------------------------------------*/

static bool
has(const struct node *n, const char *name)
{
    return node_attribute(n, name) != NULL;
}

/* In the first legend of a disabled fieldset things stay enabled (4.10.15). */
static bool
is_in_first_legend(const struct node *n, const struct node *fieldset)
{
    const struct node *legend = fieldset->first;

    while (legend != NULL && !node_is(legend, TAG_legend))
        legend = legend->next;
    for (; n != NULL && n != fieldset; n = n->parent)
        if (n == legend)
            return true;
    return false;
}

bool
control_is_option_disabled(const struct node *option)
{
    return has(option, "disabled") || (node_is(option->parent, TAG_optgroup) &&
                                       has(option->parent, "disabled"));
}

bool
control_is_disabled(const struct node *n)
{
    if (n->type != NODE_ELEMENT)
        return false;
    switch (n->tag) {
    case TAG_option:
        return control_is_option_disabled(n);
    case TAG_optgroup:
        return has(n, "disabled");
    case TAG_input:
    case TAG_button:
    case TAG_select:
    case TAG_textarea:
    case TAG_fieldset:
        break;
    default:
        return false;
    }
    if (has(n, "disabled"))
        return true;
    for (const struct node *at = n->parent; at != NULL; at = at->parent)
        if (node_is(at, TAG_fieldset) && has(at, "disabled") &&
            !is_in_first_legend(n, at))
            return true;
    return false;
}

bool
control_is_read_write(const struct node *n)
{
    return control_is_text(control_type(n)) && !has(n, "readonly") &&
           !control_is_disabled(n);
}

bool
control_is_checked(const struct node *n)
{
    enum control_type type = control_type(n);

    if (type != CONTROL_CHECKBOX && type != CONTROL_RADIO &&
        type != CONTROL_OPTION)
        return false;
    if (n->control != NULL)
        return n->control->checked;
    return has(n, type == CONTROL_OPTION ? "selected" : "checked");
}

bool
control_shows_placeholder(const struct node *n)
{
    const struct span *value;

    if (!control_is_text(control_type(n)) || !has(n, "placeholder"))
        return false;
    if (n->control != NULL && n->control->editor != NULL)
        return n->control->editor->text.size == 0;
    value = node_attribute(n, "value");
    return value == NULL || value->size == 0;
}

/* ---- what it holds -------------------------------------------------------*/

static void
add_attribute(struct buf *out, const struct node *n, const char *name,
              const char *otherwise)
{
    const struct span *value = node_attribute(n, name);

    if (value != NULL)
        buf_add_span(out, *value);
    else
        buf_add_text(out, otherwise);
}

/* What a control of text holds by the page's word (4.10.5, 4.10.11). */
static void
add_default_text(struct buf *out, const struct node *n)
{
    if (node_is(n, TAG_textarea))
        node_add_text(out, n);
    else
        add_attribute(out, n, "value", "");
}

void
control_add_value(struct buf *out, const struct node *n)
{
    enum control_type type = control_type(n);

    if (n->control != NULL && n->control->editor != NULL)
        buf_add_span(out, buf_span(&n->control->editor->text));
    else if (control_is_text(type))
        add_default_text(out, n);
    else
        add_attribute(out, n, "value",
                      type == CONTROL_CHECKBOX || type == CONTROL_RADIO ? "on"
                      : type == CONTROL_RANGE                           ? "50"
                                                                        : "");
}

static void
add_dots(struct buf *out, struct span text)
{
    size_t count = 0;

    for (size_t i = 0; i < text.size && count < PASSWORD_SHOWN; i++)
        if ((text.data[i] & 0xC0) != 0x80) {
            buf_add_text(out, "\xE2\x80\xA2");
            count++;
        }
}

static void
add_files(struct buf *out, const struct node *n)
{
    const struct chosen_file *f = n->control != NULL ? n->control->files : NULL;
    unsigned count = 0;

    for (const struct chosen_file *at = f; at != NULL; at = at->next)
        count++;
    if (count == 0)
        buf_add_text(out, "No file chosen");
    else if (count == 1)
        buf_add_text(out, f->name);
    else
        buf_printf(out, "%u files", count);
}

void
control_add_shown(struct buf *out, const struct node *n)
{
    struct buf value = {0};

    switch (control_type(n)) {
    case CONTROL_PASSWORD:
        control_add_value(&value, n);
        add_dots(out, buf_span(&value));
        break;
    case CONTROL_SUBMIT:
    case CONTROL_IMAGE:
        add_attribute(out, n, "value", "Submit");
        break;
    case CONTROL_RESET:
        add_attribute(out, n, "value", "Reset");
        break;
    case CONTROL_FILE:
        add_files(out, n);
        break;
    default:
        control_add_value(out, n);
    }
    buf_finish(&value);
}

/* ---- options -------------------------------------------------------------*/

static bool
is_space(uint8_t c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

static void
add_collapsed(struct buf *out, const struct node *n)
{
    struct buf text = {0};
    size_t start = out->size;

    node_add_text(&text, n);
    for (size_t i = 0; i < text.size; i++) {
        if (!is_space(text.data[i]))
            buf_add_char(out, (char)text.data[i]);
        else if (out->size > start && out->data[out->size - 1] != ' ')
            buf_add_char(out, ' ');
    }
    if (out->size > start && out->data[out->size - 1] == ' ')
        out->size--;
    buf_finish(&text);
}

void
control_add_option_text(struct buf *out, const struct node *option)
{
    const struct span *label = node_attribute(option, "label");

    if (label != NULL && label->size > 0)
        buf_add_span(out, *label);
    else
        add_collapsed(out, option);
}

void
control_add_option_value(struct buf *out, const struct node *option)
{
    const struct span *value = node_attribute(option, "value");

    if (value != NULL)
        buf_add_span(out, *value);
    else
        add_collapsed(out, option);
}

struct node *
control_next_option(const struct node *select, const struct node *n)
{
    struct node *at = n == NULL ? select->first : node_walk(n, select, false);

    while (at != NULL && !node_is(at, TAG_option))
        at = node_walk(at, select, false);
    return at;
}

struct node *
control_select_of(const struct node *option)
{
    struct node *n = option->parent;

    while (n != NULL && !node_is(n, TAG_select))
        n = n->parent;
    return n;
}

int
control_rows(const struct node *select)
{
    int rows = control_attribute_number(
        select, "size", node_attribute(select, "multiple") != NULL ? 4 : 1);

    return rows < 1 ? 1 : rows > 1000 ? 1000 : rows;
}

bool
control_is_list(const struct node *select)
{
    return has(select, "multiple") || control_rows(select) > 1;
}
