/*
 * gradients.c - linear-gradient(), radial-gradient(), conic-gradient() and
 * their like (CSS Images 4, section 3).
 *
 * Process: renderer.  Distrusts: style sheets.
 *
 * As a value: a function of HEAD items, then a colour and a position
 * (VALUE_NONE: not given) for each stop.
 */
#include "css/images.h"

#include <math.h>

enum {
    GRADIENT = 100,
    RADIAL = 1,
    REPEATING = 2,
    LEGACY = 4,
    CONIC = 8,
    MAX_STOPS = 256
};
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

/* ---- what stands before the stops -----------------------------------------*/

/* The items of a gradient's value before those of its stops. */
enum {
    ITEM_ANGLE,
    ITEM_CORNER, /* KEYWORD: sides; 0: by the angle */
    ITEM_SHAPE,  /* KEYWORD: SHAPE_ bits */
    ITEM_RX,     /* lengths, if SHAPE_SIZED */
    ITEM_RY,
    ITEM_X,
    ITEM_Y,
    HEAD
};
enum { SHAPE_CIRCLE = 1, SHAPE_SIZED = 2, SHAPE_EXTENT = 4 /* times */ };

static bool
parse_linear(struct css_input *in, int flags, struct value *head)
{
    struct css_input start = *in;
    float angle;
    int sides;

    if (parse_angle(in, &angle)) {
        head[ITEM_ANGLE].number =
            flags & LEGACY ? (float)(M_PI / 2) - angle : angle;
        return parse_comma(in);
    }
    if (parse_ident(in, "to")) {
        sides = parse_sides(in);
        head[ITEM_ANGLE].number = sides_to_angle(sides);
        head[ITEM_CORNER].keyword = sides;
        return sides != 0 && parse_comma(in);
    }
    if ((flags & LEGACY) && (sides = parse_sides(in)) != 0) {
        head[ITEM_ANGLE].number = sides_to_angle(sides) + (float)M_PI;
        return parse_comma(in);
    }
    *in = start;
    return true;
}

/* Shape and size in any order (3.2.1). */
static void
parse_shape(struct css_input *in, struct value *head)
{
    static const struct keyword shapes[] = {
        {"circle", 1}, {"ellipse", 0}, {NULL, 0}};
    static const struct keyword extents[] = {
        {"farthest-corner", GRADIENT_FARTHEST_CORNER},
        {"farthest-side", GRADIENT_FARTHEST_SIDE},
        {"closest-corner", GRADIENT_CLOSEST_CORNER},
        {"closest-side", GRADIENT_CLOSEST_SIDE},
        {"cover", GRADIENT_FARTHEST_CORNER},
        {"contain", GRADIENT_CLOSEST_SIDE},
        {NULL, 0}};
    int *shape = &head[ITEM_SHAPE].keyword;
    struct value v;

    for (int i = 0; i < 2; i++) {
        if (parse_keyword_of(in, shapes, &v)) {
            *shape |= v.keyword;
        } else if (parse_keyword_of(in, extents, &v)) {
            *shape |= v.keyword * SHAPE_EXTENT;
        } else if (parse_length_value(in, ALLOW_PERCENT, &head[ITEM_RX])) {
            *shape |= SHAPE_SIZED;
            if (!parse_length_value(in, ALLOW_PERCENT, &head[ITEM_RY])) {
                head[ITEM_RY] = head[ITEM_RX];
                *shape |= SHAPE_CIRCLE;
            }
        }
    }
}

static bool
parse_centre(struct css_input *in, int flags, struct value *head)
{
    struct css_input start = *in;
    bool first = tokens_type(&in->t) != TOKEN_EOF;
    struct value v;

    /* Without all this a stop comes first. */
    if (parse_color_value(in, &v)) {
        *in = start;
        return true;
    }
    *in = start;
    if (flags & CONIC) {
        if (parse_ident(in, "from") &&
            !parse_angle(in, &head[ITEM_ANGLE].number))
            return false;
    } else {
        parse_shape(in, head);
    }
    if ((parse_ident(in, "at") || (flags & LEGACY)) &&
        !parse_background_position_pair(in, &head[ITEM_X], &head[ITEM_Y]) &&
        !(flags & LEGACY))
        return false;
    if ((flags & LEGACY) && parse_comma(in))
        parse_shape(in, head); /* -webkit-: the place comes first */
    return first && (parse_comma(in) || (flags & LEGACY));
}

static bool
parse_head(struct css_input *in, int flags, struct value *head)
{
    head[ITEM_ANGLE] = (struct value){
        .kind = VALUE_NUMBER, .number = flags & CONIC ? 0 : (float)M_PI};
    head[ITEM_CORNER] = head[ITEM_SHAPE] = value_keyword(0);
    head[ITEM_RX] = head[ITEM_RY] = value_px(0);
    head[ITEM_X] = head[ITEM_Y] = value_percent(50);
    return flags & (RADIAL | CONIC) ? parse_centre(in, flags, head)
                                    : parse_linear(in, flags, head);
}

/* ---- stops ---------------------------------------------------------------*/

/* Where a stop is; an angle is a part of the whole turn. */
static bool
parse_place(struct css_input *in, int flags, struct value *at)
{
    float angle;

    if (!(flags & CONIC))
        return parse_length_value(in, ALLOW_PERCENT | ALLOW_NEGATIVE, at);
    tokens_skip_space(&in->t);
    if (tokens_type(&in->t) == TOKEN_PERCENT)
        return parse_length_value(in, ALLOW_PERCENT | ALLOW_NEGATIVE, at);
    if (!parse_angle(in, &angle))
        return false;
    *at = value_percent(angle * (float)(50 / M_PI));
    return true;
}

static bool
parse_stop(struct css_input *in, int flags, struct buf *items, unsigned *count)
{
    struct value color, at = {.kind = VALUE_NONE}, second;

    if (parse_place(in, flags, &at)) {
        if (!parse_color_value(in, &color))
            return true; /* a colour hint: no stop of its own */
    } else {
        if (!parse_color_value(in, &color))
            return false;
        parse_place(in, flags, &at);
    }
    buf_add(items, &color, sizeof color);
    buf_add(items, &at, sizeof at);
    (*count)++;
    if (at.kind != VALUE_NONE && parse_place(in, flags, &second)) {
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
        {"-webkit-radial-gradient", RADIAL | LEGACY},
        {"-moz-radial-gradient", RADIAL | LEGACY},
        {"conic-gradient", CONIC},
        {"repeating-conic-gradient", CONIC | REPEATING},
        {NULL, 0}};
    const struct keyword *name = names;
    struct css_input inner;
    struct buf items = {0};
    struct value head[HEAD];
    unsigned count = 0;
    bool ok;

    tokens_skip_space(&in->t);
    while (name->name != NULL && !tokens_at_function(&in->t, name->name))
        name++;
    if (name->name == NULL)
        return false;
    inner = parse_enter(in);
    ok = parse_head(&inner, name->value, head);
    buf_add(&items, head, sizeof head);
    if (ok)
        do
            ok = parse_stop(&inner, name->value, &items, &count);
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
    unsigned count = (unsigned)(v->keyword - HEAD) / 2;
    int flags = v->unit - GRADIENT, shape = v->items[ITEM_SHAPE].keyword;
    struct gradient *g = &out->gradient;

    g->is_set = true;
    g->kind = flags & CONIC    ? GRADIENT_CONIC
              : flags & RADIAL ? GRADIENT_RADIAL
                               : GRADIENT_LINEAR;
    g->repeating = (flags & REPEATING) != 0;
    g->angle = v->items[ITEM_ANGLE].number;
    g->right = (v->items[ITEM_CORNER].keyword & TO_RIGHT) != 0;
    g->left = (v->items[ITEM_CORNER].keyword & TO_LEFT) != 0;
    g->top = (v->items[ITEM_CORNER].keyword & TO_TOP) != 0;
    g->bottom = (v->items[ITEM_CORNER].keyword & TO_BOTTOM) != 0;
    g->circle = (shape & SHAPE_CIRCLE) != 0;
    g->sized = (shape & SHAPE_SIZED) != 0;
    g->extent = (enum gradient_extent)(shape / SHAPE_EXTENT);
    g->rx = value_to_length(&v->items[ITEM_RX], &c->base);
    g->ry = value_to_length(&v->items[ITEM_RY], &c->base);
    g->x = value_to_length(&v->items[ITEM_X], &c->base);
    g->y = value_to_length(&v->items[ITEM_Y], &c->base);
    g->count = count;
    g->stops = arena_array(c->arena, count, sizeof *g->stops);
    for (unsigned i = 0; i < count; i++) {
        struct gradient_stop *stop = &g->stops[i];
        const struct value *at = &v->items[HEAD + 1 + i * 2];
        stop->color = color_compute(c, &v->items[HEAD + i * 2]);
        stop->placed = at->kind != VALUE_NONE;
        if (stop->placed)
            stop->at = value_to_length(at, &c->base);
    }
}
