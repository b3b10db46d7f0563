/*
 * selector_match.c - whether a selector matches a node.
 *
 * Process: renderer.  Distrusts: style sheets and the page.
 *
 * Right to left.  What a failure means for the candidates further out is
 * passed up, which keeps long chains of combinators from going exponential.
 */
#include "css/selectors.h"
#include "form/control.h"
#include "form/validity.h"

enum result {
    MATCHES,
    FAILS_HERE,     /* another candidate may do */
    FAILS_SIBLINGS, /* no sibling of this parent can do */
    FAILS           /* nothing can do */
};

static bool matches_simple(struct match *m, const struct simple *s,
                           const struct node *n);

/* ---- hashes ------------------------------------------------------------- */

/* FNV-1a of the lower-cased text, so that quirks mode finds it too. */
static uint32_t
hash(const char *text, uint32_t seed)
{
    uint32_t h = 2166136261u ^ seed;

    for (; *text != '\0'; text++) {
        uint8_t c = (uint8_t)*text;
        if (c >= 'A' && c <= 'Z')
            c = (uint8_t)(c + 32);
        h = (h ^ c) * 16777619u;
    }
    return h != 0 ? h : 1;
}

uint32_t
selector_hash_id(const char *id)
{
    return hash(id, 0x11111111);
}

uint32_t
selector_hash_class(const char *name)
{
    return hash(name, 0x22222222);
}

uint32_t
selector_hash_tag(const char *name)
{
    return hash(name, 0x44444444);
}

/* ---- neighbours --------------------------------------------------------- */

static const struct node *
previous_element(const struct node *n)
{
    do
        n = n->previous;
    while (n != NULL && n->type != NODE_ELEMENT);
    return n;
}

static const struct node *
next_element(const struct node *n)
{
    do
        n = n->next;
    while (n != NULL && n->type != NODE_ELEMENT);
    return n;
}

static const struct node *
parent_element(const struct node *n)
{
    n = n->parent;
    return n != NULL && n->type == NODE_ELEMENT ? n : NULL;
}

static bool
same_type(const struct node *a, const struct node *b)
{
    return a->tag == b->tag && a->name_space == b->name_space &&
           (a->tag != TAG_unknown || strcmp(a->name, b->name) == 0);
}

static bool
is_alone(const struct node *n, bool by_type, bool forward)
{
    const struct node *other = n;

    for (;;) {
        other = forward ? next_element(other) : previous_element(other);
        if (other == NULL)
            return true;
        if (!by_type || same_type(n, other))
            return false;
    }
}

/* Its place among its siblings, from 1; remembered for the next sibling. */
static int
sibling_index(struct match *m, const struct node *n, bool by_type)
{
    enum { SLOTS = sizeof m->nth[0] / sizeof m->nth[0][0] };
    const struct node *at = n;
    int steps = 0;

    for (;;) {
        size_t slot = (uintptr_t)at / sizeof *at % SLOTS;
        if (m->nth[by_type][slot].node == at) {
            steps += m->nth[by_type][slot].index;
            break;
        }
        steps++;
        do
            at = previous_element(at);
        while (at != NULL && by_type && !same_type(n, at));
        if (at == NULL)
            break;
    }
    size_t slot = (uintptr_t)n / sizeof *n % SLOTS;
    m->nth[by_type][slot].node = n;
    m->nth[by_type][slot].index = steps;
    return steps;
}

static int
index_from_end(struct match *m, const struct node *n, bool by_type)
{
    const struct node *last = n->parent->last;

    while (last->type != NODE_ELEMENT || (by_type && !same_type(n, last)))
        last = last->previous;
    return sibling_index(m, last, by_type) - sibling_index(m, n, by_type) + 1;
}

/* ---- lists -------------------------------------------------------------- */

static bool
matches_any(struct match *m, const struct selector_list *list,
            const struct node *n)
{
    bool filter = m->use_filter, found = false;

    if (m->depth > 16)
        return false;
    m->depth++;
    /* The filter is about the subject's ancestors only. */
    m->use_filter = false;
    for (unsigned i = 0; i < list->count && !found; i++)
        found = selector_matches(m, &list->items[i], n);
    m->use_filter = filter;
    m->depth--;
    return found;
}

static bool
has_below(struct match *m, const struct selector_list *list,
          const struct node *root)
{
    for (const struct node *at = root; at != NULL;
         at = node_walk(at, root, false)) {
        if (at == root)
            continue;
        if (m->budget == 0)
            return false;
        m->budget--;
        if (at->type == NODE_ELEMENT && matches_any(m, list, at))
            return true;
    }
    return false;
}

static bool
matches_has(struct match *m, const struct simple *s, const struct node *n)
{
    const struct node *outer = m->anchor;
    bool siblings = false, found;

    for (unsigned i = 0; i < s->list->count; i++) {
        const struct selector *one = &s->list->items[i];
        char first = one->compounds[one->count - 2].combinator;
        siblings |= first == '+' || first == '~';
    }
    m->anchor = n;
    found = has_below(m, s->list, n);
    for (n = siblings ? next_element(n) : NULL; n != NULL && !found;
         n = next_element(n))
        found = matches_any(m, s->list, n) || has_below(m, s->list, n);
    m->anchor = outer;
    return found;
}

static bool
matches_nth(struct match *m, const struct simple *s, const struct node *n)
{
    int index = 1;

    if (s->list != NULL) {
        const struct node *at = n;
        if (!matches_any(m, s->list, n))
            return false;
        while ((at = s->last ? next_element(at) : previous_element(at)) != NULL)
            index += matches_any(m, s->list, at);
    } else if (s->last) {
        index = index_from_end(m, n, s->of_type);
    } else {
        index = sibling_index(m, n, s->of_type);
    }
    index -= s->b;
    if (s->a == 0)
        return index == 0;
    return index % s->a == 0 && index / s->a >= 0;
}

/* ---- attributes --------------------------------------------------------- */

static int
lower(int c)
{
    return c >= 'A' && c <= 'Z' ? c + 32 : c;
}

static bool
equal(struct span a, struct span b, bool nocase)
{
    return nocase ? spans_equal_nocase(a, b) : span_equal(a, b);
}

static bool
contains(struct span whole, struct span part, bool nocase)
{
    for (size_t i = 0; i + part.size <= whole.size; i++) {
        struct span piece = {whole.data + i, part.size};
        if (equal(piece, part, nocase))
            return true;
    }
    return false;
}

static bool
has_word(struct span whole, struct span word, bool nocase)
{
    size_t start, at = 0;

    while (at < whole.size) {
        while (at < whole.size && strchr(" \t\n\f\r", whole.data[at]) != NULL)
            at++;
        start = at;
        while (at < whole.size && strchr(" \t\n\f\r", whole.data[at]) == NULL)
            at++;
        struct span piece = {whole.data + start, at - start};
        if (piece.size > 0 && equal(piece, word, nocase))
            return true;
    }
    return false;
}

/* value is prefix, or starts with it and a dash. */
static bool
has_dashed_prefix(struct span value, struct span prefix, bool nocase)
{
    struct span start = {value.data, prefix.size};

    return value.size >= prefix.size && equal(start, prefix, nocase) &&
           (value.size == prefix.size || value.data[prefix.size] == '-');
}

static bool
matches_attribute(const struct simple *s, const struct node *n)
{
    const struct attribute *a = NULL;
    struct span v;
    bool nocase = s->nocase;

    for (unsigned i = 0; i < n->attribute_count && a == NULL; i++)
        if (strcmp(n->attributes[i].name, s->lower) == 0 ||
            (n->name_space != NAMESPACE_HTML &&
             strcmp(n->attributes[i].name, s->name) == 0))
            a = &n->attributes[i];
    if (a == NULL)
        return false;
    v = a->value;
    switch (s->which) {
    case '\0':
        return true;
    case '=':
        return equal(v, s->value, nocase);
    case '~':
        return s->value.size > 0 && has_word(v, s->value, nocase);
    case '|':
        return has_dashed_prefix(v, s->value, nocase);
    case '^':
        return s->value.size > 0 && v.size >= s->value.size &&
               equal((struct span){v.data, s->value.size}, s->value, nocase);
    case '$':
        return s->value.size > 0 && v.size >= s->value.size &&
               equal((struct span){v.data + v.size - s->value.size,
                                   s->value.size},
                     s->value, nocase);
    default:
        return s->value.size > 0 && contains(v, s->value, nocase);
    }
}

static bool
matches_lang(const struct simple *s, const struct node *n)
{
    for (; n != NULL && n->type == NODE_ELEMENT; n = n->parent) {
        const struct span *lang = node_attribute(n, "lang");
        if (lang == NULL)
            lang = node_attribute(n, "xml:lang");
        if (lang != NULL)
            return s->value.size > 0 &&
                   has_dashed_prefix(*lang, s->value, true);
    }
    return false;
}

static bool
matches_dir(const struct simple *s, const struct node *n)
{
    bool rtl = span_is_nocase(s->value, "rtl");

    for (; n != NULL && n->type == NODE_ELEMENT; n = n->parent) {
        const struct span *dir = node_attribute(n, "dir");
        if (dir != NULL && span_is_nocase(*dir, "rtl"))
            return rtl;
        if (dir != NULL && span_is_nocase(*dir, "ltr"))
            return !rtl;
    }
    return !rtl;
}

/* ---- states ------------------------------------------------------------- */

static bool
is_link(const struct node *n)
{
    return (n->tag == TAG_a || n->tag == TAG_area) &&
           node_attribute(n, "href") != NULL;
}

static bool
is_empty(const struct node *n)
{
    for (const struct node *at = n->first; at != NULL; at = at->next)
        if (at->type == NODE_ELEMENT ||
            (at->type == NODE_TEXT && at->text.size > 0))
            return false;
    return true;
}

static bool
is_control(const struct node *n)
{
    return n->tag == TAG_input || n->tag == TAG_button ||
           n->tag == TAG_select || n->tag == TAG_textarea ||
           n->tag == TAG_option || n->tag == TAG_optgroup ||
           n->tag == TAG_fieldset;
}

static bool
is_editable(const struct node *n)
{
    return control_is_read_write(n) ||
           node_attribute(n, "contenteditable") != NULL;
}

static bool
can_be_valid(const struct node *n)
{
    return n->tag == TAG_form || n->tag == TAG_fieldset ||
           control_is_validated(n);
}

static bool
matches_form_state(enum state state, const struct node *n)
{
    switch (state) {
    case STATE_CHECKED:
        return control_is_checked(n);
    case STATE_DISABLED:
        return control_is_disabled(n);
    case STATE_ENABLED:
        return is_control(n) && !control_is_disabled(n);
    case STATE_REQUIRED:
        return is_control(n) && node_attribute(n, "required") != NULL;
    case STATE_OPTIONAL:
        return (n->tag == TAG_input || n->tag == TAG_select ||
                n->tag == TAG_textarea) &&
               node_attribute(n, "required") == NULL;
    case STATE_READ_ONLY:
        return !is_editable(n);
    case STATE_READ_WRITE:
        return is_editable(n);
    case STATE_PLACEHOLDER_SHOWN:
        return control_shows_placeholder(n);
    case STATE_VALID:
        return can_be_valid(n) && control_is_valid(n);
    case STATE_INVALID:
        return can_be_valid(n) && !control_is_valid(n);
    case STATE_USER_INVALID:
        return n->control != NULL && n->control->reported &&
               control_problem(NULL, n);
    case STATE_IN_RANGE:
        return control_has_range(n) && !control_is_out_of_range(n);
    case STATE_OUT_OF_RANGE:
        return control_has_range(n) && control_is_out_of_range(n);
    default:
        return true; /* STATE_DEFINED */
    }
}

static bool
matches_state(enum state state, const struct node *n)
{
    switch (state) {
    case STATE_ROOT:
        return parent_element(n) == NULL;
    case STATE_EMPTY:
        return is_empty(n);
    case STATE_FIRST_CHILD:
        return is_alone(n, false, false);
    case STATE_LAST_CHILD:
        return is_alone(n, false, true);
    case STATE_ONLY_CHILD:
        return is_alone(n, false, false) && is_alone(n, false, true);
    case STATE_FIRST_OF_TYPE:
        return is_alone(n, true, false);
    case STATE_LAST_OF_TYPE:
        return is_alone(n, true, true);
    case STATE_ONLY_OF_TYPE:
        return is_alone(n, true, false) && is_alone(n, true, true);
    case STATE_LINK:
        return is_link(n) && !node_ask_state(n, NODE_VISITED);
    case STATE_VISITED:
        return is_link(n) && node_ask_state(n, NODE_VISITED);
    case STATE_ANY_LINK:
        return is_link(n);
    case STATE_HOVER:
        return node_ask_state(n, NODE_HOVER);
    case STATE_ACTIVE:
        return node_ask_state(n, NODE_ACTIVE);
    case STATE_FOCUS:
        return node_ask_state(n, NODE_FOCUS);
    case STATE_FOCUS_VISIBLE:
        return node_ask_state(n, NODE_FOCUS_VISIBLE);
    case STATE_FOCUS_WITHIN:
        return node_ask_state(n, NODE_FOCUS_WITHIN);
    case STATE_TARGET:
        return node_ask_state(n, NODE_TARGET);
    default:
        return matches_form_state(state, n);
    }
}

/* ---- compounds and combinators ------------------------------------------ */

static bool
same_name(struct match *m, const char *a, const char *b)
{
    if (!m->quirks)
        return strcmp(a, b) == 0;
    for (; *a != '\0' && lower((uint8_t)*a) == lower((uint8_t)*b); a++)
        b++;
    return lower((uint8_t)*a) == lower((uint8_t)*b);
}

static bool
has_class(struct match *m, const char *name, const struct node *n)
{
    for (unsigned i = 0; i < n->class_count; i++)
        if (same_name(m, name, n->classes[i]))
            return true;
    return false;
}

static bool
matches_tag(const struct simple *s, const struct node *n)
{
    if (n->name_space != NAMESPACE_HTML)
        return strcmp(s->name, n->name) == 0;
    if (s->tag != TAG_unknown || n->tag != TAG_unknown)
        return s->tag == n->tag;
    return strcmp(s->lower, n->name) == 0;
}

static bool
matches_simple(struct match *m, const struct simple *s, const struct node *n)
{
    switch ((enum simple_kind)s->kind) {
    case SIMPLE_TAG:
        return matches_tag(s, n);
    case SIMPLE_ID:
        return n->id != NULL && same_name(m, s->name, n->id);
    case SIMPLE_CLASS:
        return has_class(m, s->name, n);
    case SIMPLE_ATTRIBUTE:
        return matches_attribute(s, n);
    case SIMPLE_STATE:
        return matches_state((enum state)s->which, n);
    case SIMPLE_NTH:
        return matches_nth(m, s, n);
    case SIMPLE_IS:
        return matches_any(m, s->list, n);
    case SIMPLE_NOT:
        return !matches_any(m, s->list, n);
    case SIMPLE_HAS:
        return matches_has(m, s, n);
    case SIMPLE_LANG:
        return matches_lang(s, n);
    case SIMPLE_DIR:
        return matches_dir(s, n);
    case SIMPLE_ANCHOR:
        return n == m->anchor;
    case SIMPLE_NEVER:
        return false;
    }
    return false;
}

static bool
matches_compound(struct match *m, const struct compound *c,
                 const struct node *n)
{
    for (unsigned i = 0; i < c->count; i++)
        if (!matches_simple(m, &c->simples[i], n))
            return false;
    return true;
}

/* Recursion is as deep as the selector has compounds. */
static enum result
match_from(struct match *m, const struct selector *s, unsigned i,
           const struct node *n)
{
    enum result r;

    if (!matches_compound(m, &s->compounds[i], n))
        return FAILS_HERE;
    if (i + 1 == s->count)
        return MATCHES;
    switch (s->compounds[i].combinator) {
    case ' ':
        while ((n = parent_element(n)) != NULL) {
            r = match_from(m, s, i + 1, n);
            if (r == MATCHES || r == FAILS)
                return r;
        }
        return FAILS;
    case '>':
        n = parent_element(n);
        return n != NULL ? match_from(m, s, i + 1, n) : FAILS;
    case '+':
        n = previous_element(n);
        return n != NULL ? match_from(m, s, i + 1, n) : FAILS_SIBLINGS;
    default:
        while ((n = previous_element(n)) != NULL) {
            r = match_from(m, s, i + 1, n);
            if (r != FAILS_HERE)
                return r;
        }
        return FAILS_SIBLINGS;
    }
}

bool
selector_matches(struct match *m, const struct selector *s,
                 const struct node *n)
{
    if (m->use_filter)
        for (int i = 0; i < SELECTOR_HASHES && s->ancestors[i] != 0; i++)
            if (m->filter[s->ancestors[i] % FILTER_SIZE] == 0)
                return false;
    return match_from(m, s, 0, n) == MATCHES;
}

/* ---- the filter --------------------------------------------------------- */

/* Counters that are full stay so: a false positive for the rest. */
static void
count_hash(struct match *m, uint32_t h, bool add)
{
    uint8_t *counter = &m->filter[h % FILTER_SIZE];

    if (*counter == 255)
        return;
    *counter = (uint8_t)(add ? *counter + 1 : *counter - 1);
}

static void
count_node(struct match *m, const struct node *n, bool add)
{
    count_hash(m, selector_hash_tag(n->name), add);
    if (n->id != NULL)
        count_hash(m, selector_hash_id(n->id), add);
    for (unsigned i = 0; i < n->class_count; i++)
        count_hash(m, selector_hash_class(n->classes[i]), add);
}

void
match_push(struct match *m, const struct node *n)
{
    count_node(m, n, true);
}

void
match_pop(struct match *m, const struct node *n)
{
    count_node(m, n, false);
}
