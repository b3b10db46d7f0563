/*
 * properties.h - the table of properties, declarations, and the computed
 * values behind struct style.
 *
 * Process: renderer.  Distrusts: style sheets.
 */
#ifndef BULKHEAD_PROPERTIES_H
#define BULKHEAD_PROPERTIES_H

#include "css/style.h"
#include "css/values.h"

/* ---- computed values ---------------------------------------------------- */

struct computed_color {
    rgba_t rgba;
    bool current;            /* currentcolor, resolved when all is known */
    const struct value *mix; /* likewise; or NULL */
};

struct line_height {
    bool normal;
    float factor; /* > 0: times the element's own font size */
    unit_t px;
};

/* Lists of the background properties; layers are made of them at the end. */
struct background_values {
    struct value image, x, y, size, repeat, attachment, clip, origin;
};

/* border-image's; s.border_image is made of them at the end. */
struct border_image_values {
    struct value source, slice, width, outset, repeat;
};

struct variables;

/* All of an element's computed values; s is what the rest of the program
 * sees. */
struct computed {
    struct style s;
    const struct style *pseudos[PSEUDO_COUNT];

    /* inherited */
    float font_keyword; /* px at medium = 16, or 0: size is not a keyword's */
    bool monospace;     /* the family is the generic monospace alone */
    bool has_items;     /* its children are flex items */
    struct line_height line_height;
    const struct variables *variables;

    struct background_values background;
    struct border_image_values border_image;
    struct computed_color background_color, border_color[4], outline_color,
        decoration_color, column_rule_color;
    unit_t border_width[4], outline_width, column_rule_width;
};

/* What computing one element needs. */
struct compute {
    struct computed *out;
    const struct computed *parent; /* of the root: the initial values */
    struct length_base base;       /* em: of this element, once known */
    struct arena *arena;
    const struct style_context *context;
    bool quirks;
    bool font_size_set;
};

/* ---- properties --------------------------------------------------------- */

struct property;

typedef bool property_parse_fn(struct css_input *in, const struct property *p,
                               struct value *out);
typedef void property_apply_fn(struct compute *c, const struct property *p,
                               const struct value *v, void *field);

struct property {
    const char *name;
    uint16_t offset, size; /* of its bytes in struct computed */
    bool inherited;
    property_parse_fn *parse;
    property_apply_fn *apply;
    unsigned allow; /* lengths: ALLOW_ */
    const struct keyword *keywords;
};

/* PROP_font_family, ...: in the order they are applied. */
enum property_id {
#define PROPERTY(id, name, inherited, first, last, parse, apply, allow, \
                 keywords)                                              \
    PROP_##id,
#include "css/properties.def"
    PROP_COUNT,

    /* turned into physical ones by the direction */
    PROP_margin_inline_start = PROP_COUNT,
    PROP_margin_inline_end,
    PROP_padding_inline_start,
    PROP_padding_inline_end,
    PROP_inset_inline_start,
    PROP_inset_inline_end,
    PROP_LOGICAL_END,

    PROP_CUSTOM = PROP_LOGICAL_END /* --name */
};

extern const struct property properties[PROP_COUNT];

#define PROPERTY(id, name, inherited, first, last, parse, apply, allow, \
                 keywords)                                              \
    property_parse_fn parse;                                            \
    property_apply_fn apply;                                            \
    extern const struct keyword keywords[];
#include "css/properties.def"

/* The physical property of a logical one; others are returned unchanged. */
unsigned property_physical(unsigned id, bool rtl);

/* ---- declarations ------------------------------------------------------- */

/* A value with var() or attr(): its tokens, parsed again after substitution. */
struct pending {
    struct tokens tokens;
    const char *base_url;
    const struct shorthand *shorthand; /* NULL: the property's own parser */
};

struct declaration {
    uint16_t property; /* enum property_id */
    bool important;
    bool quirk; /* valid in quirks mode only */
    struct value value;
    const char *name; /* PROP_CUSTOM: without the dashes */
};

struct block {
    const struct declaration *items;
    unsigned count;
    bool has_normal, has_important;
    bool sees_attributes; /* its values depend on the element's attributes */
};

/* A shorthand's longhands while it is parsed. */
enum { MAX_LONGHANDS = 24, MAX_COLUMNS = 1000 };
struct longhand_values {
    struct {
        uint16_t property;
        struct value value;
    } items[MAX_LONGHANDS];
    unsigned count;
};

struct shorthand {
    const char *name;
    bool (*parse)(struct css_input *in, const struct shorthand *s,
                  struct longhand_values *out);
    const uint16_t *longhands; /* ends with PROP_CUSTOM */
    bool quirks;               /* takes quirks mode's values too */
};

/* Parses the contents of a {} block or style attribute.  Nested blocks and
 * at-rules in it are skipped. */
void declarations_parse(struct arena *a, struct tokens contents,
                        const char *base_url, struct block *out);

/* Whether these tokens, which are not at a space or the end, are a declaration
 * that the engine takes (for @supports). */
bool declaration_is_supported(struct arena *a, struct tokens t);

/* Whether a name is a property's or shorthand's; after-substitution parsing:
 * the value of property id from a whole token range. */
bool property_parse_pending(struct arena *a, unsigned id,
                            const struct pending *p, struct tokens tokens,
                            struct value *out);

/* Whether var() or attr() occurs at any depth; attr() alone. */
bool tokens_have_substitution(struct tokens t);
bool tokens_have_attribute(struct tokens t);

/* shorthands.c */
const struct shorthand *shorthand_by_name(struct span name);

rgba_t color_compute(const struct compute *c, const struct value *v);

#endif
