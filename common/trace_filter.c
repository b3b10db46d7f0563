/*
 * trace_filter.c - expressions that choose records: parser and evaluation.
 *
 * Process: browser, `bulkhead trace`.  Distrusts: the expression.
 *
 * A filter is a tree of nodes in one arena; both parsing and matching recurse
 * as deep as the expression is nested, which is bounded.
 */
#include "trace_filter.h"
#include "arena.h"
#include "trace_file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

enum { MAX_NESTING = 64, MAX_NAME = 64 };

enum comparison { EQUAL, UNEQUAL, LESS, MORE, AT_MOST, AT_LEAST, CONTAINS };

enum node_kind { NODE_AND, NODE_OR, NODE_NOT, NODE_COMPARE };

struct node {
    enum node_kind kind;
    struct node *left, *right;
    const char *name, *value;
    bool is_number; /* value is one */
    int64_t number;
    enum comparison op;
};

struct trace_filter {
    struct arena arena;
    struct node *root; /* NULL: everything */
};

struct parser {
    struct trace_filter *filter;
    const char *text, *at;
    char *why;
    size_t why_size;
    unsigned nesting;
};

/* ---- parsing -------------------------------------------------------------*/

static struct node *
expected(struct parser *p, const char *what)
{
    if (p->why_size > 0 && p->why[0] == 0)
        snprintf(p->why, p->why_size, "%s is expected at \"%.40s\"", what,
                 *p->at != 0 ? p->at : "the end");
    return NULL;
}

static void
skip_space(struct parser *p)
{
    p->at += strspn(p->at, " \t\n");
}

static bool
take(struct parser *p, const char *sign)
{
    skip_space(p);
    if (strncmp(p->at, sign, strlen(sign)) != 0)
        return false;
    p->at += strlen(sign);
    return true;
}

static struct node *
make(struct parser *p, enum node_kind kind, struct node *left,
     struct node *right)
{
    struct node *n = arena_alloc(&p->filter->arena, sizeof *n);

    n->kind = kind;
    n->left = left;
    n->right = right;
    return n;
}

static const char *
take_word(struct parser *p)
{
    const char *begin, *end;

    skip_space(p);
    if (*p->at == '"') {
        begin = p->at + 1;
        end = strchr(begin, '"');
        if (end == NULL)
            return NULL;
        p->at = end + 1;
    } else {
        begin = p->at;
        end = begin + strcspn(begin, " \t\n\"()!<>=~&|");
        if (end == begin)
            return NULL;
        p->at = end;
    }
    return arena_text(&p->filter->arena, (struct span){(const uint8_t *)begin,
                                                       (size_t)(end - begin)});
}

/* 12, -3, 0x1F, #5 (a surface), 64k, 5us, 1ms, 2s (times in ns). */
static bool
read_number(const char *text, int64_t *number)
{
    static const struct {
        const char *unit;
        int64_t factor;
    } units[] = {{"", 1},           {"ns", 1},   {"us", 1000},  {"ms", 1000000},
                 {"s", 1000000000}, {"k", 1024}, {"M", 1 << 20}};
    char *end;
    long long n;

    if (*text == '#')
        text++;
    errno = 0;
    n = strtoll(text, &end, 0);
    if (end == text || errno != 0)
        return false;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (strcmp(end, units[i].unit) == 0)
            return !__builtin_mul_overflow((int64_t)n, units[i].factor, number);
    return false;
}

static bool
take_operator(struct parser *p, enum comparison *op)
{
    static const struct {
        const char *sign;
        enum comparison op;
    } signs[] = {{"==", EQUAL},    {"!=", UNEQUAL}, {"<=", AT_MOST},
                 {">=", AT_LEAST}, {"<", LESS},     {">", MORE},
                 {"~", CONTAINS},  {"=", EQUAL}};

    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (take(p, signs[i].sign)) {
            *op = signs[i].op;
            return true;
        }
    return false;
}

static bool
is_own_name(const char *name)
{
    static const char *const names[] = {"process", "message", "page",  "dir",
                                        "size",    "took",    "phase", "text"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}

static bool
is_field_name(const char *name)
{
#define MESSAGE(from, to, message, moment, rate, purpose)
#define FIELD(kind, field, limit)  \
    if (strcmp(name, #field) == 0) \
        return true;
#define END(message)
#include "protocol.def"
    return false;
}

static struct node *parse_or(struct parser *p);

static bool
is_message_name(const char *name)
{
    for (int i = 0; i < MSG_COUNT; i++)
        if (strcmp(routes[i].name, name) == 0)
            return true;
    return false;
}

/* "gpu", "renderer#3" */
static bool
is_process_name(const char *name)
{
    size_t length = strcspn(name, "#");
    bool known = false;

    for (int role = BROWSER; role < ROLE_COUNT; role++) {
        const char *one = role_name((enum role)role);

        known =
            known || (strlen(one) == length && strncmp(one, name, length) == 0);
    }
    name += length;
    return known &&
           (*name == 0 ||
            (name[1] != 0 && name[1 + strspn(name + 1, "0123456789")] == 0));
}

/* Names that are no name would match nothing, and nobody would know why. */
static bool
is_value_sensible(const struct node *n, const char **wanted)
{
    if (n->op == CONTAINS)
        return true;
    if (strcmp(n->name, "message") == 0) {
        *wanted = "the name of a message of docs/protocol.md";
        return is_message_name(n->value);
    }
    if (strcmp(n->name, "process") == 0) {
        *wanted = "renderer, plugin, gpu or browser, as renderer or "
                  "renderer#3,";
        return is_process_name(n->value);
    }
    return true;
}

static struct node *
parse_compare(struct parser *p)
{
    struct node *n = make(p, NODE_COMPARE, NULL, NULL);
    const char *begin, *wanted = NULL;

    skip_space(p);
    begin = p->at;
    n->name = take_word(p);
    if (n->name == NULL)
        return expected(p, "a name, as process, message or a field's,");
    if (!is_own_name(n->name) && !is_field_name(n->name)) {
        p->at = begin;
        return expected(p, "the name of a field, or process, message, page, "
                           "dir, size, took, phase or text,");
    }
    if (!take_operator(p, &n->op))
        return expected(p, "==, !=, <, >, <=, >= or ~");
    skip_space(p);
    begin = p->at;
    n->value = take_word(p);
    if (n->value == NULL)
        return expected(p, "a value");
    if (!is_value_sensible(n, &wanted)) {
        p->at = begin;
        return expected(p, wanted);
    }
    n->is_number = read_number(n->value, &n->number);
    return n;
}

static struct node *
parse_not(struct parser *p)
{
    struct node *n;

    if (++p->nesting > MAX_NESTING)
        return expected(p, "a simpler expression");
    if (take(p, "!")) {
        n = parse_not(p);
        n = n != NULL ? make(p, NODE_NOT, n, NULL) : NULL;
    } else if (take(p, "(")) {
        n = parse_or(p);
        if (n != NULL && !take(p, ")"))
            n = expected(p, "\")\"");
    } else {
        n = parse_compare(p);
    }
    p->nesting--;
    return n;
}

static struct node *
parse_and(struct parser *p)
{
    struct node *n = parse_not(p);

    while (n != NULL && take(p, "&&")) {
        struct node *right = parse_not(p);

        n = right != NULL ? make(p, NODE_AND, n, right) : NULL;
    }
    return n;
}

static struct node *
parse_or(struct parser *p)
{
    struct node *n = parse_and(p);

    while (n != NULL && take(p, "||")) {
        struct node *right = parse_and(p);

        n = right != NULL ? make(p, NODE_OR, n, right) : NULL;
    }
    return n;
}

struct trace_filter *
trace_filter_create(const char *text, char *why, size_t why_size)
{
    struct trace_filter *f = calloc(1, sizeof *f);
    struct parser p = {f, text, text, why, why_size, 0};

    if (f == NULL)
        abort();
    if (why_size > 0)
        why[0] = 0;
    skip_space(&p);
    if (*p.at == 0)
        return f;
    f->root = parse_or(&p);
    skip_space(&p);
    if (f->root != NULL && *p.at != 0)
        f->root = expected(&p, "&& or ||");
    if (f->root == NULL) {
        trace_filter_destroy(f);
        return NULL;
    }
    return f;
}

void
trace_filter_destroy(struct trace_filter *f)
{
    if (f == NULL)
        return;
    arena_finish(&f->arena);
    free(f);
}

/* ---- matching ------------------------------------------------------------*/

static bool
compare_numbers(enum comparison op, int64_t a, int64_t b)
{
    switch (op) {
    case EQUAL:
        return a == b;
    case UNEQUAL:
        return a != b;
    case LESS:
        return a < b;
    case MORE:
        return a > b;
    case AT_MOST:
        return a <= b;
    case AT_LEAST:
        return a >= b;
    case CONTAINS:
        return false;
    }
    return false;
}

static bool
contains(struct span text, const char *part)
{
    size_t length = strlen(part);

    for (size_t i = 0; length <= text.size && i <= text.size - length; i++)
        if (strncasecmp((const char *)text.data + i, part, length) == 0)
            return true;
    return false;
}

static bool
compare_texts(enum comparison op, struct span a, const char *b)
{
    if (op == CONTAINS)
        return contains(a, b);
    return op == EQUAL ? span_is(a, b) : op == UNEQUAL && !span_is(a, b);
}

struct look {
    const struct node *node;
    bool any_text, found; /* any_text: all texts, whatever their name */
};

static bool
look_at_field(void *data, const struct message_field *f)
{
    struct look *l = data;
    const struct node *n = l->node;

    if (l->any_text) {
        if (!f->is_number && strcmp(f->kind, "text") == 0)
            l->found = compare_texts(n->op, f->bytes, n->value);
    } else if (strcmp(f->name, n->name) == 0) {
        if (f->is_number && n->is_number && n->op != CONTAINS)
            l->found = compare_numbers(n->op, f->number, n->number);
        else
            l->found = compare_texts(
                n->op, f->is_number ? span_of(f->shown) : f->bytes, n->value);
    }
    return !l->found;
}

static bool
match_field(const struct node *n, const struct trace_record *r, bool any_text)
{
    struct look l = {n, any_text, false};

    if (trace_is_whole(r))
        message_each_field(r->payload, look_at_field, &l);
    return l.found;
}

static bool
match_process(const struct node *n, const struct trace_record *r)
{
    char name[MAX_NAME];
    const char *kind = role_name(r->role);
    bool by_number = strchr(n->value, '#') != NULL;

    if (r->number == 0)
        kind = "browser";
    if (by_number)
        snprintf(name, sizeof name, "%s#%u", kind, r->number);
    else
        snprintf(name, sizeof name, "%s", kind);
    return compare_texts(n->op, span_of(name), n->value);
}

static const char *
phase_name(enum trace_phase phase)
{
    static const char *const names[TRACE_PHASE_COUNT] = {
        "sent",    "received", "born",    "ready",   "died", "refused",
        "handled", "claimed",  "claimed", "claimed", "note", "frame"};

    return names[phase];
}

static const char *
direction(enum trace_phase phase)
{
    switch (phase) {
    case TRACE_SENT:
    case TRACE_CLAIM_RECEIVED:
        return "out";
    case TRACE_RECEIVED:
    case TRACE_CLAIM_SENT:
    case TRACE_HANDLED:
        return "in";
    default:
        return "";
    }
}

static bool
match_compare(const struct node *n, const struct trace_record *r)
{
    bool handled = r->phase == TRACE_HANDLED ||
                   r->phase == TRACE_CLAIM_HANDLED ||
                   (r->seq != 0 && r->arg != 0); /* a message, as joined */
    enum message_id id = trace_message_id(r);

    if (strcmp(n->name, "process") == 0)
        return match_process(n, r);
    if (strcmp(n->name, "message") == 0)
        return id < MSG_COUNT &&
               compare_texts(n->op, span_of(routes[id].name), n->value);
    if (strcmp(n->name, "page") == 0)
        return n->is_number && compare_numbers(n->op, r->page, n->number);
    if (strcmp(n->name, "dir") == 0)
        return compare_texts(n->op, span_of(direction(r->phase)), n->value);
    if (strcmp(n->name, "took") == 0)
        return handled && n->is_number &&
               compare_numbers(n->op, r->arg, n->number);
    if (strcmp(n->name, "phase") == 0)
        return compare_texts(n->op, span_of(phase_name(r->phase)), n->value);
    if (strcmp(n->name, "text") == 0)
        return r->seq == 0 ? compare_texts(n->op, r->payload, n->value)
                           : match_field(n, r, true);
    if (strcmp(n->name, "size") == 0 && n->is_number)
        return compare_numbers(n->op, r->length, n->number);
    return match_field(n, r, false);
}

static bool
match(const struct node *n, const struct trace_record *r)
{
    switch (n->kind) {
    case NODE_AND:
        return match(n->left, r) && match(n->right, r);
    case NODE_OR:
        return match(n->left, r) || match(n->right, r);
    case NODE_NOT:
        return !match(n->left, r);
    case NODE_COMPARE:
        return match_compare(n, r);
    }
    return false;
}

bool
trace_filter_match(const struct trace_filter *f, const struct trace_record *r)
{
    return f == NULL || f->root == NULL || match(f->root, r);
}
