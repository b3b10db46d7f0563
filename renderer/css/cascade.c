/*
 * cascade.c - styles of a whole document: matching, and sharing of equal
 * results.
 *
 * Process: renderer.  Distrusts: style sheets and the page; the walk is
 * iterative.
 *
 * Elements with the same parent style and the same matching blocks (those of
 * style attributes and presentational hints are shared by their text) get one
 * struct style, so that computing is done once for thousands of table cells;
 * not those whose blocks look at their attributes by attr().
 */
#include "css/cascade.h"

#include "child.h"
#include "log.h"

#include <stdlib.h>

/* Blocks made of a text: a style attribute or hints. */
struct text_block {
    struct span text;
    uint32_t hash;
    struct block block;
    struct text_block *next;
};

/* A result that can be shared. */
struct shared {
    uint64_t hash;
    const struct computed *parent;
    const struct matched *matched;
    size_t count;
    struct computed *computed;
    struct shared *next;
};

enum { SHARED_SLOTS = 4096, TEXT_SLOTS = 1024, HAS_BUDGET = 20000000 };

struct styler {
    struct cascade cascade;
    struct rule_index index;
    struct match match;
    struct shared *shared[SHARED_SLOTS];
    struct text_block *texts[TEXT_SLOTS];
    struct arena scratch; /* tokens of attributes */
    struct buf keys;      /* uint32_t: matching entries, to be sorted */
    struct buf matched;   /* struct matched of the current element */
    struct buf hints;
};

/* ---- blocks from texts -------------------------------------------------- */

static uint32_t
hash_bytes(struct span s)
{
    uint32_t h = 2166136261u;

    for (size_t i = 0; i < s.size; i++)
        h = (h ^ s.data[i]) * 16777619u;
    return h;
}

static const struct block *
block_of_text(struct styler *st, struct span text)
{
    uint32_t hash = hash_bytes(text);
    struct text_block **slot = &st->texts[hash % TEXT_SLOTS];
    struct arena *a = st->cascade.arena;
    struct text_block *b;

    for (b = *slot; b != NULL; b = b->next)
        if (b->hash == hash && span_equal(b->text, text))
            return &b->block;
    b = arena_alloc(a, sizeof *b);
    b->hash = hash;
    b->text = (struct span){(uint8_t *)arena_text(a, text), text.size};
    declarations_parse(a, tokens_parse(a, &st->scratch, text),
                       st->cascade.context->base_url, &b->block);
    arena_finish(&st->scratch);
    b->next = *slot;
    *slot = b;
    return &b->block;
}

/* ---- matching ----------------------------------------------------------- */

static void
match_chain(struct styler *st, uint32_t slot, uint32_t key,
            const struct node *n)
{
    for (uint32_t i = st->index.heads[slot]; i != UINT32_MAX;
         i = st->index.entries[i].next) {
        const struct index_entry *e = &st->index.entries[i];

        if (e->key != key || st->match.filter[e->filter[0]] == 0 ||
            st->match.filter[e->filter[1]] == 0 ||
            !selector_matches(&st->match, e->selector, n))
            continue;
        buf_add(&st->keys, &i, sizeof i);
    }
}

static void
match_key(struct styler *st, uint32_t key, const struct node *n)
{
    match_chain(st, key & st->index.mask, key, n);
}

static int
compare_keys(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

    return x < y ? -1 : x > y;
}

/* Two equal classes would match the same rules twice. */
static bool
is_repeated(const struct node *n, unsigned i)
{
    for (unsigned k = 0; k < i && k < 32; k++)
        if (strcmp(n->classes[k], n->classes[i]) == 0)
            return true;
    return false;
}

static void
match_rules(struct styler *st, const struct node *n)
{
    st->keys.size = 0;
    match_chain(st, st->index.mask + 1, 0, n);
    match_key(st, selector_hash_tag(n->name), n);
    if (n->id != NULL)
        match_key(st, selector_hash_id(n->id), n);
    for (unsigned i = 0; i < n->class_count; i++)
        if (!is_repeated(n, i))
            match_key(st, selector_hash_class(n->classes[i]), n);
    qsort(st->keys.data, st->keys.size / sizeof(uint32_t), sizeof(uint32_t),
          compare_keys);
}

static void
add_matched(struct styler *st, const struct block *block, enum origin origin,
            uint32_t layer, int pseudo)
{
    struct matched m;

    if (block->count == 0)
        return;
    memset(&m, 0, sizeof m); /* its bytes are compared */
    m.block = block;
    m.origin = (uint8_t)origin;
    m.layer = (uint16_t)(layer < UINT16_MAX ? layer : UINT16_MAX);
    m.pseudo = (int8_t)pseudo;
    buf_add(&st->matched, &m, sizeof m);
}

/* All blocks of the element in the order of the cascade. */
static void
collect(struct styler *st, const struct node *n)
{
    const struct span *style = node_attribute(n, "style");
    const uint32_t *keys;
    bool hints_done = false;

    match_rules(st, n);
    st->matched.size = 0;
    st->hints.size = 0;
    if (n->name_space == NAMESPACE_HTML) {
        if (st->match.quirks)
            hints_add_margin_quirk(&st->hints, n);
        hints_add(&st->hints, n);
    } else if (n->name_space == NAMESPACE_SVG) {
        svg_hints_add(&st->hints, n);
    }
    keys = (const uint32_t *)(const void *)st->keys.data;
    for (size_t i = 0; i <= st->keys.size / sizeof *keys; i++) {
        bool end = i == st->keys.size / sizeof *keys;
        const struct index_entry *e = end ? NULL : &st->index.entries[keys[i]];

        if (!hints_done && (end || e->origin == ORIGIN_AUTHOR)) {
            if (st->hints.size > 0)
                add_matched(st, block_of_text(st, buf_span(&st->hints)),
                            ORIGIN_HINT, 0, -1);
            hints_done = true;
        }
        if (!end)
            add_matched(st, e->block, (enum origin)e->origin, e->layer->number,
                        e->selector->pseudo);
    }
    if (style != NULL && style->size > 0)
        add_matched(st, block_of_text(st, *style), ORIGIN_INLINE, 0, -1);
}

/* ---- sharing ------------------------------------------------------------ */

static uint64_t
hash_matched(const struct styler *st, const struct computed *parent)
{
    const struct matched *m =
        (const struct matched *)(const void *)st->matched.data;
    uint64_t h = (uintptr_t)parent * UINT64_C(0x9E3779B97F4A7C15);

    for (size_t i = 0; i < st->matched.size / sizeof *m; i++) {
        h ^= (uintptr_t)m[i].block + (uint64_t)(m[i].pseudo + 1);
        h *= UINT64_C(0x9E3779B97F4A7C15);
        h ^= h >> 29;
    }
    return h;
}

static void
add_pseudos(struct styler *st, struct computed *computed,
            const struct matched *matched, size_t count)
{
    unsigned present = 0;

    for (size_t i = 0; i < count; i++)
        if (matched[i].pseudo >= 0)
            present |= 1u << matched[i].pseudo;
    for (int pseudo = 0; pseudo < PSEUDO_COUNT; pseudo++) {
        const struct computed *style;

        if (!(present >> pseudo & 1))
            continue;
        style = compute_style(&st->cascade, matched, count, computed, pseudo);
        if ((pseudo == PSEUDO_BEFORE || pseudo == PSEUDO_AFTER) &&
            (style->s.content == NULL || style->s.display == DISPLAY_NONE))
            continue;
        computed->pseudos[pseudo] = &style->s;
    }
}

static bool
sees_attributes(const struct matched *matched, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (matched[i].block->sees_attributes)
            return true;
    return false;
}

static struct computed *
style_element(struct styler *st, const struct node *n,
              const struct computed *parent)
{
    const struct matched *matched;
    struct matched *copy;
    struct shared *s;
    size_t count, size;
    uint64_t hash;

    child_progress();
    collect(st, n);
    matched = (const struct matched *)(const void *)st->matched.data;
    size = st->matched.size;
    count = size / sizeof *matched;
    hash = hash_matched(st, parent);
    struct shared **slot = &st->shared[hash % SHARED_SLOTS];
    for (s = *slot; s != NULL; s = s->next)
        if (s->hash == hash && s->parent == parent && s->count == count &&
            (size == 0 || memcmp(s->matched, matched, size) == 0))
            return s->computed;
    copy = arena_array(st->cascade.arena, count, sizeof *copy);
    if (size > 0)
        memcpy(copy, matched, size);
    s = arena_alloc(st->cascade.arena, sizeof *s);
    s->hash = hash;
    s->parent = parent;
    s->matched = copy;
    s->count = count;
    st->cascade.element = n;
    s->computed = compute_style(&st->cascade, copy, count, parent, -1);
    add_pseudos(st, s->computed, copy, count);
    if (!sees_attributes(copy, count)) {
        s->next = *slot;
        *slot = s;
    }
    return s->computed;
}

/* ---- the document ------------------------------------------------------- */

static const struct computed *
computed_of(const struct node *n)
{
    return n->type == NODE_ELEMENT
               ? (const struct computed *)(const void *)n->style
               : NULL;
}

static void
style_nodes(struct styler *st, struct dom *d)
{
    struct node *n = d->document;

    for (;;) {
        bool element = n->type == NODE_ELEMENT;

        n->style = NULL;
        if (element) {
            const struct computed *parent = computed_of(n->parent);
            struct computed *computed = style_element(st, n, parent);
            if (parent == NULL)
                st->cascade.root = computed;
            n->style = &computed->s;
        }
        if (n->first != NULL) {
            if (element)
                match_push(&st->match, n);
            n = n->first;
            continue;
        }
        while (n != d->document && n->next == NULL) {
            n = n->parent;
            if (n->type == NODE_ELEMENT)
                match_pop(&st->match, n);
        }
        if (n == d->document)
            return;
        n = n->next;
    }
}

void
style_document(struct sheets *s, struct dom *d,
               const struct style_context *context, struct arena *arena)
{
    struct styler *st = calloc(1, sizeof *st);
    struct computed *initial = arena_alloc(arena, sizeof *initial);

    if (st == NULL)
        fatal_memory("out of memory for styles");
    compute_initial(initial, context->zoom);
    st->cascade = (struct cascade){.arena = arena,
                                   .context = context,
                                   .quirks = d->quirks,
                                   .initial = initial};
    st->match.use_filter = true;
    st->match.filter[FILTER_SIZE] = 1; /* what stands for no ancestor */
    st->match.quirks = d->quirks;
    st->match.budget = HAS_BUDGET;
    index_build(&st->index, s, context, d->quirks);
    style_nodes(st, d);
    sheets_forget_retired(s);
    index_finish(&st->index);
    arena_finish(&st->scratch);
    buf_finish(&st->keys);
    buf_finish(&st->matched);
    buf_finish(&st->hints);
    free(st);
}

/* ---- reading ------------------------------------------------------------ */

const struct style *
style_pseudo(const struct node *n, enum pseudo which)
{
    const struct computed *c = computed_of(n);

    return c != NULL ? c->pseudos[which] : NULL;
}

static void
each_image_of(const struct style *s, style_url_fn *fn, void *data)
{
    for (const struct background *b = s->backgrounds; b != NULL; b = b->next)
        if (b->url != NULL)
            fn(b->url, data);
    if (s->border_image != NULL && s->border_image->picture.url != NULL)
        fn(s->border_image->picture.url, data);
    if (s->list_image != NULL && style_is_list_item(s))
        fn(s->list_image, data);
    for (const struct content_item *i = s->content; i != NULL; i = i->next)
        if (i->kind == CONTENT_IMAGE)
            fn(i->text, data);
}

void
style_each_image(const struct dom *d, style_url_fn *fn, void *data)
{
    const struct style *last = NULL;

    for (const struct node *n = d->document; n != NULL;
         n = node_walk(n, d->document, false)) {
        if (n->style == NULL || n->style == last)
            continue;
        last = n->style;
        each_image_of(n->style, fn, data);
        for (int pseudo = 0; pseudo < PSEUDO_COUNT; pseudo++) {
            const struct style *s = style_pseudo(n, (enum pseudo)pseudo);
            if (s != NULL)
                each_image_of(s, fn, data);
        }
    }
}
