/*
 * syntax.c - cuts tokens into rules and declarations.
 *
 * Process: renderer.  Distrusts: style sheets.
 */
#include "css/syntax.h"

bool
syntax_find_rule(struct tokens *t, bool top)
{
    for (; t->at < t->end; t->at++) {
        enum token_type type = tokens_type(t);
        if (type != TOKEN_SPACE &&
            !(top && (type == TOKEN_CDO || type == TOKEN_CDC)))
            return true;
    }
    return false;
}

bool
syntax_rule(struct tokens *t, struct written_rule *out)
{
    *out = (struct written_rule){.is_at = tokens_type(t) == TOKEN_AT};
    if (out->is_at)
        out->name = token_span(t->at++);
    out->prelude = *t;
    while (t->at < t->end && t->at->type != TOKEN_OPEN_CURLY &&
           !(out->is_at && t->at->type == TOKEN_SEMICOLON))
        tokens_next(t);
    out->prelude.end = t->at;
    out->has_block = tokens_type(t) == TOKEN_OPEN_CURLY;
    if (out->has_block)
        out->block = tokens_enter(t);
    else
        tokens_next(t);
    return out->is_at || out->has_block;
}

/* Cuts "! important" off the end. */
static bool
cut_important(struct tokens *value)
{
    struct tokens t = tokens_trim(*value);

    if (t.end - t.at < 2 || t.end[-1].type != TOKEN_IDENT ||
        !span_is_nocase(token_span(&t.end[-1]), "important"))
        return false;
    t.end--;
    t = tokens_trim(t);
    if (t.at == t.end || t.end[-1].type != TOKEN_DELIM ||
        t.end[-1].delim != '!')
        return false;
    t.end--;
    *value = tokens_trim(t);
    return true;
}

static bool
starts_declaration(struct tokens t)
{
    if (tokens_type(&t) != TOKEN_IDENT)
        return false;
    t.at++;
    tokens_skip_space(&t);
    return tokens_type(&t) == TOKEN_COLON;
}

struct tokens
syntax_cut_declaration(struct tokens *t)
{
    struct tokens cut = *t;
    bool declares = starts_declaration(*t), block = false;

    while (t->at < t->end && t->at->type != TOKEN_SEMICOLON && !block) {
        block = t->at->type == TOKEN_OPEN_CURLY && !declares;
        tokens_next(t);
    }
    cut.end = t->at;
    return cut;
}

bool
syntax_declaration(struct tokens t, struct written_declaration *out)
{
    if (!starts_declaration(t))
        return false;
    out->name = token_span(t.at++);
    tokens_skip_space(&t);
    t.at++;
    out->value = tokens_trim(t);
    out->important = cut_important(&out->value);
    return true;
}
