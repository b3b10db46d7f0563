/*
 * font_face.c - font files opened by FreeType.
 *
 * Process: renderer.  Distrusts: font files; FreeType parses them here, inside
 * the sandbox, and what it reads is clamped before layout calculates with it.
 */
#include "text/font_face.h"

#include "log.h"

#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_TRUETYPE_TABLES_H
#include FT_MULTIPLE_MASTERS_H
#include <cairo.h>
#include <cairo-ft.h>

#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

enum {
    MAX_FACES = 1024, /* faces a process opens; more share the first */
    USE_TYPO_METRICS = 1 << 7,
    BOLD_FROM = 600,
    MAX_AXES = 16 /* of a variable font */
};

static struct {
    FT_Library library;
    struct face *faces[MAX_FACES];
    unsigned count;
} opened;

static int
clamp(long value, long low, long high)
{
    return (int)(value < low ? low : value > high ? high : value);
}

uint32_t
face_glyph(const struct face *f, uint32_t code)
{
    return FT_Get_Char_Index(f->freetype, code);
}

int
face_advance(const struct face *f, uint32_t glyph)
{
    FT_Face face = f->freetype;

    if (FT_Load_Glyph(face, glyph, FT_LOAD_NO_SCALE) != 0)
        return 0;
    return clamp(face->glyph->metrics.horiAdvance, -32768, 65535);
}

static bool
equal_names(struct span a, const char *b)
{
    return b != NULL && strlen(b) == a.size &&
           strncasecmp((const char *)a.data, b, a.size) == 0;
}

bool
face_is_named(const struct face *f, struct span name)
{
    FT_Face face = f->freetype;
    char full[256];

    if (name.size == 0 || equal_names(name, face->family_name) ||
        equal_names(name, FT_Get_Postscript_Name(face)))
        return name.size > 0;
    if (face->family_name == NULL || face->style_name == NULL)
        return false;
    snprintf(full, sizeof full, "%s %s", face->family_name, face->style_name);
    return equal_names(name, full);
}

/* The height of x above the baseline, when the OS/2 table does not say. */
static int
measure_x(FT_Face face, int em)
{
    FT_UInt glyph = FT_Get_Char_Index(face, 'x');

    if (glyph == 0 || FT_Load_Glyph(face, glyph, FT_LOAD_NO_SCALE) != 0 ||
        face->glyph->metrics.horiBearingY <= 0)
        return em / 2;
    return clamp(face->glyph->metrics.horiBearingY, 0, em * 2);
}

/* As browsers on this platform do: hhea, unless the font says to use the typo
 * metrics of its OS/2 table, or has no hhea. */
static void
read_metrics(struct face *f, FT_Face face)
{
    int em = face->units_per_EM > 0 ? face->units_per_EM : 1000;
    long ascent = face->ascender, descent = -(long)face->descender;
    long gap = (long)face->height - ascent - descent;
    const TT_OS2 *os2 = FT_Get_Sfnt_Table(face, FT_SFNT_OS2);
    FT_UInt zero = FT_Get_Char_Index(face, '0');

    f->is_bold = (face->style_flags & FT_STYLE_FLAG_BOLD) != 0;
    f->is_oblique = (face->style_flags & FT_STYLE_FLAG_ITALIC) != 0;
    f->x_height = 0;
    if (os2 != NULL && os2->version != 0xFFFF) {
        if ((os2->fsSelection & USE_TYPO_METRICS) != 0 ||
            (ascent == 0 && descent == 0)) {
            ascent = os2->sTypoAscender;
            descent = -(long)os2->sTypoDescender;
            gap = os2->sTypoLineGap;
        }
        if (os2->version >= 2 && os2->sxHeight > 0)
            f->x_height = clamp(os2->sxHeight, 0, em * 2L);
        if (os2->usWeightClass >= BOLD_FROM)
            f->is_bold = true;
    }
    f->units_per_em = em;
    f->ascent = clamp(ascent, 0, em * 8L);
    f->descent = clamp(descent, 0, em * 8L);
    f->line_gap = clamp(gap, 0, em * 8L);
    f->x_is_measured = f->x_height == 0;
    if (f->x_is_measured)
        f->x_height = measure_x(face, em);
    f->zero_width = zero != 0 ? face_advance(f, zero) : em / 2;
    f->average_width = f->zero_width;
    if (os2 != NULL && os2->xAvgCharWidth > 0)
        f->average_width = clamp(os2->xAvgCharWidth, 1, em * 2L);
    f->widest =
        clamp(face->bbox.xMax - face->bbox.xMin, f->average_width, em * 4L);
    f->underline_thickness =
        clamp(face->underline_thickness, em / 50 + 1, em / 4 + 1);
}

static bool
make_cairo_face(struct face *f)
{
    FT_Face face = f->freetype;
    int flags = FT_HAS_COLOR(face) ? FT_LOAD_COLOR : FT_LOAD_TARGET_LIGHT;
    cairo_font_face_t *made =
        cairo_ft_font_face_create_for_ft_face(face, flags);

    if (cairo_font_face_status(made) != CAIRO_STATUS_SUCCESS) {
        log_warn("cairo does not take font file %llu: %s",
                 (unsigned long long)f->file,
                 cairo_status_to_string(cairo_font_face_status(made)));
        cairo_font_face_destroy(made);
        return false;
    }
    if (f->fake & FACE_FAKE_BOLD)
        cairo_ft_font_face_set_synthesize(made, CAIRO_FT_SYNTHESIZE_BOLD);
    f->cairo = made;
    return true;
}

/* cairo's own imitation of a slant is not used: it measures the upright glyphs
 * and cuts off what leans out of them. */
void
face_select(void *cr, const struct face *f, double size)
{
    cairo_matrix_t leaning = {size, 0, -size / 4, size, 0, 0};

    cairo_set_font_face(cr, f->cairo);
    if (f->fake & FACE_FAKE_OBLIQUE)
        cairo_set_font_matrix(cr, &leaning);
    else
        cairo_set_font_size(cr, size);
}

static struct face *
open_new(const uint8_t *data, size_t size, unsigned index, uint64_t file)
{
    struct face *f;
    FT_Face face;
    int error;

    if (opened.library == NULL && FT_Init_FreeType(&opened.library) != 0) {
        log_error("FreeType does not start");
        return NULL;
    }
    if (size > (size_t)INT32_MAX || index > 0xFFFF)
        return NULL;
    error = FT_New_Memory_Face(opened.library, data, (FT_Long)size,
                               (FT_Long)index, &face);
    if (error != 0 || (!FT_IS_SCALABLE(face) && !FT_HAS_COLOR(face))) {
        log_warn("FreeType does not take font file %llu: error %d",
                 (unsigned long long)file, error);
        if (error == 0)
            FT_Done_Face(face);
        return NULL;
    }
    f = calloc(1, sizeof *f);
    if (f == NULL)
        fatal_memory("out of memory for a font face");
    *f = (struct face){.file = file,
                       .index = index,
                       .data = data,
                       .size = size,
                       .freetype = face,
                       .is_open_type = FT_IS_SFNT(face)};
    read_metrics(f, face);
    for (uint32_t code = 0; code < 256; code++)
        f->has[code] = face_glyph(f, code) != 0;
    return f;
}

/* Before cairo sees the face: it takes over how the axes stand. */
static void
set_weight(struct face *f)
{
    FT_Fixed at[MAX_AXES];
    FT_MM_Var *axes;
    bool found = false;

    if (f->weight == 0 || FT_Get_MM_Var(f->freetype, &axes) != 0)
        return;
    for (FT_UInt i = 0; i < axes->num_axis && i < MAX_AXES; i++) {
        at[i] = axes->axis[i].def;
        if (axes->axis[i].tag != FT_MAKE_TAG('w', 'g', 'h', 't'))
            continue;
        found = true;
        at[i] = (FT_Fixed)f->weight * 65536;
    }
    if (found && axes->num_axis <= MAX_AXES)
        FT_Set_Var_Design_Coordinates(f->freetype, axes->num_axis, at);
    FT_Done_MM_Var(opened.library, axes);
}

/* Each imitation gets an FT_Face of its own: cairo shares its faces by FT_Face
 * and would embolden all of them. */
struct face *
face_open(const uint8_t *data, size_t size, unsigned index, uint64_t file,
          bool bold, bool oblique)
{
    return face_open_weight(data, size, index, file, bold, oblique, 0);
}

struct face *
face_open_weight(const uint8_t *data, size_t size, unsigned index,
                 uint64_t file, bool bold, bool oblique, int weight)
{
    const struct face *same = NULL;
    unsigned fake = 0;
    struct face *f;

    for (unsigned i = 0; i < opened.count; i++)
        if (opened.faces[i]->file == file && opened.faces[i]->index == index) {
            same = opened.faces[i];
            break;
        }
    if (same != NULL) {
        data = same->data;
        size = same->size;
        fake = (bold && !same->is_bold ? FACE_FAKE_BOLD : 0) |
               (oblique && !same->is_oblique ? FACE_FAKE_OBLIQUE : 0);
        for (unsigned i = 0; i < opened.count; i++)
            if (opened.faces[i]->file == file &&
                opened.faces[i]->index == index &&
                opened.faces[i]->fake == fake &&
                opened.faces[i]->weight == weight)
                return opened.faces[i];
    }
    if (opened.count == MAX_FACES)
        return opened.faces[0];
    f = open_new(data, size, index, file);
    if (f == NULL)
        return NULL;
    f->fake = (bold && !f->is_bold ? FACE_FAKE_BOLD : 0) |
              (oblique && !f->is_oblique ? FACE_FAKE_OBLIQUE : 0);
    f->weight = weight;
    set_weight(f);
    if (!make_cairo_face(f)) {
        FT_Done_Face(f->freetype);
        free(f);
        return NULL;
    }
    opened.faces[opened.count++] = f;
    return f;
}
