/*
 * selector_nest.c - selectors of rules inside rules (CSS Nesting 1).
 *
 * Process: renderer.  Distrusts: style sheets.
 */
#include "css/selectors.h"

enum { MAX_SPLICED = 64 /* compounds; more is matched as written */ };

bool
selector_has_nesting(struct tokens t)
{
    for (; t.at < t.end; t.at++)
        if (t.at->type == TOKEN_DELIM && t.at->delim == '&')
            return true;
    return false;
}

void
selectors_nest(struct arena *a, const struct selector_list *outer,
               struct selector_list *out)
{
    struct selector *items = arena_array(a, outer->count, sizeof *items);

    *out = (struct selector_list){.items = items};
    for (unsigned i = 0; i < outer->count; i++)
        if (outer->items[i].pseudo == -1) /* & is no pseudo-element */
            items[out->count++] = outer->items[i];
}

/* The last compound with its first simple selector, &, replaced. */
static struct compound
merged(struct arena *a, const struct compound *inner,
       const struct compound *outer)
{
    unsigned rest = inner->count - 1;
    struct simple *simples =
        arena_array(a, (size_t)outer->count + rest, sizeof *simples);

    if (outer->count > 0)
        memcpy(simples, outer->simples, outer->count * sizeof *simples);
    if (rest > 0)
        memcpy(simples + outer->count, inner->simples + 1,
               rest * sizeof *simples);
    return (struct compound){simples, outer->count + rest, outer->combinator};
}

static void
splice(struct arena *a, const struct selector *outer, struct selector *s)
{
    const struct compound *left = &s->compounds[s->count - 1];
    unsigned count = s->count - 1 + outer->count;
    struct compound *list;

    if (count > MAX_SPLICED)
        return;
    list = arena_array(a, count, sizeof *list);
    memcpy(list, s->compounds, (s->count - 1) * sizeof *list);
    memcpy(list + s->count - 1, outer->compounds, outer->count * sizeof *list);
    list[s->count - 1] = merged(a, left, &outer->compounds[0]);
    s->compounds = list;
    s->count = count;
    memset(s->ancestors, 0, sizeof s->ancestors);
    selector_summarize(s);
}

void
selectors_splice(struct arena *a, const struct selector_list *nest,
                 struct selector_list *list)
{
    struct selector *items = (struct selector *)(uintptr_t)list->items;

    if (nest->count != 1)
        return;
    for (unsigned i = 0; i < list->count; i++) {
        const struct compound *left = &items[i].compounds[items[i].count - 1];

        if (left->count > 0 && left->simples[0].kind == SIMPLE_IS &&
            left->simples[0].list == nest)
            splice(a, &nest->items[0], &items[i]);
    }
}
