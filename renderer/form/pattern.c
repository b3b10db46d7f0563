/*
 * pattern.c - a regular expression is compiled to a small program, of which
 * all states are followed at once: no input takes more than steps for each
 * character and state.
 *
 * Process: renderer.  Distrusts: the page's expression and the text.
 */
#include "form/pattern.h"

#include "buf.h"
#include "utf8.h"

#include <stdlib.h>

#include "log.h"

enum {
    MAX_PATTERN_DEPTH = 24,     /* groups in groups */
    MAX_PATTERN_OPS = 8192,     /* counted repetition makes copies */
    MAX_PATTERN_STEPS = 4000000 /* of one match, some 20 ms */
};

enum op_kind {
    OP_RANGES, /* one character of count ranges from index; negated: not */
    OP_SPLIT,  /* goes on at a and at b */
    OP_JUMP,   /* goes on at a */
    OP_START,  /* ^ */
    OP_END,    /* $ */
    OP_WORD,   /* an edge of a word; negated: none */
    OP_LOOK,   /* what follows must match (negated: not), up to a */
    OP_MATCH
};

/* a and b are relative to the operation, so that pieces can be moved. */
struct op {
    uint8_t kind;
    bool negated;
    int a, b;
    unsigned index, count;
};

struct range {
    uint32_t low, high;
};

struct program {
    struct buf ops;    /* struct op */
    struct buf ranges; /* struct range */
};

struct compiler {
    struct program *p;
    const uint8_t *at, *end;
    unsigned depth;
};

static const struct range digits[] = {{'0', '9'}};
static const struct range words[] = {
    {'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}};
static const struct range spaces[] = {
    {9, 13},          {' ', ' '},       {0xA0, 0xA0},     {0x1680, 0x1680},
    {0x2000, 0x200A}, {0x2028, 0x2029}, {0x202F, 0x202F}, {0x205F, 0x205F},
    {0x3000, 0x3000}, {0xFEFF, 0xFEFF}};
static const struct range line_ends[] = {
    {'\n', '\n'}, {'\r', '\r'}, {0x2028, 0x2029}};

/* ---- compiling: pieces --------------------------------------------------- */

static struct op *
op_at(const struct program *p, size_t i)
{
    return (struct op *)(void *)p->ops.data + i;
}

static size_t
op_count(const struct program *p)
{
    return p->ops.size / sizeof(struct op);
}

static bool
emit(struct compiler *c, struct op op)
{
    buf_add(&c->p->ops, &op, sizeof op);
    return op_count(c->p) <= MAX_PATTERN_OPS;
}

/* Puts an operation before the piece that begins at from. */
static bool
insert(struct compiler *c, size_t from, struct op op)
{
    size_t count = op_count(c->p) - from;

    if (!emit(c, op))
        return false;
    memmove(op_at(c->p, from + 1), op_at(c->p, from), count * sizeof op);
    *op_at(c->p, from) = op;
    return true;
}

static void
add_range(struct compiler *c, uint32_t low, uint32_t high)
{
    struct range r = {low, high};

    buf_add(&c->p->ranges, &r, sizeof r);
}

static void
add_ranges(struct compiler *c, const struct range *r, size_t count, bool other)
{
    uint32_t low = 0;

    for (size_t i = 0; i < count; i++) {
        if (!other)
            add_range(c, r[i].low, r[i].high);
        else if (r[i].low > low)
            add_range(c, low, r[i].low - 1);
        low = r[i].high + 1;
    }
    if (other)
        add_range(c, low, UINT32_MAX);
}

static unsigned
range_count(const struct compiler *c)
{
    return (unsigned)(c->p->ranges.size / sizeof(struct range));
}

/* One character of the ranges that were added since there were from. */
static bool
emit_ranges(struct compiler *c, unsigned from, bool negated)
{
    return emit(c, (struct op){.kind = OP_RANGES,
                               .negated = negated,
                               .index = from,
                               .count = range_count(c) - from});
}

static bool
accept(struct compiler *c, const char *text)
{
    size_t size = strlen(text);

    if ((size_t)(c->end - c->at) < size || memcmp(c->at, text, size) != 0)
        return false;
    c->at += size;
    return true;
}

/* ---- compiling: characters ----------------------------------------------- */

static int
hex_value(uint8_t c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* count digits; 0: as many as there are before "}". */
static bool
read_hex(struct compiler *c, int count, uint32_t *code)
{
    int read = 0;

    *code = 0;
    while (c->at < c->end && hex_value(*c->at) >= 0 &&
           (count == 0 ? *code <= 0x10FFFF : read < count)) {
        *code = *code * 16 + (uint32_t)hex_value(*c->at++);
        read++;
    }
    return count == 0 ? read > 0 && *code <= 0x10FFFF && accept(c, "}")
                      : read == count;
}

/* Behind a backslash: a class (added to the ranges), true in *is_class; or one
 * character. */
static bool
read_escape(struct compiler *c, bool *is_class, uint32_t *code)
{
    static const char controls[] = "t\tn\nv\vf\fr\r";
    const char *control;
    uint8_t letter;

    *is_class = false;
    if (c->at == c->end)
        return false;
    letter = *c->at;
    if (letter >= 0x80) {
        *code = utf8_next(&c->at, c->end);
        return true;
    }
    c->at++;
    *is_class = true;
    if (letter == 'd' || letter == 'D')
        add_ranges(c, digits, 1, letter == 'D');
    else if (letter == 'w' || letter == 'W')
        add_ranges(c, words, 4, letter == 'W');
    else if (letter == 's' || letter == 'S')
        add_ranges(c, spaces, sizeof spaces / sizeof *spaces, letter == 'S');
    else
        *is_class = false;
    if (*is_class)
        return true;
    if (letter == 'x')
        return read_hex(c, 2, code);
    if (letter == 'u')
        return read_hex(c, accept(c, "{") ? 0 : 4, code);
    control = strchr(controls, letter);
    if (control != NULL && (control - controls) % 2 == 0 && letter != 0) {
        *code = (uint8_t)control[1];
        return true;
    }
    *code = letter == '0' ? 0 : letter;
    return letter == '0' || hex_value(letter) < 0
               ? !((letter | 0x20) >= 'a' && (letter | 0x20) <= 'z')
               : false;
}

/* One character, or a class, of a [class]. */
static bool
read_member(struct compiler *c, bool *is_class, uint32_t *code)
{
    *is_class = false;
    if (c->at == c->end || *c->at == '[')
        return false; /* classes in classes */
    if (accept(c, "\\")) {
        if (accept(c, "b")) {
            *code = '\b';
            return true;
        }
        return read_escape(c, is_class, code);
    }
    *code = utf8_next(&c->at, c->end);
    return true;
}

/* Behind "[".  A dash that stands for no range is one. */
static bool
read_class(struct compiler *c)
{
    unsigned from = range_count(c);
    bool negated = accept(c, "^"), is_class;
    uint32_t low, high;

    while (!accept(c, "]")) {
        if (!read_member(c, &is_class, &low))
            return false;
        if (is_class)
            continue;
        high = low;
        if (c->end - c->at >= 2 && c->at[0] == '-' && c->at[1] != ']') {
            c->at++;
            if (!read_member(c, &is_class, &high) || (!is_class && high < low))
                return false;
            if (is_class) { /* the class was added */
                add_range(c, '-', '-');
                high = low;
            }
        }
        add_range(c, low, high);
    }
    return emit_ranges(c, from, negated);
}

/* ---- compiling: structure ------------------------------------------------ */

static bool read_alternatives(struct compiler *c);

/* Behind "(". */
static bool
read_group(struct compiler *c)
{
    size_t from = op_count(c->p);
    bool ahead = accept(c, "?="), not_ahead = !ahead && accept(c, "?!");
    bool ok;

    if (accept(c, "?<")) {
        if (c->at == c->end || *c->at == '=' || *c->at == '!')
            return false; /* looking behind */
        while (c->at < c->end && *c->at != '>')
            c->at++;
        if (!accept(c, ">"))
            return false;
    } else if (!ahead && !not_ahead && c->at < c->end && *c->at == '?' &&
               !accept(c, "?:")) {
        return false;
    }
    if (c->depth++ >= MAX_PATTERN_DEPTH)
        return false;
    ok = read_alternatives(c) && accept(c, ")");
    c->depth--;
    if (!ok || (!ahead && !not_ahead))
        return ok;
    if (!emit(c, (struct op){.kind = OP_MATCH}))
        return false;
    return insert(c, from,
                  (struct op){.kind = OP_LOOK,
                              .negated = not_ahead,
                              .a = (int)(op_count(c->p) - from + 1)});
}

static bool
read_atom(struct compiler *c)
{
    unsigned from = range_count(c);
    bool is_class;
    uint32_t code;

    if (accept(c, "^"))
        return emit(c, (struct op){.kind = OP_START});
    if (accept(c, "$"))
        return emit(c, (struct op){.kind = OP_END});
    if (accept(c, "\\b"))
        return emit(c, (struct op){.kind = OP_WORD});
    if (accept(c, "\\B"))
        return emit(c, (struct op){.kind = OP_WORD, .negated = true});
    if (accept(c, "("))
        return read_group(c);
    if (accept(c, "["))
        return read_class(c);
    if (accept(c, ".")) {
        add_ranges(c, line_ends, 3, false);
        return emit_ranges(c, from, true);
    }
    if (accept(c, "\\")) {
        if (!read_escape(c, &is_class, &code))
            return false;
    } else {
        if (strchr("*+?{}]", *c->at) != NULL && *c->at != 0)
            return false;
        is_class = false;
        code = utf8_next(&c->at, c->end);
    }
    if (!is_class)
        add_range(c, code, code);
    return emit_ranges(c, from, false);
}

static bool
read_count(struct compiler *c, int *count)
{
    const uint8_t *start = c->at;

    *count = 0;
    while (c->at < c->end && *c->at >= '0' && *c->at <= '9')
        if (*count <= MAX_PATTERN_OPS)
            *count = *count * 10 + (*c->at++ - '0');
        else
            c->at++;
    return c->at > start;
}

/* How often; most < 0: any number of times.  False: it is no quantifier, or
 * (*ok) a broken one. */
static bool
read_quantifier(struct compiler *c, int *least, int *most, bool *ok)
{
    *ok = true;
    *least = 0;
    *most = -1;
    if (accept(c, "*"))
        return true;
    if (accept(c, "+")) {
        *least = 1;
        return true;
    }
    if (accept(c, "?")) {
        *most = 1;
        return true;
    }
    if (!accept(c, "{"))
        return false;
    *ok = read_count(c, least);
    *most = *least;
    if (*ok && accept(c, ",") && !read_count(c, most))
        *most = -1;
    *ok = *ok && accept(c, "}") && (*most < 0 || *most >= *least);
    return *ok;
}

/* Adds a copy of the size operations at from. */
static bool
copy_piece(struct compiler *c, size_t from, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (!emit(c, *op_at(c->p, from + i)))
            return false;
    return true;
}

/* The piece at the end, from from, so often. */
static bool
repeat(struct compiler *c, size_t from, int least, int most)
{
    size_t size = op_count(c->p) - from, last;
    bool ok = true;

    /* The first copy stays what it is; a piece that may be left out is one
     * behind a split. */
    for (int i = 1; ok && i < least; i++)
        ok = copy_piece(c, from, size);
    for (int i = least > 1 ? least : 1; ok && i < most; i++)
        ok = emit(c,
                  (struct op){.kind = OP_SPLIT, .a = 1, .b = (int)size + 1}) &&
             copy_piece(c, from, size);
    if (ok && most < 0) { /* the last copy any number of times */
        last = op_count(c->p) - size;
        ok = emit(c, (struct op){.kind = OP_SPLIT, .a = -(int)size, .b = 1});
        if (ok && least == 0)
            ok = insert(
                c, last,
                (struct op){.kind = OP_SPLIT, .a = 1, .b = (int)size + 2});
        return ok;
    }
    if (ok && most == 0) {
        c->p->ops.size = from * sizeof(struct op);
        return true;
    }
    if (ok && least == 0)
        ok = insert(c, from,
                    (struct op){.kind = OP_SPLIT, .a = 1, .b = (int)size + 1});
    return ok;
}

static bool
read_sequence(struct compiler *c)
{
    int least, most;
    bool ok = true;

    while (ok && c->at < c->end && *c->at != '|' && *c->at != ')') {
        size_t from = op_count(c->p);

        if (!read_atom(c))
            return false;
        if (read_quantifier(c, &least, &most, &ok)) {
            accept(c, "?"); /* how greedy it is decides nothing here */
            ok = repeat(c, from, least, most);
        }
    }
    return ok;
}

static bool
read_alternatives(struct compiler *c)
{
    /* Behind each alternative but the last is a jump to the end; index leads
     * to the one before. */
    unsigned jump = UINT32_MAX, before;

    for (;;) {
        size_t from = op_count(c->p), size;

        if (!read_sequence(c))
            return false;
        if (!accept(c, "|"))
            break;
        size = op_count(c->p) - from;
        if (!insert(
                c, from,
                (struct op){.kind = OP_SPLIT, .a = 1, .b = (int)size + 2}) ||
            !emit(c, (struct op){.kind = OP_JUMP, .index = jump}))
            return false;
        jump = (unsigned)op_count(c->p) - 1;
    }
    for (; jump != UINT32_MAX; jump = before) {
        struct op *op = op_at(c->p, jump);

        before = op->index;
        op->a = (int)(op_count(c->p) - jump);
    }
    return true;
}

/* ---- matching ------------------------------------------------------------ */

struct run {
    const struct program *p;
    struct span text;
    long steps; /* that are left */
};

/* Operations that wait for a character; each once. */
struct states {
    unsigned *waiting, count;
    uint8_t *seen;
    unsigned *stack; /* add_state's */
    bool matched;
};

static bool run_from(struct run *r, unsigned start, size_t at, bool whole);

static bool
is_word(struct span s, size_t at)
{
    uint8_t c = at < s.size ? s.data[at] : 0;

    return (c >= '0' && c <= '9') || c == '_' ||
           ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/* Whether the operation, which takes no character, lets pass here. */
static bool
passes(struct run *r, const struct op *op, unsigned index, size_t at)
{
    bool before, behind;

    switch (op->kind) {
    case OP_START:
        return at == 0;
    case OP_END:
        return at == r->text.size;
    case OP_WORD:
        before = at > 0 && is_word(r->text, at - 1);
        behind = is_word(r->text, at);
        return (before != behind) != op->negated;
    case OP_LOOK:
        return run_from(r, index + 1, at, false) != op->negated;
    default:
        return true;
    }
}

/* Adds what can be reached from start without a character. */
static void
add_state(struct run *r, struct states *s, unsigned start, size_t at)
{
    unsigned depth = 0;

    s->stack[depth++] = start;
    while (depth > 0 && r->steps > 0) {
        unsigned i = s->stack[--depth];
        const struct op *op = op_at(r->p, i);

        if (s->seen[i])
            continue;
        s->seen[i] = 1;
        r->steps--;
        if (op->kind == OP_MATCH) {
            s->matched = true;
        } else if (op->kind == OP_RANGES) {
            s->waiting[s->count++] = i;
        } else if (op->kind == OP_SPLIT) {
            s->stack[depth++] = (unsigned)((int)i + op->a);
            s->stack[depth++] = (unsigned)((int)i + op->b);
        } else if (op->kind == OP_JUMP) {
            s->stack[depth++] = (unsigned)((int)i + op->a);
        } else if (passes(r, op, i, at)) {
            s->stack[depth++] =
                (unsigned)((int)i + (op->kind == OP_LOOK ? op->a : 1));
        }
    }
}

static bool
takes(const struct program *p, const struct op *op, uint32_t code)
{
    const struct range *r =
        (const struct range *)(const void *)p->ranges.data + op->index;

    for (unsigned i = 0; i < op->count; i++)
        if (code >= r[i].low && code <= r[i].high)
            return !op->negated;
    return op->negated;
}

static void
states_clear(struct run *r, struct states *s, size_t ops)
{
    memset(s->seen, 0, ops);
    s->count = 0;
    s->matched = false;
    r->steps -= 1 + (long)(ops / 64);
}

static void
states_init(struct states *s, size_t ops)
{
    *s = (struct states){.waiting = calloc(ops, sizeof *s->waiting),
                         .seen = calloc(ops, 1),
                         .stack = calloc(2 * ops + 1, sizeof *s->stack)};
    if (s->waiting == NULL || s->seen == NULL || s->stack == NULL)
        fatal_memory("out of memory for a pattern");
}

static void
states_finish(struct states *s)
{
    free(s->waiting);
    free(s->seen);
    free(s->stack);
}

/* Whether the program from start matches from at: up to the text's end, or
 * (not whole) up to anywhere. */
static bool
run_from(struct run *r, unsigned start, size_t at, bool whole)
{
    size_t ops = op_count(r->p);
    const uint8_t *next = r->text.data + at, *end = r->text.data + r->text.size;
    struct states states[2], *now = &states[0], *then = &states[1], *swap;

    states_init(now, ops);
    states_init(then, ops);
    add_state(r, now, start, at);
    while (next < end && now->count > 0 && r->steps > 0 &&
           (whole || !now->matched)) {
        uint32_t code = utf8_next(&next, end);

        states_clear(r, then, ops);
        for (unsigned i = 0; i < now->count; i++) {
            const struct op *op = op_at(r->p, now->waiting[i]);

            r->steps -= 1 + (long)(op->count / 8);
            if (takes(r->p, op, code))
                add_state(r, then, now->waiting[i] + 1,
                          (size_t)(next - r->text.data));
        }
        swap = now;
        now = then;
        then = swap;
    }
    bool matched = now->matched && (!whole || next == end);
    states_finish(&states[0]);
    states_finish(&states[1]);
    return matched;
}

enum pattern_result
pattern_match(struct span pattern, struct span text)
{
    struct program p = {{NULL, 0, 0}, {NULL, 0, 0}};
    struct compiler c = {
        .p = &p, .at = pattern.data, .end = pattern.data + pattern.size};
    struct run r = {.p = &p, .text = text, .steps = MAX_PATTERN_STEPS};
    enum pattern_result result = PATTERN_UNKNOWN;
    bool matched;

    if (pattern.size > 0 && read_alternatives(&c) && c.at == c.end &&
        emit(&c, (struct op){.kind = OP_MATCH})) {
        matched = run_from(&r, 0, 0, true);
        if (r.steps > 0)
            result = matched ? PATTERN_MATCHES : PATTERN_DIFFERS;
    }
    buf_finish(&p.ops);
    buf_finish(&p.ranges);
    return result;
}
