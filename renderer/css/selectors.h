/*
 * selectors.h - selectors: parsing, and matching against nodes (Selectors 4,
 * what is listed in selector_parse.c).
 *
 * Process: renderer.  Distrusts: style sheets; nesting and length are bounded.
 */
#ifndef BULKHEAD_SELECTORS_H
#define BULKHEAD_SELECTORS_H

#include "css/style.h"
#include "css/tokens.h"

enum simple_kind {
    SIMPLE_TAG,
    SIMPLE_ID,
    SIMPLE_CLASS,
    SIMPLE_ATTRIBUTE,
    SIMPLE_STATE, /* a pseudo-class without arguments */
    SIMPLE_NTH,
    SIMPLE_IS, /* :is() and :where() */
    SIMPLE_NOT,
    SIMPLE_HAS,
    SIMPLE_LANG,
    SIMPLE_DIR,
    SIMPLE_ANCHOR, /* what :has() is relative to */
    SIMPLE_NEVER
};

enum state {
    STATE_ROOT,
    STATE_EMPTY,
    STATE_FIRST_CHILD,
    STATE_LAST_CHILD,
    STATE_ONLY_CHILD,
    STATE_FIRST_OF_TYPE,
    STATE_LAST_OF_TYPE,
    STATE_ONLY_OF_TYPE,
    STATE_LINK,
    STATE_VISITED,
    STATE_ANY_LINK,
    STATE_HOVER,
    STATE_ACTIVE,
    STATE_FOCUS,
    STATE_FOCUS_VISIBLE,
    STATE_FOCUS_WITHIN,
    STATE_TARGET,
    STATE_CHECKED,
    STATE_DISABLED,
    STATE_ENABLED,
    STATE_REQUIRED,
    STATE_OPTIONAL,
    STATE_READ_ONLY,
    STATE_READ_WRITE,
    STATE_PLACEHOLDER_SHOWN,
    STATE_VALID,
    STATE_INVALID,
    STATE_USER_INVALID,
    STATE_IN_RANGE,
    STATE_OUT_OF_RANGE,
    STATE_DEFINED
};

struct selector_list;

struct simple {
    uint8_t kind;
    uint8_t which;      /* STATE_, or an attribute's operator: = ~ | ^ $ * */
    bool nocase;        /* attribute value */
    bool of_type, last; /* SIMPLE_NTH */
    bool in_html;       /* the name is a TAG_ */
    enum tag tag;       /* SIMPLE_TAG */
    const char *name;   /* as written */
    const char *lower;  /* in lower case */
    struct span value;  /* attribute value, language */
    int a, b;           /* SIMPLE_NTH */
    const struct selector_list *list;
};

/* Simple selectors of one element; combinator to the compound on its left. */
struct compound {
    const struct simple *simples;
    unsigned count;
    char combinator; /* ' ', '>', '+', '~', or 0 at the left end */
};

enum { SELECTOR_HASHES = 4 };

struct selector {
    const struct compound *compounds; /* rightmost first */
    unsigned count;
    uint32_t specificity;
    int pseudo; /* enum pseudo, -1: the element, PSEUDO_COUNT: never shown */
    uint32_t ancestors[SELECTOR_HASHES]; /* must be in the filter; 0: none */
    uint32_t key; /* of the rule index: hash of id, class or tag; 0: any */
};

struct selector_list {
    const struct selector *items;
    unsigned count;
};

/* Parses a comma separated list; false if anything in it is invalid. */
bool selectors_parse(struct arena *a, struct tokens t,
                     struct selector_list *out);

/* The same in a rule inside another one, whose selectors are nest. */
bool selectors_parse_nested(struct arena *a, struct tokens t,
                            const struct selector_list *nest,
                            struct selector_list *out);

/* Sets a selector's key, and the ancestors for the filter. */
void selector_summarize(struct selector *s);

/* selector_nest.c: whether there is an & at any depth. */
bool selector_has_nesting(struct tokens t);

/* selector_nest.c: puts what & stands for in its place where that is one
 * selector, so that the index finds the rules by their names. */
void selectors_splice(struct arena *a, const struct selector_list *nest,
                      struct selector_list *list);

/* selector_nest.c: what & stands for in a rule with these selectors. */
void selectors_nest(struct arena *a, const struct selector_list *outer,
                    struct selector_list *out);

/* selector_nth.c: An+B up to "of" or the end, where t then stands. */
bool selector_parse_nth(struct tokens *t, int *a, int *b);

/* Hashes of what the index and the filter look for; never 0. */
uint32_t selector_hash_id(const char *id);
uint32_t selector_hash_class(const char *name);
uint32_t selector_hash_tag(const char *name);

/* Ancestors' hashes, counted: no false negatives. */
enum { FILTER_SIZE = 4096 };
struct match {
    uint8_t filter[FILTER_SIZE + 1]; /* the last: never 0 */
    bool use_filter;
    bool quirks;
    const struct node *anchor; /* of :has() */
    unsigned depth;            /* of nested selector lists */
    unsigned long budget;      /* nodes that :has() may still look at */
    struct {
        const struct node *node;
        int index;
    } nth[2][512]; /* by child, by type */
};

void match_push(struct match *m, const struct node *n);
void match_pop(struct match *m, const struct node *n);

bool selector_matches(struct match *m, const struct selector *s,
                      const struct node *n);

#endif
