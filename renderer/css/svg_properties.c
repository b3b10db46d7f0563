/*
 * svg_properties.c - the properties of SVG: parsing, computing, and the
 * attributes that stand for them (SVG 2, 6.6).
 *
 * Process: renderer.  Distrusts: style sheets and attributes.
 */
#include "css/cascade.h"

const struct keyword fill_rule_keywords[] = {
    {"nonzero", 0}, {"evenodd", 1}, {NULL, 0}};
const struct keyword cap_keywords[] = {{"butt", SVG_CAP_BUTT},
                                       {"round", SVG_CAP_ROUND},
                                       {"square", SVG_CAP_SQUARE},
                                       {NULL, 0}};
const struct keyword join_keywords[] = {
    {"miter", SVG_JOIN_MITER}, {"miter-clip", SVG_JOIN_MITER},
    {"arcs", SVG_JOIN_MITER},  {"round", SVG_JOIN_ROUND},
    {"bevel", SVG_JOIN_BEVEL}, {NULL, 0}};
const struct keyword anchor_keywords[] = {{"start", SVG_ANCHOR_START},
                                          {"middle", SVG_ANCHOR_MIDDLE},
                                          {"end", SVG_ANCHOR_END},
                                          {NULL, 0}};

/* url(#id): only elements of the same document are referred to. */
static bool
parse_reference(struct css_input *in, struct value *out)
{
    struct span text;
    const uint8_t *hash;

    tokens_skip_space(&in->t);
    if (tokens_type(&in->t) == TOKEN_URL) {
        text = token_span(in->t.at);
        tokens_next(&in->t);
    } else if (tokens_at_function(&in->t, "url")) {
        struct css_input inner = parse_enter(in);

        tokens_skip_space(&inner.t);
        if (tokens_type(&inner.t) != TOKEN_STRING)
            return false;
        text = token_span(inner.t.at);
    } else {
        return false;
    }
    hash = text.size > 0 ? memchr(text.data, '#', text.size) : NULL;
    *out = (struct value){.kind = VALUE_URL, .text = ""};
    if (hash != NULL)
        out->text = arena_text(
            in->arena, (struct span){hash + 1, (size_t)(text.data + text.size -
                                                        hash - 1)});
    return true;
}

/* none | colour | url(#id) [none | colour]?: a list of reference and colour. */
bool
parse_svg_paint(struct css_input *in, const struct property *p,
                struct value *out)
{
    struct value *both = arena_array(in->arena, 2, sizeof *both);
    bool referred = parse_reference(in, &both[0]);

    (void)p;
    if (!parse_ident(in, "none") && !parse_color_value(in, &both[1]) &&
        !referred)
        return false;
    *out = (struct value){.kind = VALUE_LIST, .keyword = 2, .items = both};
    return true;
}

void
apply_svg_paint(struct compute *c, const struct property *p,
                const struct value *v, void *field)
{
    const struct value *reference = &v->items[0], *color = &v->items[1];
    struct svg_paint *paint = field;

    (void)c;
    (void)p;
    *paint = (struct svg_paint){
        .id = reference->kind == VALUE_URL ? reference->text : NULL};
    if (color->kind == VALUE_CURRENT_COLOR)
        paint->kind = SVG_CURRENT_COLOR;
    if (color->kind == VALUE_COLOR) {
        paint->kind = SVG_COLOR;
        paint->color = color->color;
    }
}

bool
parse_svg_reference(struct css_input *in, const struct property *p,
                    struct value *out)
{
    (void)p;
    if (parse_ident(in, "none")) {
        *out = (struct value){.kind = VALUE_NONE};
        return true;
    }
    return parse_reference(in, out);
}

/* A length, or a number of user units. */
bool
parse_svg_length(struct css_input *in, const struct property *p,
                 struct value *out)
{
    return parse_length_value(in, p->allow | ALLOW_NUMBER, out);
}

static float
user_units(const struct compute *c, const struct value *v)
{
    double px = 0;

    if (v->kind == VALUE_NUMBER)
        px = v->number;
    else if (v->kind == VALUE_LENGTH && v->unit == CSS_PERCENT)
        px = -(double)v->number;
    else
        px = value_to_px(v, &c->base) / c->base.zoom;
    return px < -1e6 ? -1e6F : px > 1e6 ? 1e6F : (float)px;
}

void
apply_svg_length(struct compute *c, const struct property *p,
                 const struct value *v, void *field)
{
    (void)p;
    *(float *)field = user_units(c, v);
}

bool
parse_dashes(struct css_input *in, const struct property *p, struct value *out)
{
    struct buf list = {0};
    struct value v;

    if (parse_ident(in, "none")) {
        *out = (struct value){.kind = VALUE_LIST};
        return true;
    }
    do {
        if (!parse_svg_length(in, p, &v)) {
            buf_finish(&list);
            return false;
        }
        buf_add(&list, &v, sizeof v);
        parse_comma(in);
    } while (!parse_at_end(in));
    *out = value_list(in->arena, &list);
    return true;
}

void
apply_dashes(struct compute *c, const struct property *p, const struct value *v,
             void *field)
{
    struct svg_style *s = &c->out->s.svg;

    (void)p;
    (void)field;
    s->dashes.count = 0;
    for (int i = 0; i < v->keyword && i < SVG_DASHES; i++)
        s->dashes.at[s->dashes.count++] = user_units(c, &v->items[i]);
}

void
svg_style_initial(struct svg_style *s)
{
    *s = (struct svg_style){
        .fill = {.kind = SVG_COLOR, .color = 0xFF000000},
        .fill_opacity = 1,
        .stroke_opacity = 1,
        .stroke_width = 1,
        .miter_limit = 4,
        .stop_color = {.kind = SVG_COLOR, .color = 0xFF000000},
        .stop_opacity = 1};
}

/* ---- attributes ----------------------------------------------------------*/

static const char *const attributes[] = {"fill",
                                         "fill-opacity",
                                         "fill-rule",
                                         "stroke",
                                         "stroke-opacity",
                                         "stroke-width",
                                         "stroke-linecap",
                                         "stroke-linejoin",
                                         "stroke-miterlimit",
                                         "stroke-dasharray",
                                         "stroke-dashoffset",
                                         "stop-color",
                                         "stop-opacity",
                                         "clip-path",
                                         "clip-rule",
                                         "text-anchor",
                                         "color",
                                         "opacity",
                                         "display",
                                         "visibility",
                                         "font-family",
                                         "font-size",
                                         "font-weight",
                                         "font-style",
                                         "letter-spacing"};

static bool
is_number(struct span s)
{
    for (size_t i = 0; i < s.size; i++)
        if (strchr("+-.0123456789", s.data[i]) == NULL)
            return false;
    return s.size > 0;
}

/* A value that cannot end its declaration. */
static bool
is_value(struct span s)
{
    for (size_t i = 0; i < s.size; i++)
        if (s.data[i] == 0 || strchr(";{}!\\", s.data[i]) != NULL)
            return false;
    return s.size > 0;
}

static void
add_size(struct buf *css, const struct node *n, const char *name)
{
    const struct span *s = node_attribute(n, name);

    if (s != NULL && is_value(*s))
        buf_printf(css, "%s:%.*s%s;", name, (int)s->size, (const char *)s->data,
                   is_number(*s) ? "px" : "");
}

void
svg_hints_add(struct buf *css, const struct node *n)
{
    for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++) {
        const char *name = attributes[i];
        const struct span *s = node_attribute(n, name);
        bool length = strcmp(name, "font-size") == 0 ||
                      strcmp(name, "letter-spacing") == 0;

        if (s != NULL && is_value(*s))
            buf_printf(css, "%s:%.*s%s;", name, (int)s->size,
                       (const char *)s->data,
                       length && is_number(*s) ? "px" : "");
    }
    if (strcmp(n->name, "svg") == 0) {
        add_size(css, n, "width");
        add_size(css, n, "height");
    }
}
