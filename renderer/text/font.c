/*
 * font.c - fonts by family list, weight and character, and shaping.
 *
 * Process: renderer.  Distrusts: family names and characters of the page: how
 * often they make us ask the browser is bounded by remembering every answer,
 * also the empty ones.  Fonts and answers live as long as the process.
 */
#include "text/font.h"

#include "log.h"
#include "text/font_face.h"
#include "text/web_fonts.h"
#include "utf8.h"

#include <hb.h>
#include <hb-ot.h>

#include <stdlib.h>

enum {
    MAX_SIZED = 16384,   /* fonts: faces times sizes */
    SIZED_SLOTS = 4096,  /* hash slots of them */
    MAX_GROUPS = 4096,   /* family list, weight, slant */
    GROUP_SLOTS = 1024,  /* hash slots of them */
    GROUP_FACES = 64,    /* faces one group falls back to */
    MAX_MISSES = 4096,   /* characters no font has, per group */
    SMALLEST = UNIT / 16 /* font sizes below are not told apart */
};

struct font {
    struct face *face;
    unit_t size;
    struct font_metrics metrics;
    hb_font_t *shaper;
    struct font_gaps gaps;
    struct font *next; /* of the same slot */
};

/* One answer of the source for each question about a family list. */
struct group {
    char *families;
    int weight;
    bool italic;
    uint32_t web;                     /* number of the document's fonts, or 0 */
    struct web_candidate *candidates; /* where the document's fonts count */
    unsigned candidate_count;
    struct face *faces[GROUP_FACES]; /* the first is the primary one */
    unsigned face_count;
    uint32_t *misses; /* open addressing, 0 = free */
    unsigned miss_count;
    struct group *next; /* of the same slot */
};

static struct {
    font_source_fn *source;
    struct font *sized[SIZED_SLOTS];
    unsigned sized_count;
    struct group *groups[GROUP_SLOTS];
    unsigned group_count;
    struct group *last_group; /* neighbours mostly ask for the same */
    hb_buffer_t *buffer;
    struct face *last_resort; /* any face at all */
    struct web_fonts *web;    /* of the document under way, or NULL */
} fonts;

void
font_set_source(font_source_fn *source)
{
    fonts.source = source;
}

static void *
new_zeroed(size_t count, size_t size)
{
    void *at = calloc(count, size);

    if (at == NULL)
        fatal_memory("out of memory for fonts");
    return at;
}

/* -- shaping functions of faces without OpenType tables (Type 1) -- */

static hb_bool_t
plain_glyph(hb_font_t *shaper, void *data, hb_codepoint_t code,
            hb_codepoint_t *glyph, void *user)
{
    const struct font *f = data;

    (void)shaper;
    (void)user;
    *glyph = face_glyph(f->face, code);
    return *glyph != 0;
}

static unit_t
scale(const struct font *f, int font_units)
{
    return (unit_t)((int64_t)font_units * f->size / f->face->units_per_em);
}

static hb_position_t
plain_advance(hb_font_t *shaper, void *data, hb_codepoint_t glyph, void *user)
{
    const struct font *f = data;

    (void)shaper;
    (void)user;
    return scale(f, face_advance(f->face, glyph));
}

static hb_font_funcs_t *
plain_functions(void)
{
    static hb_font_funcs_t *made;

    if (made == NULL) {
        made = hb_font_funcs_create();
        hb_font_funcs_set_nominal_glyph_func(made, plain_glyph, NULL, NULL);
        hb_font_funcs_set_glyph_h_advance_func(made, plain_advance, NULL, NULL);
        hb_font_funcs_make_immutable(made);
    }
    return made;
}

/* -- fonts: a face at a size -- */

/* Ascent and descent are whole pixels, as browsers round them, so that
 * baselines fall on pixels. */
static unit_t
round_up_half(unit_t value)
{
    return (value + UNIT / 2) / UNIT * UNIT;
}

/* Where the font does not say it, the letter is measured, as it is drawn: in
 * whole pixels. */
static unit_t
x_height(const struct font *f)
{
    unit_t height = scale(f, f->face->x_height);

    return f->face->x_is_measured ? round_up_half(height) : height;
}

static void
read_metrics(struct font *f)
{
    const struct face *face = f->face;

    f->metrics = (struct font_metrics){
        .ascent = round_up_half(scale(f, face->ascent)),
        .descent = round_up_half(scale(f, face->descent)),
        .line_gap = round_up_half(scale(f, face->line_gap)),
        .x_height = x_height(f),
        .zero_width = scale(f, face->zero_width),
        .average_width = round_up_half(scale(f, face->average_width)),
        .widest = round_up_half(scale(f, face->widest)),
        .underline_thickness = scale(f, face->underline_thickness)};
}

static void
make_shaper(struct font *f)
{
    if (f->face->shaper == NULL) {
        hb_blob_t *blob =
            hb_blob_create((const char *)f->face->data, (unsigned)f->face->size,
                           HB_MEMORY_MODE_READONLY, NULL, NULL);

        f->face->shaper = f->face->is_open_type
                              ? hb_face_create(blob, f->face->index)
                              : hb_face_reference(hb_face_get_empty());
        hb_blob_destroy(blob);
    }
    f->shaper = hb_font_create(f->face->shaper);
    if (f->face->is_open_type)
        hb_ot_font_set_funcs(f->shaper);
    else
        hb_font_set_funcs(f->shaper, plain_functions(), f, NULL);
    hb_font_set_scale(f->shaper, f->size, f->size);
    if (f->face->weight != 0)
        hb_font_set_variations(f->shaper,
                               &(hb_variation_t){HB_TAG('w', 'g', 'h', 't'),
                                                 (float)f->face->weight},
                               1);
}

static struct font *
font_at(struct face *face, unit_t size)
{
    struct font **slot;
    size_t hash;

    if (size < SMALLEST)
        size = SMALLEST;
    if (fonts.sized_count >= MAX_SIZED / 2) /* a page plays with sizes */
        size = size / (16 * UNIT) * 16 * UNIT + UNIT;
    hash = ((uintptr_t)face >> 4) * 31 + (size_t)size;
    slot = &fonts.sized[hash % SIZED_SLOTS];
    for (struct font *f = *slot; f != NULL; f = f->next)
        if (f->face == face && f->size == size)
            return f;
    if (fonts.sized_count >= MAX_SIZED && *slot != NULL)
        return *slot;

    struct font *f = new_zeroed(1, sizeof *f);

    f->face = face;
    f->size = size;
    f->next = *slot;
    *slot = f;
    fonts.sized_count++;
    read_metrics(f);
    make_shaper(f);
    return f;
}

/* -- groups: what a family list, weight and slant stand for -- */

static struct face *
ask(const struct group *g, uint32_t code)
{
    const uint8_t *data;
    size_t size;
    unsigned index;
    uint64_t file;
    struct face *f;

    if (fonts.source == NULL ||
        !fonts.source(span_of(g->families), g->weight, g->italic, code, &data,
                      &size, &index, &file))
        return NULL;
    f = face_open(data, size, index, file, g->weight >= 600, g->italic);
    if (f != NULL && fonts.last_resort == NULL)
        fonts.last_resort = f;
    return f;
}

/* The names that stand for whatever the system has. */
static bool
is_generic(struct span name)
{
    static const char *const names[] = {
        "serif",        "sans-serif", "monospace", "cursive",
        "fantasy",      "system-ui",  "ui-serif",  "ui-sans-serif",
        "ui-monospace", "emoji",      "math"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (span_is(name, names[i]))
            return true;
    return false;
}

static struct face *
ask_one(struct span name, int weight, bool italic)
{
    const uint8_t *data;
    size_t size;
    unsigned index;
    uint64_t file;
    struct face *f;

    if (name.size == 0 || fonts.source == NULL ||
        !fonts.source(name, weight, italic, 0, &data, &size, &index, &file))
        return NULL;
    f = face_open(data, size, index, file, weight >= 600, italic);
    return f != NULL && (is_generic(name) || face_is_named(f, name)) ? f : NULL;
}

bool
font_find_local(struct span name, const uint8_t **data, size_t *size,
                unsigned *index, uint64_t *file)
{
    struct face *f;

    if (name.size == 0 || fonts.source == NULL ||
        !fonts.source(name, 400, false, 0, data, size, index, file))
        return false;
    f = face_open(*data, *size, *index, *file, false, false);
    return f != NULL && face_is_named(f, name);
}

static void
find_candidates(struct group *g)
{
    struct web_candidate found[WEB_CANDIDATES];
    unsigned count;

    if (fonts.web == NULL || fonts.web->count == 0)
        return;
    g->web = fonts.web->number;
    count = web_candidates(fonts.web, g->families, g->weight, g->italic,
                           ask_one, found);
    if (count == 0)
        return;
    g->candidates = new_zeroed(count, sizeof *g->candidates);
    memcpy(g->candidates, found, count * sizeof *found);
    g->candidate_count = count;
}

static struct face *
web_face(struct group *g, uint32_t code)
{
    struct face *f = NULL;

    for (unsigned i = 0; i < g->candidate_count && f == NULL; i++)
        f = web_candidate_face(fonts.web, &g->candidates[i], code, g->weight,
                               g->italic);
    return f;
}

static uint32_t
web_number(void)
{
    return fonts.web != NULL && fonts.web->count > 0 ? fonts.web->number : 0;
}

static struct group *
group_create(const char *families, int weight, bool italic)
{
    struct group *g = new_zeroed(1, sizeof *g);
    struct face *primary;

    g->families = strdup(families);
    if (g->families == NULL)
        fatal_memory("out of memory for fonts");
    g->weight = weight;
    g->italic = italic;
    find_candidates(g);
    g->misses = new_zeroed(MAX_MISSES * 2, sizeof *g->misses);
    primary = ask(g, 0);
    if (primary == NULL)
        primary = fonts.last_resort;
    if (primary != NULL)
        g->faces[g->face_count++] = primary;
    else
        log_warn("no font at all for \"%s\"", families);
    return g;
}

static struct group *
group_of(const struct style *style)
{
    const char *families = style->font_family ? style->font_family : "";
    int weight = style->font_weight;
    struct group *g = fonts.last_group;
    struct group **slot;
    size_t hash = 5381;

    if (g != NULL && g->weight == weight && g->italic == style->italic &&
        g->web == web_number() && strcmp(g->families, families) == 0)
        return g;
    for (const char *c = families; *c != '\0'; c++)
        hash = hash * 33 + (unsigned char)*c;
    hash = hash * 33 + (size_t)weight * 2 + style->italic;
    slot = &fonts.groups[hash % GROUP_SLOTS];
    for (g = *slot; g != NULL; g = g->next)
        if (g->weight == weight && g->italic == style->italic &&
            g->web == web_number() && strcmp(g->families, families) == 0)
            break;
    if (g == NULL && fonts.group_count >= MAX_GROUPS && *slot != NULL &&
        (*slot)->web == web_number())
        g = *slot;
    if (g == NULL) {
        g = group_create(families, weight, style->italic);
        g->next = *slot;
        *slot = g;
        fonts.group_count++;
    }
    fonts.last_group = g;
    return g;
}

static bool
face_has(const struct face *f, uint32_t code)
{
    return code < 256 ? f->has[code] : face_glyph(f, code) != 0;
}

/* Whether no font has the character, as far as was asked; remembers that it
 * will have been asked from now on. */
static bool
asked_in_vain(struct group *g, uint32_t code)
{
    size_t at = code * 2654435761u % (MAX_MISSES * 2);

    while (g->misses[at] != 0 && g->misses[at] != code)
        at = (at + 1) % (MAX_MISSES * 2);
    if (g->misses[at] == code || g->miss_count == MAX_MISSES)
        return true;
    g->misses[at] = code;
    g->miss_count++;
    return false;
}

static struct face *
group_face(struct group *g, uint32_t code)
{
    struct face *found = web_face(g, code);

    if (found != NULL)
        return found;
    for (unsigned i = 0; i < g->face_count; i++)
        if (face_has(g->faces[i], code))
            return g->faces[i];
    if (g->face_count == 0 || g->face_count == GROUP_FACES || code == 0 ||
        asked_in_vain(g, code))
        return g->face_count > 0 ? g->faces[0] : fonts.last_resort;
    found = ask(g, code);
    if (found == NULL || !face_has(found, code))
        return g->faces[0];
    g->faces[g->face_count++] = found;
    return found;
}

void
font_use(struct web_fonts *web)
{
    fonts.web = web;
}

void
font_forget(uint32_t number)
{
    fonts.last_group = NULL;
    for (unsigned i = 0; i < GROUP_SLOTS; i++)
        for (struct group **at = &fonts.groups[i]; *at != NULL;) {
            struct group *g = *at;

            if (g->web != number) {
                at = &g->next;
                continue;
            }
            *at = g->next;
            fonts.group_count--;
            free(g->families);
            free(g->candidates);
            free(g->misses);
            free(g);
        }
}

struct font *
font_for(const struct style *style, uint32_t code)
{
    struct face *face = group_face(group_of(style), code);

    return face != NULL ? font_at(face, style->font_size) : NULL;
}

struct font *
font_primary(const struct style *style)
{
    struct group *g = group_of(style);
    struct face *face = web_face(g, ' ');

    if (face == NULL)
        face = g->face_count > 0 ? g->faces[0] : fonts.last_resort;

    return face != NULL ? font_at(face, style->font_size) : NULL;
}

bool
font_is_mixed(const struct style *style)
{
    return web_number() != 0 && group_of(style)->candidate_count > 0;
}

static const struct font_metrics no_metrics;

void
font_units(const struct style *s, double *ex, double *ch)
{
    const struct font_metrics *m = font_metrics(font_primary(s));

    *ex = (double)m->x_height / UNIT;
    *ch = (double)m->zero_width / UNIT;
}

const struct font_metrics *
font_metrics(const struct font *f)
{
    return f != NULL ? &f->metrics : &no_metrics;
}

unit_t
font_size(const struct font *f)
{
    return f != NULL ? f->size : 0;
}

bool
font_has(const struct font *f, uint32_t code)
{
    return f != NULL && face_has(f->face, code);
}

void
font_select(void *cr, const struct font *f, double size)
{
    face_select(cr, f->face, size);
}

double
font_pixel_size(const struct font *f)
{
    return (double)f->size / UNIT;
}

struct font_gaps *
font_gaps(struct font *f)
{
    return f != NULL ? &f->gaps : NULL;
}

/* -- shaping -- */

static size_t
take_glyphs(struct buf *out)
{
    unsigned count, positions;
    const hb_glyph_info_t *infos =
        hb_buffer_get_glyph_infos(fonts.buffer, &count);
    const hb_glyph_position_t *places =
        hb_buffer_get_glyph_positions(fonts.buffer, &positions);
    struct glyph *to =
        (struct glyph *)(void *)buf_reserve(out, count * sizeof(struct glyph));

    for (unsigned i = 0; i < count; i++)
        to[i] = (struct glyph){infos[i].codepoint, infos[i].cluster,
                               places[i].x_advance, places[i].x_offset,
                               places[i].y_offset};
    out->size += count * sizeof(struct glyph);
    return count;
}

size_t
font_shape(struct font *f, struct span text, size_t start, size_t end,
           unsigned flags, struct buf *out)
{
    static const hb_feature_t no_ligatures[] = {
        {HB_TAG('l', 'i', 'g', 'a'), 0, 0, (unsigned)-1},
        {HB_TAG('c', 'l', 'i', 'g'), 0, 0, (unsigned)-1}};

    if (f == NULL || start >= end || text.size > INT32_MAX)
        return 0;
    if (fonts.buffer == NULL)
        fonts.buffer = hb_buffer_create();
    hb_buffer_clear_contents(fonts.buffer);
    hb_buffer_add_utf8(fonts.buffer, (const char *)text.data, (int)text.size,
                       (unsigned)start, (int)(end - start));
    hb_buffer_set_direction(fonts.buffer, flags & SHAPE_RTL ? HB_DIRECTION_RTL
                                                            : HB_DIRECTION_LTR);
    hb_buffer_set_language(fonts.buffer, hb_language_from_string("en", 2));
    if (flags & SHAPE_LATIN)
        hb_buffer_set_script(fonts.buffer, HB_SCRIPT_LATIN);
    hb_buffer_guess_segment_properties(fonts.buffer);
    hb_shape(f->shaper, fonts.buffer, no_ligatures,
             flags & SHAPE_NO_LIGATURES ? 2 : 0);
    return take_glyphs(out);
}
