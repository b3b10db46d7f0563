/*
 * validity.c - checks of what a person typed or chose, before it is sent.
 *
 * Process: renderer.  Distrusts: the page's attributes.
 */
#include "form/validity.h"

#include "form/pattern.h"

#include "url.h"
#include "utf8.h"

#include <math.h>
#include <stdlib.h>

enum { MAX_DIGITS = 63 };

bool
control_is_validated(const struct node *n)
{
    enum control_type type = control_type(n);

    return type != CONTROL_NONE && type != CONTROL_OPTION &&
           type != CONTROL_HIDDEN && !control_is_button(type) &&
           !control_is_disabled(n) &&
           !(control_is_text(type) && !control_is_read_write(n));
}

static bool
say(struct buf *out, const char *sentence)
{
    if (out != NULL)
        buf_add_text(out, sentence);
    return true;
}

/* ---- is there anything? --------------------------------------------------*/

static const struct node *
root_of(const struct node *n)
{
    while (n->parent != NULL)
        n = n->parent;
    return n;
}

/* A radio button of the same group that is set. */
static bool
is_group_set(const struct node *n)
{
    const struct node *root = root_of(n), *i = root;

    while ((i = node_walk(i, root, false)) != NULL)
        if (i->control != NULL && i->control->type == CONTROL_RADIO &&
            i->control->form == n->control->form &&
            strcmp(i->control->name, n->control->name) == 0 &&
            i->control->checked)
            return true;
    return false;
}

static bool
is_choice_empty(const struct node *select)
{
    const struct node *option = NULL;
    struct buf value = {NULL, 0, 0};
    bool empty = true;

    while ((option = control_next_option(select, option)) != NULL)
        if (control_is_checked(option)) {
            control_add_option_value(&value, option);
            empty = empty && value.size == 0;
        }
    buf_finish(&value);
    return empty;
}

static bool
is_missing(struct buf *out, const struct node *n, struct span value)
{
    if (node_attribute(n, "required") == NULL || n->control == NULL)
        return false;
    switch (control_type(n)) {
    case CONTROL_CHECKBOX:
        return !control_is_checked(n) &&
               say(out, "Please tick this box if you want to proceed.");
    case CONTROL_RADIO:
        return !is_group_set(n) && say(out, "Please choose one of these.");
    case CONTROL_SELECT:
        return is_choice_empty(n) &&
               say(out, "Please choose an item in the list.");
    case CONTROL_FILE:
        return n->control->files == NULL && say(out, "Please choose a file.");
    case CONTROL_RANGE:
    case CONTROL_COLOR:
        return false;
    default:
        return value.size == 0 && say(out, "Please fill in this field.");
    }
}

/* ---- is it what the type says? -------------------------------------------*/

static bool
is_letter_or_digit(uint8_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9');
}

/* 4.10.5.1.5: "valid email address". */
static bool
is_email(struct span s)
{
    size_t at = 0, label = 0;

    while (at < s.size && s.data[at] != '@') {
        if (!is_letter_or_digit(s.data[at]) &&
            strchr(".!#$%&'*+/=?^_`{|}~-", s.data[at]) == NULL)
            return false;
        at++;
    }
    if (at == 0 || at >= s.size)
        return false;
    for (at++; at < s.size; at++) {
        bool dash = s.data[at] == '-', dot = s.data[at] == '.';

        if ((!dash && !dot && !is_letter_or_digit(s.data[at])) ||
            ((dash || dot) && label == 0) || (dot && s.data[at - 1] == '-'))
            return false;
        label = dot ? 0 : label + 1;
    }
    return label > 0 && s.data[s.size - 1] != '-';
}

static bool
is_address(struct span s)
{
    struct url u = {0};
    bool ok = url_parse(&u, s, NULL);

    url_finish(&u);
    return ok;
}

/* Digits where the shape has 0, else what the shape has. */
static bool
has_shape(struct span s, const char *shape)
{
    if (s.size != strlen(shape))
        return false;
    for (size_t i = 0; i < s.size; i++)
        if (shape[i] == '0' ? s.data[i] < '0' || s.data[i] > '9'
                            : s.data[i] != (uint8_t)shape[i])
            return false;
    return true;
}

static bool
is_number(struct span s, double *out)
{
    char text[MAX_DIGITS + 1], *end;

    if (s.size == 0 || s.size > MAX_DIGITS)
        return false;
    for (size_t i = 0; i < s.size; i++)
        if (strchr("+-.eE0123456789", s.data[i]) == NULL || s.data[i] == 0)
            return false;
    memcpy(text, s.data, s.size);
    text[s.size] = 0;
    *out = strtod(text, &end);
    return *end == 0 && isfinite(*out);
}

static bool
is_malformed(struct buf *out, const struct node *n, struct span s)
{
    double number;

    if (s.size == 0)
        return false;
    switch (control_type(n)) {
    case CONTROL_EMAIL:
        return node_attribute(n, "multiple") == NULL && !is_email(s) &&
               say(out, "Please enter an email address.");
    case CONTROL_URL:
        return !is_address(s) &&
               say(out, "Please enter a whole address, as https://...");
    case CONTROL_NUMBER:
        return !is_number(s, &number) && say(out, "Please enter a number.");
    case CONTROL_DATE:
        return !has_shape(s, "0000-00-00") &&
               say(out, "Please enter a date as YYYY-MM-DD.");
    case CONTROL_MONTH:
        return !has_shape(s, "0000-00") &&
               say(out, "Please enter a month as YYYY-MM.");
    case CONTROL_TIME:
        return !has_shape(s, "00:00") && !has_shape(s, "00:00:00") &&
               say(out, "Please enter a time as HH:MM.");
    default:
        return false;
    }
}

/* 4.10.5.3.6: the title says what is asked for.  A pattern that is none asks
 * for nothing. */
static bool
is_unlike_pattern(struct buf *out, const struct node *n, struct span s)
{
    const struct span *pattern = node_attribute(n, "pattern");
    const struct span *title = node_attribute(n, "title");

    if (pattern == NULL || n->tag != TAG_input || s.size == 0 ||
        !control_is_text(control_type(n)) ||
        control_type(n) == CONTROL_NUMBER ||
        pattern_match(*pattern, s) != PATTERN_DIFFERS)
        return false;
    say(out, "Please keep to the format that is asked for");
    if (out != NULL && title != NULL && title->size > 0) {
        buf_add_text(out, ": ");
        buf_add_span(out, *title);
    }
    return say(out, ".");
}

/* ---- is it within bounds? ------------------------------------------------*/

static bool
bound(const struct node *n, const char *name, double *out)
{
    const struct span *s = node_attribute(n, name);

    return s != NULL && is_number(*s, out);
}

bool
control_has_range(const struct node *n)
{
    double unused;

    return control_type(n) == CONTROL_NUMBER && control_is_validated(n) &&
           (bound(n, "min", &unused) || bound(n, "max", &unused));
}

static bool
is_beyond(struct buf *out, const struct node *n, struct span s)
{
    double number, least, most;

    if (control_type(n) != CONTROL_NUMBER || !is_number(s, &number))
        return false;
    if (bound(n, "min", &least) && number < least) {
        if (out != NULL)
            buf_printf(out, "Please enter a number that is at least %g.",
                       least);
        return true;
    }
    if (bound(n, "max", &most) && number > most) {
        if (out != NULL)
            buf_printf(out, "Please enter a number that is at most %g.", most);
        return true;
    }
    return false;
}

static bool
is_between_steps(struct buf *out, const struct node *n, struct span s)
{
    double number, base = 0, step = 1, steps;

    if (control_type(n) != CONTROL_NUMBER || !is_number(s, &number) ||
        control_attribute_is(n, "step", "any"))
        return false;
    bound(n, "min", &base);
    if (bound(n, "step", &step) && !(step > 0))
        step = 1;
    steps = (number - base) / step;
    if (fabs(steps - round(steps)) < 1e-6 * fmax(1, fabs(steps)))
        return false;
    if (out != NULL)
        buf_printf(out, "Please enter %g, or so many times %g more.", base,
                   step);
    return true;
}

/* Only what a person has typed can be too short. */
static bool
is_short(struct buf *out, const struct node *n, struct span s)
{
    int least = control_attribute_number(n, "minlength", 0), length = 0;
    const uint8_t *at = s.data, *end = s.data + s.size;

    if (!control_is_text(control_type(n)) || s.size == 0 ||
        n->control == NULL || !n->control->dirty)
        return false;
    while (at < end)
        length += utf8_next(&at, end) > 0xFFFF ? 2 : 1;
    if (length >= least)
        return false;
    if (out != NULL)
        buf_printf(out, "Please use at least %d characters.", least);
    return true;
}

bool
control_problem(struct buf *out, const struct node *n)
{
    struct buf text = {NULL, 0, 0};
    struct span s;
    bool problem;

    if (!control_is_validated(n))
        return false;
    if (control_is_text(control_type(n)))
        control_add_value(&text, n);
    s = buf_span(&text);
    problem = is_missing(out, n, s) || is_malformed(out, n, s) ||
              is_unlike_pattern(out, n, s) || is_beyond(out, n, s) ||
              is_between_steps(out, n, s) || is_short(out, n, s);
    buf_finish(&text);
    return problem;
}

bool
control_is_out_of_range(const struct node *n)
{
    struct buf text = {NULL, 0, 0};
    bool beyond;

    control_add_value(&text, n);
    beyond = is_beyond(NULL, n, buf_span(&text));
    buf_finish(&text);
    return beyond;
}

bool
control_is_valid(const struct node *n)
{
    const struct node *i = n;

    if (n->tag != TAG_form && n->tag != TAG_fieldset)
        return !control_problem(NULL, n);
    while ((i = node_walk(i, n, false)) != NULL)
        if (i->type == NODE_ELEMENT && control_problem(NULL, i))
            return false;
    return true;
}
