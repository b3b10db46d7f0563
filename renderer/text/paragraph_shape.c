/*
 * paragraph_shape.c - cuts text into runs of one font, script and direction,
 * shapes them, and cuts the glyphs into pieces where lines may break.
 *
 * Process: renderer.  Distrusts: nothing; any well-formed UTF-8 is fine.
 */
#include "text/breaking.h"
#include "text/paragraph.h"
#include "text/units.h"
#include "text/words.h"
#include "utf8.h"

enum {
    SHY = 0xAD,
    NO_BREAK_SPACE = 0xA0,
    MAX_MARKS = 64 /* on one letter that are shaped together: shaping takes the
                      square of their number */
};

struct run {
    size_t start, end;
    struct font *font;
    uint8_t level;
};

static bool
is_cluster_end(const struct glyph *glyphs, size_t count, size_t i)
{
    return i + 1 == count || glyphs[i + 1].cluster != glyphs[i].cluster;
}

/* Adds letter-spacing behind each cluster, word-spacing to each space. */
static void
add_spacing(const struct style *style, struct span text, struct glyph *glyphs,
            size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const uint8_t *at = text.data + glyphs[i].cluster;
        unit_t *advance = &glyphs[i].x_advance;

        if (!is_cluster_end(glyphs, count, i))
            continue;
        *advance = unit_add(*advance, style->letter_spacing);
        if (style->word_spacing != 0) {
            uint32_t code = utf8_next(&at, text.data + text.size);

            if (code == ' ' || code == NO_BREAK_SPACE)
                *advance = unit_add(*advance, style->word_spacing);
        }
    }
}

/* Bytes of white space at the end of [start, end) that do not count there. */
static uint32_t
hanging_bytes(const struct shape_job *job, const struct style *style,
              size_t start, size_t end)
{
    uint32_t bytes = 0;

    if (style->white_space == WHITE_SPACE_PRE ||
        style->white_space == WHITE_SPACE_BREAK_SPACES)
        return 0;
    while (end - bytes > start && job->text.data[end - bytes - 1] == ' ')
        bytes++;
    return bytes;
}

/* Whether a line may break before the byte at, as far as style has a say. */
static bool
may_break(const struct shape_job *job, const struct style *style, size_t at)
{
    const uint8_t *text = job->text.data;
    uint8_t wanted = MARK_LINE;

    if (!white_space_wraps(style) || at >= job->text.size)
        return false;
    if (style->white_space == WHITE_SPACE_BREAK_SPACES && text[at - 1] == ' ')
        return true;
    if (style->word_break == WORD_BREAK_BREAK_ALL && text[at] != ' ')
        wanted |= MARK_CLUSTER;
    if (style->word_break == WORD_BREAK_KEEP_ALL && text[at - 1] >= 0x80 &&
        text[at] >= 0x80)
        return false;
    return (job->marks[at] & wanted) != 0;
}

/* Makes the piece of bytes [start, end), whose glyphs are [from, to) of all
 * glyphs. */
static void
add_piece(const struct shape_job *job, const struct run *run, void *box,
          const struct style *style, size_t start, size_t end, size_t from,
          size_t to)
{
    const struct glyph *glyphs =
        (const struct glyph *)(const void *)job->glyphs->data;
    struct piece p = {.kind = PIECE_TEXT,
                      .level = run->level,
                      .box = box,
                      .style = style,
                      .font = run->font,
                      .start = (uint32_t)start,
                      .end = (uint32_t)end,
                      .glyph = (uint32_t)from,
                      .glyph_count = (uint32_t)(to - from)};
    int64_t width = 0, space = 0;

    p.space_bytes = hanging_bytes(job, style, start, end);
    for (size_t i = from; i < to; i++) {
        width += glyphs[i].x_advance;
        if (p.space_bytes > 0 && glyphs[i].cluster >= end - p.space_bytes) {
            space += glyphs[i].x_advance;
            p.space_glyphs++;
        }
    }
    p.width = unit_clamp(width);
    p.space = unit_clamp(space);
    p.breaks = may_break(job, style, end);
    if (end - start >= 2 && job->text.data[end - 1] == (SHY & 0xFF) &&
        job->text.data[end - 2] == 0xC2)
        p.hyphenates = p.breaks;
    buf_add(job->pieces, &p, sizeof p);
}

static void
shape_run(const struct shape_job *job, const struct run *run, void *box,
          const struct style *style)
{
    size_t first = job->glyphs->size / sizeof(struct glyph);
    bool rtl = (run->level & 1) != 0;
    unsigned flags = (rtl ? SHAPE_RTL : 0u) |
                     (style->letter_spacing != 0 ? SHAPE_NO_LIGATURES : 0u);
    size_t count = words_shape(run->font, job->text, run->start, run->end,
                               flags, job->glyphs);
    struct glyph *glyphs =
        (struct glyph *)(void *)job->glyphs->data + (count > 0 ? first : 0);
    size_t start = run->start, used = 0;

    if (style->letter_spacing != 0 || style->word_spacing != 0)
        add_spacing(style, job->text, glyphs, count);
    /* Logical order: glyphs are used up from the left, or from the right. */
    for (size_t at = start + 1; at <= run->end; at++) {
        size_t next = used;

        if (at < run->end && !may_break(job, style, at))
            continue;
        while (next < count &&
               glyphs[rtl ? count - 1 - next : next].cluster < at)
            next++;
        add_piece(job, run, box, style, start, at,
                  first + (rtl ? count - next : used),
                  first + (rtl ? count - used : next));
        start = at;
        used = next;
    }
}

/* Whether a character goes on with the font of the run before it. */
static bool
keeps_font(struct font *current, uint32_t code)
{
    return current != NULL && (breaking_follows_font(code) ||
                               (code == ' ' && font_has(current, ' ')));
}

/* Picks the font of each character and shapes each run of the same. */
void
paragraph_shape(const struct shape_job *job, void *box,
                const struct style *style, size_t start, size_t end)
{
    const uint8_t *base = job->text.data, *at = base + start;
    struct font *primary = font_primary(style);
    struct run run = {start, start, NULL, 0};
    bool mixed = font_is_mixed(style);
    unsigned marks = 0;
    int script = 0;

    if (style->word_break == WORD_BREAK_BREAK_ALL)
        breaking_mark_clusters(job->text, start, end, job->marks);
    while (at < base + end) {
        size_t place = (size_t)(at - base);
        uint32_t code = utf8_next(&at, base + end);
        uint8_t level = job->levels != NULL ? job->levels[place] : 0;
        int its_script = breaking_script(code);
        struct font *font = primary;

        marks = breaking_follows_font(code) ? marks + 1 : 0;
        if (keeps_font(run.font, code))
            font = run.font;
        else if (mixed || !font_has(primary, code))
            font =
                breaking_follows_font(code) ? primary : font_for(style, code);
        if (place > run.start &&
            (font != run.font || level != run.level ||
             (marks > 0 && marks % MAX_MARKS == 0) ||
             (its_script != 0 && script != 0 && its_script != script))) {
            run.end = place;
            shape_run(job, &run, box, style);
            run.start = place;
            script = 0;
        }
        run.font = font;
        run.level = level;
        if (its_script != 0)
            script = its_script;
    }
    run.end = end;
    if (run.end > run.start)
        shape_run(job, &run, box, style);
}
