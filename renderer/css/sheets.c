/*
 * sheets.c - all style sheets of a document, and the index of their rules.
 *
 * Process: renderer.  Distrusts: style sheets.
 */
#include "css/sheet.h"

#include "log.h"

#include <stdlib.h>

static struct sheet *
create_agent(const char *const *pieces)
{
    struct buf text = {0};
    struct sheet *s;

    for (; *pieces != NULL; pieces++)
        buf_add_text(&text, *pieces);
    s = sheet_create(buf_span(&text), "", span_of(""), 0);
    buf_finish(&text);
    return s;
}

struct sheets *
sheets_create(void)
{
    struct sheets *s = calloc(1, sizeof *s);

    if (s == NULL)
        fatal_memory("out of memory for style sheets");
    s->agent = create_agent(ua_sheet);
    s->agent_quirks = create_agent(ua_sheet_quirks);
    return s;
}

void
sheets_forget_retired(struct sheets *s)
{
    struct sheet **retired = (struct sheet **)(void *)s->retired.data;

    for (size_t i = 0; i < s->retired.size / sizeof *retired; i++)
        sheet_destroy(retired[i]);
    s->retired.size = 0;
}

static struct place *
places(const struct sheets *s, size_t *count)
{
    *count = s->places.size / sizeof(struct place);
    return (struct place *)(void *)s->places.data;
}

void
sheets_destroy(struct sheets *s)
{
    size_t count;
    struct place *list;

    if (s == NULL)
        return;
    list = places(s, &count);
    for (size_t i = 0; i < count; i++)
        sheet_destroy(list[i].sheet);
    sheets_forget_retired(s);
    sheet_destroy(s->agent);
    sheet_destroy(s->agent_quirks);
    buf_finish(&s->places);
    buf_finish(&s->retired);
    free(s);
}

/* The place with this number; made, in order, if it is new. */
static struct place *
find_place(struct sheets *s, unsigned number)
{
    size_t count, at = 0;
    struct place *list = places(s, &count);
    struct place empty = {.place = number};

    while (at < count && list[at].place < number)
        at++;
    if (at < count && list[at].place == number)
        return &list[at];
    buf_add(&s->places, &empty, sizeof empty);
    list = places(s, &count);
    memmove(&list[at + 1], &list[at], (count - 1 - at) * sizeof *list);
    list[at] = empty;
    return &list[at];
}

static void
add_imports(const struct sheet *s, struct buf *imports)
{
    for (const struct import *i = s->imports; i != NULL; i = i->next)
        buf_add(imports, i->url, strlen(i->url) + 1);
}

void
sheets_set(struct sheets *s, unsigned place, struct span text, const char *url,
           struct span media, struct buf *imports)
{
    struct place *p;

    if (s->count >= MAX_SHEETS) {
        log_info("a style sheet is left out: more than %d", MAX_SHEETS);
        return;
    }
    p = find_place(s, place);
    if (p->sheet == NULL)
        s->count++;
    else
        buf_add(&s->retired, &p->sheet, sizeof p->sheet);
    p->sheet = sheet_create(text, url, media, 0);
    add_imports(p->sheet, imports);
}

/* The first import below a sheet that waits for this address (NULL: any). */
static struct import *
find_import(struct sheet *s, const char *url)
{
    for (struct import *i = s->imports; i != NULL; i = i->next) {
        struct import *found;
        if (i->sheet == NULL && (url == NULL || strcmp(i->url, url) == 0))
            return i;
        if (i->sheet != NULL && (found = find_import(i->sheet, url)) != NULL)
            return found;
    }
    return NULL;
}

static unsigned
depth_of_import(const struct sheet *s, const struct import *wanted)
{
    for (const struct import *i = s->imports; i != NULL; i = i->next) {
        unsigned depth;
        if (i == wanted)
            return s->depth + 1;
        if (i->sheet != NULL &&
            (depth = depth_of_import(i->sheet, wanted)) != 0)
            return depth;
    }
    return 0;
}

void
sheets_import(struct sheets *s, unsigned place, struct span text,
              const char *url, struct buf *imports)
{
    size_t count;
    struct place *list = places(s, &count);
    struct import *import = NULL;

    for (size_t i = 0; i < count && import == NULL; i++) {
        if (list[i].place != place || s->count >= MAX_SHEETS)
            continue;
        import = find_import(list[i].sheet, url);
        /* After a redirect the address is another one. */
        if (import == NULL)
            import = find_import(list[i].sheet, NULL);
        if (import == NULL)
            return;
        s->count++;
        import->sheet = sheet_create(text, url, span_of(""),
                                     depth_of_import(list[i].sheet, import));
        add_imports(import->sheet, imports);
    }
}

/* ---- the index ---------------------------------------------------------- */

static bool
media_holds(const struct media *m)
{
    for (; m != NULL; m = m->outer)
        if (!m->holds)
            return false;
    return true;
}

static void
add_entry(struct rule_index *index, const struct selector *selector,
          const struct block *block, enum origin origin,
          const struct layer *layer)
{
    struct index_entry *e;

    if (index->count == index->capacity) {
        index->capacity = index->capacity * 2 + 1024;
        index->entries =
            realloc(index->entries, index->capacity * sizeof *index->entries);
        if (index->entries == NULL)
            fatal_memory("out of memory for %u rules", index->capacity);
    }
    e = &index->entries[index->count];
    *e = (struct index_entry){.selector = selector,
                              .block = block,
                              .order = index->count,
                              .key = selector->key,
                              .layer = layer,
                              .origin = (uint8_t)origin};
    for (int i = 0; i < 2; i++)
        e->filter[i] = selector->ancestors[i] == 0
                           ? FILTER_SIZE
                           : (uint16_t)(selector->ancestors[i] % FILTER_SIZE);
    index->count++;
}

/* Imported rules come before a sheet's own. */
static void
add_sheet(struct rule_index *index, struct sheet *s,
          const struct style_context *c, enum origin origin,
          struct layer *layer)
{
    const struct rule *rules = (const struct rule *)(void *)s->rules.data;
    size_t count = s->rules.size / sizeof *rules;

    media_update(s, c);
    layers_enter(&index->arena, s, 0, s->layers_before_imports, layer);
    for (struct import *i = s->imports; i != NULL; i = i->next)
        if (i->sheet != NULL && media_holds(i->media))
            add_sheet(index, i->sheet, c, origin,
                      i->layer != NULL ? i->layer->layer : layer);
    layers_enter(&index->arena, s, s->layers_before_imports, s->layer_count,
                 layer);
    for (size_t i = 0; i < count; i++) {
        const struct rule *rule = &rules[i];
        if (!media_holds(rule->media))
            continue;
        for (unsigned k = 0; k < rule->selectors.count; k++)
            if (rule->selectors.items[k].pseudo != PSEUDO_COUNT)
                add_entry(index, &rule->selectors.items[k], rule->block, origin,
                          rule->layer != NULL ? rule->layer->layer : layer);
    }
}

static void
each_font_face(struct sheet *s, const struct style_context *c, font_face_fn *fn,
               void *data)
{
    const struct sheet_font_face *faces =
        (const struct sheet_font_face *)(void *)s->font_faces.data;
    size_t count = s->font_faces.size / sizeof *faces;

    media_update(s, c);
    for (struct import *i = s->imports; i != NULL; i = i->next)
        if (i->sheet != NULL && media_holds(i->media))
            each_font_face(i->sheet, c, fn, data);
    for (size_t i = 0; i < count; i++)
        if (media_holds(faces[i].media))
            fn(&faces[i].rule, data);
}

void
sheets_each_font_face(struct sheets *s, const struct style_context *c,
                      font_face_fn *fn, void *data)
{
    size_t count;
    struct place *list = places(s, &count);

    for (size_t i = 0; i < count; i++)
        if (list[i].sheet != NULL)
            each_font_face(list[i].sheet, c, fn, data);
}

static void
link_entries(struct rule_index *index)
{
    uint32_t size = 256;

    while (size < index->count * 2)
        size *= 2;
    index->mask = size - 1;
    index->heads = malloc((size + 1) * sizeof *index->heads);
    if (index->heads == NULL)
        fatal_memory("out of memory for %u rules", index->count);
    memset(index->heads, 0xFF, (size + 1) * sizeof *index->heads);
    for (uint32_t i = 0; i < index->count; i++) {
        uint32_t key = index->entries[i].selector->key;
        uint32_t slot = key == 0 ? size : key & index->mask;
        index->entries[i].next = index->heads[slot];
        index->heads[slot] = i;
    }
}

/* The order of the cascade without importance. */
static int
compare_entries(const void *x, const void *y)
{
    const struct index_entry *a = x, *b = y;

    if (a->origin != b->origin)
        return a->origin < b->origin ? -1 : 1;
    if (a->layer->number != b->layer->number)
        return a->layer->number < b->layer->number ? -1 : 1;
    if (a->selector->specificity != b->selector->specificity)
        return a->selector->specificity < b->selector->specificity ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
}

void
index_build(struct rule_index *index, struct sheets *s,
            const struct style_context *c, bool quirks)
{
    size_t count;
    struct place *list = places(s, &count);
    struct layer *root;

    *index = (struct rule_index){.count = 0};
    root = arena_alloc(&index->arena, sizeof *root);
    add_sheet(index, s->agent, c, ORIGIN_AGENT, root);
    if (quirks)
        add_sheet(index, s->agent_quirks, c, ORIGIN_AGENT, root);
    for (size_t i = 0; i < count; i++)
        if (list[i].sheet != NULL)
            add_sheet(index, list[i].sheet, c, ORIGIN_AUTHOR, root);
    layers_number(root);
    if (index->count > 0)
        qsort(index->entries, index->count, sizeof *index->entries,
              compare_entries);
    link_entries(index);
}

void
index_finish(struct rule_index *index)
{
    free(index->entries);
    free(index->heads);
    arena_finish(&index->arena);
    *index = (struct rule_index){.count = 0};
}
