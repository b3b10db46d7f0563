/*
 * border_image.c - border-image and its longhands (CSS Backgrounds 3, 5).
 *
 * Process: renderer.  Distrusts: style sheets.
 *
 * Values of the four sides are lists in the order of enum side.
 */
#include "css/images.h"

/* ---- longhands ---------------------------------------------------------- */

typedef bool side_fn(struct css_input *in, struct value *out);

/* One to four values. */
static bool
parse_four(struct css_input *in, side_fn *one, struct value *out)
{
    struct value *v = arena_array(in->arena, 5, sizeof *v);
    int count = 0;

    while (count < 4 && one(in, &v[count]))
        count++;
    if (count == 0)
        return false;
    for (; count < 4; count++)
        v[count] = v[count == 3 ? 1 : 0];
    *out = (struct value){.kind = VALUE_LIST, .keyword = 4, .items = v};
    return true;
}

static bool
slice_side(struct css_input *in, struct value *out)
{
    struct css_input copy = *in;

    if (parse_number_value(in, out) && out->number >= 0)
        return true;
    *in = copy;
    tokens_skip_space(&in->t);
    if (tokens_type(&in->t) == TOKEN_PERCENT &&
        parse_length_value(in, ALLOW_PERCENT, out))
        return true;
    *in = copy;
    return false;
}

static bool
measured_side(struct css_input *in, unsigned allow, struct value *out)
{
    struct css_input copy = *in;

    if (parse_number_value(in, out) && out->number >= 0)
        return true;
    *in = copy;
    return parse_length_value(in, allow, out);
}

static bool
width_side(struct css_input *in, struct value *out)
{
    return measured_side(in, ALLOW_PERCENT | ALLOW_AUTO, out);
}

static bool
outset_side(struct css_input *in, struct value *out)
{
    return measured_side(in, 0, out);
}

bool
parse_border_image_source(struct css_input *in, const struct property *p,
                          struct value *out)
{
    (void)p;
    return parse_image_value(in, out);
}

/* The fifth item: fill. */
bool
parse_border_image_slice(struct css_input *in, const struct property *p,
                         struct value *out)
{
    bool fill = parse_ident(in, "fill");

    (void)p;
    if (!parse_four(in, slice_side, out))
        return false;
    if (fill || parse_ident(in, "fill"))
        out->keyword = 5;
    return true;
}

bool
parse_border_image_width(struct css_input *in, const struct property *p,
                         struct value *out)
{
    (void)p;
    return parse_four(in, width_side, out);
}

bool
parse_border_image_outset(struct css_input *in, const struct property *p,
                          struct value *out)
{
    (void)p;
    return parse_four(in, outset_side, out);
}

static const struct keyword edge_keywords[] = {{"stretch", EDGE_STRETCH},
                                               {"repeat", EDGE_REPEAT},
                                               {"round", EDGE_ROUND},
                                               {"space", EDGE_SPACE},
                                               {NULL, 0}};
enum { OF_Y = 4 };

bool
parse_border_image_repeat(struct css_input *in, const struct property *p,
                          struct value *out)
{
    struct value second;

    (void)p;
    if (!parse_keyword_of(in, edge_keywords, out))
        return false;
    if (!parse_keyword_of(in, edge_keywords, &second))
        second = *out;
    out->keyword += OF_Y * second.keyword;
    return true;
}

/* ---- shorthand ---------------------------------------------------------- */

enum { SOURCE, SLICE, WIDTH, OUTSET, REPEAT, PARTS };

/* slice [ / width? [ / outset ]? ]? */
static bool
parse_measures(struct css_input *in, struct value *v)
{
    if (!parse_border_image_slice(in, NULL, &v[SLICE]))
        return false;
    if (!parse_slash(in))
        return true;
    bool width = parse_border_image_width(in, NULL, &v[WIDTH]);
    if (!parse_slash(in))
        return width;
    return parse_border_image_outset(in, NULL, &v[OUTSET]);
}

bool
parse_border_image(struct css_input *in, const struct shorthand *s,
                   struct longhand_values *out)
{
    struct value v[PARTS];
    bool source = false, measures = false, repeat = false;

    for (int i = 0; i < PARTS; i++)
        v[i] = (struct value){.kind = VALUE_INITIAL};
    while (!parse_at_end(in)) {
        struct css_input copy = *in;

        if (!source && parse_image_value(in, &v[SOURCE])) {
            source = true;
        } else if (!repeat && parse_border_image_repeat(in, NULL, &v[REPEAT])) {
            repeat = true;
        } else if (!measures) {
            *in = copy;
            if (!parse_measures(in, v))
                return false;
            measures = true;
        } else {
            return false;
        }
    }
    for (int i = 0; i < PARTS; i++) {
        out->items[out->count].property = s->longhands[i];
        out->items[out->count++].value = v[i];
    }
    return source || measures || repeat;
}

/* ---- computing ---------------------------------------------------------- */

static struct edge_measure
measure_of(const struct compute *c, const struct value *list, int side,
           float initial)
{
    const struct value *v;

    if (list->kind != VALUE_LIST)
        return (struct edge_measure){.times = initial};
    v = &list->items[side];
    if (v->kind == VALUE_NUMBER)
        return (struct edge_measure){.times = v->number};
    return (struct edge_measure){.times = -1,
                                 .length = value_to_length(v, &c->base)};
}

void
border_image_finish(struct compute *c)
{
    const struct border_image_values *v = &c->out->border_image;
    struct border_image *b;
    int repeat;

    c->out->s.border_image = NULL;
    if (v->source.kind != VALUE_URL && v->source.kind != VALUE_FUNCTION)
        return;
    b = arena_alloc(c->arena, sizeof *b);
    if (v->source.kind == VALUE_URL)
        b->picture.url = v->source.text;
    else
        gradient_compute(c, &v->source, &b->picture);
    for (int side = 0; side < 4; side++) {
        b->slice[side] = 100;
        b->slice_percent[side] = true;
        if (v->slice.kind == VALUE_LIST) {
            b->slice[side] = v->slice.items[side].number;
            b->slice_percent[side] = v->slice.items[side].kind == VALUE_LENGTH;
        }
        b->width[side] = measure_of(c, &v->width, side, 1);
        b->outset[side] = measure_of(c, &v->outset, side, 0);
    }
    b->fill = v->slice.kind == VALUE_LIST && v->slice.keyword == 5;
    repeat = v->repeat.kind == VALUE_KEYWORD ? v->repeat.keyword : 0;
    b->repeat_x = (enum edge_repeat)(repeat % OF_Y);
    b->repeat_y = (enum edge_repeat)(repeat / OF_Y);
    c->out->s.border_image = b;
}
