/*
 * selector_parse.c - selectors from tokens.
 *
 * Process: renderer.  Distrusts: style sheets.
 *
 * Taken: type, universal, id, class, attribute selectors (i and s flags), all
 * combinators, the pseudo-classes of states[], :nth-*() with "of", :is(),
 * :where(), :not(), :has(), :lang(), :dir(), pseudo-elements, and & of nested
 * rules.  Namespace prefixes are read and not looked at.
 */
#include "css/selectors.h"

#include "buf.h"
#include "css/values.h"

enum { MAX_NESTING = 8, MAX_COMPOUNDS = 128 };
enum { PSEUDO_NONE = -1 };

struct parser {
    struct arena *arena;
    struct tokens t;
    unsigned depth;
    bool in_has;
    const struct selector_list *nest; /* what & stands for, or NULL */
    uint32_t specificity;
    int pseudo;
};

static const struct keyword states[] = {
    {"root", STATE_ROOT},
    {"empty", STATE_EMPTY},
    {"first-child", STATE_FIRST_CHILD},
    {"last-child", STATE_LAST_CHILD},
    {"only-child", STATE_ONLY_CHILD},
    {"first-of-type", STATE_FIRST_OF_TYPE},
    {"last-of-type", STATE_LAST_OF_TYPE},
    {"only-of-type", STATE_ONLY_OF_TYPE},
    {"link", STATE_LINK},
    {"visited", STATE_VISITED},
    {"any-link", STATE_ANY_LINK},
    {"-webkit-any-link", STATE_ANY_LINK},
    {"-moz-any-link", STATE_ANY_LINK},
    {"hover", STATE_HOVER},
    {"active", STATE_ACTIVE},
    {"focus", STATE_FOCUS},
    {"focus-visible", STATE_FOCUS_VISIBLE},
    {"focus-within", STATE_FOCUS_WITHIN},
    {"target", STATE_TARGET},
    {"checked", STATE_CHECKED},
    {"disabled", STATE_DISABLED},
    {"enabled", STATE_ENABLED},
    {"required", STATE_REQUIRED},
    {"optional", STATE_OPTIONAL},
    {"read-only", STATE_READ_ONLY},
    {"read-write", STATE_READ_WRITE},
    {"placeholder-shown", STATE_PLACEHOLDER_SHOWN},
    {"valid", STATE_VALID},
    {"invalid", STATE_INVALID},
    {"user-invalid", STATE_USER_INVALID},
    {"in-range", STATE_IN_RANGE},
    {"out-of-range", STATE_OUT_OF_RANGE},
    {"defined", STATE_DEFINED},
    {"scope", STATE_ROOT},
    {NULL, 0}};

/* Valid, but nothing here is ever in that state. */
static const struct keyword never[] = {
    {"default", 0},       {"indeterminate", 0},
    {"user-valid", 0},    {"fullscreen", 0},
    {"autofill", 0},      {"-webkit-autofill", 0},
    {"modal", 0},         {"popover-open", 0},
    {"open", 0},          {"host", 0},
    {"target-within", 0}, {"playing", 0},
    {"paused", 0},        {NULL, 0}};

static const struct keyword pseudo_elements[] = {
    {"before", PSEUDO_BEFORE},
    {"after", PSEUDO_AFTER},
    {"marker", PSEUDO_MARKER},
    {"first-line", PSEUDO_FIRST_LINE},
    {"first-letter", PSEUDO_FIRST_LETTER},
    {"selection", PSEUDO_COUNT},
    {"placeholder", PSEUDO_PLACEHOLDER},
    {"-webkit-input-placeholder", PSEUDO_PLACEHOLDER},
    {"backdrop", PSEUDO_COUNT},
    {"cue", PSEUDO_COUNT},
    {"file-selector-button", PSEUDO_COUNT},
    {"target-text", PSEUDO_COUNT},
    {"spelling-error", PSEUDO_COUNT},
    {"grammar-error", PSEUDO_COUNT},
    {"details-content", PSEUDO_COUNT},
    {NULL, 0}};

static bool parse_list(struct parser *p, struct selector_list *out,
                       bool forgiving, bool relative);

/* ---- simple selectors --------------------------------------------------- */

static char *
lower_copy(struct arena *a, struct span s)
{
    char *text = arena_text(a, s);

    for (char *at = text; *at != '\0'; at++)
        if (*at >= 'A' && *at <= 'Z')
            *at = (char)(*at + 32);
    return text;
}

static const struct keyword *
find_name(const struct keyword *table, struct span name)
{
    while (table->name != NULL && !span_is_nocase(name, table->name))
        table++;
    return table->name != NULL ? table : NULL;
}

static void
name_simple(struct parser *p, struct simple *s, struct span name)
{
    s->name = arena_text(p->arena, name);
    s->lower = lower_copy(p->arena, name);
}

static void
add_specificity(struct parser *p, unsigned ids, unsigned classes,
                unsigned types)
{
    uint32_t sum[3] = {(p->specificity >> 20) + ids,
                       (p->specificity >> 10 & 1023) + classes,
                       (p->specificity & 1023) + types};

    for (int i = 0; i < 3; i++)
        if (sum[i] > 1023)
            sum[i] = 1023;
    p->specificity = sum[0] << 20 | sum[1] << 10 | sum[2];
}

/* Attributes whose values HTML compares without case (HTML 4.16.2). */
static bool
is_nocase_attribute(const char *name)
{
    static const char *const names[] = {
        "accept",     "accept-charset", "align",    "alink",     "axis",
        "bgcolor",    "charset",        "checked",  "clear",     "codetype",
        "color",      "compact",        "declare",  "defer",     "dir",
        "disabled",   "enctype",        "face",     "frame",     "hreflang",
        "http-equiv", "lang",           "language", "link",      "media",
        "method",     "multiple",       "nohref",   "noresize",  "noshade",
        "nowrap",     "readonly",       "rel",      "rev",       "rules",
        "scope",      "scrolling",      "selected", "shape",     "target",
        "text",       "type",           "valign",   "valuetype", "vlink"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}

/* A name with an optional namespace prefix; the prefix is dropped. */
static bool
parse_qualified(struct parser *p, struct tokens *t, struct simple *s)
{
    if (tokens_at_delim(t, '*') && t->at + 1 < t->end &&
        t->at[1].type == TOKEN_DELIM && t->at[1].delim == '|')
        t->at++;
    else if (tokens_type(t) == TOKEN_IDENT && t->end - t->at > 2 &&
             t->at[1].type == TOKEN_DELIM && t->at[1].delim == '|' &&
             t->at[2].type == TOKEN_IDENT)
        t->at++;
    if (tokens_at_delim(t, '|') && t->at + 1 < t->end &&
        t->at[1].type == TOKEN_IDENT)
        t->at++;
    if (tokens_type(t) != TOKEN_IDENT)
        return false;
    name_simple(p, s, token_span(t->at));
    t->at++;
    return true;
}

static bool
parse_attribute(struct parser *p, struct simple *s)
{
    struct tokens t = tokens_enter(&p->t);

    s->kind = SIMPLE_ATTRIBUTE;
    tokens_skip_space(&t);
    if (!parse_qualified(p, &t, s))
        return false;
    s->nocase = is_nocase_attribute(s->lower);
    add_specificity(p, 0, 1, 0);
    tokens_skip_space(&t);
    if (t.at == t.end)
        return true;
    if (tokens_type(&t) != TOKEN_DELIM)
        return false;
    s->which = t.at->delim;
    if (s->which != '=') {
        if (strchr("~|^$*", s->which) == NULL)
            return false;
        t.at++;
        if (!tokens_at_delim(&t, '='))
            return false;
    }
    t.at++;
    tokens_skip_space(&t);
    if (tokens_type(&t) != TOKEN_IDENT && tokens_type(&t) != TOKEN_STRING)
        return false;
    s->value.data = (uint8_t *)arena_text(p->arena, token_span(t.at));
    s->value.size = t.at->size;
    t.at++;
    tokens_skip_space(&t);
    if (tokens_at_ident(&t, "i") || tokens_at_ident(&t, "s")) {
        s->nocase = tokens_at_ident(&t, "i");
        t.at++;
        tokens_skip_space(&t);
    }
    return t.at == t.end;
}

static uint32_t
highest_specificity(const struct selector_list *list)
{
    uint32_t highest = 0;

    for (unsigned i = 0; i < list->count; i++)
        if (list->items[i].specificity > highest)
            highest = list->items[i].specificity;
    return highest;
}

static bool
parse_nth(struct parser *p, struct simple *s, struct tokens t)
{
    bool ok = selector_parse_nth(&t, &s->a, &s->b);

    s->kind = SIMPLE_NTH;
    add_specificity(p, 0, 1, 0);
    if (ok && tokens_at_ident(&t, "of")) {
        struct parser inner = *p;
        struct selector_list *list = arena_alloc(p->arena, sizeof *list);
        t.at++;
        inner.t = t;
        inner.depth++;
        if (s->of_type || !parse_list(&inner, list, false, false))
            return false;
        s->list = list;
        uint32_t most = highest_specificity(list);
        add_specificity(p, most >> 20, most >> 10 & 1023, most & 1023);
    }
    return ok;
}

/* ---- pseudo-classes ----------------------------------------------------- */

static bool
parse_nested_list(struct parser *p, struct simple *s, struct tokens t,
                  bool forgiving, bool counts)
{
    struct parser inner = *p;
    struct selector_list *list = arena_alloc(p->arena, sizeof *list);
    uint32_t most;

    inner.t = t;
    inner.depth++;
    if (s->kind == SIMPLE_HAS) {
        if (p->in_has)
            return false;
        inner.in_has = true;
    }
    if (!parse_list(&inner, list, forgiving, s->kind == SIMPLE_HAS))
        return false;
    s->list = list;
    most = counts ? highest_specificity(list) : 0;
    add_specificity(p, most >> 20, most >> 10 & 1023, most & 1023);
    return true;
}

static bool
parse_lang(struct parser *p, struct simple *s, struct tokens t)
{
    s->kind = SIMPLE_LANG;
    add_specificity(p, 0, 1, 0);
    t = tokens_trim(t);
    if (tokens_type(&t) != TOKEN_IDENT && tokens_type(&t) != TOKEN_STRING)
        return false;
    s->value.data = (uint8_t *)arena_text(p->arena, token_span(t.at));
    s->value.size = t.at->size;
    return true;
}

static bool
parse_function(struct parser *p, struct simple *s)
{
    struct span name = token_span(p->t.at);
    struct tokens inner = tokens_enter(&p->t);

    if (span_is_nocase(name, "not")) {
        s->kind = SIMPLE_NOT;
        return parse_nested_list(p, s, inner, false, true);
    }
    if (span_is_nocase(name, "is") || span_is_nocase(name, "-webkit-any") ||
        span_is_nocase(name, "matches")) {
        s->kind = SIMPLE_IS;
        return parse_nested_list(p, s, inner, true, true);
    }
    if (span_is_nocase(name, "where")) {
        s->kind = SIMPLE_IS;
        return parse_nested_list(p, s, inner, true, false);
    }
    if (span_is_nocase(name, "has")) {
        s->kind = SIMPLE_HAS;
        return parse_nested_list(p, s, inner, false, true);
    }
    if (span_is_nocase(name, "lang"))
        return parse_lang(p, s, inner);
    if (span_is_nocase(name, "dir")) {
        if (!parse_lang(p, s, inner))
            return false;
        s->kind = SIMPLE_DIR;
        inner = tokens_trim(inner);
        return inner.end - inner.at == 1;
    }
    if (span_is_nocase(name, "host") || span_is_nocase(name, "host-context")) {
        s->kind = SIMPLE_NEVER;
        return true;
    }
    s->of_type = span_is_nocase(name, "nth-of-type") ||
                 span_is_nocase(name, "nth-last-of-type");
    s->last = span_is_nocase(name, "nth-last-child") ||
              span_is_nocase(name, "nth-last-of-type");
    if (!s->of_type && !s->last && !span_is_nocase(name, "nth-child"))
        return false;
    return parse_nth(p, s, inner);
}

static bool
parse_pseudo_element(struct parser *p)
{
    const struct keyword *k;
    struct span name = token_span(p->t.at);

    if (p->depth > 0)
        return false; /* not inside :is() and the like */
    if (tokens_type(&p->t) == TOKEN_FUNCTION) {
        p->pseudo = PSEUDO_COUNT;
        tokens_next(&p->t);
        return span_is_nocase(name, "slotted") ||
               span_is_nocase(name, "part") ||
               span_is_nocase(name, "highlight") || span_is_nocase(name, "cue");
    }
    if (tokens_type(&p->t) != TOKEN_IDENT)
        return false;
    k = find_name(pseudo_elements, name);
    p->t.at++;
    add_specificity(p, 0, 0, 1);
    if (k != NULL) {
        p->pseudo = k->value;
        return true;
    }
    /* Prefixed ones are valid and match nothing (Selectors 4, 3.9). */
    p->pseudo = PSEUDO_COUNT;
    return name.size > 8 &&
           spans_equal_nocase((struct span){name.data, 8}, span_of("-webkit-"));
}

/* Behind the first colon; *is_simple is false for a pseudo-element. */
static bool
parse_pseudo(struct parser *p, struct simple *s, bool *is_simple)
{
    const struct keyword *k;
    struct span name;

    *is_simple = false;
    if (tokens_type(&p->t) == TOKEN_COLON) {
        p->t.at++;
        return parse_pseudo_element(p);
    }
    if (tokens_type(&p->t) == TOKEN_FUNCTION) {
        *is_simple = true;
        return parse_function(p, s);
    }
    if (tokens_type(&p->t) != TOKEN_IDENT)
        return false;
    name = token_span(p->t.at);
    if (span_is_nocase(name, "before") || span_is_nocase(name, "after") ||
        span_is_nocase(name, "first-line") ||
        span_is_nocase(name, "first-letter"))
        return parse_pseudo_element(p);
    *is_simple = true;
    p->t.at++;
    add_specificity(p, 0, 1, 0);
    s->kind = SIMPLE_STATE;
    k = find_name(states, name);
    if (k != NULL) {
        s->which = (uint8_t)k->value;
        return true;
    }
    s->kind = SIMPLE_NEVER;
    return find_name(never, name) != NULL;
}

/* ---- compounds and lists ------------------------------------------------ */

static bool
parse_type(struct parser *p, struct buf *simples, bool *any)
{
    struct simple s = {.kind = SIMPLE_TAG};

    if (parse_qualified(p, &p->t, &s)) {
        s.tag = tag_by_name(span_of(s.lower));
        add_specificity(p, 0, 0, 1);
        buf_add(simples, &s, sizeof s);
        *any = true;
    } else if (tokens_at_delim(&p->t, '*')) {
        p->t.at++;
        *any = true;
    } else if (tokens_at_delim(&p->t, '|')) {
        p->t.at++; /* |* or *|* */
        if (!tokens_at_delim(&p->t, '*'))
            return false;
        p->t.at++;
        *any = true;
    }
    return true;
}

/* &: what the outer rule matches; outside of all rules, the root. */
static void
parse_nesting(struct parser *p, struct simple *s)
{
    uint32_t most;

    p->t.at++;
    if (p->nest == NULL) {
        s->kind = SIMPLE_STATE;
        s->which = STATE_ROOT;
        add_specificity(p, 0, 1, 0);
        return;
    }
    s->kind = SIMPLE_IS;
    s->list = p->nest;
    most = highest_specificity(p->nest);
    add_specificity(p, most >> 20, most >> 10 & 1023, most & 1023);
}

/* One simple selector that is no type; *done at anything else. */
static bool
parse_subclass(struct parser *p, struct buf *simples, bool *done)
{
    struct simple s = {.kind = SIMPLE_NEVER};
    bool is_simple = true, ok = true;

    if (tokens_type(&p->t) == TOKEN_HASH) {
        s.kind = SIMPLE_ID;
        ok = p->t.at->is_id;
        name_simple(p, &s, token_span(p->t.at));
        p->t.at++;
        add_specificity(p, 1, 0, 0);
    } else if (tokens_at_delim(&p->t, '.')) {
        s.kind = SIMPLE_CLASS;
        p->t.at++;
        if (tokens_type(&p->t) != TOKEN_IDENT)
            return false;
        name_simple(p, &s, token_span(p->t.at));
        p->t.at++;
        add_specificity(p, 0, 1, 0);
    } else if (tokens_type(&p->t) == TOKEN_OPEN_SQUARE) {
        ok = parse_attribute(p, &s);
    } else if (tokens_type(&p->t) == TOKEN_COLON) {
        p->t.at++;
        ok = parse_pseudo(p, &s, &is_simple);
    } else if (tokens_at_delim(&p->t, '&')) {
        parse_nesting(p, &s);
    } else {
        *done = true;
        return true;
    }
    if (ok && is_simple && p->pseudo != PSEUDO_NONE) {
        /* ::before:hover: only states may follow; nothing is in one. */
        p->pseudo = PSEUDO_COUNT;
        return s.kind == SIMPLE_STATE;
    }
    if (ok && is_simple)
        buf_add(simples, &s, sizeof s);
    return ok;
}

static bool
parse_compound(struct parser *p, struct compound *out)
{
    struct buf simples = {0};
    const struct token *start = p->t.at;
    bool ok, done = false, any = false;

    ok = parse_type(p, &simples, &any);
    while (ok && !done)
        ok = parse_subclass(p, &simples, &done);
    ok = ok && p->t.at > start;
    out->count = (unsigned)(simples.size / sizeof(struct simple));
    struct simple *copy =
        arena_array(p->arena, out->count, sizeof(struct simple));
    if (out->count > 0)
        memcpy(copy, simples.data, simples.size);
    out->simples = copy;
    buf_finish(&simples);
    return ok;
}

/* '\0' at the end of the selector. */
static char
parse_combinator(struct parser *p)
{
    bool space = tokens_type(&p->t) == TOKEN_SPACE;

    tokens_skip_space(&p->t);
    if (p->t.at == p->t.end)
        return '\0';
    if (tokens_type(&p->t) == TOKEN_DELIM &&
        strchr(">+~", p->t.at->delim) != NULL) {
        char c = (char)p->t.at->delim;
        p->t.at++;
        tokens_skip_space(&p->t);
        return c;
    }
    return space ? ' ' : '?';
}

void
selector_summarize(struct selector *s)
{
    unsigned found = 0;

    for (unsigned i = 0; i < s->compounds[0].count; i++) {
        const struct simple *simple = &s->compounds[0].simples[i];
        if (simple->kind == SIMPLE_ID) {
            s->key = selector_hash_id(simple->name);
            break;
        }
        if (simple->kind == SIMPLE_CLASS)
            s->key = selector_hash_class(simple->name);
        else if (simple->kind == SIMPLE_TAG && s->key == 0)
            s->key = selector_hash_tag(simple->lower);
    }
    for (unsigned k = 1; k < s->count; k++) {
        char combinator = s->compounds[k - 1].combinator;
        if (combinator != ' ' && combinator != '>')
            continue;
        for (unsigned i = 0; i < s->compounds[k].count; i++) {
            const struct simple *simple = &s->compounds[k].simples[i];
            uint32_t h = 0;
            if (simple->kind == SIMPLE_ID)
                h = selector_hash_id(simple->name);
            else if (simple->kind == SIMPLE_CLASS)
                h = selector_hash_class(simple->name);
            else if (simple->kind == SIMPLE_TAG)
                h = selector_hash_tag(simple->lower);
            if (h != 0 && found < SELECTOR_HASHES)
                s->ancestors[found++] = h;
        }
    }
}

/* In :has() and in nested rules without &, selectors are relative: an anchor is
 * put to their left. */
static bool
parse_selector(struct parser *p, struct selector *out, bool relative)
{
    struct simple *anchor = arena_alloc(p->arena, sizeof *anchor);
    struct compound list[MAX_COMPOUNDS], *copy;
    bool nested = p->nest != NULL && p->depth == 0;
    unsigned count = 0;
    char combinator = ' ';
    bool starts;

    p->specificity = 0;
    p->pseudo = PSEUDO_NONE;
    anchor->kind = SIMPLE_ANCHOR;
    tokens_skip_space(&p->t);
    starts = tokens_type(&p->t) == TOKEN_DELIM &&
             strchr(">+~", p->t.at->delim) != NULL;
    nested = nested && (starts || !selector_has_nesting(p->t));
    if (nested) {
        const struct token *at = p->t.at;
        parse_nesting(p, anchor);
        p->t.at = at;
    }
    if (relative || nested) {
        list[count++] = (struct compound){.simples = anchor, .count = 1};
        if (starts)
            combinator = parse_combinator(p);
    }
    do {
        if (count == MAX_COMPOUNDS || p->pseudo != PSEUDO_NONE ||
            !parse_compound(p, &list[count]))
            return false;
        list[count].combinator = count > 0 ? combinator : '\0';
        count++;
        combinator = parse_combinator(p);
    } while (combinator != '\0' && combinator != '?');
    if (combinator == '?')
        return false;
    copy = arena_array(p->arena, count, sizeof *copy);
    for (unsigned i = 0; i < count; i++)
        copy[i] = list[count - 1 - i];
    *out = (struct selector){.compounds = copy,
                             .count = count,
                             .specificity = p->specificity,
                             .pseudo = p->pseudo};
    if (!relative)
        selector_summarize(out);
    return true;
}

static bool
parse_list(struct parser *p, struct selector_list *out, bool forgiving,
           bool relative)
{
    struct buf list = {0};
    struct tokens rest = tokens_trim(p->t);
    bool ok = p->depth <= MAX_NESTING && (forgiving || rest.at < rest.end);
    struct selector *copy;

    while (ok && rest.at < rest.end) {
        struct parser one = *p;
        struct selector s;
        one.t = tokens_until_comma(&rest);
        bool comma_last = rest.at == rest.end && rest.at > one.t.end &&
                          rest.at[-1].type == TOKEN_COMMA;
        if (parse_selector(&one, &s, relative))
            buf_add(&list, &s, sizeof s);
        else
            ok = forgiving;
        if (comma_last && !forgiving)
            ok = false;
    }
    out->count = (unsigned)(list.size / sizeof *copy);
    copy = arena_array(p->arena, out->count, sizeof *copy);
    if (out->count > 0)
        memcpy(copy, list.data, list.size);
    out->items = copy;
    buf_finish(&list);
    return ok;
}

bool
selectors_parse(struct arena *a, struct tokens t, struct selector_list *out)
{
    struct parser p = {.arena = a, .t = t};

    return parse_list(&p, out, false, false);
}

bool
selectors_parse_nested(struct arena *a, struct tokens t,
                       const struct selector_list *nest,
                       struct selector_list *out)
{
    struct parser p = {.arena = a, .t = t, .nest = nest};

    return parse_list(&p, out, false, false);
}
