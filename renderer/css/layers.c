/*
 * layers.c - cascade layers (CSS Cascade 5, 6.4): by name in a sheet, by order
 * in the document.
 *
 * Process: renderer.  Distrusts: style sheets: layers are bounded by
 * MAX_SHEET_LAYERS, their depth by MAX_RULE_NESTING and the parts of a name.
 */
#include "css/sheet.h"

enum { MAX_NAME_PARTS = 16 };

/* ---- of a sheet --------------------------------------------------------- */

static struct sheet_layer *
find_or_add(struct sheet *s, struct sheet_layer *outer, const char *name)
{
    struct sheet_layer *l;

    for (l = s->layers; name != NULL && l != NULL; l = l->next)
        if (l->outer == outer && l->name != NULL && strcmp(l->name, name) == 0)
            return l;
    if (s->layer_count >= MAX_SHEET_LAYERS)
        return outer;
    l = arena_alloc(&s->arena, sizeof *l);
    l->name = name;
    l->outer = outer;
    if (s->last_layer != NULL)
        s->last_layer->next = l;
    else
        s->layers = l;
    s->last_layer = l;
    s->layer_count++;
    return l;
}

struct sheet_layer *
layer_of(struct sheet *s, struct sheet_layer *outer, struct tokens name)
{
    name = tokens_trim(name);
    if (name.at == name.end)
        return find_or_add(s, outer, NULL);
    for (int parts = 0; name.at < name.end && parts < MAX_NAME_PARTS; parts++) {
        if (name.at->type != TOKEN_IDENT)
            break;
        outer =
            find_or_add(s, outer, arena_text(&s->arena, token_span(name.at)));
        name.at++;
        if (!tokens_at_delim(&name, '.'))
            break;
        name.at++;
    }
    return outer;
}

/* ---- of the document ---------------------------------------------------- */

static struct layer *
enter(struct arena *a, struct layer *outer, const char *name)
{
    struct layer *l;

    for (l = outer->first; name != NULL && l != NULL; l = l->next)
        if (l->name != NULL && strcmp(l->name, name) == 0)
            return l;
    l = arena_alloc(a, sizeof *l);
    l->name = name;
    if (outer->last != NULL)
        outer->last->next = l;
    else
        outer->first = l;
    outer->last = l;
    return l;
}

void
layers_enter(struct arena *a, struct sheet *s, unsigned from, unsigned to,
             struct layer *outer)
{
    unsigned i = 0;

    for (struct sheet_layer *l = s->layers; l != NULL && i < to;
         l = l->next, i++)
        if (i >= from)
            l->layer =
                enter(a, l->outer != NULL ? l->outer->layer : outer, l->name);
}

/* A layer's own rules win over those of layers inside it. */
static uint32_t
number(struct layer *l, uint32_t next)
{
    for (struct layer *inner = l->first; inner != NULL; inner = inner->next)
        next = number(inner, next);
    l->number = next;
    return next + 1;
}

void
layers_number(struct layer *root)
{
    number(root, 0);
}
