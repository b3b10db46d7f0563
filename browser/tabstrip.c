/*
 * tabstrip.c - the row of tabs: where they are, and what they look like.
 *
 * Process: browser.  Distrusts: titles, which toolbar_show has cleaned and
 * which are cut to the tab here.
 */
#include "toolbar_parts.h"

enum { MARGIN = 8, BUTTON = 28, GAP = 6, ICON = 16, CLOSE = 20, FOOT = 8 };

void
tabstrip_layout(const struct toolbar *t, int width, struct layout *l)
{
    int room = width - MARGIN - GAP - BUTTON - GAP;
    int wish = t->tab_count * TAB_MOST, y = TAB_TOP + 3;

    l->overflow = room < t->tab_count * TAB_LEAST;
    if (l->overflow) {
        l->scroll_left = (struct rect){MARGIN - 4, y, BUTTON - 4, BUTTON};
        room -= 2 * (BUTTON - 2);
        l->tabs = (struct rect){MARGIN + BUTTON - 4, 0, room > 0 ? room : 0,
                                STRIP_HEIGHT};
        l->scroll_right =
            (struct rect){l->tabs.x + l->tabs.width + 2, y, BUTTON - 4, BUTTON};
        l->new_tab =
            (struct rect){l->scroll_right.x + BUTTON, y, BUTTON, BUTTON};
        return;
    }
    l->tabs = (struct rect){MARGIN, 0, wish < room ? wish : room, STRIP_HEIGHT};
    l->new_tab =
        (struct rect){l->tabs.x + l->tabs.width + GAP, y, BUTTON, BUTTON};
}

/* The whole row's width: that of the strip, or more if it scrolls. */
static int
row_width(const struct toolbar *t, const struct layout *l)
{
    return l->overflow ? t->tab_count * TAB_LEAST : l->tabs.width;
}

struct rect
tabstrip_tab(const struct toolbar *t, const struct layout *l, int index)
{
    int row = row_width(t, l), n = t->tab_count > 0 ? t->tab_count : 1;
    int left = (int)((int64_t)row * index / n);
    int right = (int)((int64_t)row * (index + 1) / n);
    int shift = l->overflow ? t->strip_scroll : 0;

    return (struct rect){l->tabs.x + left - shift, TAB_TOP, right - left,
                         STRIP_HEIGHT - TAB_TOP};
}

struct rect
tabstrip_close(const struct toolbar *t, const struct layout *l, int index)
{
    struct rect r = tabstrip_tab(t, l, index);

    if (r.width < 84 && index != t->active)
        return (struct rect){r.x, r.y, 0, 0};
    if (r.width < 56) /* the active one shows nothing else */
        return (struct rect){r.x + (r.width - CLOSE) / 2, r.y + 7, CLOSE,
                             CLOSE};
    return (struct rect){r.x + r.width - CLOSE - 7, r.y + 7, CLOSE, CLOSE};
}

struct rect
tabstrip_spinner(const struct toolbar *t, const struct layout *l, int index)
{
    struct rect r = tabstrip_tab(t, l, index);

    if (r.width < 56) {
        if (index == t->active)
            return (struct rect){r.x, r.y, 0, 0};
        return (struct rect){r.x + (r.width - ICON) / 2, r.y + 9, ICON, ICON};
    }
    return (struct rect){r.x + 11, r.y + 9, ICON, ICON};
}

void
tabstrip_scroll(struct toolbar *t, const struct layout *l, int by)
{
    int most = row_width(t, l) - l->tabs.width;
    int to = t->strip_scroll + by;

    to = to > most ? most : to;
    to = to < 0 ? 0 : to;
    if (to != t->strip_scroll) {
        t->strip_scroll = to;
        toolbar_add_damage(t, (struct rect){0, 0, 1 << 20, STRIP_HEIGHT});
    }
}

void
tabstrip_follow(struct toolbar *t, const struct layout *l)
{
    struct rect r = tabstrip_tab(t, l, t->active);

    if (!l->overflow)
        t->strip_scroll = 0;
    else if (t->follow && r.x < l->tabs.x)
        tabstrip_scroll(t, l, r.x - l->tabs.x);
    else if (t->follow && r.x + r.width > l->tabs.x + l->tabs.width)
        tabstrip_scroll(t, l, r.x + r.width - l->tabs.x - l->tabs.width);
    else
        tabstrip_scroll(t, l, 0);
    t->follow = false;
}

enum part
tabstrip_hit(const struct toolbar *t, const struct layout *l, int x, int y,
             int *index)
{
    *index = 0;
    if (rect_contains(l->new_tab, x, y))
        return PART_NEW_TAB;
    if (rect_contains(l->scroll_left, x, y))
        return PART_SCROLL_LEFT;
    if (rect_contains(l->scroll_right, x, y))
        return PART_SCROLL_RIGHT;
    if (!rect_contains(l->tabs, x, y))
        return PART_NONE;
    for (int i = 0; i < t->tab_count; i++) {
        struct rect r = tabstrip_tab(t, l, i);

        /* Up to the window's edge, where a pointer is thrown. */
        r.height += r.y;
        r.y = 0;
        if (rect_contains(r, x, y)) {
            *index = i;
            return rect_contains(tabstrip_close(t, l, i), x, y) ? PART_TAB_CLOSE
                                                                : PART_TAB;
        }
    }
    return PART_NONE;
}

/* A tab's outline: rounded above, its feet running out into the bar. */
static void
tab_shape(struct canvas *c, struct rect r)
{
    double left = r.x, right = r.x + r.width, top = r.y,
           bottom = r.y + r.height;

    canvas_move(c, left - FOOT, bottom);
    canvas_curve(c, left - 3, bottom, left, bottom - 3, left, bottom - FOOT);
    canvas_arc(c, left + 10, top + 10, 10, 180, 270);
    canvas_arc(c, right - 10, top + 10, 10, 270, 360);
    canvas_to(c, right, bottom - FOOT);
    canvas_curve(c, right, bottom - 3, right + 3, bottom, right + FOOT, bottom);
    canvas_shut(c);
    canvas_fill(c, COLOUR_BAR);
}

static void
paint_icon(const struct toolbar *t, const struct layout *l, int index,
           struct canvas *c)
{
    const struct tab *tab = &t->tabs[index];
    struct rect r = tabstrip_spinner(t, l, index);
    double x = r.x + r.width / 2.0, y = r.y + r.height / 2.0;

    if (rect_is_empty(r))
        return;
    if (tab->dead)
        icon_draw(c, ICON_SAD, x, y, ICON, COLOUR_ALARM);
    else if (tab->unresponsive)
        icon_draw(c, ICON_WARNING, x, y, ICON, COLOUR_WARN);
    else if (tab->loading)
        icon_spinner(c, x, y, ICON, t->turn, COLOUR_ACCENT);
    else
        icon_draw(c, ICON_GLOBE, x, y, ICON,
                  index == t->active ? COLOUR_SOFT : 0xFF7C8698);
}

static void
paint_close(const struct toolbar *t, const struct layout *l, int index,
            struct canvas *c)
{
    struct rect r = tabstrip_close(t, l, index);
    bool hot = t->hot == PART_TAB_CLOSE && t->hot_index == index;

    if (rect_is_empty(r))
        return;
    if (hot)
        canvas_round(c, r, 10,
                     t->pressed == PART_TAB_CLOSE ? COLOUR_PRESSED
                                                  : COLOUR_HOT);
    icon_draw(c, ICON_CLOSE, r.x + r.width / 2.0, r.y + r.height / 2.0, 12,
              hot ? COLOUR_INK : COLOUR_SOFT);
}

static void
paint_title(const struct toolbar *t, const struct layout *l, int index,
            struct canvas *c, colour ground)
{
    const struct tab *tab = &t->tabs[index];
    struct rect tab_rect = tabstrip_tab(t, l, index),
                icon = tabstrip_spinner(t, l, index),
                shut = tabstrip_close(t, l, index);
    int left = icon.x + ICON + 8;
    int right =
        rect_is_empty(shut) ? tab_rect.x + tab_rect.width - 8 : shut.x - 2;
    struct rect r = {left, tab_rect.y, right - left, tab_rect.height};
    struct span title = span_of(tab->title[0] ? tab->title : "New tab");
    int fade = r.width < 48 ? r.width / 2 : 24;
    int baseline =
        canvas_baseline(TEXT_UI, LABEL_SIZE, tab_rect.y, tab_rect.height);
    colour ink = tab->dead            ? COLOUR_SOFT
                 : index == t->active ? COLOUR_INK
                                      : 0xFF3F4858;

    if (tab_rect.width < 56 || r.width < 12)
        return;
    canvas_clip(c, r);
    if (canvas_text(c, TEXT_UI, LABEL_SIZE, r.x, baseline, title, ink) >
        (float)r.width)
        canvas_fade(
            c, (struct rect){r.x + r.width - fade, r.y + 4, fade, r.height - 8},
            ground, false);
    canvas_unclip(c);
}

static bool
is_plain(const struct toolbar *t, int index)
{
    bool hot = (t->hot == PART_TAB || t->hot == PART_TAB_CLOSE) &&
               t->hot_index == index;

    return index != t->active && !hot;
}

static void
paint_tab(const struct toolbar *t, const struct layout *l, int index,
          struct canvas *c)
{
    struct rect r = tabstrip_tab(t, l, index);
    colour ground = COLOUR_STRIP;

    if (index == t->active) {
        tab_shape(c, r);
        ground = COLOUR_BAR;
    } else if (!is_plain(t, index)) {
        ground = 0xFFECF0F6;
        canvas_round(c,
                     (struct rect){r.x + 2, r.y + 1, r.width - 4, r.height - 5},
                     8, ground);
    } else if (index + 1 < t->tab_count && is_plain(t, index + 1)) {
        canvas_rect(c, (struct rect){r.x + r.width - 1, r.y + 9, 1, 16},
                    0xFFB4BECD);
    }
    paint_icon(t, l, index, c);
    paint_title(t, l, index, c, ground);
    paint_close(t, l, index, c);
}

static void
paint_button(const struct toolbar *t, struct canvas *c, enum part part,
             enum icon icon, struct rect r, bool possible)
{
    if (rect_is_empty(r))
        return;
    if (t->hot == part && possible)
        canvas_round(c, r, 14,
                     t->pressed == part ? COLOUR_PRESSED : COLOUR_HOT);
    icon_draw(c, icon, r.x + r.width / 2.0, r.y + r.height / 2.0, 15,
              possible ? 0xFF3F4858 : COLOUR_FAINT);
}

void
tabstrip_paint(struct toolbar *t, const struct layout *l, struct canvas *c,
               struct rect damage)
{
    struct rect seen = l->tabs, whole = damage;

    whole.y = 0;
    whole.height = STRIP_HEIGHT;
    canvas_clip(c, whole);
    canvas_rect(c, whole, COLOUR_STRIP);
    seen.x -= FOOT;
    seen.width += 2 * FOOT;
    if (l->overflow) {
        seen = l->tabs;
        seen.x -= 1;
        seen.width += 2;
    }
    canvas_clip(c, seen);
    for (int i = 0; i < t->tab_count; i++)
        if (i != t->active &&
            !rect_is_empty(rect_intersect(tabstrip_tab(t, l, i), damage)))
            paint_tab(t, l, i, c);
    if (t->active >= 0 && t->active < t->tab_count)
        paint_tab(t, l, t->active, c);
    canvas_unclip(c);
    paint_button(t, c, PART_SCROLL_LEFT, ICON_LEFT, l->scroll_left,
                 t->strip_scroll > 0);
    paint_button(t, c, PART_SCROLL_RIGHT, ICON_RIGHT, l->scroll_right,
                 t->strip_scroll + l->tabs.width < row_width(t, l));
    paint_button(t, c, PART_NEW_TAB, ICON_PLUS, l->new_tab, true);
    canvas_unclip(c);
}
