/*
 * selector_nth.c - the An+B of :nth-child() and its like (CSS Syntax 3,
 * section 6).
 *
 * Process: renderer.  Distrusts: style sheets.
 */
#include "css/selectors.h"

#include "buf.h"

static bool
parse_int(const char **at, int *out)
{
    int value = 0;

    if (**at < '0' || **at > '9')
        return false;
    for (; **at >= '0' && **at <= '9'; (*at)++)
        if (value < 100000000)
            value = value * 10 + (**at - '0');
    *out = value;
    return true;
}

/* The tokens' text in a fixed spelling; "of" ends it. */
static void
add_nth_text(struct buf *text, struct tokens *t)
{
    for (; t->at < t->end; t->at++) {
        switch (tokens_type(t)) {
        case TOKEN_NUMBER:
        case TOKEN_DIMENSION:
            if (!t->at->integer) {
                buf_add_char(text, '?');
                break;
            }
            if (t->at->has_sign && t->at->number >= 0)
                buf_add_char(text, '+');
            if (t->at->has_sign && t->at->number == 0)
                buf_add_char(text, '0');
            else
                buf_printf(text, "%.0f",
                           t->at->number > 1e8    ? 1e8
                           : t->at->number < -1e8 ? -1e8
                                                  : t->at->number);
            if (tokens_type(t) == TOKEN_DIMENSION)
                buf_add_span(text, token_span(t->at));
            break;
        case TOKEN_IDENT:
            if (tokens_at_ident(t, "of"))
                return;
            buf_add_span(text, token_span(t->at));
            break;
        case TOKEN_DELIM:
            buf_add_char(text, (char)t->at->delim);
            break;
        case TOKEN_SPACE:
            buf_add_char(text, ' ');
            break;
        default:
            buf_add_char(text, '?');
            break;
        }
    }
}

static void
skip_spaces(const char **at)
{
    while (**at == ' ')
        (*at)++;
}

static bool
parse_nth_text(const char *at, int *a, int *b)
{
    int sign = 1;

    *a = *b = 0;
    skip_spaces(&at);
    if (strncmp(at, "odd", 3) == 0 || strncmp(at, "even", 4) == 0) {
        *a = 2;
        *b = *at == 'o';
        at += *at == 'o' ? 3 : 4;
        skip_spaces(&at);
        return *at == '\0';
    }
    if (*at == '+' || *at == '-')
        sign = *at++ == '-' ? -1 : 1;
    if (!parse_int(&at, a)) {
        if (*at != 'n')
            return false;
        *a = 1;
    }
    *a *= sign;
    if (*at != 'n') {
        *b = *a;
        *a = 0;
        skip_spaces(&at);
        return *at == '\0';
    }
    at++;
    skip_spaces(&at);
    if (*at == '\0')
        return true;
    if (*at != '+' && *at != '-')
        return false;
    sign = *at++ == '-' ? -1 : 1;
    skip_spaces(&at);
    if (!parse_int(&at, b))
        return false;
    *b *= sign;
    skip_spaces(&at);
    return *at == '\0';
}

bool
selector_parse_nth(struct tokens *t, int *a, int *b)
{
    struct buf text = {0};
    bool ok;

    add_nth_text(&text, t);
    for (size_t i = 0; i < text.size; i++)
        if (text.data[i] >= 'A' && text.data[i] <= 'Z')
            text.data[i] = (uint8_t)(text.data[i] + 32);
    ok = parse_nth_text(buf_text(&text), a, b);
    buf_finish(&text);
    return ok;
}
