/*
 * document_pointer.c - links, hovering, clicks, and where fragments lead.
 *
 * Process: renderer.  Distrusts: the page.
 */
#include "document.h"
#include "document_form.h"
#include "document_reading.h"
#include "document_scroll.h"
#include "child.h"
#include "html/html.h"
#include "css/style.h"
#include "form/popup.h"
#include "input.h"
#include "text/units.h"
#include "url.h"
#include "utf8.h"

#include <stdlib.h>

/* A page up to this size is styled anew for :hover. */
enum { HOVER_MOST = 20000 }; /* boxes */

static struct node *
link_of(struct node *n)
{
    for (; n != NULL; n = n->parent)
        if ((node_is(n, TAG_a) || node_is(n, TAG_area)) &&
            node_attribute(n, "href") != NULL)
            return n;
    return NULL;
}

/* The address a link leads to, allocated; NULL for none worth following. */
static char *
link_url(const struct document *d, const struct node *link)
{
    char *url = link != NULL
                    ? document_resolve(d, *node_attribute(link, "href"))
                    : NULL;

    if (url != NULL && strncmp(url, "javascript:", 11) == 0) {
        free(url);
        return NULL;
    }
    return url;
}

/* ---- hovering ------------------------------------------------------------*/

/* The state passes on to an element and what it stands in. */
static void
pass_state(struct document *d, struct node **place, struct node *n,
           enum node_state state)
{
    if (node_pass_state(*place, n, state) && d->layout != NULL &&
        d->layout->box_count < HOVER_MOST)
        d->dirty_style = true;
    *place = n;
}

/* What the button is down on: :active. */
static void
press(struct document *d, struct node *n)
{
    pass_state(d, &d->pressed, n, NODE_ACTIVE);
}

/* Whether text stands in the element itself, to be selected. */
static bool
has_text(const struct node *n)
{
    for (n = n != NULL ? n->first : NULL; n != NULL; n = n->next)
        if (n->type == NODE_TEXT && n->box != NULL)
            return true;
    return false;
}

static void
show_cursor(struct document *d, const struct node *n, const struct node *link)
{
    choice_t shape = CURSOR_ARROW;
    enum css_cursor wanted =
        n != NULL && n->style != NULL ? n->style->cursor : CSS_CURSOR_AUTO;

    switch (wanted) {
    case CSS_CURSOR_AUTO:
        shape = link != NULL  ? CURSOR_HAND
                : has_text(n) ? CURSOR_TEXT
                              : CURSOR_ARROW;
        break;
    case CSS_CURSOR_DEFAULT:
        break;
    case CSS_CURSOR_POINTER:
        shape = CURSOR_HAND;
        break;
    case CSS_CURSOR_TEXT:
        shape = CURSOR_TEXT;
        break;
    case CSS_CURSOR_WAIT:
        shape = CURSOR_WAIT;
        break;
    case CSS_CURSOR_CROSSHAIR:
        shape = CURSOR_CROSSHAIR;
        break;
    }
    if (shape != d->cursor)
        send_cursor(child_browser(), &(struct msg_cursor){d->surface, shape});
    d->cursor = shape;
}

static void
show_link(struct document *d, struct node *link)
{
    char *url = link_url(d, link);

    if (d->hovered_url == NULL
            ? url != NULL
            : url == NULL || strcmp(url, d->hovered_url) != 0)
        send_hover(
            child_browser(),
            &(struct msg_hover){d->surface, span_of(url != NULL ? url : "")});
    free(d->hovered_url);
    d->hovered_url = url;
}

/* SVG 2, 5.8: the first child of that name speaks for an element. */
static const struct node *
svg_title(const struct node *n)
{
    for (n = n->first; n != NULL; n = n->next)
        if (n->type == NODE_ELEMENT && n->name_space == NAMESPACE_SVG &&
            strcmp(n->name, "title") == 0)
            return n;
    return NULL;
}

/* HTML standard 3.2.6.1: the nearest title counts, and an empty one hides
 * those further out. */
static void
add_advice(struct buf *out, const struct node *n)
{
    for (; n != NULL; n = n->parent) {
        const struct span *title = NULL;
        const struct node *drawn = NULL;

        if (n->type != NODE_ELEMENT)
            continue;
        if (n->name_space == NAMESPACE_HTML)
            title = node_attribute(n, "title");
        else if (n->name_space == NAMESPACE_SVG)
            drawn = svg_title(n);
        if (title != NULL)
            utf8_add_clean(out, *title);
        else if (drawn != NULL)
            node_add_text(out, drawn);
        if (title != NULL || drawn != NULL)
            return;
    }
}

static void
show_tooltip(struct document *d, const struct node *n)
{
    struct buf advice = {NULL, 0, 0};
    struct span text;

    add_advice(&advice, n);
    text = utf8_prefix(buf_span(&advice), MAX_TOOLTIP);
    if (utf8_is_text(text) &&
        !span_is(text, d->tooltip != NULL ? d->tooltip : "")) {
        send_tooltip(child_browser(),
                     &(struct msg_tooltip){d->surface, d->number, text});
        free(d->tooltip);
        d->tooltip =
            text.size > 0 ? strndup((const char *)text.data, text.size) : NULL;
    }
    buf_finish(&advice);
}

static void
hover(struct document *d, struct node *n)
{
    struct node *link = link_of(n);

    show_cursor(d, n, link);
    show_link(d, link);
    show_tooltip(d, n);
    pass_state(d, &d->hovered, n, NODE_HOVER);
}

void
document_forget_pointer(struct document *d)
{
    d->press_lost = d->press_lost || d->pressed != NULL;
    d->hovered = d->pressed = NULL;
    document_scroll_forget(d);
}

/* ---- clicks --------------------------------------------------------------*/

struct span
document_target(const struct document *d, const struct span *target)
{
    const struct node *base = d->dom->document;

    while (target == NULL &&
           (base = node_walk(base, d->dom->document, false)) != NULL)
        if (node_is(base, TAG_base))
            target = node_attribute(base, "target");
    return target != NULL && target->size <= MAX_FRAME_NAME &&
                   utf8_is_text(*target)
               ? *target
               : span_of("");
}

void
document_follow(struct document *d, struct node *link, choice_t button,
                uint32_t modifiers)
{
    choice_t how = DISPOSITION_CURRENT_TAB;
    struct span target = document_target(d, node_attribute(link, "target"));
    char *url = link_url(d, link);

    if (url == NULL)
        return;
    if (button == BUTTON_MIDDLE ||
        (modifiers & (MODIFIER_CTRL | MODIFIER_META)) != 0)
        how = modifiers & MODIFIER_SHIFT ? DISPOSITION_NEW_TAB
                                         : DISPOSITION_NEW_BACKGROUND_TAB;
    else if ((modifiers & MODIFIER_SHIFT) != 0 || span_is(target, "_blank"))
        how = DISPOSITION_NEW_TAB;
    send_navigate(child_browser(),
                  &(struct msg_navigate){d->surface, d->number, span_of(url),
                                         how, true, target});
    free(url);
}

bool
document_toggle_details(struct document *d, const struct node *n)
{
    struct node *details;

    while (n != NULL && !node_is(n, TAG_summary))
        n = n->parent;
    details = n != NULL ? n->parent : NULL;
    if (details == NULL || !node_is(details, TAG_details))
        return false;
    if (node_attribute(details, "open") == NULL) {
        dom_set_attribute(d->dom, details, "open", span_of(""));
    } else {
        for (unsigned i = 0; i < details->attribute_count; i++)
            if (strcmp(details->attributes[i].name, "open") == 0)
                details->attributes[i] =
                    details->attributes[--details->attribute_count];
    }
    d->dirty_style = true;
    return true;
}

static void
click(struct document *d, struct node *n, const struct msg_pointer *m)
{
    struct node *link = link_of(n);

    if (m->button == BUTTON_LEFT && document_form_click(d, n, m->x, m->y))
        return;
    if (m->button == BUTTON_MIDDLE && document_form_paste(d, n, m))
        return;
    if (link != NULL)
        document_follow(d, link, m->button, m->modifiers);
    else if (m->button == BUTTON_LEFT)
        document_toggle_details(d, n);
}

static void
take_press(struct document *d, struct node *n, const struct msg_pointer *m)
{
    press(d, n);
    d->press_x = m->x;
    d->press_y = m->y;
    d->press_lost = false;
}

/* A click is pressed and let go on one link, or on one element; of a page that
 * still comes, and was parsed again meanwhile, on what stands there now. */
static void
take_release(struct document *d, struct node *n, const struct msg_pointer *m)
{
    struct node *pressed =
        d->press_lost
            ? layout_hit(d->layout, d->press_x * UNIT, d->press_y * UNIT)
            : d->pressed;

    press(d, NULL);
    d->press_lost = false;
    if (pressed != NULL && n != NULL &&
        (pressed == n ||
         (link_of(n) != NULL && link_of(n) == link_of(pressed))))
        click(d, n, m);
}

void
document_pointer(struct document *d, const struct msg_pointer *m)
{
    struct node *n = NULL;

    if (d->layout == NULL)
        return;
    if (m->action != POINTER_LEAVE && m->x > -MAX_CONTENT &&
        m->x < MAX_CONTENT && m->y > -MAX_CONTENT && m->y < MAX_CONTENT)
        n = layout_hit(d->layout, m->x * UNIT, m->y * UNIT);
    if (d->form == NULL || d->form->popup == NULL ||
        !rect_contains(d->form->popup->rect, m->x, m->y))
        hover(d, n);
    else
        show_tooltip(d, NULL); /* it would cover the list of a field */
    document_scroll_hover(d, n);
    if (m->button == BUTTON_RIGHT || d->printing != NULL)
        return;
    if ((d->form == NULL || d->form->popup == NULL) &&
        document_scroll_pointer(d, n, m))
        return;
    if (!document_form_pointer(d, n, m) && document_select(d, m) &&
        m->action == POINTER_UP) {
        /* What was a drag is no click. */
        press(d, NULL);
        d->press_lost = false;
        return;
    }
    if (m->action == POINTER_DOWN)
        take_press(d, n, m);
    else if (m->action == POINTER_UP)
        take_release(d, n, m);
}

/* ---- fragments -----------------------------------------------------------*/

static struct node *
by_name(const struct document *d, struct span name)
{
    struct node *n = d->dom->document;

    while ((n = node_walk(n, d->dom->document, false)) != NULL) {
        const struct span *a =
            node_is(n, TAG_a) ? node_attribute(n, "name") : NULL;

        if (a != NULL && span_equal(*a, name))
            return n;
    }
    return NULL;
}

/* HTML standard 7.4.6.4: find a potential indicated element. */
static struct node *
indicated(const struct document *d, struct span fragment)
{
    struct buf decoded = {NULL, 0, 0};
    struct node *n = dom_by_id(d->dom, fragment);

    if (n == NULL)
        n = by_name(d, fragment);
    if (n == NULL) {
        url_add_decoded(&decoded, fragment);
        n = dom_by_id(d->dom, buf_span(&decoded));
        if (n == NULL)
            n = by_name(d, buf_span(&decoded));
        buf_finish(&decoded);
    }
    return n;
}

/* The top of the element, or of the first thing in it or after it that has
 * a box. */
static const struct box *
box_near(const struct document *d, const struct node *n)
{
    for (; n != NULL; n = node_walk(n, d->dom->document, false))
        if (n->box != NULL)
            return n->box;
    return NULL;
}

static void
ask_scroll(struct document *d, int64_t y)
{
    d->wants_scroll = true;
    d->scroll_to = (struct rect){0, 0, 0, 0};
    if (y > 0)
        d->scroll_to.y = y > MAX_CONTENT ? MAX_CONTENT : (int)y;
}

/* :target may style the element. */
static void
set_target(struct document *d, struct node *target)
{
    struct node *n = d->dom->document;

    while ((n = node_walk(n, d->dom->document, false)) != NULL)
        if (node_set_state(n, NODE_TARGET, n == target))
            d->dirty_style = true;
}

bool
document_find_fragment(struct document *d)
{
    const char *hash = strchr(d->url, '#');
    struct node *n;
    const struct box *b;

    if (hash == NULL || hash[1] == 0) {
        if (hash != NULL)
            ask_scroll(d, 0);
        return true;
    }
    n = indicated(d, span_of(hash + 1));
    set_target(d, n);
    if (n == NULL) {
        if (strcmp(hash + 1, "top") == 0)
            ask_scroll(d, 0);
        return false;
    }
    b = box_near(d, n);
    if (b != NULL)
        ask_scroll(d, b->y / UNIT);
    return true;
}
