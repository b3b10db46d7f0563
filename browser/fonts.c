/*
 * fonts.c - the font broker: fontconfig's answer as a descriptor.
 *
 * Process: browser.  Distrusts: the family names of renderers: they are only
 * matched, their number is bounded, and a file is only ever one that
 * fontconfig named.
 *
 * An answer costs about half a millisecond, so answers are cached, also the
 * negative ones; a full cache is emptied, since only a hostile page fills it.
 */
#include "fonts.h"
#include "limits.h"
#include "log.h"
#include "utf8.h"

#include <fontconfig/fontconfig.h>
#include <unicode/uchar.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SLOTS = 4096, FULL = SLOTS * 3 / 4, FAMILIES = 16 };

#ifdef __SANITIZE_ADDRESS__
/* fontconfig 2.14 loses a block while it reads its configuration. */
const char *__lsan_default_suppressions(void);

const char *
__lsan_default_suppressions(void)
{
    return "leak:libfontconfig\n";
}
#endif

/* A font file that was handed out once; its place plus one is its number. */
struct file {
    char *path;
    dev_t device;
    ino_t inode;
};

struct answer {
    char *key; /* NULL: the slot is free */
    size_t key_size;
    int file; /* place in files, or -1: nobody has the character */
    unsigned index;
};

static struct {
    bool started, usable;
    struct file *files;
    int file_count;
    struct answer answers[SLOTS];
    int answer_count;
    unsigned lookups;
} broker;

static bool
start(void)
{
    if (!broker.started) {
        broker.started = true;
        broker.usable = FcInit();
        if (!broker.usable)
            log_error("fontconfig does not start: no fonts");
    }
    return broker.usable;
}

static uint64_t
hash_of(struct span key)
{
    uint64_t hash = 0xcbf29ce484222325u; /* FNV-1a */

    for (size_t i = 0; i < key.size; i++)
        hash = (hash ^ key.data[i]) * 0x100000001b3u;
    return hash ^ hash >> 32;
}

static struct answer *
find_slot(struct span key)
{
    size_t at = hash_of(key) % SLOTS;

    while (broker.answers[at].key != NULL &&
           !span_equal(key, (struct span){(uint8_t *)broker.answers[at].key,
                                          broker.answers[at].key_size}))
        at = (at + 1) % SLOTS;
    return &broker.answers[at];
}

static struct answer *
remember(struct span key, int file, unsigned index)
{
    struct answer *a;

    if (broker.answer_count >= FULL) {
        for (int i = 0; i < SLOTS; i++)
            free(broker.answers[i].key);
        memset(broker.answers, 0, sizeof broker.answers);
        broker.answer_count = 0;
    }
    a = find_slot(key);
    a->key = malloc(key.size + 1);
    if (a->key == NULL)
        fatal_memory("out of memory for a font's name");
    memcpy(a->key, key.data, key.size);
    a->key_size = key.size;
    a->file = file;
    a->index = index;
    broker.answer_count++;
    return a;
}

/* The place of a path among the files, or -1 if it cannot be read. */
static int
file_place(const char *path)
{
    struct file *files;
    struct stat st;

    if (stat(path, &st) != 0 || !S_ISREG(st.st_mode) || access(path, R_OK) != 0)
        return -1;
    for (int i = 0; i < broker.file_count; i++)
        if (broker.files[i].device == st.st_dev &&
            broker.files[i].inode == st.st_ino)
            return i;
    files =
        realloc(broker.files, (size_t)(broker.file_count + 1) * sizeof *files);
    if (files == NULL)
        fatal_memory("out of memory for a font file");
    broker.files = files;
    files[broker.file_count] =
        (struct file){strdup(path), st.st_dev, st.st_ino};
    return broker.file_count++;
}

/* fontconfig's name for a CSS generic family, or the name itself. */
static const char *
generic_name(const char *name)
{
    static const char *const names[][2] = {
        {"system-ui", "system-ui"},
        {"ui-sans-serif", "sans-serif"},
        {"ui-serif", "serif"},
        {"ui-monospace", "monospace"},
        {"ui-rounded", "sans-serif"},
        {"-apple-system", "system-ui"},
        {"math", "serif"},
        {"BlinkMacSystemFont", "system-ui"},
        {"fangsong", "Noto Serif CJK SC"},
    };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcasecmp(names[i][0], name) == 0)
            return names[i][1];
    return name;
}

/* Adds each name of a list as in CSS, quotes removed. */
static void
add_families(FcPattern *pattern, struct span list)
{
    size_t at = 0;

    for (int count = 0; count < FAMILIES && at < list.size; count++) {
        char name[MAX_FAMILY + 1];
        size_t size = 0;

        for (; at < list.size && list.data[at] != ','; at++)
            if (strchr("\"'", list.data[at]) == NULL &&
                (size > 0 || list.data[at] > ' ') && size < MAX_FAMILY)
                name[size++] = (char)list.data[at];
        at++;
        while (size > 0 && name[size - 1] <= ' ' && name[size - 1] >= 0)
            size--;
        name[size] = '\0';
        if (size > 0 && utf8_is_text(span_of(name)))
            FcPatternAddString(pattern, FC_FAMILY,
                               (const FcChar8 *)generic_name(name));
    }
}

static FcPattern *
make_pattern(struct span family, int weight, bool italic, uint32_t code)
{
    FcPattern *pattern = FcPatternCreate();

    if (pattern == NULL)
        return NULL;
    if (code != 0 &&
        u_hasBinaryProperty((UChar32)code, UCHAR_EMOJI_PRESENTATION))
        FcPatternAddString(pattern, FC_FAMILY, (const FcChar8 *)"emoji");
    add_families(pattern, family);
    if (weight < 1)
        weight = 400;
    FcPatternAddInteger(pattern, FC_WEIGHT,
                        FcWeightFromOpenType(weight > 1000 ? 1000 : weight));
    FcPatternAddInteger(pattern, FC_SLANT,
                        italic ? FC_SLANT_ITALIC : FC_SLANT_ROMAN);
    FcPatternAddBool(pattern, FC_SCALABLE, FcTrue);
    if (code != 0) {
        FcCharSet *characters = FcCharSetCreate();

        if (characters != NULL) {
            FcCharSetAddChar(characters, code);
            FcPatternAddCharSet(pattern, FC_CHARSET, characters);
            FcCharSetDestroy(characters);
        }
    }
    FcConfigSubstitute(NULL, pattern, FcMatchPattern);
    FcDefaultSubstitute(pattern);
    return pattern;
}

static bool
has_character(FcPattern *font, uint32_t code)
{
    FcCharSet *characters;

    return code == 0 || (FcPatternGetCharSet(font, FC_CHARSET, 0,
                                             &characters) == FcResultMatch &&
                         FcCharSetHasChar(characters, code));
}

/* A font as fontconfig gives it: place and index, false if it will not do. */
static bool
take_font(FcPattern *font, uint32_t code, int *place, unsigned *index)
{
    FcChar8 *path;
    int face = 0;

    if (font == NULL || !has_character(font, code) ||
        FcPatternGetString(font, FC_FILE, 0, &path) != FcResultMatch)
        return false;
    FcPatternGetInteger(font, FC_INDEX, 0, &face);
    *index =
        (unsigned)face & 0xFFFF; /* above: an instance of a variable font */
    *place = file_place((const char *)path);
    return *place >= 0;
}

/* The best match first; if it is a file that vanished, or lacks the character
 * (which ranks below the family's name), the long list in order. */
static void
ask(FcPattern *pattern, uint32_t code, int *place, unsigned *index)
{
    FcResult result;
    FcPattern *best = FcFontMatch(NULL, pattern, &result);
    FcFontSet *all = NULL;

    *place = -1;
    *index = 0;
    if (take_font(best, code, place, index))
        goto out;
    all = FcFontSort(NULL, pattern, FcFalse, NULL, &result);
    for (int i = 0; all != NULL && i < all->nfont; i++)
        if (take_font(all->fonts[i], code, place, index))
            break;
out:
    if (best != NULL)
        FcPatternDestroy(best);
    if (all != NULL)
        FcFontSetDestroy(all);
}

unsigned
fonts_lookups(void)
{
    return broker.lookups;
}

const char *
fonts_path(uint64_t file)
{
    return file > 0 && file <= (uint64_t)broker.file_count
               ? broker.files[file - 1].path
               : "";
}

int
fonts_find(struct span family, int weight, bool italic, uint32_t code,
           unsigned *index, uint64_t *file)
{
    struct buf key = {0};
    struct answer *a;
    int fd = -1;

    if (code > 0x10FFFF || !start())
        return -1;
    family = utf8_prefix(family, MAX_FAMILY);
    buf_printf(&key, "%d %d %x ", weight, italic, (unsigned)code);
    buf_add_span(&key, family);
    a = find_slot(buf_span(&key));
    if (a->key == NULL) {
        FcPattern *pattern = make_pattern(family, weight, italic, code);
        int place = -1;
        unsigned face = 0;

        broker.lookups++;
        if (pattern != NULL) {
            ask(pattern, code, &place, &face);
            FcPatternDestroy(pattern);
        }
        a = remember(buf_span(&key), place, face);
    }
    if (a->file >= 0) {
        fd = open(broker.files[a->file].path, O_RDONLY | O_CLOEXEC);
        if (fd < 0)
            log_warn("font %s: %s", broker.files[a->file].path,
                     strerror(errno));
        *index = a->index;
        *file = (uint64_t)a->file + 1;
    }
    buf_finish(&key);
    return fd;
}
