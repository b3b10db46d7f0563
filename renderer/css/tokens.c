/*
 * tokens.c - CSS text to tokens (CSS Syntax 3, section 4).
 *
 * Process: renderer.  Distrusts: every byte.
 */
#include "css/tokens.h"

#include "buf.h"
#include "utf8.h"

#include <math.h>

struct lexer {
    struct arena *arena;
    const uint8_t *at, *end;
    struct buf tokens; /* struct token */
    struct buf open;   /* uint32_t: indices of open brackets */
};

static int
peek(const struct lexer *l, size_t ahead)
{
    return (size_t)(l->end - l->at) > ahead ? l->at[ahead] : -1;
}

static bool
is_digit(int c)
{
    return c >= '0' && c <= '9';
}

static int
hex_value(int c)
{
    if (is_digit(c))
        return c - '0';
    if ((c | 32) >= 'a' && (c | 32) <= 'f')
        return (c | 32) - 'a' + 10;
    return -1;
}

static bool
is_name_start(int c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           c >= 0x80;
}

static bool
is_name(int c)
{
    return is_name_start(c) || is_digit(c) || c == '-';
}

static bool
is_space(int c)
{
    return c == ' ' || c == '\t' || c == '\n';
}

static bool
is_escape(const struct lexer *l, size_t ahead)
{
    return peek(l, ahead) == '\\' && peek(l, ahead + 1) != '\n';
}

static bool
starts_ident(const struct lexer *l, size_t ahead)
{
    int c = peek(l, ahead);

    if (c == '-')
        return is_name_start(peek(l, ahead + 1)) || peek(l, ahead + 1) == '-' ||
               is_escape(l, ahead + 1);
    return is_name_start(c) || is_escape(l, ahead);
}

static bool
starts_number(const struct lexer *l)
{
    size_t i = 0;

    if (peek(l, 0) == '+' || peek(l, 0) == '-')
        i = 1;
    return is_digit(peek(l, i)) ||
           (peek(l, i) == '.' && is_digit(peek(l, i + 1)));
}

/* Newlines to \n, NUL and ill-formed UTF-8 to U+FFFD (3.3). */
static struct span
preprocess(struct arena *a, struct span text)
{
    struct buf clean = {0};
    struct span copy;
    size_t size = 0;
    uint8_t *out;

    if (!utf8_is_text(text)) {
        utf8_add_clean(&clean, text);
        text = buf_span(&clean);
    }
    out = arena_alloc(a, text.size + 1);
    for (size_t i = 0; i < text.size; i++) {
        uint8_t c = text.data[i];
        if (c == '\r' && i + 1 < text.size && text.data[i + 1] == '\n')
            continue;
        out[size++] = c == '\r' || c == '\f' ? '\n' : c;
    }
    copy = (struct span){out, size};
    buf_finish(&clean);
    return copy;
}

/* Behind the backslash: writes the code point. */
static size_t
read_escape(struct lexer *l, uint8_t out[4])
{
    uint32_t code = 0;

    if (l->at == l->end)
        return utf8_put(out, UTF8_REPLACEMENT);
    if (hex_value(*l->at) < 0)
        return utf8_put(out, utf8_next(&l->at, l->end));
    for (int i = 0; i < 6 && hex_value(peek(l, 0)) >= 0; i++)
        code = code * 16 + (uint32_t)hex_value(*l->at++);
    if (is_space(peek(l, 0)))
        l->at++;
    if (code == 0)
        code = UTF8_REPLACEMENT;
    return utf8_put(out, code); /* replaces surrogates and what is too large */
}

static void
take_copy(struct lexer *l, struct token *t, struct buf *text)
{
    t->text = (uint8_t *)arena_text(l->arena, buf_span(text));
    t->size = (uint32_t)text->size;
    buf_finish(text);
}

static void
read_name(struct lexer *l, struct token *t)
{
    struct buf name = {0};

    t->text = l->at;
    while (is_name(peek(l, 0)))
        l->at++;
    t->size = (uint32_t)(l->at - t->text);
    if (!is_escape(l, 0))
        return; /* the usual case needs no copy */
    buf_add(&name, t->text, t->size);
    for (;;) {
        if (is_name(peek(l, 0))) {
            buf_add_char(&name, (char)*l->at++);
        } else if (is_escape(l, 0)) {
            uint8_t out[4];
            l->at++;
            buf_add(&name, out, read_escape(l, out));
        } else {
            break;
        }
    }
    take_copy(l, t, &name);
}

static void
read_number(struct lexer *l, struct token *t)
{
    double value = 0, sign = 1;
    int exponent = 0, shift = 0;

    t->type = TOKEN_NUMBER;
    t->integer = true;
    if (*l->at == '+' || *l->at == '-') {
        t->has_sign = true;
        sign = *l->at++ == '-' ? -1 : 1;
    }
    while (is_digit(peek(l, 0)))
        value = value * 10 + (*l->at++ - '0');
    if (peek(l, 0) == '.' && is_digit(peek(l, 1))) {
        t->integer = false;
        for (l->at++; is_digit(peek(l, 0)); l->at++) {
            if (shift >= 17)
                continue; /* beyond what a double can tell */
            value = value * 10 + (*l->at - '0');
            shift++;
        }
    }
    size_t i = peek(l, 1) == '+' || peek(l, 1) == '-' ? 2 : 1;
    if ((peek(l, 0) == 'e' || peek(l, 0) == 'E') && is_digit(peek(l, i))) {
        bool negative = peek(l, 1) == '-';
        t->integer = false;
        for (l->at += i; is_digit(peek(l, 0)); l->at++)
            if (exponent < 1000)
                exponent = exponent * 10 + (*l->at - '0');
        if (negative)
            exponent = -exponent;
    }
    value = sign * value * pow(10, exponent - shift);
    /* Keep sums and casts defined whatever was written. */
    if (!(value < 1e15))
        value = 1e15;
    if (!(value > -1e15))
        value = -1e15;
    t->number = value;
    if (starts_ident(l, 0)) {
        t->type = TOKEN_DIMENSION;
        read_name(l, t);
    } else if (peek(l, 0) == '%') {
        t->type = TOKEN_PERCENT;
        l->at++;
    }
}

static void
read_string(struct lexer *l, struct token *t)
{
    int quote = *l->at++;
    struct buf text = {0};
    const uint8_t *start = l->at;

    t->type = TOKEN_STRING;
    while (l->at < l->end && *l->at != quote && *l->at != '\n' &&
           *l->at != '\\')
        l->at++;
    t->text = start;
    t->size = (uint32_t)(l->at - start);
    if (l->at == l->end)
        return;
    if (*l->at == quote) {
        l->at++;
        return;
    }
    buf_add(&text, start, t->size);
    while (l->at < l->end && *l->at != quote) {
        if (*l->at == '\n') {
            t->type = TOKEN_BAD_STRING;
            break;
        }
        if (*l->at != '\\') {
            buf_add_char(&text, (char)*l->at++);
            continue;
        }
        l->at++;
        if (l->at == l->end)
            break;
        if (*l->at == '\n') {
            l->at++;
        } else {
            uint8_t out[4];
            buf_add(&text, out, read_escape(l, out));
        }
    }
    if (l->at < l->end && *l->at == quote)
        l->at++;
    take_copy(l, t, &text);
}

static void
read_bad_url(struct lexer *l, struct token *t)
{
    uint8_t out[4];

    t->type = TOKEN_BAD_URL;
    while (l->at < l->end) {
        if (*l->at == ')') {
            l->at++;
            return;
        }
        if (is_escape(l, 0)) {
            l->at++;
            read_escape(l, out);
        } else {
            l->at++;
        }
    }
}

static bool
ends_url(const struct lexer *l)
{
    int c = peek(l, 0);

    return c == '"' || c == '\'' || c == '(' || (c >= 0 && c <= 8) ||
           c == 0xB || (c >= 0xE && c <= 0x1F) || c == 0x7F ||
           (c == '\\' && !is_escape(l, 0));
}

static void
read_url(struct lexer *l, struct token *t)
{
    struct buf text = {0};

    while (is_space(peek(l, 0)))
        l->at++;
    t->type = TOKEN_URL;
    while (l->at < l->end && *l->at != ')') {
        if (is_space(*l->at)) {
            while (is_space(peek(l, 0)))
                l->at++;
            if (l->at < l->end && *l->at != ')') {
                read_bad_url(l, t);
                break;
            }
            continue;
        }
        if (ends_url(l)) {
            read_bad_url(l, t);
            break;
        }
        if (*l->at == '\\') {
            uint8_t out[4];
            l->at++;
            buf_add(&text, out, read_escape(l, out));
        } else {
            buf_add_char(&text, (char)*l->at++);
        }
    }
    if (t->type == TOKEN_BAD_URL) {
        t->size = 0;
        buf_finish(&text);
        return;
    }
    if (l->at < l->end)
        l->at++;
    take_copy(l, t, &text);
}

static void
read_ident_like(struct lexer *l, struct token *t)
{
    size_t i = 0;

    t->type = TOKEN_IDENT;
    read_name(l, t);
    if (peek(l, 0) != '(')
        return;
    l->at++;
    t->type = TOKEN_FUNCTION;
    if (!span_is_nocase(token_span(t), "url"))
        return;
    while (is_space(peek(l, i)))
        i++;
    if (peek(l, i) != '"' && peek(l, i) != '\'')
        read_url(l, t);
}

static void
skip_comments(struct lexer *l)
{
    while (peek(l, 0) == '/' && peek(l, 1) == '*') {
        l->at += 2;
        while (l->at < l->end && !(peek(l, 0) == '*' && peek(l, 1) == '/'))
            l->at++;
        l->at = l->end - l->at >= 2 ? l->at + 2 : l->end;
    }
}

static void
read_token(struct lexer *l, struct token *t)
{
    static const char punctuation[] = ":;,[](){}";
    int c = *l->at;
    const char *mark;

    if (is_space(c)) {
        t->type = TOKEN_SPACE;
        while (is_space(peek(l, 0)))
            l->at++;
    } else if (c == '"' || c == '\'') {
        read_string(l, t);
    } else if (c == '#' && (is_name(peek(l, 1)) || is_escape(l, 1))) {
        l->at++;
        t->type = TOKEN_HASH;
        t->is_id = starts_ident(l, 0);
        read_name(l, t);
    } else if (starts_number(l)) {
        read_number(l, t);
    } else if (c == '-' && peek(l, 1) == '-' && peek(l, 2) == '>') {
        t->type = TOKEN_CDC;
        l->at += 3;
    } else if (starts_ident(l, 0)) {
        read_ident_like(l, t);
    } else if (c == '<' && peek(l, 1) == '!' && peek(l, 2) == '-' &&
               peek(l, 3) == '-') {
        t->type = TOKEN_CDO;
        l->at += 4;
    } else if (c == '@' && starts_ident(l, 1)) {
        l->at++;
        t->type = TOKEN_AT;
        read_name(l, t);
    } else {
        mark = strchr(punctuation, c);
        t->type = TOKEN_DELIM;
        if (mark != NULL)
            t->type = (uint8_t)(TOKEN_COLON + (mark - punctuation));
        t->delim = (uint8_t)c;
        l->at++;
    }
}

static uint8_t
closing_type(uint8_t type)
{
    switch (type) {
    case TOKEN_FUNCTION:
    case TOKEN_OPEN:
        return TOKEN_CLOSE;
    case TOKEN_OPEN_SQUARE:
        return TOKEN_CLOSE_SQUARE;
    case TOKEN_OPEN_CURLY:
        return TOKEN_CLOSE_CURLY;
    default:
        return TOKEN_EOF;
    }
}

/* Closes the innermost open bracket at the token with this index. */
static void
close_top(struct lexer *l, size_t index)
{
    struct token *all = (struct token *)(void *)l->tokens.data;
    uint32_t start;

    l->open.size -= sizeof start;
    memcpy(&start, l->open.data + l->open.size, sizeof start);
    all[start].skip = (uint32_t)(index - start + 1);
}

static uint8_t
top_closing(const struct lexer *l)
{
    const struct token *all =
        (const struct token *)(const void *)l->tokens.data;
    uint32_t start;

    if (l->open.size == 0)
        return TOKEN_EOF;
    memcpy(&start, l->open.data + l->open.size - sizeof start, sizeof start);
    return closing_type(all[start].type);
}

static void
add_token(struct lexer *l, const struct token *t)
{
    uint32_t index = (uint32_t)(l->tokens.size / sizeof *t);
    uint8_t closing = top_closing(l);

    buf_add(&l->tokens, t, sizeof *t);
    if (closing != TOKEN_EOF && t->type == closing)
        close_top(l, index);
    else if (closing_type(t->type) != TOKEN_EOF)
        buf_add(&l->open, &index, sizeof index);
}

struct tokens
tokens_parse(struct arena *texts, struct arena *array, struct span text)
{
    struct lexer l = {.arena = texts};
    struct tokens result;
    size_t count;
    struct token *copy;

    text = preprocess(texts, text);
    l.at = text.data;
    l.end = text.data + text.size;
    for (skip_comments(&l); l.at < l.end; skip_comments(&l)) {
        struct token t = {.skip = 1};
        read_token(&l, &t);
        add_token(&l, &t);
    }
    while (l.open.size > 0) {
        struct token t = {.skip = 1, .type = top_closing(&l)};
        add_token(&l, &t);
    }
    count = l.tokens.size / sizeof(struct token);
    copy = arena_array(array, count, sizeof *copy);
    if (count > 0)
        memcpy(copy, l.tokens.data, l.tokens.size);
    result = (struct tokens){copy, copy + count};
    buf_finish(&l.tokens);
    buf_finish(&l.open);
    return result;
}

/* ---- walking ------------------------------------------------------------ */

static int
lower(int c)
{
    return c >= 'A' && c <= 'Z' ? c + 32 : c;
}

bool
span_is_nocase(struct span s, const char *text)
{
    for (size_t i = 0; i < s.size; i++)
        if (text[i] == '\0' || lower(s.data[i]) != (uint8_t)text[i])
            return false;
    return text[s.size] == '\0';
}

bool
spans_equal_nocase(struct span a, struct span b)
{
    if (a.size != b.size)
        return false;
    for (size_t i = 0; i < a.size; i++)
        if (lower(a.data[i]) != lower(b.data[i]))
            return false;
    return true;
}

enum token_type
tokens_type(const struct tokens *t)
{
    return t->at < t->end ? (enum token_type)t->at->type : TOKEN_EOF;
}

bool
tokens_at_ident(const struct tokens *t, const char *name)
{
    return tokens_type(t) == TOKEN_IDENT &&
           span_is_nocase(token_span(t->at), name);
}

bool
tokens_at_function(const struct tokens *t, const char *name)
{
    return tokens_type(t) == TOKEN_FUNCTION &&
           span_is_nocase(token_span(t->at), name);
}

bool
tokens_at_delim(const struct tokens *t, char delim)
{
    return tokens_type(t) == TOKEN_DELIM && t->at->delim == (uint8_t)delim;
}

void
tokens_skip_space(struct tokens *t)
{
    while (t->at < t->end && t->at->type == TOKEN_SPACE)
        t->at++;
}

void
tokens_next(struct tokens *t)
{
    if (t->at < t->end)
        t->at += t->at->skip;
    if (t->at > t->end)
        t->at = t->end;
}

struct tokens
tokens_enter(struct tokens *t)
{
    struct tokens inner = {t->at, t->at};

    if (t->at < t->end && t->at->skip > 1)
        inner = (struct tokens){t->at + 1, t->at + t->at->skip - 1};
    tokens_next(t);
    return inner;
}

struct tokens
tokens_trim(struct tokens t)
{
    tokens_skip_space(&t);
    while (t.end > t.at && t.end[-1].type == TOKEN_SPACE)
        t.end--;
    return t;
}

struct tokens
tokens_until_comma(struct tokens *t)
{
    struct tokens part = {t->at, t->at};

    while (t->at < t->end && t->at->type != TOKEN_COMMA)
        tokens_next(t);
    part.end = t->at;
    if (t->at < t->end)
        t->at++;
    return tokens_trim(part);
}
