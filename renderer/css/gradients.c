/*
 * gradients.c - linear-gradient(), radial-gradient() and their like (CSS
 * Images 3, section 3).
 *
 * Process: renderer.  Distrusts: style sheets.
 *
 * As a value: a function whose first item is the direction, followed by a
 * colour and a position (VALUE_NONE: not given) for each stop.
 */
#include "css/properties.h"

#include <math.h>

enum { GRADIENT = 100, RADIAL = 1, REPEATING = 2, LEGACY = 4, MAX_STOPS = 256 };
enum { TO_TOP = 1, TO_RIGHT = 2, TO_BOTTOM = 4, TO_LEFT = 8 };

static int
parse_sides(struct css_input *in)
{
    static const struct keyword sides[] = {{"top", TO_TOP},
                                           {"right", TO_RIGHT},
                                           {"bottom", TO_BOTTOM},
                                           {"left", TO_LEFT},
                                           {NULL, 0}};
    struct value v;
    int result = 0;

    while (parse_keyword_of(in, sides, &v))
        result |= v.keyword;
    return result;
}

static float
sides_to_angle(int sides)
{
    static const struct {
        int sides;
        float degrees;
    } table[] = {{TO_TOP, 0},      {TO_TOP | TO_RIGHT, 45},
                 {TO_RIGHT, 90},   {TO_BOTTOM | TO_RIGHT, 135},
                 {TO_BOTTOM, 180}, {TO_BOTTOM | TO_LEFT, 225},
                 {TO_LEFT, 270},   {TO_TOP | TO_LEFT, 315}};

    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (table[i].sides == sides)
            return table[i].degrees * (float)(M_PI / 180);
    return (float)M_PI;
}

/* The direction before the first comma; down if there is none. */
static bool
parse_direction(struct css_input *in, int flags, struct value *out)
{
    struct css_input start = *in;
    float angle = (float)M_PI;
    int sides;

    *out = (struct value){.kind = VALUE_NUMBER, .number = angle};
    if (flags & RADIAL) {
        struct tokens first = tokens_until_comma(&in->t);
        struct css_input color = *in;
        struct value v;
        color.t = first;
        /* Shape and place are not kept; without them a stop comes first. */
        if (parse_color_value(&color, &v))
            *in = start;
        return true;
    }
    if (parse_angle(in, &angle)) {
        out->number = flags & LEGACY ? (float)(M_PI / 2) - angle : angle;
        return parse_comma(in);
    }
    if (parse_ident(in, "to")) {
        sides = parse_sides(in);
        out->number = sides_to_angle(sides);
        return sides != 0 && parse_comma(in);
    }
    if ((flags & LEGACY) && (sides = parse_sides(in)) != 0) {
        out->number = sides_to_angle(sides) + (float)M_PI;
        return parse_comma(in);
    }
    *in = start;
    return true;
}

static bool
parse_stop(struct css_input *in, struct buf *items, unsigned *count)
{
    struct value color, at = {.kind = VALUE_NONE}, second;
    unsigned allow = ALLOW_PERCENT | ALLOW_NEGATIVE;

    if (parse_length_value(in, allow, &at)) {
        if (!parse_color_value(in, &color))
            return true; /* a colour hint: no stop of its own */
    } else {
        if (!parse_color_value(in, &color))
            return false;
        parse_length_value(in, allow, &at);
    }
    buf_add(items, &color, sizeof color);
    buf_add(items, &at, sizeof at);
    (*count)++;
    if (at.kind != VALUE_NONE && parse_length_value(in, allow, &second)) {
        buf_add(items, &color, sizeof color);
        buf_add(items, &second, sizeof second);
        (*count)++;
    }
    return *count <= MAX_STOPS;
}

bool
parse_gradient(struct css_input *in, struct value *out)
{
    static const struct keyword names[] = {
        {"linear-gradient", 0},
        {"radial-gradient", RADIAL},
        {"repeating-linear-gradient", REPEATING},
        {"repeating-radial-gradient", RADIAL | REPEATING},
        {"-webkit-linear-gradient", LEGACY},
        {"-moz-linear-gradient", LEGACY},
        {"-o-linear-gradient", LEGACY},
        {"-webkit-radial-gradient", RADIAL},
        {"-moz-radial-gradient", RADIAL},
        {NULL, 0}};
    const struct keyword *name = names;
    struct css_input inner;
    struct buf items = {0};
    struct value direction;
    unsigned count = 0;
    bool ok;

    tokens_skip_space(&in->t);
    while (name->name != NULL && !tokens_at_function(&in->t, name->name))
        name++;
    if (name->name == NULL)
        return false;
    inner = parse_enter(in);
    ok = parse_direction(&inner, name->value, &direction);
    buf_add(&items, &direction, sizeof direction);
    if (ok)
        do
            ok = parse_stop(&inner, &items, &count);
        while (ok && parse_comma(&inner));
    ok = ok && count >= 1 && parse_at_end(&inner);
    *out = value_list(in->arena, &items);
    out->kind = VALUE_FUNCTION;
    out->unit = (uint8_t)(GRADIENT + name->value);
    return ok;
}

void
gradient_compute(struct compute *c, const struct value *v,
                 struct background *out)
{
    unsigned count = (unsigned)(v->keyword - 1) / 2;
    int flags = v->unit - GRADIENT;

    out->gradient.is_set = true;
    out->gradient.radial = (flags & RADIAL) != 0;
    out->gradient.repeating = (flags & REPEATING) != 0;
    out->gradient.angle = v->items[0].number;
    out->gradient.count = count;
    out->gradient.stops =
        arena_array(c->arena, count, sizeof *out->gradient.stops);
    for (unsigned i = 0; i < count; i++) {
        struct gradient_stop *stop = &out->gradient.stops[i];
        const struct value *at = &v->items[2 + i * 2];
        stop->color = color_compute(c, &v->items[1 + i * 2]);
        stop->placed = at->kind != VALUE_NONE;
        if (stop->placed)
            stop->at = value_to_length(at, &c->base);
    }
}
