/*
 * reading.c - a laid out page as one text in reading order.
 *
 * Process: renderer.  Distrusts: nothing; layout bounds the depth of boxes.
 */
#include "reading/reading.h"
#include "text/breaking.h"

#include "log.h"
#include "utf8.h"

#include <stdlib.h>
#include <string.h>

/* ---- making --------------------------------------------------------------*/

struct maker {
    struct reading *reading;
    uint32_t order;    /* boxes counted in tree order */
    struct buf breaks; /* the order of each <br> */
    size_t break_at;   /* bytes of breaks that are behind */
};

static void
number_boxes(struct maker *m, struct box *b)
{
    b->order = ++m->order;
    if (b->kind == BOX_BREAK)
        buf_add(&m->breaks, &b->order, sizeof b->order);
    for (struct box *c = b->first; c != NULL; c = c->next)
        number_boxes(m, c);
}

static void
add_run(struct reading *r, const struct line *line, const struct text_run *run)
{
    if (run->is_extra)
        return;
    if (r->count == r->capacity) {
        r->capacity = r->capacity > 0 ? 2 * r->capacity : 256;
        r->runs = realloc(r->runs, r->capacity * sizeof *r->runs);
        if (r->runs == NULL)
            fatal_memory("out of memory for the page's text");
    }
    r->runs[r->count++] = (struct reading_run){
        run, line, 0, run->style->visibility == VISIBILITY_VISIBLE};
}

/* What a person enters is not the page's text. */
static bool
is_field(const struct box *b)
{
    return b->node != NULL &&
           (node_is(b->node, TAG_input) || node_is(b->node, TAG_textarea) ||
            node_is(b->node, TAG_select));
}

static void
collect(struct reading *r, const struct box *b)
{
    if (is_field(b))
        return;
    for (const struct line *l = b->lines; l != NULL; l = l->next)
        for (unsigned i = 0; i < l->run_count; i++)
            add_run(r, l, &l->runs[i]);
    for (const struct box *c = b->first; c != NULL; c = c->next)
        collect(r, c);
}

/* Tree order, and within a text its own: lines are in visual order. */
static int
compare(const void *a, const void *b)
{
    const struct text_run *p = ((const struct reading_run *)a)->run;
    const struct text_run *q = ((const struct reading_run *)b)->run;

    if (p->box->order != q->box->order)
        return p->box->order < q->box->order ? -1 : 1;
    return p->text.data < q->text.data   ? -1
           : p->text.data > q->text.data ? 1
                                         : 0;
}

/* The block whose lines hold the text. */
static const struct box *
block_of(const struct box *b)
{
    while (b->parent != NULL && (b->kind == BOX_TEXT || b->kind == BOX_INLINE))
        b = b->parent;
    return b;
}

static const struct box *
row_of(const struct box *b)
{
    while (b != NULL && b->kind != BOX_ROW)
        b = b->parent;
    return b;
}

/* Whether a <br> stands between two boxes; asked in tree order. */
static bool
is_broken(struct maker *m, const struct box *a, const struct box *b)
{
    bool found = false;

    while (m->break_at < m->breaks.size) {
        uint32_t order;

        memcpy(&order, m->breaks.data + m->break_at, sizeof order);
        if (order > b->order)
            break;
        m->break_at += sizeof order;
        found |= order > a->order;
    }
    return found;
}

enum { GAP_MOST = 4096 /* more is not one paragraph's text */ };

/* White space between two runs of one block that neither has in it. */
static const char *
gap(const struct text_run *a, const struct text_run *b)
{
    const uint8_t *from = a->text.data + a->text.size, *to = b->text.data;
    const char *found = "";

    if (to < from || to - from > GAP_MOST)
        return "";
    for (; from < to; from++) {
        if (*from == '\n')
            return "\n";
        if (*from == '\t')
            found = "\t";
        else if (*from == ' ' && found[0] == 0)
            found = " ";
    }
    return found;
}

static const char *
separator(struct maker *m, const struct text_run *a, const struct text_run *b)
{
    const struct box *p = block_of(a->box), *q = block_of(b->box);
    bool broken = is_broken(m, a->box, b->box);

    if (p == q)
        return broken ? "\n" : gap(a, b);
    if (row_of(p) != NULL && row_of(p) == row_of(q))
        return "\t";
    if (p->is_inline_level || q->is_inline_level)
        return "";
    return "\n";
}

static bool
ends_in_space(const struct buf *text)
{
    return text->size == 0 || text->data[text->size - 1] == ' ' ||
           text->data[text->size - 1] == '\n';
}

static void
join(struct maker *m)
{
    struct reading *r = m->reading;
    const struct text_run *last = NULL;

    for (unsigned i = 0; i < r->count; i++) {
        struct text_run *run = (struct text_run *)r->runs[i].run;
        const char *between = last != NULL ? separator(m, last, run) : "";

        if (between[0] != ' ' || !ends_in_space(&r->text))
            buf_add_span(&r->text, span_of(between));
        r->runs[i].start = (uint32_t)r->text.size;
        run->reading = i + 1;
        buf_add_span(&r->text, run->text);
        last = run;
    }
}

void
reading_init(struct reading *r, const struct layout *l)
{
    struct maker m = {.reading = r};

    *r = (struct reading){0};
    if (l->root == NULL)
        return;
    number_boxes(&m, l->root);
    collect(r, l->root);
    if (r->count > 0)
        qsort(r->runs, r->count, sizeof *r->runs, compare);
    join(&m);
    buf_finish(&m.breaks);
}

void
reading_finish(struct reading *r)
{
    buf_finish(&r->text);
    free(r->runs);
    *r = (struct reading){0};
}

/* ---- places --------------------------------------------------------------*/

static int64_t
outside(unit_t at, unit_t from, unit_t size)
{
    if (at < from)
        return (int64_t)from - at;
    if (at >= from + size)
        return (int64_t)at - from - size + 1;
    return 0;
}

/* Where the run's text begins, in its glyphs' own numbers. */
static uint32_t
first_cluster(const struct text_run *run)
{
    uint32_t least = UINT32_MAX;

    for (unsigned i = 0; i < run->glyph_count; i++)
        if (run->glyphs[i].cluster < least)
            least = run->glyphs[i].cluster;
    return least;
}

/* The end of the text that glyph i stands for, in the glyphs' numbers. */
static uint32_t
cluster_end(const struct text_run *run, unsigned i, uint32_t base)
{
    uint32_t cluster = run->glyphs[i].cluster,
             end = base + (uint32_t)run->text.size;

    if (run->rtl)
        for (; i > 0; i--) {
            if (run->glyphs[i - 1].cluster > cluster)
                return run->glyphs[i - 1].cluster;
        }
    else
        for (; i < run->glyph_count; i++)
            if (run->glyphs[i].cluster > cluster)
                return run->glyphs[i].cluster;
    return end;
}

uint32_t
reading_run_offset(const struct text_run *run, unit_t x)
{
    uint32_t base = first_cluster(run);
    unit_t pen = run->x;

    for (unsigned i = 0; i < run->glyph_count; i++) {
        const struct glyph *g = &run->glyphs[i];

        if (x < pen + g->x_advance) {
            bool right_half = x >= pen + g->x_advance / 2;

            return (right_half != run->rtl ? cluster_end(run, i, base)
                                           : g->cluster) -
                   base;
        }
        pen += g->x_advance;
    }
    return run->rtl ? 0 : (uint32_t)run->text.size;
}

uint32_t
reading_at(const struct reading *r, unit_t x, unit_t y)
{
    const struct reading_run *best = NULL;
    int64_t best_dx = 0, best_dy = 0;

    for (unsigned i = 0; i < r->count; i++) {
        const struct reading_run *rr = &r->runs[i];
        int64_t dy = outside(y, rr->line->y, rr->line->height);
        int64_t dx = outside(x, rr->run->x, rr->run->width);

        if (!rr->visible)
            continue;
        if (best == NULL || dy < best_dy || (dy == best_dy && dx < best_dx)) {
            best = rr;
            best_dx = dx;
            best_dy = dy;
        }
    }
    return best != NULL ? best->start + reading_run_offset(best->run, x) : 0;
}

bool
reading_run_stretch(const struct text_run *run, uint32_t from, uint32_t to,
                    unit_t *x, unit_t *width)
{
    uint32_t base = first_cluster(run);
    unit_t pen = run->x;
    bool any = false;

    for (unsigned i = 0; i < run->glyph_count; i++) {
        const struct glyph *g = &run->glyphs[i];

        if (g->cluster - base >= from && g->cluster - base < to) {
            if (!any)
                *x = pen;
            any = true;
            *width = pen + g->x_advance - *x;
        }
        pen += g->x_advance;
    }
    return any;
}

bool
reading_stretch(const struct reading *r, const struct text_run *run,
                uint32_t from, uint32_t to, unit_t *x, unit_t *width)
{
    const struct reading_run *rr;

    if (run->reading == 0 || run->reading > r->count)
        return false;
    rr = &r->runs[run->reading - 1];
    if (from >= to || to <= rr->start || from >= rr->start + run->text.size)
        return false;
    return reading_run_stretch(run, from > rr->start ? from - rr->start : 0,
                               to - rr->start, x, width);
}

const struct reading_run *
reading_run_at(const struct reading *r, uint32_t offset)
{
    unsigned low = 0, high = r->count;

    while (low < high) {
        unsigned middle = low + (high - low) / 2;
        const struct reading_run *rr = &r->runs[middle];

        if (rr->start + rr->run->text.size <= offset)
            low = middle + 1;
        else
            high = middle;
    }
    return low < r->count ? &r->runs[low] : NULL;
}

/* ---- words ---------------------------------------------------------------*/

static uint32_t
span_next(struct span *rest)
{
    const uint8_t *at = rest->data;
    uint32_t code = utf8_next(&at, rest->data + rest->size);

    rest->size -= (size_t)(at - rest->data);
    rest->data = at;
    return code;
}

static uint32_t
code_at(const struct reading *r, uint32_t at, uint32_t *next)
{
    struct span rest = {r->text.data + at, r->text.size - at};
    uint32_t code = span_next(&rest);

    *next = (uint32_t)(rest.data - r->text.data);
    return code;
}

static uint32_t
step_back(const struct reading *r, uint32_t at)
{
    do
        at--;
    while (at > 0 && (r->text.data[at] & 0xC0) == 0x80);
    return at;
}

void
reading_word(const struct reading *r, uint32_t at, uint32_t *from, uint32_t *to)
{
    uint32_t size = (uint32_t)r->text.size, next;
    bool word;

    *from = *to = at;
    if (at >= size)
        return;
    word = breaking_is_word(code_at(r, at, &next));
    *to = next;
    while (word && *to < size && breaking_is_word(code_at(r, *to, &next)))
        *to = next;
    while (word && *from > 0) {
        uint32_t before = step_back(r, *from);

        if (!breaking_is_word(code_at(r, before, &next)))
            break;
        *from = before;
    }
}

void
reading_paragraph(const struct reading *r, uint32_t at, uint32_t *from,
                  uint32_t *to)
{
    *from = *to = at;
    while (*from > 0 && r->text.data[*from - 1] != '\n')
        --*from;
    while (*to < r->text.size && r->text.data[*to] != '\n')
        ++*to;
}

/* ---- finding -------------------------------------------------------------*/

/* The next character as it is compared; a run of white space is one. */
static uint32_t
fold_next(struct span *rest)
{
    uint32_t code = span_next(rest);

    if (code != ' ' && code != '\n' && code != '\t' && code != 0xA0)
        return breaking_fold(code);
    while (rest->size > 0) {
        struct span peek = *rest;

        code = span_next(&peek);
        if (code != ' ' && code != '\n' && code != '\t' && code != 0xA0)
            break;
        *rest = peek;
    }
    return ' ';
}

/* The length of wanted at the front of text, or 0. */
static size_t
match(struct span text, struct span wanted)
{
    const uint8_t *start = text.data;

    while (wanted.size > 0) {
        if (text.size == 0 || fold_next(&text) != fold_next(&wanted))
            return 0;
    }
    return (size_t)(text.data - start);
}

unsigned
reading_find(const struct reading *r, struct span wanted, unsigned most,
             struct buf *places)
{
    struct span rest = buf_span(&r->text), first = wanted;
    uint32_t begin = wanted.size > 0 ? fold_next(&first) : 0;
    unsigned count = 0;

    while (wanted.size > 0 && rest.size > 0 && count < most) {
        struct span here = rest;
        size_t size = 0;

        if (fold_next(&rest) == begin)
            size = match(here, wanted);
        if (size > 0) {
            uint32_t place[2] = {(uint32_t)(here.data - r->text.data), 0};

            place[1] = place[0] + (uint32_t)size;
            buf_add(places, place, sizeof place);
            rest = (struct span){here.data + size, here.size - size};
            count++;
        }
    }
    return count;
}
