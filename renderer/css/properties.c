/*
 * properties.c - the table of properties, and declarations by it.
 *
 * Process: renderer.  Distrusts: style sheets.
 */
#include "css/properties.h"

#include "css/syntax.h"

#define OFFSET(field) offsetof(struct computed, field)
#define END_OF(field) (OFFSET(field) + sizeof(((struct computed *)0)->field))

const struct property properties[PROP_COUNT] = {
#define PROPERTY(id, name, inherited, first, last, parse, apply, allow, \
                 keywords)                                              \
    {name,                                                              \
     (uint16_t)OFFSET(first),                                           \
     (uint16_t)(END_OF(last) - OFFSET(first)),                          \
     inherited,                                                         \
     parse,                                                             \
     apply,                                                             \
     allow,                                                             \
     keywords},
#include "css/properties.def"
};

/* Other names of properties: logical ones (as in horizontal text), prefixed
 * ones, old ones. */
static const struct {
    const char *name;
    uint16_t property;
} aliases[] = {
    {"margin-inline-start", PROP_margin_inline_start},
    {"margin-inline-end", PROP_margin_inline_end},
    {"padding-inline-start", PROP_padding_inline_start},
    {"padding-inline-end", PROP_padding_inline_end},
    {"inset-inline-start", PROP_inset_inline_start},
    {"inset-inline-end", PROP_inset_inline_end},
    {"-webkit-margin-start", PROP_margin_inline_start},
    {"-webkit-padding-start", PROP_padding_inline_start},
    {"margin-block-start", PROP_margin_top},
    {"margin-block-end", PROP_margin_bottom},
    {"padding-block-start", PROP_padding_top},
    {"padding-block-end", PROP_padding_bottom},
    {"inset-block-start", PROP_top},
    {"inset-block-end", PROP_bottom},
    {"inline-size", PROP_width},
    {"block-size", PROP_height},
    {"min-inline-size", PROP_min_width},
    {"min-block-size", PROP_min_height},
    {"max-inline-size", PROP_max_width},
    {"max-block-size", PROP_max_height},
    {"border-block-start-width", PROP_border_top_width},
    {"border-block-start-style", PROP_border_top_style},
    {"border-block-start-color", PROP_border_top_color},
    {"border-block-end-width", PROP_border_bottom_width},
    {"border-block-end-style", PROP_border_bottom_style},
    {"border-block-end-color", PROP_border_bottom_color},
    {"border-inline-start-width", PROP_border_left_width},
    {"border-inline-start-style", PROP_border_left_style},
    {"border-inline-start-color", PROP_border_left_color},
    {"border-inline-end-width", PROP_border_right_width},
    {"border-inline-end-style", PROP_border_right_style},
    {"border-inline-end-color", PROP_border_right_color},
    {"border-start-start-radius", PROP_border_top_left_radius},
    {"border-start-end-radius", PROP_border_top_right_radius},
    {"border-end-start-radius", PROP_border_bottom_left_radius},
    {"border-end-end-radius", PROP_border_bottom_right_radius},
    {"word-wrap", PROP_overflow_wrap},
    {"font-variant", PROP_font_variant_caps},
    {"page-break-inside", PROP_break_inside},
    {"-webkit-column-break-inside", PROP_break_inside},
    {"-webkit-column-count", PROP_column_count},
    {"-moz-column-count", PROP_column_count},
    {"-webkit-column-width", PROP_column_width},
    {"-moz-column-width", PROP_column_width},
    {"-webkit-column-gap", PROP_column_gap},
    {"-moz-column-gap", PROP_column_gap},
    {"grid-row-gap", PROP_row_gap},
    {"grid-column-gap", PROP_column_gap},
    {"-webkit-box-shadow", PROP_box_shadow},
    {"-moz-box-shadow", PROP_box_shadow},
    {"-webkit-box-sizing", PROP_box_sizing},
    {"-moz-box-sizing", PROP_box_sizing},
    {"-webkit-transform", PROP_transform},
    {"-ms-transform", PROP_transform},
    {"-webkit-transform-origin", PROP_transform_origin},
    {"-webkit-flex-direction", PROP_flex_direction},
    {"-webkit-flex-wrap", PROP_flex_wrap},
    {"-webkit-flex-grow", PROP_flex_grow},
    {"-webkit-flex-shrink", PROP_flex_shrink},
    {"-webkit-flex-basis", PROP_flex_basis},
    {"-webkit-order", PROP_order},
    {"-webkit-justify-content", PROP_justify_content},
    {"-webkit-align-items", PROP_align_items},
    {"-webkit-align-self", PROP_align_self},
    {"-webkit-align-content", PROP_align_content},
    {"-webkit-background-size", PROP_background_size},
    {"-webkit-background-clip", PROP_background_clip},
    {"-webkit-background-origin", PROP_background_origin},
    {"-webkit-border-top-left-radius", PROP_border_top_left_radius},
    {"-webkit-border-top-right-radius", PROP_border_top_right_radius},
    {"-webkit-border-bottom-left-radius", PROP_border_bottom_left_radius},
    {"-webkit-border-bottom-right-radius", PROP_border_bottom_right_radius},
    {"-webkit-opacity", PROP_opacity},
    {"-moz-opacity", PROP_opacity},
    {"-moz-tab-size", PROP_tab_size},
    {"-o-tab-size", PROP_tab_size},
};

enum { ALIAS_COUNT = sizeof aliases / sizeof *aliases, TABLE_SIZE = 1024 };

unsigned
property_physical(unsigned id, bool rtl)
{
    switch (id) {
    case PROP_margin_inline_start:
        return rtl ? PROP_margin_right : PROP_margin_left;
    case PROP_margin_inline_end:
        return rtl ? PROP_margin_left : PROP_margin_right;
    case PROP_padding_inline_start:
        return rtl ? PROP_padding_right : PROP_padding_left;
    case PROP_padding_inline_end:
        return rtl ? PROP_padding_left : PROP_padding_right;
    case PROP_inset_inline_start:
        return rtl ? PROP_right : PROP_left;
    case PROP_inset_inline_end:
        return rtl ? PROP_left : PROP_right;
    default:
        return id;
    }
}

/* ---- finding by name ---------------------------------------------------- */

/* Open addressing over all names: of properties[i], then aliases[i]. */
static uint16_t name_table[TABLE_SIZE];

static uint32_t
hash_nocase(struct span s)
{
    uint32_t h = 2166136261u;

    for (size_t i = 0; i < s.size; i++) {
        uint8_t c = s.data[i];
        if (c >= 'A' && c <= 'Z')
            c = (uint8_t)(c + 32);
        h = (h ^ c) * 16777619u;
    }
    return h;
}

static const char *
table_name(unsigned entry)
{
    return entry <= PROP_COUNT ? properties[entry - 1].name
                               : aliases[entry - 1 - PROP_COUNT].name;
}

static void
fill_table(void)
{
    for (unsigned entry = 1; entry <= PROP_COUNT + ALIAS_COUNT; entry++) {
        uint32_t at = hash_nocase(span_of(table_name(entry))) % TABLE_SIZE;
        while (name_table[at] != 0)
            at = (at + 1) % TABLE_SIZE;
        name_table[at] = (uint16_t)entry;
    }
}

/* PROP_CUSTOM if there is none. */
static unsigned
property_by_name(struct span name)
{
    static bool filled;

    if (!filled)
        fill_table();
    filled = true;
    for (uint32_t at = hash_nocase(name) % TABLE_SIZE; name_table[at] != 0;
         at = (at + 1) % TABLE_SIZE) {
        unsigned entry = name_table[at];
        if (!span_is_nocase(name, table_name(entry)))
            continue;
        return entry <= PROP_COUNT ? entry - 1
                                   : aliases[entry - 1 - PROP_COUNT].property;
    }
    return PROP_CUSTOM;
}

/* ---- declarations ------------------------------------------------------- */

struct declarations {
    struct arena *arena;
    const char *base_url;
    struct buf list; /* struct declaration */
};

static void
add_declaration(struct declarations *d, unsigned property, bool important,
                bool quirk, struct value value, const char *name)
{
    struct declaration one = {.property = (uint16_t)property,
                              .important = important,
                              .quirk = quirk,
                              .value = value,
                              .name = name};

    buf_add(&d->list, &one, sizeof one);
}

static bool
have_function(struct tokens t, const char *name)
{
    for (; t.at < t.end; t.at++)
        if (t.at->type == TOKEN_FUNCTION &&
            span_is_nocase(token_span(t.at), name))
            return true;
    return false;
}

bool
tokens_have_attribute(struct tokens t)
{
    return have_function(t, "attr");
}

bool
tokens_have_substitution(struct tokens t)
{
    return have_function(t, "var") || tokens_have_attribute(t);
}

static bool
wide_keyword(struct tokens value, struct value *out)
{
    static const struct keyword wide[] = {
        {"initial", VALUE_INITIAL},     {"inherit", VALUE_INHERIT},
        {"unset", VALUE_UNSET},         {"revert", VALUE_REVERT},
        {"revert-layer", VALUE_REVERT}, {NULL, 0}};
    struct css_input in = {.t = value};
    struct value v;

    if (!parse_keyword_of(&in, wide, &v) || !parse_at_end(&in))
        return false;
    *out = (struct value){.kind = (uint8_t)v.keyword};
    return true;
}

/* Tokens that outlive the sheet's token array. */
static struct tokens
copy_tokens(struct arena *a, struct tokens t)
{
    size_t count = (size_t)(t.end - t.at);
    struct token *copy = arena_array(a, count, sizeof *copy);

    if (count > 0)
        memcpy(copy, t.at, count * sizeof *copy);
    return (struct tokens){copy, copy + count};
}

static struct value
pending_value(struct declarations *d, struct tokens tokens,
              const struct shorthand *shorthand)
{
    struct pending *p = arena_alloc(d->arena, sizeof *p);

    p->tokens = copy_tokens(d->arena, tokens);
    p->base_url = d->base_url;
    p->shorthand = shorthand;
    return (struct value){.kind = VALUE_PENDING, .pending = p};
}

static void
add_custom(struct declarations *d, struct span name, struct tokens value,
           bool important)
{
    struct value v;

    name = (struct span){name.data + 2, name.size - 2};
    if (!wide_keyword(value, &v))
        v = pending_value(d, value, NULL);
    add_declaration(d, PROP_CUSTOM, important, false, v,
                    arena_text(d->arena, name));
}

static bool
add_shorthand(struct declarations *d, const struct shorthand *s,
              struct tokens value, bool important)
{
    struct css_input in = {
        .t = value, .arena = d->arena, .base_url = d->base_url};
    struct longhand_values out = {.count = 0};
    struct value same;

    if (wide_keyword(value, &same) || tokens_have_substitution(value)) {
        if (tokens_have_substitution(value))
            same = pending_value(d, value, s);
        for (unsigned i = 0; s->longhands[i] != PROP_CUSTOM; i++)
            add_declaration(d, s->longhands[i], important, false, same, NULL);
        return true;
    }
    if (!s->parse(&in, s, &out) || !parse_at_end(&in) ||
        (in.quirk && !s->quirks))
        return false;
    for (unsigned i = 0; i < out.count; i++)
        add_declaration(d, out.items[i].property, important, in.quirk,
                        out.items[i].value, NULL);
    return true;
}

static bool
add_longhand(struct declarations *d, unsigned id, struct tokens value,
             bool important)
{
    const struct property *p = &properties[property_physical(id, false)];
    struct css_input in = {
        .t = value, .arena = d->arena, .base_url = d->base_url};
    struct value v = {0};

    if (!wide_keyword(value, &v)) {
        /* content knows attr() without a type itself. */
        bool whole = (id == PROP_content || !tokens_have_substitution(value)) &&
                     p->parse(&in, p, &v) && parse_at_end(&in);

        if (!whole && !tokens_have_substitution(value))
            return false;
        if (!whole)
            v = pending_value(d, value, NULL);
    }
    add_declaration(d, id, important, in.quirk, v, NULL);
    return true;
}

static bool
add_all(struct declarations *d, struct tokens value, bool important)
{
    struct value v;

    if (!wide_keyword(value, &v))
        return false;
    for (unsigned id = 0; id < PROP_COUNT; id++)
        if (id != PROP_direction && id != PROP_unicode_bidi)
            add_declaration(d, id, important, false, v, NULL);
    return true;
}

/* Bad tokens make any value invalid, custom properties' too. */
static bool
is_clean(struct tokens t)
{
    for (; t.at < t.end; tokens_next(&t))
        switch (tokens_type(&t)) {
        case TOKEN_BAD_STRING:
        case TOKEN_BAD_URL:
        case TOKEN_CLOSE:
        case TOKEN_CLOSE_SQUARE:
        case TOKEN_CLOSE_CURLY:
        case TOKEN_SEMICOLON: /* in @supports */
            return false;
        case TOKEN_DELIM:
            if (t.at->delim == '!')
                return false;
            break;
        default:
            break;
        }
    return true;
}

static bool
add_named(struct declarations *d, struct written_declaration w)
{
    struct span name = w.name;
    const struct shorthand *s;
    unsigned id;

    if (!is_clean(w.value))
        return false;
    if (name.size > 2 && name.data[0] == '-' && name.data[1] == '-') {
        add_custom(d, name, w.value, w.important);
        return true;
    }
    if (w.value.at == w.value.end)
        return false;
    id = property_by_name(name);
    if (id != PROP_CUSTOM)
        return add_longhand(d, id, w.value, w.important);
    s = shorthand_by_name(name);
    if (s != NULL)
        return add_shorthand(d, s, w.value, w.important);
    return span_is_nocase(name, "all") && add_all(d, w.value, w.important);
}

void
declarations_parse(struct arena *a, struct tokens contents,
                   const char *base_url, struct block *out)
{
    struct declarations d = {.arena = a, .base_url = base_url};
    struct written_declaration written;
    struct declaration *items;

    while (contents.at < contents.end) {
        if (contents.at->type == TOKEN_SPACE ||
            contents.at->type == TOKEN_SEMICOLON)
            contents.at++;
        else if (syntax_declaration(syntax_cut_declaration(&contents),
                                    &written))
            add_named(&d, written);
    }
    *out = (struct block){.count = (unsigned)(d.list.size / sizeof *items)};
    items = arena_array(a, out->count, sizeof *items);
    if (out->count > 0)
        memcpy(items, d.list.data, d.list.size);
    for (unsigned i = 0; i < out->count; i++) {
        out->has_important |= items[i].important;
        out->has_normal |= !items[i].important;
        out->sees_attributes |=
            items[i].value.kind == VALUE_PENDING &&
            tokens_have_attribute(items[i].value.pending->tokens);
    }
    out->items = items;
    buf_finish(&d.list);
}

bool
declaration_is_supported(struct arena *a, struct tokens t)
{
    struct declarations d = {.arena = a, .base_url = ""};
    struct written_declaration written;
    bool ok = syntax_declaration(t, &written) && add_named(&d, written);

    buf_finish(&d.list);
    return ok;
}

bool
property_parse_pending(struct arena *a, unsigned id, const struct pending *p,
                       struct tokens tokens, struct value *out)
{
    struct declarations d = {.arena = a, .base_url = p->base_url};
    const struct declaration *items;
    bool found = false;

    tokens = tokens_trim(tokens);
    if (tokens.at == tokens.end || tokens_have_substitution(tokens))
        return false;
    if (p->shorthand != NULL)
        add_shorthand(&d, p->shorthand, tokens, false);
    else
        add_longhand(&d, id, tokens, false);
    items = (const struct declaration *)(const void *)d.list.data;
    for (size_t i = 0; i < d.list.size / sizeof *items && !found; i++)
        if (items[i].property == id && !items[i].quirk) {
            *out = items[i].value;
            found = true;
        }
    buf_finish(&d.list);
    return found;
}
