/*
 * words.c - shaping that remembers words.
 *
 * Process: renderer.  Distrusts: nothing; how much is kept is bounded.
 *
 * Only runs in Latin letters are cut, into words of ASCII with the space behind
 * them: other scripts join their letters by what is around them.
 */
#include "text/words.h"

#include "log.h"

#include <stdlib.h>
#include <string.h>

enum {
    WORTH = 2048,       /* bytes shaped in a font before its gaps are learnt */
    SLOTS = 16384,      /* words */
    NEAR = 4,           /* slots that a word may stand in */
    LONGEST = 48,       /* bytes of a word */
    POOL_MOST = 2 << 20 /* bytes of all words and their glyphs */
};

struct word {
    const struct font *font; /* NULL: free */
    uint32_t hash;
    uint32_t at; /* in the pool: the bytes, then, aligned, the glyphs */
    uint16_t glyphs;
    uint8_t size, flags;
};

static struct {
    struct word *words;
    struct buf pool;
} memory;

/* ---- where a font's text may be cut --------------------------------------*/

static bool
is_same(const struct glyph *a, const struct glyph *b)
{
    return a->index == b->index && a->x_advance == b->x_advance &&
           a->x_offset == b->x_offset && a->y_offset == b->y_offset;
}

static bool
is_apart(struct font *f, char c)
{
    char pair[2] = {' ', c};
    struct buf buf = {0};
    struct span text = {(const uint8_t *)pair, 2};
    size_t together = font_shape(f, text, 0, 2, SHAPE_LATIN, &buf);
    size_t space =
        font_shape(f, (struct span){text.data, 1}, 0, 1, SHAPE_LATIN, &buf);
    size_t other =
        font_shape(f, (struct span){text.data + 1, 1}, 0, 1, SHAPE_LATIN, &buf);
    const struct glyph *g = (const struct glyph *)(const void *)buf.data;
    bool apart = together == 2 && space == 1 && other == 1 &&
                 is_same(&g[0], &g[2]) && is_same(&g[1], &g[3]);

    buf_finish(&buf);
    return apart;
}

static void
learn(struct font *f, struct font_gaps *gaps)
{
    gaps->known = true;
    for (unsigned c = '!'; c <= '~'; c++)
        if (is_apart(f, (char)c))
            gaps->apart[c / 64] |= UINT64_C(1) << c % 64;
}

/* Whether the text may be cut before the byte at. */
static bool
may_cut(const struct font_gaps *gaps, const uint8_t *text, size_t at)
{
    return text[at - 1] == ' ' && text[at] < 0x80 &&
           (gaps->apart[text[at] / 64] >> text[at] % 64 & 1) != 0;
}

/* ---- the words -----------------------------------------------------------*/

/* FNV-1a. */
static uint32_t
hash_of(const struct font *f, struct span word, unsigned flags)
{
    uint32_t hash = 2166136261u ^ (uint32_t)((uintptr_t)f >> 4) ^ flags;

    for (size_t i = 0; i < word.size; i++)
        hash = (hash ^ word.data[i]) * 16777619u;
    return hash;
}

static size_t
glyphs_at(const struct word *w)
{
    return (w->at + w->size + 3u) & ~(size_t)3;
}

static bool
is_word(const struct word *w, const struct font *f, struct span text,
        unsigned flags, uint32_t hash)
{
    return w->font == f && w->hash == hash && w->flags == flags &&
           w->size == text.size &&
           memcmp(memory.pool.data + w->at, text.data, text.size) == 0;
}

static void
forget_all(void)
{
    memset(memory.words, 0, SLOTS * sizeof *memory.words);
    memory.pool.size = 0;
}

static void
remember(struct word *w, struct span text, const struct glyph *glyphs)
{
    size_t size = w->glyphs * sizeof *glyphs;

    w->at = (uint32_t)((memory.pool.size + 3) & ~(size_t)3);
    memory.pool.size = w->at;
    buf_add_span(&memory.pool, text);
    buf_reserve(&memory.pool, 3);
    memory.pool.size = glyphs_at(w);
    buf_add(&memory.pool, glyphs, size);
}

static size_t
recall(const struct word *w, size_t start, struct buf *out)
{
    size_t size = w->glyphs * sizeof(struct glyph);
    struct glyph *to = (struct glyph *)(void *)buf_reserve(out, size);

    memcpy(to, memory.pool.data + glyphs_at(w), size);
    for (unsigned i = 0; i < w->glyphs; i++)
        to[i].cluster += (uint32_t)start;
    out->size += size;
    return w->glyphs;
}

/* The slot of a word, or the one that it takes. */
static struct word *
find_slot(const struct font *f, struct span text, unsigned flags, uint32_t hash)
{
    for (unsigned i = 0; i < NEAR; i++) {
        struct word *w = &memory.words[(hash + i) % SLOTS];

        if (w->font == NULL || is_word(w, f, text, flags, hash))
            return w;
    }
    return &memory.words[hash % SLOTS];
}

/* Shapes text[start, end), of ASCII and short, or knows it already. */
static size_t
shape_word(struct font *f, struct span text, size_t start, size_t end,
           unsigned flags, struct buf *out)
{
    struct span word = {text.data + start, end - start};
    uint32_t hash = hash_of(f, word, flags);
    struct word *w = find_slot(f, word, flags, hash);
    struct glyph *glyphs;
    size_t before = out->size, count;

    if (is_word(w, f, word, flags, hash))
        return recall(w, start, out);
    count = font_shape(f, word, 0, word.size, flags, out);
    glyphs = (struct glyph *)(void *)(out->data + before);
    if (memory.pool.size > POOL_MOST) {
        forget_all();
        w = &memory.words[hash % SLOTS];
    }
    *w = (struct word){.font = f,
                       .hash = hash,
                       .glyphs = (uint16_t)count,
                       .size = (uint8_t)word.size,
                       .flags = (uint8_t)flags};
    remember(w, word, glyphs);
    for (size_t i = 0; i < count; i++)
        glyphs[i].cluster += (uint32_t)start;
    return count;
}

/* Whether it has a Latin letter, so that HarfBuzz would take all for Latin. */
static bool
is_latin(struct span text, size_t start, size_t end)
{
    for (size_t i = start; i < end; i++)
        if ((text.data[i] | 0x20) >= 'a' && (text.data[i] | 0x20) <= 'z')
            return true;
    return false;
}

size_t
words_shape(struct font *f, struct span text, size_t start, size_t end,
            unsigned flags, struct buf *out)
{
    struct font_gaps *gaps = font_gaps(f);
    size_t count = 0, next;

    if (gaps == NULL || flags & SHAPE_RTL || !is_latin(text, start, end))
        return font_shape(f, text, start, end, flags, out);
    gaps->shaped += end - start;
    if (!gaps->known && gaps->shaped < WORTH)
        return font_shape(f, text, start, end, flags, out);
    if (!gaps->known)
        learn(f, gaps);
    if (memory.words == NULL &&
        (memory.words = calloc(SLOTS, sizeof *memory.words)) == NULL)
        fatal_memory("out of memory for words");
    flags |= SHAPE_LATIN;
    for (; start < end; start = next) {
        bool ascii = text.data[start] < 0x80;

        for (next = start + 1; next < end && !may_cut(gaps, text.data, next);
             next++)
            ascii &= text.data[next] < 0x80;
        if (ascii && next - start <= LONGEST)
            count += shape_word(f, text, start, next, flags, out);
        else
            count += font_shape(f, text, start, next, flags, out);
    }
    return count;
}
