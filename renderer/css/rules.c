/*
 * rules.c - a style sheet's text to rules (CSS Syntax 3, section 5; CSS
 * Conditional 3; CSS Cascade 4: @import).
 *
 * Process: renderer.  Distrusts: style sheets.
 *
 * Cascade layers are read as if their rules stood outside; @keyframes,
 * @page and what is not known are skipped.
 */
#include "css/sheet.h"

#include "url.h"

#include <stdlib.h>

#include "log.h"

struct reader {
    struct sheet *sheet;
    struct arena *scratch; /* the token array */
    bool imports_allowed;
};

static void read_rules(struct reader *r, struct tokens t,
                       const struct media *media, unsigned depth);

static const struct media *
add_media(struct sheet *s, struct tokens query, const struct media *outer)
{
    struct media *m;
    struct token *copy;
    size_t count;

    query = tokens_trim(query);
    count = (size_t)(query.end - query.at);
    if (count == 0)
        return outer;
    m = arena_alloc(&s->arena, sizeof *m);
    copy = arena_array(&s->arena, count, sizeof *copy);
    memcpy(copy, query.at, count * sizeof *copy);
    m->query = (struct tokens){copy, copy + count};
    m->outer = outer;
    m->next = s->medias;
    s->medias = m;
    return m;
}

/* Up to a block or a semicolon; t then stands there. */
static struct tokens
read_prelude(struct tokens *t)
{
    struct tokens prelude = *t;

    while (t->at < t->end && t->at->type != TOKEN_OPEN_CURLY &&
           t->at->type != TOKEN_SEMICOLON)
        tokens_next(t);
    prelude.end = t->at;
    return tokens_trim(prelude);
}

/* @import url(...) layer(...)? supports(...)? media?; */
static void
read_import(struct reader *r, struct tokens prelude)
{
    struct sheet *s = r->sheet;
    struct css_input in = {
        .t = prelude, .arena = &s->arena, .base_url = s->url};
    struct import *import, **tail = &s->imports;
    struct value url;

    if (!r->imports_allowed || s->depth >= MAX_IMPORT_DEPTH)
        return;
    if (parse_text_value(&in, &url)) {
        struct buf absolute = {0};
        bool ok = url_resolve(&absolute, s->url, span_of(url.text));
        url.text = arena_text(&s->arena, buf_span(&absolute));
        buf_finish(&absolute);
        if (!ok)
            return;
    } else if (!parse_url_value(&in, &url) || url.text[0] == '\0') {
        return;
    }
    tokens_skip_space(&in.t);
    if (tokens_at_function(&in.t, "layer") || tokens_at_ident(&in.t, "layer"))
        tokens_next(&in.t);
    tokens_skip_space(&in.t);
    if (tokens_at_function(&in.t, "supports") &&
        !supports_holds(r->scratch, tokens_enter(&in.t)))
        return;
    import = arena_alloc(&s->arena, sizeof *import);
    import->url = url.text;
    import->media = add_media(s, in.t, NULL);
    while (*tail != NULL)
        tail = &(*tail)->next;
    *tail = import;
}

static void
read_at_rule(struct reader *r, struct tokens *t, const struct media *media,
             unsigned depth)
{
    struct span name = token_span(t->at);
    struct tokens prelude;
    bool has_block;

    t->at++;
    prelude = read_prelude(t);
    has_block = tokens_type(t) == TOKEN_OPEN_CURLY;
    if (!has_block) {
        tokens_next(t);
        if (span_is_nocase(name, "import"))
            read_import(r, prelude);
        else if (!span_is_nocase(name, "charset") &&
                 !span_is_nocase(name, "layer"))
            r->imports_allowed = false;
        return;
    }
    r->imports_allowed = false;
    struct tokens inner = tokens_enter(t);
    if (depth >= MAX_RULE_NESTING)
        return;
    if (span_is_nocase(name, "media"))
        read_rules(r, inner, add_media(r->sheet, prelude, media), depth + 1);
    else if (span_is_nocase(name, "supports") &&
             supports_holds(r->scratch, prelude))
        read_rules(r, inner, media, depth + 1);
    else if (span_is_nocase(name, "layer"))
        read_rules(r, inner, media, depth + 1);
    else if (span_is_nocase(name, "font-face"))
        font_face_read(r->sheet, inner, media);
}

static void
read_style_rule(struct reader *r, struct tokens *t, const struct media *media)
{
    struct sheet *s = r->sheet;
    struct rule rule = {.media = media};
    struct tokens prelude = *t, contents;
    struct block *block;

    while (t->at < t->end && t->at->type != TOKEN_OPEN_CURLY)
        tokens_next(t);
    prelude.end = t->at;
    if (t->at == t->end)
        return;
    contents = tokens_enter(t);
    r->imports_allowed = false;
    if (s->rules.size / sizeof rule >= MAX_RULES ||
        !selectors_parse(&s->arena, prelude, &rule.selectors))
        return;
    block = arena_alloc(&s->arena, sizeof *block);
    declarations_parse(&s->arena, contents, s->url, block);
    if (block->count == 0)
        return;
    rule.block = block;
    buf_add(&s->rules, &rule, sizeof rule);
}

static void
read_rules(struct reader *r, struct tokens t, const struct media *media,
           unsigned depth)
{
    while (t.at < t.end) {
        enum token_type type = tokens_type(&t);
        if (type == TOKEN_SPACE ||
            (depth == 0 && (type == TOKEN_CDO || type == TOKEN_CDC)))
            t.at++;
        else if (type == TOKEN_AT)
            read_at_rule(r, &t, media, depth);
        else
            read_style_rule(r, &t, media);
    }
}

struct sheet *
sheet_create(struct span text, const char *url, struct span media,
             unsigned depth)
{
    struct sheet *s = calloc(1, sizeof *s);
    struct arena scratch = {0};
    struct reader r = {s, &scratch, true};

    if (s == NULL)
        fatal_memory("out of memory for a style sheet");
    s->url = arena_text(&s->arena, span_of(url));
    s->depth = depth;
    const struct media *outer =
        add_media(s, tokens_parse(&s->arena, &scratch, media), NULL);
    read_rules(&r, tokens_parse(&s->arena, &scratch, text), outer, 0);
    for (struct import *i = s->imports; i != NULL; i = i->next)
        if (i->media == NULL)
            i->media = outer;
    arena_finish(&scratch);
    return s;
}

void
sheet_destroy(struct sheet *s)
{
    if (s == NULL)
        return;
    /* Bounded by MAX_IMPORT_DEPTH. */
    for (struct import *i = s->imports; i != NULL; i = i->next)
        sheet_destroy(i->sheet);
    buf_finish(&s->rules);
    buf_finish(&s->font_faces);
    arena_finish(&s->arena);
    free(s);
}
