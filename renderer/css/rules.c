/*
 * rules.c - a style sheet's text to rules that mean something (CSS Conditional
 * 3; CSS Cascade 4: @import).
 *
 * Process: renderer.  Distrusts: style sheets.
 *
 * Cascade layers are read as if their rules stood outside; @keyframes,
 * @page and what is not known are skipped.
 */
#include "css/sheet.h"
#include "css/syntax.h"

#include "url.h"

#include <stdlib.h>

#include "log.h"

struct reader {
    struct sheet *sheet;
    struct arena *scratch; /* the token array */
    bool imports_allowed;
};

/* What stands around rules. */
struct scope {
    const struct media *media;
    struct sheet_layer *layer;        /* NULL: none */
    const struct selector_list *nest; /* of the rule around, or NULL */
    unsigned depth;
};

static void read_rules(struct reader *r, struct tokens t, struct scope scope);
static void read_contents(struct reader *r, struct tokens t,
                          const struct selector_list *selectors,
                          struct scope scope);

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

/* @import url(...) layer(...)? supports(...)? media?; */
static void
read_import(struct reader *r, struct tokens prelude)
{
    struct sheet *s = r->sheet;
    struct css_input in = {
        .t = prelude, .arena = &s->arena, .base_url = s->url};
    struct import *import, **tail = &s->imports;
    struct sheet_layer *layer = NULL;
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
    if (tokens_at_function(&in.t, "layer")) {
        struct tokens name = tokens_enter(&in.t);
        layer = layer_of(s, NULL, name);
    } else if (tokens_at_ident(&in.t, "layer")) {
        in.t.at++;
        layer = layer_of(s, NULL, (struct tokens){in.t.at, in.t.at});
    }
    tokens_skip_space(&in.t);
    if (tokens_at_function(&in.t, "supports") &&
        !supports_holds(r->scratch, tokens_enter(&in.t)))
        return;
    import = arena_alloc(&s->arena, sizeof *import);
    import->url = url.text;
    import->media = add_media(s, in.t, NULL);
    import->layer = layer;
    s->layers_before_imports = s->layer_count;
    while (*tail != NULL)
        tail = &(*tail)->next;
    *tail = import;
}

/* @layer a, b.c; */
static void
read_layer_list(struct reader *r, struct tokens prelude, struct scope scope)
{
    while (prelude.at < prelude.end)
        layer_of(r->sheet, scope.layer, tokens_until_comma(&prelude));
}

static void
read_at_statement(struct reader *r, struct span name, struct tokens prelude,
                  struct scope scope)
{
    if (span_is_nocase(name, "import") && scope.depth == 0)
        read_import(r, prelude);
    else if (span_is_nocase(name, "layer"))
        read_layer_list(r, prelude, scope);
    else if (!span_is_nocase(name, "charset"))
        r->imports_allowed = false;
}

static void
read_at_rule(struct reader *r, const struct written_rule *w, struct scope scope)
{
    struct tokens prelude = tokens_trim(w->prelude);

    if (!w->has_block) {
        read_at_statement(r, w->name, prelude, scope);
        return;
    }
    r->imports_allowed = false;
    if (scope.depth++ >= MAX_RULE_NESTING)
        return;
    if (span_is_nocase(w->name, "font-face")) {
        font_face_read(r->sheet, w->block, scope.media);
        return;
    }
    if (span_is_nocase(w->name, "media"))
        scope.media = add_media(r->sheet, prelude, scope.media);
    else if (span_is_nocase(w->name, "layer"))
        scope.layer = layer_of(r->sheet, scope.layer, prelude);
    else if (!span_is_nocase(w->name, "supports") ||
             !supports_holds(r->scratch, prelude))
        return;
    if (scope.nest != NULL)
        read_contents(r, w->block, scope.nest, scope);
    else
        read_rules(r, w->block, scope);
}

static void
add_rule(struct reader *r, const struct selector_list *selectors,
         struct tokens declarations, struct scope scope)
{
    struct sheet *s = r->sheet;
    struct rule rule = {
        .selectors = *selectors, .media = scope.media, .layer = scope.layer};
    struct block *block;

    if (s->rules.size / sizeof rule >= MAX_RULES)
        return;
    block = arena_alloc(&s->arena, sizeof *block);
    declarations_parse(&s->arena, declarations, s->url, block);
    if (block->count == 0)
        return;
    rule.block = block;
    buf_add(&s->rules, &rule, sizeof rule);
}

static void
read_style_rule(struct reader *r, const struct written_rule *w,
                struct scope scope)
{
    struct sheet *s = r->sheet;
    struct selector_list selectors;

    r->imports_allowed = false;
    if (scope.depth++ >= MAX_RULE_NESTING ||
        !selectors_parse_nested(&s->arena, w->prelude, scope.nest, &selectors))
        return;
    if (scope.nest != NULL)
        selectors_splice(&s->arena, scope.nest, &selectors);
    read_contents(r, w->block, &selectors, scope);
}

/* The rule that starts at t. */
static void
read_rule(struct reader *r, struct tokens *t, struct scope scope)
{
    struct written_rule written;

    if (!syntax_rule(t, &written))
        return;
    if (written.is_at)
        read_at_rule(r, &written, scope);
    else
        read_style_rule(r, &written, scope);
}

/* Whether a rule starts here rather than a declaration: its block comes before
 * any semicolon. */
static bool
starts_rule(struct tokens t)
{
    struct tokens start = t;

    if (tokens_type(&t) == TOKEN_IDENT && t.at->size > 1 &&
        t.at->text[0] == '-' && t.at->text[1] == '-') {
        t.at++;
        tokens_skip_space(&t);
        if (tokens_type(&t) == TOKEN_COLON)
            return false; /* a custom property may hold a block */
        t = start;
    }
    while (t.at < t.end && t.at->type != TOKEN_SEMICOLON) {
        if (t.at->type == TOKEN_OPEN_CURLY)
            return true;
        tokens_next(&t);
    }
    return false;
}

/* Declarations of a rule, and rules in it: each run of declarations is a rule
 * at its own place in the order. */
static void
read_contents(struct reader *r, struct tokens t,
              const struct selector_list *selectors, struct scope scope)
{
    struct selector_list *nest = NULL;
    struct tokens run = {t.at, t.at};

    while (t.at < t.end) {
        if (t.at->type != TOKEN_AT && !starts_rule(t)) {
            while (t.at < t.end && t.at->type != TOKEN_SEMICOLON)
                tokens_next(&t);
            tokens_next(&t);
            run.end = t.at;
            continue;
        }
        if (tokens_type(&t) == TOKEN_SPACE) {
            t.at++;
            continue;
        }
        if (run.at < run.end)
            add_rule(r, selectors, run, scope);
        if (nest == NULL) {
            nest = arena_alloc(&r->sheet->arena, sizeof *nest);
            selectors_nest(&r->sheet->arena, selectors, nest);
        }
        struct scope inner = scope;
        inner.nest = nest;
        read_rule(r, &t, inner);
        run = (struct tokens){t.at, t.at};
    }
    if (run.at < run.end)
        add_rule(r, selectors, run, scope);
}

static void
read_rules(struct reader *r, struct tokens t, struct scope scope)
{
    while (syntax_find_rule(&t, scope.depth == 0))
        read_rule(r, &t, scope);
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
    read_rules(&r, tokens_parse(&s->arena, &scratch, text),
               (struct scope){.media = outer});
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
