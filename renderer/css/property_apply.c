/*
 * property_apply.c - from a parsed value to the computed value of an element.
 *
 * Process: renderer.  Distrusts: style sheets; numbers are clamped here.
 */
#include "css/properties.h"

#include <math.h>

enum { FONT_LARGER = 9, FONT_SMALLER = 10 };

void
apply_enum(struct compute *c, const struct property *p, const struct value *v,
           void *field)
{
    int keyword = v->keyword;

    if (p == &properties[PROP_text_align] && keyword < 0) {
        const struct style *parent = &c->parent->s;
        /* match-parent, and <th>: centred unless an ancestor says more. */
        enum text_align align = parent->text_align;
        if (keyword == -2 && align == TEXT_ALIGN_START)
            align = TEXT_ALIGN_CENTER;
        else if (keyword == -1 && align == TEXT_ALIGN_START)
            align = parent->direction == DIRECTION_RTL ? TEXT_ALIGN_RIGHT
                                                       : TEXT_ALIGN_LEFT;
        else if (keyword == -1 && align == TEXT_ALIGN_END)
            align = parent->direction == DIRECTION_RTL ? TEXT_ALIGN_LEFT
                                                       : TEXT_ALIGN_RIGHT;
        keyword = (int)align;
    }
    memcpy(field, &keyword, sizeof keyword);
}

void
apply_bool(struct compute *c, const struct property *p, const struct value *v,
           void *field)
{
    (void)c;
    (void)p;
    *(bool *)field = v->keyword != 0;
}

void
apply_float(struct compute *c, const struct property *p, const struct value *v,
            void *field)
{
    double number = value_to_number(v);

    (void)c;
    (void)p;
    *(float *)field = (float)(number < 1e6 ? number : 1e6);
}

void
apply_opacity(struct compute *c, const struct property *p,
              const struct value *v, void *field)
{
    double number = value_to_number(v);

    (void)c;
    (void)p;
    *(float *)field = !(number > 0) ? 0 : number > 1 ? 1 : (float)number;
}

void
apply_value(struct compute *c, const struct property *p, const struct value *v,
            void *field)
{
    (void)c;
    (void)p;
    *(struct value *)field = *v;
}

/* Negative results of calc() where the property takes none become 0. */
static struct length
checked_length(const struct compute *c, const struct property *p,
               const struct value *v)
{
    struct length l = value_to_length(v, &c->base);

    if (v->kind == VALUE_CALC && !(p->allow & ALLOW_NEGATIVE) &&
        l.percent <= 0 && l.px < 0)
        l.px = 0;
    return l;
}

void
apply_length(struct compute *c, const struct property *p, const struct value *v,
             void *field)
{
    *(struct length *)field = checked_length(c, p, v);
}

void
apply_two_lengths(struct compute *c, const struct property *p,
                  const struct value *v, void *field)
{
    struct length *both = field;

    for (int i = 0; i < 2; i++)
        both[i] = checked_length(c, p, &v->items[i]);
}

void
apply_unit(struct compute *c, const struct property *p, const struct value *v,
           void *field)
{
    (void)p;
    *(unit_t *)field = to_unit(value_to_px(v, &c->base));
}

void
apply_two_units(struct compute *c, const struct property *p,
                const struct value *v, void *field)
{
    unit_t *both = field;

    for (int i = 0; i < 2; i++)
        both[i] = checked_length(c, p, &v->items[i]).px;
}

void
apply_border_width(struct compute *c, const struct property *p,
                   const struct value *v, void *field)
{
    unit_t width = checked_length(c, p, v).px;

    /* Down to whole device pixels, but never to nothing. */
    if (width > 0 && width < UNIT)
        width = UNIT;
    *(unit_t *)field = width / UNIT * UNIT;
}

void
apply_color(struct compute *c, const struct property *p, const struct value *v,
            void *field)
{
    struct computed_color *color = field;

    (void)p;
    color->current = v->kind == VALUE_CURRENT_COLOR;
    color->rgba = v->kind == VALUE_COLOR ? v->color : 0;
    color->mix = NULL;
    if (v->kind == VALUE_COLOR_MIX) {
        struct value *copy = arena_alloc(c->arena, sizeof *copy);
        *copy = *v;
        color->mix = copy;
    }
}

rgba_t
color_compute(const struct compute *c, const struct value *v)
{
    return color_resolve(v, c->out->s.color);
}

void
apply_foreground(struct compute *c, const struct property *p,
                 const struct value *v, void *field)
{
    (void)p;
    *(rgba_t *)field = color_resolve(v, c->parent->s.color);
}

/* ---- fonts -------------------------------------------------------------- */

void
apply_font_family(struct compute *c, const struct property *p,
                  const struct value *v, void *field)
{
    (void)p;
    *(const char **)field = v->text;
    c->out->monospace = span_is_nocase(span_of(v->text), "monospace");
}

void
apply_font_size(struct compute *c, const struct property *p,
                const struct value *v, void *field)
{
    static const float keyword_px[] = {0, 9, 10, 13, 16, 18, 24, 32, 48};
    static const float quirk_px[] = {0, 10, 10, 13, 16, 18, 24, 32, 48};
    const struct computed *parent = c->parent;
    double factor = 0, size;

    (void)p;
    c->font_size_set = true;
    if (v->kind == VALUE_KEYWORD && v->keyword < FONT_LARGER) {
        c->out->font_keyword = (c->quirks ? quirk_px : keyword_px)[v->keyword];
        return;
    }
    if (v->kind == VALUE_KEYWORD)
        factor = v->keyword == FONT_LARGER ? 1.2 : 1 / 1.2;
    else if (v->kind == VALUE_LENGTH && v->unit == CSS_PERCENT)
        factor = v->number / 100;
    else if (v->kind == VALUE_LENGTH && v->unit == CSS_EM)
        factor = v->number;
    if (factor > 0 && parent->font_keyword > 0) {
        c->out->font_keyword = (float)(parent->font_keyword * factor);
        return;
    }
    c->out->font_keyword = 0;
    if (factor > 0) {
        size = (double)parent->s.font_size * factor;
        *(unit_t *)field = size < LENGTH_LIMIT / 128.0 ? (unit_t)lround(size)
                                                       : LENGTH_LIMIT / 128;
        return;
    }
    struct length l = value_to_length(v, &c->base);
    size = l.px + (double)l.percent * parent->s.font_size / 100;
    if (!(size > 0))
        size = 0;
    /* A million px of text would only overflow its metrics. */
    *(unit_t *)field =
        size < LENGTH_LIMIT / 128.0 ? (unit_t)lround(size) : LENGTH_LIMIT / 128;
}

void
apply_font_weight(struct compute *c, const struct property *p,
                  const struct value *v, void *field)
{
    int weight = v->keyword, inherited = c->parent->s.font_weight;

    (void)p;
    if (v->keyword == -1)
        weight = inherited < 350   ? 400
                 : inherited < 550 ? 700
                 : inherited < 900 ? 900
                                   : inherited;
    else if (v->keyword == -2)
        weight = inherited < 100   ? inherited
                 : inherited < 550 ? 100
                 : inherited < 750 ? 400
                                   : 700;
    *(int *)field = weight;
}

void
apply_line_height(struct compute *c, const struct property *p,
                  const struct value *v, void *field)
{
    struct line_height *h = field;
    struct length l;

    (void)p;
    *h = (struct line_height){0};
    if (v->kind == VALUE_NONE) {
        h->normal = true;
    } else if (v->kind == VALUE_NUMBER) {
        h->factor = v->number < 1e4f ? v->number : 1e4f;
    } else {
        l = value_to_length(v, &c->base);
        h->px = to_unit(
            ((double)l.px + (double)l.percent * c->out->s.font_size / 100) /
            UNIT);
        if (h->px < 0)
            h->px = 0;
    }
}

void
apply_vertical_align(struct compute *c, const struct property *p,
                     const struct value *v, void *field)
{
    struct style *s = &c->out->s;

    (void)p;
    (void)field;
    s->vertical_align_length = (struct length){.kind = LENGTH_VALUE};
    if (v->kind == VALUE_KEYWORD) {
        s->vertical_align = (enum vertical_align)v->keyword;
        return;
    }
    s->vertical_align = VERTICAL_ALIGN_LENGTH;
    s->vertical_align_length = value_to_length(v, &c->base);
}

/* ---- box ---------------------------------------------------------------- */

void
apply_z_index(struct compute *c, const struct property *p,
              const struct value *v, void *field)
{
    (void)p;
    (void)field;
    c->out->s.has_z_index = v->kind != VALUE_NONE;
    c->out->s.z_index = v->kind != VALUE_NONE ? v->keyword : 0;
}

void
apply_clip(struct compute *c, const struct property *p, const struct value *v,
           void *field)
{
    (void)p;
    (void)field;
    c->out->s.has_clip = v->kind == VALUE_LIST;
    for (int i = 0; v->kind == VALUE_LIST && i < 4; i++)
        c->out->s.clip[i] = value_to_length(&v->items[i], &c->base);
}

static void
multiply(float m[6], const float n[6])
{
    float r[6] = {
        m[0] * n[0] + m[2] * n[1],        m[1] * n[0] + m[3] * n[1],
        m[0] * n[2] + m[2] * n[3],        m[1] * n[2] + m[3] * n[3],
        m[0] * n[4] + m[2] * n[5] + m[4], m[1] * n[4] + m[3] * n[5] + m[5]};

    memcpy(m, r, sizeof r);
}

/* The matrix of one function; percentages of translations are added up
 * apart. */
static void
function_matrix(struct compute *c, const struct value *f, float n[6],
                double percent[2])
{
    double a[6] = {0};

    memcpy(n, (const float[6]){1, 0, 0, 1, 0, 0}, 6 * sizeof *n);
    for (int i = 0; i < f->keyword; i++)
        a[i] = f->items[i].kind == VALUE_NUMBER ? (double)f->items[i].number
                                                : value_to_number(&f->items[i]);
    if (f->unit == 't' || f->unit == 'x' || f->unit == 'y') {
        for (int i = 0; i < f->keyword && i < 2; i++) {
            struct length l = value_to_length(&f->items[i], &c->base);
            int axis = f->unit == 'y' ? 1 : i;
            n[4 + axis] = (float)l.px / UNIT;
            percent[axis] = (double)l.percent;
        }
    } else if (f->unit == 'm') {
        for (int i = 0; i < 6; i++)
            n[i] = (float)(i < 4 ? a[i] : a[i] * c->base.zoom);
    } else if (f->unit == 's') {
        n[0] = (float)a[0];
        n[3] = (float)(f->keyword > 1 ? a[1] : a[0]);
    } else if (f->unit == 'X') {
        n[0] = (float)a[0];
    } else if (f->unit == 'Y') {
        n[3] = (float)a[0];
    } else if (f->unit == 'r') {
        n[0] = n[3] = (float)cos(a[0]);
        n[1] = (float)sin(a[0]);
        n[2] = -n[1];
    } else if (f->unit == 'k') {
        n[2] = (float)tan(a[0]);
        n[1] = (float)tan(a[1]);
    } else if (f->unit == 'K') {
        n[1] = (float)tan(a[0]);
    }
}

void
apply_transform(struct compute *c, const struct property *p,
                const struct value *v, void *field)
{
    struct style *s = &c->out->s;
    float m[6] = {1, 0, 0, 1, 0, 0};
    double sum[2] = {0, 0};

    (void)p;
    (void)field;
    s->has_transform = v->kind == VALUE_LIST;
    for (int i = 0; v->kind == VALUE_LIST && i < v->keyword; i++) {
        float n[6];
        double percent[2] = {0, 0};

        function_matrix(c, &v->items[i], n, percent);
        sum[0] += percent[0] * (double)m[0];
        sum[1] += percent[1] * (double)m[3];
        multiply(m, n);
    }
    for (int i = 0; i < 6; i++)
        s->transform[i] = m[i] > -1e6f && m[i] < 1e6f ? m[i] : 0;
    for (int i = 0; i < 2; i++) {
        double percent = sum[i] > -1e6 && sum[i] < 1e6 ? sum[i] : 0;
        s->transform_percent[i] =
            (struct length){.kind = LENGTH_VALUE, .percent = (float)percent};
    }
}

void
apply_shadow(struct compute *c, const struct property *p, const struct value *v,
             void *field)
{
    struct shadow **tail = field;

    (void)p;
    *tail = NULL;
    for (int i = 0; i < v->keyword; i++) {
        const struct value *item = v->items[i].items;
        struct shadow *s = arena_alloc(c->arena, sizeof *s);

        s->x = to_unit(value_to_px(&item[0], &c->base));
        s->y = to_unit(value_to_px(&item[1], &c->base));
        s->blur = to_unit(value_to_px(&item[2], &c->base));
        s->spread = to_unit(value_to_px(&item[3], &c->base));
        if (s->blur < 0)
            s->blur = 0;
        s->color = color_compute(c, &item[4]);
        s->inset = item[5].keyword != 0;
        *tail = s;
        tail = &s->next;
    }
}

/* ---- lists and generated content ---------------------------------------- */

void
apply_text(struct compute *c, const struct property *p, const struct value *v,
           void *field)
{
    (void)c;
    (void)p;
    *(const char **)field =
        v->kind == VALUE_URL && v->text[0] != '\0' ? v->text : NULL;
}

void
apply_list_style_type(struct compute *c, const struct property *p,
                      const struct value *v, void *field)
{
    (void)p;
    (void)field;
    c->out->s.list_style =
        v->kind == VALUE_TEXT ? LIST_STRING : (enum list_style)v->keyword;
    c->out->s.list_string = v->kind == VALUE_TEXT ? v->text : NULL;
}

void
apply_counters(struct compute *c, const struct property *p,
               const struct value *v, void *field)
{
    struct counter_change **tail = field;

    (void)p;
    *tail = NULL;
    for (int i = 0; i < v->keyword; i++) {
        struct counter_change *change = arena_alloc(c->arena, sizeof *change);
        change->name = v->items[i].text;
        change->value = v->items[i].keyword;
        *tail = change;
        tail = &change->next;
    }
}

static bool
content_item(struct content_item *item, const struct value *v)
{
    switch (v->kind) {
    case VALUE_TEXT:
        item->kind = CONTENT_TEXT;
        item->text = v->text;
        return true;
    case VALUE_URL:
        item->kind = CONTENT_IMAGE;
        item->text = v->text;
        return v->text[0] != '\0';
    case VALUE_KEYWORD:
        if (v->keyword == CONTENT_OPEN_QUOTE)
            item->kind = CONTENT_OPEN_QUOTE;
        else
            item->kind = CONTENT_CLOSE_QUOTE;
        return true;
    default:
        break;
    }
    if (v->unit == CONTENT_ATTRIBUTE)
        item->kind = CONTENT_ATTRIBUTE;
    else if (v->unit == CONTENT_COUNTER)
        item->kind = CONTENT_COUNTER;
    else if (v->unit == CONTENT_COUNTERS)
        item->kind = CONTENT_COUNTERS;
    else
        return false; /* a gradient: not shown as content */
    item->text = v->items[0].text;
    item->separator = v->items[1].text;
    item->list_style = v->items[2].kind == VALUE_KEYWORD
                           ? (enum list_style)v->items[2].keyword
                           : LIST_DECIMAL;
    return true;
}

void
apply_content(struct compute *c, const struct property *p,
              const struct value *v, void *field)
{
    struct content_item **tail = field;

    (void)p;
    *tail = NULL;
    if (v->kind != VALUE_LIST)
        return;
    for (int i = 0; i < v->keyword; i++) {
        struct content_item *item = arena_alloc(c->arena, sizeof *item);
        if (!content_item(item, &v->items[i]))
            continue;
        *tail = item;
        tail = &item->next;
    }
}

void
apply_quotes(struct compute *c, const struct property *p, const struct value *v,
             void *field)
{
    const char **texts = NULL;

    (void)p;
    if (v->kind == VALUE_LIST) {
        texts = arena_array(c->arena, (size_t)v->keyword + 1, sizeof *texts);
        for (int i = 0; i < v->keyword; i++)
            texts[i] = v->items[i].text;
    }
    *(const char *const **)field = (const char *const *)texts;
}
