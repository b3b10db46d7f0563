/*
 * web_fonts.c - matching of a document's own fonts, and their files.
 *
 * Process: renderer.  Distrusts: font files.
 */
#include "text/web_fonts.h"

#include "css/tokens.h"
#include "log.h"
#include "text/woff.h"

#include <stdlib.h>

enum { MAX_FILES = 512 };

/* Numbers of the browser's files are small. */
#define WEB_FILE (UINT64_C(1) << 63)

static struct {
    struct web_file files[MAX_FILES];
    unsigned count;
    size_t bytes;
} taken;

static uint64_t
hash_of(struct span s)
{
    uint64_t hash = UINT64_C(14695981039346656037);

    for (size_t i = 0; i < s.size; i++)
        hash = (hash ^ s.data[i]) * UINT64_C(1099511628211);
    return hash | WEB_FILE;
}

const struct web_file *
web_file_take(struct span bytes, const char **why)
{
    struct buf font = {NULL, 0, 0};
    uint64_t number;

    *why = woff_decode(&font, bytes);
    if (*why == NULL &&
        (taken.count == MAX_FILES || taken.bytes + font.size > MAX_WEB_FONTS))
        *why = "this process has taken too many fonts";
    if (*why != NULL) {
        buf_finish(&font);
        return NULL;
    }
    number = hash_of(buf_span(&font));
    for (unsigned i = 0; i < taken.count; i++) {
        const struct web_file *f = &taken.files[i];

        if (f->number == number && f->size == font.size &&
            memcmp(f->data, font.data, font.size) == 0) {
            buf_finish(&font);
            return f;
        }
    }
    taken.bytes += font.size;
    taken.files[taken.count] =
        (struct web_file){font.data, font.size, number + taken.count};
    return &taken.files[taken.count++];
}

/* ---- matching ------------------------------------------------------------*/

/* How far a rule's weights are from the wanted one; less is better (CSS Fonts
 * 4, 5.2, "font-weight"). */
static int
weight_distance(const struct font_face_rule *r, int wanted)
{
    int low = r->weight_low, high = r->weight_high;
    bool heavier = low > wanted;
    int distance = heavier ? low - wanted : wanted - high;

    if (low <= wanted && wanted <= high)
        return 0;
    if (wanted >= 400 && wanted <= 500) {
        if (heavier && low <= 500)
            return distance;
        return distance + (heavier ? 4000 : 2000);
    }
    return distance + (heavier == (wanted > 500) ? 0 : 2000);
}

static int
distance_of(const struct font_face_rule *r, int weight, bool italic)
{
    return weight_distance(r, weight) + (r->italic == italic ? 0 : 10000);
}

static bool
is_named(const struct font_face_rule *r, struct span name)
{
    return spans_equal_nocase(span_of(r->family), name);
}

/* All rules of the family that match equally well are one font of several
 * parts; of two with the same character the later counts (5.2, "composite
 * face"). */
static unsigned
add_family(const struct web_fonts *fonts, struct span name, int weight,
           bool italic, struct web_candidate *out, unsigned room)
{
    int best = INT32_MAX;
    unsigned count = 0;

    for (unsigned i = 0; i < fonts->count; i++)
        if (is_named(fonts->faces[i].rule, name)) {
            int d = distance_of(fonts->faces[i].rule, weight, italic);

            best = d < best ? d : best;
        }
    for (unsigned i = fonts->count; i-- > 0 && count < room;)
        if (is_named(fonts->faces[i].rule, name) &&
            distance_of(fonts->faces[i].rule, weight, italic) == best)
            out[count++] = (struct web_candidate){.web = &fonts->faces[i]};
    return count;
}

/* Takes the next name, without quotes, off a list. */
static struct span
next_name(struct span *list)
{
    const uint8_t *comma =
        list->size > 0 ? memchr(list->data, ',', list->size) : NULL;
    struct span name = *list;

    name.size = comma != NULL ? (size_t)(comma - list->data) : list->size;
    *list = (struct span){list->data + name.size, list->size - name.size};
    if (list->size > 0)
        *list = (struct span){list->data + 1, list->size - 1};
    while (name.size > 0 && strchr(" \"'", name.data[0]) != NULL)
        name = (struct span){name.data + 1, name.size - 1};
    while (name.size > 0 && strchr(" \"'", name.data[name.size - 1]) != NULL)
        name.size--;
    return name;
}

unsigned
web_candidates(const struct web_fonts *fonts, const char *families, int weight,
               bool italic, web_system_fn *system, struct web_candidate *out)
{
    struct span list = span_of(families), name;
    unsigned count = 0, ours = 0;

    while (list.size > 0 && count < WEB_CANDIDATES) {
        unsigned added;

        name = next_name(&list);
        added = add_family(fonts, name, weight, italic, out + count,
                           WEB_CANDIDATES - count);
        ours += added;
        count += added;
        if (added == 0) {
            struct face *f = system(name, weight, italic);

            if (f != NULL)
                out[count++] = (struct web_candidate){.face = f};
        }
    }
    return ours > 0 ? count : 0;
}

static bool
in_range(const struct font_face_rule *r, uint32_t code)
{
    for (unsigned i = 0; i < r->range_count; i++)
        if (code >= r->ranges[i].first && code <= r->ranges[i].last)
            return true;
    return r->range_count == 0;
}

/* A rule says how bold and slanted its font is, whatever the file says. */
static struct face *
open_face(const struct web_face *w, int weight, bool italic)
{
    bool bold = weight >= 600 && w->rule->weight_high < 600;
    int within = weight < w->rule->weight_low    ? w->rule->weight_low
                 : weight > w->rule->weight_high ? w->rule->weight_high
                                                 : weight;

    return face_open_weight(w->file.data, w->file.size, w->index,
                            w->file.number, bold, italic && !w->rule->italic,
                            within);
}

struct face *
web_candidate_face(struct web_fonts *fonts, struct web_candidate *c,
                   uint32_t code, int weight, bool italic)
{
    if (c->web != NULL && !in_range(c->web->rule, code))
        return NULL;
    if (c->web != NULL && c->web->file.data == NULL) {
        fonts->asked |= !c->web->wanted;
        c->web->wanted = true;
        return NULL;
    }
    if (c->face == NULL && !c->tried) {
        c->tried = true;
        c->face = open_face(c->web, weight, italic);
    }
    return c->face != NULL && face_glyph(c->face, code) != 0 ? c->face : NULL;
}
