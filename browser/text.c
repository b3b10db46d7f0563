/*
 * text.c - the browser's own text: shaping, measuring, glyph pictures.
 *
 * Process: browser.  Distrusts: nothing here but the size of its caches: a
 * hostile title can at most empty them.
 */
#include "text.h"
#include "fonts.h"
#include "log.h"
#include "utf8.h"

#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_OUTLINE_H
#include <hb-ot.h>
#include <hb.h>

#include <math.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LINES = 256, MASKS = 2048, FALLBACKS = 1024, MOST_FONTS = 512 };

struct font {
    uint64_t file;
    unsigned index;
    FT_Face ft;
    hb_font_t *hb;
};

struct cached_line {
    bool used;
    enum text_face face;
    struct text_line line;
    struct text_glyph *glyphs;
    size_t glyph_room;
    float *carets;
    struct buf text;
};

static struct {
    FT_Library ft;
    struct font fonts[MOST_FONTS];
    int font_count;
    int primary[TEXT_FACES]; /* place + 1; -1: there is none */
    struct {
        uint32_t code; /* 0: free */
        int face, font;
    } fallbacks[FALLBACKS];
    struct cached_line lines[LINES];
    struct {
        uint64_t key; /* 0: free */
        struct text_mask mask;
    } masks[MASKS];
    int mask_count;
    hb_buffer_t *buffer;
} cache;

static bool
load_font(struct font *f, int fd)
{
    struct stat st;
    void *data;
    hb_blob_t *blob;
    hb_face_t *face;

    if (fstat(fd, &st) != 0 || st.st_size <= 0 || st.st_size > INT32_MAX)
        return false;
    data = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (data == MAP_FAILED)
        return false;
    if (FT_New_Memory_Face(cache.ft, data, (FT_Long)st.st_size,
                           (FT_Long)f->index, &f->ft) != 0) {
        munmap(data, (size_t)st.st_size);
        return false;
    }
    blob = hb_blob_create(data, (unsigned)st.st_size, HB_MEMORY_MODE_READONLY,
                          NULL, NULL);
    face = hb_face_create(blob, f->index);
    f->hb = hb_font_create(face);
    hb_ot_font_set_funcs(f->hb);
    hb_face_destroy(face);
    hb_blob_destroy(blob);
    return true;
}

/* The place of the font for a face and a character, or -1. */
static int
open_font(enum text_face face, uint32_t code)
{
    static const char *const families[] = {"system-ui", "system-ui",
                                           "monospace"};
    struct font f = {0};
    int place = -1, fd;

    if (cache.ft == NULL && FT_Init_FreeType(&cache.ft) != 0)
        return -1;
    fd = fonts_find(span_of(families[face]), face == TEXT_BOLD ? 600 : 400,
                    false, code, &f.index, &f.file);
    if (fd < 0)
        return -1;
    for (int i = 0; i < cache.font_count && place < 0; i++)
        if (cache.fonts[i].file == f.file && cache.fonts[i].index == f.index)
            place = i;
    if (place < 0 && cache.font_count < MOST_FONTS && load_font(&f, fd)) {
        place = cache.font_count++;
        cache.fonts[place] = f;
    }
    close(fd);
    return place;
}

static int
primary_font(enum text_face face)
{
    if (cache.primary[face] == 0) {
        int place = open_font(face, 0);

        if (place < 0)
            log_error("no font for the toolbar");
        cache.primary[face] = place < 0 ? -1 : place + 1;
    }
    return cache.primary[face] < 0 ? -1 : cache.primary[face] - 1;
}

static bool
is_joiner(uint32_t code)
{
    return code == 0x200C || code == 0x200D ||
           (code >= 0xFE00 && code <= 0xFE0F) ||
           (code >= 0x1F3FB && code <= 0x1F3FF) ||
           (code >= 0xE0020 && code <= 0xE007F);
}

static int
font_for(enum text_face face, uint32_t code, int before)
{
    int primary = primary_font(face);
    size_t slot = (code * 3 + (uint32_t)face) % FALLBACKS;

    if (before >= 0 && is_joiner(code))
        return before;
    if (primary < 0 || FT_Get_Char_Index(cache.fonts[primary].ft, code) != 0)
        return primary;
    if (cache.fallbacks[slot].code != code ||
        cache.fallbacks[slot].face != (int)face) {
        int place = open_font(face, code);

        cache.fallbacks[slot].code = code;
        cache.fallbacks[slot].face = (int)face;
        cache.fallbacks[slot].font = place < 0 ? primary : place;
    }
    return cache.fallbacks[slot].font;
}

/* Shapes one run at the line's end. */
static void
shape_run(struct cached_line *c, size_t start, size_t end, int font,
          hb_script_t script)
{
    hb_feature_t none = {HB_TAG('l', 'i', 'g', 'a'), 0, 0, (unsigned)-1};
    struct font *f = &cache.fonts[font];
    unsigned count;
    hb_glyph_info_t *infos;
    hb_glyph_position_t *places;
    float x = c->line.width;
    bool rtl;

    hb_buffer_clear_contents(cache.buffer);
    hb_buffer_add_utf8(cache.buffer, (const char *)c->line.text.data,
                       (int)c->line.text.size, (unsigned)start,
                       (int)(end - start));
    hb_buffer_set_script(cache.buffer, script);
    hb_buffer_guess_segment_properties(cache.buffer);
    rtl = HB_DIRECTION_IS_BACKWARD(hb_buffer_get_direction(cache.buffer));
    hb_font_set_scale(f->hb, c->line.size * 64, c->line.size * 64);
    hb_shape(f->hb, cache.buffer, &none, 1);
    infos = hb_buffer_get_glyph_infos(cache.buffer, &count);
    places = hb_buffer_get_glyph_positions(cache.buffer, &count);
    if (c->glyph_room < (size_t)c->line.glyph_count + count) {
        c->glyph_room = (size_t)c->line.glyph_count + count + 32;
        c->glyphs = realloc(c->glyphs, c->glyph_room * sizeof *c->glyphs);
        if (c->glyphs == NULL)
            fatal_memory("out of memory for glyphs");
    }
    for (unsigned i = 0; i < count; i++) {
        struct text_glyph *g = &c->glyphs[c->line.glyph_count++];
        size_t at = infos[i].cluster;
        float advance = (float)places[i].x_advance / 64.0f;

        *g = (struct text_glyph){font, infos[i].codepoint,
                                 x + (float)places[i].x_offset / 64.0f,
                                 -(float)places[i].y_offset / 64.0f};
        /* The caret before a character stands at its leading edge. */
        if (rtl)
            c->carets[at] = fmaxf(c->carets[at], x + advance);
        else if (c->carets[at] < 0)
            c->carets[at] = x;
        x += advance;
    }
    c->line.width = x;
}

static void
shape_line(struct cached_line *c)
{
    hb_unicode_funcs_t *unicode = hb_unicode_funcs_get_default();
    const uint8_t *data = c->line.text.data, *at = data,
                  *end = data + c->line.text.size;
    hb_script_t script = HB_SCRIPT_COMMON;
    size_t start = 0;
    int font = -1;

    while (at < end) {
        size_t here = (size_t)(at - data);
        uint32_t code = utf8_next(&at, end);
        hb_script_t s = hb_unicode_script(unicode, code);
        int f = font_for(c->face, code, font);
        bool neutral = s == HB_SCRIPT_COMMON || s == HB_SCRIPT_INHERITED ||
                       script == HB_SCRIPT_COMMON || s == script;

        if (f < 0)
            return;
        if (here > start && (f != font || !neutral)) {
            shape_run(c, start, here, font, script);
            start = here;
            script = HB_SCRIPT_COMMON;
        }
        if (script == HB_SCRIPT_COMMON && s != HB_SCRIPT_INHERITED)
            script = s;
        font = f;
    }
    if (start < c->line.text.size)
        shape_run(c, start, c->line.text.size, font, script);
}

/* Without any font each character still has a place, so that editing works. */
static void
place_blindly(struct cached_line *c)
{
    const uint8_t *at = c->line.text.data, *end = at + c->line.text.size;

    while (at < end) {
        c->carets[at - c->line.text.data] = c->line.width;
        c->line.width += (float)c->line.size / 2.0f;
        utf8_next(&at, end);
    }
}

const struct text_line *
text_line(enum text_face face, int size, struct span text)
{
    uint64_t hash = 0xcbf29ce484222325u;
    struct cached_line *c;

    for (size_t i = 0; i < text.size; i++)
        hash = (hash ^ text.data[i]) * 0x100000001b3u;
    hash += (uint64_t)face * 31 + (uint64_t)size * 101;
    c = &cache.lines[(hash ^ hash >> 29) % LINES];
    if (c->used && c->face == face && c->line.size == size &&
        span_equal(c->line.text, text))
        return &c->line;
    if (cache.buffer == NULL)
        cache.buffer = hb_buffer_create();
    c->text.size = 0;
    buf_add_span(&c->text, text);
    (void)buf_text(&c->text);
    free(c->carets);
    c->carets = malloc((text.size + 1) * sizeof *c->carets);
    if (c->carets == NULL)
        fatal_memory("out of memory for a line");
    for (size_t i = 0; i <= text.size; i++)
        c->carets[i] = -1;
    c->used = true;
    c->face = face;
    c->line = (struct text_line){.text = buf_span(&c->text), .size = size};
    shape_line(c);
    if (c->line.glyph_count == 0 && text.size > 0)
        place_blindly(c);
    c->carets[0] = text.size == 0 || c->carets[0] < 0 ? 0 : c->carets[0];
    c->carets[text.size] = c->line.width;
    c->line.glyphs = c->glyphs;
    c->line.carets = c->carets;
    return &c->line;
}

float
text_width(enum text_face face, int size, struct span text)
{
    return text_line(face, size, text)->width;
}

void
text_extent(enum text_face face, int size, int *ascent, int *descent)
{
    int place = primary_font(face);

    *ascent = size;
    *descent = size / 4;
    if (place >= 0) {
        FT_Face ft = cache.fonts[place].ft;
        float scale = (float)size /
                      (float)(ft->units_per_EM > 0 ? ft->units_per_EM : 1000);

        *ascent = (int)ceilf((float)ft->ascender * scale);
        *descent = (int)ceilf((float)-ft->descender * scale);
    }
}

size_t
text_at(const struct text_line *line, float x)
{
    size_t best = 0;
    float least = INFINITY;

    for (size_t i = 0; i <= line->text.size; i++) {
        float distance = fabsf(line->carets[i] - x);

        if (line->carets[i] >= 0 && distance < least) {
            least = distance;
            best = i;
        }
    }
    return best;
}

size_t
text_next(const struct text_line *line, size_t at)
{
    if (at < line->text.size)
        at++;
    while (at < line->text.size && line->carets[at] < 0)
        at++;
    return at;
}

size_t
text_previous(const struct text_line *line, size_t at)
{
    if (at > 0)
        at--;
    while (at > 0 && line->carets[at] < 0)
        at--;
    return at;
}

size_t
text_wrap(enum text_face face, int size, struct span text, float width,
          size_t *skip)
{
    const uint8_t *newline =
        text.size ? memchr(text.data, '\n', text.size) : NULL;
    struct span rest = text;
    const struct text_line *line;
    size_t fits = 0, space = 0;

    if (newline != NULL)
        rest.size = (size_t)(newline - text.data);
    line = text_line(face, size, rest);
    *skip = newline != NULL;
    if (line->width <= width)
        return rest.size;
    *skip = 0;
    for (size_t i = text_next(line, 0); i < rest.size; i = text_next(line, i)) {
        if (line->carets[i] > width)
            break;
        fits = i;
        if (rest.data[i] == ' ')
            space = i;
    }
    if (space > 0) {
        *skip = 1;
        return space;
    }
    return fits > 0 ? fits : text_next(line, 0);
}

static bool
is_invisible(uint32_t code)
{
    return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0xAD ||
           code == 0x61C || code == 0x180E || code == 0x200B ||
           (code >= 0x200E && code <= 0x200F) ||
           (code >= 0x2028 && code <= 0x202E) ||
           (code >= 0x2060 && code <= 0x206F) || code == 0xFEFF ||
           (code >= 0xFFF9 && code <= 0xFFFB) || code == 0x115F ||
           code == 0x1160 || code == 0x3164 || code == 0xFFA0;
}

void
text_add_visible(struct buf *out, struct span text)
{
    const uint8_t *at = text.data, *end = at + text.size;
    size_t start = out->size;
    bool gap = false;

    while (at < end) {
        uint32_t code = utf8_next(&at, end);
        uint8_t bytes[4];

        if (code == ' ' || (code >= '\t' && code <= '\r') || code == 0xA0 ||
            (code >= 0x2000 && code <= 0x200A) || code == 0x3000) {
            gap = out->size > start;
            continue;
        }
        if (is_invisible(code))
            continue;
        if (gap)
            buf_add_char(out, ' ');
        gap = false;
        buf_add(out, bytes, utf8_put(bytes, code));
    }
}

/* Scales a colour bitmap down by the average of the pixels underneath. */
static void
shrink(struct text_mask *m, const FT_Bitmap *from, float scale)
{
    m->width = (int)ceilf((float)from->width * scale);
    m->height = (int)ceilf((float)from->rows * scale);
    m->stride = m->width * 4;
    m->pixels = calloc((size_t)m->height, (size_t)m->stride);
    for (int y = 0; m->pixels != NULL && y < m->height; y++)
        for (int x = 0; x < m->width; x++) {
            int x0 = (int)((float)x / scale), y0 = (int)((float)y / scale);
            int x1 = (int)((float)(x + 1) / scale),
                y1 = (int)((float)(y + 1) / scale);
            unsigned sum[4] = {0}, count = 0;

            for (int sy = y0; sy <= y1 && sy < (int)from->rows; sy++)
                for (int sx = x0; sx <= x1 && sx < (int)from->width; sx++) {
                    const uint8_t *p = from->buffer + sy * from->pitch + sx * 4;

                    for (int k = 0; k < 4; k++)
                        sum[k] += p[k];
                    count++;
                }
            for (int k = 0; k < 4 && count > 0; k++)
                m->pixels[y * m->stride + x * 4 + k] =
                    (uint8_t)(sum[k] / count);
        }
}

static void
render_colour(struct text_mask *m, FT_Face ft, uint32_t index, int size)
{
    float scale;

    if (FT_Select_Size(ft, 0) != 0 ||
        FT_Load_Glyph(ft, index, FT_LOAD_COLOR) != 0 ||
        ft->glyph->bitmap.pixel_mode != FT_PIXEL_MODE_BGRA)
        return;
    scale = (float)size / (float)ft->size->metrics.y_ppem;
    if (scale > 1)
        scale = 1;
    shrink(m, &ft->glyph->bitmap, scale);
    m->colour = true;
    m->left = (int)roundf((float)ft->glyph->bitmap_left * scale);
    m->top = (int)roundf((float)ft->glyph->bitmap_top * scale);
}

static void
render(struct text_mask *m, FT_Face ft, uint32_t index, int size, int quarter)
{
    const FT_Bitmap *b = &ft->glyph->bitmap;

    if (!FT_IS_SCALABLE(ft)) {
        if (FT_HAS_FIXED_SIZES(ft))
            render_colour(m, ft, index, size);
        return;
    }
    if (FT_Set_Pixel_Sizes(ft, 0, (FT_UInt)size) != 0 ||
        FT_Load_Glyph(ft, index, FT_LOAD_TARGET_LIGHT | FT_LOAD_NO_BITMAP) !=
            0 ||
        ft->glyph->format != FT_GLYPH_FORMAT_OUTLINE)
        return;
    FT_Outline_Translate(&ft->glyph->outline, quarter * 16, 0);
    if (FT_Render_Glyph(ft->glyph, FT_RENDER_MODE_NORMAL) != 0)
        return;
    b = &ft->glyph->bitmap;
    m->width = (int)b->width;
    m->height = (int)b->rows;
    m->stride = (m->width + 3) & ~3;
    m->left = ft->glyph->bitmap_left;
    m->top = ft->glyph->bitmap_top;
    if (m->width == 0 || m->height == 0)
        return;
    m->pixels = calloc((size_t)m->height, (size_t)m->stride);
    for (int y = 0; m->pixels != NULL && y < m->height; y++)
        memcpy(m->pixels + y * m->stride, b->buffer + y * b->pitch,
               (size_t)m->width);
}

const struct text_mask *
text_mask(int font, uint32_t index, int size, int quarter)
{
    uint64_t key = (uint64_t)(font + 1) << 48 |
                   (uint64_t)(index & 0xFFFFFF) << 16 |
                   (uint64_t)(size & 0xFF) << 8 | (uint64_t)(quarter & 3);
    size_t at = (size_t)(key * 0x9E3779B97F4A7C15u >> 40) % MASKS;

    while (cache.masks[at].key != 0 && cache.masks[at].key != key)
        at = (at + 1) % MASKS;
    if (cache.masks[at].key == key)
        return &cache.masks[at].mask;
    if (cache.mask_count >= MASKS * 3 / 4) {
        for (int i = 0; i < MASKS; i++)
            free(cache.masks[i].mask.pixels);
        memset(cache.masks, 0, sizeof cache.masks);
        cache.mask_count = 0;
        at = (size_t)(key * 0x9E3779B97F4A7C15u >> 40) % MASKS;
    }
    cache.masks[at].key = key;
    cache.mask_count++;
    render(&cache.masks[at].mask, cache.fonts[font].ft, index, size, quarter);
    return &cache.masks[at].mask;
}
