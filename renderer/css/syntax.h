/*
 * syntax.h - rules and declarations as they are written, whatever they mean
 * (CSS Syntax 3, section 5).
 *
 * Process: renderer.  Distrusts: style sheets.
 */
#ifndef BULKHEAD_SYNTAX_H
#define BULKHEAD_SYNTAX_H

#include "css/tokens.h"

struct written_rule {
    bool is_at;            /* else a qualified rule */
    struct span name;      /* of an at-rule */
    struct tokens prelude; /* not trimmed */
    bool has_block;        /* a qualified rule always has */
    struct tokens block;   /* its contents */
};

struct written_declaration {
    struct span name;
    struct tokens value; /* trimmed, without "! important" */
    bool important;
};

/* Takes the rule that starts at t, which is not at a space or the end.  False
 * if it is none: a qualified rule's block never comes. */
bool syntax_rule(struct tokens *t, struct written_rule *out);

/* Moves t to the next rule, past spaces and, at the top of a sheet, "<!--" and
 * "-->"; false at the end. */
bool syntax_find_rule(struct tokens *t, bool top);

/* Takes the tokens of the declaration that starts at t, up to its semicolon,
 * or of what has to be skipped in its place: a rule ends with its block. */
struct tokens syntax_cut_declaration(struct tokens *t);

/* Whether these tokens, the first no space, are a declaration. */
bool syntax_declaration(struct tokens t, struct written_declaration *out);

#endif
