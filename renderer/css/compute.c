/*
 * compute.c - which declaration wins for each property, and its computed
 * value (CSS Cascade 4, sections 6 and 7).
 *
 * Process: renderer.  Distrusts: style sheets.
 */
#include "css/cascade.h"

#include <math.h>

/* The winning declarations of one element. */
struct winners {
    const struct declaration *all[PROP_LOGICAL_END];
    const struct declaration *agent[PROP_LOGICAL_END]; /* for revert */
    uint32_t order[PROP_LOGICAL_END];
    uint32_t next_order;
    struct buf custom; /* const struct declaration * */
};

/* ---- initial values ----------------------------------------------------- */

void
compute_initial(struct computed *out, float zoom)
{
    const struct length zero = {.kind = LENGTH_VALUE};
    const struct length half = {.kind = LENGTH_VALUE, .percent = 50};
    struct style *s = &out->s;

    memset(out, 0, sizeof *out);
    s->display = DISPLAY_INLINE;
    s->opacity = 1;
    s->color = 0xFF000000;
    s->font_family = "serif";
    s->font_weight = 400;
    s->tab_size = 8;
    s->list_style = LIST_DISC;
    s->decoration_style = BORDER_SOLID;
    s->flex_shrink = 1;
    s->align_items = s->align_content = s->justify_content = ALIGN_NORMAL;
    s->justify_items = ALIGN_NORMAL;
    s->text_indent = s->vertical_align_length = zero;
    s->transform[0] = s->transform[3] = 1;
    for (int i = 0; i < 2; i++) {
        s->transform_percent[i] = zero;
        s->transform_origin[i] = s->object_position[i] = half;
    }
    for (int i = 0; i < 4; i++) {
        s->margin[i] = s->padding[i] = zero;
        s->radius[i][0] = s->radius[i][1] = zero;
        out->border_width[i] = to_unit(3 * (double)zoom) / UNIT * UNIT;
        out->border_color[i].current = true;
    }
    out->outline_width = out->column_rule_width = out->border_width[0];
    out->outline_color.current = out->decoration_color.current = true;
    out->column_rule_color.current = true;
    s->text_align_last = TEXT_ALIGN_AUTO;
    svg_style_initial(&s->svg);
    out->line_height.normal = s->line_height_normal = true;
    out->font_keyword = 16;
    s->font_size = to_unit(16 * (double)zoom);
}

/* ---- winners ------------------------------------------------------------ */

static void
take_block(struct winners *w, const struct matched *m, bool important,
           bool quirks)
{
    for (unsigned i = 0; i < m->block->count; i++) {
        const struct declaration *d = &m->block->items[i];

        if (d->important != important || (d->quirk && !quirks))
            continue;
        if (d->property == PROP_CUSTOM) {
            buf_add(&w->custom, &d, sizeof d);
            continue;
        }
        w->all[d->property] = d;
        w->order[d->property] = ++w->next_order;
        if (m->origin == ORIGIN_AGENT)
            w->agent[d->property] = d;
    }
}

static void
take_important(struct winners *w, const struct matched *m, int pseudo,
               bool quirks)
{
    if (m->pseudo == pseudo && m->block->has_important)
        take_block(w, m, true, quirks);
}

static void
find_winners(struct winners *w, const struct matched *matched, size_t count,
             int pseudo, bool quirks)
{
    for (size_t i = 0; i < count; i++)
        if (matched[i].pseudo == pseudo && matched[i].block->has_normal)
            take_block(w, &matched[i], false, quirks);
    /* Importance turns the order of origins and layers round. */
    for (size_t end = count; end > 0;) {
        size_t from = end;

        while (from > 0 && matched[from - 1].layer == matched[end - 1].layer &&
               matched[from - 1].origin == matched[end - 1].origin)
            from--;
        for (size_t i = from; i < end; i++)
            if (matched[i].origin == ORIGIN_AUTHOR)
                take_important(w, &matched[i], pseudo, quirks);
        end = from;
    }
    for (size_t i = 0; i < count; i++)
        if (matched[i].origin == ORIGIN_INLINE)
            take_important(w, &matched[i], pseudo, quirks);
    for (size_t i = 0; i < count; i++)
        if (matched[i].origin == ORIGIN_AGENT)
            take_important(w, &matched[i], pseudo, quirks);
}

/* Logical properties become physical ones, the later declaration winning. */
static void
place_logical(struct winners *w, bool rtl)
{
    for (unsigned id = PROP_COUNT; id < PROP_LOGICAL_END; id++) {
        unsigned physical = property_physical(id, rtl);
        if (w->all[id] != NULL && w->order[id] > w->order[physical]) {
            w->all[physical] = w->all[id];
            w->order[physical] = w->order[id];
        }
        if (w->agent[id] != NULL && w->agent[physical] == NULL)
            w->agent[physical] = w->agent[id];
    }
}

/* ---- applying ----------------------------------------------------------- */

static void
copy_field(struct computed *to, const struct computed *from,
           const struct property *p)
{
    memcpy((uint8_t *)to + p->offset, (const uint8_t *)from + p->offset,
           p->size);
}

static void
set_default(struct cascade *cascade, struct compute *c, unsigned id,
            bool inherit)
{
    const struct computed *from = inherit ? c->parent : cascade->initial;

    copy_field(c->out, from, &properties[id]);
    if (id == PROP_font_size) {
        c->out->font_keyword = from->font_keyword;
    } else if (id == PROP_font_family) {
        c->out->monospace = from->monospace;
    }
}

static void
apply_declaration(struct cascade *cascade, struct compute *c, unsigned id,
                  const struct winners *w)
{
    const struct property *p = &properties[id];
    struct value value = w->all[id]->value;
    struct tokens tokens;

    if (value.kind == VALUE_REVERT && w->agent[id] != NULL)
        value = w->agent[id]->value;
    if (value.kind == VALUE_PENDING) {
        const struct pending *pending = value.pending;
        unsigned written = w->all[id]->property;
        if (!variables_substitute(cascade, c->out->variables, pending->tokens,
                                  &tokens) ||
            !property_parse_pending(c->arena, written, pending, tokens, &value))
            value = (struct value){.kind = VALUE_UNSET};
    }
    switch (value.kind) {
    case VALUE_INITIAL:
        set_default(cascade, c, id, false);
        break;
    case VALUE_INHERIT:
        set_default(cascade, c, id, true);
        break;
    case VALUE_UNSET:
    case VALUE_REVERT:
        set_default(cascade, c, id, p->inherited);
        break;
    default:
        p->apply(c, p, &value, (uint8_t *)c->out + p->offset);
        break;
    }
}

/* A keyword's size in monospace, which is 13 where others are 16; the small
 * ones are not made smaller by as much.  As in all browsers. */
static double
monospace_px(double size, bool quirks)
{
    static const struct {
        double other, strict, quirky;
    } keywords[] = {{9, 9, 9},    {10, 10, 9},  {13, 12, 10}, {16, 13, 13},
                    {18, 16, 16}, {24, 20, 20}, {32, 26, 26}, {48, 39, 40}};

    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++)
        if (fabs(size - keywords[i].other) < 0.01)
            return quirks ? keywords[i].quirky : keywords[i].strict;
    return size * 13 / 16;
}

static void
settle_font(struct cascade *cascade, struct compute *c)
{
    double zoom = (double)cascade->context->zoom;
    double size = (double)c->out->font_keyword;

    if (size > 0 && c->out->monospace)
        size = monospace_px(size, c->quirks);
    if (size > 0)
        c->out->s.font_size = to_unit(size * zoom);
    if (c->out->s.font_size > LENGTH_LIMIT / 128)
        c->out->s.font_size = LENGTH_LIMIT / 128;
    c->base.em = (double)c->out->s.font_size / UNIT;
    c->base.style = &c->out->s;
    if (cascade->root == NULL)
        c->base.rem = c->base.em;
}

static double
line_height_px(const struct computed *computed)
{
    double size = (double)computed->s.font_size / UNIT;

    if (computed->line_height.normal)
        return size * 1.2;
    if (computed->line_height.factor > 0)
        return size * (double)computed->line_height.factor;
    return (double)computed->line_height.px / UNIT;
}

static void
inherit_all(struct computed *out, const struct computed *parent)
{
    for (unsigned id = 0; id < PROP_COUNT; id++)
        if (properties[id].inherited)
            copy_field(out, parent, &properties[id]);
    out->font_keyword = parent->font_keyword;
    out->monospace = parent->monospace;
    out->variables = parent->variables;
}

static void
prepare(struct cascade *cascade, struct compute *c,
        const struct computed *parent)
{
    const struct computed *root =
        cascade->root != NULL ? cascade->root : cascade->initial;
    const struct style_context *context = cascade->context;

    *c = (struct compute){.parent = parent,
                          .arena = cascade->arena,
                          .context = context,
                          .quirks = cascade->quirks};
    c->base.em = (double)parent->s.font_size / UNIT;
    c->base.style = &parent->s;
    c->base.font_units = context->font_units;
    c->base.rem = (double)root->s.font_size / UNIT;
    c->base.line_height = line_height_px(parent);
    c->base.root_line_height = line_height_px(root);
    c->base.zoom = (double)context->zoom;
    c->base.sees_viewport = context->sees_viewport;
    c->base.viewport_width =
        (double)context->viewport_width / UNIT * c->base.zoom;
    c->base.viewport_height =
        (double)context->viewport_height / UNIT * c->base.zoom;
}

struct computed *
compute_style(struct cascade *cascade, const struct matched *matched,
              size_t count, const struct computed *parent, int pseudo)
{
    struct winners w;
    struct compute c;
    bool is_root = parent == NULL;

    memset(&w, 0, sizeof w);
    if (is_root)
        parent = cascade->initial;
    prepare(cascade, &c, parent);
    c.out = arena_alloc(cascade->arena, sizeof *c.out);
    *c.out = *cascade->initial;
    inherit_all(c.out, parent);
    find_winners(&w, matched, count, pseudo, cascade->quirks);
    if (w.custom.size > 0)
        c.out->variables = variables_create(
            cascade, parent->variables,
            (const struct declaration *const *)(void *)w.custom.data,
            w.custom.size / sizeof(struct declaration *));
    buf_finish(&w.custom);
    for (unsigned id = 0; id < PROP_COUNT; id++) {
        if (w.all[id] != NULL)
            apply_declaration(cascade, &c, id, &w);
        if (id == PROP_font_size)
            settle_font(cascade, &c);
        else if (id == PROP_direction)
            place_logical(&w, c.out->s.direction == DIRECTION_RTL);
        else if (id == PROP_line_height)
            c.base.line_height = line_height_px(c.out);
    }
    compute_finish(&c, is_root);
    return c.out;
}

/* ---- anonymous boxes ---------------------------------------------------- */

const struct style *
style_anonymous(struct arena *a, const struct style *parent,
                enum display display)
{
    static struct computed initial;
    static bool have_initial;
    struct style *s = arena_alloc(a, sizeof *s);

    if (!have_initial)
        compute_initial(&initial, 1);
    have_initial = true;
    *s = initial.s;
    /* Layout has styles of its own making: only what stands in struct style
     * may be read of the parent. */
    for (unsigned id = 0; id < PROP_COUNT; id++) {
        const struct property *p = &properties[id];
        if (p->inherited && p->offset + p->size <= sizeof *s)
            memcpy((uint8_t *)s + p->offset,
                   (const uint8_t *)parent + p->offset, p->size);
    }
    s->line_height = parent->line_height;
    s->line_height_normal = parent->line_height_normal;
    s->display = display;
    return s;
}
