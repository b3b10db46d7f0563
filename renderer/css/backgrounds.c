/*
 * backgrounds.c - the background properties, their shorthand, and the layers
 * made of them (CSS Backgrounds 3, section 2).
 *
 * Process: renderer.  Distrusts: style sheets.
 */
#include "css/images.h"

enum { MAX_LAYERS_OF_PAGE = 64 };

/* ---- one value ---------------------------------------------------------- */

bool
parse_image_value(struct css_input *in, struct value *out)
{
    if (parse_ident(in, "none")) {
        *out = (struct value){.kind = VALUE_NONE};
        return true;
    }
    return parse_url_value(in, out) || parse_gradient(in, out);
}

static struct value
from_end(struct css_input *in, struct value offset)
{
    struct value *item = arena_alloc(in->arena, sizeof *item);

    *item = offset;
    return (struct value){.kind = VALUE_FUNCTION, .keyword = 1, .items = item};
}

/* One part of a position: a side's keyword (x: left, right; y: top, bottom;
 * center) with an offset, or a length. */
struct position_part {
    bool is_keyword, horizontal, vertical;
    struct value value;
};

static bool
parse_position_part(struct css_input *in, struct position_part *part)
{
    struct css_input copy = *in;

    *part = (struct position_part){.is_keyword = true};
    if (parse_ident(in, "center")) {
        part->value = value_percent(50);
        return true;
    }
    if (parse_keyword_of(in, background_x_keywords, &part->value)) {
        part->horizontal = true;
        part->value = value_percent((float)part->value.keyword);
        return true;
    }
    if (parse_keyword_of(in, background_y_keywords, &part->value)) {
        part->vertical = true;
        part->value = value_percent((float)part->value.keyword);
        return true;
    }
    *in = copy;
    part->is_keyword = false;
    return parse_length_value(in, ALLOW_PERCENT | ALLOW_NEGATIVE | ALLOW_QUIRK,
                              &part->value);
}

static struct value
with_offset(struct css_input *in, const struct position_part *side,
            struct value offset)
{
    return side->value.number > 0 ? from_end(in, offset) : offset;
}

/* Three or four parts: each axis has a keyword, one or both an offset. */
static bool
combine_parts(struct css_input *in, const struct position_part *parts,
              int count, struct value *x, struct value *y)
{
    bool have_x = false, have_y = false;

    *x = *y = value_percent(50);
    for (int i = 0; i < count; i++) {
        const struct position_part *part = &parts[i];
        struct value v = part->value;

        if (!part->is_keyword)
            return false;
        if (i + 1 < count && !parts[i + 1].is_keyword) {
            if (!part->horizontal && !part->vertical)
                return false;
            v = with_offset(in, part, parts[++i].value);
        }
        if (part->horizontal ? have_x : part->vertical && have_y)
            return false;
        if (part->horizontal) {
            *x = v;
            have_x = true;
        } else if (part->vertical) {
            *y = v;
            have_y = true;
        }
    }
    return have_x || have_y;
}

bool
parse_background_position_pair(struct css_input *in, struct value *x,
                               struct value *y)
{
    struct position_part parts[4];
    struct css_input copy = *in;
    int count = 0;

    while (count < 4 && parse_position_part(in, &parts[count]))
        count++;
    if (count > 2) {
        if (combine_parts(in, parts, count, x, y))
            return true;
        *in = copy;
        return false;
    }
    if (count == 0)
        return false;
    *y = value_percent(50);
    if (count == 1) {
        *x = parts[0].value;
        if (parts[0].vertical) {
            *y = *x;
            *x = value_percent(50);
        }
        return true;
    }
    bool swap = parts[0].vertical || parts[1].horizontal;
    if (swap && (!parts[0].is_keyword || !parts[1].is_keyword ||
                 parts[0].horizontal || parts[1].vertical)) {
        *in = copy;
        return false;
    }
    *x = parts[swap].value;
    *y = parts[!swap].value;
    return true;
}

static bool
parse_size(struct css_input *in, struct value *out)
{
    struct value *both;

    *out = value_keyword('c');
    if (parse_ident(in, "contain"))
        return true;
    *out = value_keyword('C');
    if (parse_ident(in, "cover"))
        return true;
    both = arena_array(in->arena, 2, sizeof *both);
    if (!parse_length_value(in, ALLOW_PERCENT | ALLOW_AUTO, &both[0]))
        return false;
    if (!parse_length_value(in, ALLOW_PERCENT | ALLOW_AUTO, &both[1]))
        both[1] = value_keyword(LENGTH_AUTO);
    *out = (struct value){.kind = VALUE_LIST, .keyword = 2, .items = both};
    return true;
}

/* A keyword for each axis in one number. */
enum { REPEAT_OF_Y = 4 };

static bool
parse_repeat(struct css_input *in, struct value *out)
{
    struct value second;

    if (parse_ident(in, "repeat-x")) {
        *out = value_keyword(REPEAT_TILE + REPEAT_NONE * REPEAT_OF_Y);
        return true;
    }
    if (parse_ident(in, "repeat-y")) {
        *out = value_keyword(REPEAT_NONE + REPEAT_TILE * REPEAT_OF_Y);
        return true;
    }
    if (!parse_keyword_of(in, repeat_keywords, out))
        return false;
    if (!parse_keyword_of(in, repeat_keywords, &second))
        second = *out;
    out->keyword += second.keyword * REPEAT_OF_Y;
    return true;
}

/* ---- longhands: lists --------------------------------------------------- */

typedef bool layer_fn(struct css_input *in, const struct property *p,
                      struct value *out);

static bool
parse_layers(struct css_input *in, const struct property *p, layer_fn *one,
             struct value *out)
{
    struct buf list = {0};
    bool ok;

    do {
        struct value v;
        ok = one(in, p, &v);
        if (ok && list.size < MAX_LAYERS_OF_PAGE * sizeof v)
            buf_add(&list, &v, sizeof v);
    } while (ok && parse_comma(in));
    *out = value_list(in->arena, &list);
    return ok;
}

static bool
image_layer(struct css_input *in, const struct property *p, struct value *out)
{
    (void)p;
    return parse_image_value(in, out);
}

static bool
size_layer(struct css_input *in, const struct property *p, struct value *out)
{
    (void)p;
    return parse_size(in, out);
}

static bool
repeat_layer(struct css_input *in, const struct property *p, struct value *out)
{
    (void)p;
    return parse_repeat(in, out);
}

static bool
keyword_layer(struct css_input *in, const struct property *p, struct value *out)
{
    return parse_keyword_of(in, p->keywords, out);
}

static bool
axis_layer(struct css_input *in, const struct property *p, struct value *out)
{
    struct value offset;
    unsigned allow = ALLOW_PERCENT | ALLOW_NEGATIVE | ALLOW_QUIRK;

    if (!parse_keyword_of(in, p->keywords, out))
        return parse_length_value(in, allow, out);
    bool end = out->keyword == 100;
    *out = value_percent((float)out->keyword);
    if (parse_length_value(in, allow, &offset))
        *out = end ? from_end(in, offset) : offset;
    return true;
}

bool
parse_background_image(struct css_input *in, const struct property *p,
                       struct value *out)
{
    return parse_layers(in, p, image_layer, out);
}

bool
parse_background_axis(struct css_input *in, const struct property *p,
                      struct value *out)
{
    return parse_layers(in, p, axis_layer, out);
}

bool
parse_background_size(struct css_input *in, const struct property *p,
                      struct value *out)
{
    return parse_layers(in, p, size_layer, out);
}

bool
parse_background_repeat(struct css_input *in, const struct property *p,
                        struct value *out)
{
    return parse_layers(in, p, repeat_layer, out);
}

bool
parse_background_keywords(struct css_input *in, const struct property *p,
                          struct value *out)
{
    return parse_layers(in, p, keyword_layer, out);
}

/* ---- shorthands --------------------------------------------------------- */

static void
emit(struct longhand_values *out, unsigned property, struct value value)
{
    out->items[out->count].property = (uint16_t)property;
    out->items[out->count].value = value;
    out->count++;
}

bool
parse_background_position_shorthand(struct css_input *in,
                                    const struct shorthand *s,
                                    struct longhand_values *out)
{
    struct buf xs = {0}, ys = {0};
    bool ok;

    (void)s;
    do {
        struct value x, y;
        ok = parse_background_position_pair(in, &x, &y);
        if (ok) {
            buf_add(&xs, &x, sizeof x);
            buf_add(&ys, &y, sizeof y);
        }
    } while (ok && parse_comma(in));
    emit(out, PROP_background_position_x, value_list(in->arena, &xs));
    emit(out, PROP_background_position_y, value_list(in->arena, &ys));
    return ok;
}

struct layer {
    struct value image, x, y, size, repeat, attachment, clip, origin;
    bool has_image, has_position, has_repeat, has_attachment, has_color;
    unsigned boxes;
};

/* One part of a layer; false if it is none. */
static bool
parse_layer_part(struct css_input *in, struct layer *l, struct value *color)
{
    struct value v;

    if (!l->has_image && parse_image_value(in, &v)) {
        l->image = v;
        return l->has_image = true;
    }
    if (!l->has_position && parse_background_position_pair(in, &l->x, &l->y)) {
        l->has_position = true;
        return !parse_slash(in) || parse_size(in, &l->size);
    }
    if (!l->has_repeat && parse_repeat(in, &v)) {
        l->repeat = v;
        return l->has_repeat = true;
    }
    if (!l->has_attachment && parse_keyword_of(in, attachment_keywords, &v)) {
        l->attachment = v;
        return l->has_attachment = true;
    }
    if (l->boxes < 2 && parse_keyword_of(in, background_box_keywords, &v)) {
        if (l->boxes++ == 0)
            l->origin = v;
        l->clip = v;
        return true;
    }
    if (!l->has_color && parse_color_value(in, color))
        return l->has_color = true;
    return false;
}

static bool
at_layer_end(struct css_input *in)
{
    return parse_at_end(in) || tokens_type(&in->t) == TOKEN_COMMA;
}

bool
parse_background_shorthand(struct css_input *in, const struct shorthand *s,
                           struct longhand_values *out)
{
    struct buf lists[8] = {0};
    struct value color = {.kind = VALUE_COLOR};
    bool ok = true, last_color;

    do {
        struct value *sizes = arena_array(in->arena, 2, sizeof *sizes);
        struct layer l = {.x = value_percent(0),
                          .y = value_percent(0),
                          .repeat = value_keyword(REPEAT_TILE),
                          .attachment = value_keyword(0),
                          .clip = value_keyword(BACKGROUND_BORDER_BOX),
                          .origin = value_keyword(BACKGROUND_PADDING_BOX)};
        bool any = false;

        sizes[0] = sizes[1] = value_keyword(LENGTH_AUTO);
        l.size =
            (struct value){.kind = VALUE_LIST, .keyword = 2, .items = sizes};
        while (ok && !at_layer_end(in)) {
            ok = parse_layer_part(in, &l, &color);
            any = true;
        }
        ok = ok && any;
        last_color = l.has_color;
        const struct value *parts[] = {&l.image, &l.x,      &l.y,
                                       &l.size,  &l.repeat, &l.attachment,
                                       &l.clip,  &l.origin};
        for (int i = 0; i < 8; i++)
            buf_add(&lists[i], parts[i], sizeof *parts[i]);
        if (last_color && tokens_type(&in->t) == TOKEN_COMMA)
            ok = false; /* only the bottom layer has a colour */
    } while (ok && parse_comma(in));
    for (int i = 0; i < 8; i++)
        emit(out, s->longhands[i], value_list(in->arena, &lists[i]));
    emit(out, PROP_background_color, color);
    return ok;
}

/* ---- layers ------------------------------------------------------------- */

/* The layer's item of a list that repeats. */
static const struct value *
item_of(const struct value *list, int layer)
{
    if (list->kind != VALUE_LIST || list->keyword == 0)
        return NULL;
    return &list->items[layer % list->keyword];
}

static struct length
length_of(struct compute *c, const struct value *v)
{
    if (v == NULL)
        return (struct length){.kind = LENGTH_VALUE};
    return value_to_length(v, &c->base);
}

static void
compute_size(struct compute *c, const struct value *v, struct background *b)
{
    b->width = b->height = (struct length){.kind = LENGTH_AUTO};
    if (v == NULL)
        return;
    b->size_contain = v->kind == VALUE_KEYWORD && v->keyword == 'c';
    b->size_cover = v->kind == VALUE_KEYWORD && v->keyword == 'C';
    if (v->kind == VALUE_LIST) {
        b->width = value_to_length(&v->items[0], &c->base);
        b->height = value_to_length(&v->items[1], &c->base);
    }
}

static int
keyword_item(const struct value *list, int layer, int initial)
{
    const struct value *v = item_of(list, layer);

    return v != NULL ? v->keyword : initial;
}

void
backgrounds_finish(struct compute *c)
{
    const struct background_values *values = &c->out->background;
    struct background **tail = &c->out->s.backgrounds;
    int count = values->image.kind == VALUE_LIST ? values->image.keyword : 0;

    *tail = NULL;
    c->out->s.color_clip = (enum background_box)keyword_item(
        &values->clip, count > 0 ? count - 1 : 0, BACKGROUND_BORDER_BOX);
    for (int i = 0; i < count; i++) {
        const struct value *image = &values->image.items[i];
        int repeat = keyword_item(&values->repeat, i, REPEAT_TILE);
        struct background *b;

        if (image->kind == VALUE_NONE ||
            (image->kind == VALUE_URL && image->text[0] == '\0'))
            continue;
        b = arena_alloc(c->arena, sizeof *b);
        if (image->kind == VALUE_URL)
            b->url = image->text;
        else
            gradient_compute(c, image, b);
        b->x = length_of(c, item_of(&values->x, i));
        b->y = length_of(c, item_of(&values->y, i));
        compute_size(c, item_of(&values->size, i), b);
        b->repeat_x = (enum background_repeat)(repeat % REPEAT_OF_Y);
        b->repeat_y = (enum background_repeat)(repeat / REPEAT_OF_Y);
        b->fixed = keyword_item(&values->attachment, i, 0) != 0;
        b->clip = (enum background_box)keyword_item(&values->clip, i,
                                                    BACKGROUND_BORDER_BOX);
        b->origin = (enum background_box)keyword_item(&values->origin, i,
                                                      BACKGROUND_PADDING_BOX);
        *tail = b;
        tail = &b->next;
    }
}
