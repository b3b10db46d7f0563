/*
 * generated.c - generated content: counters, quotes, list markers.
 *
 * Process: renderer.  Distrusts: the page's counters: their number is bounded.
 */
#include "layout/generated.h"

#include "utf8.h"

#include <stdlib.h>

enum {
    MAX_COUNTERS = 4096, /* alive at once */
    MAX_LETTERS = 16,    /* of an alphabetic or roman number */
    MAX_QUOTE_DEPTH = 1000,
    GREEK_ALPHA = 0x3B1
};

static struct counter *
all_counters(const struct generated *g, size_t *count)
{
    *count = g->counters.size / sizeof(struct counter);
    return (struct counter *)(void *)g->counters.data;
}

static struct counter *
find(const struct generated *g, const char *name)
{
    size_t count;
    struct counter *counters = all_counters(g, &count);

    while (count > 0)
        if (strcmp(counters[--count].name, name) == 0)
            return &counters[count];
    return NULL;
}

/* A new counter in the scope of the current element's parent; an earlier
 * sibling's of that name is replaced. */
static void
reset(struct generated *g, const char *name, int value)
{
    struct counter *old = find(g, name);
    size_t count;

    if (old != NULL && old->level == g->level) {
        old->value = value;
        return;
    }
    all_counters(g, &count);
    if (count < MAX_COUNTERS)
        buf_add(&g->counters, &(struct counter){name, value, g->level},
                sizeof(struct counter));
}

static void
change(struct generated *g, const char *name, int value, bool add)
{
    struct counter *c = find(g, name);

    if (c == NULL) {
        reset(g, name, value);
        return;
    }
    if (!add)
        c->value = value;
    else if (__builtin_add_overflow(c->value, value, &c->value))
        c->value = value > 0 ? INT32_MAX : INT32_MIN;
}

static bool
attribute_number(const struct node *n, const char *name, int *value)
{
    const struct span *text = node_attribute(n, name);
    char *end;
    long number;

    if (text == NULL || text->size == 0)
        return false;
    number = strtol((const char *)text->data, &end, 10);
    if (end == (const char *)text->data)
        return false;
    *value = number > INT32_MAX   ? INT32_MAX
             : number < INT32_MIN ? INT32_MIN
                                  : (int)number;
    return true;
}

static int
count_items(const struct node *list)
{
    int count = 0;

    for (const struct node *n = list->first; n != NULL; n = n->next)
        count += node_is(n, TAG_li);
    return count;
}

/* The counter list-item as HTML has it: start, reversed, value. */
static void
html_list(struct generated *g, const struct node *n)
{
    int start = 1;

    if (n->tag != TAG_ol && n->tag != TAG_ul && n->tag != TAG_menu &&
        n->tag != TAG_dir)
        return;
    if (n->tag == TAG_ol) {
        bool reversed = node_attribute(n, "reversed") != NULL;

        if (reversed)
            start = count_items(n);
        attribute_number(n, "start", &start);
        if (reversed && start < INT32_MAX)
            start += 2;
        if (start == INT32_MIN)
            start++;
    }
    reset(g, "list-item", start - 1);
}

static bool
names(const struct counter_change *c, const char *name)
{
    for (; c != NULL; c = c->next)
        if (strcmp(c->name, name) == 0)
            return true;
    return false;
}

static void
html_list_item(struct generated *g, const struct node *n,
               const struct style *style)
{
    int value;

    if (n != NULL && n->tag == TAG_li && attribute_number(n, "value", &value)) {
        change(g, "list-item", value, false);
        return;
    }
    if (names(style->counter_increment, "list-item"))
        return;
    change(g, "list-item",
           n != NULL && n->parent != NULL && node_is(n->parent, TAG_ol) &&
                   node_attribute(n->parent, "reversed") != NULL
               ? -1
               : 1,
           true);
}

void
generated_enter(struct generated *g, const struct node *n,
                const struct style *style, bool is_list_item)
{
    bool own_list = false;

    for (const struct counter_change *c = style->counter_reset; c != NULL;
         c = c->next) {
        reset(g, c->name, c->value);
        /* 0 is what the user agent's sheet says: attributes know better. */
        if (c->value != 0 && strcmp(c->name, "list-item") == 0)
            own_list = true;
    }
    if (n != NULL && n->type == NODE_ELEMENT && !own_list)
        html_list(g, n);
    for (const struct counter_change *c = style->counter_increment; c != NULL;
         c = c->next)
        change(g, c->name, c->value, true);
    for (const struct counter_change *c = style->counter_set; c != NULL;
         c = c->next)
        change(g, c->name, c->value, false);
    if (is_list_item)
        html_list_item(g, n, style);
    g->level++;
}

void
generated_leave(struct generated *g)
{
    size_t count;
    const struct counter *counters = all_counters(g, &count);

    while (count > 0 && counters[count - 1].level >= g->level)
        count--;
    g->counters.size = count * sizeof *counters;
    g->level--;
}

/* -- numbers as text -- */

static void
add_alphabetic(struct buf *out, int value, uint32_t first, unsigned letters)
{
    uint32_t codes[MAX_LETTERS];
    int count = 0;

    for (unsigned v = (unsigned)value; v > 0 && count < MAX_LETTERS;
         v = (v - 1) / letters) {
        uint32_t code = first + (v - 1) % letters;

        if (first == GREEK_ALPHA && code >= 0x3C2) /* no final sigma */
            code++;
        codes[count++] = code;
    }
    while (count > 0) {
        uint8_t bytes[4];

        buf_add(out, bytes, utf8_put(bytes, codes[--count]));
    }
}

static void
add_roman(struct buf *out, int value, bool upper)
{
    static const struct {
        int value;
        const char *text[2];
    } digits[] = {{1000, {"m", "M"}},  {900, {"cm", "CM"}}, {500, {"d", "D"}},
                  {400, {"cd", "CD"}}, {100, {"c", "C"}},   {90, {"xc", "XC"}},
                  {50, {"l", "L"}},    {40, {"xl", "XL"}},  {10, {"x", "X"}},
                  {9, {"ix", "IX"}},   {5, {"v", "V"}},     {4, {"iv", "IV"}},
                  {1, {"i", "I"}}};

    for (size_t i = 0; i < sizeof digits / sizeof *digits; i++)
        for (; value >= digits[i].value; value -= digits[i].value)
            buf_add_text(out, digits[i].text[upper]);
}

static void
add_number(struct buf *out, int value, const struct style *style,
           enum list_style how)
{
    switch (how) {
    case LIST_NONE:
        return;
    case LIST_DISC:
        buf_add_text(out, "\xE2\x80\xA2");
        return;
    case LIST_CIRCLE:
        buf_add_text(out, "\xE2\x97\xA6");
        return;
    case LIST_SQUARE:
        buf_add_text(out, "\xE2\x96\xAA");
        return;
    case LIST_DISCLOSURE_CLOSED:
        buf_add_text(out, style->direction == DIRECTION_RTL ? "\xE2\x97\x82"
                                                            : "\xE2\x96\xB8");
        return;
    case LIST_DISCLOSURE_OPEN:
        buf_add_text(out, "\xE2\x96\xBE");
        return;
    case LIST_DECIMAL_LEADING_ZERO:
        if (value >= -9 && value <= 9) {
            buf_printf(out, "%s0%d", value < 0 ? "-" : "", abs(value));
            return;
        }
        break;
    case LIST_LOWER_ALPHA:
    case LIST_UPPER_ALPHA:
        if (value > 0) {
            add_alphabetic(out, value, how == LIST_LOWER_ALPHA ? 'a' : 'A', 26);
            return;
        }
        break;
    case LIST_LOWER_GREEK:
        if (value > 0) {
            add_alphabetic(out, value, GREEK_ALPHA, 24);
            return;
        }
        break;
    case LIST_LOWER_ROMAN:
    case LIST_UPPER_ROMAN:
        if (value > 0 && value < 4000) {
            add_roman(out, value, how == LIST_UPPER_ROMAN);
            return;
        }
        break;
    case LIST_STRING:
        if (style->list_string != NULL)
            buf_add_text(out, style->list_string);
        return;
    case LIST_DECIMAL:
        break;
    }
    buf_printf(out, "%d", value);
}

const char *
generated_marker(struct generated *g, struct arena *arena,
                 const struct style *style)
{
    const struct counter *c = find(g, "list-item");
    struct buf out = {0};
    const char *text = NULL;
    enum list_style how = style->list_style;

    if (how == LIST_NONE && style->list_image != NULL)
        how = LIST_DISC;
    if (how != LIST_NONE) {
        add_number(&out, c != NULL ? c->value : 0, style, how);
        if (how == LIST_DISC || how == LIST_CIRCLE || how == LIST_SQUARE ||
            how == LIST_DISCLOSURE_CLOSED || how == LIST_DISCLOSURE_OPEN)
            buf_add_text(&out, " ");
        else if (how != LIST_STRING)
            buf_add_text(&out, ". ");
        text = arena_text(arena, buf_span(&out));
    }
    buf_finish(&out);
    return text;
}

/* -- content -- */

static void
add_counters(struct buf *out, const struct generated *g,
             const struct style *style, const struct content_item *item)
{
    size_t count;
    const struct counter *counters = all_counters(g, &count);
    bool any = false;

    for (size_t i = 0; i < count; i++) {
        if (strcmp(counters[i].name, item->text) != 0)
            continue;
        if (any && item->separator != NULL)
            buf_add_text(out, item->separator);
        add_number(out, counters[i].value, style, item->list_style);
        any = true;
    }
    if (!any)
        add_number(out, 0, style, item->list_style);
}

static void
add_quote(struct generated *g, struct buf *out, const struct style *style,
          bool opens)
{
    static const char *const automatic[] = {
        "\xE2\x80\x9C", "\xE2\x80\x9D", "\xE2\x80\x98", "\xE2\x80\x99", NULL};
    const char *const *quotes = style->quotes ? style->quotes : automatic;
    int pairs = 0, depth;

    if (!opens && g->quote_depth > 0)
        g->quote_depth--;
    depth = g->quote_depth;
    if (opens && g->quote_depth < MAX_QUOTE_DEPTH)
        g->quote_depth++;
    while (quotes[pairs * 2] != NULL && quotes[pairs * 2 + 1] != NULL)
        pairs++;
    if (pairs == 0)
        return;
    if (depth >= pairs)
        depth = pairs - 1;
    buf_add_text(out, quotes[depth * 2 + !opens]);
}

struct span
generated_text(struct generated *g, struct arena *arena,
               const struct style *style, const struct node *n,
               const struct content_item **rest)
{
    struct buf out = {0};
    struct span text;
    const struct content_item *item = *rest;

    for (; item != NULL && item->kind != CONTENT_IMAGE; item = item->next) {
        const struct span *value;
        const struct counter *c;

        switch (item->kind) {
        case CONTENT_TEXT:
            buf_add_text(&out, item->text);
            break;
        case CONTENT_ATTRIBUTE:
            value = node_attribute(n, item->text);
            if (value != NULL)
                buf_add_span(&out, *value);
            break;
        case CONTENT_COUNTER:
            c = find(g, item->text);
            add_number(&out, c != NULL ? c->value : 0, style, item->list_style);
            break;
        case CONTENT_COUNTERS:
            add_counters(&out, g, style, item);
            break;
        case CONTENT_OPEN_QUOTE:
        case CONTENT_CLOSE_QUOTE:
            add_quote(g, &out, style, item->kind == CONTENT_OPEN_QUOTE);
            break;
        case CONTENT_IMAGE: /* not here */
            break;
        }
    }
    *rest = item;
    text.data = (const uint8_t *)arena_text(arena, buf_span(&out));
    text.size = out.size;
    buf_finish(&out);
    return text;
}
