/*
 * variables.c - custom properties, var() and attr() (CSS Variables 1, Values
 * 5).
 *
 * Process: renderer.  Distrusts: style sheets: nesting, the size of one value
 * and of all together are bounded, so that doubling definitions end early.
 */
#include "css/cascade.h"

enum {
    MAX_SUBSTITUTION_DEPTH = 48,
    MAX_VALUE_TOKENS = 16384,
    MAX_ALL_TOKENS = 2000000
};

enum variable_state { RAW, BUSY, DONE, INVALID };

struct variable {
    const char *name;
    struct tokens tokens;
    enum variable_state state;
};

struct variables {
    const struct variables *parent;
    struct variable *items;
    size_t count;
};

struct substitution {
    struct cascade *cascade;
    const struct variables *variables;
    struct buf out; /* struct token */
    unsigned depth;
};

static bool substitute(struct substitution *s, struct tokens in);

static bool
resolve(struct cascade *c, const struct variables *scope, struct variable *v,
        unsigned depth)
{
    struct substitution s = {
        .cascade = c, .variables = scope, .depth = depth + 1};
    struct token *copy;
    size_t count;

    if (v->state == BUSY || depth > MAX_SUBSTITUTION_DEPTH)
        return false; /* a cycle, or as good as one */
    if (v->state != RAW)
        return v->state == DONE;
    if (!tokens_have_substitution(v->tokens)) {
        v->state = DONE;
        return true;
    }
    v->state = BUSY;
    if (!substitute(&s, v->tokens)) {
        buf_finish(&s.out);
        v->state = INVALID;
        return false;
    }
    count = s.out.size / sizeof *copy;
    copy = arena_array(c->arena, count, sizeof *copy);
    if (count > 0)
        memcpy(copy, s.out.data, s.out.size);
    buf_finish(&s.out);
    v->tokens = (struct tokens){copy, copy + count};
    v->state = DONE;
    return true;
}

static bool
lookup(struct substitution *s, struct span name, struct tokens *out)
{
    for (const struct variables *v = s->variables; v != NULL; v = v->parent)
        for (size_t i = 0; i < v->count; i++) {
            if (!span_is(name, v->items[i].name))
                continue;
            if (!resolve(s->cascade, v, &v->items[i], s->depth))
                return false;
            *out = v->items[i].tokens;
            return true;
        }
    return false;
}

static bool
add_tokens(struct substitution *s, const struct token *tokens, size_t count)
{
    if (s->out.size / sizeof *tokens + count > MAX_VALUE_TOKENS ||
        s->cascade->substituted + count > MAX_ALL_TOKENS)
        return false;
    s->cascade->substituted += count;
    if (count > 0)
        buf_add(&s->out, tokens, count * sizeof *tokens);
    return true;
}

/* var( --name [, fallback]? ) */
static bool
substitute_variable(struct substitution *s, struct tokens contents)
{
    struct tokens value;
    struct span name;

    tokens_skip_space(&contents);
    if (tokens_type(&contents) != TOKEN_IDENT || contents.at->size < 2 ||
        memcmp(contents.at->text, "--", 2) != 0)
        return false;
    name = (struct span){contents.at->text + 2, contents.at->size - 2};
    contents.at++;
    tokens_skip_space(&contents);
    if (contents.at < contents.end && tokens_type(&contents) != TOKEN_COMMA)
        return false;
    if (lookup(s, name, &value))
        return add_tokens(s, value.at, (size_t)(value.end - value.at));
    if (contents.at == contents.end)
        return false;
    contents.at++;
    return substitute(s, tokens_trim(contents));
}

static bool
substitute_attribute(struct substitution *s, struct tokens contents)
{
    struct tokens value, fallback;

    if (attr_resolve(s->cascade, contents, &value, &fallback))
        return add_tokens(s, value.at, (size_t)(value.end - value.at));
    return fallback.at != NULL && substitute(s, fallback);
}

static bool
substitute(struct substitution *s, struct tokens in)
{
    bool ok = true;

    if (s->depth > MAX_SUBSTITUTION_DEPTH)
        return false;
    s->depth++;
    while (ok && in.at < in.end) {
        if (tokens_at_function(&in, "var")) {
            ok = substitute_variable(s, tokens_enter(&in));
        } else if (tokens_at_function(&in, "attr")) {
            ok = substitute_attribute(s, tokens_enter(&in));
        } else if (in.at->skip > 1) {
            size_t start = s->out.size / sizeof(struct token);
            const struct token *open = in.at;
            struct tokens inner = tokens_enter(&in);
            ok = add_tokens(s, open, 1) && substitute(s, inner) &&
                 add_tokens(s, in.at - 1, 1);
            struct token *all = (struct token *)(void *)s->out.data;
            if (ok)
                all[start].skip = (uint32_t)(s->out.size / sizeof *all - start);
        } else {
            ok = add_tokens(s, in.at, 1);
            in.at++;
        }
    }
    s->depth--;
    return ok;
}

bool
variables_substitute(struct cascade *c, const struct variables *v,
                     struct tokens in, struct tokens *out)
{
    struct substitution s = {.cascade = c, .variables = v};
    bool ok = substitute(&s, in);

    if (ok) {
        size_t count = s.out.size / sizeof(struct token);
        struct token *copy = arena_array(c->arena, count, sizeof *copy);
        if (count > 0)
            memcpy(copy, s.out.data, s.out.size);
        *out = (struct tokens){copy, copy + count};
    }
    buf_finish(&s.out);
    return ok;
}

const struct variables *
variables_create(struct cascade *c, const struct variables *parent,
                 const struct declaration *const *declarations, size_t count)
{
    struct variables *v = arena_alloc(c->arena, sizeof *v);

    v->parent = parent;
    v->items = arena_array(c->arena, count, sizeof *v->items);
    for (size_t i = count; i-- > 0;) {
        const struct declaration *d = declarations[i];
        struct variable *item = &v->items[v->count];
        bool seen = false;

        for (size_t k = 0; k < v->count && !seen; k++)
            seen = strcmp(v->items[k].name, d->name) == 0;
        if (seen)
            continue;
        item->name = d->name;
        if (d->value.kind == VALUE_PENDING) {
            item->tokens = d->value.pending->tokens;
            item->state = RAW;
        } else if (d->value.kind == VALUE_INITIAL) {
            item->state = INVALID;
        } else {
            /* inherit and its like: the parent's, as it was there */
            struct substitution s = {.cascade = c, .variables = parent};
            item->state =
                lookup(&s, span_of(d->name), &item->tokens) ? DONE : INVALID;
        }
        v->count++;
    }
    for (size_t i = 0; i < v->count; i++)
        resolve(c, v, &v->items[i], 0);
    return v;
}
