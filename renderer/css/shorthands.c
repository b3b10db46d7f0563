/*
 * shorthands.c - shorthand properties and the longhands they set.
 *
 * Process: renderer.  Distrusts: style sheets.
 */
#include "css/grid_values.h"
#include "css/images.h"

void
shorthand_emit(struct longhand_values *out, unsigned property,
               struct value value)
{
    out->items[out->count].property = (uint16_t)property;
    out->items[out->count].value = value;
    out->count++;
}

bool
shorthand_longhand(struct css_input *in, unsigned id, struct value *out)
{
    const struct property *p = &properties[property_physical(id, false)];
    struct css_input copy = *in;
    struct value v = {0};

    if (p->parse(in, p, &v)) {
        *out = v;
        return true;
    }
    *in = copy;
    return false;
}

/* One to four values for the sides. */
static bool
parse_sides(struct css_input *in, const struct shorthand *s,
            struct longhand_values *out)
{
    struct value v[4];
    int count = 0;

    while (count < 4 && !parse_at_end(in) &&
           shorthand_longhand(in, s->longhands[count], &v[count]))
        count++;
    if (count == 0)
        return false;
    if (count < 2)
        v[1] = v[0];
    if (count < 3)
        v[2] = v[0];
    if (count < 4)
        v[3] = v[1];
    for (int i = 0; i < 4; i++)
        shorthand_emit(out, s->longhands[i], v[i]);
    return true;
}

/* One or two values for two longhands. */
static bool
parse_pair(struct css_input *in, const struct shorthand *s,
           struct longhand_values *out)
{
    struct value v[2];

    if (!shorthand_longhand(in, s->longhands[0], &v[0]))
        return false;
    if (parse_at_end(in) || !shorthand_longhand(in, s->longhands[1], &v[1]))
        v[1] = v[0];
    shorthand_emit(out, s->longhands[0], v[0]);
    shorthand_emit(out, s->longhands[1], v[1]);
    return true;
}

static struct value
initial_value(void)
{
    return (struct value){.kind = VALUE_INITIAL};
}

/* Any of the longhands in any order, the rest initial. */
static bool
parse_any_order(struct css_input *in, const struct shorthand *s,
                struct longhand_values *out)
{
    unsigned count = 0;
    bool any = false;

    for (; s->longhands[count] != PROP_CUSTOM; count++)
        shorthand_emit(out, s->longhands[count], initial_value());
    for (unsigned set = 0; !parse_at_end(in);) {
        unsigned i = 0;
        while (i < count &&
               ((set >> i & 1) ||
                !shorthand_longhand(in, s->longhands[i], &out->items[i].value)))
            i++;
        if (i == count)
            return false;
        set |= 1u << i;
        any = true;
    }
    return any;
}

/* border, border-inline, border-block: width, style, colour for all sides;
 * the longhands come in threes.  Behind four sides of them border resets
 * border-image. */
static bool
parse_border(struct css_input *in, const struct shorthand *s,
             struct longhand_values *out)
{
    struct value v[3] = {initial_value(), initial_value(), initial_value()};
    bool set[3] = {false, false, false}, any = false;

    while (!parse_at_end(in)) {
        int i = 0;
        while (i < 3 &&
               (set[i] || !shorthand_longhand(in, s->longhands[i], &v[i])))
            i++;
        if (i == 3)
            return false;
        set[i] = any = true;
    }
    for (int i = 0; s->longhands[i] != PROP_CUSTOM; i++)
        shorthand_emit(out, s->longhands[i],
                       i < 12 ? v[i % 3] : initial_value());
    return any;
}

static int
parse_radii(struct css_input *in, struct value v[4])
{
    int count = 0;

    while (count < 4 && parse_length_value(in, ALLOW_PERCENT, &v[count]))
        count++;
    if (count == 1)
        v[1] = v[0];
    if (count == 1 || count == 2)
        v[2] = v[0];
    if (count > 0 && count < 4)
        v[3] = v[1];
    return count;
}

static bool
parse_radius(struct css_input *in, const struct shorthand *s,
             struct longhand_values *out)
{
    struct value horizontal[4], vertical[4];

    if (parse_radii(in, horizontal) == 0)
        return false;
    memcpy(vertical, horizontal, sizeof vertical);
    if (parse_slash(in) && parse_radii(in, vertical) == 0)
        return false;
    for (int i = 0; i < 4; i++) {
        struct value *both = arena_array(in->arena, 2, sizeof *both);
        both[0] = horizontal[i];
        both[1] = vertical[i];
        shorthand_emit(
            out, s->longhands[i],
            (struct value){.kind = VALUE_LIST, .keyword = 2, .items = both});
    }
    return true;
}

/* font: [style || variant || weight || stretch]? size [/ line-height]?
 * family, or a system font. */
static bool
parse_font(struct css_input *in, const struct shorthand *s,
           struct longhand_values *out)
{
    static const struct keyword system[] = {
        {"caption", 0},     {"icon", 0},          {"menu", 0},
        {"message-box", 0}, {"small-caption", 0}, {"status-bar", 0},
        {NULL, 0}};
    static const struct keyword stretch[] = {
        {"ultra-condensed", 0}, {"extra-condensed", 0}, {"condensed", 0},
        {"semi-condensed", 0},  {"semi-expanded", 0},   {"expanded", 0},
        {"extra-expanded", 0},  {"ultra-expanded", 0},  {NULL, 0}};
    enum { FAMILY, SIZE_OF_FONT, HEIGHT, STYLE, CAPS, WEIGHT };
    struct value v;

    for (int i = 0; s->longhands[i] != PROP_CUSTOM; i++)
        shorthand_emit(out, s->longhands[i], initial_value());
    if (parse_keyword_of(in, system, &v)) {
        out->items[SIZE_OF_FONT].value = value_px(13.333f);
        out->items[FAMILY].value =
            (struct value){.kind = VALUE_TEXT, .text = "sans-serif"};
        return true;
    }
    for (int i = 0; i < 4; i++) {
        if (parse_ident(in, "normal") || parse_keyword_of(in, stretch, &v))
            continue;
        if (!shorthand_longhand(in, PROP_font_style,
                                &out->items[STYLE].value) &&
            !shorthand_longhand(in, PROP_font_variant_caps,
                                &out->items[CAPS].value) &&
            !shorthand_longhand(in, PROP_font_weight,
                                &out->items[WEIGHT].value))
            break;
    }
    if (!shorthand_longhand(in, PROP_font_size,
                            &out->items[SIZE_OF_FONT].value))
        return false;
    if (parse_slash(in) &&
        !shorthand_longhand(in, PROP_line_height, &out->items[HEIGHT].value))
        return false;
    return shorthand_longhand(in, PROP_font_family, &out->items[FAMILY].value);
}

/* list-style: none may mean the image or the type. */
static bool
parse_list_style(struct css_input *in, const struct shorthand *s,
                 struct longhand_values *out)
{
    enum { TYPE, IMAGE, PLACE };
    bool set[3] = {false, false, false};
    int nones = 0;

    for (int i = 0; i < 3; i++)
        shorthand_emit(out, s->longhands[i], initial_value());
    while (!parse_at_end(in)) {
        int i;
        if (parse_ident(in, "none")) {
            nones++;
            continue;
        }
        for (i = PLACE; i >= 0; i--)
            if (!set[i] &&
                shorthand_longhand(in, s->longhands[i], &out->items[i].value))
                break;
        if (i < 0)
            return false;
        set[i] = true;
    }
    if (nones > 0 && !set[TYPE]) {
        out->items[TYPE].value = value_keyword(LIST_NONE);
        set[TYPE] = true;
        nones--;
    }
    if (nones > 0 && !set[IMAGE]) {
        set[IMAGE] = true;
        nones--;
    }
    return nones == 0 && (set[TYPE] || set[IMAGE] || set[PLACE]);
}

static bool
parse_text_decoration(struct css_input *in, const struct shorthand *s,
                      struct longhand_values *out)
{
    bool set[4] = {false, false, false, false}, any = false;

    for (int i = 0; i < 4; i++)
        shorthand_emit(out, s->longhands[i], initial_value());
    while (!parse_at_end(in)) {
        int i = 0;
        while (i < 4 && (set[i] || !shorthand_longhand(in, s->longhands[i],
                                                       &out->items[i].value)))
            i++;
        if (i == 4)
            return false;
        set[i] = any = true;
    }
    return any;
}

static bool
parse_flex(struct css_input *in, const struct shorthand *s,
           struct longhand_values *out)
{
    struct value grow = {.kind = VALUE_NUMBER, .number = 1}, shrink = grow;
    struct value basis = value_percent(0);
    bool have_grow = false, have_basis = false;

    (void)s;
    if (parse_ident(in, "none")) {
        grow.number = shrink.number = 0;
        basis = value_keyword(LENGTH_AUTO);
        have_grow = true;
    } else {
        while (!parse_at_end(in)) {
            if (!have_grow && shorthand_longhand(in, PROP_flex_grow, &grow)) {
                have_grow = true;
                shorthand_longhand(in, PROP_flex_shrink, &shrink);
            } else if (!have_basis &&
                       shorthand_longhand(in, PROP_flex_basis, &basis)) {
                have_basis = true;
            } else {
                return false;
            }
        }
    }
    shorthand_emit(out, PROP_flex_grow, grow);
    shorthand_emit(out, PROP_flex_shrink, shrink);
    shorthand_emit(out, PROP_flex_basis, basis);
    return have_grow || have_basis;
}

/* ---- the table ---------------------------------------------------------- */

#define SIDES(name, pattern_top, right, bottom, left)                 \
    static const uint16_t name[] = {pattern_top, right, bottom, left, \
                                    PROP_CUSTOM}

SIDES(margins, PROP_margin_top, PROP_margin_right, PROP_margin_bottom,
      PROP_margin_left);
SIDES(paddings, PROP_padding_top, PROP_padding_right, PROP_padding_bottom,
      PROP_padding_left);
SIDES(insets, PROP_top, PROP_right, PROP_bottom, PROP_left);
SIDES(border_widths, PROP_border_top_width, PROP_border_right_width,
      PROP_border_bottom_width, PROP_border_left_width);
SIDES(border_styles, PROP_border_top_style, PROP_border_right_style,
      PROP_border_bottom_style, PROP_border_left_style);
SIDES(border_colors, PROP_border_top_color, PROP_border_right_color,
      PROP_border_bottom_color, PROP_border_left_color);
SIDES(radii, PROP_border_top_left_radius, PROP_border_top_right_radius,
      PROP_border_bottom_right_radius, PROP_border_bottom_left_radius);

#define BORDER_OF(side)                                     \
    PROP_border_##side##_width, PROP_border_##side##_style, \
        PROP_border_##side##_color
#define BORDER_IMAGE                                       \
    PROP_border_image_source, PROP_border_image_slice,     \
        PROP_border_image_width, PROP_border_image_outset, \
        PROP_border_image_repeat, PROP_CUSTOM
static const uint16_t border_top[] = {BORDER_OF(top), PROP_CUSTOM};
static const uint16_t border_right[] = {BORDER_OF(right), PROP_CUSTOM};
static const uint16_t border_bottom[] = {BORDER_OF(bottom), PROP_CUSTOM};
static const uint16_t border_left[] = {BORDER_OF(left), PROP_CUSTOM};
static const uint16_t border_all[] = {BORDER_OF(top), BORDER_OF(right),
                                      BORDER_OF(bottom), BORDER_OF(left),
                                      BORDER_IMAGE};
static const uint16_t border_image[] = {BORDER_IMAGE};
static const uint16_t border_inline[] = {BORDER_OF(left), BORDER_OF(right),
                                         PROP_CUSTOM};
static const uint16_t border_block[] = {BORDER_OF(top), BORDER_OF(bottom),
                                        PROP_CUSTOM};

#define PAIR(name, first, second) \
    static const uint16_t name[] = {first, second, PROP_CUSTOM}
PAIR(margin_inline, PROP_margin_inline_start, PROP_margin_inline_end);
PAIR(margin_block, PROP_margin_top, PROP_margin_bottom);
PAIR(padding_inline, PROP_padding_inline_start, PROP_padding_inline_end);
PAIR(padding_block, PROP_padding_top, PROP_padding_bottom);
PAIR(inset_inline, PROP_inset_inline_start, PROP_inset_inline_end);
PAIR(inset_block, PROP_top, PROP_bottom);
PAIR(overflow, PROP_overflow_x, PROP_overflow_y);
PAIR(gap, PROP_row_gap, PROP_column_gap);
PAIR(flex_flow, PROP_flex_direction, PROP_flex_wrap);
PAIR(place_content, PROP_align_content, PROP_justify_content);
PAIR(place_items, PROP_align_items, PROP_justify_items);
PAIR(place_self, PROP_align_self, PROP_justify_self);
PAIR(columns, PROP_column_count, PROP_column_width);
PAIR(grid_row, PROP_grid_row_start, PROP_grid_row_end);
PAIR(grid_column, PROP_grid_column_start, PROP_grid_column_end);
SIDES(grid_area, PROP_grid_row_start, PROP_grid_column_start, PROP_grid_row_end,
      PROP_grid_column_end);
PAIR(background_position, PROP_background_position_x,
     PROP_background_position_y);

static const uint16_t column_rule[] = {PROP_column_rule_width,
                                       PROP_column_rule_style,
                                       PROP_column_rule_color, PROP_CUSTOM};
static const uint16_t outline[] = {PROP_outline_width, PROP_outline_style,
                                   PROP_outline_color, PROP_CUSTOM};
static const uint16_t grid[] = {PROP_grid_template_rows,
                                PROP_grid_template_columns,
                                PROP_grid_template_areas,
                                PROP_grid_auto_flow,
                                PROP_grid_auto_rows,
                                PROP_grid_auto_columns,
                                PROP_CUSTOM};
static const uint16_t grid_template[] = {PROP_grid_template_rows,
                                         PROP_grid_template_columns,
                                         PROP_grid_template_areas, PROP_CUSTOM};
static const uint16_t list_style[] = {PROP_list_style_type,
                                      PROP_list_style_image,
                                      PROP_list_style_position, PROP_CUSTOM};
static const uint16_t text_decoration[] = {
    PROP_text_decoration_line, PROP_text_decoration_style,
    PROP_text_decoration_color, PROP_text_decoration_thickness, PROP_CUSTOM};
static const uint16_t flex[] = {PROP_flex_grow, PROP_flex_shrink,
                                PROP_flex_basis, PROP_CUSTOM};
static const uint16_t font[] = {
    PROP_font_family,       PROP_font_size,   PROP_line_height, PROP_font_style,
    PROP_font_variant_caps, PROP_font_weight, PROP_CUSTOM};
static const uint16_t background[] = {
    PROP_background_image,      PROP_background_position_x,
    PROP_background_position_y, PROP_background_size,
    PROP_background_repeat,     PROP_background_attachment,
    PROP_background_clip,       PROP_background_origin,
    PROP_background_color,      PROP_CUSTOM};

/* A number and a width in any order; auto is for either. */
static bool
parse_columns(struct css_input *in, const struct shorthand *s,
              struct longhand_values *out)
{
    struct value v[2] = {initial_value(), initial_value()};
    bool set[2] = {false, false}, any = false;

    while (!parse_at_end(in)) {
        if (parse_ident(in, "auto"))
            any = true;
        else if (!set[0] && shorthand_longhand(in, s->longhands[0], &v[0]))
            set[0] = any = true;
        else if (!set[1] && shorthand_longhand(in, s->longhands[1], &v[1]))
            set[1] = any = true;
        else
            return false;
    }
    shorthand_emit(out, s->longhands[0], v[0]);
    shorthand_emit(out, s->longhands[1], v[1]);
    return any;
}

/* The last column: whether the quirks of lengths and colours hold. */
static const struct shorthand shorthands[] = {
    {"margin", parse_sides, margins, true},
    {"padding", parse_sides, paddings, true},
    {"border", parse_border, border_all, false},
    {"background", parse_background_shorthand, background, false},
    {"font", parse_font, font, false},
    {"border-image", parse_border_image, border_image, false},
    {"-webkit-border-image", parse_border_image, border_image, false},
    {"border-top", parse_any_order, border_top, false},
    {"border-right", parse_any_order, border_right, false},
    {"border-bottom", parse_any_order, border_bottom, false},
    {"border-left", parse_any_order, border_left, false},
    {"border-block-start", parse_any_order, border_top, false},
    {"border-block-end", parse_any_order, border_bottom, false},
    {"border-inline-start", parse_any_order, border_left, false},
    {"border-inline-end", parse_any_order, border_right, false},
    {"border-inline", parse_border, border_inline, false},
    {"border-block", parse_border, border_block, false},
    {"border-width", parse_sides, border_widths, true},
    {"border-style", parse_sides, border_styles, false},
    {"border-color", parse_sides, border_colors, true},
    {"border-radius", parse_radius, radii, false},
    {"-webkit-border-radius", parse_radius, radii, false},
    {"-moz-border-radius", parse_radius, radii, false},
    {"outline", parse_any_order, outline, false},
    {"overflow", parse_pair, overflow, false},
    {"list-style", parse_list_style, list_style, false},
    {"text-decoration", parse_text_decoration, text_decoration, false},
    {"flex", parse_flex, flex, false},
    {"-webkit-flex", parse_flex, flex, false},
    {"flex-flow", parse_any_order, flex_flow, false},
    {"-webkit-flex-flow", parse_any_order, flex_flow, false},
    {"gap", parse_pair, gap, false},
    {"grid-gap", parse_pair, gap, false},
    {"inset", parse_sides, insets, false},
    {"margin-inline", parse_pair, margin_inline, false},
    {"margin-block", parse_pair, margin_block, false},
    {"padding-inline", parse_pair, padding_inline, false},
    {"padding-block", parse_pair, padding_block, false},
    {"inset-inline", parse_pair, inset_inline, false},
    {"inset-block", parse_pair, inset_block, false},
    {"background-position", parse_background_position_shorthand,
     background_position, true},
    {"place-content", parse_pair, place_content, false},
    {"place-items", parse_pair, place_items, false},
    {"place-self", parse_pair, place_self, false},
    {"columns", parse_columns, columns, false},
    {"column-rule", parse_any_order, column_rule, false},
    {"-webkit-columns", parse_columns, columns, false},
    {"-moz-columns", parse_columns, columns, false},
    {"grid-row", parse_grid_placement, grid_row, false},
    {"grid-column", parse_grid_placement, grid_column, false},
    {"grid-area", parse_grid_placement, grid_area, false},
    {"grid-template", parse_grid_template_shorthand, grid_template, false},
    {"grid", parse_grid, grid, false},
};

const struct shorthand *
shorthand_by_name(struct span name)
{
    for (size_t i = 0; i < sizeof shorthands / sizeof *shorthands; i++)
        if (span_is_nocase(name, shorthands[i].name))
            return &shorthands[i];
    return NULL;
}
