/*
 * range.c - the value of a slider (HTML standard 4.10.5.1.13).
 *
 * Process: renderer.  Distrusts: the page's numbers.
 */
#include "form/set.h"

#include <math.h>
#include <stdlib.h>

struct limits_of {
    double low, high, step;
};

static double
number(const struct node *n, const char *name, double otherwise)
{
    const struct span *a = node_attribute(n, name);
    char *end;
    double value;

    if (a == NULL || a->size == 0)
        return otherwise;
    value = strtod((const char *)a->data, &end);
    return end != (const char *)a->data && isfinite(value) ? value : otherwise;
}

static struct limits_of
limits_of(const struct node *n)
{
    struct limits_of l = {number(n, "min", 0), 0, number(n, "step", 1)};

    l.high = number(n, "max", 100);
    if (l.high < l.low)
        l.high = l.low;
    if (l.step <= 0)
        l.step =
            control_attribute_is(n, "step", "any") ? (l.high - l.low) / 100 : 1;
    return l;
}

/* Takes the nearest value that a step leads to. */
static bool
set_value(struct control *c, double value)
{
    struct limits_of l = limits_of(c->node);
    struct buf text = {0};
    double most = l.step > 0 ? floor((l.high - l.low) / l.step + 1e-9) : 0;
    double steps = l.step > 0 ? round((value - l.low) / l.step) : 0;
    bool changed;

    steps = steps < 0 ? 0 : steps > most ? most : steps;
    buf_printf(&text, "%.10g", l.low + steps * l.step);
    changed = !span_equal(buf_span(&text), buf_span(&c->editor->text));
    if (changed)
        editor_set(c->editor, buf_span(&text));
    buf_finish(&text);
    return changed;
}

void
control_init_range(struct control *c)
{
    struct limits_of l = limits_of(c->node);

    set_value(c, number(c->node, "value", l.low + (l.high - l.low) / 2));
}

bool
control_set_range(struct control *c, double part)
{
    struct limits_of l = limits_of(c->node);

    part = part < 0 ? 0 : part > 1 ? 1 : part;
    return set_value(c, l.low + part * (l.high - l.low));
}

bool
control_step_range(struct control *c, int steps)
{
    struct limits_of l = limits_of(c->node);

    return set_value(c,
                     strtod(buf_text(&c->editor->text), NULL) + steps * l.step);
}
