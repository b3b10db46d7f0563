/*
 * tokens.h - CSS text to tokens (CSS Syntax 3, section 4).
 *
 * Process: renderer.  Distrusts: every byte.
 *
 * A text becomes one flat array.  Each opening bracket or function knows how
 * many tokens its component value has, so that nesting of any depth costs no
 * stack; brackets left open at the end get closing tokens.
 */
#ifndef BULKHEAD_TOKENS_H
#define BULKHEAD_TOKENS_H

#include "arena.h"
#include "span.h"

enum token_type {
    TOKEN_EOF,
    TOKEN_IDENT,
    TOKEN_FUNCTION,
    TOKEN_AT,
    TOKEN_HASH,
    TOKEN_STRING,
    TOKEN_BAD_STRING,
    TOKEN_URL,
    TOKEN_BAD_URL,
    TOKEN_DELIM,
    TOKEN_NUMBER,
    TOKEN_PERCENT,
    TOKEN_DIMENSION,
    TOKEN_SPACE,
    TOKEN_CDO,
    TOKEN_CDC,
    TOKEN_COLON,
    TOKEN_SEMICOLON,
    TOKEN_COMMA,
    TOKEN_OPEN_SQUARE,
    TOKEN_CLOSE_SQUARE,
    TOKEN_OPEN,
    TOKEN_CLOSE,
    TOKEN_OPEN_CURLY,
    TOKEN_CLOSE_CURLY
};

struct token {
    const uint8_t *text; /* name, string, hash, or a dimension's unit */
    double number;
    uint32_t size; /* of text */
    uint32_t skip; /* tokens of the component value that starts here, >= 1 */
    uint8_t type;
    uint8_t delim;
    bool integer;  /* number written without point and exponent */
    bool has_sign; /* number written with + or - */
    bool is_id;    /* hash whose text is an identifier */
};

/* A range of tokens; at == end is the end. */
struct tokens {
    const struct token *at, *end;
};

/* Tokenizes.  The texts live in texts (in a cleaned copy of the whole text),
 * the array of tokens in array. */
struct tokens tokens_parse(struct arena *texts, struct arena *array,
                           struct span text);

static inline struct span
token_span(const struct token *t)
{
    return (struct span){t->text, t->size};
}

/* ASCII case-insensitive comparison; text in lower case. */
bool span_is_nocase(struct span s, const char *text);
bool spans_equal_nocase(struct span a, struct span b);

/* Whether the next token is an identifier (a function) with this name. */
bool tokens_at_ident(const struct tokens *t, const char *name);
bool tokens_at_function(const struct tokens *t, const char *name);
bool tokens_at_delim(const struct tokens *t, char delim);

/* The type of the next token, TOKEN_EOF at the end. */
enum token_type tokens_type(const struct tokens *t);

void tokens_skip_space(struct tokens *t);

/* Moves past the next component value. */
void tokens_next(struct tokens *t);

/* The contents of the block or function that starts at t->at; moves past it. */
struct tokens tokens_enter(struct tokens *t);

/* Without spaces at both ends. */
struct tokens tokens_trim(struct tokens t);

/* The values up to the next top-level comma (or the end), trimmed; moves past
 * the comma. */
struct tokens tokens_until_comma(struct tokens *t);

#endif
